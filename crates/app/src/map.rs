//! The schematic map: cells computed from the units' points. It shows where units lie
//! towards one another, not their boundaries.

mod cells;
mod outline;

use domain::units::{Level, Register, UnitId};
use jiff::civil::Date;

use cells::cells;

/// One shape of a map, in drawing units.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The unit's code.
    pub code: String,
    /// SVG path data.
    pub path: String,
    /// Where a label is put.
    pub x: i32,
    /// Where a label is put.
    pub y: i32,
}

/// A named place drawn whatever is shown: Hoàng Sa, Trường Sa.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The unit's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub x: i32,
    /// Where.
    pub y: i32,
    /// Islets drawn around it.
    pub islets: Vec<(i32, i32)>,
}

/// A drawing of units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width in drawing units.
    pub width: u32,
    /// Height in drawing units.
    pub height: u32,
    /// Shapes by code.
    pub shapes: Vec<Shape>,
    /// Archipelagos.
    pub named: Vec<Named>,
    /// Frames in which far units are drawn out of place: x, y, width, height.
    pub insets: Vec<(i32, i32, u32, u32)>,
    /// True boundaries brought in by the operator, not cells.
    pub true_boundaries: bool,
}

/// Đặc khu Hoàng Sa and Trường Sa: a map of Việt Nam in a state system always shows both.
const ARCHIPELAGOS: [&str; 2] = ["20333", "22736"];

/// Islets around an archipelago's point, in drawing units; a sign, not a survey.
const ISLETS: [(i32, i32); 7] = [(0, 0), (9, -5), (-8, -6), (12, 6), (-11, 5), (3, 10), (-3, -11)];

/// A point on the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct At {
    pub x: f64,
    pub y: f64,
}

/// Degrees to drawing units: equirectangular, true at the country's middle latitude.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    west: f64,
    north: f64,
    squeeze: f64,
    scale: f64,
}

impl Frame {
    /// Fits a box of degrees into a width, with a margin.
    pub fn fit(west: f64, north: f64, east: f64, middle: f64, width: f64) -> Self {
        let squeeze = middle.to_radians().cos();
        Self { west, north, squeeze, scale: width / ((east - west) * squeeze).max(0.01) }
    }

    pub fn place(&self, lat: f64, lon: f64) -> At {
        At { x: (lon - self.west) * self.squeeze * self.scale, y: (self.north - lat) * self.scale }
    }
}

/// The nation: one shape a province, traced around the cells of its communes.
pub fn nation(register: &Register, day: Date) -> Drawing {
    const WIDTH: f64 = 720.0;
    let frame = Frame::fit(101.9, 23.6, 115.2, 16.0, WIDTH);
    let mut points: Vec<(At, String)> = Vec::new();
    let mut named = Vec::new();
    for commune in register.level(Level::Commune, day) {
        let (Some(point), Some(province)) = (register.point(commune.unit), register.province(commune.unit, day)) else {
            continue;
        };
        let at = frame.place(point.lat, point.lon);
        if ARCHIPELAGOS.contains(&commune.code.as_str()) {
            named.push(archipelago(&commune.code, &commune.name, at));
        } else {
            points.push((at, province.code.clone()));
        }
    }
    let height = frame.place(7.6, 101.9).y;
    let shapes = outline::trace(&points, WIDTH, height);
    Drawing { width: whole(WIDTH), height: whole(height), shapes, named, insets: Vec::new(), true_boundaries: false }
}

/// A province: one cell a commune. Units far out at sea stand in frames of their own.
pub fn province(register: &Register, province: UnitId, day: Date) -> Drawing {
    const WIDTH: f64 = 720.0;
    let units: Vec<(String, String, f64, f64)> = register
        .children(province, day)
        .filter_map(|v| register.point(v.unit).map(|p| (v.code.clone(), v.name.clone(), p.lat, p.lon)))
        .collect();
    let (near, far) = split(units);
    let Some(bounds) = Bounds::of(&near) else { return Drawing::default() };
    let frame = Frame::fit(bounds.west, bounds.north, bounds.east, f64::midpoint(bounds.north, bounds.south), WIDTH);
    let placed: Vec<(String, At)> =
        near.iter().map(|(code, _, lat, lon)| (code.clone(), frame.place(*lat, *lon))).collect();
    let height = frame.place(bounds.south, bounds.west).y;
    let mut drawing =
        Drawing { width: whole(WIDTH), height: whole(height), shapes: cells(&placed), ..Drawing::default() };
    for (n, (code, name, ..)) in (0..).zip(&far) {
        let (x, y) = (i32::try_from(drawing.width).unwrap_or(0) - 130, 12 + n * 112);
        drawing.insets.push((x, y, 118, 100));
        let middle = At { x: f64::from(x + 59), y: f64::from(y + 42) };
        if ARCHIPELAGOS.contains(&code.as_str()) {
            drawing.named.push(archipelago(code, name, middle));
        }
        drawing.shapes.push(cells::disc(code, middle, 26.0));
    }
    drawing
}

/// The main body, and what lies more than two degrees from its middle point.
#[expect(clippy::type_complexity, reason = "two halves of one list")]
fn split(units: Vec<(String, String, f64, f64)>) -> (Vec<(String, String, f64, f64)>, Vec<(String, String, f64, f64)>) {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let lat = median(units.iter().map(|u| u.2).collect());
    let lon = median(units.iter().map(|u| u.3).collect());
    units.into_iter().partition(|u| (u.2 - lat).abs() < 2.0 && (u.3 - lon).abs() < 2.0)
}

struct Bounds {
    north: f64,
    south: f64,
    west: f64,
    east: f64,
}

impl Bounds {
    /// Around all points, with room for their cells.
    fn of(units: &[(String, String, f64, f64)]) -> Option<Self> {
        const MARGIN: f64 = 0.12;
        let (first, rest) = units.split_first()?;
        let start = Self { north: first.2, south: first.2, west: first.3, east: first.3 };
        let all = rest.iter().fold(start, |b, u| Self {
            north: b.north.max(u.2),
            south: b.south.min(u.2),
            west: b.west.min(u.3),
            east: b.east.max(u.3),
        });
        Some(Self {
            north: all.north + MARGIN,
            south: all.south - MARGIN,
            west: all.west - MARGIN,
            east: all.east + MARGIN,
        })
    }
}

fn archipelago(code: &str, name: &str, at: At) -> Named {
    let (x, y) = (rounded(at.x), rounded(at.y));
    Named {
        code: code.to_owned(),
        name: name.to_owned(),
        x,
        y,
        islets: ISLETS.iter().map(|(dx, dy)| (x + dx, y + dy)).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "drawing units stay within a few thousand")]
fn rounded(value: f64) -> i32 {
    value.round() as i32
}

fn whole(value: f64) -> u32 {
    u32::try_from(rounded(value)).unwrap_or(0)
}
