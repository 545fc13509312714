//! The ledger as a whole: its state, signing it, checking it, handing it out.

mod proofs;
mod signing;
mod week;
mod witnesses;
mod words;

use std::io::Write;

use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use store::audit::{Finding, audit, signed as signed_by};
use store::ledger::{self, Kept};
use store::ledger_keys;
use vault::bundle::{BundleFault, Writer};
use vault::entry::Entry;
use vault::key::{KeyFault, SigningKey, VerifyingKey};
use vault::verify::{Expected, Fault, Verified};

use crate::app::App;
use crate::problem::Problem;

pub use signing::Checkpointed;
pub(crate) use signing::Watch;
pub use week::{LedgerWeek, iso_week};
pub use witnesses::Witnessed;
pub use words::{called, done, say};

/// An entry, ready to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place, from 0.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The day on which it happened.
    pub occurred_on: Date,
    /// What was acted on: `fact`.
    pub noun: String,
    /// What was done: `record`.
    pub act: String,
    /// The unit, where it is one.
    pub unit: Option<UnitId>,
    /// The code of the province, where it is one.
    pub province_code: Option<String>,
    /// Number of the paper.
    pub document_number: Option<String>,
    /// Date of the paper.
    pub document_date: Option<Date>,
}

/// A signed statement about the first entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// How many.
    pub size: u64,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// The signed note, to be given out as it is.
    pub note: String,
    /// Name of the log: the note's first line.
    pub origin: String,
    /// The root: 44 letters.
    pub root: String,
}

/// How the ledger stands.
#[derive(Clone, Debug)]
pub struct LedgerState {
    /// How many entries there are.
    pub size: u64,
    /// What was signed last.
    pub signed: Option<Signed>,
    /// The public key; none while nothing can be signed.
    pub key: Option<String>,
    /// What the last attempt to sign found wrong.
    pub fault: Option<Finding>,
    /// The witnesses that are named, each with what it has signed last.
    pub witnesses: Vec<Witnessed>,
    /// The last entries, newest first.
    pub lines: Vec<Line>,
}

/// What a check found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// How many entries.
    pub size: u64,
    /// How many of them a checked signature covers.
    pub signed: u64,
    /// The root over all: 44 letters.
    pub root: String,
}

/// How many entries a page shows.
const LINES: u64 = 50;

/// Reads the key that signs checkpoints (PKCS #8, DER). The log is named after the key, so that two
/// logs are never taken for one.
pub fn signing_key(der: &[u8]) -> Result<SigningKey, KeyFault> {
    let nameless = SigningKey::from_pkcs8("anlanh", der)?.verifying().to_string();
    let digest = vault::Digest::of(nameless.as_bytes());
    let first = digest.bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
    SigningKey::from_pkcs8(&format!("anlanh/{first:016x}"), der)
}

impl App {
    /// How the ledger stands, with its last entries.
    pub async fn ledger_state(&self) -> Result<LedgerState, Problem> {
        let mut tx = self.db().snapshot().await?;
        let size = ledger::head(&mut tx).await?.frontier.size();
        let signed = ledger::last_checkpoint(&mut tx).await?.map(signed);
        let mut lines = Vec::new();
        for kept in ledger::entries(&mut tx, size.saturating_sub(LINES)..size).await? {
            lines.push(line(&kept)?);
        }
        lines.reverse();
        let witnesses = self.witnesses(&mut tx).await?;
        let key = self.watch().key().map(|key| key.verifying().to_string());
        Ok(LedgerState { size, signed, key, fault: self.watch().fault(), witnesses, lines })
    }

    /// Goes through every entry and every recording, and holds them against each other, against the
    /// checkpoints kept in the store, and against those kept elsewhere (`notes`).
    ///
    /// The first thing wrong is a [`Problem::Ledger`]. Without a key no signature can be checked:
    /// notes from elsewhere are then refused ([`Problem::NoLedgerKey`]).
    pub async fn verify_ledger(&self, notes: &[String]) -> Result<Sound, Problem> {
        let mut tx = self.db().snapshot().await?;
        let Some(key) = self.watch().key() else {
            if !notes.is_empty() {
                return Err(Problem::NoLedgerKey);
            }
            let sound = audit(&mut tx, Expected::default()).await??;
            return Ok(sound.into());
        };
        let known = ledger_keys::succession(&mut tx).await?;
        let named = known.and_then(|keys| key.named(keys.last().name()).ok());
        drop(tx);
        self.verify_ledger_by(named.unwrap_or(key).verifying(), notes).await
    }

    /// The same, by a public key that the caller holds: any that the log has had. Needs no key file.
    pub async fn verify_ledger_by(&self, key: &VerifyingKey, notes: &[String]) -> Result<Sound, Problem> {
        let mut tx = self.db().snapshot().await?;
        let keys = ledger_keys::succession(&mut tx).await?.filter(|keys| keys.has(key));
        let keys = keys.unwrap_or_else(|| key.into());
        let mut expected = signed_by(&mut tx, key).await??;
        for note in notes {
            expected.note(note, &keys).map_err(Finding::Log)?;
        }
        let sound = audit(&mut tx, expected).await??;
        Ok(sound.into())
    }

    /// Writes all signed entries as a bundle (`docs/ledger-format.md`) that an outside program can
    /// check. Signs first. Answers how many entries it holds.
    pub async fn export_ledger(&self, out: impl Write) -> Result<u64, Problem> {
        self.checkpoint().await?;
        let mut tx = self.db().snapshot().await?;
        let (_, keys) = self.signer(&mut tx).await?.ok_or(Problem::NoLedgerKey)?;
        let checkpoints = ledger::checkpoints(&mut tx).await?;
        let size = checkpoints.last().map_or(0, |last| last.size);
        let notes = witnesses::with_cosignatures(&mut tx, checkpoints).await?;
        let mut writer = Writer::new(out, &notes, &keys)?;
        let mut failed = None;
        ledger::each_entry(&mut tx, 0..size, |kept| {
            if failed.is_none() {
                failed = writer.entry(&kept.body, &kept.leaf).err();
            }
        })
        .await?;
        if let Some(fault) = failed {
            return Err(fault.into());
        }
        writer.finish()?;
        Ok(size)
    }
}

impl From<Verified> for Sound {
    fn from(sound: Verified) -> Self {
        Self { size: sound.size, signed: sound.signed, root: sound.root.to_string() }
    }
}

impl From<BundleFault> for Problem {
    fn from(fault: BundleFault) -> Self {
        match fault {
            BundleFault::Log(fault) => Finding::Log(fault).into(),
            other => Self::fault(other),
        }
    }
}

impl From<Finding> for Problem {
    fn from(finding: Finding) -> Self {
        Self::Ledger(finding)
    }
}

fn signed(checkpoint: ledger::Checkpoint) -> Signed {
    let mut lines = checkpoint.note.lines();
    let origin = lines.next().unwrap_or_default().to_owned();
    let root = lines.nth(1).unwrap_or_default().to_owned();
    Signed { size: checkpoint.size, signed_at: checkpoint.signed_at, origin, root, note: checkpoint.note }
}

fn line(kept: &Kept) -> Result<Line, Finding> {
    let entry = Entry::decode(&kept.body).map_err(|cause| Finding::Log(Fault::Entry { seq: kept.seq, cause }))?;
    let says = entry.says;
    Ok(Line {
        seq: kept.seq,
        recorded_at: Timestamp::from_millisecond(entry.recorded_at_ms).unwrap_or_default(),
        occurred_on: says.occurred_on,
        noun: says.noun,
        act: says.act,
        unit: says.unit.map(UnitId),
        province_code: says.province_code,
        document_number: says.document.number,
        document_date: says.document.date,
    })
}
