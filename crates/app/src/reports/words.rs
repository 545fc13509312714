//! Figures, states and refusals in words.

use domain::numbers::{show_area, show_count};
use programme::indicators::{Indicator, Indicators, Kind, Measured, Why};
use programme::reports::{Capacity, Cell, Gap, Misfit, Moved, Refusal, State};
use texts::Lang;

use crate::calendars::shown_day;

/// A number in the unit of its indicator: `12 người`.
fn counted(indicator: &Indicator, value: i64) -> String {
    let number = if indicator.kind == Kind::Area { show_area(value) } else { show_count(value) };
    if indicator.unit.is_empty() { number } else { format!("{number} {}", indicator.unit) }
}

/// A share with both its numbers.
fn share(numerator: i64, denominator: i64, lang: Lang) -> String {
    let Some(hundredths) = Measured::hundredths(numerator, denominator) else {
        return lang.reports_nobody_to_count(denominator);
    };
    let percent = format!("{},{:02}%", hundredths / 100, hundredths % 100);
    lang.reports_share(show_count(numerator), show_count(denominator), percent)
}

/// What a figure comes to.
pub fn say_measured(indicator: &Indicator, measured: &Measured, lang: Lang) -> String {
    match measured {
        Measured::Count { value } => counted(indicator, *value),
        Measured::Share { numerator, denominator } => share(*numerator, *denominator, lang),
        Measured::Choice { key } => indicator.choice(key).unwrap_or(key).to_owned(),
        Measured::Text { text } => text.clone(),
        Measured::Day { day } => shown_day(*day),
        Measured::Partial { value, denominator, have, all } => {
            let shown = match denominator {
                Some(denominator) => share(*value, *denominator, lang),
                None => counted(indicator, *value),
            };
            lang.reports_partial(shown, have, all)
        }
        Measured::Unknown { why: Why::Withheld } => lang.reports_withheld().to_owned(),
        Measured::Unknown { .. } => lang.reports_unknown().to_owned(),
    }
}

/// A figure as a report says it: a stated one beside the computed one, with its reason.
pub fn say_figure(indicator: &Indicator, cell: Option<&Cell>, lang: Lang) -> String {
    let Some(cell) = cell else { return lang.reports_unknown().to_owned() };
    let said = say_measured(indicator, cell.said(), lang);
    match &cell.difference {
        None => said,
        Some(difference) => {
            lang.reports_differs(said, say_measured(indicator, &cell.figure.value, lang), &difference.reason)
        }
    }
}

/// Why there is no figure.
pub const fn say_why(why: Why, lang: Lang) -> &'static str {
    match why {
        Why::NoFiles => lang.reports_why_no_files(),
        Why::NotRecorded => lang.reports_why_not_recorded(),
        Why::Disputed => lang.reports_why_disputed(),
        Why::NotCounted => lang.reports_why_not_counted(),
        Why::NoLaw => lang.reports_why_no_law(),
        Why::Undetermined => lang.reports_why_undetermined(),
        Why::Ask => lang.reports_why_ask(),
        Why::NoReports => lang.reports_why_no_reports(),
        Why::NotTyped => lang.reports_why_not_typed(),
        Why::NotOpened => lang.reports_why_not_opened(),
        Why::Withheld => lang.reports_why_withheld(),
    }
}

/// How a report stands.
pub const fn say_state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Draft => lang.reports_state_draft(),
        State::Submitted => lang.reports_state_submitted(),
        State::Returned => lang.reports_state_returned(),
        State::Approved => lang.reports_state_approved(),
        State::Locked => lang.reports_state_locked(),
    }
}

fn title<'i>(indicators: Option<&'i Indicators>, id: &'i str) -> &'i str {
    indicators.and_then(|known| known.get(id)).map_or(id, |indicator| indicator.title.as_str())
}

/// What figures are called, without what they come to: who reads it may not be told every number.
pub(super) fn titles(moved: &[Moved]) -> String {
    let known = super::Catalog::shipped().ok().map(|catalog| &catalog.indicators);
    moved.iter().map(|one| title(known, &one.indicator)).collect::<Vec<_>>().join("; ")
}

/// What a place for words is called: the heading of its section in the first form that has it.
fn place_title(place: &str) -> &str {
    let forms = super::Catalog::shipped().map(|catalog| catalog.forms.all()).unwrap_or_default();
    forms.iter().map(|form| form.place(place)).find(|title| *title != place).unwrap_or(place)
}

/// What a report lacks.
pub fn say_gap(gap: &Gap, indicators: Option<&Indicators>, lang: Lang) -> String {
    match gap {
        Gap::NotAssembled => lang.reports_gap_not_assembled().to_owned(),
        Gap::Figure(id) => lang.reports_gap_figure(title(indicators, id)),
        Gap::Narrative(place) => lang.reports_gap_narrative(place_title(place)),
        Gap::Rule { rule, left, right } => lang.reports_gap_rule(rule, show_count(*left), show_count(*right)),
    }
}

/// In which capacity a paper is signed.
pub const fn say_capacity(capacity: Capacity, lang: Lang) -> &'static str {
    match capacity {
        Capacity::Head => lang.reports_capacity_head(),
        Capacity::Acting => lang.reports_capacity_acting(),
        Capacity::Deputy => lang.reports_capacity_deputy(),
        Capacity::ByOrder => lang.reports_capacity_by_order(),
        Capacity::Empowered => lang.reports_capacity_empowered(),
    }
}

/// A place of an act as its form calls it.
fn place(place: &str, lang: Lang) -> &str {
    match place {
        "reason" => lang.reports_i_reason(),
        "note" => lang.reports_i_note(),
        "source" => lang.reports_i_source(),
        "excerpt" => lang.reports_i_excerpt(),
        "comment" => lang.reports_col_comment(),
        "body" => lang.reports_i_body(),
        "figures" => lang.reports_figures(),
        "signer_name" => lang.reports_i_signer_name(),
        "signer_post" => lang.reports_i_signer_post(),
        "signer_rank" => lang.reports_i_signer_rank(),
        other => other,
    }
}

/// Why something cannot be done with a report.
pub fn say_refusal(refusal: &Refusal, lang: Lang) -> String {
    let known = super::Catalog::shipped().ok().map(|catalog| &catalog.indicators);
    let named = |id: &str| title(known, id).to_owned();
    match refusal {
        Refusal::Begun { period } => lang.reports_begun(period),
        Refusal::NotBegun => lang.reports_not_begun().to_owned(),
        Refusal::NotOpen { period, opens } => lang.reports_not_open(period, shown_day(*opens)),
        Refusal::Stands { state } => lang.reports_stands(say_state(*state, lang)),
        Refusal::NoPlace { place } => lang.reports_no_place(place),
        Refusal::Twice { indicator } => lang.reports_twice(named(indicator)),
        Refusal::NotWorkedOut { indicator } => lang.reports_not_worked_out(named(indicator)),
        Refusal::Computed { indicator } => lang.reports_computed(named(indicator)),
        Refusal::Typed { indicator } => lang.reports_typed(named(indicator)),
        Refusal::Overwritten { indicator } => lang.reports_overwritten(named(indicator)),
        Refusal::Same { indicator } => lang.reports_same(named(indicator)),
        Refusal::Empty { place: at } => lang.reports_empty(place(at, lang)),
        Refusal::TooLong { place: at, chars, most } => lang.reports_too_long(place(at, lang), chars, most),
        Refusal::Gaps { gaps } => {
            let said: Vec<String> = gaps.iter().map(|gap| say_gap(gap, known, lang)).collect();
            lang.reports_gaps(said.join(" · "))
        }
        Refusal::OwnReport => lang.reports_own_report().to_owned(),
        Refusal::DueIsOver { due } => lang.reports_due_is_over(shown_day(*due)),
        Refusal::NothingMoved => lang.reports_nothing_moved().to_owned(),
        Refusal::NotSubmittedSo { indicator } => lang.reports_not_submitted_so(named(indicator)),
        Refusal::Ahead { indicator, as_of } => lang.reports_ahead(named(indicator), shown_day(*as_of)),
        Refusal::Backwards { on, last } => lang.reports_backwards(shown_day(*on), shown_day(*last)),
    }
}

/// Why a value that was brought in is not taken.
pub(super) fn say_misfit(misfit: &Misfit, lang: Lang) -> String {
    match misfit {
        Misfit::Indicator { place, value, nearest: Some(nearest) } => {
            lang.reports_misfit_indicator_near(place, value, nearest)
        }
        Misfit::Indicator { place, value, nearest: None } => lang.reports_misfit_indicator(place, value),
        Misfit::Unit { place, value } => lang.reports_misfit_unit(place, value),
        Misfit::Period { place, value } => lang.reports_misfit_period(place, value),
        Misfit::Value { place, indicator, value, .. } => lang.reports_misfit_value(place, value, indicator),
        Misfit::Twice { place, indicator, unit } => lang.reports_misfit_twice(place, indicator, unit),
    }
}
