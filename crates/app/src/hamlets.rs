//! Hamlets (thôn, bản, tổ dân phố …): lists that communes bring in, dated, all or none.

mod day;
mod fault;
mod list;
mod plan;

use std::io::{Read, Seek};

use domain::fold;
use domain::units::{Level, Version};
use jiff::civil::Date;
use store::hamlets::Import;
use uuid::Uuid;

use crate::app::App;
use crate::figures::Signed;
use crate::intake::IssueKind;
use crate::problem::{Field, Problem};

pub use fault::{HamletFault, HamletNotice};
use list::List;
use plan::Plan;

/// What taking in a list did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HamletImport {
    /// Its id.
    pub id: Uuid,
    /// Hamlets that were not known.
    pub added: usize,
    /// Known hamlets that the list told anew: another type, spelling, code or end.
    pub changed: usize,
    /// Known hamlets of which it said what was known.
    pub unchanged: usize,
    /// Accepted, but worth knowing; at most [`NOTICES_KEPT`].
    pub notices: Vec<HamletNotice>,
    /// Notices beyond those kept.
    pub notices_more: usize,
}

/// The hamlets of a commune on a day.
#[derive(Clone, Debug)]
pub struct Hamlets {
    /// The commune.
    pub commune: Version,
    /// Its hamlets, in Vietnamese order, numbers by value.
    pub hamlets: Vec<Version>,
}

/// How many notices are kept; the rest are counted.
pub const NOTICES_KEPT: usize = 200;

/// The most faults of a list that are kept to be shown.
const ISSUES_KEPT: usize = 5_000;

impl From<HamletFault> for IssueKind {
    fn from(fault: HamletFault) -> Self {
        Self::Hamlet(fault)
    }
}

impl App {
    /// Takes in a list of hamlets (CSV or XLSX), all or none.
    ///
    /// Columns in any order, by id or Vietnamese heading: `code` (the commune's), `name`, `type`,
    /// `from`, and if there are such `until` (the last day in force), `basis`, `hamlet_code`.
    /// A hamlet of the same commune and name whose time meets the row's is the same hamlet, and is
    /// brought up to date. A list with an id that was taken in before changes nothing.
    pub async fn import_hamlets(
        &self,
        file: &str,
        source: impl Read + Seek + Send + 'static,
        signed: Signed,
        batch: Uuid,
    ) -> Result<HamletImport, Problem> {
        check(&signed)?;
        let mut list = blocking(move || list::read(source)).await?;
        let mut tx = self.db().begin().await?;
        store::hamlets::take_turns(&mut tx).await?;
        if store::hamlets::import(&mut tx, batch).await?.is_some() {
            return Ok(HamletImport { id: batch, ..HamletImport::default() });
        }
        let register = store::units::load(&mut tx).await?;
        let (ids, basis) = (self.clone(), basis(&signed));
        let (list, plan) = blocking(move || {
            let plan = plan::make(&register, &mut list, &basis, &|| ids.new_id());
            (list, plan)
        })
        .await?;
        let done = conclude(batch, list, &plan)?;
        let import = Import {
            id: batch,
            file: file.to_owned(),
            source: signed.source,
            entered_by: signed.entered_by,
            imported_at: self.now(),
            hamlets: i64::try_from(done.added + done.changed).unwrap_or(i64::MAX),
        };
        let deed = self.deed("import", &import.source);
        store::hamlets::take_in(&mut tx, &import, &plan.versions, &deed).await?;
        // Read back before it is kept: what is not a register must not reach the next start.
        let register = store::units::load(&mut tx).await?;
        tx.commit().await?;
        self.replace_register(register);
        tracing::info!(batch.id = %batch, added = done.added, changed = done.changed, "hamlets imported");
        Ok(done)
    }

    /// The hamlets of a commune that are in force on a day.
    pub fn hamlets(&self, commune: &str, day: Date) -> Result<Hamlets, Problem> {
        let register = self.register();
        let commune = register.at_code(commune, Level::Commune, day).ok_or(Problem::Hidden)?;
        let children = register.children(commune.unit, day).filter(|v| v.kind.level() == Level::Hamlet);
        let mut hamlets: Vec<Version> = children.cloned().collect();
        hamlets.sort_by_cached_key(|v| (order(&v.name), v.code.clone()));
        Ok(Hamlets { commune: commune.clone(), hamlets })
    }

    /// The lists of hamlets that were taken in, newest first.
    pub async fn hamlet_imports(&self) -> Result<Vec<Import>, Problem> {
        let mut tx = self.db().snapshot().await?;
        Ok(store::hamlets::imports(&mut tx).await?)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::fault)
}

/// Somebody must stand behind a list, with a paper.
fn check(signed: &Signed) -> Result<(), Problem> {
    if signed.source.title.trim().is_empty() {
        return Err(Problem::Missing(Field::SourceTitle));
    }
    if signed.entered_by.trim().is_empty() {
        return Err(Problem::Missing(Field::EnteredBy));
    }
    Ok(())
}

/// The paper, for rows that name no basis of their own.
fn basis(signed: &Signed) -> String {
    let number = signed.source.number.as_deref().unwrap_or_default();
    fold::clean(&format!("{} {number}", signed.source.title))
}

fn conclude(id: Uuid, mut list: List, plan: &Plan) -> Result<HamletImport, Problem> {
    if !list.issues.is_empty() {
        list.issues.sort_by_key(|issue| (issue.row, issue.column));
        list.issues.truncate(ISSUES_KEPT);
        return Err(Problem::Invalid(list.issues));
    }
    let notices_more = list.notices.len().saturating_sub(NOTICES_KEPT);
    list.notices.truncate(NOTICES_KEPT);
    Ok(HamletImport {
        id,
        added: plan.added,
        changed: plan.changed,
        unchanged: plan.unchanged,
        notices: list.notices,
        notices_more,
    })
}

/// Dictionary order in which Thôn 2 stands before Thôn 10.
fn order(name: &str) -> String {
    let padded = name.split(' ').map(|word| {
        let number = !word.is_empty() && word.len() < 9 && word.bytes().all(|b| b.is_ascii_digit());
        if number { format!("{word:0>9}") } else { word.to_owned() }
    });
    fold::sort_key(&padded.collect::<Vec<_>>().join(" "))
}
