//! The first page: every province, the target, the map.

use crate::frame::{Frame, Section};
use crate::grade::{Grade, Tally};
use crate::map::Map;
use crate::progress::Progress;
use crate::sort::Sort;
use crate::{Html, samples};
use askama::Template;

/// A province in the table.
#[derive(Clone, Debug)]
pub struct ProvinceRow {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Results of its communes.
    pub tally: Tally,
    /// Communes in all.
    pub total: u64,
    /// Communes that the next target asks for.
    pub target_count: u64,
    /// Communes with every figure present.
    pub complete: u64,
    /// Result of the province itself.
    pub own: Grade,
}

impl ProvinceRow {
    /// Communes judged drug-free.
    pub fn drug_free(&self) -> u64 {
        self.tally.of(Grade::DrugFree)
    }

    /// Whether the next target is reached.
    pub fn reached(&self) -> bool {
        self.drug_free() >= self.target_count
    }
}

/// A figure that a programme document or the press has published.
#[derive(Clone, Debug)]
pub struct Published {
    /// Where.
    pub place: String,
    /// State of this date, or a year.
    pub as_of: String,
    /// What was counted.
    pub quantity: String,
    /// The value as printed.
    pub value: String,
    /// What follows from it by arithmetic.
    pub derived: String,
    /// What it rests on.
    pub basis: String,
}

/// The first page.
#[derive(Clone, Debug, Template)]
#[template(path = "nation/index.html")]
pub struct Nation {
    /// Around the page.
    pub frame: Frame,
    /// Drug-free communes against the targets.
    pub progress: Progress,
    /// Results of all communes.
    pub tally: Tally,
    /// The country.
    pub map: Map,
    /// Provinces, ordered.
    pub rows: Vec<ProvinceRow>,
    /// Their order.
    pub sort: Sort,
    /// Published figures to compare with.
    pub published: Vec<Published>,
}

impl Nation {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: nothing known yet, everything known.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![("full", Self::full()), ("empty", Self::empty())]
    }

    fn empty() -> Self {
        let total = samples::provinces().iter().map(|(_, _, n)| n).sum();
        Self {
            frame: samples::frame("/", Section::Nation, &[]),
            progress: samples::progress(total, 0, 0),
            tally: Tally::new(vec![(Grade::Undetermined, total)]),
            map: Map::default(),
            rows: Vec::new(),
            sort: Sort::by("ten"),
            published: Vec::new(),
        }
    }

    fn full() -> Self {
        let rows: Vec<_> = samples::provinces().into_iter().enumerate().map(|(i, p)| sample_row(i, p)).collect();
        let sum = |grade| (grade, rows.iter().map(|r: &ProvinceRow| r.tally.of(grade)).sum());
        let tally = Tally::new(Grade::OF_COMMUNE.iter().copied().map(sum).collect());
        let complete = rows.iter().map(|r| r.complete).sum();
        Self {
            frame: samples::frame("/", Section::Nation, &[]),
            progress: samples::progress(tally.total(), tally.of(Grade::DrugFree), complete),
            tally,
            map: samples::nation_map(),
            rows,
            sort: Sort::by("ten"),
            published: vec![Published {
                place: "Tuyên Quang".to_owned(),
                as_of: "2025-12-31".to_owned(),
                quantity: "Số xã, phường được công nhận không ma túy".to_owned(),
                value: "35".to_owned(),
                derived: "35/124 = 28,2 %".to_owned(),
                basis: "Báo Tuyên Quang, hội nghị tổng kết".to_owned(),
            }],
        }
    }
}

fn sample_row(i: usize, (code, name, total): (&str, &str, u64)) -> ProvinceRow {
    let i = u64::try_from(i).unwrap_or(0);
    let free = i * 37 % 60 * total / 100;
    let unknown = if i.is_multiple_of(5) { total / 4 } else { i % 3 };
    let key1 = total / 40;
    let key2 = total / 15;
    let conflict = i % 2;
    let key3 = (total - free - unknown - key1 - key2 - conflict) * 2 / 3;
    let present = total - free - unknown - key1 - key2 - key3 - conflict;
    ProvinceRow {
        code: code.to_owned(),
        name: name.to_owned(),
        tally: Tally::new(vec![
            (Grade::DrugFree, free),
            (Grade::PresentNotKey, present),
            (Grade::KeyIII, key3),
            (Grade::KeyII, key2),
            (Grade::KeyI, key1),
            (Grade::Conflict, conflict),
            (Grade::Undetermined, unknown),
        ]),
        total,
        target_count: (total * 20).div_ceil(100),
        complete: total - unknown,
        own: if i.is_multiple_of(4) { Grade::Key } else { Grade::PresentNotKey },
    }
}
