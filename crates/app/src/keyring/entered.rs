//! What the ledger is told before keys are changed.

use domain::facts::Source;
use store::rotation::{self, Rotation};

use crate::app::App;
use crate::problem::Problem;

impl App {
    /// Enters that keys are about to be changed. If that cannot be written down, they are not to be changed.
    pub async fn enter_rotation(&self, rotation: Rotation) -> Result<(), Problem> {
        let deed = self.deed("rotate", &Source::default());
        let mut tx = self.db().begin().await?;
        rotation::record(&mut tx, self.new_id(), rotation, self.now(), &deed).await?;
        Ok(tx.commit().await?)
    }
}
