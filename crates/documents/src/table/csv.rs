//! CSV that opens rightly in spreadsheet programs: UTF-8 with a byte order mark, comma, CRLF, no formulas.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, WriterBuilder};

use super::{Table, Value};
use crate::WriteError;

/// Writes the headings and the rows, one at a time.
///
/// A text that a spreadsheet program would run as a formula (beginning with `=`, `+`, `-`, `@`, tab or carriage
/// return) gets an apostrophe before it.
pub fn write_csv<R>(table: Table<'_, R>, mut out: impl Write) -> Result<(), WriteError>
where
    R: IntoIterator<Item = Vec<Value>>,
{
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let failed = |error: csv::Error| WriteError::Output(error.into());
    writer.write_record(table.columns.iter().map(|column| guarded(&column.heading).into_owned())).map_err(failed)?;
    for row in table.rows {
        for value in &row {
            writer.write_field(plain(value).as_bytes()).map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)?;
    }
    writer.flush()?;
    Ok(())
}

fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => guarded(text),
        Value::Whole(number) => number.to_string().into(),
        Value::Decimal(number) if number.is_finite() => number.to_string().into(),
        Value::Empty | Value::Decimal(_) => "".into(),
    }
}

fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
