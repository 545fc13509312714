//! People whose file a unit holds: what identifies them, and what happens to the file.
//!
//! A file is a history of *versions*: opened, corrected, handed to another unit, destroyed. A version is never
//! changed; a correction is a later version with a whole identity, and both stay. Each rests on a clause and a signed
//! document. Only [`open`], [`correct`], [`transfer`] and [`erase`] make a [`Change`], and only a change whose identity
//! has been sealed can be kept.

mod identity;
mod search;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use thiserror::Error;
use uuid::Uuid;

pub use identity::{Class, Field, Identity, IdentityFault};
pub use search::{Query, Rank};

use crate::units::UnitId;

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// It was opened.
    Open,
    /// The identity was put right; what stood before stays.
    Correct,
    /// Another unit holds it now.
    Transfer,
    /// Its keys were destroyed: nothing in it can be read again.
    Erase,
    /// The same once more, after a restore of a store older than the destruction.
    EraseAgain,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 5] = [Self::Open, Self::Correct, Self::Transfer, Self::Erase, Self::EraseAgain];

    /// The word kept in tables and in the ledger.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Correct => "correct",
            Self::Transfer => "transfer",
            Self::Erase => "erase",
            Self::EraseAgain => "erase_again",
        }
    }

    /// Reads [`Act::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }

    /// Whether it says where the file is, or that it is no more.
    pub const fn places(self) -> bool {
        !matches!(self, Self::Correct)
    }
}

/// What an act stands on: without it nothing happens to a person's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The clause of law, as cited.
    pub clause: String,
    /// Number of the signed document. No person's name in it.
    pub document_number: String,
    /// Its date.
    pub document_date: Date,
}

/// An act of a caller: ids and instants are his.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// Id of the version; the same id twice is written once.
    pub id: Uuid,
    /// The day on which it happened.
    pub occurred_on: Date,
    /// Now.
    pub at: Timestamp,
    /// What it stands on.
    pub basis: Basis,
}

/// Where a file is, or where it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The unit.
    pub unit: UnitId,
    /// Its province, by which rows are divided.
    pub province_code: String,
}

/// How a file stands: what its versions have come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub person: Uuid,
    /// The unit that holds it, or held it last.
    pub holder: Holder,
    /// Number of the last version, from 1.
    pub version: i64,
    /// How often its key was renewed. What was sealed with the key before a renewal is no longer taken.
    pub renewals: i64,
    /// Since when it is there: the day of the last version that [`Act::places`] it.
    pub placed_on: Date,
    /// Whether its keys were destroyed.
    pub erased: bool,
}

/// One version of a file. Holds nothing that identifies anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Made by the caller (`UUIDv7`).
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// 1, 2, 3 …
    pub number: i64,
    /// What happened.
    pub act: Act,
    /// Who holds the file from then on.
    pub holder: Holder,
    /// The day on which it happened.
    pub occurred_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What it stands on.
    pub basis: Basis,
    /// The two accounts that approved a destruction.
    pub approved_by: Option<[Uuid; 2]>,
}

/// What happens to a file, all or none. `I` is the identity: in plain until it is sealed.
///
/// Made only by [`open`], [`correct`], [`transfer`], [`erase`] and [`erase_again`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<I> {
    version: Version,
    identity: Option<I>,
    standing: Standing,
}

/// An identity as it is kept: every field as sealed bytes, in the order of [`Field::ALL`], the empty ones too,
/// so that a copy of the table does not tell who has a telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed(Vec<Vec<u8>>);

impl Sealed {
    /// The sealed fields in the order of [`Field::ALL`].
    pub fn fields(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Fields read back from where they were kept; none if their number is not that of [`Field::ALL`].
    pub fn from_fields(fields: Vec<Vec<u8>>) -> Option<Self> {
        (fields.len() == Field::ALL.len()).then_some(Self(fields))
    }

    /// Seals every field of an identity with the caller's seal.
    pub fn of<E>(identity: &Identity, mut seal: impl FnMut(Field, &str) -> Result<Vec<u8>, E>) -> Result<Self, E> {
        let fields = Field::ALL.iter().map(|field| seal(*field, identity.get(*field).unwrap_or_default()));
        fields.collect::<Result<_, E>>().map(Self)
    }
}

impl<I> Change<I> {
    /// The new version.
    pub const fn version(&self) -> &Version {
        &self.version
    }

    /// The identity that it brings; only opening and correcting do.
    pub const fn identity(&self) -> Option<&I> {
        self.identity.as_ref()
    }

    /// How the file stands afterwards.
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }
}

impl Change<Identity> {
    /// Seals the identity that it brings: field, what stands in it, in; sealed bytes, out.
    pub fn sealed<E>(self, seal: impl FnMut(Field, &str) -> Result<Vec<u8>, E>) -> Result<Change<Sealed>, E> {
        let identity = self.identity.as_ref().map(|identity| Sealed::of(identity, seal)).transpose()?;
        Ok(Change { version: self.version, identity, standing: self.standing })
    }
}

/// Why an act on a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PersonError {
    /// No clause of law, or no number of a signed document.
    #[error("an act on a file needs a clause and a document")]
    NoBasis,
    /// Something in it is longer than is kept, or has line breaks in it.
    #[error("clause and document number are single lines of at most 500 letters")]
    NotALine,
    /// It is said to happen later than today.
    #[error("{on} has not come yet")]
    NotYet {
        /// The day given.
        on: Date,
    },
    /// It is said to happen before the file came to where it is.
    #[error("{on} is before {since}, the day on which the file came to its unit")]
    TooEarly {
        /// The day given.
        on: Date,
        /// Since when the file is there.
        since: Date,
    },
    /// Its keys were destroyed; nothing can be done with it any more.
    #[error("the file was destroyed")]
    Erased,
    /// The unit holds the file already.
    #[error("the unit holds the file already")]
    SameUnit,
    /// Destroying takes the approval of two people.
    #[error("a destruction needs the approval of two different accounts")]
    OneApprover,
}

/// Letters of a clause or a document's number, at most.
const LINE_MAX: usize = 500;

/// Opens a file.
pub fn open(person: Uuid, holder: Holder, identity: Identity, doing: Doing) -> Result<Change<Identity>, PersonError> {
    check(&doing)?;
    let standing = Standing { person, holder, version: 1, renewals: 0, placed_on: doing.occurred_on, erased: false };
    Ok(change(standing, Act::Open, doing, Some(identity), None))
}

/// Puts an identity right. What stood before stays as it was.
pub fn correct(from: &Standing, identity: Identity, doing: Doing) -> Result<Change<Identity>, PersonError> {
    check_held(from, &doing)?;
    let standing = Standing { version: from.version.saturating_add(1), ..from.clone() };
    Ok(change(standing, Act::Correct, doing, Some(identity), None))
}

/// Hands a file to another unit.
pub fn transfer(from: &Standing, to: Holder, doing: Doing) -> Result<Change<Identity>, PersonError> {
    check_held(from, &doing)?;
    if to.unit == from.holder.unit {
        return Err(PersonError::SameUnit);
    }
    Ok(change(moved(from, to, &doing), Act::Transfer, doing, None, None))
}

/// Decides that a file's keys are destroyed: on a ground, by a document, approved by two different accounts.
pub fn erase(from: &Standing, approved_by: [Uuid; 2], doing: Doing) -> Result<Change<Identity>, PersonError> {
    check_held(from, &doing)?;
    let [first, second] = approved_by;
    if first == second || first.is_nil() || second.is_nil() {
        return Err(PersonError::OneApprover);
    }
    let standing = Standing { erased: true, ..moved(from, from.holder.clone(), &doing) };
    Ok(change(standing, Act::Erase, doing, None, Some(approved_by)))
}

/// Carries out once more what was decided before, in a store restored from before it: `doing` tells the ground and
/// document of then. Nobody decides anew, so nobody is asked for approval, and the day may be any.
pub fn erase_again(from: &Standing, doing: Doing) -> Result<Change<Identity>, PersonError> {
    check(&doing)?;
    if from.erased {
        return Err(PersonError::Erased);
    }
    let standing = Standing { erased: true, ..moved(from, from.holder.clone(), &doing) };
    Ok(change(standing, Act::EraseAgain, doing, None, None))
}

fn moved(from: &Standing, to: Holder, doing: &Doing) -> Standing {
    let version = from.version.saturating_add(1);
    Standing { holder: to, version, placed_on: doing.occurred_on, ..from.clone() }
}

fn change<I>(
    standing: Standing,
    act: Act,
    doing: Doing,
    identity: Option<I>,
    approved_by: Option<[Uuid; 2]>,
) -> Change<I> {
    let version = Version {
        id: doing.id,
        person: standing.person,
        number: standing.version,
        act,
        holder: standing.holder.clone(),
        occurred_on: doing.occurred_on,
        recorded_at: doing.at,
        basis: doing.basis,
        approved_by,
    };
    Change { version, identity, standing }
}

fn check(doing: &Doing) -> Result<(), PersonError> {
    let Basis { clause, document_number, .. } = &doing.basis;
    for line in [clause, document_number] {
        if line.trim().is_empty() {
            return Err(PersonError::NoBasis);
        }
        if line.chars().count() > LINE_MAX || line.chars().any(char::is_control) {
            return Err(PersonError::NotALine);
        }
    }
    // Việt Nam has had one offset since 1975
    let today = Offset::constant(7).to_datetime(doing.at).date();
    match [doing.occurred_on, doing.basis.document_date].into_iter().find(|day| *day > today) {
        Some(on) => Err(PersonError::NotYet { on }),
        None => Ok(()),
    }
}

fn check_held(from: &Standing, doing: &Doing) -> Result<(), PersonError> {
    check(doing)?;
    if from.erased {
        return Err(PersonError::Erased);
    }
    if doing.occurred_on < from.placed_on {
        return Err(PersonError::TooEarly { on: doing.occurred_on, since: from.placed_on });
    }
    Ok(())
}
