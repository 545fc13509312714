//! What others have signed under our checkpoints.

use jiff::{SignedDuration, Timestamp};
use store::Tx;
use store::audit::Finding;
use store::cosignatures::{self, Cosignature};
use store::ledger;
use vault::checkpoint::Checkpoint;
use vault::key::WitnessKey;
use vault::note::Note;
use vault::verify::Fault;
use vault::witness::{cosigned, signature, signed_again};

use crate::app::App;
use crate::problem::Problem;

/// How far a witness's clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// A witness that is named here, and what it has signed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Its name.
    pub name: String,
    /// Of how many entries, and when by its own clock; none while it has signed nothing.
    pub last: Option<(u64, Timestamp)>,
}

impl App {
    /// Takes in one of our checkpoints that witnesses have signed. Answers the names of those whose signature is kept
    /// now; what was kept before is not counted.
    ///
    /// Refused are a note that is not the one we gave out ([`Problem::Ledger`]: somebody was shown another log under
    /// our name), a wrong signature, and a note of which no named witness has signed ([`Problem::NoWitness`]).
    pub async fn take_cosignatures(&self, note: &str) -> Result<Vec<String>, Problem> {
        let refused = |fault: Fault| Problem::from(Finding::Log(fault));
        let shown = Checkpoint::unchecked(note).map_err(|fault| refused(fault.into()))?;
        let parsed = Note::parse(note).map_err(|fault| refused(Fault::Checkpoint(fault.into())))?;
        let mut tx = self.db().begin().await?;
        let last = ledger::last_checkpoint(&mut tx).await?.ok_or_else(|| refused(Fault::OtherLog))?;
        if last.note.lines().next() != Some(shown.origin.as_str()) {
            return Err(refused(Fault::OtherLog));
        }
        let ours = ledger::checkpoint_of(&mut tx, shown.size).await?;
        let Some(ours) = ours.and_then(|ours| Note::parse(&ours.note).ok()).filter(|it| it.text() == parsed.text())
        else {
            return Err(refused(Fault::SplitView { size: shown.size }));
        };
        let joined = ours.joined(&parsed);
        let (mut known, mut kept) = (0, Vec::new());
        for witness in self.watch().witnesses() {
            let at = cosigned(&joined, witness).map_err(|fault| refused(Fault::Checkpoint(fault.into())))?;
            let Some((at, signature)) = at.zip(signature(&joined, witness)) else { continue };
            let signed_at = i64::try_from(at).ok().and_then(|at| Timestamp::from_second(at).ok());
            let Some(signed_at) = signed_at.filter(|at| at.duration_since(self.now()) <= AHEAD) else { continue };
            known += 1;
            let one = Cosignature { size: shown.size, witness: witness.clone(), signature, signed_at };
            if cosignatures::add(&mut tx, &one, self.now()).await? {
                kept.push(witness.name().to_owned());
            }
        }
        if known == 0 {
            return Err(Problem::NoWitness);
        }
        tx.commit().await?;
        Ok(kept)
    }

    pub(super) async fn witnesses(&self, tx: &mut Tx) -> Result<Vec<Witnessed>, Problem> {
        let last = cosignatures::last(tx).await?;
        let named = self.watch().witnesses().iter();
        let of = |key: &WitnessKey| last.iter().find(|one| one.witness == *key).map(|one| (one.size, one.signed_at));
        Ok(named.map(|key| Witnessed { name: key.name().to_owned(), last: of(key) }).collect())
    }
}

/// The notes with what witnesses have signed under them.
pub(super) async fn with_cosignatures(
    tx: &mut Tx,
    checkpoints: Vec<ledger::Checkpoint>,
) -> Result<Vec<String>, Problem> {
    let (Some(first), Some(last)) = (checkpoints.first(), checkpoints.last()) else { return Ok(Vec::new()) };
    let mut signed = cosignatures::of_sizes(tx, first.size, last.size).await?.into_iter().peekable();
    let mut notes = Vec::with_capacity(checkpoints.len());
    for checkpoint in checkpoints {
        let mut note = checkpoint.note;
        while let Some(one) = signed.next_if(|one| one.size <= checkpoint.size) {
            if one.size == checkpoint.size {
                note = signed_again(&note, &one.witness, one.signature).unwrap_or(note);
            }
        }
        notes.push(note);
    }
    Ok(notes)
}
