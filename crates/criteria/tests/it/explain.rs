//! What an officer reads.

use criteria::{Explainer, Facts, Settings, reason};
use domain::facts::{Route, Value};
use texts::Lang;

fn facts(pack: &criteria::Pack, of: &[(&str, i64)]) -> Facts {
    Facts::collect(pack, |id| match of.iter().find(|(name, _)| *name == id) {
        Some((_, n)) if id == "key_route" => Value::Route(if *n == 0 { Route::None } else { Route::Local }),
        Some((_, n)) => Value::Number(*n),
        None => Value::Unknown,
    })
}

#[track_caller]
fn says(id: &str, of: &[(&str, i64)], explained: &str, change: &str) {
    let pack = crate::decision_28();
    let (facts, settings) = (facts(&pack, of), Settings::defaults(&pack));
    let explainer = Explainer { pack: &pack, lang: Lang::Vi };
    let (ix, _) = pack.criterion(id).expect("a criterion");
    let reason = reason(&pack, ix, &facts, &settings).expect("a criterion");
    assert_eq!(explainer.say(&reason), explained);
    assert_eq!(explainer.would_change(&reason).unwrap_or_default(), change);
}

#[test]
fn a_rate_shows_law_fraction_and_head_count() {
    says(
        "C1a",
        &[("population", 10_000), ("addicts_on_file", 40), ("users_on_file", 9)],
        "40 + 9 = 49 / 10.000 = 0,49 %; cần từ 0,5 % (5/1000), tức từ 50",
        "đạt khi từ 50 trở lên (còn thiếu 1)",
    );
}

#[test]
fn a_rate_is_cut_and_never_rounded_up_to_its_threshold() {
    says(
        "C1c",
        &[("population", 1_000_001), ("offenders_arrested", 1_000)],
        "1.000 / 1.000.001 ≈ 0,0999 %; cần từ 0,1 % (1/1000), tức từ 1.001",
        "đạt khi từ 1.001 trở lên (còn thiếu 1)",
    );
}

#[test]
fn what_is_missing_is_named() {
    says(
        "C1a",
        &[("population", 10_000), ("addicts_on_file", 40)],
        "40 + chưa có số liệu / 10.000; cần từ 0,5 % (5/1000), tức từ 50",
        "đạt khi từ 50 trở lên",
    );
    let pack = crate::decision_28();
    let facts = facts(&pack, &[("population", 10_000), ("addicts_on_file", 40)]);
    let (ix, _) = pack.criterion("C1a").expect("a criterion");
    let reason = reason(&pack, ix, &facts, &Settings::defaults(&pack)).expect("a criterion");
    let explainer = Explainer { pack: &pack, lang: Lang::Vi };
    assert_eq!(explainer.missing(&reason), ["Người sử dụng trái phép có hồ sơ quản lý"]);
}

#[test]
fn absence_reads_as_absence() {
    says("F3", &[("use_sites", 1)], "Điểm tổ chức, chứa chấp sử dụng: 1; phải bằng 0", "đạt khi không quá 0");
    says("F3", &[("use_sites", 0)], "Điểm tổ chức, chứa chấp sử dụng: 0; phải bằng 0", "không còn đạt khi quá 0");
}

#[test]
fn points_on_a_route() {
    says(
        "C1dd",
        &[
            ("population", 10_000),
            ("addicts_on_file", 10),
            ("users_on_file", 0),
            ("use_sites", 1),
            ("offenders_arrested", 0),
            ("plants", 0),
            ("plant_area_m2", 0),
            ("key_route", 0),
        ],
        "đạt 2: C2a, C2b; cần ít nhất 2 trong C2a, C2b, C2c, C2d; và không nằm trên tuyến; cần tuyến nội tỉnh hoặc tuyến liên tỉnh",
        "đạt khi nằm trên tuyến nội tỉnh hoặc tuyến liên tỉnh",
    );
}

#[test]
fn both_languages_say_something_for_everything() {
    let pack = crate::decision_28();
    for facts in [Facts::unknown(&pack), facts(&pack, &[("population", 5), ("addicts_on_file", 5), ("key_route", 1)])] {
        for lang in [Lang::Vi, Lang::En] {
            let explainer = Explainer { pack: &pack, lang };
            for n in 0..pack.criteria.len() {
                let said = explainer.explain(criteria::CriterionIx(n), &facts, &Settings::defaults(&pack));
                assert!(said.len() > 8, "{said}");
            }
        }
    }
}
