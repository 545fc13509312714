//! A person's file is opened for a purpose, which holds until the session ends, and within a budget (C5, C12).

use domain::access::Purpose;
use domain::accounts::{Budget, budget};
use domain::units::UnitId;
use store::sessions::{self, Opening};
use uuid::Uuid;

use super::Session;
use crate::app::App;
use crate::problem::Problem;
use crate::signin::AccessFault;
use crate::signin::secrets::Column;

/// A file that somebody wants to open. That they may, the policy has said before.
#[derive(Clone, Debug)]
pub struct ToOpen {
    /// Whose file.
    pub person: Uuid,
    /// Which unit holds it.
    pub unit: UnitId,
    /// What for.
    pub purpose: Purpose,
    /// Why, beyond the budget.
    pub reason: Option<String>,
}

/// A file was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Id of the opening.
    pub id: Uuid,
    /// Whether it is beyond the budget: the protection officer is told.
    pub beyond_budget: bool,
}

impl App {
    /// Opens a file for a purpose until the session ends. The sixty-first person in an hour, or the two hundred and
    /// first in a day, needs a reason ([`AccessFault::Budget`]) and is told to the protection officers.
    pub async fn open_for_purpose(&self, session: &Session, file: &ToOpen) -> Result<Opened, Problem> {
        let (now, id) = (self.now(), self.new_id());
        // sealed before the count, so that nobody can slip in between
        let reason = file.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        let sealed = match reason {
            Some(reason) => Some(self.seal_for(session.account.0, Column::Opening(id), reason.as_bytes()).await?),
            None => None,
        };
        let mut tx = self.db().begin().await?;
        sessions::take_turn(&mut tx, session.account).await?;
        let (last_hour, last_day) = sessions::people(&mut tx, session.account, file.person, now).await?;
        let beyond_budget = budget(last_hour, last_day) == Budget::Beyond;
        if beyond_budget && sealed.is_none() {
            return Err(AccessFault::Budget.into());
        }
        let opening = Opening {
            id,
            session: session.id,
            account: session.account,
            subject: file.person,
            unit: file.unit.0,
            purpose: file.purpose,
            reason: sealed.filter(|_| beyond_budget),
            at: now,
        };
        sessions::open_file(&mut tx, &opening).await?;
        if beyond_budget {
            self.tell_protection(&mut tx, "beyond_budget", id).await?;
        }
        tx.commit().await?;
        Ok(Opened { id, beyond_budget })
    }

    /// For which purpose a file is open in this session; none, if it is not.
    pub async fn purpose_of(&self, session: &Session, person: Uuid) -> Result<Option<Purpose>, Problem> {
        Ok(sessions::opened(&mut self.db().snapshot().await?, session.id, person).await?)
    }
}
