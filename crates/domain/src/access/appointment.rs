//! Appointments: an account, a role, a unit, a time, and the decision behind it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use thiserror::Error;
use uuid::Uuid;

use super::{Role, Tier};
use crate::units::UnitId;

/// Viet Nam keeps UTC+7 all year; days of office begin there.
const VIETNAM: Offset = Offset::constant(7);

/// The paper behind an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its number: `05/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// An account holds a role over a unit from one day until another.
///
/// The unit is the surrogate: when a unit ends, so does what the appointment reaches, and no heir and no later
/// holder of its code comes under it. Its territory is what lies in the unit on the day of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Who is appointed.
    pub account: Uuid,
    /// To what.
    pub role: Role,
    /// Over which unit; [`super::NATION`] for the country.
    pub unit: UnitId,
    /// First day in force.
    pub from: Date,
    /// First day no longer in force; open while not known.
    pub until: Option<Date>,
    /// The paper.
    pub decided: Decided,
    /// The accounts that granted it: who proposed, who agreed.
    pub granted_by: [Uuid; 2],
    /// When it was taken back; from that instant on it gives nothing.
    pub revoked_at: Option<Timestamp>,
}

/// Why an appointment cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AppointmentError {
    /// A role over a unit of a level at which it does not exist.
    #[error("role `{role}` is not held over a unit of level `{tier}`; choose a unit of another level")]
    Tier {
        /// The role.
        role: Role,
        /// The level of the unit named.
        tier: Tier,
    },
    /// It would end before it begins.
    #[error("the appointment would end on {until}, not after its first day {from}; give a later end")]
    Backwards {
        /// First day.
        from: Date,
        /// First day after.
        until: Date,
    },
    /// No number of a decision.
    #[error("the decision's number is missing; enter it as it stands on the paper")]
    NoDecision,
    /// One account in two places of the grant.
    #[error("who proposes, who agrees and who is appointed must be three accounts; ask another person")]
    SamePerson,
}

impl Appointment {
    /// Whether the appointment can stand: role fits level, days are in order, a decision is named, and three
    /// different accounts take part (control C7).
    pub fn check(&self, tier: Tier) -> Result<(), AppointmentError> {
        if !self.role.tiers().contains(&tier) {
            return Err(AppointmentError::Tier { role: self.role, tier });
        }
        if let Some(until) = self.until.filter(|until| *until <= self.from) {
            return Err(AppointmentError::Backwards { from: self.from, until });
        }
        if self.decided.number.trim().is_empty() {
            return Err(AppointmentError::NoDecision);
        }
        let [proposed, agreed] = self.granted_by;
        if proposed == agreed || proposed == self.account || agreed == self.account {
            return Err(AppointmentError::SamePerson);
        }
        Ok(())
    }

    /// Whether it gives anything at an instant: the day counts in Viet Nam, a revocation to the instant.
    pub fn in_force(&self, at: Timestamp) -> bool {
        let day = VIETNAM.to_datetime(at).date();
        self.from <= day
            && self.until.is_none_or(|until| day < until)
            && self.revoked_at.is_none_or(|revoked| at < revoked)
    }
}
