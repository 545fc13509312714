//! Where somebody lived, from the acts of a file; made-up people (giả định).

use std::collections::BTreeMap;

use domain::cases::{Case, Event, Moment, Regime, Value, shipped};
use jiff::civil::{Date, date};
use uuid::Uuid;

fn event(act: &str, on: Date, by: &str, fields: &[(&str, Value)]) -> Event {
    let moment = Moment::day(on);
    let fields: BTreeMap<String, Value> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Event {
        id: Uuid::nil(),
        act: act.to_owned(),
        on: moment,
        recorded: moment,
        by: by.to_owned(),
        unit: None,
        regime: Regime::C,
        number: Some("1/GĐ".to_owned()),
        paper_date: on,
        second: None,
        fields,
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn residence_is_told_by_time_with_its_kind_and_who_verified_it() {
    let law = shipped().expect("sound");
    let verified =
        |day, kind| event("verify_residence", day, "ca_xa", &[("stable", Value::Yes(true)), ("residence", text(kind))]);
    let case = Case::new(Some(date(1990, 5, 6)), "14845", Some(date(2015, 1, 1))).replay(
        &law,
        [
            event("record_positive_test", date(2026, 7, 6), "ca_phat_hien", &[("ground", text("h"))]),
            verified(date(2026, 7, 6), "permanent"),
            event("depart", date(2026, 9, 1), "nguoi_co_ho_so", &[("to_unit", text("14848"))]),
            event("receive", date(2026, 9, 2), "truong_ca_xa_den", &[]),
        ],
    );
    let lived = case.residences();
    let told: Vec<_> = lived.iter().map(|of| (of.unit, of.from, of.to, of.kind)).collect();
    let moved = Some(date(2026, 9, 2));
    assert_eq!(
        told,
        [("14848", moved, None, None), ("14845", Some(date(2015, 1, 1)), moved, Some("permanent"))],
        "the present one first, and nobody has verified it yet"
    );
    assert_eq!(lived[0].verified, None);
    assert_eq!(lived[1].verified.map(|event| event.on.day), Some(date(2026, 7, 6)));
    let later = case.replay(&law, [verified(date(2026, 9, 10), "temporary")]);
    let now = later.residences()[0];
    assert_eq!((now.kind, now.verified.map(|event| event.on.day)), (Some("temporary"), Some(date(2026, 9, 10))));
}
