//! The three goals of a province by commune, and of the nation by province, for the last quarter that was over.
//!
//! They are counted set by set in the store, and whoever was counted in a unit that is no more is counted with the one
//! that took its place. What is held back of a province among the provinces is held back of it on its own page.

use std::collections::{BTreeMap, BTreeSet};

use domain::counts::{LINES, Number, POST_LINES, Tallied, is_few, of_running, untold};
use domain::units::{Level, Register, UnitId, Version};
use store::sight::Sight;
use store::{case_counts, case_goals};

use super::{TerritoryAsk, heir, keepers};
use crate::app::App;
use crate::problem::Problem;

/// A goal: its numbers, all of a unit told or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Anchor on the page.
    pub key: &'static str,
    /// Its numbers. Each is of the first, except where each person stands in one of them.
    pub numbers: &'static [Number],
    /// The goal that these are the parts of: they are told only where that one is.
    parts_of: Option<&'static str>,
}

/// The goals of the programme, as far as a territory is told of them.
pub const GOALS: [Goal; 7] = [
    Goal { key: "a0", numbers: &[Number::DeterminationDue, Number::DeterminationDone], parts_of: None },
    Goal {
        key: "a",
        numbers: &[Number::Cohort, Number::CohortFiled, Number::CohortInForm, Number::CohortHelped],
        parts_of: None,
    },
    Goal { key: "lines", numbers: &LINES, parts_of: Some("a") },
    Goal { key: "u", numbers: &[Number::UsersFound, Number::UsersFiled, Number::UsersHelped], parts_of: None },
    Goal { key: "b", numbers: &[Number::Grounds, Number::Tested], parts_of: None },
    Goal {
        key: "c",
        numbers: &[Number::PostDue, Number::PostFiled, Number::PostActive, Number::PostMet, Number::PostCounselled],
        parts_of: None,
    },
    Goal { key: "c_lines", numbers: &POST_LINES, parts_of: Some("c") },
];

/// What is told of one unit: each goal's numbers, none where they are not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalLine {
    /// The unit; none for the nation.
    pub unit: Option<Version>,
    /// Numbers by goal.
    pub goals: Vec<Vec<Option<i64>>>,
    /// Whether a file was ever kept there: where none was, nobody counted is silence.
    pub keeps: bool,
}

/// The goals of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoryGoals {
    /// What was asked.
    pub ask: TerritoryAsk,
    /// Its parts, by code.
    pub lines: Vec<GoalLine>,
    /// The whole.
    pub total: GoalLine,
}

impl App {
    /// The goals of the nation by province, for whom the policy permits its figures. Nobody's file is opened.
    pub async fn goals_of_nation(&self, ask: &TerritoryAsk) -> Result<TerritoryGoals, Problem> {
        let (register, all) = (self.register(), self.tallied_everywhere(ask).await?);
        let provinces = all.provinces(&register, ask);
        let keepers = all.keepers(&register, ask);
        let mut lines: Vec<GoalLine> = provinces.iter().map(|(unit, _)| GoalLine::of(Some(unit), &keepers)).collect();
        let mut total = GoalLine::of(None, &keepers);
        for (whole, parts) in held_back(&counted(&provinces)) {
            total.goals.push(whole.told());
            lines.iter_mut().zip(parts).for_each(|(line, part)| line.goals.push(part.told()));
        }
        Ok(TerritoryGoals { ask: ask.clone(), lines, total })
    }

    /// The goals of a province by commune, for whom the policy permits its figures. Nobody's file is opened.
    /// [`Problem::Hidden`] where there is no such province on that day.
    pub async fn goals_of_province(&self, province: UnitId, ask: &TerritoryAsk) -> Result<TerritoryGoals, Problem> {
        let (register, all) = (self.register(), self.tallied_everywhere(ask).await?);
        let provinces = all.provinces(&register, ask);
        let at = provinces.iter().position(|(unit, _)| unit.unit == province).ok_or(Problem::Hidden)?;
        let (unit, _) = provinces.get(at).ok_or(Problem::Hidden)?;
        let communes = all.communes(&register, province, ask);
        let keepers = all.keepers(&register, ask);
        let mut lines: Vec<GoalLine> = communes.iter().map(|(unit, _)| GoalLine::of(Some(unit), &keepers)).collect();
        let mut total = GoalLine::of(Some(unit), &keepers);
        // as it stands among the provinces
        let wholes: Vec<Part> =
            held_back(&counted(&provinces)).into_iter().filter_map(|(_, parts)| parts.into_iter().nth(at)).collect();
        for (whole, parts) in wholes.iter().zip(parts_of(&counted(&communes), &wholes)) {
            total.goals.push(whole.told());
            lines.iter_mut().zip(parts).for_each(|(line, part)| line.goals.push(part.told()));
        }
        Ok(TerritoryGoals { ask: ask.clone(), lines, total })
    }

    async fn tallied_everywhere(&self, ask: &TerritoryAsk) -> Result<Everywhere, Problem> {
        let (quarter, at) = (ask.quarter(), ask.known_at);
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let mut tallied = case_goals::of_all(&mut tx, quarter, at).await?;
        tallied.extend(of_running(&case_counts::running(&mut tx, None, quarter.1, at).await?));
        let mut of: BTreeMap<UnitId, Numbers> = BTreeMap::new();
        for Tallied { unit, number, people } in tallied {
            *of.entry(unit).or_default().entry(number).or_default() += people;
        }
        let kept = case_counts::keepers(&mut tx, quarter.1, at).await?;
        Ok(Everywhere { of, kept })
    }
}

impl GoalLine {
    fn of(unit: Option<&Version>, keepers: &BTreeSet<UnitId>) -> Self {
        let keeps = unit.map_or(!keepers.is_empty(), |unit| keepers.contains(&unit.unit));
        Self { unit: unit.cloned(), goals: Vec::with_capacity(GOALS.len()), keeps }
    }
}

/// What was counted of a unit.
type Numbers = BTreeMap<Number, i64>;
/// Units with what was counted of them, by code.
type Units<'r> = Vec<(&'r Version, Numbers)>;

/// What was counted, by the unit that it is of, and which units ever kept a file.
struct Everywhere {
    of: BTreeMap<UnitId, Numbers>,
    kept: Vec<UnitId>,
}

impl Everywhere {
    fn keepers(&self, register: &Register, ask: &TerritoryAsk) -> BTreeSet<UnitId> {
        keepers(register, &self.kept, ask.day)
    }

    /// Every unit of a level that is in force on the day, with what was counted where `place` puts it.
    fn units<'r>(
        &self,
        register: &'r Register,
        ask: &TerritoryAsk,
        place: impl Fn(&'r Version) -> Option<UnitId>,
        among: impl Iterator<Item = &'r Version>,
    ) -> Units<'r> {
        let mut of: BTreeMap<UnitId, Numbers> = BTreeMap::new();
        for (unit, numbers) in &self.of {
            let Some(unit) = heir(register, *unit, ask.day).and_then(&place) else { continue };
            let all = of.entry(unit).or_default();
            for (number, people) in numbers {
                *all.entry(*number).or_default() += people;
            }
        }
        let mut units: Units<'r> = among.map(|unit| (unit, of.remove(&unit.unit).unwrap_or_default())).collect();
        units.sort_by(|a, b| a.0.code.cmp(&b.0.code));
        units
    }

    fn provinces<'r>(&self, register: &'r Register, ask: &TerritoryAsk) -> Units<'r> {
        let place = |unit: &Version| register.province(unit.unit, ask.day).map(|province| province.unit);
        self.units(register, ask, place, register.level(Level::Province, ask.day))
    }

    fn communes<'r>(&self, register: &'r Register, province: UnitId, ask: &TerritoryAsk) -> Units<'r> {
        let within = |it: &&Version| register.province(it.unit, ask.day).is_some_and(|it| it.unit == province);
        let among = register.level(Level::Commune, ask.day).filter(within);
        self.units(register, ask, |unit| Some(unit.unit), among)
    }
}

/// The numbers of a goal of one unit, and whether they are held back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    numbers: Vec<i64>,
    untold: bool,
}

impl Part {
    fn told(&self) -> Vec<Option<i64>> {
        self.numbers.iter().map(|people| (!self.untold).then_some(*people)).collect()
    }
}

/// The numbers of every goal, unit by unit.
fn counted(units: &[(&Version, Numbers)]) -> Vec<Vec<Vec<i64>>> {
    let of = |goal: &Goal, numbers: &Numbers| -> Vec<i64> {
        goal.numbers.iter().map(|number| numbers.get(number).copied().unwrap_or(0)).collect()
    };
    GOALS.iter().map(|goal| units.iter().map(|(_, numbers)| of(goal, numbers)).collect()).collect()
}

/// A whole that is part of nothing, and its parts: of each goal.
fn held_back(goals: &[Vec<Vec<i64>>]) -> Vec<(Part, Vec<Part>)> {
    let mut wholes: Vec<Part> = Vec::with_capacity(GOALS.len());
    for (goal, parts) in GOALS.iter().zip(goals) {
        let width = goal.numbers.len();
        let sum = |at: usize| parts.iter().filter_map(|part| part.get(at)).sum();
        let numbers: Vec<i64> = (0..width).map(sum).collect();
        let untold = of_parts(goal, &wholes).is_some_and(|whole| whole.untold)
            || compared(goal, &numbers).into_iter().any(is_few);
        wholes.push(Part { numbers, untold });
    }
    let parts = parts_of(goals, &wholes);
    wholes.into_iter().zip(parts).collect()
}

/// The parts of wholes of which it is known whether they are told: of each goal.
fn parts_of(goals: &[Vec<Vec<i64>>], wholes: &[Part]) -> Vec<Vec<Part>> {
    let mut all: Vec<Vec<Part>> = Vec::with_capacity(GOALS.len());
    for ((goal, parts), whole) in GOALS.iter().zip(goals).zip(wholes) {
        let columns: Vec<Vec<i64>> = parts.iter().map(|part| compared(goal, part)).collect();
        let forced: Vec<bool> =
            of_parts(goal, &all).map_or_else(Vec::new, |parts| parts.iter().map(|part| part.untold).collect());
        let untold = untold(&columns, &forced, whole.untold);
        let part = |(numbers, untold): (&Vec<i64>, bool)| Part { numbers: numbers.clone(), untold };
        all.push(parts.iter().zip(untold).map(part).collect());
    }
    all
}

/// What was worked out of the goal that these numbers are the parts of.
fn of_parts<'a, T>(goal: &Goal, worked_out: &'a [T]) -> Option<&'a T> {
    let at = GOALS.iter().position(|other| Some(other.key) == goal.parts_of)?;
    worked_out.get(at)
}

/// The numbers, and how far apart each two of them are: who is due and not tested is a number too. Those who stand in one
/// line each are in no other, so one line less another is about nobody.
fn compared(goal: &Goal, numbers: &[i64]) -> Vec<i64> {
    let mut all = numbers.to_vec();
    if goal.parts_of.is_some() {
        return all;
    }
    for (at, one) in numbers.iter().enumerate() {
        all.extend(numbers.iter().skip(at + 1).map(|other| (one - other).abs()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{GOALS, Part, held_back, parts_of};

    /// Goals of some units of which only the first has anybody.
    fn of_first(parts: &[Vec<i64>]) -> Vec<Vec<Vec<i64>>> {
        let nobody = |at: usize| vec![vec![0; GOALS[at].numbers.len()]; parts.len()];
        (0..GOALS.len()).map(|at| if at == 0 { parts.to_vec() } else { nobody(at) }).collect()
    }

    fn told(parts: &[Vec<i64>]) -> (Vec<Option<i64>>, Vec<Vec<Option<i64>>>) {
        let (whole, parts) = held_back(&of_first(parts)).swap_remove(0);
        (whole.told(), parts.iter().map(Part::told).collect())
    }

    #[test]
    fn who_is_missing_from_a_goal_is_not_found_by_subtraction() {
        let parts = vec![vec![20, 18], vec![30, 30], vec![9, 9]];
        let (whole, lines) = told(&parts);
        assert_eq!(whole, [None, None], "59 less 57 are two people");
        assert_eq!(lines[0], [None, None]);
        let (whole, lines) = told(&[vec![20, 18], vec![30, 20], vec![12, 7]]);
        assert_eq!(whole, [Some(62), Some(45)]);
        assert_eq!(lines, [vec![None, None], vec![Some(30), Some(20)], vec![None, None]]);
        let (_, lines) = told(&[vec![20, 18], vec![30, 20], vec![9, 9]]);
        assert_eq!(lines, vec![vec![None, None]; 3], "29 less 27, of the first and the last together, are two people");
    }

    #[test]
    fn what_is_held_back_of_a_province_among_the_others_is_held_back_on_its_own_page() {
        // few are missing in the first; the second goes with it although nothing of it is few
        let provinces = held_back(&of_first(&[vec![20, 18], vec![30, 20], vec![90, 60]]));
        let wholes: Vec<Part> = provinces.into_iter().map(|(_, mut parts)| parts.swap_remove(1)).collect();
        assert!(wholes[0].untold);
        let communes = parts_of(&of_first(&[vec![15, 10], vec![15, 10]]), &wholes).swap_remove(0);
        assert!(communes.iter().any(|part| part.untold), "the communes do not add up to it");
    }

    #[test]
    fn the_lines_of_a_goal_are_told_only_with_it() {
        let mut goals = of_first(&vec![vec![0, 0]; 2]);
        let lines = |of: i64| (0..GOALS[2].numbers.len()).map(|at| if at < 2 { of } else { 0 }).collect::<Vec<_>>();
        goals[1] = vec![vec![40, 40, 38], vec![60, 50, 40]];
        goals[2] = vec![lines(20), lines(30)];
        let found = held_back(&goals);
        assert!(found[1].1[0].untold, "40 less 38 are two people");
        assert!(found[2].1[0].untold, "20 and 20 would tell the 40");
        goals[1] = vec![vec![40, 30, 20], vec![60, 50, 40]];
        let found = held_back(&goals);
        assert_eq!(found[2].0.told()[..2], [Some(50), Some(50)], "one line less another is about nobody");
        assert!(!found[2].1[0].untold);
    }
}
