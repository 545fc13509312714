//! Files at work: opened by two, read for a purpose, acted on as the law says, handed on, destroyed.

use std::collections::BTreeMap;

use app::Problem;
use app::cases::{ListAsk, NewCase, Recorded, Wanted};
use app::proposals::Granted;
use app::signin::AccessFault;
use domain::access::{Purpose, Role};
use domain::cases::{Guard, Moment, Value};
use domain::persons::Field;
use domain::units::Level;
use jiff::civil::{Date, date};
use store::query::{FromRow, sql};
use store::sight::Sight;
use testkit::id;
use uuid::Uuid;

use super::ground::{House, Officer, office, shut};

/// The officer and the head of one commune, and the head of another, on 1/9/2026.
pub struct Post {
    pub officer: Officer,
    pub head: Officer,
    pub chair: Officer,
    pub other: Officer,
    next: std::sync::atomic::AtomicU64,
}

pub const DAY: Date = date(2026, 9, 1);

impl Post {
    pub async fn open(house: &House) -> Self {
        let here = house.unit(Level::Commune, "14845");
        let there = house.unit(Level::Commune, "14848");
        // the clock of a house stands at the middle of December 2025
        house.wait_s((DAY - date(2025, 12, 15)).get_days().into_days());
        Self {
            officer: house.officer("canbo.gia", &[(Role::FileOfficer, here)]).await,
            head: house.officer("truong.gia", &[(Role::PoliceHead, here)]).await,
            chair: house.officer("chutich.gia", &[(Role::CommitteeChair, here)]).await,
            other: house.officer("xakhac.gia", &[(Role::PoliceHead, there)]).await,
            next: std::sync::atomic::AtomicU64::new(1),
        }
    }

    pub fn id(&self) -> Uuid {
        id(31, self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }

    pub fn wanted(&self, act: &str, office: &str, on: Date, fields: &[(&str, Value)]) -> Wanted {
        let id = self.id();
        Wanted {
            id,
            act: act.to_owned(),
            on: Moment::day(on),
            office: office.to_owned(),
            number: Some(format!("{}/GĐ", id.as_u128() % 1_000)),
            paper_date: None,
            signer: Some("người ký giả định".to_owned()),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }

    /// Somebody with a positive test, put on file by officer and head.
    pub async fn registered(&self, house: &House, born: &str, on: Date) -> Uuid {
        let new = NewCase {
            person: self.id(),
            identity: vec![
                (Field::FullName, "Nguyễn Giả Định".to_owned()),
                (Field::BirthDate, born.to_owned()),
                (Field::Id12, "097000000017".to_owned()),
            ],
            resident_since: Some(date(2020, 1, 1)),
            purpose: Purpose::UserManagement,
            first: self.wanted(
                "record_positive_test",
                "ca_phat_hien",
                on,
                &[("ground", text("i")), ("sample", text("urine")), ("same_sex", Value::Yes(true))],
            ),
        };
        let person = new.person;
        let session = house.session(&self.officer.reference).await;
        let waits = house.app.register_case(&session, office(&session), new).await.expect("may be proposed");
        let Recorded::Waits { proposal } = waits else { panic!("one officer alone opens no file") };
        let done = agreed(house, &self.head, proposal).await.expect("the head agrees");
        assert_eq!(done, Granted::Case { person, matching: false });
        person
    }

    pub async fn open_for(&self, house: &House, by: &Officer, person: Uuid, purpose: Purpose) {
        let session = house.session(&by.reference).await;
        house.app.open_case(&session, office(&session), person, purpose, None).await.expect("opens");
    }

    pub async fn record(&self, house: &House, by: &Officer, person: Uuid, wanted: Wanted) -> Result<Recorded, Problem> {
        let session = house.session(&by.reference).await;
        house.app.record_event(&session, office(&session), person, wanted).await
    }

    /// Does an act, with the agreement of another where it waits for one.
    pub async fn done(&self, house: &House, by: &Officer, also: &Officer, person: Uuid, wanted: Wanted) {
        let act = wanted.act.clone();
        match self.record(house, by, person, wanted).await.unwrap_or_else(|no| panic!("{act}: {no:?}")) {
            Recorded::Done { .. } => {}
            Recorded::Waits { proposal } => {
                let done = agreed(house, also, proposal).await.unwrap_or_else(|no| panic!("{act}: {no:?}"));
                assert!(matches!(done, Granted::Event { .. }));
            }
        }
    }
}

trait Days {
    fn into_days(self) -> i64;
}

impl Days for i32 {
    fn into_days(self) -> i64 {
        i64::from(self) * 86_400
    }
}

pub fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

pub async fn agreed(house: &House, by: &Officer, proposal: Uuid) -> Result<Granted, Problem> {
    let session = house.session(&by.reference).await;
    let shown = house.app.proposal(&session, office(&session), proposal).await?;
    house.app.agree_and_do(&session, office(&session), proposal, shown.past.proposal.digest).await
}

fn clause(outcome: Result<Recorded, Problem>) -> Guard {
    match outcome {
        Err(Problem::Unlawful(refusal)) => {
            assert!(!refusal.clause.is_empty());
            refusal.guard
        }
        other => panic!("a refusal of the law was expected, not {other:?}"),
    }
}

pub async fn a_file_is_opened_by_two_and_read_for_a_purpose(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "1990-02-03", DAY).await;
    let session = house.session(&post.officer.reference).await;
    let acting = office(&session);
    assert_eq!(shut(house.app.case_file(&session, acting, person).await), AccessFault::NoPurpose);
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let file = house.app.case_file(&session, acting, person).await.expect("reads");
    assert_eq!(file.case.states(), ["S1"]);
    assert_eq!(file.identity.get(Field::FullName), Some("Nguyễn Giả Định"));
    assert_eq!(file.case.born, Some(date(1990, 2, 3)));
    assert!(file.shows(1), "a test is for who manages users");
    // the head of another commune does not learn that there is such a file
    let stranger = house.session(&post.other.reference).await;
    let tried = house.app.open_case(&stranger, office(&stranger), person, Purpose::UserManagement, None).await;
    assert!(matches!(tried, Err(Problem::Hidden)));
    let ask = ListAsk { purpose: Purpose::UserManagement, list: None, state: None, late: false };
    let lines = house.app.cases_of_unit(&session, acting, &ask).await.expect("lists");
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].name.as_str(), lines[0].birth_year), ("Nguyễn Giả Định", Some(1990)));
    assert_eq!(lines[0].states, ["S1"]);
    let due = house.app.clocks_of_unit(&session, acting, Purpose::UserManagement).await.expect("lists");
    assert!(due.iter().any(|due| due.clock == "residence_verified"), "{due:#?}");
    let none = house.app.cases_of_unit(&stranger, office(&stranger), &ask).await.expect("lists");
    assert!(none.is_empty());
}

pub async fn acts_follow_the_law(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "1990-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let decide = || post.wanted("decide_management", "truong_ca_xa", DAY, &[]);
    assert_eq!(clause(post.record(house, &post.officer, person, decide()).await), Guard::StableResidence);
    let by_chair = post.wanted("decide_management", "chu_tich_ubnd_xa", DAY, &[]);
    assert_eq!(clause(post.record(house, &post.officer, person, by_chair).await), Guard::Authority);
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    let done = post.record(house, &post.officer, person, verify.clone()).await.expect("lawful");
    assert_eq!(done, Recorded::Done { entry: 2 });
    let again = post.record(house, &post.officer, person, verify).await.expect("the same once more");
    assert_eq!(again, Recorded::Done { entry: 2 }, "sent twice, written once");
    let waits = post.record(house, &post.officer, person, decide()).await.expect("lawful");
    let Recorded::Waits { proposal } = waits else { panic!("the head signs, not the officer") };
    // whoever runs the machine may decide other proposals of the unit, and learns nothing from this one
    let machine = house.officer("may.gia", &[(Role::PlatformAdmin, domain::access::NATION)]).await;
    let session = house.session(&machine.reference).await;
    if let Ok(shown) = house.app.proposal(&session, office(&session), proposal).await {
        let tried = house.app.proposed_act(&session, office(&session), &shown.past.proposal).await;
        assert!(tried.is_err(), "what waits is for who may read the file");
    }
    // the chair cannot sign what the head decides
    assert!(agreed(house, &post.chair, proposal).await.is_err());
    agreed(house, &post.head, proposal).await.expect("the head signs");
    let session = house.session(&post.officer.reference).await;
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert_eq!(file.case.states(), ["S2"]);
    assert_eq!(file.case.measure("S2").and_then(|m| m.term_end), Some(date(2027, 9, 1)));
    assert!(file.entries[3].second.is_some(), "who agreed stands with it");
    // health is not for who manages users
    let determination = post.wanted("request_determination", "ca_xa", DAY, &[("case", text("c"))]);
    assert_eq!(shut(post.record(house, &post.officer, person, determination).await), AccessFault::OtherPurpose);
    let checked = post.wanted("residence_check", "ca_xa", DAY, &[]);
    post.done(house, &post.officer, &post.head, person, checked).await;
}

pub async fn the_office_that_decides_sees_what_waits_and_nothing_else(house: &House) {
    let post = Post::open(house).await;
    // before 1/7/2026 the chair decided about management
    let (tested, decided) = (date(2026, 6, 15), date(2026, 6, 17));
    let person = post.registered(house, "1990-02-03", tested).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let verify = post.wanted("verify_residence", "ca_phat_hien", tested, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    let decide = post.wanted("decide_management", "chu_tich_ubnd_xa", decided, &[]);
    let waits = post.record(house, &post.officer, person, decide).await.expect("lawful");
    let Recorded::Waits { proposal } = waits else { panic!("the chair signs") };
    let chair = house.session(&post.chair.reference).await;
    let shown = house.app.proposal(&chair, office(&chair), proposal).await.expect("waits");
    let act = house.app.proposed_act(&chair, office(&chair), &shown.past.proposal).await.expect("for the chair");
    assert_eq!((act.name.as_str(), act.wanted.act.as_str()), ("Nguyễn Giả Định", "decide_management"));
    assert_eq!(act.states, ["S1"]);
    let comes_to = act.comes_to.expect("lawful");
    assert_eq!(comes_to, [("S2".to_owned(), Some(date(2027, 6, 17)))]);
    assert!(!act.reads_file, "the file itself is not the chair's");
    assert!(house.app.case_file(&chair, office(&chair), person).await.is_err());
    // the head reads the file, and is told the same
    let head = house.session(&post.head.reference).await;
    let act = house.app.proposed_act(&head, office(&head), &shown.past.proposal).await.expect("reads");
    assert!(act.reads_file);
    assert_eq!(
        agreed(house, &post.chair, proposal).await.expect("the chair signs"),
        Granted::Event { person, entry: 3 }
    );
    // what somebody else decides is not shown to the chair
    let stop = post.wanted("end_management", "truong_ca_xa", date(2026, 7, 2), &[]);
    assert_eq!(clause(post.record(house, &post.officer, person, stop).await), Guard::TermServed);
    let absence = post.wanted("residence_check", "ca_xa", date(2026, 6, 18), &[]);
    if let Recorded::Waits { proposal } = post.record(house, &post.officer, person, absence).await.expect("lawful") {
        let shown = house.app.proposal(&chair, office(&chair), proposal).await.expect("waits");
        assert!(house.app.proposed_act(&chair, office(&chair), &shown.past.proposal).await.is_err());
    }
}

pub async fn a_move_hands_the_file_on(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "1990-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let there = house.unit(Level::Commune, "14848");
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    let decide = post.wanted("decide_management", "truong_ca_xa", DAY, &[]);
    post.done(house, &post.officer, &post.head, person, decide).await;
    let leave = post.wanted("depart", "ca_xa", DAY, &[("to_unit", text(&there.0.to_string()))]);
    post.done(house, &post.officer, &post.head, person, leave).await;
    let session = house.session(&post.other.reference).await;
    let coming = house.app.arriving_cases(&session, office(&session)).await.expect("reads");
    assert_eq!(coming.iter().map(|stands| stands.person).collect::<Vec<_>>(), [person]);
    post.open_for(house, &post.other, person, Purpose::UserManagement).await;
    let receive = post.wanted("receive", "truong_ca_xa", DAY, &[]);
    let mate = house.officer("canbokhac.gia", &[(Role::FileOfficer, there)]).await;
    post.done(house, &post.other, &mate, person, receive).await;
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert_eq!((file.unit, file.case.unit.as_str()), (there, there.0.to_string().as_str()));
    // who sent it sees it no more
    let before = house.session(&post.officer.reference).await;
    assert!(matches!(house.app.case_file(&before, office(&before), person).await, Err(Problem::Hidden)));
}

pub async fn a_negative_test_destroys_who_it_was(house: &House) {
    let post = Post::open(house).await;
    let new = NewCase {
        person: post.id(),
        identity: vec![(Field::FullName, "Trần Giả Định".to_owned())],
        resident_since: None,
        purpose: Purpose::UserManagement,
        first: post.wanted(
            "record_ground",
            "ca_phat_hien",
            DAY,
            &[("ground", text("g")), ("evidence_ref", text("biên bản giả định 3"))],
        ),
    };
    let person = new.person;
    let session = house.session(&post.officer.reference).await;
    let waits = house.app.register_case(&session, office(&session), new).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one officer alone opens no file") };
    agreed(house, &post.head, proposal).await.expect("the head agrees");
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let urine = [("sample", text("urine")), ("same_sex", Value::Yes(true))];
    let negative = post.wanted("record_negative_test", "ca_phat_hien", DAY, &urine);
    post.done(house, &post.officer, &post.head, person, negative).await;
    let gone = house.app.case_file(&session, office(&session), person).await;
    assert!(gone.is_err(), "nothing of it can be read");
    let unit = house.unit(Level::Commune, "14845");
    let ask = ListAsk { purpose: Purpose::UserManagement, list: None, state: None, late: false };
    assert!(house.app.cases_of_unit(&session, office(&session), &ask).await.expect("lists").is_empty());
    assert_eq!(house.app.persons_on_file(unit, DAY, None).await.expect("counts"), 0);
}

pub async fn the_ledger_holds_cases(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "2010-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

/// What every case comes to when it is replayed is what the tables of counting hold.
pub async fn replay_is_projection(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "1990-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    let decide = post.wanted("decide_management", "truong_ca_xa", DAY, &[]);
    post.done(house, &post.officer, &post.head, person, decide).await;
    let differences = house.app.check_cases(store::ledger::Actor::LocalOperator).await.expect("replays");
    assert_eq!(differences, BTreeMap::new());
}

/// The second wall: whatever a transaction did not name, the server does not show. The file edition has none.
pub async fn cases_are_out_of_sight_elsewhere(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "1990-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    let (here, there) = (house.unit(Level::Commune, "14845"), house.unit(Level::Commune, "14848"));
    let rows = async |sight: &Sight| {
        let mut tx = house.app.db().snapshot_in_sight(sight).await.expect("begins");
        let mut found = Vec::new();
        for question in TABLES {
            found.push(tx.first::<Count>(sql(question)).await.expect("reads").expect("a count").0);
        }
        found
    };
    let own = rows(&Sight::unit(here)).await;
    assert!(own.iter().all(|n| *n > 0), "{own:?}");
    if house.is_server() {
        assert_eq!(rows(&Sight::unit(there)).await, [0; 7]);
        assert_eq!(rows(&Sight::units([])).await, [0; 7]);
    }
}

const TABLES: [&str; 7] = [
    "select cast(count(*) as bigint) as n from case_event",
    "select cast(count(*) as bigint) as n from case_fields",
    "select cast(count(*) as bigint) as n from case_state",
    "select cast(count(*) as bigint) as n from case_holding",
    "select cast(count(*) as bigint) as n from case_membership",
    "select cast(count(*) as bigint) as n from case_measure",
    "select cast(count(*) as bigint) as n from case_clock",
];

struct Count(i64);

impl FromRow for Count {
    fn from_row(row: &store::kernel::Row) -> store::error::Result<Self> {
        row.get("n").map(Self)
    }
}

/// Whoever changes a list behind the program's back is named.
pub async fn an_altered_case_is_named(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "1990-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    house.app.verify_ledger(&[]).await.expect("sound so far");
    for text in [
        "update case_membership set from_on = '2026-08-01'",
        "update case_measure set term_end = '2027-01-01'",
        "update case_holding set from_on = '2026-08-01'",
    ] {
        let mut tx = house.app.db().begin_in_sight(&Sight::Everything).await.expect("begins");
        tx.run(sql(text)).await.expect("no trigger forbids what is worked out anew");
        tx.commit().await.expect("commits");
        assert!(house.app.verify_ledger(&[]).await.is_err(), "{text}");
    }
}
