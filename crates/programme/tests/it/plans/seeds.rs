//! What the documents of the programme published comes out of the plans that ship.

use domain::targets::{Rate, Rounding};
use domain::units::{Level as UnitLevel, shipped as register};
use jiff::civil::{Date, date};
use programme::plans::shipped::{Each, FILES, Rhythm, all, find, latest, latest_of_each, read_all};
use programme::plans::{
    Asked, Because, Between, Direction, Fate, Judged, Level, Mark, Metric, Phase, Plan, PlanAct, Reading, Shipped,
    Status, judge,
};
use uuid::Uuid;

use super::acts::entry;

fn plan(id: &str) -> &'static Shipped {
    find(id, 1).expect("it ships")
}

fn adopted(id: &str) -> Plan {
    use domain::work::Chain as _;
    let act = PlanAct::Adopt { plan: id.to_owned(), version: 1 };
    Plan::follow(None, &entry(1, date(2026, 3, 1), act)).expect("it ships")
}

fn judged(id: &str, target: &str, readings: &[Reading], today: Date) -> Judged {
    let plan = plan(id);
    let target = plan.target(target).expect("a target of it");
    let asked = Asked { baseline: None, readings, today, rounding: Rounding::Ceil, between: Between::LastDue };
    judge(target, &asked)
}

fn counts(judged: &Judged) -> Vec<Option<u32>> {
    judged.points.iter().map(|point| point.need.as_ref().map(|need| need.count)).collect()
}

#[test]
fn every_plan_is_sound_and_none_is_left_out() {
    assert_eq!(read_all().expect("data/plans is sound").len(), FILES.len());
    assert_eq!(all().len(), FILES.len());
}

#[test]
fn a_published_text_is_never_changed() {
    // A correction gets the next version: chains of acts name the text that was adopted.
    let namespace = Uuid::from_u128(0x616e_6c61_6e68_706c_616e_7300_0000_0001);
    let prints: Vec<String> =
        FILES.iter().map(|(name, text)| format!("{name} {}", Uuid::new_v5(&namespace, text.as_bytes()))).collect();
    let kept = include_str!("../../../../../data/plans/PUBLISHED");
    assert_eq!(prints.join("\n") + "\n", kept, "data/plans/PUBLISHED differs");
}

#[test]
fn a_later_version_changes_its_targets_and_nothing_else_and_every_number_of_files_is_one() {
    for (id, changed) in [
        ("th-192-2025", ["lap-ho-so", "tu-van"]),
        ("tp-thanh-hoa-14-2024", ["giam-nguoi-nghien", "giam-nguoi-su-dung"]),
        ("hung-yen-199-2026", ["lap-ho-so", "tu-van"]),
    ] {
        let (first, second) = (plan(id), latest(id).expect("it ships"));
        assert_eq!((first.version, second.version), (1, 2), "{id}");
        assert_eq!(
            (&first.sections, &first.tasks, &first.roadmaps),
            (&second.sections, &second.tasks, &second.roadmaps)
        );
        assert_eq!(first.document(), second.document());
        for target in &first.targets {
            let now = second.target(&target.id).expect("no target is lost");
            assert_eq!(now.metric == target.metric, !changed.contains(&target.id.as_str()), "{id}: {}", target.id);
            assert_eq!((&now.points, now.direction), (&target.points, target.direction), "{id}: {}", target.id);
        }
    }
    assert_eq!(latest_of_each().count() + 3, all().len());
    for target in all().iter().flat_map(|plan| &plan.targets) {
        let Metric::Files { part, whole } = &target.metric else { continue };
        for keys in std::iter::once(part).chain(whole) {
            assert!(domain::counts::Number::sum_from_key(keys).is_some(), "{}: {keys}", target.id);
        }
    }
}

#[test]
fn a_later_version_names_the_one_it_begins_with() {
    let text = "schema = 1\nid = \"th-192-2025\"\nversion = 2\ncorrects = 2\n";
    assert!(Shipped::read("th-192-2025.v2", text).is_err(), "alone it is no plan");
}

#[test]
fn thanh_hoa_needs_34_of_166_and_then_83() {
    let today = date(2025, 10, 1);
    let register = register().expect("data/ is sound");
    let province = register.at_code("38", UnitLevel::Province, plan("th-192-2025").map_on).expect("Thanh Hóa");
    let units = register.children(province.unit, plan("th-192-2025").map_on).count();
    let judged = judged("th-192-2025", "khong-ma-tuy", &[], today);
    assert_eq!((units, counts(&judged)), (166, vec![Some(34), Some(83)]));
    assert_eq!(judged.status, Status::Unknown, "nobody counted");
    let models = plan("th-192-2025").target("mo-hinh").and_then(|target| target.whole);
    assert_eq!(models, Some(166), "at least one in each");
}

#[test]
fn thanh_hoa_names_its_sections_tasks_and_what_comes_back() {
    let plan = plan("th-192-2025");
    assert_eq!(
        plan.sections.iter().map(|section| section.id.as_str()).collect::<Vec<_>>(),
        ["1", "2", "3", "4", "5", "6", "7", "8"]
    );
    for section in &plan.sections {
        assert!(plan.tasks.iter().any(|task| task.section == section.id), "section {} has no task", section.id);
    }
    assert!(plan.tasks.iter().all(|task| !task.lead.is_empty()));
    let monthly = plan.tasks.iter().find(|task| task.id == "2a-thon").expect("the duty of each hamlet");
    assert_eq!((monthly.rhythm, monthly.times, monthly.each), (Some(Rhythm::Monthly), Some(1), Some(Each::Hamlet)));
    let every = plan.targets.iter().filter(|target| target.direction == Direction::All).count();
    assert_eq!(every, 6, "propaganda, households, models, files, counselling, points removed");
    assert_eq!(plan.calendar.as_deref(), Some("kh192-thanh-hoa"));
    let calendars = domain::calendars::SHIPPED;
    for plan in all() {
        let calendar = plan.calendar.as_ref();
        assert!(
            calendar.is_none_or(|id| calendars.contains(&format!("id = \"{id}\""))),
            "{}: no such calendar",
            plan.id
        );
    }
}

#[test]
fn the_city_of_thanh_hoa_wants_all_34_and_a_fall_since_registration() {
    let plan = adopted("tp-thanh-hoa-14-2024");
    assert_eq!(plan.phase, Phase::InForce);
    let free = judged("tp-thanh-hoa-14-2024", "khong-ma-tuy", &[], date(2025, 1, 1));
    assert_eq!(counts(&free), [Some(34)]);
    let goals =
        ["nguoi-nghien", "co-can-cu", "sau-cai-ho-so", "sau-cai-giam-sat", "sau-cai-xet-nghiem", "sau-cai-tu-van"];
    for goal in goals {
        let target = plan.target(goal).expect("one that files count");
        assert!(matches!(target.metric, Metric::Files { .. }) && target.direction == Direction::All);
    }
    for id in ["giam-nguoi-nghien", "giam-nguoi-su-dung"] {
        let fall = judged("tp-thanh-hoa-14-2024", id, &[], date(2025, 1, 1));
        assert_eq!(counts(&fall), [None], "the baseline of the day of registration is not told yet");
    }
}

#[test]
fn kim_dong_keeps_six_converts_five_and_comes_to_eleven_of_seventeen() {
    let plan = plan("kim-dong-60-2024");
    let roadmap = plan.roadmaps.first().expect("the roadmap of 2024");
    let planned = roadmap.planned();
    assert_eq!((roadmap.keep.len(), roadmap.convert.len(), planned.part, planned.whole), (6, 5, 11, 17));
    assert_eq!((planned.to_string().as_str(), roadmap.in_no_list()), ("64,7\u{a0}%", 6));
    let readings = [Reading::stated(date(2024, 12, 31), 11, Some(17), "giả định".to_owned())];
    let judged = judged("kim-dong-60-2024", "khong-ma-tuy", &readings, date(2025, 1, 1));
    assert_eq!((counts(&judged), judged.status), (vec![Some(11)], Status::Reached));
    let register = register().expect("data/ is sound");
    let district = register.at_code(&plan.code, UnitLevel::District, plan.map_on).expect("Kim Động");
    assert_eq!(register.children(district.unit, plan.map_on).count(), 17);
    for (place, _) in roadmap.places() {
        let unit = roadmap.unit(&register, place).and_then(|unit| register.version(unit, roadmap.map_on));
        assert_eq!(unit.map(domain::units::Version::full_name).as_deref(), Some(place.name.as_str()));
    }
}

#[test]
fn every_place_of_every_roadmap_was_there_on_its_day() {
    let register = register().expect("data/ is sound");
    for plan in all() {
        for roadmap in &plan.roadmaps {
            for (place, _) in roadmap.places() {
                let unit = roadmap.unit(&register, place).and_then(|unit| register.version(unit, roadmap.map_on));
                let name = unit.map(domain::units::Version::full_name);
                assert_eq!(name.as_deref(), Some(place.name.as_str()), "{}: {}", plan.id, place.code);
            }
        }
    }
}

#[test]
fn mergers_leave_no_named_commune_of_kim_dong_as_it_was() {
    let register = register().expect("data/ is sound");
    let today = date(2025, 12, 14);
    let roadmap = plan("kim-dong-60-2024").roadmaps.first().expect("the roadmap of 2024");
    let fate = |name: &str| {
        let (place, _) = roadmap.places().find(|(place, _)| place.name == name).expect("named");
        roadmap.fate(&register, place, today)
    };
    let Fate::Merged(heirs) = fate("xã Song Mai") else { panic!("Song Mai is no more") };
    let heir = heirs.first().expect("one heir");
    assert_eq!((heirs.len(), heir.version.code.as_str(), heir.part), (1, "12322", false));
    // Hiệp Cường is made of Song Mai, Hùng An, Ngọc Thanh and Hiệp Cường: all four named
    assert_eq!((heir.made_of, heir.not_named), (4, 0));
    let Fate::Merged(heirs) = fate("xã Ngọc Thanh") else { panic!("Ngọc Thanh is no more") };
    let codes: Vec<_> = heirs.iter().map(|heir| (heir.version.code.as_str(), heir.part)).collect();
    assert!(codes.contains(&("11983", true)), "a part lies in phường Sơn Nam: {codes:?}");
    let Fate::Merged(heirs) = fate("xã Chính Nghĩa") else { panic!("Chính Nghĩa is no more") };
    let heir = heirs.iter().find(|heir| heir.version.code == "12280").expect("Lương Bằng");
    assert!(heir.not_named > 0, "Phạm Ngũ Lão was in no list, so the recognition is not the heir's");
}

#[test]
fn hong_linh_covers_six_of_six() {
    assert!(plan("hong-linh-2024").roadmaps.is_empty(), "the source names no unit to keep or to convert");
    let covered = judged("hong-linh-2024", "trien-khai", &[], date(2024, 6, 1));
    assert_eq!(counts(&covered), [Some(6)]);
    let rhythms: Vec<_> = plan("hong-linh-2024").tasks.iter().filter_map(|task| task.rhythm).collect();
    assert!(rhythms.contains(&Rhythm::Monthly) && rhythms.contains(&Rhythm::Quarterly));
}

#[test]
fn tuyen_quang_is_8_2_points_over_its_quota() {
    let plan = adopted("tuyen-quang-2025");
    let readings = plan.told("khong-ma-tuy");
    let judged = judged("tuyen-quang-2025", "khong-ma-tuy", &readings, date(2026, 2, 4));
    let share = judged.current.as_ref().and_then(Reading::share).expect("35 of 124");
    assert_eq!((share.to_string().as_str(), share.points_over(Rate::percent(20))), ("28,2\u{a0}%", Some(82)));
    assert_eq!((counts(&judged), judged.status), (vec![Some(25), Some(124)], Status::OnTrack));
    let key = plan.told("xa-trong-diem");
    assert_eq!(key.first().and_then(Reading::share).map(|share| share.to_string()).as_deref(), Some("57,3\u{a0}%"));
    assert_eq!(plan.told("tuyen-trong-diem").first().map(|of| of.low), Some(6));
    assert_eq!(124 - 35 - 71, 18);
}

#[test]
fn hung_yen_needs_52_of_104_in_2026() {
    assert_eq!(counts(&judged("hung-yen-199-2026", "khong-ma-tuy", &[], date(2026, 7, 1))), [Some(52)]);
    let all = judged("hung-yen-199-2026", "tinh-khong-ma-tuy", &[], date(2026, 7, 1));
    assert_eq!(counts(&all), [Some(104)]);
}

#[test]
fn hue_grows_by_fifteen_points_a_year() {
    let readings = [Reading::stated(date(2026, 1, 28), 12, Some(40), "báo".to_owned())];
    let judged = judged("hue-2026", "khong-ma-tuy", &readings, date(2026, 2, 1));
    // 30 % of 40 are 12; +15 points are 6 more each year: 18, 24, 30, 36, then all
    assert_eq!(counts(&judged), [Some(18), Some(24), Some(30), Some(36), Some(40)]);
    let first = judged.points.first().and_then(|point| point.need.as_ref()).map(|need| &need.because);
    assert!(matches!(first, Some(Because::Points { years: 1, part: 12, of: 40, whole: 40, .. })));
}

#[test]
fn the_national_frame_has_its_eighteen_indicators_each_with_who_confirms_it() {
    let plan = plan("ntp-2030");
    let ids: Vec<_> = plan.targets.iter().map(|target| target.id.clone()).collect();
    assert_eq!(ids, (1..=18).map(|n| format!("ntp-{n:02}")).collect::<Vec<_>>());
    let confirmed =
        |target: &&programme::plans::Target| target.source.evidence != Mark::V && target.source.owner.is_some();
    assert_eq!(plan.targets.iter().filter(confirmed).count(), 18);
    assert_eq!(counts(&judged("ntp-2030", "ntp-02", &[], date(2025, 10, 1))), [Some(665), Some(1661)]);
    let last = plan.target("ntp-18").and_then(|target| target.points.first()).and_then(|point| point.level);
    assert_eq!(last, Some(Level::Count { count: 50_000 }));
}
