//! Which room may know which: the arrows of ARCHITECTURE.md, checked in the manifests.

use std::collections::{BTreeMap, BTreeSet};

use super::house::{rooms, root};
use super::none;

/// A room and the rooms it may know. Building a room on one that stands further out turns the house over.
const MAY_KNOW: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("vault", &[]),
    ("texts", &[]),
    ("criteria", &["domain", "texts"]),
    ("programme", &["domain"]),
    ("documents", &["domain", "texts"]),
    ("store", &["domain", "vault"]),
    ("policy", &["domain", "texts"]),
    ("pages", &["texts"]),
    ("press", &[]),
    ("app", &["domain", "criteria", "documents", "policy", "press", "programme", "store", "texts", "vault"]),
    ("web", &["app", "pages", "domain", "criteria", "policy", "programme", "texts"]),
    (
        "cli",
        &[
            "app",
            "web",
            "pages",
            "domain",
            "criteria",
            "documents",
            "policy",
            "press",
            "programme",
            "store",
            "texts",
            "vault",
        ],
    ),
    ("testkit", &["app", "domain", "criteria", "store", "texts", "documents", "vault"]),
    ("hostile", &["app", "web", "testkit", "domain", "criteria", "documents", "texts", "vault"]),
];

/// Crates that speak to a database.
const DRIVERS: [&str; 7] = ["sqlx", "jiff-sqlx", "rusqlite", "tokio-postgres", "postgres", "diesel", "sea-orm"];

/// Crates that reach out of a computation: runtime, network, files, randomness.
const IMPURE: [&str; 10] = [
    "tokio",
    "futures-util",
    "axum",
    "reqwest",
    "hyper",
    "rand",
    "getrandom",
    "tempfile",
    "sqlx",
    "tracing-subscriber",
];

/// Rooms that compute and touch nothing else.
pub const PURE: [&str; 6] = ["domain", "criteria", "documents", "press", "programme", "vault"];

/// The dependencies of a room: of the product, and of its tests and build.
fn dependencies(room: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let path = root().join("crates").join(room).join("Cargo.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let manifest: toml::Table = text.parse().unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let names = |table: &str| -> BTreeSet<String> {
        manifest.get(table).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys).cloned().collect()
    };
    (names("dependencies"), &names("dev-dependencies") | &names("build-dependencies"))
}

#[test]
fn rooms_know_only_rooms_further_in() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_KNOW.into();
    let rooms = rooms();
    let mut offences = Vec::new();
    for room in &rooms {
        let Some(allowed) = allowed.get(room.as_str()) else {
            offences
                .push(format!("crates/{room}/Cargo.toml: a new room; say in tidy/arrows.rs which rooms it may know"));
            continue;
        };
        let (product, tests) = dependencies(room);
        for other in rooms.iter().filter(|other| product.contains(*other) && !allowed.contains(&other.as_str())) {
            offences.push(format!(
                "crates/{room}/Cargo.toml: {room} may not know {other}; move the code or turn the call round"
            ));
        }
        if PURE.contains(&room.as_str()) && tests.contains("testkit") {
            offences.push(format!(
                "crates/{room}/Cargo.toml: a pure room is tested without testkit, which opens databases"
            ));
        }
    }
    none("Arrows point one way (ARCHITECTURE.md):", &offences);
}

#[test]
fn only_the_store_depends_on_a_database() {
    let mut offences = Vec::new();
    for room in rooms().iter().filter(|room| *room != "store") {
        let (product, tests) = dependencies(room);
        for driver in DRIVERS.iter().filter(|driver| product.contains(**driver) || tests.contains(**driver)) {
            offences.push(format!("crates/{room}/Cargo.toml: {driver}; ask a function of store instead"));
        }
    }
    none("Only store depends on a database driver:", &offences);
}

#[test]
fn pure_rooms_depend_on_nothing_that_reaches_out() {
    let mut offences = Vec::new();
    for room in PURE {
        let (product, _) = dependencies(room);
        for crate_ in IMPURE.iter().filter(|crate_| product.contains(**crate_)) {
            offences.push(format!("crates/{room}/Cargo.toml: {crate_}; take what it gives as an argument"));
        }
    }
    none("domain, criteria, documents, press and vault only compute:", &offences);
}
