//! The programme's targets for shares of drug-free communes, with their sources.

use domain::targets::{Rate, Rounding};
use serde::Deserialize;

use crate::problem::Problem;

/// What a target asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A share of all communes.
    Share(Rate),
    /// A number of communes.
    Count(u32),
}

impl Ask {
    /// How many of `whole` communes.
    pub fn count(self, whole: u32, rounding: Rounding) -> u32 {
        match self {
            Self::Share(rate) => rate.of(whole, rounding),
            Self::Count(count) => count,
        }
    }
}

/// A target with its source.
#[derive(Clone, Debug)]
pub struct Target {
    /// Stable id.
    pub id: String,
    /// Whose; none for the nation.
    pub province_code: Option<String>,
    /// By the end of this year.
    pub year: i16,
    /// How much.
    pub ask: Ask,
    /// The document.
    pub citation: String,
    /// How well it is known: V, VX, N.
    pub evidence: String,
}

#[derive(Deserialize)]
struct TargetRow {
    id: String,
    province_code: String,
    year: i16,
    kind: String,
    value: u32,
    citation: String,
    evidence: String,
}

/// Every shipped target, from `data/targets.csv`.
pub fn all() -> Result<Vec<Target>, Problem> {
    let mut reader = csv::Reader::from_reader(include_str!("../../../data/targets.csv").as_bytes());
    reader
        .deserialize()
        .map(|row| {
            let row: TargetRow = row.map_err(Problem::fault)?;
            let ask = if row.kind == "share" { Ask::Share(Rate(row.value)) } else { Ask::Count(row.value) };
            let province_code = Some(row.province_code).filter(|c| !c.is_empty());
            Ok(Target {
                id: row.id,
                province_code,
                year: row.year,
                ask,
                citation: row.citation,
                evidence: row.evidence,
            })
        })
        .collect()
}

/// The targets that bear on a province, or on the nation: its own, and those of the country.
pub fn of(province: Option<&str>) -> Result<Vec<Target>, Problem> {
    let mut targets = all()?;
    targets.retain(|t| t.province_code.is_none() || t.province_code.as_deref() == province);
    targets.sort_by_key(|a| (a.year, a.province_code.is_some()));
    Ok(targets)
}

/// The rounding that the switch `target_rounding` names.
pub fn rounding(option: Option<&str>) -> Rounding {
    match option {
        Some("nearest") => Rounding::Nearest,
        Some("floor") => Rounding::Floor,
        _ => Rounding::Ceil,
    }
}
