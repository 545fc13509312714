//! The digest of what an entry is about: rows in one canonical form, so that they can be compared with their entry
//! years later.

use ring::digest::{Context, SHA256};
use uuid::Uuid;

use crate::Digest;

/// Stands for a value that is not there; no value is that long.
const ABSENT: [u8; 8] = u64::MAX.to_be_bytes();

/// Hashes fields in the order in which they are given.
///
/// Each field is eight bytes of length (big-endian) and its bytes, so that no two lists of fields have the same form;
/// an absent one is eight bytes `FF`. Numbers are their eight bytes, big-endian in two's complement; ids their 16.
pub struct Payload(Context);

impl Payload {
    /// Starts a payload of a kind (`facts`), which is its first field.
    pub fn new(kind: &str) -> Self {
        let mut payload = Self(Context::new(&SHA256));
        payload.text(kind);
        payload
    }

    /// Adds bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        // nothing in memory is longer than 64 bits can say
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a text, in UTF-8 as it is.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds a whole number.
    pub fn number(&mut self, number: i64) -> &mut Self {
        self.bytes(&number.to_be_bytes())
    }

    /// Adds an id.
    pub fn id(&mut self, id: Uuid) -> &mut Self {
        self.bytes(id.as_bytes())
    }

    /// Adds that a value is not there.
    pub fn absent(&mut self) -> &mut Self {
        self.0.update(&ABSENT);
        self
    }

    /// Adds a text, or that there is none.
    pub fn text_or_absent(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.absent(),
        }
    }

    /// Adds a number, or that there is none.
    pub fn number_or_absent(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.absent(),
        }
    }

    /// Adds an id, or that there is none.
    pub fn id_or_absent(&mut self, id: Option<Uuid>) -> &mut Self {
        match id {
            Some(id) => self.id(id),
            None => self.absent(),
        }
    }

    /// The digest of all of them.
    pub fn digest(self) -> Digest {
        Digest::finished(self.0)
    }
}
