//! A template with what is known becomes a document. What is unknown leaves dots, and is named.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Template;
use super::check::{key_of, placeholders};
use super::part::{Joined, Part, Piece};
use crate::WriteError;
use crate::paper::{Key, Letterhead, Outside, Values, XmlText};

/// Dots where a few words are unknown.
const DOTS: &str = "……………";

/// A filled template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The document.
    pub docx: Vec<u8>,
    /// What it asks for and nobody knows: dots stand there.
    pub missing: BTreeSet<Key>,
}

impl Template {
    /// Fills the template. What must be seen stands at its top, small print at its end, as on every paper. The same
    /// values give the same bytes. A placeholder that has a fault stays as it is.
    pub fn fill(&self, values: &Values, letterhead: &Letterhead, outside: &Outside) -> Result<Filled, WriteError> {
        let mut missing = BTreeSet::new();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let said = |key: Key, upper: bool, missing: &mut BTreeSet<Key>| {
            let said = values.get(key).and_then(|value| letterhead.say(key, value));
            match said {
                Some(text) if upper => text.to_uppercase(),
                Some(text) => text,
                None => {
                    missing.insert(key);
                    DOTS.to_owned()
                }
            }
        };
        let texts = self.texts.iter().map(|part| {
            let filled = fill_part(part, &mut |key, upper| said(key, upper, &mut missing), outside);
            (part.name.clone(), filled.into_bytes())
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

fn fill_part(part: &Part, said: &mut dyn FnMut(Key, bool) -> String, outside: &Outside) -> String {
    let filled = filled_texts(part, said);
    let mut out = XmlText::default();
    for (index, piece) in part.pieces.iter().enumerate() {
        match piece {
            Piece::Raw(markup) => out.raw(markup),
            Piece::Text { tag, text, .. } => {
                out.raw(&format!(r#"<{tag} xml:space="preserve">"#));
                out.text(filled.get(&index).unwrap_or(text));
                out.raw(&format!("</{tag}>"));
            }
            Piece::Top => outside.warning.iter().for_each(|words| added(&mut out, words, FIRST)),
            Piece::Bottom => outside.notes.iter().for_each(|words| added(&mut out, words, LAST)),
        }
    }
    out.done()
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

/// The texts that change, by their pieces. What is said stands in the piece where its placeholder begins; the rest of
/// the placeholder is taken out of those after it.
fn filled_texts(part: &Part, said: &mut dyn FnMut(Key, bool) -> String) -> BTreeMap<usize, String> {
    let mut changed = BTreeMap::new();
    for Joined { text, begins } in part.paragraphs().into_values() {
        let (found, _) = placeholders(&text);
        let known: Vec<(usize, usize, String)> = found
            .iter()
            .filter_map(|one| key_of(one.inside).ok().map(|(key, upper)| (one.from, one.to, said(key, upper))))
            .collect();
        if known.is_empty() {
            continue;
        }
        for (piece, begin) in begins {
            if let Some(Piece::Text { text: own, .. }) = part.pieces.get(piece) {
                changed.insert(piece, rewritten(own, begin, &known));
            }
        }
    }
    changed
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
