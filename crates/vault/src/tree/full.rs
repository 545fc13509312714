//! A part of a tree as full subtrees, so that the roots of full subtrees can be kept and a proof need not read leaves.

use std::ops::Range;

use super::{empty_root, node};
use crate::Digest;

/// A subtree in which no leaf is missing: of the leaves from `index << height`, `1 << height` many. Its root never
/// changes, however the log grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full {
    /// How many times leaves were joined in pairs: 0 for a leaf.
    pub height: u32,
    /// Which one of that height, from 0.
    pub index: u64,
}

/// The full subtrees of a part, from the left: the part must be one that [`super::inclusion_path`] or
/// [`super::consistency_path`] names, so that each is larger than the next.
pub fn fulls(part: Range<u64>) -> Vec<Full> {
    let (mut start, mut found) = (part.start, Vec::new());
    while start < part.end {
        let height = (part.end - start).ilog2().min(start.trailing_zeros());
        found.push(Full { height, index: start >> height });
        start += 1 << height;
    }
    found
}

/// The root of a part from the roots of its full subtrees, in the order of [`fulls`].
pub fn joined(roots: &[Digest]) -> Digest {
    let from_the_right = roots.iter().rev().copied();
    from_the_right.reduce(|right, left| node(&left, &right)).unwrap_or_else(empty_root)
}
