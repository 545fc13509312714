//! Whoever is under 18, or may be: nothing in their file by one officer alone, and nothing lost between two.

use app::Problem;
use app::cases::{Correction, ListAsk, NewSeat, Recorded, SeatEnd, SeatKind, Who};
use app::proposals::Granted;
use domain::access::{Purpose, Role};
use domain::cases::{Guard, Value};
use domain::persons::Field;
use domain::units::Level;
use uuid::Uuid;

use super::cases::{DAY, Post, agreed, text};
use super::ground::{House, office};

/// A proposal to put fields of a file right.
async fn proposed(house: &House, post: &Post, person: Uuid, fields: &[(Field, &str, &str)]) -> Result<Uuid, Problem> {
    let session = house.session(&post.officer.reference).await;
    let wanted = Correction {
        id: post.id(),
        fields: fields.iter().map(|(field, old, new)| (*field, (*old).to_owned(), (*new).to_owned())).collect(),
        number: "10/ĐN-GĐ".to_owned(),
        date: DAY,
    };
    match house.app.correct_identity(&session, office(&session), person, wanted).await? {
        Recorded::Waits { proposal } => Ok(proposal),
        Recorded::Done { .. } => panic!("one officer alone does not"),
    }
}

pub async fn a_correction_that_waits_takes_back_no_other(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "2010-02-03", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::PersonRights).await;
    // both pages were shown before either was agreed to, and send every field of the form
    let untouched = (Field::Id12, "097000000017", "097000000017");
    let home = [(Field::HomePlace, "", "Quê mới giả định"), (Field::Phone, "", ""), untouched];
    let phone = [(Field::HomePlace, "", ""), (Field::Phone, "", "0900000000"), untouched];
    let again = [(Field::HomePlace, "", "Quê khác giả định"), (Field::Phone, "", ""), untouched];
    let home = proposed(house, &post, person, &home).await.expect("may be proposed");
    let phone = proposed(house, &post, person, &phone).await.expect("may be proposed");
    let stale = proposed(house, &post, person, &again).await.expect("may be proposed");
    agreed(house, &post.head, home).await.expect("agrees");
    agreed(house, &post.head, phone).await.expect("another field");
    let refused = agreed(house, &post.head, stale).await;
    assert!(matches!(refused, Err(Problem::FileChanged)), "it says nothing of what stands there now: {refused:?}");
    let late = proposed(house, &post, person, &[(Field::HomePlace, "", "Quê khác giả định")]).await;
    assert!(matches!(late, Err(Problem::FileChanged)), "{late:?}");
    let session = house.session(&post.officer.reference).await;
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert_eq!(file.identity.get(Field::HomePlace), Some("Quê mới giả định"));
    assert_eq!(file.identity.get(Field::Phone), Some("0900000000"));
}

pub async fn a_birth_known_by_its_year_alone_makes_nobody_an_adult(house: &House) {
    let post = Post::open(house).await;
    // on 1/9/2026 whoever was born in 2008 may still be 17
    let person = post.registered(house, "2008", DAY).await;
    post.open_for(house, &post.officer, person, Purpose::UserManagement).await;
    let fields = [("ground", text("h")), ("sample", text("blood"))];
    let sample = post.wanted("record_positive_test", "ca_phat_hien", DAY, &fields);
    match post.record(house, &post.officer, person, sample).await {
        Err(Problem::Unlawful(refusal)) => assert_eq!(refusal.guard, Guard::SampleOfMinor),
        other => panic!("a witness was expected to be asked for, not {other:?}"),
    }
    let verify = post.wanted("verify_residence", "ca_phat_hien", DAY, &[("stable", Value::Yes(true))]);
    let alone = post.record(house, &post.officer, person, verify).await.expect("may be proposed");
    assert!(matches!(alone, Recorded::Waits { .. }), "anything about a minor waits for a second person");
    let session = house.session(&post.officer.reference).await;
    let file = house.app.case_file(&session, office(&session), person).await.expect("reads");
    assert!(file.minor());
    assert_eq!(file.identity.get(Field::BirthDate), Some("2008"), "what is known stays as it is known");
    let ask = ListAsk { purpose: Purpose::UserManagement, list: None, state: None, late: false };
    let list = house.app.cases_of_unit(&session, office(&session), &ask).await.expect("lists");
    assert!(list.iter().all(|line| line.minor) && list.len() == 1);
}

pub async fn nobody_comes_to_sit_in_the_team_of_a_minor_by_one_officer_alone(house: &House) {
    let post = Post::open(house).await;
    let person = post.registered(house, "2010-02-03", DAY).await;
    post.open_for(house, &post.head, person, Purpose::UserManagement).await;
    let here = house.unit(Level::Commune, "14845");
    let member = house.officer("matran.gia", &[(Role::Front, here)]).await;
    let session = house.session(&member.reference).await;
    let head = house.session(&post.head.reference).await;
    let (app, acting) = (&house.app, office(&head));
    let seat = NewSeat {
        id: post.id(),
        kind: SeatKind::Member,
        capacity: "Ủy ban Mặt trận Tổ quốc (giả định)".to_owned(),
        who: Who::Appointment(office(&session)),
        youth: None,
        decision_number: "9/QĐ-GĐ".to_owned(),
        decision_date: DAY,
        from: DAY,
        until: None,
    };
    let waits = app.set_seat(&head, acting, person, seat.clone()).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("the head alone does not") };
    assert!(app.team_of(&head, acting, person).await.expect("reads").is_empty());
    assert!(app.cases_of_team(&session, office(&session)).await.expect("asks").is_empty(), "nobody's file yet");
    let clerk = house.session(&post.officer.reference).await;
    let kept = app.proposal(&clerk, office(&clerk), proposal).await.expect("waits").past.proposal;
    let shown = app.proposed_seat(&clerk, office(&clerk), &kept).await.expect("reads");
    assert!(!shown.ends && shown.kind == Some(SeatKind::Member) && !shown.who.is_empty(), "{shown:?}");
    assert_eq!(agreed(house, &post.officer, proposal).await.expect("agrees"), Granted::Team { person });
    assert_eq!(app.team_of(&head, acting, person).await.expect("reads").len(), 1);
    assert_eq!(app.cases_of_team(&session, office(&session)).await.expect("asks").len(), 1);
    let end =
        SeatEnd { id: post.id(), seat: seat.id, on: DAY, decision_number: "10/QĐ-GĐ".to_owned(), decision_date: DAY };
    let waits = app.end_seat(&head, acting, person, end).await.expect("may be proposed");
    let Recorded::Waits { proposal } = waits else { panic!("the head alone does not") };
    assert!(app.team_of(&head, acting, person).await.expect("reads").iter().all(|of| of.sits));
    agreed(house, &post.officer, proposal).await.expect("agrees");
    assert!(app.team_of(&head, acting, person).await.expect("reads").iter().all(|of| !of.sits));
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}
