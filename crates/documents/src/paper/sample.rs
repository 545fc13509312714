//! A fictitious person, for seeing a form before it is used.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::form::{FormError, Schema};
use super::keys::{Column, Key, Rows, Values};

const SAMPLE: &str = include_str!("../../forms/sample.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSample {
    #[serde(rename = "schema")]
    _schema: Schema,
    flags: Vec<String>,
    text: BTreeMap<String, String>,
    choice: BTreeMap<String, String>,
    rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

/// What a form is filled with to be seen: nobody's. Every text, choice and list of rows is known; flags stay down but
/// those of somebody under 18.
///
/// An error is a broken build, or a placeholder that the sample still calls by an old name.
pub fn sample() -> Result<Values, FormError> {
    let raw: RawSample = toml::from_str(SAMPLE).map_err(|fault| FormError::shape(SAMPLE, &fault))?;
    let mut values = Values::default();
    for (name, text) in &raw.text {
        values.set(key(name)?, text);
    }
    for (name, code) in &raw.choice {
        values.choose(key(name)?, code);
    }
    for name in &raw.flags {
        values.raise(key(name)?);
    }
    for (name, list) in &raw.rows {
        let rows = Rows::from_key(name).ok_or_else(|| unknown(name))?;
        for row in list {
            let cells = row.iter().map(|(name, text)| Ok((column(name)?, text.as_str())));
            values.row(rows, cells.collect::<Result<Vec<_>, FormError>>()?);
        }
    }
    Ok(values)
}

fn key(name: &str) -> Result<Key, FormError> {
    Key::from_key(name).ok_or_else(|| unknown(name))
}

fn column(name: &str) -> Result<Column, FormError> {
    Column::ALL.iter().copied().find(|column| column.key() == name).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> FormError {
    FormError::Shape { line: 1, message: format!("sample.toml: {name} is no placeholder") }
}
