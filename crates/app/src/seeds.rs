//! What the programme's own documents and the press have published, to compare with.

use serde::Deserialize;

use crate::problem::Problem;

/// One published figure, from `data/seed-acceptance.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct Published {
    /// Which of the five documents.
    pub seed: String,
    /// Where.
    pub place: String,
    /// As of when.
    pub as_of: String,
    /// What was counted.
    pub quantity: String,
    /// As printed.
    pub value: String,
    /// What follows by arithmetic.
    pub derived: String,
    /// What it rests on.
    pub basis: String,
    /// What was counted, in English.
    pub quantity_en: String,
    /// As printed, in English.
    pub value_en: String,
    /// What follows by arithmetic, in English.
    pub derived_en: String,
    /// What it rests on, in English.
    pub basis_en: String,
}

/// Every published figure.
pub fn published() -> Result<Vec<Published>, Problem> {
    let mut reader = csv::Reader::from_reader(include_str!("../../../data/seed-acceptance.csv").as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(Problem::fault)
}
