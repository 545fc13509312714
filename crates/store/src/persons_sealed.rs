//! The sealed identities: whoever reads them gets them [`Locked`], and whoever renews a key seals them once more.
//!
//! A row is never changed and never sealed anew in its place: renewing a person's key adds a *sealing* of every version
//! under the new key, with an entry of its own. The older sealings stay as bytes that no key opens any more, so the
//! digests of all entries can be worked out again for ever.

use std::collections::{BTreeSet, HashMap};

use domain::persons::{Class, Field, Sealed, Version};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;
use vault::Digest;
use vault::entry::Document;

use crate::access::{Locked, Of};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Actor, Deed, Vouched};
use crate::payload::Payload;
use crate::persons;
use crate::query::{Arg, Query, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("persons_sealed::OF_PERSON", OF_PERSON),
    ("persons_sealed::LAST_OF_UNIT", LAST_OF_UNIT),
    ("persons_sealed::NAMES_OF_UNIT", NAMES_OF_UNIT),
    ("persons_sealed::BIRTHS_OF_UNIT", BIRTHS_OF_UNIT),
    ("persons_sealed::TO_RESEAL", TO_RESEAL),
    ("persons_sealed::ADD", ADD),
    ("persons_sealed::RENEW", RENEW),
    ("persons_sealed::EVERYTHING", EVERYTHING),
];

/// The table; sealed fields are bound to its name.
pub const TABLE: &str = "person_identity";
/// The kind of payload that one row makes; its version moves when a column does.
const ROW: &str = "person_identity/2";
/// The kind of a row written before there was a family in it: without its three columns.
const ROW_BEFORE_FAMILY: &str = "person_identity/1";
/// Values before the sealed fields.
const PLACES: usize = 8;
/// The kind of payload of a renewed sealing.
const RESEALED: &str = "person_rekey/1";
/// The act of a renewed sealing in the ledger.
const REKEY: &str = "rekey";

/// An identity as it is kept, as far as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The version that brought it: the row to which the fields are bound.
    pub version: Uuid,
    /// Number of that version.
    pub number: i64,
    /// Whose.
    pub person: Uuid,
    /// The unit that held the file when the row was written.
    pub unit: Uuid,
    /// Which sealing, from 1.
    pub sealing: i64,
    /// The province of the row.
    pub province_code: String,
    /// The sealed fields of the classes asked for.
    pub fields: Vec<(Field, Vec<u8>)>,
}

const OF_PERSON: &str = "
    select i.province_code, i.version_id, i.sealing, i.person_id, i.unit_id, i.version,
           i.full_name, i.other_name, i.sex, i.birth_date, i.birth_place, i.id12, i.id9, i.id_issue,
           i.passport, i.phone, i.home_place, i.residence, i.dwelling, i.ethnicity, i.religion,
           i.nationality, i.education, i.occupation, i.workplace, i.father, i.mother, i.representative
    from person_identity i
    join person_version v on v.province_code = i.province_code and v.id = i.version_id
    where i.person_id = $1 and v.recorded_at <= $2
      and not exists (select 1 from person_identity l
                      where l.province_code = i.province_code and l.version_id = i.version_id
                        and l.sealing > i.sealing)
    order by i.version";

/// Every identity that a file had, oldest first, in its last sealing; with `known_at`, as known at that instant
/// (inclusive). Only fields of `classes` are taken out of the rows.
#[tracing::instrument(name = "db.persons_sealed.of_person", level = "debug", skip_all)]
pub async fn of_person(
    tx: &mut Tx,
    person: Uuid,
    classes: &BTreeSet<Class>,
    known_at: Option<Timestamp>,
) -> Result<Locked<Vec<Kept>>> {
    let known_at = known_at.map_or(i64::MAX, Timestamp::as_millisecond);
    let kept = rows(tx, sql(OF_PERSON).arg(person).arg(known_at), classes).await?;
    Ok(Locked::new(kept, Of::Persons([person].into()), classes.clone()))
}

/// People asked for in one question.
const AT_ONCE: usize = 50;
const LAST_OF_UNIT: &str = "
    select i.province_code, i.version_id, i.sealing, i.person_id, i.unit_id, i.version,
           i.full_name, i.other_name, i.sex, i.birth_date, i.birth_place, i.id12, i.id9, i.id_issue,
           i.passport, i.phone, i.home_place, i.residence, i.dwelling, i.ethnicity, i.religion,
           i.nationality, i.education, i.occupation, i.workplace, i.father, i.mother, i.representative
    from person p
    join person_identity i on i.person_id = p.id
     and (i.version, i.sealing) = (select l.version, l.sealing from person_identity l where l.person_id = p.id
                                   order by l.version desc, l.sealing desc limit 1)
    where p.unit_id = $1 and p.state = 'held'
      and p.id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                    $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
                    $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)
    order by p.id";

/// The identities in force of some people, of those whose file the unit holds. Others are left out.
#[tracing::instrument(name = "db.persons_sealed.last_of", level = "debug", skip_all)]
pub async fn last_of(
    tx: &mut Tx,
    unit: UnitId,
    persons: &BTreeSet<Uuid>,
    classes: &BTreeSet<Class>,
) -> Result<Locked<Vec<Kept>>> {
    let ids: Vec<Uuid> = persons.iter().copied().collect();
    let mut kept = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        // a place left over asks for nobody
        let left = std::iter::repeat_n(Uuid::nil(), AT_ONCE - some.len());
        let places = some.iter().copied().chain(left).map(Arg::from);
        kept.extend(rows(tx, sql(LAST_OF_UNIT).arg(unit.0).args(places), classes).await?);
    }
    Ok(Locked::new(kept, Of::Persons(persons.clone()), classes.clone()))
}

const NAMES_OF_UNIT: &str = "
    select i.province_code, i.version_id, i.sealing, i.person_id, i.unit_id, i.version,
           i.full_name, i.other_name, i.birth_date
    from person p
    join person_identity i on i.person_id = p.id
     and (i.version, i.sealing) = (select l.version, l.sealing from person_identity l where l.person_id = p.id
                                   order by l.version desc, l.sealing desc limit 1)
    where p.unit_id = $1 and p.state = 'held'
    order by p.id";

/// Names and days of birth of everybody whose file the unit holds, to search in.
#[tracing::instrument(name = "db.persons_sealed.names_of_unit", level = "debug", skip_all)]
pub async fn names_of_unit(tx: &mut Tx, unit: UnitId) -> Result<Locked<Vec<Kept>>> {
    let mut kept = Vec::new();
    tx.each(sql(NAMES_OF_UNIT).arg(unit.0), |row| {
        kept.push(identity(&row, &[Field::FullName, Field::OtherName, Field::BirthDate])?);
        Ok(())
    })
    .await?;
    Ok(Locked::new(kept, Of::Unit(unit.0), [Class::Names, Class::Birth].into()))
}

const BIRTHS_OF_UNIT: &str = "
    select i.province_code, i.version_id, i.sealing, i.person_id, i.unit_id, i.version,
           i.sex, i.birth_date
    from person p
    join person_identity i on i.person_id = p.id
     and (i.version, i.sealing) = (select l.version, l.sealing from person_identity l where l.person_id = p.id
                                   order by l.version desc, l.sealing desc limit 1)
    where p.unit_id = $1 and p.state = 'held'
    order by p.id";

/// Sex and day of birth of everybody whose file the unit holds, to count by.
#[tracing::instrument(name = "db.persons_sealed.births_of_unit", level = "debug", skip_all)]
pub async fn births_of_unit(tx: &mut Tx, unit: UnitId) -> Result<Locked<Vec<Kept>>> {
    let mut kept = Vec::new();
    tx.each(sql(BIRTHS_OF_UNIT).arg(unit.0), |row| {
        kept.push(identity(&row, &[Field::Sex, Field::BirthDate])?);
        Ok(())
    })
    .await?;
    Ok(Locked::new(kept, Of::Unit(unit.0), [Class::Birth].into()))
}

const TO_RESEAL: &str = "
    select i.province_code, i.version_id, i.sealing, i.person_id, i.unit_id, i.version,
           i.full_name, i.other_name, i.sex, i.birth_date, i.birth_place, i.id12, i.id9, i.id_issue,
           i.passport, i.phone, i.home_place, i.residence, i.dwelling, i.ethnicity, i.religion,
           i.nationality, i.education, i.occupation, i.workplace, i.father, i.mother, i.representative
    from person_identity i
    where i.person_id in (select p.id from person p
                          where p.unit_id = $1 and p.state = 'held' and p.id > $2
                          order by p.id
                          limit $3)
      and not exists (select 1 from person_identity l
                      where l.province_code = i.province_code and l.version_id = i.version_id
                        and l.sealing > i.sealing)
    order by i.person_id, i.version";

/// Every identity of the next people of a unit after `after`, in its last sealing, to be sealed under new keys.
#[tracing::instrument(name = "db.persons_sealed.to_reseal", level = "debug", skip_all)]
pub async fn to_reseal(tx: &mut Tx, unit: UnitId, after: Uuid, people: i64) -> Result<Locked<Vec<Kept>>> {
    let all = Class::ALL.into();
    let kept = rows(tx, sql(TO_RESEAL).arg(unit.0).arg(after).arg(people), &all).await?;
    Ok(Locked::new(kept, Of::Unit(unit.0), all))
}

async fn rows(tx: &mut Tx, query: Query, classes: &BTreeSet<Class>) -> Result<Vec<Kept>> {
    let wanted: Vec<Field> = Field::ALL.iter().copied().filter(|field| classes.contains(&field.class())).collect();
    let mut kept = Vec::new();
    tx.each(query, |row| {
        kept.push(identity(&row, &wanted)?);
        Ok(())
    })
    .await?;
    Ok(kept)
}

fn identity(row: &Row, wanted: &[Field]) -> Result<Kept> {
    Ok(Kept {
        version: row.get("version_id")?,
        number: row.get("version")?,
        person: row.get("person_id")?,
        unit: row.get("unit_id")?,
        sealing: row.get("sealing")?,
        province_code: row.get("province_code")?,
        fields: sealed_fields(row, wanted)?,
    })
}

/// The fields of a row. Of a row older than a field there is nothing, which is not the same as a sealed nothing.
fn sealed_fields(row: &Row, wanted: &[Field]) -> Result<Vec<(Field, Vec<u8>)>> {
    let mut fields = Vec::with_capacity(wanted.len());
    for field in wanted {
        let sealed: Option<Vec<u8>> = row.get(field.key())?;
        fields.extend(sealed.map(|sealed| (*field, sealed)));
    }
    Ok(fields)
}

const ADD: &str = "
    insert into person_identity
        (province_code, version_id, sealing, sealing_id, person_id, unit_id, version, sealed_at,
         full_name, other_name, sex, birth_date, birth_place, id12, id9, id_issue, passport, phone,
         home_place, residence, dwelling, ethnicity, religion, nationality, education, occupation,
         workplace, father, mother, representative)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $26, $27, $28, $29, $30)";

/// Keeps the identity that a version brings. Answers the digest of its row.
pub(crate) async fn add_first(tx: &mut Tx, version: &Version, identity: &Sealed) -> Result<Digest> {
    let mut row: Vec<Arg> = vec![
        version.holder.province_code.as_str().into(),
        version.id.into(),
        1_i64.into(),
        version.id.into(),
        version.person.into(),
        version.holder.unit.0.into(),
        version.number.into(),
        version.recorded_at.as_millisecond().into(),
    ];
    row.extend(identity.fields().iter().map(|field| field.as_slice().into()));
    add(tx, row).await
}

async fn add(tx: &mut Tx, row: Vec<Arg>) -> Result<Digest> {
    let digest = digest(&row);
    tx.run(sql(ADD).args(row)).await?;
    Ok(digest)
}

fn digest(row: &[Arg]) -> Digest {
    let had = Field::ALL.iter().filter(|field| field.class() != Class::Family).count();
    let (before, family) = row.split_at_checked(PLACES + had).unwrap_or((row, &[]));
    let is_before = family.iter().all(|value| matches!(value, Arg::Bytes(None)));
    let mut payload = Payload::new(if is_before { ROW_BEFORE_FAMILY } else { ROW });
    payload.row(if is_before { before } else { row });
    payload.digest()
}

/// An identity sealed once more.
#[derive(Clone, Debug)]
pub struct Resealed {
    /// What was sealed before.
    pub before: Kept,
    /// The same fields under the new key, bound to `unit` of [`Resealing`].
    pub fields: Sealed,
}

/// Who seals a unit's files once more, and when.
#[derive(Clone, Debug)]
pub struct Resealing {
    /// Made by the caller (`UUIDv7`).
    pub id: Uuid,
    /// The unit that holds the files.
    pub unit: UnitId,
    /// Its province.
    pub province_code: String,
    /// Now.
    pub at: Timestamp,
    /// The civil day of it.
    pub on: Date,
    /// Who.
    pub actor: Actor,
}

const RENEW: &str = "update person set renewals = renewals + 1 where id = $1 and state = 'held'";

/// Keeps renewed sealings of some people with their entry in the ledger. Whoever began to write their files before
/// that, with the key before, gets a [`crate::StoreError::Conflict`]; so does who renews the same a second time.
#[tracing::instrument(name = "db.persons_sealed.reseal", level = "debug", skip_all, fields(rows = resealed.len()))]
pub async fn reseal(tx: &mut Tx, by: &Resealing, people: &BTreeSet<Uuid>, resealed: &[Resealed]) -> Result<()> {
    for person in people {
        tx.run(sql(RENEW).arg(*person)).await?;
    }
    if resealed.is_empty() {
        return Ok(());
    }
    let mut by_version: Vec<&Resealed> = resealed.iter().collect();
    by_version.sort_by_key(|one| one.before.version);
    let mut payload = Payload::new(RESEALED);
    let mut subjects: BTreeSet<Uuid> = [by.id].into();
    for one in by_version {
        let before = &one.before;
        subjects.insert(before.person);
        let mut row: Vec<Arg> = vec![
            before.province_code.as_str().into(),
            before.version.into(),
            before.sealing.saturating_add(1).into(),
            by.id.into(),
            before.person.into(),
            by.unit.0.into(),
            before.number.into(),
            by.at.as_millisecond().into(),
        ];
        row.extend(one.fields.fields().iter().map(|field| field.as_slice().into()));
        payload.digest_of(add(tx, row).await?);
    }
    let deed = Deed { actor: by.actor, act: REKEY, occurred_on: by.on, clause: None };
    let vouched = Vouched {
        at: by.at,
        noun: persons::NOUN,
        province_code: Some(by.province_code.clone()),
        unit: Some(by.unit.0),
        document: Document::default(),
        subjects,
        payload: payload.digest(),
    };
    ledger::append(tx, &deed, vouched).await
}

const EVERYTHING: &str = "
    select province_code, version_id, sealing, sealing_id, person_id, unit_id, version, sealed_at,
           full_name, other_name, sex, birth_date, birth_place, id12, id9, id_issue, passport, phone,
           home_place, residence, dwelling, ethnicity, religion, nationality, education, occupation,
           workplace, father, mother, representative
    from person_identity
    order by sealing_id, version_id";

/// The digests of the rows that came with versions, by version, and those of renewed sealings, by sealing.
pub(crate) async fn digests(tx: &mut Tx) -> Result<(HashMap<Uuid, Digest>, HashMap<Uuid, Digest>)> {
    let (mut first, mut later): (HashMap<Uuid, Digest>, HashMap<Uuid, Payload>) = (HashMap::new(), HashMap::new());
    tx.each(sql(EVERYTHING), |row| {
        let (version, sealing_id): (Uuid, Uuid) = (row.get("version_id")?, row.get("sealing_id")?);
        let digest = digest(&values(&row)?);
        if version == sealing_id {
            first.insert(version, digest);
        } else {
            later.entry(sealing_id).or_insert_with(|| Payload::new(RESEALED)).digest_of(digest);
        }
        Ok(())
    })
    .await?;
    Ok((first, later.into_iter().map(|(id, payload)| (id, payload.digest())).collect()))
}

fn values(row: &Row) -> Result<Vec<Arg>> {
    let mut values: Vec<Arg> = vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("version_id")?.into(),
        row.get::<i64>("sealing")?.into(),
        row.get::<Uuid>("sealing_id")?.into(),
        row.get::<Uuid>("person_id")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<i64>("version")?.into(),
        row.get::<i64>("sealed_at")?.into(),
    ];
    for field in Field::ALL {
        values.push(row.get::<Option<Vec<u8>>>(field.key())?.into());
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::{Field, PLACES, ROW_BEFORE_FAMILY, digest};
    use crate::payload::Payload;
    use crate::query::Arg;

    fn row(family: Option<&[u8]>) -> Vec<Arg> {
        let mut row: Vec<Arg> = (0_i64..).take(PLACES).map(Arg::from).collect();
        row.extend((0..Field::ALL.len() - 3).map(|_| Arg::from(&[7_u8; 40][..])));
        row.extend((0..3).map(|_| Arg::from(family)));
        row
    }

    #[test]
    fn a_row_written_before_there_was_a_family_keeps_its_digest() {
        let mut before = Payload::new(ROW_BEFORE_FAMILY);
        before.row(&row(None)[..PLACES + Field::ALL.len() - 3]);
        let before = before.digest();
        assert!(digest(&row(None)) == before);
        assert!(digest(&row(Some(&[7; 40]))) != before, "what was added behind its back is noticed");
    }

    #[test]
    fn a_family_taken_out_of_a_row_is_noticed() {
        assert!(digest(&row(Some(&[7; 40]))) != digest(&row(None)));
    }
}
