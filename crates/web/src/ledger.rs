//! The ledger, for people and for witnesses.

use app::App;
use app::ledger::{Line, Signed};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use domain::units::Register;
use jiff::Timestamp;
use pages::frame::Section;
use pages::ledger::{EntryRow, Ledger, Signed as SignedView};
use serde::Deserialize;
use texts::Lang;

use crate::cx::Cx;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};

/// GET /so-cai: how the ledger stands, and its last entries.
pub async fn show(State(app): State<App>, scope: Scope) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let state = app.ledger_state().await?;
    let register = app.register();
    let signed = state.signed.map(signed);
    let page = Ledger {
        frame: scope.frame(Section::Other, vec![crumb(lang.ledger_title(), None)]),
        size: state.size,
        waiting: state.size.saturating_sub(signed.as_ref().map_or(0, |signed| signed.size)),
        signed,
        key: state.key.unwrap_or_default(),
        fault: state.fault.map(|finding| app::ledger::say(finding, lang)).unwrap_or_default(),
        rows: state.lines.into_iter().map(|line| row(line, &register, lang)).collect(),
    };
    Ok(Html(page.html()?))
}

/// GET /so-cai/checkpoint: the last signed note, as witnesses take it.
pub async fn checkpoint(State(app): State<App>, cx: Cx) -> Result<impl IntoResponse, Problem> {
    match app.last_checkpoint().await? {
        Some(note) => Ok(plain(note)),
        None => Err(Problem::Invalid(cx.lang.ledger_never_signed().to_owned())),
    }
}

/// Which proof is asked for.
#[derive(Debug, Deserialize)]
pub struct Span {
    from: u64,
    to: u64,
}

/// GET /so-cai/consistency?from=N&to=M: that the log of M entries continues the one of N; a hash a line.
pub async fn consistency(
    State(app): State<App>,
    cx: Cx,
    span: Result<Query<Span>, axum::extract::rejection::QueryRejection>,
) -> Result<impl IntoResponse, Problem> {
    let proof = match span {
        Ok(Query(Span { from, to })) => app.prove_consistency(from, to).await?,
        Err(_) => None,
    };
    let Some(proof) = proof else {
        let size = app.ledger_state().await?.size;
        return Err(Problem::Invalid(cx.lang.ledger_wrong_range(size)));
    };
    Ok(plain(proof.into_iter().map(|line| line + "\n").collect()))
}

fn plain(text: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}

fn signed(signed: Signed) -> SignedView {
    SignedView { size: signed.size, when: when(signed.signed_at), root: signed.root, origin: signed.origin }
}

fn row(line: Line, register: &Register, lang: Lang) -> EntryRow {
    let number = line.document_number.unwrap_or_default();
    let date = line.document_date.map(|day| pages::format::date(lang, &day.to_string())).unwrap_or_default();
    let document = [number, date].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let unit = line.unit.and_then(|unit| register.version(unit, line.occurred_on));
    let province = || {
        let code = line.province_code.as_deref()?;
        register.at_code(code, domain::units::Level::Province, line.occurred_on)
    };
    EntryRow {
        seq: line.seq,
        when: when(line.recorded_at),
        day: line.occurred_on.to_string(),
        what: lang.ledger_row(noun(&line.noun, lang), act(&line.act, lang)),
        place: unit.or_else(province).map(domain::units::Version::full_name).unwrap_or_default(),
        document,
    }
}

/// A noun of a newer program is shown as it stands.
fn noun(noun: &str, lang: Lang) -> String {
    let known = match noun {
        "fact" => lang.ledger_noun_fact(),
        "hamlet" => lang.ledger_noun_hamlet(),
        "boundary" => lang.ledger_noun_boundary(),
        "unit_shipment" => lang.ledger_noun_unit_shipment(),
        other => other,
    };
    known.to_owned()
}

fn act(act: &str, lang: Lang) -> String {
    let known = match act {
        "record" => lang.ledger_act_record(),
        "undo" => lang.ledger_act_undo(),
        "import" => lang.ledger_act_import(),
        "seed" => lang.ledger_act_seed(),
        "adopt" => lang.ledger_act_adopt(),
        other => other,
    };
    known.to_owned()
}

/// An instant as a clock in Việt Nam shows it.
fn when(at: Timestamp) -> String {
    app::written(at)
}
