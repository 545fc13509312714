//! Numbers of documents: which number a unit's register gave to a document printed from a work.

use domain::units::UnitId;
use domain::work::replay;
use jiff::civil::Date;
use programme::series::{Series, Use};
use store::work::Scope;
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;

/// A number that a document has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The number.
    pub number: u32,
    /// What follows it: `BC-UBND`.
    pub symbol: String,
    /// The day on which it was given, which is the day of the document.
    pub on: Date,
}

impl App {
    /// The number that a work's document has in a register of its unit; none where none was taken, or it was voided.
    pub async fn number_of(&self, unit: UnitId, work: Uuid) -> Result<Option<Numbered>, Problem> {
        // an amended report may have a later number: that of its last version holds
        Ok(self.numbers_of(unit, work).await?.into_iter().max_by_key(|numbered| (numbered.on, numbered.number)))
    }

    /// Every number that documents of a work have, in all registers of its unit; none that was voided.
    pub async fn numbers_of(&self, unit: UnitId, work: Uuid) -> Result<Vec<Numbered>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let chains = store::work::chains::<Series>(&mut tx, &Scope::Unit(unit), None).await?;
        drop(tx);
        let mut given = Vec::new();
        for acts in chains.into_values() {
            let series = replay::<Series>(&acts).map_err(Problem::fault)?;
            for number in series.iter().flat_map(|series| &series.numbers) {
                if let Use::Document { symbol, of: Some(of), .. } = &number.used
                    && *of == work
                {
                    given.push(Numbered { number: number.number, symbol: symbol.clone(), on: number.on });
                }
            }
        }
        Ok(given)
    }
}
