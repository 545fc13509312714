use std::collections::{BTreeMap, BTreeSet};

use domain::persons::{self, Act, Basis, Change, Class, Doing, Field, Holder, Identity, Sealed, Standing};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use store::access::{self, About, Access, Details, Outcome};
use store::audit::{Finding, audit};
use store::error::StoreError;
use store::ledger::{self, Actor};
use store::persons::{Filing, Saved};
use store::persons_index::{self, Errand, Index, Kind};
use store::persons_sealed::{self, Resealed, Resealing};
use store::query::sql;
use store::sight::Sight;
use testkit::build::unit;
use testkit::{TestDb, id, minutes};
use uuid::Uuid;
use vault::entry::Entry;
use vault::verify::{Expected, Verified};

const DAY: Date = date(2025, 12, 1);
const WHO: Actor = Actor::Account { account: Uuid::from_u128(70), appointment: Some(Uuid::from_u128(71)) };

pub(super) fn person(n: u64) -> Uuid {
    id(30, n)
}

pub(super) fn holder(n: u64) -> Holder {
    let province_code = if n < 20 { "38" } else { "75" }.to_owned();
    Holder { unit: unit(n), province_code }
}

/// The `n`th act, recorded `n` minutes after the tests' now.
pub(super) fn doing(n: u64, occurred_on: Date) -> Doing {
    let basis = Basis {
        clause: "điều giả định".to_owned(), document_number: format!("{n}/QĐ-GĐ"), document_date: DAY
    };
    Doing { id: id(31, n), occurred_on, at: minutes(i64::try_from(n).expect("small")), basis }
}

/// Stands for a seal: the store must not care what is in the bytes.
fn sealed(change: Change<Identity>) -> Change<Sealed> {
    change.sealed(|field, text| Ok::<_, ()>(wrapped(field, text))).expect("seals")
}

fn wrapped(field: Field, text: &str) -> Vec<u8> {
    format!("{:64}", format!("{}:{text}", field.key())).into_bytes()
}

pub(super) fn identity(name: &str) -> Identity {
    Identity::new([(Field::FullName, name), (Field::Id12, "097000000001")]).expect("an identity")
}

pub(super) async fn save(it: &TestDb, change: Change<Identity>, filing: &Filing) -> Result<Saved, StoreError> {
    // matches of one act are numbered from that act, so that ids never meet
    let mut last = u64::from(change.version().id.as_bytes()[15]) * 100;
    let next = || {
        last += 1;
        id(33, last)
    };
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    let saved = store::persons::save(&mut tx, &sealed(change), filing, WHO, next).await?;
    tx.commit().await.expect("commits");
    Ok(saved)
}

pub(super) async fn open(it: &TestDb, n: u64, at: u64) -> Standing {
    let change = persons::open(person(n), holder(at), identity("Giả Định"), doing(n, DAY)).expect("opens");
    let standing = change.standing().clone();
    save(it, change, &Filing::default()).await.expect("saves");
    standing
}

pub(super) fn asked(n: u64, about: About, classes: &[Class]) -> Access {
    Access {
        id: id(32, n),
        at: minutes(200),
        on: date(2025, 12, 15),
        actor: WHO,
        province_code: Some("38".to_owned()),
        unit: Some(unit(11).0),
        act: access::Act::Read,
        purpose: "manage".to_owned(),
        noun: "person",
        classes: classes.iter().copied().collect(),
        about,
        request_id: id(34, n),
        details: None,
    }
}

async fn look(it: &TestDb) -> Result<Verified, Finding> {
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
    audit(&mut tx, Expected::default()).await.expect("reads")
}

/// Does what a database administrator could do and the program never does.
async fn behind_its_back(it: &TestDb, table: &str, text: &'static str) {
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    let disarm: Vec<String> = if it.url.starts_with("sqlite") && table != "person" {
        ["changed", "deleted"].map(|what| format!("drop trigger {table}_is_not_{what}")).into()
    } else if it.url.starts_with("sqlite") {
        Vec::new()
    } else {
        vec![format!("alter table {table} disable trigger user")]
    };
    for text in disarm {
        tx.run(sql(text.leak())).await.expect("the administrator may");
    }
    tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    tx.commit().await.expect("commits");
}

pub async fn a_file_comes_back_as_it_was_saved(it: &TestDb) {
    super::facts::seed_units(it).await;
    let start = open(it, 1, 11).await;
    let put_right = persons::correct(&start, identity("Giả Định Hai"), doing(2, DAY)).expect("corrects");
    let (second, standing) = (put_right.version().clone(), put_right.standing().clone());
    save(it, put_right, &Filing::default()).await.expect("saves");
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
    assert_eq!(store::persons::standing(&mut tx, person(1)).await.expect("reads"), Some(standing));
    let history = store::persons::history(&mut tx, person(1), None).await.expect("reads");
    assert_eq!((history.len(), &history[1]), (2, &second));
    let then = store::persons::history(&mut tx, person(1), Some(minutes(1))).await.expect("reads");
    assert_eq!(then, history[..1]);
    let classes = [Class::Names].into();
    let of = persons_sealed::of_person;
    let (now, then) = (
        of(&mut tx, person(1), &classes, None).await.expect("reads"),
        of(&mut tx, person(1), &classes, Some(minutes(1))).await.expect("reads"),
    );
    drop(tx);
    let logged = access::log(&it.db, &asked(1, About::Persons([person(1)].into()), &[Class::Names])).await;
    let logged = logged.expect("is written down");
    let now = now.unlock(&logged).expect("was written down");
    assert_eq!(now.len(), 2, "old and new are kept");
    assert_eq!(now[1].fields[0], (Field::FullName, wrapped(Field::FullName, "Giả Định Hai")));
    assert!(now[1].fields.iter().all(|(field, _)| field.class() == Class::Names), "nothing else was taken out");
    assert_eq!(then.unlock(&logged).expect("was written down"), now[..1]);
    assert_eq!(look(it).await.expect("agrees").size, 4);
}

pub async fn a_file_is_opened_once(it: &TestDb) {
    super::facts::seed_units(it).await;
    let start = open(it, 1, 11).await;
    let again = persons::open(person(1), holder(11), identity("Giả Định"), doing(1, DAY)).expect("opens");
    assert_eq!(save(it, again, &Filing::default()).await.expect("the same act"), Saved::Before);
    let other = persons::open(person(1), holder(21), identity("Giả Định"), doing(2, DAY)).expect("opens");
    let refused = save(it, other, &Filing::default()).await.expect_err("there is one of that id");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
    let one = persons::correct(&start, identity("Giả Định Một"), doing(3, DAY)).expect("corrects");
    let two = persons::correct(&start, identity("Giả Định Hai"), doing(4, DAY)).expect("corrects");
    save(it, one, &Filing::default()).await.expect("the first");
    let refused = save(it, two, &Filing::default()).await.expect_err("two cannot both have the last word");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
    look(it).await.expect("agrees");
}

pub async fn nothing_opens_that_was_not_written_down(it: &TestDb) {
    super::facts::seed_units(it).await;
    open(it, 1, 11).await;
    open(it, 2, 11).await;
    let both: BTreeSet<Class> = [Class::Names, Class::Numbers].into();
    let about = |n: u64| About::Persons([person(n)].into());
    for (n, about, classes, opens) in [
        (1, about(2), &[Class::Names, Class::Numbers][..], false),
        (2, about(1), &[Class::Names], false),
        (3, About::WholeUnit(2), &[Class::Names, Class::Numbers], false),
        (4, About::Nobody, &[Class::Names, Class::Numbers], false),
        (5, about(1), &[Class::Names, Class::Numbers], true),
    ] {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
        let locked = persons_sealed::of_person(&mut tx, person(1), &both, None).await.expect("reads");
        drop(tx);
        let logged = access::log(&it.db, &asked(n, about, classes)).await.expect("is written down");
        assert_eq!(locked.unlock(&logged).is_ok(), opens, "{n}");
    }
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
    let names = persons_sealed::names_of_unit(&mut tx, unit(12)).await.expect("reads");
    drop(tx);
    let logged = access::log(&it.db, &asked(6, About::WholeUnit(2), &[Class::Names, Class::Birth])).await;
    assert!(names.unlock(&logged.expect("is written down")).is_err(), "another unit's names");
}

pub async fn a_request_has_its_row_and_its_entry(it: &TestDb) {
    super::facts::seed_units(it).await;
    let mut request = asked(1, About::Persons([person(1), person(2)].into()), &[Class::Names, Class::Birth]);
    request.details = Some(Details { of: unit(11).0, sealed: vec![7; 80] });
    access::log(&it.db, &request).await.expect("is written down");
    let refused = Access { act: access::Act::Refuse, ..asked(2, About::Persons([person(1)].into()), &[]) };
    access::note(&it.db, &refused, Outcome::Refused).await.expect("is written down");
    let nobody = Access {
        act: access::Act::SignIn,
        unit: None,
        province_code: None,
        actor: Actor::LocalOperator,
        ..asked(3, About::Nobody, &[])
    };
    access::note(&it.db, &nobody, Outcome::Failed).await.expect("is written down");
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
    let lines = access::of_unit(&mut tx, unit(11).0, minutes(0), minutes(300), 10).await.expect("reads");
    let told: Vec<_> = lines.iter().map(|l| (l.act.as_str(), l.classes.as_str(), l.rows, l.result.as_str())).collect();
    assert_eq!(told, [("refuse", "", 1, "refused"), ("read", "names,birth", 2, "served")]);
    assert_eq!(lines[1].details, request.details);
    let kept = ledger::entries(&mut tx, 1..4).await.expect("reads");
    let entry = Entry::decode(&kept[0].body).expect("an entry");
    assert_eq!(entry.says.subjects, [person(1), person(2), request.id].into());
    assert_eq!((entry.says.actor, entry.says.noun.as_str(), entry.says.act.as_str()), (WHO, "access", "read"));
    drop(tx);
    assert_eq!(look(it).await.expect("agrees").size, 4);
}

pub async fn what_is_not_durable_opens_nothing(it: &TestDb) {
    super::facts::seed_units(it).await;
    open(it, 9, 11).await;
    let late = Access { at: minutes(0), ..asked(1, About::Persons([person(9)].into()), &[Class::Names]) };
    let refused = access::log(&it.db, &late).await.expect_err("the clock is behind");
    assert!(matches!(refused, StoreError::ClockBehind { .. }), "{refused:?}");
    let twice = asked(2, About::Persons([person(9)].into()), &[Class::Names]);
    access::log(&it.db, &twice).await.expect("is written down");
    let refused = access::log(&it.db, &twice).await.expect_err("one row, one answer");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
    let many: BTreeSet<Uuid> = (0..3_001).map(person).collect();
    let refused = access::log(&it.db, &asked(3, About::Persons(many), &[])).await.expect_err("too many for an entry");
    assert!(refused.to_string().contains("3001"), "{refused}");
    it.db.close().await;
    let gone = asked(4, About::Persons([person(9)].into()), &[Class::Names]);
    access::log(&it.db, &gone).await.expect_err("the store is gone");
}

pub async fn files_and_their_log_cannot_be_changed_or_deleted(it: &TestDb) {
    super::facts::seed_units(it).await;
    let start = open(it, 1, 11).await;
    let gone = persons::erase(&start, [id(7, 1), id(7, 2)], doing(2, DAY)).expect("two agree");
    save(it, gone, &Filing::default()).await.expect("saves");
    access::log(&it.db, &asked(1, About::Persons([person(1)].into()), &[])).await.expect("is written down");
    for text in [
        "update person_version set clause = 'x'",
        "delete from person_version where version = 2",
        "update person_identity set phone = full_name",
        "delete from person_identity",
        "update access set result = 'refused'",
        "delete from access",
        "delete from person",
        "update person set state = 'held'",
    ] {
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        let refused = tx.run(sql(text)).await.expect_err(text);
        assert!(matches!(refused, StoreError::Refused { .. }), "{text}: {refused:?}");
    }
}

pub async fn altered_files_and_logs_are_named(it: &TestDb) {
    super::facts::seed_units(it).await;
    open(it, 1, 11).await;
    access::log(&it.db, &asked(1, About::Persons([person(1)].into()), &[])).await.expect("is written down");
    look(it).await.expect("agrees");
    behind_its_back(it, "access", "update access set purpose = 'other'").await;
    assert_eq!(look(it).await, Err(Finding::Rows { seq: 2, noun: "access" }));
    behind_its_back(it, "person_identity", "update person_identity set phone = full_name").await;
    assert_eq!(look(it).await, Err(Finding::Rows { seq: 1, noun: "person" }));
    behind_its_back(it, "person", "update person set placed_on = '2025-11-30'").await;
    assert_eq!(look(it).await, Err(Finding::Standing { person: person(1) }));
}

pub async fn renewed_sealings_leave_older_entries_true(it: &TestDb) {
    super::facts::seed_units(it).await;
    let start = open(it, 1, 11).await;
    let put_right = persons::correct(&start, identity("Giả Định Hai"), doing(2, DAY)).expect("corrects");
    save(it, put_right, &Filing::default()).await.expect("saves");
    open(it, 3, 11).await;
    let renewed = |text: &str| Sealed::of(&identity(text), |f, t| Ok::<_, ()>(wrapped(f, t))).expect("seals");
    for n in 1..=2_u64 {
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        let locked = persons_sealed::to_reseal(&mut tx, unit(11), Uuid::nil(), 1).await.expect("reads");
        drop(tx);
        let request = asked(n, About::WholeUnit(2), &Class::ALL);
        let kept = locked.unlock(&access::log(&it.db, &request).await.expect("logs")).expect("was written down");
        assert_eq!(
            kept.iter().map(|k| (k.person, k.number, k.sealing)).collect::<Vec<_>>(),
            [(person(1), 1, i64::try_from(n).expect("small")), (person(1), 2, i64::try_from(n).expect("small"))]
        );
        let resealed: Vec<Resealed> =
            kept.into_iter().map(|before| Resealed { before, fields: renewed("Giả Định Mới") }).collect();
        let by = Resealing {
            id: id(35, n),
            unit: unit(11),
            province_code: "38".to_owned(),
            at: minutes(200),
            on: date(2025, 12, 15),
            actor: WHO,
        };
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        persons_sealed::reseal(&mut tx, &by, &[person(1)].into(), &resealed).await.expect("keeps");
        tx.commit().await.expect("commits");
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        let refused = persons_sealed::reseal(&mut tx, &Resealing { id: id(36, n), ..by }, &[].into(), &resealed).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    }
    look(it).await.expect("every entry still agrees with its rows");
    let late = persons::transfer(&start_after(&start), holder(12), doing(201, DAY)).expect("moves");
    let refused = save(it, late, &Filing::default()).await.expect_err("begun before the key was renewed");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
}

/// How a file stands after its second version, to one who looked before its key was renewed.
fn start_after(start: &Standing) -> Standing {
    Standing { version: 2, ..start.clone() }
}

pub async fn numbers_are_found_where_they_are_filed(it: &TestDb) {
    super::facts::seed_units(it).await;
    let index = |kind: Kind, byte: u8| Index { kind, value: vec![byte; 16] };
    let filing = |local: u8| Filing { indexes: vec![index(Kind::Id12, local), index(Kind::NationalId12, 9)] };
    let find = async |byte: u8, at: u64| {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
        persons_index::find(&mut tx, &index(Kind::Id12, byte), unit(at)).await.expect("reads")
    };
    let first = persons::open(person(1), holder(11), identity("Giả Định"), doing(1, DAY)).expect("opens");
    let start = first.standing().clone();
    assert_eq!(save(it, first, &filing(1)).await.expect("saves"), Saved::Written(0));
    let second = persons::open(person(2), holder(21), identity("Giả Định"), doing(2, DAY)).expect("opens");
    assert_eq!(save(it, second, &filing(2)).await.expect("saves"), Saved::Written(1), "one number, two files");
    assert_eq!((find(1, 11).await, find(1, 21).await), (vec![person(1)], vec![]));
    let moved = persons::transfer(&start, holder(12), doing(3, DAY)).expect("moves");
    let there = moved.standing().clone();
    let local = Filing { indexes: vec![index(Kind::Id12, 3)] };
    save(it, moved, &local).await.expect("saves");
    assert_eq!((find(1, 11).await, find(3, 12).await), (vec![], vec![person(1)]));
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
    let errand = (Errand::Move { person: person(1), to: unit(12) }, unit(12));
    assert_eq!(persons_index::errands(&mut tx).await.expect("reads"), std::slice::from_ref(&errand));
    drop(tx);
    let gone = persons::erase(&there, [id(7, 1), id(7, 2)], doing(4, DAY)).expect("two agree");
    save(it, gone, &Filing::default()).await.expect("saves");
    assert!(find(3, 12).await.is_empty());
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    persons_index::end_errand(&mut tx, &errand.0, errand.1).await.expect("an errand overtaken ends nothing");
    let left = persons_index::errands(&mut tx).await.expect("reads");
    assert_eq!(left, [(Errand::Destroy { person: person(1) }, unit(12))]);
    persons_index::end_errand(&mut tx, &left[0].0, left[0].1).await.expect("ends");
    assert_eq!(persons_index::errands(&mut tx).await.expect("reads"), []);
    drop(tx);
    look(it).await.expect("matches agree with their entry");
}

/// A generator that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// What was asked and answered: unit, day, instant, count.
type Answers = BTreeMap<(UnitId, Date, Timestamp), i64>;

/// Counts anew from the histories, person by person.
fn counted(histories: &BTreeMap<Uuid, Vec<domain::persons::Version>>, at: (UnitId, Date, Timestamp)) -> i64 {
    let holds = |history: &Vec<domain::persons::Version>| {
        let mut known = history.iter().filter(|v| v.recorded_at <= at.2 && v.occurred_on <= at.1 && v.act.places());
        known.next_back().is_some_and(|v| v.holder.unit == at.0 && !matches!(v.act, Act::Erase | Act::EraseAgain))
    };
    i64::try_from(histories.values().filter(|history| holds(history)).count()).expect("small")
}

pub async fn counts_of_the_past_never_change(it: &TestDb) {
    super::facts::seed_units(it).await;
    let mut dice = Dice(20_251_214);
    let mut standings: Vec<Standing> = Vec::new();
    let mut histories: BTreeMap<Uuid, Vec<domain::persons::Version>> = BTreeMap::new();
    let mut told: Answers = BTreeMap::new();
    let days = [date(2025, 11, 20), date(2025, 12, 3), date(2025, 12, 15)];
    for n in 1..=120_u64 {
        let on =
            date(2025, 11, 15).saturating_add(jiff::Span::new().days(i64::try_from(dice.below(30)).expect("small")));
        let at = [11, 12, 21][usize::try_from(dice.below(3)).expect("small")];
        let picked = usize::try_from(dice.below(40)).expect("small");
        let change = match standings.get(picked).filter(|standing| !standing.erased).cloned() {
            None => persons::open(person(n), holder(at), identity("Giả Định"), doing(n, on)).ok(),
            Some(from) => match dice.below(4) {
                0 => persons::erase(&from, [id(7, 1), id(7, 2)], doing(n, on)).ok(),
                1 => persons::correct(&from, identity("Giả Định Hai"), doing(n, on)).ok(),
                _ => persons::transfer(&from, holder(at), doing(n, on)).ok(),
            },
        };
        let Some(change) = change else { continue };
        let standing = change.standing().clone();
        histories.entry(standing.person).or_default().push(change.version().clone());
        match standings.iter_mut().find(|known| known.person == standing.person) {
            Some(known) => *known = standing,
            None => standings.push(standing),
        }
        save(it, change, &Filing::default()).await.expect("saves");
        if n % 10 == 0 {
            ask(it, &histories, &mut told, n, &days).await;
        }
    }
    assert!(told.values().any(|count| *count > 3), "there was something to count: {told:?}");
    look(it).await.expect("agrees");
}

/// Asks anew what was asked before, then the present; both from the store and from the histories.
async fn ask(
    it: &TestDb,
    histories: &BTreeMap<Uuid, Vec<domain::persons::Version>>,
    told: &mut Answers,
    n: u64,
    days: &[Date],
) {
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
    for (at, before) in told.iter() {
        let again = store::persons::on_file(&mut tx, at.0, at.1, Some(at.2)).await.expect("counts");
        assert_eq!(again, *before, "what was known then of {at:?} has changed");
    }
    let now = minutes(i64::try_from(n).expect("small"));
    for unit in [11, 12, 21].map(unit) {
        for day in days {
            let at = (unit, *day, now);
            let count = store::persons::on_file(&mut tx, unit, *day, Some(now)).await.expect("counts");
            assert_eq!(count, counted(histories, at), "{at:?}");
            assert_eq!(store::persons::on_file(&mut tx, unit, *day, None).await.expect("counts"), count);
            told.insert(at, count);
        }
        let last_day = date(2025, 12, 15);
        let held = store::persons::count_held(&mut tx, unit).await.expect("counts");
        assert_eq!(
            store::persons::on_file(&mut tx, unit, last_day, None).await.expect("counts"),
            held,
            "the projection"
        );
    }
}
