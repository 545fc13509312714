//! Finding a unit by what a person types.
//!
//! Each word typed must begin a word of the unit's name, folded; case,
//! diacritics, tone placement, đ/d and word order never exclude a unit, they
//! only rank it. Digits are a code.

use jiff::civil::Date;

use super::{Level, Register, Version};
use crate::fold;

/// How well a unit answers; lower is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The code itself.
    Code,
    /// The whole name with its diacritics.
    Exact,
    /// The whole name, folded.
    Folded,
    /// Beginning of the name with diacritics.
    Beginning,
    /// Beginning of the name, folded.
    FoldedBeginning,
    /// All words with diacritics, in any order.
    Words,
    /// All words, folded, in any order.
    FoldedWords,
}

/// One answer.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'r> {
    /// The unit as it is or was.
    pub version: &'r Version,
    /// Why it was found.
    pub how: Match,
    /// Whether it is in force on the day asked about.
    pub in_force: bool,
}

impl Register {
    /// The best answers first: units in force before former ones, then by how well
    /// they match, then level and code. `limit` bounds the answer, never the search.
    pub fn search(&self, text: &str, day: Date, limit: usize) -> Vec<Hit<'_>> {
        let query = Query::new(text);
        if query.folded.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<Hit<'_>> = self
            .versions()
            .iter()
            .filter_map(|version| {
                query.matches(self, version).map(|how| Hit { version, how, in_force: version.in_force(day) })
            })
            .collect();
        hits.sort_by(|a, b| {
            let key = |h: &Hit<'_>| (h.how, !h.in_force, h.version.kind.level());
            key(a)
                .cmp(&key(b))
                .then_with(|| a.version.code.cmp(&b.version.code))
                .then_with(|| b.version.until.is_none().cmp(&a.version.until.is_none()))
        });
        // One line per unit: its best version.
        let mut seen = std::collections::HashSet::new();
        hits.retain(|h| seen.insert(h.version.unit));
        hits.truncate(limit);
        hits
    }
}

struct Query {
    folded: String,
    marked: String,
    folded_words: Vec<String>,
    marked_words: Vec<String>,
}

impl Query {
    fn new(text: &str) -> Self {
        let (folded, marked) = (fold::plain(text), fold::marked(text));
        let words = |s: &str| s.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        Self { folded_words: words(&folded), marked_words: words(&marked), folded, marked }
    }

    fn matches(&self, register: &Register, version: &Version) -> Option<Match> {
        if version.code == self.folded {
            return Some(Match::Code);
        }
        // Cheap refusal first: the folded name must hold every word.
        let full = fold::plain(&version.full_name());
        let parent = || {
            let day = version.until.and_then(|d| d.yesterday().ok()).unwrap_or(Date::MAX);
            version
                .parent
                .and_then(|p| register.version(p, day))
                .map(|p| fold::plain(&p.full_name()))
                .unwrap_or_default()
        };
        if !all_begin(&self.folded_words, &full) {
            // "Tân Tiến Hưng Yên": the province may stand beside the name.
            let some = self.folded_words.iter().any(|w| begins_a_word(w, &full));
            let with_parent = version.kind.level() >= Level::District
                && some
                && all_begin(&self.folded_words, &format!("{full} {}", parent()));
            return with_parent.then_some(Match::FoldedWords);
        }
        let name = fold::plain(&version.name);
        let (marked_name, marked_full) = (fold::marked(&version.name), fold::marked(&version.full_name()));
        Some(if self.marked == marked_name || self.marked == marked_full {
            Match::Exact
        } else if self.folded == name || self.folded == full {
            Match::Folded
        } else if marked_name.starts_with(&self.marked) {
            Match::Beginning
        } else if name.starts_with(&self.folded) || full.starts_with(&self.folded) {
            Match::FoldedBeginning
        } else if all_begin(&self.marked_words, &marked_full) {
            Match::Words
        } else {
            Match::FoldedWords
        })
    }
}

fn begins_a_word(word: &str, name: &str) -> bool {
    name.split(' ').any(|part| part.starts_with(word))
}

fn all_begin(words: &[String], name: &str) -> bool {
    words.iter().all(|w| begins_a_word(w, name))
}
