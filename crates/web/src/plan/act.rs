//! /ke-hoach/{id}/viec/{act}: the form of one act on a plan, and doing it.

use app::App;
use app::work::{Kept, Wanted};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{FieldClass, Permit, Record, acts};
use pages::work_form::WorkForm;
use programme::plans::{Counted, Plan, PlanAct};
use texts::Lang;
use uuid::Uuid;

use super::fields::{BY_FILES, Fields, counts_by_files};
use super::{frame, known, path_of, said, words};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::sent::Sent;
use crate::site::Site;
use crate::visitor::Visitor;

/// The form as it begins.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    passed: Passed,
    Path((id, act)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let kept = read(&site.app, &passed, id).await?;
    let mut sent = Sent::default();
    sent.put("ct", scope.cx.value("ct").unwrap_or_default());
    sent.put("ma", site.app.new_id().to_string());
    Ok(Html(page(&site.app, &scope, &kept, &act, &sent, String::new())?.html()?).into_response())
}

/// Does the act, or gives the form back with what is wrong.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    (visitor, passed): (Visitor, Passed),
    Allowed(permit): Allowed<acts::WriteWork>,
    Path((id, act)): Path<(Uuid, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (app, lang, sent) = (&site.app, scope.lang(), Sent(sent));
    let kept = read(app, &passed, id).await?;
    let fields = Fields { app, lang, unit: kept.unit, plan: Some(&kept.state) };
    let typed = if act == "set_baseline" && sent.get("cach") == BY_FILES {
        by_files(app, lang, (&visitor, &passed), &kept, &sent).await?
    } else {
        fields.read(&act, &sent)
    };
    let fault = match typed {
        Err(fault) => fault,
        Ok(read) => {
            let wanted = Wanted { work: id, id: sent.token(app), seen: sent.seen(), on: app.today(), act: read };
            match app.work_do::<Plan, _>(&permit, wanted).await {
                Ok(_) => return Ok(Redirect::to(&format!("{}?xong=ghi", path_of(id))).into_response()),
                Err(fault) => said(app, fault, lang)?,
            }
        }
    };
    let page = page(app, &scope, &kept, &act, &sent, fault)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

/// The baseline of a target as files give it for the day that was typed; otherwise a sentence.
async fn by_files(
    app: &App,
    lang: Lang,
    (visitor, passed): (&Visitor, &Passed),
    kept: &Kept<Plan>,
    sent: &Sent,
) -> Result<Result<PlanAct, String>, Problem> {
    let on = match sent.some_day(lang, "den", lang.plan_field_as_of()) {
        Ok(on) if on > app.today() => return Ok(Err(lang.plan_fault_day_to_come(words::day(lang, on)))),
        Ok(on) => on,
        Err(fault) => return Ok(Err(fault)),
    };
    let target = kept.state.target(&sent.get("ct")).filter(|target| counts_by_files(target));
    let Some(target) = target else { return Ok(Err(lang.plan_fault_no_files().to_owned())) };
    let part = known::counted_on(app, visitor, passed, kept.unit, target, on).await?;
    let Some(part) = part else { return Ok(Err(lang.plan_fault_files_untold(words::day(lang, on)))) };
    // kept, so it is Vietnamese whoever reads
    let source = Lang::Vi.plan_files_source(words::day(Lang::Vi, on));
    let counted = Counted { on, part, whole: None, source };
    Ok(Ok(PlanAct::SetBaseline { target: target.id.clone(), counted }))
}

/// The plan, for whoever was let pass to write in it.
async fn read(app: &App, passed: &Passed, id: Uuid) -> Result<Kept<Plan>, Problem> {
    let record = app.work_record(id, passed.acting()).await?.ok_or(app::Problem::Hidden)?;
    let record = Record { class: FieldClass::Public, ..record };
    let permit: Permit<acts::ReadWork> = app.permit(passed.acting(), &record, None).await?;
    Ok(app.work_open(&permit, id).await?)
}

fn page(
    app: &App,
    scope: &Scope,
    kept: &Kept<Plan>,
    act: &str,
    sent: &Sent,
    fault: String,
) -> Result<WorkForm, Problem> {
    let lang = scope.lang();
    let open = words::acts_in(kept.state.phase).contains(&act) || matches!(act, "set_trajectory" | "drop_target");
    let title = words::act(lang, act).filter(|_| open).ok_or(Problem::NoSuchPage)?;
    let fields = Fields { app, lang, unit: kept.unit, plan: Some(&kept.state) };
    let path = format!("{}/viec/{act}", path_of(kept.id));
    let seen = if sent.typed("da-xem").is_empty() { kept.seen() } else { sent.seen() };
    let steps = vec![crumb(&kept.state.head.title, Some(path_of(kept.id))), crumb(title, None)];
    Ok(WorkForm {
        frame: frame(scope, &path, steps),
        title: title.to_owned(),
        about: kept.state.head.title.clone(),
        lead: String::new(),
        action: path,
        token: sent.typed("ma").to_owned(),
        seen,
        groups: fields.groups(act, sent),
        fault,
        outcomes: Vec::new(),
        buttons: vec![("ghi".to_owned(), lang.plan_form_save().to_owned())],
        back: (path_of(kept.id), lang.plan_back().to_owned()),
    })
}
