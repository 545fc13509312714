//! One byte of a bundle turned round.

use std::cell::Cell;
use std::io::Read;

use vault::bundle::Reader;

/// Reads a bundle as if one byte of it were another. Copies share the flip, so that a reader can be stopped before an
/// entry, and each byte of that entry be turned round from there.
#[derive(Clone)]
pub struct Flipped<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    pub flip: &'a Cell<(usize, u8)>,
}

impl Read for Flipped<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = (&self.bytes[self.at..]).read(into)?;
        let (at, mask) = self.flip.get();
        if (self.at..self.at + count).contains(&at) {
            into[at - self.at] ^= mask;
        }
        self.at += count;
        Ok(count)
    }
}

/// What is left of a reader ends in a fault.
pub fn is_refused<R: Read>(mut reader: Reader<R>) -> bool {
    loop {
        match reader.next_entry() {
            Err(_) => return true,
            Ok(Some(_)) => {}
            Ok(None) => return reader.finish().is_err(),
        }
    }
}
