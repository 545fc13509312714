//! /trung-ho-so: files that share a number, two of them side by side, and what was found of them.

use app::App;
use app::cases::{Compared, FileFault, Finding, Outcome, Side};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::persons::Field;
use pages::account::Choice;
use pages::duplicate::{Duplicate, DuplicateElsewhere, DuplicateField, DuplicateRow, Duplicates, FindingForm};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use crate::case::{frame, role, words};
use crate::problem::Problem;
use crate::rights::{done, told, value};
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

const PATH: &str = "/trung-ho-so";

/// A finding as it is sent; any other field is refused.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Found {
    #[serde(rename = "ma")]
    id: Uuid,
    #[serde(rename = "ket-luan", default)]
    outcome: String,
    #[serde(rename = "giu", default)]
    keep: String,
    #[serde(rename = "so", default)]
    number: String,
    #[serde(rename = "ngay", default)]
    day: String,
}

/// The list, those without a finding first.
pub async fn index(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    // who compares no files is told of none, whether or not there is a double
    let compares = matches!(role(&visitor)?, Role::FileOfficer | Role::PoliceHead | Role::StandingOffice);
    let mut lines = if compares { app.duplicates(&visitor.session, visitor.acting()?).await? } else { Vec::new() };
    lines.sort_by_key(|line| matches!(line.outcome, Some(Outcome::Same | Outcome::Different)));
    let rows = lines.iter().map(|line| DuplicateRow {
        href: format!("{PATH}/{}", line.id),
        found: app::written(line.opened_at),
        own: line.own.iter().map(|(_, name, unit)| (name.clone(), unit_name(&app, *unit, lang))).collect(),
        elsewhere: line.elsewhere,
        outcome: say(lang, line.outcome).to_owned(),
    });
    let mut frame = frame(&scope, PATH, vec![crumb(lang.rights_doubles_title(), None)]);
    done(&scope, &mut frame, "cho", lang.rights_double_waits());
    Ok(Html(Duplicates { frame, rows: rows.collect() }.html()?))
}

/// Two files side by side.
pub async fn show(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    match page(&app, &scope, &visitor, id, Found::default(), String::new()).await {
        Err(Problem::App(problem)) if matches!(*problem, app::Problem::File(FileFault::HeldElsewhere)) => {
            elsewhere(&app, &scope, &visitor, id).await
        }
        page => Ok(Html(page?.html()?)),
    }
}

/// Who has to do what about a file whose double is out of sight.
async fn elsewhere(app: &App, scope: &Scope, visitor: &Visitor, id: Uuid) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let lines = app.duplicates(&visitor.session, visitor.acting()?).await?;
    let line = lines.into_iter().find(|line| line.id == id).ok_or(Problem::NoSuchPage)?;
    let steps_of_both = vec![
        (lang.rights_elsewhere_commune(), lang.rights_elsewhere_tell()),
        (lang.rights_elsewhere_office(), lang.rights_elsewhere_compare()),
        (lang.rights_elsewhere_two(), lang.rights_elsewhere_find()),
        (lang.rights_elsewhere_both(), lang.rights_elsewhere_residence()),
        (lang.rights_elsewhere_sender(), lang.rights_elsewhere_move()),
    ];
    let steps =
        vec![crumb(lang.rights_doubles_title(), Some(PATH.to_owned())), crumb(lang.rights_elsewhere_title(), None)];
    let own = line.own.into_iter().map(|(_, name, unit)| (name, unit_name(app, unit, lang)));
    let page = DuplicateElsewhere {
        frame: frame(scope, &format!("{PATH}/{id}"), steps),
        reference: id.to_string(),
        found: app::written(line.opened_at),
        own: own.collect(),
        steps: steps_of_both,
    };
    Ok(Html(page.html()?))
}

/// Proposes what was found of them.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(found): Form<Found>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let read = || {
        Some(Finding {
            id: found.id,
            of: id,
            outcome: Outcome::from_key(&found.outcome)?,
            keep: found.keep.parse().ok()?,
            number: found.number.clone(),
            date: crate::days::read(&found.day)?,
        })
    };
    let fault = match read() {
        None => lang.rights_double_choose().to_owned(),
        Some(finding) => match app.propose_finding(&visitor.session, visitor.acting()?, finding).await {
            Ok(_) => return Ok(Redirect::to(&format!("{PATH}?xong=cho")).into_response()),
            Err(problem) => told(&app, problem, lang)?,
        },
    };
    let page = page(&app, &scope, &visitor, id, found, fault).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    found: Found,
    fault: String,
) -> Result<Duplicate, Problem> {
    let lang = scope.lang();
    let both = app.side_by_side(&visitor.session, visitor.acting()?, id).await?;
    let steps =
        vec![crumb(lang.rights_doubles_title(), Some(PATH.to_owned())), crumb(lang.rights_doubles_compare(), None)];
    let finding = both.finding.as_ref().map(|link| {
        let what = say(lang, Some(link.outcome)).to_owned();
        (what, link.document_number.clone(), words::day(lang, link.document_date))
    });
    Ok(Duplicate {
        frame: frame(scope, &format!("{PATH}/{id}"), steps),
        id: id.to_string(),
        lines: lines(app, lang, &both)?,
        across: both.across,
        finding,
        form: form(app, lang, &both, found),
        fault,
    })
}

/// Every field that either file has, then where it is held and what runs in it; of two provinces, which they are.
fn lines(app: &App, lang: Lang, both: &Compared) -> Result<Vec<DuplicateField>, Problem> {
    let law = app.casework()?;
    let (first, second) = (&both.first, &both.second);
    let text = |side: &Side, field: Field| value(lang, field, side.identity.get(field).unwrap_or_default());
    let fields = Field::ALL.iter().map(|field| DuplicateField {
        name: app.say_field(*field, lang).to_owned(),
        first: text(first, *field),
        second: text(second, *field),
    });
    let line = |name: &str, of: &dyn Fn(&Side) -> String| DuplicateField {
        name: name.to_owned(),
        first: of(first),
        second: of(second),
    };
    let identity = fields.filter(|line| !(line.first.is_empty() && line.second.is_empty()));
    if both.across {
        let province =
            |side: &Side| app.province_of(side.unit).map(|unit| unit_name(app, unit, lang)).unwrap_or_default();
        return Ok(identity.chain([line(lang.rights_double_province(), &province)]).collect());
    }
    let measures =
        |side: &Side| side.underway.measures.iter().map(|id| words::state(law, id)).collect::<Vec<_>>().join("; ");
    let lists = |side: &Side| side.underway.lists.iter().map(|id| words::list(law, id)).collect::<Vec<_>>().join("; ");
    let contested = |side: &Side| {
        if side.underway.contested { lang.files_list_contested().to_owned() } else { String::new() }
    };
    let held = [
        line(lang.rights_double_unit(), &|side| unit_name(app, side.unit, lang)),
        line(lang.rights_double_measures(), &measures),
        line(lang.rights_double_lists(), &lists),
        line(lang.rights_double_contested(), &contested),
    ];
    Ok(identity.chain(held).collect())
}

fn form(app: &App, lang: Lang, both: &Compared, found: Found) -> FindingForm {
    let last = both.finding.as_ref().map(|link| link.outcome);
    let stands = matches!(last, Some(Outcome::Same | Outcome::Different));
    let all = [
        (Outcome::Same, lang.rights_double_same(), last != Some(Outcome::Same)),
        (Outcome::Different, lang.rights_double_different(), last != Some(Outcome::Different)),
        (Outcome::Undone, lang.rights_double_undo(), stands),
    ];
    let outcomes = all.into_iter().filter(|(_, _, offered)| *offered);
    let keep = both.finding.as_ref().map_or(both.first.person, |link| link.keep).to_string();
    let chosen = if found.keep.is_empty() { keep } else { found.keep };
    let file = |side: &Side, name: &str| {
        let key = side.person.to_string();
        Choice::new(&key, name, key == chosen)
    };
    FindingForm {
        id: if found.id.is_nil() { app.new_id() } else { found.id }.to_string(),
        outcomes: outcomes.map(|(of, text, _)| Choice::new(of.key(), text, of.key() == found.outcome)).collect(),
        keep: vec![file(&both.first, lang.rights_double_first()), file(&both.second, lang.rights_double_second())],
        number: found.number,
        day: found.day,
    }
}

/// What was found, in words.
fn say(lang: Lang, outcome: Option<Outcome>) -> &'static str {
    match outcome {
        None => lang.rights_doubles_open(),
        Some(Outcome::Same) => lang.rights_doubles_same(),
        Some(Outcome::Different) => lang.rights_doubles_different(),
        Some(Outcome::Undone) => lang.rights_doubles_undone(),
    }
}
