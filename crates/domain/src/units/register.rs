//! The register: every version, found by id, by code and by day.

use std::collections::HashMap;

use jiff::civil::Date;
use thiserror::Error;

use super::{Level, Lineage, Point, UnitId, Version};

/// Why a set of versions is not a register.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegisterError {
    /// Two units of one level hold one code on one day.
    #[error("code {code} of level {level:?} names two units at once: {first} and {second}")]
    CodeTwice {
        /// The code.
        code: String,
        /// Its level.
        level: Level,
        /// Names of both.
        first: String,
        /// Names of both.
        second: String,
    },
    /// A parent or a lineage end that no version knows.
    #[error("unit {0} is named but has no version")]
    Dangling(UnitId),
}

/// All versions of all units, with their lineage.
#[derive(Clone, Debug, Default)]
pub struct Register {
    versions: Vec<Version>,
    lineage: Vec<Lineage>,
    aliases: Vec<(String, UnitId)>,
    points: HashMap<UnitId, Point>,
    by_code: HashMap<String, Vec<usize>>,
    by_unit: HashMap<UnitId, Vec<usize>>,
    children: HashMap<UnitId, Vec<usize>>,
    into: HashMap<UnitId, Vec<usize>>,
    out_of: HashMap<UnitId, Vec<usize>>,
}

impl Register {
    /// Checks and indexes. Versions of one unit may come in any order.
    pub fn new(
        mut versions: Vec<Version>,
        lineage: Vec<Lineage>,
        aliases: Vec<(String, UnitId)>,
        points: HashMap<UnitId, Point>,
    ) -> Result<Self, RegisterError> {
        versions.sort_by(|a, b| {
            (a.kind.level(), &a.code, a.until.is_none(), a.until).cmp(&(
                b.kind.level(),
                &b.code,
                b.until.is_none(),
                b.until,
            ))
        });
        let mut register = Self { versions, lineage, aliases, points, ..Self::default() };
        for (at, version) in register.versions.iter().enumerate() {
            register.by_code.entry(version.code.clone()).or_default().push(at);
            register.by_unit.entry(version.unit).or_default().push(at);
            if let Some(parent) = version.parent {
                register.children.entry(parent).or_default().push(at);
            }
        }
        for (at, arrow) in register.lineage.iter().enumerate() {
            register.into.entry(arrow.to).or_default().push(at);
            register.out_of.entry(arrow.from).or_default().push(at);
        }
        register.check()?;
        Ok(register)
    }

    fn check(&self) -> Result<(), RegisterError> {
        let known =
            |unit: &UnitId| if self.by_unit.contains_key(unit) { Ok(()) } else { Err(RegisterError::Dangling(*unit)) };
        self.children.keys().chain(self.into.keys()).chain(self.out_of.keys()).try_for_each(known)?;
        self.aliases.iter().try_for_each(|(_, unit)| known(unit))?;
        for rows in self.by_code.values().filter(|rows| rows.len() > 1) {
            let mut held: Vec<&Version> = rows.iter().filter_map(|at| self.versions.get(*at)).collect();
            held.sort_by_key(|v| (v.kind.level(), v.until.is_none(), v.until));
            for pair in held.windows(2) {
                let [a, b] = pair else { continue };
                let overlap = a.kind.level() == b.kind.level()
                    && a.until.is_none_or(|end| {
                        b.in_force(end.yesterday().unwrap_or(end)) && matches!(b.from, super::Start::On(_))
                    });
                if overlap {
                    return Err(RegisterError::CodeTwice {
                        code: a.code.clone(),
                        level: a.kind.level(),
                        first: a.full_name(),
                        second: b.full_name(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Every version, by level and code.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Every arrow of history.
    pub fn lineage(&self) -> &[Lineage] {
        &self.lineage
    }

    /// Other codes that find a unit.
    pub fn aliases(&self) -> &[(String, UnitId)] {
        &self.aliases
    }

    /// Where a unit is drawn.
    pub fn point(&self, unit: UnitId) -> Option<Point> {
        self.points.get(&unit).copied()
    }

    /// The version of a unit in force on a day.
    pub fn version(&self, unit: UnitId, day: Date) -> Option<&Version> {
        self.versions_of(unit).find(|v| v.in_force(day))
    }

    /// Every version of a unit, oldest first.
    pub fn versions_of(&self, unit: UnitId) -> impl Iterator<Item = &Version> {
        pick(&self.versions, self.by_unit.get(&unit))
    }

    /// The unit that held a code on a day, at a level.
    pub fn at_code(&self, code: &str, level: Level, day: Date) -> Option<&Version> {
        pick(&self.versions, self.by_code.get(code))
            .find(|v| v.kind.level() == level && v.in_force(day))
            .or_else(|| self.alias(code).filter(|v| v.kind.level() == level && v.in_force(day)))
    }

    /// Every version that ever held a code, oldest first.
    pub fn of_code(&self, code: &str) -> impl Iterator<Item = &Version> {
        pick(&self.versions, self.by_code.get(code))
    }

    fn alias(&self, code: &str) -> Option<&Version> {
        let (_, unit) = self.aliases.iter().find(|(alias, _)| alias == code)?;
        self.versions_of(*unit).last()
    }

    /// The units right under another on a day, by code.
    pub fn children(&self, unit: UnitId, day: Date) -> impl Iterator<Item = &Version> {
        pick(&self.versions, self.children.get(&unit)).filter(move |v| v.in_force(day))
    }

    /// All units of a level on a day, by code.
    pub fn level(&self, level: Level, day: Date) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(move |v| v.kind.level() == level && v.in_force(day))
    }

    /// The province above a unit on a day (itself for a province).
    pub fn province(&self, unit: UnitId, day: Date) -> Option<&Version> {
        let mut at = self.version(unit, day)?;
        // Nation → province → district → commune → hamlet: four steps at most.
        for _ in 0..4 {
            match at.parent {
                None => break,
                Some(parent) => at = self.version(parent, day)?,
            }
        }
        (at.kind.level() == Level::Province).then_some(at)
    }

    /// Arrows into a unit: what it was made of.
    pub fn predecessors(&self, unit: UnitId) -> impl Iterator<Item = &Lineage> {
        pick(&self.lineage, self.into.get(&unit))
    }

    /// Arrows out of a unit: what it became.
    pub fn successors(&self, unit: UnitId) -> impl Iterator<Item = &Lineage> {
        pick(&self.lineage, self.out_of.get(&unit))
    }

    /// The units in force on a day that a unit's territory now lies in, through every step.
    pub fn heirs(&self, unit: UnitId, day: Date) -> Vec<&Version> {
        if let Some(now) = self.version(unit, day) {
            return vec![now];
        }
        let mut found: Vec<&Version> = Vec::new();
        for arrow in self.successors(unit).filter(|a| a.on <= day) {
            for heir in self.heirs(arrow.to, day) {
                if !found.iter().any(|f| f.unit == heir.unit) {
                    found.push(heir);
                }
            }
        }
        found
    }
}

fn pick<'a, T>(all: &'a [T], rows: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a T> {
    rows.into_iter().flatten().filter_map(|at| all.get(*at))
}
