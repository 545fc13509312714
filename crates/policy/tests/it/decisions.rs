//! Every role, act, relation, purpose, state and class: the rules and the oracle say the same.

use std::collections::BTreeSet;
use std::thread;

use domain::access::{Action, FieldClass, Purpose, RecordState, Role, Tier};
use policy::{FILES, Policies};

use super::oracle::Table;
use super::world::{Cell, RELATIONS, with_ask};

/// A rule that permits everything, under which only the floor holds.
const ROGUE: &str = "@id(\"rogue\") @citation(\"none\") permit (principal, action, resource);";

/// The acts that rows of the floor tell from others, and one of every other kind.
const NAMED_BY_THE_FLOOR: [Action; 10] = [
    Action::ReadPublic,
    Action::ReadFigures,
    Action::MaintainRegister,
    Action::OpenPerson,
    Action::ReadPerson,
    Action::ExportPersons,
    Action::ReadTip,
    Action::ReadAccessLog,
    Action::DeclareBreakGlass,
    Action::GrantAppointment,
];

/// Each role at the first of its tiers, or at every one; nobody signed in is `None`.
fn holders(every_tier: bool) -> Vec<(Option<Role>, Tier)> {
    let tiers = |role: &Role| role.tiers().iter().take(if every_tier { 9 } else { 1 }).copied().collect::<Vec<_>>();
    let held = Role::ALL.iter().flat_map(|role| tiers(role).into_iter().map(|tier| (Some(*role), tier)));
    held.chain([(None, Tier::Commune)]).collect()
}

/// What a run goes through.
#[derive(Clone, Copy)]
pub struct Run {
    /// Each role at every one of its tiers, not only the first.
    pub every_tier: bool,
    /// Every class of fields with every act; otherwise those that the act can be about.
    pub every_class: bool,
    /// Which relations.
    pub relations: &'static [&'static str],
}

/// Every cell of some acts and holders. A team is asked about where somebody can be named.
pub fn cells(run: Run, actions: &[Action], holders: &[(Option<Role>, Tier)], mut each: impl FnMut(&Cell)) {
    let purposes: Vec<Option<Purpose>> = Purpose::ALL.iter().copied().map(Some).chain([None]).collect();
    for action in actions {
        let fits = |class: &&FieldClass| run.every_class || action.classes().contains(class);
        let teams = if action.asks_who_is_named() { &[true, false][..] } else { &[false][..] };
        for (role, tier) in holders {
            for relation in run.relations {
                for purpose in &purposes {
                    for state in RecordState::ALL {
                        for class in FieldClass::ALL.iter().filter(fits) {
                            for in_team in teams {
                                each(&Cell {
                                    role: *role,
                                    tier: *tier,
                                    action: *action,
                                    relation,
                                    purpose: *purpose,
                                    state: *state,
                                    class: *class,
                                    in_team: *in_team,
                                });
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many cells were asked, the first differences, and the rows that decided one.
fn compare(
    policies: &Policies,
    table: &Table,
    floor_only: bool,
    run: Run,
    actions: &[Action],
) -> (u64, Vec<String>, BTreeSet<usize>) {
    let halves: Vec<Vec<Action>> = (0..2).map(|half| actions.iter().copied().skip(half).step_by(2).collect()).collect();
    let holders = holders(run.every_tier);
    let half = |actions: &[Action]| {
        let (mut asked, mut differences, mut rows) = (0_u64, Vec::new(), BTreeSet::new());
        cells(run, actions, &holders, |cell| {
            let Some(permitted) = with_ask(cell, |ask| policies.decide(ask).permitted) else { return };
            asked += 1;
            let answer = table.answer(cell);
            rows.extend(answer.map(|(row, _)| row));
            // without a row, the floor leaves a cell to whoever permits; a table of decisions has a last row
            let expected = answer.map_or(floor_only, |(_, permits)| permits);
            if permitted != expected && differences.len() < 20 {
                differences.push(format!("rules {permitted}, oracle {answer:?}: {cell:?}"));
            }
        });
        (asked, differences, rows)
    };
    thread::scope(|scope| {
        let parts: Vec<_> = halves.iter().map(|actions| scope.spawn(|| half(actions))).collect();
        parts.into_iter().map(|part| part.join().expect("no panic")).fold(
            (0, Vec::new(), BTreeSet::new()),
            |(asked, mut differences, mut rows), part| {
                differences.extend(part.1);
                rows.extend(part.2);
                (asked + part.0, differences, rows)
            },
        )
    })
}

/// The whole product takes minutes; `just matrix` goes through it, the test through every class that an act can be about.
fn is_whole() -> bool {
    std::env::var_os("ANLANH_WHOLE_MATRIX").is_some()
}

#[test]
fn rules_and_oracle_agree_on_every_cell() {
    let policies = Policies::shipped().expect("sound");
    let table = Table::decisions();
    let run = Run { every_tier: is_whole(), every_class: is_whole(), relations: &RELATIONS };
    let (asked, differences, rows) = compare(&policies, &table, false, run, Action::ALL);
    assert!(differences.is_empty(), "{} of {asked}:\n{}", differences.len(), differences.join("\n"));
    println!("{asked} decisions, 0 differences");
    assert!(asked > 300_000, "only {asked} decisions");
    let idle: Vec<_> = table.numbers().into_iter().filter(|row| !rows.contains(row)).collect();
    assert!(idle.is_empty(), "rows {idle:?} of decisions.csv decide nothing: take them out or move them up");
}

#[test]
fn the_floor_holds_under_a_rule_that_permits_everything() {
    let files: Vec<_> = FILES.iter().copied().chain([("rogue.cedar", ROGUE)]).collect();
    let policies = Policies::from_files(&files).expect("sound");
    // the floor speaks of no territory but that of an appointment that is over
    let relations = if is_whole() { &RELATIONS[..] } else { &["own", "expired"][..] };
    let run = Run { every_tier: false, every_class: true, relations };
    let acts = if is_whole() { Action::ALL } else { &NAMED_BY_THE_FLOOR };
    let (asked, differences, _) = compare(&policies, &Table::never(), true, run, acts);
    assert!(differences.is_empty(), "{} of {asked}:\n{}", differences.len(), differences.join("\n"));
    println!("{asked} decisions, 0 differences");
}
