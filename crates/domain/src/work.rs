//! The programme's work: plans, tasks, meetings, reports and whatever else is a chain of dated acts.
//!
//! A *work* is of one [`Noun`] and one unit. What it is follows from its acts alone: each noun says in one function,
//! [`Chain::follow`], what an act makes of what was there, and refuses what cannot be. The same function decides a new
//! act and replays the old ones, so what is shown is what was decided. Nothing is changed or removed; what was wrong is
//! put right by a later act, and both stay.
//!
//! How a work stands at its last act is kept beside the chain as [`Standing`], so that lists need not read chains.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::access::{Act, Action, Permit, words};
use crate::units::UnitId;

words! {
    /// What a work is.
    Noun {
        /// Kế hoạch: a plan, resolution, directive or scheme with its targets.
        Plan "plan";
        /// Nhiệm vụ: a task with its six clears.
        Task "task";
        /// Ban chỉ đạo: a steering committee with its members and rules.
        Committee "committee";
        /// Cơ quan: a department, branch or organisation of a unit, with the officers who work for it.
        Body "body";
        /// Cuộc họp, hội nghị, with its conclusions.
        Meeting "meeting";
        /// Trao đổi với địa phương giáp ranh, với phía Lào: who, when, what was agreed; nothing operational.
        Liaison "liaison";
        /// Khen thưởng, phê bình.
        Commendation "commendation";
        /// Kinh phí: a source of money, planned and spent.
        Fund "fund";
        /// Báo cáo: a report of a unit for a period.
        Report "report";
        /// Sổ đăng ký văn bản đi: the numbers of one body in one year.
        Series "series";
        /// Mẫu văn bản của cơ quan: the versions of an office's own template for one kind of paper.
        Template "template";
    }
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    /// The account.
    pub account: Uuid,
    /// The appointment under which it acted.
    pub appointment: Uuid,
}

/// One act in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<A> {
    /// Made by the caller's page: the same twice is one act.
    pub id: Uuid,
    /// Its place in the chain, from 1.
    pub seq: u32,
    /// The day on which it happened.
    pub on: Date,
    /// When it was written down.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// What.
    pub act: A,
}

/// What the ledger and the policy need to know of an act.
pub trait WorkAct: Serialize + DeserializeOwned {
    /// The act in one word, as the ledger names it: `issue`, `submit`.
    fn key(&self) -> &'static str;

    /// What the policy has to permit for it.
    fn action(&self) -> Action;

    /// Number and date of the document that it rests on, where there is one.
    fn document(&self) -> Option<(&str, Date)> {
        None
    }

    /// The clause that it rests on, as cited, where there is one.
    fn clause(&self) -> Option<&str> {
        None
    }
}

/// How a work stands after its last act: what lists ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The state in one word of its noun.
    pub state: String,
    /// What it is called.
    pub title: String,
    /// What no other work of its noun and unit may have too: form and period of a report, body and year of a series.
    pub key: Option<String>,
    /// The period it is about, `2026-Q3`.
    pub period: Option<String>,
    /// The body that does it, in the words of the plan.
    pub body: Option<String>,
    /// The work that it came from: the plan of a task, the task that was split, the meeting that concluded.
    pub parent: Option<Uuid>,
    /// The appointment that is to do it.
    pub assignee: Option<Uuid>,
    /// The last day on which it is in time.
    pub due: Option<Date>,
    /// The day on which it was done.
    pub done: Option<Date>,
}

/// A noun whose works are chains of acts.
pub trait Chain: Sized + Clone {
    /// Which.
    const NOUN: Noun;
    /// What can be done.
    type Act: WorkAct + Clone;
    /// Why something cannot be done: places, values and remedies; shown in words by the page.
    type Refusal: std::error::Error + Send + Sync + 'static;

    /// What an act makes of what was there; `before` is `None` for the first. Decides and replays alike, so it may look
    /// at nothing but its arguments.
    fn follow(before: Option<Self>, entry: &Entry<Self::Act>) -> Result<Self, Self::Refusal>;

    /// How it stands.
    fn standing(&self) -> Standing;
}

/// What follows from a whole chain; `None` for an empty one.
pub fn replay<C: Chain>(entries: &[Entry<C::Act>]) -> Result<Option<C>, C::Refusal> {
    entries.iter().try_fold(None, |before, entry| C::follow(before, entry).map(Some))
}

/// A chain as of the end of a day: up to its last act that happened by then. An act before it that was dated later stays,
/// because what came after rests on it.
pub fn as_of<A>(entries: &[Entry<A>], day: Date) -> &[Entry<A>] {
    let acts = entries.iter().rposition(|entry| entry.on <= day).map_or(0, |last| last.saturating_add(1));
    entries.get(..acts).unwrap_or_default()
}

/// An act that was permitted and follows from what was there: the only thing that the store takes.
#[derive(Clone, Debug)]
pub struct Change<C: Chain> {
    work: Uuid,
    unit: UnitId,
    entry: Entry<C::Act>,
    after: C,
}

/// Why an act did not become a change.
#[derive(Debug, thiserror::Error)]
pub enum Unchanged<R: std::error::Error + 'static> {
    /// The permit is for another act, or names nobody.
    #[error("the permit is not for this act")]
    Permit,
    /// It cannot follow what was there.
    #[error(transparent)]
    Refused(R),
}

/// An act about to be done.
#[derive(Clone, Debug)]
pub struct Doing<A> {
    /// The work; a new id begins one.
    pub work: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// Who answers for that unit today: itself, or the heir of one that is no more. The permit is for this one.
    pub answers: UnitId,
    /// Id of the act.
    pub id: Uuid,
    /// How many acts there were before.
    pub seen: u32,
    /// The day on which it happened.
    pub on: Date,
    /// What.
    pub act: A,
}

impl<C: Chain> Change<C> {
    /// Decides an act. The permit must be for what the act asks for ([`WorkAct::action`]), on the unit that
    /// answers for the work.
    pub fn decide<P: Act>(
        permit: &Permit<P>,
        before: Option<C>,
        doing: Doing<C::Act>,
    ) -> Result<Self, Unchanged<C::Refusal>> {
        let author = permit.account().zip(permit.appointment());
        let Some((account, appointment)) =
            author.filter(|_| P::ACTION == doing.act.action() && permit.unit() == doing.answers)
        else {
            return Err(Unchanged::Permit);
        };
        let by = Author { account, appointment };
        let entry = Entry {
            id: doing.id,
            seq: doing.seen.saturating_add(1),
            on: doing.on,
            at: permit.at(),
            by,
            act: doing.act,
        };
        let after = C::follow(before, &entry).map_err(Unchanged::Refused)?;
        Ok(Self { work: doing.work, unit: doing.unit, entry, after })
    }

    /// The work.
    pub const fn work(&self) -> Uuid {
        self.work
    }

    /// Its unit.
    pub const fn unit(&self) -> UnitId {
        self.unit
    }

    /// The act.
    pub const fn entry(&self) -> &Entry<C::Act> {
        &self.entry
    }

    /// The work with it.
    pub const fn after(&self) -> &C {
        &self.after
    }

    /// Both.
    pub fn into_parts(self) -> (Entry<C::Act>, C) {
        (self.entry, self.after)
    }
}
