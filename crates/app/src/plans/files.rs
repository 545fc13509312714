//! What files of people give for the targets of a plan: of one unit as its files are listed, of a province or the nation
//! as the pages of goals tell it, where no number is about few people.

use std::collections::BTreeMap;

use domain::access::NATION;
use domain::counts::{Choices, Counted, Number};
use domain::units::UnitId;
use jiff::ToSpan as _;
use jiff::civil::Date;
use programme::plans::{Came, Metric, Reading, Target};

use crate::app::App;
use crate::counts::territory::{GOALS, TerritoryAsk, TerritoryCounts, TerritoryGoals};
use crate::problem::Problem;

/// What files give, for one unit and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfFiles {
    /// First day of the period in which what happens is counted.
    pub from: Date,
    /// Last day of it: what stands is told as of its end.
    pub to: Date,
    /// What was counted; none where it is held back.
    numbers: BTreeMap<Number, Option<i64>>,
}

/// One number of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What is counted.
    pub number: Number,
    /// How many people; none where it is held back because it is about few, or would tell of few.
    pub people: Option<i64>,
}

/// How a target's value comes out of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromFiles {
    /// First day of the period.
    pub from: Date,
    /// Last day of it.
    pub to: Date,
    /// What is added up for the part.
    pub part: Vec<Term>,
    /// What is added up for the whole; empty where the target has none.
    pub whole: Vec<Term>,
}

impl OfFiles {
    /// Of one unit, for those who list its files.
    pub fn of_unit(counted: &Counted, from: Date, to: Date) -> Self {
        let numbers = Number::ALL.into_iter().filter_map(|number| Some((number, Some(counted.count(number)?))));
        Self { from, to, numbers: numbers.collect() }
    }

    /// Of a province or the nation: what its pages of goals and lists tell, and nothing else. Both have to be of one day,
    /// the last of a quarter.
    pub fn of_territory(goals: &TerritoryGoals, lists: &TerritoryCounts) -> Self {
        let (from, to) = goals.ask.quarter();
        let told = GOALS.iter().zip(&goals.total.goals).flat_map(|(goal, told)| goal.numbers.iter().zip(told));
        let mut numbers: BTreeMap<Number, Option<i64>> = told.map(|(number, people)| (*number, *people)).collect();
        let on_lists = [Number::Users, Number::Addicts, Number::Post];
        numbers.extend(on_lists.into_iter().zip(&lists.total.lists).map(|(number, list)| (number, list.closing)));
        Self { from, to, numbers }
    }

    /// How the value of a target comes out of them; none where the target is no number of files, or one of its numbers was
    /// not counted here, which is not zero.
    pub fn of(&self, target: &Target) -> Option<FromFiles> {
        let Metric::Files { part, whole } = &target.metric else { return None };
        let terms = |keys: &str| -> Option<Vec<Term>> {
            let of = |number: Number| Some(Term { number, people: *self.numbers.get(&number)? });
            Number::sum_from_key(keys)?.into_iter().map(of).collect()
        };
        let whole = match whole {
            Some(keys) => terms(keys)?,
            None => Vec::new(),
        };
        Some(FromFiles { from: self.from, to: self.to, part: terms(part)?, whole })
    }
}

impl FromFiles {
    /// The value; none where a number of it is held back.
    pub fn reading(&self) -> Option<Reading> {
        let sum = |terms: &[Term]| -> Option<u32> {
            let all = terms.iter().try_fold(0_i64, |all, term| all.checked_add(term.people?))?;
            u32::try_from(all).ok()
        };
        let part = sum(&self.part)?;
        let whole = if self.whole.is_empty() { None } else { Some(sum(&self.whole)?) };
        Some(Reading { as_of: self.to, low: part, high: part, whole, came: Came::Worked })
    }
}

impl App {
    /// What files give for the targets of a province or the nation, for whom the policy permits its figures: of the last
    /// quarter that was over when a day had begun, because a territory is told of whole quarters only. Nobody's file is
    /// opened. [`Problem::Hidden`] for a unit that is neither.
    pub async fn files_of_territory(&self, unit: UnitId, day: Date) -> Result<OfFiles, Problem> {
        let ask = TerritoryAsk { day, known_at: None, choices: Choices::default() };
        let ask = TerritoryAsk { day: ask.quarter().1, ..ask };
        let (goals, lists) = if unit == NATION {
            (self.goals_of_nation(&ask).await?, self.counts_of_nation(&ask).await?)
        } else {
            (self.goals_of_province(unit, &ask).await?, self.counts_of_province(unit, &ask).await?)
        };
        Ok(OfFiles::of_territory(&goals, &lists))
    }

    /// How many people were on a list of a province or the nation when a day was over, for a baseline; none where that is
    /// held back. [`Problem::Hidden`] for a unit that is neither.
    pub async fn listed_in_territory(&self, unit: UnitId, list: Number, day: Date) -> Result<Option<i64>, Problem> {
        let ask = TerritoryAsk { day, known_at: None, choices: Choices::default() };
        let counts = if unit == NATION {
            self.counts_of_nation(&ask).await?
        } else {
            self.counts_of_province(unit, &ask).await?
        };
        let at = [Number::Users, Number::Addicts, Number::Post].iter().position(|number| *number == list);
        Ok(at.and_then(|at| counts.total.lists.get(at)).and_then(|line| line.now))
    }
}

/// First day of the period in which what happens is counted for a unit whose files are listed: of the evaluation year in
/// which a day lies, or a year before it where no pack names one.
pub fn period_of(app: &App, day: Date) -> Date {
    let years = [day.year(), day.year().saturating_add(1)];
    let windows = years.into_iter().filter_map(|year| app.window(year).ok());
    let of_day = windows.into_iter().find(|window| window.from <= day && day <= window.to);
    of_day.map_or_else(|| day.saturating_sub(1.year()), |window| window.from)
}
