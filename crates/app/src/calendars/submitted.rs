//! On which day each report was submitted, from the reports that are kept.

use domain::units::UnitId;
use domain::work::Noun;
use jiff::civil::Date;
use programme::reports::Forms;
use store::work::{Listing, Scope, Stands};

use super::Submissions;
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
        let forms = &self.catalog()?.forms;
        let mut tx = self.db().snapshot().await?;
        let mut submitted = Submissions::new();
        for scope in scopes {
            let listing = Listing::of(Noun::Report, scope, REPORTS_MAX);
            for stands in store::work::listed(&mut tx, &listing).await? {
                note(&mut submitted, forms, stands);
            }
        }
        Ok(submitted)
    }
}

/// What a report that was sent up counts as: that of one body does not stand for the unit's.
fn note(submitted: &mut Submissions, forms: &Forms, report: Stands) {
    let standing = report.standing;
    let (Some(on), Some(period), Some(key)) = (standing.done, standing.period, standing.key) else { return };
    let Some(form) = key.split('/').next().and_then(|form| forms.get(form)) else { return };
    let calendar = form.calendar.clone();
    let earliest = |first: &mut Date| *first = on.min(*first);
    match standing.body {
        None => submitted.units.entry((report.unit, calendar, period)).and_modify(earliest).or_insert(on),
        Some(body) => {
            let of = (report.unit, calendar, period, crate::bodies::folded(&body));
            submitted.bodies.entry(of).and_modify(earliest).or_insert(on)
        }
    };
}
