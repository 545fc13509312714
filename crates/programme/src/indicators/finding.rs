//! What can be wrong with a table of indicators or a form, each with file and line.

use std::fmt;

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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// No TOML: the line on which reading stopped.
    #[error("not TOML: `{0}`")]
    Syntax(String),
    /// A name that means nothing at its place, and those that would.
    #[error("`{field}` means nothing here; there are {}", known.join(", "))]
    Field {
        /// What stands there.
        field: String,
        /// What may.
        known: Vec<String>,
    },
    /// A name that has to be there.
    #[error("`{0}` is missing")]
    NoField(String),
    /// A value of another kind than its name asks for.
    #[error("{found:?} where {wanted:?} is asked for")]
    Kind {
        /// What stands there, where it is short.
        value: Option<String>,
        /// Of what kind it is.
        found: Sort,
        /// What is asked for.
        wanted: Sort,
    },
    /// Not of its shape in another way; what the reader said.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A schema number that this program does not know.
    #[error("schema {0} is not known; this program reads schema 1")]
    Schema(u32),
    /// A word that is not one of those known.
    #[error("{what}: `{word}` is not one of {known}")]
    Word {
        /// What it is for.
        what: &'static str,
        /// What stands there.
        word: String,
        /// What may.
        known: &'static str,
    },
    /// An id that nothing defines.
    #[error("{kind} `{id}` is not known{}", near(nearest.as_deref()))]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// What stands there.
        id: String,
        /// The nearest that is known.
        nearest: Option<String>,
    },
    /// An id defined twice.
    #[error("`{0}` stands twice")]
    Twice(String),
    /// A form of that name and version stands elsewhere already.
    #[error("`{id}` version {version} stands in {file} already; take another id, or the next version to replace it")]
    Taken {
        /// Its name.
        id: String,
        /// Its version.
        version: u32,
        /// Where it stands.
        file: String,
    },
    /// Something that has to be said and is not.
    #[error("`{id}`: `{what}` is missing")]
    Missing {
        /// Of what.
        id: String,
        /// What.
        what: &'static str,
    },
    /// What does not go together, and what would.
    #[error("`{id}`: {why}")]
    Discord {
        /// Of what.
        id: String,
        /// Why not.
        why: &'static str,
    },
}

/// Of what kind a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words between quotes.
    Text,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Fraction,
    /// `true` or `false`.
    YesNo,
    /// A list between brackets.
    List,
    /// A table.
    Table,
    /// A day or an instant.
    Day,
}

impl Sort {
    /// By the words of the reader.
    fn of(said: &str) -> Option<Self> {
        let known = [
            ("string", Self::Text),
            ("a string", Self::Text),
            ("integer", Self::Whole),
            ("u16", Self::Whole),
            ("u32", Self::Whole),
            ("u64", Self::Whole),
            ("i64", Self::Whole),
            ("floating point", Self::Fraction),
            ("boolean", Self::YesNo),
            ("a boolean", Self::YesNo),
            ("sequence", Self::List),
            ("a sequence", Self::List),
            ("map", Self::Table),
            ("a map", Self::Table),
            ("datetime", Self::Day),
        ];
        let found = known.iter().find(|(word, _)| *word == said).map(|(_, sort)| *sort);
        found.or_else(|| said.starts_with("struct ").then_some(Self::Table))
    }
}

/// What is wrong with a file that cannot be read into its shape, in our words: its text, and what the reader said of it
/// at which byte.
pub(crate) fn unreadable(text: &str, said: &str, byte: usize) -> Defect {
    if toml::from_str::<toml::Table>(text).is_err() {
        let before = text.get(..byte).unwrap_or(text);
        let from = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        return Defect::Syntax(line.trim().chars().take(QUOTED_CHARS).collect());
    }
    let quoted = || said.split('`').skip(1).step_by(2).map(str::to_owned);
    if said.starts_with("unknown field") {
        let (field, known) = (quoted().next().unwrap_or_default(), quoted().skip(1).collect::<Vec<_>>());
        return Defect::Field { field, known };
    }
    if said.starts_with("missing field") {
        return Defect::NoField(quoted().next().unwrap_or_default());
    }
    let kinds = said.strip_prefix("invalid type: ").and_then(|rest| {
        let (found, wanted) = rest.split_once(", expected ")?;
        let (sort, value) = found.split_once([' ', '`', '"']).unwrap_or((found, ""));
        // "floating point `1.5`"
        let sort = if sort == "floating" { "floating point" } else { sort };
        let value = value.trim_start_matches("point ").trim_matches(['`', '"', ' ']).to_owned();
        let value = Some(value).filter(|value| !value.is_empty() && value.chars().count() <= QUOTED_CHARS);
        Some(Defect::Kind { value, found: Sort::of(sort)?, wanted: Sort::of(wanted.lines().next()?)? })
    });
    kinds.unwrap_or_else(|| Defect::Unreadable(said.to_owned()))
}

/// Longest passage of a file that is quoted.
const QUOTED_CHARS: usize = 80;

fn near(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; is `{nearest}` meant?"))
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.defect)
    }
}
