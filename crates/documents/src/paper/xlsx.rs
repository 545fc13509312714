//! A paper as a workbook: its words on the first sheet, a sheet for each table with figures as figures.

mod words;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::measure;
use super::model::{Block, Paper};
use super::table::{Align, Cell, Row, Table};
use crate::{WriteError, look};

/// Characters of a column whose part of the width is 10 of 100.
const CHARS_PER_TENTH: f64 = 9.0;
/// Sizes of headings and of rows, in points.
const HEADING_PT: u8 = 12;
const ROW_PT: u8 = 11;

impl Paper {
    /// The paper with its head, its words and its signatures, then its tables and those of its annexes, a sheet each.
    pub fn xlsx(&self) -> Result<Vec<u8>, WriteError> {
        let mut book = look::workbook(&self.title)?;
        let first = look::sheet_name(&self.title);
        let mut taken = vec![first.to_lowercase()];
        let tables: Vec<(String, &str, &Table)> = self
            .tables()
            .map(|(title, table)| {
                let name = free_name(title, &taken);
                taken.push(name.to_lowercase());
                (name, title, table)
            })
            .collect();
        let names: Vec<String> = tables.iter().map(|(name, ..)| name.clone()).collect();
        words::write(self, book.add_worksheet().set_name(&first)?, &names)?;
        for (name, title, table) in tables {
            write_table(book.add_worksheet().set_name(&name)?, table, title, &self.provenance())?;
        }
        Ok(book.save_to_buffer()?)
    }

    /// Its tables and those of its annexes, each with what it is called.
    fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        let annexed =
            self.annexes.iter().flat_map(|annex| annex.blocks.iter().map(|block| (annex.title.as_str(), block)));
        let own = self.blocks.iter().map(|block| (self.title.as_str(), block));
        own.chain(annexed).filter_map(|(part, block)| match block {
            Block::Table(table) => Some((table.title.as_deref().unwrap_or(part), table)),
            _ => None,
        })
    }

    /// From which document a sheet is, below its title.
    fn provenance(&self) -> String {
        let heading = self.head.heading.as_ref();
        let body = heading.map(|heading| heading.body.join(" "));
        let number = heading.and_then(|heading| heading.number.clone());
        let said = [body, number, self.head.place_date.clone(), self.warning.clone()];
        said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// The name of a sheet that no other has; programs do not tell capitals.
fn free_name(title: &str, taken: &[String]) -> String {
    let plain = look::sheet_name(title);
    if !taken.contains(&plain.to_lowercase()) {
        return plain;
    }
    let short: String = plain.chars().take(26).collect();
    let mut number = 2_usize;
    loop {
        let name = format!("{} {number}", short.trim_end());
        if !taken.contains(&name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

fn write_table(sheet: &mut Worksheet, table: &Table, title: &str, provenance: &str) -> Result<(), WriteError> {
    let remark = look::remark().unset_text_wrap();
    sheet.write_string_with_format(0, 0, look::shortened(title), &look::title())?;
    sheet.write_string_with_format(1, 0, look::shortened(provenance), &remark)?;
    sheet.write_string_with_format(2, 0, table.unit.as_deref().unwrap_or_default(), &remark)?;
    let mut at = write_headings(sheet, table, 3)?;
    sheet.set_freeze_panes(at, 0)?;
    look::set_up_print(sheet, 3)?;
    sheet.set_repeat_rows(3, at.saturating_sub(1))?;
    let mut formats = Formats::default();
    let widths = widths(table);
    for row in &table.rows {
        let high = table.cells(row).zip(&widths).map(|(cell, width)| {
            if let Cell::Text(text) = cell { measure::height_pt(text, ROW_PT, look::twips(*width)) } else { 0.0 }
        });
        sheet.set_row_height(at, high.fold(measure::height_pt("", ROW_PT, 1), f64::max))?;
        for (index, cell) in table.cells(row).enumerate() {
            let align = table.columns.get(index).map_or(Align::Left, |column| column.align);
            write_cell(sheet, at, look::column(index)?, cell, formats.of(cell, align, row))?;
        }
        at = look::row(at, 1)?;
    }
    if let Some(note) = &table.note {
        sheet.write_string_with_format(look::row(at, 1)?, 0, look::shortened(note), &remark)?;
    }
    Ok(())
}

/// How wide its columns are, in characters.
fn widths(table: &Table) -> Vec<f64> {
    let parts: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
    let share = |width: u16| f64::from(width) * 10.0 / f64::from(parts.max(1));
    table.columns.iter().map(|column| (share(column.width) * CHARS_PER_TENTH).clamp(6.0, 80.0)).collect()
}

/// Writes groups, headings and the row of numbers; answers the first row below them.
fn write_headings(sheet: &mut Worksheet, table: &Table, first: u32) -> Result<u32, WriteError> {
    let heading = look::heading();
    let widths = widths(table);
    let groups = table.group_row();
    let leaf = if groups.is_empty() { first } else { first + 1 };
    let mut high = measure::height_pt("", HEADING_PT, 1);
    for ((index, column), width) in table.columns.iter().enumerate().zip(&widths) {
        let place = look::column(index)?;
        sheet.set_column_width(place, *width)?;
        sheet.write_string_with_format(leaf, place, look::shortened(&column.title), &heading)?;
        high = high.max(measure::height_pt(&column.title, HEADING_PT, look::twips(*width)));
    }
    sheet.set_row_height(leaf, high)?;
    let mut column = 0;
    for (title, taken) in groups {
        let (left, right) = (look::column(column)?, look::column(column + taken - 1)?);
        match title {
            Some(title) if taken > 1 => {
                sheet.merge_range(first, left, first, right, &look::shortened(title), &heading)?;
            }
            Some(title) => {
                sheet.write_string_with_format(first, left, look::shortened(title), &heading)?;
            }
            None => {
                let title = table.columns.get(column).map(|own| look::shortened(&own.title)).unwrap_or_default();
                sheet.merge_range(first, left, leaf, left, &title, &heading)?;
            }
        }
        column += taken;
    }
    let mut below = leaf + 1;
    if !table.numbering.is_empty() {
        let numbering = look::cell().set_italic().set_align(FormatAlign::Center);
        for (index, words) in table.numbering.iter().take(table.columns.len()).enumerate() {
            sheet.write_string_with_format(below, look::column(index)?, look::shortened(words), &numbering)?;
        }
        below += 1;
    }
    Ok(below)
}

/// Formats are made once: a workbook has few, however many its rows.
#[derive(Default)]
struct Formats(Vec<(FormatKey, Format)>);

type FormatKey = (char, u8, Align, bool);

impl Formats {
    fn of(&mut self, cell: &Cell, align: Align, row: &Row) -> &Format {
        let (kind, places) = match cell {
            Cell::Empty | Cell::Text(_) => ('t', 0),
            Cell::Whole(_) => ('w', 0),
            Cell::Decimal(number) => ('d', number.places.min(9)),
            Cell::Percent(number) => ('p', number.places.min(9)),
        };
        let key = (kind, places, align, row.bold);
        let at = self.0.iter().position(|(own, _)| *own == key).unwrap_or_else(|| {
            self.0.push((key, format(key)));
            self.0.len() - 1
        });
        // it was found or put there
        self.0.get(at).map_or(&EMPTY, |(_, format)| format)
    }
}

static EMPTY: std::sync::LazyLock<Format> = std::sync::LazyLock::new(Format::new);

fn format((kind, places, align, bold): FormatKey) -> Format {
    let decimals = format!(".{}", "0".repeat(places.into()));
    let decimals = if places == 0 { "" } else { &decimals };
    let base = match kind {
        't' => look::text(),
        'p' => look::cell().set_num_format(format!("0{decimals}%")),
        _ => look::cell().set_num_format(format!("#,##0{decimals}")),
    };
    let base = match align {
        Align::Left => base,
        Align::Centre => base.set_align(FormatAlign::Center),
        Align::Right => base.set_align(FormatAlign::Right),
    };
    if bold { base.set_bold() } else { base }
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), WriteError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, look::shortened(text), format)?,
        #[expect(clippy::cast_precision_loss, reason = "a workbook knows no other numbers")]
        Cell::Whole(number) => sheet.write_number_with_format(row, column, *number as f64, format)?,
        Cell::Decimal(number) => sheet.write_number_with_format(row, column, number.value(), format)?,
        Cell::Percent(number) => sheet.write_number_with_format(row, column, number.value() / 100.0, format)?,
    };
    Ok(())
}
