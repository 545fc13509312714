//! The table of indicators: what ships is sound, and what is not is named with file and line.

use programme::indicators::{Defect, Finding, Indicators, Kind, SHIPPED, Traits, Up, address, addressed, load};

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
    assert!(matches!(&found("schema = 1\nindicator = [\n")[..], [(_, Defect::Syntax(_))]));
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

#[test]
fn everybody_is_in_one_group_by_what_the_file_says_on_the_last_day() {
    let indicators = shipped();
    let age = indicators.breakdown("age").expect("shipped");
    let on = jiff::civil::date(2026, 9, 14);
    let group = |born: Option<&str>| {
        let traits = Traits::read(None, born);
        age.group_of(&traits, on).map(|group| group.id.clone()).expect("a group")
    };
    assert_eq!(group(Some("2008-09-14")), "from_18", "eighteen on the day itself");
    assert_eq!(group(Some("2008-09-15")), "from_16", "the day before");
    assert_eq!((group(Some("1996-09-14")), group(Some("1996-09-15"))), ("from_30".to_owned(), "from_18".to_owned()));
    assert_eq!(group(Some("1990")), "from_30", "a year is enough where each of its days says the same");
    assert_eq!(group(Some("2008")), "unknown", "seventeen or eighteen");
    assert_eq!(group(Some("2008-08")), "from_18");
    assert_eq!((group(None), group(Some("không rõ"))), ("unknown".to_owned(), "unknown".to_owned()));
    let sex = indicators.breakdown("sex").expect("shipped");
    let told = |sex_in_file| sex.group_of(&Traits::read(sex_in_file, None), on).map(|group| group.id.as_str());
    assert_eq!((told(Some("female")), told(None)), (Some("female"), Some("unknown")));
}

#[test]
fn a_group_is_an_indicator_under_an_address_of_its_own() {
    let indicators = shipped();
    let part = indicators.get("addicts@sex.female").expect("a group");
    assert!(part.small && part.up == Up::Sum && part.query() == "flows.addicts.closing@sex.female/1");
    assert_eq!(address(&part.id), ("addicts", Some(("sex", "female"))));
    assert_eq!(addressed("addicts", Some(("sex", "female"))), part.id);
    assert!(indicators.get("addicts_in@sex.female").is_none(), "entries are times, and not told apart");
}

#[test]
fn a_breakdown_that_leaves_somebody_out_or_counts_twice_is_refused() {
    let with = |groups: &str| {
        format!(
            "{ONE}by = [\"band\"]\n[[breakdown]]\nid = \"band\"\ntitle = \"T\"\nwhole = \"W\"\nasks = \"age\"\n\
             citation = \"c\"\nevidence = \"V\"\n{groups}"
        )
    };
    let group = |id: &str, range: &str| format!("[[breakdown.group]]\nid = \"{id}\"\ntitle = \"{id}\"\n{range}\n");
    let unknown = group("u", "");
    let whole = [group("a", "below = 18"), group("b", "from = 18"), unknown.clone()].concat();
    assert!(load(&with(&whole), "x.toml").is_ok());
    for bad in [
        [group("a", "below = 17"), group("b", "from = 18"), unknown.clone()].concat(),
        [group("a", "below = 19"), group("b", "from = 18"), unknown.clone()].concat(),
        [group("a", "below = 18"), group("b", "from = 18")].concat(),
        [group("a", "sex = \"male\""), group("b", "from = 0"), unknown].concat(),
    ] {
        let faults = found(&with(&bad));
        assert!(matches!(&faults[..], [(16, Defect::Discord { id, .. })] if id == "band"), "{faults:?}");
    }
    let flows = with(&whole).replace("flows.addicts.closing", "flows.addicts.entries");
    assert!(matches!(&found(&flows)[..], [(14, Defect::Discord { id, .. })] if id == "a"));
    assert!(matches!(&found(&format!("{ONE}by = [\"x\"]\n"))[..], [(14, Defect::Unknown { kind: "breakdown", .. })]));
}
