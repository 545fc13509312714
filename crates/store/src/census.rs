//! How much is in the store: the rows of each table that only grows, and the version of the schema.
//!
//! A backup writes it down, a restore compares it, and a migration may not make it less.

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};
use crate::schema::Schema;
use crate::sight::{self, Sight};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("census::VERSION", VERSION),
    ("census::UNITS", UNITS),
    ("census::UNIT_VERSIONS", UNIT_VERSIONS),
    ("census::LINEAGE", LINEAGE),
    ("census::ALIASES", ALIASES),
    ("census::FACTS", FACTS),
    ("census::BOUNDARY_IMPORTS", BOUNDARY_IMPORTS),
    ("census::HAMLET_IMPORTS", HAMLET_IMPORTS),
    ("census::ENTRIES", ENTRIES),
    ("census::CHECKPOINTS", CHECKPOINTS),
    ("census::PERSONS", PERSONS),
    ("census::KEYS", KEYS),
    ("census::COSIGNATURES", COSIGNATURES),
    ("census::PERSON_VERSIONS", PERSON_VERSIONS),
    ("census::PERSON_IDENTITIES", PERSON_IDENTITIES),
    ("census::PERSON_MATCHES", PERSON_MATCHES),
    ("census::ACCESSES", ACCESSES),
    ("census::CASE_EVENTS", CASE_EVENTS),
    ("census::CASE_FIELDS", CASE_FIELDS),
    ("census::CASE_TEAMS", CASE_TEAMS),
    ("census::CASE_TEAM_NAMES", CASE_TEAM_NAMES),
    ("census::CASE_TEAM_ENDS", CASE_TEAM_ENDS),
    ("census::PERSON_LINKS", PERSON_LINKS),
    ("census::WORKS", WORKS),
    ("census::WORK_ACTS", WORK_ACTS),
];

const UNITS: &str = "select cast(count(*) as bigint) as n from unit";
const UNIT_VERSIONS: &str = "select cast(count(*) as bigint) as n from unit_version";
const LINEAGE: &str = "select cast(count(*) as bigint) as n from unit_lineage";
const ALIASES: &str = "select cast(count(*) as bigint) as n from unit_alias";
const FACTS: &str = "select cast(count(*) as bigint) as n from fact";
const BOUNDARY_IMPORTS: &str = "select cast(count(*) as bigint) as n from boundary_import";
const HAMLET_IMPORTS: &str = "select cast(count(*) as bigint) as n from hamlet_import";
const ENTRIES: &str = "select cast(count(*) as bigint) as n from ledger_entry";
const CHECKPOINTS: &str = "select cast(count(*) as bigint) as n from ledger_checkpoint";
const PERSONS: &str = "select cast(count(*) as bigint) as n from person";
const PERSON_VERSIONS: &str = "select cast(count(*) as bigint) as n from person_version";
const CASE_EVENTS: &str = "select cast(count(*) as bigint) as n from case_event";
const CASE_FIELDS: &str = "select cast(count(*) as bigint) as n from case_fields";
const CASE_TEAMS: &str = "select cast(count(*) as bigint) as n from case_team";
const CASE_TEAM_NAMES: &str = "select cast(count(*) as bigint) as n from case_team_name";
const CASE_TEAM_ENDS: &str = "select cast(count(*) as bigint) as n from case_team_end";
const PERSON_LINKS: &str = "select cast(count(*) as bigint) as n from person_link";
const WORKS: &str = "select cast(count(*) as bigint) as n from work";
const WORK_ACTS: &str = "select cast(count(*) as bigint) as n from work_act";
const ACCESSES: &str = "select cast(count(*) as bigint) as n from access";
const KEYS: &str = "select cast(count(*) as bigint) as n from ledger_key";
const COSIGNATURES: &str = "select cast(count(*) as bigint) as n from ledger_cosignature";
const PERSON_IDENTITIES: &str = "select cast(count(*) as bigint) as n from person_identity";
const PERSON_MATCHES: &str = "select cast(count(*) as bigint) as n from person_match";

/// Table, the schema version that brought it, and the question.
const TABLES: &[(&str, i64, &str)] = &[
    ("unit", 1, UNITS),
    ("unit_version", 1, UNIT_VERSIONS),
    ("unit_lineage", 1, LINEAGE),
    ("unit_alias", 1, ALIASES),
    ("fact", 2, FACTS),
    ("boundary_import", 3, BOUNDARY_IMPORTS),
    ("hamlet_import", 3, HAMLET_IMPORTS),
    ("ledger_entry", 4, ENTRIES),
    ("ledger_checkpoint", 4, CHECKPOINTS),
    ("person", 5, PERSONS),
    ("person_version", 5, PERSON_VERSIONS),
    ("access", 5, ACCESSES),
    ("ledger_key", 6, KEYS),
    ("ledger_cosignature", 6, COSIGNATURES),
    ("person_identity", 5, PERSON_IDENTITIES),
    ("person_match", 5, PERSON_MATCHES),
    ("case_event", 11, CASE_EVENTS),
    ("case_fields", 11, CASE_FIELDS),
    ("case_team", 12, CASE_TEAMS),
    ("case_team_name", 12, CASE_TEAM_NAMES),
    ("case_team_end", 12, CASE_TEAM_ENDS),
    ("person_link", 12, PERSON_LINKS),
    ("work", 14, WORKS),
    ("work_act", 14, WORK_ACTS),
];

/// Rows by table, for every such table that a schema version has.
pub type Counts = Vec<(String, i64)>;

/// Counts the rows of every table that a schema of this version has; of a keyring, nothing. From then on the transaction
/// sees everybody's files.
#[tracing::instrument(name = "db.census.count", level = "debug", skip_all)]
pub async fn count(tx: &mut Tx, version: i64) -> Result<Counts> {
    if Schema::of(version) == Schema::Keyring {
        return Ok(Counts::new());
    }
    sight::look(tx, &Sight::Everything).await?;
    let mut counts = Vec::with_capacity(TABLES.len());
    for (table, _, question) in TABLES.iter().filter(|(_, since, _)| *since <= version) {
        let rows = tx.first::<Number>(sql(question)).await?.map_or(0, |n| n.0);
        counts.push(((*table).to_owned(), rows));
    }
    Ok(counts)
}

const VERSION: &str = "select cast(coalesce(max(version), 0) as bigint) as n from _sqlx_migrations";

/// The version of the schema; the database must have been migrated once.
#[tracing::instrument(name = "db.census.version", level = "debug", skip_all)]
pub async fn version(tx: &mut Tx) -> Result<i64> {
    Ok(tx.first::<Number>(sql(VERSION)).await?.map_or(0, |n| n.0))
}

struct Number(i64);

impl FromRow for Number {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}
