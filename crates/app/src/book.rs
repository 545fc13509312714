//! A year's book: every unit's facts and verdict under chosen switches.

use std::collections::HashMap;

use criteria::{Facts, InputKind, Pack, Settings, UNDETERMINED, Verdict, judge};
use domain::facts::{Fact, Route, Value, Window};
use domain::fold;
use domain::units::{Level, Register, UnitId, Version};

/// One unit of a book.
#[derive(Clone, Debug)]
pub struct Line {
    /// The unit as it is on the last day of the window.
    pub unit: Version,
    /// The code of its province (its own for a province).
    pub province_code: String,
    /// What is known.
    pub facts: Facts,
    /// What it came to.
    pub verdict: Verdict,
    /// How many inputs of its level are known, and how many there are.
    pub known: (u32, u32),
    /// Vietnamese dictionary order of its name.
    pub sort_key: String,
    /// Its name with type, folded, to filter by.
    pub folded: String,
    /// For a province: inputs that were added up from its communes, not recorded for itself.
    pub derived: Vec<String>,
}

impl Line {
    /// The result's id.
    pub fn result<'p>(&self, pack: &'p Pack) -> &'p str {
        self.verdict.result(pack)
    }

    /// Whether every figure is there.
    pub fn is_complete(&self) -> bool {
        self.known.0 == self.known.1
    }
}

/// Every commune and province of a year, judged.
#[derive(Clone, Debug)]
pub struct Book {
    /// The evaluation year.
    pub year: i16,
    /// Its window.
    pub window: Window,
    /// The switches.
    pub settings: Settings,
    /// Communes by code.
    pub communes: Vec<Line>,
    /// Provinces by code.
    pub provinces: Vec<Line>,
}

/// Units by result, in the order in which results are tried; "undetermined" last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub Vec<(String, u32)>);

impl Tally {
    /// Counts lines.
    pub fn of<'l>(pack: &Pack, level: Level, lines: impl IntoIterator<Item = &'l Line>) -> Self {
        let mut counts: Vec<(String, u32)> =
            pack.classes_of(level).map(|c| c.id.as_str()).chain([UNDETERMINED]).map(|id| (id.to_owned(), 0)).collect();
        for line in lines {
            let result = line.result(pack);
            if let Some((_, n)) = counts.iter_mut().find(|(id, _)| id == result) {
                *n += 1;
            }
        }
        Self(counts)
    }

    /// How many came to a result.
    pub fn get(&self, id: &str) -> u32 {
        self.0.iter().find(|(other, _)| other == id).map_or(0, |(_, n)| *n)
    }

    /// How many in all.
    pub fn total(&self) -> u32 {
        self.0.iter().map(|(_, n)| n).sum()
    }
}

impl Book {
    /// Judges every unit in force on the last day of the window.
    pub fn new(
        pack: &Pack,
        register: &Register,
        year: i16,
        window: Window,
        settings: Settings,
        facts: &[Fact],
    ) -> Self {
        let mut by_unit: HashMap<UnitId, Vec<&Fact>> = HashMap::new();
        for fact in facts {
            by_unit.entry(fact.unit).or_default().push(fact);
        }
        let recorded = |unit: &Version| {
            let of_unit = by_unit.get(&unit.unit).map_or(&[][..], Vec::as_slice);
            let mut facts = Facts::unknown(pack);
            for fact in of_unit {
                if let Some((ix, _)) = pack.input(&fact.input) {
                    facts.set(ix, fact.value);
                }
            }
            facts
        };
        let provinces: Vec<&Version> = register.level(Level::Province, window.to).collect();
        let code_of: HashMap<UnitId, &str> = provinces.iter().map(|p| (p.unit, p.code.as_str())).collect();
        let communes: Vec<Line> = register
            .level(Level::Commune, window.to)
            .map(|unit| {
                let province = unit.parent.and_then(|p| code_of.get(&p).copied()).unwrap_or_default();
                line(pack, Level::Commune, unit, province, recorded(unit), &settings, Vec::new())
            })
            .collect();
        let mut of_province: HashMap<&str, Vec<&Line>> = HashMap::new();
        for commune in &communes {
            of_province.entry(commune.province_code.as_str()).or_default().push(commune);
        }
        let provinces = provinces
            .into_iter()
            .map(|unit| {
                let mut facts = recorded(unit);
                let communes = of_province.get(unit.code.as_str()).map_or(&[][..], Vec::as_slice);
                let derived = derive(pack, &mut facts, communes);
                line(pack, Level::Province, unit, &unit.code, facts, &settings, derived)
            })
            .collect();
        Self { year, window, settings, communes, provinces }
    }

    /// A province by code.
    pub fn province(&self, code: &str) -> Option<&Line> {
        self.provinces.iter().find(|l| l.unit.code == code)
    }

    /// A commune by code.
    pub fn commune(&self, code: &str) -> Option<&Line> {
        self.communes.binary_search_by(|l| l.unit.code.as_str().cmp(code)).ok().and_then(|at| self.communes.get(at))
    }

    /// The communes of a province, by code.
    pub fn communes_of<'b>(&'b self, code: &'b str) -> impl Iterator<Item = &'b Line> {
        self.communes.iter().filter(move |l| l.province_code == code)
    }
}

fn line(
    pack: &Pack,
    level: Level,
    unit: &Version,
    province: &str,
    facts: Facts,
    settings: &Settings,
    derived: Vec<String>,
) -> Line {
    let verdict = judge(pack, level, &facts, settings);
    let (known, all) =
        pack.inputs_of(level).fold((0, 0), |(k, n), (ix, _)| (k + u32::from(facts.get(ix).is_known()), n + 1));
    Line {
        sort_key: fold::sort_key(&unit.name),
        folded: fold::plain(&unit.full_name()),
        province_code: province.to_owned(),
        unit: unit.clone(),
        facts,
        verdict,
        known: (known, all),
        derived,
    }
}

/// Fills what was not recorded for the province itself from its communes. A sum with an
/// unknown addend stays unknown: a province does not look better for communes that are silent.
fn derive(pack: &Pack, facts: &mut Facts, communes: &[&Line]) -> Vec<String> {
    let mut derived = Vec::new();
    for (ix, input) in pack.inputs_of(Level::Province) {
        if facts.get(ix) != Value::Unknown || communes.is_empty() {
            continue;
        }
        let value = match (input.kind, input.id.as_str()) {
            (_, "communes_total") => i64::try_from(communes.len()).map_or(Value::Unknown, Value::Number),
            (_, "communes_type_1_2") => types_1_2(pack, communes),
            (InputKind::Route, _) => widest_route(communes.iter().map(|c| c.facts.get(ix))),
            _ => communes
                .iter()
                .try_fold(0_i64, |sum, c| c.facts.get(ix).number().and_then(|n| sum.checked_add(n)))
                .map_or(Value::Unknown, Value::Number),
        };
        if value.is_known() {
            facts.set(ix, value);
            derived.push(input.id.clone());
        }
    }
    derived
}

/// Known only when no undetermined commune could still be of type I or II.
fn types_1_2(pack: &Pack, communes: &[&Line]) -> Value {
    let is_key = |id: &str| id == "KEY_I" || id == "KEY_II";
    let open = communes.iter().any(|c| {
        c.result(pack) == UNDETERMINED
            && c.verdict.possible(pack).iter().any(|class| is_key(&class.id) || class.id == "CONFLICT")
    });
    let count = communes.iter().filter(|c| is_key(c.result(pack))).count();
    if open { Value::Unknown } else { i64::try_from(count).map_or(Value::Unknown, Value::Number) }
}

/// A province lies on a route that one of its communes lies on.
fn widest_route(routes: impl Iterator<Item = Value>) -> Value {
    let mut widest = Value::Route(Route::None);
    for route in routes {
        match (route, widest) {
            (Value::Route(Route::Inter), _) => return route,
            (Value::Route(Route::Local), Value::Route(Route::None)) => widest = route,
            (Value::Unknown | Value::Disputed, _) => widest = Value::Unknown,
            _ => {}
        }
    }
    widest
}
