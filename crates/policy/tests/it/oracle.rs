//! Reading the tables of `policies/oracle`, and answering from them.

use std::path::PathBuf;

use domain::access::{Action, FieldClass, Purpose, RecordState, Role};

use super::world::{Cell, RELATIONS};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../policies/oracle")
}

/// The rows of a table, each by column name.
pub fn rows(file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let path = folder().join(file);
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let rows: Vec<_> = reader.deserialize().map(|row| row.expect("a row as long as its header")).collect();
    assert!(!rows.is_empty(), "{file} is empty");
    rows
}

/// Which of some words a cell of the table names; a word that is none fails.
pub fn mask(text: &str, words: &[&str]) -> u64 {
    if text == "*" {
        return u64::MAX;
    }
    text.split('|').fold(0, |mask, word| {
        let at = words.iter().position(|known| *known == word);
        mask | 1 << at.unwrap_or_else(|| panic!("`{word}` is none of {words:?}"))
    })
}

pub fn roles() -> Vec<&'static str> {
    Role::ALL.iter().map(|role| role.key()).chain(["visitor"]).collect()
}

pub fn actions() -> Vec<&'static str> {
    Action::ALL.iter().map(|action| action.key()).collect()
}

fn purposes() -> Vec<&'static str> {
    Purpose::ALL.iter().map(|purpose| purpose.key()).chain(["none"]).collect()
}

/// One row as bits, so that millions of cells can be asked.
#[derive(Debug)]
struct Row {
    number: usize,
    masks: [u64; 7],
    permits: bool,
}

/// A table of which the first row that fits decides.
pub struct Table(Vec<Row>);

impl Table {
    pub fn decisions() -> Self {
        Self::read("decisions.csv", |row| row["effect"] == "permit")
    }

    /// Rows of the floor; a cell that fits any is denied whatever is permitted elsewhere.
    pub fn never() -> Self {
        Self::read("never.csv", |_| false)
    }

    fn read(file: &str, permits: impl Fn(&std::collections::BTreeMap<String, String>) -> bool) -> Self {
        let keys = |all: &[&'static str]| all.to_vec();
        let (states, classes): (Vec<_>, Vec<_>) = (
            RecordState::ALL.iter().map(|word| word.key()).collect(),
            FieldClass::ALL.iter().map(|word| word.key()).collect(),
        );
        let table = rows(file)
            .iter()
            .map(|row| Row {
                number: row["row"].parse().expect("a number"),
                masks: [
                    mask(&row["role"], &roles()),
                    mask(&row["action"], &actions()),
                    mask(&row["relation"], &keys(&RELATIONS)),
                    mask(&row["purpose"], &purposes()),
                    mask(&row["state"], &states),
                    mask(&row["class"], &classes),
                    row.get("in_team").map_or(u64::MAX, |team| mask(team, &["no", "yes"])),
                ],
                permits: permits(row),
            })
            .collect();
        Self(table)
    }

    /// The number of the first row that fits, and whether it permits.
    pub fn answer(&self, cell: &Cell) -> Option<(usize, bool)> {
        let bit = |at: usize| 1_u64 << at;
        let at = [
            cell.role.map_or(bit(Role::ALL.len()), |role| bit(role as usize)),
            bit(cell.action as usize),
            bit(RELATIONS.iter().position(|relation| *relation == cell.relation).expect("known")),
            cell.purpose.map_or(bit(Purpose::ALL.len()), |purpose| bit(purpose as usize)),
            bit(cell.state as usize),
            bit(cell.class as usize),
            bit(usize::from(cell.in_team)),
        ];
        let fits = |row: &&Row| row.masks.iter().zip(at).all(|(mask, bit)| mask & bit != 0);
        self.0.iter().find(fits).map(|row| (row.number, row.permits))
    }

    pub fn numbers(&self) -> Vec<usize> {
        self.0.iter().map(|row| row.number).collect()
    }
}
