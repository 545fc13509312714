//! Whatever is done in whatever order, what the tables of counting say is what the events come to when they are replayed,
//! on both engines, and the ledger vouches for all of it: every written case, and random ones.

use std::collections::BTreeMap;
use std::path::Path;

use domain::access::{Appointment, Ask, Decided, FieldClass, Permit, Place, Purpose, Record, Role, Standing, acts};
use domain::cases::projection::Projection;
use domain::cases::rehearsal::{play, read};
use domain::cases::{
    Case, Change, FieldKind, Law, Moment, Recording, Regime, Request, Surroundings, Value, class_within, shipped,
};
use domain::persons::Holder;
use domain::units::{Level, Register, UnitId};
use jiff::civil::{Date, date, time};
use policy::Policies;
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use store::cases::{self, Filed, Opening};
use store::cases_listed::{self, Rows};
use store::cases_projected::Projected;
use store::ledger::Actor;
use store::sight::Sight;
use testkit::{TestDb, id, ids, minutes};
use uuid::Uuid;

/// A store with the register of units, the law, and somebody who may write any act down.
struct Desk {
    app: app::App,
    it: TestDb,
    law: Law,
    register: std::sync::Arc<Register>,
    policies: Policies,
    minute: std::sync::atomic::AtomicI64,
}

impl Desk {
    async fn over(it: TestDb) -> Self {
        let next = std::sync::Mutex::new(ids(9));
        let sources = app::Sources {
            now: std::sync::Arc::new(|| minutes(0)),
            new_id: std::sync::Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: std::sync::Arc::new(testkit::random(1)),
        };
        let app = app::App::open(it.db.clone(), Vec::new(), sources, false).await.expect("opens");
        let (law, policies) = (shipped().expect("sound"), Policies::shipped().expect("sound"));
        Self { register: app.register(), app, it, law, policies, minute: 0.into() }
    }

    /// A minute after whatever was written before.
    fn tick(&self) -> jiff::Timestamp {
        minutes(self.minute.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1)
    }

    async fn finish(self) {
        drop(self.app);
        self.it.finish().await;
    }

    /// The permit of the head of police of the case's own unit, somebody else agreeing.
    fn permit(&self, unit: UnitId, change: &Change) -> Permit<acts::RecordEvent> {
        let (event, day) = (change.event(), change.event().on.day);
        let at = minutes(0);
        let place = Place::of(&self.register, unit, day);
        let holds = |n: u64, role: Role| Appointment {
            id: id(41, n),
            account: id(42, n),
            role,
            unit,
            from: date(2020, 1, 1),
            until: None,
            decided: Decided { number: "1/GĐ".to_owned(), date: date(2020, 1, 1) },
            granted_by: [id(42, 8), id(42, 9)],
            revoked_at: None,
        };
        let (head, officer) = (holds(1, Role::PoliceHead), holds(2, Role::FileOfficer));
        let class = class_within(change.after(), &event.act, &event.fields);
        let record = Record { minor: true, ..Record::plain(place.clone(), class) };
        let health = record.class == FieldClass::Health;
        let purpose = if health { Purpose::Rehabilitation } else { Purpose::UserManagement };
        let ask = Ask {
            action: domain::access::Action::RecordEvent,
            purpose: Some(purpose),
            factor_age_s: Some(0),
            second: Some(Standing { appointment: &officer, place: &place }),
            ..Ask::plain(
                Some(Standing { appointment: &head, place: &place }),
                domain::access::Action::RecordEvent,
                &record,
                at,
            )
        };
        self.policies.permit::<acts::RecordEvent>(&ask).unwrap_or_else(|no| panic!("{}: {no}", event.act))
    }

    fn projection(&self, case: &Case, clauses: &[String]) -> Projection {
        let clause = |entry: usize| clauses.get(entry).cloned().unwrap_or_default();
        let at = date(2026, 12, 14).to_datetime(time(0, 0, 0, 0));
        Projection::of(case, &self.law, at, &clause).expect("every unit is an id")
    }

    fn holder(unit: UnitId) -> Holder {
        Holder { unit, province_code: "38".to_owned() }
    }
}

/// One person's case as it is written, act by act.
struct Written<'d> {
    desk: &'d Desk,
    person: Uuid,
    case: Case,
    clauses: Vec<String>,
    new_id: Box<dyn FnMut() -> Uuid>,
}

impl<'d> Written<'d> {
    async fn open(desk: &'d Desk, n: u16, case: Case) -> Self {
        let mut new_id = ids(100 + n);
        let person = new_id();
        let unit = UnitId(case.unit.parse().expect("an id"));
        let holder = Desk::holder(unit);
        let first = desk.projection(&case, &[]);
        let mut tx = desk.it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        let opening = Opening {
            id: new_id(),
            on: date(2022, 1, 1),
            regime: Regime::A,
            clause: "Điều giả định",
            number: "0/GĐ",
            paper_date: date(2022, 1, 1),
            by: None,
            second: None,
        };
        let filed = Filed {
            person,
            holder: holder.clone(),
            at: desk.tick(),
            actor: Actor::LocalOperator,
            signer: None,
            fields: vec![7; 64],
            projected: Projected { before: None, after: &first, holder: &holder, on: opening.on },
        };
        assert!(cases::open(&mut tx, &opening, &filed, &mut new_id).await.expect("opens"));
        tx.commit().await.expect("commits");
        Self { desk, person, case, clauses: vec!["Điều giả định".to_owned()], new_id: Box::new(new_id) }
    }

    async fn write(&mut self, change: Change) {
        let before = self.desk.projection(&self.case, &self.clauses);
        self.clauses.push(change.basis().citation.to_owned());
        let after_case = change.after().clone();
        let after = self.desk.projection(&after_case, &self.clauses);
        let unit = |case: &Case| UnitId(case.unit.parse().expect("an id"));
        let (from, to) = (Desk::holder(unit(&self.case)), Desk::holder(unit(&after_case)));
        let on = change.event().on.day;
        // the heir of a unit that is no more goes on with the case
        let acts_for = if self.desk.register.version(from.unit, on).is_some() { from.unit } else { to.unit };
        let permit = self.desk.permit(acts_for, &change);
        let recording = Recording::new(&permit, change).expect("a permit for this very act");
        let filed = Filed {
            person: self.person,
            holder: from,
            at: self.desk.tick(),
            actor: Actor::LocalOperator,
            signer: Some("người ký giả định"),
            fields: vec![7; 64],
            projected: Projected { before: Some(&before), after: &after, holder: &to, on },
        };
        let mut tx = self.desk.it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        assert!(cases::save(&mut tx, &self.desk.law, &recording, &filed, &mut self.new_id).await.expect("writes"));
        tx.commit().await.expect("commits");
        self.case = after_case;
    }

    /// Holds the tables against the case.
    async fn compare(&self, title: &str) {
        let comes_to = self.desk.projection(&self.case, &self.clauses);
        let mut tx = self.desk.it.db.snapshot_in_sight(&Sight::Everything).await.expect("begins");
        let kept = cases_listed::projected(&mut tx, self.person).await.expect("reads");
        let Projection { state, holdings, memberships, measures, clocks } = comes_to;
        assert_eq!(kept, Rows { state, holdings, memberships, measures }, "{title}");
        let unit = UnitId(self.case.unit.parse().expect("an id"));
        let waiting = cases_listed::clocks(&mut tx, unit).await.expect("reads");
        let mine = waiting.iter().filter(|due| due.person == self.person);
        let mut mine: Vec<_> = mine.map(|due| (due.clock.clone(), due.entry)).collect();
        let mut wanted: Vec<_> = clocks.into_iter().map(|clock| (clock.clock, clock.entry)).collect();
        mine.sort();
        wanted.sort();
        assert_eq!(mine, wanted, "{title}: what waits");
    }
}

/// Units by their ids, as the application has them; every unit of a test stays in force.
struct ById<'r>(&'r Register);

impl Surroundings for ById<'_> {
    fn in_force(&self, unit: &str, day: Date) -> bool {
        unit.parse::<Uuid>().is_ok_and(|unit| self.0.version(UnitId(unit), day).is_some())
    }
    fn is_heir(&self, of: &str, unit: &str, day: Date) -> bool {
        let (Ok(of), Ok(heir)) = (of.parse::<Uuid>(), unit.parse::<Uuid>()) else { return false };
        self.0.heirs(UnitId(of), day).iter().any(|version| version.unit == UnitId(heir))
    }
    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        false
    }
}

/// The id of whatever a code named on a day, or ever.
fn as_id(register: &Register, code: &str, day: Date) -> String {
    let then = register.at_code(code, Level::Commune, day).map(|version| version.unit);
    let unit = then.or_else(|| register.of_code(code).next().map(|version| version.unit));
    unit.map_or_else(|| Uuid::nil().to_string(), |unit| unit.0.to_string())
}

fn by_id(register: &Register, request: &Request) -> Request {
    let day = request.on.day;
    let mut fields = request.fields.clone();
    for (name, value) in &mut fields {
        if let Value::Text(code) = value
            && name == "to_unit"
        {
            *code = as_id(register, code, day);
        }
    }
    let unit = request.unit.as_deref().map(|code| as_id(register, code, day));
    Request { fields, unit, ..request.clone() }
}

async fn every_written_case(it: TestDb) {
    let desk = Desk::over(it).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/cases");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut acts = 0;
    for (n, file) in files.iter().enumerate() {
        let title = file.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file).expect("reads");
        let mut law = shipped().expect("sound");
        let mut rehearsal = read(&mut law, &text).unwrap_or_else(|faults| panic!("{title}: {faults:?}"));
        let steps = play(&law, desk.register.as_ref(), &rehearsal);
        // a case that names no unit is put into one
        let code = if rehearsal.case.unit.is_empty() { "14845".to_owned() } else { rehearsal.case.unit.clone() };
        let start = rehearsal.acts.first().map_or(date(2026, 7, 1), |asked| asked.request.on.day);
        let unit = as_id(&desk.register, &code, start);
        rehearsal.case = Case::new(rehearsal.case.born, &unit, rehearsal.case.resident_since);
        let mut written = Written::open(&desk, u16::try_from(n).expect("few"), rehearsal.case.clone()).await;
        let mut kept = rehearsal.case;
        for step in steps.iter().filter(|step| step.outcome.is_ok()) {
            // events of written cases are numbered from the start in each file
            let request = Request { id: (written.new_id)(), ..by_id(&desk.register, &step.asked.request) };
            let change = kept.try_act(&law, &ById(&desk.register), &request);
            let change = change.unwrap_or_else(|no| panic!("{title}: {}: {no:?}", request.act));
            kept = change.after().clone();
            written.write(change).await;
            acts += 1;
        }
        // other switches make other clocks; the tables are compared under the law as shipped
        if law.switches.iter().map(|switch| law.choice(&switch.id)).eq(desk
            .law
            .switches
            .iter()
            .map(|s| desk.law.choice(&s.id)))
        {
            written.compare(&title).await;
        }
    }
    assert!(acts > 300, "{acts} acts were written");
    desk.app.verify_ledger(&[]).await.expect("the ledger vouches for every row");
    desk.finish().await;
}

#[tokio::test]
async fn every_written_case_comes_to_the_same_in_a_file() {
    every_written_case(TestDb::sqlite_bare().await).await;
}

#[tokio::test]
async fn every_written_case_comes_to_the_same_on_a_server() {
    let Some(it) = TestDb::postgres_bare().await else { return };
    every_written_case(it).await;
}

/// A number below `n`.
fn below(rng: &mut TestRng, n: usize) -> usize {
    usize::try_from(rng.next_u64() % u64::try_from(n.max(1)).expect("small")).expect("small")
}

fn value(law: &Law, units: &[UnitId], field: &str, rng: &mut TestRng) -> Value {
    let field = law.field(field).expect("a field");
    match field.kind {
        FieldKind::Choice => Value::Text(field.options[below(rng, field.options.len())].clone()),
        FieldKind::Yes => Value::Yes(below(rng, 5) > 0),
        FieldKind::Number => Value::Number(i64::try_from(below(rng, 30)).expect("small")),
        FieldKind::Date => Value::Date(date(1990, 1, 1)),
        FieldKind::Unit => Value::Text(units[below(rng, units.len())].0.to_string()),
        FieldKind::Text => Value::Text("giả định".to_owned()),
    }
}

fn request(
    desk: &Desk,
    units: &[UnitId],
    case: &Case,
    at: Moment,
    number: usize,
    rng: &mut TestRng,
) -> Option<Request> {
    let around = ById(&desk.register);
    let mut next = case.next(&desk.law, &around, at);
    if below(rng, 8) > 0 {
        next.retain(|next| !next.act.effects.is_empty());
        next.retain(|next| {
            !matches!(next.act.id.as_str(), "record_death" | "declare_missing" | "record_negative_test")
        });
    }
    let next = next.get(below(rng, next.len()))?;
    let by = next.rule.by.get(below(rng, next.rule.by.len()))?.clone();
    let mut fields = BTreeMap::new();
    for field in next.act.needs.iter().chain(&next.act.may).filter(|field| *field != "months" && *field != "course") {
        fields.insert(field.clone(), value(&desk.law, units, field, rng));
    }
    Some(Request {
        id: id(77, number as u64),
        act: next.act.id.clone(),
        on: at,
        recorded: at,
        by,
        unit: None,
        number: Some(format!("{number}/GĐ")),
        paper_date: None,
        signer: Some("người ký giả định".to_owned()),
        second: Some("người thứ hai giả định".to_owned()),
        fields,
    })
}

async fn random_cases(it: TestDb, plays: u16, throws: usize) {
    let desk = Desk::over(it).await;
    let units: Vec<UnitId> = ["14845", "14848", "14851"]
        .into_iter()
        .filter_map(|code| desk.register.at_code(code, Level::Commune, date(2026, 7, 2)).map(|version| version.unit))
        .collect();
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let (mut acts, mut number) = (0, 0);
    for n in 0..plays {
        let born = (below(&mut rng, 3) == 0).then(|| date(2011, 3, 1));
        let case = Case::new(born.or(Some(date(1985, 5, 5))), &units[0].0.to_string(), None);
        let mut written = Written::open(&desk, 1_000 + n, case).await;
        let mut at = date(2026, 7, 2).to_datetime(time(8, 0, 0, 0));
        for _ in 0..throws {
            at = at
                .checked_add(jiff::SignedDuration::from_hours(i64::try_from(below(&mut rng, 700)).expect("small")))
                .expect("in time");
            let moment = Moment { day: at.date(), hour: Some(at.time()) };
            number += 1;
            let Some(request) = request(&desk, &units, &written.case, moment, number, &mut rng) else { break };
            if let Ok(change) = written.case.try_act(&desk.law, &ById(&desk.register), &request) {
                written.write(change).await;
                acts += 1;
            }
        }
        written.compare(&format!("play {n}")).await;
    }
    assert!(acts > usize::from(plays) * 3, "{acts} acts in {plays} plays go somewhere");
    desk.app.verify_ledger(&[]).await.expect("the ledger vouches for every row");
    desk.finish().await;
}

#[tokio::test]
async fn random_cases_come_to_the_same_in_a_file() {
    random_cases(TestDb::sqlite_bare().await, 60, 25).await;
}

#[tokio::test]
async fn random_cases_come_to_the_same_on_a_server() {
    let Some(it) = TestDb::postgres_bare().await else { return };
    random_cases(it, 60, 25).await;
}
