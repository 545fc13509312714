//! The press: a template of ours and data in, a PDF/A file out.
//!
//! Everything here is pure: no file, clock, environment or network, and the same data gives the same bytes. What people
//! typed is data that the template reads from `data.json`; it never becomes markup, because a template is a text of
//! this program (`&'static str`) and nothing else.
//!
//! The typesetter remembers what it worked out, without bound and for every thread. [`print`] makes it forget after
//! each paper, also after a failed one: papers speak of people, and what they say must not stay in memory.

mod world;

use thiserror::Error;
use typst::WorldExt as _;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::world::OnePaper;

/// The most that one paper may be made of: some 10,000 rows of a table.
pub const DATA_BYTES_MAX: usize = 2 * 1024 * 1024;

/// One paper to print.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The template, in the typesetter's language; it reads `data.json`.
    pub template: &'static str,
    /// What the template is filled with, as JSON in UTF-8.
    pub data: &'a [u8],
    /// Names this paper and no other; a hash of it becomes the identifier inside the file.
    pub ident: &'a str,
    /// More pages than this are refused.
    pub pages_max: usize,
}

/// Why a paper could not be printed. No message holds what stood in the data.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Fault {
    /// More data than [`DATA_BYTES_MAX`].
    #[error("{bytes} bytes of data; one paper takes at most {DATA_BYTES_MAX}: divide it")]
    TooLarge {
        /// How much it is.
        bytes: usize,
    },
    /// More pages than the job allows.
    #[error("{pages} pages; at most {most} are printed at once: divide it")]
    TooLong {
        /// How many they are.
        pages: usize,
        /// How many may be.
        most: usize,
    },
    /// The template does not fit the data: a fault of the program.
    #[error("the paper could not be set: {0}")]
    Set(String),
    /// The file would not be what archives ask for.
    #[error("the paper is no PDF/A: {0}")]
    Archive(String),
}

/// Prints one paper as PDF/A-2a: to be kept for decades, every letter to be found and copied, read aloud in order.
///
/// It takes tens of milliseconds of one core, and longer the first time; call it off the threads that answer.
pub fn print(job: &Job) -> Result<Vec<u8>, Fault> {
    if job.data.len() > DATA_BYTES_MAX {
        return Err(Fault::TooLarge { bytes: job.data.len() });
    }
    let printed = set_and_export(job);
    typst::comemo::evict(0);
    printed
}

/// Whether papers can show a sign: every face has a letter for it.
pub fn prints(sign: char) -> bool {
    world::has(sign)
}

fn set_and_export(job: &Job) -> Result<Vec<u8>, Fault> {
    let world = OnePaper::new(job.template, job.data);
    let document: PagedDocument = typst::compile(&world).output.map_err(|faults| Fault::Set(said(&world, &faults)))?;
    let pages = document.pages().len();
    if pages > job.pages_max {
        return Err(Fault::TooLong { pages, most: job.pages_max });
    }
    let options = PdfOptions {
        ident: Smart::Custom(job.ident.to_owned()),
        creator: Smart::Custom(None),
        standards: PdfStandards::new(&[PdfStandard::A_2a])
            .map_err(|fault| Fault::Archive(fault.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| Fault::Archive(said(&world, &faults)))
}

/// What the typesetter said, by lines of the template. It speaks of kinds of values, never of a value.
fn said(world: &OnePaper, faults: &[SourceDiagnostic]) -> String {
    let place = |fault: &SourceDiagnostic| {
        let before = world.range(fault.span).and_then(|range| world.template_until(range.start));
        before.map_or(0, |text| text.matches('\n').count() + 1)
    };
    faults.iter().map(|fault| format!("line {}: {}", place(fault), fault.message)).collect::<Vec<_>>().join("; ")
}
