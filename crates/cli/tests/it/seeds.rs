//! What the programme published must come out of the program: shares, targets, units.

use domain::targets::{Rate, Rounding, Share};
use domain::units::{Level, shipped};
use jiff::civil::date;

fn published(seed: &str, quantity: &str) -> app::seeds::Published {
    let all = app::seeds::published().expect("data/ is sound");
    all.into_iter()
        .find(|p| p.seed == seed && p.quantity_en == quantity)
        .unwrap_or_else(|| panic!("{seed}: {quantity}"))
}

fn number(seed: &str, quantity: &str) -> u32 {
    published(seed, quantity).value.parse().expect("a number")
}

fn communes(province: &str) -> u32 {
    let register = shipped().expect("data/ is sound");
    let day = date(2025, 12, 14);
    let province = register.at_code(province, Level::Province, day).expect("a province");
    u32::try_from(register.children(province.unit, day).count()).expect("small")
}

fn ceil(percent: u32, of: u32) -> u32 {
    Rate::percent(percent).of(of, Rounding::Ceil)
}

#[test]
fn tuyen_quang_2025() {
    let total = communes("08");
    assert_eq!(total, number("S3", "commune-level units"));
    let (free, key) = (number("S3", "recognised drug-free"), number("S3", "key complex units"));
    let share = Share { part: free, whole: total };
    assert_eq!(share.to_string(), "28,2\u{a0}%");
    assert_eq!(share.points_over(Rate::percent(20)), Some(82), "8.2 points over quota");
    assert_eq!((ceil(20, total), free - ceil(20, total)), (25, 10));
    assert_eq!(Share { part: key, whole: total }.to_string(), "57,3\u{a0}%");
    assert_eq!(total - free - key, number("S3", "neither free nor key"));
}

#[test]
fn thanh_hoa_2025_to_2030() {
    let total = communes("38");
    assert_eq!(total, number("S5", "commune-level units"));
    assert_eq!((ceil(20, total), ceil(50, total)), (34, 83));
    let targets = app::targets::of(Some("38")).expect("data/ is sound");
    let own: Vec<_> = targets
        .iter()
        .filter(|t| t.province_code.is_some())
        .map(|t| (t.year, t.ask.count(total, Rounding::Ceil)))
        .collect();
    assert_eq!(own, [(2025, 34), (2030, 83)]);
}

#[test]
fn kim_dong_carries_no_recognition_over_the_mergers() {
    let register = shipped().expect("data/ is sound");
    let (then, now) = (date(2024, 3, 15), date(2025, 12, 14));
    let kept: Vec<String> =
        published("S2", "recognised in 2023 and to be kept").basis.split("; ").map(str::to_owned).collect();
    assert_eq!(kept.len(), 6);
    let district = register.at_code("331", Level::District, then).expect("Kim Động");
    let units: Vec<_> = register.children(district.unit, then).collect();
    assert_eq!(units.len(), 17);
    let share = Share { part: 11, whole: 17 };
    assert_eq!(share.to_string(), "64,7\u{a0}%");
    let heirs: std::collections::BTreeSet<_> =
        units.iter().flat_map(|u| register.heirs(u.unit, now)).map(|v| v.code.clone()).collect();
    // Four communes, and phường Sơn Nam for a part of Ngọc Thanh.
    for heir in heirs.iter().filter(|code| *code != "11983") {
        let sources: Vec<_> =
            units.iter().filter(|u| register.heirs(u.unit, now).iter().any(|v| v.code == *heir)).collect();
        assert!(sources.iter().any(|u| !kept.contains(&u.name)), "{heir} is made of recognised units only");
    }
    assert_eq!(heirs.len(), 5);
}

#[test]
fn hong_linh_became_two_wards() {
    let register = shipped().expect("data/ is sound");
    let (then, now) = (date(2025, 6, 30), date(2025, 12, 14));
    let town = register.search("thị xã Hồng Lĩnh", then, 5).first().map(|h| h.version.unit).expect("the town");
    let units: Vec<_> = register.children(town, then).collect();
    assert_eq!(u32::try_from(units.len()), Ok(number("S4", "units in the town")));
    let heirs: std::collections::BTreeSet<_> =
        units.iter().flat_map(|u| register.heirs(u.unit, now)).map(|v| v.code.clone()).collect();
    assert_eq!(heirs.into_iter().collect::<Vec<_>>(), ["18115", "18118"]);
}

#[test]
fn shares_published_elsewhere() {
    for (part, whole, printed) in [
        (27, 102, "26,5"),
        (32, 130, "24,6"),
        (12, 40, "30,0"),
        (46, 126, "36,5"),
        (11, 45, "24,4"),
        (53, 161, "32,9"),
        (281, 412, "68,2"),
        (18, 142, "12,7"),
    ] {
        assert_eq!(Share { part, whole }.to_string(), format!("{printed}\u{a0}%"));
    }
    assert_eq!((ceil(25, 103), ceil(30, 103), ceil(53, 45)), (26, 31, 24));
    assert_eq!([30, 45, 60, 100].map(|p| ceil(p, 114)), [35, 52, 69, 114]);
}
