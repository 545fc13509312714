//! The results a unit can have, and how a page names and marks each.

use texts::Lang;

/// Result of judging a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Art. 6 holds.
    DrugFree,
    /// Key complex commune, type I.
    KeyI,
    /// Key complex commune, type II.
    KeyII,
    /// Key complex commune, type III.
    KeyIII,
    /// Key complex province.
    Key,
    /// Neither drug-free nor key.
    PresentNotKey,
    /// Drug-free and key at once; a person must decide.
    Conflict,
    /// Facts are missing.
    Undetermined,
}

impl Grade {
    /// Every result, in the order in which pages list them.
    pub const ALL: [Self; 8] = [
        Self::DrugFree,
        Self::PresentNotKey,
        Self::KeyIII,
        Self::KeyII,
        Self::KeyI,
        Self::Key,
        Self::Conflict,
        Self::Undetermined,
    ];
    /// Results that a commune can have.
    pub const OF_COMMUNE: [Self; 7] = [
        Self::DrugFree,
        Self::PresentNotKey,
        Self::KeyIII,
        Self::KeyII,
        Self::KeyI,
        Self::Conflict,
        Self::Undetermined,
    ];

    /// The id used in files, addresses and law packs.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DrugFree => "DRUG_FREE",
            Self::KeyI => "KEY_I",
            Self::KeyII => "KEY_II",
            Self::KeyIII => "KEY_III",
            Self::Key => "KEY",
            Self::PresentNotKey => "PRESENT_NOT_KEY",
            Self::Conflict => "CONFLICT",
            Self::Undetermined => "UNDETERMINED",
        }
    }

    /// Reads an id; `None` for anything else.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.id() == id)
    }

    /// Rank in sorted lists: drug-free first, undetermined last.
    pub fn order(self) -> usize {
        Self::ALL.into_iter().position(|grade| grade == self).unwrap_or(Self::ALL.len())
    }

    /// Class name of the style sheet.
    pub const fn css(self) -> &'static str {
        match self {
            Self::DrugFree => "g-free",
            Self::KeyI => "g-key1",
            Self::KeyII => "g-key2",
            Self::KeyIII => "g-key3",
            Self::Key => "g-key",
            Self::PresentNotKey => "g-present",
            Self::Conflict => "g-conflict",
            Self::Undetermined => "g-unknown",
        }
    }

    /// A mark that stands beside the colour, so that colour never speaks alone.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::DrugFree => "✓",
            Self::KeyI => "I",
            Self::KeyII => "II",
            Self::KeyIII => "III",
            Self::Key => "T",
            Self::PresentNotKey => "–",
            Self::Conflict => "!",
            Self::Undetermined => "?",
        }
    }

    /// The full legal name.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::DrugFree => lang.pages_grade_free(),
            Self::KeyI => lang.pages_grade_key1(),
            Self::KeyII => lang.pages_grade_key2(),
            Self::KeyIII => lang.pages_grade_key3(),
            Self::Key => lang.pages_grade_key(),
            Self::PresentNotKey => lang.pages_grade_present(),
            Self::Conflict => lang.pages_grade_conflict(),
            Self::Undetermined => lang.pages_grade_unknown(),
        }
    }

    /// A name short enough for a column head or a badge.
    pub const fn short(self, lang: Lang) -> &'static str {
        match self {
            Self::DrugFree => lang.pages_grade_free_short(),
            Self::KeyI => lang.pages_grade_key1_short(),
            Self::KeyII => lang.pages_grade_key2_short(),
            Self::KeyIII => lang.pages_grade_key3_short(),
            Self::Key => lang.pages_grade_key_short(),
            Self::PresentNotKey => lang.pages_grade_present_short(),
            Self::Conflict => lang.pages_grade_conflict_short(),
            Self::Undetermined => lang.pages_grade_unknown_short(),
        }
    }
}

/// How many units have each result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(Vec<(Grade, u64)>);

impl Tally {
    /// A tally with these results, in this order.
    pub fn new(counts: Vec<(Grade, u64)>) -> Self {
        Self(counts)
    }

    /// A tally over the results of communes; a result without a unit counts 0.
    pub fn of_communes(grades: impl IntoIterator<Item = Grade>) -> Self {
        let mut counts: Vec<_> = Grade::OF_COMMUNE.iter().map(|grade| (*grade, 0)).collect();
        for grade in grades {
            if let Some(slot) = counts.iter_mut().find(|(g, _)| *g == grade) {
                slot.1 += 1;
            }
        }
        Self(counts)
    }

    /// The results with their counts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Grade, u64)> + '_ {
        self.0.iter().copied()
    }

    /// How many units have this result.
    pub fn of(&self, grade: Grade) -> u64 {
        self.0.iter().find(|(g, _)| *g == grade).map_or(0, |(_, n)| *n)
    }

    /// How many units there are.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, n)| n).sum()
    }
}

/// Outcome of one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The condition holds.
    Met,
    /// The condition does not hold.
    NotMet,
    /// A number is missing, and it matters.
    Undetermined,
}

impl Outcome {
    /// Class name of the style sheet.
    pub const fn css(self) -> &'static str {
        match self {
            Self::Met => "o-met",
            Self::NotMet => "o-not",
            Self::Undetermined => "o-unknown",
        }
    }

    /// A sign that reads without colour.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Met => "●",
            Self::NotMet => "○",
            Self::Undetermined => "?",
        }
    }

    /// The outcome in words.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Met => lang.pages_outcome_met(),
            Self::NotMet => lang.pages_outcome_not(),
            Self::Undetermined => lang.pages_outcome_unknown(),
        }
    }
}
