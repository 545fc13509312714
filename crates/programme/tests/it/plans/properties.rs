//! Whatever is done in whatever order: it is refused, or the plan keeps what it must; replay gives what was decided.

use domain::work::{Chain as _, Entry, replay};
use jiff::ToSpan as _;
use jiff::civil::date;
use programme::plans::{
    Amendment, Baseline, Counted, Direction, Phase, Place, Plan, PlanAct, Point, Roadmap, Statement,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::acts::{entry, head, paper, share, target};

fn id() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "khong-ma-tuy"]).prop_map(str::to_owned)
}

fn points() -> impl Strategy<Value = Vec<Point>> {
    prop::collection::vec((2025_i16..2033, 0_u32..120), 0..4)
        .prop_map(|points| points.into_iter().map(|(year, percent)| share(date(year, 12, 14), percent)).collect())
}

fn some_target() -> impl Strategy<Value = programme::plans::Target> {
    let direction = prop::sample::select(Direction::ALL.to_vec());
    (id(), direction, points(), any::<bool>(), any::<bool>()).prop_map(|(id, direction, mut points, bare, based)| {
        if bare {
            for point in &mut points {
                point.level = None;
            }
        }
        let mut of = target(&id, direction, points);
        of.baseline = based.then_some(Baseline::Registration);
        of
    })
}

fn counted() -> impl Strategy<Value = Counted> {
    (0_u32..20, prop::option::of(0_u32..20), 0_i64..600).prop_map(|(part, whole, days)| Counted {
        on: date(2025, 6, 1).saturating_add(days.days()),
        part,
        whole,
        source: "giả định".to_owned(),
    })
}

fn roadmap() -> impl Strategy<Value = Roadmap> {
    let codes = || prop::collection::vec(14_800_u32..14_806, 0..4);
    (2025_i16..2032, 0_u32..8, codes(), codes()).prop_map(|(year, units, keep, convert)| {
        let place = |code: u32| Place { code: code.to_string(), name: format!("xã {code}") };
        Roadmap {
            year,
            map_on: date(2026, 1, 1),
            units,
            keep: keep.into_iter().map(place).collect(),
            convert: convert.into_iter().map(place).collect(),
            confirms: "UBND tỉnh".to_owned(),
        }
    })
}

fn amendment() -> impl Strategy<Value = Amendment> {
    prop_oneof![
        some_target().prop_map(|target| Amendment::AddTarget { target }),
        id().prop_map(|target| Amendment::DropTarget { target }),
        (id(), points()).prop_map(|(target, points)| Amendment::SetTrajectory { target, points }),
        roadmap().prop_map(|roadmap| Amendment::SetRoadmap { roadmap }),
        (2024_i16..2062).prop_map(|year| Amendment::SetEnd { to: date(year, 12, 31) }),
    ]
}

fn act() -> impl Strategy<Value = PlanAct> {
    prop_oneof![
        1 => Just(PlanAct::Draft { draft: head() }),
        1 => (1_u32..3).prop_map(|version| PlanAct::Adopt { plan: "th-192-2025".to_owned(), version }),
        1 => prop::collection::vec(some_target(), 0..3)
            .prop_map(|targets| PlanAct::Derive { parent: Uuid::from_u128(5), draft: head(), targets }),
        4 => some_target().prop_map(|target| PlanAct::AddTarget { target }),
        2 => id().prop_map(|target| PlanAct::DropTarget { target }),
        3 => (id(), points()).prop_map(|(target, points)| PlanAct::SetTrajectory { target, points }),
        3 => roadmap().prop_map(|roadmap| PlanAct::SetRoadmap { roadmap }),
        3 => Just(PlanAct::Issue { document: paper(date(2026, 2, 1)) }),
        3 => prop::collection::vec(amendment(), 0..3)
            .prop_map(|changes| PlanAct::Amend { document: paper(date(2026, 2, 10)), changes }),
        2 => (id(), counted()).prop_map(|(target, counted)| PlanAct::SetBaseline { target, counted }),
        4 => (id(), counted()).prop_map(|(target, counted)| PlanAct::State { statement: Statement { target, counted } }),
        1 => Just(PlanAct::End { reason: "Hết thời hạn".to_owned(), document: None }),
    ]
}

/// What every plan keeps.
fn holds(plan: &Plan) {
    let mut ids: Vec<_> = plan.targets.iter().map(|target| &target.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), plan.targets.len(), "one name, one target");
    for target in &plan.targets {
        assert!(!target.points.is_empty());
        assert!(target.points.windows(2).all(|two| matches!(two, [a, b] if a.by < b.by)));
        assert!(target.points.iter().all(|point| plan.head.from <= point.by && point.by <= plan.head.to));
    }
    for roadmap in &plan.roadmaps {
        assert!(roadmap.planned().part <= roadmap.units);
        assert!(plan.head.from.year() <= roadmap.year && roadmap.year <= plan.head.to.year());
    }
    assert_eq!(plan.phase == Phase::Ended, plan.ended.is_some());
    assert!(plan.phase != Phase::InForce || plan.document.is_some());
    for told in &plan.stated {
        assert!(told.counted.whole.is_none_or(|whole| told.counted.part <= whole));
        let same = |other: &&Statement| other.target == told.target && other.counted.on == told.counted.on;
        assert_eq!(plan.stated.iter().filter(same).count(), 1, "the last word of a day");
    }
}

proptest! {
    #[test]
    fn acts_are_refused_or_keep_the_plan_whole(acts in prop::collection::vec(act(), 1..30)) {
        let mut plan: Option<Plan> = None;
        let mut done: Vec<Entry<PlanAct>> = Vec::new();
        for act in acts {
            let seq = u32::try_from(done.len()).expect("few") + 1;
            let entry = entry(seq, date(2026, 3, 1), act);
            if let Ok(after) = Plan::follow(plan.clone(), &entry) {
                holds(&after);
                plan = Some(after);
                done.push(entry);
            }
        }
        prop_assert_eq!(replay::<Plan>(&done), Ok(plan));
    }
}
