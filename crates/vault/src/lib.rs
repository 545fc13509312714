//! What must hold whoever looks at the data: the ledger, and the sealing of what is said about people.
//!
//! The ledger by itself: what an entry is to the byte, the tree over all entries, signed checkpoints, and how an
//! outsider checks that nothing was altered, left out or put in.
//!
//! Pure: no clock, randomness, file, network or async. Where entries are kept is the business of others; what is
//! written here also stands in `docs/ledger-format.md`, precise enough to check a log without this code.
//!
//! The usual way: a [`entry::Draft`] gets its place and instant, [`entry::Entry::encode`] gives its bytes,
//! [`tree::leaf`] their leaf, [`tree::Frontier`] the root, [`checkpoint::Checkpoint::signed`] the note.
//! [`verify::Verifier`] goes the same way again and says where it differs.
//!
//! Sealing: [`seal`] closes a field with a person's key, [`wrap`] closes that key with the unit's, [`blind`] finds a
//! number without keeping it. Keys and nonces are given by the caller (`docs/keys.md`).

pub mod blind;
pub mod bundle;
pub mod checkpoint;
mod digest;
pub mod entry;
pub mod inclusion;
pub mod key;
pub mod note;
pub mod payload;
pub mod seal;
pub mod succession;
pub mod tree;
pub mod verify;
pub mod witness;
pub mod wrap;

pub use digest::{Digest, NotADigest};
