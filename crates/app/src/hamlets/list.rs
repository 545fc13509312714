//! Reading a list of hamlets, before anything is known of units: columns, texts, types and days.

use std::io::{Read, Seek, SeekFrom};

use documents::sheet::{self, Cell, Row, Sheet, SheetError};
use domain::fold;
use domain::units::{Kind, Level};
use jiff::civil::Date;

use super::day;
use super::fault::{HamletFault, HamletNotice};
use crate::intake::{Issue, IssueKind};

/// The nation has some 64,000 thôn and about as many tổ dân phố.
const ROWS_MAX: u32 = 300_000;
const CSV_BYTES_MAX: u64 = 64 << 20;
const NAME_CHARS_MAX: usize = 120;
const BASIS_CHARS_MAX: usize = 500;
const CODE_CHARS_MAX: usize = 40;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Commune,
    CommuneName,
    Name,
    Kind,
    From,
    Until,
    Basis,
    Code,
}

/// Headings by role, folded.
const HEADINGS: [(Role, &[&str]); 8] = [
    (
        Role::Commune,
        &[
            "code",
            "ma",
            "ma xa",
            "ma xa phuong",
            "ma xa phuong dac khu",
            "ma don vi",
            "ma dvhc",
            "commune",
            "commune code",
        ],
    ),
    (Role::CommuneName, &["commune name", "ten xa", "ten xa phuong", "xa", "xa phuong", "xa phuong dac khu"]),
    (Role::Name, &["name", "ten", "ten thon", "thon", "ten thon ban", "ten to dan pho", "ten thon to dan pho"]),
    (Role::Kind, &["type", "loai", "loai hinh"]),
    (Role::From, &["from", "hieu luc tu", "tu", "tu ngay", "ngay hieu luc"]),
    (Role::Until, &["until", "den", "den ngay", "hieu luc den", "den het ngay"]),
    (Role::Basis, &["basis", "can cu", "van ban", "can cu phap ly"]),
    (Role::Code, &["hamlet code", "ma thon", "ma thon to dan pho", "ma to dan pho"]),
];

/// Other words for types, folded, as they stand in lists and before names.
const SHORT: [(&str, Kind); 2] = [("tdp", Kind::ToDanPho), ("kp", Kind::KhuPho)];

/// One row, as far as it could be read; what could not be was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub row: u32,
    pub commune: Option<String>,
    pub commune_name: Option<String>,
    pub name: Option<String>,
    pub kind: Option<Kind>,
    pub from: Option<Date>,
    /// The first day no longer in force: the day after the last one, which the list names.
    pub until: Option<Date>,
    pub basis: Option<String>,
    pub code: Option<String>,
}

/// A list that was read.
#[derive(Debug, Default)]
pub(super) struct List {
    pub columns: Columns,
    pub lines: Vec<Line>,
    pub notices: Vec<HamletNotice>,
    pub issues: Vec<Issue>,
}

/// Which column is which.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns(Vec<(Option<Role>, String)>);

impl Columns {
    fn read(header: &[Cell]) -> Self {
        Self(header.iter().map(|cell| (role(&cell.to_string()), cell.to_string())).collect())
    }

    fn at(&self, role: Role) -> Option<usize> {
        self.0.iter().position(|(found, _)| *found == Some(role))
    }

    /// A complaint about a cell, or about the row where the role has no column.
    pub fn issue(&self, row: u32, role: Role, value: &str, kind: IssueKind) -> Issue {
        let at = self.at(role);
        let heading = at.and_then(|at| self.0.get(at)).map_or_else(String::new, |(_, heading)| heading.clone());
        Issue { row, column: at.and_then(|at| u32::try_from(at).ok()), heading, value: shortened(value), kind }
    }
}

fn role(heading: &str) -> Option<Role> {
    let find = |text: &str| {
        let folded = fold::plain(text);
        HEADINGS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(role, _)| *role)
    };
    // what stands in brackets, `(dd/mm/yyyy)`, does not make another column
    find(heading).or_else(|| heading.split_once(['(', '[']).and_then(|(head, _)| find(head)))
}

fn is_header(cells: &[Cell]) -> bool {
    let columns = Columns::read(cells);
    columns.at(Role::Commune).is_some() && columns.at(Role::Name).is_some()
}

/// Reads a whole file, CSV or workbook.
pub(super) fn read(source: impl Read + Seek) -> List {
    let mut list = List::default();
    if let Err(error) = open(source, &mut list) {
        let kind = match error {
            SheetError::NoHeader { .. } | SheetError::WrongSheet { .. } => HamletFault::NoHeader.into(),
            other => IssueKind::Sheet(other),
        };
        list.issues.push(Issue { row: 0, column: None, heading: String::new(), value: String::new(), kind });
    }
    list
}

fn open(mut source: impl Read + Seek, list: &mut List) -> Result<(), SheetError> {
    let mut head = Vec::with_capacity(8);
    source.by_ref().take(8).read_to_end(&mut head)?;
    let bytes = source.seek(SeekFrom::End(0))?;
    source.rewind()?;
    if sheet::kind(&head) != sheet::Kind::Text {
        let mut book = sheet::xlsx::open(source, &sheet::xlsx::Limits::default())?;
        return rows(&mut book.sheet(&is_header)?, list);
    }
    if bytes > CSV_BYTES_MAX {
        return Err(SheetError::TooBig { limit: CSV_BYTES_MAX, actual: bytes });
    }
    rows(&mut sheet::csv::open(source, &is_header)?, list)
}

fn rows(sheet: &mut dyn Sheet, list: &mut List) -> Result<(), SheetError> {
    list.columns = Columns::read(&sheet.header().cells);
    check_header(sheet.header().number, list);
    let mut row = Row::default();
    let mut seen = 0;
    loop {
        match sheet.next(&mut row) {
            Ok(true) => line(&row, list),
            Ok(false) => break,
            Err(error @ SheetError::ExtraCells { .. }) => {
                let kind = IssueKind::Sheet(error);
                list.issues.push(Issue {
                    row: row.number,
                    column: None,
                    heading: String::new(),
                    value: String::new(),
                    kind,
                });
            }
            Err(error) => return Err(error),
        }
        seen += 1;
        if seen > ROWS_MAX {
            list.issues.push(list.columns.issue(
                row.number,
                Role::Name,
                "",
                HamletFault::TooManyRows { limit: ROWS_MAX }.into(),
            ));
            return Ok(());
        }
    }
    if seen == 0 {
        list.issues.push(Issue {
            row: 0,
            column: None,
            heading: String::new(),
            value: String::new(),
            kind: IssueKind::NoRows,
        });
    }
    Ok(())
}

fn check_header(row: u32, list: &mut List) {
    if list.columns.at(Role::From).is_none() {
        let kind = HamletFault::NoDayColumn.into();
        list.issues.push(Issue { row: 0, column: None, heading: String::new(), value: String::new(), kind });
    }
    for (at, (role, heading)) in list.columns.0.iter().enumerate() {
        if role.is_none() && !heading.is_empty() {
            list.notices.push(HamletNotice::Ignored { heading: heading.clone() });
        }
        if role.is_some() && list.columns.0.iter().take(at).any(|(before, _)| before == role) {
            let column = u32::try_from(at).ok();
            let kind = IssueKind::HeadingTwice;
            list.issues.push(Issue { row, column, heading: heading.clone(), value: heading.clone(), kind });
        }
    }
}

fn line(row: &Row, list: &mut List) {
    let mut desk = Desk { row, columns: &list.columns, issues: &mut list.issues, notices: &mut list.notices };
    let commune = desk.commune();
    let (name, kind) = desk.name_and_kind();
    let from = desk.from();
    let line = Line {
        row: row.number,
        commune,
        commune_name: desk.text(Role::CommuneName, NAME_CHARS_MAX),
        name,
        kind,
        from,
        until: desk.until(from),
        basis: desk.text(Role::Basis, BASIS_CHARS_MAX),
        code: desk.text(Role::Code, CODE_CHARS_MAX),
    };
    list.lines.push(line);
}

/// One row being read.
struct Desk<'a> {
    row: &'a Row,
    columns: &'a Columns,
    issues: &'a mut Vec<Issue>,
    notices: &'a mut Vec<HamletNotice>,
}

impl Desk<'_> {
    fn cell(&self, role: Role) -> &Cell {
        self.columns.at(role).map_or(&Cell::Empty, |at| self.row.cell(at))
    }

    fn refuse(&mut self, role: Role, kind: impl Into<IssueKind>) {
        let value = self.cell(role).to_string();
        self.issues.push(self.columns.issue(self.row.number, role, &value, kind.into()));
    }

    fn text(&mut self, role: Role, limit: usize) -> Option<String> {
        let cell = self.cell(role);
        if let Cell::Error(_) = cell {
            self.refuse(role, IssueKind::Faulty);
            return None;
        }
        let text = fold::clean(&cell.to_string());
        if text.chars().count() > limit {
            self.refuse(role, HamletFault::TooLong { limit });
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    fn commune(&mut self) -> Option<String> {
        let text = self.cell(Role::Commune).to_string();
        if text.is_empty() {
            self.refuse(Role::Commune, IssueKind::NoCode);
            return None;
        }
        if text.len() > 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
            self.refuse(Role::Commune, IssueKind::NotACode { digits: 5 });
            return None;
        }
        let code = format!("{text:0>5}");
        if code != text {
            self.notices.push(HamletNotice::Padded { row: self.row.number, text, code: code.clone() });
        }
        Some(code)
    }

    /// The type may stand in its column or before the name; it is kept once, outside the name.
    fn name_and_kind(&mut self) -> (Option<String>, Option<Kind>) {
        let written = self.text(Role::Name, NAME_CHARS_MAX);
        if written.is_none() && *self.cell(Role::Name) == Cell::Empty {
            self.refuse(Role::Name, HamletFault::NoName);
        }
        let word = self.text(Role::Kind, NAME_CHARS_MAX);
        let told = word.as_deref().and_then(kind_of);
        if word.is_some() && told.is_none() {
            self.refuse(Role::Kind, HamletFault::UnknownKind);
        }
        let Some(written) = written else { return (None, told) };
        let before = before_name(&written);
        match (told, before) {
            (Some(kind), Some((same, bare))) if kind == same => (Some(bare), Some(kind)),
            (Some(kind), _) => (Some(written), Some(kind)),
            (None, Some((kind, bare))) => (Some(bare), Some(kind)),
            (None, None) => {
                if word.is_none() {
                    self.refuse(Role::Kind, HamletFault::NoKind);
                }
                (Some(written), None)
            }
        }
    }

    fn from(&mut self) -> Option<Date> {
        self.columns.at(Role::From)?;
        if *self.cell(Role::From) == Cell::Empty {
            self.refuse(Role::From, HamletFault::NoDay);
            return None;
        }
        let day = day::read(self.cell(Role::From));
        if day.is_none() {
            self.refuse(Role::From, HamletFault::NotADay);
        }
        day
    }

    /// Lists name the last day in force ("đến hết ngày"); versions end on the day after.
    fn until(&mut self, from: Option<Date>) -> Option<Date> {
        if *self.cell(Role::Until) == Cell::Empty {
            return None;
        }
        let last = day::read(self.cell(Role::Until));
        let Some(until) = last.and_then(|last| last.tomorrow().ok()) else {
            self.refuse(Role::Until, HamletFault::NotADay);
            return None;
        };
        match from {
            Some(from) if until <= from => {
                self.refuse(Role::Until, HamletFault::EndsBeforeStart { from });
                None
            }
            _ => Some(until),
        }
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    let folded = fold::plain(word);
    let hamlets = Kind::ALL.iter().copied().filter(|kind| kind.level() == Level::Hamlet);
    let mut named = hamlets.filter(|kind| fold::plain(kind.vi()) == folded || fold::plain(kind.key()) == folded);
    named.next().or_else(|| SHORT.iter().find(|(short, _)| *short == folded).map(|(_, kind)| *kind))
}

/// The type that a name begins with, and the rest. Diacritics count: Ban Mai is not bản Mai.
fn before_name(name: &str) -> Option<(Kind, String)> {
    let words: Vec<&str> = name.split(' ').collect();
    let hamlets = Kind::ALL.iter().copied().filter(|kind| kind.level() == Level::Hamlet);
    let full = hamlets.map(|kind| (fold::marked(kind.vi()), kind));
    let short = SHORT.iter().map(|(short, kind)| ((*short).to_owned(), *kind));
    full.chain(short).find_map(|(word, kind)| {
        let (head, rest) = words.split_at_checked(word.split(' ').count())?;
        (fold::marked(&head.join(" ")) == word && !rest.is_empty()).then(|| (kind, rest.join(" ")))
    })
}

/// A value as it is quoted in a complaint: not longer than a line.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}
