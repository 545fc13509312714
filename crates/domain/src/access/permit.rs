//! The proof that the policy said yes.

use std::marker::PhantomData;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Action, Ask, FieldClass, Purpose};
use crate::units::UnitId;

/// A type that stands for one [`Action`]; see [`super::acts`].
pub trait Act {
    /// The action.
    const ACTION: Action;
}

/// A yes to one act, of one actor, at one instant, on a record of one unit.
///
/// Its fields cannot be set from outside:
///
/// ```compile_fail
/// use domain::access::{Permit, acts};
/// let forged: Permit<acts::OpenPerson> = Permit { action: std::marker::PhantomData };
/// ```
///
/// [`Permit::granted`] is called by the crate `policy` alone; a test of the house (tidy) looks for any other call.
/// A permit for one act is none for another:
///
/// ```compile_fail
/// use domain::access::{Permit, acts};
/// fn wider(narrow: Permit<acts::OpenPerson>) -> Permit<acts::ExportPersons> { narrow }
/// ```
#[derive(Debug)]
pub struct Permit<A: Act> {
    account: Option<Uuid>,
    appointment: Option<Uuid>,
    second: Option<Uuid>,
    purpose: Option<Purpose>,
    unit: UnitId,
    class: FieldClass,
    at: Timestamp,
    policies: Vec<String>,
    act: PhantomData<fn() -> A>,
}

impl<A: Act> Permit<A> {
    /// The permit for an ask that these policies permitted; none where the ask is about another act.
    pub fn granted(ask: &Ask<'_>, policies: Vec<String>) -> Option<Self> {
        (ask.action == A::ACTION).then(|| Self {
            account: ask.actor.map(|actor| actor.appointment.account),
            appointment: ask.actor.map(|actor| actor.appointment.id),
            second: ask.second.map(|second| second.appointment.id),
            purpose: ask.purpose,
            unit: ask.record.place.unit(),
            class: ask.record.class,
            at: ask.at,
            policies,
            act: PhantomData,
        })
    }

    /// Who may; none for a visitor.
    pub const fn account(&self) -> Option<Uuid> {
        self.account
    }

    /// Under which appointment.
    pub const fn appointment(&self) -> Option<Uuid> {
        self.appointment
    }

    /// The appointment of who agreed.
    pub const fn second(&self) -> Option<Uuid> {
        self.second
    }

    /// For which purpose.
    pub const fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// On a record of which unit.
    pub const fn unit(&self) -> UnitId {
        self.unit
    }

    /// Up to which class of fields.
    pub const fn class(&self) -> FieldClass {
        self.class
    }

    /// When it was given. It speaks of that instant: nothing keeps it for later.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The policies that gave it, for the ledger.
    pub fn policies(&self) -> &[String] {
        &self.policies
    }
}
