//! What each room's sources may say.

use std::collections::BTreeSet;

use super::arrows::PURE;
use super::code::{lines_with, product};
use super::house::{files, room_of, rooms, root, sources};
use super::none;

const KERNEL: &str = "crates/store/src/kernel.rs";
/// What stands below it: how the engines are opened.
const BELOW_KERNEL: &str = "crates/store/src/kernel/";

fn is_of_kernel(path: &str) -> bool {
    path == KERNEL || path.starts_with(BELOW_KERNEL)
}

#[test]
fn only_the_kernel_names_an_engine() {
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| !is_of_kernel(&file.path)) {
        let code = product(&file.text);
        for (at, line) in code.lines().enumerate() {
            let named = line.split(|c: char| !c.is_alphanumeric() && c != '_').find(|word| names_an_engine(word));
            if let Some(word) = named {
                offences.push(format!("{}:{}: {word}; say it in the words of {KERNEL}", file.path, at + 1));
            }
        }
    }
    none("Only the kernel knows that there are two engines:", &offences);
}

/// Types of the drivers: `SqlitePool`, `PgRow`, `Postgres` …
fn names_an_engine(word: &str) -> bool {
    let pg = word.strip_prefix("Pg").and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
    pg || word.starts_with("Sqlite") || word.starts_with("Postgres") || word.starts_with("Libsqlite")
}

#[test]
fn the_kernel_stays_small_and_builds_no_sql() {
    let kernel: Vec<_> = files("crates/store/src").into_iter().filter(|file| is_of_kernel(&file.path)).collect();
    assert!(kernel.iter().any(|file| file.path == KERNEL), "the kernel is there");
    for file in &kernel {
        let lines = product(&file.text).lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines < 200, "{} has {lines} lines of code; under 200 it can still be read at once", file.path);
    }
    let mut offences = Vec::new();
    for builder in ["QueryBuilder", "AssertSqlSafe"] {
        for source in sources() {
            for line in lines_with(&product(&source.text), builder) {
                offences.push(format!("{}:{line}: {builder}; write the statement out as a constant", source.path));
            }
        }
    }
    none("No SQL is put together while running:", &offences);
}

/// Words that read a clock, randomness, the environment or a file, or wait for something.
const REACHES_OUT: [&str; 22] = [
    "async",
    "await",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "now_v7",
    "new_v4",
    "thread_rng",
    "env::",
    "std::env",
    "env::var",
    "fs::",
    "std::fs",
    "File::open",
    "File::create",
    "std::net",
    "std::process",
    "std::thread",
    "println!",
    "eprintln!",
    "temp_dir",
];

#[test]
fn pure_rooms_read_no_clock_randomness_environment_or_file() {
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| PURE.contains(&room_of(file))) {
        let code = product(&file.text);
        for word in REACHES_OUT {
            for line in lines_with(&code, word) {
                offences.push(format!("{}:{line}: {word}; take the value as an argument", file.path));
            }
        }
    }
    none("domain, criteria and documents only compute:", &offences);
}

#[test]
fn only_policy_gives_permits() {
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| room_of(file) != "policy") {
        for (at, line) in product(&file.text).lines().enumerate() {
            if line.contains("Permit::granted") || line.contains("Permit::<") && line.contains("granted(") {
                offences.push(format!("{}:{}: ask `policy::Policies::permit` for one", file.path, at + 1));
            }
        }
    }
    none("A permit is the policy's yes and nobody else's:", &offences);
}

#[test]
fn the_code_map_names_every_room_and_no_other() {
    const MAP: &str = "ARCHITECTURE.md";
    let text =
        std::fs::read_to_string(root().join(MAP)).unwrap_or_else(|fault| panic!("{MAP}: {fault}; write the map"));
    let named: BTreeSet<&str> = text
        .match_indices("crates/")
        .filter_map(|(at, lead)| {
            text[at + lead.len()..].split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').next()
        })
        .filter(|room| !room.is_empty())
        .collect();
    let rooms = rooms();
    let rooms: BTreeSet<&str> = rooms.iter().map(String::as_str).collect();
    let missing = rooms.difference(&named).map(|room| format!("{MAP}: crates/{room} is not in the code map; add it"));
    let gone = named.difference(&rooms).map(|room| format!("{MAP}: crates/{room} does not exist; take it out"));
    none("The code map is the house:", &missing.chain(gone).collect::<Vec<_>>());
}
