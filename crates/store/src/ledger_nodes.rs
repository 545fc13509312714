//! Roots of full subtrees, so that a proof out of a million entries reads some hundred rows.
//!
//! They follow from the entries and are filled in after them, in steps; what is not there yet is worked out from what
//! stands below it. The audit holds each against the entries.

use std::collections::HashMap;
use std::ops::Range;

use vault::Digest;
use vault::tree::{Frontier, Full, fulls, joined, root_of};

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger;
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("ledger_nodes::NEXT", NEXT),
    ("ledger_nodes::ADD", ADD),
    ("ledger_nodes::OF_LEVEL", OF_LEVEL),
    ("ledger_nodes::EVERY", EVERY),
];

/// A level stands so many heights above the one below it: a node over 256.
const HEIGHTS: u32 = 8;
/// How many nodes a step fills in at most; a step holds the store's write lock.
const STEP: u64 = 256;

const NEXT: &str = "select cast(coalesce(max(position) + 1, 0) as bigint) as next from ledger_node where level = $1";
const ADD: &str =
    "insert into ledger_node (level, position, root) values ($1, $2, $3) on conflict (level, position) do nothing";

/// Whether entries are there whose nodes are not.
#[tracing::instrument(name = "db.ledger_nodes.is_behind", level = "debug", skip_all)]
pub async fn is_behind(tx: &mut Tx) -> Result<bool> {
    let full = ledger::head(tx).await?.frontier.size() >> HEIGHTS;
    Ok(next(tx, 1).await? < full)
}

/// Fills in some of the nodes that are missing, the lowest first. Answers how many: when none, there is nothing left.
#[tracing::instrument(name = "db.ledger_nodes.fill", level = "debug", skip_all)]
pub async fn fill(tx: &mut Tx) -> Result<u64> {
    let mut below = ledger::head(tx).await?.frontier.size();
    for level in 1.. {
        let (from, full) = (next(tx, level).await?, below >> HEIGHTS);
        if full == 0 {
            break;
        }
        let to = full.min(from.saturating_add(STEP));
        for position in from..to {
            let root = root_of(level_of(tx, level - 1, under(position, HEIGHTS)).await?);
            let row = sql(ADD).arg(i64::from(level)).arg(position.cast_signed()).arg(root.bytes().as_slice());
            tx.run(row).await?;
        }
        if to > from {
            return Ok(to - from);
        }
        below = full;
    }
    Ok(0)
}

async fn next(tx: &mut Tx, level: u32) -> Result<u64> {
    Ok(tx.first::<Next>(sql(NEXT).arg(i64::from(level))).await?.map_or(0, |next| next.0))
}

/// The places one or more heights below.
const fn under(index: u64, heights: u32) -> Range<u64> {
    index << heights..(index + 1) << heights
}

/// The proof along a path of [`vault::tree::inclusion_path`] or [`vault::tree::consistency_path`].
#[tracing::instrument(name = "db.ledger_nodes.prove", level = "debug", skip_all)]
pub async fn prove(tx: &mut Tx, path: Vec<Range<u64>>) -> Result<Vec<Digest>> {
    let mut proof = Vec::with_capacity(path.len());
    for part in path {
        let mut roots = Vec::new();
        for full in fulls(part) {
            roots.push(root(tx, full).await?);
        }
        proof.push(joined(&roots));
    }
    Ok(proof)
}

/// The root of a full subtree, from the highest level at which all that it needs is there.
async fn root(tx: &mut Tx, full: Full) -> Result<Digest> {
    for level in (0..=full.height / HEIGHTS).rev() {
        let heights = full.height - level * HEIGHTS;
        let nodes = level_of(tx, level, under(full.index, heights)).await?;
        if nodes.len() as u64 == 1 << heights {
            return Ok(root_of(nodes));
        }
    }
    Err(StoreError::bad("ledger_entry.leaf", format!("{full:?}")))
}

const OF_LEVEL: &str = "
    select root
    from ledger_node
    where level = $1 and position >= $2 and position < $3
    order by position";

/// Nodes of a level by their places; level 0 are the leaves.
async fn level_of(tx: &mut Tx, level: u32, places: Range<u64>) -> Result<Vec<Digest>> {
    if level == 0 {
        return ledger::leaves(tx, places).await;
    }
    let (from, to) = (places.start.cast_signed(), places.end.cast_signed());
    let found = tx.all::<Root>(sql(OF_LEVEL).arg(i64::from(level)).arg(from).arg(to)).await?;
    Ok(found.into_iter().map(|root| root.0).collect())
}

const EVERY: &str = "select level, position, root from ledger_node order by level, position";

/// The nodes as the entries make them, to be held against those that are kept.
#[derive(Default)]
pub(crate) struct Nodes {
    /// Of each level what does not fill a node yet, and how many are full.
    growing: Vec<(Frontier, u64)>,
    known: HashMap<(i64, i64), Digest>,
}

impl Nodes {
    pub fn push(&mut self, leaf: Digest) {
        let (mut joining, mut level) = (leaf, 0);
        loop {
            if self.growing.len() == level {
                self.growing.push(Default::default());
            }
            let Some((frontier, full)) = self.growing.get_mut(level) else { return };
            frontier.push(joining);
            if frontier.size() < 1 << HEIGHTS {
                return;
            }
            joining = std::mem::take(frontier).root();
            level += 1;
            self.known.insert((i64::try_from(level).unwrap_or(i64::MAX), full.cast_signed()), joining);
            *full += 1;
        }
    }

    /// The first kept node that is not what the entries make, or that stands after a gap.
    pub async fn first_wrong(&self, tx: &mut Tx) -> Result<Option<(i64, i64)>> {
        let (mut expected, mut wrong) = ((1, 0), None);
        tx.each(sql(EVERY), |row| {
            let node = Node::from_row(&row)?;
            let place = (node.level, node.position);
            if place.0 > expected.0 {
                expected = (place.0, 0);
            }
            if wrong.is_none() && (place != expected || self.known.get(&place) != Some(&node.root)) {
                wrong = Some(place.min(expected));
            }
            expected.1 += 1;
            Ok(())
        })
        .await?;
        Ok(wrong)
    }
}

struct Node {
    level: i64,
    position: i64,
    root: Digest,
}

impl FromRow for Node {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { level: row.get("level")?, position: row.get("position")?, root: Root::from_row(row)?.0 })
    }
}

struct Root(Digest);

impl FromRow for Root {
    fn from_row(row: &Row) -> Result<Self> {
        let bytes: Vec<u8> = row.get("root")?;
        Digest::try_from(bytes.as_slice())
            .map(Self)
            .map_err(|_| StoreError::bad("ledger_node.root", format!("{} bytes", bytes.len())))
    }
}

struct Next(u64);

impl FromRow for Next {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<i64>("next").map(|next| Self(next.cast_unsigned()))
    }
}
