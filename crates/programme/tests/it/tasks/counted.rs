//! The numbers that reports ask of tasks.

use domain::work::as_of;
use programme::tasks::{Count, Counted};

use super::*;

/// The second quarter of the programme's year.
const FROM: Date = date(2026, 3, 15);
const TO: Date = date(2026, 6, 14);

fn counted(of: &[&Doing]) -> Counted {
    let mut counted = Counted::default();
    for doing in of {
        counted.add(&doing.entries, FROM, TO);
    }
    counted
}

/// Issued, accepted, reported and closed on these days.
fn closed(given: Date, reported: Date, closed: Date) -> Doing {
    let mut doing = Doing::default();
    doing.act(ISSUER, given, TaskAct::Hand { draft: draft(clears()) }).unwrap();
    doing.act(NAMED, given, TaskAct::Accept {}).unwrap();
    doing.act(NAMED, reported, shown(&[1, 2, 3])).unwrap();
    doing.act(ISSUER, closed, TaskAct::Close { note: String::new() }).unwrap();
    doing
}

#[test]
fn what_came_in_is_what_went_out_and_what_stayed() {
    let in_time = closed(date(2026, 1, 5), date(2026, 5, 1), date(2026, 5, 2));
    let before = closed(date(2026, 1, 5), date(2026, 3, 1), date(2026, 3, 14));
    let after = closed(date(2026, 4, 1), date(2026, 6, 10), date(2026, 6, 15));
    let mut draft_only = Doing::default();
    draft_only.act(ISSUER, date(2026, 4, 1), TaskAct::Draft { draft: draft(clears()) }).unwrap();
    let mut withdrawn = Doing::issued(clears());
    withdrawn.act(ISSUER, date(2026, 4, 2), TaskAct::Withdraw { reason: "Trùng việc".into() }).unwrap();
    let short =
        Clears { time: Some(Time { from: date(2026, 1, 1), due: date(2026, 4, 30), recurs: None }), ..clears() };
    let overdue = Doing::underway(short.clone());
    let mut late = Doing::underway(short);
    late.act(NAMED, date(2026, 5, 4), shown(&[1, 2, 3])).unwrap();
    late.act(ISSUER, date(2026, 5, 6), TaskAct::Close { note: String::new() }).unwrap();
    let all = counted(&[&in_time, &before, &after, &draft_only, &withdrawn, &overdue, &late]);
    let of = |count: Count| all.get(count);
    assert_eq!((of(Count::Carried), of(Count::Given)), (4, 1));
    assert_eq!((of(Count::DoneInTime), of(Count::DoneLate), of(Count::Withdrawn)), (1, 1, 1));
    assert_eq!((of(Count::Open), of(Count::Overdue)), (2, 1), "what waits to be closed is open, and not overdue");
    let out = of(Count::DoneInTime) + of(Count::DoneLate) + of(Count::Withdrawn);
    assert_eq!(of(Count::Carried) + of(Count::Given) - out, of(Count::Open));
}

#[test]
fn a_task_given_back_is_open_and_each_return_counts() {
    let mut doing = Doing::underway(clears());
    for day in [10, 20] {
        doing.act(NAMED, date(2026, 5, day), shown(&[1, 2, 3])).unwrap();
        let back = TaskAct::Return { reason: "Thiếu biên bản".into(), due: None, within: None };
        doing.act(ISSUER, date(2026, 5, day + 1), back).unwrap();
    }
    let counted = counted(&[&doing]);
    assert_eq!((counted.get(Count::Open), counted.get(Count::Returned)), (1, 2));
}

#[test]
fn a_mark_written_down_later_counts_for_its_own_day() {
    let mut doing = Doing::underway(recurring());
    let tick = |place, done_on| Tick { place, done_on, evidence: String::new() };
    let april = TaskAct::Mark { ticks: vec![tick(1, date(2026, 4, 10))] };
    doing.act(NAMED, date(2026, 4, 11), april).unwrap();
    // March, April and May were over in the period, at two places
    let first = counted(&[&doing]);
    assert_eq!((first.get(Count::CellsDue), first.get(Count::CellsDone)), (6, 1));
    let may = TaskAct::Mark { ticks: vec![tick(2, date(2026, 5, 10))] };
    doing.act(NAMED, date(2026, 6, 20), may).unwrap();
    let later = counted(&[&doing]);
    assert_eq!((later.get(Count::CellsDue), later.get(Count::CellsDone)), (6, 2));
    assert_eq!(as_of(&doing.entries, TO).len(), doing.entries.len() - 1, "the act itself is of a later day");
}
