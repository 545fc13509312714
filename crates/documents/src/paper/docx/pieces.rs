//! Parts of a paper as markup of their own, to be poured into an office's template; and the template to begin with.

use super::super::model::{Annex, Block, Head, Heading, Paper, Run, RunKind, Sheet};
use super::super::office::Letterhead;
use super::body::{self, Body};
use super::xml::Xml;
use crate::template::Slot;

impl Paper {
    /// The kind of document in words, where it says one.
    pub(crate) fn kind_words(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| if let Block::Title(runs) = block { Some(words(runs)) } else { None })
    }

    /// What it is about in words, where that stands below its kind.
    pub(crate) fn subject_words(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| if let Block::Subject(runs) = block { Some(words(runs)) } else { None })
    }

    /// What it says, for a text so many twips wide; without what stands elsewhere in the frame.
    pub(crate) fn content_markup(&self, width: u32, has: impl Fn(Slot) -> bool) -> String {
        let (kind, subject) = (has(Slot::Kind), has(Slot::Subject));
        let own = self.blocks.iter().filter(|block| match block {
            Block::Title(_) => !kind,
            Block::Subject(_) => !subject,
            _ => true,
        });
        self.markup(width, |body| own.for_each(|block| body.block(block)))
    }

    /// What must be seen first beside its warning: how urgent it is, that it is a draft.
    pub(crate) fn stamps_markup(&self, width: u32) -> String {
        self.markup(width, |body| self.stamps.iter().for_each(|stamp| body.stamp(stamp)))
    }

    /// Who receives it.
    pub(crate) fn recipients_markup(&self, width: u32) -> String {
        self.markup(width, |body| body.recipients(self))
    }

    /// Who signs it, one below the other.
    pub(crate) fn signatures_markup(&self, width: u32) -> String {
        self.markup(width, |body| {
            if self.signatures.is_empty() {
                body.gap();
            }
            self.signatures.iter().for_each(|signature| body.signature(signature, 0));
        })
    }

    /// An annex of it.
    pub(crate) fn annex_markup(&self, annex: &Annex, width: u32) -> String {
        self.markup(width, |body| body.annex(annex))
    }

    fn markup(&self, width: u32, write: impl FnOnce(&mut Body)) -> String {
        let mut body = Body { xml: Xml::default(), width, first_line: body::first_line(self.sheet), keep: false };
        write(&mut body);
        body.xml.done()
    }
}

/// The parts of a template to begin with: names and texts. `place` says how a place is written.
pub(crate) fn starter_parts(letterhead: &Letterhead, place: &dyn Fn(Slot) -> String) -> Vec<(&'static str, String)> {
    let (state, motto) = letterhead.nation();
    let sheet = letterhead.sheet(false);
    let one = |slot| vec![Run::text(place(slot))];
    let heading = Heading {
        parent: vec![place(Slot::Parent)],
        body: vec![place(Slot::Body)],
        number: Some(place(Slot::Number)),
        about: Some(place(Slot::About)),
    };
    let head = Head { state, motto, heading: Some(heading), place_date: Some(place(Slot::PlaceDate)) };
    let blocks =
        [Block::Title(one(Slot::Kind)), Block::Subject(one(Slot::Subject)), Block::Paragraph(one(Slot::Content))];
    let foot = [place(Slot::Recipients), place(Slot::Signature)];
    let document = body::starter(sheet, &head, &blocks, &foot);
    super::parts(&document, "", sheet)
}

/// The words of runs.
fn words(runs: &[Run]) -> String {
    let text = |run: &Run| if let RunKind::Text(text) = &run.kind { text.clone() } else { String::new() };
    runs.iter().map(text).collect()
}

/// How wide the text of a sheet is, in twips.
pub(crate) fn text_width(sheet: Sheet) -> u32 {
    Body::width_of(sheet)
}
