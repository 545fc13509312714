//! What a second reader finds in a printed file.

use lopdf::{Dictionary, Document, Object};

/// A file, read again.
pub struct ReadBack(Document);

impl ReadBack {
    pub fn new(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).expect("a printed file can be read"))
    }

    pub fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// The text of one page, from 1, in the order in which it was written.
    pub fn text_of(&self, page: u32) -> String {
        self.0.extract_text(&[page]).expect("its text can be taken out")
    }

    /// All text.
    pub fn text(&self) -> String {
        (1..=u32::try_from(self.pages()).expect("few pages")).map(|page| self.text_of(page)).collect()
    }

    /// Whether a page, from 1, is wider than high.
    pub fn is_landscape(&self, page: u32) -> bool {
        let id = *self.0.get_pages().get(&page).expect("the page is there");
        let page = self.0.get_object(id).and_then(Object::as_dict).expect("a page");
        let sides = page.get(b"MediaBox").and_then(Object::as_array).expect("its size");
        let side = |index: usize| sides.get(index).and_then(|side| side.as_float().ok()).expect("a number");
        side(2) > side(3)
    }

    fn dictionaries(&self) -> impl Iterator<Item = &Dictionary> {
        self.0.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        })
    }

    /// Descriptors of fonts, and how many of them bring their font along.
    pub fn fonts(&self) -> (usize, usize) {
        let descriptors: Vec<_> =
            self.dictionaries().filter(|dictionary| dictionary.has_type(b"FontDescriptor")).collect();
        let embedded = descriptors.iter().filter(|font| font.has(b"FontFile2") || font.has(b"FontFile3")).count();
        (descriptors.len(), embedded)
    }

    /// The metadata that says which standard it follows.
    pub fn metadata(&self) -> String {
        let catalog = self.0.catalog().expect("a catalogue");
        let id = catalog.get(b"Metadata").and_then(Object::as_reference).expect("metadata");
        let stream = self.0.get_object(id).and_then(Object::as_stream).expect("a stream");
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(bytes).expect("XMP in UTF-8")
    }

    pub fn is_tagged(&self) -> bool {
        self.0.catalog().is_ok_and(|catalog| catalog.has(b"StructTreeRoot") && catalog.has(b"Lang"))
    }
}
