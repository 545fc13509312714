//! Every statement of the product, prepared on both engines.

use std::collections::BTreeSet;
use std::path::Path;

use testkit::TestDb;

#[tokio::test]
async fn every_statement_means_the_same_on_both_engines() {
    let one = TestDb::sqlite().await;
    let other = TestDb::postgres().await;
    for (name, text) in store::STATEMENTS.iter().copied().flatten() {
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
    let listed: BTreeSet<&str> = store::STATEMENTS.iter().copied().flatten().map(|(name, _)| *name).collect();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("the sources are there") {
        let path = entry.expect("readable").path();
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
