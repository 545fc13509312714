//! The words of a paper on the first sheet of its workbook, in the places that Decree 30/2020 gives them: who issues it
//! beside the name of the State, what it says across both, who receives it beside who signs.

use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Url, Worksheet};

use super::super::measure;
use super::super::model::{Block, Head, Paper, Run, RunKind, Signature};
use crate::{WriteError, look};

/// A4 across and along, in millimetres.
const A4_MM: (u8, u16) = (210, 297);
const TWIPS_OF_INCH: u32 = 1_440;
/// Of twenty parts of the width, those of the issuer; the rest is the State's.
const LEFT_PARTS: u32 = 8;
/// Room for a signature, in points.
const SIGN_PT: f64 = 62.0;
/// One line of dots to write on.
const DOTS: &str = "……………………………………………………………………………………";

/// Writes the words. `tables` are the sheets on which its tables stand, in their order.
pub(super) fn write(paper: &Paper, sheet: &mut Worksheet, tables: &[String]) -> Result<(), WriteError> {
    let margins = paper.sheet.margins;
    let whole = if paper.sheet.landscape { A4_MM.1 } else { u16::from(A4_MM.0) };
    let width = twips(whole.saturating_sub(u16::from(margins.left) + u16::from(margins.right)));
    let left = width * LEFT_PARTS / 20;
    look::set_up_page(sheet, paper.sheet.landscape, [margins.left, margins.right, margins.top, margins.bottom]);
    sheet.set_column_width(0, look::chars(left))?.set_column_width(1, look::chars(width - left))?;
    let mut out = Words { sheet, at: 0, left, right: width - left, tables: tables.iter() };
    out.line(paper.mark.as_deref(), &look::words(11).set_italic().set_align(FormatAlign::Right), 11)?;
    out.head(&paper.head)?;
    for stamp in &paper.stamps {
        out.line(Some(&stamp.words), &look::words(13).set_bold(), 13)?;
    }
    out.line(paper.warning.as_deref(), &look::words(13).set_bold(), 13)?;
    for block in &paper.blocks {
        out.block(block, paper.sheet.body_pt)?;
    }
    out.at = look::row(out.at, 1)?;
    out.foot(paper)?;
    for note in &paper.notes {
        out.line(Some(note), &look::words(10).set_italic(), 10)?;
    }
    for annex in &paper.annexes {
        out.line(Some(&format!("{}: {}", annex.label, annex.title)), &look::words(12).set_bold(), 12)?;
        for block in &annex.blocks {
            out.block(block, 12)?;
        }
    }
    Ok(())
}

fn twips(mm: u16) -> u32 {
    u32::from(mm) * TWIPS_OF_INCH * 10 / 254
}

struct Words<'s, 't> {
    sheet: &'s mut Worksheet,
    at: u32,
    left: u32,
    right: u32,
    tables: std::slice::Iter<'t, String>,
}

impl Words<'_, '_> {
    /// A line across both columns, as high as its words need.
    fn line(&mut self, words: Option<&str>, format: &Format, pt: u8) -> Result<(), WriteError> {
        let Some(words) = words.filter(|words| !words.is_empty()) else { return Ok(()) };
        self.sheet.merge_range(self.at, 0, self.at, 1, &look::shortened(words), format)?;
        self.next(measure::height_pt(words, pt, self.left + self.right))
    }

    /// Words at the left and at the right of one line.
    fn pair(&mut self, left: (&str, &Format), right: (&str, &Format), pt: u8) -> Result<(), WriteError> {
        if left.0.is_empty() && right.0.is_empty() {
            return Ok(());
        }
        for (column, (words, format)) in [(0, left), (1, right)] {
            self.sheet.write_string_with_format(self.at, column, look::shortened(words), format)?;
        }
        let high = measure::height_pt(left.0, pt, self.left).max(measure::height_pt(right.0, pt, self.right));
        self.next(high)
    }

    fn next(&mut self, high: f64) -> Result<(), WriteError> {
        self.sheet.set_row_height(self.at, high)?;
        self.at = look::row(self.at, 1)?;
        Ok(())
    }

    fn head(&mut self, head: &Head) -> Result<(), WriteError> {
        let centred = |pt| look::words(pt).set_align(FormatAlign::Center);
        let motto = centred(13).set_bold().set_underline(FormatUnderline::Single);
        let dated = head.place_date.as_deref().unwrap_or_default();
        let Some(heading) = &head.heading else {
            self.line(Some(&head.state), &centred(13).set_bold(), 13)?;
            self.line(Some(&head.motto), &motto, 13)?;
            return self.line(Some(dated), &look::words(13).set_italic().set_align(FormatAlign::Right), 13);
        };
        let (parent, body) = (heading.parent.join("\n"), heading.body.join("\n"));
        let own = (body.as_str(), &centred(12).set_bold());
        let state = (head.state.as_str(), &centred(12).set_bold());
        if parent.is_empty() {
            self.pair(own, state, 12)?;
            self.pair(("", own.1), (&head.motto, &motto), 13)?;
        } else {
            self.pair((&parent, &centred(12)), state, 12)?;
            self.pair(own, (&head.motto, &motto), 13)?;
        }
        let number = heading.number.as_deref().unwrap_or_default();
        self.pair((number, &centred(13)), (dated, &centred(13).set_italic()), 13)?;
        self.pair((heading.about.as_deref().unwrap_or_default(), &centred(12)), ("", &centred(12)), 12)
    }

    fn block(&mut self, block: &Block, pt: u8) -> Result<(), WriteError> {
        let plain = look::words(pt);
        let (bold, centred) = (plain.clone().set_bold(), plain.clone().set_align(FormatAlign::Center));
        match block {
            Block::Title(runs) | Block::Subject(runs) => {
                self.line(Some(&said(runs)), &look::words(14).set_bold().set_align(FormatAlign::Center), 14)
            }
            Block::Centre(runs) => self.line(Some(&said(runs)), &centred.set_bold(), pt),
            Block::Address { word, to } => match to.as_slice() {
                [one] => self.line(Some(&format!("{word} {one}")), &centred, pt),
                several => {
                    let lines = std::iter::once(word.clone()).chain(several.iter().map(|one| format!("- {one}")));
                    self.line(Some(&lines.collect::<Vec<_>>().join("\n")), &plain, pt)
                }
            },
            Block::Basis(runs) => self.line(Some(&said(runs)), &plain.set_italic(), pt),
            Block::Heading { level, runs } => {
                let format = if *level > 2 { bold.set_italic() } else { bold };
                self.line(Some(&said(runs)), &format, pt)
            }
            Block::To(runs) | Block::Paragraph(runs) => self.line(Some(&said(runs)), &plain, pt),
            Block::List { marker, items } => items.iter().enumerate().try_for_each(|(index, runs)| {
                self.line(Some(&format!("{} {}", marker.of(index), said(runs))), &plain, pt)
            }),
            Block::Check { ticked, runs } => {
                self.line(Some(&format!("{} {}", if *ticked { "☒" } else { "☐" }, said(runs))), &plain, pt)
            }
            Block::Lines(count) => (0..*count).try_for_each(|_| self.line(Some(DOTS), &plain, pt)),
            Block::Photo(words) => self.line(Some(words), &plain, pt),
            Block::Table(_) => self.link(),
            Block::Break => Ok(()),
        }
    }

    /// Where a table would stand: a link to its sheet.
    fn link(&mut self) -> Result<(), WriteError> {
        let Some(name) = self.tables.next() else { return Ok(()) };
        let url = Url::new(format!("internal:'{name}'!A1")).set_text(format!("→ {name}"));
        let format = look::words(12).unset_text_wrap().set_underline(FormatUnderline::Single);
        self.sheet.write_url_with_format(self.at, 0, &url, &format)?;
        self.next(measure::height_pt(name, 12, u32::MAX))
    }

    /// Who receives it beside who signs; of several who sign, two stand beside each other, above who receives it.
    fn foot(&mut self, paper: &Paper) -> Result<(), WriteError> {
        let received = received(paper);
        let list = look::words(11);
        match paper.signatures.as_slice() {
            [only] => self.sign(only, &received),
            several => {
                for two in several.chunks(2) {
                    let [left, right] = [two.first(), two.get(1)];
                    self.sign_beside(left, right)?;
                }
                self.pair((&received, &list), ("", &list), 11)
            }
        }
    }

    /// One who signs, at the right of who receives it.
    fn sign(&mut self, right: &Signature, received: &str) -> Result<(), WriteError> {
        let (post, note, name) = signed(right);
        let (list, centred) = (look::words(11), look::words(13).set_bold().set_align(FormatAlign::Center));
        let top = format!("{post}\n{note}").trim_end().to_owned();
        self.sheet.write_string_with_format(self.at, 0, look::shortened(received), &list)?;
        self.sheet.write_string_with_format(self.at, 1, look::shortened(&top), &centred)?;
        let room = measure::height_pt(&top, 13, self.right) + SIGN_PT;
        self.next(measure::height_pt(received, 11, self.left).max(room))?;
        self.pair(("", &list), (&name, &centred), 13)
    }

    fn sign_beside(&mut self, left: Option<&Signature>, right: Option<&Signature>) -> Result<(), WriteError> {
        let centred = look::words(12).set_bold().set_align(FormatAlign::Center);
        let [left, right] = [left, right].map(|one| one.map(signed).unwrap_or_default());
        let top = |(post, note, _): &(String, String, String)| format!("{post}\n{note}").trim_end().to_owned();
        self.pair((&top(&left), &centred), (&top(&right), &centred), 12)?;
        self.next(SIGN_PT)?;
        self.pair((&left.2, &centred), (&right.2, &centred), 12)
    }
}

/// Post, note and name of one who signs.
fn signed(signature: &Signature) -> (String, String, String) {
    let some = |words: &Option<String>| words.clone().unwrap_or_default();
    (signature.lines.join("\n"), some(&signature.note), some(&signature.name))
}

fn received(paper: &Paper) -> String {
    if paper.recipients.is_empty() {
        return String::new();
    }
    let lines = paper.recipients.iter().map(|line| format!("- {line}"));
    std::iter::once(paper.recipients_title.clone()).chain(lines).collect::<Vec<_>>().join("\n")
}

/// Runs as plain words.
fn said(runs: &[Run]) -> String {
    let words = runs.iter().map(|run| match &run.kind {
        RunKind::Text(text) => text.as_str(),
        RunKind::Dots => "……………",
        RunKind::Leader => "……………………",
    });
    words.collect()
}
