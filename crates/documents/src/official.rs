//! Official documents of free shape: reports, plans, proposals, letters, minutes.
//!
//! A document is facts: who issues it, its number and date, what it says, who signs. [`Official::paper`] lays them out
//! after Decree 30/2020, Appendix I, in the words of a [`Letterhead`]; the [`Paper`] is then written as `.docx`, as a
//! workbook, or printed. Texts may come from anyone: they are never markup, and come out in NFC without control signs.

mod clean;
mod issuer;
mod lay_out;
mod signing;

use jiff::civil::Date;

pub use self::clean::clean;
pub use self::issuer::Issuer;
pub use self::signing::{Authority, Capacity, Signing};
pub use crate::paper::{
    Align, Block, Cell, Decimal, Group, Letterhead, Marker, Paper, Row, Run, RunKind, Table, TableColumn,
};

/// A document of free shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    /// Who issues it.
    pub issuer: Issuer,
    /// Its number in the series of its body; none before it is given one.
    pub number: Option<u32>,
    /// What follows the number: `BC-UBND` for a report, `UBND-VX` for a letter.
    pub symbol: String,
    /// The day on which it is signed; dots where none.
    pub date: Option<Date>,
    /// The day on which the file is made, for its own properties.
    pub made_on: Date,
    /// The kind of document, `BÁO CÁO`; a letter (*công văn*) has none and bears its subject below the number.
    pub kind: Option<String>,
    /// What it is about (*trích yếu*).
    pub subject: String,
    /// To whom it is addressed.
    pub addressees: Vec<String>,
    /// Its legal bases, in italics; whatever ends them is set right: `;` and a last `.`.
    pub basis: Vec<String>,
    /// Who decides, in the middle between bases and text, for a decision: `CHỦ TỊCH ỦY BAN NHÂN DÂN`.
    pub decider: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Who signs, from left to right; minutes have two.
    pub signatures: Vec<Signing>,
    /// Who receives it, without the line of the archive.
    pub recipients: Vec<String>,
    /// Where it is filed: `VT, TMTH`.
    pub filed: Option<String>,
    /// What is annexed.
    pub annexes: Vec<Annex>,
    /// What must be seen first.
    pub marks: Marks,
    /// Whether the whole document lies across: wide tables that are no annex.
    pub landscape: bool,
    /// Small print at the end.
    pub notes: Vec<String>,
}

/// An annex of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annex {
    /// What it holds; printed in capitals.
    pub title: String,
    /// For wide tables.
    pub landscape: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What must be seen first on a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// How urgent it is.
    pub urgency: Option<Urgency>,
    /// Who may have it.
    pub circulation: Option<Circulation>,
    /// Not final yet.
    pub draft: bool,
    /// Nobody has signed it: said where the signature will stand.
    pub unsigned: bool,
    /// Words in a frame above all others: fictitious figures, a contested entry.
    pub warning: Option<String>,
}

/// How urgent a document is (Decree 30/2020, Appendix I).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// *Hỏa tốc*, 30 × 8 mm.
    Flash,
    /// *Thượng khẩn*, 40 × 8 mm.
    Immediate,
    /// *Khẩn*, 20 × 8 mm.
    Urgent,
}

/// Who may have a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circulation {
    /// *Xem xong trả lại*.
    Return,
    /// *Lưu hành nội bộ*.
    Internal,
}

impl Official {
    /// An empty document of that kind and subject: everything else is filled in by the caller.
    pub fn new(issuer: Issuer, kind: Option<&str>, symbol: &str, subject: &str, made_on: Date) -> Self {
        Self {
            issuer,
            number: None,
            symbol: symbol.to_owned(),
            date: None,
            made_on,
            kind: kind.map(str::to_owned),
            subject: subject.to_owned(),
            addressees: Vec::new(),
            basis: Vec::new(),
            decider: None,
            blocks: Vec::new(),
            signatures: Vec::new(),
            recipients: Vec::new(),
            filed: None,
            annexes: Vec::new(),
            marks: Marks::default(),
            landscape: false,
            notes: Vec::new(),
        }
    }
}

impl Urgency {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Flash => "flash",
            Self::Immediate => "immediate",
            Self::Urgent => "urgent",
        }
    }

    const fn width_mm(self) -> u8 {
        match self {
            Self::Flash => 30,
            Self::Immediate => 40,
            Self::Urgent => 20,
        }
    }
}

impl Circulation {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Internal => "internal",
        }
    }
}

/// A paragraph of plain text.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Run::text(text)])
}

/// The heading of a part, with its number: level 1 for `I.`, 2 for `1.`, 3 for `a)`.
pub fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading { level, runs: vec![Run::text(text)] }
}

/// A list of plain texts behind hyphens.
pub fn list(items: impl IntoIterator<Item = impl Into<String>>) -> Block {
    Block::List { marker: Marker::Dash, items: items.into_iter().map(|item| vec![Run::text(item)]).collect() }
}
