//! How targets stand: every way to be reached, on track, off track or not known.

use domain::targets::Rounding;
use jiff::civil::{Date, date};
use programme::plans::{
    Asked, Baseline, Because, Between, Bound, Came, Counted, Direction, Judged, Level, Need, Point, Reading, Status,
    Target, Why, judge,
};

use super::acts::{share, target};

fn drug_free() -> Target {
    let points = vec![share(date(2025, 12, 14), 20), share(date(2030, 12, 14), 50)];
    Target { whole: Some(166), ..target("khong-ma-tuy", Direction::AtLeast, points) }
}

fn reading(as_of: Date, low: u32, high: u32, whole: Option<u32>) -> Reading {
    Reading { as_of, low, high, whole, came: Came::Worked }
}

fn at(target: &Target, readings: &[Reading], today: Date, between: Between) -> Judged {
    judge(target, &Asked { baseline: None, readings, today, rounding: Rounding::Ceil, between })
}

fn stands(target: &Target, readings: &[Reading], today: Date) -> (Status, Why) {
    let judged = at(target, readings, today, Between::LastDue);
    (judged.status, judged.why)
}

const END_2025: Date = date(2025, 12, 14);

#[test]
fn the_last_point_that_is_due_must_be_met() {
    let day = date(2026, 6, 1);
    let with = |part| stands(&drug_free(), &[reading(END_2025, part, part, Some(166))], day);
    assert_eq!(with(34), (Status::OnTrack, Why::DueMet(END_2025)));
    assert_eq!(with(33), (Status::OffTrack, Why::DueMissed(END_2025)));
    assert_eq!(with(83), (Status::Reached, Why::LastMet));
}

#[test]
fn silence_is_not_zero() {
    let day = date(2026, 6, 1);
    assert_eq!(stands(&drug_free(), &[], day), (Status::Unknown, Why::NoReading));
    // 20 surely, 60 perhaps: 34 may be there or not
    let open = [reading(END_2025, 20, 60, Some(166))];
    assert_eq!(stands(&drug_free(), &open, day), (Status::Unknown, Why::Open));
    // even if every silent commune were drug-free there would be too few
    let few = [reading(END_2025, 5, 33, Some(166))];
    assert_eq!(stands(&drug_free(), &few, day), (Status::OffTrack, Why::DueMissed(END_2025)));
    let old = [reading(date(2025, 9, 30), 40, 40, Some(166))];
    assert_eq!(stands(&drug_free(), &old, day), (Status::Unknown, Why::NoReadingSince(END_2025)));
    let told = Target { whole: None, ..drug_free() };
    assert_eq!(stands(&told, &[reading(END_2025, 40, 40, None)], day), (Status::Unknown, Why::NoWhole));
}

#[test]
fn before_anything_is_due_nothing_is_late() {
    let now = [reading(date(2025, 9, 30), 3, 3, Some(166))];
    assert_eq!(stands(&drug_free(), &now, date(2025, 10, 1)), (Status::OnTrack, Why::NothingDue(END_2025)));
}

#[test]
fn who_caught_up_is_on_track_and_the_missed_point_stays_visible() {
    let readings = [reading(END_2025, 30, 30, Some(166)), reading(date(2026, 6, 30), 36, 36, Some(166))];
    let judged = at(&drug_free(), &readings, date(2026, 7, 1), Between::LastDue);
    assert_eq!((judged.status, judged.points.first().and_then(|point| point.met)), (Status::OnTrack, Some(false)));
}

#[test]
fn the_line_between_two_points_is_the_other_choice() {
    // 14/12/2025 to 14/12/2030 are 1,826 days; 14/12/2027 is the 730th: 20 % + 30 % × 730/1826 of 166 is 53.1…
    let half = date(2027, 12, 14);
    let with = |part| at(&drug_free(), &[reading(half, part, part, Some(166))], half, Between::Linear);
    let exact = (2_000 * (1_826 - 730) + 5_000 * 730) * 166;
    let need = Need {
        bound: Bound::AtLeast,
        count: u32::try_from(i64::div_euclid(exact, 1_826 * 10_000) + 1).expect("small"),
        because: Because::Between { on: half, from: END_2025, to: date(2030, 12, 14) },
    };
    assert_eq!(need.count, 54);
    assert_eq!(with(54).why, Why::LineMet(need.clone()));
    assert_eq!((with(53).status, with(53).why), (Status::OffTrack, Why::LineMissed(need)));
    assert_eq!(at(&drug_free(), &[reading(half, 53, 53, Some(166))], half, Between::LastDue).status, Status::OnTrack);
}

#[test]
fn where_no_line_can_be_drawn_it_says_so() {
    let baseline = Counted { on: END_2025, part: 12, whole: Some(40), source: "báo".to_owned() };
    let points = vec![Point { by: date(2026, 12, 14), level: Some(Level::PointsYearly { rate: 1_500 }) }];
    let target = Target { baseline: Some(Baseline::Known(baseline)), ..target("hue", Direction::AtLeast, points) };
    let judged = at(&target, &[reading(date(2026, 6, 1), 12, 12, Some(40))], date(2026, 6, 2), Between::Linear);
    assert_eq!((judged.status, judged.why), (Status::OnTrack, Why::NoLine));
}

#[test]
fn more_than_is_more_and_at_most_is_not() {
    let by = date(2026, 12, 31);
    let day = date(2027, 1, 1);
    let met = |direction, part| {
        let of = target("ty-le", direction, vec![share(by, 80)]);
        at(&of, &[reading(by, part, part, Some(10))], day, Between::LastDue).status
    };
    assert_eq!((met(Direction::MoreThan, 8), met(Direction::MoreThan, 9)), (Status::OffTrack, Status::Reached));
    assert_eq!((met(Direction::AtLeast, 8), met(Direction::AtLeast, 7)), (Status::Reached, Status::OffTrack));
    assert_eq!((met(Direction::AtMost, 8), met(Direction::AtMost, 9)), (Status::Reached, Status::OffTrack));
}

#[test]
fn what_must_hold_to_the_end_is_not_reached_before_it() {
    let by = date(2026, 12, 31);
    let nothing = target("khong-diem", Direction::Nothing, vec![Point { by, level: None }]);
    let none = [reading(date(2026, 6, 30), 0, 0, None)];
    assert_eq!(stands(&nothing, &none, date(2026, 7, 1)).0, Status::OnTrack);
    assert_eq!(stands(&nothing, &[reading(by, 0, 0, None)], date(2027, 1, 1)).0, Status::Reached);
    assert_eq!(stands(&nothing, &[reading(by, 1, 1, None)], date(2027, 1, 1)).0, Status::OffTrack);
}

#[test]
fn a_fall_is_held_against_its_baseline() {
    let by = date(2025, 12, 31);
    let falls = Target {
        baseline: Some(Baseline::Registration),
        ..target("giam", Direction::Falls, vec![Point { by, level: None }])
    };
    let now = |part| [reading(by, part, part, None)];
    let baseline = Counted { on: date(2024, 11, 20), part: 100, whole: None, source: "rà soát".to_owned() };
    let with = |part, baseline: Option<&Counted>| {
        let readings = now(part);
        let asked = Asked {
            baseline,
            readings: &readings,
            today: date(2026, 1, 1),
            rounding: Rounding::Ceil,
            between: Between::LastDue,
        };
        let judged = judge(&falls, &asked);
        (judged.status, judged.why)
    };
    assert_eq!(with(99, None), (Status::Unknown, Why::NoBaseline));
    assert_eq!(with(99, Some(&baseline)), (Status::Reached, Why::LastMet));
    assert_eq!(with(100, Some(&baseline)), (Status::OffTrack, Why::LastMissed));
}

#[test]
fn growth_is_held_against_the_year_before() {
    let by = date(2026, 12, 31);
    let points = vec![Point { by, level: Some(Level::Growth { rate: 300 }) }];
    let growth = target("ntp-06", Direction::AtLeast, points);
    let day = date(2027, 1, 1);
    let with = |now| {
        let readings = [reading(date(2025, 12, 31), 100, 100, None), reading(by, now, now, None)];
        at(&growth, &readings, day, Between::LastDue).status
    };
    assert_eq!((with(103), with(102)), (Status::Reached, Status::OffTrack));
    assert_eq!(stands(&growth, &[reading(by, 500, 500, None)], day), (Status::Unknown, Why::NoBaseline));
}

#[test]
fn all_of_nobody_is_not_known_rather_than_done() {
    let by = date(2026, 12, 31);
    let all = target("lap-ho-so", Direction::All, vec![Point { by, level: None }]);
    assert_eq!(stands(&all, &[reading(by, 0, 0, Some(0))], date(2027, 1, 1)), (Status::Unknown, Why::NoWhole));
}
