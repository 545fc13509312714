//! docs/asvs.md: whether each line of the security table leads to something that is there.

use std::collections::{BTreeMap, BTreeSet};

use super::house::{files, rooms, root};
use super::none;

const TABLE: &str = "docs/asvs.md";

/// Requirements of levels 1 and 2 by chapter, as the standard counts them (ASVS 5.0.0).
const CHAPTERS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
/// Of level 1 among them.
const LEVEL_1: usize = 70;

struct Line<'t> {
    at: usize,
    number: &'t str,
    level: &'t str,
    state: &'t str,
    by: &'t str,
}

/// The lines that begin with a number of the standard.
fn lines(table: &str) -> Vec<Line<'_>> {
    table.lines().enumerate().filter_map(|(at, text)| read(at + 1, text)).collect()
}

fn read(at: usize, text: &str) -> Option<Line<'_>> {
    let cells: Vec<&str> = text.strip_prefix("| ")?.strip_suffix(" |")?.splitn(5, " | ").collect();
    let &[number, level, _, state, by] = cells.as_slice() else { return None };
    let is_numbered = number.split('.').filter(|part| part.parse::<u8>().is_ok()).count() == 3;
    is_numbered.then_some(Line { at, number, level, state, by })
}

/// What stands between backticks.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Names of tests by room.
fn tests() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for file in
        files("crates").iter().filter(|file| std::path::Path::new(&file.path).extension().is_some_and(|it| it == "rs"))
    {
        let room = file.path.split('/').nth(1).unwrap_or_default();
        let after_fn = file.text.split("fn ").skip(1);
        let names = after_fn.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
        found.extend(names.map(|name| (room.to_owned(), name.to_owned())));
    }
    found
}

#[test]
fn every_line_of_the_security_table_leads_somewhere() {
    let table = std::fs::read_to_string(root().join(TABLE)).expect("docs/asvs.md is there");
    let (rooms, tests) = (rooms(), tests());
    let mut offences = Vec::new();
    for line in lines(&table) {
        let mut leads = 0;
        for name in named(line.by) {
            let exists = match name.split_once(": ") {
                Some((room, test)) if rooms.iter().any(|known| known == room) => {
                    leads += 1;
                    tests.contains(&(room.to_owned(), test.to_owned()))
                }
                _ if name.contains('/') || name.contains(".toml") || name.contains(".md") || name.contains(".lock") => {
                    leads += 1;
                    root().join(name).exists()
                }
                // a word of code, not a place
                _ => true,
            };
            if !exists {
                offences.push(format!("{TABLE}:{}: {name} is not there", line.at));
            }
        }
        let enough = match line.state {
            "met" => leads > 0,
            "n/a" | "open" => !line.by.trim().is_empty(),
            _ => false,
        };
        if !enough {
            offences.push(format!("{TABLE}:{}: {} is {} by nothing", line.at, line.number, line.state));
        }
    }
    none("The security table says only what is so:", &offences);
}

#[test]
fn the_security_table_has_every_requirement_once() {
    let table = std::fs::read_to_string(root().join(TABLE)).expect("docs/asvs.md is there");
    let lines = lines(&table);
    let numbers: BTreeSet<&str> = lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers.len(), lines.len(), "a number stands twice");
    let mut chapters = [0; CHAPTERS.len()];
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        let chapter: usize = line.number.split('.').next().and_then(|text| text.parse().ok()).expect("a number");
        chapters[chapter - 1] += 1;
        *states.entry(line.state).or_default() += 1;
    }
    assert_eq!(chapters, CHAPTERS, "requirements by chapter");
    assert_eq!(lines.iter().filter(|line| line.level == "1").count(), LEVEL_1);
    let sums = format!("| {} | {} | {} |", states["met"], states["n/a"], states["open"]);
    assert!(table.lines().any(|line| line == sums), "the sums at the top should read {sums}");
}
