//! Goes through the whole ledger and holds it against itself, against what was signed, and against
//! the rows that it vouches for.

use std::collections::HashMap;

use thiserror::Error;
use uuid::Uuid;
use vault::Digest;
use vault::entry::Entry;
use vault::verify::{Expected, Fault, Verified, Verifier};

use crate::error::Result;
use crate::facts;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, CLOCK_TOLERANCE_MS, Kept};
use crate::persons_audit;
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("audit::EVERYTHING", EVERYTHING)];

/// The first thing that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Finding {
    /// The log is not as it was written or signed.
    #[error(transparent)]
    Log(#[from] Fault),
    /// What stands beside an entry's bytes, to find it by, does not agree with them.
    #[error("entry {seq}: the columns beside it say something else")]
    Columns {
        /// Which entry.
        seq: u64,
    },
    /// The facts of a recording are not those that its entry vouches for.
    #[error("recording {batch} (entry {seq}): its facts were altered, removed or added to")]
    Altered {
        /// Which entry.
        seq: u64,
        /// Which recording.
        batch: Uuid,
    },
    /// Facts stand in the store of which the ledger knows nothing.
    #[error("recording {batch}: its facts have no entry")]
    Unlogged {
        /// Which recording.
        batch: Uuid,
    },
    /// The rows of a person's file, or of the log of who looked into it, are not those that their entry vouches for.
    #[error("entry {seq}: the rows of its {noun} were altered, removed or added to")]
    Rows {
        /// Which entry.
        seq: u64,
        /// The noun: `person` or `access`.
        noun: &'static str,
    },
    /// Such rows stand in the store, of which the ledger knows nothing.
    #[error("{noun} {id}: its rows have no entry")]
    NoEntry {
        /// The noun.
        noun: &'static str,
        /// Which row.
        id: Uuid,
    },
    /// A file is not where its versions say.
    #[error("person {person}: the file's standing does not follow from its versions")]
    Standing {
        /// Whose file.
        person: Uuid,
    },
    /// The head of the log does not continue its entries.
    #[error("the head of the log does not agree with its {size} entries")]
    Head {
        /// How many entries there are.
        size: u64,
    },
}

const EVERYTHING: &str = "
    select seq, recorded_at, leaf, body, province_code, unit_id, noun, act
    from ledger_entry
    order by seq";

/// Goes through everything, in the one state that the snapshot shows. `expected` holds the
/// checkpoints with which the log must agree.
#[tracing::instrument(name = "db.audit.audit", level = "debug", skip_all)]
pub async fn audit(tx: &mut Tx, expected: Expected) -> Result<Result<Verified, Finding>> {
    let mut batches = facts::payloads(tx).await?;
    let mut people = match persons_audit::rows(tx).await? {
        Ok(rows) => rows,
        Err(finding) => return Ok(Err(finding)),
    };
    let mut verifier = Verifier::new(expected, CLOCK_TOLERANCE_MS);
    let mut found: Option<Finding> = None;
    tx.each(sql(EVERYTHING), |row| {
        if found.is_none() {
            let line = Line::from_row(&row)?;
            found = look(&mut verifier, &line, &mut batches, &mut people).err();
        }
        Ok(())
    })
    .await?;
    if let Some(finding) = found {
        return Ok(Err(finding));
    }
    let verified = match verifier.finish() {
        Ok(verified) => verified,
        Err(fault) => return Ok(Err(fault.into())),
    };
    let head = ledger::head(tx).await?.frontier;
    if (head.size(), head.root()) != (verified.size, verified.root) {
        return Ok(Err(Finding::Head { size: verified.size }));
    }
    // whichever is named first, always the same
    let left = batches.into_keys().min().map(|batch| Finding::Unlogged { batch });
    Ok(left.or_else(|| people.left()).map_or(Ok(verified), Err))
}

fn look(
    verifier: &mut Verifier,
    line: &Line,
    batches: &mut HashMap<Uuid, Digest>,
    people: &mut persons_audit::Rows,
) -> Result<(), Finding> {
    let entry = verifier.entry_with_leaf(&line.kept.body, &line.kept.leaf)?;
    let seq = entry.seq;
    if !line.tells(&entry) {
        return Err(Finding::Columns { seq });
    }
    if entry.says.noun == facts::NOUN {
        for batch in &entry.says.subjects {
            if batches.remove(batch) != Some(entry.says.payload) {
                return Err(Finding::Altered { seq, batch: *batch });
            }
        }
    }
    people.look(seq, &entry.says)
}

/// An entry with the columns by which it is found.
struct Line {
    kept: Kept,
    recorded_at_ms: i64,
    province_code: Option<String>,
    unit: Option<Uuid>,
    noun: String,
    act: String,
}

impl Line {
    fn tells(&self, entry: &Entry) -> bool {
        let says = &entry.says;
        (self.kept.seq, self.recorded_at_ms) == (entry.seq, entry.recorded_at_ms)
            && (&self.province_code, self.unit) == (&says.province_code, says.unit)
            && (&self.noun, &self.act) == (&says.noun, &says.act)
    }
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            kept: Kept::from_row(row)?,
            recorded_at_ms: row.get("recorded_at")?,
            province_code: row.get("province_code")?,
            unit: row.get("unit_id")?,
            noun: row.get("noun")?,
            act: row.get("act")?,
        })
    }
}
