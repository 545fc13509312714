//! What a form asks of a report, as it stood when the report was opened: it goes into the chain, so that an old report
//! follows the form by which it was written.

use serde::{Deserialize, Serialize};

use super::rules::Rule;

/// The longest text of one place, in characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// The longest reason, remark or source, in characters.
pub const REASON_CHARS_MAX: usize = 1_000;

/// A figure that a report has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// Which indicator.
    pub indicator: String,
    /// Typed by the author, with a source; otherwise worked out from the records.
    pub typed: bool,
    /// Without it, or a reason for its absence, the report is not submitted.
    pub required: bool,
    /// Of a share: the figures that it is worked out from, again whenever one of them changes.
    pub parts: Option<(String, String)>,
}

/// A place for the author's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrative {
    /// Its name in the form.
    pub id: String,
    /// Without it the report is not submitted.
    pub required: bool,
}

/// What a form asks of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Figures, in the order of the form.
    pub figures: Vec<Needed>,
    /// Places for words.
    pub narratives: Vec<Narrative>,
    /// Rules of its figures.
    pub rules: Vec<Rule>,
}

impl Contract {
    /// A figure of the report.
    pub fn figure(&self, indicator: &str) -> Option<&Needed> {
        self.figures.iter().find(|needed| needed.indicator == indicator)
    }

    /// A place for words.
    pub fn narrative(&self, id: &str) -> Option<&Narrative> {
        self.narratives.iter().find(|narrative| narrative.id == id)
    }

    /// A rule.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}
