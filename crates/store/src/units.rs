//! The register of units: what the program ships, and hamlets imported here.

use std::collections::{HashMap, HashSet};

use domain::units::{Extent, Kind, Level, Lineage, Point, Register, Start, UnitId, Version};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::bulk::{Bulk, many};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("units::SHIPMENT", SHIPMENT),
    ("units::SHIPMENTS", SHIPMENTS),
    ("units::SHIPPED_UNITS", SHIPPED_UNITS),
    ("units::VERSIONS_OF", VERSIONS_OF),
    ("units::LINEAGE_OF", LINEAGE_OF),
    ("units::ALIASES_OF", ALIASES_OF),
    ("units::FORGET_SHIPMENT", FORGET_SHIPMENT),
    ("units::FORGET_VERSIONS", FORGET_VERSIONS),
    ("units::FORGET_LINEAGE", FORGET_LINEAGE),
    ("units::FORGET_ALIASES", FORGET_ALIASES),
    ("units::ADD_SHIPMENT", ADD_SHIPMENT),
    ("units::UNITS.many", UNITS.many),
    ("units::UNITS.one", UNITS.one),
    ("units::VERSIONS.many", VERSIONS.many),
    ("units::VERSIONS.one", VERSIONS.one),
    ("units::LINEAGE.many", LINEAGE.many),
    ("units::LINEAGE.one", LINEAGE.one),
    ("units::ALIASES.many", ALIASES.many),
    ("units::ALIASES.one", ALIASES.one),
    ("units::ALL_VERSIONS", ALL_VERSIONS),
    ("units::ALL_LINEAGE", ALL_LINEAGE),
    ("units::ALL_ALIASES", ALL_ALIASES),
    ("units::ALL_POINTS", ALL_POINTS),
];

/// Each table is filled in the order of its key: rows that come in any order cost three times as long, for each goes into
/// another page of the tree.
const ROWS: usize = 50;

const UNITS: Bulk =
    Bulk { many: many!(UNITS_HEAD, 4, ROWS, UNITS_TAIL), one: many!(UNITS_HEAD, 4, 1, UNITS_TAIL), rows: ROWS };
const UNITS_HEAD: &str = "insert into unit (id, level, lat, lon) values ";
const UNITS_TAIL: &str = " on conflict (id) do update set lat = excluded.lat, lon = excluded.lon";

const VERSIONS: Bulk = Bulk {
    many: many!(VERSIONS_HEAD, 10, ROWS, VERSIONS_TAIL),
    one: many!(VERSIONS_HEAD, 10, 1, VERSIONS_TAIL),
    rows: ROWS,
};
const VERSIONS_HEAD: &str = "insert into unit_version
    (unit_id, start_on, start_kind, until, code, name, kind, parent_id, basis, origin) values ";
const VERSIONS_TAIL: &str = " on conflict (unit_id, start_on) do update set
    start_kind = excluded.start_kind, until = excluded.until, code = excluded.code, name = excluded.name,
    kind = excluded.kind, parent_id = excluded.parent_id, basis = excluded.basis";

const LINEAGE: Bulk = Bulk { many: many!(LINEAGE_HEAD, 7, ROWS, ""), one: many!(LINEAGE_HEAD, 7, 1, ""), rows: ROWS };
const LINEAGE_HEAD: &str =
    "insert into unit_lineage (from_id, to_id, changed_on, extent, is_default, basis, origin) values ";

const ALIASES: Bulk = Bulk { many: many!(ALIASES_HEAD, 3, ROWS, ""), one: many!(ALIASES_HEAD, 3, 1, ""), rows: ROWS };
const ALIASES_HEAD: &str = "insert into unit_alias (code, unit_id, origin) values ";

const SHIPPED: &str = "shipped";
const IMPORTED: &str = "imported";

const SHIPMENT: &str = "select digest from unit_shipment where digest = $1";
const FORGET_SHIPMENT: &str = "delete from unit_shipment";
const FORGET_VERSIONS: &str = "delete from unit_version where origin = $1";
const FORGET_LINEAGE: &str = "delete from unit_lineage where origin = $1";
const FORGET_ALIASES: &str = "delete from unit_alias where origin = $1";
const ADD_SHIPMENT: &str = "insert into unit_shipment (digest, units) values ($1, $2)";

/// Writes the shipped register, unless these very contents are already there.
///
/// What an older program shipped is replaced; units keep their ids and what was imported stays.
/// The same transaction holds its entry in the ledger, recorded at `at`.
/// Answers whether anything was written.
#[tracing::instrument(name = "db.units.seed", level = "debug", skip_all)]
pub async fn seed(tx: &mut Tx, register: &Register, at: Timestamp, deed: &Deed) -> Result<bool> {
    let digest = digest(register);
    if tx.first::<Digest>(sql(SHIPMENT).arg(digest)).await?.is_some() {
        return Ok(false);
    }
    tx.run(sql(FORGET_SHIPMENT)).await?;
    for forget in [FORGET_VERSIONS, FORGET_LINEAGE, FORGET_ALIASES] {
        tx.run(sql(forget).arg(SHIPPED)).await?;
    }
    let units = UNITS.insert(tx, units_of(register.versions(), |unit| register.point(unit)).into_iter()).await?;
    VERSIONS.insert(tx, by_key(register.versions()).map(|version| version_values(version, SHIPPED))).await?;
    let mut lineage: Vec<&Lineage> = register.lineage().iter().collect();
    lineage.sort_unstable_by_key(|arrow| (arrow.from, arrow.to, arrow.on));
    LINEAGE.insert(tx, lineage.into_iter().map(lineage_values)).await?;
    let aliases = register.aliases().iter();
    ALIASES.insert(tx, aliases.map(|(code, unit)| vec![code.as_str().into(), unit.0.into(), SHIPPED.into()])).await?;
    tx.run(sql(ADD_SHIPMENT).arg(digest).arg(units.cast_signed())).await?;
    let vouched = Vouched {
        at,
        noun: NOUN,
        province_code: None,
        unit: None,
        document: ledger::document(None, None),
        subjects: [digest].into(),
        payload: payload(tx).await?.ok_or_else(|| StoreError::bad("unit_shipment.digest", digest.to_string()))?,
    };
    ledger::append(tx, deed, vouched).await?;
    Ok(true)
}

/// The noun of the shipped register in the ledger.
pub const NOUN: &str = "unit_shipment";
/// The kind of payload; its version moves when a column does.
const PAYLOAD: &str = "unit_shipment/2";

const SHIPMENTS: &str = "select digest, units from unit_shipment order by digest";
const SHIPPED_UNITS: &str = "select id, level, lat, lon from unit where level <> 'hamlet' order by id";
const VERSIONS_OF: &str = "
    select unit_id, start_on, start_kind, until, code, name, kind, parent_id, basis
    from unit_version
    where origin = $1
    order by unit_id, start_on";
const LINEAGE_OF: &str = "
    select from_id, to_id, changed_on, extent, is_default, basis
    from unit_lineage
    where origin = $1
    order by from_id, to_id, changed_on";
const ALIASES_OF: &str = "select code, unit_id from unit_alias where origin = $1 order by code, unit_id";

/// The digest of the shipped register as it stands in the rows now; none while there is none.
pub(crate) async fn payload(tx: &mut Tx) -> Result<Option<vault::Digest>> {
    let shipments: Vec<Shipment> = tx.all(sql(SHIPMENTS)).await?;
    let mut payload = Payload::new(PAYLOAD);
    let mut rows = shipments.len();
    for shipment in &shipments {
        payload.row(&shipment.0);
    }
    tx.each(sql(SHIPPED_UNITS), |row| {
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get("lat")?, row.get("lon")?);
        let (id, level): (Uuid, String) = (row.get("id")?, row.get("level")?);
        payload.row(&[id.into(), level.into(), lat.into(), lon.into()]);
        Ok(())
    })
    .await?;
    rows += add_versions(tx, SHIPPED, &mut payload).await?;
    tx.each(sql(LINEAGE_OF).arg(SHIPPED), |row| {
        payload.row(&lineage_values(&Lineage::from_row(&row)?));
        Ok(())
    })
    .await?;
    tx.each(sql(ALIASES_OF).arg(SHIPPED), |row| {
        let Alias(code, unit) = Alias::from_row(&row)?;
        payload.row(&[code.into(), unit.0.into(), SHIPPED.into()]);
        Ok(())
    })
    .await?;
    Ok((rows > 0).then(|| payload.digest()))
}

/// Adds every version of imported hamlets, by unit and first day, to a payload. Answers how many there are.
pub(crate) async fn add_hamlets(tx: &mut Tx, payload: &mut Payload) -> Result<usize> {
    add_versions(tx, IMPORTED, payload).await
}

async fn add_versions(tx: &mut Tx, origin: &'static str, payload: &mut Payload) -> Result<usize> {
    let mut rows = 0;
    tx.each(sql(VERSIONS_OF).arg(origin), |row| {
        payload.row(&version_values(&Version::from_row(&row)?, origin));
        rows += 1;
        Ok(())
    })
    .await?;
    Ok(rows)
}

struct Shipment(Vec<Arg>);

impl FromRow for Shipment {
    fn from_row(row: &Row) -> Result<Self> {
        let (digest, units): (Uuid, i64) = (row.get("digest")?, row.get("units")?);
        Ok(Self(vec![digest.into(), units.into()]))
    }
}

/// Writes versions of hamlets (thôn, bản, tổ dân phố …); one that is there already is brought up to date.
///
/// Only [`crate::hamlets::take_in`] calls this: it adds who brought the list, and the entry in the ledger.
pub(crate) async fn import_hamlets(tx: &mut Tx, hamlets: &[Version]) -> Result<u64> {
    if let Some(other) = hamlets.iter().find(|version| version.kind.level() != Level::Hamlet) {
        return Err(StoreError::Refused { what: format!("{} is not a hamlet", other.full_name()) });
    }
    let mut seen = HashSet::new();
    if let Some(twice) = hamlets.iter().find(|version| !seen.insert((version.unit, start_values(version.from).1))) {
        return Err(StoreError::Refused { what: format!("{} begins twice on one day", twice.full_name()) });
    }
    UNITS.insert(tx, units_of(hamlets, |_| None).into_iter()).await?;
    VERSIONS.insert(tx, by_key(hamlets).map(|version| version_values(version, IMPORTED))).await
}

/// Versions by unit and first day.
fn by_key(versions: &[Version]) -> impl Iterator<Item = &Version> {
    let mut sorted: Vec<&Version> = versions.iter().collect();
    sorted.sort_unstable_by_key(|version| (version.unit, start_values(version.from).1));
    sorted.into_iter()
}

/// One row per unit, by id. All are there before the first version names one as its parent.
fn units_of(versions: &[Version], point: impl Fn(UnitId) -> Option<Point>) -> Vec<Vec<Arg>> {
    let mut last = None;
    let first = by_key(versions).filter(|version| last.replace(version.unit) != Some(version.unit));
    first
        .map(|version| {
            let point = point(version.unit);
            let (lat, lon) = (point.map(|p| p.lat), point.map(|p| p.lon));
            vec![version.unit.0.into(), version.kind.level().key().into(), lat.into(), lon.into()]
        })
        .collect()
}

fn version_values(version: &Version, origin: &str) -> Vec<Arg> {
    let (start_kind, start_on) = start_values(version.from);
    vec![
        version.unit.0.into(),
        start_on.into(),
        start_kind.into(),
        version.until.into(),
        version.code.as_str().into(),
        version.name.as_str().into(),
        version.kind.key().into(),
        version.parent.map(|parent| parent.0).into(),
        version.basis.as_str().into(),
        origin.into(),
    ]
}

const fn start_values(start: Start) -> (&'static str, Date) {
    match start {
        Start::On(day) => ("on", day),
        Start::SeenOn(day) => ("seen", day),
    }
}

fn lineage_values(arrow: &Lineage) -> Vec<Arg> {
    vec![
        arrow.from.0.into(),
        arrow.to.0.into(),
        arrow.on.into(),
        extent_key(arrow.extent).into(),
        arrow.default.into(),
        arrow.basis.as_str().into(),
        SHIPPED.into(),
    ]
}

const fn extent_key(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "whole",
        Extent::Part => "part",
    }
}

/// Names the contents of a register: equal contents, equal digest.
fn digest(register: &Register) -> Uuid {
    use std::fmt::Write as _;
    const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_0c3a_54e7_4b0e_9d2b_7a11_5eed_0001);
    let mut text = String::with_capacity(4 << 20);
    for version in register.versions() {
        // writing to a String cannot fail
        let _ = writeln!(text, "{version:?}{:?}", register.point(version.unit));
    }
    for arrow in register.lineage() {
        let _ = writeln!(text, "{arrow:?}");
    }
    let _ = writeln!(text, "{:?}", register.aliases());
    Uuid::new_v5(&NAMESPACE, text.as_bytes())
}

const ALL_VERSIONS: &str = "
    select unit_id, start_on, start_kind, until, code, name, kind, parent_id, basis
    from unit_version
    order by unit_id, start_on";
const ALL_LINEAGE: &str = "
    select from_id, to_id, changed_on, extent, is_default, basis
    from unit_lineage
    order by from_id, to_id, changed_on";
const ALL_ALIASES: &str = "select code, unit_id from unit_alias order by code, unit_id";
const ALL_POINTS: &str = "select id, lat, lon from unit where lat is not null order by id";

/// Reads the whole register, imported hamlets included.
#[tracing::instrument(name = "db.units.load", level = "debug", skip_all)]
pub async fn load(tx: &mut Tx) -> Result<Register> {
    let versions = tx.all(sql(ALL_VERSIONS)).await?;
    let lineage = tx.all(sql(ALL_LINEAGE)).await?;
    let aliases = tx.all::<Alias>(sql(ALL_ALIASES)).await?.into_iter().map(|alias| (alias.0, alias.1)).collect();
    let points: HashMap<_, _> = tx.all::<Located>(sql(ALL_POINTS)).await?.into_iter().map(|l| (l.0, l.1)).collect();
    Ok(Register::new(versions, lineage, aliases, points)?)
}

struct Digest;
struct Alias(String, UnitId);
struct Located(UnitId, Point);

impl FromRow for Digest {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<Uuid>("digest").map(|_| Self)
    }
}

impl FromRow for Alias {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(row.get("code")?, UnitId(row.get("unit_id")?)))
    }
}

impl FromRow for Located {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(UnitId(row.get("id")?), Point { lat: row.get("lat")?, lon: row.get("lon")? }))
    }
}

impl FromRow for Version {
    fn from_row(row: &Row) -> Result<Self> {
        let start_on = row.get::<SqlDate>("start_on")?.to_jiff();
        let from = match row.get::<String>("start_kind")?.as_str() {
            "on" => Start::On(start_on),
            "seen" => Start::SeenOn(start_on),
            other => return Err(StoreError::bad("unit_version.start_kind", other)),
        };
        let kind: String = row.get("kind")?;
        Ok(Self {
            unit: UnitId(row.get("unit_id")?),
            code: row.get("code")?,
            name: row.get("name")?,
            kind: Kind::from_key(&kind).ok_or_else(|| StoreError::bad("unit_version.kind", kind))?,
            parent: row.get::<Option<Uuid>>("parent_id")?.map(UnitId),
            from,
            until: row.get::<Option<SqlDate>>("until")?.map(SqlDate::to_jiff),
            basis: row.get("basis")?,
        })
    }
}

impl FromRow for Lineage {
    fn from_row(row: &Row) -> Result<Self> {
        let extent = match row.get::<String>("extent")?.as_str() {
            "whole" => Extent::Whole,
            "part" => Extent::Part,
            other => return Err(StoreError::bad("unit_lineage.extent", other)),
        };
        Ok(Self {
            from: UnitId(row.get("from_id")?),
            to: UnitId(row.get("to_id")?),
            on: row.get::<SqlDate>("changed_on")?.to_jiff(),
            extent,
            default: row.get("is_default")?,
            basis: row.get("basis")?,
        })
    }
}
