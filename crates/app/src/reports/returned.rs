//! Sending a report back: its author gets the remarks, and a task with a new day.

use domain::access::Record;
use jiff::civil::Date;
use programme::reports::{Comment, ReportAct};
use programme::tasks::{Authority, Clears, Draft, Duty, EvidenceKind, Origin, Part, Person, Source, Time};
use texts::Lang;
use uuid::Uuid;

use super::{Opened, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::tasks::{Target, TaskFault};
use crate::work::{Kept, Wanted};

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
    pub report: Kept<programme::reports::Report>,
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
