//! What became of each report, from the reports that are kept.

use domain::calendars::Sent;
use domain::units::UnitId;
use domain::work::Noun;
use programme::reports::{Forms, State};
use store::work::{Listing, Scope, Stands};

use super::{Come, Submissions};
use crate::app::App;
use crate::problem::Problem;

/// More reports than the country owes in ten years.
const REPORTS_MAX: i64 = 1_000_000;

impl App {
    /// What became of each report of the country.
    pub async fn submissions(&self) -> Result<Submissions, Problem> {
        self.submitted_in([Scope::Country]).await
    }

    /// What became of the reports of some units, and of those whose heirs they are.
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

/// What a report that is kept counts as: that of one body does not stand for the unit's.
fn note(submitted: &mut Submissions, forms: &Forms, report: Stands) {
    let sent = sent_of(&report);
    let standing = report.standing;
    let (Some(period), Some(key)) = (standing.period, standing.key) else { return };
    let Some(form) = key.split('/').next().and_then(|form| forms.get(form)) else { return };
    let (calendar, come) = (form.calendar.clone(), Come { sent, acts: report.acts });
    let first = |known: &mut Come| *known = earlier(*known, come);
    match standing.body {
        None => submitted.units.entry((report.unit, calendar, period)).and_modify(first).or_insert(come),
        Some(body) => {
            let of = (report.unit, calendar, period, crate::bodies::folded(&body));
            submitted.bodies.entry(of).and_modify(first).or_insert(come)
        }
    };
}

/// How far a report has come, by how it stands.
pub(crate) fn sent_of(report: &Stands) -> Sent {
    let standing = &report.standing;
    let returned = standing.state == State::Returned.key();
    Sent { on: standing.done, again: standing.due, returned: returned && standing.done.is_none() }
}

/// Of two reports of one calendar and period the one that counts: what went up first, or else what came back.
fn earlier(one: Come, other: Come) -> Come {
    let order = |come: &Come| (come.sent.on.is_none(), come.sent.on, !come.sent.returned);
    if order(&other) < order(&one) { other } else { one }
}
