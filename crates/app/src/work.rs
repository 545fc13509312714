//! The programme's work: reading chains, doing acts, listing how works stand. What an act means is its noun's own
//! (crate `programme`); here it is permitted, decided and kept, in this order and in one transaction.

use domain::access::{Act, FieldClass, NATION, Permit, Place, Record, acts};
use domain::units::UnitId;
use domain::work::{Chain, Change, Doing, Entry, Noun, Unchanged, replay};
use jiff::civil::Date;
use programme::operational::{self, Operational};
use store::StoreError;
pub use store::work::Stands;
use store::work::{Listing, Scope};
use texts::Lang;
use thiserror::Error;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;

/// The key under which works of the country are kept, in the place of a province's code.
const COUNTRY: &str = "VN";

/// Why an act on a work was not done.
#[derive(Debug, Error)]
pub enum WorkFault<R: std::error::Error + 'static> {
    /// What any use case can run into.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// Somebody else acted on it since the page was made; read it again.
    #[error("somebody else acted first")]
    Moved,
    /// The unit has such a work already: a report of this form and period, a series of this body and year.
    #[error("there is one already")]
    Taken {
        /// The one there is.
        work: Uuid,
    },
    /// A text holds a word of police operations.
    #[error("`{}` holds `{}`, a word of police operations; take it out", .0.field, .0.word)]
    Operational(Operational),
    /// Its noun refuses it.
    #[error(transparent)]
    Refused(R),
}

impl<R: std::error::Error + 'static> From<StoreError> for WorkFault<R> {
    fn from(fault: StoreError) -> Self {
        match fault {
            StoreError::Conflict { .. } => Self::Moved,
            other => Self::Problem(other.into()),
        }
    }
}

impl<R: std::error::Error + 'static> WorkFault<R> {
    /// In a sentence; what the noun refuses is said by `say`.
    pub fn say(&self, lang: Lang, say: impl FnOnce(&R) -> String) -> String {
        match self {
            Self::Problem(problem) => problem.say(lang),
            Self::Moved => lang.work_moved().to_owned(),
            Self::Taken { .. } => lang.work_taken().to_owned(),
            Self::Operational(found) => lang.work_operational(words_of_field(&found.field, lang), &found.word),
            Self::Refused(refusal) => say(refusal),
        }
    }
}

/// Works that many read and that hold nothing of police operations.
const WITHOUT_OPERATIONS: [Noun; 3] = [Noun::Task, Noun::Meeting, Noun::Liaison];

/// A field of an act as forms call it.
fn words_of_field(field: &str, lang: Lang) -> &str {
    match field {
        "title" => lang.work_field_title(),
        "work" | "what" | "measure" => lang.work_field_work(),
        "agreed" => lang.work_field_agreed(),
        "text" | "conclusions" | "conclusion" => lang.work_field_text(),
        "reason" | "note" => lang.work_field_reason(),
        "evidence" => lang.work_field_evidence(),
        "venue" | "places" | "name" => lang.work_field_place(),
        other => other,
    }
}

/// A work with all that was done in it.
#[derive(Clone, Debug)]
pub struct Kept<C: Chain> {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// Under which province it is kept; `VN` for the country's own.
    pub province_code: String,
    /// What it is now.
    pub state: C,
    /// Every act, the first first.
    pub history: Vec<Entry<C::Act>>,
}

impl<C: Chain> Kept<C> {
    /// How many acts there are: what a form sends back, so that nobody acts on what they have not seen.
    pub fn seen(&self) -> u32 {
        self.history.last().map_or(0, |entry| entry.seq)
    }

    fn new(stands: &Stands, history: Vec<Entry<C::Act>>) -> Result<Self, Problem> {
        let state = replay::<C>(&history).map_err(Problem::fault)?.ok_or(Problem::Hidden)?;
        Ok(Self { id: stands.id, unit: stands.unit, province_code: stands.province_code.clone(), state, history })
    }
}

/// An act that somebody wants to do.
#[derive(Clone, Debug)]
pub struct Wanted<A> {
    /// The work; the id of a new one begins it.
    pub work: Uuid,
    /// Id of the act, made with the page: the same twice is one act.
    pub id: Uuid,
    /// How many acts the page showed; none of a new work.
    pub seen: u32,
    /// The day on which it happened.
    pub on: Date,
    /// What.
    pub act: A,
}

/// Whose works a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The unit's own.
    Unit(UnitId),
    /// Those of a unit and of every unit below it.
    Within(UnitId),
    /// Those that an appointment is to do.
    Assignee(Uuid),
    /// Those that came from another work.
    Parent(Uuid),
}

/// A question for a list.
#[derive(Clone, Debug)]
pub struct WorkQuery {
    /// What kind.
    pub noun: Noun,
    /// Whose.
    pub of: Of,
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this period.
    pub period: Option<String>,
    /// Only what is due on this day or before.
    pub due_by: Option<Date>,
    /// Only what comes after this one.
    pub after: Option<Uuid>,
    /// At most so many.
    pub limit: u32,
}

impl WorkQuery {
    /// Everything of a noun, up to a limit that is above what a province has in a year.
    pub const fn all(noun: Noun, of: Of) -> Self {
        Self { noun, of, state: None, period: None, due_by: None, after: None, limit: 20_000 }
    }
}

impl App {
    /// What the policy has to know of a work: where it lies today, and whether somebody is named in it. A work of a unit
    /// that is no more lies where the heir does.
    pub async fn work_record(&self, id: Uuid, acting: &Acting) -> Result<Option<Record>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let Some(stands) = store::work::stands(&mut tx, id).await? else { return Ok(None) };
        let appointment = acting.appointment.id;
        // whoever watches over a task, and the heads of the hamlets in its grid, are named in it too
        let named = stands.standing.assignee == Some(appointment)
            || (stands.noun == Noun::Task && crate::tasks::names(&mut tx, id, appointment).await?);
        let class = if stands.noun == Noun::Plan { FieldClass::Public } else { FieldClass::UnitFact };
        Ok(Some(Record { in_team: named, ..Record::plain(self.place_of_work(stands.unit), class) }))
    }

    fn place_of_work(&self, unit: UnitId) -> Place {
        if unit == NATION { Place::nation() } else { self.place_of_case(unit) }
    }

    /// A work whole.
    #[tracing::instrument(name = "app.work.open", level = "debug", skip_all)]
    pub async fn work_open<C: Chain>(&self, permit: &Permit<acts::ReadWork>, id: Uuid) -> Result<Kept<C>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let stands = store::work::stands(&mut tx, id).await?.filter(|stands| stands.noun == C::NOUN);
        let stands = stands.ok_or(Problem::Hidden)?;
        let open = permit.class() == FieldClass::UnitFact || stands.noun == Noun::Plan;
        if !open || !self.place_of_work(stands.unit).lies_in(permit.unit()) {
            return Err(Problem::Hidden);
        }
        Kept::new(&stands, store::work::acts::<C>(&mut tx, id).await?)
    }

    /// Does an act: loads the chain, lets its noun decide, and keeps act, standing and entry in one transaction.
    #[tracing::instrument(name = "app.work.do", level = "debug", skip_all)]
    pub async fn work_do<C: Chain, A: Act>(
        &self,
        permit: &Permit<A>,
        wanted: Wanted<C::Act>,
    ) -> Result<Kept<C>, WorkFault<C::Refusal>> {
        let mut tx = self.db().begin().await?;
        let kept = store::work::stands(&mut tx, wanted.work).await?;
        let unit = kept.as_ref().map_or(permit.unit(), |stands| stands.unit);
        let answers = self.place_of_work(unit).unit();
        if kept.as_ref().is_some_and(|stands| stands.noun != C::NOUN) || answers != permit.unit() {
            return Err(Problem::Hidden.into());
        }
        let province_code = match &kept {
            Some(stands) => stands.province_code.clone(),
            None if unit == NATION => COUNTRY.to_owned(),
            None => self.province_code(unit).ok_or(Problem::Hidden)?,
        };
        let mut history = store::work::acts::<C>(&mut tx, wanted.work).await?;
        // the page was sent twice: what it asked for stands already
        let repeated = history.iter().any(|entry| entry.id == wanted.id);
        let moved = history.last().map_or(0, |entry| entry.seq) != wanted.seen;
        if moved && !repeated {
            return Err(WorkFault::Moved);
        }
        let before = replay::<C>(&history).map_err(Problem::fault)?;
        if let Some(state) = before.clone().filter(|_| repeated) {
            return Ok(Kept { id: wanted.work, unit, province_code, state, history });
        }
        // only what is new is held to it: what was written before is read as it was
        let barred = WITHOUT_OPERATIONS.contains(&C::NOUN);
        if let Some(found) = barred.then(|| operational::in_act(&wanted.act)).flatten() {
            return Err(WorkFault::Operational(found));
        }
        let doing = Doing {
            work: wanted.work,
            unit,
            answers,
            id: wanted.id,
            seen: wanted.seen,
            on: wanted.on,
            act: wanted.act,
        };
        let change = Change::<C>::decide(permit, before, doing).map_err(|fault| match fault {
            Unchanged::Permit => WorkFault::Problem(Problem::Hidden),
            Unchanged::Refused(refusal) => WorkFault::Refused(refusal),
        })?;
        if let Some(key) = &change.after().standing().key
            && let Some(other) = store::work::by_key(&mut tx, C::NOUN, unit, key).await?
            && other.id != wanted.work
        {
            return Err(WorkFault::Taken { work: other.id });
        }
        store::work::add(&mut tx, &change, &province_code).await?;
        tx.commit().await?;
        let (entry, state) = change.into_parts();
        history.push(entry);
        Ok(Kept { id: wanted.work, unit, province_code, state, history })
    }

    /// How works stand, in the order in which they were begun: those that lie in the unit of the permit.
    #[tracing::instrument(name = "app.work.list", level = "debug", skip_all)]
    pub async fn work_list(&self, permit: &Permit<acts::ReadWork>, query: &WorkQuery) -> Result<Vec<Stands>, Problem> {
        if permit.class() != FieldClass::UnitFact && query.noun != Noun::Plan {
            return Err(Problem::Hidden);
        }
        let listing = Listing {
            state: query.state.clone(),
            period: query.period.clone(),
            due_by: query.due_by,
            after: query.after,
            ..Listing::of(query.noun, self.scope_of(query.of), i64::from(query.limit))
        };
        let mut tx = self.db().snapshot().await?;
        let mut listed = store::work::listed(&mut tx, &listing).await?;
        let own = matches!(query.of, Of::Assignee(appointment) if permit.appointment() == Some(appointment));
        listed.retain(|stands| {
            let place = self.place_of_work(stands.unit);
            let asked = match query.of {
                Of::Unit(unit) | Of::Within(unit) => stands.unit == unit || place.lies_in(unit),
                Of::Assignee(_) | Of::Parent(_) => true,
            };
            asked && (own || place.lies_in(permit.unit()))
        });
        Ok(listed)
    }

    /// Whole works of a noun, of a unit and everything below it, in a period or any.
    #[tracing::instrument(name = "app.work.all", level = "debug", skip_all)]
    pub async fn work_all<C: Chain>(
        &self,
        permit: &Permit<acts::ReadWork>,
        of: Of,
        period: Option<&str>,
    ) -> Result<Vec<Kept<C>>, Problem> {
        let query = WorkQuery { period: period.map(str::to_owned), ..WorkQuery::all(C::NOUN, of) };
        let listed = self.work_list(permit, &query).await?;
        let mut tx = self.db().snapshot().await?;
        let mut chains = store::work::chains::<C>(&mut tx, &self.scope_of(of), period).await?;
        drop(tx);
        listed.iter().filter_map(|stands| Some(Kept::new(stands, chains.remove(&stands.id)?))).collect()
    }

    /// What kind of work it is; for whoever may read it.
    pub async fn work_noun(&self, permit: &Permit<acts::ReadWork>, id: Uuid) -> Result<Noun, Problem> {
        let mut tx = self.db().snapshot().await?;
        let stands = store::work::stands(&mut tx, id).await?;
        let stands = stands.filter(|stands| self.place_of_work(stands.unit).lies_in(permit.unit()));
        stands.map(|stands| stands.noun).ok_or(Problem::Hidden)
    }

    /// What a work is called; for whoever may read it.
    pub async fn work_title(&self, permit: &Permit<acts::ReadWork>, id: Uuid) -> Result<String, Problem> {
        let mut tx = self.db().snapshot().await?;
        let stands = store::work::stands(&mut tx, id).await?;
        let stands = stands.filter(|stands| self.place_of_work(stands.unit).lies_in(permit.unit()));
        stands.map(|stands| stands.standing.title).ok_or(Problem::Hidden)
    }

    /// The one work of a unit with a key of its own.
    pub async fn work_by_key(
        &self,
        permit: &Permit<acts::ReadWork>,
        noun: Noun,
        unit: UnitId,
        key: &str,
    ) -> Result<Option<Stands>, Problem> {
        if !self.place_of_work(unit).lies_in(permit.unit()) {
            return Err(Problem::Hidden);
        }
        let mut tx = self.db().snapshot().await?;
        Ok(store::work::by_key(&mut tx, noun, unit, key).await?)
    }

    /// A unit's own works are asked for by unit, those below it by province, and then sifted.
    fn scope_of(&self, of: Of) -> Scope {
        match of {
            Of::Assignee(appointment) => Scope::Assignee(appointment),
            Of::Parent(work) => Scope::Parent(work),
            Of::Unit(unit) => Scope::Unit(unit),
            Of::Within(unit) if unit == NATION => Scope::Country,
            Of::Within(unit) => match self.province_code(unit) {
                Some(code) if self.place_of(unit, self.now()).above().len() == 1 => Scope::Province(code),
                _ => Scope::Unit(unit),
            },
        }
    }
}
