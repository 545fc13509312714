//! Many files as one: what a run of printing gives back.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::WriteError;

/// Files on their way into one zip. The same files in the same order give the same bytes.
pub struct Bundle {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    names: BTreeSet<String>,
}

impl Default for Bundle {
    fn default() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), names: BTreeSet::new() }
    }
}

impl Bundle {
    /// Adds a file. One of a name that is there already gets a number before its ending.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let name = self.free(name);
        let options = SimpleFileOptions::default()
            // office files and PDF are packed already
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default());
        self.zip.start_file(&name, options).map_err(std::io::Error::other)?;
        self.zip.write_all(bytes)?;
        self.names.insert(name);
        Ok(())
    }

    /// The zip.
    pub fn finish(self) -> Result<Vec<u8>, WriteError> {
        Ok(self.zip.finish().map_err(std::io::Error::other)?.into_inner())
    }

    fn free(&self, name: &str) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let numbered = (2_usize..).map(|number| format!("{stem}-{number}.{ending}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !self.names.contains(name)).unwrap_or_default()
    }
}
