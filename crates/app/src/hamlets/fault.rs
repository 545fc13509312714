//! What can be wrong with a list of hamlets, and what is worth knowing about an accepted one.

use domain::units::{Kind, Level};
use jiff::civil::Date;
use texts::Lang;

/// What is wrong with a list of hamlets, besides what can be wrong with any list of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HamletFault {
    /// No row near the top names the commune's code and the hamlet's name.
    NoHeader,
    /// No column says since when a hamlet is there.
    NoDayColumn,
    /// More rows than a national list has.
    TooManyRows {
        /// The most that are taken in.
        limit: u32,
    },
    /// The name is missing.
    NoName,
    /// A text longer than any name or document.
    TooLong {
        /// Characters.
        limit: usize,
    },
    /// Neither the column nor the name says what it is.
    NoKind,
    /// Not a type of hamlet.
    UnknownKind,
    /// The first day is missing.
    NoDay,
    /// Not a day, or not one that can be read in one way only.
    NotADay,
    /// The last day lies before the first.
    EndsBeforeStart {
        /// The first day.
        from: Date,
    },
    /// The commune begins later than the hamlet.
    CommuneNotYet {
        /// The commune.
        commune: String,
        /// Its first day.
        from: Date,
    },
    /// The commune ends while the hamlet goes on.
    CommuneEnds {
        /// The commune.
        commune: String,
        /// Its last day.
        last: Date,
        /// The units that its territory lies in now.
        heirs: Vec<String>,
    },
    /// The code belongs to another hamlet in the same time.
    CodeTaken {
        /// The other hamlet.
        by: String,
    },
    /// A later state of this hamlet is known already.
    ChangedSince {
        /// Since when.
        day: Date,
    },
}

impl HamletFault {
    /// In a sentence, without the place.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoHeader => lang.hamlets_no_header().to_owned(),
            Self::NoDayColumn => lang.hamlets_no_day_column().to_owned(),
            Self::TooManyRows { limit } => lang.hamlets_too_many_rows(limit),
            Self::NoName => lang.hamlets_no_name().to_owned(),
            Self::TooLong { limit } => lang.hamlets_too_long(limit),
            Self::NoKind => lang.hamlets_no_kind(kinds()),
            Self::UnknownKind => lang.hamlets_unknown_kind(kinds()),
            Self::NoDay => lang.hamlets_no_day().to_owned(),
            Self::NotADay => lang.hamlets_not_a_day().to_owned(),
            Self::EndsBeforeStart { from } => lang.hamlets_ends_before_start(shown(*from)),
            Self::CommuneNotYet { commune, from } => lang.hamlets_commune_not_yet(commune, shown(*from)),
            Self::CommuneEnds { commune, last, heirs } => {
                lang.hamlets_commune_ends(commune, shown(*last), heirs.join("; "))
            }
            Self::CodeTaken { by } => lang.hamlets_code_taken(by),
            Self::ChangedSince { day } => lang.hamlets_changed_since(shown(*day)),
        }
    }
}

/// Something accepted that the user should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HamletNotice {
    /// A column that is of no use here.
    Ignored {
        /// Its heading.
        heading: String,
    },
    /// A commune's code lost its leading zeros and got them back.
    Padded {
        /// The row.
        row: u32,
        /// As written.
        text: String,
        /// As read.
        code: String,
    },
    /// A type that is not usual in this kind of commune: thôn in a phường, tổ dân phố in a xã.
    UnusualKind {
        /// The row.
        row: u32,
        /// The hamlet.
        hamlet: String,
        /// The commune.
        commune: String,
    },
    /// Another hamlet of the commune differs only by diacritics.
    SimilarName {
        /// The row.
        row: u32,
        /// The hamlet.
        hamlet: String,
        /// The other.
        other: String,
    },
}

impl HamletNotice {
    /// In a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Ignored { heading } => lang.hamlets_notice_ignored(heading),
            Self::Padded { row, text, code } => lang.hamlets_notice_padded(row, text, code),
            Self::UnusualKind { row, hamlet, commune } => lang.hamlets_notice_unusual_kind(row, hamlet, commune),
            Self::SimilarName { row, hamlet, other } => lang.hamlets_notice_similar(row, hamlet, other),
        }
    }
}

fn kinds() -> String {
    let hamlets = Kind::ALL.iter().filter(|kind| kind.level() == Level::Hamlet);
    hamlets.map(|kind| kind.vi()).collect::<Vec<_>>().join(", ")
}

fn shown(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}
