//! What a plan cannot take, and why: place, value, remedy. Pages make the sentences.

use domain::fold;
use jiff::civil::Date;

use super::act::{Draft, Statement};
use super::document::Document;
use super::level::{Level, Point};
use super::roadmap::Roadmap;
use super::target::{Baseline, Counted, Target};

/// Letters of a sentence, at most.
pub const TEXT_MAX: usize = 1_000;
/// Letters of a title or name, at most.
pub const NAME_MAX: usize = 300;
/// Letters of a number and symbol, at most.
pub const NUMBER_MAX: usize = 60;
/// Letters of the name of a target, at most.
pub const ID_MAX: usize = 40;
/// Targets of one plan, at most.
pub const TARGETS_MAX: usize = 100;
/// Points of one target, at most.
pub const POINTS_MAX: usize = 30;
/// Communes that one roadmap names, at most: more than any province has.
pub const PLACES_MAX: usize = 400;
/// Years of a term, at most.
pub const TERM_YEARS_MAX: i16 = 30;

/// Where in a plan a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What the plan is called.
    Title,
    /// Who issues it.
    Issuer,
    /// A document that it rests on.
    Basis,
    /// Number and symbol.
    Number,
    /// The office that signed.
    Signer,
    /// The name of a target.
    TargetId,
    /// A target as written.
    Statement,
    /// What is counted, in words.
    Metric,
    /// The body that answers.
    Owner,
    /// Where it is written.
    Citation,
    /// The source of a number.
    Source,
    /// The body that confirms a roadmap.
    Confirms,
    /// A commune of a roadmap.
    Commune,
    /// Why a plan ends.
    Reason,
}

/// Why an act cannot follow what was there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A chain begins with a draft, an adoption or a derivation, and with one of them only.
    #[error("a plan begins once, with a draft, an adoption or a derivation")]
    NotABeginning,
    /// The plan is no draft any more: its paper is signed.
    #[error("the plan is in force; it changes by an amending document only")]
    NotADraft,
    /// The plan is a draft: there is nothing to amend, measure or end.
    #[error("the plan is a draft")]
    NotInForce,
    /// The plan has ended.
    #[error("the plan has ended")]
    Over,
    /// No plan of this id and version comes with the program.
    #[error("no plan {0} of version {1} comes with the program")]
    NoSuchShipped(String, u32),
    /// A text is missing.
    #[error("{0:?} is empty")]
    Empty(Place),
    /// A text is too long: where, letters, at most.
    #[error("{0:?} has {1} letters; {2} at most")]
    TooLong(Place, usize, usize),
    /// A text is not in its plain form (NFC, no space around it, no hidden signs).
    #[error("{0:?} is not plain text")]
    NotPlain(Place),
    /// The name of a target has other signs than small letters, digits and `-`.
    #[error("`{0}` is no name of a target")]
    BadTargetId(String),
    /// Two targets of one name.
    #[error("there is a target `{0}` already")]
    SameTarget(String),
    /// No target of this name.
    #[error("there is no target `{0}`")]
    NoSuchTarget(String),
    /// More than a plan can hold: at most.
    #[error("more than {0} of them")]
    TooMany(usize),
    /// The term ends before it begins, or is too long.
    #[error("the term {0} to {1} is none")]
    BadTerm(Date, Date),
    /// A target without a point.
    #[error("target `{0}` has no point")]
    NoPoint(String),
    /// Points that are not in order: the day that is not after the one before it.
    #[error("target `{0}`: {1} is not after the point before it")]
    PointOrder(String, Date),
    /// A point outside the term.
    #[error("target `{0}`: {1} lies outside the term")]
    PointOutside(String, Date),
    /// A point that lacks its level, or has one where the direction says all.
    #[error("target `{0}`: the point of {1} has a level where none belongs, or none where one does")]
    PointLevel(String, Date),
    /// A rate over 100 %.
    #[error("target `{0}`: {1} is more than the whole")]
    RateOver(String, u32),
    /// Points above, or less than, a baseline that the target does not have.
    #[error("target `{0}` is held against a baseline and has none")]
    NeedsBaseline(String),
    /// A source that was not read and names nobody who confirms it.
    #[error("target `{0}`: its source was not read, and nobody is named who confirms it")]
    NeedsOwner(String),
    /// A part that is more than the whole.
    #[error("target `{0}`: {1} of {2}")]
    PartOverWhole(String, u32, u32),
    /// A number for a day that has not come: the day, today.
    #[error("target `{0}`: {1} is after {2}")]
    FromTheFuture(String, Date, Date),
    /// The plan names the baseline itself, or the target has none.
    #[error("the baseline of target `{0}` is not told here")]
    BaselineNotTold(String),
    /// A commune twice in one roadmap.
    #[error("roadmap {0}: {1} stands in it twice")]
    SamePlace(i16, String),
    /// A roadmap outside the term.
    #[error("roadmap {0} lies outside the term")]
    RoadmapOutside(i16),
    /// A roadmap that names more communes than there are, or none.
    #[error("roadmap {0} names {1} of {2}")]
    RoadmapSize(i16, usize, u32),
    /// An amending paper that changes nothing.
    #[error("nothing is changed")]
    NothingChanged,
    /// A draft without a target cannot be issued.
    #[error("a plan without a target or roadmap is not issued")]
    NothingToIssue,
    /// A paper dated after the day on which it is entered.
    #[error("the document of {0} is dated after {1}")]
    DocumentFromTheFuture(Date, Date),
}

/// A text as it may be kept.
pub fn text(place: Place, text: &str, letters_max: usize) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty(place));
    }
    let letters = text.chars().count();
    if letters > letters_max {
        return Err(Refusal::TooLong(place, letters, letters_max));
    }
    if fold::clean(text) == text { Ok(()) } else { Err(Refusal::NotPlain(place)) }
}

/// A head.
pub fn draft(of: &Draft) -> Result<(), Refusal> {
    text(Place::Title, &of.title, NAME_MAX)?;
    text(Place::Issuer, &of.issuer, NAME_MAX)?;
    if of.basis.len() > TARGETS_MAX {
        return Err(Refusal::TooMany(TARGETS_MAX));
    }
    of.basis.iter().try_for_each(|document| text(Place::Basis, document, TEXT_MAX))?;
    of.supersedes.iter().try_for_each(|number| text(Place::Number, number, NAME_MAX))?;
    term(of.from, of.to)
}

/// A term.
pub fn term(from: Date, to: Date) -> Result<(), Refusal> {
    if from <= to && to.year() - from.year() <= TERM_YEARS_MAX { Ok(()) } else { Err(Refusal::BadTerm(from, to)) }
}

/// A paper, as entered on a day.
pub fn document(of: &Document, today: Date) -> Result<(), Refusal> {
    text(Place::Number, &of.number, NUMBER_MAX)?;
    text(Place::Issuer, &of.issuer, NAME_MAX)?;
    text(Place::Signer, &of.signer, NAME_MAX)?;
    if of.date > today { Err(Refusal::DocumentFromTheFuture(of.date, today)) } else { Ok(()) }
}

/// A target by itself, in a term.
pub fn target(of: &Target, from: Date, to: Date) -> Result<(), Refusal> {
    let id = || of.id.clone();
    let signs = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    text(Place::TargetId, &of.id, ID_MAX)?;
    if !of.id.chars().all(signs) {
        return Err(Refusal::BadTargetId(id()));
    }
    text(Place::Statement, &of.statement, TEXT_MAX)?;
    text(Place::Owner, &of.owner, NAME_MAX)?;
    text(Place::Citation, &of.source.citation, TEXT_MAX)?;
    if of.source.evidence != super::document::Mark::V && of.source.owner.is_none() {
        return Err(Refusal::NeedsOwner(id()));
    }
    of.source.owner.iter().try_for_each(|owner| text(Place::Owner, owner, NAME_MAX))?;
    metric(of)?;
    if let Some(Baseline::Known(counted)) = &of.baseline {
        number(&of.id, counted)?;
    }
    points(of, &of.points, from, to)
}

fn metric(of: &Target) -> Result<(), Refusal> {
    use super::target::Metric;
    match &of.metric {
        Metric::DrugFree => Ok(()),
        Metric::Files { part, whole } => {
            text(Place::Metric, part, ID_MAX)?;
            whole.iter().try_for_each(|whole| text(Place::Metric, whole, ID_MAX))
        }
        Metric::Input { input } => text(Place::Metric, input, ID_MAX),
        Metric::Duty { duty } => text(Place::Metric, duty, ID_MAX),
        Metric::Stated { name, of } => {
            text(Place::Metric, name, NAME_MAX)?;
            of.iter().try_for_each(|whole| text(Place::Metric, whole, NAME_MAX))
        }
    }
}

/// The points of a target: in order, in the term, with a level where the direction has one.
pub fn points(target: &Target, points: &[Point], from: Date, to: Date) -> Result<(), Refusal> {
    let id = || target.id.clone();
    if points.is_empty() {
        return Err(Refusal::NoPoint(id()));
    }
    if points.len() > POINTS_MAX {
        return Err(Refusal::TooMany(POINTS_MAX));
    }
    let mut before: Option<Date> = None;
    for point in points {
        if before.is_some_and(|before| point.by <= before) {
            return Err(Refusal::PointOrder(id(), point.by));
        }
        before = Some(point.by);
        if point.by < from || point.by > to {
            return Err(Refusal::PointOutside(id(), point.by));
        }
        if point.level.is_some() != target.direction.has_levels() {
            return Err(Refusal::PointLevel(id(), point.by));
        }
        point.level.iter().try_for_each(|level| of_level(target, *level))?;
    }
    let has_baseline = target.baseline.is_some();
    if target.direction == super::target::Direction::Falls && !has_baseline {
        return Err(Refusal::NeedsBaseline(id()));
    }
    Ok(())
}

fn of_level(target: &Target, level: Level) -> Result<(), Refusal> {
    let id = || target.id.clone();
    match level {
        Level::Share { rate } | Level::PointsYearly { rate } if rate > 10_000 => Err(Refusal::RateOver(id(), rate)),
        Level::Growth { rate } if rate > 100_000 => Err(Refusal::RateOver(id(), rate)),
        Level::PointsYearly { .. } if target.baseline.is_none() => Err(Refusal::NeedsBaseline(id())),
        _ => Ok(()),
    }
}

/// A counted number.
pub fn number(target: &str, of: &Counted) -> Result<(), Refusal> {
    text(Place::Source, &of.source, TEXT_MAX)?;
    match of.whole {
        Some(whole) if of.part > whole => Err(Refusal::PartOverWhole(target.to_owned(), of.part, whole)),
        _ => Ok(()),
    }
}

/// A counted number told on a day: not for a day that has not come.
pub fn told(target: &str, of: &Counted, today: Date) -> Result<(), Refusal> {
    number(target, of)?;
    if of.on > today { Err(Refusal::FromTheFuture(target.to_owned(), of.on, today)) } else { Ok(()) }
}

/// A statement told on a day.
pub fn statement(of: &Statement, today: Date) -> Result<(), Refusal> {
    told(&of.target, &of.counted, today)
}

/// A roadmap, in a term.
pub fn roadmap(of: &Roadmap, from: Date, to: Date) -> Result<(), Refusal> {
    text(Place::Confirms, &of.confirms, NAME_MAX)?;
    if of.year < from.year() || of.year > to.year() {
        return Err(Refusal::RoadmapOutside(of.year));
    }
    let named = of.keep.len() + of.convert.len();
    let fits = u32::try_from(named).is_ok_and(|named| named > 0 && named <= of.units);
    if !fits || named > PLACES_MAX {
        return Err(Refusal::RoadmapSize(of.year, named, of.units));
    }
    let mut seen: Vec<&str> = Vec::with_capacity(named);
    for (place, _) in of.places() {
        text(Place::Commune, &place.code, 5)?;
        text(Place::Commune, &place.name, NAME_MAX)?;
        if seen.contains(&place.code.as_str()) {
            return Err(Refusal::SamePlace(of.year, place.name.clone()));
        }
        seen.push(&place.code);
    }
    Ok(())
}
