//! Four answers to "whose files does this account see": the rules, the oracle written from the law, the filter of a
//! list in SQL, and what row-level security leaves of a question without any filter. No two may differ.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Ask, FieldClass, Place, Purpose, Reach, Record, RecordState, Relation, Role, Tier};
use domain::persons::{self, Basis, Doing, Field, Holder, Identity};
use domain::units::{Kind, Register, Start, UnitId, Version};
use jiff::civil::{Date, date};
use policy::Policies;
use store::kernel::Row;
use store::persons::Filing;
use store::query::{FromRow, sql};
use store::reach;
use store::sight::Sight;
use testkit::{TestDb, build, id, minutes};
use uuid::Uuid;

use super::oracle::Table;
use super::world::{ACTOR, Cell, Person, home, now, place, unit};

const TODAY: Date = date(2026, 11, 20);
/// The units of the small country; a file may lie with any of them.
const UNITS: [u128; 8] = [1, 2, 11, 12, 21, 111, 112, 211];
/// Files of each unit: so many held, and one destroyed.
const FILES: u64 = 3;

const ASKED: [Action; 4] = [Action::ListPersons, Action::SearchPersons, Action::OpenPerson, Action::ReadPerson];

/// The register of `world`: units 1 and 2 with what lies in them.
fn register() -> Register {
    let version = |n: u128| {
        let (kind, code) = match n {
            1..10 => (Kind::Tinh, format!("{n:02}")),
            10..100 => (Kind::Xa, format!("{n:05}")),
            _ => (Kind::Thon, format!("{n:07}")),
        };
        Version {
            unit: unit(n),
            code,
            name: format!("Giả Định {n}"),
            kind,
            parent: (n > 9).then(|| unit(n / 10)),
            from: Start::On(date(2025, 7, 1)),
            until: None,
            basis: "giả định".to_owned(),
        }
    };
    Register::new(UNITS.map(version).into(), Vec::new(), Vec::new(), std::collections::HashMap::new()).expect("fits")
}

/// Fills a store: three files with each unit, and one whose keys were destroyed. Answers whose file lies where.
async fn fill(it: &TestDb) -> BTreeMap<Uuid, UnitId> {
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    store::units::seed(&mut tx, &register(), minutes(0), &build::deed("seed")).await.expect("seeds");
    let (mut held, mut n) = (BTreeMap::new(), 0);
    for at in UNITS {
        let province = if at.to_string().starts_with('1') { "01" } else { "02" };
        let holder = Holder { unit: unit(at), province_code: province.to_owned() };
        for file in 0..=FILES {
            n += 1;
            let doing = |step: u64| Doing {
                id: id(31, n * 10 + step),
                occurred_on: date(2025, 12, 1),
                at: minutes(i64::try_from(n).expect("small")),
                basis: Basis {
                    clause: "điều giả định".to_owned(),
                    document_number: "1/QĐ-GĐ".to_owned(),
                    document_date: date(2025, 12, 1),
                },
            };
            let who = id(30, n);
            let identity = Identity::new([(Field::FullName, "Giả Định")]).expect("an identity");
            let opened = persons::open(who, holder.clone(), identity, doing(1)).expect("opens");
            let standing = opened.standing().clone();
            save(&mut tx, opened).await;
            if file == FILES {
                let destroyed = persons::erase(&standing, [id(7, 1), id(7, 2)], doing(2)).expect("destroys");
                save(&mut tx, destroyed).await;
            } else {
                held.insert(who, unit(at));
            }
        }
    }
    tx.commit().await.expect("commits");
    held
}

async fn save(tx: &mut store::Tx, change: persons::Change<Identity>) {
    let sealed = change.sealed(|_, text| Ok::<_, ()>(format!("{text:64}").into_bytes())).expect("seals");
    let who = store::ledger::Actor::LocalOperator;
    store::persons::save(tx, &sealed, &Filing::default(), who, Uuid::nil).await.expect("saves");
}

struct Shown(Uuid);

impl FromRow for Shown {
    fn from_row(row: &Row) -> store::Result<Self> {
        row.get("id").map(Self)
    }
}

/// A question that says nothing of units: whatever it shows, the server let through.
const UNFILTERED: &str = "select id from person where state = 'held' order by id";

/// What was asked for, and by whom.
struct Case<'a> {
    people: &'a [(Person, Tier)],
    action: Action,
    purpose: Option<Purpose>,
    class: FieldClass,
}

impl Case<'_> {
    fn record(&self, at: UnitId) -> Record {
        let place = UNITS.map(place).into_iter().find(|place| place.unit() == at).expect("a unit of the world");
        Record { state: RecordState::Active, subject: Some(Uuid::from_u128(55)), ..Record::plain(place, self.class) }
    }

    fn by_rules(&self, policies: &Policies, at: UnitId) -> bool {
        let record = self.record(at);
        self.people.iter().any(|(person, _)| {
            let ask = Ask::plain(Some(person.standing()), self.action, &record, now());
            policies.decide(&Ask { purpose: self.purpose, ..ask }).permitted
        })
    }

    fn by_oracle(&self, (decisions, never): (&Table, &Table), at: UnitId) -> bool {
        let record = self.record(at);
        self.people.iter().any(|(person, tier)| {
            if !person.appointment.in_force(now()) {
                return false;
            }
            let cell = Cell {
                role: Some(person.appointment.role),
                tier: *tier,
                action: self.action,
                relation: Relation::of(&person.place, &record.place).key(),
                purpose: self.purpose,
                state: RecordState::Active,
                class: self.class,
                in_team: false,
            };
            never.answer(&cell).is_none() && decisions.answer(&cell).is_some_and(|(_, permits)| permits)
        })
    }

    /// The parts of the scope that the filter of a list takes. Who sits in whose team is not kept yet.
    fn parts(&self, policies: &Policies) -> Vec<Reach> {
        let standings: Vec<_> = self.people.iter().map(|(person, _)| person.standing()).collect();
        let scope = policies.scope(&standings, self.action, self.purpose, now());
        let fits = |part: &domain::access::Part| {
            part.state == RecordState::Active && part.class == self.class && !part.team_only
        };
        scope.parts.into_iter().filter(fits).map(|part| part.reach).collect()
    }
}

/// How many files were asked about, how many of them are seen, and how many lists were compared.
#[derive(Debug, Default)]
struct Count {
    lists: u64,
    files: u64,
    seen: u64,
}

/// A store with what it holds, and what is compared with it.
struct Ground<'a> {
    it: &'a TestDb,
    held: &'a BTreeMap<Uuid, UnitId>,
    policies: &'a Policies,
    oracle: (&'a Table, &'a Table),
}

impl Ground<'_> {
    async fn compare(&self, case: &Case<'_>, count: &mut Count) {
        let told = || {
            let who: Vec<_> = case.people.iter().map(|(one, _)| (one.appointment.role, one.place.unit())).collect();
            format!("{who:?} {} {:?} {}", case.action, case.purpose, case.class)
        };
        let parts = case.parts(self.policies);
        let mut tx = self.it.db.snapshot_in_sight(&Sight::Everything).await.expect("begins");
        let reached = reach::units(&mut tx, &parts, TODAY).await.expect("reads");
        let listed = reach::held(&mut tx, &parts, TODAY).await.expect("reads");
        let listed: BTreeSet<Uuid> = listed.into_iter().map(|standing| standing.person).collect();
        drop(tx);
        for (person, at) in self.held {
            let by_rules = case.by_rules(self.policies, *at);
            assert_eq!(by_rules, case.by_oracle(self.oracle, *at), "rules and oracle: {} {at:?}", told());
            assert_eq!(by_rules, listed.contains(person), "rules and list: {} {at:?}", told());
            count.files += 1;
            count.seen += u64::from(by_rules);
        }
        assert!(listed.iter().all(|person| self.held.contains_key(person)), "a destroyed file is in no list");
        if !self.it.db.is_file() {
            let mut tx = self.it.db.snapshot_in_sight(&Sight::Units(reached)).await.expect("begins");
            let shown = tx.all::<Shown>(sql(UNFILTERED)).await.expect("reads");
            let shown: BTreeSet<Uuid> = shown.into_iter().map(|one| one.0).collect();
            assert_eq!(shown, listed, "row security and list: {}", told());
        }
        count.lists += 1;
    }
}

fn purposes() -> impl Iterator<Item = Option<Purpose>> {
    // an emergency is about one file; it opens no list
    let every = Purpose::ALL.iter().copied().filter(|purpose| *purpose != Purpose::BreakGlass);
    every.map(Some).chain([None])
}

/// How many accounts with several appointments are made up, beside every role at every tier.
fn generated() -> u64 {
    std::env::var("ANLANH_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

/// Accounts with one to three appointments anywhere in the country, some of them over.
fn made_up(seed: u64) -> Vec<(Person, Tier)> {
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut throw = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).expect("31 bits") % sides
    };
    (0..=throw(3))
        .map(|_| {
            let role = Role::ALL[throw(Role::ALL.len())];
            let tier = role.tiers()[throw(role.tiers().len())];
            let at = match tier {
                Tier::Nation => Place::nation(),
                Tier::Province => place([1, 2][throw(2)]),
                Tier::Commune => place([11, 12, 21][throw(3)]),
                Tier::Hamlet => place([111, 112, 211][throw(3)]),
            };
            let mut person = Person::new(ACTOR, role, at);
            match throw(8) {
                0 => person.appointment.revoked_at = Some(now()),
                1 => person.appointment.until = Some(TODAY),
                2 => person.appointment.from = date(2026, 11, 21),
                _ => {}
            }
            (person, tier)
        })
        .collect()
}

async fn go_through(it: &TestDb) -> Count {
    let (policies, decisions, never) = (Policies::shipped().expect("sound"), Table::decisions(), Table::never());
    let held = fill(it).await;
    let ground = Ground { it, held: &held, policies: &policies, oracle: (&decisions, &never) };
    let mut everybody: Vec<Vec<(Person, Tier)>> = Vec::new();
    for role in Role::ALL {
        for tier in role.tiers() {
            everybody.push(vec![(Person::new(ACTOR, *role, home(*tier)), *tier)]);
        }
    }
    everybody.extend((0..generated()).map(made_up));
    let mut count = Count::default();
    for people in &everybody {
        for action in ASKED {
            for purpose in purposes() {
                for class in action.classes() {
                    ground.compare(&Case { people, action, purpose, class: *class }, &mut count).await;
                }
            }
        }
    }
    count
}

#[tokio::test]
async fn rules_oracle_list_and_row_security_show_the_same_files() {
    let mut engines = vec![TestDb::sqlite().await];
    engines.extend(TestDb::postgres().await);
    for it in engines {
        let ways = if it.db.is_file() { "three ways (a file has no row security)" } else { "four ways" };
        let count = go_through(&it).await;
        println!(
            "{ways}: {} lists, {} files asked about, {} seen, 0 differences",
            count.lists, count.files, count.seen
        );
        assert!(count.files > 60_000 && count.seen > 1_000, "{count:?}");
        it.finish().await;
    }
}
