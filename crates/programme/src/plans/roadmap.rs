//! Roadmaps: which communes to keep and which to convert in which year, and what became of them.

use domain::targets::Share;
use domain::units::{Extent, Level, Register, UnitId, Version};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A commune as the roadmap names it, with its code of then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Code on the day of the map.
    pub code: String,
    /// Type and name as then.
    pub name: String,
}

/// The communes of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roadmap {
    /// The year.
    pub year: i16,
    /// The day whose map the codes belong to.
    pub map_on: Date,
    /// How many communes the unit had on that day.
    pub units: u32,
    /// Recognised before and to be kept.
    pub keep: Vec<Place>,
    /// To be converted in this year.
    pub convert: Vec<Place>,
    /// The body that confirms the list.
    pub confirms: String,
}

/// What became of a commune.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate<'r> {
    /// It is there, perhaps under another name.
    There(&'r Version),
    /// Its territory lies in others now. A recognition does not pass to them.
    Merged(Vec<Heir<'r>>),
    /// The register knows no commune of this code on the day of the map.
    NotFound,
}

/// A commune in which the territory of a former one lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heir<'r> {
    /// The commune.
    pub version: &'r Version,
    /// Whether only a part of the former one went into it.
    pub part: bool,
    /// How many former communes it is made of.
    pub made_of: u32,
    /// How many of these the roadmap does not name.
    pub not_named: u32,
}

impl Roadmap {
    /// Those to keep and those to convert, of all: `11/17`.
    pub fn planned(&self) -> Share {
        let named = self.keep.len() + self.convert.len();
        Share { part: u32::try_from(named).unwrap_or(u32::MAX), whole: self.units }
    }

    /// How many are in neither list.
    pub fn in_no_list(&self) -> u32 {
        self.units.saturating_sub(self.planned().part)
    }

    /// Every commune named, with whether it is to be kept.
    pub fn places(&self) -> impl Iterator<Item = (&Place, bool)> {
        self.keep.iter().map(|place| (place, true)).chain(self.convert.iter().map(|place| (place, false)))
    }

    /// The unit that a place was on the day of the map.
    pub fn unit(&self, register: &Register, place: &Place) -> Option<UnitId> {
        register.at_code(&place.code, Level::Commune, self.map_on).map(|version| version.unit)
    }

    /// What became of a commune by a day.
    pub fn fate<'r>(&self, register: &'r Register, place: &Place, day: Date) -> Fate<'r> {
        let Some(unit) = self.unit(register, place) else { return Fate::NotFound };
        if let Some(version) = register.version(unit, day) {
            return Fate::There(version);
        }
        let heirs = register.heirs(unit, day);
        Fate::Merged(heirs.into_iter().map(|version| self.heir(register, unit, version, day)).collect())
    }

    fn heir<'r>(&self, register: &Register, of: UnitId, version: &'r Version, day: Date) -> Heir<'r> {
        let named: Vec<UnitId> = self.places().filter_map(|(place, _)| self.unit(register, place)).collect();
        let former = former(register, version.unit, self.map_on, day);
        let made_of = former.len();
        let not_named = former.iter().filter(|unit| !named.contains(unit)).count();
        Heir {
            version,
            part: is_part(register, of, version.unit, day),
            made_of: u32::try_from(made_of).unwrap_or(u32::MAX),
            not_named: u32::try_from(not_named).unwrap_or(u32::MAX),
        }
    }
}

/// The communes of the day of the map whose territory lies in a unit.
fn former(register: &Register, unit: UnitId, map_on: Date, day: Date) -> Vec<UnitId> {
    let mut found = Vec::new();
    if register.version(unit, map_on).is_some() {
        found.push(unit);
    }
    for arrow in register.predecessors(unit).filter(|arrow| arrow.on <= day && arrow.on > map_on) {
        for from in former(register, arrow.from, map_on, arrow.on) {
            if !found.contains(&from) {
                found.push(from);
            }
        }
    }
    found
}

/// Whether some step from a former unit to a unit of today took a part only.
fn is_part(register: &Register, from: UnitId, to: UnitId, day: Date) -> bool {
    let arrows: Vec<_> = register.successors(from).filter(|arrow| arrow.on <= day).collect();
    arrows.iter().any(|arrow| {
        let leads = arrow.to == to || register.heirs(arrow.to, day).iter().any(|heir| heir.unit == to);
        leads && (arrow.extent == Extent::Part || (arrow.to != to && is_part(register, arrow.to, to, day)))
    })
}
