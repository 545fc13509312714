//! From a facts file to verdicts, for the command line and for exports.

mod json;
mod summary;
mod tables;

use std::io::{Read, Seek};

use criteria::{Explainer, Facts, Pack, Settings, Verdict, judge};
use documents::sheet::{self, Kind, Sheet, SheetError};
use domain::units::{Level, Register, Version};
use texts::Lang;

use crate::intake::{Intake, Issue, IssueKind, Reading};

pub use summary::{Counts, Summary};
pub use tables::{code_columns, code_row, result_columns, result_row};

/// What to judge by, and how to speak of it.
pub struct Classify<'a> {
    /// The units and checks.
    pub intake: Intake<'a>,
    /// The chosen switches.
    pub settings: Settings,
    /// The language of explanations.
    pub lang: Lang,
    /// The file's name, as a source of its numbers.
    pub file: String,
    /// The province of each of the intake's units, in their order.
    provinces: Vec<&'a Version>,
}

/// One judged row.
pub struct Judged<'j> {
    /// The row of the file.
    pub row: u32,
    /// The unit.
    pub unit: &'j Version,
    /// Its province.
    pub province: &'j Version,
    /// What was known.
    pub facts: Facts,
    /// What it came to.
    pub verdict: Verdict,
}

/// The largest workbook and the largest CSV taken in, in bytes.
const CSV_BYTES_MAX: u64 = 1 << 30;

impl<'a> Classify<'a> {
    /// Prepares to judge by a pack at its default switches.
    pub fn new(
        pack: &'a Pack,
        register: &'a Register,
        level: Level,
        year: i16,
        lang: Lang,
        file: &str,
    ) -> Option<Self> {
        let intake = Intake::new(pack, register, level, year, pack.window(year)?);
        let day = intake.window.to;
        let provinces = intake.units().iter().map(|unit| register.province(unit.unit, day).unwrap_or(unit)).collect();
        Some(Self { intake, settings: Settings::defaults(pack), lang, file: file.to_owned(), provinces })
    }

    /// The pack.
    pub fn pack(&self) -> &'a Pack {
        self.intake.pack
    }

    /// Says reasons.
    pub fn explainer(&self) -> Explainer<'a> {
        Explainer { pack: self.intake.pack, lang: self.lang }
    }

    /// Reads a whole file; each fault goes to `report` as it is found.
    pub fn read(&self, source: impl Read + Seek, report: &mut dyn FnMut(Issue)) -> Reading {
        let mut refused = None;
        let reading = self.open(source, report).unwrap_or_else(|error| {
            refused = Some(error);
            Reading::refused()
        });
        if let Some(error) = refused {
            report(Issue {
                row: 0,
                column: None,
                heading: String::new(),
                value: String::new(),
                kind: IssueKind::Sheet(error),
            });
        }
        reading
    }

    fn open(&self, mut source: impl Read + Seek, report: &mut dyn FnMut(Issue)) -> Result<Reading, SheetError> {
        let is_header = |cells: &[sheet::Cell]| self.intake.is_header(cells);
        let mut head = [0_u8; 8];
        let mut filled = 0;
        while filled < head.len() {
            match source.read(head.get_mut(filled..).unwrap_or_default())? {
                0 => break,
                n => filled += n,
            }
        }
        source.rewind()?;
        if sheet::kind(head.get(..filled).unwrap_or_default()) == Kind::Text {
            let actual = source.seek(std::io::SeekFrom::End(0))?;
            source.rewind()?;
            if actual > CSV_BYTES_MAX {
                return Err(SheetError::TooBig { limit: CSV_BYTES_MAX, actual });
            }
            let mut csv = sheet::csv::open(source, &is_header)?;
            let meta = documents::facts_template::stamp(csv.preamble());
            return Ok(self.intake.read(&mut csv, &meta, report));
        }
        let mut book = sheet::xlsx::open(source, &sheet::xlsx::Limits::default())?;
        let mut meta = book.meta().clone();
        let mut sheet = book.sheet(&is_header)?;
        if meta.is_empty() {
            meta = documents::facts_template::stamp(sheet.preamble());
        }
        Ok(self.intake.read(&mut sheet, &meta, report))
    }

    /// Judges every accepted row, in the order of the file, one at a time.
    pub fn judged<'s>(&'s self, reading: &'s Reading) -> impl Iterator<Item = Judged<'a>> + 's {
        self.judged_from(reading, 0)
    }

    /// As [`Classify::judged`], from the `from`-th accepted row on.
    fn judged_from<'s>(&'s self, reading: &'s Reading, from: usize) -> impl Iterator<Item = Judged<'a>> + 's {
        reading.rows.iter().enumerate().skip(from).filter_map(move |(n, at)| {
            let unit = *self.intake.units().get(at.unit as usize)?;
            let province = *self.provinces.get(at.unit as usize)?;
            let mut facts = Facts::unknown(self.intake.pack);
            reading.facts(n, &mut facts);
            let verdict = judge(self.intake.pack, self.intake.level, &facts, &self.settings);
            Some(Judged { row: at.row, unit, province, facts, verdict })
        })
    }

    /// Counts the results without keeping them.
    pub fn summary(&self, reading: &Reading) -> Summary {
        let mut summary = Summary::new(self.intake.pack, self.intake.level);
        self.judged(reading).for_each(|j| summary.add(self.intake.pack, j.province, &j.verdict));
        summary
    }

    /// What a table of results says of itself: document, window, switches, source.
    pub fn notes(&self) -> Vec<String> {
        let window = self.intake.window;
        let mut notes = vec![
            self.lang.tables_by(&self.intake.pack.document, &self.intake.pack.id),
            self.lang.tables_window(window.from.strftime("%d/%m/%Y"), window.to.strftime("%d/%m/%Y")),
            self.lang.tables_source(&self.file),
        ];
        notes.extend(self.settings.each(self.intake.pack).map(|(s, o)| format!("{} = {} ({})", s.id, o.id, o.title)));
        notes
    }
}
