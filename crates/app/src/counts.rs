//! How many: lists, flows, goals and the inputs that files give, of one unit, in one snapshot. Nobody's file is opened.

mod derived;
pub mod plan;
pub mod territory;
mod words;

use std::collections::BTreeSet;

use domain::access::Purpose;
use domain::counts::{Asked, Counted, Flows, Input, Number, Turnover, Way, derive, of_unit};
use domain::units::UnitId;
use jiff::Timestamp;
use store::sight::Sight;
use store::{case_counts, case_counts_people};
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;

pub use derived::{Derived, DerivedInputs};
pub use words::{say_choices, say_counted, say_number, say_switch};

/// Days before the end of a window within which removals are shown for audit.
const LATE_DAYS: i32 = 60;

/// What is asked, and as known when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountAsk {
    /// The period, the local plan, the choices.
    pub asked: Asked,
    /// As known at this instant; none for now.
    pub known_at: Option<Timestamp>,
}

/// Every number of one unit.
#[derive(Clone, Debug)]
pub struct UnitCounts {
    /// The unit.
    pub unit: UnitId,
    /// What happened to its lists.
    pub flows: Vec<Flows>,
    /// Entries and removals of the period, by act and clause.
    pub turnover: Vec<Turnover>,
    /// Removals in the last 60 days of the period, by clause: for audit, of no officer.
    pub late: Vec<Turnover>,
    /// Lists and goals, person by person.
    pub counted: Counted,
    /// The inputs of the criteria that files give.
    pub inputs: [Input; 3],
}

impl App {
    /// Counts the cases of a unit. Who had a case there once is told by what became of it elsewhere, so the whole store
    /// is looked at; only numbers come out.
    pub async fn counts_of_unit(&self, unit: UnitId, ask: &CountAsk) -> Result<UnitCounts, Problem> {
        let Asked { from, to, choices, .. } = &ask.asked;
        let (period, at, one) = ((*from, *to), ask.known_at, Some(unit));
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let flows = case_counts::flows(&mut tx, one, period, at).await?;
        let turnover = case_counts::turnover(&mut tx, one, period, at).await?;
        let lately = (domain::cases::days_later(*to, -LATE_DAYS), *to);
        let mut late = case_counts::turnover(&mut tx, one, lately, at).await?;
        late.retain(|row| row.way == Way::Out);
        let running = case_counts::running(&mut tx, one, *to, at).await?;
        let people = case_counts_people::of(&mut tx, one, *to, at).await?;
        let away = case_counts::away(&mut tx, one, *to, at).await?;
        let inputs = derive(unit, &flows, &running, &away, choices);
        let counted = of_unit(&people, unit, &ask.asked);
        Ok(UnitCounts { unit, flows, turnover, late, counted, inputs })
    }

    /// The numbers of the officer's own unit, for those who may list its files.
    pub async fn own_counts(
        &self,
        session: &Session,
        acting: Uuid,
        purpose: Purpose,
        ask: &CountAsk,
    ) -> Result<UnitCounts, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        self.may_list_cases(&acting, unit, purpose).await?;
        self.counts_of_unit(unit, ask).await
    }

    /// Who a number of the officer's own unit is about: the same people that were counted.
    pub async fn people_counted(
        &self,
        session: &Session,
        acting: Uuid,
        purpose: Purpose,
        number: Number,
        ask: &CountAsk,
    ) -> Result<BTreeSet<Uuid>, Problem> {
        let counts = self.own_counts(session, acting, purpose, ask).await?;
        Ok(counts.counted.people(number).cloned().unwrap_or_default())
    }
}
