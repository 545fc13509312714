//! What outsiders check the ledger by: signed notes, and proofs between them.

use store::ledger;
use store::ledger_nodes;
use vault::Digest;
use vault::checkpoint::Checkpoint;
use vault::inclusion::Inclusion;
use vault::tree::{consistency_path, inclusion_path};

use super::witnesses::with_cosignatures;
use crate::app::App;
use crate::problem::Problem;

impl App {
    /// The last signed note with what witnesses have signed under it, if anything was signed.
    pub async fn last_checkpoint(&self) -> Result<Option<String>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let last = ledger::last_checkpoint(&mut tx).await?;
        Ok(with_cosignatures(&mut tx, last.into_iter().collect()).await?.pop())
    }

    /// The signed note of exactly so many entries.
    pub async fn checkpoint_of(&self, size: u64) -> Result<Option<String>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let found = ledger::checkpoint_of(&mut tx, size).await?;
        Ok(with_cosignatures(&mut tx, found.into_iter().collect()).await?.pop())
    }

    /// The proof that the log of `to` entries continues the one of `from`: one line of base64 each.
    /// None if `from` is more than `to`, or `to` more than there is.
    pub async fn prove_consistency(&self, from: u64, to: u64) -> Result<Option<Vec<String>>, Problem> {
        let mut tx = self.db().snapshot().await?;
        if to > ledger::head(&mut tx).await?.frontier.size() {
            return Ok(None);
        }
        let Some(path) = consistency_path(from, to) else { return Ok(None) };
        let proof = ledger_nodes::prove(&mut tx, path).await?;
        Ok(Some(proof.iter().map(Digest::to_string).collect()))
    }

    /// An entry with the proof that it stands in the log as it was signed last. None if there is no such entry, or
    /// none that is signed.
    pub async fn prove_inclusion(&self, seq: u64) -> Result<Option<Inclusion>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let last = ledger::last_checkpoint(&mut tx).await?;
        let Some(note) = with_cosignatures(&mut tx, last.into_iter().collect()).await?.pop() else { return Ok(None) };
        let size = Checkpoint::unchecked(&note).map_err(Problem::fault)?.size;
        let Some(path) = inclusion_path(seq, size) else { return Ok(None) };
        let Some(kept) = ledger::entries(&mut tx, seq..seq + 1).await?.pop() else { return Ok(None) };
        let path = ledger_nodes::prove(&mut tx, path).await?;
        Ok(Some(Inclusion { entry: kept.body, seq, path, note }))
    }
}
