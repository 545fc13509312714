//! A template with what is known becomes a document. What is unknown leaves dots, and is named.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Template;
use super::check::{Said, alone, placeholders, said_by};
use super::layout::text_width_twips;
use super::part::{Joined, Part, Piece};
use super::sections::Sections;
use super::slot::Slot;
use crate::WriteError;
use crate::paper::{Key, Letterhead, Outside, Paper, Sheet, Values, XmlText, text_width};

/// Dots where a few words are unknown.
const DOTS: &str = "……………";

/// What a template is filled with.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// What is known of a person's file; nothing for other documents.
    pub values: &'a Values,
    /// The document as it would be without a template; none where the template is for one form alone.
    pub paper: Option<&'a Paper>,
    /// Figures in words, by name.
    pub figures: &'a BTreeMap<String, String>,
    /// How choices and days are said.
    pub letterhead: &'a Letterhead,
    /// What must be seen first, and small print.
    pub outside: &'a Outside,
}

/// A filled template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The document.
    pub docx: Vec<u8>,
    /// What it asks for and nobody knows: dots stand there.
    pub missing: BTreeSet<Key>,
}

impl Template {
    /// Fills the template of one form. What must be seen stands at its top, small print at its end, as on every paper.
    /// The same values give the same bytes. A placeholder that has a fault stays as it is.
    pub fn fill(&self, values: &Values, letterhead: &Letterhead, outside: &Outside) -> Result<Filled, WriteError> {
        self.pour(Filling { values, paper: None, figures: &BTreeMap::new(), letterhead, outside })
    }

    /// Fills the template with everything that is known; a frame also with what the document says.
    pub fn pour(&self, filling: Filling<'_>) -> Result<Filled, WriteError> {
        let mut missing = BTreeSet::new();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let texts = self.texts.iter().map(|part| {
            let mut pouring = Pouring { filling, part, width: text_width_twips(part), missing: &mut missing };
            (part.name.clone(), pouring.part().into_bytes())
        });
        let texts: Vec<(String, Vec<u8>)> = texts.collect();
        // what says which part is what comes first
        let mut parts: Vec<(&str, &[u8])> =
            self.rest.iter().chain(&texts).map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        parts.sort_by_key(|(name, _)| (!name.starts_with('['), !name.starts_with('_'), *name));
        for (name, content) in parts {
            zip.start_file(name, options).map_err(std::io::Error::other)?;
            zip.write_all(content)?;
        }
        Ok(Filled { docx: zip.finish().map_err(std::io::Error::other)?.into_inner(), missing })
    }
}

/// A part while it is filled.
struct Pouring<'a, 'm> {
    filling: Filling<'a>,
    part: &'a Part,
    /// How wide its text is, where it says so.
    width: Option<u32>,
    missing: &'m mut BTreeSet<Key>,
}

impl Pouring<'_, '_> {
    fn part(&mut self) -> String {
        let part = self.part;
        let paragraphs = part.paragraphs();
        let placed: BTreeMap<usize, Slot> = match self.filling.paper {
            Some(_) => paragraphs.iter().filter_map(|(at, joined)| Some((*at, alone(&joined.text)?))).collect(),
            None => BTreeMap::new(),
        };
        let filled = self.texts(&paragraphs);
        let has = |slot: Slot| paragraphs.values().any(|joined| joined.text.contains(slot.key()));
        let mut out = XmlText::default();
        let mut within = None;
        let mut sections = None;
        for (index, piece) in part.pieces.iter().enumerate() {
            match (piece, within) {
                (Piece::Close(paragraph), Some(open)) if *paragraph == open => within = None,
                (_, Some(_)) | (Piece::Close(_), None) => {}
                (Piece::Open(paragraph), None) => {
                    if let Some(slot) = placed.get(paragraph) {
                        out.raw(&self.placed(*slot, &has));
                        within = Some(*paragraph);
                    }
                }
                (Piece::Raw(markup), None) => match sections.take() {
                    Some(Sections { last, whole }) if markup.starts_with(&whole) => {
                        out.raw(&last);
                        out.raw(markup.get(whole.len()..).unwrap_or_default());
                    }
                    _ => out.raw(markup),
                },
                (Piece::Text { tag, text, .. }, None) => {
                    out.raw(&format!(r#"<{tag} xml:space="preserve">"#));
                    out.text(filled.get(&index).unwrap_or(text));
                    out.raw(&format!("</{tag}>"));
                }
                (Piece::Top, None) => self.top(&mut out),
                (Piece::Bottom, None) => {
                    for words in &self.filling.outside.notes {
                        added(&mut out, words, LAST);
                    }
                    sections = self.annexes(&mut out, part.pieces.get(index.saturating_add(1)));
                }
            }
        }
        out.done()
    }

    fn width(&self) -> u32 {
        self.width.unwrap_or_else(|| text_width(self.filling.letterhead.sheet(false)))
    }

    fn top(&self, out: &mut XmlText) {
        if let Some(words) = &self.filling.outside.warning {
            added(out, words, FIRST);
        }
        if let Some(paper) = self.filling.paper {
            out.raw(&paper.stamps_markup(self.width()));
        }
    }

    /// What comes in the place of a paragraph.
    fn placed(&self, slot: Slot, has: &dyn Fn(Slot) -> bool) -> String {
        let Some(paper) = self.filling.paper else { return String::new() };
        match slot {
            Slot::Content => paper.content_markup(self.width(), has),
            Slot::Recipients => paper.recipients_markup(self.width()),
            Slot::Signature => paper.signatures_markup(self.width()),
            _ => String::new(),
        }
    }

    /// Annexes stand behind everything, each on pages of its own that lie as it asks for. Answers how the last pages
    /// lie, in the place of what the template says about its own.
    fn annexes(&self, out: &mut XmlText, behind: Option<&Piece>) -> Option<Sections> {
        let paper = self.filling.paper.filter(|paper| !paper.annexes.is_empty())?;
        let mut sections = match behind {
            Some(Piece::Raw(behind)) => Sections::of(behind),
            _ => None,
        };
        for annex in &paper.annexes {
            match &mut sections {
                Some(sections) => {
                    out.raw(&sections.break_here());
                    sections.lie(annex.landscape);
                }
                None => out.raw(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
            }
            let sheet = Sheet { landscape: annex.landscape && sections.is_some(), ..paper.sheet };
            out.raw(&paper.annex_markup(annex, text_width(sheet)));
        }
        sections
    }

    fn say(&mut self, said: Said<'_>) -> String {
        match said {
            Said::Key(key) => {
                let known = self.filling.values.get(key);
                let said = known.and_then(|value| self.filling.letterhead.say(key, value));
                said.unwrap_or_else(|| {
                    self.missing.insert(key);
                    DOTS.to_owned()
                })
            }
            Said::Slot(slot) => self.filling.paper.map(|paper| slot.words(paper)).unwrap_or_default(),
            Said::Figure(name) => self.filling.figures.get(name).cloned().unwrap_or_else(|| DOTS.to_owned()),
        }
    }

    /// The texts that change, by their pieces. What is said stands in the piece where its placeholder begins; the rest
    /// of the placeholder is taken out of those after it.
    fn texts(&mut self, paragraphs: &BTreeMap<usize, Joined>) -> BTreeMap<usize, String> {
        let mut changed = BTreeMap::new();
        for Joined { text, begins } in paragraphs.values() {
            let (found, _) = placeholders(text);
            let mut known = Vec::new();
            for one in found {
                if let Ok((said, upper)) = said_by(one.inside) {
                    let words = self.say(said);
                    known.push((one.from, one.to, if upper { words.to_uppercase() } else { words }));
                }
            }
            if known.is_empty() {
                continue;
            }
            for (piece, begin) in begins {
                if let Some(Piece::Text { text: own, .. }) = self.part.pieces.get(*piece) {
                    changed.insert(*piece, rewritten(own, *begin, &known));
                }
            }
        }
        changed
    }
}

const FIRST: (&str, &str) = (
    r#"<w:pBdr><w:top w:val="single" w:sz="8" w:space="2" w:color="000000"/><w:left w:val="single" w:sz="8" w:space="2" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:space="2" w:color="000000"/><w:right w:val="single" w:sz="8" w:space="2" w:color="000000"/></w:pBdr>"#,
    r"<w:b/>",
);
const LAST: (&str, &str) = ("", r#"<w:i/><w:sz w:val="20"/>"#);

fn added(out: &mut XmlText, words: &str, (shape, look): (&str, &str)) {
    out.raw(&format!(r#"<w:p><w:pPr>{shape}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">"#));
    out.text(words);
    out.raw("</w:t></w:r></w:p>");
}

/// A piece that begins at a byte of its paragraph, with the placeholders of the paragraph filled.
fn rewritten(own: &str, begin: usize, known: &[(usize, usize, String)]) -> String {
    let mut out = String::with_capacity(own.len());
    // those that end before the piece begins are behind us; they stand in their order
    let first = known.partition_point(|(_, to, _)| *to <= begin);
    let mut ahead = known.iter().skip(first).peekable();
    for (at, sign) in own.char_indices().map(|(at, sign)| (begin + at, sign)) {
        while ahead.next_if(|(_, to, _)| *to <= at).is_some() {}
        match ahead.peek() {
            Some((from, _, words)) if *from == at => out.push_str(words),
            Some((from, ..)) if *from < at => {}
            _ => out.push(sign),
        }
    }
    out
}
