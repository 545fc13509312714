//! One field of one person, sealed: readable only with the person's key, and only at the place it was written to.
//!
//! AES-256-GCM (NIST SP 800-38D). Nonces and keys are given by the caller: 96 random bits a message, fresh from the
//! machine, never counted. What stands where is told to the byte in `docs/keys.md`.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce, UnboundKey};
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

mod pad;
mod secret;
mod text;

pub use pad::Pad;
pub use secret::{KeyId, NoRandomness, Secret};
pub use text::{key_of_text, key_text};

/// The first byte of everything sealed: this format.
pub(crate) const VERSION: u8 = 1;
/// Format, key id, nonce.
pub(crate) const HEAD_BYTES: usize = 1 + KeyId::BYTES + NONCE_LEN;
/// Proves that nothing was altered, and ends everything sealed.
pub(crate) const TAG_BYTES: usize = MAX_TAG_LEN;
/// A field holds no more than this before it is sealed. A scan is a document and is kept otherwise.
pub const PLAIN_BYTES_MAX: usize = 1 << 20;
/// Stands first in what every field is bound to, so that no other use of a key can be taken for it.
const PURPOSE: &str = "anlanh/seal/v1";

/// Why something could not be sealed or opened. Says nothing about what was inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealFault {
    /// Too short, or of a format that this program does not know.
    #[error("not a sealed value of a known format")]
    NotSealed,
    /// Another key sealed it: the one of this id opens it, and no other is tried.
    #[error("sealed by the key {sealed_by:?}")]
    OtherKey {
        /// Whose it is.
        sealed_by: KeyId,
    },
    /// Altered, or taken from another place: another row, column, person, unit or version.
    #[error("altered, or not sealed for this place")]
    Altered,
    /// The value, or a name of the place, is longer than can be sealed.
    #[error("too long to be sealed")]
    TooLong,
}

/// Where a field stands. All of it is bound to the sealed value, none of it is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The row's id.
    pub row: Uuid,
    /// Whose key it is sealed by: a person, or a unit for its own log.
    pub subject: Uuid,
    /// The unit that held the file when the row was written. It stays in the row, so that a file that moves on needs
    /// one key wrapped anew and no field sealed anew.
    pub unit: Uuid,
    /// The version of the row's content: an old value put back in a newer row does not open.
    pub version: i64,
}

impl Place<'_> {
    /// Every part with its length before it, so that no two places give the same bytes.
    fn bytes(&self, head: &[u8]) -> Result<Vec<u8>, SealFault> {
        let mut bytes = Vec::with_capacity(128);
        for text in [PURPOSE, self.table, self.column] {
            let length = u8::try_from(text.len()).map_err(|_| SealFault::TooLong)?;
            bytes.push(length);
            bytes.extend_from_slice(text.as_bytes());
        }
        for id in [self.row, self.subject, self.unit] {
            bytes.extend_from_slice(id.as_bytes());
        }
        bytes.extend_from_slice(&self.version.to_be_bytes());
        bytes.extend_from_slice(head);
        Ok(bytes)
    }
}

/// Seals a value for its place: `01`, key id, nonce, padded ciphertext, tag.
///
/// `id` must be the key's own ([`Secret::id`]); it is asked for so that the caller says which key he means.
/// The nonce is 96 fresh random bits.
pub fn seal(
    key: &Secret,
    id: KeyId,
    nonce: [u8; NONCE_LEN],
    place: &Place<'_>,
    plain: &[u8],
    pad: Pad,
) -> Result<Vec<u8>, SealFault> {
    if id != key.id() {
        return Err(SealFault::OtherKey { sealed_by: id });
    }
    if plain.len() > PLAIN_BYTES_MAX {
        return Err(SealFault::TooLong);
    }
    let head = head(id, nonce);
    let bound = place.bytes(&head)?;
    let mut body = Zeroizing::new(pad.padded(plain));
    let tag = encrypt(key, nonce, &bound, &mut body)?;
    Ok([&head[..], &body[..], &tag[..]].concat())
}

/// Which key sealed this.
pub fn key_id_of(sealed: &[u8]) -> Result<KeyId, SealFault> {
    parts(sealed).map(|parts| parts.id)
}

/// Opens what was sealed for this place. The value is wiped when dropped.
///
/// The id in front chooses exactly one key; with another the answer is [`SealFault::OtherKey`], and nothing is tried.
pub fn open(key: &Secret, place: &Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealFault> {
    let parts = parts(sealed)?;
    if parts.id != key.id() {
        return Err(SealFault::OtherKey { sealed_by: parts.id });
    }
    let mut plain = decrypt(key, parts.nonce, &place.bytes(parts.head)?, parts.body)?;
    let length = pad::length(&plain).ok_or(SealFault::Altered)?;
    plain.truncate(length);
    Ok(plain)
}

/// What stands before every ciphertext.
pub(crate) fn head(id: KeyId, nonce: [u8; NONCE_LEN]) -> [u8; HEAD_BYTES] {
    let mut head = [VERSION; HEAD_BYTES];
    let (_, rest) = head.split_at_mut(1);
    let (of_key, of_nonce) = rest.split_at_mut(KeyId::BYTES);
    of_key.copy_from_slice(&id.0);
    of_nonce.copy_from_slice(&nonce);
    head
}

pub(crate) struct Parts<'a> {
    pub head: &'a [u8],
    pub id: KeyId,
    pub nonce: [u8; NONCE_LEN],
    /// Ciphertext and tag.
    pub body: &'a [u8],
}

pub(crate) fn parts(sealed: &[u8]) -> Result<Parts<'_>, SealFault> {
    let (head, body) = sealed.split_at_checked(HEAD_BYTES).ok_or(SealFault::NotSealed)?;
    let (format, rest) = head.split_at(1);
    let (id, nonce) = rest.split_at(KeyId::BYTES);
    if format != [VERSION] || body.len() < TAG_BYTES {
        return Err(SealFault::NotSealed);
    }
    let id = KeyId(id.try_into().map_err(|_| SealFault::NotSealed)?);
    let nonce = nonce.try_into().map_err(|_| SealFault::NotSealed)?;
    Ok(Parts { head, id, nonce, body })
}

/// Encrypts in place and gives the tag.
pub(crate) fn encrypt(
    key: &Secret,
    nonce: [u8; NONCE_LEN],
    bound: &[u8],
    body: &mut [u8],
) -> Result<[u8; TAG_BYTES], SealFault> {
    let tag = cipher(key)?.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), body);
    tag.ok().and_then(|tag| tag.as_ref().try_into().ok()).ok_or(SealFault::TooLong)
}

/// Decrypts ciphertext and tag; nothing comes out unless the tag holds.
pub(crate) fn decrypt(
    key: &Secret,
    nonce: [u8; NONCE_LEN],
    bound: &[u8],
    body: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealFault> {
    let mut plain = Zeroizing::new(body.to_vec());
    let opened = cipher(key)?.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(bound), &mut plain);
    let length = opened.map_err(|_| SealFault::Altered)?.len();
    plain.truncate(length);
    Ok(plain)
}

fn cipher(key: &Secret) -> Result<LessSafeKey, SealFault> {
    // 32 bytes are what the cipher asks for: it cannot refuse
    UnboundKey::new(&AES_256_GCM, key.bytes()).map(LessSafeKey::new).map_err(|_| SealFault::NotSealed)
}

#[cfg(test)]
mod tests;
