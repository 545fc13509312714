//! Thirty-two bytes that stand for any number of bytes.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A SHA-256 value. Shown as 44 letters of base64, as checkpoints and printed registers have it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Length in bytes.
    pub const BYTES: usize = 32;

    /// SHA-256 of the bytes, as they are.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// SHA-256 of the parts one after another.
    pub(crate) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        for part in parts {
            context.update(part);
        }
        Self::finished(context)
    }

    /// What a SHA-256 context has come to.
    pub(crate) fn finished(context: ring::digest::Context) -> Self {
        let mut bytes = [0; Self::BYTES];
        // SHA-256 gives exactly as many bytes
        bytes.copy_from_slice(context.finish().as_ref());
        Self(bytes)
    }

    /// The bytes themselves.
    pub const fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<&[u8]> for Digest {
    type Error = std::array::TryFromSliceError;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Not the 44 letters of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("44 letters of base64 that stand for 32 bytes are expected")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    /// Reads what `Display` shows; spare bits other than zero are refused, so that one digest has one text.
    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let bytes = STANDARD.decode(text).map_err(|_| NotADigest)?;
        Self::try_from(bytes.as_slice()).map_err(|_| NotADigest)
    }
}
