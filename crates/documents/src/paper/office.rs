//! Who issues papers and how theirs look. Two authorities may act on one person: the commune's police, whose papers
//! follow the Ministry's own rules, and the People's Committee. Both are data that an office can replace.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::form::{FormError, Schema};
use super::keys::{Key, Value};
use super::lines::{self, LineFault, Parts, Piece};
use super::model::Margins;

/// What all papers share, and the offices that issue them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    pub(super) state: String,
    pub(super) motto: String,
    pub(super) number: String,
    pub(super) recipients: String,
    pub(super) address: String,
    pub(super) not_verified: String,
    pub(super) undated: String,
    day: String,
    hour: String,
    pub(super) paper: String,
    unnumbered: String,
    words: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) margins: Margins,
    pub(super) body_pt: u8,
    pub(super) first_line_mm10: u8,
    pub(super) offices: BTreeMap<String, Office>,
    pub(super) parts: Parts,
    pub(super) free: FreeWords,
}

/// Words of documents of free shape.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FreeWords {
    pub about: String,
    pub annex: String,
    pub attached: String,
    pub letter: String,
    pub filed: String,
    pub as_above: String,
    pub draft: String,
    pub unsigned: String,
    pub own_pages: bool,
    pub urgency: BTreeMap<String, String>,
    pub circulation: BTreeMap<String, String>,
}

/// A body that issues papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub(super) parent: Vec<Vec<Piece>>,
    pub(super) body: Vec<Vec<Piece>>,
    pub(super) name: Vec<Piece>,
    pub(super) symbols: BTreeMap<String, String>,
    pub(super) symbol: String,
    pub(super) place: Vec<Piece>,
    pub(super) collective: Option<String>,
    pub(super) post: Vec<Vec<Piece>>,
    pub(super) deputy: Vec<Vec<Piece>>,
    pub(super) rank: bool,
    pub(super) sign_note: Option<String>,
}

/// Why a text is no letterhead.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OfficeError {
    /// No TOML, or not of its shape.
    #[error(transparent)]
    Shape(#[from] FormError),
    /// Something is wrong with a text.
    #[error("{office}: {fault:?}")]
    Text {
        /// Whose.
        office: String,
        /// What is wrong.
        fault: LineFault,
    },
    /// The first line of a paragraph begins elsewhere than 1 or 1.27 cm in.
    #[error("first_line: {0}; 1 or 1.27")]
    FirstLine(String),
    /// The words of documents of free shape are nowhere.
    #[error("[free] is missing")]
    NoFreeWords,
    /// Margins or letters that Decree 30/2020 does not allow.
    #[error("{what}: {value}; from {least} to {most}")]
    Measure {
        /// Which.
        what: &'static str,
        /// What it says.
        value: u8,
        /// The least there may be.
        least: u8,
        /// The most there may be.
        most: u8,
    },
}

impl OfficeError {
    /// The line of the file, from 1, where it is known.
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::Shape(FormError::Shape { line, .. }) => Some(*line),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLetterhead {
    #[serde(rename = "schema")]
    _schema: Schema,
    state: String,
    motto: String,
    number: String,
    recipients: String,
    address: String,
    not_verified: String,
    undated: String,
    day: String,
    hour: String,
    paper: String,
    unnumbered: String,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    margins: RawMargins,
    body_pt: u8,
    first_line: Option<String>,
    free: Option<FreeWords>,
    #[serde(default)]
    parts: BTreeMap<String, String>,
    office: BTreeMap<String, RawOffice>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMargins {
    top: u8,
    bottom: u8,
    left: u8,
    right: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOffice {
    #[serde(default)]
    parent: Vec<String>,
    body: Vec<String>,
    #[serde(default)]
    name: String,
    symbol: String,
    #[serde(default)]
    symbols: BTreeMap<String, String>,
    place: String,
    collective: Option<String>,
    post: Vec<String>,
    deputy: Vec<String>,
    rank: bool,
    sign_note: Option<String>,
}

impl Letterhead {
    /// Reads a letterhead; measures that Decree 30/2020, Appendix I does not allow are refused. Parts, offices and words
    /// of free documents that it leaves out are those of `shipped`.
    pub(super) fn read(text: &str, shipped: Option<&Self>) -> Result<Self, OfficeError> {
        let text: String = text.nfc().collect();
        let mut raw: RawLetterhead = toml::from_str(&text).map_err(|fault| FormError::shape(&text, &fault))?;
        let margins = raw.measures()?;
        let first_line_mm10 = match raw.first_line.as_deref() {
            None | Some("1.27") => 127,
            Some("1") => 100,
            Some(other) => return Err(OfficeError::FirstLine(other.to_owned())),
        };
        let free = raw.free.take().or_else(|| shipped.map(|own| own.free.clone())).ok_or(OfficeError::NoFreeWords)?;
        let mut offices = shipped.map(|own| own.offices.clone()).unwrap_or_default();
        for (name, office) in std::mem::take(&mut raw.office) {
            let office = office.read(&name)?;
            offices.insert(name, office);
        }
        let mut parts = shipped.map(|own| own.parts.clone()).unwrap_or_default();
        for (name, text) in &raw.parts {
            let (lines, faults) = lines::read(text);
            if let Some((_, fault)) = faults.into_iter().next() {
                return Err(OfficeError::Text { office: name.clone(), fault });
            }
            parts.insert(name.clone(), lines);
        }
        Ok(Self {
            state: raw.state,
            motto: raw.motto,
            number: raw.number,
            recipients: raw.recipients,
            address: raw.address,
            not_verified: raw.not_verified,
            undated: raw.undated,
            day: raw.day,
            hour: raw.hour,
            paper: raw.paper,
            unnumbered: raw.unnumbered,
            words: raw.words,
            margins,
            body_pt: raw.body_pt,
            first_line_mm10,
            offices,
            parts,
            free,
        })
    }

    /// How a value is said; none for a flag, and for a choice without words.
    pub(crate) fn say(&self, key: Key, value: &Value) -> Option<String> {
        match value {
            Value::Text(text) => Some(text.clone()),
            Value::Yes => None,
            Value::Choice(code) => self.words.get(key.key())?.get(code).cloned(),
            Value::Day(day) => Some(self.date(*day)),
            Value::Hour(hour) => {
                let said = self.hour.replace("{h}", &format!("{:02}", hour.hour()));
                Some(said.replace("{m}", &format!("{:02}", hour.minute())))
            }
            Value::Paper(number, date) => {
                let form = if number.is_some() { &self.paper } else { &self.unnumbered };
                let number = number.as_deref().map(padded).unwrap_or_default();
                Some(form.replace("{number}", &number).replace("{date}", &self.date(*date)))
            }
        }
    }

    /// A day in words: days below 10 and the months 1 and 2 have a zero in front (Decree 30/2020, Appendix I).
    pub(super) fn date(&self, day: Date) -> String {
        let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
        let said = self.day.replace("{d}", &format!("{:02}", day.day())).replace("{m}", &month);
        said.replace("{y}", &day.year().to_string())
    }

    /// The office of that name.
    pub fn office(&self, name: &str) -> Option<&Office> {
        self.offices.get(name)
    }
}

impl RawLetterhead {
    fn measures(&self) -> Result<Margins, OfficeError> {
        let RawMargins { top, bottom, left, right } = self.margins;
        for (what, value, least, most) in [
            ("margins.top", top, 20, 25),
            ("margins.bottom", bottom, 20, 25),
            ("margins.left", left, 30, 35),
            ("margins.right", right, 15, 20),
            ("body_pt", self.body_pt, 13, 14),
        ] {
            if !(least..=most).contains(&value) {
                return Err(OfficeError::Measure { what, value, least, most });
            }
        }
        Ok(Margins { top, bottom, left, right })
    }
}

/// A number below 10 with its zero (Decree 30/2020, Appendix I): `5/QĐ-UBND` is written `05/QĐ-UBND`.
pub(super) fn padded(number: &str) -> String {
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    if digits == 1 { format!("0{number}") } else { number.to_owned() }
}

impl RawOffice {
    fn read(self, name: &str) -> Result<Office, OfficeError> {
        let one =
            |text: &str| lines::pieces(text).map_err(|fault| OfficeError::Text { office: name.to_owned(), fault });
        let all = |texts: &[String]| texts.iter().map(|text| one(text)).collect::<Result<Vec<_>, _>>();
        Ok(Office {
            parent: all(&self.parent)?,
            body: all(&self.body)?,
            name: one(&self.name)?,
            place: one(&self.place)?,
            post: all(&self.post)?,
            deputy: all(&self.deputy)?,
            collective: self.collective,
            symbols: self.symbols,
            symbol: self.symbol,
            rank: self.rank,
            sign_note: self.sign_note,
        })
    }
}

impl Office {
    /// Its symbol in numbers of papers, for a kind of unit.
    pub(super) fn symbol_for(&self, kind: Option<&str>) -> &str {
        kind.and_then(|kind| self.symbols.get(kind)).unwrap_or(&self.symbol)
    }
}
