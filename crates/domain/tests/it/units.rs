//! The shipped register against what was published.

use std::collections::HashSet;
use std::sync::LazyLock;

use domain::fold;
use domain::units::{Extent, Kind, Level, Match, REGISTER_DATE, Register, shipped};
use jiff::civil::{Date, date};

static REGISTER: LazyLock<Register> = LazyLock::new(|| shipped().expect("data/ is sound"));
const NOW: Date = date(2026, 11, 21);

fn of_kind(day: Date, kind: Kind) -> usize {
    REGISTER.level(kind.level(), day).filter(|v| v.kind == kind).count()
}

fn names_under(province: &str, day: Date) -> Vec<String> {
    let province = REGISTER.at_code(province, Level::Province, day).expect("a province");
    REGISTER.children(province.unit, day).map(|v| v.name.clone()).collect()
}

#[test]
fn national_counts_on_both_dates() {
    assert_eq!(REGISTER.level(Level::Province, REGISTER_DATE).count(), 34);
    assert_eq!(REGISTER.level(Level::Commune, REGISTER_DATE).count(), 3321);
    let split = |day| (of_kind(day, Kind::Xa), of_kind(day, Kind::Phuong), of_kind(day, Kind::DacKhu));
    assert_eq!(split(REGISTER_DATE), (2621, 687, 13));
    assert_eq!(split(date(2026, 4, 29)), (2621, 687, 13));
    assert_eq!(split(date(2026, 4, 30)), (2611, 697, 13));
    assert_eq!(REGISTER.level(Level::District, REGISTER_DATE).count(), 0, "districts ended");
    assert_eq!(REGISTER.level(Level::Province, date(2025, 6, 30)).count(), 63);
    assert_eq!(REGISTER.level(Level::Commune, date(2025, 6, 30)).count(), 10_035);
}

#[test]
fn communes_of_a_province() {
    for (code, units) in [("38", 166), ("08", 124), ("33", 104), ("42", 69), ("79", 168)] {
        assert_eq!(names_under(code, NOW).len(), units, "province {code}");
    }
}

#[test]
fn every_commune_of_2025_was_reached() {
    let whole = REGISTER.lineage().iter().filter(|a| a.extent == Extent::Whole).count();
    let part = REGISTER.lineage().len() - whole;
    assert!(part == 1033, "{part} part arrows");
    let mut unchanged = 0;
    for version in REGISTER.level(Level::Commune, REGISTER_DATE) {
        let from = REGISTER.predecessors(version.unit).filter(|a| a.on == REGISTER_DATE).count();
        if from == 0 {
            unchanged += 1;
            assert!(
                REGISTER.version(version.unit, date(2025, 6, 30)).is_some(),
                "{} came from nothing",
                version.full_name()
            );
        }
    }
    // 124 by the bytes of their names; three more differ only in where the tone stands.
    assert_eq!(unchanged, 127);
}

#[test]
fn split_communes_have_one_default_heir() {
    let mut split = 0;
    for version in REGISTER.level(Level::Commune, date(2025, 6, 30)) {
        let heirs: Vec<_> = REGISTER.successors(version.unit).collect();
        if heirs.len() > 1 {
            split += 1;
            assert!(heirs.len() <= 5);
            assert_eq!(heirs.iter().filter(|a| a.default).count(), 1, "{}", version.full_name());
        }
    }
    // The reference counts 472; the table itself holds 471.
    assert_eq!(split, 471);
}

#[test]
fn names_are_composed_and_unique_in_their_province() {
    for province in REGISTER.level(Level::Province, NOW) {
        let mut seen = HashSet::new();
        for unit in REGISTER.children(province.unit, NOW) {
            assert_eq!(unit.name, fold::clean(&unit.name));
            assert!(unit.code.len() == 5 && unit.code.bytes().all(|b| b.is_ascii_digit()), "{}", unit.code);
            assert!(seen.insert(fold::marked(&unit.name)), "{} twice in {}", unit.name, province.name);
        }
    }
}

#[test]
fn a_code_names_another_unit_on_another_day() {
    let name = |code, day| REGISTER.at_code(code, Level::Commune, day).map(domain::units::Version::full_name);
    assert_eq!(name("16417", date(2025, 6, 30)).as_deref(), Some("xã Đông Văn"));
    assert_eq!(name("16417", NOW).as_deref(), Some("phường Đông Quang"));
    assert_eq!(name("12286", date(2024, 3, 15)).as_deref(), Some("xã Toàn Thắng"));
    assert_eq!(name("12286", NOW).as_deref(), Some("xã Nghĩa Dân"));
    assert_eq!(name("12313", date(2024, 3, 15)).as_deref(), Some("xã Mai Động"));
    assert_eq!(name("12313", NOW).as_deref(), Some("xã Đức Hợp"));
}

#[test]
fn kim_dong_takes_two_steps() {
    let march = date(2024, 3, 15);
    let kim_dong = REGISTER.at_code("331", Level::District, march).expect("huyện Kim Động");
    assert_eq!(REGISTER.children(kim_dong.unit, march).count(), 17);
    assert_eq!(REGISTER.children(kim_dong.unit, date(2025, 6, 30)).count(), 15);
    let heirs_of_all: HashSet<_> = REGISTER
        .children(kim_dong.unit, march)
        .flat_map(|v| REGISTER.heirs(v.unit, NOW))
        .map(|v| v.code.as_str())
        .collect();
    // 11983 phường Sơn Nam got a part of Ngọc Thanh.
    assert_eq!(heirs_of_all, HashSet::from(["12280", "12286", "12313", "12322", "11983"]));
    let tho_vinh = REGISTER.at_code("12295", Level::Commune, march).expect("Thọ Vinh");
    assert_eq!(tho_vinh.name, "Thọ Vinh");
    assert_eq!(REGISTER.heirs(tho_vinh.unit, NOW).iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["Đức Hợp"]);
}

#[test]
fn dong_nai_is_a_city_from_30_april_2026() {
    let kind = |day| REGISTER.at_code("75", Level::Province, day).map(|v| v.kind);
    assert_eq!((kind(date(2026, 4, 29)), kind(date(2026, 4, 30))), (Some(Kind::Tinh), Some(Kind::ThanhPho)));
    let unit = REGISTER.at_code("26368", Level::Commune, NOW).expect("Long Thành");
    assert_eq!((unit.kind, unit.basis.as_str()), (Kind::Phuong, "237/NQ-UBTVQH16"));
    assert_eq!(REGISTER.versions_of(unit.unit).count(), 2, "one unit, two versions");
}

#[test]
fn an_unchanged_commune_is_the_same_unit_under_a_new_parent() {
    let before = REGISTER.at_code("14857", Level::Commune, date(2025, 6, 30)).expect("Trung Lý");
    let after = REGISTER.at_code("14857", Level::Commune, NOW).expect("Trung Lý");
    assert_eq!(before.unit, after.unit);
    assert_ne!(before.parent, after.parent);
    assert_eq!(REGISTER.province(after.unit, date(2025, 6, 30)).map(|p| p.name.as_str()), Some("Thanh Hóa"));
}

#[test]
fn thanh_hoa_kept_21_communes_unchanged() {
    let province = REGISTER.at_code("38", Level::Province, NOW).expect("Thanh Hóa");
    let same_type = REGISTER
        .children(province.unit, NOW)
        .filter(|now| REGISTER.version(now.unit, date(2025, 6, 30)).is_some_and(|then| then.kind == now.kind))
        .count();
    assert_eq!(same_type, 21);
}

#[test]
fn days_before_the_listing_are_not_certain() {
    let unit = REGISTER.at_code("14857", Level::Commune, date(2020, 1, 1)).expect("listed");
    assert!(!unit.is_certain(date(2020, 1, 1)));
    assert!(unit.is_certain(date(2025, 6, 30)));
}

#[test]
fn ba_che_is_found_by_both_codes() {
    let by = |code| REGISTER.at_code(code, Level::Commune, NOW).map(|v| v.name.as_str());
    assert_eq!((by("06970"), by("06978")), (Some("Ba Chẽ"), Some("Ba Chẽ")));
}

#[test]
fn search_folds_everything_and_excludes_nothing() {
    let first = |q: &str| REGISTER.search(q, NOW, 5).first().map(|h| (h.version.full_name(), h.how));
    for q in ["thanh hoa", "Thanh Hoá", "THANH HÓA", "thanh ho\u{301}a", "tinh thanh hoa"] {
        assert_eq!(first(q).map(|f| f.0).as_deref(), Some("tỉnh Thanh Hóa"), "{q}");
    }
    assert_eq!(first("12313").map(|f| f.0).as_deref(), Some("xã Đức Hợp"));
    assert_eq!(first("hop duc").map(|f| f.1), Some(Match::Folded), "Hợp Đức is a name too");
    let duc_hop: Vec<_> = REGISTER.search("hop duc", NOW, 20).iter().map(|h| h.version.name.clone()).collect();
    assert!(duc_hop.contains(&"Đức Hợp".to_owned()), "{duc_hop:?}");
    assert_eq!(first("dak lak").map(|f| f.0).as_deref(), Some("tỉnh Đắk Lắk"));
    let h_leo = REGISTER.search("ea hleo", NOW, 5).len() + REGISTER.search("ea h leo", NOW, 5).len();
    assert!(h_leo > 0, "Ea H’Leo");
    let tan_tien = REGISTER.search("Tân Tiến Tuyên Quang", NOW, 3);
    assert_eq!(tan_tien.first().map(|h| h.version.code.as_str()), Some("01051"));
    assert!(REGISTER.search("   ", NOW, 5).is_empty());
}

#[test]
fn diacritics_rank() {
    let hits = REGISTER.search("Ma", NOW, 4000);
    assert!(hits.len() > 10, "prefixes are found");
    let la = REGISTER.search("Hòa Lạc", NOW, 10);
    assert_eq!(la.first().map(|h| h.how), Some(Match::Exact));
}
