//! Acts of two people: what one proposes, another agrees to, and exactly that is done.
//!
//! One mechanism for all of them (security.md C7, ASVS 5.0 2.3.5). The payload is kept as bytes with their SHA-256;
//! who agrees says which digest they saw, so that what was shown is what is carried out.

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use uuid::Uuid;

use crate::access::{Action, Appointment};
use crate::units::UnitId;

/// A proposal waits for so long.
pub const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A proposal has no longer payload, in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 64 << 10;

/// What one person wants and another must agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// The act.
    pub act: Action,
    /// What exactly, in the act's canonical form.
    pub payload: Vec<u8>,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// The unit that it is done for.
    pub unit: UnitId,
    /// The account or person that it is about.
    pub subject: Option<Uuid>,
    /// Who proposes.
    pub proposer: Uuid,
    /// Under which appointment; none for what rests on none.
    pub proposer_appointment: Option<Uuid>,
    /// When.
    pub proposed_at: Timestamp,
    /// It cannot be agreed to from this instant on.
    pub expires_at: Timestamp,
    /// Whether who agrees must be of another unit than who proposes.
    pub other_unit: bool,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Another person agreed, and it was carried out.
    Agreed,
    /// Another person refused.
    Refused,
    /// Who proposed took it back.
    Withdrawn,
}

impl Outcome {
    /// The word that is kept.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`Outcome::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Agreed, Self::Refused, Self::Withdrawn].into_iter().find(|outcome| outcome.key() == key)
    }
}

/// Who decides, and what they saw.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// Their account.
    pub account: Uuid,
    /// The appointment they decide under.
    pub appointment: &'a Appointment,
    /// The digest of the payload that was shown to them.
    pub saw: [u8; 32],
}

/// Why a decision cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DecisionFault {
    /// Who proposed cannot agree.
    #[error("who proposes cannot agree: another person has to")]
    OwnProposal,
    /// The one it is about cannot agree.
    #[error("who it is about cannot agree: another person has to")]
    OwnCase,
    /// Too late.
    #[error("the proposal expired at {0}: propose it again")]
    Expired(Timestamp),
    /// The appointment of the decider is another's, not yet or no longer in force, or revoked.
    #[error("the appointment is not in force: choose one that is")]
    NoAppointment,
    /// The appointment under which it was proposed is no longer in force.
    #[error("the proposer's appointment is no longer in force: it has to be proposed by another")]
    ProposerLeft,
    /// Who decides is of the proposer's unit.
    #[error("somebody of another unit has to agree")]
    SameUnit,
    /// What was shown is not what is kept.
    #[error("the proposal shown is not the one that is kept: look at it again")]
    NotAsShown,
}

/// Whether somebody may agree to a proposal now. The proposer's appointment is given as it stands now.
pub fn agree(
    of: &Proposal,
    by: &Decider<'_>,
    proposer: Option<&Appointment>,
    now: Timestamp,
) -> Result<(), DecisionFault> {
    decide(of, by, now)?;
    if of.subject == Some(by.account) {
        return Err(DecisionFault::OwnCase);
    }
    let left = proposer.is_none_or(|proposer| !proposer.in_force(now) || proposer.account != of.proposer);
    if of.proposer_appointment.is_some() && left {
        return Err(DecisionFault::ProposerLeft);
    }
    if of.other_unit && proposer.is_none_or(|proposer| proposer.unit == by.appointment.unit) {
        return Err(DecisionFault::SameUnit);
    }
    Ok(())
}

/// Whether somebody may refuse a proposal: as for agreeing, but nobody can be kept from saying no to his own case.
pub fn refuse(of: &Proposal, by: &Decider<'_>, now: Timestamp) -> Result<(), DecisionFault> {
    decide(of, by, now)
}

fn decide(of: &Proposal, by: &Decider<'_>, now: Timestamp) -> Result<(), DecisionFault> {
    if by.account == of.proposer {
        return Err(DecisionFault::OwnProposal);
    }
    if of.expires_at <= now {
        return Err(DecisionFault::Expired(of.expires_at));
    }
    if by.appointment.account != by.account || !by.appointment.in_force(now) {
        return Err(DecisionFault::NoAppointment);
    }
    if by.saw == of.digest { Ok(()) } else { Err(DecisionFault::NotAsShown) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::{SignedDuration, Timestamp};
    use uuid::Uuid;

    use super::{Decider, DecisionFault as Fault, LIFE, Proposal, agree, refuse};
    use crate::access::{Action, Appointment, Decided, Role};
    use crate::units::UnitId;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_765_760_400).expect("a small number")
    }

    fn appointment(account: u128, unit: u128) -> Appointment {
        Appointment {
            id: id(1000 + account),
            account: id(account),
            role: Role::PoliceHead,
            unit: UnitId(id(unit)),
            from: date(2025, 7, 1),
            until: None,
            decided: Decided { number: "1/QĐ-GĐ".to_owned(), date: date(2025, 6, 30) },
            granted_by: [id(8), id(9)],
            revoked_at: None,
        }
    }

    fn proposal() -> Proposal {
        Proposal {
            id: id(50),
            act: Action::GrantAppointment,
            payload: b"x".to_vec(),
            digest: [7; 32],
            unit: UnitId(id(100)),
            subject: Some(id(3)),
            proposer: id(1),
            proposer_appointment: Some(id(1001)),
            proposed_at: now(),
            expires_at: now().checked_add(LIFE).expect("in range"),
            other_unit: false,
        }
    }

    fn by(appointment: &Appointment) -> Decider<'_> {
        Decider { account: appointment.account, appointment, saw: [7; 32] }
    }

    #[test]
    fn another_person_in_force_who_saw_it_may_agree() {
        let (first, second) = (appointment(1, 100), appointment(2, 100));
        assert_eq!(agree(&proposal(), &by(&second), Some(&first), now()), Ok(()));
        assert_eq!(refuse(&proposal(), &by(&second), now()), Ok(()));
    }

    #[test]
    fn each_thing_that_is_wrong_is_named() {
        let (first, second, own) = (appointment(1, 100), appointment(2, 100), appointment(3, 100));
        let after = |hours| now().checked_add(SignedDuration::from_hours(hours)).expect("in range");
        let revoked = |of: &Appointment| Appointment { revoked_at: Some(now()), ..of.clone() };
        let until = |of: &Appointment| Appointment { until: Some(date(2025, 12, 15)), ..of.clone() };
        let decide = |by: &Decider<'_>, first: &Appointment, at| agree(&proposal(), by, Some(first), at);
        assert_eq!(decide(&by(&first), &first, now()), Err(Fault::OwnProposal));
        assert_eq!(decide(&by(&own), &first, now()), Err(Fault::OwnCase));
        assert_eq!(decide(&by(&second), &first, after(7 * 24)), Err(Fault::Expired(after(7 * 24))));
        assert_eq!(decide(&by(&second), &first, after(7 * 24 - 1)), Ok(()));
        assert_eq!(decide(&by(&revoked(&second)), &first, now()), Err(Fault::NoAppointment));
        assert_eq!(decide(&by(&until(&second)), &first, now()), Err(Fault::NoAppointment), "it ended this morning");
        assert_eq!(decide(&by(&second), &revoked(&first), now()), Err(Fault::ProposerLeft));
        assert_eq!(agree(&proposal(), &by(&second), None, now()), Err(Fault::ProposerLeft));
        let borrowed = Decider { account: id(2), appointment: &own, saw: [7; 32] };
        assert_eq!(decide(&borrowed, &first, now()), Err(Fault::NoAppointment), "somebody else's appointment");
        let unseen = Decider { saw: [8; 32], ..by(&second) };
        assert_eq!(decide(&unseen, &first, now()), Err(Fault::NotAsShown));
    }

    #[test]
    fn where_another_unit_must_agree_the_same_unit_does_not_do() {
        let of = Proposal { other_unit: true, ..proposal() };
        let first = appointment(1, 100);
        assert_eq!(agree(&of, &by(&appointment(2, 100)), Some(&first), now()), Err(Fault::SameUnit));
        assert_eq!(agree(&of, &by(&appointment(2, 101)), Some(&first), now()), Ok(()));
    }
}
