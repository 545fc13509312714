//! Holds people's files, their cases and the log of who looked into them against the ledger.
//!
//! Digests are of sealed bytes, so a file whose key was destroyed is still held against its entries.

use std::collections::HashMap;

use uuid::Uuid;
use vault::Digest;
use vault::entry::Draft;

use crate::audit::Finding;
use crate::error::Result;
use crate::kernel::Tx;
use crate::{access, case_teams, cases, person_links, persons};

/// The digests of all rows that entries about people vouch for, until their entry was seen.
pub(crate) struct Rows {
    persons: HashMap<Uuid, Digest>,
    cases: HashMap<Uuid, Digest>,
    teams: HashMap<Uuid, Digest>,
    links: HashMap<Uuid, Digest>,
    access: HashMap<Uuid, Digest>,
}

/// Takes the digests of the rows as they stand now. A standing that does not follow from its versions is found here.
pub(crate) async fn rows(tx: &mut Tx) -> Result<Result<Rows, Finding>> {
    let (persons, astray) = persons::payloads(tx).await?;
    let cases = cases::payloads(tx).await?;
    let teams = case_teams::payloads(tx).await?;
    let links = person_links::payloads(tx).await?;
    let access = access::payloads(tx).await?;
    Ok(astray.map_or(Ok(Rows { persons, cases, teams, links, access }), |person| Err(Finding::Standing { person })))
}

impl Rows {
    /// Holds an entry's rows against it. Entries of other nouns are none of ours.
    pub fn look(&mut self, seq: u64, says: &Draft) -> Result<(), Finding> {
        let (rows, noun) = match says.noun.as_str() {
            persons::NOUN => (&mut self.persons, persons::NOUN),
            cases::NOUN => (&mut self.cases, cases::NOUN),
            case_teams::NOUN => (&mut self.teams, case_teams::NOUN),
            person_links::NOUN => (&mut self.links, person_links::NOUN),
            access::NOUN => (&mut self.access, access::NOUN),
            _ => return Ok(()),
        };
        // among the subjects, people and row, exactly one is the row's own id
        let mut found = says.subjects.iter().filter_map(|id| rows.remove(id));
        let held = found.next() == Some(says.payload) && found.next().is_none();
        if held { Ok(()) } else { Err(Finding::Rows { seq, noun }) }
    }

    /// A row that no entry speaks of: whichever is named first, always the same.
    pub fn left(self) -> Option<Finding> {
        let first = |rows: HashMap<Uuid, Digest>, noun| rows.into_keys().min().map(|id| Finding::NoEntry { noun, id });
        let people = first(self.persons, persons::NOUN).or_else(|| first(self.cases, cases::NOUN));
        let around = people.or_else(|| first(self.teams, case_teams::NOUN));
        let around = around.or_else(|| first(self.links, person_links::NOUN));
        around.or_else(|| first(self.access, access::NOUN))
    }
}
