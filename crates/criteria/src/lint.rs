//! What can be wrong with a pack, each with file and line.

use std::fmt;

use texts::Lang;

use crate::model::Pack;

/// A defect at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as the caller named it.
    pub file: String,
    /// 1-based; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub defect: Defect,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// TOML or the model refuses it; what the reader said.
    Unreadable(String),
    /// A schema number that this program does not know.
    UnknownSchema(u32),
    /// An id that nothing defines: its kind and the id.
    Unknown(&'static str, String),
    /// A word that is not one of those known: what it is for, the word, the known words.
    BadWord(&'static str, String, &'static str),
    /// An id defined twice.
    Duplicate(String),
    /// Something that cites nothing: what.
    MissingCitation(String),
    /// A fraction or quantity that is none.
    BadNumber(String),
    /// A lower bound that is not under the upper bound.
    EmptyBand(String),
    /// A criterion without a rule, or with several.
    OneRule(String),
    /// A class without a condition, or with several.
    OneCondition(String),
    /// More asked than there are: id, asked, there are.
    TooMany(String, usize, usize),
    /// Criteria that count one another: the ids.
    Cycle(String),
    /// A criterion, input or class of another level: its id, and the level.
    WrongLevel(String, &'static str),
    /// A criterion that no class and no other criterion counts.
    Unused(String),
    /// A class that no facts can reach: id and level.
    Unreachable(String, &'static str),
    /// A level whose classes do not end in `otherwise`.
    NoOtherwise(&'static str),
    /// A class after `otherwise`.
    AfterOtherwise(String),
    /// A date that is none.
    BadDate(String),
    /// A pack that ends before it begins.
    EndsBeforeBegin,
    /// Two packs of one subject in force at once: this and the other.
    Overlap(String, String),
    /// A pack to be computed that lacks a window, inputs, criteria or classes.
    Incomplete(&'static str),
    /// A pack not to be computed that does not say what is missing.
    SaysNotWhatIsMissing,
}

impl Defect {
    /// The defect in a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(why) => lang.packs_unreadable(why),
            Self::UnknownSchema(n) => lang.packs_unknown_schema(n),
            Self::Unknown(kind, id) => lang.packs_unknown(kind, id),
            Self::BadWord(what, word, known) => lang.packs_bad_word(what, word, known),
            Self::Duplicate(id) => lang.packs_duplicate(id),
            Self::MissingCitation(what) => lang.packs_missing_citation(what),
            Self::BadNumber(text) => lang.packs_bad_number(text),
            Self::EmptyBand(id) => lang.packs_empty_band(id),
            Self::OneRule(id) => lang.packs_one_rule(id),
            Self::OneCondition(id) => lang.packs_one_condition(id),
            Self::TooMany(id, asked, there) => lang.packs_too_many(id, asked, there),
            Self::Cycle(ids) => lang.packs_cycle(ids),
            Self::WrongLevel(id, level) => lang.packs_wrong_level(id, level),
            Self::Unused(id) => lang.packs_unused(id),
            Self::Unreachable(id, level) => lang.packs_unreachable(id, level),
            Self::NoOtherwise(level) => lang.packs_no_otherwise(level),
            Self::AfterOtherwise(id) => lang.packs_after_otherwise(id),
            Self::BadDate(text) => lang.packs_bad_date(text),
            Self::EndsBeforeBegin => lang.packs_ends_before_begin().to_owned(),
            Self::Overlap(a, b) => lang.packs_overlap(a, b),
            Self::Incomplete(what) => lang.packs_incomplete(what),
            Self::SaysNotWhatIsMissing => lang.packs_says_not_what_is_missing().to_owned(),
        }
    }
}

impl Finding {
    /// `file:line: sentence`, as editors understand it.
    pub fn say(&self, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, self.defect.say(lang))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// Packs of one subject may not be in force on one day. `packs` come with their file.
pub fn overlaps(packs: &[(String, &Pack)]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (n, (file, pack)) in packs.iter().enumerate() {
        for (_, other) in packs.iter().take(n) {
            let apart = pack.effective_to.is_some_and(|end| end < other.effective_from)
                || other.effective_to.is_some_and(|end| end < pack.effective_from);
            if pack.subject == other.subject && !apart {
                found.push(Finding {
                    file: file.clone(),
                    line: 0,
                    defect: Defect::Overlap(pack.id.clone(), other.id.clone()),
                });
            }
        }
    }
    found
}
