//! One file of an office before it is in use: a form or letterhead in TOML, or a template of a word processor. Every fault
//! is told with its place, what stands there, and what to do.

use documents::paper::{Defect, Finding, Forms, Outside, Refused, sample};
use documents::template::{self, Fault, LayoutFault, Template};
use jiff::civil::Date;
use texts::Lang;

use super::{SHIPPED, faults};
use crate::problem::Problem;

/// Something to be said about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whether the file cannot be used as it is; otherwise it is only said.
    pub fault: bool,
    /// What kind of fault, for programs: `unknown_placeholder`.
    pub code: &'static str,
    /// The line of a TOML file, from 1.
    pub line: Option<usize>,
    /// The part of a word processor's file.
    pub part: Option<String>,
    /// The paragraph of that part, from 1.
    pub paragraph: Option<usize>,
    /// In a sentence, with its place and what to do.
    pub said: String,
}

impl Told {
    fn fault(code: &'static str, said: String) -> Self {
        Self { fault: true, code, line: None, part: None, paragraph: None, said }
    }
}

/// What is wrong with a file: its name without folders and with its ending, and its bytes. Empty where nothing is.
pub fn lint(name: &str, bytes: &[u8], lang: Lang) -> Result<Vec<Told>, Problem> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if ending.eq_ignore_ascii_case("toml") {
        return lint_form(stem, bytes, lang);
    }
    match Template::read(bytes) {
        Err(refused) => Ok(vec![Told::fault("refused", say_refused(&refused, lang))]),
        Ok(template) => {
            let forms = shipped()?;
            Ok(template.check(forms, Some(stem)).iter().map(|finding| tell(finding, lang)).collect())
        }
    }
}

/// A template filled with a person who does not exist, labelled so. The file is refused as [`lint`] refuses it.
pub fn preview_template(bytes: &[u8], today: Date, lang: Lang) -> Result<Result<Vec<u8>, String>, Problem> {
    let template = match Template::read(bytes) {
        Ok(template) => template,
        Err(refused) => return Ok(Err(say_refused(&refused, lang))),
    };
    let values = sample().map_err(Problem::fault)?;
    let warning = Some(Lang::Vi.papers_fictitious().to_owned());
    let outside = Outside { made_on: today, warning, notes: Vec::new() };
    let filled = template.fill(&values, shipped()?.letterhead(), &outside).map_err(Problem::fault)?;
    Ok(Ok(filled.docx))
}

fn shipped() -> Result<&'static Forms, Problem> {
    SHIPPED.as_ref().map_err(|fault| Problem::fault(fault.clone()))
}

fn lint_form(stem: &str, bytes: &[u8], lang: Lang) -> Result<Vec<Told>, Problem> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(fault) => {
            let line = bytes.iter().take(fault.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
            let said = lang.document_not_utf8(line);
            return Ok(vec![Told { line: Some(line), ..Told::fault("not_utf8", said) }]);
        }
    };
    // heads of offices stand in one file, whatever it is called here
    let name = if text.contains("[office.") { "letterhead" } else { stem };
    let (_, refused) = Forms::of_office(&[(name.to_owned(), text.to_owned())]).map_err(Problem::fault)?;
    let told = refused
        .iter()
        .map(|refused| Told { line: line_of(refused), ..Told::fault(code_of(refused), faults::say(refused, lang)) });
    Ok(told.collect())
}

fn line_of(refused: &Refused) -> Option<usize> {
    match refused {
        Refused::Finding(finding) => finding.line,
        Refused::File { fault, .. } => fault.line(),
    }
}

const fn code_of(refused: &Refused) -> &'static str {
    match refused {
        Refused::File { .. } => "not_read",
        Refused::Finding(Finding { defect, .. }) => match defect {
            Defect::Line(fault) => fault.code(),
            Defect::Missing(_) => "missing_placeholder",
            Defect::UnknownOffice(_) => "unknown_office",
            Defect::BodySize(_) => "body_size",
            Defect::Forbidden { .. } => "forbidden_words",
            Defect::Unsigned => "unsigned",
        },
    }
}

fn tell(finding: &template::Finding, lang: Lang) -> Told {
    let (code, said) = say_fault(&finding.fault, lang);
    let place = finding.place.as_ref();
    let said = match place {
        Some(place) => lang.document_at(&place.part, place.paragraph, said),
        None => said,
    };
    Told {
        fault: !finding.fault.is_warning(),
        code,
        line: None,
        part: place.map(|place| place.part.clone()),
        paragraph: place.map(|place| place.paragraph),
        said,
    }
}

fn say_fault(fault: &Fault, lang: Lang) -> (&'static str, String) {
    match fault {
        Fault::Unknown { name, nearest } => ("unknown_placeholder", faults::say_unknown(name, *nearest, lang)),
        Fault::NotClosed { after } => ("not_closed", lang.document_not_closed(after)),
        Fault::NotWords(name) => ("not_words", lang.document_not_words(name)),
        Fault::Missing(key) => ("missing_placeholder", lang.papers_missing(key.key())),
        Fault::Forbidden { what, regime, citation } => {
            ("forbidden_words", lang.papers_forbidden(regime, what, citation))
        }
        Fault::Layout(fault) => say_layout(fault, lang),
    }
}

fn say_layout(fault: &LayoutFault, lang: Lang) -> (&'static str, String) {
    match fault {
        LayoutFault::Sheet { width_mm, height_mm } => ("sheet", lang.document_sheet(width_mm, height_mm)),
        LayoutFault::Margin { side, value_mm, least, most } => {
            let side = match *side {
                "top" => lang.document_top(),
                "bottom" => lang.document_bottom(),
                "left" => lang.document_left(),
                _ => lang.document_right(),
            };
            ("margin", lang.document_margin(side, value_mm, least, most))
        }
        LayoutFault::Font(face) => ("font", lang.document_font(face)),
        LayoutFault::BodySize { half_points } => {
            let half = if half_points % 2 == 0 { "" } else { ",5" };
            ("body_size", lang.document_body_size(format!("{}{half}", half_points / 2)))
        }
        LayoutFault::NoState => ("state_name", lang.document_no_state().to_owned()),
        LayoutFault::NoMotto => ("motto", lang.document_no_motto().to_owned()),
        LayoutFault::NoPageNumber => ("page_number", lang.document_no_page_number().to_owned()),
        LayoutFault::FirstPageNumber => ("first_page_number", lang.document_first_page_number().to_owned()),
    }
}

fn say_refused(refused: &template::Refused, lang: Lang) -> String {
    use documents::sheet::SheetError;
    use template::Refused as Of;
    match refused {
        Of::Container(SheetError::MacroWorkbook { entry }) => lang.document_macro(entry),
        Of::Container(SheetError::Encrypted) => lang.document_encrypted().to_owned(),
        Of::Container(SheetError::TooBig { limit, actual }) => lang.document_too_big(actual, limit),
        Of::Container(SheetError::ZipBomb { entry, limit, .. }) => lang.document_bomb(entry, limit),
        Of::Container(SheetError::Truncated { .. }) => lang.document_cut_off().to_owned(),
        Of::Embedded { part } => lang.document_embedded(part),
        Of::Remote { part, target } => lang.document_remote(part, target),
        Of::Field { part, field } => lang.document_field(part, field),
        Of::Broken { part, .. } | Of::Container(SheetError::Malformed { part, .. }) => lang.document_broken(part),
        Of::Container(_) | Of::NotADocument => lang.document_no_document().to_owned(),
    }
}
