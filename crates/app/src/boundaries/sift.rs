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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use domain::units::{REGISTER_DATE, shipped};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    static REGISTER: LazyLock<Register> = LazyLock::new(|| shipped().expect("the shipped tables are sound"));

    fn read(document: &Value) -> Result<Sifted, BoundaryFault> {
        sift(document.to_string().as_bytes(), &REGISTER, REGISTER_DATE)
    }

    /// Positions, rings, polygons; right, nearly right and absurd.
    fn coordinates() -> impl Strategy<Value = Value> {
        let number = prop_oneof![
            Just(json!(105.5)),
            Just(json!(16.2)),
            Just(json!(1e308)),
            Just(json!(-1)),
            Just(Value::Null),
            Just(json!("x"))
        ];
        number.prop_recursive(5, 40, 4, |inner| prop::collection::vec(inner, 0..5).prop_map(Value::Array))
    }

    fn arcs() -> impl Strategy<Value = Value> {
        let place = prop_oneof![
            (-4_i64..4).prop_map(Value::from),
            Just(json!(i64::MIN)),
            Just(json!(u64::MAX)),
            Just(json!(0.5))
        ];
        place.prop_recursive(4, 20, 3, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::Array))
    }

    fn geometry() -> impl Strategy<Value = Value> {
        let kind = prop_oneof![Just("Polygon"), Just("MultiPolygon"), Just("GeometryCollection"), Just("Point")];
        let one = (kind, coordinates(), arcs(), prop_oneof![Just(json!("20333")), Just(json!(4)), Just(json!([])), Just(json!(1.5))])
            .prop_map(|(kind, coordinates, arcs, code)| {
                json!({ "type": kind, "coordinates": coordinates, "arcs": arcs, "id": code, "properties": { "code": code, "name": "Hoàng Sa" } })
            });
        one.prop_recursive(3, 8, 3, |inner| {
            prop::collection::vec(inner, 0..3)
                .prop_map(|members| json!({ "type": "GeometryCollection", "geometries": members }))
        })
    }

    proptest! {
        #[test]
        fn any_collection_is_read_or_refused(members in prop::collection::vec(geometry(), 0..4)) {
            let features: Vec<Value> = members.into_iter().map(|g| json!({ "properties": g["properties"], "geometry": g })).collect();
            let _ = read(&json!({ "type": "FeatureCollection", "features": features }));
        }

        #[test]
        fn any_topology_is_read_or_refused(member in geometry(), lines in coordinates(), scale in -1e300..1e300_f64) {
            let transform = json!({ "scale": [scale, scale], "translate": [105.0, scale] });
            let _ = read(&json!({ "type": "Topology", "objects": { "x": member }, "arcs": lines, "transform": transform }));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(sift(&bytes, &REGISTER, REGISTER_DATE).is_err());
        }

        #[test]
        fn a_spoiled_file_is_read_or_refused(at in 0..4_000_usize, byte in any::<u8>(), cut in 0..4_000_usize) {
            let ring = json!([[105.1, 16.0], [105.2, 16.0], [105.2, 16.1], [105.1, 16.0]]);
            let feature = |code: &str| json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } });
            let document = json!({ "type": "FeatureCollection", "features": [feature("20333"), feature("22736"), feature("12313")] });
            let mut bytes = document.to_string().into_bytes();
            prop_assert!(sift(&bytes, &REGISTER, REGISTER_DATE).is_ok_and(|sifted| sifted.communes == 3));
            let (at, cut) = (at % bytes.len(), cut % bytes.len());
            bytes[at] = byte;
            let _ = sift(&bytes, &REGISTER, REGISTER_DATE);
            prop_assert!(sift(&bytes[..cut], &REGISTER, REGISTER_DATE).is_err());
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_refused_unread() {
        let deep = format!("{{\"type\":\"FeatureCollection\",\"features\":{}", "[".repeat(100_000));
        assert!(matches!(sift(deep.as_bytes(), &REGISTER, REGISTER_DATE), Err(BoundaryFault::NotJson { .. })));
        let many = ",{}".repeat(500_000);
        assert!(matches!(sift(many.as_bytes(), &REGISTER, REGISTER_DATE), Err(BoundaryFault::TooManyPoints { .. })));
        let large = vec![b' '; json::BYTES_MAX + 1];
        assert!(matches!(sift(&large, &REGISTER, REGISTER_DATE), Err(BoundaryFault::TooBig { .. })));
    }
}
