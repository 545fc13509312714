//! An office's own templates of what it issues: one chain for each kind of paper of a unit.
//!
//! A file is put in use and never overwritten: each is a version of its own, an earlier one can be put back, and the
//! office can go back to the program's own layout. Whoever signs for the body answers for its templates.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::tasks::wording::{TITLE_CHARS_MAX, WordingFault, check};

/// The largest file, in bytes: a letterhead with a picture takes a tenth of it.
pub const FILE_BYTES_MAX: u32 = 512 << 10;
/// What all versions of one paper may take together, in bytes.
pub const ALL_BYTES_MAX: u32 = 24 << 20;
/// Letters of the name of a paper, at most.
const PAPER_CHARS_MAX: usize = 60;

/// An act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum TemplateAct {
    /// A file is put in use, as a new version.
    Put {
        /// The kind of paper: the id of a form, or of all that the office issues.
        paper: String,
        /// What was changed, and why.
        reason: String,
        /// The file.
        file: File,
    },
    /// An earlier version is put in use again.
    PutBack {
        /// Which.
        version: u32,
        /// Why.
        reason: String,
    },
    /// No version is in use any more: the program's own layout is.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// A file as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What it was called.
    pub name: String,
    /// How long it is, in bytes.
    pub bytes: u32,
    /// SHA-256 of it, in hexadecimal digits.
    pub sha256: String,
    /// It itself, in base 64.
    pub content: String,
}

impl WorkAct for TemplateAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Put { .. } => "put_template",
            Self::PutBack { .. } => "put_template_back",
            Self::Withdraw { .. } => "withdraw_template",
        }
    }

    /// Who signs for the body says what its papers look like.
    fn action(&self) -> Action {
        Action::SubmitReport
    }

    fn clause(&self) -> Option<&str> {
        Some("Nghị định 30/2020/NĐ-CP, Điều 8 và Phụ lục I")
    }
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// When it came.
    pub on: Date,
    /// What was changed.
    pub reason: String,
    /// The file.
    pub file: File,
}

/// The templates of one kind of paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Which kind.
    pub paper: String,
    /// Every version, the first first.
    pub versions: Vec<Version>,
    /// The one in use; none where the program's own layout is.
    pub used: Option<u32>,
}

/// Why something with a template is not done.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TemplateRefusal {
    /// A text cannot be kept.
    #[error("{field}: {fault}")]
    Text {
        /// Which.
        field: &'static str,
        /// What is wrong with it.
        fault: WordingFault,
    },
    /// The first act of a paper puts a file in use, and each is for the same paper.
    #[error("a file for {paper} comes first")]
    Order {
        /// Which paper.
        paper: String,
    },
    /// The file is empty or too large.
    #[error("{bytes} bytes; from 1 to {most}")]
    FileSize {
        /// How long it is.
        bytes: u32,
        /// How long it may be.
        most: u32,
    },
    /// All versions together would be too large.
    #[error("all versions together are {bytes} bytes; {most} at most")]
    AllSize {
        /// How long they would be.
        bytes: u32,
        /// How long they may be.
        most: u32,
    },
    /// The file is the version that is in use.
    #[error("version {version} is the same file and in use")]
    Same {
        /// Which.
        version: u32,
    },
    /// There is no such version.
    #[error("no version {version}; the last is {last}")]
    NoVersion {
        /// What was said.
        version: u32,
        /// The last there is.
        last: u32,
    },
    /// No version is in use, so none can be withdrawn.
    #[error("no version is in use")]
    NotUsed,
}

impl Template {
    /// The version in use.
    pub fn current(&self) -> Option<&Version> {
        self.version(self.used?)
    }

    /// A version by its number.
    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    fn last(&self) -> u32 {
        self.versions.last().map_or(0, |version| version.number)
    }

    fn put(&mut self, on: Date, reason: &str, file: &File) -> Result<(), TemplateRefusal> {
        text("reason", reason)?;
        text("name", &file.name)?;
        if file.bytes == 0 || file.bytes > FILE_BYTES_MAX {
            return Err(TemplateRefusal::FileSize { bytes: file.bytes, most: FILE_BYTES_MAX });
        }
        if let Some(same) = self.current().filter(|current| current.file.sha256 == file.sha256) {
            return Err(TemplateRefusal::Same { version: same.number });
        }
        let all = self.versions.iter().fold(file.bytes, |all, version| all.saturating_add(version.file.bytes));
        if all > ALL_BYTES_MAX {
            return Err(TemplateRefusal::AllSize { bytes: all, most: ALL_BYTES_MAX });
        }
        let number = self.last().saturating_add(1);
        self.versions.push(Version { number, on, reason: reason.to_owned(), file: file.clone() });
        self.used = Some(number);
        Ok(())
    }
}

impl Chain for Template {
    const NOUN: Noun = Noun::Template;
    type Act = TemplateAct;
    type Refusal = TemplateRefusal;

    fn follow(before: Option<Self>, entry: &Entry<TemplateAct>) -> Result<Self, TemplateRefusal> {
        let mut template = match (before, &entry.act) {
            (Some(template), _) => template,
            (None, TemplateAct::Put { paper, .. }) => {
                check(paper, PAPER_CHARS_MAX).map_err(|fault| TemplateRefusal::Text { field: "paper", fault })?;
                Self { paper: paper.clone(), versions: Vec::new(), used: None }
            }
            (None, _) => return Err(TemplateRefusal::Order { paper: String::new() }),
        };
        match &entry.act {
            TemplateAct::Put { paper, .. } if *paper != template.paper => {
                return Err(TemplateRefusal::Order { paper: template.paper });
            }
            TemplateAct::Put { reason, file, .. } => template.put(entry.on, reason, file)?,
            TemplateAct::PutBack { version, reason } => {
                text("reason", reason)?;
                if template.used == Some(*version) {
                    return Err(TemplateRefusal::Same { version: *version });
                }
                if template.version(*version).is_none() {
                    return Err(TemplateRefusal::NoVersion { version: *version, last: template.last() });
                }
                template.used = Some(*version);
            }
            TemplateAct::Withdraw { reason } => {
                text("reason", reason)?;
                template.used.take().ok_or(TemplateRefusal::NotUsed)?;
            }
        }
        Ok(template)
    }

    fn standing(&self) -> Standing {
        let state = if self.used.is_some() { "used" } else { "withdrawn" };
        Standing {
            state: state.to_owned(),
            title: self.current().or_else(|| self.versions.last()).map(|one| one.file.name.clone()).unwrap_or_default(),
            key: Some(self.paper.clone()),
            body: self.used.map(|version| version.to_string()),
            ..Standing::default()
        }
    }
}

fn text(field: &'static str, text: &str) -> Result<(), TemplateRefusal> {
    check(text, TITLE_CHARS_MAX).map_err(|fault| TemplateRefusal::Text { field, fault })
}
