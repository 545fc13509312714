//! Reading a sheet row by row against the register.

use std::collections::{BTreeMap, HashMap};

use criteria::{Facts, InputIx, InputKind, Pack, Rule};
use documents::sheet::{Cell, Row, Sheet, SheetError};
use domain::facts::{Route, Value, Window};
use domain::numbers::show_count;
use domain::units::{Level, Register, Version};
use texts::Lang;

use super::cell;
use super::columns::{ColumnRole, Columns};
use super::issue::{Issue, IssueKind};

/// What a facts file is read against.
pub struct Intake<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The register of units.
    pub register: &'a Register,
    /// The level judged.
    pub level: Level,
    /// The evaluation year.
    pub year: i16,
    /// Its window; units are those in force on its last day.
    pub window: Window,
    /// Whether a unit may stand in several rows, each a case of its own (what-if tables).
    pub repeats: bool,
    units: Vec<&'a Version>,
    /// Each denominator with the sums of people or units that may not exceed it.
    wholes: Vec<(InputIx, Vec<Vec<InputIx>>)>,
    by_code: HashMap<&'a str, u32>,
}

/// Something accepted that the user should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// `1.234` was read as 1234: row, heading, text, number.
    Grouped(u32, String, String, i64),
    /// A code lost its leading zeros and got them back: row, as written, code.
    Padded(u32, String, String),
    /// An alias of a code: row, as written, code.
    Alias(u32, String, String),
    /// No column for an input: all unknown.
    NoColumn(String),
    /// A column of another level's input.
    OtherLevelColumn(String),
    /// The register has another number of communes: row, given, registered.
    CommunesDiffer(u32, i64, i64),
}

impl Notice {
    /// In a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Grouped(row, heading, text, n) => lang.intake_notice_grouped(row, heading, text, n),
            Self::Padded(row, text, code) => lang.intake_notice_padded(row, text, code),
            Self::Alias(row, text, code) => lang.intake_notice_alias(row, text, code),
            Self::NoColumn(input) => lang.intake_notice_no_column(input),
            Self::OtherLevelColumn(heading) => lang.intake_notice_other_level(heading),
            Self::CommunesDiffer(row, given, there) => {
                lang.intake_notice_communes(row, show_count(*given), show_count(*there))
            }
        }
    }
}

/// How many notices are kept; the rest are counted.
const NOTICES_KEPT: usize = 200;

/// One accepted row.
#[derive(Clone, Copy, Debug)]
pub struct IntakeRow {
    /// Its row in the file.
    pub row: u32,
    /// Its place among [`Intake::units`].
    pub unit: u32,
}

/// The accepted rows of a file, packed: a national file with a million rows stays under 120 MB.
#[derive(Debug, Default)]
pub struct Reading {
    /// Each accepted row.
    pub rows: Vec<IntakeRow>,
    /// The inputs that had a column, in the order of `values`.
    pub inputs: Vec<InputIx>,
    /// The columns of the file.
    pub columns: Vec<(InputIx, u32)>,
    values: Vec<i64>,
    /// Accepted, but worth knowing.
    pub notices: Vec<Notice>,
    /// Notices beyond those kept.
    pub notices_more: u64,
    /// How many issues were reported.
    pub issues: u64,
}

const UNKNOWN: i64 = -1;
const DISPUTED: i64 = -2;
const ROUTES: [(Route, i64); 3] = [(Route::None, -10), (Route::Local, -11), (Route::Inter, -12)];

impl Reading {
    /// A file of which nothing could be read.
    pub fn refused() -> Self {
        Self { issues: 1, ..Self::default() }
    }

    /// Fills `facts` with the values of the `n`-th accepted row.
    pub fn facts(&self, n: usize, facts: &mut Facts) {
        facts.clear();
        for (ix, packed) in self.inputs.iter().zip(self.packed(n)) {
            facts.set(*ix, unpack(*packed));
        }
    }

    fn packed(&self, n: usize) -> &[i64] {
        let width = self.inputs.len();
        self.values.get(n * width..(n + 1) * width).unwrap_or_default()
    }

    pub(super) fn note(&mut self, notice: Notice) {
        if self.notices.len() < NOTICES_KEPT { self.notices.push(notice) } else { self.notices_more += 1 }
    }
}

fn pack(value: Value) -> i64 {
    match value {
        Value::Number(n) => n,
        Value::Unknown => UNKNOWN,
        Value::Disputed => DISPUTED,
        Value::Route(route) => ROUTES.iter().find(|(r, _)| *r == route).map_or(UNKNOWN, |(_, packed)| *packed),
    }
}

fn unpack(packed: i64) -> Value {
    match packed {
        DISPUTED => Value::Disputed,
        n if n >= 0 => Value::Number(n),
        other => ROUTES.iter().find(|(_, p)| *p == other).map_or(Value::Unknown, |(r, _)| Value::Route(*r)),
    }
}

impl<'a> Intake<'a> {
    /// Prepares to read files of one level and year.
    pub fn new(pack: &'a Pack, register: &'a Register, level: Level, year: i16, window: Window) -> Self {
        let units: Vec<&Version> = register.level(level, window.to).collect();
        let by_code = units.iter().zip(0..).map(|(unit, at)| (unit.code.as_str(), at)).collect();
        Self { pack, register, level, year, window, repeats: false, units, wholes: wholes(pack, level), by_code }
    }

    /// The place of a code among [`Intake::units`].
    pub(super) fn place(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The units of the level on the last day of the window, by code.
    pub fn units(&self) -> &[&'a Version] {
        &self.units
    }

    /// Whether a row looks like this file's header.
    pub fn is_header(&self, cells: &[Cell]) -> bool {
        Columns::is_header(self.pack, cells)
    }

    /// Figures recorded before, as if a file had held them. They are not checked against one
    /// another again: two papers may each be sound and still disagree, and that must be shown.
    pub fn recorded<'f>(&self, units: impl Iterator<Item = (&'f str, &'f Facts)>) -> Reading {
        let inputs: Vec<InputIx> = self.pack.inputs_of(self.level).map(|(ix, _)| ix).collect();
        let mut reading = Reading::default();
        for (row, (code, facts)) in (1..).zip(units) {
            let Some(unit) = self.place(code) else { continue };
            reading.values.extend(inputs.iter().map(|ix| pack(facts.get(*ix))));
            reading.rows.push(IntakeRow { row, unit });
        }
        reading.inputs = inputs;
        reading
    }

    /// Reads a whole sheet. Each fault goes to `report` as it is found; `meta` is what a
    /// template says about itself.
    pub fn read(
        &self,
        sheet: &mut dyn Sheet,
        meta: &BTreeMap<String, String>,
        report: &mut dyn FnMut(Issue),
    ) -> Reading {
        let columns = Columns::read(self.pack, &sheet.header().cells);
        let mut desk =
            Desk { intake: self, columns, reading: Reading::default(), first: vec![0; self.units.len()], report };
        desk.check_meta(meta);
        desk.check_header(sheet.header().number);
        desk.rows(sheet);
        desk.reading
    }
}

/// The denominators of a level's rates, with what counts people or units of them.
/// Arrests are not among the parts: people from elsewhere are arrested too.
fn wholes(pack: &Pack, level: Level) -> Vec<(InputIx, Vec<Vec<InputIx>>)> {
    let kind = |ix: &InputIx| pack.input_at(*ix).map(|i| i.kind);
    let mut found: Vec<(InputIx, Vec<Vec<InputIx>>)> = Vec::new();
    for (_, criterion) in pack.criteria_of(level) {
        let Rule::Rate { of, over, .. } = &criterion.rule else { continue };
        if !found.iter().any(|(whole, _)| whole == over) {
            let people = pack
                .inputs_of(level)
                .filter(|(_, i)| i.kind == InputKind::People && kind(over) == Some(InputKind::Population));
            found.push((*over, people.map(|(ix, _)| vec![ix]).collect()));
        }
        let counted = of.iter().all(|ix| matches!(kind(ix), Some(InputKind::People | InputKind::Units)));
        if let (true, Some((_, parts))) = (counted, found.iter_mut().find(|(whole, _)| whole == over))
            && !parts.contains(of)
        {
            parts.push(of.clone());
        }
    }
    found
}

/// A sheet being read.
pub(super) struct Desk<'d, 'a> {
    pub(super) intake: &'d Intake<'a>,
    pub(super) columns: Columns,
    pub(super) reading: Reading,
    /// The row in which each unit was first seen; 0 before.
    pub(super) first: Vec<u32>,
    report: &'d mut dyn FnMut(Issue),
}

impl Desk<'_, '_> {
    pub(super) fn issue(&mut self, row: u32, column: Option<usize>, value: &dyn std::fmt::Display, kind: IssueKind) {
        self.reading.issues += 1;
        let heading = column.map_or_else(String::new, |c| self.columns.heading(c).to_owned());
        let column = column.and_then(|c| u32::try_from(c).ok());
        (self.report)(Issue { row, column, heading, value: shortened(value), kind });
    }

    fn check_meta(&mut self, meta: &BTreeMap<String, String>) {
        if let Some(year) = meta.get("year").filter(|y| **y != self.intake.year.to_string()) {
            self.issue(0, None, year, IssueKind::OtherYear { year: self.intake.year });
        }
        if let Some(level) = meta.get("level").filter(|l| *l != self.intake.level.key()) {
            self.issue(0, None, level, IssueKind::TemplateLevel { level: self.intake.level.key().to_owned() });
        }
    }

    fn check_header(&mut self, row: u32) {
        let (pack, level) = (self.intake.pack, self.intake.level);
        let expected = || Columns::expected(pack, level);
        let roles = self.columns.roles.clone();
        for (at, (role, heading)) in roles.iter().enumerate() {
            match role {
                ColumnRole::Unknown => {
                    self.issue(row, Some(at), heading, IssueKind::UnknownHeading { expected: expected() });
                }
                ColumnRole::Cases => self.issue(row, Some(at), heading, IssueKind::Cases),
                ColumnRole::Input(_) | ColumnRole::Code if roles.iter().take(at).any(|(r, _)| r == role) => {
                    self.issue(row, Some(at), heading, IssueKind::HeadingTwice);
                }
                ColumnRole::Input(ix) => match pack.input_at(*ix) {
                    Some(input) if !input.levels.contains(&level) => {
                        self.reading.note(Notice::OtherLevelColumn(heading.clone()));
                    }
                    _ => {
                        self.reading.inputs.push(*ix);
                        self.reading.columns.push((*ix, u32::try_from(at).unwrap_or(u32::MAX)));
                    }
                },
                _ => {}
            }
        }
        if self.reading.inputs.is_empty() {
            self.issue(row, None, &"", IssueKind::NoInputs { expected: expected() });
        }
        for (ix, input) in pack.inputs_of(level) {
            if !self.reading.inputs.contains(&ix) {
                self.reading.note(Notice::NoColumn(input.title.clone()));
            }
        }
    }

    fn rows(&mut self, sheet: &mut dyn Sheet) {
        let mut row = Row::default();
        let mut seen = false;
        loop {
            match sheet.next(&mut row) {
                Ok(true) => {
                    seen = true;
                    self.row(&row);
                }
                Ok(false) => break,
                Err(error @ SheetError::ExtraCells { .. }) => {
                    seen = true;
                    self.issue(row.number, None, &"", IssueKind::Sheet(error));
                }
                Err(error) => {
                    self.issue(0, None, &"", IssueKind::Sheet(error));
                    return;
                }
            }
        }
        if !seen {
            self.issue(0, None, &"", IssueKind::NoRows);
        }
    }

    fn row(&mut self, row: &Row) {
        let before = self.reading.issues;
        let unit = self.unit(row);
        let start = self.reading.values.len();
        for at in 0..self.reading.columns.len() {
            let Some((ix, column)) = self.reading.columns.get(at).copied() else { continue };
            let value = self.value(row, ix, column as usize);
            self.reading.values.push(pack(value));
        }
        self.check_sums(row, start);
        match unit {
            Some(unit) if self.reading.issues == before => {
                self.compare_communes(row, start, unit);
                self.reading.rows.push(IntakeRow { row: row.number, unit });
            }
            _ => self.reading.values.truncate(start),
        }
    }

    /// The register knows how many communes a province has; another number is taken, and said.
    fn compare_communes(&mut self, row: &Row, start: usize, unit: u32) {
        let intake = self.intake;
        let Some((total, _)) = intake.pack.input("communes_total") else { return };
        let given =
            self.reading.inputs.iter().position(|ix| *ix == total).and_then(|at| self.reading.values.get(start + at));
        let (Some(given), Some(province)) = (given.copied().filter(|n| *n >= 0), intake.units.get(unit as usize))
        else {
            return;
        };
        let there =
            i64::try_from(intake.register.children(province.unit, intake.window.to).count()).unwrap_or(i64::MAX);
        if given != there {
            self.reading.note(Notice::CommunesDiffer(row.number, given, there));
        }
    }

    fn value(&mut self, row: &Row, ix: InputIx, column: usize) -> Value {
        let Some(kind) = self.intake.pack.input_at(ix).map(|i| i.kind) else { return Value::Unknown };
        match cell::read(kind, row.cell(column)) {
            Ok(read) => {
                if let (true, Value::Number(n)) = (read.grouped, read.value) {
                    let heading = self.columns.heading(column).to_owned();
                    self.reading.note(Notice::Grouped(row.number, heading, row.cell(column).to_string(), n));
                }
                read.value
            }
            Err(kind) => {
                self.issue(row.number, Some(column), row.cell(column), kind);
                Value::Unknown
            }
        }
    }

    /// Parts may not exceed their whole, and a whole is at least one.
    fn check_sums(&mut self, row: &Row, start: usize) {
        let intake = self.intake;
        let number = |desk: &Self, ix: &InputIx| {
            let at = desk.reading.inputs.iter().position(|i| i == ix)?;
            let packed = *desk.reading.values.get(start + at)?;
            let column = desk.reading.columns.get(at).map(|(_, column)| *column as usize)?;
            (packed >= 0).then_some((packed, column))
        };
        for (whole, _) in &intake.wholes {
            if let Some((0, column)) = number(self, whole) {
                self.issue(row.number, Some(column), row.cell(column), IssueKind::MustBeOver0);
            }
        }
        for (whole, parts) in &intake.wholes {
            let Some((whole, _)) = number(self, whole).filter(|(n, _)| *n > 0) else { continue };
            for part in parts {
                let known: Vec<(i64, usize)> = part.iter().filter_map(|ix| number(self, ix)).collect();
                let sum: i64 = known.iter().map(|(n, _)| *n).sum();
                // One complaint per fault: a sum is blamed only when no addend alone is too large.
                let alone = part.len() == 1 || known.iter().all(|(n, _)| *n <= whole);
                if let (true, true, Some((_, column))) = (sum > whole, alone, known.last()) {
                    self.issue(row.number, Some(*column), row.cell(*column), IssueKind::MoreThanWhole { sum, whole });
                }
            }
        }
    }
}

/// A value as it is quoted in a complaint: not longer than a line.
fn shortened(value: &dyn std::fmt::Display) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}
