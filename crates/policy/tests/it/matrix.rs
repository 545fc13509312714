//! The whole matrix as a text that a lawyer reads, made from the rules: `docs/access/matrix.txt`.
//!
//! `UPDATE=1 cargo test -p policy --test it matrix` writes it anew; the change is then read in the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use domain::access::{Action, Ask, FieldClass, Pairing, Purpose, RecordState, Role};
use policy::{Policies, words};
use texts::Lang;

use super::world::{Cell, RELATIONS, record, with_ask};

const LANG: Lang = Lang::Vi;

fn relation(key: &str) -> &'static str {
    match domain::access::Relation::from_key(key) {
        Some(relation) => words::relation(LANG, relation),
        None if key == "double" => LANG.access_matrix_double(),
        None => LANG.access_matrix_receiving(),
    }
}

fn purpose(purpose: Option<Purpose>) -> &'static str {
    purpose.map_or(LANG.access_purpose_none(), |purpose| words::purpose(LANG, purpose))
}

/// Where, how it stands, and whether only in a team: what a purpose opens of a class.
type Reach = BTreeSet<(usize, RecordState, bool)>;

/// What a role may do, by reach: for which purposes and classes it is the same.
fn reaches(
    policies: &Policies,
    role: Option<Role>,
    action: Action,
) -> Vec<(Reach, BTreeSet<Option<Purpose>>, BTreeSet<FieldClass>)> {
    let tier = role.map_or(domain::access::Tier::Commune, |role| role.tiers()[0]);
    let mut by_purpose: BTreeMap<Option<Purpose>, Vec<(FieldClass, Reach)>> = BTreeMap::new();
    for purpose in Purpose::ALL.iter().copied().map(Some).chain([None]) {
        for class in action.classes() {
            let mut reach = Reach::new();
            for (at, relation) in RELATIONS.iter().enumerate() {
                for state in RecordState::ALL {
                    let may = |in_team| {
                        let cell =
                            Cell { role, tier, action, relation, purpose, state: *state, class: *class, in_team };
                        record(&cell).is_some()
                            && with_ask(&cell, |ask: &Ask<'_>| policies.decide(ask).permitted) == Some(true)
                    };
                    if may(true) {
                        reach.insert((at, *state, !may(false)));
                    }
                }
            }
            for alike in alike(&reach) {
                by_purpose.entry(purpose).or_default().push((*class, alike));
            }
        }
    }
    let mut lines: Vec<(Reach, BTreeSet<Option<Purpose>>, BTreeSet<FieldClass>)> = Vec::new();
    for (purpose, classes) in &by_purpose {
        let mut same: BTreeMap<&Reach, BTreeSet<FieldClass>> = BTreeMap::new();
        for (class, reach) in classes {
            same.entry(reach).or_default().insert(*class);
        }
        for (reach, classes) in same {
            match lines.iter_mut().find(|line| line.0 == *reach && line.2 == classes) {
                Some(line) => drop(line.1.insert(*purpose)),
                None => lines.push((reach.clone(), BTreeSet::from([*purpose]), classes)),
            }
        }
    }
    lines
}

/// Units with the same states go in one sentence: a file of one's own, and one that is on its way, do not.
fn alike(reach: &Reach) -> Vec<Reach> {
    let mut by_states: BTreeMap<BTreeSet<(RecordState, bool)>, Reach> = BTreeMap::new();
    for at in reach.iter().map(|(at, _, _)| *at).collect::<BTreeSet<_>>() {
        let of_unit: Reach = reach.iter().filter(|one| one.0 == at).copied().collect();
        by_states.entry(of_unit.iter().map(|one| (one.1, one.2)).collect()).or_default().extend(of_unit);
    }
    by_states.into_values().collect()
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" · ")
}

/// One line for each set of units and states that goes together.
fn sentence(line: &(Reach, BTreeSet<Option<Purpose>>, BTreeSet<FieldClass>)) -> String {
    let (reach, purposes, classes) = line;
    let relations: BTreeSet<usize> = reach.iter().map(|(at, _, _)| *at).collect();
    let states: BTreeSet<RecordState> = reach.iter().map(|(_, state, _)| *state).collect();
    assert_eq!(reach.len(), relations.len() * states.len(), "units and states do not go together: {reach:?}");
    let every = purposes.len() == Purpose::ALL.len() + 1;
    let purposes =
        if every { LANG.access_matrix_any_purpose().to_owned() } else { joined(purposes.iter().map(|p| purpose(*p))) };
    let units = if relations.len() > 5 {
        LANG.access_matrix_any_place().to_owned()
    } else {
        joined(relations.iter().map(|at| relation(RELATIONS[*at])))
    };
    let mut text = format!(
        "{}: {purposes}\n        {}: {units}; {}: {}; {}: {}",
        LANG.access_matrix_purpose(),
        LANG.access_matrix_units(),
        LANG.access_matrix_fields(),
        joined(classes.iter().map(|class| words::class(LANG, *class))),
        LANG.access_matrix_state(),
        joined(states.iter().map(|state| words::state(LANG, *state))),
    );
    if reach.iter().all(|(_, _, team)| *team) {
        write!(text, "; {}", LANG.access_matrix_team()).expect("a String takes all");
    }
    text
}

fn conditions(action: Action) -> Vec<&'static str> {
    let mut found = Vec::new();
    if action.needs_step_up() {
        found.push(LANG.access_matrix_step_up());
    }
    if action.pairing(1, false) != Pairing::Alone {
        found.push(LANG.access_matrix_pair());
    } else if action.pairing(1, true) != Pairing::Alone {
        found.push(LANG.access_matrix_pair_minor());
    }
    if action.pairing(u32::MAX, false) == Pairing::PairOfUnits {
        found.push(LANG.access_matrix_pair_units());
    }
    found
}

fn matrix(policies: &Policies) -> String {
    let mut out = format!("{}\n\n{}\n", LANG.access_matrix_title(), LANG.access_matrix_intro());
    writeln!(out, "\n\n{}\n", LANG.access_matrix_roles()).expect("a String takes all");
    for role in Role::ALL {
        let tiers = joined(role.tiers().iter().map(|tier| words::tier(LANG, *tier)));
        let (name, duty, held) = (words::role(LANG, *role), words::duty(LANG, *role), LANG.access_matrix_held_at());
        writeln!(out, "  {name} ({role}; {held}: {tiers})\n      {duty}").expect("a String takes all");
    }
    writeln!(out, "\n\n{}\n", LANG.access_matrix_grounds()).expect("a String takes all");
    for one in Purpose::ALL {
        writeln!(out, "  {} ({one})\n      {}", words::purpose(LANG, *one), one.ground()).expect("a String takes all");
    }
    writeln!(out, "\n\n{}", LANG.access_matrix_actions()).expect("a String takes all");
    for action in Action::ALL {
        writeln!(out, "\n{} ({action})", words::action(LANG, *action)).expect("a String takes all");
        for condition in conditions(*action) {
            writeln!(out, "  ! {condition}").expect("a String takes all");
        }
        let mut anybody = false;
        for role in std::iter::once(None).chain(Role::ALL.iter().copied().map(Some)) {
            let lines = reaches(policies, role, *action);
            if lines.is_empty() {
                continue;
            }
            anybody = true;
            let name = role.map_or(LANG.access_matrix_visitor(), |role| words::role(LANG, role));
            writeln!(out, "  {name}").expect("a String takes all");
            for line in &lines {
                writeln!(out, "      {}", sentence(line)).expect("a String takes all");
            }
        }
        if !anybody {
            writeln!(out, "  {}", LANG.access_matrix_nobody()).expect("a String takes all");
        }
    }
    out
}

#[test]
fn the_checked_in_matrix_is_what_the_rules_say() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access/matrix.txt");
    let made = matrix(&Policies::shipped().expect("sound"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).expect("docs/access can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = made.lines().zip(kept.lines()).enumerate().find(|(_, (a, b))| a != b);
    assert!(
        made == kept,
        "docs/access/matrix.txt is not what the rules say, first at {differs:?}; \
         UPDATE=1 cargo test -p policy --test it matrix writes it anew, then read the diff"
    );
}
