//! `data/classification.toml` names every column of both databases, and no other.

use std::collections::BTreeMap;
use std::path::Path;

use store::error::Result;
use store::kernel::Row;
use store::query::{FromRow, sql};
use testkit::TestDb;

const SQLITE: &str = "
    select m.name || '.' || c.name as place, lower(c.type) as type
    from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table'";
const POSTGRES: &str = "
    select cast(table_name || '.' || column_name as text) as place,
           cast(case data_type when 'bytea' then 'blob' else data_type end as text) as type
    from information_schema.columns
    where table_schema = current_schema()";

struct Column {
    place: String,
    kind: String,
}

impl FromRow for Column {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { place: row.get("place")?, kind: row.get("type")? })
    }
}

/// Column and type, as the engine has them; the migrator's own table left out.
async fn columns(it: &TestDb) -> BTreeMap<String, String> {
    let question = if it.url.starts_with("sqlite") { SQLITE } else { POSTGRES };
    let mut tx = it.db.snapshot().await.expect("a snapshot");
    let found: Vec<Column> = tx.all(sql(question)).await.expect("reads");
    let ours = found.into_iter().filter(|column| !column.place.starts_with("_sqlx_migrations."));
    ours.map(|column| (column.place, column.kind)).collect()
}

/// Column and class, as the file says; each line complete, its words known.
fn classified(database: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/classification.toml");
    let text = std::fs::read_to_string(path).expect("the classification is there");
    let file: toml::Table = text.parse().expect("the classification is TOML");
    let keep = file["keep"].as_table().expect("the words of how long");
    let mut found = BTreeMap::new();
    for (table, columns) in file[database].as_table().expect("a database") {
        for (column, line) in columns.as_table().expect("a table") {
            let word = |name: &str| line[name].as_str().expect("a text").to_owned();
            let (class, why) = (word("class"), word("why"));
            assert!(["P", "I", "S", "B", "K", "C"].contains(&class.as_str()), "{table}.{column}: class {class}");
            assert!(why.len() > 3 && keep.contains_key(&word("keep")), "{table}.{column}: why, or how long");
            found.insert(format!("{table}.{column}"), class);
        }
    }
    found
}

fn compare(engine: &str, classified: &BTreeMap<String, String>, columns: &BTreeMap<String, String>) {
    let missing: Vec<_> = columns.keys().filter(|place| !classified.contains_key(*place)).collect();
    let extra: Vec<_> = classified.keys().filter(|place| !columns.contains_key(*place)).collect();
    assert!(missing.is_empty(), "{engine}: add these columns to data/classification.toml: {missing:?}");
    assert!(extra.is_empty(), "{engine}: data/classification.toml names columns that are not there: {extra:?}");
    for (place, class) in classified {
        let bytes = columns[place] == "blob";
        assert!(bytes || !["S", "B", "K"].contains(&class.as_str()), "{engine}: {place} is of class {class}: bytes");
    }
}

#[tokio::test]
async fn every_column_is_classified_and_none_of_a_person_is_in_plain() {
    for (database, one, other) in [
        ("records", TestDb::sqlite().await, TestDb::postgres().await),
        ("keyring", TestDb::keyring_sqlite().await, TestDb::keyring_postgres().await),
    ] {
        let classified = classified(database);
        compare("SQLite", &classified, &columns(&one).await);
        one.finish().await;
        if let Some(other) = other {
            compare("PostgreSQL", &classified, &columns(&other).await);
            other.finish().await;
        }
    }
    let sealed = classified("records")
        .into_iter()
        .filter(|(place, class)| place.starts_with("person_identity.") && class == "S");
    assert_eq!(sealed.count(), domain::persons::Field::ALL.len(), "every field of an identity");
}
