//! An office's own `.docx` as a template: its placeholders are those of forms, in double braces: `{{person.name}}`.
//!
//! The file comes from outside. It is unpacked behind limits; whatever could run, fetch or embed something is refused.
//! Word parts a placeholder as it likes between its runs, so texts are joined by paragraph before they are read. What is
//! filled in becomes text and nothing else.
//!
//! A template is one of two: for one form, with that form's own placeholders; or a frame for whatever an office issues,
//! with those of a document as a whole ([`Slot`]), into which the laid out [`crate::paper::Paper`] is poured.

mod check;
mod fill;
mod layout;
mod package;
mod part;
mod sections;
mod slot;

use thiserror::Error;

pub use self::check::{Fault, Finding, Place, Purpose};
pub use self::fill::{Filled, Filling};
pub use self::layout::LayoutFault;
use self::part::Part;
pub use self::slot::{Slot, starter};
use crate::sheet::SheetError;

/// The largest template that is taken.
pub const TEMPLATE_BYTES_MAX: u64 = 8 << 20;

/// A template that can be checked and filled: nothing in it runs or fetches.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its parts with text, parsed.
    texts: Vec<Part>,
    /// All other parts, as they are.
    rest: Vec<(String, Vec<u8>)>,
    /// The part that holds the document itself.
    main: String,
}

/// Why a file is no template.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Refused {
    /// It is no sound zip, too large, encrypted, or carries macros.
    #[error(transparent)]
    Container(#[from] SheetError),
    /// No document of a word processor.
    #[error("no document of a word processor")]
    NotADocument,
    /// It embeds an object of another program, or another document.
    #[error("part {part} is embedded")]
    Embedded {
        /// Which part.
        part: String,
    },
    /// It fetches something from elsewhere when it is opened: a template, a picture, a text.
    #[error("{part} refers to {target}")]
    Remote {
        /// The part that refers.
        part: String,
        /// To what.
        target: String,
    },
    /// A field that runs or fetches something.
    #[error("{part} holds the field {field}")]
    Field {
        /// The part that holds it.
        part: String,
        /// Its name: `DDEAUTO`.
        field: String,
    },
    /// A part is no sound XML.
    #[error("part {part}: {detail}")]
    Broken {
        /// Which part.
        part: String,
        /// What the reader said.
        detail: String,
    },
}
