//! Runs every table of `cases/*.md`: each row is a test that a lawyer can read.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use criteria::{Facts, InputKind, Pack, Settings, Truth, Verdict, judge, shipped};
use domain::facts::{Route, Value};
use domain::numbers::{read_area, read_count};
use domain::units::Level;

const KEYS: [&str; 3] = ["KEY_I", "KEY_II", "KEY_III"];

/// A folder of `cases/` bears the id of the pack that its tables try.
#[test]
fn every_row_of_every_case_file() {
    let packs = shipped().unwrap_or_else(|findings| panic!("{findings:#?}"));
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let (mut rows, mut failures) = (0, String::new());
    for pack in packs.iter().filter(|p| p.is_computable()) {
        let before = rows;
        for file in files(&cases.join(&pack.id)) {
            let text = fs::read_to_string(&file).expect("readable");
            for row in tables(&text) {
                rows += 1;
                for complaint in check(pack, &row) {
                    let case = row.get("case").unwrap_or("?");
                    writeln!(failures, "{}:{}: {case}: {complaint}", file.display(), row.line).expect("String");
                }
            }
        }
        assert!(rows - before >= 20, "{}: only {} rows in cases/{}", pack.id, rows - before, pack.id);
    }
    assert!(failures.is_empty(), "\n{failures}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    files.map(|f| f.expect("readable").path()).collect()
}

struct Row<'t> {
    line: usize,
    cells: Vec<(&'t str, &'t str)>,
}

impl<'t> Row<'t> {
    fn get(&self, column: &str) -> Option<&'t str> {
        self.cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| *cell).filter(|cell| !cell.is_empty())
    }
}

/// Rows of all tables of a Markdown text, by column name.
fn tables(text: &str) -> Vec<Row<'_>> {
    let mut header: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let Some(inner) = line.strip_prefix('|').and_then(|l| l.trim_end().strip_suffix('|')) else {
            header.clear();
            continue;
        };
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        if header.is_empty() {
            header = cells;
        } else if !cells.iter().all(|c| c.chars().all(|c| c == '-')) {
            assert_eq!(cells.len(), header.len(), "line {}: not as many cells as headings", n + 1);
            found.push(Row { line: n + 1, cells: header.iter().copied().zip(cells).collect() });
        }
    }
    found
}

fn check(pack: &Pack, row: &Row<'_>) -> Vec<String> {
    let level = row.get("level").map_or(Level::Commune, |l| Level::from_key(l).expect("a level"));
    refuse_unknown_columns(pack, row);
    let facts = Facts::collect(pack, |id| row.get(id).map_or(Value::Unknown, |cell| value(pack, id, cell)));
    let mut settings = Settings::defaults(pack);
    for pair in row.get("settings").unwrap_or_default().split_whitespace() {
        let (key, option) = pair.split_once('=').expect("switch=option");
        settings.set(pack, key, option).expect("a known option");
    }
    let verdict = judge(pack, level, &facts, &settings);
    let mut complaints = Vec::new();
    if let Some(expected) = row.get("result")
        && verdict.result(pack) != expected
    {
        complaints.push(format!("result {} instead of {expected}", verdict.result(pack)));
    }
    if let Some(expected) = row.get("key") {
        let key = verdict
            .classes(pack)
            .find(|(c, t)| KEYS.contains(&c.id.as_str()) && *t == Truth::Met)
            .map_or("NONE", |(c, _)| &c.id);
        if key != expected {
            complaints.push(format!("key {key} instead of {expected}"));
        }
    }
    for (column, truth) in [("met", Truth::Met), ("not", Truth::NotMet), ("open", Truth::Undetermined)] {
        for id in row.get(column).unwrap_or_default().split_whitespace() {
            complaints.extend(differs(pack, &verdict, id, truth));
        }
    }
    complaints
}

fn differs(pack: &Pack, verdict: &Verdict, id: &str, expected: Truth) -> Option<String> {
    let (ix, _) = pack.criterion(id).unwrap_or_else(|| panic!("no criterion {id}"));
    let truth = verdict.truth(ix);
    (truth != expected).then(|| format!("{id} is {} instead of {}", truth.key(), expected.key()))
}

fn value(pack: &Pack, id: &str, cell: &str) -> Value {
    if cell == "tranh chấp" {
        return Value::Disputed;
    }
    match pack.input(id).expect("an input").1.kind {
        InputKind::Route => Value::Route(Route::from_key(cell).expect("a route")),
        InputKind::Area => Value::Number(read_area(cell).expect("an area")),
        _ => Value::Number(read_count(cell).expect("a count")),
    }
}

fn refuse_unknown_columns(pack: &Pack, row: &Row<'_>) {
    const OTHERS: [&str; 9] = ["case", "level", "settings", "result", "key", "met", "not", "open", "why"];
    for (column, _) in &row.cells {
        assert!(OTHERS.contains(column) || pack.input(column).is_some(), "line {}: no column {column}", row.line);
    }
    let tests = ["result", "key", "met", "not", "open"];
    assert!(tests.iter().any(|t| row.get(t).is_some()), "line {}: expects nothing", row.line);
}
