//! Numbers of documents: each once, rising with days, one series for a body and year.

use domain::work::{Author, Chain, Entry, replay};
use jiff::civil::{Date, date};
use programme::series::{Series, SeriesAct, SeriesRefusal, Use};
use proptest::prelude::*;
use uuid::Uuid;

fn entry(seq: u32, on: Date, act: SeriesAct) -> Entry<SeriesAct> {
    let by = Author { account: Uuid::from_u128(1), appointment: Uuid::from_u128(2) };
    Entry { id: Uuid::from_u128(u128::from(seq)), seq, on, at: jiff::Timestamp::UNIX_EPOCH, by, act }
}

fn open(given: u32) -> SeriesAct {
    SeriesAct::Open { body: "Công an xã".to_owned(), year: 2026, given }
}

fn take(of: u128) -> SeriesAct {
    SeriesAct::Take {
        symbol: "BC-CAX".to_owned(),
        subject: "Quý III".to_owned(),
        of: Some(Uuid::from_u128(of)),
        version: None,
    }
}

fn play(acts: &[(Date, SeriesAct)]) -> Result<Option<Series>, SeriesRefusal> {
    let entries: Vec<_> = (1..).zip(acts).map(|(seq, (on, act))| entry(seq, *on, act.clone())).collect();
    replay::<Series>(&entries)
}

const DAY: Date = date(2026, 9, 14);

#[test]
fn a_series_goes_on_where_paper_left_it() {
    let acts = [
        (date(2026, 1, 5), open(12)),
        (DAY, take(7)),
        (DAY, SeriesAct::Outside { up_to: 15, subject: "sổ giấy".to_owned() }),
        (DAY, take(8)),
        (DAY, SeriesAct::Void { number: 13, reason: "nhầm đơn vị".to_owned() }),
    ];
    let series = play(&acts).expect("lawful").expect("begun");
    assert_eq!((series.last(), series.next()), (16, 17));
    assert_eq!(series.of(Uuid::from_u128(8)).map(|number| number.number), Some(16));
    assert_eq!(series.of(Uuid::from_u128(7)), None, "a void number is nobody's");
    assert_eq!(series.standing().key.as_deref(), Some("2026 Công an xã"));
}

#[test]
fn what_would_break_the_series_is_refused() {
    let begun = (date(2026, 1, 5), open(0));
    let refused = |acts: &[(Date, SeriesAct)]| play(acts).expect_err("refused");
    assert_eq!(refused(&[(DAY, take(1))]), SeriesRefusal::Order);
    assert_eq!(refused(&[begun.clone(), (DAY, open(0))]), SeriesRefusal::Order);
    assert_eq!(
        refused(&[begun.clone(), (date(2027, 1, 1), take(1))]),
        SeriesRefusal::OtherYear { on: date(2027, 1, 1), year: 2026 }
    );
    assert_eq!(
        refused(&[begun.clone(), (DAY, take(1)), (date(2026, 9, 13), take(2))]),
        SeriesRefusal::Backdated { on: date(2026, 9, 13), last: DAY }
    );
    // a number given by mistake for a later day holds nobody up
    let mistaken = SeriesAct::Void { number: 1, reason: "nhầm ngày".to_owned() };
    let acts = [begun.clone(), (date(2026, 12, 30), take(1)), (date(2026, 12, 30), mistaken), (DAY, take(2))];
    assert_eq!(play(&acts).expect("lawful").expect("begun").last(), 2);
    let outside = SeriesAct::Outside { up_to: 1, subject: "giấy".to_owned() };
    assert_eq!(refused(&[begun.clone(), (DAY, take(1)), (DAY, outside)]), SeriesRefusal::Given { last: 1 });
    let void = |number| SeriesAct::Void { number, reason: "nhầm".to_owned() };
    assert_eq!(refused(&[begun.clone(), (DAY, void(1))]), SeriesRefusal::NoSuchNumber { number: 1, last: 0 });
    assert_eq!(
        refused(&[begun.clone(), (DAY, take(1)), (DAY, void(1)), (DAY, void(1))]),
        SeriesRefusal::Voided { number: 1 }
    );
    let huge = SeriesAct::Outside { up_to: u32::MAX, subject: "giấy".to_owned() };
    assert!(matches!(refused(&[begun, (DAY, huge)]), SeriesRefusal::NoSuchNumber { .. }));
}

fn any_act() -> impl Strategy<Value = (i8, SeriesAct)> {
    let act = prop_oneof![
        (0..40_u32).prop_map(open),
        (0..9_u128).prop_map(take),
        (0..60_u32).prop_map(|up_to| SeriesAct::Outside { up_to, subject: "sổ giấy".to_owned() }),
        (0..60_u32).prop_map(|number| SeriesAct::Void { number, reason: "nhầm".to_owned() }),
    ];
    (0..28_i8, act)
}

proptest! {
    /// Whatever is tried, each number is given once, without a gap, and numbers that hold rise with days.
    #[test]
    fn numbers_have_no_gap_and_no_double(tried in proptest::collection::vec(any_act(), 0..40)) {
        let mut series: Option<Series> = None;
        for (seq, (day, act)) in (1..).zip(tried) {
            let next = Series::follow(series.clone(), &entry(seq, date(2026, 3, day + 1), act));
            series = next.ok().or(series);
        }
        if let Some(series) = series {
            let given: Vec<u32> = series.numbers.iter().map(|number| number.number).collect();
            let expected: Vec<u32> = (series.before + 1..=series.last()).collect();
            prop_assert_eq!(given, expected);
            let holds = series.numbers.iter().filter(|number| !matches!(number.used, Use::Void { .. }));
            prop_assert!(holds.map(|number| number.on).is_sorted());
            let documents = series.numbers.iter().filter(|number| matches!(number.used, Use::Document { .. }));
            prop_assert!(documents.count() <= series.numbers.len());
        }
    }
}
