//! Shares and target counts, in integers.
//!
//! A target "at least 20 %" of 166 communes is 33.2, so 34 are needed: counts
//! round up unless the switch `target_rounding` says otherwise.

use std::fmt;

/// `part` of `whole`, never turned into a floating point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many have the property.
    pub part: u32,
    /// Out of how many, every unit in force at the end of the window.
    pub whole: u32,
}

/// A target share in basis points (1/100 of a percent): 20 % is 2,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(pub u32);

/// How a target share becomes a count of units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Up: "at least" cannot be met by fewer. The default.
    #[default]
    Ceil,
    /// Half up.
    Nearest,
    /// Down.
    Floor,
}

impl Rate {
    /// A whole percentage.
    pub const fn percent(percent: u32) -> Self {
        Self(percent * 100)
    }

    /// How many of `whole` units this rate asks for.
    ///
    /// ```
    /// use domain::targets::{Rate, Rounding};
    /// assert_eq!(Rate::percent(20).of(166, Rounding::Ceil), 34);
    /// ```
    pub fn of(self, whole: u32, rounding: Rounding) -> u32 {
        let exact = u64::from(self.0) * u64::from(whole);
        let count = match rounding {
            Rounding::Ceil => exact.div_ceil(10_000),
            Rounding::Nearest => (exact + 5_000) / 10_000,
            Rounding::Floor => exact / 10_000,
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

impl Share {
    /// Tenths of a percent, rounded half up; an empty whole has no share.
    pub fn permille(self) -> Option<u32> {
        let whole = u64::from(self.whole);
        (whole > 0).then(|| (u64::from(self.part) * 2_000 + whole) / (2 * whole)).and_then(|p| u32::try_from(p).ok())
    }

    /// Whether the share reaches a rate, compared exactly.
    pub fn reaches(self, rate: Rate) -> bool {
        u64::from(self.part) * 10_000 >= u64::from(rate.0) * u64::from(self.whole)
    }

    /// How far the share as printed stands above (or below) a rate, in tenths of a percentage point.
    ///
    /// "Vượt 8,2 %" in the programme's reports is a difference of points: 28,2 − 20.
    pub fn points_over(self, rate: Rate) -> Option<i64> {
        self.permille().map(|p| i64::from(p) - i64::from(rate.0 / 10))
    }
}

/// One decimal with a decimal comma, as the reports print it: `28,2 %`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.permille() {
            Some(p) => write!(f, "{},{}\u{a0}%", p / 10, p % 10),
            None => f.write_str("–"),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}\u{a0}%"),
            (whole, part) => write!(f, "{whole},{}\u{a0}%", format!("{part:02}").trim_end_matches('0')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_every_province() {
        // criteria.md §7.3: N → ceil(20 %), ceil(50 %).
        for (n, fifth, half) in [
            (126, 26, 63),
            (103, 21, 52),
            (40, 8, 20),
            (114, 23, 57),
            (168, 34, 84),
            (94, 19, 47),
            (102, 21, 51),
            (99, 20, 50),
            (56, 12, 28),
            (64, 13, 32),
            (135, 27, 68),
            (69, 14, 35),
            (104, 21, 52),
            (65, 13, 33),
            (38, 8, 19),
            (124, 25, 62),
            (130, 26, 65),
            (129, 26, 65),
            (148, 30, 74),
            (96, 20, 48),
            (54, 11, 27),
            (78, 16, 39),
            (75, 15, 38),
            (166, 34, 83),
            (92, 19, 46),
            (45, 9, 23),
            (95, 19, 48),
            (3321, 665, 1661),
        ] {
            assert_eq!(Rate::percent(20).of(n, Rounding::Ceil), fifth, "20 % of {n}");
            assert_eq!(Rate::percent(50).of(n, Rounding::Ceil), half, "50 % of {n}");
        }
    }

    #[test]
    fn rounding_is_a_choice() {
        let fifth = Rate::percent(20);
        assert_eq!((fifth.of(166, Rounding::Floor), fifth.of(166, Rounding::Nearest)), (33, 33));
        assert_eq!(Rate::percent(25).of(103, Rounding::Nearest), 26);
    }

    #[test]
    fn shares_as_published() {
        let share = |part, whole| Share { part, whole };
        assert_eq!(share(35, 124).to_string(), "28,2\u{a0}%");
        assert_eq!(share(35, 124).points_over(Rate::percent(20)), Some(82));
        assert_eq!(share(71, 124).to_string(), "57,3\u{a0}%");
        assert_eq!(share(18, 124).to_string(), "14,5\u{a0}%");
        assert_eq!(share(53, 161).to_string(), "32,9\u{a0}%");
        assert_eq!(share(11, 17).to_string(), "64,7\u{a0}%");
        assert_eq!(share(0, 0).to_string(), "–");
        assert!(share(34, 166).reaches(Rate::percent(20)) && !share(33, 166).reaches(Rate::percent(20)));
    }
}
