//! Reporting calendars at work: what a unit owes today, and the same as a calendar for calendar programs.

mod events;
mod feed;
mod line;
mod submitted;

use std::collections::BTreeMap;

use domain::calendars::{Agenda, Calendar, CalendarError, Duty, SHIPPED, Sent, Status, load, load_over};
use domain::cases::Calendar as WorkingDays;
use domain::units::UnitId;
use jiff::civil::Date;

pub use events::{Told, body_events, published, unit_events};
pub use feed::Asked;
pub use line::{calendar_status, duty_title, shown_day};
pub use store::feeds::Feed;
pub(crate) use submitted::sent_of as sent_of_kept;

use crate::app::App;
use crate::problem::Problem;

/// So many days a report that is over stands on the page of what is to be done: one that was submitted, and one of which
/// this program does not see whether it was.
pub const KEPT_DAYS_MAX: i32 = 120;

/// What became of each report: by whose it is, calendar and period. The same for reports that were typed, brought in as
/// a file or sent by a program.
#[derive(Clone, Debug, Default)]
pub struct Submissions {
    units: BTreeMap<(UnitId, String, String), Come>,
    /// Those of one body of a unit, by its folded name.
    bodies: BTreeMap<(UnitId, String, String, String), Come>,
}

/// What became of one report, and how many acts there were on it.
#[derive(Clone, Copy, Debug, Default)]
struct Come {
    sent: Sent,
    acts: u32,
}

impl<const N: usize> From<[((UnitId, String, String), Date); N]> for Submissions {
    fn from(submitted: [((UnitId, String, String), Date); N]) -> Self {
        let units = submitted.into_iter().map(|(of, on)| (of, Come { sent: Some(on).into(), acts: 1 }));
        Self { units: units.collect(), bodies: BTreeMap::new() }
    }
}

impl Submissions {
    /// Nothing was submitted.
    pub fn new() -> Self {
        Self::default()
    }

    /// What became of a unit's report of a calendar and period.
    pub fn of_unit(&self, unit: UnitId, calendar: &str, period: &str) -> Sent {
        self.units.get(&(unit, calendar.to_owned(), period.to_owned())).copied().unwrap_or_default().sent
    }

    /// What became of that of a body of a unit.
    pub fn of_body(&self, unit: UnitId, calendar: &str, period: &str, body: &str) -> Sent {
        let key = (unit, calendar.to_owned(), period.to_owned(), crate::bodies::folded(body));
        self.bodies.get(&key).copied().unwrap_or_default().sent
    }

    /// How many acts there were on a report that came back: each may have moved its day. None on any other.
    fn rounds(&self, duty: &Duty<'_>, body: Option<&str>) -> u32 {
        let (unit, calendar, period) = (whose(duty), duty.owed.calendar.id.clone(), duty.owed.period.clone());
        let come = match body {
            None => self.units.get(&(unit, calendar, period)),
            Some(body) => self.bodies.get(&(unit, calendar, period, crate::bodies::folded(body))),
        };
        come.filter(|come| come.sent.returned).map_or(0, |come| come.acts)
    }
}

/// The calendars in force here and the days that are worked.
#[derive(Debug)]
pub struct Calendars {
    all: Vec<Calendar>,
    working: WorkingDays,
}

impl Calendars {
    /// The calendars that come with the program.
    pub fn shipped() -> Result<Self, Problem> {
        let working = WorkingDays::shipped().map_err(|fault| Problem::fault(std::io::Error::other(fault)))?;
        Ok(Self { all: load(SHIPPED).map_err(Problem::fault)?, working })
    }

    /// Every calendar.
    pub fn all(&self) -> &[Calendar] {
        &self.all
    }

    /// The days that are worked.
    pub const fn working(&self) -> &WorkingDays {
        &self.working
    }

    /// Every report of the years around a day.
    pub fn agenda(&self, day: Date) -> Agenda<'_> {
        Agenda::new(&self.all, &self.working, day)
    }
}

impl App {
    /// Takes an office's own calendars and exceptions into force beside those of the program. `Ok(false)` if there are
    /// some already.
    pub fn with_calendars(&self, text: &str) -> Result<bool, CalendarError> {
        let all = load_over(&[SHIPPED, text])?;
        let Ok(shipped) = Calendars::shipped() else { return Ok(false) };
        Ok(self.own_calendars().set(Calendars { all, ..shipped }).is_ok())
    }

    /// The calendars in force here.
    pub fn calendars(&self) -> Result<&Calendars, Problem> {
        if let Some(calendars) = self.own_calendars().get() {
            return Ok(calendars);
        }
        let shipped = Calendars::shipped()?;
        Ok(self.own_calendars().get_or_init(|| shipped))
    }

    /// What a unit has to do around today, each report with what became of it.
    pub fn duties_of(&self, unit: UnitId, submitted: &Submissions) -> Result<Vec<(Duty<'_>, Status)>, Problem> {
        let agenda = self.calendars()?.agenda(self.today());
        let near = agenda.near(&self.register(), unit, KEPT_DAYS_MAX, &|duty| sent_of(submitted, duty));
        self.as_seen_here(near)
    }

    /// The same of what one body of a unit owes for itself.
    pub fn duties_of_body(
        &self,
        unit: UnitId,
        body: &str,
        submitted: &Submissions,
    ) -> Result<Vec<(Duty<'_>, Status)>, Problem> {
        let agenda = self.calendars()?.agenda(self.today());
        let sent = |duty: &Duty<'_>| sent_of_body(submitted, duty, body);
        self.as_seen_here(agenda.near_body(&self.register(), unit, KEPT_DAYS_MAX, &sent))
    }

    /// Reports with how they stand as far as this program sees it.
    fn as_seen_here<'c>(&self, near: Vec<(Duty<'c>, Status)>) -> Result<Vec<(Duty<'c>, Status)>, Problem> {
        let today = self.today();
        let mut seen = Vec::with_capacity(near.len());
        for (duty, status) in near {
            let status = if self.goes_up_here(&duty)? { status } else { status.elsewhere() };
            if !status.is_long_unseen(today, KEPT_DAYS_MAX) {
                seen.push((duty, status));
            }
        }
        Ok(seen)
    }

    /// Whether a report is made here: some form goes by its calendar.
    pub(crate) fn goes_up_here(&self, duty: &Duty<'_>) -> Result<bool, Problem> {
        Ok(self.catalog()?.forms.all().iter().any(|form| form.calendar == duty.owed.calendar.id))
    }
}

/// What became of a report, by whose it is.
pub fn sent_of(submitted: &Submissions, duty: &Duty<'_>) -> Sent {
    submitted.of_unit(whose(duty), &duty.owed.calendar.id, &duty.owed.period)
}

/// What became of the report of one body of a unit.
pub(crate) fn sent_of_body(submitted: &Submissions, duty: &Duty<'_>, body: &str) -> Sent {
    submitted.of_body(whose(duty), &duty.owed.calendar.id, &duty.owed.period, body)
}

/// Whose report it is, whoever owes it now.
pub fn whose(duty: &Duty<'_>) -> UnitId {
    duty.inherited_from.unwrap_or(duty.unit)
}
