//! That an entry stands in a log, and that a log only grew (RFC 9162 §2.1.3, §2.1.4).

use std::ops::Range;

use super::{empty_root, node, root_of};
use crate::Digest;

/// Which parts of a log of `size` entries prove that entry `index` stands in it: the proof is the root of each, in
/// this order. None if there is no such entry.
pub fn inclusion_path(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if index >= size {
        return None;
    }
    let (mut part, mut path) = (0..size, Vec::new());
    while part.end - part.start > 1 {
        let middle = part.start + left_of(part.end - part.start);
        if index < middle {
            path.push(middle..part.end);
            part.end = middle;
        } else {
            path.push(part.start..middle);
            part.start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// Which parts of a log of `to` entries prove that its first `from` are as they were: the proof is the root of each,
/// in this order. Empty if `from` is 0 or all; none if `from` is more than `to`.
pub fn consistency_path(from: u64, to: u64) -> Option<Vec<Range<u64>>> {
    if from > to {
        return None;
    }
    let (mut part, mut path) = (0..to, Vec::new());
    if from == 0 || from == to {
        return Some(path);
    }
    while part.end > from {
        let middle = part.start + left_of(part.end - part.start);
        if from <= middle {
            path.push(middle..part.end);
            part.end = middle;
        } else {
            path.push(part.start..middle);
            part.start = middle;
        }
    }
    // the old log's own last part is known to whoever knows its root, if that is the whole of it
    if part.start > 0 {
        path.push(part);
    }
    path.reverse();
    Some(path)
}

/// The largest power of two below a size of at least two: how many leaves stand on the left.
const fn left_of(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The proof along a path, from all leaves in memory. None if a part reaches beyond them.
pub fn prove(path: &[Range<u64>], leaves: &[Digest]) -> Option<Vec<Digest>> {
    let root = |part: &Range<u64>| {
        let part = usize::try_from(part.start).ok()?..usize::try_from(part.end).ok()?;
        leaves.get(part).map(|leaves| root_of(leaves.iter().copied()))
    };
    path.iter().map(root).collect()
}

/// Whether the proof shows that a leaf stands at `index` in the log of this size and root.
pub fn verify_inclusion(leaf: &Digest, index: u64, size: u64, root: &Digest, proof: &[Digest]) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut climbed = *leaf;
    for other in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            climbed = node(other, &climbed);
            (at, last) = skip_single(at, last);
        } else {
            climbed = node(&climbed, other);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && climbed == *root
}

/// Whether the proof shows that the log of size `from` and this root is the beginning of the one of size `to`.
pub fn verify_consistency(from: u64, from_root: &Digest, to: u64, to_root: &Digest, proof: &[Digest]) -> bool {
    if from > to {
        return false;
    }
    if from == to {
        return proof.is_empty() && from_root == to_root;
    }
    if from == 0 {
        return proof.is_empty() && *from_root == empty_root();
    }
    // a full old tree is a part of the new one, so its root is the beginning of the proof
    let (first, rest) = if from.is_power_of_two() {
        (from_root, proof)
    } else {
        let Some((first, rest)) = proof.split_first() else { return false };
        (first, rest)
    };
    let shift = (from - 1).trailing_ones();
    let (mut at, mut last) = ((from - 1) >> shift, (to - 1) >> shift);
    let (mut old, mut new) = (*first, *first);
    for other in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            (old, new) = (node(other, &old), node(other, &new));
            (at, last) = skip_single(at, last);
        } else {
            new = node(&new, other);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && old == *from_root && new == *to_root
}

/// Climbs past the heights at which a last node has no other beside it.
const fn skip_single(mut at: u64, mut last: u64) -> (u64, u64) {
    while at & 1 == 0 && at != 0 {
        (at, last) = (at >> 1, last >> 1);
    }
    (at, last)
}
