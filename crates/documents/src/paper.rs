//! Official papers: one model, written as `.docx` and printed as PDF with the same words.
//!
//! The layout is that of Decree 30/2020, Appendix I. A [`Form`] is data (`forms/*.toml`) that an office can replace; with
//! [`Values`] and the [`Office`] that issues it, it becomes a [`Paper`], as does a document of free shape
//! ([`crate::official`]). Of a paper, [`Paper::docx`] is the file to edit, [`Paper::xlsx`] its tables to count with,
//! [`Paper::typeset`] what the press prints, and [`Paper::to_text`] what a reader of tests sees.

mod docx;
mod fill;
mod form;
mod free;
mod keys;
mod lines;
mod lint;
mod measure;
mod model;
mod office;
mod sample;
mod shipped;
mod table;
mod text;
mod typeset;
mod xlsx;

pub(crate) use docx::{XmlText, starter_parts, text_width};
pub use fill::{Filled, Outside};
pub use form::{FORM_BYTES_MAX, Form, FormError, Layout};
pub use keys::{Column, Key, Kind, Rows, Value, Values, nearest};
pub use lines::LineFault;
pub(crate) use lint::ForbiddenWords;
pub use lint::{Defect, Finding};
pub use model::{Annex, Block, Head, Heading, Margins, Marker, Paper, Run, RunKind, Sheet, Signature, Stamp};
pub use office::{Letterhead, Office, OfficeError};
pub use sample::sample;
pub use shipped::{Forms, Refused, shipped};
pub use table::{Align, Cell, Decimal, Group, Row, Table, TableColumn};
pub use typeset::TEMPLATE;
