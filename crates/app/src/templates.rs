//! An office's own templates at work: what can have one, putting a file in use, and printing with the one in use.
//!
//! A file is checked before anything is kept; with a fault nothing is. Every version stays, in the chain of its paper.

mod fault;
mod used;

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use documents::template::{self, Purpose, starter};
use domain::access::{Permit, Role, acts};
use domain::units::UnitId;
use domain::work::Noun;
use programme::reports::FormLevel;
use programme::templates::{File, Template, TemplateAct};
use texts::Lang;
use uuid::Uuid;

pub use fault::TemplateFault;
pub use used::Used;

use crate::app::App;
use crate::issued::Kind;
use crate::papers::Told;
use crate::problem::Problem;
use crate::work::{Kept, Of, Wanted, WorkQuery};

/// The paper that stands for whatever a unit issues and has no template of its own.
pub const EVERYTHING: &str = "chung";
/// The paper that stands for whatever the police of a unit issue and has no template of its own: their documents follow
/// the rules of their ministry (casework §11.1), so the unit's common template is not theirs where they have one.
pub const POLICE: &str = "chung-cong-an";
/// How the names of the police's offices begin in a letterhead.
const POLICE_OFFICE: &str = "police";

/// What a paper is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperGroup {
    /// Everything that the unit issues, beside papers of people's files.
    Everything,
    /// A report.
    Report,
    /// A document of meetings, tasks, steering, commendation.
    Document,
    /// A form of a person's file.
    Form,
}

/// A kind of paper that can have a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaceable {
    /// Its id, as it stands in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is of.
    pub group: PaperGroup,
}

/// A file that somebody wants to put in use.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What it is called, with its ending.
    pub name: String,
    /// It itself.
    pub bytes: Vec<u8>,
    /// What was changed, and why.
    pub reason: String,
}

/// How the template of one paper stands, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The version in use; none where the program's own layout is.
    pub version: Option<String>,
    /// What its file is called.
    pub name: String,
}

impl App {
    /// What can have a template in a unit: everything, its reports, documents, and the forms of its files.
    pub fn replaceable(&self, unit: UnitId, lang: Lang) -> Result<Vec<Replaceable>, Problem> {
        let one = |id: &str, title: &str, group| Replaceable { id: id.to_owned(), title: title.to_owned(), group };
        let mut all = vec![
            one(EVERYTHING, lang.templates_everything(), PaperGroup::Everything),
            one(POLICE, lang.templates_police(), PaperGroup::Everything),
        ];
        let level = self.reporting_level(unit, self.today());
        let reports = self.catalog()?.forms.all().iter().filter(|form| Some(form.level) == level);
        all.extend(reports.map(|form| one(&form.id, &form.title, PaperGroup::Report)));
        all.extend(Kind::ALL.into_iter().map(|kind| one(kind.key(), kind.title(lang), PaperGroup::Document)));
        if level == Some(FormLevel::Commune) {
            all.extend(self.forms()?.all().iter().map(|form| one(&form.id, &form.title, PaperGroup::Form)));
        }
        Ok(all)
    }

    /// One of them.
    pub fn replaceable_paper(&self, unit: UnitId, paper: &str, lang: Lang) -> Result<Replaceable, Problem> {
        self.replaceable(unit, lang)?.into_iter().find(|one| one.id == paper).ok_or(Problem::Hidden)
    }

    /// Whether who acts in a role may change the template of a paper: it is the paper of their own office. What the police
    /// issue is the police's, a form is its issuer's, a report is of who submits it; what is the unit's is of who issues
    /// documents for it.
    pub fn may_replace(&self, role: Role, paper: &Replaceable) -> Result<bool, Problem> {
        let police = matches!(role, Role::PoliceHead | Role::StandingOffice | Role::NationalOffice);
        let unit = police || matches!(role, Role::CommitteeChair | Role::ProvincialLeader);
        Ok(match paper.group {
            PaperGroup::Everything if paper.id == POLICE => police,
            PaperGroup::Everything | PaperGroup::Document => unit,
            PaperGroup::Report => {
                let form = self.catalog()?.forms.all().iter().find(|form| form.id == paper.id);
                form.is_some_and(|form| form.route.submits.iter().any(|submits| submits == role.key()))
            }
            PaperGroup::Form => match self.forms()?.get(&paper.id).map(|form| form.issuer.as_str()) {
                Some("chu_tich_ubnd_xa") => role == Role::CommitteeChair,
                // what a person writes is laid down by whoever takes it
                Some("nguoi_co_ho_so") => unit,
                Some(_) => police,
                None => false,
            },
        })
    }

    /// How the templates of a unit stand, by paper.
    pub async fn templates_in_force(
        &self,
        permit: &Permit<acts::ReadWork>,
        unit: UnitId,
    ) -> Result<BTreeMap<String, InForce>, Problem> {
        let listed = self.work_list(permit, &WorkQuery::all(Noun::Template, Of::Unit(unit))).await?;
        let stands = listed.into_iter().filter(|stands| stands.unit == unit).filter_map(|stands| {
            let standing = stands.standing;
            Some((standing.key?, InForce { version: standing.body, name: standing.title }))
        });
        Ok(stands.collect())
    }

    /// The template of a paper with all its versions; none where no file was ever put in use.
    pub async fn template_open(
        &self,
        permit: &Permit<acts::ReadWork>,
        unit: UnitId,
        paper: &str,
    ) -> Result<Option<Kept<Template>>, Problem> {
        match self.work_by_key(permit, Noun::Template, unit, paper).await? {
            Some(stands) => self.work_open::<Template>(permit, stands.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// What is wrong with a file for a paper of a unit, each with its place and what to do.
    pub fn template_check(&self, unit: UnitId, paper: &str, bytes: &[u8], lang: Lang) -> Result<Vec<Told>, Problem> {
        let paper = self.replaceable_paper(unit, paper, lang)?;
        let figures: BTreeSet<String> = self.template_figures(&paper)?.into_keys().collect();
        let purpose = match paper.group {
            PaperGroup::Form => Purpose::Form(&paper.id),
            _ => Purpose::Document(&figures),
        };
        Ok(crate::papers::lint_template(bytes, self.forms()?, purpose, lang))
    }

    /// The figures that a template of a paper can name: id and title.
    pub fn template_figures(&self, paper: &Replaceable) -> Result<BTreeMap<String, String>, Problem> {
        let catalog = self.catalog()?;
        let form = catalog.forms.get(&paper.id).filter(|_| paper.group == PaperGroup::Report);
        let of_period = |period: &String| form.map(|form| catalog.of_form(form, period)).unwrap_or_default();
        let periods = form.map(|form| form.periods.as_slice()).unwrap_or_default();
        Ok(periods.iter().flat_map(of_period).map(|one| (one.id.clone(), one.title.clone())).collect())
    }

    /// What a template of a form of files has to have, where it words the form by itself.
    pub fn template_fields(&self, form: &str) -> Result<Vec<&'static str>, Problem> {
        let form = self.forms()?.get(form).ok_or(Problem::Hidden)?;
        Ok(form.required().map(documents::paper::Key::key).collect())
    }

    /// Puts a file in use as a new version. With a fault nothing is kept.
    #[tracing::instrument(name = "app.templates.put", level = "debug", skip_all)]
    pub async fn template_put(
        &self,
        permit: &Permit<acts::SubmitReport>,
        paper: &str,
        new: NewFile,
        (id, seen): (Uuid, u32),
        lang: Lang,
    ) -> Result<Kept<Template>, TemplateFault> {
        let faults: Vec<Told> = self
            .template_check(permit.unit(), paper, &new.bytes, lang)?
            .into_iter()
            .filter(|told| told.fault)
            .collect();
        if !faults.is_empty() {
            return Err(TemplateFault::Faulty(faults));
        }
        let file = File {
            name: domain::fold::clean(new.name.rsplit(['/', '\\']).next().unwrap_or_default()),
            bytes: u32::try_from(new.bytes.len()).unwrap_or(u32::MAX),
            sha256: digest(&new.bytes),
            content: STANDARD.encode(&new.bytes),
        };
        let act = TemplateAct::Put { paper: paper.to_owned(), reason: domain::fold::clean(&new.reason), file };
        self.template_do(permit, paper, act, (id, seen)).await
    }

    /// Puts an earlier version back, or goes back to the program's own layout.
    pub async fn template_do(
        &self,
        permit: &Permit<acts::SubmitReport>,
        paper: &str,
        act: TemplateAct,
        (id, seen): (Uuid, u32),
    ) -> Result<Kept<Template>, TemplateFault> {
        let work = work_id(permit.unit(), paper);
        let wanted = Wanted { work, id, seen, on: self.today(), act };
        Ok(self.work_do::<Template, _>(permit, wanted).await?)
    }

    /// A frame to begin with, in the layout of the program.
    pub fn template_to_begin(&self) -> Result<Vec<u8>, Problem> {
        starter(self.forms()?.letterhead()).map_err(Problem::fault)
    }
}

/// The file of a version, as it came.
pub fn file_of(file: &File) -> Result<Vec<u8>, Problem> {
    let bytes = STANDARD.decode(&file.content).map_err(Problem::fault)?;
    if digest(&bytes) == file.sha256 {
        return Ok(bytes);
    }
    Err(Problem::fault(std::io::Error::other("a template is not the file that was kept")))
}

fn digest(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

/// The papers whose template a document of an office may have, the nearest first.
fn papers_of<'p>(paper: &'p str, office: &str) -> Vec<&'p str> {
    let police = office.starts_with(POLICE_OFFICE).then_some(POLICE);
    std::iter::once(paper).chain(police).chain([EVERYTHING]).collect()
}

/// One chain for each unit and paper: its id follows from them, so that two files sent at once meet in one chain.
fn work_id(unit: UnitId, paper: &str) -> Uuid {
    Uuid::new_v5(&unit.0, format!("template/{paper}").as_bytes())
}

/// Reads a version as a template.
fn read(file: &File) -> Result<template::Template, Problem> {
    template::Template::read(&file_of(file)?).map_err(Problem::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_police_issue_has_their_common_template_before_the_units() {
        assert_eq!(papers_of("kh192-tinh", "police_province"), ["kh192-tinh", POLICE, EVERYTHING]);
        assert_eq!(papers_of("bien-ban-hop", "police"), ["bien-ban-hop", POLICE, EVERYTHING]);
        assert_eq!(papers_of("kh192-xa", "council"), ["kh192-xa", EVERYTHING]);
        assert_eq!(papers_of("kh192-nganh", ""), ["kh192-nganh", EVERYTHING]);
    }
}
