//! One part of a document: its markup as it is, its texts apart, by paragraph.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use super::Refused;
use super::package::broken;

/// Fields that run something, or fetch it when the document is opened.
const ACTIVE_FIELDS: [&str; 8] =
    ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "MACROBUTTON"];
/// What the prefix of a word processor's elements means: as it is usually written, and by the strict standard.
const WORDS: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
/// Elements within each other, at most: an honest document has some twenty.
const DEPTH_MAX: usize = 256;

/// A part with text.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub name: String,
    pub pieces: Vec<Piece>,
    /// The names of its fields.
    pub fields: Vec<String>,
}

/// A piece of a part, in its order.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Markup, as it is.
    Raw(String),
    /// A text within one element, without the signs that XML needs.
    Text {
        /// The name of the element: `w:t`.
        tag: String,
        text: String,
        /// The paragraph that it belongs to, from 0.
        paragraph: usize,
    },
    /// Where a paragraph begins, by its number.
    Open(usize),
    /// Where it ends.
    Close(usize),
    /// Where the body begins.
    Top,
    /// Where what is added to the end of the body stands.
    Bottom,
}

/// What is known while a part is read.
struct Reading<'t> {
    name: &'t str,
    source: &'t str,
    pieces: Vec<Piece>,
    /// Up to where the source is in `pieces`.
    taken: usize,
    /// Paragraphs that are open, the innermost last: frames hold paragraphs within paragraphs.
    open: Vec<usize>,
    paragraphs: usize,
    /// Names of the elements that are open.
    path: Vec<String>,
    /// The text element that is open: its name and its text so far.
    text: Option<(String, String)>,
    /// The instruction of a field that is open, and those before it in the same field.
    instruction: String,
    fields: Vec<String>,
}

impl Part {
    pub fn read(name: &str, source: &str) -> Result<Self, Refused> {
        let source = source.strip_prefix('\u{FEFF}').unwrap_or(source);
        let mut reader = Reader::from_str(source);
        let mut reading = Reading {
            name,
            source,
            pieces: Vec::new(),
            taken: 0,
            open: Vec::new(),
            paragraphs: 0,
            path: Vec::new(),
            text: None,
            instruction: String::new(),
            fields: Vec::new(),
        };
        loop {
            let from = place(&reader);
            let event = reader.read_event().map_err(|fault| broken(name, &fault))?;
            let to = place(&reader);
            match event {
                Event::Eof => break,
                Event::DocType(_) => return Err(broken(name, &"a document type is declared")),
                Event::Start(element) => {
                    reading.named(&element)?;
                    reading.begin(&element, from, to)?;
                }
                Event::Empty(element) => {
                    reading.named(&element)?;
                    reading.empty(&element, from);
                }
                Event::End(_) => reading.end(from, to)?,
                Event::Text(text) => reading.say(&text.xml10_content()),
                Event::CData(text) => reading.say(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let known = resolve_xml_entity(&entity).map(str::to_owned);
                    let sign = known.or_else(|| entity.resolve_char_ref().ok().flatten().map(String::from));
                    let sign = sign.ok_or_else(|| broken(name, &"an unknown entity"))?;
                    reading.say(&sign);
                }
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
        reading.done()
    }

    /// Whether it is the body of a document.
    pub fn is_document(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Top))
    }

    /// The texts of its paragraphs, those with any, joined over their runs.
    pub fn paragraphs(&self) -> BTreeMap<usize, Joined> {
        let mut paragraphs = BTreeMap::<usize, Joined>::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            if let Piece::Text { text, paragraph, .. } = piece {
                let joined = paragraphs.entry(*paragraph).or_default();
                joined.begins.push((index, joined.text.len()));
                joined.text.push_str(text);
            }
        }
        paragraphs
    }
}

/// The text of a paragraph.
#[derive(Default)]
pub(super) struct Joined {
    pub text: String,
    /// Its pieces, with where each begins in the text.
    pub begins: Vec<(usize, usize)>,
}

fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

impl Reading<'_> {
    fn raw(&mut self, to: usize) {
        if let Some(markup) = self.source.get(self.taken..to).filter(|markup| !markup.is_empty()) {
            self.pieces.push(Piece::Raw(markup.to_owned()));
        }
        self.taken = to;
    }

    fn begin(&mut self, element: &BytesStart<'_>, from: usize, to: usize) -> Result<(), Refused> {
        if self.path.len() >= DEPTH_MAX {
            return Err(broken(self.name, &format!("more than {DEPTH_MAX} elements within each other")));
        }
        let tag = element.name().as_ref().to_owned();
        match tag.as_str() {
            "w:p" => {
                self.raw(from);
                self.pieces.push(Piece::Open(self.paragraphs));
                self.open.push(self.paragraphs);
                self.paragraphs += 1;
            }
            "w:t" => {
                self.raw(from);
                self.text = Some((tag.clone(), String::new()));
            }
            "w:fldSimple" => self.simple_field(element),
            // what belongs to the sheet stands last in the body
            "w:sectPr" if self.path.last().is_some_and(|parent| parent == "w:body") => {
                self.raw(from);
                self.pieces.push(Piece::Bottom);
            }
            _ => {}
        }
        if tag == "w:body" {
            self.raw(to);
            self.pieces.push(Piece::Top);
        }
        self.path.push(tag);
        Ok(())
    }

    /// Only one prefix may mean the words of the format: what is written with another would not be looked at.
    fn named(&self, element: &BytesStart<'_>) -> Result<(), Refused> {
        for own in element.attributes().with_checks(false) {
            let own = own.map_err(|fault| broken(self.name, &fault))?;
            let key = own.key.as_ref();
            let ours = WORDS.contains(&own.value.as_ref());
            if key.starts_with("xmlns") && ours != (key == "xmlns:w") {
                return Err(broken(self.name, &format!("{key} means {}", own.value)));
            }
        }
        let root = self.path.is_empty();
        if root && !element.name().as_ref().starts_with("w:") {
            return Err(Refused::NotADocument);
        }
        Ok(())
    }

    fn empty(&mut self, element: &BytesStart<'_>, from: usize) {
        let in_body = self.path.last().is_some_and(|parent| parent == "w:body");
        match element.name().as_ref() {
            "w:fldSimple" => self.simple_field(element),
            "w:fldChar" => self.end_field(),
            "w:p" => self.paragraphs += 1,
            "w:sectPr" if in_body => {
                self.raw(from);
                self.pieces.push(Piece::Bottom);
            }
            _ => {}
        }
    }

    fn simple_field(&mut self, element: &BytesStart<'_>) {
        let said = crate::sheet::xlsx::xml::attribute(element, "instr").map(Cow::into_owned);
        self.fields.extend(said.as_deref().and_then(first_word));
    }

    /// Instructions of a field are parted like texts; its parts end them.
    fn end_field(&mut self) {
        let instruction = std::mem::take(&mut self.instruction);
        self.fields.extend(first_word(&instruction));
    }

    fn say(&mut self, words: &str) {
        if let Some((_, text)) = &mut self.text {
            text.push_str(words);
        } else if self.path.last().is_some_and(|tag| tag == "w:instrText") {
            self.instruction.push_str(words);
        }
    }

    fn end(&mut self, from: usize, to: usize) -> Result<(), Refused> {
        let tag = self.path.pop().ok_or_else(|| broken(self.name, &"an element is closed that was not open"))?;
        match tag.as_str() {
            "w:t" => {
                if let Some((tag, text)) = self.text.take() {
                    let paragraph = self.open.last().copied().unwrap_or_default();
                    self.pieces.push(Piece::Text { tag, text, paragraph });
                    self.taken = to;
                }
            }
            "w:p" => {
                self.end_field();
                self.raw(to);
                self.pieces.extend(self.open.pop().map(Piece::Close));
            }
            "w:fldChar" => self.end_field(),
            "w:body" if !self.pieces.iter().any(|piece| matches!(piece, Piece::Bottom)) => {
                self.raw(from);
                self.pieces.push(Piece::Bottom);
            }
            _ => {}
        }
        Ok(())
    }

    fn done(mut self) -> Result<Part, Refused> {
        if !self.path.is_empty() {
            return Err(broken(self.name, &"it ends within an element"));
        }
        self.raw(self.source.len());
        if let Some(field) = self.fields.iter().find(|field| ACTIVE_FIELDS.contains(&field.as_str())) {
            return Err(Refused::Field { part: self.name.to_owned(), field: field.clone() });
        }
        Ok(Part { name: self.name.to_owned(), pieces: self.pieces, fields: self.fields })
    }
}

/// The name of a field.
fn first_word(instruction: &str) -> Option<String> {
    instruction.split_whitespace().next().map(str::to_ascii_uppercase)
}
