//! What stands inside a piece once it is opened: a header, then pages, or the stream of a database server's dump.

use std::io::{self, ErrorKind, Read, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The first line of a piece.
const MAGIC: &[u8] = b"anlanh-backup-piece 1\n";
/// No header is longer, in bytes.
const HEADER_BYTES_MAX: u32 = 1 << 20;
/// No page is longer, in bytes: the most that the engine knows.
const PAGE_BYTES_MAX: u32 = 65_536;

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The records: what every backup is about.
    Records,
    /// The wrapped keys; never in one piece with the records, and kept for a short time only.
    Keyring,
}

/// What follows the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Pages of the file edition.
    Pages,
    /// The custom format of `pg_dump`.
    Dump,
}

/// The ledger as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerAt {
    /// How many entries.
    pub size: u64,
    /// The root over them: 44 letters.
    pub root: String,
    /// The last signed checkpoint.
    pub note: Option<String>,
    /// The key that signed it. A later key of the same log may have signed the list.
    pub key: String,
}

/// What is said of a piece, inside it and, the same, in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Of which store: the name of its log.
    pub store: String,
    /// Of which of its databases.
    pub part: Part,
    /// In which form.
    pub kind: Kind,
    /// In which set: one that is whole and those that change it.
    pub set: String,
    /// Which place in the set, from 0, which is whole.
    pub number: u32,
    /// SHA-256 of the piece before it in the set.
    pub previous: Option<String>,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// Version of the database's schema.
    pub schema: i64,
    /// The ledger as it stood.
    pub ledger: LedgerAt,
}

/// The header of a piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// What the list says too.
    pub about: About,
    /// Bytes of one page; 0 in a dump.
    pub page_bytes: u32,
    /// Pages of the whole file; 0 in a dump.
    pub pages: u32,
    /// Rows by table.
    pub counts: Vec<(String, i64)>,
}

impl Header {
    /// Writes the beginning of a piece.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let text = serde_json::to_vec(self)?;
        let length =
            u32::try_from(text.len()).ok().filter(|n| *n <= HEADER_BYTES_MAX).ok_or(ErrorKind::InvalidInput)?;
        to.write_all(MAGIC)?;
        to.write_all(&length.to_be_bytes())?;
        to.write_all(&text)
    }

    /// Reads the beginning of a piece.
    pub fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut magic = [0; MAGIC.len()];
        from.read_exact(&mut magic)?;
        let length = read_u32(from)?;
        if magic != MAGIC || length > HEADER_BYTES_MAX {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut text = vec![0; length as usize];
        from.read_exact(&mut text)?;
        let header: Self = serde_json::from_slice(&text)?;
        let sound = match header.about.kind {
            Kind::Pages => (512..=PAGE_BYTES_MAX).contains(&header.page_bytes) && header.page_bytes.is_power_of_two(),
            Kind::Dump => header.page_bytes == 0 && header.pages == 0,
        };
        if sound { Ok(header) } else { Err(ErrorKind::InvalidData.into()) }
    }

    /// Bytes of the whole file.
    pub fn bytes(&self) -> u64 {
        u64::from(self.page_bytes) * u64::from(self.pages)
    }
}

/// Writes a page with its number, from 1.
pub(super) fn write_page(to: &mut impl Write, number: u32, data: &[u8]) -> io::Result<()> {
    to.write_all(&number.to_be_bytes())?;
    to.write_all(data)
}

/// Ends the pages: the number 0, and how many there were.
pub(super) fn write_end(to: &mut impl Write, count: u32) -> io::Result<()> {
    to.write_all(&[0; 4])?;
    to.write_all(&count.to_be_bytes())
}

/// Reads the pages of a piece one by one, as long as the stream and the header agree.
pub(super) struct Pages<R> {
    from: R,
    page: Vec<u8>,
    last: u32,
    most: u32,
    count: u32,
}

impl<R: Read> Pages<R> {
    pub fn new(from: R, header: &Header) -> Self {
        Self { from, page: vec![0; header.page_bytes as usize], last: 0, most: header.pages, count: 0 }
    }

    /// The next page; none after the last, when all of them were there and nothing follows.
    pub fn next(&mut self) -> io::Result<Option<(u32, &[u8])>> {
        let number = read_u32(&mut self.from)?;
        if number == 0 {
            let whole = read_u32(&mut self.from)? == self.count && self.from.read(&mut [0])? == 0;
            return if whole { Ok(None) } else { Err(ErrorKind::InvalidData.into()) };
        }
        if number <= self.last || number > self.most {
            return Err(ErrorKind::InvalidData.into());
        }
        self.from.read_exact(&mut self.page)?;
        (self.last, self.count) = (number, self.count.saturating_add(1));
        Ok(Some((number, &self.page)))
    }
}

fn read_u32(from: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_be_bytes(bytes))
}
