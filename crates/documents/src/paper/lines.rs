//! The lines of a template: what each begins with says what it is. The signs stand in `docs/forms.md`.
//!
//! A template is read before anything is filled in, so that whatever a person is called can never become a sign.

use std::collections::BTreeMap;

use super::keys::{Column, Key, Kind, Rows};
use super::table::{Align, TableColumn};

/// Lines that several forms share, by name.
pub(super) type Parts = BTreeMap<String, Vec<Line>>;

/// A line of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it stands in the body, from 1.
    pub number: usize,
    /// When it is kept.
    pub when: Vec<Condition>,
    /// What it is.
    pub kind: LineKind,
}

/// When a line is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub key: Key,
    /// The choice that is asked for; otherwise whether anything is known.
    pub code: Option<String>,
    /// Kept where it does not hold.
    pub not: bool,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Title(Vec<Piece>),
    Subject(Vec<Piece>),
    To(Vec<Piece>),
    Basis(Vec<Piece>),
    Centre(Vec<Piece>),
    Section(Vec<Piece>),
    Paragraph(Vec<Piece>),
    Check {
        key: Key,
        codes: Vec<String>,
        pieces: Vec<Piece>,
    },
    Empty(Vec<Piece>),
    Lines(u8),
    Photo(String),
    Table(TableLines),
    Break,
    /// The lines of a part that several forms share.
    Part(String),
}

/// A table over the rows of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableLines {
    pub rows: Rows,
    pub columns: Vec<TableColumn>,
    /// What stands in a cell of each column.
    pub cells: Vec<Vec<CellPiece>>,
    /// Rows to write on where nothing is known.
    pub blank: u8,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text {
        text: String,
        bold: bool,
        italic: bool,
    },
    Key {
        key: Key,
        upper: bool,
        bold: bool,
        italic: bool,
    },
    /// `…………`: dots for the pen, to the margin where they end the line.
    Blank,
}

/// A piece of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellPiece {
    Text(String),
    Column(Column),
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// A placeholder that is not in the list.
    UnknownKey(String),
    /// A list of rows that is not there.
    UnknownRows(String),
    /// A column that the list has not.
    UnknownColumn(String),
    /// A brace or a bracket that is not closed.
    NotClosed,
    /// A table whose heading and cells are not equally many, or which has no cells.
    Columns,
    /// A box is ticked by a choice or a flag; this placeholder is a text.
    NotAChoice(String),
    /// A part that no form can share, because the letterhead has none of that name.
    UnknownPart(String),
    /// A flag has no words to print.
    NotWords(String),
}

impl LineFault {
    /// Its name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey(_) => "unknown_placeholder",
            Self::UnknownRows(_) => "unknown_list",
            Self::UnknownColumn(_) => "unknown_column",
            Self::NotClosed => "not_closed",
            Self::Columns => "columns",
            Self::NotAChoice(_) => "not_a_choice",
            Self::UnknownPart(_) => "unknown_part",
            Self::NotWords(_) => "not_words",
        }
    }
}

type Read<T> = Result<T, LineFault>;

/// Reads the body of a template. Answers the lines and, by line, what is wrong.
pub(super) fn read(body: &str) -> (Vec<Line>, Vec<(usize, LineFault)>) {
    let mut lines = Vec::new();
    let mut faults = Vec::new();
    let mut source = body.lines().enumerate().map(|(index, text)| (index + 1, text.trim())).peekable();
    while let Some((number, text)) = source.next() {
        if text.is_empty() {
            continue;
        }
        let read = conditions(text).and_then(|(when, rest)| {
            let cells = rest.starts_with('|').then(|| source.next_if(|(_, next)| next.starts_with('|'))).flatten();
            Ok(Line { number, when, kind: kind(rest, cells.map(|(_, text)| text))? })
        });
        match read {
            Ok(line) => lines.push(line),
            Err(fault) => faults.push((number, fault)),
        }
    }
    (lines, faults)
}

/// Puts the lines of shared parts where they are named.
pub(super) fn with_parts(lines: Vec<Line>, parts: &Parts) -> (Vec<Line>, Vec<(usize, LineFault)>) {
    let mut faults = Vec::new();
    let mut whole = Vec::with_capacity(lines.len());
    for line in lines {
        let LineKind::Part(name) = &line.kind else {
            whole.push(line);
            continue;
        };
        match parts.get(name) {
            Some(part) => whole.extend(part.iter().cloned().map(|own| Line {
                number: line.number,
                when: line.when.iter().cloned().chain(own.when).collect(),
                kind: own.kind,
            })),
            None => faults.push((line.number, LineFault::UnknownPart(name.clone()))),
        }
    }
    (whole, faults)
}

/// The conditions at the head of a line: `{?key}`, `{!key}`, `{?key=code}`.
fn conditions(mut text: &str) -> Read<(Vec<Condition>, &str)> {
    let mut when = Vec::new();
    while let Some(rest) = text.strip_prefix("{?").or_else(|| text.strip_prefix("{!")) {
        let (inside, after) = rest.split_once('}').ok_or(LineFault::NotClosed)?;
        let (name, code) = match inside.split_once('=') {
            Some((name, code)) => (name, Some(code.trim().to_owned())),
            None => (inside, None),
        };
        when.push(Condition { key: key(name)?, code, not: text.starts_with("{!") });
        text = after.trim_start();
    }
    Ok((when, text))
}

fn kind(text: &str, cells: Option<&str>) -> Read<LineKind> {
    let sign = |mark: &str| text.strip_prefix(mark).map(str::trim_start);
    if text == "---" {
        return Ok(LineKind::Break);
    }
    if let Some(name) = sign("&") {
        return Ok(LineKind::Part(name.to_owned()));
    }
    if let Some(rest) = sign("…") {
        return Ok(LineKind::Lines(rest.parse().unwrap_or(1).clamp(1, 20)));
    }
    if let Some(rest) = sign("[photo]") {
        return Ok(LineKind::Photo(rest.to_owned()));
    }
    if let Some(rest) = sign("[") {
        return check(rest);
    }
    if let Some(rest) = text.strip_prefix('|') {
        return table(rest, cells).map(LineKind::Table);
    }
    if let Some(rest) = sign("## ") {
        return pieces(rest).map(LineKind::Subject);
    }
    if let Some(rest) = sign("# ") {
        return pieces(rest).map(LineKind::Title);
    }
    if let Some(rest) = sign("@ ") {
        return pieces(rest).map(LineKind::To);
    }
    if let Some(rest) = sign("> ") {
        return pieces(rest).map(LineKind::Basis);
    }
    if let Some(rest) = sign("== ") {
        return pieces(rest).map(LineKind::Section);
    }
    if let Some(rest) = sign("= ") {
        return pieces(rest).map(LineKind::Centre);
    }
    pieces(text).map(LineKind::Paragraph)
}

/// `[act.stop_reason=prison] words`, with several codes `a,b`; `[ ] words` is ticked by hand.
fn check(text: &str) -> Read<LineKind> {
    let (inside, after) = text.split_once(']').ok_or(LineFault::NotClosed)?;
    let pieces = pieces(after.trim_start())?;
    if inside.trim().is_empty() {
        return Ok(LineKind::Empty(pieces));
    }
    let (name, codes) = inside.split_once('=').unwrap_or((inside, "yes"));
    let asked = key(name)?;
    if asked.kind() == Kind::Text {
        return Err(LineFault::NotAChoice(name.trim().to_owned()));
    }
    let codes = codes.split(',').map(|code| code.trim().to_owned()).collect();
    Ok(LineKind::Check { key: asked, codes, pieces })
}

/// `|team 3| Heading :30 | Heading :70` and below it `| {name} | {role}`.
fn table(text: &str, cells: Option<&str>) -> Read<TableLines> {
    let (name, headings) = text.split_once('|').ok_or(LineFault::Columns)?;
    let (name, blank) = name.trim().split_once(' ').unwrap_or((name.trim(), "3"));
    let rows = Rows::from_key(name).ok_or_else(|| LineFault::UnknownRows(name.to_owned()))?;
    let columns: Vec<TableColumn> = split_cells(headings).map(heading).collect();
    let cells: Vec<Vec<CellPiece>> =
        split_cells(cells.unwrap_or_default()).map(|cell| cell_pieces(cell, rows)).collect::<Read<_>>()?;
    if columns.len() != cells.len() || cells.is_empty() {
        return Err(LineFault::Columns);
    }
    Ok(TableLines { rows, columns, cells, blank: blank.trim().parse().unwrap_or(3).min(30) })
}

fn split_cells(text: &str) -> impl Iterator<Item = &str> {
    text.trim().trim_matches('|').split('|').map(str::trim)
}

/// A heading with its part of the width; `^` sets the column in the middle.
fn heading(text: &str) -> TableColumn {
    let (title, width) = text.rsplit_once(':').unwrap_or((text, "10"));
    let (width, align) = match width.trim().strip_suffix('^') {
        Some(width) => (width, Align::Centre),
        None => (width.trim(), Align::Left),
    };
    TableColumn { title: title.trim().to_owned(), width: width.parse().unwrap_or(10).max(1), align }
}

fn cell_pieces(text: &str, rows: Rows) -> Read<Vec<CellPiece>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        if !before.is_empty() {
            found.push(CellPiece::Text(before.to_owned()));
        }
        let (name, after) = inside.split_once('}').ok_or(LineFault::NotClosed)?;
        let column = rows.columns().iter().copied().find(|column| column.key() == name.trim());
        found.push(CellPiece::Column(column.ok_or_else(|| LineFault::UnknownColumn(name.trim().to_owned()))?));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(CellPiece::Text(rest.to_owned()));
    }
    Ok(found)
}

/// Words, `**heavier**`, `*slanted*`, `{placeholders}`, `{placeholders|upper}`, and `…` for the pen.
pub(super) fn pieces(text: &str) -> Read<Vec<Piece>> {
    let (mut bold, mut italic) = (false, false);
    let mut found = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        if sign == '…' {
            if !words.is_empty() {
                found.push(Piece::Text { text: std::mem::take(&mut words), bold, italic });
            }
            found.push(Piece::Blank);
            rest = rest.trim_start_matches('…');
            continue;
        }
        if sign != '*' && sign != '{' {
            words.push(sign);
            rest = rest.get(sign.len_utf8()..).unwrap_or_default();
            continue;
        }
        if !words.is_empty() {
            found.push(Piece::Text { text: std::mem::take(&mut words), bold, italic });
        }
        if let Some(after) = rest.strip_prefix("**") {
            bold = !bold;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            italic = !italic;
            rest = after;
        } else {
            let (inside, after) = rest.get(1..).unwrap_or_default().split_once('}').ok_or(LineFault::NotClosed)?;
            let (name, upper) = match inside.split_once('|') {
                Some((name, change)) => (name, change.trim() == "upper"),
                None => (inside, false),
            };
            let asked = key(name)?;
            if asked.kind() == Kind::Flag {
                return Err(LineFault::NotWords(name.trim().to_owned()));
            }
            found.push(Piece::Key { key: asked, upper, bold, italic });
            rest = after;
        }
    }
    if !words.is_empty() {
        found.push(Piece::Text { text: words, bold, italic });
    }
    Ok(found)
}

fn key(name: &str) -> Read<Key> {
    Key::from_key(name.trim()).ok_or_else(|| LineFault::UnknownKey(name.trim().to_owned()))
}

impl LineKind {
    /// The placeholders that the line prints or asks.
    pub fn keys(&self) -> Vec<Key> {
        let asked = if let Self::Check { key, .. } = self { Some(*key) } else { None };
        let printed = self.pieces().iter().filter_map(|piece| match piece {
            Piece::Key { key, .. } => Some(*key),
            Piece::Text { .. } | Piece::Blank => None,
        });
        asked.into_iter().chain(printed).collect()
    }

    /// Its pieces, where it has any.
    pub fn pieces(&self) -> &[Piece] {
        match self {
            Self::Title(pieces)
            | Self::Subject(pieces)
            | Self::To(pieces)
            | Self::Basis(pieces)
            | Self::Centre(pieces)
            | Self::Section(pieces)
            | Self::Paragraph(pieces)
            | Self::Empty(pieces)
            | Self::Check { pieces, .. } => pieces,
            Self::Lines(_) | Self::Photo(_) | Self::Table(_) | Self::Break | Self::Part(_) => &[],
        }
    }
}
