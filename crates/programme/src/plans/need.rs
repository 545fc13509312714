//! What a point of a trajectory comes to as a number, and why.

use domain::targets::{Rate, Rounding};
use jiff::civil::Date;

use super::level::{Level, Point};
use super::reading::Reading;
use super::target::{Counted, Direction};

/// On which side of the number one has to be; the number itself is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// So many or more.
    AtLeast,
    /// So many or fewer.
    AtMost,
}

/// Where the number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// A share of the whole.
    Share {
        /// The share.
        rate: Rate,
        /// Of how many.
        whole: u32,
    },
    /// Between two points, by days: `from` of the way, `to` the end.
    Between {
        /// The day for which it was worked out.
        on: Date,
        /// The day of the point before.
        from: Date,
        /// The day of the point after.
        to: Date,
    },
    /// The plan names the number.
    Named,
    /// Points above the baseline.
    Points {
        /// Points in a year.
        rate: Rate,
        /// Years since the baseline.
        years: u32,
        /// The baseline.
        part: u32,
        /// Of how many.
        of: u32,
        /// The whole now.
        whole: u32,
    },
    /// Growth against a year before.
    Growth {
        /// By how much.
        rate: Rate,
        /// What there was.
        before: u32,
    },
    /// Fewer than the baseline.
    Below {
        /// The baseline.
        count: u32,
        /// As of which day.
        on: Date,
    },
    /// Every one.
    Every,
    /// None.
    Zero,
}

/// What has to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// On which side.
    pub bound: Bound,
    /// How many.
    pub count: u32,
    /// Why.
    pub because: Because,
}

impl Need {
    /// Whether a reading fulfils it; none where that depends on what is not known.
    pub const fn met_by(&self, reading: &Reading) -> Option<bool> {
        let (surely, hardly) = match self.bound {
            Bound::AtLeast => (reading.low >= self.count, reading.high < self.count),
            Bound::AtMost => (reading.high <= self.count, reading.low > self.count),
        };
        if surely {
            Some(true)
        } else if hardly {
            Some(false)
        } else {
            None
        }
    }
}

/// What is needed to work a point out.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Which way the target goes.
    pub direction: Direction,
    /// The baseline, where it is known.
    pub baseline: Option<&'a Counted>,
    /// The whole.
    pub whole: Option<u32>,
    /// What was counted a year before.
    pub before: Option<u32>,
    /// How a share becomes a number.
    pub rounding: Rounding,
}

impl Given<'_> {
    /// What a point asks for; none where it cannot be worked out yet.
    pub fn need(&self, point: &Point) -> Option<Need> {
        match self.direction {
            Direction::AtLeast | Direction::MoreThan | Direction::AtMost => self.of_level(point.level?, point.by),
            // nobody is all of nobody: an empty whole has no share
            Direction::All => self.whole.filter(|whole| *whole > 0).map(|whole| Need {
                bound: Bound::AtLeast,
                count: whole,
                because: Because::Every,
            }),
            Direction::Nothing => Some(Need { bound: Bound::AtMost, count: 0, because: Because::Zero }),
            Direction::Falls => self.baseline.map(|baseline| Need {
                bound: Bound::AtMost,
                // where there was nobody there can be no fewer
                count: baseline.part.saturating_sub(1),
                because: Because::Below { count: baseline.part, on: baseline.on },
            }),
        }
    }

    fn of_level(&self, level: Level, by: Date) -> Option<Need> {
        let (count, because) = match level {
            Level::Count { count } => (self.named(count), Because::Named),
            Level::Share { rate } => {
                let whole = self.whole.filter(|whole| *whole > 0)?;
                let exact = u64::from(rate) * u64::from(whole);
                (self.cut(exact, 10_000), Because::Share { rate: Rate(rate), whole })
            }
            Level::PointsYearly { rate } => self.of_points(rate, by)?,
            Level::Growth { rate } => {
                let before = self.before?;
                let exact = u64::from(before) * (10_000 + u64::from(rate));
                (self.cut(exact, 10_000), Because::Growth { rate: Rate(rate), before })
            }
        };
        Some(Need { bound: self.bound(), count, because })
    }

    /// The share of the baseline and so many points for each year, of the whole as it is now.
    fn of_points(&self, rate: u32, by: Date) -> Option<(u32, Because)> {
        let baseline = self.baseline?;
        let (of, whole) = (baseline.whole.filter(|of| *of > 0)?, self.whole.filter(|whole| *whole > 0)?);
        let years = u32::try_from(by.year().checked_sub(baseline.on.year())?).ok()?;
        let gained = u64::from(years) * u64::from(rate) * u64::from(of);
        let parts = (u64::from(baseline.part) * 10_000 + gained).min(u64::from(of) * 10_000);
        let count = self.cut(parts.checked_mul(u64::from(whole))?, u64::from(of) * 10_000);
        Some((count, Because::Points { rate: Rate(rate), years, part: baseline.part, of, whole }))
    }

    const fn bound(&self) -> Bound {
        if matches!(self.direction, Direction::AtMost) { Bound::AtMost } else { Bound::AtLeast }
    }

    /// `exact / over` as a number of units. "At least" goes by the switch; "more than" is the next whole number above,
    /// "at most" the whole number below: half a unit more would be more.
    pub(super) fn cut(&self, exact: u64, over: u64) -> u32 {
        let (down, whole) = (exact / over, exact.is_multiple_of(over));
        let count = match self.direction {
            Direction::MoreThan => down + 1,
            Direction::AtMost => down,
            _ => match self.rounding {
                Rounding::Ceil if whole => down,
                Rounding::Ceil => down + 1,
                Rounding::Nearest => (exact + over / 2) / over,
                Rounding::Floor => down,
            },
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// A number that the plan names: "more than 10" is 11.
    const fn named(&self, count: u32) -> u32 {
        if matches!(self.direction, Direction::MoreThan) { count.saturating_add(1) } else { count }
    }
}
