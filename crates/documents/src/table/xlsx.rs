//! A table as a workbook that can be filtered, read on a screen and printed on A4.

use rust_xlsxwriter::{Format, Worksheet};

use super::{Column, ColumnKind, Table, Value};
use crate::{WriteError, look};

/// Writes a workbook with one sheet: title, notes, frozen headings with filters, rows.
pub fn write_xlsx<R>(table: Table<'_, R>) -> Result<Vec<u8>, WriteError>
where
    R: IntoIterator<Item = Vec<Value>>,
{
    let mut book = look::workbook(table.title)?;
    let sheet = book.add_worksheet().set_name(look::sheet_name(table.title))?;
    let header_row = write_top(sheet, &table)?;
    let formats: Vec<Format> = table.columns.iter().map(|column| format(column.kind)).collect();
    let mut last_row = header_row;
    for (index, values) in table.rows.into_iter().enumerate() {
        last_row = look::row(header_row + 1, index)?;
        sheet.set_row_height(last_row, height(values.iter().map(text_of), table.columns))?;
        for (index, (value, format)) in values.iter().zip(&formats).enumerate() {
            write_value(sheet, last_row, look::column(index)?, value, format)?;
        }
    }
    if let Some(last) = table.columns.len().checked_sub(1) {
        sheet.autofilter(header_row, 0, last_row, look::column(last)?)?;
    }
    sheet.set_freeze_panes(header_row + 1, 0)?;
    look::set_up_print(sheet, header_row)?;
    Ok(book.save_to_buffer()?)
}

/// Writes what stands above the rows; gives the row of the headings.
fn write_top<R>(sheet: &mut Worksheet, table: &Table<'_, R>) -> Result<u32, WriteError> {
    sheet.write_string_with_format(0, 0, table.title, &look::title())?;
    let remark = look::remark().unset_text_wrap();
    for (index, note) in table.notes.iter().enumerate() {
        sheet.write_string_with_format(look::row(1, index)?, 0, note, &remark)?;
    }
    let header_row = look::row(2, table.notes.len())?;
    let heading = look::heading();
    for (index, column) in table.columns.iter().enumerate() {
        let place = look::column(index)?;
        sheet.write_string_with_format(header_row, place, &column.heading, &heading)?;
        sheet.set_column_width(place, column.width)?;
    }
    sheet.set_row_height(header_row, height(table.columns.iter().map(|c| c.heading.as_str()), table.columns))?;
    Ok(header_row)
}

fn text_of(value: &Value) -> &str {
    if let Value::Text(text) = value { text } else { "" }
}

/// Points that a row needs for its wrapped texts: programs that print without being opened
/// first do not work it out themselves.
fn height<'t>(texts: impl Iterator<Item = &'t str>, columns: &[Column]) -> f64 {
    const POINTS_PER_LINE: f64 = 15.0;
    let lines = texts.zip(columns).map(|(text, column)| lines(text, column.width)).max().unwrap_or(1);
    f64::from(lines.clamp(1, 25)) * POINTS_PER_LINE
}

/// Lines of a text broken between words in a column. Widths count the font's digits; its
/// letters are about a sixth narrower, and one is kept for the cell's margins.
fn lines(text: &str, width: f64) -> u32 {
    let room = width * 1.17 - 1.0;
    let (mut lines, mut filled) = (1_u32, 0.0);
    for word in text.split_whitespace() {
        let letters = f64::from(u32::try_from(word.chars().count()).unwrap_or(u32::MAX));
        if filled > 0.0 && filled + 1.0 + letters > room {
            lines += 1;
            filled = letters;
        } else {
            filled += letters + if filled > 0.0 { 1.0 } else { 0.0 };
        }
    }
    lines
}

fn write_value(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, format: &Format) -> Result<(), WriteError> {
    match value {
        Value::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        #[expect(clippy::cast_precision_loss, reason = "a workbook knows no other numbers")]
        Value::Whole(number) => sheet.write_number_with_format(row, column, *number as f64, format)?,
        Value::Decimal(number) if number.is_finite() => sheet.write_number_with_format(row, column, *number, format)?,
        Value::Empty | Value::Decimal(_) => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

fn format(kind: ColumnKind) -> Format {
    match kind {
        ColumnKind::Text => look::text(),
        ColumnKind::Whole => look::whole_number(),
        ColumnKind::Decimal => look::decimal(),
        ColumnKind::Percent => look::percent(),
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines("không đạt", 12.0), 1);
        assert_eq!(lines("Vừa không ma túy vừa trọng điểm", 14.0), 3);
        assert_eq!(lines("mộttừrấtdàikhôngngắtđược", 5.0), 1, "a long word is cut by the program");
    }
}
