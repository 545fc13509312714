//! Around files: teams, what a person may ask, doubles, grounds past their time, the end of a file.

use app::Problem;
use app::cases::{
    Correction, Erasure, FileFault, Finding, ListAsk, NewCase, NewSeat, Outcome, Recorded, SeatEnd, SeatKind, Underway,
    Who,
};
use app::counts::CountAsk;
use app::persons::{Asking, Purpose as Why};
use app::proposals::Granted;
use app::signin::AccessFault;
use domain::access::{FieldClass, NATION, Purpose, Role};
use domain::cases::Value;
use domain::counts::{Asked, Choices, Number};
use domain::persons::{Class, Field, Holder};
use domain::units::{Level, UnitId};
use jiff::civil::date;
use store::ledger::Actor;
use store::sight::Sight;
use uuid::Uuid;

use super::cases::{DAY, Post, agreed, text};
use super::ground::{House, Officer, office};
use crate::office::{file, signed};

const COMMUNE: &str = "14845";

/// A hamlet of the commune.
async fn hamlet(house: &House) -> UnitId {
    let list = "code,name,type,from\n14845,Bản Giả Định,bản,01/07/2025\n";
    house.app.import_hamlets("bản giả định.csv", file(list), signed(), testkit::id(9, 1)).await.expect("a sound list");
    let found = house.app.hamlets(COMMUNE, date(2026, 1, 1)).expect("in force");
    found.hamlets.first().expect("one hamlet").unit
}

fn fault<T>(outcome: Result<T, Problem>) -> FileFault {
    match outcome {
        Err(Problem::File(fault)) => fault,
        Err(other) => panic!("a fault of a file was expected, not {other:?}"),
        Ok(_) => panic!("a fault of a file was expected"),
    }
}

fn seat(post: &Post, kind: SeatKind, who: Who) -> NewSeat {
    NewSeat {
        id: post.id(),
        kind,
        capacity: "Trưởng bản".to_owned(),
        youth: None,
        who,
        decision_number: "9/QĐ-GĐ".to_owned(),
        decision_date: DAY,
        from: DAY,
        until: None,
    }
}

pub async fn managed(house: &House, post: &Post) -> Uuid {
    let person = post.registered(house, "1990-02-03", DAY).await;
    manage(house, post, person).await;
    person
}

/// Puts somebody under management who was found with a test.
async fn manage(house: &House, post: &Post, person: Uuid) {
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    post.open_for(house, &post.head, person, Purpose::UserManagement).await;
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    post.done(house, &post.officer, &post.head, person, verify).await;
    let decide = post.wanted("decide_management", "truong_ca_xa", DAY, &[]);
    post.done(house, &post.officer, &post.head, person, decide).await;
}

pub async fn a_member_of_a_team_sees_their_own_people_and_no_measure(house: &House) {
    let village = hamlet(house).await;
    let post = Post::open(house).await;
    let person = managed(house, &post).await;
    let member = house.officer("truongban.gia", &[(Role::HamletHead, village)]).await;
    let session = house.session(&member.reference).await;
    let (app, acting) = (&house.app, office(&session));
    // before the decision there is no such file for them
    let tried = app.open_case(&session, acting, person, Purpose::UserManagement, None).await;
    assert!(matches!(tried, Err(Problem::Hidden)));
    assert!(app.cases_of_team(&session, acting).await.expect("asks").is_empty());
    // an officer names nobody
    let named = seat(&post, SeatKind::Deputy, Who::Appointment(acting));
    let clerk = house.session(&post.officer.reference).await;
    assert_eq!(fault(app.set_seat(&clerk, office(&clerk), person, named.clone()).await), FileFault::NotNamedByHead);
    let head = house.session(&post.head.reference).await;
    app.set_seat(&head, office(&head), person, named.clone()).await.expect("the head names the team");
    app.set_seat(&head, office(&head), person, named.clone()).await.expect("sent twice, one seat");
    let twice = seat(&post, SeatKind::Member, Who::Appointment(acting));
    assert_eq!(fault(app.set_seat(&head, office(&head), person, twice).await), FileFault::SeatTaken);
    let lines = app.cases_of_team(&session, acting).await.expect("asks");
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].person, lines[0].name.as_str()), (person, "Nguyễn Giả Định"));
    assert_eq!(lines[0].due.iter().map(|due| due.clock.as_str()).collect::<Vec<_>>(), ["monthly_check"]);
    app.open_case(&session, acting, person, Purpose::UserManagement, None).await.expect("a person of theirs");
    let seen = app.case_file(&session, acting, person).await.expect("reads");
    assert_eq!(seen.sees.iter().copied().collect::<Vec<_>>(), [FieldClass::Identity], "nothing of tests or measures");
    // they write down what they saw; a decision is not theirs
    let checked = post.wanted("residence_check", "to_quan_ly", DAY, &[]);
    let done = app.record_event(&session, acting, person, checked).await.expect("a member checks");
    assert!(matches!(done, Recorded::Done { .. }));
    let test = post.wanted(
        "record_positive_test",
        "ca_phat_hien",
        DAY,
        &[("ground", text("i")), ("sample", text("urine")), ("same_sex", Value::Yes(true))],
    );
    assert!(app.record_event(&session, acting, person, test).await.is_err());
    // when the seat ends, so does their sight
    let end =
        SeatEnd {
            id: post.id(), seat: named.id, on: DAY, decision_number: "10/QĐ-GĐ".to_owned(), decision_date: DAY
        };
    app.end_seat(&head, office(&head), person, end).await.expect("the head ends it");
    assert!(app.cases_of_team(&session, acting).await.expect("asks").is_empty());
    assert!(matches!(app.case_file(&session, acting, person).await, Err(Problem::Hidden)));
    app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn a_member_without_an_account_is_kept_by_name_under_the_persons_key(house: &House) {
    let post = Post::open(house).await;
    let person = managed(house, &post).await;
    let head = house.session(&post.head.reference).await;
    let named = seat(&post, SeatKind::Head, Who::Name("Bà Giả Định".to_owned()));
    house.app.set_seat(&head, office(&head), person, named).await.expect("the head names the team");
    let second = seat(&post, SeatKind::Head, Who::Name("Ông Giả Định".to_owned()));
    assert_eq!(fault(house.app.set_seat(&head, office(&head), person, second).await), FileFault::SeatTaken);
    let nobody = seat(&post, SeatKind::Member, Who::Name("  ".to_owned()));
    assert_eq!(fault(house.app.set_seat(&head, office(&head), person, nobody).await), FileFault::NobodyNamed);
    let team = house.app.team_of(&head, office(&head), person).await.expect("reads");
    assert_eq!(team.iter().map(|seat| (seat.name.as_str(), seat.sits)).collect::<Vec<_>>(), [("Bà Giả Định", true)]);
    // under a new key of the person the name is the same
    let of = Holder { unit: house.unit(Level::Commune, COMMUNE), province_code: "38".to_owned() };
    let asking = Asking { actor: Actor::LocalOperator, of, purpose: Why::Rekey, request_id: post.id(), reason: None };
    assert_eq!(house.app.renew_keys(&asking).await.expect("renews").people, 1);
    let team = house.app.team_of(&head, office(&head), person).await.expect("reads");
    assert_eq!(team.iter().map(|seat| seat.name.as_str()).collect::<Vec<_>>(), ["Bà Giả Định"]);
    // a stranger of another commune learns nothing of it
    let other = house.session(&post.other.reference).await;
    assert!(shut_or_hidden(&house.app.team_of(&other, office(&other), person).await));
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

fn shut_or_hidden<T>(outcome: &Result<T, Problem>) -> bool {
    matches!(outcome, Err(Problem::Hidden | Problem::Access(AccessFault::NoPurpose)))
}

pub async fn a_correction_keeps_old_and_new_and_leaves_the_birth_to_its_act(house: &House) {
    let post = Post::open(house).await;
    let person = managed(house, &post).await;
    let session = house.session(&post.officer.reference).await;
    let (app, acting) = (&house.app, office(&session));
    let wanted = |fields: &[(Field, &str, &str)]| Correction {
        id: post.id(),
        fields: fields.iter().map(|(field, old, new)| (*field, (*old).to_owned(), (*new).to_owned())).collect(),
        number: "7/ĐN-GĐ".to_owned(),
        date: DAY,
    };
    let birth = wanted(&[(Field::BirthDate, "1990-02-28", "1991-02-03")]);
    assert_eq!(fault(app.correct_identity(&session, acting, person, birth).await), FileFault::BirthByCase);
    let unchanged = wanted(&[(Field::FullName, "Nguyễn Giả Định", "Nguyễn Giả Định")]);
    let none = app.correct_identity(&session, acting, person, unchanged).await;
    assert!(matches!(none, Err(Problem::NothingToSave)));
    let name = wanted(&[
        (Field::FullName, "Nguyễn Giả Định", "Nguyễn Giả Đính"),
        (Field::Dwelling, "", "bản Giả Định"),
        // somebody else's page: what it showed and left as it was changes nothing
        (Field::Phone, "", ""),
    ]);
    let done = app.correct_identity(&session, acting, person, name).await.expect("at the person's request");
    assert!(matches!(done, Recorded::Done { .. }));
    let corrected = app.corrections_of(&session, acting, person).await.expect("reads");
    let said: Vec<_> = corrected.iter().map(|one| (one.field, one.old.as_str(), one.new.as_str())).collect();
    assert!(said.contains(&(Field::FullName, "Nguyễn Giả Định", "Nguyễn Giả Đính")), "{said:?}");
    assert!(said.contains(&(Field::Dwelling, "", "bản Giả Định")), "{said:?}");
    let file = app.case_file(&session, acting, person).await.expect("reads");
    assert_eq!(file.identity.get(Field::FullName), Some("Nguyễn Giả Đính"));
    // the old way of putting a file right refuses the day of birth too
    let other = house.session(&post.other.reference).await;
    assert!(shut_or_hidden(&app.corrections_of(&other, office(&other), person).await));
}

/// What was written down wrongly is read rightly from then on, old and new kept; whoever was taken for dead comes back.
pub async fn a_value_of_an_entry_is_corrected_by_two_and_a_death_in_error_undone(house: &House) {
    let post = Post::open(house).await;
    let person = managed(house, &post).await;
    let session = house.session(&post.officer.reference).await;
    let about = |entry: i64| ("entry", Value::Number(entry));
    let found = ("correction_ground", text("own_finding"));
    let reason = ("reason", text("đối chiếu bản gốc (giả định)"));
    let said = [("corrected", text("ground")), ("old_value", text("i")), ("new_value", text("h"))];
    let fields = [vec![about(1), found.clone(), reason.clone()], said.to_vec()].concat();
    let correct = post.wanted("correct_entry", "truong_ca_xa", DAY, &fields);
    post.done(house, &post.officer, &post.head, person, correct).await;
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert_eq!(file.case.events.first().and_then(|event| event.text_of("ground")), Some("h"));
    let kept = file.case.corrections(1).map(|(_, event)| (event.text_of("old_value"), event.text_of("new_value")));
    assert_eq!(kept.collect::<Vec<_>>(), [(Some("i"), Some("h"))]);
    let states = file.case.states().join(" ");
    let died = post.wanted("record_death", "ca_xa", DAY, &[]);
    post.done(house, &post.officer, &post.head, person, died).await;
    assert!(house.app.case_file(&session, office(&session), person).await.is_err(), "a closed file is the head's");
    post.open_for(house, &post.head, person, Purpose::PersonRights).await;
    let head = house.session(&post.head.reference).await;
    let closed = house.app.case_file(&head, office(&head), person).await.expect("the head reads");
    let last = i64::try_from(closed.case.events.len()).expect("few");
    let undo = post.wanted("annul_entry", "truong_ca_xa", DAY, &[about(last), found, reason]);
    post.done(house, &post.head, &post.officer, person, undo).await;
    let file = house.app.case_file(&head, office(&head), person).await.expect("reads");
    assert_eq!(file.case.states().join(" "), states);
    let differences = house.app.check_cases(Actor::LocalOperator).await.expect("replays");
    assert!(differences.is_empty(), "{differences:?}");
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn the_file_of_a_minor_is_corrected_by_two(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "2010-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::PersonRights).await;
    let session = house.session(&post.officer.reference).await;
    let wanted = Correction {
        id: post.id(),
        fields: vec![(Field::FullName, "Nguyễn Giả Định".to_owned(), "Nguyễn Giả Đính".to_owned())],
        number: "8/ĐN-GĐ".to_owned(),
        date: DAY,
    };
    let waits = house.app.correct_identity(&session, office(&session), person, wanted).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one officer alone does not") };
    let head = house.session(&post.head.reference).await;
    let shown = house.app.proposal(&head, office(&head), proposal).await.expect("waits");
    let lines = house.app.proposed_correction(&head, office(&head), &shown.past.proposal).await.expect("reads");
    assert_eq!(lines, [(Field::FullName, "Nguyễn Giả Định".to_owned(), "Nguyễn Giả Đính".to_owned())]);
    assert_eq!(agreed(house, &post.head, proposal).await.expect("agrees"), Granted::Corrected { person });
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert_eq!(file.identity.get(Field::FullName), Some("Nguyễn Giả Đính"));
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn who_stood_by_a_minor_is_on_file_first(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "2010-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let fields = [("ground", text("h")), ("sample", text("blood")), ("witness", Value::Yes(true))];
    let witnessed = || post.wanted("record_positive_test", "ca_phat_hien", DAY, &fields);
    let refused = post.record(house, &post.officer, person, witnessed()).await.expect_err("nobody is named");
    let Problem::File(FileFault::NoRepresentative { clause }) = &refused else { panic!("{refused:?}") };
    assert!(clause.contains("Điều 56"), "{clause}");
    let session = house.session(&post.officer.reference).await;
    let mother = "Giả Thị Định (mẹ), số định danh 097185000017".to_owned();
    let wanted = Correction {
        id: post.id(),
        fields: vec![(Field::Representative, String::new(), mother.clone())],
        number: "9/ĐN-GĐ".to_owned(),
        date: DAY,
    };
    let waits = house.app.correct_identity(&session, office(&session), person, wanted).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one officer alone does not") };
    assert_eq!(agreed(house, &post.head, proposal).await.expect("agrees"), Granted::Corrected { person });
    post.done(house, &post.officer, &post.head, person, witnessed()).await;
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert_eq!(file.identity.get(Field::Representative), Some(mother.as_str()));
    assert_eq!(file.identity.get(Field::Father), None, "what nobody wrote is not there");
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn the_team_of_a_minor_lacks_school_or_youth_until_somebody_is_named(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "2011-02-03", DAY).await;
    let session = house.session(&post.head.reference).await;
    let (app, acting) = (&house.app, office(&session));
    let lacks = async |person| {
        post.open_for(house, &post.head, person, Purpose::UserManagement).await;
        let file = app.case_file(&session, acting, person).await.expect("reads");
        let team = app.team_of(&session, acting, person).await.expect("reads");
        app::App::lacks_youth(&file, &team)
    };
    assert!(lacks(person).await);
    let named = |kind, youth: Option<&str>| NewSeat {
        youth: youth.map(str::to_owned),
        ..seat(&post, kind, Who::Name("Cô Giáo Giả Định".to_owned()))
    };
    // a seat beside a child is given and ended by two
    let by_two = async |waits: Recorded| {
        let Recorded::Waits { proposal } = waits else { panic!("the head alone does not: {waits:?}") };
        agreed(house, &post.officer, proposal).await.expect("the second agrees");
    };
    let deputy = app.set_seat(&session, acting, person, named(SeatKind::Deputy, None)).await;
    by_two(deputy.expect("the head names")).await;
    assert!(lacks(person).await, "a member as such stands for neither");
    let wrong = app.set_seat(&session, acting, person, named(SeatKind::Member, Some("police"))).await;
    assert_eq!(fault(wrong), FileFault::Empty);
    let teacher = named(SeatKind::Member, Some("teacher"));
    let of = teacher.id;
    by_two(app.set_seat(&session, acting, person, teacher).await.expect("the head names")).await;
    assert!(!lacks(person).await);
    let end =
        SeatEnd { id: post.id(), seat: of, on: DAY, decision_number: "10/QĐ-GĐ".to_owned(), decision_date: DAY };
    by_two(app.end_seat(&session, acting, person, end).await.expect("the head ends it")).await;
    assert!(lacks(person).await, "whoever left takes part no more");
    app.verify_ledger(&[]).await.expect("every seat is vouched for, with and without");
}

/// Another file with the same number, put on file by two of a unit.
async fn double(house: &House, post: &Post, by: &Officer, also: &Officer) -> Uuid {
    let new = NewCase {
        person: post.id(),
        identity: vec![
            (Field::FullName, "Nguyễn Giả Đinh".to_owned()),
            (Field::BirthDate, "1990-02-03".to_owned()),
            (Field::Id12, "097000000017".to_owned()),
        ],
        resident_since: Some(date(2020, 1, 1)),
        purpose: Purpose::UserManagement,
        first: post.wanted(
            "record_positive_test",
            "ca_phat_hien",
            DAY,
            &[("ground", text("i")), ("sample", text("urine")), ("same_sex", Value::Yes(true))],
        ),
    };
    let person = new.person;
    let session = house.session(&by.reference).await;
    let waits = house.app.register_case(&session, office(&session), new).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one officer alone opens no file") };
    assert_eq!(agreed(house, also, proposal).await.expect("agrees"), Granted::Case { person, matching: true });
    person
}

pub async fn two_files_of_one_person_are_linked_by_two_and_apart_again(house: &House) {
    let post = Post::open(house).await;
    let one = managed(house, &post).await;
    let two = double(house, &post, &post.officer, &post.head).await;
    let session = house.session(&post.officer.reference).await;
    let (app, acting) = (&house.app, office(&session));
    let lines = app.duplicates(&session, acting).await.expect("asks");
    assert_eq!((lines.len(), lines[0].elsewhere, lines[0].outcome), (1, false, None));
    let of = lines[0].id;
    let both = app.side_by_side(&session, acting, of).await.expect("sees both");
    assert_eq!((both.first.person, both.second.person), (one, two));
    let found = |outcome, keep| Finding { id: post.id(), of, outcome, keep, number: "1/BB-GĐ".to_owned(), date: DAY };
    // the file that is under management must be the one that counts
    let lost = app.propose_finding(&session, acting, found(Outcome::Same, two)).await;
    assert!(matches!(fault(lost), FileFault::ListLost { .. } | FileFault::MeasureLost { .. }));
    let early = app.propose_finding(&session, acting, found(Outcome::Undone, one)).await;
    assert_eq!(fault(early), FileFault::FoundBefore);
    let different = found(Outcome::Different, one);
    let waits = app.propose_finding(&session, acting, different).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one officer alone finds nothing") };
    assert_eq!(agreed(house, &post.head, proposal).await.expect("agrees"), Granted::Found { of });
    let lines = app.duplicates(&session, acting).await.expect("asks");
    assert_eq!(lines[0].outcome, Some(Outcome::Different));
    let waits = app.propose_finding(&session, acting, found(Outcome::Undone, one)).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one officer alone finds nothing") };
    agreed(house, &post.head, proposal).await.expect("agrees");
    assert_eq!(app.duplicates(&session, acting).await.expect("asks")[0].outcome, Some(Outcome::Undone));
    // nothing was merged
    for person in [one, two] {
        post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
        app.case_file(&session, acting, person).await.expect("both stand as they were");
    }
    app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn a_double_elsewhere_is_named_by_no_unit(house: &House) {
    let post = Post::open(house).await;
    let one = post.registered(house, "1990-02-03", DAY).await;
    let there = house.unit(Level::Commune, "14848");
    let mate = house.officer("canbokhac.gia", &[(Role::FileOfficer, there)]).await;
    let two = double(house, &post, &mate, &post.other).await;
    let session = house.session(&post.officer.reference).await;
    let lines = house.app.duplicates(&session, office(&session)).await.expect("asks");
    assert_eq!(lines.len(), 1);
    assert!(lines[0].elsewhere);
    assert_eq!(lines[0].own.iter().map(|side| side.0).collect::<Vec<_>>(), [one]);
    let both = house.app.side_by_side(&session, office(&session), lines[0].id).await;
    assert_eq!(fault(both), FileFault::HeldElsewhere);
    // the standing office above both sees both
    let province = house.unit(Level::Province, "38");
    let above = house.officer("pc04.gia", &[(Role::StandingOffice, province)]).await;
    let second = house.officer("pc04b.gia", &[(Role::StandingOffice, province)]).await;
    let session = house.session(&above.reference).await;
    let (app, acting) = (&house.app, office(&session));
    let both = app.side_by_side(&session, acting, lines[0].id).await.expect("sees both");
    assert_eq!((both.first.person, both.second.person), (one, two));
    let same = Finding {
        id: post.id(),
        of: lines[0].id,
        outcome: Outcome::Same,
        keep: one,
        number: "2/BB-GĐ".to_owned(),
        date: DAY,
    };
    let waits = app.propose_finding(&session, acting, same).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one alone finds nothing") };
    assert_eq!(agreed(house, &second, proposal).await.expect("agrees"), Granted::Found { of: lines[0].id });
    // a hamlet's head, or the chair, compares nothing
    let chair = house.session(&post.chair.reference).await;
    assert!(app.duplicates(&chair, office(&chair)).await.is_err());
    app.verify_ledger(&[]).await.expect("every row is vouched for");
}

/// What somebody of another office read of a unit's files to compare them: the classes of fields.
async fn read_to_compare(house: &House, unit: UnitId, by: Uuid) -> Vec<String> {
    let mut tx = house.app.db().snapshot_in_sight(&Sight::unit(unit)).await.expect("begins");
    let all = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::MAX);
    let read = store::access::of_unit(&mut tx, unit.0, all.0, all.1, 1_000).await.expect("reads");
    let theirs = read.into_iter().filter(|line| line.purpose == "registration" && line.account == Some(by));
    theirs.map(|line| line.classes).collect()
}

pub async fn a_double_of_two_provinces_is_found_by_both_standing_offices(house: &House) {
    let post = Post::open(house).await;
    let one = post.registered(house, "1990-02-03", DAY).await;
    let there = house.unit(Level::Commune, "01273");
    let mate = house.officer("canbotinhkhac.gia", &[(Role::FileOfficer, there)]).await;
    let chief = house.officer("truongtinhkhac.gia", &[(Role::PoliceHead, there)]).await;
    let two = double(house, &post, &mate, &chief).await;
    let [near, far] = [house.unit(Level::Province, "38"), house.unit(Level::Province, "04")];
    let own = house.officer("pc04-38.gia", &[(Role::StandingOffice, near)]).await;
    let also = house.officer("pc04b-38.gia", &[(Role::StandingOffice, near)]).await;
    let other = house.officer("pc04-04.gia", &[(Role::StandingOffice, far)]).await;
    let app = &house.app;
    let session = house.session(&own.reference).await;
    let (acting, by) = (office(&session), session.account.0);
    let of = app.duplicates(&session, acting).await.expect("asks")[0].id;
    // the commune of either side learns no more than that there is a double
    let clerk = house.session(&post.officer.reference).await;
    assert_eq!(fault(app.side_by_side(&clerk, office(&clerk), of).await), FileFault::HeldElsewhere);
    let both = app.side_by_side(&session, acting, of).await.expect("sees who both are about");
    assert!(both.across && (both.first.person, both.second.person) == (one, two));
    for side in [&both.first, &both.second] {
        let told: Vec<Field> = side.identity.of_classes(&Class::ALL).map(|(field, _)| field).collect();
        let identifies = [Class::Names, Class::Birth, Class::Numbers];
        assert!(told.iter().all(|field| identifies.contains(&field.class())), "{told:?}");
        assert!(told.contains(&Field::Id12));
        assert_eq!(side.underway, Underway::default(), "nothing of what is done with the file");
    }
    assert!(app.case_file(&session, acting, two).await.is_err(), "the file itself stays shut");
    let found = |outcome, keep| Finding { id: post.id(), of, outcome, keep, number: "5/BB-GĐ".to_owned(), date: DAY };
    let waits = app.propose_finding(&session, acting, found(Outcome::Same, one)).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("one province alone finds nothing") };
    let asked =
        CountAsk { asked: Asked { from: DAY, to: DAY, plan: None, choices: Choices::default() }, known_at: None };
    let positive = async || {
        let mut people = Vec::new();
        for unit in [house.unit(Level::Commune, COMMUNE), there] {
            people.push(app.counts_of_unit(unit, &asked).await.expect("counts").counted.count(Number::Positive));
        }
        people
    };
    assert_eq!(positive().await, [Some(1), Some(1)]);
    for alone in [&also, &chief, &post.head] {
        assert!(agreed(house, alone, proposal).await.is_err(), "nobody but the other standing office");
    }
    assert_eq!(agreed(house, &other, proposal).await.expect("agrees"), Granted::Found { of });
    assert_eq!(positive().await, [Some(1), Some(0)], "one person counts once");
    // the other side takes it back, the first agrees
    let session = house.session(&other.reference).await;
    let lines = app.duplicates(&session, office(&session)).await.expect("asks");
    assert_eq!((lines[0].outcome, lines[0].elsewhere), (Some(Outcome::Same), true));
    let undone = app.propose_finding(&session, office(&session), found(Outcome::Undone, one)).await;
    let Recorded::Waits { proposal } = undone.expect("may be proposed") else { panic!("one alone undoes nothing") };
    assert_eq!(agreed(house, &own, proposal).await.expect("agrees"), Granted::Found { of });
    assert_eq!(positive().await, [Some(1), Some(1)], "two files again");
    manage(house, &post, one).await;
    let lost = app.propose_finding(&session, office(&session), found(Outcome::Same, two)).await;
    assert_eq!(fault(lost), FileFault::KeepsLess, "that somebody would be lost, not from what");
    let read = read_to_compare(house, there, by).await;
    assert!(read.len() >= 2 && read.iter().all(|of| of == "names,birth,numbers"), "where the file is held: {read:?}");
    app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn a_ground_past_its_time_hides_whom_it_is_about(house: &House) {
    let mut post = Post::open(house).await;
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
    let grounds = house.app.grounds(&session, office(&session)).await.expect("asks");
    assert_eq!(
        grounds.iter().map(|of| (of.name.as_deref(), of.expired)).collect::<Vec<_>>(),
        [(Some("Trần Giả Định"), false)]
    );
    // nobody but the unit's police
    let chair = house.session(&post.chair.reference).await;
    assert!(house.app.grounds(&chair, office(&chair)).await.is_err());
    let other = house.session(&post.other.reference).await;
    assert!(house.app.grounds(&other, office(&other)).await.expect("their own").is_empty());
    house.wait_s(32 * 86_400);
    let session = house.again(&mut post.officer).await;
    let acting = office(&session);
    let grounds = house.app.grounds(&session, acting).await.expect("asks");
    assert_eq!(
        grounds.iter().map(|of| (of.person, of.name.as_deref(), of.expired)).collect::<Vec<_>>(),
        [(person, None, true)]
    );
    let ask = ListAsk { purpose: Purpose::UserManagement, list: None, state: None, late: false };
    assert!(house.app.cases_of_unit(&session, acting, &ask).await.expect("lists").is_empty());
    let due = house.app.clocks_of_unit(&session, acting, Purpose::UserManagement).await.expect("lists");
    assert!(due.iter().all(|due| due.name.is_empty()));
    house.app.open_case(&session, acting, person, Purpose::UserManagement, None).await.expect("that there is one");
    assert_eq!(fault(house.app.case_file(&session, acting, person).await), FileFault::GroundExpired);
    // the head decides, and sees whom it is about to do so
    let head = house.again(&mut post.head).await;
    house.app.open_case(&head, office(&head), person, Purpose::UserManagement, None).await.expect("opens");
    house.app.case_file(&head, office(&head), person).await.expect("reads");
}

const OWN_LAW: &str = "schema = 1\n[[retention]]\nid = \"management\"\ntitle = \"Hồ sơ quản lý (giả định)\"\n\
    states = [\"S1\", \"S2\"]\nmonths = 12\ncitation = \"Quy định giả định số 1\"\nevidence = \"N\"\nowner = \"Cơ quan giả định\"\n";

pub async fn a_file_kept_long_enough_is_destroyed_by_two_and_counted_on(house: &House) {
    let mut post = Post::open(house).await;
    let person = managed(house, &post).await;
    house.wait_s(370 * 86_400);
    house.again(&mut post.officer).await;
    house.again(&mut post.head).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    post.open_for(house, &post.head, person, Purpose::UserManagement).await;
    let today = house.app.today();
    let end = post.wanted("end_management", "truong_ca_xa", today, &[]);
    post.done(house, &post.officer, &post.head, person, end).await;
    let wanted = |id| Erasure { id, number: "1/BBTH-GĐ".to_owned(), date: house.app.today() };
    let head = house.session(&post.head.reference).await;
    let ended = house.app.retention_due(&head, office(&head)).await.expect("asks");
    assert_eq!(ended.iter().map(|of| (of.until, of.is_due)).collect::<Vec<_>>(), [(None, false)]);
    let unset = house.app.propose_erasure(&head, office(&head), person, wanted(post.id())).await;
    assert!(matches!(fault(unset), FileFault::NoPeriod { .. }));
    let wrong = house.app.with_law("luat-gia-dinh.toml", "schema = 1\n[[retention]]\nid = \"la\"\n");
    assert!(wrong.expect_err("is refused").iter().all(|finding| finding.file == "luat-gia-dinh.toml"));
    assert_eq!(house.app.with_law("luat-gia-dinh.toml", OWN_LAW), Ok(true));
    let soon = house.app.propose_erasure(&head, office(&head), person, wanted(post.id())).await;
    assert!(matches!(fault(soon), FileFault::KeptUntil { .. }));
    house.wait_s(400 * 86_400);
    let head = house.again(&mut post.head).await;
    let acting = office(&head);
    let ended = house.app.retention_due(&head, acting).await.expect("asks");
    assert!(ended.iter().all(|of| of.is_due && of.person == person) && ended.len() == 1);
    let clerk = house.again(&mut post.officer).await;
    assert!(house.app.retention_due(&clerk, office(&clerk)).await.is_err());
    let unit = house.unit(Level::Commune, COMMUNE);
    let counted = || async {
        let mut tx = house.app.db().snapshot_in_sight(&Sight::unit(unit)).await.expect("begins");
        let flows = store::case_counts::flows(&mut tx, Some(unit), (DAY, today), None).await.expect("counts");
        drop(tx);
        let held = house.app.persons_on_file(unit, today, None).await.expect("counts");
        (flows, held)
    };
    let before = counted().await;
    assert!(before.0.iter().any(|flow| flow.entries == 1 && flow.removals == 1), "{before:?}");
    let waits = house.app.propose_erasure(&head, acting, person, wanted(post.id())).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("nobody destroys alone") };
    let mate = house.officer("canbomoi.gia", &[(Role::FileOfficer, unit)]).await;
    assert!(agreed(house, &mate, proposal).await.is_err(), "whoever protects data agrees, nobody else");
    let protector = house.officer("baove.gia", &[(Role::ProtectionOfficer, NATION)]).await;
    assert_eq!(agreed(house, &protector, proposal).await.expect("agrees"), Granted::Erased { person });
    assert_eq!(counted().await, before, "what was counted is counted on");
    assert!(house.app.retention_due(&head, acting).await.expect("asks").is_empty());
    let gone = house.app.open_case(&head, acting, person, Purpose::PersonRights, None).await;
    assert!(gone.is_err());
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}
