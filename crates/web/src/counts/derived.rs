//! POST /danh-sach: what files give for the criteria becomes figures, because an officer says so.

use app::App;
use app::counts::{say_choices, say_number};
use app::figures::{Author, Signed};
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use domain::access::{Action, acts};
use domain::counts::Choices;
use domain::facts::{Source, Value};
use jiff::civil::Date;
use pages::counts::{Derived, DerivedRow};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use crate::case::{purpose_of_lists, words};
use crate::facts::sheet::done;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::Visitor;

/// What the button sends; any other field is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Id of the recording: sent twice, it is one.
    lan: Uuid,
    /// What was chosen otherwise than by default, as the page showed it.
    #[serde(default)]
    chon: String,
}

/// Records the inputs derived from files for the year shown.
pub async fn post(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::RecordFigures>,
    scope: Scope,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Redirect, Problem> {
    let bad = |word: String| Problem::Invalid(scope.lang().counts_bad_switch(word));
    let choices = super::choices::of_field(&asked.chon).map_err(bad)?;
    let source = Source { title: source(scope.window.to, choices), number: None, date: Some(app.today()), place: None };
    let author = Author::recording(&permit).ok_or(Problem::Unauthenticated)?;
    let signed = Signed { source, entered_by: visitor.session.name.clone(), author };
    let (acting, purpose) = (visitor.acting()?, purpose_of_lists(&visitor)?);
    let written = app.record_derived(&visitor.session, acting, purpose, (scope.year, choices), signed, asked.lan).await;
    done(&scope, written)
}

/// The paper behind such figures. It is kept, so it is Vietnamese whoever reads.
fn source(day: Date, choices: Choices) -> String {
    let source = Lang::Vi.counts_derived_source(words::day(Lang::Vi, day));
    match say_choices(Lang::Vi, &choices) {
        None => source,
        Some(chosen) => Lang::Vi.counts_derived_source_chosen(source, chosen.trim_end_matches('.')),
    }
}

/// The inputs beside what is recorded; none for who may not read figures, and for a unit that is no commune.
pub async fn shown(app: &App, scope: &Scope, visitor: &Visitor, choices: Choices) -> Result<Option<Derived>, Problem> {
    if !visitor.may(Action::ReadFigures) {
        return Ok(None);
    }
    let (lang, purpose) = (scope.lang(), purpose_of_lists(visitor)?);
    let derived = match app.derived_inputs(&visitor.session, visitor.acting()?, purpose, scope.year, choices).await {
        Err(app::Problem::Hidden) => return Ok(None),
        other => other?,
    };
    let row = |input: &app::counts::Derived| DerivedRow {
        text: say_number(lang, input.number).to_owned(),
        people: input.people,
        recorded: match input.recorded {
            Value::Number(people) => people.to_string(),
            Value::Disputed => lang.sheet_disputed_word().to_owned(),
            Value::Unknown | Value::Route(_) => lang.counts_derived_none().to_owned(),
        },
    };
    let records = visitor.may(Action::RecordFigures);
    Ok(Some(Derived {
        title: lang.counts_derived(scope.year),
        note: lang.counts_derived_note(words::day(lang, derived.day), source(derived.day, choices)),
        rows: derived.inputs.iter().map(row).collect(),
        action: if records { format!("/danh-sach?nam={}", scope.year) } else { String::new() },
        batch: app.new_id().to_string(),
        chosen: super::choices::field(choices),
    }))
}
