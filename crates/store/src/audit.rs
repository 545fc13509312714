//! Goes through the whole ledger and holds it against itself, against what was signed, and against
//! the rows that it vouches for.

use std::collections::HashMap;

use domain::work::Noun;
use thiserror::Error;
use uuid::Uuid;
use vault::Digest;
use vault::entry::{Draft, Entry};
use vault::key::VerifyingKey;
use vault::verify::{Expected, Fault, Verified, Verifier};

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, CLOCK_TOLERANCE_MS, Kept};
use crate::ledger_nodes::Nodes;
use crate::query::{FromRow, sql};
use crate::sight::{self, Sight};
use crate::{accounts_audit, boundaries, facts, hamlets, ledger_keys, persons_audit, units, work};

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
    /// What was brought in, units, hamlets or boundaries, is not what the last entry about it vouches for.
    #[error("{noun}: the rows were altered, removed or added to since the last entry about them")]
    Brought {
        /// The noun of the rows in the ledger.
        noun: &'static str,
    },
    /// A kept root of a part of the log is not that of its entries.
    #[error("the kept root {position} of level {level} is not that of its entries, or one before it is missing")]
    Node {
        /// Its level: 1 over 256 entries, 2 over 65,536.
        level: i64,
        /// Which one of the level.
        position: i64,
    },
    /// Facts stand in the store of which the ledger knows nothing.
    #[error("recording {batch}: its facts have no entry")]
    Unlogged {
        /// Which recording.
        batch: Uuid,
    },
    /// The rows of a person's file, of the log of who looked into it, or of an account and what it may do are not those
    /// that their entry vouches for.
    #[error("entry {seq}: the rows of its {noun} were altered, removed or added to")]
    Rows {
        /// Which entry.
        seq: u64,
        /// The noun: `person`, `access`, `account`, `appointment` …
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
    /// A work does not stand where its acts left it.
    #[error("work {work}: how it stands does not follow from its acts")]
    Work {
        /// Which work.
        work: Uuid,
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

/// The checkpoints that are kept here, each opened with the keys whose turn it is, of which `key` must be one. A key
/// of which the store knows nothing is taken for the only one.
#[tracing::instrument(name = "db.audit.signed", level = "debug", skip_all)]
pub async fn signed(tx: &mut Tx, key: &VerifyingKey) -> Result<Result<Expected, Finding>> {
    let keys = ledger_keys::succession(tx).await?.filter(|keys| keys.has(key)).unwrap_or_else(|| key.into());
    let mut expected = Expected::default();
    for checkpoint in ledger::checkpoints(tx).await? {
        if let Err(fault) = expected.note(&checkpoint.note, &keys) {
            return Ok(Err(fault.into()));
        }
    }
    Ok(Ok(expected))
}

/// Goes through everything, in the one state that the snapshot shows. `expected` holds the
/// checkpoints with which the log must agree.
#[tracing::instrument(name = "db.audit.audit", level = "debug", skip_all)]
pub async fn audit(tx: &mut Tx, expected: Expected) -> Result<Result<Verified, Finding>> {
    sight::look(tx, &Sight::Everything).await?;
    let people = match persons_audit::rows(tx).await? {
        Ok(rows) => rows,
        Err(finding) => return Ok(Err(finding)),
    };
    let batches = facts::payloads(tx).await?;
    let accounts = accounts_audit::rows(tx).await?;
    let (works, astray) = work::payloads(tx).await?;
    if let Some(work) = astray {
        return Ok(Err(Finding::Work { work }));
    }
    let mut entries = Entries { batches, people, accounts, works, last: HashMap::new(), nodes: Nodes::default() };
    let mut verifier = Verifier::new(expected, CLOCK_TOLERANCE_MS);
    let mut found: Option<Finding> = None;
    tx.each(sql(EVERYTHING), |row| {
        if found.is_none() {
            let line = Line::from_row(&row)?;
            found = entries.look(&mut verifier, &line).err();
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
    Ok(entries.compare(tx).await?.map_or(Ok(verified), Err))
}

/// What the entries, taken together, say of the rows.
struct Entries {
    /// The digests of the recordings whose entry has not come yet.
    batches: HashMap<Uuid, Digest>,
    people: persons_audit::Rows,
    accounts: accounts_audit::Rows,
    /// The digests of the acts of works whose entry has not come yet.
    works: HashMap<Uuid, Digest>,
    /// Of each noun that is brought in as a whole, what the last entry vouches for.
    last: HashMap<String, Digest>,
    nodes: Nodes,
}

impl Entries {
    fn look(&mut self, verifier: &mut Verifier, line: &Line) -> Result<(), Finding> {
        let entry = verifier.entry_with_leaf(&line.kept.body, &line.kept.leaf)?;
        let seq = entry.seq;
        if !line.tells(&entry) {
            return Err(Finding::Columns { seq });
        }
        self.nodes.push(line.kept.leaf);
        if WHOLES.contains(&entry.says.noun.as_str()) {
            self.last.insert(entry.says.noun.clone(), entry.says.payload);
        } else if entry.says.noun == facts::NOUN {
            for batch in &entry.says.subjects {
                if self.batches.remove(batch) != Some(entry.says.payload) {
                    return Err(Finding::Altered { seq, batch: *batch });
                }
            }
        }
        self.people.look(seq, &entry.says)?;
        self.look_at_work(seq, &entry.says)?;
        self.accounts.look(&entry)
    }

    /// Holds an act of a work against its entry.
    fn look_at_work(&mut self, seq: u64, says: &Draft) -> Result<(), Finding> {
        let Some(noun) = Noun::from_key(&says.noun) else { return Ok(()) };
        let mut found = says.subjects.iter().filter_map(|id| self.works.remove(id));
        let held = found.next() == Some(says.payload) && found.next().is_none();
        if held { Ok(()) } else { Err(Finding::Rows { seq, noun: noun.key() }) }
    }

    /// After the last entry: the first thing beside the log that does not agree with it.
    async fn compare(self, tx: &mut Tx) -> Result<Option<Finding>> {
        // whichever is named first, always the same
        if let Some(batch) = self.batches.into_keys().min() {
            return Ok(Some(Finding::Unlogged { batch }));
        }
        if let Some(left) = self.people.left().or_else(|| self.accounts.left()) {
            return Ok(Some(left));
        }
        if let Some(id) = self.works.into_keys().min() {
            return Ok(Some(Finding::NoEntry { noun: "work_act", id }));
        }
        for (noun, now) in wholes(tx).await? {
            if self.last.get(noun) != now.as_ref() {
                return Ok(Some(Finding::Brought { noun }));
            }
        }
        let wrong = self.nodes.first_wrong(tx).await?;
        Ok(wrong.map(|(level, position)| Finding::Node { level, position }))
    }
}

/// Nouns of which an entry vouches for all there is, so that the last one holds.
const WHOLES: [&str; 3] = [units::NOUN, hamlets::NOUN, boundaries::NOUN];

/// The digest of each of them as the rows stand now; none of what was never brought in.
pub(crate) async fn wholes(tx: &mut Tx) -> Result<[(&'static str, Option<Digest>); 3]> {
    let [units, hamlets, boundaries] = WHOLES;
    Ok([
        (units, units::payload(tx).await?),
        (hamlets, hamlets::payload(tx).await?),
        (boundaries, boundaries::payload(tx).await?),
    ])
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
