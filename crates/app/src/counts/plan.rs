//! The locally approved plan of tests after rehabilitation. No law sets an interval (casework.md §8.3): it is what the
//! plan of the place says, so it is recorded once for a unit and year like any figure, on the paper that it stands in,
//! and counted by from then on.

use domain::access::Permit;
use domain::access::acts::RecordFigures;
use domain::counts::LocalPlan;
use domain::facts::{Entry, Fact, Source, Value};
use domain::units::{Level, UnitId, Version};
use jiff::civil::Date;
use uuid::Uuid;

use crate::app::App;
use crate::figures::{Author, Recorded, Signed};
use crate::problem::Problem;

/// Under which name the interval is kept among the figures of a unit, in days. No pack asks for it.
pub const PLAN_INPUT: &str = "post_rehab_test_interval_days";

/// The longest interval, in days.
pub const INTERVAL_DAYS_MAX: i32 = 366;

/// A plan that is in force for a unit and year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlan {
    /// Its number and interval.
    pub plan: LocalPlan,
    /// The date of the paper.
    pub date: Option<Date>,
    /// Who recorded it.
    pub entered_by: String,
}

/// A plan to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// Its number and interval.
    pub plan: LocalPlan,
    /// Its date.
    pub date: Date,
    /// What the paper is called, as it is kept: in Vietnamese.
    pub title: String,
    /// Who enters it.
    pub entered_by: String,
}

impl App {
    /// The plan that a unit counts by in a year; none where none was recorded, and for a unit that is no commune.
    pub async fn kept_plan(&self, unit: UnitId, year: i16) -> Result<Option<KeptPlan>, Problem> {
        let window = self.window(year)?;
        let Ok((_, province)) = self.commune_of_plan(unit, window.to) else { return Ok(None) };
        let mut tx = self.db().snapshot().await?;
        let facts = store::facts::of_window(&mut tx, Some(&province.code), window, None).await?;
        Ok(facts.into_iter().find(|fact| fact.unit == unit && fact.input == PLAN_INPUT).and_then(kept))
    }

    /// Records the plan of the commune for which the policy gave the permit. [`Problem::Hidden`] for any other unit.
    pub async fn record_plan(
        &self,
        permit: &Permit<RecordFigures>,
        year: i16,
        new: NewPlan,
        batch: Uuid,
    ) -> Result<Recorded, Problem> {
        let window = self.window(year)?;
        let (commune, province) = self.commune_of_plan(permit.unit(), window.to)?;
        let author = Author::recording(permit).ok_or(Problem::Hidden)?;
        let source = Source { title: new.title, number: Some(new.plan.document), date: Some(new.date), place: None };
        let entry = Entry {
            unit: commune.unit,
            province_code: province.code.clone(),
            input: PLAN_INPUT.to_owned(),
            value: Value::Number(new.plan.interval_days.into()),
            note: None,
            place: None,
        };
        let signed = Signed { source, entered_by: new.entered_by, author };
        self.write(Some(&province.code), year, vec![entry], signed, batch, Vec::new()).await
    }

    fn commune_of_plan(&self, unit: UnitId, day: Date) -> Result<(Version, Version), Problem> {
        let register = self.register();
        let commune = register.version(unit, day).filter(|version| version.kind.level() == Level::Commune);
        commune.cloned().zip(register.province(unit, day).cloned()).ok_or(Problem::Hidden)
    }
}

fn kept(fact: Fact) -> Option<KeptPlan> {
    let interval_days =
        i32::try_from(fact.value.number()?).ok().filter(|days| (1..=INTERVAL_DAYS_MAX).contains(days))?;
    let plan = LocalPlan { document: fact.source.number?, interval_days };
    Some(KeptPlan { plan, date: fact.source.date, entered_by: fact.entered_by })
}
