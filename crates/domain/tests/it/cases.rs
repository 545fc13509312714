//! The law of casework as tables, and every written case in `cases/`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use domain::cases::{Law, rehearsal, shipped};

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
