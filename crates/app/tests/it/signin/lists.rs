//! The statutory list as a paper that leaves, and what a province is told of the same people.

use std::io::{Cursor, Read as _};

use app::Problem;
use app::counts::CountAsk;
use app::counts::territory::TerritoryAsk;
use app::papers::Kind;
use app::papers::list::{ListFault, WantedList};
use app::proposals::Granted;
use app::signin::AccessFault;
use domain::access::Purpose;
use domain::counts::{Asked, Choices};
use domain::persons::Field;
use domain::units::Level;
use jiff::Timestamp;
use uuid::Uuid;

use super::around::managed;
use super::cases::{DAY, Post, agreed};
use super::ground::{House, Officer, office, shut};

fn wanted(receiver: &str) -> WantedList {
    WantedList { day: DAY, purpose: Purpose::UserManagement, receiver: receiver.to_owned() }
}

async fn asked(house: &House, by: &Officer) -> Uuid {
    let session = house.session(&by.reference).await;
    let made = house.app.propose_list(&session, office(&session), wanted("Phòng giả định")).await;
    made.expect("may be proposed").expect("somebody is on it").id
}

async fn made(house: &House, by: &Officer, proposal: Uuid) -> Result<Vec<u8>, ListFault> {
    let session = house.session(&by.reference).await;
    let made = house.app.make_list(&session, office(&session), proposal, Kind::Docx).await.expect("may be asked");
    made.map(|printed| printed.bytes)
}

/// The words of a paper.
fn words(docx: &[u8]) -> String {
    let mut file = zip::ZipArchive::new(Cursor::new(docx)).expect("a sound archive");
    let mut xml = String::new();
    file.by_name("word/document.xml").expect("its text").read_to_string(&mut xml).expect("text");
    let mut words = String::new();
    for part in xml.split('<').filter_map(|part| part.split_once('>')) {
        words.push_str(part.1);
    }
    words
}

pub async fn a_list_leaves_by_two_once_and_each_person_is_in_the_log(house: &House) {
    let post = Post::open(house).await;
    let session = house.session(&post.officer.reference).await;
    let acting = office(&session);
    let empty = house.app.propose_list(&session, acting, wanted("Phòng giả định")).await.expect("may be asked");
    assert_eq!(empty.err(), Some(ListFault::Nobody(DAY)), "whoever is not managed is on no list");
    let person = managed(house, &post).await;
    let nowhere = house.app.propose_list(&session, acting, wanted(" ")).await.expect("may be asked");
    assert_eq!(nowhere.err(), Some(ListFault::NoReceiver));
    let chair = house.session(&post.chair.reference).await;
    let refused = house.app.propose_list(&chair, office(&chair), wanted("Phòng giả định")).await;
    assert!(matches!(shut(refused), AccessFault::Refused(_)), "the police alone hand a list over");
    let proposal = asked(house, &post.officer).await;
    assert_eq!(made(house, &post.officer, proposal).await, Err(ListFault::NotAgreed), "nobody makes it alone");
    assert!(agreed(house, &post.officer, proposal).await.is_err(), "nor agrees to their own");
    assert_eq!(agreed(house, &post.head, proposal).await.expect("agrees"), Granted::List { proposal });
    let head = house.session(&post.head.reference).await;
    let theirs = house.app.make_list(&head, office(&head), proposal, Kind::Docx).await;
    assert!(matches!(theirs, Err(Problem::Hidden)), "its author makes it");
    let before = house.entries().await.len();
    let text = words(&made(house, &post.officer, proposal).await.expect("is made"));
    assert_eq!(house.entries().await.len(), before + 1, "one entry in the ledger, about everybody on it");
    let asking = house.app.case_file(&session, acting, person).await.expect("reads");
    let name = asking.identity.get(Field::FullName).expect("is called").to_owned();
    assert!(text.contains(&name) && text.contains("Phòng giả định") && text.contains(&proposal.to_string()), "{text}");
    assert!(text.contains("Danh sách có 1 người"), "{text}");
    assert_eq!(made(house, &post.officer, proposal).await, Err(ListFault::MadeBefore));
    house.app.verify_ledger(&[]).await.expect("every row is vouched for");
}

pub async fn a_province_is_told_nothing_of_one_person(house: &House) {
    let post = Post::open(house).await;
    managed(house, &post).await;
    let (commune, province) = (house.unit(Level::Commune, "14845"), house.unit(Level::Province, "38"));
    let asked = Asked { from: DAY, to: DAY, plan: None, choices: Choices::default() };
    let own = house.app.counts_of_unit(commune, &CountAsk { asked, known_at: None }).await.expect("counts");
    assert!(own.flows.iter().any(|flow| flow.list == "users" && flow.closing == 1), "who keeps it counts one");
    let ask = TerritoryAsk { day: DAY, known_at: None, choices: Choices::default() };
    let told = house.app.counts_of_province(province, &ask).await.expect("counts");
    assert_eq!(told.total.lists[0].now, None, "one person of a province is not told");
    let line = told.lines.iter().find(|line| line.unit.as_ref().is_some_and(|it| it.unit == commune)).expect("a line");
    assert_eq!((line.lists[0].now, line.lists[0].opening), (None, Some(0)), "before, there was nobody");
    let nation = house.app.counts_of_nation(&ask).await.expect("counts");
    assert_eq!(nation.total.lists[0].now, None);
    assert!(nation.lines.iter().all(|line| line.lists[0].now != Some(1)));
    let earlier = TerritoryAsk { known_at: Some(Timestamp::UNIX_EPOCH), ..ask };
    let known = house.app.counts_of_province(province, &earlier).await.expect("counts");
    assert_eq!(known.total.lists[0].now, Some(0), "nothing was known then");
}
