//! From a file's bytes to the boundaries that are kept: features matched with units, and what must be there checked.

use std::collections::BTreeMap;

use domain::units::{Level, Register, UnitId, Version};
use jiff::civil::Date;
use store::boundaries::Boundary;

use super::fault::{BoundaryFault, BoundaryWarning, UnknownFeature};
use super::features::{Area, areas};
use super::json;
use super::outline::{Outline, PER_DEGREE};
use super::tags::{Found, Names};

/// An archipelago that every map of Việt Nam must show.
struct Archipelago {
    code: &'static str,
    /// Where it lies: degrees east and north, to find it in the outline of its province.
    east: (f64, f64),
    north: (f64, f64),
}

const ARCHIPELAGOS: [Archipelago; 2] = [
    Archipelago { code: "20333", east: (110.5, 113.5), north: (15.0, 17.6) },
    Archipelago { code: "22736", east: (111.0, 118.0), north: (6.0, 12.2) },
];

/// What of a file is kept, and what is said about the rest.
#[derive(Debug, Default)]
pub(super) struct Sifted {
    pub boundaries: Vec<Boundary>,
    pub communes: usize,
    pub provinces: usize,
    pub missing: Vec<String>,
    pub unknown: Vec<UnknownFeature>,
    pub warnings: Vec<BoundaryWarning>,
}

/// A unit with the features that are it.
struct Match<'r> {
    version: &'r Version,
    outline: Outline,
    features: usize,
}

/// Reads a file and matches it with the units in force on a day.
pub(super) fn sift(bytes: &[u8], register: &Register, day: Date) -> Result<Sifted, BoundaryFault> {
    let areas = areas(json::read(bytes)?)?;
    let features = areas.len();
    let mut sifted = Sifted::default();
    let matches = matched(areas, &Names::new(register, day), &mut sifted);
    let found: usize = matches.values().map(|m| m.features).sum();
    if found * 2 < features || matches.is_empty() {
        return Err(BoundaryFault::TooFewMatched { matched: found, features });
    }
    for archipelago in &ARCHIPELAGOS {
        check(archipelago, register, day, &matches)?;
    }
    for level in [Level::Commune, Level::Province] {
        let of_level = matches.values().filter(|m| m.version.kind.level() == level).count();
        if of_level > 0 {
            let absent = register.level(level, day).filter(|v| !matches.contains_key(&v.unit));
            sifted.missing.extend(absent.map(|v| v.code.clone()));
        }
        *(if level == Level::Commune { &mut sifted.communes } else { &mut sifted.provinces }) = of_level;
    }
    for (unit, found) in &matches {
        let Some(province) = register.province(*unit, day) else { continue };
        if found.features > 1 {
            sifted
                .warnings
                .push(BoundaryWarning::Joined { code: found.version.code.clone(), features: found.features });
        }
        let (province_code, shape) = (province.code.clone(), found.outline.encode());
        sifted.boundaries.push(Boundary { province_code, unit: *unit, shape });
    }
    sifted.boundaries.sort_by(|a, b| (&a.province_code, a.unit).cmp(&(&b.province_code, b.unit)));
    Ok(sifted)
}

fn matched<'r>(areas: Vec<Area>, names: &Names<'r>, sifted: &mut Sifted) -> BTreeMap<UnitId, Match<'r>> {
    let mut matches: BTreeMap<UnitId, Match<'r>> = BTreeMap::new();
    for Area { number, tags, outline } in areas {
        let version = match names.find(&tags) {
            Found::ByCode(version) => version,
            Found::ByName(version) => {
                sifted
                    .warnings
                    .push(BoundaryWarning::ByName { feature: tags.label.clone(), code: version.code.clone() });
                version
            }
            other => {
                let (code, name) = (tags.code.unwrap_or_default(), tags.name.unwrap_or_default());
                if let Found::OtherName(is) = other {
                    let warning =
                        BoundaryWarning::OtherName { code: code.clone(), name: name.clone(), is: is.full_name() };
                    sifted.warnings.push(warning);
                }
                sifted.unknown.push(UnknownFeature { number, code, name });
                continue;
            }
        };
        if outline.rings.is_empty() {
            sifted.warnings.push(BoundaryWarning::NoArea { feature: tags.label });
            continue;
        }
        let found = matches.entry(version.unit).or_insert(Match { version, outline: Outline::default(), features: 0 });
        found.outline.rings.extend(outline.rings);
        found.features += 1;
    }
    matches
}

/// The archipelago as a unit of its own where communes are told, or within its province where only provinces are.
fn check(
    archipelago: &Archipelago,
    register: &Register,
    day: Date,
    matches: &BTreeMap<UnitId, Match<'_>>,
) -> Result<(), BoundaryFault> {
    let Some(unit) = register.at_code(archipelago.code, Level::Commune, day) else { return Ok(()) };
    let communes = matches.values().any(|m| m.version.kind.level() == Level::Commune);
    let there = if communes {
        matches.contains_key(&unit.unit)
    } else {
        let province = register.province(unit.unit, day).and_then(|province| matches.get(&province.unit));
        province.is_some_and(|province| province.outline.corners().any(|corner| archipelago.holds(corner)))
    };
    if there {
        Ok(())
    } else {
        Err(BoundaryFault::ArchipelagoMissing { name: unit.full_name(), code: archipelago.code })
    }
}

impl Archipelago {
    fn holds(&self, (x, y): (i32, i32)) -> bool {
        let within = |value: i32, (low, high): (f64, f64)| (low..=high).contains(&(f64::from(value) / PER_DEGREE));
        within(x, self.east) && within(y, self.north)
    }
}
