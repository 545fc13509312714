//! The ledger's laws: one encoding per entry, the trees of the RFCs, signatures that hold, and no alteration unseen.
//! And those of sealing: what is sealed opens with one key at one place, and shows neither content nor length.

mod bundles;
mod entries;
mod flipped;
mod inclusions;
mod indexes;
mod logs;
mod notes;
mod outside;
mod payloads;
mod sample;
mod sealing;
mod successions;
mod trees;
mod witnesses;
mod wrapping;
