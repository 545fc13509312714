//! Registers in sentences.

use app::series::SeriesFault;
use programme::series::{SeriesAct, SeriesRefusal, Use};
use programme::tasks::wording::WordingFault;
use texts::Lang;

/// What has a number.
pub fn used(lang: Lang, used: &Use) -> String {
    match used {
        Use::Document { symbol, subject, .. } => lang.series_said_document(symbol, subject),
        Use::Outside { subject } => lang.series_said_outside(subject),
        Use::Void { reason } => lang.series_said_void(reason),
    }
}

/// An act by its name.
pub const fn act(lang: Lang, act: &SeriesAct) -> &'static str {
    match act {
        SeriesAct::Open { .. } => lang.series_past_open(),
        SeriesAct::Take { .. } => lang.series_past_take(),
        SeriesAct::Outside { .. } => lang.series_past_outside(),
        SeriesAct::Void { .. } => lang.series_past_void(),
    }
}

/// Why a register was not written in.
pub fn fault(lang: Lang, fault: &SeriesFault) -> String {
    let day = |on: &jiff::civil::Date| super::day(lang, *on);
    match fault {
        SeriesFault::Work(fault) => fault.say(lang, |of| refusal(lang, of)),
        SeriesFault::Ahead { on, today } => lang.series_refused_ahead(day(on), day(today)),
        SeriesFault::OtherBody { body, own } if own.is_empty() => lang.series_refused_no_body(body),
        SeriesFault::OtherBody { body, own } => lang.series_refused_body(body, own.join("; ")),
        SeriesFault::Numbered { number, on } => lang.series_refused_numbered(super::written(*number), day(on)),
    }
}

/// Why something was not entered.
pub fn refusal(lang: Lang, refusal: &SeriesRefusal) -> String {
    let day = |on: &jiff::civil::Date| super::day(lang, *on);
    match refusal {
        SeriesRefusal::Text { field, fault } => lang.series_refused_text(called(lang, field), wording(lang, *fault)),
        SeriesRefusal::Order => lang.series_refused_order().to_owned(),
        SeriesRefusal::OtherYear { on, year } => lang.series_refused_year(day(on), year),
        SeriesRefusal::Backdated { last, .. } => lang.series_refused_backdated(day(last)),
        SeriesRefusal::NoSuchNumber { number, last } => lang.series_refused_number(number, last),
        SeriesRefusal::Given { last } => lang.series_refused_given(last),
        SeriesRefusal::Voided { number } => lang.series_refused_void(number),
    }
}

fn called(lang: Lang, field: &str) -> &'static str {
    match field {
        "body" => lang.series_field_body(),
        "symbol" => lang.series_field_symbol(),
        "reason" => lang.series_field_reason(),
        _ => lang.series_field_subject(),
    }
}

fn wording(lang: Lang, fault: WordingFault) -> String {
    match fault {
        WordingFault::Empty => lang.series_text_empty().to_owned(),
        WordingFault::Long { chars, max } => lang.series_text_long(chars, max),
        WordingFault::Form => lang.series_text_form().to_owned(),
        WordingFault::PersonalNumber { digits } => lang.series_text_personal(digits),
    }
}
