//! A key sealed by another key: root → unit → person.
//!
//! What is bound: of what kind the wrapped key is, its id, whose it is, of which unit and epoch. So a wrapped key
//! opens only with its own unit's key, only as what it was wrapped for.

use uuid::Uuid;
use zeroize::Zeroize as _;

use crate::seal::{self, HEAD_BYTES, KeyId, SealFault, Secret, TAG_BYTES};

pub mod files;

/// Stands first in what every wrapping is bound to.
const PURPOSE: &[u8] = b"anlanh/wrap/v1";
/// Stands first in what joins a unit's key and an epoch's.
const JOINING: &[u8] = b"anlanh/unit-and-epoch/v1";

/// Length of a wrapped key in bytes: format, id of the wrapping key, nonce, 32 bytes, tag.
pub const WRAPPED_BYTES: usize = HEAD_BYTES + Secret::BYTES + TAG_BYTES;

/// What a wrapped key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Wraps the keys of a unit.
    Unit,
    /// Seals the fields of a person.
    Person,
    /// Seals details of a unit's own log.
    Log,
    /// Makes the blind indexes of a unit.
    Index,
}

impl Kind {
    /// As it is bound and kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Person => "person",
            Self::Log => "log",
            Self::Index => "index",
        }
    }
}

/// What a wrapped key is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What it is for.
    pub kind: Kind,
    /// Whose it is: the person; the unit for a key of the unit's own.
    pub subject: Uuid,
    /// The unit that holds it.
    pub unit: Uuid,
    /// The epoch of the wrapping, or the version of a unit's key.
    pub epoch: i64,
}

impl Bound {
    fn bytes(&self, wrapped: KeyId, head: &[u8]) -> Vec<u8> {
        let kind = self.kind.word().as_bytes();
        let length = [u8::try_from(kind.len()).unwrap_or(u8::MAX)];
        let (subject, unit, epoch) = (self.subject, self.unit, self.epoch.to_be_bytes());
        [PURPOSE, &length, kind, &wrapped.0, subject.as_bytes(), unit.as_bytes(), &epoch, head].concat()
    }
}

/// Wraps `key` under `by`. The nonce is 96 fresh random bits.
pub fn wrap(by: &Secret, nonce: [u8; 12], bound: &Bound, key: &Secret) -> Result<Vec<u8>, SealFault> {
    let head = seal::head(by.id(), nonce);
    let mut body = *key.bytes();
    let tag = seal::encrypt(by, nonce, &bound.bytes(key.id(), &head), &mut body)?;
    Ok([&head[..], &body[..], &tag[..]].concat())
}

/// The key of this id, out of its wrapping.
pub fn unwrap(by: &Secret, bound: &Bound, id: KeyId, wrapped: &[u8]) -> Result<Secret, SealFault> {
    if wrapped.len() != WRAPPED_BYTES {
        return Err(SealFault::NotSealed);
    }
    let parts = seal::parts(wrapped)?;
    if parts.id != by.id() {
        return Err(SealFault::OtherKey { sealed_by: parts.id });
    }
    let plain = seal::decrypt(by, parts.nonce, &bound.bytes(id, parts.head), parts.body)?;
    let mut bytes: [u8; Secret::BYTES] = plain.as_slice().try_into().map_err(|_| SealFault::NotSealed)?;
    let key = Secret::new(bytes);
    bytes.zeroize();
    // the cipher alone does not commit to one key; the name does
    if key.id() == id { Ok(key) } else { Err(SealFault::Altered) }
}

/// Which key a wrapped key was wrapped by.
pub fn wrapped_by(wrapped: &[u8]) -> Result<KeyId, SealFault> {
    seal::key_id_of(wrapped)
}

/// What the keys of a unit's people are wrapped by: it takes the unit's key and the epoch's. Once the epoch's key is
/// destroyed, no unit key opens what was wrapped in that epoch, in whatever copy it is still found.
pub fn of_unit_and_epoch(unit: &Secret, epoch: &Secret) -> Secret {
    unit.derived(&[JOINING, epoch.bytes()])
}
