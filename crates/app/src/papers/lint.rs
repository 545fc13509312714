//! One file of an office before it is in use: a form or letterhead in TOML, or a template of a word processor. Every fault
//! is told with its place, what stands there, and what to do.

use std::collections::{BTreeMap, BTreeSet};

use documents::official::{Block, Issuer, Official, Row, Table, TableColumn, heading, paragraph};
use documents::paper::{Defect, Finding, Forms, Letterhead, Outside, Paper, Refused, Values, sample};
use documents::template::{self, Fault, Filling, LayoutFault, Purpose, Slot, Template};
use jiff::civil::Date;
use texts::Lang;

use super::{SHIPPED, faults};
use crate::issued::Kind;
use crate::problem::Problem;
use crate::reports::Catalog;
use crate::templates::{EVERYTHING, POLICE};

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

/// What a look at a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linted {
    /// What is to be said about it; empty where nothing is.
    pub told: Vec<Told>,
    /// The paper that it was held against: the one that was named, or the one that the file is called after. None where
    /// neither says; then only what no paper has was looked for.
    pub against: Option<String>,
    /// Where no paper was named: every one that the file serves as it is.
    pub serves: Vec<String>,
    /// Where it serves none: the form that lacks least, and which placeholders it lacks.
    pub nearest: Option<(String, Vec<&'static str>)>,
}

/// What is wrong with a file: its name without folders and with its ending, and its bytes; `paper` is what it is meant to
/// be: a form of files, a report, a document, or [`crate::templates::EVERYTHING`]. `Ok(None)` where there is no such
/// paper.
pub fn lint(name: &str, bytes: &[u8], paper: Option<&str>, lang: Lang) -> Result<Option<Linted>, Problem> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let forms = shipped()?;
    if ending.eq_ignore_ascii_case("toml") {
        let told = lint_form(paper.unwrap_or(stem), bytes, lang)?;
        let known = paper.is_none_or(|paper| forms.get(paper).is_some());
        return Ok(known.then(|| Linted {
            told,
            against: Some(paper.unwrap_or(stem).to_owned()),
            ..Linted::default()
        }));
    }
    let template = match Template::read(bytes) {
        Ok(template) => template,
        Err(refused) => {
            let told = vec![Told::fault("refused", say_refused(&refused, lang))];
            return Ok(Some(Linted { told, ..Linted::default() }));
        }
    };
    let tell_all = |found: Vec<template::Finding>| found.iter().map(|finding| tell(finding, lang)).collect();
    let named = paper.or_else(|| Some(stem).filter(|stem| forms.get(stem).is_some()));
    if let Some(named) = named {
        let Some(figures) = figures_of(named)? else { return Ok(None) };
        let purpose = forms.get(named).map_or(Purpose::Document(&figures), |form| Purpose::Form(&form.id));
        let told = tell_all(template.check(forms, purpose));
        return Ok(Some(Linted { told, against: Some(named.to_owned()), ..Linted::default() }));
    }
    let told = tell_all(template.check(forms, Purpose::Any));
    let (serves, nearest) = guess(&template, forms)?;
    Ok(Some(Linted { told, against: None, serves, nearest }))
}

/// The figures that a paper can name; none where there is no such paper.
fn figures_of(paper: &str) -> Result<Option<BTreeSet<String>>, Problem> {
    let catalog = Catalog::shipped()?;
    let Some(form) = catalog.forms.get(paper) else {
        let documents = Kind::ALL.into_iter().map(Kind::key).chain([EVERYTHING, POLICE]);
        let known = shipped()?.get(paper).is_some() || documents.into_iter().any(|known| known == paper);
        return Ok(known.then(BTreeSet::new));
    };
    let figures = form.periods.iter().flat_map(|period| catalog.of_form(form, period)).map(|one| one.id.clone());
    Ok(Some(figures.collect()))
}

/// Every paper that a file could be used for.
pub fn papers_known() -> Result<Vec<String>, Problem> {
    let reports = Catalog::shipped()?.forms.all().iter().map(|form| form.id.clone());
    let documents =
        Kind::ALL.into_iter().map(|kind| kind.key().to_owned()).chain([EVERYTHING, POLICE].map(str::to_owned));
    Ok(shipped()?.all().iter().map(|form| form.id.clone()).chain(reports).chain(documents).collect())
}

/// Which papers a template serves without a fault, and where it serves none, which form of files lacks least.
fn guess(template: &Template, forms: &Forms) -> Result<Guess, Problem> {
    let (mut serves, mut nearest): Guess = (Vec::new(), None);
    // a form that asks for nothing says nothing about a file
    let asks = |paper: &String| forms.get(paper).is_none_or(|form| form.required().next().is_some());
    for paper in papers_known()?.into_iter().filter(asks) {
        let figures = figures_of(&paper)?.unwrap_or_default();
        let purpose = forms.get(&paper).map_or(Purpose::Document(&figures), |form| Purpose::Form(&form.id));
        let faults: Vec<Fault> =
            template.check(forms, purpose).into_iter().map(|found| found.fault).filter(|f| !f.is_warning()).collect();
        let lacking = |fault: &Fault| if let Fault::Missing(key) = fault { Some(key.key()) } else { None };
        let lacks: Option<Vec<&'static str>> = faults.iter().map(lacking).collect();
        match lacks {
            Some(lacks) if lacks.is_empty() => serves.push(paper),
            // a file without a single placeholder of a form is near to none of them
            Some(lacks) if forms.get(&paper).is_some_and(|form| lacks.len() < form.required().count()) => {
                let nearer = nearest.as_ref().is_none_or(|(_, known)| lacks.len() < known.len());
                nearest = if nearer { Some((paper, lacks)) } else { nearest };
            }
            _ => {}
        }
    }
    Ok(if serves.is_empty() { (serves, nearest) } else { (serves, None) })
}

/// Papers that a template serves, and else the nearest form with what it lacks.
type Guess = (Vec<String>, Option<(String, Vec<&'static str>)>);

/// What is wrong with a template for its purpose, by the forms in use.
pub(crate) fn lint_template(bytes: &[u8], forms: &Forms, purpose: Purpose<'_>, lang: Lang) -> Vec<Told> {
    match Template::read(bytes) {
        Err(refused) => vec![Told::fault("refused", say_refused(&refused, lang))],
        Ok(template) => template.check(forms, purpose).iter().map(|finding| tell(finding, lang)).collect(),
    }
}

/// A template filled with a person who does not exist, labelled so. The file is refused as [`lint`] refuses it.
pub fn preview_template(bytes: &[u8], today: Date, lang: Lang) -> Result<Result<Vec<u8>, String>, Problem> {
    let template = match Template::read(bytes) {
        Ok(template) => template,
        Err(refused) => return Ok(Err(say_refused(&refused, lang))),
    };
    let values = sample().map_err(Problem::fault)?;
    let letterhead = shipped()?.letterhead();
    let outside = Outside { made_on: today, warning: Some(Lang::Vi.papers_fictitious().to_owned()), notes: Vec::new() };
    let paper = sample_document(&values, letterhead, today);
    let (paper, figures) = (Some(&paper), &BTreeMap::new());
    let filling = Filling { values: &values, paper, figures, letterhead, outside: &outside };
    Ok(Ok(template.pour(filling).map_err(Problem::fault)?.docx))
}

/// A document that nobody issued: a heading, some words, a table.
fn sample_document(values: &Values, letterhead: &Letterhead, today: Date) -> Paper {
    let vi = Lang::Vi;
    let issuer = Issuer::of(letterhead, "council", values).unwrap_or_default();
    let signing = issuer.signing(false, None, None);
    let column = |title: &str, width| TableColumn::new(title, width, documents::official::Align::Left);
    let table = Table {
        columns: vec![column(vi.document_sample_line(), 60), column(vi.document_sample_figure(), 40)],
        rows: vec![Row::new([vi.document_sample_people().into(), documents::official::Cell::Whole(12)])],
        ..Table::default()
    };
    let blocks = vec![
        heading(1, format!("I. {}", vi.document_sample_heading())),
        paragraph(vi.document_sample_words().to_owned()),
        Block::Table(table),
    ];
    let official = Official {
        blocks,
        signatures: vec![signing],
        recipients: vec![vi.document_sample_recipient().to_owned()],
        filed: Some("VT".to_owned()),
        ..Official::new(issuer, Some(vi.reports_kind()), "BC-UBND", vi.document_sample_subject(), today)
    };
    official.paper(letterhead)
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
        Fault::NoPlace(slot) => ("missing_place", lang.document_no_place(slot.key(), say_place(*slot, lang))),
        Fault::NotAlone(slot) => ("not_alone", lang.document_not_alone(slot.key())),
        Fault::Twice(slot) => ("place_twice", lang.document_place_twice(slot.key())),
        Fault::NotHere(name) => ("not_here", lang.document_not_here(name)),
        Fault::Forbidden { what, regime, citation } => {
            ("forbidden_words", lang.papers_forbidden(regime, what, citation))
        }
        Fault::Layout(fault) => say_layout(fault, lang),
    }
}

const fn say_place(slot: Slot, lang: Lang) -> &'static str {
    match slot {
        Slot::Parent => lang.document_place_parent(),
        Slot::Body => lang.document_place_body(),
        Slot::Number => lang.document_place_number(),
        Slot::PlaceDate => lang.document_place_date(),
        Slot::Kind => lang.document_place_kind(),
        Slot::Subject => lang.document_place_subject(),
        Slot::About => lang.document_place_about(),
        Slot::Content => lang.document_place_content(),
        Slot::Recipients => lang.document_place_recipients(),
        Slot::Signature => lang.document_place_signature(),
    }
}

/// Places of a frame with what stands there, for who writes one.
pub fn places(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Slot::ALL.iter().map(|slot| (slot.key(), say_place(*slot, lang))).collect()
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
