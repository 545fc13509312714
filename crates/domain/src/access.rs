//! Who may do what: the nouns that the rules in `policies/` speak of.
//!
//! An account does nothing by itself; it acts under one [`Appointment`], which gives a
//! [`Role`] over a unit for a time. An [`Ask`] says which [`Action`] is wanted on which
//! [`Record`], for which [`Purpose`], and the crate `policy` answers it. A [`Permit`] is
//! the proof of a yes: functions that act take one.

mod action;
mod appointment;
mod ask;
mod grant;
mod permit;
mod place;
mod purpose;
mod role;
mod scope;

pub use action::{Action, Pairing, acts};
pub use appointment::{Appointment, AppointmentError, Decided};
pub use ask::{Ask, Missing, Record, Refusal, Standing};
pub use grant::{Grant, GrantError, MUTUAL_HOURS_MIN, no_favour_returned};
pub use permit::{Act, Permit};
pub use place::{NATION, Place, Relation};
pub use purpose::{FieldClass, Purpose, RecordState};
pub use role::{Role, Tier};
pub use scope::{Part, Reach, Scope};

/// Oldest sign-in factor, in seconds, with which an act that asks for a fresh one is done (control C11).
pub const STEP_UP_SECONDS_MAX: u32 = 300;

/// How long a break-glass opening lasts, in seconds (control C8).
pub const GLASS_SECONDS_MAX: u32 = 4 * 3600;

/// Most people of one statutory list that two persons of one unit may hand out; above it, the second
/// must be of another unit (control C4).
pub const PERSONS_OF_ONE_UNIT_MAX: u32 = 50;

/// Words of one kind: an enum, the word kept in tables and policies, and reading it back.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $key:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $key)] $variant,)* }

        impl $name {
            /// Every one, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word kept in tables, policies and the ledger.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }

            /// Reads [`Self::key`]; `None` for any other word.
            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|word| word.key() == key) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.key()) }
        }
    };
}
pub(crate) use words;
