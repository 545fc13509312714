//! Tasks that are late, told by mail to the same people to whom the page of what is to be done today shows them.

use domain::access::{Action, FieldClass, Record};
use domain::cases::{days_between, days_later};
use domain::work::Noun;
use jiff::civil::Date;
use programme::tasks::{ISSUER_AFTER_DAYS, State, Task};
use store::mail::{About, Mail, Reason};
use store::reminders::Holder;
use store::work::{Listing, Scope, Stands};

use super::rules::{Concern, told_of_task};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;

/// More late tasks than the country has.
const TASKS_MAX: i64 = 1_000_000;

/// States of a task in which somebody still has to do it. One that was objected to waits for whoever gave it.
const TO_DO: [State; 3] = [State::Issued, State::Underway, State::Returned];

impl App {
    /// Every mail that a late task calls for today.
    pub(super) async fn reminders_of_tasks(&self, holders: &[Holder], today: Date) -> Result<Vec<Mail>, Problem> {
        let mut found = Vec::new();
        for (task, due) in self.tasks_late_anywhere(today).await? {
            let days = days_between(due, today);
            let issued_by = if days > ISSUER_AFTER_DAYS { self.issuer(&task).await? } else { None };
            for holder in holders {
                let named = task.standing.assignee == Some(holder.appointment);
                let concern = match holder {
                    _ if named => Some(Concern::Named),
                    _ if issued_by == Some(holder.appointment) => Some(Concern::Issued),
                    _ if holder.unit == task.unit && self.looks_after_tasks(holder).await? => Some(Concern::Head),
                    _ => None,
                };
                let told = concern.and_then(|concern| told_of_task(concern, days, holder));
                let about = (task.unit, About::Task(task.id), due);
                found.extend(told.map(|told| self.mail_to(holder, about, told)));
            }
        }
        Ok(found)
    }

    async fn tasks_late_anywhere(&self, today: Date) -> Result<Vec<(Stands, Date)>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let mut late = Vec::new();
        for state in TO_DO {
            let listing = Listing {
                state: Some(state.key().to_owned()),
                due_by: Some(days_later(today, -1)),
                ..Listing::of(Noun::Task, Scope::Country, TASKS_MAX)
            };
            let listed = store::work::listed(&mut tx, &listing).await?;
            late.extend(listed.into_iter().filter_map(|task| task.standing.due.map(|due| (task, due))));
        }
        Ok(late)
    }

    /// The appointment that gave a task: only its chain knows.
    async fn issuer(&self, task: &Stands) -> Result<Option<uuid::Uuid>, Problem> {
        let acts = store::work::acts::<Task>(&mut self.db().snapshot().await?, task.id).await?;
        let task = domain::work::replay::<Task>(&acts).map_err(Problem::fault)?;
        Ok(task.and_then(|task| task.issued).map(|issued| issued.by.appointment))
    }

    /// Whether somebody looks after the tasks of their own unit, by the policy.
    async fn looks_after_tasks(&self, holder: &Holder) -> Result<bool, Problem> {
        let held = store::appointments::of_account(&mut self.db().snapshot().await?, holder.account.0).await?;
        let Some(appointment) = held.into_iter().find(|held| held.id == holder.appointment) else { return Ok(false) };
        let place = self.place_of(holder.unit, self.now());
        let acting = Acting { place: place.clone(), factor_age_s: 0, appointment };
        self.may(&acting, Action::CloseTask, &Record::plain(place, FieldClass::UnitFact))
    }

    /// Whether a mail about a task still says what is so: the task is to be done, late, and the same person's.
    pub(super) async fn task_still_late(&self, mail: &Mail, id: uuid::Uuid) -> Result<bool, Problem> {
        let mut tx = self.db().snapshot().await?;
        let Some(task) = store::work::stands(&mut tx, id).await? else { return Ok(false) };
        let to_do = State::from_key(&task.standing.state).is_some_and(|state| TO_DO.contains(&state));
        if !to_do || task.standing.due != Some(mail.due_on) || mail.due_on >= self.today() {
            return Ok(false);
        }
        if mail.reason == Reason::Escalation {
            return Ok(true);
        }
        let held = store::appointments::of_account(&mut tx, mail.account.0).await?;
        Ok(held.iter().any(|held| task.standing.assignee == Some(held.id)))
    }
}
