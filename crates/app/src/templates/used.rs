//! Printing with an office's template: found, filled, and named on the paper.

use std::collections::BTreeMap;

use documents::paper::{Outside, Paper, Values};
use documents::template::{self, Filled, Filling};
use domain::units::UnitId;
use jiff::civil::Date;
use programme::templates::{Template, Version};
use texts::Lang;

use super::{papers_of, read, work_id};
use crate::app::App;
use crate::calendars::shown_day;
use crate::problem::Problem;

/// Papers are written in the language of the law.
const VI: Lang = Lang::Vi;

/// The template that a paper was printed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its version.
    pub version: u32,
    /// Since when it is there.
    pub on: Date,
    /// What its file is called.
    pub name: String,
    /// Whether the whole document is poured into it, so that its words are those of the program.
    pub frame: bool,
}

impl Used {
    /// As a paper names it in its small print.
    pub fn note(&self) -> String {
        VI.templates_note(self.version, &self.name, shown_day(self.on))
    }

    /// What a PDF says, which no template shapes.
    pub fn pdf_note(&self) -> String {
        VI.templates_note_pdf_only(self.version)
    }
}

/// A template ready to be filled.
pub(crate) struct Ready {
    pub used: Used,
    template: template::Template,
}

impl Ready {
    fn of(version: &Version) -> Result<Self, Problem> {
        let template = read(&version.file)?;
        let used = Used {
            version: version.number,
            on: version.on,
            name: version.file.name.clone(),
            frame: template.is_frame(),
        };
        Ok(Self { used, template })
    }

    /// Fills it with a document, and what is known of a person's file.
    pub fn pour(
        &self,
        paper: &Paper,
        values: &Values,
        figures: &BTreeMap<String, String>,
        letterhead: &documents::paper::Letterhead,
    ) -> Result<Filled, Problem> {
        let notes = paper.notes.iter().cloned().chain([self.used.note()]).collect();
        let outside = Outside { made_on: paper.made_on, warning: paper.warning.clone(), notes };
        let filling = Filling { values, paper: Some(paper), figures, letterhead, outside: &outside };
        self.template.pour(filling).map_err(Problem::fault)
    }
}

impl App {
    /// The template in use for a document of a unit that an office of it issues: that of its own kind, that of
    /// everything the police issue where it is theirs, or that of everything the unit issues.
    pub async fn template_of_document(&self, unit: UnitId, paper: &str, office: &str) -> Result<Option<Used>, Problem> {
        Ok(self.ready_template(unit, &papers_of(paper, office)).await?.map(|ready| ready.used))
    }

    /// The template in use for a form of a unit's files.
    pub async fn template_of_form(&self, unit: UnitId, form: &str) -> Result<Option<Used>, Problem> {
        Ok(self.ready_template(unit, &[form]).await?.map(|ready| ready.used))
    }

    /// The first of the papers that has one.
    pub(crate) async fn ready_template(&self, unit: UnitId, papers: &[&str]) -> Result<Option<Ready>, Problem> {
        for paper in papers {
            let mut tx = self.db().snapshot().await?;
            let history = store::work::acts::<Template>(&mut tx, work_id(unit, paper)).await?;
            drop(tx);
            let kept = domain::work::replay::<Template>(&history).map_err(Problem::fault)?;
            if let Some(version) = kept.as_ref().and_then(Template::current) {
                return Ready::of(version).map(Some);
            }
        }
        Ok(None)
    }

    /// A document of a unit as a file to edit: in the office's own template where one is in use.
    pub(crate) async fn document_docx(
        &self,
        unit: UnitId,
        (kind, office): (&str, &str),
        paper: &Paper,
        figures: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, Problem> {
        match self.ready_template(unit, &papers_of(kind, office)).await? {
            None => paper.docx().map_err(Problem::fault),
            Some(ready) => {
                let letterhead = self.forms()?.letterhead();
                Ok(ready.pour(paper, &Values::default(), figures, letterhead)?.docx)
            }
        }
    }
}
