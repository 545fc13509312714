//! What a paper is, before it is written in one format or another.

use jiff::civil::Date;

use super::table::Table;

/// An official paper, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What the file is called in its own properties. No person's name.
    pub title: String,
    /// The day on which the file was made, which archives ask for.
    pub made_on: Date,
    /// The number of the form, at the top on the right.
    pub mark: Option<String>,
    /// Words that must be seen before all others: a contested entry, a fictitious sample.
    pub warning: Option<String>,
    /// Words in a frame: how urgent it is, who may have it, that it is a draft.
    pub stamps: Vec<Stamp>,
    /// How the sheet lies and what is left free.
    pub sheet: Sheet,
    /// Who issues it, with number, place and date.
    pub head: Head,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
    /// The words above those who receive it.
    pub recipients_title: String,
    /// Who receives it.
    pub recipients: Vec<String>,
    /// Small print at the end.
    pub notes: Vec<String>,
    /// What is annexed, each from a new page.
    pub annexes: Vec<Annex>,
}

/// Words in a frame of 8 mm in height, as stamps of urgency have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The words, in capitals.
    pub words: String,
    /// How wide the frame is, in millimetres.
    pub width_mm: u8,
    /// In the red of stamps, otherwise black.
    pub red: bool,
}

/// An annex: *Phụ lục*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annex {
    /// *Phụ lục*, with a Roman number where there are several.
    pub label: String,
    /// What it holds, in capitals.
    pub title: String,
    /// To which document it belongs, in brackets.
    pub reference: String,
    /// For wide tables.
    pub landscape: bool,
    /// Whether its pages are counted from 1 again.
    pub own_pages: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How the sheet lies. A4 always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// For wide tables.
    pub landscape: bool,
    /// What is left free.
    pub margins: Margins,
    /// Size of the body, in points: 13 or 14.
    pub body_pt: u8,
    /// How far in the first line of a paragraph begins, in tenths of a millimetre: 100 or 127.
    pub first_line_mm10: u8,
}

/// What is left free on each side, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    /// 20 to 25.
    pub top: u8,
    /// 20 to 25.
    pub bottom: u8,
    /// 30 to 35.
    pub left: u8,
    /// 15 to 20.
    pub right: u8,
}

/// Who issues a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The name of the State (*Quốc hiệu*).
    pub state: String,
    /// Its motto (*Tiêu ngữ*): hyphens with spaces.
    pub motto: String,
    /// The body that issues it; none where a person writes it.
    pub heading: Option<Heading>,
    /// Place and date.
    pub place_date: Option<String>,
}

/// The body that issues a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The body above it.
    pub parent: Vec<String>,
    /// Its own name.
    pub body: Vec<String>,
    /// Number and symbol.
    pub number: Option<String>,
    /// What it is about, below the number of a letter: *V/v …*.
    pub about: Option<String>,
}

/// One block of what a paper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The kind of document, in capitals.
    Title(Vec<Run>),
    /// What it is about (*trích yếu*), with a rule below.
    Subject(Vec<Run>),
    /// To whom it is addressed; the first line begins with the words of address.
    To(Vec<Run>),
    /// To whom it is addressed: one beside the words of address, several below them.
    Address {
        /// The words of address.
        word: String,
        /// Bodies or people.
        to: Vec<String>,
    },
    /// A legal basis, in italics.
    Basis(Vec<Run>),
    /// A line in the middle: "QUYẾT ĐỊNH:".
    Centre(Vec<Run>),
    /// The heading of a part.
    Heading {
        /// From 1, the highest, to 3.
        level: u8,
        /// Its words, with its number.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// Items, one below the other.
    List {
        /// What stands before each.
        marker: Marker,
        /// The items.
        items: Vec<Vec<Run>>,
    },
    /// A box to be ticked.
    Check {
        /// Whether it is.
        ticked: bool,
        /// What it stands for.
        runs: Vec<Run>,
    },
    /// So many dotted lines to write on.
    Lines(u8),
    /// A frame of 3 × 4 cm for a photograph.
    Photo(String),
    /// A table.
    Table(Table),
    /// What follows begins on a new page.
    Break,
}

/// A piece of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What it is.
    pub kind: RunKind,
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// What a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Text, in NFC.
    Text(String),
    /// A few dots where something is unknown.
    Dots,
    /// Dots to the end of the line.
    Leader,
}

impl Run {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { kind: RunKind::Text(text.into()), bold: false, italic: false }
    }
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A hyphen.
    Dash,
    /// 1. 2. 3.
    Number,
    /// a) b) c), in the Vietnamese order: after d) comes đ).
    Letter,
}

impl Marker {
    /// The marker of an item, from 0. Letters end with y); items further on are numbered.
    pub fn of(self, index: usize) -> String {
        const LETTERS: [char; 23] = [
            'a', 'b', 'c', 'd', 'đ', 'e', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v',
            'x', 'y',
        ];
        match (self, LETTERS.get(index)) {
            (Self::Dash, _) => "-".to_owned(),
            (Self::Letter, Some(letter)) => format!("{letter})"),
            (Self::Number | Self::Letter, _) => format!("{}.", index.saturating_add(1)),
        }
    }
}

/// A place to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// On whose behalf and in which post: `KT. TRƯỞNG CÔNG AN`, `PHÓ TRƯỞNG CÔNG AN`.
    pub lines: Vec<String>,
    /// How to sign.
    pub note: Option<String>,
    /// Whose name stands below; blank until it is signed.
    pub name: Option<String>,
}
