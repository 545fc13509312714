//! Sending a report back: its author gets the remarks, and a task with a new day.

use domain::access::Record;
use jiff::civil::Date;
use programme::reports::{Comment, Report, ReportAct};
use programme::tasks::{
    Authority, Clears, Draft, Duty, EvidenceKind, Origin, Part, Person, Source, State as TaskState, TaskAct, Time,
};
use store::work::Stands;
use texts::Lang;
use uuid::Uuid;

use super::{Opened, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::calendars::shown_day;
use crate::problem::Problem;
use crate::tasks::{Target, TaskFault};
use crate::work::{Kept, Wanted, WorkFault};

/// What is said when a report is sent back.
#[derive(Clone, Debug)]
pub struct Return {
    /// Id of the act, made with the page.
    pub id: Uuid,
    /// How many acts the page showed.
    pub seen: u32,
    /// Why.
    pub reason: String,
    /// Remarks on places.
    pub comments: Vec<Comment>,
    /// Until when it is to come again.
    pub due: Date,
}

/// What came of it.
#[derive(Debug)]
pub struct Returned {
    /// The report.
    pub report: Kept<Report>,
    /// The author's task, or why there is none: whoever began the report may hold the office no more.
    pub task: Result<Uuid, TaskFault>,
}

impl App {
    /// Sends a report back and gives its author the task to put it right. Sent twice, it is one return and one task.
    #[tracing::instrument(name = "app.reports.return", level = "debug", skip_all)]
    pub async fn report_return(
        &self,
        acting: &Acting,
        record: &Record,
        opened: &Opened,
        said: Return,
    ) -> Result<Returned, ReportFault> {
        if let Some(earlier) = self.task_to_return(opened).await? {
            return self.return_again(acting, record, opened, said, earlier).await;
        }
        let task = Uuid::new_v5(&said.id, b"task");
        let draft = self.task_of(opened, &said)?;
        let act = ReportAct::Return { reason: said.reason, comments: said.comments, due: said.due, task: Some(task) };
        let wanted = Wanted { work: opened.kept.id, id: said.id, seen: said.seen, on: self.today(), act };
        let report = self.report_do(acting, record, wanted).await?;
        // the report has gone back by now: a task that cannot be given is told, and keeps nobody from writing
        let target = Target { unit: opened.kept.unit, id: task, draft };
        let handed = self.task_hand(acting, vec![target]).await;
        let outcome = handed.into_iter().next().map_or_else(|| Err(Problem::Hidden.into()), |handed| handed.outcome);
        Ok(Returned { report, task: outcome })
    }

    /// The task of an earlier return that was said to be done when the report came again: it is not done, then.
    async fn task_to_return(&self, opened: &Opened) -> Result<Option<Stands>, Problem> {
        let Some(task) = task_of_return(&opened.kept) else { return Ok(None) };
        let mut tx = self.db().snapshot().await?;
        let stands = store::work::stands(&mut tx, task).await?;
        Ok(stands.filter(|stands| stands.standing.state == TaskState::Reported.key()))
    }

    async fn return_again(
        &self,
        acting: &Acting,
        record: &Record,
        opened: &Opened,
        said: Return,
        task: Stands,
    ) -> Result<Returned, ReportFault> {
        let (reason, due) = (said.reason.clone(), said.due);
        let act = ReportAct::Return { reason: said.reason, comments: said.comments, due, task: Some(task.id) };
        let wanted = Wanted { work: opened.kept.id, id: said.id, seen: said.seen, on: self.today(), act };
        let report = self.report_do(acting, record, wanted).await?;
        let later = Some(due).filter(|due| task.standing.due.is_none_or(|before| *due > before));
        let act = TaskAct::Return { reason, due: later, within: None };
        let id = Uuid::new_v5(&said.id, b"task");
        let wanted = Wanted { work: task.id, id, seen: task.acts, on: self.today(), act };
        let of_task = self.work_record(task.id, acting).await?.ok_or(Problem::Hidden)?;
        let outcome = self.task_do(acting, &of_task, wanted).await.map(|kept| kept.id);
        Ok(Returned { report, task: outcome })
    }

    /// What an act on a report means for the task that its return made: sent again, it is reported done; agreed to, it is
    /// closed by whoever agreed. What the task refuses stays with the task: the act on the report stands.
    pub(super) async fn tell_task(
        &self,
        acting: &Acting,
        report: &Kept<Report>,
        key: &str,
        act: Uuid,
    ) -> Result<(), ReportFault> {
        let Some(task) = task_of_return(report).filter(|_| matches!(key, "submit" | "approve")) else {
            return Ok(());
        };
        let mut tx = self.db().snapshot().await?;
        let Some(stands) = store::work::stands(&mut tx, task).await? else { return Ok(()) };
        drop(tx);
        let lang = Lang::Vi;
        let told = match (key, TaskState::from_key(&stands.standing.state)) {
            ("submit", Some(TaskState::Issued | TaskState::Objected | TaskState::Underway | TaskState::Returned)) => {
                TaskAct::Resent { evidence: lang.work_returned_resent(shown_day(self.today())) }
            }
            ("approve", Some(TaskState::Reported)) => TaskAct::Close { note: lang.work_returned_agreed().to_owned() },
            _ => return Ok(()),
        };
        let Some(record) = self.work_record(task, acting).await? else { return Ok(()) };
        let id = Uuid::new_v5(&act, b"task");
        let wanted = Wanted { work: task, id, seen: stands.acts, on: self.today(), act: told };
        match self.task_do(acting, &record, wanted).await {
            Ok(_) | Err(TaskFault::Work(WorkFault::Problem(Problem::Hidden | Problem::Access(_)))) => Ok(()),
            Err(TaskFault::Work(WorkFault::Problem(problem))) => Err(problem.into()),
            Err(_) => Ok(()),
        }
    }

    /// The six clears of putting a report right, in the words of the law's language, for they are kept.
    fn task_of(&self, opened: &Opened, said: &Return) -> Result<Draft, Problem> {
        let (report, lang) = (&opened.kept.state, Lang::Vi);
        let calendars = self.calendars()?;
        let calendar = calendars.all().iter().find(|calendar| calendar.id == report.opening.calendar);
        let calendar = calendar.ok_or(Problem::Hidden)?;
        let body = report.opening.body.clone();
        // the country has no unit of its own: whoever answers for the form leads
        let owner = || opened.ordered.form.owner.clone();
        let leads = body.or_else(|| self.unit_name(opened.kept.unit)).or_else(owner).unwrap_or_default();
        let part = Part {
            no: 1,
            what: lang.work_returned_result().to_owned(),
            measure: lang.work_returned_measure().to_owned(),
            evidence: EvidenceKind::Document,
        };
        Ok(Draft {
            title: lang.work_returned_title(&report.opening.title),
            source: Some(Source { origin: Origin::Report, work: opened.kept.id, item: report.opening.period.clone() }),
            bound: None,
            clears: Clears {
                person: Some(Person { assignee: report.author.appointment, deputy: None }),
                work: Some(lang.work_returned_work(&said.reason)),
                duty: Some(Duty { leads, with: Vec::new() }),
                time: Some(Time { from: self.today(), due: said.due, recurs: None }),
                result: vec![part],
                authority: Some(Authority {
                    number: calendar.document.clone(),
                    date: calendar.from,
                    clause: calendar.citation.clone(),
                    may: lang.work_returned_may().to_owned(),
                }),
                places: Vec::new(),
            },
        })
    }

    fn unit_name(&self, unit: domain::units::UnitId) -> Option<String> {
        self.register().version(unit, self.today()).map(domain::units::Version::full_name)
    }
}

/// The task that the last return of a report made.
fn task_of_return(report: &Kept<Report>) -> Option<Uuid> {
    report.history.iter().rev().find_map(|entry| match &entry.act {
        ReportAct::Return { task, .. } => Some(*task),
        _ => None,
    })?
}
