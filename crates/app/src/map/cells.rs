//! Cells around points: what lies nearer to one than to any other, within a reach.

use std::fmt::Write as _;

use super::{At, Shape, rounded};

/// Corners of the disc that a lone unit gets.
const CORNERS: u32 = 20;

/// A cell for each point: the disc of its reach, cut half-way to every neighbour.
/// The reach is larger where neighbours are far, as in the mountains.
pub(super) fn cells(points: &[(String, At)]) -> Vec<Shape> {
    points
        .iter()
        .map(|(code, at)| {
            let mut near: Vec<(f64, At)> =
                points.iter().filter(|(other, _)| other != code).map(|(_, o)| (distance(*at, *o), *o)).collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0));
            // The fourth neighbour tells how dense the land is; one step of it reaches over gaps.
            let reach = near.get(3).or(near.last()).map_or(30.0, |(d, _)| d * 0.82).clamp(7.0, 60.0);
            let mut cell = ring(*at, reach);
            for (_, other) in near.iter().take_while(|(d, _)| *d < 2.0 * reach) {
                cell = cut(&cell, *at, *other);
            }
            Shape { code: code.clone(), path: path(&cell), x: rounded(at.x), y: rounded(at.y) }
        })
        .collect()
}

/// A disc of its own.
pub(super) fn disc(code: &str, at: At, reach: f64) -> Shape {
    Shape { code: code.to_owned(), path: path(&ring(at, reach)), x: rounded(at.x), y: rounded(at.y) }
}

fn distance(a: At, b: At) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn ring(at: At, reach: f64) -> Vec<At> {
    (0..CORNERS)
        .map(|n| {
            let angle = std::f64::consts::TAU * f64::from(n) / f64::from(CORNERS);
            At { x: at.x + reach * angle.cos(), y: at.y + reach * angle.sin() }
        })
        .collect()
}

/// Keeps the part of a convex polygon that is nearer to `own` than to `other` (Sutherland and Hodgman).
fn cut(polygon: &[At], own: At, other: At) -> Vec<At> {
    let middle = At { x: f64::midpoint(own.x, other.x), y: f64::midpoint(own.y, other.y) };
    let side = |p: At| (p.x - middle.x) * (other.x - own.x) + (p.y - middle.y) * (other.y - own.y);
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    for (n, here) in polygon.iter().enumerate() {
        let next = polygon.get((n + 1) % polygon.len()).unwrap_or(here);
        let (a, b) = (side(*here), side(*next));
        if a <= 0.0 {
            kept.push(*here);
        }
        if (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0) {
            let t = a / (a - b);
            kept.push(At { x: here.x + t * (next.x - here.x), y: here.y + t * (next.y - here.y) });
        }
    }
    kept
}

/// A closed path in whole drawing units; corners that fall together are written once.
pub(super) fn path(polygon: &[At]) -> String {
    let mut out = String::new();
    let mut last = None;
    for at in polygon {
        let here = (rounded(at.x), rounded(at.y));
        match last {
            None => {
                let _ = write!(out, "M{} {}", here.0, here.1);
            }
            Some(before) if before == here => continue,
            Some((x, y)) => {
                let _ = write!(out, "l{} {}", here.0 - x, here.1 - y);
            }
        }
        last = Some(here);
    }
    if !out.is_empty() {
        out.push('z');
    }
    out
}
