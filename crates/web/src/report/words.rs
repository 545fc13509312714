//! Reports in words.

use app::reports::{Catalog, say_measured, say_state, say_why};
use programme::indicators::{Indicator, Measured, Origin};
use programme::reports::{Cell, Fell, Moved, ReportAct, State};
use texts::Lang;

pub use crate::case::words::day;

/// How a report stands; none is one that nobody began.
pub fn state(lang: Lang, state: Option<State>) -> &'static str {
    state.map_or_else(|| lang.reports_not_begun_word(), |state| say_state(state, lang))
}

/// Why a version does not count.
pub fn fell(lang: Lang, fell: Fell) -> String {
    match fell {
        Fell::Withdrawn { on } => lang.reports_version_withdrawn(day(lang, on)),
        Fell::Returned { on, due } => lang.reports_version_returned(day(lang, on), day(lang, due)),
    }
}

/// An act that was done.
pub fn done(lang: Lang, act: &ReportAct) -> &'static str {
    match act {
        ReportAct::Open { .. } => lang.reports_act_open(),
        ReportAct::Assemble { .. } => lang.reports_act_assemble(),
        ReportAct::Consolidate { .. } => lang.reports_act_consolidate(),
        ReportAct::Fill { .. } => lang.reports_past_fill(),
        ReportAct::Quote { .. } => lang.reports_past_quote(),
        ReportAct::Enter { .. } => lang.reports_act_enter(),
        ReportAct::Bring { .. } => lang.reports_act_import(),
        ReportAct::Differ { .. } => lang.reports_act_differ(),
        ReportAct::Agree { .. } => lang.reports_act_agree(),
        ReportAct::Excuse { .. } => lang.reports_past_excuse(),
        ReportAct::NothingChanged { .. } => lang.reports_act_nothing_changed(),
        ReportAct::NameSigner { .. } => lang.reports_act_name_signer(),
        ReportAct::Submit {} => lang.reports_act_submit(),
        ReportAct::Withdraw { .. } => lang.reports_act_withdraw(),
        ReportAct::Return { .. } => lang.reports_act_return(),
        ReportAct::Approve { .. } => lang.reports_act_approve(),
        ReportAct::Lock {} => lang.reports_act_lock(),
        ReportAct::ProposeAmendment { .. } => lang.reports_act_propose_amendment(),
        ReportAct::KeepVersion { .. } => lang.reports_act_keep_version(),
        ReportAct::Amend { .. } => lang.reports_act_amend(),
    }
}

/// Where a figure comes from.
pub fn source(lang: Lang, indicator: &Indicator, cell: Option<&Cell>) -> String {
    if let Some(source) = cell.and_then(|cell| cell.figure.source.as_deref()) {
        return lang.reports_source_typed(source);
    }
    if cell.is_some_and(|cell| !cell.figure.units.is_empty()) {
        return lang.reports_source_below().to_owned();
    }
    match indicator.origin {
        Origin::Counts(_) | Origin::Flows(..) => lang.reports_source_files(),
        Origin::Facts(_) | Origin::Result | Origin::Verdict(_) => lang.reports_source_facts(),
        Origin::Communes => lang.reports_source_units(),
        Origin::Parts => lang.reports_source_parts(),
        Origin::Tasks(_) => lang.reports_source_tasks(),
        Origin::Plans(_) | Origin::Target { .. } => lang.reports_source_plans(),
        Origin::Funds(_) => lang.reports_source_funds(),
        Origin::Typed => lang.reports_why_not_typed(),
    }
    .to_owned()
}

/// Figures that say something else than before, in one line.
pub fn differing(lang: Lang, differing: &[Moved]) -> String {
    let indicators = app::reports::Catalog::shipped().ok().map(|catalog| &catalog.indicators);
    let one = |one: &Moved| {
        let indicator = indicators.and_then(|known| known.get(&one.indicator));
        moved(lang, indicator, &one.was, &one.is, &one.indicator)
    };
    differing.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The difference of two whole numbers; nothing where one is not known.
pub fn change(now: Option<&Measured>, before: Option<&Measured>) -> String {
    let number = |measured: Option<&Measured>| measured.and_then(Measured::whole);
    let Some(difference) = number(now).zip(number(before)).map(|(now, before)| now.saturating_sub(before)) else {
        return String::new();
    };
    match difference {
        0 => "=".to_owned(),
        more if more > 0 => format!("+{}", domain::numbers::show_count(more)),
        less => format!("−{}", domain::numbers::show_count(less.saturating_abs())),
    }
}

/// Why there is no figure, or that it is a part.
pub fn remark(lang: Lang, measured: Option<&Measured>) -> String {
    match measured {
        Some(Measured::Unknown { why }) => say_why(*why, lang).to_owned(),
        Some(Measured::Partial { have, all, .. }) => lang.reports_partial_short(have, all),
        _ => String::new(),
    }
}

/// All figures that moved, one after the other: from what to what.
pub fn all_moved(lang: Lang, catalog: &Catalog, of: &[Moved]) -> String {
    let one = |one: &Moved| {
        let indicator = catalog.indicators.get(&one.indicator);
        moved(lang, indicator, &one.was, &one.is, &one.indicator)
    };
    of.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Figures that moved, in one line each.
pub fn moved(lang: Lang, indicator: Option<&Indicator>, was: &Measured, is: &Measured, id: &str) -> String {
    let Some(indicator) = indicator else { return id.to_owned() };
    format!("{}: {} → {}", indicator.title, say_measured(indicator, was, lang), say_measured(indicator, is, lang))
}

/// A period of reports as people call it: `2026-Q3` is `Quý III 2026`. One that no calendar knows stands as it is kept.
pub fn period(app: &app::App, id: &str) -> String {
    let Ok(calendars) = app.calendars() else { return id.to_owned() };
    let found = calendars.all().iter().find_map(|calendar| calendar.period(id, calendars.working()));
    found.map_or_else(|| id.to_owned(), |owed| format!("{} {}", owed.title, owed.year))
}
