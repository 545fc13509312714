//! Names of those in a team who have no account, sealed under the key of the person whom they help: added with the seat,
//! and once more whenever the key is renewed. A row is never changed.

use std::collections::{BTreeSet, HashMap};

use domain::units::UnitId;
use uuid::Uuid;
use vault::Digest;

use crate::access::{Locked, Of};
use crate::case_teams::{NOUN, Seat, Written};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::payload::Payload;
use crate::persons_sealed::Resealing;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("case_team_names::ADD", ADD),
    ("case_team_names::OF_PERSON", OF_PERSON),
    ("case_team_names::TO_RESEAL", TO_RESEAL),
    ("case_team_names::EVERYTHING", EVERYTHING),
];

/// The table; sealed names are bound to it.
pub const TABLE: &str = "case_team_name";
/// The column.
pub const COLUMN: &str = "name";
/// The kind of payload that one row makes; its version moves when a column does.
const ROW: &str = "case_team_name/1";
/// The kind of payload of a renewed sealing.
const RESEALED: &str = "case_team_rekey/1";
/// The act of a renewed sealing in the ledger.
const REKEY: &str = "rekey";

/// A sealed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedName {
    /// The seat: the row to which it is bound.
    pub seat: Uuid,
    /// Whose team.
    pub person: Uuid,
    /// The unit that sealed it.
    pub unit: Uuid,
    /// Which sealing, from 1.
    pub sealing: i64,
    /// The province of the row.
    pub province_code: String,
    /// The bytes.
    pub name: Vec<u8>,
}

const ADD: &str = "
    insert into case_team_name (province_code, seat_id, sealing, sealing_id, person_id, unit_id, sealed_at, name)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Keeps the name that a seat brings. Answers the digest of its row.
pub(crate) async fn add_first(tx: &mut Tx, seat: &Seat, name: &[u8], by: &Written) -> Result<Digest> {
    let row: Vec<Arg> = vec![
        by.holder.province_code.as_str().into(),
        seat.id.into(),
        1_i64.into(),
        seat.id.into(),
        seat.person.into(),
        seat.unit.0.into(),
        by.at.as_millisecond().into(),
        name.into(),
    ];
    add(tx, row).await
}

async fn add(tx: &mut Tx, row: Vec<Arg>) -> Result<Digest> {
    let digest = digest(&row);
    tx.run(sql(ADD).args(row)).await?;
    Ok(digest)
}

fn digest(row: &[Arg]) -> Digest {
    let mut payload = Payload::new(ROW);
    payload.row(row);
    payload.digest()
}

const OF_PERSON: &str = "
    select n.province_code, n.seat_id, n.sealing, n.person_id, n.unit_id, n.name
    from case_team_name n
    where n.person_id = $1
      and not exists (select 1 from case_team_name l
                      where l.province_code = n.province_code and l.seat_id = n.seat_id and l.sealing > n.sealing)
    order by n.seat_id";

/// The names in the teams of a person, in their last sealing.
#[tracing::instrument(name = "db.case_team_names.of_person", level = "debug", skip_all)]
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Locked<Vec<SealedName>>> {
    let kept = tx.all(sql(OF_PERSON).arg(person)).await?;
    Ok(Locked::new(kept, Of::Persons([person].into()), BTreeSet::new()))
}

const TO_RESEAL: &str = "
    select n.province_code, n.seat_id, n.sealing, n.person_id, n.unit_id, n.name
    from case_team_name n
    where n.person_id in (select p.id from person p
                          where p.unit_id = $1 and p.state = 'held' and p.id > $2
                          order by p.id
                          limit $3)
      and not exists (select 1 from case_team_name l
                      where l.province_code = n.province_code and l.seat_id = n.seat_id and l.sealing > n.sealing)
    order by n.person_id, n.seat_id";

/// The names in the teams of the next people of a unit after `after`, in their last sealing.
#[tracing::instrument(name = "db.case_team_names.to_reseal", level = "debug", skip_all)]
pub async fn to_reseal(tx: &mut Tx, unit: UnitId, after: Uuid, people: i64) -> Result<Locked<Vec<SealedName>>> {
    let kept = tx.all(sql(TO_RESEAL).arg(unit.0).arg(after).arg(people)).await?;
    Ok(Locked::new(kept, Of::Unit(unit.0), BTreeSet::new()))
}

/// Keeps renewed sealings with their entry in the ledger: what was sealed before, and the same under the new key.
#[tracing::instrument(name = "db.case_team_names.reseal", level = "debug", skip_all, fields(rows = resealed.len()))]
pub async fn reseal(tx: &mut Tx, by: &Resealing, resealed: &[(SealedName, Vec<u8>)]) -> Result<()> {
    if resealed.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<_> = resealed.iter().collect();
    sorted.sort_by_key(|(before, _)| before.seat);
    let mut payload = Payload::new(RESEALED);
    let mut subjects: BTreeSet<Uuid> = [by.id].into();
    for (before, name) in sorted {
        subjects.insert(before.person);
        let row: Vec<Arg> = vec![
            before.province_code.as_str().into(),
            before.seat.into(),
            before.sealing.saturating_add(1).into(),
            by.id.into(),
            before.person.into(),
            by.unit.0.into(),
            by.at.as_millisecond().into(),
            name.as_slice().into(),
        ];
        payload.digest_of(add(tx, row).await?);
    }
    let deed = Deed { actor: by.actor, act: REKEY, occurred_on: by.on, clause: None };
    let vouched = Vouched {
        at: by.at,
        noun: NOUN,
        province_code: Some(by.province_code.clone()),
        unit: Some(by.unit.0),
        document: vault::entry::Document::default(),
        subjects,
        payload: payload.digest(),
    };
    ledger::append(tx, &deed, vouched).await
}

const EVERYTHING: &str = "
    select province_code, seat_id, sealing, sealing_id, person_id, unit_id, sealed_at, name
    from case_team_name
    order by sealing_id, seat_id";

/// The digests of the rows that came with seats, by seat, and those of renewed sealings, by sealing.
pub(crate) async fn digests(tx: &mut Tx) -> Result<(HashMap<Uuid, Digest>, HashMap<Uuid, Digest>)> {
    let (mut first, mut later): (HashMap<Uuid, Digest>, HashMap<Uuid, Payload>) = (HashMap::new(), HashMap::new());
    tx.each(sql(EVERYTHING), |row| {
        let (seat, sealing_id): (Uuid, Uuid) = (row.get("seat_id")?, row.get("sealing_id")?);
        let digest = digest(&values(&row)?);
        if seat == sealing_id {
            first.insert(seat, digest);
        } else {
            later.entry(sealing_id).or_insert_with(|| Payload::new(RESEALED)).digest_of(digest);
        }
        Ok(())
    })
    .await?;
    Ok((first, later.into_iter().map(|(id, payload)| (id, payload.digest())).collect()))
}

fn values(row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("seat_id")?.into(),
        row.get::<i64>("sealing")?.into(),
        row.get::<Uuid>("sealing_id")?.into(),
        row.get::<Uuid>("person_id")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<i64>("sealed_at")?.into(),
        row.get::<Vec<u8>>("name")?.into(),
    ])
}

impl FromRow for SealedName {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            seat: row.get("seat_id")?,
            person: row.get("person_id")?,
            unit: row.get("unit_id")?,
            sealing: row.get("sealing")?,
            province_code: row.get("province_code")?,
            name: row.get("name")?,
        })
    }
}
