//! Between an identity and its sealed fields: each field bound to its row, column, person, unit and version.

use domain::persons::{Change, Field, Identity, Sealed};
use store::persons_sealed::{Kept, TABLE};
use uuid::Uuid;
use vault::seal::{self, Pad, Place};
use zeroize::Zeroizing;

use crate::app::App;
use crate::keyring::{KeyringFault, SubjectKeys};
use crate::problem::Problem;

/// The table and column of sealed words in the log.
const DETAILS: (&str, &str) = ("access", "details");

/// Where an identity stands: the row's version, its number, the person and the unit that seals.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub version: Uuid,
    pub number: i64,
    pub person: Uuid,
    pub unit: Uuid,
}

impl Spot {
    const fn place(self, field: Field) -> Place<'static> {
        Place {
            table: TABLE,
            column: field.key(),
            row: self.version,
            subject: self.person,
            unit: self.unit,
            version: self.number,
        }
    }
}

const fn pad(field: Field) -> Pad {
    if field.is_code() { Pad::Code } else { Pad::Text }
}

/// Opens the fields of a kept row. The id in front of each chooses the key; with another nothing is tried.
pub(crate) fn open(row: &Kept, keys: &SubjectKeys) -> Result<Identity, Problem> {
    open_some(row, keys, |_| true)
}

/// Opens the fields that are wanted and leaves the others sealed.
pub(super) fn open_some(
    row: &Kept,
    keys: &SubjectKeys,
    is_wanted: impl Fn(Field) -> bool,
) -> Result<Identity, Problem> {
    let spot = Spot { version: row.version, number: row.number, person: row.person, unit: row.unit };
    let fields = row.fields.iter().filter(|(field, _)| is_wanted(*field)).map(|(field, sealed)| {
        let id = seal::key_id_of(sealed).map_err(KeyringFault::Altered)?;
        let key = keys.key(id).ok_or(KeyringFault::NoKey)?;
        let plain = seal::open(key, &spot.place(*field), sealed).map_err(KeyringFault::Altered)?;
        let text = std::str::from_utf8(&plain).map_err(Problem::fault)?;
        Ok((*field, Zeroizing::new(text.to_owned())))
    });
    Ok(Identity::kept(fields.collect::<Result<Vec<_>, Problem>>()?))
}

impl App {
    /// Seals what a change brings.
    pub(crate) fn seal_change(&self, change: Change<Identity>, keys: &SubjectKeys) -> Result<Change<Sealed>, Problem> {
        let version = change.version();
        let spot =
            Spot { version: version.id, number: version.number, person: version.person, unit: version.holder.unit.0 };
        change.sealed(|field, text| self.seal_field(keys, spot, field, text))
    }

    /// Seals an identity for a spot.
    pub(super) fn seal_identity(&self, identity: &Identity, keys: &SubjectKeys, spot: Spot) -> Result<Sealed, Problem> {
        Sealed::of(identity, |field, text| self.seal_field(keys, spot, field, text))
    }

    fn seal_field(&self, keys: &SubjectKeys, spot: Spot, field: Field, text: &str) -> Result<Vec<u8>, Problem> {
        let (key, nonce) = (keys.active(), self.nonce()?);
        let sealed = seal::seal(key, key.id(), nonce, &spot.place(field), text.as_bytes(), pad(field));
        Ok(sealed.map_err(KeyringFault::Altered)?)
    }

    /// Seals words of the log.
    pub(super) fn seal_details(
        &self,
        keys: &SubjectKeys,
        subject: Uuid,
        unit: Uuid,
        row: Uuid,
        words: &str,
    ) -> Result<Vec<u8>, Problem> {
        let (table, column) = DETAILS;
        let place = Place { table, column, row, subject, unit, version: 1 };
        let key = keys.active();
        let sealed = seal::seal(key, key.id(), self.nonce()?, &place, words.as_bytes(), Pad::Text);
        Ok(sealed.map_err(KeyringFault::Altered)?)
    }

    fn nonce(&self) -> Result<[u8; 12], Problem> {
        Ok(self.sources().bytes().map_err(KeyringFault::Randomness)?)
    }
}
