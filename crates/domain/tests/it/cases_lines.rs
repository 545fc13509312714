//! Each line of the law says what it rests on, how well that is known, and who confirms what was not read.

use domain::cases::{Basis, Evidence, Law, Regime, SHIPPED, load, shipped};

fn law() -> Law {
    shipped().unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// Every line with its name.
fn lines(law: &Law) -> Vec<(String, Basis<'_>)> {
    let mut lines: Vec<(String, Basis<'_>)> = Vec::new();
    lines.extend(law.lists.iter().map(|l| (format!("list {}", l.id), l.basis())));
    lines.extend(law.removals.iter().map(|l| (format!("removal {}", l.id), l.basis())));
    lines.extend(law.states.iter().map(|l| (format!("state {}", l.id), l.basis())));
    lines.extend(law.actors.iter().map(|l| (format!("actor {}", l.id), l.basis())));
    lines.extend(law.fields.iter().map(|l| (format!("field {}", l.id), l.basis())));
    lines.extend(law.acts.iter().map(|l| (format!("act {}", l.id), l.basis())));
    lines.extend(law.switches.iter().map(|l| (format!("switch {}", l.id), l.basis())));
    for regime in [Regime::A, Regime::C] {
        let clause =
            |guard: &domain::cases::Guard| (format!("guard {}", guard.key()), law.clause(*guard, Some(regime)));
        lines.extend(domain::cases::Guard::ALL.iter().map(clause));
    }
    for regime in &law.regimes {
        let key = regime.regime.key();
        lines.extend(regime.rules.iter().map(|l| (format!("{key} rule {}", l.act), l.basis())));
        lines.extend(regime.terms.iter().map(|l| (format!("{key} term {}", l.state), l.basis())));
        lines.extend(regime.clocks.iter().map(|l| (format!("{key} clock {}", l.id), l.basis())));
    }
    lines
}

/// Whether a citation names a range of whole articles: `Điều 14–26`.
fn names_a_range(citation: &str) -> bool {
    let words = citation.split([' ', ',', ';', '(', ')']);
    words.filter_map(|word| word.split_once('–')).any(|(from, to)| {
        let whole = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        whole(from) && whole(to)
    })
}

#[test]
fn a_line_that_was_read_names_its_article_and_not_a_range_of_them() {
    assert!(names_a_range("NĐ 163/2026/NĐ-CP, Điều 14–26") && !names_a_range("Điều 35.3.c–d, 36.2"));
    let law = law();
    let vague: Vec<String> = lines(&law)
        .into_iter()
        .filter(|(_, basis)| basis.evidence == Evidence::V)
        .filter(|(_, basis)| names_a_range(basis.citation) || basis.citation.contains("cần đọc lại"))
        .map(|(line, basis)| format!("{line}: {}", basis.citation))
        .collect();
    assert_eq!(vague, [""; 0], "lines marked as read that do not say where");
}

#[test]
fn every_line_that_was_not_read_shows_its_owner() {
    let law = law();
    let all = lines(&law);
    assert!(all.len() > 600, "{}", all.len());
    for (line, basis) in all {
        assert!(!basis.citation.is_empty() && basis.evidence != Evidence::Missing, "{line}");
        assert!(basis.evidence == Evidence::V || basis.owner.is_some_and(|owner| !owner.is_empty()), "{line}");
    }
}

/// The shipped lines as they are written, one by one: the table that would replace each.
fn tables() -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for (file, text) in SHIPPED {
        let blocks =
            text.split("\n[[").skip(1).map(|block| format!("[[{}", block.split("\n\n").next().unwrap_or(block)));
        tables.extend(blocks.map(|block| (file.to_owned(), format!("schema = 1\n{block}\n"))));
        let Some(regime) = file.strip_prefix("regime-").and_then(|name| name.strip_suffix(".toml")) else { continue };
        let mut section = "";
        for line in text.lines() {
            if let Some(name) = line.strip_suffix(" = [") {
                section = name;
            }
            if line.starts_with("    {") {
                let own = format!("schema = 1\nregime = \"{}\"\n{section} = [\n{line}\n]\n", regime.to_uppercase());
                tables.push((file.to_owned(), own));
            }
        }
    }
    tables
}

#[test]
fn each_line_that_was_not_read_can_be_replaced_and_no_other() {
    let (mut replaced, mut kept) = (0, 0);
    for (file, table) in tables() {
        let Some((before, after)) = table.split_once("citation = \"") else { continue };
        let (_, rest) = after.split_once('"').expect("a citation");
        let own = format!("{before}citation = \"thay bằng dòng của cơ quan\"{rest}");
        let read = own.contains("evidence = \"V\"") && !own.contains("[[switch]]");
        match load(&SHIPPED, Some(("own.toml", &own))) {
            Ok(law) => {
                let taken = lines(&law).iter().any(|(_, basis)| basis.citation == "thay bằng dòng của cơ quan");
                let kept_files = own.contains("[[retention]]");
                assert!(!read && (taken || kept_files), "{file}: {own}");
                replaced += 1;
            }
            Err(findings) => {
                assert!(read, "{file}: {own} {findings:?}");
                let refused =
                    |f: &domain::cases::Finding| matches!(f.defect, domain::cases::Defect::NotConfigurable(_));
                assert!(findings.iter().all(refused), "{file}: {own} {findings:?}");
                kept += 1;
            }
        }
    }
    assert!(replaced > 200 && kept > 200, "{replaced} replaced, {kept} kept");
}
