//! The XML of one part, with what every reader of it needs: texts, skipping, attributes, errors that name the part.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::package::{from_io, malformed};
use crate::sheet::SheetError;

pub struct Xml<B> {
    reader: Reader<B>,
    part: String,
    buffer: Vec<u8>,
}

enum Step {
    Text,
    Into,
    Skip,
}

impl<B: BufRead> Xml<B> {
    pub fn new(input: B, part: &str) -> Self {
        let mut reader = Reader::from_reader(input);
        // `<c/>` and `<c></c>` mean the same: one way to read them.
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part: part.to_owned(), buffer: Vec::new() }
    }

    pub fn part(&self) -> &str {
        &self.part
    }

    pub fn event(&mut self) -> Result<Event<'_>, SheetError> {
        let Self { reader, part, buffer } = self;
        buffer.clear();
        reader.read_event_into(buffer).map_err(|error| from_xml(part, &error))
    }

    /// Passes over the rest of an element that has just begun.
    pub fn skip(&mut self) -> Result<(), SheetError> {
        self.inside(|_| Ok(()))
    }

    /// Adds the text of an element that has just begun, to its end, to `out`.
    pub fn text(&mut self, out: &mut String) -> Result<(), SheetError> {
        self.inside(|event| {
            match event {
                Event::Text(text) => out.push_str(&text.xml10_content()),
                Event::CData(text) => out.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let name: &str = entity;
                    if let Some(known) = resolve_xml_entity(name) {
                        out.push_str(known);
                    } else if let Ok(Some(letter)) = entity.resolve_char_ref() {
                        out.push(letter);
                    } else {
                        return Err(format!("unknown entity &{name};"));
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Runs over an element that has just begun, to its end; `own` sees what is directly in it.
    fn inside(&mut self, mut own: impl FnMut(&Event<'_>) -> Result<(), String>) -> Result<(), SheetError> {
        let Self { reader, part, buffer } = self;
        let mut depth = 1_u32;
        loop {
            buffer.clear();
            let event = reader.read_event_into(buffer).map_err(|error| from_xml(part, &error))?;
            match event {
                Event::Start(_) => depth = depth.saturating_add(1),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(cut_off(part)),
                other if depth == 1 => own(&other).map_err(|detail| malformed(part, detail))?,
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Adds the text of a string item (`si`, `is`) that has just begun: its runs, without reading aids.
    pub fn rich_text(&mut self, out: &mut String) -> Result<(), SheetError> {
        loop {
            let step = match self.event()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "t" => Step::Text,
                    "r" => Step::Into,
                    _ => Step::Skip,
                },
                Event::End(element) if element.local_name().as_ref() != "r" => return Ok(()),
                Event::Eof => break,
                _ => Step::Into,
            };
            match step {
                Step::Text => self.text(out)?,
                Step::Skip => self.skip()?,
                Step::Into => {}
            }
        }
        Err(cut_off(&self.part))
    }

    /// Calls `begun` for each element of the part, in order, wherever it stands.
    pub fn each_element(
        &mut self,
        mut begun: impl FnMut(&BytesStart<'_>) -> Result<(), SheetError>,
    ) -> Result<(), SheetError> {
        loop {
            match self.event()? {
                Event::Start(element) => begun(&element)?,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The value of an attribute, whatever its prefix, if the element has it.
pub fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let found =
        element.attributes().with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name)?;
    match found.value {
        Cow::Borrowed(raw) => unescape(raw).ok(),
        Cow::Owned(raw) => unescape(&raw).ok().map(|clear| Cow::Owned(clear.into_owned())),
    }
}

pub fn cut_off(part: &str) -> SheetError {
    SheetError::Truncated { detail: part.to_owned() }
}

fn from_xml(part: &str, error: &quick_xml::Error) -> SheetError {
    match error {
        quick_xml::Error::Io(error) => from_io(part, error),
        other => malformed(part, other),
    }
}
