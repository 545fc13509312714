//! A whole log in one stream, to be checked elsewhere: signed checkpoints, then every entry with its leaf.

use std::io::{ErrorKind, Read, Write};

use thiserror::Error;

use crate::Digest;
use crate::checkpoint::CheckpointFault;
use crate::entry::{ENTRY_BYTES_MAX, Entry};
use crate::key::VerifyingKey;
use crate::note::NoteFault;
use crate::succession::Succession;
use crate::verify::{Expected, Fault, Verified, Verifier};

/// The first line of a bundle of a log that has had one key.
pub const MAGIC: &[u8] = b"anlanh-ledger-bundle 1\n";
/// The first line of a bundle of a log whose key was replaced: its keys follow.
pub const MAGIC_WITH_KEYS: &[u8] = b"anlanh-ledger-bundle 2\n";
/// No bundle holds more checkpoints: one a minute for two years. A longer log leaves out some of the older ones.
pub const NOTES_MAX: u32 = 1_048_576;

/// Why a bundle cannot be written or read.
#[derive(Debug, Error)]
pub enum BundleFault {
    /// Reading or writing failed, or the stream ended too early.
    #[error(transparent)]
    Stream(#[from] std::io::Error),
    /// Not a bundle, or of a later kind.
    #[error("not a bundle of this kind: its first line is another")]
    NotABundle,
    /// The keys are none, too many, no keys, or do not follow each other.
    #[error("key {0} of the bundle is missing, one too many, no key or out of order")]
    Key(u16),
    /// The checkpoints are none, too many, not text, or not in the order of growing sizes.
    #[error("checkpoint {0} of the bundle is missing, one too many, no text or out of order")]
    Note(u32),
    /// More or fewer entries are to be written than the last checkpoint says, or one that is too long.
    #[error("{found} entries, or an entry too long, where the last checkpoint says {signed}")]
    Entries {
        /// How many there are.
        found: u64,
        /// How many the last checkpoint says.
        signed: u64,
    },
    /// Bytes follow the last entry.
    #[error("something follows after the last entry")]
    TrailingBytes,
    /// The log in it is not sound.
    #[error(transparent)]
    Log(#[from] Fault),
}

/// Writes a bundle. Each write goes to the stream at once; give it a buffered one.
pub struct Writer<W> {
    to: W,
    signed: u64,
    found: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a bundle with the log's notes, from the smallest size to the largest, which is that of the bundle.
    pub fn new(mut to: W, notes: &[impl AsRef<str>], signers: impl Into<Succession>) -> Result<Self, BundleFault> {
        let keys = &signers.into();
        let count = u32::try_from(notes.len()).unwrap_or(u32::MAX);
        let mut order = Order::new(count)?;
        for note in notes {
            order.next(note.as_ref(), keys, &mut Expected::default())?;
        }
        let signed = order.finish()?;
        write_keys(&mut to, keys)?;
        to.write_all(&count.to_be_bytes())?;
        for note in notes {
            sized(&mut to, note.as_ref().as_bytes())?;
        }
        Ok(Self { to, signed, found: 0 })
    }

    /// Adds the next entry's bytes and the leaf that was kept with them, both as they are.
    pub fn entry(&mut self, bytes: &[u8], leaf: &Digest) -> Result<(), BundleFault> {
        if bytes.len() > ENTRY_BYTES_MAX || self.found >= self.signed {
            return Err(BundleFault::Entries { found: self.found, signed: self.signed });
        }
        sized(&mut self.to, bytes)?;
        self.to.write_all(leaf.bytes())?;
        self.found += 1;
        Ok(())
    }

    /// Ends the bundle and gives the stream back.
    pub fn finish(mut self) -> Result<W, BundleFault> {
        if self.found != self.signed {
            return Err(BundleFault::Entries { found: self.found, signed: self.signed });
        }
        self.to.flush()?;
        Ok(self.to)
    }
}

/// The first line and, if there was more than one, the keys.
fn write_keys(to: &mut impl Write, keys: &Succession) -> Result<(), BundleFault> {
    let count = u16::try_from(keys.keys().count()).map_err(|_| BundleFault::Key(u16::MAX))?;
    if count == 1 {
        return Ok(to.write_all(MAGIC)?);
    }
    to.write_all(MAGIC_WITH_KEYS)?;
    to.write_all(&count.to_be_bytes())?;
    for (since, key) in keys.keys() {
        to.write_all(&since.to_be_bytes())?;
        sized(to, key.to_string().as_bytes())?;
    }
    Ok(())
}

/// Two bytes of length, then the bytes.
fn sized(to: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    let length = u16::try_from(bytes.len()).map_err(|_| ErrorKind::InvalidInput)?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(bytes)
}

/// Reads a bundle entry by entry and checks everything in it. Memory stays small, whatever the stream says.
#[derive(Clone, Debug)]
pub struct Reader<R> {
    from: R,
    verifier: Verifier,
    signed: u64,
    bytes: Vec<u8>,
}

impl<R: Read> Reader<R> {
    /// Reads as far as the first entry. Give it a buffered stream.
    ///
    /// `expected` holds checkpoints that were kept elsewhere: a bundle that does not agree with one of them, or is
    /// shorter, is refused. A clock may have gone back by `tolerance_ms` at most.
    pub fn open(
        mut from: R,
        key: &VerifyingKey,
        mut expected: Expected,
        tolerance_ms: i64,
    ) -> Result<Self, BundleFault> {
        let mut magic = [0; MAGIC.len()];
        from.read_exact(&mut magic)?;
        let keys = match magic.as_slice() {
            MAGIC => Succession::from(key),
            MAGIC_WITH_KEYS => read_keys(&mut from, key)?,
            _ => return Err(BundleFault::NotABundle),
        };
        let signed = notes(&mut from, &keys, &mut expected)?;
        Ok(Self { from, verifier: Verifier::new(expected, tolerance_ms), signed, bytes: Vec::new() })
    }

    /// The next entry; none after the last.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, BundleFault> {
        if self.verifier.size() >= self.signed {
            return Ok(None);
        }
        read_sized(&mut self.from, &mut self.bytes)?;
        let mut leaf = [0; Digest::BYTES];
        self.from.read_exact(&mut leaf)?;
        Ok(Some(self.verifier.entry_with_leaf(&self.bytes, &Digest::from(leaf))?))
    }

    /// After the last entry: whether all that was signed was there, and nothing else.
    pub fn finish(mut self) -> Result<Verified, BundleFault> {
        let verified = self.verifier.finish()?;
        match self.from.read_exact(&mut [0]) {
            Err(end) if end.kind() == ErrorKind::UnexpectedEof => Ok(verified),
            Err(fault) => Err(fault.into()),
            Ok(()) => Err(BundleFault::TrailingBytes),
        }
    }
}

/// Reads and checks a whole bundle, see [`Reader::open`].
pub fn verify(
    from: impl Read,
    key: &VerifyingKey,
    expected: Expected,
    tolerance_ms: i64,
) -> Result<Verified, BundleFault> {
    let mut reader = Reader::open(from, key, expected, tolerance_ms)?;
    while reader.next_entry()?.is_some() {}
    reader.finish()
}

/// Reads the keys, of which the reader's own must be one: each stands under a checkpoint of both its neighbours, so
/// that one of them vouches for all.
fn read_keys(from: &mut impl Read, known: &VerifyingKey) -> Result<Succession, BundleFault> {
    let mut count = [0; 2];
    from.read_exact(&mut count)?;
    let mut keys: Option<Succession> = None;
    let mut text = Vec::new();
    for at in 0..u16::from_be_bytes(count) {
        let mut since = [0; 8];
        from.read_exact(&mut since)?;
        read_sized(from, &mut text)?;
        let since = u64::from_be_bytes(since);
        let key: Option<VerifyingKey> = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
        let joined = match (keys.take(), key) {
            (None, Some(key)) if since == 0 => Some(Succession::of(key)),
            (Some(keys), Some(key)) => keys.then(since, key).ok(),
            _ => None,
        };
        keys = Some(joined.ok_or(BundleFault::Key(at))?);
    }
    let keys = keys.filter(|keys| keys.handovers().next().is_some()).ok_or(BundleFault::Key(0))?;
    let is_known = keys.has(known);
    is_known.then_some(keys).ok_or_else(|| CheckpointFault::Note(NoteFault::OtherKey).into())
}

/// Reads the notes; gives the size of the last.
fn notes(from: &mut impl Read, keys: &Succession, expected: &mut Expected) -> Result<u64, BundleFault> {
    let mut count = [0; 4];
    from.read_exact(&mut count)?;
    let count = u32::from_be_bytes(count);
    let mut order = Order::new(count)?;
    let mut bytes = Vec::new();
    for at in 0..count {
        read_sized(from, &mut bytes)?;
        let note = std::str::from_utf8(&bytes).map_err(|_| BundleFault::Note(at))?;
        order.next(note, keys, expected)?;
    }
    order.finish()
}

fn read_sized(from: &mut impl Read, into: &mut Vec<u8>) -> std::io::Result<()> {
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    into.resize(u16::from_be_bytes(length).into(), 0);
    from.read_exact(into)
}

/// Notes grow from one to the next; writing and reading hold them to the same.
struct Order {
    at: u32,
    size: Option<u64>,
}

impl Order {
    fn new(count: u32) -> Result<Self, BundleFault> {
        if count > NOTES_MAX { Err(BundleFault::Note(NOTES_MAX)) } else { Ok(Self { at: 0, size: None }) }
    }

    fn next(&mut self, note: &str, keys: &Succession, expected: &mut Expected) -> Result<(), BundleFault> {
        let size = Some(expected.note(note, keys)?.size);
        if size <= self.size {
            return Err(BundleFault::Note(self.at));
        }
        (self.at, self.size) = (self.at + 1, size);
        Ok(())
    }

    fn finish(self) -> Result<u64, BundleFault> {
        self.size.ok_or(BundleFault::Note(0))
    }
}

impl From<CheckpointFault> for BundleFault {
    fn from(fault: CheckpointFault) -> Self {
        Self::Log(fault.into())
    }
}
