//! Made-up content that page samples share: real unit names, invented figures.

pub(crate) mod criteria;

use crate::frame::{Crumb, Frame, Section};
use crate::grade::{Grade, Tally};
use crate::map::{Cell, Map, Paint, Place};
use crate::progress::{Progress, Target};
use texts::Lang;

/// A frame as the web room makes it, for a page at `path`.
pub(crate) fn frame(path: &str, section: Section, crumbs: &[(&str, &str)]) -> Frame {
    let mut frame = Frame::new(Lang::Vi, path, 2025);
    frame.years = vec![2024, 2025, 2026];
    frame.section = section;
    frame.demo = true;
    frame.crumbs = crumbs
        .iter()
        .map(|(text, href)| Crumb { text: (*text).to_owned(), href: (!href.is_empty()).then(|| (*href).to_owned()) })
        .collect();
    frame
}

/// A frame under a switch that is not the default.
pub(crate) fn switched(mut frame: Frame) -> Frame {
    frame.switches = vec![("band_reading".to_owned(), "literal".to_owned())];
    frame
}

/// The 34 provinces: code, name, number of communes.
pub(crate) fn provinces() -> Vec<(&'static str, &'static str, u64)> {
    rows(include_str!("samples/provinces.txt"))
        .filter_map(|row| match row.as_slice() {
            [code, name, units] => Some((*code, *name, units.parse().ok()?)),
            _ => None,
        })
        .collect()
}

/// A commune of the sample province with the result that the samples give it.
pub(crate) struct Commune {
    pub code: &'static str,
    pub kind: &'static str,
    pub name: &'static str,
    pub grade: Grade,
    pub x: i32,
    pub y: i32,
}

/// The 166 communes of Thanh Hóa with invented results.
pub(crate) fn communes() -> Vec<Commune> {
    rows(include_str!("samples/communes.txt"))
        .enumerate()
        .filter_map(|(i, row)| match row.as_slice() {
            [code, kind, name, lon, lat] => Some(Commune {
                code,
                kind: kind_name(kind),
                name,
                grade: invented(i),
                x: place(lon, 104.35, 460),
                y: 680 - place(lat, 19.25, 460),
            }),
            _ => None,
        })
        .collect()
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().map(|line| line.split(';').collect())
}

fn kind_name(kind: &str) -> &'static str {
    match kind {
        "phuong" => "phường",
        "dac_khu" => "đặc khu",
        _ => "xã",
    }
}

fn invented(i: usize) -> Grade {
    match i * 37 % 23 {
        0..=5 => Grade::DrugFree,
        6..=8 => Grade::PresentNotKey,
        9..=15 => Grade::KeyIII,
        16..=18 => Grade::KeyII,
        19 => Grade::KeyI,
        20 => Grade::Conflict,
        _ => Grade::Undetermined,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a sample's drawing units")]
fn place(degrees: &str, from: f64, scale: i32) -> i32 {
    degrees.parse::<f64>().map_or(0, |d| ((d - from) * f64::from(scale)).round() as i32) + 20
}

/// The two targets of the programme for a number of units.
pub(crate) fn progress(total: u64, drug_free: u64, complete: u64) -> Progress {
    let target = |year, percent: u64| Target {
        year,
        percent,
        count: (total * percent).div_ceil(100),
        source: "NQ 163/2024/QH15".to_owned(),
    };
    Progress { total, drug_free, complete, targets: vec![target(2025, 20), target(2030, 50)] }
}

/// Results of the sample communes.
pub(crate) fn tally() -> Tally {
    Tally::of_communes(communes().into_iter().map(|c| c.grade))
}

/// One hexagon-like cell per sample commune.
pub(crate) fn commune_map() -> Map {
    let cells = communes()
        .into_iter()
        .map(|c| Cell {
            path: hexagon(c.x, c.y, 13),
            caption: c.name.to_owned(),
            paint: Paint::Grade(c.grade),
            href: Some(format!("/xa/{}", c.code)),
            label: c.grade.mark().to_owned(),
            code: c.code.to_owned(),
            x: c.x,
            y: c.y + 5,
        })
        .collect();
    Map { width: 800, height: 700, cells, ..Map::default() }
}

/// One tile per province in a rough north to south order, and the two archipelagos.
pub(crate) fn nation_map() -> Map {
    let cells = provinces()
        .into_iter()
        .enumerate()
        .map(|(i, (code, name, units))| {
            let i = i32::try_from(i).unwrap_or(0);
            let (x, y) = (60 + i % 4 * 76 + i / 4 % 2 * 38, 50 + i / 4 * 68);
            let free = u64::from(i.unsigned_abs()) * 37 % 60 * units / 100;
            Cell {
                path: hexagon(x, y, 38),
                caption: format!("{name}: {free}/{units}"),
                paint: Paint::of_share(free, units),
                href: Some(format!("/tinh/{code}")),
                label: code.to_owned(),
                code: code.to_owned(),
                x,
                y: y + 6,
            }
        })
        .collect();
    let places = vec![
        Place { name: "Hoàng Sa".to_owned(), x: 430, y: 330, islets: vec![(410, 300), (424, 306), (440, 298)] },
        Place {
            name: "Trường Sa".to_owned(),
            x: 450,
            y: 560,
            islets: vec![(430, 520), (446, 532), (462, 516), (452, 500)],
        },
    ];
    Map { width: 520, height: 660, cells, places, large_text: true, ..Map::default() }
}

fn hexagon(x: i32, y: i32, r: i32) -> String {
    let (half, high) = (r * 87 / 100, r / 2);
    format!("M{x} {}l{half} {high}v{r}l-{half} {high}l-{half} -{high}v-{r}z", y - r)
}
