//! Whose say a task is, from the appointments behind it.

use domain::access::Place;
use programme::tasks::Office;
use uuid::Uuid;

use super::{Holder, TaskFault};
use crate::accounts::Acting;
use crate::app::App;

fn own(acting: &Acting) -> Office<'_> {
    Office { role: acting.appointment.role, place: &acting.place }
}

impl App {
    /// Whether who acts has the say over what somebody gave: the same office, or one above it.
    pub fn has_say(&self, acting: &Acting, issuer: &Holder) -> bool {
        let place = self.place_of_office(issuer.unit);
        own(acting).has_say_over(Office { role: issuer.role, place: &place })
    }

    /// Only the office that gave a task, or one above it, decides about it; never whoever is to do it, by whichever
    /// appointment. A draft was given by nobody yet.
    pub(super) async fn check_say(&self, acting: &Acting, task: Uuid) -> Result<(), TaskFault> {
        let Some(task) = self.task_now(task).await? else { return Ok(()) };
        let Some(issued) = task.issued else { return Ok(()) };
        let mut tx = self.db().snapshot().await?;
        if let Some(person) = task.clears.person {
            let named = store::appointments::by_id(&mut tx, person.assignee).await?;
            if named.is_some_and(|named| named.account == acting.appointment.account) {
                return Err(TaskFault::NotIssuer);
            }
        }
        let issuer = store::appointments::by_id(&mut tx, issued.by.appointment).await?;
        drop(tx);
        let Some(issuer) = issuer else { return Err(TaskFault::NotIssuer) };
        let place = self.place_of_office(issuer.unit);
        let issuer = Office { role: issuer.role, place: &place };
        if own(acting).has_say_over(issuer) { Ok(()) } else { Err(TaskFault::NotIssuer) }
    }

    /// Nobody gives a task to an office above the own.
    pub(super) async fn check_not_above(&self, acting: &Acting, assignee: Uuid) -> Result<(), TaskFault> {
        let mut tx = self.db().snapshot().await?;
        let held = store::appointments::by_id(&mut tx, assignee).await?;
        drop(tx);
        let Some(held) = held else { return Ok(()) };
        let place = self.place_of_office(held.unit);
        let theirs = Office { role: held.role, place: &place };
        if theirs.is_above(own(acting)) { Err(TaskFault::Above { appointment: assignee }) } else { Ok(()) }
    }

    /// Where the unit of an office lies; that of one that is no more lies where its heir does.
    fn place_of_office(&self, unit: domain::units::UnitId) -> Place {
        if unit == domain::access::NATION { Place::nation() } else { self.place_of_case(unit) }
    }
}
