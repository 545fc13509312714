//! What a task of a plan says, as the beginning of a six-clear task.

use app::App;
use domain::access::acts;
use programme::plans::Plan;
use programme::plans::shipped::{Each, Rhythm};
use programme::tasks::wording::TITLE_CHARS_MAX;
use programme::tasks::{Every, Origin};
use uuid::Uuid;

use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::Sent;

/// Fills in from a plan that who asks may read; what the address says itself stays.
pub async fn fill(app: &App, scope: &Scope, passed: &Passed, sent: &mut Sent) -> Result<(), Problem> {
    let of_plan = scope.cx.value("loai") == Some(Origin::Plan.key());
    let plan = scope.cx.value("nguon").filter(|_| of_plan).and_then(|id| id.parse::<Uuid>().ok());
    let (Some(plan), Some(item)) = (plan, scope.cx.value("muc")) else { return Ok(()) };
    let record = app.work_record(plan, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let permit = app.permit::<acts::ReadWork>(passed.acting(), &record, None).await?;
    let plan = app.work_open::<Plan>(&permit, plan).await?.state;
    let Some(task) = plan.tasks.iter().find(|task| task.id == item) else { return Ok(()) };
    let mut put = |key: &str, value: String| {
        if sent.get(key).is_empty() && !value.is_empty() {
            sent.put(key, value);
        }
    };
    put("ten", shortened(&task.text));
    put("viec", task.text.clone());
    put("chu-tri", task.lead.join(", "));
    put("phoi-hop", task.with.join("\n"));
    put("tu", app.today().to_string());
    let every = match task.rhythm {
        Some(Rhythm::Monthly) => Some(Every::Month),
        Some(Rhythm::Quarterly) => Some(Every::Quarter),
        // a term, a year and "at all times" have no grid: the last day says when
        Some(Rhythm::Term | Rhythm::Yearly | Rhythm::Standing) | None => None,
    };
    if let Some(every) = every {
        put("lap", every.key().to_owned());
        put("so-lan", task.times.unwrap_or(1).to_string());
        let listed = matches!(task.each, Some(Each::Hamlet | Each::Commune));
        put("noi", if listed { "danh-muc" } else { "nhap" }.to_owned());
    }
    if let Some(document) = &plan.document {
        put("so", document.number.clone());
        put("ngay-vb", document.date.to_string());
    }
    put("dieu", task.citation.clone());
    Ok(())
}

/// As many whole words as a title holds.
fn shortened(text: &str) -> String {
    let mut title = String::new();
    for word in text.split(' ') {
        if title.chars().count() + word.chars().count() >= TITLE_CHARS_MAX {
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title
}
