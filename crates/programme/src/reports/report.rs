//! What a report is after its acts.

use std::collections::{BTreeMap, BTreeSet};

use domain::facts::Window;
use domain::units::UnitId;
use domain::work::Author;
use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;
use uuid::Uuid;

use super::act::{Comment, Excerpt, Figure, Moved, Opening, Source};
use super::rules::{Checked, Outcome, check};
use super::signer::Signer;
use crate::indicators::Measured;

/// How a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Being written.
    Draft,
    /// Sent up.
    Submitted,
    /// Sent back.
    Returned,
    /// Agreed to.
    Approved,
    /// Final.
    Locked,
}

impl State {
    /// Every state, in the order of a report's life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Returned, Self::Submitted, Self::Approved, Self::Locked];

    /// The word kept in tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Locked => "locked",
        }
    }

    /// Reads [`State::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether its author can still write.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// A figure stated against the computed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is stated.
    pub value: Measured,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Author,
    /// When.
    pub on: Date,
}

/// A figure as a report shows it: both where they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// As computed, or as typed where nothing computes it.
    pub figure: Figure,
    /// As stated against it.
    pub difference: Option<Difference>,
}

impl Cell {
    /// What the report says.
    pub fn said(&self) -> &Measured {
        self.difference.as_ref().map_or(&self.figure.value, |difference| &difference.value)
    }
}

/// Words taken over from a report below.
pub type Quote = Excerpt;

/// A statement that nothing but the figures is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaltered {
    /// Since which report.
    pub report: Uuid,
    /// Of which period.
    pub period: String,
    /// The day of the statement.
    pub on: Date,
    /// The places for words that it speaks for; all where it does not say.
    pub places: Option<BTreeSet<String>>,
}

impl Unaltered {
    /// Whether it speaks for a place.
    pub fn spares(&self, place: &str) -> bool {
        self.places.as_ref().is_none_or(|places| places.contains(place))
    }
}

/// What is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Figures by indicator.
    pub cells: BTreeMap<String, Cell>,
    /// Words by place.
    pub narrative: BTreeMap<String, String>,
    /// Words taken over.
    pub quotes: Vec<Quote>,
    /// Why rules do not hold, by rule.
    pub excuses: BTreeMap<String, String>,
    /// That nothing but the figures is new, once somebody stated it.
    pub nothing_changed: Option<Unaltered>,
    /// Reports of the units below that it rests on.
    pub sources: Vec<Source>,
    /// Units below that have submitted none.
    pub missing: Vec<UnitId>,
    /// Whether reports below that nobody had approved were left out.
    pub only_approved: bool,
    /// Whether its figures were worked out since it was begun.
    pub assembled: bool,
}

/// Why a version that went up does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fell {
    /// Its author took it back.
    Withdrawn {
        /// When.
        on: Date,
    },
    /// It was sent back.
    Returned {
        /// When.
        on: Date,
        /// Until when it was to come again.
        due: Date,
    },
}

/// A version that went up. What went up in it never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// The act that froze it: its entry in the ledger bears the signature.
    pub act: Uuid,
    /// When.
    pub on: Date,
    /// When it was written down.
    pub at: Timestamp,
    /// Who submitted it.
    pub by: Author,
    /// What went up.
    pub frozen: Draft,
    /// Against the version before.
    pub moved: Vec<Moved>,
    /// Why there is a new version.
    pub reason: Option<String>,
    /// Who approved it, and when.
    pub approved: Option<(Author, Date)>,
    /// When it became final.
    pub locked: Option<Date>,
    /// The day by which it is in time: that of the calendar, or the later one that a return set. None where no document
    /// names one.
    pub due: Option<Date>,
    /// Taken back or sent back; none while it stands.
    pub fell: Option<Fell>,
}

impl Version {
    /// Whether it went up after its day.
    pub fn is_late(&self) -> bool {
        self.due.is_some_and(|due| self.on > due)
    }

    /// Where its figures were closed before the days of the report were over: the earliest day as of which one stands.
    /// Figures of other days than the report's, those of the year, are left out.
    pub fn closed_early(&self, window: Window) -> Option<Date> {
        let own = self.frozen.cells.values().map(|cell| &cell.figure).filter(|figure| figure.window == window);
        let as_of = own.map(|figure| figure.as_of).min().unwrap_or(self.on);
        (as_of < window.to).then_some(as_of)
    }
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was begun.
    pub opening: Opening,
    /// How it stands.
    pub state: State,
    /// What is being written, or was last.
    pub draft: Draft,
    /// Who has written in it since the last version.
    pub authors: BTreeSet<Uuid>,
    /// The appointment that writes it: the one that began it.
    pub author: Author,
    /// What went up, the first first; a version that was taken back or sent back stays.
    pub versions: Vec<Version>,
    /// Remarks that came back with it.
    pub comments: Vec<Comment>,
    /// Why it came back, and until when it is to come again.
    pub returned: Option<(String, Date)>,
    /// Frozen figures that have moved.
    pub proposed: Vec<Moved>,
    /// Why a new version was begun.
    pub amending: Option<String>,
    /// Who signs its paper, once somebody has said so.
    pub signer: Option<Signer>,
}

/// What a report still lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Its figures were not worked out.
    NotAssembled,
    /// A figure that people have to give.
    Figure(String),
    /// Words.
    Narrative(String),
    /// A rule does not hold and nobody says why.
    Rule {
        /// Which.
        rule: String,
        /// What one side comes to.
        left: i64,
        /// What the other does.
        right: i64,
    },
}

/// Why something cannot be done with a report.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It was begun before.
    #[error("the report of {period} was begun already")]
    Begun {
        /// Its period.
        period: String,
    },
    /// Nothing was begun.
    #[error("no report was begun")]
    NotBegun,
    /// Its days have not come.
    #[error("the period {period} opens on {opens}")]
    NotOpen {
        /// Its period.
        period: String,
        /// The first of its days.
        opens: Date,
    },
    /// It stands otherwise.
    #[error("the report is {}", state.key())]
    Stands {
        /// How.
        state: State,
    },
    /// The form has no such place.
    #[error("the form has no `{place}`")]
    NoPlace {
        /// Which.
        place: String,
    },
    /// The same figure twice.
    #[error("`{indicator}` stands twice")]
    Twice {
        /// Which.
        indicator: String,
    },
    /// A figure that the form has was not worked out.
    #[error("`{indicator}` was not worked out")]
    NotWorkedOut {
        /// Which.
        indicator: String,
    },
    /// A figure that the records give is not typed over; it is stated against them.
    #[error("`{indicator}` comes from the records; state a difference with its reason")]
    Computed {
        /// Which.
        indicator: String,
    },
    /// A figure that is typed has nothing to differ from.
    #[error("`{indicator}` is typed; enter it")]
    Typed {
        /// Which.
        indicator: String,
    },
    /// Somebody else wrote there since.
    #[error("`{indicator}` says something else by now")]
    Overwritten {
        /// Which.
        indicator: String,
    },
    /// It says the same.
    #[error("`{indicator}` says the same as the records")]
    Same {
        /// Which.
        indicator: String,
    },
    /// A text is empty.
    #[error("`{place}` is empty")]
    Empty {
        /// Where.
        place: &'static str,
    },
    /// A text is too long.
    #[error("`{place}` has {chars} characters; at most {most}")]
    TooLong {
        /// Where.
        place: String,
        /// How long it is.
        chars: usize,
        /// How long it may be.
        most: usize,
    },
    /// It is not whole.
    #[error("{} things are missing", gaps.len())]
    Gaps {
        /// What.
        gaps: Vec<Gap>,
    },
    /// Who wrote or submitted it does not decide about it.
    #[error("whoever wrote or submitted a report does not decide about it")]
    OwnReport,
    /// The new date is over.
    #[error("{due} is over")]
    DueIsOver {
        /// The date.
        due: Date,
    },
    /// Nothing has moved.
    #[error("no frozen figure has moved")]
    NothingMoved,
    /// What is said to have moved is not what was submitted.
    #[error("`{indicator}` was not submitted with that value")]
    NotSubmittedSo {
        /// Which.
        indicator: String,
    },
    /// The figures of a day that has not come.
    #[error("`{indicator}` is as of {as_of}, which has not come")]
    Ahead {
        /// Which.
        indicator: String,
        /// As of when.
        as_of: Date,
    },
    /// It was not done in the order of days.
    #[error("{on} is before {last}, when it was last written in")]
    Backwards {
        /// The day of the act.
        on: Date,
        /// The day of what stands.
        last: Date,
    },
}

impl Report {
    /// The version that counts: the last that went up and was not taken or sent back.
    pub fn in_force(&self) -> Option<&Version> {
        let standing = match self.state {
            State::Submitted | State::Approved | State::Locked => self.versions.last(),
            // while a new version is written the approved one stays
            State::Draft | State::Returned => self.versions.iter().rev().find(|version| version.approved.is_some()),
        };
        standing.or_else(|| self.versions.iter().rev().find(|version| version.approved.is_some()))
    }

    /// The version that counted when a day was over: the last that had gone up by then and had not been taken or sent back
    /// by then; with `only_approved`, the last that had been approved by then.
    pub fn in_force_on(&self, day: Date, only_approved: bool) -> Option<&Version> {
        let stood = |version: &&Version| {
            let fell = match version.fell {
                Some(Fell::Withdrawn { on } | Fell::Returned { on, .. }) => on <= day,
                None => false,
            };
            let approved = version.approved.is_some_and(|(_, on)| on <= day);
            version.on <= day && !fell && (approved || !only_approved)
        };
        self.versions.iter().rev().find(stood)
    }

    /// The first version that stands: neither taken back nor sent back. By it the report is in time or late, whatever
    /// went up before.
    pub fn first_standing(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.fell.is_none())
    }

    /// The version that its paper is of: the last that went up, or, while it is written, the one that it will be.
    pub fn version_at_hand(&self) -> u32 {
        let versions = u32::try_from(self.versions.len()).unwrap_or(u32::MAX);
        if self.state.is_open() { versions.saturating_add(1) } else { versions }
    }

    /// Until when it has, or had, to be there: the day of the calendar, or the new one where it came back.
    pub fn due(&self) -> Option<Date> {
        if let Some(version) = self.first_standing() {
            return version.due;
        }
        let again = self.returned.as_ref().filter(|_| self.state == State::Returned);
        again.map(|(_, due)| *due).or_else(|| self.judged_by())
    }

    /// The day by which the next version is in time. A return gives a later day, but does not mend what had come late.
    pub(super) fn judged_by(&self) -> Option<Date> {
        let last_returned = self.versions.iter().rev().find_map(|version| match version.fell {
            Some(Fell::Returned { due, .. }) => Some((version, due)),
            _ => None,
        });
        match last_returned {
            Some((version, _)) if version.is_late() => version.due,
            Some((version, again)) => version.due.map(|due| due.max(again)),
            None => self.opening.due,
        }
    }

    /// How many of the reports that it rests on were sent up and not yet approved when they were added up.
    pub fn only_submitted(&self) -> usize {
        self.draft.sources.iter().filter(|source| source.only_submitted).count()
    }

    /// Typed figures that nobody has typed yet.
    pub fn untyped(&self) -> impl Iterator<Item = &str> {
        let typed = self.opening.contract.figures.iter().filter(|needed| needed.typed);
        typed.map(|needed| needed.indicator.as_str()).filter(|indicator| !self.draft.cells.contains_key(*indicator))
    }

    /// Typed figures of an earlier report that this one asks for too and has not: what a statement that nothing changed
    /// takes over. Only what stands at a day can be as it was; what happened in another period did not happen in this
    /// one, so a flow is typed. What was not known then is to be typed too.
    pub fn unchanged_since<'r>(
        &'r self,
        earlier: &'r Version,
        is_stock: impl Fn(&str) -> bool + 'r,
    ) -> impl Iterator<Item = (&'r str, &'r Measured)> {
        self.untyped().filter(move |indicator| is_stock(indicator)).filter_map(|indicator| {
            let cell = earlier.frozen.cells.get(indicator)?;
            cell.said().is_known().then(|| (indicator, cell.said()))
        })
    }

    /// Places for words that an earlier report has too: a statement that nothing changed speaks for no other.
    pub fn places_since(&self, earlier: &Self) -> BTreeSet<String> {
        let own = self.opening.contract.narratives.iter().map(|place| place.id.clone());
        own.filter(|place| earlier.opening.contract.narrative(place).is_some()).collect()
    }

    /// Computed figures that say something else than in an earlier report.
    pub fn differs_from(&self, earlier: &Version) -> Vec<Moved> {
        let computed = |indicator: &str| self.opening.contract.figure(indicator).is_some_and(|needed| !needed.typed);
        let mut differing = moved(&earlier.frozen, &self.draft.cells);
        differing.retain(|moved| computed(&moved.indicator));
        differing
    }

    /// What the draft says of an indicator.
    pub fn said(&self, indicator: &str) -> Option<&Measured> {
        self.draft.cells.get(indicator).map(Cell::said)
    }

    /// Its rules, and what they come to.
    pub fn rules(&self) -> Vec<Checked<'_>> {
        check(&self.opening.contract.rules, |indicator| self.said(indicator).cloned())
    }

    /// What it still lacks before it can go up.
    pub fn gaps(&self) -> Vec<Gap> {
        let contract = &self.opening.contract;
        let mut gaps = Vec::new();
        if !self.draft.assembled {
            gaps.push(Gap::NotAssembled);
        }
        let typed = contract.figures.iter().filter(|needed| needed.typed && needed.required);
        let untyped = typed.filter(|needed| !self.draft.cells.contains_key(&needed.indicator));
        gaps.extend(untyped.map(|needed| Gap::Figure(needed.indicator.clone())));
        let spared = |place: &str| self.draft.nothing_changed.as_ref().is_some_and(|said| said.spares(place));
        let silent = contract.narratives.iter().filter(|narrative| {
            narrative.required
                && !spared(&narrative.id)
                && !self.draft.narrative.contains_key(&narrative.id)
                && !self.draft.quotes.iter().any(|quote| quote.place == narrative.id)
        });
        gaps.extend(silent.map(|narrative| Gap::Narrative(narrative.id.clone())));
        gaps.extend(self.rules().into_iter().filter_map(|checked| match checked.outcome {
            Outcome::Broken { left, right } if !self.draft.excuses.contains_key(&checked.rule.id) => {
                Some(Gap::Rule { rule: checked.rule.id.clone(), left, right })
            }
            _ => None,
        }));
        gaps
    }
}

/// What differs between a frozen draft and other figures of the same indicators.
pub(super) fn moved(was: &Draft, is: &BTreeMap<String, Cell>) -> Vec<Moved> {
    let pair = |(indicator, cell): (&String, &Cell)| {
        let now = is.get(indicator)?;
        (cell.said() != now.said()).then(|| Moved {
            indicator: indicator.clone(),
            was: cell.said().clone(),
            is: now.said().clone(),
        })
    };
    was.cells.iter().filter_map(pair).collect()
}
