//! Outlines of provinces, traced around squares of a grid.

use std::collections::BTreeMap;

use super::cells::path;
use super::{At, Shape, rounded};

/// Side of a square, in drawing units: about nine kilometres on the nation's map.
const SIDE: f64 = 4.0;
/// How far from a commune's point land is assumed.
const REACH: f64 = 11.0;

/// One shape per group of points: the squares that are nearest to one of the group's points.
pub(super) fn trace(points: &[(At, String)], width: f64, height: f64) -> Vec<Shape> {
    let grid = Grid::fill(points, width, height);
    let mut groups: BTreeMap<&str, Vec<At>> = BTreeMap::new();
    for (at, group) in points {
        groups.entry(group).or_default().push(*at);
    }
    groups
        .into_iter()
        .map(|(group, members)| {
            let loops = grid.outline(group);
            let middle = grid.middle(group, &members);
            Shape {
                code: group.to_owned(),
                path: loops.iter().map(|l| path(l)).collect(),
                x: rounded(middle.x),
                y: rounded(middle.y),
            }
        })
        .collect()
}

/// Which group each square belongs to.
struct Grid<'p> {
    columns: i32,
    rows: i32,
    squares: Vec<Option<&'p str>>,
}

impl<'p> Grid<'p> {
    fn fill(points: &'p [(At, String)], width: f64, height: f64) -> Self {
        let (columns, rows) = (rounded(width / SIDE) + 1, rounded(height / SIDE) + 1);
        let mut nearest: BTreeMap<(i32, i32), (f64, &str)> = BTreeMap::new();
        let around = rounded(REACH / SIDE) + 1;
        for (at, group) in points {
            let (column, row) = (rounded(at.x / SIDE), rounded(at.y / SIDE));
            for r in row - around..=row + around {
                for c in column - around..=column + around {
                    let d = (f64::from(c) * SIDE - at.x).hypot(f64::from(r) * SIDE - at.y);
                    let best = nearest.entry((r, c)).or_insert((f64::INFINITY, group));
                    if d < REACH && d < best.0 {
                        *best = (d, group);
                    }
                }
            }
        }
        let mut squares = Vec::new();
        for r in 0..rows {
            for c in 0..columns {
                squares.push(nearest.get(&(r, c)).filter(|(d, _)| d.is_finite()).map(|(_, g)| *g));
            }
        }
        Self { columns, rows, squares }
    }

    fn is(&self, row: i32, column: i32, group: &str) -> bool {
        let inside = (0..self.rows).contains(&row) && (0..self.columns).contains(&column);
        let at = usize::try_from(row * self.columns + column).ok();
        inside && at.and_then(|at| self.squares.get(at)).is_some_and(|g| *g == Some(group))
    }

    /// Closed loops around a group's squares, land on the left, through the middles of the
    /// edges so that corners are cut.
    fn outline(&self, group: &str) -> Vec<Vec<At>> {
        // Directed edges between grid corners, by where they start.
        let mut edges: BTreeMap<(i32, i32), Vec<(i32, i32)>> = BTreeMap::new();
        for r in 0..self.rows {
            for c in 0..self.columns {
                if !self.is(r, c, group) {
                    continue;
                }
                let sides = [
                    ((r - 1, c), (r, c), (r, c + 1)),
                    ((r, c + 1), (r, c + 1), (r + 1, c + 1)),
                    ((r + 1, c), (r + 1, c + 1), (r + 1, c)),
                    ((r, c - 1), (r + 1, c), (r, c)),
                ];
                for ((nr, nc), from, to) in sides {
                    if !self.is(nr, nc, group) {
                        edges.entry(from).or_default().push(to);
                    }
                }
            }
        }
        let mut loops = Vec::new();
        while let Some(start) = edges.keys().next().copied() {
            let mut corners = vec![start];
            let mut here = start;
            while let Some(next) = take(&mut edges, here) {
                if next == start {
                    break;
                }
                corners.push(next);
                here = next;
            }
            loops.push(middles(&corners));
        }
        loops
    }

    /// The member nearest to the group's middle, so that a label lies on its land.
    fn middle(&self, group: &str, members: &[At]) -> At {
        let (mut x, mut y, mut n) = (0.0, 0.0, 0.0);
        for r in 0..self.rows {
            for c in (0..self.columns).filter(|c| self.is(r, *c, group)) {
                x += f64::from(c) * SIDE;
                y += f64::from(r) * SIDE;
                n += 1.0;
            }
        }
        let middle = At { x: x / f64::max(n, 1.0), y: y / f64::max(n, 1.0) };
        let far = |at: &At| (at.x - middle.x).hypot(at.y - middle.y);
        members.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(middle)
    }
}

fn take(edges: &mut BTreeMap<(i32, i32), Vec<(i32, i32)>>, from: (i32, i32)) -> Option<(i32, i32)> {
    let ends = edges.get_mut(&from)?;
    let to = ends.pop();
    if ends.is_empty() {
        edges.remove(&from);
    }
    to
}

/// The middles of a loop's edges; straight runs keep only their ends.
fn middles(corners: &[(i32, i32)]) -> Vec<At> {
    let count = corners.len();
    let corner = |n: usize| corners.get(n % count.max(1)).copied().unwrap_or_default();
    let middle = |a: (i32, i32), b: (i32, i32)| At {
        // Squares are drawn around their point: half a side up and left.
        x: (f64::from(a.1 + b.1) / 2.0 - 0.5) * SIDE,
        y: (f64::from(a.0 + b.0) / 2.0 - 0.5) * SIDE,
    };
    let turn = |a: (i32, i32), b: (i32, i32), c: (i32, i32)| (b.0 - a.0, b.1 - a.1) != (c.0 - b.0, c.1 - b.1);
    (0..count)
        .filter(|n| {
            turn(corner(*n), corner(n + 1), corner(n + 2)) || turn(corner(n + count - 1), corner(*n), corner(n + 1))
        })
        .map(|n| middle(corner(n), corner(n + 1)))
        .collect()
}
