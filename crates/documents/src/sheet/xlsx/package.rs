//! The zip around a workbook: judged by its directory first, then unpacked through a counter.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::Limits;
use crate::sheet::{Kind, SheetError, kind};

const ENTRIES_MAX: usize = 10_000;
/// Parts below this may be as repetitive as they like.
const RATIO_FROM_BYTES: u64 = 1 << 20;
/// Parts that describe the workbook (relationships, styles, the list of sheets) are far smaller; a bigger one would
/// cost more memory than its size.
const DESCRIPTION_BYTES_MAX: u64 = 4 << 20;
const CONTENT_TYPES: &str = "[content_types].xml";
const CODE_MARKS: [&str; 4] = ["vbaproject", "vbadata", "xl/macrosheets/", "xl/activex/"];

/// How large a part may be.
#[derive(Clone, Copy)]
pub enum Size {
    /// Part of the workbook's description.
    Description,
    /// Cells or texts: as large as the whole may be.
    Content,
}

pub struct Package<R> {
    archive: ZipArchive<R>,
    /// Lower-case names with `/`, as programs write them in any case.
    names: HashMap<String, usize>,
    limits: Limits,
    unpacked: u64,
}

impl<R: Read + Seek> Package<R> {
    pub fn open(mut source: R, limits: Limits) -> Result<Self, SheetError> {
        let actual = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        if actual > limits.file_bytes {
            return Err(SheetError::TooBig { limit: limits.file_bytes, actual });
        }
        let mut first = Vec::new();
        source.by_ref().take(8).read_to_end(&mut first)?;
        match kind(&first) {
            Kind::Workbook => {}
            Kind::OldOffice => return Err(what_old_office_holds(&mut source)?),
            Kind::Text => return Err(SheetError::NotAWorkbook),
        }
        source.seek(SeekFrom::Start(0))?;
        // The directory stands at the end, so a file that begins as a zip and has none was cut off.
        let archive = ZipArchive::new(source).map_err(|error| SheetError::Truncated { detail: error.to_string() })?;
        let mut package = Self { archive, names: HashMap::new(), limits, unpacked: 0 };
        package.inspect()?;
        package.refuse_macro_types()?;
        Ok(package)
    }

    /// Reads the directory only.
    fn inspect(&mut self) -> Result<(), SheetError> {
        if self.archive.len() > ENTRIES_MAX {
            return Err(malformed("zip", format!("{} entries", self.archive.len())));
        }
        let mut declared: u64 = 0;
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(|error| malformed("zip", error))?;
            let name = entry.name().map_err(|error| malformed("zip", error))?.replace('\\', "/");
            let (size, packed) = (entry.size(), entry.compressed_size());
            let lower = name.to_ascii_lowercase();
            if CODE_MARKS.iter().any(|mark| lower.contains(mark)) {
                return Err(SheetError::MacroWorkbook { entry: name });
            }
            if entry.encrypted() {
                return Err(SheetError::Encrypted);
            }
            declared = declared.saturating_add(size);
            if declared > self.limits.unpacked_bytes {
                return Err(SheetError::ZipBomb { entry: name, limit: self.limits.unpacked_bytes, actual: declared });
            }
            let by_ratio = ratio_limit(packed, &self.limits);
            if size > by_ratio {
                return Err(SheetError::ZipBomb { entry: name, limit: by_ratio, actual: size });
            }
            drop(entry);
            self.names.insert(lower, index);
        }
        Ok(())
    }

    /// A workbook renamed from `.xlsm` still says what it is.
    fn refuse_macro_types(&mut self) -> Result<(), SheetError> {
        let Some(mut part) = self.part(CONTENT_TYPES, Size::Description)? else {
            return Err(SheetError::NotAWorkbook);
        };
        let mut types = Vec::new();
        part.read_to_end(&mut types).map_err(|error| from_io(CONTENT_TYPES, &error))?;
        if String::from_utf8_lossy(&types).to_ascii_lowercase().contains("macroenabled") {
            return Err(SheetError::MacroWorkbook { entry: "[Content_Types].xml".into() });
        }
        Ok(())
    }

    /// Opens a part for reading, if the workbook has it.
    pub fn part(&mut self, name: &str, size: Size) -> Result<Option<Part<'_, R>>, SheetError> {
        let Some(&index) = self.names.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| malformed(name, error))?;
        let mut limit = ratio_limit(file.compressed_size(), &self.limits);
        if let Size::Description = size {
            limit = limit.min(DESCRIPTION_BYTES_MAX);
        }
        let counted = Counted {
            entry: name.to_owned(),
            limit,
            total_limit: self.limits.unpacked_bytes,
            read: 0,
            total: &mut self.unpacked,
            inner: file,
        };
        Ok(Some(BufReader::with_capacity(64 * 1024, counted)))
    }

    /// The names of all parts as they are written, in the order of the zip.
    pub fn names(&mut self) -> Result<Vec<String>, SheetError> {
        let mut names = Vec::with_capacity(self.archive.len());
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(|error| malformed("zip", error))?;
            let name = entry.name().map_err(|error| malformed("zip", error))?.replace('\\', "/");
            // folders hold nothing
            if !name.ends_with('/') {
                names.push(name);
            }
        }
        Ok(names)
    }

    pub fn columns_max(&self) -> u32 {
        self.limits.columns
    }
}

/// A part being unpacked under its limits.
pub type Part<'a, R> = BufReader<Counted<'a, R>>;

/// Counts what is really unpacked.
pub struct Counted<'a, R: Read> {
    inner: ZipFile<'a, R>,
    entry: String,
    limit: u64,
    total_limit: u64,
    read: u64,
    total: &'a mut u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        *self.total += read as u64;
        let entry = || self.entry.clone();
        if self.read > self.limit {
            return Err(io::Error::other(Burst { entry: entry(), limit: self.limit, actual: self.read }));
        }
        if *self.total > self.total_limit {
            return Err(io::Error::other(Burst { entry: entry(), limit: self.total_limit, actual: *self.total }));
        }
        Ok(read)
    }
}

/// Carries [`SheetError::ZipBomb`] through readers that only know I/O errors.
#[derive(Clone, Debug)]
struct Burst {
    entry: String,
    limit: u64,
    actual: u64,
}

impl fmt::Display for Burst {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} unpacks to more than {} bytes", self.entry, self.limit)
    }
}

impl Error for Burst {}

/// What an I/O error of a part means.
pub fn from_io(part: &str, error: &io::Error) -> SheetError {
    if let Some(Burst { entry, limit, actual }) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return SheetError::ZipBomb { entry: entry.clone(), limit: *limit, actual: *actual };
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => SheetError::Truncated { detail: part.to_owned() },
        _ => malformed(part, error),
    }
}

pub fn malformed(part: &str, detail: impl fmt::Display) -> SheetError {
    SheetError::Malformed { part: part.to_owned(), row: None, detail: detail.to_string() }
}

fn ratio_limit(packed: u64, limits: &Limits) -> u64 {
    packed.saturating_mul(limits.ratio).max(RATIO_FROM_BYTES).min(limits.unpacked_bytes)
}

/// A password-protected workbook is an OLE container with a stream of this name, written in UTF-16.
fn what_old_office_holds<R: Read + Seek>(source: &mut R) -> Result<SheetError, SheetError> {
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = Vec::new();
    source.seek(SeekFrom::Start(0))?;
    source.read_to_end(&mut bytes)?;
    let encrypted = bytes.windows(mark.len()).any(|window| window == mark);
    Ok(if encrypted { SheetError::Encrypted } else { SheetError::OldXls })
}
