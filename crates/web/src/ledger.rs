//! The ledger, for people and for witnesses.

use app::App;
use app::ledger::{Line, Signed, Witnessed};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use domain::units::Register;
use jiff::Timestamp;
use pages::frame::Section;
use pages::ledger::{EntryRow, Ledger, Signed as SignedView, Witness};
use pages::ledger_week::LedgerWeek;
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
    let backups = app.backups().unwrap_or_default();
    let page = Ledger {
        backed_up: backups.good_at.map(app::written).unwrap_or_default(),
        backup_fault: backups.fault_in(lang).unwrap_or_default().to_owned(),
        frame: scope.frame(Section::Other, vec![crumb(lang.ledger_title(), None)]),
        size: state.size,
        waiting: state.size.saturating_sub(signed.as_ref().map_or(0, |signed| signed.size)),
        signed,
        key: state.key.unwrap_or_default(),
        witnesses: state.witnesses.into_iter().map(witness).collect(),
        last_week: {
            let (year, week) = app.last_week();
            format!("{year}/{week}")
        },
        fault: state.fault.map(|finding| app::ledger::say(finding, lang)).unwrap_or_default(),
        rows: state.lines.into_iter().map(|line| row(line, &register, lang)).collect(),
    };
    Ok(Html(page.html()?))
}

/// Which signed note is asked for.
#[derive(Debug, Deserialize)]
pub struct Size {
    size: Option<u64>,
}

/// GET /so-cai/checkpoint: the last signed note, as witnesses take it; with `?size=N` that of exactly N entries.
pub async fn checkpoint(
    State(app): State<App>,
    cx: Cx,
    size: Result<Query<Size>, axum::extract::rejection::QueryRejection>,
) -> Result<impl IntoResponse, Problem> {
    let found = match size {
        Ok(Query(Size { size: None })) => app.last_checkpoint().await?,
        Ok(Query(Size { size: Some(size) })) => {
            let found = app.checkpoint_of(size).await?;
            return found.map(plain).ok_or_else(|| Problem::Invalid(cx.lang.ledger_no_checkpoint(size)));
        }
        Err(_) => return Err(Problem::Invalid(cx.lang.ledger_wrong_size().to_owned())),
    };
    found.map(plain).ok_or_else(|| Problem::Invalid(cx.lang.ledger_never_signed().to_owned()))
}

/// Which entry is asked for.
#[derive(Debug, Deserialize)]
pub struct Place {
    seq: u64,
}

/// GET /so-cai/inclusion?seq=N: the entry with the proof that it stands in the ledger, as outsiders check it.
pub async fn inclusion(
    State(app): State<App>,
    cx: Cx,
    place: Result<Query<Place>, axum::extract::rejection::QueryRejection>,
) -> Result<impl IntoResponse, Problem> {
    let (seq, found) = match place {
        Ok(Query(Place { seq })) => (seq.to_string(), app.prove_inclusion(seq).await?),
        Err(_) => ("?".to_owned(), None),
    };
    let Some(proof) = found else {
        let size = app.ledger_state().await?.size;
        return Err(Problem::Invalid(cx.lang.ledger_no_entry(seq, size)));
    };
    Ok(plain(proof.to_string()))
}

/// POST /so-cai/cosignature: one of our signed notes with the signature of a witness under it.
pub async fn cosignature(State(app): State<App>, cx: Cx, note: String) -> Result<impl IntoResponse, Problem> {
    let kept = app.take_cosignatures(&note).await.map_err(|problem| match problem {
        // what was handed in is refused; our own ledger is none the worse for it
        app::Problem::Ledger(finding) => Problem::Invalid(app::ledger::say(finding, cx.lang)),
        other => other.into(),
    })?;
    Ok(plain(kept.into_iter().map(|name| name + "\n").collect()))
}

/// GET /so-cai/tuan/{year}/{week}: what closes a week, on a sheet to be signed by hand.
pub async fn week(
    State(app): State<App>,
    scope: Scope,
    Path((year, week)): Path<(i16, i8)>,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let found = app.ledger_week(year, week).await?.ok_or(Problem::NoSuchPage)?;
    let note = found.signed.as_ref().map(|signed| signed.note.lines().map(str::to_owned).collect());
    let before = found.size_before;
    let page = LedgerWeek {
        frame: scope.frame(
            Section::Other,
            vec![crumb(lang.ledger_title(), Some("/so-cai".to_owned())), crumb(&format!("{week}/{year}"), None)],
        ),
        week: found.week,
        year: found.year,
        from: found.from.to_string(),
        to: found.to.to_string(),
        is_over: found.is_over,
        grown: found.signed.as_ref().map_or(0, |signed| signed.size.saturating_sub(before)),
        signed: found.signed.map(signed),
        key: found.key.unwrap_or_default(),
        note: note.unwrap_or_default(),
    };
    Ok(Html(page.html()?))
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

fn witness(one: Witnessed) -> Witness {
    Witness { name: one.name, last: one.last.map(|(size, at)| (size, when(at))) }
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
        what: lang.ledger_row(app::ledger::called(&line.noun, lang), app::ledger::done(&line.act, lang)),
        place: unit.or_else(province).map(domain::units::Version::full_name).unwrap_or_default(),
        document,
    }
}

/// An instant as a clock in Việt Nam shows it.
fn when(at: Timestamp) -> String {
    app::written(at)
}
