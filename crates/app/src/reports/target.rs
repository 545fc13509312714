//! One target of a plan in a report: how it stands, with the arithmetic that a plan's own page shows.

use domain::numbers::show_count;
use domain::targets::{Rate, Rounding, Share};
use programme::indicators::{Measured, TargetAsked, Why as Unknown};
use programme::plans::{Because, Bound, Direction, Judged, Need, PointJudged, Reading, Status, Why};
use texts::Lang;

use crate::calendars::shown_day;
use crate::plans::TargetStands;

/// What a figure asks of a target. The account is kept in the report: it is written in the language of the law.
pub(super) fn measured(stands: &TargetStands, asked: TargetAsked) -> Measured {
    let judged = &stands.judged;
    match asked {
        TargetAsked::Status if judged.status == Status::Unknown => Measured::unknown(Unknown::Undetermined),
        TargetAsked::Status => Measured::Choice { key: judged.status.key().to_owned() },
        TargetAsked::Needed => {
            let need = in_question(judged).and_then(|point| point.need.as_ref());
            need.map_or(Measured::unknown(Unknown::Undetermined), |need| Measured::count(i64::from(need.count)))
        }
        TargetAsked::Account => Measured::Text { text: account(stands, Lang::Vi) },
    }
}

/// The last point that is due, or the first that will be.
fn in_question(judged: &Judged) -> Option<&PointJudged> {
    judged.points.iter().rev().find(|point| point.due).or_else(|| judged.points.first())
}

/// Each point with what it needs and what was there, then how the target stands and why.
fn account(stands: &TargetStands, lang: Lang) -> String {
    let judged = &stands.judged;
    let points = judged.points.iter().map(|point| {
        let had = match &point.reading {
            Some(reading) => lang.reports_target_had(value(reading, lang)),
            None => lang.reports_target_no_value().to_owned(),
        };
        lang.reports_target_point(shown_day(point.by), need(point.need.as_ref(), stands.target.direction, lang), had)
    });
    let status = match judged.status {
        Status::Reached => lang.plan_status_reached(),
        Status::OnTrack => lang.plan_status_on_track(),
        Status::OffTrack => lang.plan_status_off_track(),
        Status::Unknown => lang.plan_status_unknown(),
    };
    let points = points.collect::<Vec<_>>().join("; ");
    lang.reports_target_account(points, status.to_lowercase(), why(&judged.why, lang))
}

fn n(count: u32) -> String {
    show_count(i64::from(count))
}

fn value(reading: &Reading, lang: Lang) -> String {
    let (low, high) = (n(reading.low), n(reading.high));
    match (reading.whole, reading.is_exact()) {
        (Some(whole), true) => lang.plan_value_of(low, n(whole), Share { part: reading.low, whole }.to_string()),
        (Some(whole), false) => lang.plan_value_between(low, high, n(whole)),
        (None, true) => low,
        (None, false) => lang.plan_value_range(low, high),
    }
}

fn need(need: Option<&Need>, direction: Direction, lang: Lang) -> String {
    let Some(need) = need else { return lang.plan_need_open().to_owned() };
    let bound = match need.bound {
        Bound::AtLeast => lang.plan_need_at_least(n(need.count)),
        Bound::AtMost => lang.plan_need_at_most(n(need.count)),
    };
    match &need.because {
        Because::Share { rate, whole } => {
            format!("{bound} ({})", of_share(*rate, *whole, need.count, direction, lang))
        }
        _ => bound,
    }
}

/// `20 % × 166 = 33,2, làm tròn lên 34`: reports round as the plan's page does by default.
fn of_share(rate: Rate, whole: u32, count: u32, direction: Direction, lang: Lang) -> String {
    let exact = u64::from(rate.0) * u64::from(whole);
    if exact == u64::from(count) * 10_000 {
        return lang.plan_because_exact(rate.to_string(), n(whole), n(count));
    }
    let how = match (direction, Rounding::default()) {
        (Direction::MoreThan, _) => lang.plan_because_more_than(),
        (Direction::AtMost, _) | (_, Rounding::Floor) => lang.plan_because_round_down(),
        (_, Rounding::Nearest) => lang.plan_because_round_nearest(),
        (_, Rounding::Ceil) => lang.plan_because_round_up(),
    };
    // hundredths, without zeros at the end: 3320 is 33,2
    let (whole_part, rest) = (exact / 10_000, format!("{:02}", exact % 10_000 / 100));
    let rest = rest.trim_end_matches('0');
    let written = if rest.is_empty() { whole_part.to_string() } else { format!("{whole_part},{rest}") };
    lang.plan_because_share(rate.to_string(), n(whole), written, how, n(count))
}

fn why(why: &Why, lang: Lang) -> String {
    match why {
        Why::LastMet => lang.plan_why_last_met().to_owned(),
        Why::LastMissed => lang.plan_why_last_missed().to_owned(),
        Why::DueMet(on) => lang.plan_why_due_met(shown_day(*on)),
        Why::DueMissed(on) => lang.plan_why_due_missed(shown_day(*on)),
        Why::NothingDue(on) => lang.plan_why_nothing_due(shown_day(*on)),
        Why::LineMet(need) => lang.plan_why_line_met(n(need.count)),
        Why::LineMissed(need) => lang.plan_why_line_missed(n(need.count)),
        Why::NoLine => lang.plan_why_no_line().to_owned(),
        Why::NoReading => lang.plan_why_no_reading().to_owned(),
        Why::NoReadingSince(on) => lang.plan_why_no_reading_since(shown_day(*on)),
        Why::NoBaseline => lang.plan_why_no_baseline().to_owned(),
        Why::NoWhole => lang.plan_why_no_whole().to_owned(),
        Why::Open => lang.plan_why_open().to_owned(),
        Why::NoPoint => lang.plan_why_no_point().to_owned(),
    }
}
