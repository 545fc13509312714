//! Who sits in the team that a decision names for a person (Decree 163/2026, Art. 59.2.c and form 55).

use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;

impl App {
    /// Whether an appointment sits in the team of a person today.
    pub(crate) async fn in_team(&self, _acting: &Acting, _person: Uuid) -> Result<bool, Problem> {
        Ok(false)
    }
}
