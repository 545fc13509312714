//! A form with what is known becomes a paper. What is unknown leaves dots, and is named.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::form::{Form, Layout, Sign};
use super::keys::{Key, Kind, Value, Values};
use super::lines::{CellPiece, Condition, Line, LineKind, Piece, TableLines};
use super::model::{Block, Head, Heading, Paper, Run, RunKind, Sheet, Signature};
use super::office::{Letterhead, Office, padded};
use super::table::{Row, Table};

/// What stands on a paper beside its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Today: the day that the file bears in its own properties.
    pub made_on: Date,
    /// Words that must be seen first.
    pub warning: Option<String>,
    /// Small print at the end: the number under which the printing stands in the log.
    pub notes: Vec<String>,
}

/// A filled form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The paper.
    pub paper: Paper,
    /// What it asks for and nobody knows: dots stand there.
    pub missing: BTreeSet<Key>,
}

impl Form {
    /// Fills the form. The same values give the same paper.
    pub fn fill(&self, values: &Values, letterhead: &Letterhead, outside: &Outside) -> Filled {
        let office = self.office.as_ref().and_then(|name| letterhead.office(name));
        let mut filling = Filling { values, letterhead, missing: BTreeSet::new() };
        let sheet = Sheet {
            landscape: self.landscape,
            margins: letterhead.margins,
            body_pt: self.body_pt.unwrap_or(letterhead.body_pt),
            first_line_mm10: letterhead.first_line_mm10,
        };
        let head = filling.head(self, office);
        let blocks = filling.blocks(self);
        let signatures = self.signs.iter().map(|sign| filling.signature(sign, office)).collect();
        let recipients: Vec<String> = self.recipients.iter().map(|line| filling.words(line)).collect();
        let paper = Paper {
            title: self.title.clone(),
            made_on: outside.made_on,
            mark: Some(self.mark(letterhead)),
            warning: outside.warning.clone(),
            stamps: Vec::new(),
            sheet,
            head,
            blocks,
            signatures,
            recipients_title: letterhead.recipients.clone(),
            recipients,
            notes: outside.notes.clone(),
            annexes: Vec::new(),
        };
        Filled { paper, missing: filling.missing }
    }

    /// The number of the form, and that nobody has held it against the signed text.
    fn mark(&self, letterhead: &Letterhead) -> String {
        let named: Vec<&str> =
            [&self.number, &self.decree].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let named = named.join(", ");
        match self.layout {
            Layout::Verified => named,
            Layout::NotVerified => format!("{named} ({})", letterhead.not_verified),
        }
    }
}

struct Filling<'v> {
    values: &'v Values,
    letterhead: &'v Letterhead,
    missing: BTreeSet<Key>,
}

/// Dots where a few words are unknown, as text.
const DOTS: &str = "……………";

impl Filling<'_> {
    /// What stands in a placeholder, in words.
    fn known(&mut self, key: Key) -> Option<String> {
        let said = self.values.get(key).and_then(|value| self.letterhead.say(key, value));
        if said.is_none() {
            self.missing.insert(key);
        }
        said
    }

    fn code(&self, key: Key, code: &str) -> bool {
        self.values.get(key).is_some_and(|value| value.is(code))
    }

    fn holds(&self, condition: &Condition) -> bool {
        let holds = match &condition.code {
            Some(code) => self.code(condition.key, code),
            None => self.values.get(condition.key).is_some(),
        };
        holds != condition.not
    }

    /// The pieces as one text, dots where something is unknown.
    fn words(&mut self, pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| self.word(piece).unwrap_or_else(|| DOTS.to_owned())).collect()
    }

    fn word(&mut self, piece: &Piece) -> Option<String> {
        match piece {
            Piece::Text { text, .. } => Some(text.clone()),
            Piece::Blank => None,
            Piece::Key { key, upper, .. } => {
                let text = self.known(*key)?;
                Some(if *upper { text.to_uppercase() } else { text })
            }
        }
    }

    /// The pieces in their styles. Where the end of the line is unknown, dots run to the margin.
    fn runs(&mut self, pieces: &[Piece]) -> Vec<Run> {
        let last = pieces.len().saturating_sub(1);
        let mut runs = Vec::with_capacity(pieces.len());
        for (index, piece) in pieces.iter().enumerate() {
            let (bold, italic) = match piece {
                Piece::Text { bold, italic, .. } | Piece::Key { bold, italic, .. } => (*bold, *italic),
                Piece::Blank => (false, false),
            };
            let kind = match self.word(piece) {
                Some(text) => RunKind::Text(text),
                None if index == last => RunKind::Leader,
                None => RunKind::Dots,
            };
            runs.push(Run { kind, bold, italic });
        }
        runs
    }

    fn head(&mut self, form: &Form, office: Option<&Office>) -> Head {
        let heading = office.map(|office| Heading {
            parent: office.parent.iter().map(|line| self.words(line)).collect(),
            body: office.body.iter().map(|line| self.words(line)).collect(),
            number: form.code.as_ref().map(|code| self.number(code, office)),
            about: None,
        });
        let place_date = form.dated.then(|| {
            let place = match office {
                Some(office) => self.words(&office.place),
                None => self.known(Key::UnitPlace).unwrap_or_else(|| DOTS.to_owned()),
            };
            let date = self.known(Key::PaperDate).unwrap_or_else(|| self.letterhead.undated.clone());
            format!("{place}, {date}")
        });
        Head { state: self.letterhead.state.clone(), motto: self.letterhead.motto.clone(), heading, place_date }
    }

    /// Number and symbol: `Số: 05/QĐ-UBND`; blank before the office gives the number.
    fn number(&mut self, code: &str, office: &Office) -> String {
        let kind = match self.values.get(Key::UnitKind) {
            Some(Value::Choice(code)) => Some(code.as_str()),
            _ => None,
        };
        let symbol = office.symbol_for(kind);
        let word = &self.letterhead.number;
        let given = self.known(Key::PaperNumber).map(|number| padded(&number));
        match given {
            Some(number) if number.contains('/') => format!("{word} {number}"),
            given => {
                let number = given.unwrap_or_else(|| "………".to_owned());
                let dash = if code.is_empty() { "" } else { "-" };
                format!("{word} {number}/{code}{dash}{symbol}")
            }
        }
    }

    fn blocks(&mut self, form: &Form) -> Vec<Block> {
        let mut blocks = Vec::with_capacity(form.lines.len());
        let mut addressed = false;
        for line in &form.lines {
            if !line.when.iter().all(|condition| self.holds(condition)) {
                continue;
            }
            if let LineKind::To(pieces) = &line.kind {
                let mut runs = self.runs(pieces);
                if !addressed {
                    runs.insert(0, Run::text(format!("{} ", self.letterhead.address)));
                }
                addressed = true;
                blocks.push(Block::To(runs));
            } else {
                blocks.push(self.block(line));
            }
        }
        blocks
    }

    fn block(&mut self, line: &Line) -> Block {
        match &line.kind {
            LineKind::Title(pieces) => Block::Title(self.runs(pieces)),
            LineKind::Subject(pieces) => Block::Subject(self.runs(pieces)),
            LineKind::To(pieces) => Block::To(self.runs(pieces)),
            LineKind::Basis(pieces) => Block::Basis(self.runs(pieces)),
            LineKind::Centre(pieces) => Block::Centre(self.runs(pieces)),
            LineKind::Section(pieces) => Block::Heading { level: 1, runs: self.runs(pieces) },
            LineKind::Paragraph(pieces) => Block::Paragraph(self.runs(pieces)),
            LineKind::Empty(pieces) => Block::Check { ticked: false, runs: self.runs(pieces) },
            LineKind::Check { key, codes, pieces } => {
                // an unknown choice leaves every box open for the pen
                let ticked = codes.iter().any(|code| self.code(*key, code));
                if self.values.get(*key).is_none() && key.kind() == Kind::Choice {
                    self.missing.insert(*key);
                }
                Block::Check { ticked, runs: self.runs(pieces) }
            }
            LineKind::Lines(count) => Block::Lines(*count),
            LineKind::Photo(text) => Block::Photo(text.clone()),
            LineKind::Table(table) => Block::Table(self.table(table)),
            // the reader of forms has put the lines of parts in their places
            LineKind::Break | LineKind::Part(_) => Block::Break,
        }
    }

    fn table(&self, table: &TableLines) -> Table {
        let known = self.values.rows_of(table.rows);
        let cell = |pieces: &Vec<CellPiece>, row: &BTreeMap<_, String>| -> String {
            let piece = |piece: &CellPiece| match piece {
                CellPiece::Text(text) => text.clone(),
                CellPiece::Column(column) => row.get(column).cloned().unwrap_or_default(),
            };
            pieces.iter().map(piece).collect()
        };
        let mut rows: Vec<Row> =
            known.iter().map(|row| Row::new(table.cells.iter().map(|pieces| cell(pieces, row)))).collect();
        if rows.is_empty() {
            rows = vec![Row::default(); usize::from(table.blank)];
        }
        Table { columns: table.columns.clone(), rows, ..Table::default() }
    }

    fn signature(&mut self, sign: &Sign, office: Option<&Office>) -> Signature {
        let own: Vec<String> = sign.lines.iter().map(|line| self.words(line)).collect();
        let name = (!sign.name.is_empty()).then(|| self.known_words(&sign.name)).flatten();
        let Some(office) = office.filter(|_| sign.office) else {
            return Signature { lines: own, note: sign.note.clone(), name };
        };
        let deputy = self.values.get(Key::PaperDeputy).is_some();
        let lines = if deputy { &office.deputy } else { &office.post };
        let lines = lines.iter().map(|line| self.words(line)).chain(own).collect();
        let rank = self.values.get(Key::PaperRank).filter(|_| office.rank);
        let rank = rank.and_then(|rank| self.letterhead.say(Key::PaperRank, rank));
        let signer = self.values.get(Key::PaperSigner).and_then(|name| self.letterhead.say(Key::PaperSigner, name));
        let name = signer.map(|name| rank.map_or_else(|| name.clone(), |rank| format!("{rank} {name}")));
        Signature { lines, note: sign.note.clone().or_else(|| office.sign_note.clone()), name }
    }

    /// The pieces as one text, if all are known: an unknown name stays blank.
    fn known_words(&mut self, pieces: &[Piece]) -> Option<String> {
        pieces.iter().map(|piece| self.word(piece)).collect()
    }
}

/// Pieces of a letterhead as one text, dots where something is unknown.
pub(super) fn said(pieces: &[Piece], values: &Values, letterhead: &Letterhead) -> String {
    Filling { values, letterhead, missing: BTreeSet::new() }.words(pieces)
}
