//! What stands before and after an engine: a constant text with typed values, and a row read into a type.

use jiff::civil::Date;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kernel::Row;

/// A value for a placeholder. The type stays known when the value is absent.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each variant is the column type it names")]
pub enum Arg {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bool(Option<bool>),
    Date(Option<Date>),
    Id(Option<Uuid>),
    Bytes(Option<Vec<u8>>),
}

macro_rules! args { ($($from:ty => $kind:ident),*) => { $(
    impl From<$from> for Arg { fn from(value: $from) -> Self { Self::$kind(Some(value.into())) } }
    impl From<Option<$from>> for Arg { fn from(value: Option<$from>) -> Self { Self::$kind(value.map(Into::into)) } }
)* } }
args!(i64 => Int, f64 => Real, &str => Text, String => Text, bool => Bool, Date => Date, Uuid => Id, &[u8] => Bytes, Vec<u8> => Bytes);

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) text: &'static str,
    pub(crate) args: Vec<Arg>,
}

/// Starts a statement; its values follow with [`Query::arg`] in the order of the placeholders.
pub const fn sql(text: &'static str) -> Query {
    Query { text, args: Vec::new() }
}

impl Query {
    /// Gives the next placeholder its value.
    #[must_use]
    pub fn arg(mut self, value: impl Into<Arg>) -> Self {
        self.args.push(value.into());
        self
    }

    /// Gives the next placeholders their values.
    #[must_use]
    pub fn args(mut self, values: impl IntoIterator<Item = Arg>) -> Self {
        self.args.extend(values);
        self
    }

    /// Refuses what only one of the engines would keep: a text with a NUL character in it.
    pub(crate) fn portable(self) -> Result<Self> {
        let torn = self.args.iter().any(|arg| matches!(arg, Arg::Text(Some(text)) if text.contains('\0')));
        if torn { Err(StoreError::Refused { what: "a text holds a NUL character".to_owned() }) } else { Ok(self) }
    }
}

/// Something that can be read from one row.
pub trait FromRow: Sized {
    /// Reads the columns by name.
    fn from_row(row: &Row) -> Result<Self>;
}
