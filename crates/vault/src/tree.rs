//! The tree over all entries, hashed as RFC 6962 and RFC 9162 §2.1 say.

mod frontier;
mod full;
mod proof;

pub use frontier::{Frontier, root_of};
pub use full::{Full, fulls, joined};
pub use proof::{consistency_path, inclusion_path, prove, verify_consistency, verify_inclusion};

use crate::Digest;

/// The leaf of an entry: SHA-256 of `00` and its bytes.
pub fn leaf(entry: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], entry])
}

/// The node over two others: SHA-256 of `01`, the left and the right.
pub fn node(left: &Digest, right: &Digest) -> Digest {
    Digest::of_parts(&[&[1], left.bytes(), right.bytes()])
}

/// The root of a tree without entries: SHA-256 of nothing.
pub fn empty_root() -> Digest {
    Digest::of(&[])
}
