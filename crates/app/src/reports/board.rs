//! The reports of many units at a glance, and deciding about many at once.

use std::collections::BTreeMap;

use domain::access::{Permit, acts};
use domain::calendars::Status;
use domain::units::UnitId;
use domain::work::{Noun, replay};
use jiff::civil::Date;
use programme::reports::{Report, ReportAct, State};
use store::work::Stands;
use uuid::Uuid;

use super::{Ordered, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::{Of, Wanted, WorkQuery};

/// One unit of a board.
#[derive(Clone, Debug)]
pub struct BoardLine {
    /// Which.
    pub unit: UnitId,
    /// Its report, if one was begun.
    pub report: Option<(Uuid, State)>,
    /// How many acts it has.
    pub acts: u32,
    /// A new version is being written while the one that was agreed to stays: `report` says how that one stands.
    pub amending: bool,
    /// When the first version went up that was neither taken back nor sent back.
    pub submitted: Option<Date>,
    /// The day by which its report is judged, where one was begun.
    pub due: Option<Date>,
    /// How it stands in time.
    pub status: Option<Status>,
}

impl BoardLine {
    /// The first day on which it was late, where it is or was.
    pub fn late_since(&self, due: Option<Date>, today: Date) -> Option<Date> {
        let returned = matches!(self.report, Some((_, State::Returned))) && self.submitted.is_none();
        // while it waits to come again, the day that was given then counts
        let due = match self.due {
            Some(again) if returned => again,
            again => due?.max(again.unwrap_or(Date::MIN)),
        };
        let until = self.submitted.unwrap_or(today);
        (until > due).then(|| domain::cases::days_later(due, 1))
    }
}

/// Reports of a form and period by unit.
#[derive(Clone, Debug)]
pub struct Board {
    /// What is asked of them.
    pub ordered: Ordered,
    /// One line for each unit in force at the end of the period.
    pub lines: Vec<BoardLine>,
}

impl Board {
    /// How many stand so; none is those not begun.
    pub fn count(&self, state: Option<State>) -> usize {
        self.lines.iter().filter(|line| line.report.map(|(_, state)| state) == state).count()
    }
}

/// What came of one report of many.
#[derive(Debug)]
pub struct Bulk {
    /// Whose.
    pub unit: UnitId,
    /// Which.
    pub report: Uuid,
    /// Done, or why not.
    pub outcome: Result<(), ReportFault>,
}

impl App {
    /// The board of the units below one, for the form that its report is made of.
    pub async fn report_board(&self, permit: &Permit<acts::ReadWork>, ordered: &Ordered) -> Result<Board, ReportFault> {
        let Some(of) = ordered.form.of.as_deref() else {
            return Ok(Board { ordered: ordered.clone(), lines: Vec::new() });
        };
        let units = self.units_below(ordered);
        let query = WorkQuery {
            period: Some(ordered.period.clone()),
            ..WorkQuery::all(Noun::Report, Of::Within(ordered.unit))
        };
        let mut kept: BTreeMap<UnitId, Stands> = BTreeMap::new();
        for stands in self.work_list(permit, &query).await? {
            let own = stands.standing.key.as_deref().is_some_and(|key| key == format!("{of}/{}/", ordered.period));
            if own {
                kept.insert(stands.unit, stands);
            }
        }
        let first = units.first().copied();
        let below = first.and_then(|unit| self.order_report(of, unit, &ordered.period, None).ok());
        let calendars = self.calendars()?;
        let owed = below.as_ref().and_then(|below| {
            let calendar = calendars.all().iter().find(|calendar| calendar.id == below.form.calendar)?;
            calendar.period(&below.period, calendars.working())
        });
        let today = self.today();
        let agreed = self.agreed_to(kept.values()).await?;
        let lines = units.into_iter().map(|unit| {
            let stands = kept.get(&unit);
            let sent = stands.map(crate::calendars::sent_of_kept).unwrap_or_default();
            let state = stands.and_then(|stands| State::from_key(&stands.standing.state));
            let in_force = stands.and_then(|stands| agreed.get(&stands.id).copied());
            BoardLine {
                unit,
                report: stands.map(|stands| stands.id).zip(in_force.or(state)),
                acts: stands.map_or(0, |stands| stands.acts),
                amending: in_force.is_some(),
                submitted: sent.on,
                status: owed.as_ref().map(|owed| owed.status(today, sent)),
                due: sent.again,
            }
        });
        let lines = lines.collect();
        Ok(Board { ordered: below.unwrap_or_else(|| ordered.clone()), lines })
    }

    /// How the version in force stands of those reports of which a new version is being written.
    async fn agreed_to(&self, kept: impl Iterator<Item = &Stands>) -> Result<BTreeMap<Uuid, State>, ReportFault> {
        let open = |stands: &&Stands| State::from_key(&stands.standing.state).is_some_and(State::is_open);
        let mut agreed = BTreeMap::new();
        let mut tx = self.db().snapshot().await?;
        // only one that was agreed to has gone up and is written in again
        for stands in kept.filter(open).filter(|stands| stands.standing.done.is_some()) {
            let acts = store::work::acts::<Report>(&mut tx, stands.id).await?;
            let report = replay::<Report>(&acts).map_err(Problem::fault)?;
            if let Some(version) = report.as_ref().and_then(Report::in_force) {
                agreed.insert(stands.id, if version.locked.is_some() { State::Locked } else { State::Approved });
            }
        }
        Ok(agreed)
    }

    /// Approves many reports, each by itself: what cannot be approved says why, and the others are.
    pub async fn reports_approve(
        &self,
        acting: &Acting,
        token: Uuid,
        reports: &[(UnitId, Uuid, u32)],
    ) -> Result<Vec<Bulk>, Problem> {
        let mut outcomes = Vec::with_capacity(reports.len());
        for (unit, report, seen) in reports {
            let outcome = self.approve_one(acting, token, *report, *seen).await;
            outcomes.push(Bulk { unit: *unit, report: *report, outcome });
        }
        Ok(outcomes)
    }

    async fn approve_one(&self, acting: &Acting, token: Uuid, report: Uuid, seen: u32) -> Result<(), ReportFault> {
        let record = self.work_record(report, acting).await?.ok_or(Problem::Hidden)?;
        let id = Uuid::new_v5(&token, report.as_bytes());
        let act = ReportAct::Approve { note: None, signer: None };
        self.report_do(acting, &record, Wanted { work: report, id, seen, on: self.today(), act }).await.map(|_| ())
    }
}
