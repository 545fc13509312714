//! The law of casework as tables, and every written case in `cases/`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use domain::cases::projection::Projection;
use domain::cases::{Law, Surroundings, rehearsal, shipped};
use jiff::civil::Date;

fn law() -> Law {
    shipped().unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<_> = fs::read_dir(folder).expect("a folder").map(|f| f.expect("readable").path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

#[test]
fn the_shipped_law_is_sound() {
    law();
}

#[test]
fn every_written_case_comes_out_as_its_author_says() {
    let register = domain::units::shipped().expect("sound");
    let files = files();
    let mut complaints = String::new();
    for file in &files {
        let mut law = law();
        let name = file.file_name().expect("a name").to_string_lossy();
        let case = match rehearsal::read(&mut law, &fs::read_to_string(file).expect("readable")) {
            Ok(case) => case,
            Err(faults) => {
                writeln!(complaints, "{name}: {faults:#?}").expect("String");
                continue;
            }
        };
        let steps = rehearsal::play(&law, &register, &case);
        let says = |e: &rehearsal::Expected| *e != rehearsal::Expected::default();
        assert!(steps.iter().any(|s| says(&s.asked.expect)) || says(&case.expect), "{name}: expects nothing");
        for (table, wanted, came) in rehearsal::differences(&law, &register, &case, &steps) {
            let why = steps.get(table.wrapping_sub(1)).and_then(|s| s.outcome.as_ref().err());
            writeln!(complaints, "{name}: [[act]] {table}: {wanted} ≠ {came} {why:?}").expect("String");
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

#[test]
fn a_contested_entry_carries_its_flag_until_it_is_settled() {
    let mut law = law();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/khieu-nai-dinh-chinh.toml");
    let case = rehearsal::read(&mut law, &fs::read_to_string(file).expect("readable")).expect("sound");
    let steps = rehearsal::play(&law, &domain::units::shipped().expect("sound"), &case);
    let contested: Vec<Vec<i32>> = steps.iter().map(|s| s.case.contested().into_iter().collect()).collect();
    assert!(contested.contains(&vec![1]), "{contested:?}");
    assert_eq!(contested.last(), Some(&Vec::new()), "settled");
}

struct Anywhere;

impl Surroundings for Anywhere {
    fn in_force(&self, _: &str, _: Date) -> bool {
        true
    }
    fn is_heir(&self, _: &str, _: &str, _: Date) -> bool {
        true
    }
    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        false
    }
}

#[test]
fn each_removal_from_a_list_carries_the_point_of_its_list() {
    let removed = |file: &str| -> Vec<(String, String)> {
        let mut law = law();
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(file)).expect("readable");
        let unit = "00000000-0000-0000-0000-000000000001";
        let case = rehearsal::read(&mut law, &text.replace("\"14845\"", &format!("\"{unit}\""))).expect("sound");
        let steps = rehearsal::play(&law, &Anywhere, &case);
        let last = steps.last().expect("one");
        let at = last.asked.request.on.latest();
        let rows = Projection::of(&last.case, &law, at, &|_| "của việc".to_owned()).expect("a unit");
        rows.memberships.into_iter().filter_map(|m| Some((m.list, m.to?.clause))).collect()
    };
    let pair = |list: &str, point: &str| (list.to_owned(), format!("Luật 120/2025/QH15, Điều {point}"));
    assert!(removed("dieu-kien-9-phat-tu-khong-xoa.toml").contains(&pair("post", "48.4.b")));
    assert!(removed("s5c-co-so-cong-lap.toml").contains(&pair("addicts", "48.3.b")));
    let again = removed("s8-nghien-lai.toml");
    assert!(again.contains(&pair("addicts", "48.3.a")) && again.contains(&pair("post", "48.4.b")), "{again:?}");
    assert_eq!(removed("s1-s2-quan-ly-mot-nam.toml"), [pair("users", "27.3.a")]);
    let missing = removed("tuyen-bo-mat-tich.toml");
    assert!(missing.iter().any(|(_, clause)| clause.ends_with("48.3.d") || clause.ends_with("48.4.d")), "{missing:?}");
}

/// The lines of the tables of deadlines: 47 in force, 22 of before.
#[test]
fn every_deadline_has_its_clock_or_a_reason() {
    let law = law();
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/law/clocks.md")).expect("there");
    let clocks = |regimes: &str| -> Vec<String> {
        let of = law.regimes.iter().filter(|law| regimes.contains(law.regime.key()));
        of.flat_map(|law| &law.clocks).map(|clock| clock.id.clone()).collect()
    };
    let (now, before) = page.split_once("## Before 1/7/2026").expect("two tables");
    for (part, regimes, lines) in [(now, "C", 47), (before, "AB", 22)] {
        let rows: Vec<Vec<&str>> =
            part.lines().filter(|line| line.starts_with("| ")).skip(2).map(|line| line.split('|').collect()).collect();
        assert_eq!(rows.len(), lines, "{regimes}");
        let mut named: Vec<String> = Vec::new();
        for row in &rows {
            let (line, answer) = (row[1].trim(), row[2].trim());
            let reason = answer.starts_with("none: ") || answer.starts_with("outside: ");
            let ids: Vec<String> = answer.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            let carried = ids.iter().filter(|id| clocks(regimes).contains(id)).count();
            assert!(reason || carried > 0, "{line}: neither a clock nor a reason");
            named.extend(ids);
        }
        // choices of the program, and what stands in the text outside of its table of deadlines
        let own = [
            "ground_expiry",
            "complaint",
            "complaint_window",
            "stop_on_dependence",
            "adult_facility",
            "copy_to_permanent",
            "court_served",
            "appeal_window",
            "relief_accepted",
            "relief_decided",
            // a decree of its own put these in force within the time of regime B
            "contest_reply",
            "contest_done",
            "contest_done_third",
        ];
        let missing: Vec<String> =
            clocks(regimes).into_iter().filter(|id| !named.contains(id) && !own.contains(&id.as_str())).collect();
        assert!(missing.is_empty(), "{regimes}: no line of the tables names {missing:?}");
    }
}

fn played(file: &str) -> (Law, Vec<rehearsal::Step>) {
    let mut law = law();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(file);
    let case = rehearsal::read(&mut law, &fs::read_to_string(file).expect("readable")).expect("sound");
    let steps = rehearsal::play(&law, &domain::units::shipped().expect("sound"), &case);
    (law, steps)
}

#[test]
fn a_complaint_is_owed_an_answer_by_whose_decision_it_is_about() {
    for (file, office) in [
        ("khieu-nai-quyet-dinh-cua-chu-tich.toml", "chu_tich_ubnd_xa"),
        ("khieu-nai-quyet-dinh-cua-truong-cong-an.toml", "truong_ca_xa"),
    ] {
        let (law, steps) = played(file);
        let lodged = steps.iter().find(|step| step.asked.request.act == "contest_entry").expect("a complaint");
        let clocks = lodged.clocks(&law);
        let complaint = clocks.iter().find(|clock| clock.line.id == "complaint").expect("a time limit");
        assert_eq!(complaint.office, office);
    }
}

/// A death that is older than what was put on file before it was known ends nothing before it began.
#[test]
fn flows_balance_after_a_death_that_was_heard_of_late() {
    let (_, steps) = played("ghi-muon-mot-su-viec.toml");
    let case = &steps.last().expect("steps").case;
    assert!(case.closed.is_some());
    let (from, to) = (Date::constant(2026, 7, 1), Date::constant(2026, 12, 31));
    let days = (0..180).map(|n| domain::cases::days_later(from, n)).filter(|day| *day <= to);
    for day in days {
        let mut flow = domain::cases::Flow::default();
        flow.count(case, "users", None, day, day);
        assert!(flow.balances(), "{day}: {flow:?}");
    }
    for measure in &case.measures {
        assert!(measure.end.as_ref().is_none_or(|end| end.on.day >= measure.opened.day), "{measure:?}");
    }
}

#[test]
fn a_choice_that_the_law_gave_up_is_not_offered_after_it() {
    let law = law();
    let field = law.field("stop_reason").expect("a field");
    let on = |day: Date| field.options_on(day).any(|option| option == "education_in_commune");
    assert!(on(Date::constant(2026, 6, 30)) && !on(Date::constant(2026, 7, 1)));
}
