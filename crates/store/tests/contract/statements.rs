//! Every statement of the product, prepared on both engines.

use std::collections::BTreeSet;
use std::path::Path;

use store::error::Result;
use store::kernel::Row;
use store::query::{FromRow, sql};
use testkit::TestDb;

#[tokio::test]
async fn every_statement_means_the_same_on_both_engines() {
    let one = TestDb::sqlite().await;
    for (name, text) in store::FILE_STATEMENTS {
        let mut tx = one.db.begin().await.expect("begins");
        tx.shape(text).await.unwrap_or_else(|fault| panic!("{name} on SQLite: {fault:?}"));
    }
    let other = TestDb::postgres().await;
    if let Some(other) = &other {
        for (name, text) in store::SERVER_STATEMENTS.iter().copied().flatten() {
            let mut tx = other.db.begin().await.expect("begins");
            tx.shape(text).await.unwrap_or_else(|fault| panic!("{name} on PostgreSQL: {fault:?}"));
        }
    }
    mean_the_same(store::STATEMENTS, one, other).await;
}

#[tokio::test]
async fn every_statement_of_the_keyring_means_the_same_on_both_engines() {
    let (one, other) = (TestDb::keyring_sqlite().await, TestDb::keyring_postgres().await);
    mean_the_same(store::KEYRING_STATEMENTS, one, other).await;
}

async fn mean_the_same(statements: &[&[(&'static str, &'static str)]], one: TestDb, other: Option<TestDb>) {
    for (name, text) in statements.iter().copied().flatten() {
        let mut tx = one.db.begin().await.expect("begins");
        let here = tx.shape(text).await.unwrap_or_else(|fault| panic!("{name} on SQLite: {fault:?}"));
        if let Some(other) = &other {
            let mut tx = other.db.begin().await.expect("begins");
            let there = tx.shape(text).await.unwrap_or_else(|fault| panic!("{name} on PostgreSQL: {fault:?}"));
            assert_eq!(here, there, "{name}: values taken and columns given differ");
        }
    }
    one.finish().await;
    if let Some(other) = other {
        other.finish().await;
    }
}

/// A statement that is not in `STATEMENTS` would escape the test above.
#[test]
fn every_statement_is_listed() {
    let every = store::STATEMENTS.iter().chain(store::KEYRING_STATEMENTS).chain(store::SERVER_STATEMENTS);
    let every = every.copied().flatten().chain(store::FILE_STATEMENTS);
    let listed: BTreeSet<&str> = every.map(|(name, _)| *name).collect();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("the sources are there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            // below a noun, which lists its own; the kernel's ask the engine about itself
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("readable");
        let room = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let product = source.split("#[cfg(test)]").next().expect("a first part");
        assert!(!product.contains("sql(\""), "{room}.rs: give the statement a name and list it in STATEMENTS");
        for declared in product.split("const ").skip(1) {
            let Some((name, rest)) = declared.split_once(':') else { continue };
            if rest.starts_with(" Bulk") {
                found.insert(format!("{room}::{name}.many"));
                found.insert(format!("{room}::{name}.one"));
            } else if !name.ends_with("_HEAD") && is_statement(rest) {
                found.insert(format!("{room}::{name}"));
            }
        }
    }
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, listed, "statements in the sources (left) and in STATEMENTS (right) differ");
}

fn is_statement(declaration: &str) -> bool {
    let Some((_, text)) = declaration.strip_prefix(" &str =").and_then(|rest| rest.split_once('"')) else {
        return false;
    };
    ["select ", "insert ", "update ", "delete ", "with "].iter().any(|word| text.trim_start().starts_with(word))
}

struct Step(String);

impl FromRow for Step {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("detail").map(Self)
    }
}

/// Facts grow with every year: no question about them may read the whole table.
#[tokio::test]
async fn facts_are_found_by_an_index() {
    let it = TestDb::sqlite().await;
    let mut tx = it.db.begin().await.expect("begins");
    let questions = store::STATEMENTS.iter().copied().flatten();
    let questions = questions.filter(|(name, text)| name.starts_with("facts::") && text.contains("from fact "));
    // holding every batch against the ledger is the one question about all of them
    let questions = questions.filter(|(name, _)| *name != "facts::ALL_BY_BATCH");
    let mut asked = 0;
    for (name, text) in questions {
        let explain = sql(format!("explain query plan {text}").leak());
        for step in tx.all::<Step>(explain).await.expect("explains") {
            // with or without `USING INDEX`: a scan reads it from end to end
            let mut words = step.0.split(' ');
            let whole =
                words.next() == Some("SCAN") && words.next().is_some_and(|of| ["f", "b", "s", "fact"].contains(&of));
            assert!(!whole, "{name} reads every fact: {}", step.0);
        }
        asked += 1;
    }
    assert!(asked >= 5, "the questions about facts are looked at");
    drop(tx);
    it.finish().await;
}
