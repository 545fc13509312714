//! Every rule matters: deleted or turned into its opposite, somebody notices. And no change that narrows ever widens.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use cedar_policy::{Effect, PolicySet};
use domain::access::{Action, Ask, FieldClass, Place, Purpose, Record, RecordState, Role, Tier};
use policy::{FILES, LoadError, Policies};
use uuid::Uuid;

use super::decisions::{Run, cells};
use super::oracle::Table;
use super::world::{ACTOR, Cell, Person, RELATIONS, actor, home, now, place, record, second, with_ask};

const ROGUE: (&str, &str) = ("rogue.cedar", "@id(\"rogue\") @citation(\"none\") permit (principal, action, resource);");

/// The text of each rule, by name.
fn texts() -> BTreeMap<String, (Effect, String)> {
    let mut found = BTreeMap::new();
    for (file, text) in FILES {
        let set = PolicySet::from_str(text).unwrap_or_else(|fault| panic!("{file}: {fault}"));
        for policy in set.policies() {
            let id = policy.annotation("id").expect("checked at loading").to_owned();
            found.insert(id, (policy.effect(), policy.to_string()));
        }
    }
    found
}

fn holders() -> Vec<(Option<Role>, Tier)> {
    Role::ALL.iter().map(|role| (Some(*role), role.tiers()[0])).chain([(None, Tier::Commune)]).collect()
}

/// One question, kept whole.
#[derive(Clone)]
struct Question {
    cell: Cell,
    change: usize,
}

const CHANGES: usize = 12;

impl Question {
    /// The cell with everything brought along, but for one thing.
    fn ask(&self, policies: &Policies) -> (bool, Vec<String>) {
        let cell = &self.cell;
        let Some(mut record) = record(cell) else { return (false, Vec::new()) };
        let actor = cell.role.map(|role| actor(role, cell.tier, cell.relation));
        let mut second = second(cell.action, &record, &home(cell.tier));
        let (mut factor, mut glass, mut has_second) = (Some(0), Some(0), true);
        match self.change {
            1 => factor = None,
            2 => factor = Some(301),
            3 => has_second = false,
            4 => second.appointment.account = Uuid::from_u128(ACTOR),
            5 => second = Person::new(8, Role::Front, second.place),
            6 => glass = None,
            7 => record.subject = Some(Uuid::from_u128(ACTOR)),
            8 => (record.minor, has_second) = (true, false),
            9 => (record.persons, second) = (51, Person::new(8, Role::PoliceHead, home(cell.tier))),
            10 => (record.minor, second) = (true, Person::new(8, Role::Front, second.place)),
            11 => second = Person::new(8, Role::PlatformAdmin, Place::nation()),
            _ => {}
        }
        let ask = Ask {
            action: cell.action,
            purpose: cell.purpose,
            actor: actor.as_ref().map(Person::standing),
            record: &record,
            at: now(),
            factor_age_s: factor,
            second: has_second.then(|| second.standing()),
            glass_age_s: glass,
        };
        let answer = policies.decide(&ask);
        (answer.permitted, answer.policies)
    }
}

/// For each rule, some questions that it alone decides.
fn witnesses(policies: &Policies, asked: &[Question]) -> BTreeMap<String, Vec<Question>> {
    let mut found: BTreeMap<String, Vec<Question>> = BTreeMap::new();
    for question in asked {
        let (_, ids) = question.ask(policies);
        if let [only] = ids.as_slice() {
            let known = found.entry(only.clone()).or_default();
            if known.len() < 5 {
                known.push(question.clone());
            }
        }
    }
    found
}

/// The rules with one of them changed, and one that permits everything where only the floor is looked at.
fn mutant(id: &str, change: impl Fn(&str) -> Option<String>, with_rogue: bool) -> Policies {
    let texts = texts();
    let kept: Vec<String> = texts
        .iter()
        .filter_map(|(name, (_, text))| if name == id { change(text) } else { Some(text.clone()) })
        .collect();
    let whole = kept.join("\n");
    let mut files = vec![("mutant.cedar", whole.as_str())];
    if with_rogue {
        files.push(ROGUE);
    }
    Policies::from_files(&files).unwrap_or_else(|fault| panic!("{id}: {fault}"))
}

fn turned(text: &str) -> String {
    if text.contains("forbid") {
        text.replacen("forbid", "permit", 1)
    } else {
        format!("@missing(\"role\")\n{}", text.replacen("permit", "forbid", 1))
    }
}

#[test]
fn each_rule_deleted_or_turned_round_is_noticed() {
    let sound = Policies::shipped().expect("sound");
    let under_rogue = Policies::from_files(&[FILES, &[ROGUE]].concat()).expect("sound");
    let (table, mut asked) = (Table::decisions(), Vec::new());
    let run = Run { every_tier: false, every_class: false, relations: &RELATIONS };
    cells(run, Action::ALL, &holders(), |cell| {
        // where no person is, no purpose counts: one is enough
        let is_one_of_many = !cell.action.touches_persons() && cell.purpose.is_some();
        if !is_one_of_many && record(cell).is_some() && table.answer(cell).is_some_and(|(_, permits)| permits) {
            asked.extend((0..CHANGES).map(|change| Question { cell: *cell, change }));
        }
    });
    let mut floor = Vec::new();
    let run = Run { every_tier: false, every_class: true, relations: &["own", "expired"] };
    cells(
        run,
        &[Action::ReadPerson, Action::ReadTip, Action::ReadAccessLog, Action::ExportPersons, Action::ViewSystem],
        &holders(),
        |cell| {
            floor.push(Question { cell: *cell, change: 0 });
        },
    );
    let (plain, rogue) = (witnesses(&sound, &asked), witnesses(&under_rogue, &floor));
    let mut unnoticed = Vec::new();
    for id in sound.ids() {
        let is_floor = !plain.contains_key(id);
        let (base, seen) = if is_floor { (&under_rogue, rogue.get(id)) } else { (&sound, plain.get(id)) };
        let Some(seen) = seen else {
            unnoticed.push(format!("{id}: decides nothing by itself"));
            continue;
        };
        let differs = |changed: &Policies| seen.iter().any(|one| one.ask(base).0 != one.ask(changed).0);
        if !differs(&mutant(id, |_| None, is_floor)) {
            unnoticed.push(format!("{id}: deleted"));
        }
        if !differs(&mutant(id, |text| Some(turned(text)), is_floor)) {
            unnoticed.push(format!("{id}: turned round"));
        }
    }
    println!("{} rules, each deleted and turned round", sound.ids().count());
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}

#[test]
fn a_province_may_forbid_and_never_permit() {
    let (name, permit) = ROGUE;
    assert!(
        matches!(Policies::with_province(&[(name, permit)]), Err(LoadError::Widens { rule, .. }) if rule == "rogue")
    );
    let forbid = "@id(\"province.no-print\") @citation(\"giả định\") @missing(\"role\")
        forbid (principal, action == Action::\"print_person\", resource);";
    let narrow = Policies::with_province(&[("province.cedar", forbid)]).expect("sound");
    let sound = Policies::shipped().expect("sound");
    let (mut narrower, run) = (0, Run { every_tier: false, every_class: false, relations: &RELATIONS });
    cells(run, &[Action::PrintPerson, Action::ReadPerson], &holders(), |cell| {
        let both = with_ask(cell, |ask| (sound.decide(ask).permitted, narrow.decide(ask).permitted));
        let Some((before, after)) = both else { return };
        assert!(before || !after, "{cell:?} is permitted only with a rule that forbids");
        assert!(!(after && cell.action == Action::PrintPerson), "{cell:?} is still permitted");
        narrower += u32::from(before && !after);
    });
    assert!(narrower > 0, "the rule forbids nothing that was permitted");
}

/// A fixed sequence (Knuth's multiplier), so that a failure can be asked again.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// `just matrix` asks a million; the test as many as fit beside the others.
fn rounds() -> usize {
    std::env::var("ANLANH_POLICY_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

#[test]
fn what_narrows_never_widens() {
    let sound = Policies::shipped().expect("sound");
    let forbid = "@id(\"province.sealed\") @citation(\"giả định\") @missing(\"state\")
        forbid (principal, action, resource) when { resource.minor };";
    let narrow = Policies::with_province(&[("province.cedar", forbid)]).expect("sound");
    let mut dice = Dice::new(120);
    let mut permitted = 0_u32;
    for round in 0..rounds() {
        let role = dice.one(Role::ALL);
        let tier = dice.one(role.tiers());
        let action = dice.one(Action::ALL);
        let cell = Cell {
            role: Some(role),
            tier,
            action,
            relation: dice.one(&RELATIONS[..5]),
            purpose: Some(dice.one(Purpose::ALL)),
            state: dice.one(&[RecordState::Active, RecordState::Active, RecordState::InTransit, RecordState::Sealed]),
            class: if dice.below(8) == 0 { dice.one(FieldClass::ALL) } else { dice.one(action.classes()) },
            in_team: dice.below(2) == 0,
        };
        let Some(plain) = record(&cell) else { continue };
        let held = actor(role, tier, cell.relation);
        let record = Record { minor: dice.below(2) == 0, persons: dice.one(&[1, 50, 51]), ..plain };
        let other = second(action, &record, &held.place);
        let ask = Ask {
            purpose: cell.purpose,
            factor_age_s: dice.one(&[None, Some(0), Some(300), Some(301)]),
            second: (dice.below(3) > 0).then(|| other.standing()),
            glass_age_s: dice.one(&[None, Some(0), Some(14_399), Some(14_400)]),
            ..Ask::plain(Some(held.standing()), action, &record, now())
        };
        let before = sound.decide(&ask).permitted;
        permitted += u32::from(before);
        let say = |what: &str| format!("round {round}: {what} widens {cell:?}");
        assert!(before || !narrow.decide(&ask).permitted, "{}", say("a rule that forbids"));
        assert!(before || !sound.decide(&Ask { factor_age_s: None, ..ask.clone() }).permitted, "{}", say("no factor"));
        // down the tree: the same role over a unit that lies in the first, towards the record or away from it
        for lower in tiers_below(role, tier) {
            let held = Person::new(ACTOR, role, lower);
            let moved = Ask { actor: Some(held.standing()), ..ask.clone() };
            let subject_moves = matches!(action, Action::UseOwnAccount | Action::CreateToken);
            assert!(before || subject_moves || !sound.decide(&moved).permitted, "{}", say("moving down"));
        }
    }
    assert!(permitted > 100, "only {permitted} of the cases were permitted at all");
}

/// Units of the role's other tiers that lie in its home.
fn tiers_below(role: Role, tier: Tier) -> Vec<Place> {
    let lower = role.tiers().iter().filter(|other| **other < tier);
    lower
        .flat_map(|other| match other {
            Tier::Hamlet => vec![place(111), place(112)],
            Tier::Commune => vec![place(11), place(12)],
            Tier::Province => vec![place(1)],
            Tier::Nation => Vec::new(),
        })
        .collect()
}
