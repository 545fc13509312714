//! A table as a workbook that can be filtered, read on a screen and printed on A4.

use rust_xlsxwriter::{Format, Worksheet};

use super::{ColumnKind, Table, Value};
use crate::{WriteError, paper};

/// Writes a workbook with one sheet: title, notes, frozen headings with filters, rows.
pub fn write_xlsx<R>(table: Table<'_, R>) -> Result<Vec<u8>, WriteError>
where
    R: IntoIterator<Item = Vec<Value>>,
{
    let mut book = paper::workbook(table.title)?;
    let sheet = book.add_worksheet().set_name(paper::sheet_name(table.title))?;
    let header_row = write_top(sheet, &table)?;
    let formats: Vec<Format> = table.columns.iter().map(|column| format(column.kind)).collect();
    let mut last_row = header_row;
    for (index, values) in table.rows.into_iter().enumerate() {
        last_row = paper::row(header_row + 1, index)?;
        for (index, (value, format)) in values.iter().zip(&formats).enumerate() {
            write_value(sheet, last_row, paper::column(index)?, value, format)?;
        }
    }
    if let Some(last) = table.columns.len().checked_sub(1) {
        sheet.autofilter(header_row, 0, last_row, paper::column(last)?)?;
    }
    sheet.set_freeze_panes(header_row + 1, 0)?;
    paper::set_up_print(sheet, header_row)?;
    Ok(book.save_to_buffer()?)
}

/// Writes what stands above the rows; gives the row of the headings.
fn write_top<R>(sheet: &mut Worksheet, table: &Table<'_, R>) -> Result<u32, WriteError> {
    sheet.write_string_with_format(0, 0, table.title, &paper::title())?;
    let remark = paper::remark().unset_text_wrap();
    for (index, note) in table.notes.iter().enumerate() {
        sheet.write_string_with_format(paper::row(1, index)?, 0, note, &remark)?;
    }
    let header_row = paper::row(2, table.notes.len())?;
    let heading = paper::heading();
    for (index, column) in table.columns.iter().enumerate() {
        let place = paper::column(index)?;
        sheet.write_string_with_format(header_row, place, &column.heading, &heading)?;
        sheet.set_column_width(place, column.width)?;
    }
    Ok(header_row)
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
        ColumnKind::Text => paper::text(),
        ColumnKind::Whole => paper::whole_number(),
        ColumnKind::Decimal => paper::decimal(),
        ColumnKind::Percent => paper::percent(),
    }
}
