//! One question to the policy, and what a no says.

use jiff::Timestamp;
use thiserror::Error;
use uuid::Uuid;

use super::{Action, Appointment, FieldClass, Place, Purpose, RecordState, Role, words};

/// An appointment together with where its unit lies on the day of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The appointment acted under.
    pub appointment: &'a Appointment,
    /// Its unit on that day.
    pub place: &'a Place,
}

/// What is acted on, as far as the policy needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The unit that keeps it; for a list or an act without a record, the unit that it is done for.
    pub place: Place,
    /// How it stands; what is not a person's file is always active.
    pub state: RecordState,
    /// The most telling class of fields that would be shown or changed.
    pub class: FieldClass,
    /// How many people it is about.
    pub persons: u32,
    /// Whether one of them is under 18.
    pub minor: bool,
    /// Whether the actor sits in the team that a decision in force names for this person (Decree 163/2026, Art. 59.2.c),
    /// or is named in the task.
    pub in_team: bool,
    /// The unit that a file is on its way to.
    pub receiver: Option<Place>,
    /// The unit that keeps another file of the same number, where the two lie in two provinces.
    pub double: Option<Place>,
    /// The account acted on, for acts on accounts and appointments.
    pub subject: Option<Uuid>,
    /// The role to be granted or revoked.
    pub granted: Option<Role>,
}

impl Record {
    /// An active record of a unit with nothing special about it.
    pub const fn plain(place: Place, class: FieldClass) -> Self {
        Self {
            place,
            state: RecordState::Active,
            class,
            persons: 1,
            minor: false,
            in_team: false,
            receiver: None,
            double: None,
            subject: None,
            granted: None,
        }
    }
}

/// May this be done?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask<'a> {
    /// What is wanted.
    pub action: Action,
    /// What for; none where no person's data is touched.
    pub purpose: Option<Purpose>,
    /// Who acts; nobody for a visitor who has not signed in.
    pub actor: Option<Standing<'a>>,
    /// On what.
    pub record: &'a Record,
    /// When.
    pub at: Timestamp,
    /// Age of the sign-in factor, in seconds, of whoever is present: the actor, or, when a proposal is agreed to, the
    /// second. None where it was never given in this session.
    pub factor_age_s: Option<u32>,
    /// Who agreed, for acts of two persons.
    pub second: Option<Standing<'a>>,
    /// How long ago the actor announced an emergency about this record, in seconds.
    pub glass_age_s: Option<u32>,
}

impl<'a> Ask<'a> {
    /// A question with no more than actor, act and record.
    pub const fn plain(actor: Option<Standing<'a>>, action: Action, record: &'a Record, at: Timestamp) -> Self {
        Self { action, purpose: None, actor, record, at, factor_age_s: None, second: None, glass_age_s: None }
    }
}

words! {
    /// What would have to be different for a yes. Each has a sentence with its remedy in `locales/*/access.toml`.
    Missing {
        /// Nobody is signed in.
        SignIn "sign_in";
        /// The appointment is not in force on this day, or was revoked, or its unit is none any more.
        Appointment "appointment";
        /// No appointment of this role does this.
        Role "role";
        /// The record is of a unit outside one's territory.
        Territory "territory";
        /// The purpose chosen does not cover it, or none was chosen.
        Purpose "purpose";
        /// The record stands so that this cannot be done: on its way, transferred, sealed, destroyed.
        State "state";
        /// Not in the team named for this person.
        Team "team";
        /// This class of fields is not for this role and purpose.
        FieldClass "field_class";
        /// The sign-in factor is too old.
        StepUp "step_up";
        /// Another person must agree.
        SecondPerson "second_person";
        /// That person must be of another unit.
        SecondUnit "second_unit";
        /// That person may not agree to this: role, territory or appointment.
        SecondRight "second_right";
        /// Nobody acts on his own account here, as author or as second.
        OwnAccount "own_account";
        /// The role to be granted is not for this granter.
        GrantedRole "granted_role";
        /// The emergency was not announced, or is over.
        BreakGlass "break_glass";
    }
}

/// A no.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not permitted: {}", missing.iter().map(|m| m.key()).collect::<Vec<_>>().join(", "))]
pub struct Refusal {
    /// What was missing, the first first; never empty.
    pub missing: Vec<Missing>,
    /// The policies that refused, by id; empty where none permitted.
    pub policies: Vec<String>,
    /// Whether the actor may not even know that the record exists: answer as if it did not (404).
    pub hidden: bool,
}

impl Refusal {
    /// Whether nothing is missing but a second person: such an act can be proposed.
    pub fn awaits_second(&self) -> bool {
        self.missing == [Missing::SecondPerson]
    }
}
