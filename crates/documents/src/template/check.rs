//! What is wrong with a template, by place; the room that meets the reader makes the sentence.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::Template;
use super::layout::{self, LayoutFault};
use super::part::{Joined, Part};
use super::slot::Slot;
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
    /// A frame leaves out what every document has.
    NoPlace(Slot),
    /// What comes in its place are paragraphs and tables, so it stands alone in a paragraph of the body.
    NotAlone(Slot),
    /// It is there twice: what it stands for would be printed twice.
    Twice(Slot),
    /// It is known, but not in this kind of document: nothing would ever stand there.
    NotHere(String),
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

/// What a template is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    /// Nobody said: whatever is known may stand there.
    Any,
    /// The form of that id.
    Form(&'a str),
    /// A document of free shape, with the figures that it can name (`figure.` and the name).
    Document(&'a BTreeSet<String>),
}

/// What stands in a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said<'t> {
    /// Something of a person's file.
    Key(Key),
    /// A place of the document as a whole.
    Slot(Slot),
    /// A figure of a report, by its name.
    Figure(&'t str),
}

/// Before the name of a figure.
const FIGURE: &str = "figure.";

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

/// What a placeholder stands for, and whether it is to be said in capitals.
pub(super) fn said_by(inside: &str) -> Result<(Said<'_>, bool), Fault> {
    let (name, upper) = match inside.split_once('|') {
        Some((name, change)) => (name.trim(), change.trim() == "upper"),
        None => (inside, false),
    };
    if let Some(slot) = Slot::from_key(name) {
        return Ok((Said::Slot(slot), upper));
    }
    if let Some(figure) = name.strip_prefix(FIGURE) {
        return Ok((Said::Figure(figure), upper));
    }
    match Key::from_key(name) {
        None => Err(Fault::Unknown { name: shown(name), nearest: None }),
        Some(key) if key.kind() == Kind::Flag => Err(Fault::NotWords(name.to_owned())),
        Some(key) => Ok((Said::Key(key), upper)),
    }
}

/// The place that a paragraph is, where it is nothing else.
pub(super) fn alone(text: &str) -> Option<Slot> {
    let inside = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    Slot::from_key(inside).filter(|slot| slot.is_alone())
}

fn shown(name: &str) -> String {
    name.chars().take(60).collect()
}

/// What was found in the parts of a template.
#[derive(Default)]
struct Seen {
    keys: Vec<Key>,
    slots: Vec<Slot>,
    found: Vec<Finding>,
}

impl Template {
    /// What is wrong with the template for its purpose: its placeholders, its words and its layout; for a form of law,
    /// also what that asks for.
    pub fn check(&self, forms: &Forms, purpose: Purpose<'_>) -> Vec<Finding> {
        let mut seen = Seen::default();
        let mut words = String::new();
        for part in &self.texts {
            words.push_str(&seen.read(part, part.is_document(), purpose));
        }
        let Seen { keys, slots, mut found } = seen;
        let mut note = |fault| found.push(Finding { place: None, fault });
        if !slots.is_empty() || matches!(purpose, Purpose::Document(_)) {
            Slot::MUST.into_iter().filter(|slot| !slots.contains(slot)).map(Fault::NoPlace).for_each(&mut note);
        }
        let twice = |slot: &&Slot| slots.iter().filter(|one| one == slot).count() > 1;
        Slot::ALL.iter().filter(|slot| slot.is_alone()).filter(twice).for_each(|slot| note(Fault::Twice(*slot)));
        if let Purpose::Form(form) = purpose
            && let Some(form) = forms.get(form)
        {
            // the content of a frame has whatever the form asks for
            let must = form.must.iter().filter(|key| slots.is_empty() && !keys.contains(key));
            must.for_each(|key| note(Fault::Missing(*key)));
            forbidden(form, forms, &words).into_iter().for_each(&mut note);
        }
        layout::check(self).into_iter().map(Fault::Layout).for_each(note);
        found
    }

    /// Whether it is a frame for documents as a whole.
    pub fn is_frame(&self) -> bool {
        self.main().is_some_and(|main| {
            main.paragraphs().into_values().any(|joined| alone(&joined.text) == Some(Slot::Content))
        })
    }

    /// The words of a part, a paragraph a line.
    pub(super) fn words_of(part: &Part) -> String {
        part.paragraphs().into_values().flat_map(|joined| joined.text.nfc().chain(['\n']).collect::<Vec<_>>()).collect()
    }
}

impl Seen {
    fn read(&mut self, part: &Part, is_main: bool, purpose: Purpose<'_>) -> String {
        let mut words = String::new();
        for (number, Joined { text, .. }) in part.paragraphs() {
            let place = Place { part: part.name.clone(), paragraph: number + 1 };
            words.extend(text.nfc());
            words.push('\n');
            if self.found.len() >= FAULTS_MAX {
                continue;
            }
            let (inside, open) = placeholders(&text);
            let stands_alone = alone(&text).is_some() && is_main;
            for one in inside {
                let fault = match said_by(one.inside) {
                    Ok((said, _)) => self.take(said, stands_alone, purpose),
                    Err(fault) => Some(with_nearest(fault)),
                };
                if self.found.len() < FAULTS_MAX {
                    self.found.extend(fault.map(|fault| Finding { place: Some(place.clone()), fault }));
                }
            }
            if let Some(after) = open {
                let fault = Fault::NotClosed { after: after.chars().take(40).collect() };
                self.found.push(Finding { place: Some(place), fault });
            }
        }
        words
    }

    fn take(&mut self, said: Said<'_>, stands_alone: bool, purpose: Purpose<'_>) -> Option<Fault> {
        match (said, purpose) {
            (Said::Key(key), Purpose::Document(_)) => return Some(Fault::NotHere(key.key().to_owned())),
            (Said::Figure(name), Purpose::Form(_)) => return Some(Fault::NotHere(shown(&format!("{FIGURE}{name}")))),
            (Said::Figure(name), Purpose::Document(known)) if !known.contains(name) => {
                return Some(Fault::Unknown { name: shown(&format!("{FIGURE}{name}")), nearest: None });
            }
            (Said::Key(key), _) => self.keys.push(key),
            (Said::Slot(slot), _) => {
                self.slots.push(slot);
                return (slot.is_alone() && !stands_alone).then_some(Fault::NotAlone(slot));
            }
            (Said::Figure(_), _) => {}
        }
        None
    }
}

/// The nearest name is looked for only where it is told.
fn with_nearest(fault: Fault) -> Fault {
    match fault {
        Fault::Unknown { name, .. } => {
            // a place of the whole document by its own name, without what stands before it
            let slot = Slot::ALL.iter().find(|slot| slot.key().ends_with(&format!(".{name}")));
            Fault::Unknown { nearest: slot.map(|slot| slot.key()).or_else(|| nearest(&name)), name }
        }
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
