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
    paper: String,
    unnumbered: String,
    words: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) margins: Margins,
    pub(super) body_pt: u8,
    pub(super) offices: BTreeMap<String, Office>,
    pub(super) parts: Parts,
}

/// A body that issues papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub(super) parent: Vec<Vec<Piece>>,
    pub(super) body: Vec<Vec<Piece>>,
    pub(super) symbols: BTreeMap<String, String>,
    pub(super) symbol: String,
    pub(super) place: Vec<Piece>,
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
    symbol: String,
    #[serde(default)]
    symbols: BTreeMap<String, String>,
    place: String,
    post: Vec<String>,
    deputy: Vec<String>,
    rank: bool,
    sign_note: Option<String>,
}

impl Letterhead {
    /// Reads a letterhead; measures that Decree 30/2020, Appendix I does not allow are refused.
    pub fn read(text: &str) -> Result<Self, OfficeError> {
        let text: String = text.nfc().collect();
        let raw: RawLetterhead = toml::from_str(&text).map_err(|fault| FormError::shape(&text, &fault))?;
        let RawMargins { top, bottom, left, right } = raw.margins;
        for (what, value, least, most) in [
            ("margins.top", top, 20, 25),
            ("margins.bottom", bottom, 20, 25),
            ("margins.left", left, 30, 35),
            ("margins.right", right, 15, 20),
            ("body_pt", raw.body_pt, 13, 14),
        ] {
            if !(least..=most).contains(&value) {
                return Err(OfficeError::Measure { what, value, least, most });
            }
        }
        let offices = raw.office.into_iter().map(|(name, office)| Ok((name.clone(), office.read(&name)?)));
        let parts = raw.parts.iter().map(|(name, text)| {
            let (lines, faults) = lines::read(text);
            match faults.into_iter().next() {
                Some((_, fault)) => Err(OfficeError::Text { office: name.clone(), fault }),
                None => Ok((name.clone(), lines)),
            }
        });
        Ok(Self {
            parts: parts.collect::<Result<_, _>>()?,
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
            margins: Margins { top, bottom, left, right },
            body_pt: raw.body_pt,
            offices: offices.collect::<Result<_, OfficeError>>()?,
        })
    }

    /// How a value is said; none for a flag, and for a choice without words.
    pub(super) fn say(&self, key: Key, value: &Value) -> Option<String> {
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
    fn date(&self, day: Date) -> String {
        let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
        let said = self.day.replace("{d}", &format!("{:02}", day.day())).replace("{m}", &month);
        said.replace("{y}", &day.year().to_string())
    }

    /// The office of that name.
    pub fn office(&self, name: &str) -> Option<&Office> {
        self.offices.get(name)
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
            place: one(&self.place)?,
            post: all(&self.post)?,
            deputy: all(&self.deputy)?,
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
