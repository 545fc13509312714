//! Places of a document as a whole, for the frame of an office: whatever it issues is poured into it.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::WriteError;
use crate::paper::{Letterhead, Paper, starter_parts};

macro_rules! slots {
    ($($(#[doc = $doc:literal])* $variant:ident $key:literal $alone:literal;)*) => {
        /// A place of a document as a whole.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Slot { $($(#[doc = $doc])* $variant,)* }

        impl Slot {
            /// Every place.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it stands in a template.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }

            /// Whether it stands alone in a paragraph of the body, in whose place paragraphs and tables come.
            pub const fn is_alone(self) -> bool { match self { $(Self::$variant => $alone,)* } }

            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)*).trim_ascii(),)* }
            }
        }
    };
}

slots! {
    /// The body above the one that issues it.
    Parent "document.parent" false;
    /// The body that issues it.
    Body "document.body" false;
    /// Number and symbol, with the word before them.
    Number "document.number" false;
    /// Place and date.
    PlaceDate "document.place_date" false;
    /// The kind of document, in capitals; nothing for a letter.
    Kind "document.kind" false;
    /// What it is about.
    Subject "document.subject" false;
    /// What a letter is about, below its number.
    About "document.about" false;
    /// What it says, with its tables.
    Content "document.content" true;
    /// Who receives it.
    Recipients "document.recipients" true;
    /// Who signs it.
    Signature "document.signature" true;
}

impl Slot {
    /// What a frame cannot be without: whatever a document is, it has these.
    pub const MUST: [Self; 5] = [Self::Body, Self::Number, Self::PlaceDate, Self::Content, Self::Signature];

    /// The place of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|candidate| candidate.key() == key)
    }

    /// What stands there in a line; nothing for what stands alone.
    pub(super) fn words(self, paper: &Paper) -> String {
        let heading = paper.head.heading.as_ref();
        let joined = |lines: &[String]| lines.join(" ");
        match self {
            Self::Parent => heading.map(|heading| joined(&heading.parent)).unwrap_or_default(),
            Self::Body => heading.map(|heading| joined(&heading.body)).unwrap_or_default(),
            Self::Number => heading.and_then(|heading| heading.number.clone()).unwrap_or_default(),
            Self::About => heading.and_then(|heading| heading.about.clone()).unwrap_or_default(),
            Self::PlaceDate => paper.head.place_date.clone().unwrap_or_default(),
            Self::Kind => paper.kind_words().unwrap_or_default(),
            Self::Subject => paper.subject_words().unwrap_or_default(),
            Self::Content | Self::Recipients | Self::Signature => String::new(),
        }
    }
}

/// A frame to begin with: our own layout with every place in it, for an office to change in its word processor.
pub fn starter(letterhead: &Letterhead) -> Result<Vec<u8>, WriteError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let place = |slot: Slot| format!("{{{{{}}}}}", slot.key());
    for (name, text) in starter_parts(letterhead, &place) {
        zip.start_file(name, options).map_err(std::io::Error::other)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish().map_err(std::io::Error::other)?.into_inner())
}
