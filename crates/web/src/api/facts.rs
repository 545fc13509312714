//! Figures: read, recorded all or none under an id that the caller makes, taken back as a whole.

pub mod read;
pub mod record;
pub mod undo;

use app::figures::{Author, Signed};
use domain::facts::{self, Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use texts::Lang;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;

/// Lengths that the shapes below promise, in characters.
const TITLE_CHARS_MAX: usize = 300;
const NUMBER_CHARS_MAX: usize = 100;
const NAME_CHARS_MAX: usize = 200;

/// What is known of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Known {
    /// A whole number; areas in square centimetres.
    Number(u64),
    /// Two sources disagree (`disputed`), or on which key route it lies (`none`, `local`, `inter`).
    Word(Word),
}

/// A figure that is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Two sources disagree; a person must resolve it.
    Disputed,
    /// On no key route.
    None,
    /// On a route within the province.
    Local,
    /// On a route between provinces.
    Inter,
}

/// The paper that figures stand on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// Its number, as written.
    #[schema(max_length = 100)]
    pub number: Option<String>,
    /// Its date.
    #[schema(value_type = Option<String>, format = Date)]
    pub date: Option<Date>,
}

/// What a recording did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    /// Its id.
    recording: Uuid,
    /// How many figures changed; 0 where all was known already.
    figures: u64,
}

impl Known {
    /// As the program holds it.
    pub fn value(&self) -> Value {
        match self {
            // what is beyond all counting is refused where it is read as a cell
            Self::Number(number) => Value::Number(i64::try_from(*number).unwrap_or(i64::MAX)),
            Self::Word(Word::Disputed) => Value::Disputed,
            Self::Word(Word::None) => Value::Route(facts::Route::None),
            Self::Word(Word::Local) => Value::Route(facts::Route::Local),
            Self::Word(Word::Inter) => Value::Route(facts::Route::Inter),
        }
    }

    /// As it is given out; nothing where nothing is known.
    pub fn of(value: Value) -> Option<Self> {
        Some(match value {
            Value::Number(number) => Self::Number(u64::try_from(number).ok()?),
            Value::Disputed => Self::Word(Word::Disputed),
            Value::Route(facts::Route::None) => Self::Word(Word::None),
            Value::Route(facts::Route::Local) => Self::Word(Word::Local),
            Value::Route(facts::Route::Inter) => Self::Word(Word::Inter),
            Value::Unknown => return None,
        })
    }
}

/// Who stands behind figures; texts of a length that the ledger and a page can hold.
fn signed(lang: Lang, author: Author, source: &Source, entered_by: &str) -> Result<Signed, Problem> {
    let held = |key: &str, text: &str, max: usize| {
        let too_long = text.chars().count() > max;
        let clean = domain::fold::clean(text);
        if too_long { Err(Problem::Invalid(lang.api_too_long(key, max))) } else { Ok(clean) }
    };
    let number = source.number.as_deref().map(|number| held("source.number", number, NUMBER_CHARS_MAX)).transpose()?;
    let source = facts::Source {
        title: held("source.title", &source.title, TITLE_CHARS_MAX)?,
        number: number.filter(|text| !text.is_empty()),
        date: source.date,
        place: None,
    };
    Ok(Signed { source, entered_by: held("entered_by", entered_by, NAME_CHARS_MAX)?, author })
}

/// The answer to a recording; that all was known already is no fault.
fn done(recording: Uuid, written: Result<app::figures::Recorded, app::Problem>) -> Result<Done, app::Problem> {
    match written {
        Ok(recorded) => Ok(Done { recording, figures: u64::try_from(recorded.facts).unwrap_or(u64::MAX) }),
        Err(app::Problem::NothingToSave) => Ok(Done { recording, figures: 0 }),
        Err(problem) => Err(problem),
    }
}
