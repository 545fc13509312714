//! The key that signs checkpoints (Ed25519), and the one by which anybody checks them.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use thiserror::Error;

use crate::Digest;

/// Marks Ed25519 in the ids and texts of keys (C2SP signed-note).
const ED25519_MARK: u8 = 1;
/// A name is no longer, in bytes.
const NAME_BYTES_MAX: usize = 255;
/// What stands before the 32 secret bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7).
const PKCS8_LEAD: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// The bytes of a new key file, in DER of PKCS #8, from 32 random bytes of the caller. Secret.
pub fn pkcs8_of_seed(seed: &[u8; 32]) -> [u8; 48] {
    let mut der = [0; 48];
    let (lead, secret) = der.split_at_mut(PKCS8_LEAD.len());
    lead.copy_from_slice(&PKCS8_LEAD);
    secret.copy_from_slice(seed);
    der
}

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// Not PKCS #8 of an Ed25519 key.
    #[error("not an Ed25519 key in PKCS #8")]
    NotAKey,
    /// The name is empty, too long, or has spaces, control characters or `+` in it.
    #[error("a key's name has 1 to 255 bytes without spaces, control characters or `+`")]
    Name,
    /// Not `name+id+key`, or the id does not belong to the key.
    #[error("not the text of a public key: `name+id+key` with the id that belongs to it")]
    NotAPublicKey,
}

/// Signs checkpoints. It has no text: `Debug` shows the public half only.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: VerifyingKey,
}

impl SigningKey {
    /// Reads PKCS #8 in DER, as [`pkcs8_of_seed`] or `openssl genpkey` write it. The name is the log's origin.
    pub fn from_pkcs8(name: &str, der: &[u8]) -> Result<Self, KeyFault> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(|_| KeyFault::NotAKey)?;
        let bytes = pair.public_key().as_ref().try_into().map_err(|_| KeyFault::NotAKey)?;
        let public = VerifyingKey::new(name, bytes)?;
        Ok(Self { pair, public })
    }

    /// The public half.
    pub const fn verifying(&self) -> &VerifyingKey {
        &self.public
    }

    pub(crate) fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.pair.sign(text).as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {})", self.public)
    }
}

/// Checks signatures. Its text is `name+id+key` (C2SP calls it a vkey): eight hexadecimal digits of id, and base64 of
/// a byte for Ed25519 and the 32 bytes of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    bytes: [u8; 32],
}

impl VerifyingKey {
    /// A key by its name, the log's origin, and its 32 bytes.
    pub fn new(name: &str, bytes: [u8; 32]) -> Result<Self, KeyFault> {
        if !is_name(name) {
            return Err(KeyFault::Name);
        }
        Ok(Self { name: name.to_owned(), bytes })
    }

    /// Whose key it is: the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Stands before each signature: the first four bytes of SHA-256 over name, line feed, `01` and the key.
    pub fn id(&self) -> [u8; 4] {
        let whole = Digest::of_parts(&[self.name.as_bytes(), b"\n", &[ED25519_MARK], &self.bytes]);
        let [a, b, c, d, ..] = *whole.bytes();
        [a, b, c, d]
    }

    /// The id as eight hexadecimal digits.
    pub fn id_text(&self) -> String {
        format!("{:08x}", u32::from_be_bytes(self.id()))
    }

    pub(crate) fn has_signed(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.bytes).verify(text, signature).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marked: Vec<u8> = [ED25519_MARK].into_iter().chain(self.bytes).collect();
        write!(f, "{}+{}+{}", self.name, self.id_text(), STANDARD.encode(marked))
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyFault;

    fn from_str(text: &str) -> Result<Self, KeyFault> {
        // base64 has `+` too, a name has none
        let (name, rest) = text.split_once('+').ok_or(KeyFault::NotAPublicKey)?;
        let (id, key) = rest.split_once('+').ok_or(KeyFault::NotAPublicKey)?;
        let marked = STANDARD.decode(key).map_err(|_| KeyFault::NotAPublicKey)?;
        let [ED25519_MARK, bytes @ ..] = marked.as_slice() else { return Err(KeyFault::NotAPublicKey) };
        let key = Self::new(name, bytes.try_into().map_err(|_| KeyFault::NotAPublicKey)?)?;
        if key.id_text() == id { Ok(key) } else { Err(KeyFault::NotAPublicKey) }
    }
}

/// Whether a key may be called so.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&name.len()) && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}
