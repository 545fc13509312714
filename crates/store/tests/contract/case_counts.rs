//! Counts of cases against a second count over the same cases played again; made-up people (giả định).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use domain::cases::projection::{Listed, Measured, Projection, counted, counted_in};
use domain::cases::{Case, Event, FieldKind, Flow, Law, Moment, Request, Surroundings, Value, shipped};
use domain::counts::{
    Asked, Choices, INPUTS, LINES, LISTS, Number, POST_LINES, Person, SWITCHES, Tallied, Way, derive, of_running,
    of_unit,
};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use jiff::tz::Offset;
use store::query::sql;
use store::sight::Sight;
use store::{Tx, case_counts, case_counts_people, case_goals};
use testkit::TestDb;
use uuid::Uuid;

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| shipped().expect("sound"))
}

struct Anywhere;

impl Surroundings for Anywhere {
    fn in_force(&self, _: &str, _: Date) -> bool {
        true
    }
    fn is_heir(&self, _: &str, _: &str, _: Date) -> bool {
        true
    }
    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        false
    }
}

fn unit(n: usize) -> UnitId {
    UnitId(Uuid::from_u64_pair(0x000A, n as u64 + 1))
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

/// What happened, to whom, where they lived.
type History = (Vec<Event>, Uuid, UnitId);

fn value(field: &str, dice: &mut Dice) -> Value {
    let field = law().field(field).expect("a field");
    match field.kind {
        FieldKind::Choice => Value::Text(field.options[dice.throw(field.options.len())].clone()),
        FieldKind::Yes => Value::Yes(dice.throw(8) > 0),
        FieldKind::Number => Value::Number(i64::try_from(dice.throw(30)).expect("small")),
        FieldKind::Date => Value::Date(date(1990, 1, 1)),
        FieldKind::Unit => Value::Text(unit(dice.throw(3)).0.to_string()),
        FieldKind::Text => Value::Text("giả định".to_owned()),
    }
}

/// Acts that end a case or move nothing are thrown less.
const SELDOM: [&str; 42] = [
    "record_death",
    "declare_missing",
    "record_ground",
    "record_negative_test",
    "withdraw_ground",
    "renew_ground",
    "escort_to_test",
    "record_exclusion",
    "lift_exclusion",
    "hand_over_to_investigation",
    "record_support",
    "contest_entry",
    "annul_entry",
    "settle_contest",
    "correct_birth",
    "correct_entry",
    "follow_unit",
    "residence_check",
    "depart",
    "imprison",
    "court_asks",
    "answer_court",
    "record_evasion",
    "send_notice",
    "send_copies",
    "send_certificate_copy",
    "present_self",
    "notify_police",
    "record_service",
    "record_positive_test",
    "record_walk_out",
    "terminate_substitution",
    "request_monitoring",
    "record_breach",
    "copy_to_permanent",
    "move_within",
    "serve_decision",
    "apply_for_relief",
    "accept_relief",
    "answer_relief",
    "appeal_decision",
    "extend_contest",
];

/// What some histories go after whenever it is lawful: help, and a file that goes to the court and comes back.
fn pursued(n: u64) -> &'static [&'static str] {
    match n % 7 {
        4 => &["record_support"],
        5 => {
            &["open_compulsory_file", "notify_compulsory_file", "record_reading", "transfer_to_court", "court_decision"]
        }
        _ => &[],
    }
}

fn history(n: u64, start: Date) -> History {
    let mut dice = Dice(n.wrapping_mul(97) + 3);
    let home = unit(dice.throw(3));
    let mut case = Case::new(Some(date(1990, 5, 6)), &home.0.to_string(), None);
    let mut at = start.to_datetime(time(8, 0, 0, 0));
    let mut second = Dice(n.wrapping_mul(31) + 7);
    let mut written = Vec::new();
    for number in 0..60 {
        at = at
            .checked_add(jiff::SignedDuration::from_hours(1 + i64::try_from(dice.throw(500)).expect("small")))
            .expect("in time");
        let moment = Moment { day: at.date(), hour: Some(at.time()) };
        let mut next = case.next(law(), &Anywhere, moment);
        if dice.throw(6) > 0 && next.iter().any(|next| !SELDOM.contains(&next.act.id.as_str())) {
            next.retain(|next| !SELDOM.contains(&next.act.id.as_str()));
        }
        let after =
            case.next(law(), &Anywhere, moment).into_iter().filter(|of| pursued(n).contains(&of.act.id.as_str()));
        let after: Vec<_> = after.collect();
        if !after.is_empty() && dice.throw(2) == 0 {
            next = after;
        }
        if next.is_empty() {
            continue;
        }
        let next = next[dice.throw(next.len())];
        let only = next.rule.only.iter().find_map(|line| {
            let (state, office) = line.split_once('=')?;
            case.measure(state).map(|_| office.to_owned())
        });
        let fields = next.act.needs.iter().chain(&next.act.may).filter(|f| *f != "months" && *f != "course");
        let fields: BTreeMap<String, Value> = fields.map(|f| (f.clone(), value(f, &mut dice))).collect();
        let request = Request {
            id: Uuid::from_u64_pair(n + 1, number + 1),
            act: next.act.id.clone(),
            on: moment,
            recorded: moment,
            by: only.unwrap_or_else(|| next.rule.by[0].clone()),
            unit: None,
            number: Some(format!("{number}/GĐ")),
            paper_date: None,
            signer: Some("người ký giả định".to_owned()),
            second: Some("ca_xa".to_owned()),
            fields,
        };
        if let Ok(change) = case.try_act(law(), &Anywhere, &request) {
            written.push(change.event().clone());
            case = change.into_case();
        }
        let corrected = (second.throw(12) == 0).then(|| correction(&case, &mut second)).flatten();
        let Some(fields) = corrected else { continue };
        let id = Uuid::from_u64_pair(n + 1, number + 1_000);
        let by = "truong_ca_xa".to_owned();
        let request = Request { id, act: "correct_entry".to_owned(), by, fields, ..request };
        if let Ok(change) = case.try_act(law(), &Anywhere, &request) {
            written.push(change.event().clone());
            case = change.into_case();
        }
    }
    // some files are older than the rule that a proposal has a number
    for event in written.iter_mut().filter(|event| n % 5 == 2 && event.act == "propose_post_rehab") {
        event.number = None;
    }
    (written, Uuid::from_u64_pair(0x00B0, n), home)
}

/// Another value for one that is counted, as it stands in a file.
fn correction(case: &Case, dice: &mut Dice) -> Option<BTreeMap<String, Value>> {
    let counts = ["case", "outcome", "result", "stable", "support"];
    let numbered = case.events.iter().zip(1_i64..).filter(|(event, _)| event.act != "correct_entry");
    let could = numbered.flat_map(|(event, entry)| {
        counts.iter().filter_map(move |field| Some((entry, *field, event.fields.get(*field)?.written())))
    });
    let could: Vec<_> = could.collect();
    let (entry, field, old) = could.get(dice.throw(could.len().max(1)))?.clone();
    let text = |text: &str| Value::Text(text.to_owned());
    let new = value(field, dice).written();
    Some(BTreeMap::from([
        ("entry".to_owned(), Value::Number(entry)),
        ("corrected".to_owned(), text(field)),
        ("old_value".to_owned(), text(&old)),
        ("new_value".to_owned(), text(&new)),
        ("correction_ground".to_owned(), text("own_finding")),
        ("reason".to_owned(), text("giả định")),
    ]))
}

fn new_case(home: UnitId) -> Case {
    Case::new(Some(date(1990, 5, 6)), &home.0.to_string(), None)
}

/// Everything is written down five days late.
fn recorded(event: &Event) -> Timestamp {
    let late = domain::cases::days_later(event.on.day, 5).to_datetime(event.on.hour.expect("with its hour"));
    Offset::constant(7).to_timestamp(late).expect("in time")
}

const ADD_UNIT: &str = "insert into unit (id, level) values ($1, 'commune')";
const ADD_EVENT: &str = "
    insert into case_event (province_code, id, person_id, entry, unit_id, act, occurred_on, occurred_minute, recorded_at,
                            office, regime, clause, paper_number, paper_date, counted)
    values ('38', $1, $2, $3, $4, $5, $6, $7, $8, 'ca_xa', $9, 'giả định', $10, $6, $11)";
const ADD_HOLDING: &str = "
    insert into case_holding (id, person_id, ordinal, unit_id, from_on, to_on, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const ADD_TIME: &str = "
    insert into case_membership (id, person_id, ordinal, list, unit_id, from_on, from_entry, from_act, from_clause, to_on,
                                 to_entry, to_act, to_clause, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 'giả định', $9, $10, $11, $12, $13, $14)";
const ADD_MEASURE: &str = "
    insert into case_measure (id, person_id, ordinal, state, shown, regime, minor, opened_on, opened_entry, term_end,
                              ended_on, ended_entry, how, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const ADD_MOVE: &str = "
    insert into case_transit (id, person_id, ordinal, from_unit_id, to_unit_id, since_on, until_on, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const CLOSE: [&str; 4] = [
    "update case_holding set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null",
    "update case_membership set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null",
    "update case_measure set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null",
    "update case_transit set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null",
];

struct Writer<'t> {
    tx: &'t mut Tx,
    ids: u64,
    /// Number of the last move that began.
    begun: usize,
}

impl Writer<'_> {
    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u64_pair(0x00C0, self.ids)
    }

    async fn write(&mut self, (events, person, home): &History) {
        let mut case = new_case(*home);
        let opened = events.first().map_or(date(2026, 1, 1), |e| e.on.day).to_datetime(time(0, 0, 0, 0));
        let mut before = Projection::of(&case, law(), opened, &|_| "giả định".to_owned()).expect("ids");
        before.holdings.clear();
        for (n, event) in events.iter().enumerate() {
            let unit: UnitId = UnitId(case.unit.parse().expect("an id"));
            case.apply(law(), event);
            let entry = i64::try_from(n + 1).expect("few");
            let at = recorded(event).as_millisecond();
            let minute = event.on.hour.map(|h| i64::from(h.hour()) * 60 + i64::from(h.minute()));
            let row = sql(ADD_EVENT).arg(event.id).arg(*person).arg(entry).arg(unit.0).arg(event.act.as_str());
            let row = row.arg(event.on.day).arg(minute).arg(at).arg(event.regime.key());
            self.tx.run(row.arg(event.number.as_deref()).arg(counted_in(&case, event))).await.expect("an event");
            let local = Offset::constant(7).to_datetime(recorded(event));
            let after = Projection::of(&case, law(), local, &|_| "giả định".to_owned()).expect("ids");
            self.rows(*person, event, at, &before, &after).await;
            before = after;
        }
    }

    async fn rows(&mut self, person: Uuid, event: &Event, at: i64, before: &Projection, after: &Projection) {
        for (n, row) in after.holdings.iter().enumerate().filter(|(n, row)| before.holdings.get(*n) != Some(row)) {
            let (id, n) = (self.close(0, person, n, at).await, i64::try_from(n).expect("few"));
            let add = sql(ADD_HOLDING).arg(id).arg(person).arg(n).arg(row.unit.0).arg(row.from).arg(row.to);
            self.tx.run(add.arg(event.id).arg(at)).await.expect("a holding");
        }
        for (n, row) in after.memberships.iter().enumerate().filter(|(n, row)| before.memberships.get(*n) != Some(row))
        {
            let (id, n) = (self.close(1, person, n, at).await, i64::try_from(n).expect("few"));
            let Listed { list, unit, from, to } = row;
            let to = to.as_ref();
            let add = sql(ADD_TIME).arg(id).arg(person).arg(n).arg(list.as_str()).arg(unit.0).arg(from.on);
            let add = add.arg(from.entry).arg(from.act.as_str()).arg(to.map(|t| t.on)).arg(to.map(|t| t.entry));
            let add = add.arg(to.map(|t| t.act.as_str())).arg(to.map(|t| t.clause.as_str())).arg(event.id).arg(at);
            self.tx.run(add).await.expect("a time on a list");
        }
        for (n, row) in after.measures.iter().enumerate().filter(|(n, row)| before.measures.get(*n) != Some(row)) {
            let (id, n) = (self.close(2, person, n, at).await, i64::try_from(n).expect("few"));
            let Measured { state, shown, regime, minor, opened, term_end, ended, how } = row;
            let add = sql(ADD_MEASURE).arg(id).arg(person).arg(n).arg(state.as_str()).arg(shown.as_str());
            let add = add.arg(regime.key()).arg(i64::from(*minor)).arg(opened.0).arg(opened.1).arg(*term_end);
            let add = add.arg(ended.map(|e| e.0)).arg(ended.map(|e| e.1)).arg(how.as_str()).arg(event.id).arg(at);
            self.tx.run(add).await.expect("a measure");
        }
        if before.state.transit != after.state.transit {
            self.moves(person, event, at, before, after).await;
        }
    }

    async fn moves(&mut self, person: Uuid, event: &Event, at: i64, before: &Projection, after: &Projection) {
        if let Some((to, since)) = before.state.transit {
            let ordinal = self.begun;
            let id = self.close(3, person, ordinal, at).await;
            let add = sql(ADD_MOVE).arg(id).arg(person).arg(i64::try_from(ordinal).expect("few"));
            let add = add.arg(before.state.unit.0).arg(to.0).arg(since).arg(Some(event.on.day));
            self.tx.run(add.arg(event.id).arg(at)).await.expect("a move that is over");
        }
        if let Some((to, since)) = after.state.transit {
            self.begun += 1;
            let ordinal = self.begun;
            let id = self.id();
            let add = sql(ADD_MOVE).arg(id).arg(person).arg(i64::try_from(ordinal).expect("few"));
            let add = add.arg(after.state.unit.0).arg(to.0).arg(since).arg(None::<Date>);
            self.tx.run(add.arg(event.id).arg(at)).await.expect("a move");
        }
    }

    async fn close(&mut self, table: usize, person: Uuid, ordinal: usize, at: i64) -> Uuid {
        let ordinal = i64::try_from(ordinal).expect("few");
        self.tx.run(sql(CLOSE[table]).arg(at).arg(person).arg(ordinal)).await.expect("closes");
        self.id()
    }
}

async fn fill(it: &TestDb, people: u64) -> Vec<History> {
    let all: Vec<History> = (0..people)
        .map(|n| history(n, if n % 3 == 0 { date(2024, 6, 3) } else { date(2026, 7, 6) }))
        .filter(|(events, ..)| !events.is_empty())
        .collect();
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    for n in 0..3 {
        tx.run(sql(ADD_UNIT).arg(unit(n).0)).await.expect("a unit");
    }
    let mut writer = Writer { tx: &mut tx, ids: 0, begun: 0 };
    for history in &all {
        writer.write(history).await;
    }
    tx.commit().await.expect("commits");
    all
}

/// What was known of a case at an instant.
fn known((events, _, home): &History, at: Option<Timestamp>) -> Case {
    let told = events.iter().filter(|e| at.is_none_or(|at| recorded(e) <= at)).cloned();
    new_case(*home).replay(law(), told)
}

/// How it stood when a day was over.
fn as_of((events, _, home): &History, day: Date, at: Option<Timestamp>) -> Case {
    let told = events.iter().filter(|e| e.on.day <= day && at.is_none_or(|at| recorded(e) <= at)).cloned();
    new_case(*home).replay(law(), told)
}

fn questions() -> Vec<(Date, Date, Option<Timestamp>)> {
    let at = |day: Date| Some(Offset::constant(7).to_timestamp(day.to_datetime(time(12, 0, 0, 0))).expect("in time"));
    vec![
        (date(2026, 12, 15), date(2027, 12, 14), None),
        (date(2025, 12, 15), date(2026, 12, 14), None),
        (date(2026, 12, 1), date(2027, 6, 30), at(date(2027, 7, 20))),
        (date(2026, 12, 1), date(2027, 6, 30), at(date(2027, 3, 20))),
        (date(2024, 7, 1), date(2025, 3, 31), None),
        (date(2029, 1, 1), date(2029, 12, 31), None),
    ]
}

fn asked(from: Date, to: Date) -> Asked {
    Asked { from, to, plan: None, choices: Choices::default() }
}

/// The defaults, each switch by itself turned round, and all of them.
fn every_choice() -> Vec<Choices> {
    let mut all = vec![Choices::default()];
    let mut turned = Choices::default();
    for switch in SWITCHES {
        let mut one = Choices::default();
        assert!(one.choose(switch.id, !switch.default) && turned.choose(switch.id, !switch.default));
        all.push(one);
    }
    all.push(turned);
    all
}

pub async fn counts_equal_the_cases_played_again(it: &TestDb) {
    let all = fill(it, 150).await;
    let mut seen = BTreeSet::new();
    for (from, to, at) in questions() {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
        let flows = case_counts::flows(&mut tx, None, (from, to), at).await.expect("flows");
        let moving = case_counts::moving(&mut tx, None, to, at).await.expect("moving");
        let running = case_counts::running(&mut tx, None, to, at).await.expect("running");
        let away = case_counts::away(&mut tx, None, to, at).await.expect("away");
        let turnover = case_counts::turnover(&mut tx, None, (from, to), at).await.expect("turnover");
        for place in (0..3).map(unit) {
            let name = place.0.to_string();
            let people = case_counts_people::of(&mut tx, Some(place), to, at).await.expect("people");
            let numbers = of_unit(&people, place, &asked(from, to));
            for list in LISTS {
                let mut second = Flow::default();
                for history in &all {
                    second.count(&known(history, at), list, Some(&name), from, to);
                }
                let first = flows.iter().find(|f| f.unit == place && f.list == list);
                let first = first.map_or((0, 0, 0, 0), |f| (f.opening, f.entries, f.removals, f.closing));
                let wanted = (second.opening, second.entries, second.removals, second.closing);
                assert_eq!(
                    first,
                    (wanted.0.into(), wanted.1.into(), wanted.2.into(), wanted.3.into()),
                    "{list} {from}"
                );
                let ways = |way: Way| -> i64 {
                    let of = turnover.iter().filter(|t| t.unit == place && t.list == list && t.way == way);
                    of.map(|t| t.people).sum()
                };
                assert_eq!((ways(Way::In), ways(Way::Out)), (first.1, first.2));
                let [on, .., way] = Number::of_list(list).expect("a list");
                assert_eq!(numbers.count(on), Some(first.3), "{list} {from} {to}");
                let sql_moving: i64 =
                    moving.iter().filter(|m| m.unit == place && m.list == list).map(|m| m.people).sum();
                assert_eq!(numbers.count(way), Some(sql_moving));
                let on_the_way = all.iter().map(|h| as_of(h, to, at)).filter(|case| {
                    case.transit.is_some()
                        && case.memberships.iter().any(|m| m.list == list && m.unit == name && m.to.is_none())
                });
                assert_eq!(i64::try_from(on_the_way.count()).expect("few"), sql_moving, "{list} {to}");
            }
            for (number, states) in FORMS {
                let second = all.iter().filter(|history| {
                    let case = as_of(history, to, at);
                    case.unit == name && states.iter().any(|state| case.in_any(&[state]) && course(&case))
                });
                let second = i64::try_from(second.count()).expect("few");
                assert_eq!(numbers.count(*number), Some(second), "{number:?} {from} {to} {at:?}");
                if second > 0 {
                    seen.insert(*number);
                }
            }
            let inputs = derive(place, &flows, &running, &away, &Choices::default());
            for (input, number) in inputs.iter().zip(INPUTS) {
                assert_eq!(Some(input.people), numbers.count(number), "{number:?} {to}");
            }
            let lines: i64 = LINES.iter().map(|number| numbers.count(*number).expect("counted")).sum();
            assert_eq!(Some(lines), numbers.count(Number::Cohort), "each of the cohort stands in one line");
        }
        assert!(flows.iter().all(domain::counts::Flows::balances));
    }
    assert!(seen.len() > 6, "the histories reach too little: {seen:?}");
}

/// A form as it shows in the case itself.
const FORMS: &[(Number, &[&str])] = &[
    (Number::FormHome, &["S5a"]),
    (Number::FormPrivate, &["S5b"]),
    (Number::FormPublic, &["S5c"]),
    (Number::FormSubstitution, &["S6"]),
    (Number::FormCompulsory, &["S7"]),
    (Number::Postponed, &["S7x"]),
    (Number::Imprisoned, &["SP"]),
    (Number::PostActive, &["S8"]),
];

fn course(case: &Case) -> bool {
    let post = case.in_any(&["S8"]);
    post || case
        .measures
        .iter()
        .any(|m| m.open() && ["S4", "S5a", "S5b", "S5c", "S6", "S7"].contains(&m.state.as_str()))
}

/// The goals of a territory.
const GOALS: [Number; 16] = [
    Number::DeterminationDue,
    Number::DeterminationDone,
    Number::DeterminationOpen,
    Number::Cohort,
    Number::CohortFiled,
    Number::CohortInForm,
    Number::CohortHelped,
    Number::UsersFound,
    Number::UsersFiled,
    Number::UsersHelped,
    Number::Grounds,
    Number::Tested,
    Number::Withdrawn,
    Number::PostDue,
    Number::PostMet,
    Number::PostCounselled,
];

/// Of those on a list, who is not there.
const AWAY: [Number; 2] = [Number::InCustody, Number::Absent];

/// Holds the goals and inputs counted set by set against those counted person by person. Answers which numbers were of anybody.
async fn compare_goals(it: &TestDb, days: &[(Date, Date, Option<Timestamp>)]) -> BTreeSet<Number> {
    let mut seen = BTreeSet::new();
    for (from, to, at) in days {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
        let mut tallied = case_goals::of_all(&mut tx, (*from, *to), *at).await.expect("goals");
        let flows = case_counts::flows(&mut tx, None, (*from, *to), *at).await.expect("flows");
        let away = case_counts::away(&mut tx, None, *to, *at).await.expect("away");
        let running = case_counts::running(&mut tx, None, *to, *at).await.expect("running");
        tallied.extend(of_running(&running));
        let units: BTreeSet<UnitId> = tallied.iter().map(|of| of.unit).chain((0..3).map(unit)).collect();
        for place in units {
            let people = case_counts_people::of(&mut tx, Some(place), *to, *at).await.expect("people");
            let numbers = of_unit(&people, place, &asked(*from, *to));
            for choices in every_choice() {
                let numbers = of_unit(&people, place, &Asked { choices, ..asked(*from, *to) });
                let inputs = derive(place, &flows, &running, &away, &choices);
                for (input, number) in inputs.iter().zip(INPUTS) {
                    assert_eq!(Some(input.people), numbers.count(number), "{number:?} {to} {choices:?}");
                }
            }
            seen.extend(AWAY.into_iter().filter(|number| numbers.count(*number) > Some(0)));
            for number in GOALS.into_iter().chain(LINES).chain(POST_LINES).chain([Number::PostActive]) {
                let of = |one: &&Tallied| one.unit == place && one.number == number;
                let people: i64 = tallied.iter().filter(of).map(|one| one.people).sum();
                assert_eq!(Some(people), numbers.count(number), "{number:?} {from} {to} {at:?}");
                if people > 0 {
                    seen.insert(number);
                }
            }
        }
    }
    seen
}

/// What each act of the files reads, as the files themselves come to when they are played again: every act that is counted,
/// by person and number. Answers how many of them were corrected.
fn compare_values(all: &[History], people: &BTreeMap<Uuid, Person>, day: Date, at: Option<Timestamp>) -> usize {
    let mut corrected = 0;
    for history in all {
        let case = as_of(history, day, at);
        let annulled = case.annulled();
        let told = people.get(&history.1).map(Person::put_right);
        for done in told.iter().flat_map(|person| &person.done).filter(|done| done.act != "correct_entry") {
            let entry = usize::try_from(done.entry).expect("few");
            let event = &case.events[entry - 1];
            assert!(!annulled.contains(&entry), "{entry} of {} was annulled", history.1);
            assert_eq!(done.counted, counted(event), "{entry} of {} {day} {at:?}", history.1);
            corrected += usize::from(counted(&history.0[entry - 1]) != done.counted);
        }
    }
    corrected
}

/// A value that was put right is counted as it reads since: in the file, in the counts set by set and person by person, as
/// of any day; what was known before stays what it was.
pub async fn what_was_corrected_is_counted_as_it_reads_since(it: &TestDb) {
    let all = fill(it, 120).await;
    let mut corrected = 0;
    for (_, to, at) in questions() {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
        let people = case_counts_people::of(&mut tx, None, to, at).await.expect("people");
        corrected += compare_values(&all, &people, to, at);
    }
    assert!(corrected > 20, "the histories correct too little: {corrected}");
    let person = Uuid::from_u64_pair(0x00B0, 5_000);
    let history = (found_without_a_home_by_mistake(), person, unit(0));
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    let asked = (date(2026, 7, 1), date(2026, 9, 30));
    let due = async |tx: &mut Tx, (from, to): (Date, Date), at: Option<Timestamp>| -> i64 {
        let of = |one: &&Tallied| one.unit == unit(0) && one.number == Number::DeterminationDue;
        let tallied = case_goals::of_all(tx, (from, to), at).await.expect("goals");
        tallied.iter().filter(of).map(|one| one.people).sum()
    };
    let others = due(&mut tx, asked, None).await;
    let before = recorded(&history.0[2]).checked_sub(jiff::SignedDuration::from_hours(1)).expect("in time");
    let others_then = due(&mut tx, asked, Some(before)).await;
    Writer { tx: &mut tx, ids: 2_000_000, begun: 2_000_000 }.write(&history).await;
    assert_eq!(due(&mut tx, asked, None).await, others, "a residence after all asks for no determination");
    assert_eq!(due(&mut tx, asked, Some(before)).await, others_then + 1, "as was known before the correction");
    let then = (asked.0, date(2026, 7, 19));
    let people = case_counts_people::of(&mut tx, None, then.1, None).await.expect("people");
    let waits = of_unit(&people, unit(0), &self::asked(then.0, then.1));
    assert!(waits.people(Number::DeterminationDue).is_some_and(|due| due.contains(&person)), "the day before");
}

/// Somebody who was found with a test, and written down as without a stable residence until that was put right.
fn found_without_a_home_by_mistake() -> Vec<Event> {
    let text = |text: &str| Value::Text(text.to_owned());
    let home = ("residence", text("permanent"));
    let correction = [
        ("entry", Value::Number(2)),
        ("corrected", text("stable")),
        ("old_value", text("false")),
        ("new_value", text("true")),
        ("correction_ground", text("own_finding")),
        ("reason", text("giả định")),
    ];
    let acts = [
        (date(2026, 7, 6), "record_positive_test", "ca_phat_hien", vec![("ground", text("h"))]),
        (date(2026, 7, 6), "verify_residence", "ca_phat_hien", vec![("stable", Value::Yes(false)), home]),
        (date(2026, 7, 20), "correct_entry", "truong_ca_xa", correction.into()),
    ];
    let mut case = new_case(unit(0));
    for (n, (day, act, by, fields)) in (1..).zip(acts) {
        let moment = Moment { day, hour: Some(time(8, 0, 0, 0)) };
        let request = Request {
            id: Uuid::from_u64_pair(5_001, n),
            act: act.to_owned(),
            on: moment,
            recorded: moment,
            by: by.to_owned(),
            unit: None,
            number: Some(format!("{n}/GĐ")),
            paper_date: None,
            signer: Some("người ký giả định".to_owned()),
            second: Some("chu_tich_ubnd_xa".to_owned()),
            fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        };
        let change = case.try_act(law(), &Anywhere, &request).unwrap_or_else(|no| panic!("{act}: {no:?}"));
        case = change.into_case();
    }
    // what happened, as it was written: the case tells how it reads since
    let mut events = case.events;
    events[1].fields.insert("stable".to_owned(), Value::Yes(false));
    events
}

/// The goals of all units at once are those of each unit person by person: whatever happened, as of any day, as known at
/// any instant, and whoever is found to be one person with somebody else.
pub async fn goals_of_all_units_are_those_counted_person_by_person(it: &TestDb) {
    fill(it, 300).await;
    let mut days = questions();
    days.extend((0..14).map(|quarter| {
        let from = domain::cases::months_later(date(2024, 7, 1), quarter * 3);
        (from, domain::cases::days_later(domain::cases::months_later(from, 3), -1), None)
    }));
    let seen = compare_goals(it, &days).await;
    let unseen: Vec<Number> =
        GOALS.into_iter().chain(LINES).chain(POST_LINES).chain(AWAY).filter(|number| !seen.contains(number)).collect();
    assert!(unseen.len() <= 2, "the histories reach too little: nobody in {unseen:?}");
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    let listed: Vec<Who> = tx.all(sql(LISTED).arg(date(2027, 6, 1))).await.expect("reads");
    for (n, pair) in listed.chunks_exact(2).take(20).enumerate() {
        let link = sql(LINK).arg(testkit::id(60, n as u64)).arg(pair[0].0).arg(pair[1].0).arg(unit(0).0).arg(1_i64);
        let link = link.arg("same").arg(date(2027, 6, 1)).arg(0_i64);
        tx.run(link.arg(testkit::id(61, 1)).arg(testkit::id(61, 2)).arg(testkit::id(61, 3))).await.expect("a link");
    }
    tx.commit().await.expect("commits");
    compare_goals(it, &days).await;
}

/// One unit asked by itself is that unit among all.
pub async fn one_unit_is_counted_as_among_all(it: &TestDb) {
    fill(it, 40).await;
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
    let everybody = case_counts_people::of(&mut tx, None, date(2027, 12, 14), None).await.expect("people");
    for (from, to, at) in questions() {
        let all = case_counts::flows(&mut tx, None, (from, to), at).await.expect("flows");
        let ran = case_counts::running(&mut tx, None, to, at).await.expect("running");
        for place in (0..3).map(unit) {
            let one = case_counts::flows(&mut tx, Some(place), (from, to), at).await.expect("flows");
            assert_eq!(one, all.iter().filter(|f| f.unit == place).cloned().collect::<Vec<_>>());
            let one = case_counts::away(&mut tx, Some(place), to, at).await.expect("away");
            let all = case_counts::away(&mut tx, None, to, at).await.expect("away");
            assert_eq!(one, all.into_iter().filter(|row| row.unit == place).collect::<Vec<_>>());
            let one = case_counts::running(&mut tx, Some(place), to, at).await.expect("running");
            assert_eq!(one, ran.iter().filter(|r| r.unit == place).cloned().collect::<Vec<_>>());
        }
    }
    for place in (0..3).map(unit) {
        let own = case_counts_people::of(&mut tx, Some(place), date(2027, 12, 14), None).await.expect("people");
        let asked = asked(date(2026, 12, 15), date(2027, 12, 14));
        assert_eq!(of_unit(&own, place, &asked), of_unit(&everybody, place, &asked));
    }
}

/// What was known at an instant stays so, whatever is written down later.
pub async fn the_past_as_it_was_known_is_not_changed_by_later_entries(it: &TestDb) {
    fill(it, 40).await;
    let then = Offset::constant(7).to_timestamp(date(2027, 3, 1).to_datetime(time(0, 0, 0, 0))).expect("in time");
    let at = Some(then);
    let (from, to) = (date(2026, 7, 1), date(2027, 2, 28));
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
    let before = (
        case_counts::flows(&mut tx, None, (from, to), at).await.expect("flows"),
        case_counts::running(&mut tx, None, to, at).await.expect("running"),
        case_counts_people::of(&mut tx, None, to, at).await.expect("people"),
    );
    drop(tx);
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    let mut writer = Writer { tx: &mut tx, ids: 1_000_000, begun: 1_000_000 };
    for n in 500..540 {
        // happened in the period, written down long after
        let (mut events, person, home) = history(n, date(2026, 7, 6));
        for event in &mut events {
            event.on.day = domain::cases::days_later(event.on.day, -1);
        }
        let late: Vec<Event> = events.into_iter().filter(|e| recorded(e) > then).collect();
        if !late.is_empty() {
            writer.write(&(late, person, home)).await;
        }
    }
    tx.commit().await.expect("commits");
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
    assert_eq!(case_counts::flows(&mut tx, None, (from, to), at).await.expect("flows"), before.0);
    assert_eq!(case_counts::running(&mut tx, None, to, at).await.expect("running"), before.1);
    assert_eq!(case_counts_people::of(&mut tx, None, to, at).await.expect("people"), before.2);
    assert_ne!(
        case_counts::flows(&mut tx, None, (from, to), None).await.expect("flows"),
        before.0,
        "more is known now"
    );
}

const LINK: &str = "
    insert into person_link (province_code, id, keep_id, other_id, unit_id, other_unit_id, finding, outcome, clause,
                             document_number, document_date, decided_at, account_id, appointment_id, second_id)
    values ('38', $1, $2, $3, $4, $4, $5, $6, 'Điều giả định', '1/GĐ', $7, $8, $9, $10, $11)";

const LISTED: &str = "
    select person_id
    from case_membership
    where known_to is null and from_on <= $1 and (to_on is null or to_on > $1)
    order by person_id";

struct Who(Uuid);

impl store::query::FromRow for Who {
    fn from_row(row: &store::kernel::Row) -> store::error::Result<Self> {
        row.get("person_id").map(Self)
    }
}

/// Two files found to be about one person count once from then on, and twice again when that is undone; what was known
/// before stays as it was.
pub async fn files_of_one_person_count_once(it: &TestDb) {
    fill(it, 40).await;
    let day = date(2027, 6, 1);
    let answered = async |at: Option<Timestamp>| {
        let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
        let flows = case_counts::flows(&mut tx, None, (day, day), at).await.expect("flows");
        let people = case_counts_people::of(&mut tx, None, day, at).await.expect("people");
        (flows.iter().map(|flow| flow.closing).sum::<i64>(), people.len())
    };
    let before = answered(None).await;
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("reads");
    let listed: Vec<Who> = tx.all(sql(LISTED).arg(day)).await.expect("reads");
    drop(tx);
    let [keep, other] = [listed[0].0, listed[1].0];
    let decide = async |n: u64, outcome: &str, at: i64| {
        let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        let link = sql(LINK).arg(testkit::id(60, n)).arg(keep).arg(other).arg(unit(0).0);
        let link = link.arg(i64::try_from(n).expect("small")).arg(outcome).arg(day).arg(at);
        tx.run(link.arg(testkit::id(61, 1)).arg(testkit::id(61, 2)).arg(testkit::id(61, 3))).await.expect("a link");
        tx.commit().await.expect("commits");
    };
    let instant = |day: Date| Offset::constant(7).to_timestamp(day.to_datetime(time(0, 0, 0, 0))).expect("in time");
    let (found, undone) = (instant(date(2040, 1, 1)), instant(date(2040, 6, 1)));
    decide(1, "same", found.as_millisecond()).await;
    assert_eq!(answered(None).await, (before.0 - 1, before.1 - 1), "once");
    decide(2, "undone", undone.as_millisecond()).await;
    assert_eq!(answered(None).await, before, "twice again");
    assert_eq!(answered(Some(instant(date(2040, 3, 1)))).await, (before.0 - 1, before.1 - 1), "as was known then");
    assert_eq!(answered(Some(instant(date(2039, 1, 1)))).await, before, "as was known before");
}
