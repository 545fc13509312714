//! How our workbooks look and print: one look for all of them.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};

use crate::WriteError;

const FONT: &str = "Times New Roman";
const A4: u8 = 9;
const HEADER_GREEN: u32 = 0x00DD_EBDD;
const FIXED_GREY: u32 = 0x00EE_EEEE;
const FAULT_YELLOW: u32 = 0x00FF_E699;
const LINE_GREY: u32 = 0x00A6_A6A6;
/// The longest text of a cell or a note.
const TEXT_CHARS_MAX: usize = 32_000;

/// A workbook that carries no moment of its making, so that the same data gives the same bytes.
pub fn workbook(title: &str) -> Result<Workbook, WriteError> {
    let mut book = Workbook::new();
    // The first instant that a zip can express.
    let nominal = ExcelDateTime::from_ymd(1980, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&nominal));
    Ok(book)
}

/// Landscape A4, as wide as one page, page numbers below, the header row on every page.
pub fn set_up_print(sheet: &mut Worksheet, header_row: u32) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer("&C&\"Times New Roman,Regular\"&11&P/&N");
    sheet.set_repeat_rows(header_row, header_row)?;
    Ok(())
}

/// A4 with these margins in millimetres (left, right, top, bottom), as wide as one page, the page number above.
pub fn set_up_page(sheet: &mut Worksheet, landscape: bool, margins: [u8; 4]) {
    let [left, right, top, bottom] = margins.map(|mm| f64::from(mm) / 25.4);
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(left, right, top, bottom, 0.3, 0.3);
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_header("&C&\"Times New Roman,Regular\"&13&P");
}

/// The width of a column in the characters in which a workbook counts it: 15 twips are a dot of the screen.
pub fn chars(twips: u32) -> f64 {
    (f64::from(twips) / 15.0 - 5.0).max(0.0) / 7.0
}

/// The inverse of [`chars`]: how wide a column of so many characters is, in twips.
pub fn twips(chars: f64) -> u32 {
    // columns are at most 255 characters wide
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 30,000")]
    let twips = ((chars.clamp(0.0, 255.0) * 7.0 + 5.0) * 15.0) as u32;
    twips
}

/// Words of a paper, without a frame.
pub fn words(pt: u8) -> Format {
    Format::new().set_font_name(FONT).set_font_size(f64::from(pt)).set_text_wrap().set_align(FormatAlign::Top)
}

pub fn title() -> Format {
    Format::new().set_font_name(FONT).set_font_size(14).set_bold()
}

pub fn remark() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11).set_italic().set_text_wrap().set_align(FormatAlign::Top)
}

/// For what the reader of the sheet may pass over.
pub fn small_print() -> Format {
    Format::new().set_font_name(FONT).set_font_size(8).set_font_color(0x0059_5959)
}

pub fn heading() -> Format {
    cell()
        .set_font_size(12)
        .set_bold()
        .set_background_color(HEADER_GREEN)
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

pub fn cell() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(11)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE_GREY)
        .set_align(FormatAlign::Top)
}

/// Text that a spreadsheet must not take for a number, such as a code with leading zeros.
pub fn text() -> Format {
    cell().set_num_format("@").set_text_wrap()
}

/// As [`text`], for what is not to be changed.
pub fn fixed() -> Format {
    text().set_background_color(FIXED_GREY)
}

pub fn whole_number() -> Format {
    cell().set_num_format("#,##0")
}

pub fn decimal() -> Format {
    cell().set_num_format("#,##0.##")
}

pub fn percent() -> Format {
    cell().set_num_format("0.00%")
}

/// A cell in which something is wrong.
pub fn faulty() -> Format {
    cell().set_background_color(FAULT_YELLOW).set_bold()
}

/// A note beside a cell, large enough for its text.
pub fn note(text: &str) -> Note {
    let text = shortened(text);
    let lines = u32::try_from(text.chars().count() / 45).unwrap_or(0).saturating_add(2).min(24);
    Note::new(text)
        .set_author("An Lành")
        .add_author_prefix(false)
        .set_font_name(FONT)
        .set_font_size(10)
        .set_width(300)
        .set_height(lines * 18)
}

/// A text as a workbook can hold it.
pub fn shortened(text: &str) -> String {
    text.chars().take(TEXT_CHARS_MAX).collect()
}

/// The name of a sheet for a title: without the signs that names must not hold, at most 31 characters.
pub fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect();
    let name = name.trim();
    if name.is_empty() { "1".to_owned() } else { name.to_owned() }
}

/// A 0-based column for the writer.
pub fn column(index: usize) -> Result<u16, WriteError> {
    u16::try_from(index).ok().filter(|column| *column < 16_384).ok_or(WriteError::TooLarge)
}

/// A 0-based row for the writer, `offset` rows further down.
pub fn row(offset: u32, index: usize) -> Result<u32, WriteError> {
    u32::try_from(index)
        .ok()
        .and_then(|index| index.checked_add(offset))
        .filter(|row| *row < 1_048_576)
        .ok_or(WriteError::TooLarge)
}
