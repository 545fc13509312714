//! On which day each report was submitted, from the reports that are kept.

use domain::units::UnitId;
use domain::work::Noun;
use store::work::{Listing, Scope, Stands};

use super::{Calendars, Submissions};
use crate::app::App;
use crate::problem::Problem;

/// More reports than the country owes in ten years.
const REPORTS_MAX: i64 = 1_000_000;

impl App {
    /// When each report of the country was submitted.
    pub async fn submissions(&self) -> Result<Submissions, Problem> {
        self.submitted_in([Scope::Country]).await
    }

    /// When the reports of some units were submitted, and of those whose heirs they are.
    pub async fn submissions_of(&self, units: &[UnitId]) -> Result<Submissions, Problem> {
        let (register, today) = (self.register(), self.today());
        let agenda = self.calendars()?.agenda(today);
        let mut all = units.to_vec();
        all.extend(units.iter().flat_map(|unit| agenda.of(&register, *unit)).filter_map(|duty| duty.inherited_from));
        all.sort_unstable();
        all.dedup();
        self.submitted_in(all.into_iter().map(Scope::Unit)).await
    }

    async fn submitted_in(&self, scopes: impl IntoIterator<Item = Scope>) -> Result<Submissions, Problem> {
        let calendars = self.calendars()?;
        let mut tx = self.db().snapshot().await?;
        let mut submitted = Submissions::new();
        for scope in scopes {
            let listing = Listing::of(Noun::Report, scope, REPORTS_MAX);
            for stands in store::work::listed(&mut tx, &listing).await? {
                if let Some((of, on)) = submission(calendars, stands) {
                    submitted.entry(of).and_modify(|first| *first = on.min(*first)).or_insert(on);
                }
            }
        }
        Ok(submitted)
    }
}

/// What a report that was sent up counts as; those of one department or body do not stand for the unit's.
fn submission(calendars: &Calendars, report: Stands) -> Option<((UnitId, String, String), jiff::civil::Date)> {
    let standing = report.standing;
    let (on, period, key) = (standing.done?, standing.period?, standing.key?);
    let form = key.split('/').next().filter(|_| standing.body.is_none())?;
    let calendar = calendars.of_form(form)?.to_owned();
    Some(((report.unit, calendar, period), on))
}
