//! What was written down with acts, sealed under the key of the person: added with the event, and once more whenever the
//! key is renewed. As with identities, a row is never changed.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;
use vault::Digest;

use crate::access::{Locked, Of};
use crate::cases::{Filed, NOUN};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::payload::Payload;
use crate::persons_sealed::Resealing;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("cases_sealed::ADD", ADD), ("cases_sealed::TO_RESEAL", TO_RESEAL), ("cases_sealed::EVERYTHING", EVERYTHING)];

/// The table; sealed fields are bound to its name.
pub const TABLE: &str = "case_fields";
/// The column.
pub const COLUMN: &str = "fields";
/// The kind of payload that one row makes; its version moves when a column does.
const ROW: &str = "case_fields/1";
/// The kind of payload of a renewed sealing.
const RESEALED: &str = "case_rekey/1";
/// The act of a renewed sealing in the ledger.
const REKEY: &str = "rekey";

/// Sealed fields of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFields {
    /// The event: the row to which they are bound.
    pub event: Uuid,
    /// Its number.
    pub entry: i64,
    /// Whose.
    pub person: Uuid,
    /// The unit that sealed them.
    pub unit: Uuid,
    /// Which sealing, from 1.
    pub sealing: i64,
    /// The province of the row.
    pub province_code: String,
    /// The bytes.
    pub fields: Vec<u8>,
}

const ADD: &str = "
    insert into case_fields (province_code, event_id, sealing, sealing_id, person_id, unit_id, entry, sealed_at, fields)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Keeps what an event brings. Answers the digest of its row.
pub(crate) async fn add_first(tx: &mut Tx, event: Uuid, entry: i64, filed: &Filed<'_>) -> Result<Digest> {
    let row: Vec<Arg> = vec![
        filed.holder.province_code.as_str().into(),
        event.into(),
        1_i64.into(),
        event.into(),
        filed.person.into(),
        filed.holder.unit.0.into(),
        entry.into(),
        filed.at.as_millisecond().into(),
        filed.fields.as_slice().into(),
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

const TO_RESEAL: &str = "
    select f.province_code, f.event_id, f.sealing, f.person_id, f.unit_id, f.entry, f.fields
    from case_fields f
    where f.person_id in (select p.id from person p
                          where p.unit_id = $1 and p.state = 'held' and p.id > $2
                          order by p.id
                          limit $3)
      and not exists (select 1 from case_fields l
                      where l.province_code = f.province_code and l.event_id = f.event_id and l.sealing > f.sealing)
    order by f.person_id, f.entry";

/// What was written down with the acts of the next people of a unit after `after`, in its last sealing.
#[tracing::instrument(name = "db.cases_sealed.to_reseal", level = "debug", skip_all)]
pub async fn to_reseal(
    tx: &mut Tx,
    unit: domain::units::UnitId,
    after: Uuid,
    people: i64,
) -> Result<Locked<Vec<SealedFields>>> {
    let kept = tx.all(sql(TO_RESEAL).arg(unit.0).arg(after).arg(people)).await?;
    Ok(Locked::new(kept, Of::Unit(unit.0), BTreeSet::new()))
}

/// Keeps renewed sealings with their entry in the ledger: what was sealed before, and the same under the new key.
#[tracing::instrument(name = "db.cases_sealed.reseal", level = "debug", skip_all, fields(rows = resealed.len()))]
pub async fn reseal(tx: &mut Tx, by: &Resealing, resealed: &[(SealedFields, Vec<u8>)]) -> Result<()> {
    if resealed.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<_> = resealed.iter().collect();
    sorted.sort_by_key(|(before, _)| before.event);
    let mut payload = Payload::new(RESEALED);
    let mut subjects: BTreeSet<Uuid> = [by.id].into();
    for (before, fields) in sorted {
        subjects.insert(before.person);
        let row: Vec<Arg> = vec![
            before.province_code.as_str().into(),
            before.event.into(),
            before.sealing.saturating_add(1).into(),
            by.id.into(),
            before.person.into(),
            by.unit.0.into(),
            before.entry.into(),
            by.at.as_millisecond().into(),
            fields.as_slice().into(),
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
    select province_code, event_id, sealing, sealing_id, person_id, unit_id, entry, sealed_at, fields
    from case_fields
    order by sealing_id, event_id";

/// The digests of the rows that came with events, by event, and those of renewed sealings, by sealing.
pub(crate) async fn digests(tx: &mut Tx) -> Result<(HashMap<Uuid, Digest>, HashMap<Uuid, Digest>)> {
    let (mut first, mut later): (HashMap<Uuid, Digest>, HashMap<Uuid, Payload>) = (HashMap::new(), HashMap::new());
    tx.each(sql(EVERYTHING), |row| {
        let (event, sealing_id): (Uuid, Uuid) = (row.get("event_id")?, row.get("sealing_id")?);
        let digest = digest(&values(&row)?);
        if event == sealing_id {
            first.insert(event, digest);
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
        row.get::<Uuid>("event_id")?.into(),
        row.get::<i64>("sealing")?.into(),
        row.get::<Uuid>("sealing_id")?.into(),
        row.get::<Uuid>("person_id")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<i64>("entry")?.into(),
        row.get::<i64>("sealed_at")?.into(),
        row.get::<Vec<u8>>("fields")?.into(),
    ])
}

impl FromRow for SealedFields {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            event: row.get("event_id")?,
            entry: row.get("entry")?,
            person: row.get("person_id")?,
            unit: row.get("unit_id")?,
            sealing: row.get("sealing")?,
            province_code: row.get("province_code")?,
            fields: row.get("fields")?,
        })
    }
}
