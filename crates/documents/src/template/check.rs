//! What is wrong with a template, by place; the room that meets the reader makes the sentence.

use unicode_normalization::UnicodeNormalization as _;

use super::Template;
use super::layout::{self, LayoutFault};
use super::part::{Joined, Part};
use crate::paper::{Form, Forms, Key, Kind, nearest};

/// Something that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where, if it stands somewhere.
    pub place: Option<Place>,
    /// What.
    pub fault: Fault,
}

/// A place in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part: `word/document.xml`, a header, a footer.
    pub part: String,
    /// The paragraph of it, from 1.
    pub paragraph: usize,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A placeholder that is not in the list.
    Unknown {
        /// As it stands there.
        name: String,
        /// The one of the list that is most like it.
        nearest: Option<&'static str>,
    },
    /// Braces that are opened and not closed in the same paragraph.
    NotClosed {
        /// What stands behind them.
        after: String,
    },
    /// A flag has no words to print.
    NotWords(String),
    /// The form of law has this item, and the template leaves it out.
    Missing(Key),
    /// Words that the law no longer allows under that regime.
    Forbidden {
        /// Which words.
        what: String,
        /// Under which regime.
        regime: String,
        /// By which clause.
        citation: String,
    },
    /// The layout is not that of Decree 30/2020. Said, not refused: a body may have rules of its own.
    Layout(LayoutFault),
}

impl Fault {
    /// Whether it is only said.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::Layout(_))
    }
}

/// More faults than this are not told: the file is no template.
const FAULTS_MAX: usize = 200;

/// A placeholder in the text of a paragraph.
pub(super) struct Found<'t> {
    /// Where its first brace stands, in bytes.
    pub from: usize,
    /// Behind its last brace.
    pub to: usize,
    /// What stands between them.
    pub inside: &'t str,
}

/// The placeholders of a text; what follows braces that are not closed.
pub(super) fn placeholders(text: &str) -> (Vec<Found<'_>>, Option<&str>) {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")).map(|open| at + open) {
        let inside_from = open + 2;
        let Some(close) = text.get(inside_from..).and_then(|rest| rest.find("}}")) else {
            return (found, text.get(inside_from..));
        };
        let to = inside_from + close + 2;
        let inside = text.get(inside_from..inside_from + close).unwrap_or_default();
        found.push(Found { from: open, to, inside: inside.trim() });
        at = to;
    }
    (found, None)
}

/// The key of a placeholder, and whether it is to be said in capitals.
pub(super) fn key_of(inside: &str) -> Result<(Key, bool), Fault> {
    let (name, upper) = match inside.split_once('|') {
        Some((name, change)) => (name.trim(), change.trim() == "upper"),
        None => (inside, false),
    };
    match Key::from_key(name) {
        None => Err(Fault::Unknown { name: name.chars().take(60).collect(), nearest: None }),
        Some(key) if key.kind() == Kind::Flag => Err(Fault::NotWords(name.to_owned())),
        Some(key) => Ok((key, upper)),
    }
}

impl Template {
    /// What is wrong with the template: its placeholders, its words and its layout; for the form of that id, also what
    /// the law asks of it.
    pub fn check(&self, forms: &Forms, form: Option<&str>) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut keys = Vec::new();
        let mut words = String::new();
        for part in &self.texts {
            words.push_str(&read_part(part, &mut keys, &mut found));
        }
        let mut note = |fault| found.push(Finding { place: None, fault });
        if let Some(form) = form.and_then(|id| forms.get(id)) {
            form.must.iter().filter(|key| !keys.contains(key)).for_each(|key| note(Fault::Missing(*key)));
            forbidden(form, forms, &words).into_iter().for_each(&mut note);
        }
        layout::check(self).into_iter().map(Fault::Layout).for_each(note);
        found
    }

    /// The words of a part, a paragraph a line.
    pub(super) fn words_of(part: &Part) -> String {
        part.paragraphs().into_values().flat_map(|joined| joined.text.nfc().chain(['\n']).collect::<Vec<_>>()).collect()
    }
}

fn read_part(part: &Part, keys: &mut Vec<Key>, found: &mut Vec<Finding>) -> String {
    let mut words = String::new();
    for (number, Joined { text, .. }) in part.paragraphs() {
        let place = Place { part: part.name.clone(), paragraph: number + 1 };
        words.extend(text.nfc());
        words.push('\n');
        if found.len() >= FAULTS_MAX {
            continue;
        }
        let mut note = |fault| found.push(Finding { place: Some(place.clone()), fault });
        let (inside, open) = placeholders(&text);
        let mut faults = 0;
        for one in inside {
            match key_of(one.inside) {
                Ok((key, _)) => keys.push(key),
                Err(fault) if faults < FAULTS_MAX => {
                    faults += 1;
                    note(with_nearest(fault));
                }
                Err(_) => {}
            }
        }
        if let Some(after) = open {
            note(Fault::NotClosed { after: after.chars().take(40).collect() });
        }
    }
    words
}

/// The nearest name is looked for only where it is told.
fn with_nearest(fault: Fault) -> Fault {
    match fault {
        Fault::Unknown { name, .. } => Fault::Unknown { nearest: nearest(&name), name },
        other => other,
    }
}

fn forbidden(form: &Form, forms: &Forms, words: &str) -> Vec<Fault> {
    let words = words.to_lowercase();
    let rules = forms.forbidden().filter(|rule| form.regimes.iter().any(|regime| regime == rule.regime));
    let stands = rules.filter(|rule| words.contains(rule.words));
    let fault = |rule: crate::paper::ForbiddenWords<'_>| Fault::Forbidden {
        what: rule.words.to_owned(),
        regime: rule.regime.to_owned(),
        citation: rule.citation.to_owned(),
    };
    stands.map(fault).collect()
}
