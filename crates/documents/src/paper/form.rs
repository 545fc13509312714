//! A form: the template of one kind of paper, as TOML that an office can replace.

use serde::Deserialize;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::keys::{Key, Rows};
use super::lines::{self, Line, LineFault, LineKind, Parts, Piece};
use super::lint::{Defect, Finding};

/// What a template may not be longer than.
pub const FORM_BYTES_MAX: usize = 200 * 1024;

/// Whether somebody has held the form against the signed text of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Yes; whoever replaces a template answers for it.
    Verified,
    /// No: a visible line says so.
    NotVerified,
}

/// A form of law, ready to be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its id: `pl3-04`.
    pub id: String,
    /// Its number in the decree.
    pub number: String,
    /// The decree.
    pub decree: String,
    /// What it is.
    pub title: String,
    /// The regimes that it is for: `A`, `B`, `C`.
    pub regimes: Vec<String>,
    /// The acts of the law of casework that it papers; none where it stands by itself.
    pub acts: Vec<String>,
    /// The states in which it papers them; none where in all.
    pub states: Vec<String>,
    /// `adult` or `minor`, where it is for the one or the other.
    pub age: Option<String>,
    /// Who issues it: an actor of the law of casework, or `nguoi_co_ho_so` who writes it.
    pub issuer: String,
    /// Whose letterhead it bears; none where a person writes it.
    pub office: Option<String>,
    /// Whether it was held against the signed text.
    pub layout: Layout,
    pub(super) code: Option<String>,
    pub(super) landscape: bool,
    pub(super) body_pt: Option<u8>,
    pub(super) dated: bool,
    pub(crate) must: Vec<Key>,
    pub(super) lines: Vec<Line>,
    pub(super) signs: Vec<Sign>,
    pub(super) recipients: Vec<Vec<Piece>>,
}

/// A place to sign, in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// The head of the issuing office or a deputy, in the words of its letterhead.
    pub office: bool,
    pub lines: Vec<Vec<Piece>>,
    pub note: Option<String>,
    pub name: Vec<Piece>,
}

/// Why a text is no form at all.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FormError {
    /// Longer than 200 KiB.
    #[error("{bytes} bytes; a template is at most {FORM_BYTES_MAX}")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// No TOML, or not of the shape of a form.
    #[error("line {line}: {message}")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// What the reader of TOML says.
        message: String,
    },
}

impl FormError {
    /// What the reader of TOML said, at its line.
    pub(super) fn shape(text: &str, fault: &toml::de::Error) -> Self {
        let before = fault.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Self::Shape { line: before.matches('\n').count() + 1, message: fault.message().to_owned() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    #[serde(rename = "schema")]
    _schema: Schema,
    id: String,
    number: String,
    decree: String,
    title: String,
    regimes: Vec<String>,
    #[serde(default)]
    acts: Vec<String>,
    #[serde(default)]
    states: Vec<String>,
    age: Option<String>,
    issuer: String,
    office: Option<String>,
    code: Option<String>,
    layout: Layout,
    #[serde(default)]
    landscape: bool,
    body_pt: Option<u8>,
    #[serde(default = "yes")]
    dated: bool,
    #[serde(default)]
    must: Vec<String>,
    body: toml::Spanned<String>,
    #[serde(default)]
    sign: Vec<RawSign>,
    #[serde(default)]
    recipients: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSign {
    #[serde(default)]
    office: bool,
    #[serde(default)]
    lines: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    name: String,
}

/// The only shape of these files there has been: 1.
#[derive(Clone, Copy)]
pub(super) struct Schema;

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u32::deserialize(from)? {
            1 => Ok(Self),
            other => Err(serde::de::Error::custom(format!("schema {other}; this program reads schema 1"))),
        }
    }
}

const fn yes() -> bool {
    true
}

impl Form {
    /// What the form of law has, so that no wording of it may leave it out.
    pub fn required(&self) -> impl Iterator<Item = Key> {
        self.must.iter().copied()
    }

    /// Reads a template; answers what is wrong with its lines beside it.
    ///
    /// `parts` are the lines that forms share.
    pub(super) fn read(text: &str, parts: &Parts) -> Result<(Self, Vec<Finding>), FormError> {
        if text.len() > FORM_BYTES_MAX {
            return Err(FormError::TooLong { bytes: text.len() });
        }
        let text: String = text.nfc().collect();
        let raw: RawForm = toml::from_str(&text).map_err(|fault| FormError::shape(&text, &fault))?;
        let mut reading = Reading { form: raw.id.clone(), found: Vec::new() };
        let above = lines_above(&text, raw.body.span().start);
        let (lines, mut faults) = lines::read(raw.body.get_ref());
        let (lines, missing) = lines::with_parts(lines, parts);
        faults.extend(missing);
        for (line, fault) in faults {
            reading.note(above + line, fault);
        }
        let must = raw.must.iter().filter_map(|name| reading.key(name)).collect();
        let signs = raw.sign.iter().map(|sign| reading.sign(sign)).collect();
        let recipients = raw.recipients.iter().map(|line| reading.pieces(line)).collect();
        let RawForm { id, number, decree, title, regimes, acts, states, age, issuer, office, code, layout, .. } = raw;
        let RawForm { landscape, body_pt, dated, .. } = raw;
        let form = Self {
            id,
            number,
            decree,
            title,
            regimes,
            acts,
            states,
            age,
            issuer,
            office,
            layout,
            code,
            landscape,
            body_pt,
            dated,
            must,
            lines,
            signs,
            recipients,
        };
        Ok((form, reading.found))
    }

    /// Every placeholder that the form prints or asks, once.
    pub fn keys(&self) -> Vec<Key> {
        let of_pieces = |pieces: &[Piece]| -> Vec<Key> {
            pieces
                .iter()
                .filter_map(|piece| if let Piece::Key { key, .. } = piece { Some(*key) } else { None })
                .collect()
        };
        let mut keys: Vec<Key> = self.lines.iter().flat_map(|line| line.kind.keys()).collect();
        keys.extend(self.lines.iter().flat_map(|line| line.when.iter().map(|condition| condition.key)));
        keys.extend(self.recipients.iter().flat_map(|line| of_pieces(line)));
        keys.extend(self.signs.iter().flat_map(|sign| of_pieces(&sign.name)));
        keys.extend(self.signs.iter().flat_map(|sign| sign.lines.iter().flat_map(|line| of_pieces(line))));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether one of its tables shows a list of rows.
    pub fn shows(&self, rows: Rows) -> bool {
        self.lines.iter().any(|line| matches!(&line.kind, LineKind::Table(table) if table.rows == rows))
    }

    /// Whether it papers that act under that regime.
    pub fn papers(&self, act: &str, regime: &str) -> bool {
        self.acts.iter().any(|own| own == act) && self.regimes.iter().any(|own| own == regime)
    }

    /// Whether it is for a person of that age in one of these states.
    pub fn suits(&self, states: &[impl AsRef<str>], minor: bool) -> bool {
        let in_state =
            self.states.is_empty() || states.iter().any(|state| self.states.iter().any(|own| own == state.as_ref()));
        in_state && self.age.as_deref().is_none_or(|age| (age == "minor") == minor)
    }
}

/// Reads what stands outside the body.
struct Reading {
    form: String,
    found: Vec<Finding>,
}

impl Reading {
    fn note(&mut self, line: usize, fault: LineFault) {
        self.found.push(Finding { form: self.form.clone(), line: Some(line), defect: Defect::Line(fault) });
    }

    fn key(&mut self, name: &str) -> Option<Key> {
        let key = Key::from_key(name);
        if key.is_none() {
            let defect = Defect::Line(LineFault::UnknownKey(name.to_owned()));
            self.found.push(Finding { form: self.form.clone(), line: None, defect });
        }
        key
    }

    fn pieces(&mut self, text: &str) -> Vec<Piece> {
        lines::pieces(text).unwrap_or_else(|fault| {
            self.found.push(Finding { form: self.form.clone(), line: None, defect: Defect::Line(fault) });
            Vec::new()
        })
    }

    fn sign(&mut self, raw: &RawSign) -> Sign {
        let lines = raw.lines.iter().map(|line| self.pieces(line)).collect();
        Sign { office: raw.office, lines, note: raw.note.clone(), name: self.pieces(&raw.name) }
    }
}

/// How many lines of the file stand above the first line of its body. A line break right after the opening quotes is
/// no part of the body.
fn lines_above(text: &str, body: usize) -> usize {
    let (before, after) = text.split_at_checked(body).unwrap_or((text, ""));
    let opened = ["'''\n", "\"\"\"\n"].iter().any(|quotes| after.starts_with(quotes));
    before.matches('\n').count() + usize::from(opened)
}
