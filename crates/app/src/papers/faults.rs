//! What is wrong with an office's own form, in sentences that say where and what to do.

use documents::paper::{Defect, Finding, FormError, LineFault, OfficeError, Refused};
use texts::Lang;

/// Why something of an office was not taken.
pub(super) fn say(refused: &Refused, lang: Lang) -> String {
    match refused {
        Refused::File { name, fault } => lang.papers_file(name, say_office(fault, lang)),
        Refused::Finding(Finding { form, line: Some(line), defect }) => {
            lang.papers_at_line(form, line, say_defect(defect, lang))
        }
        Refused::Finding(Finding { form, line: None, defect }) => lang.papers_at_form(form, say_defect(defect, lang)),
    }
}

fn say_office(fault: &OfficeError, lang: Lang) -> String {
    match fault {
        OfficeError::Shape(FormError::TooLong { bytes }) => {
            lang.papers_too_long(bytes, documents::paper::FORM_BYTES_MAX)
        }
        OfficeError::Shape(FormError::Shape { line, message }) => lang.papers_shape(line, message.trim()),
        OfficeError::Text { office, fault } => format!("{office}: {}", say_line(fault, lang)),
        OfficeError::FirstLine(value) => lang.papers_first_line(value),
        OfficeError::NoFreeWords => lang.papers_no_free_words().to_owned(),
        OfficeError::Measure { what, value, least, most } => lang.papers_measure(what, value, least, most),
    }
}

fn say_defect(defect: &Defect, lang: Lang) -> String {
    match defect {
        Defect::Line(fault) => say_line(fault, lang),
        Defect::Missing(key) => lang.papers_missing(key.key()),
        Defect::UnknownOffice(name) => lang.papers_unknown_office(name),
        Defect::BodySize(size) => lang.papers_body_size(size),
        Defect::Forbidden { what, regime, citation } => lang.papers_forbidden(regime, what, citation),
        Defect::Unsigned => lang.papers_unsigned().to_owned(),
    }
}

fn say_line(fault: &LineFault, lang: Lang) -> String {
    match fault {
        LineFault::UnknownKey(name) => say_unknown(name, documents::paper::nearest(name), lang),
        LineFault::UnknownRows(name) => lang.papers_unknown_rows(name),
        LineFault::UnknownColumn(name) => lang.papers_unknown_column(name),
        LineFault::UnknownPart(name) => lang.papers_unknown_part(name),
        LineFault::NotClosed => lang.papers_not_closed().to_owned(),
        LineFault::Columns => lang.papers_columns().to_owned(),
        LineFault::NotAChoice(name) => lang.papers_not_a_choice(name),
        LineFault::NotWords(name) => lang.papers_not_words(name),
    }
}

/// A placeholder that is not in the list, with the one that is most like it.
pub(super) fn say_unknown(name: &str, nearest: Option<&str>, lang: Lang) -> String {
    match nearest {
        Some(nearest) => lang.papers_unknown_key_near(name, nearest),
        None => lang.papers_unknown_key(name),
    }
}
