//! What is wrong with a form, by place; the room that meets the reader makes the sentence.

use serde::Deserialize;

use super::form::{Form, FormError, Schema};
use super::keys::Key;
use super::lines::{LineFault, LineKind, Piece};
use super::office::Letterhead;

/// Something that is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the form.
    pub form: String,
    /// The line of its file, where there is one.
    pub line: Option<usize>,
    /// What is wrong.
    pub defect: Defect,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// A line cannot be read.
    Line(LineFault),
    /// The form of law has this item, and the template leaves it out.
    Missing(Key),
    /// An office that the letterhead does not know.
    UnknownOffice(String),
    /// The letters of the body are neither 13 nor 14 points.
    BodySize(u8),
    /// Words or a choice that the law no longer allows under that regime.
    Forbidden {
        /// Which words or choice.
        what: String,
        /// Under which regime.
        regime: String,
        /// By which clause.
        citation: String,
    },
    /// Nobody signs it.
    Unsigned,
}

/// What must not stand in a form of a regime.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forbidden {
    regime: String,
    key: String,
    code: String,
    words: String,
    citation: String,
}

/// Words that must not stand in a form of a regime.
pub(crate) struct ForbiddenWords<'f> {
    pub regime: &'f str,
    pub words: &'f str,
    pub citation: &'f str,
}

impl Forbidden {
    pub(super) fn as_words(&self) -> ForbiddenWords<'_> {
        ForbiddenWords { regime: &self.regime, words: &self.words, citation: &self.citation }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    #[serde(rename = "schema")]
    _schema: Schema,
    forbidden: Vec<Forbidden>,
}

/// Reads what must not stand in forms.
pub(super) fn read_rules(text: &str) -> Result<Vec<Forbidden>, FormError> {
    toml::from_str::<RawRules>(text).map(|raw| raw.forbidden).map_err(|fault| FormError::shape(text, &fault))
}

/// Holds a form against the letterhead, what the law forbids, and the items that the shipped form of its id must show.
pub(super) fn check(form: &Form, shipped: Option<&Form>, letterhead: &Letterhead, rules: &[Forbidden]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |defect| found.push(Finding { form: form.id.clone(), line: None, defect });
    if let Some(office) = form.office.as_ref().filter(|name| letterhead.office(name).is_none()) {
        note(Defect::UnknownOffice(office.clone()));
    }
    if let Some(size) = form.body_pt.filter(|size| !(13..=14).contains(size)) {
        note(Defect::BodySize(size));
    }
    if form.signs.is_empty() {
        note(Defect::Unsigned);
    }
    let keys = form.keys();
    let must = shipped.map_or(&form.must, |shipped| &shipped.must);
    must.iter().filter(|key| !keys.contains(key)).for_each(|key| note(Defect::Missing(*key)));
    for rule in rules.iter().filter(|rule| form.regimes.contains(&rule.regime)) {
        if offers(form, rule) {
            let Forbidden { words, regime, citation, .. } = rule.clone();
            note(Defect::Forbidden { what: words, regime, citation });
        }
    }
    found
}

/// Whether a box or the words stand in the form.
fn offers(form: &Form, rule: &Forbidden) -> bool {
    form.lines.iter().any(|line| {
        let ticked = matches!(&line.kind, LineKind::Check { key, codes, .. }
            if key.key() == rule.key && codes.contains(&rule.code));
        let text: String = line.kind.pieces().iter().map(words_of).collect();
        ticked || text.to_lowercase().contains(&rule.words)
    })
}

fn words_of(piece: &Piece) -> &str {
    match piece {
        Piece::Text { text, .. } => text,
        Piece::Key { .. } | Piece::Blank => "",
    }
}
