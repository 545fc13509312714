//! The statutory files of the nation, counted commune by commune, on `SQLite` and (with `TEST_PG_URL`) on `PostgreSQL`.
//! `cargo bench -p store --bench cases`; with `-- 100000` for fewer files than the nation has.
//!
//! Everybody counted is fictitious (giả định): a thousand courses of ten events each, and every file follows one of
//! them. They are laid down file by file, which fills the tables in a minute or two.

use std::time::{Duration, Instant};

use domain::counts::Number;
use domain::units::{Level, Register, UnitId, shipped};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use store::query::{Arg, sql};
use store::sight::Sight;
use store::{Tx, case_counts, case_goals, cases, units};
use testkit::build::deed;
use testkit::{TestDb, id, minutes};

/// Files of the nation.
const FILES: u64 = 300_000;
/// What happened in each, its opening included: 3,000,000 events in the nation.
const EVENTS: u16 = 10;
/// Files of one write, for the log of a file not to grow beyond measure.
const FILES_TOGETHER: usize = 30_000;
const COURSES: u64 = 1_000;
const RUNS: usize = 5;
const READS: u64 = 1_000;
const BUDGET_NOW: Duration = Duration::from_secs(1);
const BUDGET_PAST: Duration = Duration::from_secs(10);
const BUDGET_OPENING: Duration = Duration::from_millis(50);

const FIRST: Date = date(2023, 10, 1);
const QUARTER: (Date, Date) = (date(2026, 7, 1), date(2026, 9, 30));
/// The instant of the past as which things are counted.
const THEN: Date = date(2026, 8, 15);

fn main() {
    let files = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(FILES);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let register = shipped().expect("the shipped tables are sound");
        measure("SQLite", TestDb::sqlite().await, &register, files).await;
        if let Some(it) = TestDb::postgres().await {
            measure("PostgreSQL", it, &register, files).await;
        }
    });
}

async fn measure(engine: &str, it: TestDb, register: &Register, files: u64) {
    println!("-- {engine}");
    let communes: Vec<(UnitId, String)> = register
        .level(Level::Commune, QUARTER.1)
        .map(|commune| {
            let province = register.province(commune.unit, QUARTER.1).expect("each commune is of a province");
            (commune.unit, province.code.clone())
        })
        .collect();
    fill(&it, register, &communes, files).await;
    count_all(&it, "now", None, BUDGET_NOW).await;
    count_all(&it, "as known then", Some(noon(THEN)), BUDGET_PAST).await;
    reach_goals(&it, "now", None, BUDGET_NOW).await;
    reach_goals(&it, "as known then", Some(noon(THEN)), BUDGET_PAST).await;
    read_cases(&it, &communes, files).await;
    it.finish().await;
}

// ---- counting

async fn count_all(it: &TestDb, when: &str, at: Option<Timestamp>, budget: Duration) {
    let mut took: [Vec<Duration>; 6] = Default::default();
    for _ in 0..RUNS {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
        let start = Instant::now();
        let flows = case_counts::flows(&mut tx, None, QUARTER, at).await.expect("counts");
        let flowed = Instant::now();
        let turnover = case_counts::turnover(&mut tx, None, QUARTER, at).await.expect("counts");
        let turned = Instant::now();
        let moving = case_counts::moving(&mut tx, None, QUARTER.1, at).await.expect("counts");
        let moved = Instant::now();
        let running = case_counts::running(&mut tx, None, QUARTER.1, at).await.expect("counts");
        let ran = Instant::now();
        let away = case_counts::away(&mut tx, None, QUARTER.1, at).await.expect("counts");
        let told = Instant::now();
        let found = [flows.len(), turnover.len(), moving.len(), running.len(), away.len()];
        assert!(!found.contains(&0), "each question has something to count: {found:?}");
        let parts = [(start, flowed), (flowed, turned), (turned, moved), (moved, ran), (ran, told), (start, told)];
        let parts = parts.map(|(from, to)| to.duration_since(from));
        took.iter_mut().zip(parts).for_each(|(all, part)| all.push(part));
    }
    let names = ["flows", "turnover", "moving", "running", "away", "lists, flows and inputs"];
    for (name, took) in names.into_iter().zip(took) {
        tell(&format!("{name}, all communes, {when}, p50 of {RUNS}"), per_mille(took, 500), budget);
    }
}

async fn reach_goals(it: &TestDb, when: &str, at: Option<Timestamp>, budget: Duration) {
    let mut took = Vec::new();
    for _ in 0..RUNS {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("snapshot");
        let start = Instant::now();
        let tallied = case_goals::of_all(&mut tx, QUARTER, at).await.expect("counts");
        took.push(start.elapsed());
        for number in [Number::CohortFiled, Number::DeterminationDue, Number::Grounds, Number::PostActive] {
            assert!(tallied.iter().any(|of| of.number == number && of.people > 0), "{number:?} has somebody to count");
        }
    }
    tell(&format!("the three goals, all communes, {when}, p50 of {RUNS}"), per_mille(took, 500), budget);
}

async fn read_cases(it: &TestDb, communes: &[(UnitId, String)], files: u64) {
    let mut took = Vec::new();
    for n in 0..READS {
        let file = n * 7_919 % files;
        let sight = Sight::unit(communes[commune_of(file, files, communes.len())].0);
        let start = Instant::now();
        let mut tx = it.db.snapshot_in_sight(&sight).await.expect("snapshot");
        let locked = cases::of_person(&mut tx, person(file)).await.expect("reads");
        drop(tx);
        took.push(start.elapsed());
        assert!(locked.persons().contains(&person(file)), "of whom it was asked");
    }
    let p50 = per_mille(took.clone(), 500);
    let what = format!("the {EVENTS} events of one case, p99 of {READS}; p50 {:.2} ms", ms(p50));
    tell(&what, per_mille(took, 990), BUDGET_OPENING);
}

// ---- filling: courses first, then one statement for what all files have of each

const COURSE_TABLE: &str = "
    create table course (kind bigint not null, entry bigint not null, head bytea not null, act text not null,
                         clause text not null, on_day date not null, at bigint not null, fields bytea not null,
                         primary key (kind, entry))";
const TURN_TABLE: &str = "
    create table turn (kind bigint not null, what text not null, head bytea not null, by_head bytea not null,
                       ordinal bigint not null, word text not null, other_id uuid, from_on date not null,
                       from_entry bigint not null, from_act text not null, to_on date, to_entry bigint, to_act text,
                       known_from bigint not null, known_to bigint)";
const TURN_INDEX: &str = "create index turn_of_kind on turn (what, kind)";

const PERSONS: (&str, usize) =
    ("insert into person (province_code, id, unit_id, opened_at, version, renewals, placed_on, state) values ", 8);
const COURSE: (&str, usize) = ("insert into course (kind, entry, head, act, clause, on_day, at, fields) values ", 8);
const TURN: (&str, usize) = (
    "insert into turn (kind, what, head, by_head, ordinal, word, other_id, from_on, from_entry, from_act, to_on, to_entry,
                       to_act, known_from, known_to) values ",
    15,
);

/// A text for each engine: the half of an id that says what it is of, and the half that says whose.
macro_rules! of_each {
    ($before:literal, $($head:literal, $after:literal),+) => {
        (
            concat!($before, $("cast(", $head, " || substr(p.id, 9, 8) as blob)", $after),+),
            concat!($before, $("encode(", $head, " || substr(uuid_send(p.id), 9, 8), 'hex')::uuid", $after),+),
        )
    };
}

const EVENTS_OF_ALL: (&str, &str) = of_each!(
    "insert into case_event (province_code, id, person_id, entry, unit_id, act, occurred_on, recorded_at, office, regime,
                             clause, paper_number, paper_date, counted)
    select p.province_code, ",
    "c.head",
    ", p.id, c.entry, p.unit_id, c.act, c.on_day, c.at, 'ca_xa', 'C', c.clause, '12/QĐ', c.on_day,
           case c.act when 'record_determination' then 'result=dependent' when 'record_support' then 'support=counselling'
                      else '' end
    from person p cross join course c
    where c.kind = p.version and p.id >= $1 and p.id < $2"
);
const FIELDS_OF_ALL: (&str, &str) = of_each!(
    "insert into case_fields (province_code, event_id, sealing, sealing_id, person_id, unit_id, entry, sealed_at, fields)
    select p.province_code, ",
    "c.head",
    ", 1, ",
    "c.head",
    ", p.id, p.unit_id, c.entry, c.at, c.fields
    from person p cross join course c
    where c.kind = p.version and p.id >= $1 and p.id < $2"
);
const HOLDINGS_OF_ALL: (&str, &str) = of_each!(
    "insert into case_holding (id, person_id, ordinal, unit_id, from_on, to_on, written_by, known_from, known_to)
    select ",
    "t.head",
    ", p.id, t.ordinal, coalesce(t.other_id, p.unit_id), t.from_on, t.to_on, ",
    "t.by_head",
    ", t.known_from, t.known_to
    from person p cross join turn t
    where t.kind = p.version and t.what = 'holding'"
);
const MEMBERSHIPS_OF_ALL: (&str, &str) = of_each!(
    "insert into case_membership (id, person_id, ordinal, list, unit_id, from_on, from_entry, from_act, from_clause, to_on,
                                  to_entry, to_act, to_clause, written_by, known_from, known_to)
    select ",
    "t.head",
    ", p.id, t.ordinal, t.word, p.unit_id, t.from_on, t.from_entry, t.from_act, 'nd-163-2026.d52', t.to_on, t.to_entry,
       t.to_act, case when t.to_on is null then null else 'nd-163-2026.d60' end, ",
    "t.by_head",
    ", t.known_from, t.known_to
    from person p cross join turn t
    where t.kind = p.version and t.what = 'membership'"
);
const MEASURES_OF_ALL: (&str, &str) = of_each!(
    "insert into case_measure (id, person_id, ordinal, state, shown, regime, minor, opened_on, opened_entry, ended_on,
                               ended_entry, how, written_by, known_from, known_to)
    select ",
    "t.head",
    ", p.id, t.ordinal, t.word, t.word, 'C', 0, t.from_on, t.from_entry, t.to_on, t.to_entry, '', ",
    "t.by_head",
    ", t.known_from, t.known_to
    from person p cross join turn t
    where t.kind = p.version and t.what = 'measure'"
);
const TRANSITS_OF_ALL: (&str, &str) = of_each!(
    "insert into case_transit (id, person_id, ordinal, from_unit_id, to_unit_id, since_on, until_on, written_by, known_from,
                               known_to)
    select ",
    "t.head",
    ", p.id, t.ordinal, p.unit_id, t.other_id, t.from_on, t.to_on, ",
    "t.by_head",
    ", t.known_from, t.known_to
    from person p cross join turn t
    where t.kind = p.version and t.what = 'transit' and t.other_id <> p.unit_id"
);

const ANALYZE: [&str; 7] = [
    "analyze case_event",
    "analyze case_fields",
    "analyze case_holding",
    "analyze case_membership",
    "analyze case_measure",
    "analyze case_transit",
    "analyze person",
];

async fn fill(it: &TestDb, register: &Register, communes: &[(UnitId, String)], files: u64) {
    let start = Instant::now();
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    units::seed(&mut tx, register, minutes(0), &deed("seed")).await.expect("seeds");
    for text in [COURSE_TABLE, TURN_TABLE, TURN_INDEX] {
        tx.run(sql(text)).await.expect("a table of the bench");
    }
    let mut dice = Dice(7);
    let courses: Vec<Course> = (1..=COURSES).map(|kind| Course::new(kind, communes, &mut dice)).collect();
    insert(&mut tx, COURSE, courses.iter().flat_map(|course| course.events(&mut dice)).collect()).await;
    insert(&mut tx, TURN, courses.iter().flat_map(|course| course.turns.clone()).collect()).await;
    let persons = (0..files).map(|n| {
        let (unit, province) = &communes[commune_of(n, files, communes.len())];
        let row = vec![province.as_str().into(), person(n).into(), unit.0.into(), 0_i64.into()];
        let kind = Arg::from((1 + n * 7_919 % COURSES).cast_signed());
        row.into_iter().chain([kind, 0_i64.into(), FIRST.into(), "held".into()]).collect()
    });
    insert(&mut tx, PERSONS, persons.collect()).await;
    tx.commit().await.expect("commits");

    let (mut events, mut rows) = (0, 0);
    let pick = |(file, server): (&'static str, &'static str)| if it.db.is_file() { file } else { server };
    for first in (0..files).step_by(FILES_TOGETHER) {
        let last = files.min(first + FILES_TOGETHER as u64);
        let part = |text| sql(pick(text)).arg(person(first)).arg(person(last));
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        events += tx.run(part(EVENTS_OF_ALL)).await.expect("inserts");
        tx.run(part(FIELDS_OF_ALL)).await.expect("inserts");
        tx.commit().await.expect("commits");
    }
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    for texts in [HOLDINGS_OF_ALL, MEMBERSHIPS_OF_ALL, MEASURES_OF_ALL, TRANSITS_OF_ALL] {
        rows += tx.run(sql(pick(texts))).await.expect("inserts");
    }
    tx.commit().await.expect("commits");
    let less = if files < FILES { format!(" (fewer than the nation's {FILES} files)") } else { String::new() };
    println!(
        "{:>10.1} s   fill {} communes with {files} files, {events} events, {rows} rows of what they come to{less}",
        start.elapsed().as_secs_f64(),
        communes.len(),
    );
    if !it.db.is_file() {
        let start = Instant::now();
        // a server does this by itself within minutes; a file never does
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        for text in ANALYZE {
            tx.run(sql(text)).await.expect("analyzes");
        }
        tx.commit().await.expect("commits");
        println!("{:>10.1} s   statistics of the server", start.elapsed().as_secs_f64());
    }
}

/// Rows in statements of as many as both engines take.
async fn insert(tx: &mut Tx, (head, columns): (&str, usize), rows: Vec<Vec<Arg>>) {
    const TOGETHER: usize = 500;
    // a handful of texts, given to the process for good: the kernel takes constant ones only
    let text = |rows: usize| -> &'static str {
        let row = |n: usize| (1..=columns).map(|at| format!("${}", n * columns + at)).collect::<Vec<_>>().join(",");
        let values: Vec<_> = (0..rows).map(|n| format!("({})", row(n))).collect();
        format!("{head}{}", values.join(",")).leak()
    };
    let many = text(TOGETHER);
    for part in rows.chunks(TOGETHER) {
        let text = if part.len() == TOGETHER { many } else { text(part.len()) };
        tx.run(sql(text).args(part.iter().flatten().cloned())).await.expect("inserts");
    }
}

/// Files lie commune by commune.
fn commune_of(file: u64, files: u64, communes: usize) -> usize {
    usize::try_from(file * communes as u64 / files).expect("few")
}

fn person(n: u64) -> uuid::Uuid {
    id(1, n)
}

fn noon(day: Date) -> Timestamp {
    day.at(5, 0, 0, 0).to_zoned(TimeZone::UTC).expect("an instant").timestamp()
}

/// The first half of the ids of a sequence.
fn head(sequence: u16) -> Arg {
    id(sequence, 0).as_bytes()[..8].into()
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What happens to everybody who follows it, and what that comes to.
struct Course {
    kind: u64,
    days: Vec<Date>,
    acts: Vec<&'static str>,
    turns: Vec<Vec<Arg>>,
}

/// What a row of a projection is of.
struct Turn {
    what: &'static str,
    sequence: u16,
    word: &'static str,
    other: Option<UnitId>,
}

const SUPPORT: [&str; 4] = ["record_support", "residence_check", "record_negative_test", "record_positive_test"];
const PAUSES: [&str; 6] = ["imprison", "release", "postpone", "suspend_rehab", "record_absence", "record_evasion"];
const MEASURES: [&str; 6] = ["S4", "S5a", "S5b", "S5c", "S6", "S7"];

impl Course {
    fn new(kind: u64, communes: &[(UnitId, String)], dice: &mut Dice) -> Self {
        let mut day = FIRST + dice.throw(980).cast_signed().days();
        let (mut days, mut acts) = (Vec::new(), Vec::new());
        for entry in 0..EVENTS {
            days.push(day);
            let pauses = entry > 5 && dice.throw(10) == 0;
            let from: &[_] = if pauses { &PAUSES } else { &SUPPORT };
            acts.push(from[usize::try_from(dice.throw(from.len() as u64)).expect("few")]);
            day += (1 + dice.throw(12).cast_signed()).days();
        }
        (acts[0], acts[1], acts[4], acts[8]) = (cases::OPEN, "record_ground", "record_determination", "end_measure");
        // a second ground, late enough for some to arise in the quarter
        acts[7] = "record_ground";
        let mut it = Self { kind, days, acts, turns: Vec::new() };
        let other = communes[usize::try_from(dice.throw(communes.len() as u64)).expect("few")].0;
        let turn = |what, sequence, word, other| Turn { what, sequence, word, other };
        let (addict, ended) = (dice.throw(100) < 60, dice.throw(100) < 40);
        it.turn(&turn("membership", 100, "users", None), 1, addict.then_some(4));
        it.turn(&turn("measure", 200, "S2", None), 1, addict.then_some(4));
        if addict {
            let measure = MEASURES[usize::try_from(dice.throw(6)).expect("few")];
            it.turn(&turn("membership", 110, "addicts", None), 4, ended.then_some(8));
            it.turn(&turn("measure", 210, measure, None), 5, ended.then_some(8));
        }
        if addict && ended {
            it.turn(&turn("membership", 120, "post", None), 8, None);
            it.turn(&turn("measure", 220, "S8", None), 8, None);
        }
        match dice.throw(20) {
            0 => {
                it.turn(&turn("holding", 300, "", None), 0, Some(9));
                it.turn(&turn("holding", 310, "", Some(other)), 9, None);
                it.turn(&turn("transit", 400, "", Some(other)), 7, Some(9));
            }
            1 => {
                it.turn(&turn("holding", 300, "", None), 0, None);
                it.turn(&turn("transit", 400, "", Some(other)), 7, None);
            }
            _ => it.turn(&turn("holding", 300, "", None), 0, None),
        }
        it
    }

    /// A row from one event to another: the end replaces the row that knew of none.
    fn turn(&mut self, turn: &Turn, from: u16, to: Option<u16>) {
        self.turns.push(self.row(turn, 0, (from, from, None), to));
        if let Some(to) = to {
            self.turns.push(self.row(turn, 1, (from, to, Some(to)), None));
        }
    }

    fn row(&self, turn: &Turn, nth: u16, (from, by, to): (u16, u16, Option<u16>), known_to: Option<u16>) -> Vec<Arg> {
        let at = |entry: u16| noon(self.days[usize::from(entry)]).as_millisecond();
        vec![
            self.kind.cast_signed().into(),
            turn.what.into(),
            head(turn.sequence + nth),
            head(EVENT + by),
            i64::from(turn.sequence % 100 / 10).into(),
            turn.word.into(),
            turn.other.map(|unit| unit.0).into(),
            self.days[usize::from(from)].into(),
            i64::from(from).into(),
            self.acts[usize::from(from)].into(),
            to.map(|to| self.days[usize::from(to)]).into(),
            to.map(i64::from).into(),
            to.map(|to| self.acts[usize::from(to)]).into(),
            at(by).into(),
            known_to.map(at).into(),
        ]
    }

    fn events(&self, dice: &mut Dice) -> Vec<Vec<Arg>> {
        let events = (0..EVENTS).zip(self.days.iter().zip(&self.acts));
        let event = |(entry, (day, act)): (u16, (&Date, &&'static str))| {
            let fields: Vec<u8> = (0..64).map(|_| u8::try_from(dice.throw(256)).expect("a byte")).collect();
            vec![
                self.kind.cast_signed().into(),
                i64::from(entry).into(),
                head(EVENT + entry),
                (*act).into(),
                "nd-163-2026.d52".into(),
                (*day).into(),
                noon(*day).as_millisecond().into(),
                fields.into(),
            ]
        };
        events.map(event).collect()
    }
}

/// The sequence of the ids of openings; that of the next events follows.
const EVENT: u16 = 10;

// ---- telling

fn per_mille(mut took: Vec<Duration>, n: usize) -> Duration {
    took.sort_unstable();
    took[(took.len() * n / 1_000).min(took.len() - 1)]
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

fn tell(what: &str, took: Duration, budget: Duration) {
    let over = if took > budget { "  OVER" } else { "" };
    println!("{:>10.1} ms  {what} (budget {} ms){over}", ms(took), budget.as_millis());
}
