//! How many units came to which result, in all and by province.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use criteria::{Pack, UNDETERMINED, Verdict};
use domain::units::{Level, Version};
use serde::Serialize;

/// Results by id in the order in which they are tried, then "undetermined".
pub type Counts = Vec<(String, u32)>;

/// Counts of one province.
#[derive(Clone, Debug, Serialize)]
pub struct ProvinceSummary {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many units were judged.
    pub total: u32,
    /// By result.
    #[serde(serialize_with = "as_map")]
    pub results: Counts,
}

/// Counts of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// How many units were judged.
    pub total: u32,
    /// By result.
    #[serde(serialize_with = "as_map")]
    pub results: Counts,
    /// By province, by code.
    #[serde(serialize_with = "values")]
    pub provinces: BTreeMap<String, ProvinceSummary>,
}

impl Summary {
    /// Nothing counted yet.
    pub fn new(pack: &Pack, level: Level) -> Self {
        Self { total: 0, results: none_yet(pack, level), provinces: BTreeMap::new() }
    }

    /// Counts one verdict.
    pub fn add(&mut self, pack: &Pack, province: &Version, verdict: &Verdict) {
        let result = verdict.result(pack);
        self.total += 1;
        count(&mut self.results, result);
        let of_province = self.provinces.entry(province.code.clone()).or_insert_with(|| ProvinceSummary {
            code: province.code.clone(),
            name: province.name.clone(),
            total: 0,
            results: none_yet(pack, verdict.level),
        });
        of_province.total += 1;
        count(&mut of_province.results, result);
    }
}

impl Summary {
    /// Adds what was counted elsewhere, of the same pack and level.
    pub fn merge(&mut self, other: Self) {
        self.total += other.total;
        add(&mut self.results, &other.results);
        for (code, more) in other.provinces {
            match self.provinces.entry(code) {
                Entry::Vacant(empty) => {
                    empty.insert(more);
                }
                Entry::Occupied(mut held) => {
                    let held = held.get_mut();
                    held.total += more.total;
                    add(&mut held.results, &more.results);
                }
            }
        }
    }
}

fn add(counts: &mut Counts, more: &Counts) {
    for ((_, n), (_, m)) in counts.iter_mut().zip(more) {
        *n += m;
    }
}

fn none_yet(pack: &Pack, level: Level) -> Counts {
    pack.classes_of(level).map(|c| c.id.as_str()).chain([UNDETERMINED]).map(|id| (id.to_owned(), 0)).collect()
}

fn count(counts: &mut Counts, result: &str) {
    if let Some((_, n)) = counts.iter_mut().find(|(id, _)| id == result) {
        *n += 1;
    }
}

fn as_map<S: serde::Serializer>(counts: &Counts, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(id, n)| (id, n)))
}

fn values<S: serde::Serializer>(
    provinces: &BTreeMap<String, ProvinceSummary>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(provinces.values())
}
