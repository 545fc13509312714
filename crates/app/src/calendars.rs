//! Reporting calendars at work: what a unit owes today, and the same as a calendar for calendar programs.

mod events;
mod feed;
mod line;
mod submitted;

use std::collections::BTreeMap;

use domain::calendars::{Agenda, Calendar, CalendarError, Duty, SHIPPED, Status, load, load_over};
use domain::cases::Calendar as WorkingDays;
use domain::units::UnitId;
use jiff::civil::Date;
use serde::Deserialize;

pub use events::{Told, published, unit_events};
pub use feed::Asked;
pub use line::{calendar_status, duty_title, shown_day};
pub use store::feeds::Feed;

use crate::app::App;
use crate::problem::Problem;

/// So many days a late report stands on the page of what is to be done.
pub const LATE_DAYS_MAX: i32 = 120;

/// On which day each report was submitted: by whose it is, calendar and period. The same for reports that were typed,
/// brought in as a file or sent by a program.
pub type Submissions = BTreeMap<(UnitId, String, String), Date>;

/// The calendars in force here and the days that are worked.
#[derive(Debug)]
pub struct Calendars {
    all: Vec<Calendar>,
    working: WorkingDays,
    /// Forms of reports, with the calendar that each reports under.
    forms: Vec<Form>,
}

/// What of a form says which calendar it reports under.
#[derive(Debug, Deserialize)]
struct Form {
    id: String,
    calendar: String,
}

impl Calendars {
    /// The calendars that come with the program.
    pub fn shipped() -> Result<Self, Problem> {
        let working = WorkingDays::shipped().map_err(|fault| Problem::fault(std::io::Error::other(fault)))?;
        let forms = programme::reports::SHIPPED.iter().map(|(_, text)| toml::from_str(text).map_err(Problem::fault));
        Ok(Self { all: load(SHIPPED).map_err(Problem::fault)?, working, forms: forms.collect::<Result<_, _>>()? })
    }

    /// Every calendar.
    pub fn all(&self) -> &[Calendar] {
        &self.all
    }

    /// The calendar that a form of reports goes by.
    pub(crate) fn of_form(&self, form: &str) -> Option<&str> {
        self.forms.iter().find(|known| known.id == form).map(|known| known.calendar.as_str())
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

    /// What a unit has to do around today, each report with the day on which it was submitted, if it was.
    pub fn duties_of(&self, unit: UnitId, submitted: &Submissions) -> Result<Vec<(Duty<'_>, Status)>, Problem> {
        let agenda = self.calendars()?.agenda(self.today());
        Ok(agenda.near(&self.register(), unit, LATE_DAYS_MAX, &|duty| submitted_on(submitted, duty)))
    }
}

/// When a report was submitted, by whose it is.
pub fn submitted_on(submitted: &Submissions, duty: &Duty<'_>) -> Option<Date> {
    let owed = &duty.owed;
    submitted.get(&(whose(duty), owed.calendar.id.clone(), owed.period.clone())).copied()
}

/// Whose report it is, whoever owes it now.
pub fn whose(duty: &Duty<'_>) -> UnitId {
    duty.inherited_from.unwrap_or(duty.unit)
}
