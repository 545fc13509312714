//! The ledger's laws: one encoding per entry, the trees of the RFCs, signatures that hold, and no alteration unseen.

mod bundles;
mod entries;
mod flipped;
mod logs;
mod notes;
mod outside;
mod payloads;
mod sample;
mod trees;
