//! What can be done with a plan, and what is refused.

use domain::work::{Author, Chain as _, Entry, WorkAct as _, replay};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use programme::plans::check::Place as Where;
use programme::plans::{
    Amendment, Among, Baseline, Counted, Direction, Document, Draft, Kind, Level, Mark, Metric, Phase, Place, Plan,
    PlanAct, Point, Refusal, Roadmap, Source, Statement, Target,
};
use uuid::Uuid;

pub fn entry(seq: u32, on: Date, act: PlanAct) -> Entry<PlanAct> {
    let by = Author { account: Uuid::from_u128(1), appointment: Uuid::from_u128(2) };
    Entry { id: Uuid::from_u128(u128::from(seq) + 100), seq, on, at: Timestamp::UNIX_EPOCH, by, act }
}

pub fn head() -> Draft {
    Draft {
        kind: Kind::Plan,
        title: "Xây dựng xã không ma túy (giả định)".to_owned(),
        issuer: "UBND xã Mường Lát (giả định)".to_owned(),
        basis: vec!["Kế hoạch 192/KH-UBND".to_owned()],
        from: date(2026, 1, 1),
        to: date(2030, 12, 31),
        supersedes: None,
    }
}

pub fn share(by: Date, percent: u32) -> Point {
    Point { by, level: Some(Level::Share { rate: percent * 100 }) }
}

pub fn target(id: &str, direction: Direction, points: Vec<Point>) -> Target {
    Target {
        id: id.to_owned(),
        statement: "Chỉ tiêu giả định".to_owned(),
        metric: Metric::Stated { name: "hộ gia đình".to_owned(), of: Some("hộ gia đình".to_owned()) },
        direction,
        baseline: None,
        whole: None,
        points,
        owner: "UBND xã".to_owned(),
        among: Among::All,
        source: Source { citation: "Kế hoạch giả định, mục I".to_owned(), evidence: Mark::V, owner: None },
        inherited: None,
    }
}

pub fn paper(on: Date) -> Document {
    Document {
        number: "12/KH-UBND".to_owned(),
        date: on,
        issuer: "UBND xã Mường Lát (giả định)".to_owned(),
        signer: "Chủ tịch".to_owned(),
    }
}

fn run(acts: Vec<PlanAct>) -> Result<Plan, Refusal> {
    let entries: Vec<_> = (1..).zip(acts).map(|(seq, act)| entry(seq, date(2026, 3, 1), act)).collect();
    Ok(replay::<Plan>(&entries)?.expect("something was done"))
}

fn begun() -> Vec<PlanAct> {
    let points = vec![share(date(2026, 12, 31), 80), share(date(2027, 12, 31), 100)];
    vec![
        PlanAct::Draft { draft: head() },
        PlanAct::AddTarget { target: target("ky-cam-ket", Direction::AtLeast, points) },
    ]
}

fn issued() -> Vec<PlanAct> {
    let mut acts = begun();
    acts.push(PlanAct::Issue { document: paper(date(2026, 2, 1)) });
    acts
}

fn refusal(mut acts: Vec<PlanAct>, act: PlanAct) -> Refusal {
    acts.push(act);
    run(acts).expect_err("it is refused")
}

#[test]
fn a_plan_is_written_issued_amended_and_ended() {
    let mut acts = issued();
    acts.push(PlanAct::Amend {
        document: paper(date(2026, 2, 20)),
        changes: vec![Amendment::SetTrajectory {
            target: "ky-cam-ket".to_owned(),
            points: vec![share(date(2026, 12, 31), 90)],
        }],
    });
    let plan = run(acts.clone()).expect("lawful");
    assert_eq!((plan.phase, plan.amended.len()), (Phase::InForce, 1));
    assert_eq!(plan.target("ky-cam-ket").map(|target| target.points.len()), Some(1));
    assert_eq!((plan.standing().state.as_str(), plan.standing().due), ("in_force", Some(date(2030, 12, 31))));
    acts.push(PlanAct::End { reason: "Hết thời hạn".to_owned(), document: None });
    assert_eq!(run(acts.clone()).expect("lawful").standing().done, Some(date(2026, 3, 1)));
    acts.push(PlanAct::End { reason: "Lần nữa".to_owned(), document: None });
    assert_eq!(run(acts), Err(Refusal::Over));
}

#[test]
fn a_plan_in_force_changes_by_a_document_only() {
    let target = target("mo-hinh", Direction::All, vec![Point { by: date(2026, 12, 31), level: None }]);
    assert_eq!(refusal(issued(), PlanAct::AddTarget { target: target.clone() }), Refusal::NotADraft);
    assert_eq!(
        refusal(issued(), PlanAct::Amend { document: paper(date(2026, 2, 2)), changes: Vec::new() }),
        Refusal::NothingChanged
    );
    let late = paper(date(2026, 3, 2));
    let changes = vec![Amendment::AddTarget { target }];
    assert_eq!(
        refusal(issued(), PlanAct::Amend { document: late, changes }),
        Refusal::DocumentFromTheFuture(date(2026, 3, 2), date(2026, 3, 1))
    );
}

#[test]
fn a_draft_is_neither_measured_nor_issued_empty() {
    let counted = Counted { on: date(2026, 2, 28), part: 1, whole: Some(2), source: "Báo cáo tháng".to_owned() };
    let told = PlanAct::State { statement: Statement { target: "ky-cam-ket".to_owned(), counted } };
    assert_eq!(refusal(begun(), told), Refusal::NotInForce);
    let empty = vec![PlanAct::Draft { draft: head() }];
    assert_eq!(refusal(empty, PlanAct::Issue { document: paper(date(2026, 2, 1)) }), Refusal::NothingToIssue);
    assert_eq!(refusal(begun(), PlanAct::Draft { draft: head() }), Refusal::NotABeginning);
    assert_eq!(refusal(Vec::new(), PlanAct::DropTarget { target: "x".to_owned() }), Refusal::NotABeginning);
}

#[test]
fn a_statement_of_the_same_day_takes_the_place_of_the_one_before() {
    let told = |part: u32, on: Date| PlanAct::State {
        statement: Statement {
            target: "ky-cam-ket".to_owned(),
            counted: Counted { on, part, whole: Some(900), source: "Báo cáo tháng (giả định)".to_owned() },
        },
    };
    let mut acts = issued();
    acts.extend([told(700, date(2026, 1, 31)), told(710, date(2026, 2, 28)), told(705, date(2026, 1, 31))]);
    let readings = run(acts).expect("lawful").told("ky-cam-ket");
    assert_eq!(readings.iter().map(|of| of.low).collect::<Vec<_>>(), [705, 710]);
    assert_eq!(
        refusal(issued(), told(901, date(2026, 1, 31))),
        Refusal::PartOverWhole("ky-cam-ket".to_owned(), 901, 900)
    );
    assert_eq!(
        refusal(issued(), told(1, date(2026, 3, 2))),
        Refusal::FromTheFuture("ky-cam-ket".to_owned(), date(2026, 3, 2), date(2026, 3, 1))
    );
}

#[test]
fn a_baseline_is_told_only_where_the_plan_leaves_it_open() {
    let mut falling = target("giam", Direction::Falls, vec![Point { by: date(2026, 12, 31), level: None }]);
    let add = |target: Target| PlanAct::AddTarget { target };
    assert_eq!(refusal(begun(), add(falling.clone())), Refusal::NeedsBaseline("giam".to_owned()));
    falling.baseline = Some(Baseline::Registration);
    let mut acts = begun();
    acts.extend([add(falling), PlanAct::Issue { document: paper(date(2026, 2, 1)) }]);
    let counted =
        Counted {
            on: date(2026, 1, 15), part: 41, whole: None, source: "Biên bản rà soát (giả định)".to_owned()
        };
    let tell = |target: &str| PlanAct::SetBaseline { target: target.to_owned(), counted: counted.clone() };
    assert_eq!(refusal(acts.clone(), tell("ky-cam-ket")), Refusal::BaselineNotTold("ky-cam-ket".to_owned()));
    acts.push(tell("giam"));
    assert_eq!(run(acts).expect("lawful").baseline("giam").map(|of| of.part), Some(41));
}

#[test]
fn texts_points_and_sources_are_checked() {
    let add = |change: fn(&mut Target)| {
        let mut of = target("moi", Direction::AtLeast, vec![share(date(2026, 12, 31), 50)]);
        change(&mut of);
        refusal(begun(), PlanAct::AddTarget { target: of })
    };
    let id = || "moi".to_owned();
    assert_eq!(add(|of| of.id = "Mới".to_owned()), Refusal::BadTargetId("Mới".to_owned()));
    assert_eq!(add(|of| of.id = "ky-cam-ket".to_owned()), Refusal::SameTarget("ky-cam-ket".to_owned()));
    assert_eq!(add(|of| of.statement = String::new()), Refusal::Empty(Where::Statement));
    assert_eq!(add(|of| of.statement = "hai  dấu cách".to_owned()), Refusal::NotPlain(Where::Statement));
    assert_eq!(add(|of| of.owner = "x".repeat(301)), Refusal::TooLong(Where::Owner, 301, 300));
    assert_eq!(add(|of| of.source.evidence = Mark::N), Refusal::NeedsOwner(id()));
    assert_eq!(add(|of| of.points.clear()), Refusal::NoPoint(id()));
    assert_eq!(add(|of| of.points.push(share(date(2026, 12, 31), 60))), Refusal::PointOrder(id(), date(2026, 12, 31)));
    assert_eq!(add(|of| of.points = vec![share(date(2031, 1, 1), 60)]), Refusal::PointOutside(id(), date(2031, 1, 1)));
    assert_eq!(add(|of| of.direction = Direction::All), Refusal::PointLevel(id(), date(2026, 12, 31)));
    assert_eq!(add(|of| of.points = vec![share(date(2026, 12, 31), 101)]), Refusal::RateOver(id(), 10_100));
}

#[test]
fn a_roadmap_names_each_commune_once_and_no_more_than_there_are() {
    let place = |code: &str| Place { code: code.to_owned(), name: format!("xã {code} (giả định)") };
    let map = |units: u32, keep: Vec<Place>| Roadmap {
        year: 2026,
        map_on: date(2026, 1, 1),
        units,
        keep,
        convert: vec![place("14845")],
        confirms: "UBND tỉnh".to_owned(),
    };
    let set = |roadmap: Roadmap| PlanAct::SetRoadmap { roadmap };
    assert_eq!(refusal(begun(), set(map(1, vec![place("14848")]))), Refusal::RoadmapSize(2026, 2, 1));
    assert!(matches!(refusal(begun(), set(map(9, vec![place("14845")]))), Refusal::SamePlace(2026, _)));
    let early = Roadmap { year: 2025, ..map(9, Vec::new()) };
    assert_eq!(refusal(begun(), set(early)), Refusal::RoadmapOutside(2025));
    let mut acts = begun();
    acts.push(set(map(9, vec![place("14848")])));
    let plan = run(acts).expect("lawful");
    let planned = plan.roadmap(2026).map(Roadmap::planned);
    assert_eq!(planned.map(|share| (share.part, share.whole)), Some((2, 9)));
}

#[test]
fn a_commune_derives_its_plan_from_the_one_above() {
    let parent = Uuid::from_u128(77);
    let mut inherited = target("ky-cam-ket", Direction::All, vec![Point { by: date(2026, 12, 31), level: None }]);
    inherited.inherited = Some("ky-cam-ket".to_owned());
    let plan = run(vec![PlanAct::Derive { parent, draft: head(), targets: vec![inherited] }]).expect("lawful");
    assert_eq!((plan.standing().parent, plan.phase, plan.targets.len()), (Some(parent), Phase::Draft, 1));
}

#[test]
fn what_was_adopted_is_the_plan_as_published_and_adopted_once() {
    let plan = run(vec![PlanAct::Adopt { plan: "th-192-2025".to_owned(), version: 1 }]).expect("lawful");
    assert_eq!(plan.document.as_ref().map(|of| of.number.as_str()), Some("192/KH-UBND"));
    assert_eq!(plan.standing().key.as_deref(), Some("shipped:th-192-2025"));
    let unknown = PlanAct::Adopt { plan: "th-192-2025".to_owned(), version: 9 };
    assert_eq!(run(vec![unknown]), Err(Refusal::NoSuchShipped("th-192-2025".to_owned(), 9)));
}

#[test]
fn acts_are_kept_under_names_that_stay() {
    let act = PlanAct::Adopt { plan: "th-192-2025".to_owned(), version: 1 };
    let text = serde_json::to_string(&act).expect("it is text");
    assert_eq!(text, r#"{"act":"adopt","plan":"th-192-2025","version":1}"#);
    for act in issued() {
        let kept = serde_json::to_value(&act).expect("it is text");
        assert_eq!(kept.get("act").and_then(|key| key.as_str()), Some(act.key()));
        assert_eq!(serde_json::from_value::<PlanAct>(kept).expect("it is read again"), act);
    }
    let unknown = r#"{"act":"adopt","plan":"x","version":1,"more":true}"#;
    assert!(serde_json::from_str::<PlanAct>(unknown).is_err());
}
