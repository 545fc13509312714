//! The outline of a unit on a grid of ten-thousandths of a degree (eleven metres), and how it is kept as text.

use std::fmt::Write as _;

/// Grid steps in a degree.
pub(super) const PER_DEGREE: f64 = 10_000.0;

/// A corner: steps east of Greenwich, steps north of the equator.
pub(super) type Corner = (i32, i32);

/// Rings of corners, not closed by a repeated first one. Outer rings run counter-clockwise and
/// holes clockwise, so that areas can be joined by cancelling edges that run both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    pub rings: Vec<Vec<Corner>>,
}

impl Outline {
    /// Adds a ring in the right direction. What has no area on the grid is left out.
    pub fn add(&mut self, mut ring: Vec<Corner>, hole: bool) {
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let area = doubled_area(&ring);
        if ring.len() < 3 || area == 0 {
            return;
        }
        if (area < 0) != hole {
            ring.reverse();
        }
        self.rings.push(ring);
    }

    /// Every corner.
    pub fn corners(&self) -> impl Iterator<Item = Corner> {
        self.rings.iter().flatten().copied()
    }

    /// As text: rings apart by `;`, numbers by a space, each corner but the first told from the one before.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        for ring in &self.rings {
            if !text.is_empty() {
                text.push(';');
            }
            let mut before = (0, 0);
            for (n, (x, y)) in ring.iter().enumerate() {
                let space = if n == 0 { "" } else { " " };
                // writing to a String cannot fail
                let _ = write!(text, "{space}{} {}", x - before.0, y - before.1);
                before = (*x, *y);
            }
        }
        text
    }

    /// Reads [`Outline::encode`]; nothing if the text was not written by it.
    pub fn decode(text: &str) -> Option<Self> {
        text.split(';').map(decode_ring).collect::<Option<Vec<_>>>().map(|rings| Self { rings })
    }
}

fn decode_ring(text: &str) -> Option<Vec<Corner>> {
    let mut ring = Vec::new();
    let mut at: Corner = (0, 0);
    let mut numbers = text.split(' ').map(str::parse::<i32>);
    while let Some(x) = numbers.next() {
        let (x, y) = (x.ok()?, numbers.next()?.ok()?);
        at = (at.0.checked_add(x)?, at.1.checked_add(y)?);
        ring.push(at);
    }
    Some(ring)
}

/// Twice the area, positive when counter-clockwise.
fn doubled_area(ring: &[Corner]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    let wide = |n: i32| i128::from(n);
    ring.iter().zip(next).map(|(a, b)| wide(a.0) * wide(b.1) - wide(b.0) * wide(a.1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rings_are_turned_the_right_way_and_specks_left_out() {
        let square = vec![(0, 0), (0, 4), (4, 4), (4, 0), (0, 0)];
        let mut outline = Outline::default();
        outline.add(square.clone(), false);
        outline.add(square.iter().rev().copied().collect(), true);
        outline.add(vec![(1, 1), (1, 1), (2, 2), (1, 1)], false);
        let areas: Vec<i128> = outline.rings.iter().map(|r| doubled_area(r)).collect();
        assert_eq!(areas, [32, -32]);
    }

    proptest! {
        #[test]
        fn an_outline_comes_back_as_it_was_kept(rings in prop::collection::vec(prop::collection::vec((1_000_000..1_180_000_i32, 60_000..250_000_i32), 3..20), 1..5)) {
            let outline = Outline { rings };
            prop_assert_eq!(Outline::decode(&outline.encode()), Some(outline));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9 ;x-]{0,40}|\\PC{0,20}") {
            let _ = Outline::decode(&text);
        }
    }
}
