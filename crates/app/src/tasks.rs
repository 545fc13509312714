//! Six-clear tasks: who can be named, one act, a task for many communes, parts of a task, what a head of a hamlet holds.
//!
//! What an act means is `programme::tasks`; what it needs from elsewhere is checked here: that whoever is named is
//! appointed there today, that parts are over before their whole is reported, how far the whole was extended.

mod recall;
mod say;

use std::collections::{BTreeSet, HashMap};

use domain::access::{Act, Action, FieldClass, Permit, Record, Role, acts};
use domain::accounts::AccountId;
use domain::units::UnitId;
use domain::work::{Noun, WorkAct as _};
use jiff::civil::Date;
use programme::tasks::{
    Authority, Bound, Child, Clears, Draft, Duty, Escalation, Origin, Part, Person, Place, Source, State, Task,
    TaskAct, TaskRefusal, Time,
};
pub use recall::Recalled;
use store::Tx;
pub use store::work::Stands;
use store::work::{Listing, Scope};
use thiserror::Error;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::{Kept, Of, Wanted, WorkFault, WorkQuery};

/// Most parts and most rows of lists that are read at once.
const LISTED_MAX: i64 = 20_000;
/// Up to so many people are looked up one by one; more are found among all.
const NAMED_ONE_BY_ONE_MAX: usize = 40;

/// Why an act on a task was not done.
#[derive(Debug, Error)]
pub enum TaskFault {
    /// What any act can run into.
    #[error(transparent)]
    Work(#[from] WorkFault<TaskRefusal>),
    /// Whoever is named is not appointed in the unit of the task today, or in a hamlet of it.
    #[error("appointment {appointment} is not in force in the unit of the task")]
    NotAppointed {
        /// Which.
        appointment: Uuid,
    },
    /// Parts of the task are not done: open still, never handed, or withdrawn.
    #[error("{open} parts are not over, {lost} of them were withdrawn or never handed")]
    PartsOpen {
        /// How many.
        open: usize,
        /// How many of them nobody works on any more: they are to be given anew.
        lost: usize,
    },
    /// A part that is to be given anew is somebody's work.
    #[error("part {id} stands; withdraw it before it is given anew")]
    PartStands {
        /// Which.
        id: Uuid,
    },
    /// A duty that recurs is divided by the rows of its grid.
    #[error("a duty that recurs is not split; name a holder for each row of its grid")]
    Recurs,
    /// Whoever is named does not move their own last day.
    #[error("whoever is named in a task does not extend it; another person does")]
    OwnDay,
    /// Neither the issuer, nor who holds that office now, nor an office above it; or the one who is to do it.
    #[error("only the office that gave the task, or one above it, decides about it; never who is to do it")]
    NotIssuer,
    /// Nobody gives a task to an office above the own.
    #[error("appointment {appointment} stands above who gives the task")]
    Above {
        /// Whose.
        appointment: Uuid,
    },
}

impl From<Problem> for TaskFault {
    fn from(problem: Problem) -> Self {
        Self::Work(problem.into())
    }
}

impl From<store::StoreError> for TaskFault {
    fn from(fault: store::StoreError) -> Self {
        Self::Work(fault.into())
    }
}

/// An officer as pages name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The appointment.
    pub appointment: Uuid,
    /// The name of the account.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Over which unit.
    pub unit: UnitId,
    /// Whether it is in force.
    pub in_force: bool,
    /// First day on which it gives nothing; none while open.
    pub until: Option<Date>,
}

/// A task for one unit.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which.
    pub unit: UnitId,
    /// The id of the task, made by the caller.
    pub id: Uuid,
    /// What it says; whoever is to do it stands in it.
    pub draft: Draft,
}

/// What came of a task for one commune.
#[derive(Debug)]
pub struct Handed {
    /// The commune.
    pub unit: UnitId,
    /// The task, or why there is none.
    pub outcome: Result<Uuid, TaskFault>,
}

impl App {
    /// Everybody who holds an appointment in a unit or below it, by name.
    pub async fn holders(&self, unit: UnitId) -> Result<Vec<Holder>, Problem> {
        let now = self.now();
        let mut holders: Vec<Holder> = self.every_holder().await?.into_values().collect();
        holders.retain(|holder| holder.in_force && self.place_of(holder.unit, now).lies_in(unit));
        holders.sort_by(|a, b| (&a.name, a.appointment).cmp(&(&b.name, b.appointment)));
        Ok(holders)
    }

    /// Whoever holds or held an appointment, by its id: to show who is named.
    pub async fn every_holder(&self) -> Result<HashMap<Uuid, Holder>, Problem> {
        let now = self.now();
        let mut tx = self.db().snapshot().await?;
        let names = crate::accounts::names(&mut tx).await?;
        let offices = store::accounts_listed::offices(&mut tx).await?;
        let holders = offices.into_iter().map(|office| {
            let held = office.appointment;
            let name = names.get(&held.account).cloned().unwrap_or_default();
            let holder = Holder {
                appointment: held.id,
                name,
                role: held.role,
                unit: held.unit,
                in_force: held.in_force(now),
                until: held.until,
            };
            (held.id, holder)
        });
        Ok(holders.collect())
    }

    /// Those of these appointments that are or were one: to show who is named.
    pub async fn holders_of(&self, appointments: &BTreeSet<Uuid>) -> Result<HashMap<Uuid, Holder>, Problem> {
        if appointments.len() > NAMED_ONE_BY_ONE_MAX {
            let mut every = self.every_holder().await?;
            every.retain(|appointment, _| appointments.contains(appointment));
            return Ok(every);
        }
        let now = self.now();
        let mut tx = self.db().snapshot().await?;
        let mut holders = HashMap::new();
        for &appointment in appointments {
            let Some(held) = store::appointments::by_id(&mut tx, appointment).await? else { continue };
            let account = store::accounts::by_id(&mut tx, AccountId(held.account)).await?;
            let name = account.map(|account| account.name).unwrap_or_default();
            let in_force = held.in_force(now);
            let (role, unit, until) = (held.role, held.unit, held.until);
            holders.insert(appointment, Holder { appointment, name, role, unit, in_force, until });
        }
        Ok(holders)
    }

    /// What lies right under a unit today as rows of a grid: hamlets of a commune, each with its head where one is
    /// appointed, or communes of a province.
    pub fn places_below(&self, unit: UnitId, holders: &[Holder]) -> Vec<Place> {
        let (register, today) = (self.register(), self.today());
        let mut below: Vec<_> = register.children(unit, today).collect();
        below.sort_by_cached_key(|version| (domain::fold::sort_key(&version.name), version.code.clone()));
        let is_head = |holder: &&Holder, unit| holder.unit == unit && holder.role == Role::HamletHead;
        let rows = (1_u16..).zip(below).map(|(no, version)| Place {
            no,
            name: version.full_name(),
            unit: Some(version.unit.0),
            holder: holders.iter().find(|holder| is_head(holder, version.unit)).map(|holder| holder.appointment),
        });
        rows.collect()
    }

    /// The unit under which a task for an appointment is kept: the commune of a head of a hamlet, else its own.
    pub fn unit_of_task(&self, holder: &Holder) -> UnitId {
        if holder.role != Role::HamletHead {
            return holder.unit;
        }
        self.place_of(holder.unit, self.now()).above().first().copied().unwrap_or(holder.unit)
    }

    /// Does an act on a task: asks for the permit that it needs on the record, and checks what the chain cannot know.
    #[tracing::instrument(name = "app.task.do", level = "debug", skip_all)]
    pub async fn task_do(
        &self,
        acting: &Acting,
        record: &Record,
        mut wanted: Wanted<TaskAct>,
    ) -> Result<Kept<Task>, TaskFault> {
        self.check_surroundings(acting, record, &mut wanted).await?;
        match wanted.act.action() {
            Action::WriteWork => self.task_as::<acts::WriteWork>(acting, record, wanted).await,
            Action::IssueTask => self.task_as::<acts::IssueTask>(acting, record, wanted).await,
            Action::AnswerTask => self.task_as::<acts::AnswerTask>(acting, record, wanted).await,
            Action::CloseTask => self.task_as::<acts::CloseTask>(acting, record, wanted).await,
            _ => Err(Problem::Hidden.into()),
        }
    }

    async fn task_as<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
        wanted: Wanted<TaskAct>,
    ) -> Result<Kept<Task>, TaskFault> {
        let permit = self.permit::<A>(acting, record, None).await?;
        if wanted.act.is_say() {
            self.check_say(acting, wanted.work).await?;
        }
        Ok(self.work_do::<Task, A>(&permit, wanted).await?)
    }

    /// Gives one task to one officer in each of several units: each by itself, with what came of it.
    #[tracing::instrument(name = "app.task.hand", level = "debug", skip_all, fields(units = targets.len()))]
    pub async fn task_hand(&self, acting: &Acting, targets: Vec<Target>) -> Vec<Handed> {
        let mut done = Vec::with_capacity(targets.len());
        for target in targets {
            let unit = target.unit;
            done.push(Handed { unit, outcome: self.hand_one(acting, target).await });
        }
        done
    }

    /// The id of the work names its first act too: sent twice, a task is given once.
    async fn hand_one(&self, acting: &Acting, target: Target) -> Result<Uuid, TaskFault> {
        let Target { unit, id, draft } = target;
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::UnitFact);
        let wanted = Wanted { work: id, id, seen: 0, on: self.today(), act: TaskAct::Hand { draft } };
        self.task_do(acting, &record, wanted).await.map(|kept| kept.id)
    }

    /// Gives the parts of a task that was split to those named for them; a part that stands already stays as it is.
    pub async fn hand_parts(&self, acting: &Acting, whole: &Kept<Task>) -> Vec<Handed> {
        let today = self.today();
        let target = |child: &Child| {
            Some(Target { unit: UnitId(child.unit), id: child.id, draft: draft_of(whole, child, today)? })
        };
        self.task_hand(acting, whole.state.children.iter().filter_map(target).collect()).await
    }

    /// Tasks of one's commune whose grid has a row for one's appointment, or that name one as who watches.
    pub async fn tasks_naming(&self, acting: &Acting) -> Result<Vec<Stands>, Problem> {
        let mut units = vec![acting.place.unit()];
        units.extend(acting.place.above().first().filter(|_| acting.appointment.role == Role::HamletHead));
        let mut tx = self.db().snapshot().await?;
        let mut found = Vec::new();
        for unit in units {
            let chains = store::work::chains::<Task>(&mut tx, &Scope::Unit(unit), None).await?;
            let listed = store::work::listed(&mut tx, &Listing::of(Noun::Task, Scope::Unit(unit), LISTED_MAX)).await?;
            for stands in listed {
                let task = chains.get(&stands.id).and_then(|acts| domain::work::replay::<Task>(acts).ok().flatten());
                if task.is_some_and(|task| task.state != State::Draft && task.names(acting.appointment.id)) {
                    found.push(stands);
                }
            }
        }
        Ok(found)
    }

    /// Late tasks that somebody looks after: as head those of their own unit that others are to do, and, after
    /// [`programme::tasks::ISSUER_AFTER_DAYS`] days, those that they issued, wherever they are kept.
    pub async fn tasks_late(
        &self,
        permit: &Permit<acts::ReadWork>,
        acting: &Acting,
    ) -> Result<Vec<(Stands, Escalation)>, Problem> {
        let (today, own) = (self.today(), acting.place.unit());
        let query = WorkQuery {
            due_by: Some(domain::cases::days_later(today, -1)),
            ..WorkQuery::all(Noun::Task, Of::Within(own))
        };
        let mut found = Vec::new();
        for stands in self.work_list(permit, &query).await? {
            let open = matches!(
                State::from_key(&stands.standing.state),
                Some(State::Issued | State::Underway | State::Returned)
            );
            if !open || stands.standing.assignee == Some(acting.appointment.id) {
                continue;
            }
            let long = stands
                .standing
                .due
                .is_some_and(|due| domain::cases::days_between(due, today) > programme::tasks::ISSUER_AFTER_DAYS);
            // only the chain knows who issued it
            let task = if long { self.task_now(stands.id).await.map_err(Problem::fault)? } else { None };
            let issued =
                task.and_then(|task| task.issued.filter(|_| task.escalation(today) == Some(Escalation::Issuer)));
            if issued.is_some_and(|issued| issued.by.appointment == acting.appointment.id) {
                found.push((stands, Escalation::Issuer));
            } else if stands.unit == own {
                found.push((stands, Escalation::Head));
            }
        }
        Ok(found)
    }

    /// How the parts of a task stand.
    pub async fn parts_of(&self, whole: Uuid) -> Result<Vec<Stands>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let listing = Listing::of(Noun::Task, Scope::Parent(whole), LISTED_MAX);
        Ok(store::work::listed(&mut tx, &listing).await?)
    }

    /// Those parts of a split task on which nobody works: never handed, or withdrawn.
    pub async fn lost_parts(&self, whole: Uuid, task: &Task) -> Result<Vec<Child>, Problem> {
        let parts = self.parts_of(whole).await?;
        let lost = |child: &&Child| match parts.iter().find(|part| part.id == child.id) {
            Some(stands) => stands.standing.state == State::Withdrawn.key(),
            None => true,
        };
        Ok(task.children.iter().filter(lost).cloned().collect())
    }

    /// Every part that the task was split into is done: one that was never handed or was withdrawn is not.
    async fn check_parts_over(&self, whole: Uuid) -> Result<(), TaskFault> {
        let Some(task) = self.task_now(whole).await? else { return Ok(()) };
        let parts = self.parts_of(whole).await?;
        let is_done = |child: &&Child| {
            let stands = parts.iter().find(|part| part.id == child.id);
            stands.is_some_and(|part| part.standing.state == State::Closed.key())
        };
        match task.children.len() - task.children.iter().filter(is_done).count() {
            0 => Ok(()),
            open => Err(TaskFault::PartsOpen { open, lost: self.lost_parts(whole, &task).await?.len() }),
        }
    }

    /// A duty that recurs is not split, and only parts on which nobody works are given anew.
    async fn check_split(&self, whole: Uuid, instead_of: &[Uuid]) -> Result<(), TaskFault> {
        let Some(task) = self.task_now(whole).await? else { return Ok(()) };
        if task.clears.time.is_some_and(|time| time.recurs.is_some()) {
            return Err(TaskFault::Recurs);
        }
        if instead_of.is_empty() {
            return Ok(());
        }
        let lost = self.lost_parts(whole, &task).await?;
        let stands = instead_of.iter().find(|id| !lost.iter().any(|child| child.id == **id));
        stands.map_or(Ok(()), |id| Err(TaskFault::PartStands { id: *id }))
    }

    /// Whoever is named in a task, by whichever appointment, leaves its last day to others.
    async fn check_not_own(&self, acting: &Acting, task: Uuid) -> Result<(), TaskFault> {
        let Some(task) = self.task_now(task).await? else { return Ok(()) };
        let mut tx = self.db().snapshot().await?;
        for named in task.clears.person.into_iter().flat_map(|of| [Some(of.assignee), of.deputy]).flatten() {
            let held = store::appointments::by_id(&mut tx, named).await?;
            if held.is_some_and(|held| held.account == acting.appointment.account) {
                return Err(TaskFault::OwnDay);
            }
        }
        Ok(())
    }

    async fn check_surroundings(
        &self,
        acting: &Acting,
        record: &Record,
        wanted: &mut Wanted<TaskAct>,
    ) -> Result<(), TaskFault> {
        match &mut wanted.act {
            TaskAct::Hand { draft } => self.check_named(acting, record, draft.clears.person).await,
            TaskAct::Issue {} => {
                let person = self.task_now(wanted.work).await?.and_then(|task| task.clears.person);
                self.check_named(acting, record, person).await
            }
            TaskAct::Answer { answer: programme::tasks::Answer::Amend { clears }, .. } => {
                self.check_named(acting, record, clears.person).await
            }
            TaskAct::Reassign { assignee, deputy, .. } => {
                self.check_named(acting, record, Some(Person { assignee: *assignee, deputy: *deputy })).await
            }
            TaskAct::ReportDone { .. } => self.check_parts_over(wanted.work).await,
            TaskAct::Split { instead_of, .. } => self.check_split(wanted.work, instead_of).await,
            TaskAct::Extend { within, .. } => {
                self.check_not_own(acting, wanted.work).await?;
                *within = self.due_of_whole(wanted.work).await?;
                Ok(())
            }
            TaskAct::Return { within, .. } => {
                *within = self.due_of_whole(wanted.work).await?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whoever is named holds an appointment in force, in the unit of the task or as head of one of its hamlets.
    async fn check_named(&self, acting: &Acting, record: &Record, person: Option<Person>) -> Result<(), TaskFault> {
        // what is not filled is for the chain to refuse
        let Some(person) = person else { return Ok(()) };
        let mut tx = self.db().snapshot().await?;
        for appointment in [Some(person.assignee), person.deputy].into_iter().flatten() {
            let held = store::appointments::by_id(&mut tx, appointment).await?;
            let fits = held.is_some_and(|held| {
                let of_hamlet =
                    held.role == Role::HamletHead && self.place_of(held.unit, self.now()).lies_in(record.place.unit());
                held.in_force(self.now()) && (held.unit == record.place.unit() || of_hamlet)
            });
            if !fits {
                return Err(TaskFault::NotAppointed { appointment });
            }
        }
        drop(tx);
        self.check_not_above(acting, person.assignee).await
    }

    async fn task_now(&self, id: Uuid) -> Result<Option<Task>, TaskFault> {
        let mut tx = self.db().snapshot().await?;
        let acts = store::work::acts::<Task>(&mut tx, id).await?;
        domain::work::replay::<Task>(&acts).map_err(|fault| Problem::fault(fault).into())
    }

    /// The last day of the task that this one is a part of, as it is now.
    async fn due_of_whole(&self, id: Uuid) -> Result<Option<Date>, TaskFault> {
        let Some(task) = self.task_now(id).await? else { return Ok(None) };
        let Some(source) = task.source.filter(|source| source.origin == Origin::Task) else { return Ok(None) };
        let mut tx = self.db().snapshot().await?;
        Ok(store::work::stands(&mut tx, source.work).await?.and_then(|stands| stands.standing.due))
    }
}

/// Whether a task names an appointment, at the last act that was done.
pub(crate) async fn names(tx: &mut Tx, task: Uuid, appointment: Uuid) -> Result<bool, Problem> {
    let acts = store::work::acts::<Task>(tx, task).await?;
    let task = domain::work::replay::<Task>(&acts).map_err(Problem::fault)?;
    Ok(task.is_some_and(|task| task.names(appointment)))
}

/// A part of a task as a task of its own: its results are the whole's, its right is the whole's.
fn draft_of(whole: &Kept<Task>, child: &Child, today: Date) -> Option<Draft> {
    let task = &whole.state;
    let time = task.clears.time?;
    let authority: Authority = task.clears.authority.clone()?;
    let result: Vec<Part> = task.clears.result.iter().filter(|part| child.parts.contains(&part.no)).cloned().collect();
    Some(Draft {
        title: child.title.clone(),
        source: Some(Source {
            origin: Origin::Task,
            work: whole.id,
            item: child.parts.iter().map(u8::to_string).collect::<Vec<_>>().join(", "),
        }),
        bound: Some(Bound { parts: child.parts.clone(), keeps: result.clone(), from: time.from, due: time.due }),
        clears: Clears {
            person: Some(Person { assignee: child.assignee, deputy: None }),
            work: task.clears.work.clone(),
            duty: Some(Duty { leads: child.leads.clone(), with: Vec::new() }),
            time: Some(Time { from: today.max(time.from).min(child.due), due: child.due, recurs: None }),
            result,
            authority: Some(authority),
            places: Vec::new(),
        },
    })
}
