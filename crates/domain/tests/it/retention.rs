//! How long files are kept: by configuration only.

use domain::cases::{Case, Defect, End, Kept, Law, Measure, Moment, Regime, SHIPPED, load, shipped};
use jiff::civil::{Date, date};

fn law(own: &str) -> Law {
    let own = format!("schema = 1\n{own}");
    load(&SHIPPED, Some(("co-quan.toml", &own))).unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn class(id: &str, title: &str, states: &str, months: i32) -> String {
    format!(
        "[[retention]]\nid = \"{id}\"\ntitle = \"{title}\"\nstates = [{states}]\nmonths = {months}\nminor = {}\ncitation = \"giả định\"\nevidence = \"I\"\nowner = \"giả định\"\n",
        states.is_empty()
    )
}

fn ended(state: &str, on: Date) -> Measure {
    Measure {
        state: state.to_owned(),
        regime: Regime::C,
        opened: Moment::day(date(2026, 7, 2)),
        entry: 1,
        minor: false,
        term_end: None,
        other_end: None,
        brought_back: None,
        undone: false,
        pause: None,
        end: Some(End { on: Moment::day(on), how: "done".to_owned(), entry: 2 }),
    }
}

#[test]
fn no_period_is_shipped() {
    let law = shipped().expect("sound");
    assert!(law.retention.iter().all(|class| class.months.is_none() && class.owner.is_some()));
    let mut case = Case::new(None, "14845", None);
    case.measures.push(ended("S2", date(2027, 7, 2)));
    assert!(matches!(case.kept(&law), Kept::NotSet(class) if class.id == "management"));
}

#[test]
fn what_an_office_has_set_counts_from_the_end_of_the_measure() {
    let law = law(&class("management", "x", "\"S1\", \"S2\"", 24));
    let mut case = Case::new(Some(date(1990, 5, 6)), "14845", None);
    assert_eq!(case.kept(&law), Kept::Running, "nothing has begun");
    case.measures.push(ended("S2", date(2027, 7, 2)));
    assert!(matches!(case.kept(&law), Kept::Until(day, _) if day == date(2029, 7, 2)));
    case.measures.push(ended("S8", date(2026, 8, 1)));
    assert!(matches!(case.kept(&law), Kept::NotSet(class) if class.id == "post"), "no period keeps the whole file");
    case.measures.push(Measure { end: None, ..ended("S3", date(2028, 1, 1)) });
    assert_eq!(case.kept(&law), Kept::Running);
}

#[test]
fn the_longest_of_an_adults_classes_counts_and_the_shortest_of_a_minors() {
    let own = class("management", "x", "\"S1\", \"S2\"", 24) + &class("post", "x", "\"S8\"", 60);
    let law = law(&own);
    let mut case = Case::new(Some(date(1990, 5, 6)), "14845", None);
    case.measures.extend([ended("S8", date(2027, 1, 4)), ended("S2", date(2027, 7, 2))]);
    assert!(matches!(case.kept(&law), Kept::Until(day, class) if day == date(2032, 1, 4) && class.id == "post"));
    case.born = Some(date(2011, 1, 1));
    assert!(matches!(case.kept(&law), Kept::Until(day, _) if day == date(2029, 7, 2)));
}

#[test]
fn a_period_that_is_none_and_a_class_that_is_unknown_are_named() {
    let refused = |own: &str| {
        let own = format!("schema = 1\n{own}");
        load(&SHIPPED, Some(("co-quan.toml", &own))).expect_err("spoiled")
    };
    let findings = refused(&class("management", "x", "\"S1\", \"S2\"", 0));
    assert!(findings.iter().any(|f| f.defect == Defect::BadLength("management".to_owned())), "{findings:?}");
    let findings = refused(&class("no_such", "x", "\"S1\"", 12));
    assert!(findings.iter().any(|f| f.defect == Defect::Unknown("line", "no_such".to_owned())), "{findings:?}");
    let findings = refused(&class("management", "x", "\"S1\"", 12));
    assert!(findings.iter().any(|f| f.defect == Defect::Unknown("retention", "S2".to_owned())), "{findings:?}");
}
