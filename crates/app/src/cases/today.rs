//! What waits in the files of a unit: due, soon, late, and also where the State is late.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Purpose;
use domain::cases::{ClockLine, Evidence, Law, Length, Moment, Standing};
use domain::persons::Identity;
use domain::units::UnitId;
use jiff::civil::{Date, DateTime};
use store::cases_listed;
use store::sight::Sight;
use texts::Lang;
use uuid::Uuid;

use super::listed::called;
use super::local;
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;

/// A time limit that waits in somebody's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose file.
    pub person: Uuid,
    /// What the person is called; empty for those who may not know.
    pub name: String,
    /// The line of the law.
    pub clock: String,
    /// What is to be done.
    pub title: String,
    /// The clause.
    pub citation: String,
    /// How well that is known.
    pub evidence: Evidence,
    /// Who confirms it where it was not read.
    pub owner: Option<String>,
    /// Acts that meet it.
    pub met_by: Vec<String>,
    /// Who owes it: an actor of the law's tables.
    pub office: String,
    /// Since when.
    pub started: Moment,
    /// Until when, in Việt Nam.
    pub due: DateTime,
    /// Open or late.
    pub standing: Standing,
    /// Whether no other of the same duty is stricter.
    pub binding: bool,
    /// A year whose holidays are counted by the default, because nobody has recorded what was decided; none where none
    /// is.
    pub default_year: Option<i16>,
}

impl App {
    /// What waits in the files of the officer's unit, by when it is due, for one purpose.
    pub async fn clocks_of_unit(&self, session: &Session, acting: Uuid, purpose: Purpose) -> Result<Vec<Due>, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        self.may_list_cases(&acting, unit, purpose).await?;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let waiting = cases_listed::clocks(&mut tx, unit).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        drop(tx);
        // whom a ground past its time is about shows nowhere
        let hidden = super::grounds::hidden(&stands, &waiting, self.now());
        let only = Self::lists_only(acting.appointment.role);
        let shown =
            stands.iter().filter(|stands| only.is_none_or(|only| stands.states.iter().any(|state| state == only)));
        let shown: BTreeSet<Uuid> = shown.map(|stands| stands.person).collect();
        // what waits in other files is told without a name
        let persons: BTreeSet<Uuid> = waiting
            .iter()
            .map(|clock| clock.person)
            .filter(|person| shown.contains(person) && !hidden.contains(person))
            .collect();
        let names: BTreeMap<Uuid, Identity> = self.names_of(&acting, unit, purpose, &persons).await?;
        let name = |person: &Uuid| names.get(person).map(called).unwrap_or_default();
        waiting.iter().map(|clock| due_of(self, clock, name(&clock.person))).collect()
    }

    /// How much waits in the files of a unit, by the day on which it is due: numbers, and nothing of whom.
    pub(crate) async fn work_of_unit(&self, unit: UnitId) -> Result<BTreeMap<Date, usize>, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let waiting = cases_listed::clocks(&mut tx, unit).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        drop(tx);
        let hidden = super::grounds::hidden(&stands, &waiting, self.now());
        let mut days = BTreeMap::new();
        for clock in waiting.iter().filter(|clock| clock.binding && !hidden.contains(&clock.person)) {
            *days.entry(local(clock.due_at).date()).or_default() += 1;
        }
        Ok(days)
    }
}

/// A kept time limit in the words of the law.
pub(super) fn due_of(app: &App, kept: &cases_listed::Due, name: String) -> Result<Due, Problem> {
    let law = app.casework()?;
    let regime = law.regime(kept.regime);
    let line = regime.and_then(|regime| regime.clocks.iter().find(|line| line.id == kept.clock));
    let standing = if app.now() > kept.due_at { Standing::Late } else { Standing::Open };
    let (started, due) = (kept.started.parse::<Moment>().map_err(Problem::fault)?, local(kept.due_at));
    let Some(line) = line else {
        // the tables in use have no such line any more: it is shown and said, and hides nothing else
        return Ok(Due {
            person: kept.person,
            name,
            clock: kept.clock.clone(),
            title: Lang::Vi.files_clock_unknown(&kept.clock),
            citation: Lang::Vi.files_clock_unknown_basis().to_owned(),
            evidence: Evidence::N,
            owner: Some(Lang::Vi.files_clock_unknown_owner().to_owned()),
            met_by: Vec::new(),
            office: kept.office.clone(),
            started,
            due,
            standing,
            binding: kept.binding,
            default_year: None,
        });
    };
    Ok(Due {
        person: kept.person,
        name,
        clock: kept.clock.clone(),
        title: line.title.clone(),
        citation: line.citation.clone(),
        evidence: line.evidence,
        owner: line.owner.clone(),
        met_by: line.met_by.clone(),
        office: kept.office.clone(),
        default_year: default_year(law, line, started.day, due.date()),
        started,
        due,
        standing,
        binding: kept.binding,
    })
}

/// The first year that a limit in working days runs through and whose holidays nobody has recorded as decided: it is
/// counted by the default.
pub fn default_year(law: &Law, line: &ClockLine, from: Date, due: Date) -> Option<i16> {
    let lengths = [&line.within, &line.remote, &line.before_end];
    let working = lengths.into_iter().flatten().any(|length| matches!(length.parse(), Ok(Length::WorkingDays(_))));
    let years = from.year()..=due.year();
    if working { years.into_iter().find(|year| law.calendar.decision(*year).is_none()) } else { None }
}
