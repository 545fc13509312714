//! The three goals of a province, commune by commune, for the last quarter that was over.

use domain::counts::{Asked, Counted, Number, is_few, of_unit, untold};
use domain::units::{Level, UnitId, Version};
use store::case_counts_people;
use store::sight::Sight;

use super::TerritoryAsk;
use crate::app::App;
use crate::problem::Problem;

/// A goal: its numbers, the first of which the others are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Anchor on the page.
    pub key: &'static str,
    /// Its numbers; all of a unit are told or none.
    pub numbers: &'static [Number],
}

/// The goals of the programme, as far as a province is told of them.
pub const GOALS: [Goal; 4] = [
    Goal { key: "a0", numbers: &[Number::DeterminationDue, Number::DeterminationDone] },
    Goal { key: "a", numbers: &[Number::Cohort, Number::CohortFiled, Number::CohortInForm] },
    Goal { key: "b", numbers: &[Number::Grounds, Number::Tested] },
    Goal { key: "c", numbers: &[Number::PostDue, Number::PostFiled, Number::PostMet, Number::PostCounselled] },
];

/// What is told of one unit: each goal's numbers, none where they are not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalLine {
    /// The unit.
    pub unit: Version,
    /// Numbers by goal.
    pub goals: Vec<Vec<Option<i64>>>,
}

/// The goals of a province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoryGoals {
    /// What was asked.
    pub ask: TerritoryAsk,
    /// Its communes, by code.
    pub lines: Vec<GoalLine>,
    /// The province.
    pub total: GoalLine,
}

impl App {
    /// The goals of a province by commune, for whom the policy permits its figures. Nobody's file is opened.
    /// [`Problem::Hidden`] where there is no such province on that day.
    pub async fn goals_of_province(&self, province: UnitId, ask: &TerritoryAsk) -> Result<TerritoryGoals, Problem> {
        let register = self.register();
        let whole = register.version(province, ask.day).filter(|it| it.kind.level() == Level::Province);
        let whole = whole.ok_or(Problem::Hidden)?;
        let in_province = |it: &&Version| register.province(it.unit, ask.day).is_some_and(|it| it.unit == province);
        let mut communes: Vec<&Version> = register.level(Level::Commune, ask.day).filter(in_province).collect();
        communes.sort_by(|a, b| a.code.cmp(&b.code));
        let (from, to) = ask.quarter();
        let asked = Asked { from, to, plan: None, choices: ask.choices };
        let mut counted = Vec::with_capacity(communes.len());
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        for commune in &communes {
            let people = case_counts_people::of(&mut tx, Some(commune.unit), to, ask.known_at).await?;
            counted.push(of_unit(&people, commune.unit, &asked));
        }
        drop(tx);
        let mut lines: Vec<GoalLine> =
            communes.into_iter().map(|unit| GoalLine { unit: unit.clone(), goals: Vec::new() }).collect();
        let mut total = GoalLine { unit: whole.clone(), goals: Vec::new() };
        for goal in GOALS {
            let parts: Vec<Vec<i64>> = counted.iter().map(|counted| numbers(counted, goal)).collect();
            let (of_whole, told) = told(&parts);
            total.goals.push(of_whole);
            lines.iter_mut().zip(told).for_each(|(line, told)| line.goals.push(told));
        }
        Ok(TerritoryGoals { ask: ask.clone(), lines, total })
    }
}

fn numbers(counted: &Counted, goal: Goal) -> Vec<i64> {
    goal.numbers.iter().map(|number| counted.count(*number).unwrap_or(0)).collect()
}

/// The whole and its parts, as far as they are told. One number less another is a number too: who is due and not tested.
fn told(parts: &[Vec<i64>]) -> (Vec<Option<i64>>, Vec<Vec<Option<i64>>>) {
    let width = parts.first().map_or(0, Vec::len);
    let whole: Vec<i64> = (0..width).map(|at| parts.iter().filter_map(|part| part.get(at)).sum()).collect();
    let whole_untold = with_differences(&whole).into_iter().any(is_few);
    let compared: Vec<Vec<i64>> = parts.iter().map(|part| with_differences(part)).collect();
    let show = |numbers: &[i64], untold: bool| numbers.iter().map(|people| (!untold).then_some(*people)).collect();
    let untold = untold(&compared, &[], whole_untold);
    let of_parts = parts.iter().zip(untold).map(|(part, untold)| show(part, untold)).collect();
    (show(&whole, whole_untold), of_parts)
}

/// The numbers, and how far apart each two of them are.
fn with_differences(numbers: &[i64]) -> Vec<i64> {
    let mut all = numbers.to_vec();
    for (at, one) in numbers.iter().enumerate() {
        all.extend(numbers.iter().skip(at + 1).map(|other| (one - other).abs()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::told;

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
}
