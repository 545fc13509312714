//! Whoever is under 18, or may be: nothing in their file by one officer alone, and nothing lost between two.

use app::Problem;
use app::cases::{Correction, ListAsk, Recorded};
use domain::access::Purpose;
use domain::cases::{Guard, Value};
use domain::persons::Field;
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
