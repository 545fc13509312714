//! What is wrong with a file, and what was expected instead.

use documents::sheet::{Encoding, SheetError};
use domain::numbers::{NumberError, show_count};
use domain::units::Version;
use texts::Lang;

use crate::boundaries::BoundaryFault;
use crate::hamlets::HamletFault;

/// One fault of a facts file.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// 1-based row as the user sees it; 0 where the whole file is meant.
    pub row: u32,
    /// 0-based column, where one is meant.
    pub column: Option<u32>,
    /// The column's heading.
    pub heading: String,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub kind: IssueKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum IssueKind {
    /// The sheet itself.
    Sheet(SheetError),
    /// No column for an input of the level.
    NoInputs {
        /// The headings that would do.
        expected: String,
    },
    /// A heading that nothing explains.
    UnknownHeading {
        /// The headings that would do.
        expected: String,
    },
    /// A heading that stands twice.
    HeadingTwice,
    /// Cases instead of persons.
    Cases,
    /// The code is missing.
    NoCode,
    /// Not a code of this level.
    NotACode {
        /// 2 or 5.
        digits: usize,
    },
    /// A province's code where communes are judged, or the other way round.
    OtherLevel,
    /// A code that no unit ever had.
    UnknownCode {
        /// Codes of units with the name given in the row.
        suggestions: Vec<String>,
    },
    /// A code whose unit had ended by the last day of the window.
    FormerCode {
        /// What the code named.
        was: String,
        /// The units that its territory lies in now.
        heirs: Vec<String>,
    },
    /// The name in the row is not the name of the code's unit.
    OtherName {
        /// The name of the unit of that code.
        is: String,
        /// If the name is what the code named before.
        was: Option<String>,
    },
    /// The province in the row is not the unit's.
    OtherProvince {
        /// The unit's province.
        is: String,
    },
    /// A unit of another province than the upload is for.
    WrongProvince {
        /// The unit's province.
        is: String,
    },
    /// The same unit in two rows.
    Duplicate {
        /// The first of them.
        first: u32,
    },
    /// Another year than was asked for.
    OtherYear {
        /// The year asked for.
        year: i16,
    },
    /// Another level than was asked for.
    TemplateLevel {
        /// The level asked for.
        level: String,
    },
    /// Not a number, or not such a one.
    Number {
        /// What is wrong with it.
        error: NumberError,
        /// Whether an area was asked for.
        area: bool,
    },
    /// A cell that holds an error or a formula without a value.
    Faulty,
    /// Not a word for a route.
    NotARoute,
    /// A population, or a number of communes, of none.
    MustBeOver0,
    /// More of a part than of the whole.
    MoreThanWhole {
        /// What was counted.
        sum: i64,
        /// Of how many.
        whole: i64,
    },
    /// A file without rows.
    NoRows,
    /// Only lists of hamlets can be wrong in this way.
    Hamlet(HamletFault),
    /// Only boundaries can be wrong in this way.
    Boundary(BoundaryFault),
}

/// A row about a unit of another province than the upload is for.
pub fn other_province(row: u32, unit: &Version, province: &Version) -> Issue {
    let kind = IssueKind::WrongProvince { is: province.full_name() };
    Issue { row, column: None, heading: String::new(), value: unit.code.clone(), kind }
}

impl Issue {
    /// The whole complaint: place, value, what was expected.
    pub fn say(&self, lang: Lang) -> String {
        let what = self.kind.say(lang);
        match (self.row, self.heading.is_empty(), self.value.is_empty()) {
            (0, _, true) => what,
            (0, _, false) => lang.intake_at_file(&self.value, what),
            (row, true, true) => lang.intake_at_row(row, what),
            (row, true, false) => lang.intake_at_row_value(row, &self.value, what),
            (row, false, true) => lang.intake_at_cell_empty(row, &self.heading, what),
            (row, false, false) => lang.intake_at_cell(row, &self.heading, &self.value, what),
        }
    }
}

impl IssueKind {
    /// What is wrong and what was expected, without the place.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Sheet(error) => sheet_error(lang, error),
            Self::NoInputs { expected } => lang.intake_no_inputs(expected),
            Self::UnknownHeading { expected } => lang.intake_unknown_heading(expected),
            Self::HeadingTwice => lang.intake_heading_twice().to_owned(),
            Self::Cases => lang.intake_cases().to_owned(),
            Self::NoCode => lang.intake_no_code().to_owned(),
            Self::NotACode { digits } => lang.intake_not_a_code(digits),
            Self::OtherLevel => lang.intake_other_level().to_owned(),
            Self::UnknownCode { suggestions } if suggestions.is_empty() => lang.intake_unknown_code().to_owned(),
            Self::UnknownCode { suggestions } => lang.intake_unknown_code_but(suggestions.join("; ")),
            Self::FormerCode { was, heirs } => lang.intake_former_code(was, heirs.join("; ")),
            Self::OtherName { is, was: None } => lang.intake_other_name(is),
            Self::OtherName { is, was: Some(was) } => lang.intake_other_name_before(is, was),
            Self::OtherProvince { is } => lang.intake_other_province(is),
            Self::WrongProvince { is } => lang.intake_wrong_province(is),
            Self::Duplicate { first } => lang.intake_duplicate(first),
            Self::OtherYear { year } => lang.intake_other_year(year),
            Self::TemplateLevel { level } => lang.intake_template_level(level),
            Self::Number { error, area } => number_error(lang, error, *area),
            Self::Faulty => lang.intake_faulty().to_owned(),
            Self::NotARoute => lang.intake_not_a_route().to_owned(),
            Self::MustBeOver0 => lang.intake_must_be_over_0().to_owned(),
            Self::MoreThanWhole { sum, whole } => lang.intake_more_than_whole(show_count(*sum), show_count(*whole)),
            Self::NoRows => lang.intake_no_rows().to_owned(),
            Self::Hamlet(fault) => fault.say(lang),
            Self::Boundary(fault) => fault.say(lang),
        }
    }
}

fn number_error(lang: Lang, error: &NumberError, area: bool) -> String {
    match error {
        NumberError::Ambiguous(a, b) => lang.intake_ambiguous(a, b),
        NumberError::Negative => lang.intake_negative().to_owned(),
        NumberError::Fractional => lang.intake_fractional().to_owned(),
        NumberError::TooPrecise => lang.intake_too_precise().to_owned(),
        NumberError::TooLarge => lang.intake_too_large().to_owned(),
        NumberError::NotANumber if area => lang.intake_not_an_area().to_owned(),
        NumberError::NotANumber => lang.intake_not_a_count().to_owned(),
    }
}

/// Why a sheet cannot be read, and what to do.
pub fn sheet_error(lang: Lang, error: &SheetError) -> String {
    match error {
        SheetError::Source { detail } => lang.intake_sheet_source(detail),
        SheetError::NotUtf8 { line, hint, .. } => lang.intake_sheet_not_utf8(line, encoding(*hint)),
        SheetError::Nul { line } => lang.intake_sheet_nul(line),
        SheetError::UnterminatedQuote { line } => lang.intake_sheet_open_quote(line),
        SheetError::AfterQuote { line, column } => lang.intake_sheet_after_quote(line, column),
        SheetError::BareCarriageReturn { line } => lang.intake_sheet_bare_return(line),
        SheetError::CutOff { line, expected, found } => lang.intake_sheet_cut_off(line, found, expected),
        SheetError::ExtraCells { found, expected, .. } => lang.intake_sheet_extra_cells(found, expected),
        SheetError::RowTooLong { .. } => lang.intake_sheet_row_too_long(error),
        SheetError::TooManyColumns { .. } => lang.intake_sheet_too_many_columns(error),
        SheetError::NoHeader { .. } => lang.intake_sheet_no_header().to_owned(),
        SheetError::WrongSheet { sheets } => lang.intake_sheet_wrong_sheet(sheets.join(", ")),
        SheetError::NotAWorkbook => lang.intake_sheet_not_a_workbook().to_owned(),
        SheetError::OldXls => lang.intake_sheet_old_xls().to_owned(),
        SheetError::Encrypted => lang.intake_sheet_encrypted().to_owned(),
        SheetError::MacroWorkbook { .. } => lang.intake_sheet_macro().to_owned(),
        SheetError::TooBig { .. } => lang.intake_sheet_too_big(error),
        SheetError::ZipBomb { .. } => lang.intake_sheet_zip_bomb().to_owned(),
        SheetError::Truncated { .. } => lang.intake_sheet_truncated().to_owned(),
        SheetError::Malformed { .. } => lang.intake_sheet_malformed(error),
    }
}

fn encoding(hint: Option<Encoding>) -> &'static str {
    match hint {
        Some(Encoding::Utf16) => "UTF-16",
        Some(Encoding::Windows1258) => "Windows-1258",
        Some(Encoding::Tcvn3) => "TCVN3 (ABC)",
        None => "?",
    }
}
