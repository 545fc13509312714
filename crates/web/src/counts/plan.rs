//! POST /muc-tieu: the locally approved plan of tests is recorded once for the year.

use app::App;
use app::counts::plan::{INTERVAL_DAYS_MAX, KeptPlan, NewPlan};
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use domain::access::{Action, acts};
use domain::counts::LocalPlan;
use pages::counts::PlanForm;
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use crate::case::words;
use crate::facts::sheet::done;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::Visitor;

/// What the form sends; any other field is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Id of the recording: sent twice, it is one.
    lan: Uuid,
    /// Number of the plan.
    so: String,
    /// Its date.
    ngay: String,
    /// Days from one test to the next, at most.
    khoang: String,
}

/// Records the plan.
pub async fn post(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::RecordFigures>,
    scope: Scope,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Redirect, Problem> {
    let lang = scope.lang();
    let document = domain::fold::clean(&sent.so);
    let days = sent.khoang.parse::<i32>().ok().filter(|days| (1..=INTERVAL_DAYS_MAX).contains(days));
    let (Some(interval_days), false) = (days, document.is_empty() || document.chars().count() > 64) else {
        return Err(Problem::Invalid(lang.counts_bad_plan().to_owned()));
    };
    let date = crate::days::read(&sent.ngay).filter(|date| *date <= app.today());
    let date = date.ok_or_else(|| Problem::Invalid(lang.counts_plan_bad_date(&sent.ngay)))?;
    let new = NewPlan {
        plan: LocalPlan { document, interval_days },
        date,
        // kept, so it is Vietnamese whoever reads
        title: Lang::Vi.counts_plan_source().to_owned(),
        entered_by: visitor.session.name.clone(),
    };
    let written = app.record_plan(&permit, scope.year, new, sent.lan).await;
    done(&scope, written)
}

/// What is recorded and the form for it, on the page of goals.
pub fn shown(app: &App, scope: &Scope, visitor: &Visitor, kept: Option<&KeptPlan>) -> PlanForm {
    let lang = scope.lang();
    let date = |kept: &KeptPlan| kept.date.map(|date| words::day(lang, date)).unwrap_or_default();
    let text = |kept: &KeptPlan| {
        lang.counts_plan_kept(&kept.plan.document, date(kept), kept.plan.interval_days, &kept.entered_by)
    };
    PlanForm {
        title: lang.counts_plan_title(scope.year),
        text: kept.map_or_else(|| lang.counts_plan_none().to_owned(), text),
        action: if visitor.may(Action::RecordFigures) {
            format!("/muc-tieu?nam={}", scope.year)
        } else {
            String::new()
        },
        batch: app.new_id().to_string(),
    }
}
