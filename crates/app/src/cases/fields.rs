//! Between what was written down with an act and its sealed bytes.

use std::collections::BTreeMap;

use domain::cases::{FieldKind, Law, Value};
use jiff::civil::Date;
use store::cases::Kept;
use store::cases_sealed::{COLUMN, TABLE};
use uuid::Uuid;
use vault::seal::{self, Pad, Place};

use crate::app::App;
use crate::keyring::{KeyringFault, SubjectKeys};
use crate::problem::Problem;

/// The table and column of what waits in a proposal for a second person.
const PROPOSED: (&str, &str) = ("proposal", "payload");

/// Where sealed fields stand: the event and its number, the person and the unit that seals.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub event: Uuid,
    pub entry: i64,
    pub person: Uuid,
    pub unit: Uuid,
}

impl Spot {
    const fn place(self) -> Place<'static> {
        Place {
            table: TABLE,
            column: COLUMN,
            row: self.event,
            subject: self.person,
            unit: self.unit,
            version: self.entry,
        }
    }

    const fn proposed(self) -> Place<'static> {
        let (table, column) = PROPOSED;
        Place { table, column, row: self.event, subject: self.person, unit: self.unit, version: 1 }
    }
}

/// Opens the fields of a kept event.
pub(super) fn open(law: &Law, kept: &Kept, keys: &SubjectKeys) -> Result<BTreeMap<String, Value>, Problem> {
    let spot = Spot { event: kept.id, entry: kept.entry, person: kept.person, unit: kept.sealed_by };
    let plain = unseal(keys, &spot.place(), &kept.fields)?;
    let fields: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&plain).map_err(Problem::fault)?;
    Ok(fields.into_iter().filter_map(|(name, value)| Some((value_of(law, &name, value)?, name))).map(swap).collect())
}

fn swap((value, name): (Value, String)) -> (String, Value) {
    (name, value)
}

/// A value as its field has it; dates and texts are both texts where they are kept.
pub(super) fn value_of(law: &Law, name: &str, value: serde_json::Value) -> Option<Value> {
    let is_date = name == "resident_since" || law.field(name).is_some_and(|field| field.kind == FieldKind::Date);
    match value {
        serde_json::Value::Bool(yes) => Some(Value::Yes(yes)),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Number),
        serde_json::Value::String(text) if is_date => text.parse::<Date>().ok().map(Value::Date),
        serde_json::Value::String(text) => Some(Value::Text(text)),
        _ => None,
    }
}

pub(super) fn unseal(keys: &SubjectKeys, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
    let id = seal::key_id_of(sealed).map_err(KeyringFault::Altered)?;
    let key = keys.key(id).ok_or(KeyringFault::NoKey)?;
    Ok(seal::open(key, place, sealed).map_err(KeyringFault::Altered)?.to_vec())
}

impl App {
    /// Seals what was written down with an event.
    pub(super) fn seal_fields(
        &self,
        keys: &SubjectKeys,
        spot: Spot,
        fields: &BTreeMap<String, Value>,
    ) -> Result<Vec<u8>, Problem> {
        let plain = serde_json::to_vec(fields).map_err(Problem::fault)?;
        self.seal_at(keys, &spot.place(), &plain)
    }

    /// Seals what waits for a second person.
    pub(super) fn seal_proposed(&self, keys: &SubjectKeys, spot: Spot, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        self.seal_at(keys, &spot.proposed(), plain)
    }

    pub(super) fn seal_at(&self, keys: &SubjectKeys, place: &Place<'_>, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        let nonce = self.sources().bytes().map_err(KeyringFault::Randomness)?;
        let key = keys.active();
        Ok(seal::seal(key, key.id(), nonce, place, plain, Pad::Text).map_err(KeyringFault::Altered)?)
    }
}

/// Opens what waits for a second person.
pub(super) fn open_proposed(keys: &SubjectKeys, spot: Spot, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
    unseal(keys, &spot.proposed(), sealed)
}

/// Opens sealed fields for a renewed key and seals them under it.
pub(crate) fn renewed(
    app: &App,
    before: &store::cases_sealed::SealedFields,
    keys: &SubjectKeys,
    unit: Uuid,
) -> Result<Vec<u8>, Problem> {
    let spot = Spot { event: before.event, entry: before.entry, person: before.person, unit: before.unit };
    let plain = unseal(keys, &spot.place(), &before.fields)?;
    app.seal_at(keys, &Spot { unit, ..spot }.place(), &plain)
}
