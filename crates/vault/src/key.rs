//! The key that signs checkpoints (Ed25519), and the one by which anybody checks them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use thiserror::Error;

use crate::Digest;

/// Marks, in ids and texts of keys, one that signs as a log does: Ed25519 over the text (C2SP signed-note).
pub const LOG_MARK: u8 = 1;
/// Marks one that signs as a witness does: Ed25519 over the time and the text (C2SP tlog-cosignature).
pub const WITNESS_MARK: u8 = 4;
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

/// What the text of a witness's secret key begins with.
const SECRET_LEAD: &str = "PRIVATE+KEY+";

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
#[derive(Clone)]
pub struct SecretKey<const MARK: u8> {
    pair: Arc<Ed25519KeyPair>,
    public: PublicKey<MARK>,
}

/// Signs the checkpoints of a log.
pub type SigningKey = SecretKey<LOG_MARK>;
/// Signs, as a witness, that it has seen a checkpoint continue an earlier one.
pub type WitnessSigningKey = SecretKey<WITNESS_MARK>;
/// Checks the checkpoints of a log.
pub type VerifyingKey = PublicKey<LOG_MARK>;
/// Checks the cosignatures of a witness.
pub type WitnessKey = PublicKey<WITNESS_MARK>;

impl<const MARK: u8> SecretKey<MARK> {
    /// Reads PKCS #8 in DER, as [`pkcs8_of_seed`] or `openssl genpkey` write it. The name is the log's origin.
    pub fn from_pkcs8(name: &str, der: &[u8]) -> Result<Self, KeyFault> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(|_| KeyFault::NotAKey)?;
        let bytes = pair.public_key().as_ref().try_into().map_err(|_| KeyFault::NotAKey)?;
        let public = PublicKey::new(name, bytes)?;
        Ok(Self { pair: Arc::new(pair), public })
    }

    /// The same key under another name: a log keeps its origin when its key is replaced.
    pub fn named(&self, name: &str) -> Result<Self, KeyFault> {
        Ok(Self { pair: Arc::clone(&self.pair), public: PublicKey::new(name, self.public.bytes)? })
    }

    /// The public half.
    pub const fn verifying(&self) -> &PublicKey<MARK> {
        &self.public
    }

    pub(crate) fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.pair.sign(text).as_ref().to_vec()
    }
}

impl<const MARK: u8> fmt::Debug for SecretKey<MARK> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {})", self.public)
    }
}

impl WitnessSigningKey {
    /// The text of a new secret key, from 32 random bytes of the caller: `PRIVATE+KEY+name+id+seed`, the seed after its
    /// mark in base64. Secret.
    pub fn text_of_seed(name: &str, seed: &[u8; 32]) -> Result<String, KeyFault> {
        let key = Self::from_pkcs8(name, &pkcs8_of_seed(seed))?;
        let marked: Vec<u8> = [WITNESS_MARK].into_iter().chain(*seed).collect();
        Ok(format!("{SECRET_LEAD}{name}+{}+{}", key.public.id_text(), STANDARD.encode(marked)))
    }

    /// Reads what [`WitnessSigningKey::text_of_seed`] wrote; spaces around it do not matter.
    pub fn from_text(text: &str) -> Result<Self, KeyFault> {
        let rest = text.trim().strip_prefix(SECRET_LEAD).ok_or(KeyFault::NotAKey)?;
        let (name, rest) = rest.split_once('+').ok_or(KeyFault::NotAKey)?;
        let (id, seed) = rest.split_once('+').ok_or(KeyFault::NotAKey)?;
        let marked = STANDARD.decode(seed).map_err(|_| KeyFault::NotAKey)?;
        let [WITNESS_MARK, seed @ ..] = marked.as_slice() else { return Err(KeyFault::NotAKey) };
        let seed: &[u8; 32] = seed.try_into().map_err(|_| KeyFault::NotAKey)?;
        let key = Self::from_pkcs8(name, &pkcs8_of_seed(seed))?;
        if key.public.id_text() == id { Ok(key) } else { Err(KeyFault::NotAKey) }
    }
}

/// Checks signatures. Its text is `name+id+key` (C2SP calls it a vkey): eight hexadecimal digits of id, and base64 of
/// a byte for what it signs and the 32 bytes of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey<const MARK: u8> {
    name: String,
    bytes: [u8; 32],
}

impl<const MARK: u8> PublicKey<MARK> {
    /// A key by its name, the log's origin, and its 32 bytes.
    pub fn new(name: &str, bytes: [u8; 32]) -> Result<Self, KeyFault> {
        if !is_name(name) {
            return Err(KeyFault::Name);
        }
        Ok(Self { name: name.to_owned(), bytes })
    }

    /// Whose key it is: the log's origin, or the witness.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is the same key, by whatever name.
    pub fn is_same(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }

    /// Stands before each signature: the first four bytes of SHA-256 over name, line feed, the mark and the key.
    pub fn id(&self) -> [u8; 4] {
        let whole = Digest::of_parts(&[self.name.as_bytes(), b"\n", &[MARK], &self.bytes]);
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

impl<const MARK: u8> fmt::Display for PublicKey<MARK> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marked: Vec<u8> = [MARK].into_iter().chain(self.bytes).collect();
        write!(f, "{}+{}+{}", self.name, self.id_text(), STANDARD.encode(marked))
    }
}

impl<const MARK: u8> FromStr for PublicKey<MARK> {
    type Err = KeyFault;

    fn from_str(text: &str) -> Result<Self, KeyFault> {
        // base64 has `+` too, a name has none
        let (name, rest) = text.split_once('+').ok_or(KeyFault::NotAPublicKey)?;
        let (id, key) = rest.split_once('+').ok_or(KeyFault::NotAPublicKey)?;
        let marked = STANDARD.decode(key).map_err(|_| KeyFault::NotAPublicKey)?;
        let [mark, bytes @ ..] = marked.as_slice() else { return Err(KeyFault::NotAPublicKey) };
        if *mark != MARK {
            return Err(KeyFault::NotAPublicKey);
        }
        let key = Self::new(name, bytes.try_into().map_err(|_| KeyFault::NotAPublicKey)?)?;
        if key.id_text() == id { Ok(key) } else { Err(KeyFault::NotAPublicKey) }
    }
}

/// Whether a key may be called so.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&name.len()) && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}
