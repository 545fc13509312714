//! Files whose time is over (casework §10.4): worked out from the classes for which an office has set a period, and
//! destroyed by two, with the record of it. Where no period is set, the program says who sets it and destroys nothing.

use std::collections::BTreeMap;

use domain::access::{Action, FieldClass, NATION, Pairing, Purpose, Record, RecordState, acts};
use domain::cases::{Kept, Law, Retention};
use domain::persons::{self as file, Basis, Doing};
use domain::proposals::Proposal;
use domain::units::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::access::Act as Logged;
use store::case_ends::{self, Over};
use store::persons::{self, Filing};
use store::sight::{self, Sight};
use uuid::Uuid;

use super::fault::FileFault;
use super::recorded::{Recorded, only_a_second_is_missing};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted, ToPropose};
use crate::sessions::Session;

/// A file that is over, with until when it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Whose; nothing of who it is.
    pub person: Uuid,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// The day on which its last measure ended.
    pub ended: Date,
    /// The class that keeps it longest, in the words of the table.
    pub class: String,
    /// What that rests on.
    pub citation: String,
    /// The last day on which it is kept; none where no office has set a period.
    pub until: Option<Date>,
    /// Who sets the period.
    pub owner: String,
    /// Whether it is kept no longer, and may be destroyed by two.
    pub is_due: bool,
}

/// The record of a destruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Made by the caller's page.
    pub id: Uuid,
    /// Number of the record (biên bản).
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// What a proposal to destroy a file holds: ids and a paper, nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToErase {
    /// Id of what will be written.
    pub id: Uuid,
    /// Whose file.
    pub person: Uuid,
    /// The unit that holds it.
    pub unit: Uuid,
    /// On which class of the table.
    pub clause: String,
    /// Number of the record.
    pub number: String,
    /// Its date.
    pub date: Date,
}

impl ToErase {
    /// Reads what a proposal holds.
    pub fn of(proposal: &Proposal) -> Result<Self, Problem> {
        serde_json::from_slice(&proposal.payload).map_err(Problem::fault)
    }
}

impl App {
    /// Files that are over in the units over which the asker watches, those that may be destroyed first. No file is
    /// opened and nobody is named.
    pub async fn retention_due(&self, session: &Session, acting: Uuid) -> Result<Vec<Ended>, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::Audit);
        self.permit_for::<acts::ReadAccessLog>(&acting, &record, None, Some(Purpose::DataProtection), None).await?;
        let sight = if unit == NATION { Sight::Everything } else { self.case_sight(&acting) };
        let mut tx = self.db().snapshot_in_sight(&sight).await?;
        let over = case_ends::over(&mut tx).await?;
        drop(tx);
        let mut cases: BTreeMap<Uuid, Vec<Over>> = BTreeMap::new();
        for one in over.into_iter().filter(|one| self.place_of(one.unit, self.now()).lies_in(unit)) {
            cases.entry(one.person).or_default().push(one);
        }
        let (law, today) = (self.casework()?, self.today());
        let mut ended: Vec<Ended> = cases.into_values().filter_map(|of| ended(law, &of, today)).collect();
        ended.sort_by(|a, b| {
            (!a.is_due, a.until.is_none(), a.until, a.person).cmp(&(!b.is_due, b.until.is_none(), b.until, b.person))
        });
        Ok(ended)
    }

    /// Proposes to destroy a file whose time is over. The whole case is worked out again before: a class without a period,
    /// or a day still to come, destroys nothing.
    pub async fn propose_erasure(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        wanted: Erasure,
    ) -> Result<Recorded, Problem> {
        let acting = self.acting(session, acting)?;
        let number = wanted.number.trim().to_owned();
        if number.is_empty() || wanted.date > self.today() {
            return Err(FileFault::Empty.into());
        }
        let stands = self.stands(&acting, person).await?;
        let record = self.erasing(stands.unit);
        let purpose = Purpose::DataProtection;
        only_a_second_is_missing(
            self.permit_for::<acts::ErasePerson>(&acting, &record, None, Some(purpose), None).await,
        )?;
        let loaded = self.load_case(&acting, person, purpose, Logged::Read).await?;
        let class = self.may_be_destroyed(&loaded.case)?;
        let payload = ToErase {
            id: wanted.id,
            person,
            unit: stands.unit.0,
            clause: class.citation.clone(),
            number,
            date: wanted.date,
        };
        let proposal = ToPropose {
            act: Action::ErasePerson,
            payload: serde_json::to_vec(&payload).map_err(Problem::fault)?,
            unit: stands.unit,
            subject: Some(person),
            pairing: Pairing::Pair,
        };
        let proposal = self.propose(session, &acting, proposal).await?;
        Ok(Recorded::Waits { proposal: proposal.id })
    }

    fn may_be_destroyed(&self, case: &domain::cases::Case) -> Result<&Retention, Problem> {
        match case.kept(self.casework()?) {
            Kept::Until(until, class) if until < self.today() => Ok(class),
            Kept::Until(until, _) => Err(FileFault::KeptUntil { until }.into()),
            Kept::NotSet(class) => Err(no_period(class).into()),
            Kept::Running => Err(FileFault::NotOver.into()),
            Kept::Erased => Err(Problem::Erased),
        }
    }

    /// Agrees to a destruction and carries it out: the file's keys go, a stub stays, and what was counted is counted on.
    pub(crate) async fn agree_to_erasure(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let of = ToErase::of(proposal)?;
        let unit = UnitId(of.unit);
        let sight = Sight::unit(unit);
        let Agreed { mut tx, proposal, proposer, second } = self.agree(session, acting, proposal.id, saw).await?;
        self.permitted_for::<acts::ErasePerson>(&proposer, &self.erasing(unit), &second, Purpose::DataProtection)?;
        sight::look(&mut tx, &sight).await?;
        // something may have begun since it was proposed
        let law = self.casework()?;
        let over = case_ends::over_of_person(&mut tx, of.person).await?;
        if !ended(law, &over, self.today()).is_some_and(|ended| ended.is_due) {
            return Err(FileFault::NotOver.into());
        }
        let standing = persons::standing(&mut tx, of.person).await?;
        let standing = standing.filter(|standing| standing.holder.unit == unit).ok_or(Problem::Hidden)?;
        let two = [proposal.proposer, second.appointment.account];
        let change = file::erase(&standing, two, self.destroying(&of))?;
        // it brings no identity, so there is nothing to seal
        let change = change.sealed(|_, _| Err(Problem::Erased))?;
        conflict(persons::save(&mut tx, &change, &Filing::default(), proposer.actor(), || self.new_id()).await)?;
        conflict(case_ends::close(&mut tx, of.person).await)?;
        tx.commit().await?;
        self.settle_keyring().await?;
        Ok(Granted::Erased { person: of.person })
    }

    fn destroying(&self, of: &ToErase) -> Doing {
        let basis = Basis { clause: of.clause.clone(), document_number: of.number.clone(), document_date: of.date };
        Doing { id: of.id, occurred_on: self.today(), at: self.to_the_millisecond(), basis }
    }

    fn erasing(&self, unit: UnitId) -> Record {
        let plain = Record::plain(self.place_of(unit, self.now()), FieldClass::Identity);
        Record { state: RecordState::Sealed, ..plain }
    }

    /// Why somebody could not agree to a destruction.
    pub(crate) fn may_agree_to_erasure(&self, by: &Acting, second: &Acting, unit: UnitId) -> Result<(), Problem> {
        let purpose = Purpose::DataProtection;
        self.permitted_for::<acts::ErasePerson>(by, &self.erasing(unit), second, purpose).map(drop)
    }
}

fn no_period(class: &Retention) -> FileFault {
    FileFault::NoPeriod { class: class.title.clone(), owner: class.owner.clone().unwrap_or_default() }
}

/// Until when a case that is over is kept, as far as that is known without opening it: by the class that keeps it longest,
/// and by none while one of its classes has no period. Whether somebody was under 18 at the end is known once it is opened.
fn ended(law: &Law, of: &[Over], today: Date) -> Option<Ended> {
    let first = of.first()?;
    let last = of.iter().map(|one| one.ended).max()?;
    let mut longest: Option<(Option<Date>, &Retention)> = None;
    for one in of {
        let Some(class) = law.retention_of(&one.state).filter(|class| !class.at_once) else { continue };
        let until = class.months.map(|months| domain::cases::months_later(one.ended, months));
        longest = match (longest, until) {
            (Some((None, class)), _) => Some((None, class)),
            (_, None) => Some((None, class)),
            (Some((Some(before), of)), Some(until)) if before >= until => Some((Some(before), of)),
            (_, Some(until)) => Some((Some(until), class)),
        };
    }
    let (until, class) = longest?;
    Some(Ended {
        person: first.person,
        unit: first.unit,
        ended: last,
        class: class.title.clone(),
        citation: class.citation.clone(),
        until,
        owner: class.owner.clone().unwrap_or_default(),
        is_due: until.is_some_and(|until| until < today),
    })
}

fn conflict<T>(written: store::error::Result<T>) -> Result<(), Problem> {
    match written {
        Err(StoreError::Conflict { .. }) => Err(Problem::FileChanged),
        written => Ok(written.map(drop)?),
    }
}
