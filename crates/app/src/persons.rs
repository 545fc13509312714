//! People's files: opened, put right, read, found, handed on, destroyed; and who looked into them.
//!
//! Three orders hold everywhere. *Reading*: decide, write the request down, make that durable, only then decrypt: what
//! the store gives out cannot be unlocked earlier. *Writing to two databases*: the records first, with their entry in
//! the ledger and an errand for the keyring; then the keyring; then the errand is struck off. Whoever is killed between
//! leaves an errand, which [`App::settle_keyring`] carries out at the next start or call. *Opening a file*: the key
//! first, because nothing can be sealed without it; a key without a file opens nothing.

mod erase;
mod extract;
mod files;
mod find;
pub(crate) mod indexes;
mod rekey;
mod sealing;
mod words;

use std::collections::BTreeSet;

use domain::persons::{Basis, Class, Doing, Holder, Identity, Standing, Version};
use jiff::Timestamp;
use jiff::civil::Date;
use store::access::{self, About, Access, Act, Details, Logged, Outcome};
use store::ledger::Actor;
use store::sight::Sight;
use store::{persons, persons_sealed};
use uuid::Uuid;

use crate::app::{App, day_of};
use crate::keyring::SubjectKeys;
use crate::problem::Problem;

pub use erase::Replayed;
pub use extract::{Extract, Form};
pub use files::{Opened, TOLD_A_DAY_MAX};
pub use find::{Found, Number};
pub use rekey::Renewed;
pub(crate) use sealing::open as open_identity;
pub(crate) use words::{say_act, say_identity};

/// What a file is opened, read or changed for. The word stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Opening a file: the only purpose for which the nation's index is asked.
    Register,
    /// Managing a person by law.
    Manage,
    /// Putting a file right.
    Correct,
    /// Handing a file to another unit.
    Transfer,
    /// The person's own request, complaint or extract.
    Request,
    /// Supervising those who keep files.
    Supervise,
    /// Renewing keys.
    Rekey,
}

impl Purpose {
    /// The word kept in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Manage => "manage",
            Self::Correct => "correct",
            Self::Transfer => "transfer",
            Self::Request => "request",
            Self::Supervise => "supervise",
            Self::Rekey => "rekey",
        }
    }
}

/// Who asks, for which unit, what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Who.
    pub actor: Actor,
    /// The unit whose files they may see.
    pub of: Holder,
    /// What for.
    pub purpose: Purpose,
    /// The request that it belongs to.
    pub request_id: Uuid,
    /// Why, in the officer's words; kept sealed.
    pub reason: Option<String>,
}

impl Asking {
    /// What the store shows to whoever asks: the files of that unit and no other.
    fn sight(&self) -> Sight {
        Sight::unit(self.of.unit)
    }
}

/// An act to be recorded: the caller's id, day and ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Made by the caller (`UUIDv7`); the same id twice is one act.
    pub id: Uuid,
    /// The day on which it happened.
    pub occurred_on: Date,
    /// What it stands on.
    pub basis: Basis,
}

/// A file, as far as it was asked for.
#[derive(Debug)]
pub struct File {
    /// How it stands now.
    pub standing: Standing,
    /// What happened to it, oldest first, as known at the instant asked for.
    pub history: Vec<Version>,
    /// The identities it had, oldest first, each with the number of its version. The last is in force.
    pub identities: Vec<(i64, Identity)>,
    /// The row of the log that this reading left.
    pub logged: Uuid,
}

impl App {
    /// Reads a file that the asker's unit holds: the classes of fields asked for, and no other; with `known_at`, as
    /// known at that instant.
    ///
    /// A file of another unit is [`Problem::Hidden`], as is one that never was; the attempt is written down. A
    /// destroyed one is [`Problem::Erased`].
    pub async fn read_person(
        &self,
        asking: &Asking,
        person: Uuid,
        classes: &BTreeSet<Class>,
        known_at: Option<Timestamp>,
    ) -> Result<File, Problem> {
        self.file(asking, person, classes, known_at, Act::Read).await
    }

    /// How many files a unit held at the end of a day, as known at an instant or now. Nobody's file is opened.
    pub async fn persons_on_file(
        &self,
        unit: domain::units::UnitId,
        on: Date,
        known_at: Option<Timestamp>,
    ) -> Result<i64, Problem> {
        // what a unit once held is told by what became of it elsewhere
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        Ok(persons::on_file(&mut tx, unit, on, known_at).await?)
    }

    /// Writes down that something about people was refused. Sign-in calls it for whatever its rules forbid.
    pub async fn note_refused(&self, asking: &Asking, persons: BTreeSet<Uuid>) -> Result<(), Problem> {
        let access = self.access(asking, Act::Refuse, About::Persons(persons), &BTreeSet::new());
        Ok(access::note(self.db(), &access, Outcome::Refused).await?)
    }

    /// Writes down that somebody came, left, or failed to come in.
    pub async fn note_presence(&self, actor: Actor, act: Act, outcome: Outcome, request: Uuid) -> Result<(), Problem> {
        let at = self.now();
        let access = Access {
            id: self.new_id(),
            at,
            on: day_of(at),
            actor,
            province_code: None,
            unit: None,
            act,
            purpose: "presence".to_owned(),
            noun: "account",
            classes: BTreeSet::new(),
            about: About::Nobody,
            request_id: request,
            details: None,
        };
        Ok(access::note(self.db(), &access, outcome).await?)
    }

    async fn file(
        &self,
        asking: &Asking,
        person: Uuid,
        classes: &BTreeSet<Class>,
        known_at: Option<Timestamp>,
        act: Act,
    ) -> Result<File, Problem> {
        let (standing, keys) = self.held(asking, person).await?;
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let history = persons::history(&mut tx, person, known_at).await?;
        let locked = persons_sealed::of_person(&mut tx, person, classes, known_at).await?;
        drop(tx);
        let logged = self.log_of(asking, act, person, classes, &keys).await?;
        let kept = locked.unlock(&logged).map_err(Problem::fault)?;
        let opened = kept.iter().map(|row| Ok((row.number, sealing::open(row, &keys)?)));
        Ok(File { standing, history, identities: opened.collect::<Result<_, Problem>>()?, logged: logged.id() })
    }

    /// The standing and keys of a file that the asker's unit holds. Whoever asks for another's is written down.
    pub(crate) async fn held(&self, asking: &Asking, person: Uuid) -> Result<(Standing, SubjectKeys), Problem> {
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let standing = persons::standing(&mut tx, person).await?;
        drop(tx);
        let standing = match standing {
            Some(standing) if standing.holder.unit == asking.of.unit => standing,
            _ => {
                self.note_refused(asking, [person].into()).await?;
                return Err(Problem::Hidden);
            }
        };
        if standing.erased {
            self.note_refused(asking, [person].into()).await?;
            return Err(Problem::Erased);
        }
        // after the standing: whoever renews the key in between makes the write that follows a conflict
        let keys = self.keyring()?.subject_key(person).await?;
        Ok((standing, keys))
    }

    /// Writes down a look into one file; the reason is sealed with the person's key and goes with it.
    async fn log_of(
        &self,
        asking: &Asking,
        act: Act,
        person: Uuid,
        classes: &BTreeSet<Class>,
        keys: &SubjectKeys,
    ) -> Result<Logged, Problem> {
        let mut access = self.access(asking, act, About::Persons([person].into()), classes);
        if let Some(reason) = &asking.reason {
            let sealed = self.seal_details(keys, person, asking.of.unit.0, access.id, reason)?;
            access.details = Some(Details { of: person, sealed });
        }
        Ok(access::log(self.db(), &access).await?)
    }

    fn access(&self, asking: &Asking, act: Act, about: About, classes: &BTreeSet<Class>) -> Access {
        let at = self.now();
        Access {
            id: self.new_id(),
            at,
            on: day_of(at),
            actor: asking.actor,
            province_code: Some(asking.of.province_code.clone()),
            unit: Some(asking.of.unit.0),
            act,
            purpose: asking.purpose.key().to_owned(),
            noun: persons::NOUN,
            classes: classes.clone(),
            about,
            request_id: asking.request_id,
            details: None,
        }
    }

    fn doing(&self, filed: Filed) -> Doing {
        Doing { id: filed.id, occurred_on: filed.occurred_on, at: self.to_the_millisecond(), basis: filed.basis }
    }

    /// Now, as it comes back from the store.
    pub(crate) fn to_the_millisecond(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now().as_millisecond()).unwrap_or_default()
    }
}
