//! What the pages were at the last backup, so that the next one writes only those that changed.
//!
//! It lies in the data folder, not beside the backup: sums of unencrypted pages would let whoever has the backup
//! alone try out guesses of what a page says. When it is missing or does not fit, the next backup is a whole one.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use vault::Digest;

use super::folder::private;

/// The first line of the file.
const MAGIC: &[u8] = b"anlanh-backup-pages 1\n";
/// Bytes kept of each page's SHA-256: two different pages do not share them by chance.
const SUM_BYTES: usize = 16;

/// The sum of one page.
pub(super) type Sum = [u8; SUM_BYTES];

/// What a page is known by.
pub(super) fn sum_of(page: &[u8]) -> Sum {
    let mut sum = [0; SUM_BYTES];
    sum.copy_from_slice(Digest::of(page).bytes().split_at(SUM_BYTES).0);
    sum
}

/// The pages as of one piece.
pub(super) struct State {
    /// SHA-256 of that piece: what is kept here holds for no other.
    pub piece: Digest,
    /// Bytes of a page.
    pub page_bytes: u32,
    /// The sums of all pages, the first first.
    pub sums: Vec<Sum>,
}

impl State {
    /// Where the state for a backup folder lies.
    pub fn path(below: &Path, folder: &Path) -> PathBuf {
        let place = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let name = sum_of(place.as_os_str().as_encoded_bytes());
        let name = name.first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
        below.join(format!("{name:016x}.pages"))
    }

    /// The state, if there is one of this piece and it is whole.
    pub fn load(path: &Path, piece: &str) -> Option<Self> {
        Self::read(&mut io::BufReader::new(File::open(path).ok()?)).ok().filter(|it| it.piece.to_string() == piece)
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut magic = [0; MAGIC.len()];
        from.read_exact(&mut magic)?;
        let (mut piece, mut page_bytes) = ([0; Digest::BYTES], [0; 4]);
        from.read_exact(&mut piece)?;
        from.read_exact(&mut page_bytes)?;
        let mut rest = Vec::new();
        from.read_to_end(&mut rest)?;
        let (sums, tail) = rest.as_chunks::<SUM_BYTES>();
        if magic != MAGIC || !tail.is_empty() {
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(Self { piece: Digest::from(piece), page_bytes: u32::from_be_bytes(page_bytes), sums: sums.to_vec() })
    }

    /// Keeps the state. It may be lost without harm, so nothing waits for the disk.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
        private(folder)?;
        let mut draft = tempfile::NamedTempFile::new_in(folder)?;
        let mut to = io::BufWriter::new(&mut draft);
        to.write_all(MAGIC)?;
        to.write_all(self.piece.bytes())?;
        to.write_all(&self.page_bytes.to_be_bytes())?;
        to.write_all(self.sums.as_flattened())?;
        to.flush()?;
        drop(to);
        draft.persist(path).map_err(|fault| fault.error).map(drop)
    }
}
