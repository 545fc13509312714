//! Calling back what was given to many at once, as long as nobody has taken it on.

use domain::units::UnitId;
use programme::tasks::{State, TaskAct};
use uuid::Uuid;

use super::TaskFault;
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::Wanted;

/// What came of calling one task back.
#[derive(Debug)]
pub struct Recalled {
    /// The unit that had it.
    pub unit: UnitId,
    /// Whether it was called back; not where it was taken on or objected to meanwhile, or why it cannot be.
    pub outcome: Result<bool, TaskFault>,
}

impl App {
    /// Calls tasks back that nobody has accepted yet, each by itself; an id that names no task is left out. `batch` is
    /// what they were given under: called back twice, each is called back once.
    #[tracing::instrument(name = "app.task.recall", level = "debug", skip_all, fields(tasks = tasks.len()))]
    pub async fn tasks_recall(
        &self,
        acting: &Acting,
        batch: Uuid,
        tasks: &[(UnitId, Uuid)],
        reason: &str,
    ) -> Result<Vec<Recalled>, Problem> {
        let mut done = Vec::new();
        for (unit, task) in tasks {
            if let Some(outcome) = self.recall_one(acting, batch, *task, reason).await? {
                done.push(Recalled { unit: *unit, outcome });
            }
        }
        Ok(done)
    }

    async fn recall_one(
        &self,
        acting: &Acting,
        batch: Uuid,
        task: Uuid,
        reason: &str,
    ) -> Result<Option<Result<bool, TaskFault>>, Problem> {
        let Some(record) = self.work_record(task, acting).await? else { return Ok(None) };
        let mut tx = self.db().snapshot().await?;
        let Some(stands) = store::work::stands(&mut tx, task).await? else { return Ok(None) };
        drop(tx);
        match State::from_key(&stands.standing.state) {
            Some(State::Withdrawn) => return Ok(Some(Ok(true))),
            Some(State::Issued) => {}
            _ => return Ok(Some(Ok(false))),
        }
        let (id, act) = (Uuid::new_v5(&batch, task.as_bytes()), TaskAct::Withdraw { reason: reason.to_owned() });
        let wanted = Wanted { work: task, id, seen: stands.acts, on: self.today(), act };
        Ok(Some(self.task_do(acting, &record, wanted).await.map(|_| true)))
    }
}
