//! Breakdowns (chia theo nhóm): the people of an indicator told apart by what their files say. Everybody is in one group;
//! who is not known is in a group of that name, so that groups add up to the whole.

use jiff::civil::Date;
use serde::Deserialize;

use super::load::{Line, Lint};
use super::{Defect, Indicator};

/// Between the name of an indicator and that of a group: `addicts@sex.female`.
const SIGN: char = '@';
/// Nobody is older.
const AGE_MAX: i16 = 150;

/// What of a file a breakdown asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The sex that stands in it.
    Sex,
    /// How old somebody is when the last day is over.
    Age,
}

/// Who is in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fits {
    /// Whose file says this word.
    Sex(String),
    /// Who is at least so old, and younger than so old, in whole years.
    Ages {
        /// At least.
        from: i16,
        /// Younger than.
        below: i16,
    },
    /// Of whom it is not known.
    Unknown,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name in the breakdown.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who is in it.
    pub fits: Fits,
}

/// A breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What all of its groups together are called.
    pub whole: String,
    /// What it asks.
    pub asks: Asks,
    /// Where these groups are ordered.
    pub citation: String,
    /// How well that is known.
    pub evidence: String,
    /// Who confirms what was not read.
    pub owner: Option<String>,
    /// Its groups.
    pub groups: Vec<Group>,
}

/// What of somebody's file is asked for: nothing else of it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// `male`, `female`; none where it does not stand there.
    pub sex: Option<String>,
    /// The first and the last day on which they may have been born: one day, a month, a year.
    pub born: Option<(Date, Date)>,
}

impl Traits {
    /// From what stands in a file: `1990-02-28`, `1990-02` or `1990`.
    pub fn read(sex: Option<&str>, birth_date: Option<&str>) -> Self {
        Self { sex: sex.map(str::to_owned), born: birth_date.and_then(born) }
    }
}

fn born(text: &str) -> Option<(Date, Date)> {
    if let Ok(day) = text.parse::<Date>() {
        return Some((day, day));
    }
    let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
    let year: i16 = year.parse().ok()?;
    match month {
        Some(month) => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        None => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
    }
}

/// Whole years on a day, as the law of casework counts them.
fn age(born: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    on.year().saturating_sub(born.year()).saturating_sub(i16::from(!had_birthday))
}

impl Breakdown {
    /// The group that somebody is in when a day is over.
    pub fn group_of(&self, traits: &Traits, on: Date) -> Option<&Group> {
        let known = self.groups.iter().find(|group| match &group.fits {
            Fits::Sex(sex) => traits.sex.as_ref() == Some(sex),
            // both ends of what is known have to lie in it
            Fits::Ages { from, below } => traits
                .born
                .is_some_and(|(first, last)| [first, last].iter().all(|day| (*from..*below).contains(&age(*day, on)))),
            Fits::Unknown => false,
        });
        known.or_else(|| self.groups.iter().find(|group| group.fits == Fits::Unknown))
    }

    /// The name under which a group of an indicator stands.
    pub fn address(&self, indicator: &str, group: &Group) -> String {
        format!("{indicator}{SIGN}{}.{}", self.id, group.id)
    }

    /// An indicator as it is told of a group.
    pub(super) fn part(&self, of: &Indicator, group: &Group) -> Indicator {
        Indicator {
            id: self.address(&of.id, group),
            title: format!("{} ({})", of.title, group.title),
            from: format!("{}{SIGN}{}.{}", of.from, self.id, group.id),
            part: Some(Part { of: of.id.clone(), breakdown: self.id.clone(), group: group.id.clone() }),
            by: Vec::new(),
            ..of.clone()
        }
    }
}

/// Of which indicator a part is, and which group of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The indicator.
    pub of: String,
    /// The breakdown.
    pub breakdown: String,
    /// The group.
    pub group: String,
}

/// The indicator of an address, and breakdown and group where it names one: `("addicts", Some(("sex", "female")))`.
pub fn address(text: &str) -> (&str, Option<(&str, &str)>) {
    let Some((of, rest)) = text.split_once(SIGN) else { return (text, None) };
    rest.split_once('.').map_or((text, None), |group| (of, Some(group)))
}

/// The address of a group, or of an indicator as a whole. What was no address stays none that is known.
pub fn addressed(indicator: &str, group: Option<(&str, &str)>) -> String {
    match group {
        None => indicator.to_owned(),
        Some((breakdown, group)) => format!("{indicator}{SIGN}{breakdown}.{group}"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    id: Line<String>,
    title: String,
    whole: String,
    asks: Line<String>,
    citation: String,
    evidence: Line<String>,
    owner: Option<String>,
    group: Vec<RawGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    id: Line<String>,
    title: String,
    sex: Option<String>,
    from: Option<i16>,
    below: Option<i16>,
}

/// Reads and checks breakdowns: each leaves nobody out and counts nobody twice.
pub(super) fn checked(lint: &mut Lint<'_>, raw: &[Raw]) -> Vec<Breakdown> {
    let mut found: Vec<Breakdown> = Vec::new();
    for one in raw {
        let id = one.id.get_ref();
        if found.iter().any(|other| &other.id == id) {
            lint.at(&one.id, Defect::Twice(id.clone()));
        }
        lint.said(&one.id, id, "title", &one.title);
        lint.said(&one.id, id, "whole", &one.whole);
        lint.said(&one.id, id, "citation", &one.citation);
        lint.evidence(id, &one.evidence, one.owner.as_deref());
        let asks = lint.word("asks", "sex, age", &[("sex", Asks::Sex), ("age", Asks::Age)], &one.asks);
        let Some(asks) = asks else { continue };
        let mut groups: Vec<Group> = Vec::new();
        for group in &one.group {
            if groups.iter().any(|other| &other.id == group.id.get_ref()) {
                lint.at(&group.id, Defect::Twice(group.id.get_ref().clone()));
            }
            lint.said(&group.id, group.id.get_ref(), "title", &group.title);
            groups.push(Group { id: group.id.get_ref().clone(), title: group.title.clone(), fits: fits(group) });
        }
        if !covers(asks, &groups) {
            let why = "everybody is in one group, and those of whom it is not known in one of their own";
            lint.at(&one.id, Defect::Discord { id: id.clone(), why });
        }
        found.push(Breakdown {
            id: id.clone(),
            title: one.title.clone(),
            whole: one.whole.clone(),
            asks,
            citation: one.citation.clone(),
            evidence: one.evidence.get_ref().clone(),
            owner: one.owner.clone(),
            groups,
        });
    }
    found
}

fn fits(raw: &RawGroup) -> Fits {
    match (&raw.sex, raw.from, raw.below) {
        (Some(sex), None, None) => Fits::Sex(sex.clone()),
        (None, None, None) => Fits::Unknown,
        (None, from, below) => Fits::Ages { from: from.unwrap_or(0), below: below.unwrap_or(AGE_MAX) },
        // neither a sex nor an age: no breakdown has such a group
        (Some(_), _, _) => Fits::Ages { from: 0, below: 0 },
    }
}

fn covers(asks: Asks, groups: &[Group]) -> bool {
    let one = |wanted: &dyn Fn(&Fits) -> bool| groups.iter().filter(|group| wanted(&group.fits)).count() == 1;
    let unknown = one(&|fits| *fits == Fits::Unknown);
    let known = match asks {
        Asks::Sex => {
            groups.len() == 3 && ["male", "female"].iter().all(|sex| one(&|fits| *fits == Fits::Sex((*sex).to_owned())))
        }
        Asks::Age => {
            let ages = |fits: &Fits| matches!(fits, Fits::Ages { .. } | Fits::Unknown);
            groups.iter().all(|group| ages(&group.fits))
                && (0..AGE_MAX).all(|age| {
                    one(&|fits| matches!(fits, Fits::Ages { from, below } if (*from..*below).contains(&age)))
                })
        }
    };
    unknown && known
}
