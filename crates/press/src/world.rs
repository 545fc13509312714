//! All that the typesetter can see of the world: one template, one file of data, our fonts. Nothing else is there.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

include!(concat!(env!("OUT_DIR"), "/faces.rs"));

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FACES.iter().filter_map(|face| Font::new(Bytes::new(*face), 0)).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
/// Names are kept for ever once they were said, so that each is said once.
static TEMPLATE: LazyLock<FileId> = LazyLock::new(|| named("paper.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| named("data.json"));

fn named(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One template with its data.
pub struct OnePaper {
    template: Source,
    data: Bytes,
}

impl OnePaper {
    pub fn new(template: &'static str, data: &[u8]) -> Self {
        Self { template: Source::new(*TEMPLATE, template.to_owned()), data: Bytes::new(data.to_vec()) }
    }

    /// The template up to a byte.
    pub fn template_until(&self, at: usize) -> Option<&str> {
        self.template.text().get(..at)
    }
}

impl World for OnePaper {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        *TEMPLATE
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *TEMPLATE { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// A paper bears the day that it is told.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Whether the fonts of papers have a letter for a sign.
pub fn has(sign: char) -> bool {
    FONTS.iter().all(|font| font.info().coverage.contains(u32::from(sign)))
}
