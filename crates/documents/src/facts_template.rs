//! The workbook in which officers fill in the facts of their units, and how it is known again when it comes back.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Workbook, Worksheet};

use crate::WriteError;
use crate::look;
use crate::sheet::xlsx::{FACTS_SHEET, META_SHEET};
use crate::sheet::{Cell, Row};

/// The sheet with the guidance, after the one to fill in.
pub const GUIDANCE_SHEET: &str = "Huong_dan";

const STAMP: &str = "anlanh:";
const TITLE_ROW: u32 = 0;
const NOTES_ROW: u32 = 1;
const STAMP_ROW: u32 = 2;
const HEADER_ROW: u32 = 3;
const FIRST_UNIT_ROW: u32 = 4;

/// All that stands in the workbook. Every text is shown as it is given.
#[derive(Clone, Debug)]
pub struct FactsTemplate {
    /// The evaluation year.
    pub year: i16,
    /// `commune` or `province`.
    pub level: String,
    /// The criteria pack whose inputs the columns are.
    pub pack: String,
    /// Above everything.
    pub title: String,
    /// Below the title, one line each.
    pub notes: Vec<String>,
    /// The headings of the three given columns: code, name, and what tells units of one name apart (the province).
    pub fixed: [String; 3],
    /// The columns to fill in.
    pub columns: Vec<TemplateColumn>,
    /// One per row: code, name, province.
    pub units: Vec<[String; 3]>,
    /// The second sheet.
    pub guidance: Guidance,
    /// What the spreadsheet program says when a wrong value is typed.
    pub refusals: Refusals,
}

/// A column to fill in.
#[derive(Clone, Debug)]
pub struct TemplateColumn {
    /// The heading by which the column is known again.
    pub heading: String,
    /// The legal definition, shown as a note on the heading. Nothing is shown when it is empty.
    pub note: String,
    /// What may be typed.
    pub kind: InputKind,
}

/// What may be typed into a column. Nothing typed always means *unknown*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// A whole number from 0.
    Count,
    /// A number from 0, in square metres.
    Area,
    /// One of these labels.
    Choice(Vec<String>),
}

/// A table of texts.
#[derive(Clone, Debug, Default)]
pub struct Guidance {
    /// Above the table.
    pub title: String,
    /// Of the columns.
    pub headings: Vec<String>,
    /// As many cells each as there are headings.
    pub rows: Vec<Vec<String>>,
}

/// Messages of at most 255 characters, by kind of input.
#[derive(Clone, Debug, Default)]
pub struct Refusals {
    /// For [`InputKind::Count`].
    pub count: String,
    /// For [`InputKind::Area`].
    pub area: String,
    /// For [`InputKind::Choice`].
    pub choice: String,
}

/// Writes the workbook.
pub fn write(template: &FactsTemplate) -> Result<Vec<u8>, WriteError> {
    let mut book = look::workbook(&template.title)?;
    write_facts(book.add_worksheet().set_name(FACTS_SHEET)?, template)?;
    write_guidance(book.add_worksheet().set_name(GUIDANCE_SHEET)?, &template.guidance)?;
    write_meta(&mut book, &meta(template))?;
    Ok(book.save_to_buffer()?)
}

/// Reads the line above the header by which a template says what it is; empty when there is none.
///
/// The same is in [`crate::sheet::xlsx::Workbook::meta`]; this line survives where the hidden sheet does not: in a
/// CSV saved from the workbook, or in a sheet copied to another workbook.
pub fn stamp(preamble: &[Row]) -> BTreeMap<String, String> {
    let line =
        preamble.iter().flat_map(|row| &row.cells).filter_map(Cell::text).find_map(|text| text.strip_prefix(STAMP));
    line.into_iter()
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// Writes the hidden sheet with keys and values that [`crate::sheet::xlsx::Workbook::meta`] reads.
pub(crate) fn write_meta(book: &mut Workbook, meta: &BTreeMap<String, String>) -> Result<(), WriteError> {
    let sheet = book.add_worksheet().set_name(META_SHEET)?;
    for (index, (key, value)) in meta.iter().enumerate() {
        let row = look::row(0, index)?;
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, value)?;
    }
    sheet.set_very_hidden(true);
    Ok(())
}

fn meta(template: &FactsTemplate) -> BTreeMap<String, String> {
    [("template", "facts"), ("year", &template.year.to_string()), ("level", &template.level), ("pack", &template.pack)]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn write_facts(sheet: &mut Worksheet, template: &FactsTemplate) -> Result<(), WriteError> {
    let width = template.fixed.len() + template.columns.len();
    let last_column = look::column(width - 1)?;
    let last_row = look::row(HEADER_ROW, template.units.len())?;

    sheet.write_string_with_format(TITLE_ROW, 0, &template.title, &look::title())?;
    sheet.merge_range(NOTES_ROW, 0, NOTES_ROW, last_column, &template.notes.join("\n"), &look::remark())?;
    let lines = u16::try_from(template.notes.len().clamp(1, 20)).unwrap_or(1);
    sheet.set_row_height(NOTES_ROW, f64::from(lines) * 16.0)?;
    let stamp: Vec<String> = meta(template).iter().map(|(key, value)| format!("{key}={value}")).collect();
    sheet.write_string_with_format(STAMP_ROW, 0, format!("{STAMP} {}", stamp.join("; ")), &look::small_print())?;

    write_headings(sheet, template)?;
    write_units(sheet, template)?;
    if last_row > HEADER_ROW {
        for (index, column) in template.columns.iter().enumerate() {
            let place = look::column(template.fixed.len() + index)?;
            let rule = validation(&column.kind, &template.refusals)?;
            sheet.add_data_validation(FIRST_UNIT_ROW, place, last_row, place, &rule)?;
        }
    }
    sheet.autofilter(HEADER_ROW, 0, last_row, last_column)?;
    sheet.set_freeze_panes(FIRST_UNIT_ROW, 2)?;
    look::set_up_print(sheet, HEADER_ROW)?;
    Ok(())
}

fn write_headings(sheet: &mut Worksheet, template: &FactsTemplate) -> Result<(), WriteError> {
    let heading = look::heading();
    for (index, (text, width)) in template.fixed.iter().zip([9.0, 26.0, 18.0]).enumerate() {
        let place = look::column(index)?;
        sheet.write_string_with_format(HEADER_ROW, place, text, &heading)?;
        sheet.set_column_width(place, width)?;
    }
    for (index, column) in template.columns.iter().enumerate() {
        let place = look::column(template.fixed.len() + index)?;
        sheet.write_string_with_format(HEADER_ROW, place, &column.heading, &heading)?;
        sheet.set_column_width(place, 16.0)?;
        if !column.note.is_empty() {
            sheet.insert_note(HEADER_ROW, place, &look::note(&column.note))?;
        }
    }
    sheet.set_row_height(HEADER_ROW, 80.0)?;
    Ok(())
}

fn write_units(sheet: &mut Worksheet, template: &FactsTemplate) -> Result<(), WriteError> {
    let fixed = look::fixed();
    let inputs: Vec<Format> = template.columns.iter().map(|column| input_format(&column.kind)).collect();
    for (index, unit) in template.units.iter().enumerate() {
        let row = look::row(FIRST_UNIT_ROW, index)?;
        for (index, text) in unit.iter().enumerate() {
            sheet.write_string_with_format(row, look::column(index)?, text, &fixed)?;
        }
        for (index, format) in inputs.iter().enumerate() {
            sheet.write_blank(row, look::column(template.fixed.len() + index)?, format)?;
        }
    }
    Ok(())
}

fn input_format(kind: &InputKind) -> Format {
    match kind {
        InputKind::Count => look::whole_number(),
        InputKind::Area => look::decimal(),
        InputKind::Choice(_) => look::text(),
    }
}

fn validation(kind: &InputKind, refusals: &Refusals) -> Result<DataValidation, WriteError> {
    let rule = DataValidation::new();
    let (rule, refusal) = match kind {
        InputKind::Count => {
            (rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)), refusals.count.as_str())
        }
        InputKind::Area => {
            (rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)), refusals.area.as_str())
        }
        InputKind::Choice(labels) => (rule.allow_list_strings(labels)?, refusals.choice.as_str()),
    };
    Ok(if refusal.is_empty() { rule } else { rule.set_error_message(refusal)? })
}

fn write_guidance(sheet: &mut Worksheet, guidance: &Guidance) -> Result<(), WriteError> {
    const GUIDANCE_HEADER: u32 = 2;
    sheet.write_string_with_format(0, 0, &guidance.title, &look::title())?;
    for (index, heading) in guidance.headings.iter().enumerate() {
        let place = look::column(index)?;
        sheet.write_string_with_format(GUIDANCE_HEADER, place, heading, &look::heading())?;
        sheet.set_column_width(place, if index == 0 { 34.0 } else { 44.0 })?;
    }
    let text = look::text();
    for (index, cells) in guidance.rows.iter().enumerate() {
        let row = look::row(GUIDANCE_HEADER + 1, index)?;
        for (index, cell) in cells.iter().enumerate() {
            sheet.write_string_with_format(row, look::column(index)?, cell, &text)?;
        }
    }
    sheet.set_freeze_panes(GUIDANCE_HEADER + 1, 0)?;
    look::set_up_print(sheet, GUIDANCE_HEADER)?;
    Ok(())
}
