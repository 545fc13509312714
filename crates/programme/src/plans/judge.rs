//! How a target stands, explained by arithmetic.
//!
//! The law names no way to say of a target between two points whether it is on track, so that is a named choice
//! ([`Between`]). A point is over when its day is past; what counts for it is the first reading of that day or of the
//! year after it. What nobody counted leaves the answer open.

use domain::targets::Rounding;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::level::{Level, Point};
use super::need::{Because, Bound, Given, Need};
use super::reading::Reading;
use super::target::{Baseline, Counted, Direction, Target};

/// What "on track" means between two points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Between {
    /// The last point whose day is past must be met. The default.
    #[default]
    LastDue,
    /// What lies on the straight line between the two points must be met.
    Linear,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Reached, Self::OnTrack, Self::OffTrack, Self::Unknown];

    /// The word of sources of figures.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::OnTrack => "on_track",
            Self::OffTrack => "off_track",
            Self::Unknown => "unknown",
        }
    }

    /// Reads [`Status::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

impl Between {
    /// Both choices.
    pub const ALL: [Self; 2] = [Self::LastDue, Self::Linear];

    /// The word of the switch.
    pub const fn key(self) -> &'static str {
        match self {
            Self::LastDue => "last_due",
            Self::Linear => "linear",
        }
    }

    /// Reads [`Between::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.key() == key)
    }
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Đã đạt.
    Reached,
    /// Đúng lộ trình.
    OnTrack,
    /// Chậm so với lộ trình.
    OffTrack,
    /// Chưa đủ thông tin.
    Unknown,
}

/// Why it stands so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The last point is met.
    LastMet,
    /// The last point is over and was not met.
    LastMissed,
    /// The last point that is due is met.
    DueMet(Date),
    /// The last point that is due is not met.
    DueMissed(Date),
    /// No point is due yet.
    NothingDue(Date),
    /// What lies on the line is met.
    LineMet(Need),
    /// What lies on the line is not met.
    LineMissed(Need),
    /// The choice was the line, but these points cannot be joined by one; the last point that is due was taken.
    NoLine,
    /// Nobody counted.
    NoReading,
    /// Nothing was counted since this point was due.
    NoReadingSince(Date),
    /// The baseline is not known.
    NoBaseline,
    /// The whole is not known, or is empty.
    NoWhole,
    /// What is known leaves both possible.
    Open,
    /// The target has no point.
    NoPoint,
}

/// A point as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointJudged {
    /// The last day for it.
    pub by: Date,
    /// Whether that day is past.
    pub due: bool,
    /// What had to be there; none where that cannot be worked out.
    pub need: Option<Need>,
    /// What was there.
    pub reading: Option<Reading>,
    /// Whether it was enough; none where that is not known.
    pub met: Option<bool>,
}

/// A target as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// How.
    pub status: Status,
    /// Why.
    pub why: Why,
    /// Each point.
    pub points: Vec<PointJudged>,
    /// The last reading.
    pub current: Option<Reading>,
}

/// What a target is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The baseline that was stated for it, where the plan names none.
    pub baseline: Option<&'a Counted>,
    /// Every reading.
    pub readings: &'a [Reading],
    /// The day on which is asked.
    pub today: Date,
    /// How a share becomes a number.
    pub rounding: Rounding,
    /// What "on track" means between two points.
    pub between: Between,
}

/// How a target stands on a day.
pub fn judge(target: &Target, asked: &Asked<'_>) -> Judged {
    let bench = Bench::new(target, asked);
    let points = target.points.iter().map(|point| bench.point(point)).collect();
    let current = bench.current().cloned();
    let (status, why) = bench.status();
    Judged { status, why, points, current }
}

struct Bench<'a> {
    target: &'a Target,
    asked: &'a Asked<'a>,
    readings: Vec<&'a Reading>,
}

impl<'a> Bench<'a> {
    fn new(target: &'a Target, asked: &'a Asked<'a>) -> Self {
        let mut readings: Vec<_> = asked.readings.iter().filter(|of| of.as_of <= asked.today).collect();
        readings.sort_by_key(|of| of.as_of);
        Self { target, asked, readings }
    }

    fn current(&self) -> Option<&'a Reading> {
        self.readings.last().copied()
    }

    fn is_due(&self, point: &Point) -> bool {
        point.by < self.asked.today
    }

    /// What counts for a point that is over; for one that is not, the last reading.
    fn of_point(&self, point: &Point) -> Option<&'a Reading> {
        if !self.is_due(point) {
            return self.current();
        }
        let year = point.by.saturating_add(1.year());
        self.readings.iter().copied().find(|of| of.as_of >= point.by && of.as_of < year)
    }

    /// What a reading is held against; the whole is the one of its own day.
    fn given(&self, reading: Option<&Reading>) -> Given<'a> {
        Given {
            direction: self.target.direction,
            baseline: self.baseline(reading),
            whole: reading.and_then(|of| of.whole).or(self.target.whole),
            before: reading.and_then(|of| self.year_before(of)).map(|of| of.part),
            rounding: self.asked.rounding,
        }
    }

    fn baseline(&self, reading: Option<&Reading>) -> Option<&'a Counted> {
        match &self.target.baseline {
            Some(Baseline::Known(counted)) => Some(counted),
            // kept as a reading, so that it has its own day: see `need`
            Some(Baseline::YearBefore) => None,
            Some(Baseline::Registration) | None => self.asked.baseline,
        }
        .filter(|counted| reading.is_none_or(|of| counted.on <= of.as_of))
    }

    /// The exact reading whose day lies in the year before.
    fn year_before(&self, reading: &Reading) -> Option<Counted> {
        let year = reading.as_of.year().checked_sub(1)?;
        let of = self.readings.iter().rev().find(|of| of.as_of.year() == year && of.is_exact())?;
        Some(Counted { on: of.as_of, part: of.low, whole: of.whole, source: String::new() })
    }

    fn need(&self, point: &Point, reading: Option<&Reading>) -> Option<Need> {
        let given = self.given(reading);
        if self.target.direction == Direction::Falls && self.target.baseline == Some(Baseline::YearBefore) {
            let before = reading.and_then(|of| self.year_before(of))?;
            let of_year = Given {
                direction: given.direction,
                baseline: Some(&before),
                whole: given.whole,
                before: given.before,
                rounding: given.rounding,
            };
            return of_year.need(point);
        }
        given.need(point)
    }

    fn point(&self, point: &Point) -> PointJudged {
        let reading = self.of_point(point);
        let need = self.need(point, reading.or_else(|| self.current()));
        let met = need.as_ref().zip(reading).and_then(|(need, reading)| need.met_by(reading));
        PointJudged { by: point.by, due: self.is_due(point), need, reading: reading.cloned(), met }
    }

    fn status(&self) -> (Status, Why) {
        let Some(last) = self.target.points.last() else { return (Status::Unknown, Why::NoPoint) };
        let Some(current) = self.current() else { return (Status::Unknown, Why::NoReading) };
        if self.is_due(last) {
            return self.at_the_end(last);
        }
        let arrived = self.need(last, Some(current)).and_then(|need| need.met_by(current)) == Some(true);
        if arrived && self.target.direction.arrives() {
            return (Status::Reached, Why::LastMet);
        }
        match self.asked.between {
            Between::LastDue => self.by_last_due(current),
            Between::Linear => self.by_line(current),
        }
    }

    fn at_the_end(&self, last: &Point) -> (Status, Why) {
        let judged = self.point(last);
        match judged.met {
            Some(true) => (Status::Reached, Why::LastMet),
            // late, but there
            Some(false) if self.now_meets(last) => (Status::Reached, Why::LastMet),
            Some(false) => (Status::OffTrack, Why::LastMissed),
            None => (Status::Unknown, self.what_is_missing(last, judged.reading.as_ref())),
        }
    }

    fn now_meets(&self, point: &Point) -> bool {
        let current = self.current();
        self.target.direction.arrives()
            && current.and_then(|now| self.need(point, Some(now))?.met_by(now)) == Some(true)
    }

    /// The last reading is held against the last point that is due: who was late and caught up is on track again.
    fn by_last_due(&self, current: &Reading) -> (Status, Why) {
        let Some(due) = self.target.points.iter().rev().find(|point| self.is_due(point)) else {
            let first = self.target.points.first().map_or(self.asked.today, |point| point.by);
            return self.before_the_first(first, current);
        };
        if current.as_of < due.by {
            return (Status::Unknown, Why::NoReadingSince(due.by));
        }
        match self.need(due, Some(current)).and_then(|need| need.met_by(current)) {
            Some(true) => (Status::OnTrack, Why::DueMet(due.by)),
            Some(false) => (Status::OffTrack, Why::DueMissed(due.by)),
            None => (Status::Unknown, self.what_is_missing(due, Some(current))),
        }
    }

    /// Before the first point nothing can be late; yet what must hold all the time can already be broken, and a number
    /// that cannot be held against anything is no progress.
    fn before_the_first(&self, first: Date, current: &Reading) -> (Status, Why) {
        let Some(point) = self.target.points.first() else { return (Status::Unknown, Why::NoPoint) };
        if self.need(point, Some(current)).is_none() {
            return (Status::Unknown, self.what_is_missing(point, Some(current)));
        }
        (Status::OnTrack, Why::NothingDue(first))
    }

    fn by_line(&self, current: &Reading) -> (Status, Why) {
        let Some(need) = self.on_the_line(current) else {
            let (status, why) = self.by_last_due(current);
            return if status == Status::Unknown { (status, why) } else { (status, Why::NoLine) };
        };
        match need.met_by(current) {
            Some(true) => (Status::OnTrack, Why::LineMet(need)),
            Some(false) => (Status::OffTrack, Why::LineMissed(need)),
            None => (Status::Unknown, Why::Open),
        }
    }

    /// What lies on the straight line for the day of a reading, in integers.
    fn on_the_line(&self, reading: &Reading) -> Option<Need> {
        let after = self.target.points.iter().find(|point| point.by >= reading.as_of)?;
        let from_point = self.target.points.iter().rev().find(|point| point.by < reading.as_of);
        let end = line_level(after.level?)?;
        let (from, start) = match from_point {
            Some(point) => (point.by, line_level(point.level?)?),
            None => self.line_from_baseline(reading, after.level?)?,
        };
        let (days, over) = (days_between(from, reading.as_of)?, days_between(from, after.by)?);
        if over == 0 || end.1 != start.1 {
            return None;
        }
        // start × (over − days) + end × days, all of it over `over`
        let mixed = start.0.checked_mul(over - days)?.checked_add(end.0.checked_mul(days)?)?;
        let given = self.given(Some(reading));
        let count = if end.1 {
            let whole = given.whole.filter(|whole| *whole > 0)?;
            given.cut(mixed.checked_mul(u64::from(whole))?, over.checked_mul(10_000)?)
        } else {
            given.cut(mixed, over)
        };
        let bound = if self.target.direction == Direction::AtMost { Bound::AtMost } else { Bound::AtLeast };
        Some(Need { bound, count, because: Because::Between { on: reading.as_of, from, to: after.by } })
    }

    /// Before the first point the line begins at the baseline, where there is one.
    fn line_from_baseline(&self, reading: &Reading, end: Level) -> Option<(Date, (u64, bool))> {
        let baseline = self.baseline(Some(reading))?;
        let start = match (end, baseline.whole) {
            (Level::Share { .. }, Some(whole)) if whole > 0 => {
                (u64::from(baseline.part) * 10_000 / u64::from(whole), true)
            }
            (Level::Count { .. }, _) => (u64::from(baseline.part), false),
            _ => return None,
        };
        Some((baseline.on, start))
    }

    fn what_is_missing(&self, point: &Point, reading: Option<&Reading>) -> Why {
        let Some(reading) = reading else { return Why::NoReadingSince(point.by) };
        if self.need(point, Some(reading)).is_some() {
            return Why::Open;
        }
        let needs_baseline = self.target.direction == Direction::Falls
            || matches!(point.level, Some(Level::PointsYearly { .. } | Level::Growth { .. }));
        if needs_baseline { Why::NoBaseline } else { Why::NoWhole }
    }
}

/// A level that can lie on a line, and whether it is a share.
fn line_level(level: Level) -> Option<(u64, bool)> {
    match level {
        Level::Share { rate } => Some((u64::from(rate), true)),
        Level::Count { count } => Some((u64::from(count), false)),
        Level::PointsYearly { .. } | Level::Growth { .. } => None,
    }
}

fn days_between(from: Date, to: Date) -> Option<u64> {
    u64::try_from(from.until(to).ok()?.get_days()).ok()
}
