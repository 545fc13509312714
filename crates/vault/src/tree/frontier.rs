//! As much of a tree as appending needs: one node for each full part.

use super::{empty_root, node};
use crate::Digest;

/// The roots of a tree's full parts, the largest first. At most 64 of them, whatever the log's size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// Of a log without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Digest) {
        let mut joined = leaf;
        let mut parts = self.size;
        // each trailing one of the size is a full part of that height, which the new one completes to the next
        while parts & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            joined = node(&left, &joined);
            parts >>= 1;
        }
        self.peaks.push(joined);
        self.size += 1;
    }

    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all of them.
    pub fn root(&self) -> Digest {
        let from_the_right = self.peaks.iter().rev().copied();
        from_the_right.reduce(|right, left| node(&left, &right)).unwrap_or_else(empty_root)
    }

    /// The parts' roots one after another, to be kept beside [`Frontier::size`].
    pub fn to_bytes(&self) -> Vec<u8> {
        self.peaks.iter().flat_map(|peak| *peak.bytes()).collect()
    }

    /// What was kept; none if there are not as many parts as that size has, or no room for another leaf.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Self> {
        let (parts, rest) = bytes.as_chunks::<32>();
        let is_whole = size < u64::MAX && rest.is_empty() && parts.len() == usize::try_from(size.count_ones()).ok()?;
        is_whole.then(|| Self { size, peaks: parts.iter().copied().map(Digest::from).collect() })
    }
}

impl FromIterator<Digest> for Frontier {
    fn from_iter<T: IntoIterator<Item = Digest>>(leaves: T) -> Self {
        let mut frontier = Self::new();
        leaves.into_iter().for_each(|leaf| frontier.push(leaf));
        frontier
    }
}

/// The root over leaves in their order.
pub fn root_of(leaves: impl IntoIterator<Item = Digest>) -> Digest {
    leaves.into_iter().collect::<Frontier>().root()
}
