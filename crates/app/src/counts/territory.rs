//! How many in a province or the nation, part by part, for those who steer and do not keep files: nothing that is about
//! few people, and nothing that such a number could be worked out from.
//!
//! Flows are told of whole quarters only. Two periods that overlap would tell, one less the other, what neither does.
//! What stands is told as of any day, and what is held back of a day depends on that day alone.

mod goals;
mod held_back;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use domain::counts::{Away, Choices, Flows, Input, LISTS, Moving, Running, components, derive};
use domain::units::{Level, Register, UnitId, Version};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::case_counts;
use store::sight::Sight;

use crate::app::App;
use crate::problem::Problem;

pub use goals::{GOALS, Goal, GoalLine, TerritoryGoals};
pub use table::{Kept, goals_file, lists_file};

/// What is asked of a province or the nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoryAsk {
    /// What stands is told as of the end of this day; flows of the last quarter that was over then.
    pub day: Date,
    /// As known at this instant; none for now.
    pub known_at: Option<Timestamp>,
    /// Choices where the text is silent.
    pub choices: Choices,
}

impl TerritoryAsk {
    /// First and last day of the quarter of which flows are told.
    pub fn quarter(&self) -> (Date, Date) {
        let months_in = i64::from((self.day.month() - 1) % 3);
        let start = self.day.first_of_month().saturating_sub(months_in.months());
        let end = start.saturating_add(3.months()).saturating_sub(1.day());
        if end == self.day { (start, end) } else { (start.saturating_sub(3.months()), start.saturating_sub(1.day())) }
    }
}

/// One list of one unit; none where a number is not told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListLine {
    /// On it when the quarter began.
    pub opening: Option<i64>,
    /// Put on it in the quarter.
    pub entries: Option<i64>,
    /// Taken off it in the quarter.
    pub removals: Option<i64>,
    /// On it when the quarter was over.
    pub closing: Option<i64>,
    /// On it when the day was over.
    pub now: Option<i64>,
    /// Of them on the way elsewhere.
    pub moving: Option<i64>,
}

/// What is told of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoryLine {
    /// The unit; none for the nation.
    pub unit: Option<Version>,
    /// Its lists, in the order of the law.
    pub lists: [ListLine; 3],
    /// The inputs of the criteria that files give.
    pub inputs: [Option<i64>; 3],
    /// Whether a file was ever kept there: where none was, nobody counted is silence.
    pub keeps: bool,
}

/// A province by commune, or the nation by province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoryCounts {
    /// What was asked.
    pub ask: TerritoryAsk,
    /// The parts, by code.
    pub lines: Vec<TerritoryLine>,
    /// The whole.
    pub total: TerritoryLine,
}

impl App {
    /// The nation by province, for whom the policy permits its figures. Nobody's file is opened.
    pub async fn counts_of_nation(&self, ask: &TerritoryAsk) -> Result<TerritoryCounts, Problem> {
        let (register, raw) = (self.register(), self.counted_everywhere(ask).await?);
        let provinces = raw.provinces(&register, ask);
        let nation = Raw::sum(provinces.iter().map(|(_, raw)| raw));
        let whole = held_back::of_whole(&nation);
        let parts: Vec<&Raw> = provinces.iter().map(|(_, raw)| raw).collect();
        let held = held_back::of_parts(&parts, &whole);
        let lines = provinces.iter().zip(&held).map(|((unit, raw), held)| raw.told(Some(unit), held, ask));
        let mut counts =
            TerritoryCounts { ask: ask.clone(), lines: lines.collect(), total: nation.told(None, &whole, ask) };
        counts.tell_silence(&raw.keepers(&register, ask));
        Ok(counts)
    }

    /// A province by commune. What is held back of the whole is what is held back of it among the provinces.
    /// [`Problem::Hidden`] where there is no such province on that day.
    pub async fn counts_of_province(&self, province: UnitId, ask: &TerritoryAsk) -> Result<TerritoryCounts, Problem> {
        let (register, raw) = (self.register(), self.counted_everywhere(ask).await?);
        let provinces = raw.provinces(&register, ask);
        let whole = held_back::of_whole(&Raw::sum(provinces.iter().map(|(_, raw)| raw)));
        let parts: Vec<&Raw> = provinces.iter().map(|(_, raw)| raw).collect();
        let held = held_back::of_parts(&parts, &whole);
        let found = provinces.iter().zip(&held).find(|((unit, _), _)| unit.unit == province);
        let ((unit, of_all), whole) = found.ok_or(Problem::Hidden)?;
        let communes = raw.communes(&register, province, ask);
        let parts: Vec<&Raw> = communes.iter().map(|(_, raw)| raw).collect();
        let held = held_back::of_parts(&parts, whole);
        let lines = communes.iter().zip(&held).map(|((unit, raw), held)| raw.told(Some(unit), held, ask)).collect();
        let mut counts = TerritoryCounts { ask: ask.clone(), lines, total: of_all.told(Some(unit), whole, ask) };
        counts.tell_silence(&raw.keepers(&register, ask));
        Ok(counts)
    }

    async fn counted_everywhere(&self, ask: &TerritoryAsk) -> Result<Everywhere, Problem> {
        let (quarter, day, at) = (ask.quarter(), ask.day, ask.known_at);
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let flows = case_counts::flows(&mut tx, None, quarter, at).await?;
        let standing =
            if quarter.1 == day { None } else { Some(case_counts::flows(&mut tx, None, (day, day), at).await?) };
        let moving = case_counts::moving(&mut tx, None, day, at).await?;
        let running = case_counts::running(&mut tx, None, day, at).await?;
        let away = case_counts::away(&mut tx, None, day, at).await?;
        let kept = case_counts::keepers(&mut tx, day, at).await?;
        Ok(Everywhere { of: counted_by_unit(flows, standing, moving, running, away), kept })
    }
}

impl TerritoryCounts {
    fn tell_silence(&mut self, keepers: &BTreeSet<UnitId>) {
        for line in self.lines.iter_mut().chain([&mut self.total]) {
            line.keeps = line.unit.as_ref().map_or(!keepers.is_empty(), |unit| keepers.contains(&unit.unit));
        }
    }
}

/// Whoever keeps files today for a unit that ever kept one, with the provinces in which they lie.
fn keepers(register: &Register, kept: &[UnitId], day: Date) -> BTreeSet<UnitId> {
    let heirs = kept.iter().filter_map(|unit| heir(register, *unit, day));
    heirs.flat_map(|unit| [Some(unit), register.province(unit.unit, day)]).flatten().map(|unit| unit.unit).collect()
}

/// What was counted, by the unit that it is of, and which units ever kept a file.
#[derive(Default)]
struct Everywhere {
    of: BTreeMap<UnitId, Counted>,
    kept: Vec<UnitId>,
}

#[derive(Default)]
struct Counted {
    flows: Vec<Flows>,
    /// As of the day, where that is not the last of the quarter.
    standing: Option<Vec<Flows>>,
    moving: Vec<Moving>,
    running: Vec<Running>,
    away: Vec<Away>,
}

fn counted_by_unit(
    flows: Vec<Flows>,
    standing: Option<Vec<Flows>>,
    moving: Vec<Moving>,
    running: Vec<Running>,
    away: Vec<Away>,
) -> BTreeMap<UnitId, Counted> {
    let mut of: BTreeMap<UnitId, Counted> = BTreeMap::new();
    let other_day = standing.is_some();
    for row in flows {
        of.entry(row.unit).or_default().flows.push(row);
    }
    for row in standing.into_iter().flatten() {
        of.entry(row.unit).or_default().standing.get_or_insert_default().push(row);
    }
    for row in moving {
        of.entry(row.unit).or_default().moving.push(row);
    }
    for row in running {
        of.entry(row.unit).or_default().running.push(row);
    }
    for row in away {
        of.entry(row.unit).or_default().away.push(row);
    }
    if other_day {
        // on the other day a unit without a row has nobody on its lists
        for counted in of.values_mut() {
            counted.standing.get_or_insert_default();
        }
    }
    of
}

impl Everywhere {
    fn keepers(&self, register: &Register, ask: &TerritoryAsk) -> BTreeSet<UnitId> {
        keepers(register, &self.kept, ask.day)
    }

    /// Every province that is in force on the day, with what its communes come to.
    fn provinces<'r>(&self, register: &'r Register, ask: &TerritoryAsk) -> Vec<(&'r Version, Raw)> {
        let mut of: BTreeMap<UnitId, Raw> = BTreeMap::new();
        for (unit, counted) in &self.of {
            if let Some(province) = heir(register, *unit, ask.day).and_then(|it| register.province(it.unit, ask.day)) {
                of.entry(province.unit).or_default().add(&Raw::of(*unit, counted, ask.choices));
            }
        }
        let provinces = register.level(Level::Province, ask.day);
        by_code(provinces.map(|province| (province, of.remove(&province.unit).unwrap_or_default())).collect())
    }

    /// Every commune of a province that is in force on the day; what a unit that was dissolved left behind is counted
    /// with the one that took its place.
    fn communes<'r>(&self, register: &'r Register, province: UnitId, ask: &TerritoryAsk) -> Vec<(&'r Version, Raw)> {
        let mut of: BTreeMap<UnitId, Raw> = BTreeMap::new();
        for (unit, counted) in &self.of {
            if let Some(now) = heir(register, *unit, ask.day) {
                of.entry(now.unit).or_default().add(&Raw::of(*unit, counted, ask.choices));
            }
        }
        let in_province =
            |version: &&Version| register.province(version.unit, ask.day).is_some_and(|above| above.unit == province);
        let communes = register.level(Level::Commune, ask.day).filter(in_province);
        by_code(communes.map(|commune| (commune, of.remove(&commune.unit).unwrap_or_default())).collect())
    }
}

/// The unit itself, or the one that took its place.
fn heir(register: &Register, unit: UnitId, day: Date) -> Option<&Version> {
    register.heirs(unit, day).into_iter().next()
}

fn by_code(mut units: Vec<(&Version, Raw)>) -> Vec<(&Version, Raw)> {
    units.sort_by(|a, b| a.0.code.cmp(&b.0.code));
    units
}

/// Numbers as they are, before anything is held back. Never leaves this room.
#[derive(Clone, Debug, Default)]
struct Raw {
    /// Of each list: opening, entries, removals, closing, now, moving.
    lists: [[i64; 6]; 3],
    /// What inputs are made of.
    components: Vec<i64>,
    inputs: [i64; 3],
}

impl Raw {
    fn of(unit: UnitId, counted: &Counted, choices: Choices) -> Self {
        let standing = counted.standing.as_ref().unwrap_or(&counted.flows);
        let list = |list: &str| {
            let flow = counted.flows.iter().find(|flow| flow.list == list);
            let [opening, entries, removals, closing] =
                flow.map_or([0; 4], |f| [f.opening, f.entries, f.removals, f.closing]);
            let now = standing.iter().find(|flow| flow.list == list).map_or(0, |flow| flow.closing);
            let moving = counted.moving.iter().find(|moving| moving.list == list).map_or(0, |moving| moving.people);
            [opening, entries, removals, closing, now, moving]
        };
        Self {
            lists: LISTS.map(list),
            components: components(unit, standing, &counted.running, &counted.away),
            inputs: derive(unit, standing, &counted.running, &counted.away, &choices)
                .map(|Input { people, .. }| people),
        }
    }

    fn add(&mut self, other: &Self) {
        for (to, from) in self.lists.iter_mut().flatten().zip(other.lists.iter().flatten()) {
            *to += from;
        }
        self.components.resize(self.components.len().max(other.components.len()), 0);
        for (to, from) in self.components.iter_mut().zip(&other.components) {
            *to += from;
        }
        for (to, from) in self.inputs.iter_mut().zip(other.inputs) {
            *to += from;
        }
    }

    fn sum<'r>(of: impl Iterator<Item = &'r Self>) -> Self {
        of.fold(Self::default(), |mut all, one| {
            all.add(one);
            all
        })
    }

    /// What is told of them.
    fn told(&self, unit: Option<&Version>, held: &held_back::HeldBack, ask: &TerritoryAsk) -> TerritoryLine {
        let told = |people: i64, held: bool| (!held).then_some(people);
        let mut lists: [ListLine; 3] = Default::default();
        for ((line, numbers), held) in lists.iter_mut().zip(&self.lists).zip(&held.lists) {
            let [opening, entries, removals, closing, now, moving] = *numbers;
            *line = ListLine {
                opening: told(opening, held.opening),
                entries: told(entries, held.flows),
                removals: told(removals, held.flows),
                closing: told(closing, held.closing),
                now: told(now, held.now),
                moving: told(moving, held.moving),
            };
        }
        let mut inputs = [None; 3];
        for ((place, people), held) in inputs.iter_mut().zip(self.inputs).zip(held.inputs(ask.choices)) {
            *place = told(people, held);
        }
        TerritoryLine { unit: unit.cloned(), lists, inputs, keeps: true }
    }
}

#[cfg(test)]
mod tests;
