//! Each defect is found, and named with its file and line.

use criteria::{Defect, load, overlaps, shipped, shipped_texts};

const FILE: &str = "test/pack.toml";

fn text() -> &'static str {
    shipped_texts().iter().find(|(file, _)| file.contains("vn-qd28-2025")).expect("shipped").1
}

/// The shipped pack with one passage changed, and the line of the change.
fn with(old: &str, new: &str) -> (String, usize) {
    let at = text().find(old).unwrap_or_else(|| panic!("the pack does not hold {old:?}"));
    let line = text()[..at].matches('\n').count() + 1;
    (text().replacen(old, new, 1), line)
}

#[track_caller]
fn finds(old: &str, new: &str, expected: &Defect) {
    let (text, line) = with(old, new);
    let loaded = load(FILE, &text);
    assert!(loaded.pack.is_none(), "an unsound pack was loaded");
    let found = loaded.findings.iter().find(|f| f.defect == *expected);
    let found = found.unwrap_or_else(|| panic!("not found among {:#?}", loaded.findings));
    assert_eq!(found.file, FILE);
    // The span of a whole table begins at its heading, at most a few lines above.
    let added = new.matches('\n').count();
    assert!(
        (line.saturating_sub(8)..=line + added + 1).contains(&found.line),
        "line {} is far from {line}",
        found.line
    );
    assert!(found.to_string().starts_with("test/pack.toml:"));
}

#[test]
fn shipped_packs_are_sound() {
    let packs = shipped().unwrap_or_else(|f| panic!("{f:#?}"));
    assert_eq!(packs.len(), shipped_texts().len());
    let computable = |id: &str| packs.iter().find(|p| p.id == id).is_some_and(criteria::Pack::is_computable);
    assert!(computable("vn-qd28-2025"));
    for legacy in [
        "vn-qd3122-2010-bca",
        "th-3822-2024",
        "hy-2751-2023",
        "hl-model-2024",
        "sl-509-2024",
        "nqlt-01-2008",
        "gso-no-addict-2019",
    ] {
        assert!(!computable(legacy), "{legacy}: its text is incomplete, so it is named and not computed");
    }
}

#[test]
fn unknown_names() {
    finds(
        r#"over = "population", at_least = { fraction = "5/1000""#,
        r#"over = "popullation", at_least = { fraction = "5/1000""#,
        &Defect::Unknown("input", "popullation".into()),
    );
    finds(
        r#"of = ["C2a", "C2b", "C2c", "C2d"], also"#,
        r#"of = ["C2a", "C2b", "C2c", "C2x"], also"#,
        &Defect::Unknown("criterion", "C2x".into()),
    );
    finds(
        r#"every = ["F1", "F2a", "F2b", "F3"]"#,
        r#"every = ["F1", "F2a", "F2b", "F9"]"#,
        &Defect::Unknown("criterion", "F9".into()),
    );
    finds(
        r#"if = "band_reading=literal""#,
        r#"if = "band_reading=litteral""#,
        &Defect::Unknown("switch=option", "band_reading=litteral".into()),
    );
    finds(
        r#"together = { free = "DRUG_FREE""#,
        r#"together = { free = "DRUGFREE""#,
        &Defect::Unknown("class", "DRUGFREE".into()),
    );
    finds(r#"default = "ceil""#, r#"default = "up""#, &Defect::Unknown("option", "up".into()));
}

#[test]
fn missing_citations() {
    finds("article = \"Điều 4 khoản 1 điểm b\"\n", "", &Defect::MissingCitation("C1b".into()));
    finds("article = \"Điều 4 khoản 1 điểm b\"", "article = \"  \"", &Defect::MissingCitation("C1b".into()));
    finds("citation = \"Điều 5 khoản 4\"\n", "", &Defect::MissingCitation("communes_total".into()));
    finds("citation = \"Điều 4 khoản 2\"\n", "", &Defect::MissingCitation("KEY_II".into()));
}

#[test]
fn unreachable_classes() {
    // Every commune that is drug-free is taken by the class before it.
    let drug_free =
        "id = \"DRUG_FREE\"\nlevel = \"commune\"\ncitation = \"Điều 6\"\nevery = [\"F1\", \"F2a\", \"F2b\", \"F3\"]";
    let shadowed = format!(
        "id = \"CLEAN\"\nlevel = \"commune\"\ncitation = \"Điều 6\"\nevery = [\"F1\", \"F2a\", \"F2b\"]\n\n[[class]]\n{drug_free}"
    );
    finds(drug_free, &shadowed, &Defect::Unreachable("DRUG_FREE".into(), "commune"));
    finds("otherwise = true", "every = [\"F1\"]", &Defect::NoOtherwise("commune"));
    let late = "otherwise = true\n\n[[class]]\nid = \"LATE\"\nlevel = \"commune\"\ncitation = \"x\"\nevery = [\"F1\"]";
    finds("otherwise = true", late, &Defect::AfterOtherwise("LATE".into()));
}

#[test]
fn numbers_and_bands() {
    finds("fraction = \"5/10000\"", "fraction = \"0,05 %\"", &Defect::BadNumber("0,05 %".into()));
    finds(
        "quantity = 3000, printed = \"3.000 cây\" }",
        "quantity = -1, printed = \"3.000 cây\" }",
        &Defect::BadNumber("-1".into()),
    );
    finds(
        "at_least = { quantity = 1, printed = \"1 điểm\" }",
        "at_least = { quantity = 2, printed = \"1 điểm\" }",
        &Defect::EmptyBand("C2b".into()),
    );
    finds(
        "at_least = { count = 3, of = [\"C1a\"",
        "at_least = { count = 6, of = [\"C1a\"",
        &Defect::TooMany("KEY_I".into(), 6, 5),
    );
    finds("starts = \"12-15\"", "starts = \"12-32\"", &Defect::BadDate("12-32".into()));
}

#[test]
fn shape() {
    finds("id = \"C1b\"\nlevels", "id = \"C1a\"\nlevels", &Defect::Duplicate("C1a".into()));
    finds(
        "amount = { of = \"use_sites\", at_least = { quantity = 5, printed = \"5 điểm\" } }",
        "",
        &Defect::OneRule("P2".into()),
    );
    finds(
        "at_least = { count = 1, of = [\"C3a\", \"C3b\", \"C3c\"] }",
        "at_least = { count = 1, of = [\"P1\"] }",
        &Defect::WrongLevel("P1".into(), "commune"),
    );
    finds("schema = 1", "schema = 2", &Defect::UnknownSchema(2));
    finds("evidence = \"V\"", "evidence = \"sure\"", &Defect::BadWord("evidence", "sure".into(), "V, VX, N, U"));
    finds(
        "effective_from = 2025-08-24",
        "effective_from = 2025-08-24\neffective_to = 2024-01-01",
        &Defect::EndsBeforeBegin,
    );
}

#[test]
fn criteria_that_count_one_another() {
    let (text, _) = with("of = [\"C3a\", \"C3b\", \"C3c\", \"C2b\"]", "of = [\"C3a\", \"C1dd\", \"C3c\", \"C2b\"]");
    let findings = load(FILE, &text).findings;
    assert!(findings.iter().any(|f| f.defect == Defect::Cycle("C1dd → C2dd → C1dd".into())), "{findings:#?}");
}

#[test]
fn a_criterion_that_nothing_counts() {
    let (text, _) = with("\"P4\", \"P5\", \"P6\"]", "\"P4\", \"P5\"]");
    let findings = load(FILE, &text).findings;
    assert!(findings.iter().any(|f| f.defect == Defect::Unused("P6".into())), "{findings:#?}");
}

#[test]
fn unknown_keys_and_syntax_have_a_line() {
    let (text, line) = with("band_reading\"\ntitle", "band_reading\"\ntitel");
    let loaded = load(FILE, &text);
    assert!(
        matches!(&loaded.findings[..], [f] if matches!(f.defect, Defect::Unreadable(_)) && f.line.abs_diff(line) <= 2),
        "{:#?}",
        loaded.findings
    );
    assert!(matches!(&load(FILE, "id = ").findings[..], [f] if f.line == 1));
}

#[test]
fn a_cited_pack_says_what_is_missing() {
    let (file, text) = shipped_texts().iter().find(|(file, _)| file.contains("sl-509")).expect("shipped");
    let silent = text.lines().filter(|l| !l.starts_with("missing")).collect::<Vec<_>>().join("\n");
    assert!(load(file, text).findings.is_empty());
    assert!(load(file, &silent).findings.iter().any(|f| f.defect == Defect::SaysNotWhatIsMissing));
}

#[test]
fn overlapping_dates() {
    fn found(a: &criteria::Pack, b: &criteria::Pack) -> usize {
        overlaps(&[("one".to_owned(), a), ("two".to_owned(), b)]).len()
    }
    let one = load("one", text()).pack.expect("sound");
    let mut two = one.clone();
    two.id = "vn-qd99-2027".into();
    two.effective_from = "2027-01-01".parse().expect("a date");
    assert_eq!(found(&one, &two), 1);
    let mut ended = one.clone();
    ended.effective_to = "2026-12-31".parse().ok();
    assert_eq!(found(&ended, &two), 0);
    two.subject = "another".into();
    assert_eq!(found(&one, &two), 0);
}
