//! Documents issued from the programme's work: minutes and conclusions of a meeting, the sheet that gives a task, the
//! decision on a steering committee, the commendation. Each is filled from its chain, numbered from the register of the
//! unit, and laid out after Decree 30/2020, Appendix I.
//!
//! What a chain does not say is left as dots for the pen; nothing is made up.

mod commendation;
mod committee;
mod meeting;
mod setting;
mod task;

use std::collections::BTreeMap;

use documents::official::Official;
use documents::paper::{self, Paper};
use domain::access::{Permit, acts};
use domain::units::UnitId;
use programme::steering::commendation::Commendation;
use programme::steering::committee::Committee;
use programme::steering::meeting::Meeting;
use programme::tasks::Task;
use texts::Lang;
use uuid::Uuid;

use crate::app::App;
use crate::papers::Kind as FileKind;
use crate::problem::Problem;

use self::setting::Setting;

/// Papers are written in the language of the law.
const VI: Lang = Lang::Vi;
/// Pages of one document, at most.
const PAGES_MAX: usize = 100;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Biên bản of a meeting that was held.
    Minutes,
    /// Thông báo kết luận of a meeting that was concluded.
    Conclusions,
    /// Phiếu giao việc of a task that was issued.
    TaskSheet,
    /// Quyết định that founds a steering committee, with its members.
    Committee,
    /// Quyết định of praise, thông báo of criticism.
    Commendation,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Minutes, Self::Conclusions, Self::TaskSheet, Self::Committee, Self::Commendation];

    /// Its name in addresses and of files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Minutes => "bien-ban-hop",
            Self::Conclusions => "thong-bao-ket-luan",
            Self::TaskSheet => "phieu-giao-viec",
            Self::Committee => "quyet-dinh-ban-chi-dao",
            Self::Commendation => "khen-thuong-phe-binh",
        }
    }

    /// Reads [`Kind::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What it is called.
    pub const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Minutes => lang.issued_minutes(),
            Self::Conclusions => lang.issued_conclusions(),
            Self::TaskSheet => lang.issued_task_sheet(),
            Self::Committee => lang.issued_committee(),
            Self::Commendation => lang.issued_commendation(),
        }
    }

    /// How the symbol of its number begins, by which it is told from another document of the same work.
    const fn symbol(self) -> &'static str {
        match self {
            Self::Minutes => "BB",
            Self::Conclusions => "TB",
            Self::TaskSheet => "PGV",
            Self::Committee | Self::Commendation => "QĐ",
        }
    }
}

/// A document as it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// What its file is called; nobody's name.
    pub name: String,
    /// The type of its content.
    pub mime: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl App {
    /// A document of a work as a file. [`Problem::Hidden`] where the work is of another kind, or has not come so far:
    /// no minutes of a meeting that was not held, no sheet of a task that was not given; and of a decision that another body
    /// signed.
    #[tracing::instrument(name = "app.issued.file", level = "debug", skip_all)]
    pub async fn issued_file(
        &self,
        permit: &Permit<acts::ReadWork>,
        work: Uuid,
        kind: Kind,
        file: FileKind,
    ) -> Result<Issued, Problem> {
        let (unit, official) = self.issued(permit, work, kind).await?;
        let mut paper = official.paper(self.forms()?.letterhead());
        let office = &official.issuer.office;
        let name = format!("{}.{}", kind.key(), file.ending());
        let bytes = match file {
            FileKind::Docx => self.document_docx(unit, (kind.key(), office), &paper, &BTreeMap::new()).await?,
            FileKind::Pdf => {
                let used = self.template_of_document(unit, kind.key(), office).await?;
                paper.notes.extend(used.map(|used| used.pdf_note()));
                pressed(paper, name.clone()).await?
            }
        };
        Ok(Issued { name, mime: file.mime(), bytes })
    }

    async fn issued(
        &self,
        permit: &Permit<acts::ReadWork>,
        work: Uuid,
        kind: Kind,
    ) -> Result<(UnitId, Official), Problem> {
        match kind {
            Kind::Minutes | Kind::Conclusions => {
                let kept = self.work_open::<Meeting>(permit, work).await?;
                let committee = match kept.state.call.committee {
                    Some(id) => self.work_title(permit, id).await.ok(),
                    None => None,
                };
                let setting = Setting::of(self, &kept, kind).await?;
                let official = match kind {
                    Kind::Minutes => meeting::minutes(&setting, &kept.state, committee.as_deref()),
                    _ => meeting::conclusions(&setting, &kept.state, committee.as_deref()),
                };
                official.map(|official| (kept.unit, official)).ok_or(Problem::Hidden)
            }
            Kind::TaskSheet => {
                let kept = self.work_open::<Task>(permit, work).await?;
                let issued = kept.state.issued.as_ref().map(|issued| issued.by.appointment);
                let setting = Setting::by(self, &kept, kind, issued).await?;
                task::sheet(&setting, &kept.state).map(|official| (setting.unit, official)).ok_or(Problem::Hidden)
            }
            Kind::Committee => {
                let kept = self.work_open::<Committee>(permit, work).await?;
                let setting = Setting::of(self, &kept, kind).await?;
                Ok((kept.unit, committee::decision(&setting, &kept.state)))
            }
            Kind::Commendation => {
                let kept = self.work_open::<Commendation>(permit, work).await?;
                let setting = Setting::of(self, &kept, kind).await?;
                // what another body decided is that body's paper; here it is on record
                if !setting.is_own(&kept.state.given.authority) {
                    return Err(Problem::Hidden);
                }
                Ok((kept.unit, commendation::document(&setting, &kept.state)))
            }
        }
    }
}

/// Sets a paper, off the threads that answer.
async fn pressed(paper: Paper, ident: String) -> Result<Vec<u8>, Problem> {
    let print = move || {
        let data = paper.typeset(press::prints);
        press::print(&press::Job { template: paper::TEMPLATE, data: &data, ident: &ident, pages_max: PAGES_MAX })
    };
    tokio::task::spawn_blocking(print).await.map_err(Problem::fault)?.map_err(Problem::fault)
}
