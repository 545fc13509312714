//! Rings in whole drawing units to path data, joined where they share edges.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A point in whole drawing units.
pub(super) type Pixel = (i32, i32);

/// What is drawn of rings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Traced {
    /// Path data; empty when nothing is left at this scale.
    pub path: String,
    /// A place on the largest piece of land.
    pub seat: Pixel,
}

/// Draws around all rings. What two rings share runs both ways and falls out, so that
/// neighbours become one; so does what is thinner than a drawing unit.
pub(super) fn trace(rings: impl Iterator<Item = Vec<Pixel>>) -> Traced {
    let (mut traced, mut largest) = (Traced::default(), 0);
    for round in loops(edges(rings)).iter().map(|round| straightened(round)) {
        write(&round, &mut traced.path);
        let area = doubled_area(&round).abs();
        if area > largest {
            (largest, traced.seat) = (area, seat(&round));
        }
    }
    traced
}

fn doubled_area(round: &[Pixel]) -> i64 {
    let next = round.iter().cycle().skip(1);
    let wide = |n: i32| i64::from(n);
    round.iter().zip(next).map(|(a, b)| wide(a.0) * wide(b.1) - wide(b.0) * wide(a.1)).sum()
}

/// The middle of the longest stretch of land half-way down.
fn seat(round: &[Pixel]) -> Pixel {
    let (top, bottom) = (round.iter().map(|p| p.1).min().unwrap_or(0), round.iter().map(|p| p.1).max().unwrap_or(0));
    let row = i32::midpoint(top, bottom);
    // half a unit lower no corner lies in the way
    let level = f64::from(row) + 0.5;
    let mut crossings: Vec<f64> = round
        .iter()
        .zip(round.iter().cycle().skip(1))
        .map(|(a, b)| ((f64::from(a.0), f64::from(a.1)), (f64::from(b.0), f64::from(b.1))))
        .filter(|(a, b)| (a.1 > level) != (b.1 > level))
        .map(|(a, b)| a.0 + (level - a.1) / (b.1 - a.1) * (b.0 - a.0))
        .collect();
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let longest = stretches.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let column =
        longest.map_or_else(|| round.first().map_or(0, |p| p.0), |(left, right)| rounded(f64::midpoint(left, right)));
    (column, row)
}

/// To a whole drawing unit.
#[expect(clippy::cast_possible_truncation, reason = "drawing units stay within a few thousand")]
pub(super) fn rounded(value: f64) -> i32 {
    value.round() as i32
}

/// A small circle, as eight corners.
pub(super) fn circle((x, y): Pixel, radius: i32) -> String {
    let short = radius * 5 / 12;
    let corners = [
        (-short, -radius),
        (short, -radius),
        (radius, -short),
        (radius, short),
        (short, radius),
        (-short, radius),
        (-radius, short),
        (-radius, -short),
    ];
    let mut path = String::new();
    write(&corners.map(|(dx, dy)| (x + dx, y + dy)), &mut path);
    path
}

/// Where each edge that is left leads. As every ring returns, as many edges leave a point as reach it.
fn edges(rings: impl Iterator<Item = Vec<Pixel>>) -> BTreeMap<Pixel, Vec<Pixel>> {
    let mut balance: BTreeMap<(Pixel, Pixel), i32> = BTreeMap::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)).filter(|(a, b)| a != b) {
            let (edge, way) = if a < b { ((*a, *b), 1) } else { ((*b, *a), -1) };
            *balance.entry(edge).or_default() += way;
        }
    }
    let mut leaving: BTreeMap<Pixel, Vec<Pixel>> = BTreeMap::new();
    for ((low, high), ways) in balance {
        let (from, to) = if ways > 0 { (low, high) } else { (high, low) };
        for _ in 0..ways.abs() {
            leaving.entry(from).or_default().push(to);
        }
    }
    leaving
}

fn loops(mut leaving: BTreeMap<Pixel, Vec<Pixel>>) -> Vec<Vec<Pixel>> {
    let mut found = Vec::new();
    while let Some(start) = leaving.keys().next().copied() {
        let mut round = vec![start];
        let mut here = start;
        while let Some(next) = take(&mut leaving, here) {
            if next == start {
                break;
            }
            round.push(next);
            here = next;
        }
        found.push(round);
    }
    found
}

fn take(leaving: &mut BTreeMap<Pixel, Vec<Pixel>>, from: Pixel) -> Option<Pixel> {
    let ends = leaving.get_mut(&from)?;
    let to = ends.pop();
    if ends.is_empty() {
        leaving.remove(&from);
    }
    to
}

/// Without the corners at which nothing turns.
fn straightened(round: &[Pixel]) -> Vec<Pixel> {
    let mut kept: Vec<Pixel> = Vec::with_capacity(round.len());
    for at in round.iter().chain(round.first()) {
        while let [.., a, b] = kept.as_slice() {
            let cross = i64::from(b.0 - a.0) * i64::from(at.1 - b.1) - i64::from(b.1 - a.1) * i64::from(at.0 - b.0);
            let ahead = i64::from(b.0 - a.0) * i64::from(at.0 - b.0) + i64::from(b.1 - a.1) * i64::from(at.1 - b.1);
            if cross != 0 || ahead < 0 {
                break;
            }
            kept.pop();
        }
        kept.push(*at);
    }
    kept.pop();
    kept
}

fn write(round: &[Pixel], path: &mut String) {
    let Some(((x, y), rest)) = round.split_first().filter(|(_, rest)| rest.len() > 1) else { return };
    // writing to a String cannot fail
    let _ = write!(path, "M{x} {y}");
    let (mut x, mut y) = (*x, *y);
    for (to_x, to_y) in rest {
        let _ = write!(path, "l{} {}", to_x - x, to_y - y);
        (x, y) = (*to_x, *to_y);
    }
    path.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32) -> Vec<Pixel> {
        vec![(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)]
    }

    #[test]
    fn neighbours_become_one_without_the_line_between_them() {
        let traced = trace([square(0, 0), square(10, 0)].into_iter());
        assert_eq!(traced.seat, (10, 5));
        assert_eq!(traced.path, "M0 0l20 0l0 10l-20 0z");
    }

    #[test]
    fn islands_and_holes_stay_apart() {
        let hole = vec![(2, 2), (2, 4), (4, 4), (4, 2)];
        let path = trace([square(0, 0), square(50, 0), hole].into_iter()).path;
        assert_eq!(path.matches('M').count(), 3);
        assert!(path.contains("M2 2l0 2l2 0l0 -2z"), "a hole runs the other way: {path}");
    }

    #[test]
    fn what_is_thinner_than_a_unit_leaves_nothing() {
        assert_eq!(trace([vec![(1, 1), (1, 1)], vec![(5, 5), (9, 9), (5, 5), (7, 3)]].into_iter()), Traced::default());
        let spike = vec![(0, 0), (10, 0), (10, 10), (15, 15), (10, 10), (0, 10)];
        assert_eq!(trace([spike].into_iter()).path, "M0 0l10 0l0 10l-10 0z");
    }
}
