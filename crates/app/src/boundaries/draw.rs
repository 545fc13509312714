//! True boundaries as a drawing of the same size and kind as the schematic map.

use std::collections::BTreeMap;

use domain::units::{Level, Register, UnitId, Version};
use jiff::civil::Date;

use super::outline::{Corner, Outline, PER_DEGREE};
use super::trace::{Pixel, Traced, circle, rounded, trace};
use crate::map::{At, Drawing, Frame, Named, Shape};

const WIDTH: f64 = 720.0;
/// Room around what is drawn, in degrees.
const MARGIN: f64 = 0.04;
/// Units further than this from the middle of their province stand in frames of their own, in degrees.
const FAR: f64 = 2.0;
/// A frame for a far unit: width, height, and what of it is drawn on.
const INSET: (u32, u32) = (118, 100);
const INSET_ROOM: f64 = 84.0;
/// Width of the column in which these frames stand.
const BESIDE: f64 = 142.0;
/// Radius of a unit that is too small for this drawing, or whose boundary is missing.
const DOT: i32 = 3;
const DOT_MISSING: i32 = 7;
/// Đặc khu Hoàng Sa and Trường Sa: a map of Việt Nam always names both.
const ARCHIPELAGOS: [&str; 2] = ["20333", "22736"];
/// Islets of an archipelago that are drawn.
const ISLETS_MAX: usize = 60;

/// Outlines by unit.
pub(super) type Outlines = BTreeMap<UnitId, Outline>;

/// The nation, one shape a province: its own boundary, or its communes' joined. Nothing while a province has neither.
pub(super) fn nation(register: &Register, day: Date, outlines: &Outlines) -> Option<Drawing> {
    let mut provinces: Vec<(&Version, Vec<&[Corner]>)> = Vec::new();
    for province in register.level(Level::Province, day) {
        let mut rings: Vec<&[Corner]> = outlines.get(&province.unit).into_iter().flat_map(rings).collect();
        if rings.is_empty() {
            rings = register
                .children(province.unit, day)
                .filter_map(|v| outlines.get(&v.unit))
                .flat_map(rings_of)
                .collect();
        }
        if rings.is_empty() {
            return None;
        }
        provinces.push((province, rings));
    }
    let frame = Bounds::of(provinces.iter().flat_map(|(_, rings)| rings.iter().copied().flatten().copied()))?;
    let (view, height) = frame.fit(WIDTH);
    let shapes = provinces.iter().map(|(province, rings)| shape(&province.code, rings, &view)).collect();
    let named = ARCHIPELAGOS.iter().filter_map(|code| {
        let unit = register.at_code(code, Level::Commune, day)?;
        Some(archipelago(unit, islets(register, outlines, unit, &view)))
    });
    Some(Drawing { named: named.collect(), ..canvas(height, shapes) })
}

/// A province, one shape a commune. Nothing while none of them has a boundary.
pub(super) fn province(register: &Register, province: UnitId, day: Date, outlines: &Outlines) -> Option<Drawing> {
    let communes: Vec<&Version> = register.children(province, day).collect();
    let drawn = |unit: &&Version| {
        outlines.get(&unit.unit).and_then(|outline| Bounds::of(outline.corners()).map(|b| (b, outline)))
    };
    let known: Vec<(&Version, Bounds, &Outline)> =
        communes.iter().filter_map(|v| drawn(v).map(|(b, o)| (*v, b, o))).collect();
    let middle = (median(known.iter().map(|k| k.1.middle().0)), median(known.iter().map(|k| k.1.middle().1)));
    let is_far = |b: &Bounds| (b.middle().0 - middle.0).abs() > FAR || (b.middle().1 - middle.1).abs() > FAR;
    let (far, near): (Vec<_>, Vec<_>) = known.into_iter().partition(|(_, b, _)| is_far(b));
    let frame = Bounds::of(near.iter().flat_map(|(_, _, outline)| outline.corners()))?;
    // frames of far units stand beside the land, not on it
    let (view, height) = frame.fit(if far.is_empty() { WIDTH } else { WIDTH - BESIDE });
    let mut shapes: Vec<Shape> =
        near.iter().map(|(v, _, o)| shape(&v.code, &rings(o).collect::<Vec<_>>(), &view)).collect();
    shapes.extend(communes.iter().filter(|v| !outlines.contains_key(&v.unit)).filter_map(|v| {
        let point = register.point(v.unit)?;
        let at = pixel(view.place(point.lat, point.lon));
        frame.holds(point.lon, point.lat).then(|| dot(&v.code, at, DOT_MISSING))
    }));
    let mut drawing = canvas(height, shapes);
    for (n, (unit, bounds, outline)) in (0..).zip(&far) {
        inset(&mut drawing, n, unit, bounds, outline);
    }
    Some(drawing)
}

fn canvas(height: f64, shapes: Vec<Shape>) -> Drawing {
    Drawing { width: whole(WIDTH), height: whole(height), shapes, true_boundaries: true, ..Drawing::default() }
}

/// A far unit in the `n`th frame along the right edge, drawn to fill it.
fn inset(drawing: &mut Drawing, n: i32, unit: &Version, bounds: &Bounds, outline: &Outline) {
    let (x, y) = (whole(WIDTH).cast_signed() - 130, 12 + n * 112);
    drawing.insets.push((x, y, INSET.0, INSET.1));
    drawing.height = drawing.height.max((y + 112).unsigned_abs());
    let (view, height) = bounds.fit(INSET_ROOM);
    let shrink = (INSET_ROOM / height).min(1.0);
    let (left, top) = (
        f64::from(x) + (f64::from(INSET.0) - INSET_ROOM * shrink) / 2.0,
        f64::from(y) + (f64::from(INSET.1) - height * shrink) / 2.0,
    );
    let place = |lat: f64, lon: f64| {
        let at = view.place(lat, lon);
        At { x: left + at.x * shrink, y: top + at.y * shrink }
    };
    if ARCHIPELAGOS.contains(&unit.code.as_str()) {
        // Its islands are specks in a wide sea: the sea is what is pressed, the specks are what is seen.
        let middle = (x + INSET.0.cast_signed() / 2, y + INSET.1.cast_signed() / 2);
        drawing.shapes.push(dot(&unit.code, middle, 46));
        let specks = outline.rings.iter().map(|ring| middle_of(ring)).map(|(lat, lon)| pixel(place(lat, lon)));
        drawing.named.push(archipelago(unit, few(specks)));
    } else {
        drawing.shapes.push(shape_by(&unit.code, &rings(outline).collect::<Vec<_>>(), place));
    }
}

fn archipelago(unit: &Version, islets: Vec<Pixel>) -> Named {
    let middle = |values: &dyn Fn(&Pixel) -> i32| {
        let (low, high) = (islets.iter().map(values).min().unwrap_or(0), islets.iter().map(values).max().unwrap_or(0));
        i32::midpoint(low, high)
    };
    let (x, y) = (middle(&|p| p.0), middle(&|p| p.1));
    Named { code: unit.code.clone(), name: unit.name.clone(), x, y, islets }
}

/// Where an archipelago's islands are: from its own boundary, else its point in the register.
fn islets(register: &Register, outlines: &Outlines, unit: &Version, view: &Frame) -> Vec<Pixel> {
    if let Some(own) = outlines.get(&unit.unit) {
        return few(own.rings.iter().map(|ring| middle_of(ring)).map(|(lat, lon)| pixel(view.place(lat, lon))));
    }
    register.point(unit.unit).map(|p| pixel(view.place(p.lat, p.lon))).into_iter().collect()
}

fn few(pixels: impl Iterator<Item = Pixel>) -> Vec<Pixel> {
    let mut all: Vec<Pixel> = pixels.collect();
    all.sort_unstable();
    all.dedup();
    // every so many of them, so that the whole width stays marked
    let step = all.len().div_ceil(ISLETS_MAX).max(1);
    all.into_iter().step_by(step).collect()
}

fn rings(outline: &Outline) -> impl Iterator<Item = &[Corner]> {
    outline.rings.iter().map(Vec::as_slice)
}

fn rings_of(outline: &Outline) -> Vec<&[Corner]> {
    rings(outline).collect()
}

fn shape(code: &str, rings: &[&[Corner]], view: &Frame) -> Shape {
    shape_by(code, rings, |lat, lon| view.place(lat, lon))
}

/// One path of all rings, joined where they touch; a dot where nothing is left of them.
fn shape_by(code: &str, rings: &[&[Corner]], place: impl Fn(f64, f64) -> At) -> Shape {
    let on_paper = |corner: &Corner| pixel(place(degrees(corner.1), degrees(corner.0)));
    let Traced { path, seat } = trace(rings.iter().map(|ring| ring.iter().map(on_paper).collect()));
    if !path.is_empty() {
        return Shape { code: code.to_owned(), path, x: seat.0, y: seat.1 };
    }
    let (lat, lon) = rings.first().map_or((0.0, 0.0), |ring| middle_of(ring));
    dot(code, pixel(place(lat, lon)), DOT)
}

fn dot(code: &str, at: Pixel, radius: i32) -> Shape {
    Shape { code: code.to_owned(), path: circle(at, radius), x: at.0, y: at.1 }
}

fn middle_of(ring: &[Corner]) -> (f64, f64) {
    Bounds::of(ring.iter().copied()).map_or((0.0, 0.0), |b| (b.middle().1, b.middle().0))
}

/// A box of degrees around corners.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    fn of(mut corners: impl Iterator<Item = Corner>) -> Option<Self> {
        let (x, y) = corners.next()?;
        let all = corners.fold((x, y, x, y), |b, (x, y)| (b.0.min(x), b.1.min(y), b.2.max(x), b.3.max(y)));
        Some(Self { west: degrees(all.0), south: degrees(all.1), east: degrees(all.2), north: degrees(all.3) })
    }

    /// Longitude, latitude.
    fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north))
    }

    fn holds(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }

    /// A view of this box as wide as asked for, and its height.
    fn fit(&self, width: f64) -> (Frame, f64) {
        let view = Frame::fit(self.west - MARGIN, self.north + MARGIN, self.east + MARGIN, self.middle().1, width);
        let height = view.place(self.south - MARGIN, self.west).y;
        (view, height)
    }
}

fn degrees(steps: i32) -> f64 {
    f64::from(steps) / PER_DEGREE
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn pixel(at: At) -> Pixel {
    (rounded(at.x), rounded(at.y))
}

fn whole(value: f64) -> u32 {
    u32::try_from(rounded(value)).unwrap_or(0)
}
