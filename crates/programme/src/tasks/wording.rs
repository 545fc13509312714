//! Text that is kept in acts: one form, one line or few, and nothing that points at a person of a file.

use thiserror::Error;

/// Longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 300;
/// Longest text of a field, in characters.
pub const TEXT_CHARS_MAX: usize = 2000;
/// Longest reference to evidence or a document, in characters.
pub const REFERENCE_CHARS_MAX: usize = 300;
/// From so many digits in a row on, a number can be that of an identity paper (9 or 12) or a telephone (10).
pub const DIGITS_MAX: usize = 8;

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WordingFault {
    /// Nothing is written.
    #[error("is empty; write it")]
    Empty,
    /// It is too long.
    #[error("has {chars} characters; {max} are allowed, shorten it")]
    Long {
        /// How many it has.
        chars: usize,
        /// How many it may have.
        max: usize,
    },
    /// It is not in the form in which text is kept (`domain::fold::clean`).
    #[error("is not trimmed text in one Unicode form; clean it before it is kept")]
    Form,
    /// It holds a number as identity papers and telephones have.
    #[error("holds a number of {digits} digits, as of an identity paper or telephone; take it out")]
    PersonalNumber {
        /// How many digits stand in a row.
        digits: usize,
    },
}

/// Whether a text can be kept.
pub fn check(text: &str, max: usize) -> Result<(), WordingFault> {
    if text.is_empty() {
        return Err(WordingFault::Empty);
    }
    check_optional(text, max)
}

/// As [`check`], where nothing may be written.
pub fn check_optional(text: &str, max: usize) -> Result<(), WordingFault> {
    let chars = text.chars().count();
    if chars > max {
        return Err(WordingFault::Long { chars, max });
    }
    if domain::fold::clean(text) != text {
        return Err(WordingFault::Form);
    }
    let digits = longest_run_of_digits(text);
    if digits > DIGITS_MAX {
        return Err(WordingFault::PersonalNumber { digits });
    }
    Ok(())
}

/// The number of digits in the longest run of them.
fn longest_run_of_digits(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default()
}

/// Words of one kind: an enum, the word kept in acts and lists, and reading it back.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $key:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $key)] $variant,)* }

        impl $name {
            /// Every one, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word kept in acts, lists and addresses.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }

            /// Reads [`Self::key`]; `None` for any other word.
            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|word| word.key() == key) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.key()) }
        }
    };
}
pub(crate) use words;
