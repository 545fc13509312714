//! A pack after it was read and found sound.

use domain::facts::{Route, Window};
use domain::units::Level;
use jiff::civil::{Date, date};

/// How well the text behind a pack is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Read in the whole text of the document.
    Verified,
    /// Read in an excerpt.
    Excerpt,
    /// Second-hand.
    News,
    /// Not found.
    NotFound,
}

/// Where an input stands in [`Pack::inputs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InputIx(pub usize);

/// Where a criterion stands in [`Pack::criteria`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CriterionIx(pub usize);

/// One legal instrument's criteria.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Stable id, named on every verdict.
    pub id: String,
    /// What the instrument is called.
    pub title: String,
    /// Its number.
    pub document: String,
    /// Who issued it.
    pub issuer: String,
    /// When; the year alone where [`Pack::issued_year_only`].
    pub issued: Date,
    /// The exact day is not known.
    pub issued_year_only: bool,
    /// First day in force.
    pub effective_from: Date,
    /// Last day in force.
    pub effective_to: Option<Date>,
    /// What it judges; two packs of one subject may not be in force at once.
    pub subject: String,
    /// Where its effect is laid down.
    pub citation: String,
    /// How well its text is known.
    pub evidence: Evidence,
    /// Where it was read.
    pub source: Option<String>,
    /// Remarks for the reader.
    pub notes: Vec<String>,
    /// Why it cannot be computed; such a pack can be cited, not applied.
    pub missing: Option<String>,
    /// The evaluation window.
    pub window: Option<WindowRule>,
    /// Steps of the year.
    pub calendar: Vec<Calendar>,
    /// Who approves what.
    pub authorities: Vec<Authority>,
    /// Named choices where the law is silent.
    pub switches: Vec<Switch>,
    /// Quantities asked for.
    pub inputs: Vec<Input>,
    /// Conditions, in the order of the law.
    pub criteria: Vec<Criterion>,
    /// Results, in the order in which they are tried, per level.
    pub classes: Vec<Class>,
}

impl Pack {
    /// Whether it can be applied to facts.
    pub fn is_computable(&self) -> bool {
        self.missing.is_none()
    }

    /// An input by id.
    pub fn input(&self, id: &str) -> Option<(InputIx, &Input)> {
        self.inputs.iter().enumerate().find(|(_, i)| i.id == id).map(|(n, i)| (InputIx(n), i))
    }

    /// An input by place.
    pub fn input_at(&self, ix: InputIx) -> Option<&Input> {
        self.inputs.get(ix.0)
    }

    /// A criterion by id.
    pub fn criterion(&self, id: &str) -> Option<(CriterionIx, &Criterion)> {
        self.criteria.iter().enumerate().find(|(_, c)| c.id == id).map(|(n, c)| (CriterionIx(n), c))
    }

    /// A criterion by place.
    pub fn criterion_at(&self, ix: CriterionIx) -> Option<&Criterion> {
        self.criteria.get(ix.0)
    }

    /// The inputs asked of units of a level.
    pub fn inputs_of(&self, level: Level) -> impl Iterator<Item = (InputIx, &Input)> {
        self.inputs.iter().enumerate().filter(move |(_, i)| i.levels.contains(&level)).map(|(n, i)| (InputIx(n), i))
    }

    /// The criteria applied to units of a level.
    pub fn criteria_of(&self, level: Level) -> impl Iterator<Item = (CriterionIx, &Criterion)> {
        self.criteria
            .iter()
            .enumerate()
            .filter(move |(_, c)| c.levels.contains(&level))
            .map(|(n, c)| (CriterionIx(n), c))
    }

    /// The results of a level, in order.
    pub fn classes_of(&self, level: Level) -> impl Iterator<Item = &Class> {
        self.classes.iter().filter(move |c| c.level == level)
    }

    /// The window of an evaluation year.
    pub fn window(&self, year: i16) -> Option<Window> {
        self.window.as_ref().and_then(|w| w.of(year))
    }

    /// Whether the pack was in force on the last day of a window.
    pub fn covers(&self, window: Window) -> bool {
        self.effective_from <= window.to && self.effective_to.is_none_or(|end| window.to <= end)
    }
}

/// The evaluation window: from a day of the year before to a day of the year.
#[derive(Clone, Debug)]
pub struct WindowRule {
    /// Month and day, of the year before.
    pub starts: (i8, i8),
    /// Month and day.
    pub ends: (i8, i8),
    /// Article.
    pub citation: String,
}

impl WindowRule {
    /// The window of an evaluation year, both days included.
    pub fn of(&self, year: i16) -> Option<Window> {
        if !(1900..=9998).contains(&year) {
            return None;
        }
        let from = date(year - 1, 1, 1).with().month(self.starts.0).day(self.starts.1).build().ok()?;
        let to = date(year, 1, 1).with().month(self.ends.0).day(self.ends.1).build().ok()?;
        Some(Window { from, to })
    }
}

/// A step of the yearly procedure.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Stable id.
    pub id: String,
    /// What is done.
    pub title: String,
    /// Who does it.
    pub actor: String,
    /// By when, in words.
    pub due: String,
    /// Article.
    pub citation: String,
}

/// Who approves and lists what.
#[derive(Clone, Debug)]
pub struct Authority {
    /// What is approved.
    pub subject: String,
    /// Who approves.
    pub approves: String,
    /// Who keeps the list.
    pub lists: String,
    /// Article.
    pub citation: String,
}

/// What a switch bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchScope {
    /// How facts are judged.
    Evaluation,
    /// How facts were counted; declared by who counts, shown on the verdict.
    Inputs,
    /// How targets become counts.
    Targets,
}

/// A named choice where the law is silent.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Stable id, the key of `--set`.
    pub id: String,
    /// The question.
    pub title: String,
    /// What it bears on.
    pub scope: SwitchScope,
    /// Which option holds unless chosen otherwise.
    pub default: usize,
    /// The options.
    pub options: Vec<SwitchOption>,
    /// Which article is silent.
    pub citation: String,
    /// Why the default is what it is.
    pub why: String,
}

/// One answer to a switch.
#[derive(Clone, Debug)]
pub struct SwitchOption {
    /// Stable id, the value of `--set`.
    pub id: String,
    /// In words.
    pub title: String,
}

/// What kind of quantity an input is; decides how a cell is read and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// People residing: the denominator, above zero.
    Population,
    /// People of the population: no more than it.
    People,
    /// People arrested, of wherever: persons, never cases.
    Arrests,
    /// A whole number.
    Count,
    /// Square metres, kept in square centimetres.
    Area,
    /// On which key route.
    Route,
    /// Units of a province.
    Units,
}

impl InputKind {
    /// How many kept parts make one of the unit that law speaks of.
    pub const fn scale(self) -> i64 {
        if matches!(self, Self::Area) { domain::numbers::AREA_SCALE } else { 1 }
    }
}

/// A quantity that facts give.
#[derive(Clone, Debug)]
pub struct Input {
    /// Stable id, the column of a facts file.
    pub id: String,
    /// Short heading.
    pub title: String,
    /// What law or, where it is silent, the pack means by it.
    pub definition: String,
    /// What kind of quantity.
    pub kind: InputKind,
    /// Counted over the window, or as of its last day.
    pub over_window: bool,
    /// For which levels.
    pub levels: Vec<Level>,
    /// Article.
    pub citation: String,
}

/// A condition of the law.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Stable id: `C1a`.
    pub id: String,
    /// For which levels.
    pub levels: Vec<Level>,
    /// The class it counts for.
    pub group: String,
    /// Article, clause and point.
    pub article: String,
    /// What it asks, in a sentence.
    pub title: String,
    /// A remark on its reading.
    pub note: Option<String>,
    /// What it computes.
    pub rule: Rule,
}

/// `switch=option`, as a condition on the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Place in [`Pack::switches`].
    pub switch: usize,
    /// Place in [`Switch::options`].
    pub option: usize,
}

/// A threshold as an exact fraction, and as law prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Numerator; for amounts, the quantity in kept parts.
    pub num: i64,
    /// Denominator; 1 for amounts.
    pub den: i64,
    /// `0,5 %`.
    pub printed: String,
    /// Holds only under this setting.
    pub when: Option<Condition>,
}

/// Between what a quantity must lie. All bounds in force must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// From this upward.
    pub at_least: Option<Bound>,
    /// Under this.
    pub below: Option<Bound>,
    /// More than none; not asked under the setting given.
    pub above_zero: Option<Option<Condition>>,
}

/// What a criterion computes.
#[derive(Clone, Debug)]
pub enum Rule {
    /// A sum over a denominator.
    Rate {
        /// Summed.
        of: Vec<InputIx>,
        /// Denominator.
        over: InputIx,
        /// Bounds of the rate.
        bounds: Bounds,
    },
    /// One quantity.
    Amount {
        /// Which.
        of: InputIx,
        /// Bounds of the quantity.
        bounds: Bounds,
    },
    /// At least one.
    Any(Vec<Rule>),
    /// All.
    All(Vec<Rule>),
    /// At least so many other criteria.
    Points {
        /// How many.
        at_least: usize,
        /// Of which.
        of: Vec<CriterionIx>,
        /// Counted too under a setting.
        also: Option<(Vec<CriterionIx>, Condition)>,
        /// Whatever the settings say, they are read under this one.
        read_as: Option<Condition>,
    },
    /// Lies on a route of these kinds.
    Route {
        /// Which input tells.
        input: InputIx,
        /// Which kinds count.
        any_of: Vec<Route>,
    },
}

/// A result and when it is reached.
#[derive(Clone, Debug)]
pub struct Class {
    /// Stable id: `DRUG_FREE`.
    pub id: String,
    /// Of which level.
    pub level: Level,
    /// Article.
    pub citation: String,
    /// When.
    pub rule: ClassRule,
}

/// When a class is reached.
#[derive(Clone, Debug)]
pub enum ClassRule {
    /// All of these criteria.
    Every(Vec<CriterionIx>),
    /// At least so many of these criteria.
    AtLeast(usize, Vec<CriterionIx>),
    /// One class and one of others at once: places in [`Pack::classes`].
    Together {
        /// The first.
        free: usize,
        /// Any of these.
        key: Vec<usize>,
    },
    /// What no other class took.
    Otherwise,
}
