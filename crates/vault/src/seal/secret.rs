//! Thirty-two bytes that nobody may see, and the name by which they are called.

use std::fmt;
use std::str::FromStr;

use ring::hmac;
use zeroize::{Zeroize as _, Zeroizing};

use super::SealFault;

/// What a key's name is made from.
const NAMING: &[u8] = b"anlanh/key-id/v1";

/// The name of a key: eight bytes that follow from the key and tell nothing about it, so that a key of another name
/// is known to be another without anything being tried. Shown as 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; Self::BYTES]);

impl KeyId {
    /// Length in bytes.
    pub const BYTES: usize = 8;
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl TryFrom<&[u8]> for KeyId {
    type Error = SealFault;

    fn try_from(bytes: &[u8]) -> Result<Self, SealFault> {
        bytes.try_into().map(Self).map_err(|_| SealFault::NotSealed)
    }
}

impl FromStr for KeyId {
    type Err = SealFault;

    /// Reads the 16 lower-case digits that `Display` shows.
    fn from_str(text: &str) -> Result<Self, SealFault> {
        let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        if text.len() != 2 * Self::BYTES || !text.chars().all(is_digit) {
            return Err(SealFault::NotSealed);
        }
        u64::from_str_radix(text, 16).map(|id| Self(id.to_be_bytes())).map_err(|_| SealFault::NotSealed)
    }
}

/// A key of 256 bits. Wiped when dropped; `Debug` shows its name only.
#[derive(Clone)]
pub struct Secret {
    /// In a place of its own, so that moving the key about leaves no copies.
    bytes: Box<Zeroizing<[u8; Self::BYTES]>>,
    id: KeyId,
}

impl Secret {
    /// Length in bytes.
    pub const BYTES: usize = 32;

    /// A key of these bytes, which come from the machine's randomness or out of a wrapping.
    pub fn new(mut bytes: [u8; Self::BYTES]) -> Self {
        let kept = Box::new(Zeroizing::new(bytes));
        bytes.zeroize();
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, kept.as_slice()), NAMING);
        let mut id = [0; KeyId::BYTES];
        for (to, from) in id.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        Self { bytes: kept, id: KeyId(id) }
    }

    /// Its name.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The bytes, for the cipher and for the file that the key is kept in.
    pub fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.bytes
    }

    /// HMAC-SHA-256 under this key.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, self.bytes.as_slice()));
        for part in parts {
            context.update(part);
        }
        context.sign()
    }

    /// Another key that follows from this one and from what it is for.
    pub(crate) fn derived(&self, parts: &[&[u8]]) -> Self {
        let tag = self.mac(parts);
        let mut bytes = [0; Self::BYTES];
        for (to, from) in bytes.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        let derived = Self::new(bytes);
        bytes.zeroize();
        derived
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret(of {})", self.id)
    }
}

/// The machine gave no random bytes: nothing can be sealed, and no key made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the machine gave no random bytes")]
pub struct NoRandomness;
