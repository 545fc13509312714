//! True boundaries: brought in by an operator, who answers for their source and terms, and drawn
//! in place of the schematic map.

mod draw;
mod fault;
mod features;
mod json;
mod outline;
mod sift;
mod tags;
mod trace;

use std::collections::HashMap;
use std::sync::Arc;

use domain::facts::Source;
use domain::fold;
use domain::units::{Level, REGISTER_DATE, Register};
use jiff::civil::Date;
use store::Tx;
use store::boundaries::{Boundary, Import};
use thiserror::Error;
use uuid::Uuid;

use crate::app::App;
use crate::intake::{Issue, IssueKind};
use crate::map::{self, Drawing};
use crate::problem::{Field, Problem};

pub use fault::{BoundaryFault, BoundaryWarning, UnknownFeature};
use outline::Outline;
use sift::Sifted;

/// What bringing in boundaries did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryImport {
    /// Its id.
    pub id: Uuid,
    /// Units that now have a boundary.
    pub matched: usize,
    /// How many of them are communes.
    pub communes: usize,
    /// How many are provinces.
    pub provinces: usize,
    /// Codes of units of the levels in the file that have none, in order.
    pub missing: Vec<String>,
    /// Features that are no unit of the register.
    pub unknown: Vec<UnknownFeature>,
    /// Accepted, but worth knowing; at most [`WARNINGS_KEPT`].
    pub warnings: Vec<BoundaryWarning>,
    /// Warnings beyond those kept.
    pub warnings_more: usize,
}

/// How many warnings are kept; the rest are counted.
pub const WARNINGS_KEPT: usize = 200;

/// Drawings by province (none for the nation) and day, with what they were drawn from.
pub(crate) type Maps = HashMap<(Option<String>, Date), Kept>;

/// A drawing, good as long as import and register are still these.
pub(crate) struct Kept {
    import: Option<Uuid>,
    register: Arc<Register>,
    drawing: Arc<Drawing>,
}

/// How many drawings are kept: every province for a few days.
const MAPS_MAX: usize = 128;

/// A kept outline that this program did not write.
#[derive(Debug, Error)]
#[error("the kept outline of unit {unit} cannot be read")]
struct BadOutline {
    unit: domain::units::UnitId,
}

impl From<BoundaryFault> for Problem {
    fn from(fault: BoundaryFault) -> Self {
        let kind = IssueKind::Boundary(fault);
        Self::Invalid(vec![Issue { row: 0, column: None, heading: String::new(), value: String::new(), kind }])
    }
}

impl App {
    /// Brings in boundaries of communes, provinces or both (`GeoJSON` or `TopoJSON`), in place of those before.
    ///
    /// `source` says where they come from, `licence` on what terms they may be used, `as_of` the day
    /// whose boundaries they are. Features are matched by code, else by province and name.
    pub async fn import_boundaries(
        &self,
        bytes: Vec<u8>,
        source: &str,
        licence: &str,
        as_of: Date,
    ) -> Result<BoundaryImport, Problem> {
        let (source, licence) = (fold::clean(source), fold::clean(licence));
        if source.is_empty() {
            return Err(Problem::Missing(Field::SourceTitle));
        }
        if licence.is_empty() {
            return Err(BoundaryFault::NoLicence.into());
        }
        let register = self.register();
        // There were no boundaries of these units before they were made; papers of June 2025 already show them.
        let day = as_of.max(REGISTER_DATE);
        let Sifted { boundaries, communes, provinces, missing, unknown, mut warnings } =
            blocking(move || sift::sift(&bytes, &register, day)).await??;
        let units = i64::try_from(boundaries.len()).unwrap_or(i64::MAX);
        let import = Import { id: self.new_id(), source, licence, as_of, imported_at: self.now(), units };
        let mut tx = self.db().begin().await?;
        let deed = self.deed("import", &Source { date: Some(as_of), ..Source::default() });
        store::boundaries::replace(&mut tx, &import, &boundaries, &deed).await?;
        tx.commit().await?;
        tracing::info!(import.id = %import.id, units, missing = missing.len(), unknown = unknown.len(), "boundaries imported");
        let warnings_more = warnings.len().saturating_sub(WARNINGS_KEPT);
        warnings.truncate(WARNINGS_KEPT);
        Ok(BoundaryImport {
            id: import.id,
            matched: boundaries.len(),
            communes,
            provinces,
            missing,
            unknown,
            warnings,
            warnings_more,
        })
    }

    /// The imports of boundaries, newest first. The first is the one that is drawn; its source and terms are shown beside it.
    pub async fn boundary_imports(&self) -> Result<Vec<Import>, Problem> {
        let mut tx = self.db().snapshot().await?;
        Ok(store::boundaries::imports(&mut tx).await?)
    }

    /// The nation on a day: true boundaries if there are such of every province, else the schematic map.
    pub async fn nation_map(&self, day: Date) -> Result<Arc<Drawing>, Problem> {
        self.map(None, day).await
    }

    /// A province on a day: true boundaries if there are such of its communes, else the schematic map.
    pub async fn province_map(&self, code: &str, day: Date) -> Result<Arc<Drawing>, Problem> {
        self.map(Some(code), day).await
    }

    async fn map(&self, code: Option<&str>, day: Date) -> Result<Arc<Drawing>, Problem> {
        let register = self.register();
        let province = match code {
            Some(code) => Some(register.at_code(code, Level::Province, day).ok_or(Problem::Hidden)?.clone()),
            None => None,
        };
        let mut tx = self.db().snapshot().await?;
        let import = store::boundaries::drawn(&mut tx).await?;
        let key = (province.as_ref().map(|p| p.code.clone()), day);
        let fresh = |kept: &&Kept| kept.import == import && Arc::ptr_eq(&kept.register, &register);
        if let Some(kept) = self.maps().get(&key).filter(fresh) {
            return Ok(Arc::clone(&kept.drawing));
        }
        let boundaries = match import {
            Some(_) => boundaries(&mut tx, key.0.as_deref()).await?,
            None => Vec::new(),
        };
        drop(tx);
        let of = Arc::clone(&register);
        let drawing = blocking(move || {
            let outlines = outlines(&boundaries)?;
            Ok::<_, BadOutline>(match province {
                Some(province) => draw::province(&of, province.unit, day, &outlines)
                    .unwrap_or_else(|| map::province(&of, province.unit, day)),
                None => draw::nation(&of, day, &outlines).unwrap_or_else(|| map::nation(&of, day)),
            })
        });
        let drawing = Arc::new(drawing.await?.map_err(Problem::fault)?);
        let mut maps = self.maps();
        if maps.len() >= MAPS_MAX {
            maps.clear();
        }
        maps.insert(key, Kept { import, register, drawing: Arc::clone(&drawing) });
        Ok(drawing)
    }
}

/// What a drawing needs: all of a province, or of the nation its provinces and, where they lack, communes.
async fn boundaries(tx: &mut Tx, province: Option<&str>) -> Result<Vec<Boundary>, Problem> {
    if let Some(code) = province {
        return Ok(store::boundaries::of_province(tx, code).await?);
    }
    let mut all = store::boundaries::of_level(tx, Level::Province).await?;
    all.extend(store::boundaries::of_level(tx, Level::Commune).await?);
    Ok(all)
}

fn outlines(boundaries: &[Boundary]) -> Result<draw::Outlines, BadOutline> {
    let read = |b: &Boundary| Outline::decode(&b.shape).map(|o| (b.unit, o)).ok_or(BadOutline { unit: b.unit });
    boundaries.iter().map(read).collect()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::fault)
}
