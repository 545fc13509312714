//! The table of indicators: what ships is sound, and what is not is named with file and line.

use programme::indicators::{Defect, Finding, Indicators, Kind, SHIPPED, Up, load};

pub fn shipped() -> Indicators {
    load(SHIPPED, "indicators.toml").unwrap_or_else(|findings| panic!("{}", lines(&findings)))
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_shipped_indicators_are_sound() {
    let indicators = shipped();
    assert!(indicators.all().len() > 60, "{}", indicators.all().len());
    for indicator in indicators.all() {
        assert!(indicator.evidence == "V" || indicator.owner.is_some(), "{}", indicator.id);
    }
}

#[test]
fn no_indicator_is_ever_averaged() {
    for indicator in shipped().all() {
        let lawful = match indicator.kind {
            Kind::Count | Kind::Area => indicator.up == Up::Sum,
            Kind::Share => indicator.up == Up::Recompute && indicator.parts.is_some(),
            Kind::Choice | Kind::Text | Kind::Day => indicator.up == Up::Apart,
        };
        assert!(lawful, "{}", indicator.id);
    }
}

const ONE: &str = r#"schema = 1
[[indicator]]
id = "a"
title = "A"
unit = "người"
kind = "count"
definition = "Đếm."
citation = "Điều 1"
evidence = "V"
from = "flows.addicts.closing"
when = "stock"
carry = "recompute"
up = "sum"
"#;

fn found(text: &str) -> Vec<(usize, Defect)> {
    let findings = load(text, "x.toml").expect_err("a fault");
    assert!(findings.iter().all(|finding| finding.file == "x.toml"));
    findings.into_iter().map(|finding| (finding.line, finding.defect)).collect()
}

#[test]
fn each_fault_of_a_table_is_named_at_its_line() {
    assert!(load(ONE, "x.toml").is_ok());
    let faults = found(&ONE.replace("kind = \"count\"", "kind = \"average\""));
    assert!(matches!(&faults[..], [(6, Defect::Word { what: "kind", word, .. })] if word == "average"), "{faults:?}");
    let faults = found(&ONE.replace("flows.addicts.closing", "flows.everybody.closing"));
    assert!(matches!(&faults[..], [(10, Defect::Unknown { kind: "source", .. })]), "{faults:?}");
    let faults = found(&ONE.replace("evidence = \"V\"", "evidence = \"N\""));
    assert!(matches!(&faults[..], [(9, Defect::Missing { what: "owner", .. })]), "{faults:?}");
    let faults = found(&ONE.replace("up = \"sum\"", "up = \"none\""));
    assert!(matches!(&faults[..], [(3, Defect::Discord { .. })]), "{faults:?}");
    let faults = found(&format!("{ONE}{}", ONE.replace("schema = 1\n", "")));
    assert!(matches!(&faults[..], [(15, Defect::Twice(id))] if id == "a"), "{faults:?}");
    assert!(matches!(&found("schema = 2\nindicator = []\n")[..], [(1, Defect::Schema(2))]));
    assert!(matches!(&found("schema = 1\nindicator = [\n")[..], [(_, Defect::Unreadable(_))]));
}

#[test]
fn a_share_needs_two_counts() {
    let share = "[[indicator]]\nid = \"s\"\ntitle = \"S\"\nkind = \"share\"\ndefinition = \"d\"\ncitation = \"c\"\n\
                 evidence = \"V\"\nfrom = \"parts\"\nwhen = \"stock\"\ncarry = \"recompute\"\nup = \"recompute\"\n\
                 numerator = \"a\"\ndenominator = \"b\"\n";
    let faults = found(&format!("{ONE}{share}"));
    assert!(matches!(&faults[..], [(26, Defect::Unknown { kind: "indicator", id, .. })] if id == "b"), "{faults:?}");
    assert!(load(&format!("{ONE}{}", share.replace("\"b\"", "\"a\"")), "x.toml").is_ok());
}
