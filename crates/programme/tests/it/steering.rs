//! Committees, meetings, liaison, commendations: what is refused and what stays true.

use domain::work::{Author, Chain, Entry, replay};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use programme::steering::commendation::{Commendation, CommendationAct, Form, Given, Recipient};
use programme::steering::committee::{Committee, CommitteeAct, Named, Seat};
use programme::steering::liaison::{ContactLevel, Exchange, Liaison, LiaisonAct, Partner};
use programme::steering::meeting::{Call, Conclusion, Meeting, MeetingAct, MeetingState, Mode};
use programme::steering::{Paper, Servant, SteeringRefusal};
use programme::tasks::wording::WordingFault;
use proptest::prelude::*;
use uuid::Uuid;

fn entry<A>(seq: u32, on: Date, act: A) -> Entry<A> {
    let by = Author { account: Uuid::from_u128(1), appointment: Uuid::from_u128(101) };
    Entry { id: Uuid::from_u128(u128::from(seq)), seq, on, at: Timestamp::UNIX_EPOCH, by, act }
}

fn follow<C: Chain>(acts: Vec<(Date, C::Act)>) -> Result<C, C::Refusal> {
    let entries: Vec<_> = (1..).zip(acts).map(|(seq, (on, act))| entry(seq, on, act)).collect();
    replay(&entries).map(|chain| chain.unwrap())
}

fn paper(number: &str, date: Date) -> Paper {
    Paper { number: number.into(), date }
}

fn office(name: &str) -> Servant {
    Servant::Office { office: format!("Chức vụ {name}"), name: format!("Người {name} (giả định)") }
}

fn named(name: &str, seat: Seat) -> Named {
    Named { who: office(name), seat }
}

const DAY: Date = date(2026, 3, 2);

fn found(members: Vec<Named>) -> CommitteeAct {
    CommitteeAct::Found {
        name: "Ban Chỉ đạo 138 (giả định)".into(), decided: paper("12/QĐ-UBND", DAY), members
    }
}

#[test]
fn a_committee_has_one_head_and_nobody_twice() {
    let of = |members| follow::<Committee>(vec![(DAY, found(members))]);
    assert_eq!(of(vec![named("A", Seat::Member)]), Err(SteeringRefusal::NoHead));
    assert_eq!(of(vec![named("A", Seat::Head), named("B", Seat::Head)]), Err(SteeringRefusal::HeadTwice));
    assert_eq!(of(vec![named("A", Seat::Head), named("A", Seat::Member)]), Err(SteeringRefusal::MemberTwice));
    assert_eq!(of(vec![named("A", Seat::Head), named("B", Seat::StandingDeputy)]).unwrap().sitting().count(), 2);
}

#[test]
fn a_decision_dated_after_the_act_is_refused() {
    let act = CommitteeAct::Found {
        name: "Ban Chỉ đạo".into(),
        decided: paper("12/QĐ-UBND", date(2026, 3, 3)),
        members: vec![named("A", Seat::Head)],
    };
    let refusal = follow::<Committee>(vec![(DAY, act)]).unwrap_err();
    assert_eq!(refusal, SteeringRefusal::Future { date: date(2026, 3, 3), on: DAY });
}

#[test]
fn a_deputy_who_becomes_head_leaves_the_old_seat_and_the_old_head_is_remembered() {
    let later = date(2026, 8, 1);
    let committee = follow::<Committee>(vec![
        (DAY, found(vec![named("A", Seat::Head), named("B", Seat::Deputy)])),
        (later, CommitteeAct::Head { who: office("B"), decided: paper("40/QĐ-UBND", later) }),
    ])
    .unwrap();
    let sitting: Vec<_> = committee.sitting().map(|member| (member.who.clone(), member.seat)).collect();
    assert_eq!(sitting, vec![(office("B"), Seat::Head)]);
    assert_eq!(committee.members.len(), 3);
    assert!(committee.members.iter().filter(|member| member.left.is_some()).count() == 2);
}

#[test]
fn the_head_does_not_leave_without_another() {
    let leave = CommitteeAct::Leave { member: 1, decided: paper("40/QĐ-UBND", DAY) };
    let refusal = follow::<Committee>(vec![(DAY, found(vec![named("A", Seat::Head)])), (DAY, leave)]).unwrap_err();
    assert_eq!(refusal, SteeringRefusal::NoHead);
}

fn call(mode: Mode, points: &[&str]) -> Call {
    Call {
        title: "Giao ban quý I (giả định)".into(),
        committee: None,
        on: DAY,
        at: None,
        venue: "Trụ sở UBND tỉnh".into(),
        mode,
        points: points.iter().map(|&point| point.into()).collect(),
        agenda: vec!["Kết quả quý I".into()],
    }
}

fn concluded(no: u16, due: Option<Date>) -> Conclusion {
    Conclusion { no, text: format!("Kết luận {no} (giả định)"), body: Some("Công an tỉnh".into()), due }
}

#[test]
fn a_meeting_is_planned_held_and_concluded_in_that_order() {
    let plan = MeetingAct::Plan { call: call(Mode::InPerson, &[]) };
    let hold =
        MeetingAct::Hold { held_on: DAY, chair: "Phó Chủ tịch UBND tỉnh".into(), invited: 40, present: 38 };
    let conclude = MeetingAct::Conclude { conclusions: vec![concluded(1, None), concluded(2, Some(DAY))] };
    let all = vec![(DAY, plan.clone()), (DAY, hold.clone()), (DAY, conclude.clone())];
    assert_eq!(follow::<Meeting>(all).unwrap().state, MeetingState::Concluded);
    let early = follow::<Meeting>(vec![(DAY, plan.clone()), (DAY, conclude)]).unwrap_err();
    assert_eq!(early, SteeringRefusal::State { state: "planned", act: "conclude" });
    let crowd = MeetingAct::Hold { held_on: DAY, chair: "Chủ tịch".into(), invited: 4, present: 5 };
    let refusal = follow::<Meeting>(vec![(DAY, plan), (DAY, crowd)]).unwrap_err();
    assert_eq!(refusal, SteeringRefusal::Present { present: 5, invited: 4 });
}

#[test]
fn conclusions_are_numbered_without_gaps_and_ask_for_nothing_before_the_meeting() {
    let upto = |conclusions| {
        follow::<Meeting>(vec![
            (DAY, MeetingAct::Plan { call: call(Mode::Online, &["Điểm cầu xã A"]) }),
            (DAY, MeetingAct::Hold { held_on: DAY, chair: "Chủ tịch".into(), invited: 4, present: 4 }),
            (DAY, MeetingAct::Conclude { conclusions }),
        ])
    };
    let gap = upto(vec![concluded(1, None), concluded(3, None)]).unwrap_err();
    assert_eq!(gap, SteeringRefusal::Number { no: 3, expected: 2 });
    let before = upto(vec![concluded(1, Some(date(2026, 3, 1)))]).unwrap_err();
    assert_eq!(before, SteeringRefusal::Backwards { from: DAY, until: date(2026, 3, 1) });
}

#[test]
fn points_of_connection_belong_to_meetings_that_connect() {
    let of = |mode, points: &[&str]| follow::<Meeting>(vec![(DAY, MeetingAct::Plan { call: call(mode, points) })]);
    assert_eq!(of(Mode::InPerson, &["Điểm cầu"]), Err(SteeringRefusal::Points));
    assert_eq!(of(Mode::Hybrid, &[]), Err(SteeringRefusal::Points));
    assert!(of(Mode::Hybrid, &["Điểm cầu xã A"]).is_ok());
}

fn exchange(agreed: &str) -> Exchange {
    Exchange {
        partner: Partner::Lao { name: "Bản đối biên (giả định)".into() },
        level: ContactLevel::Commune,
        met_on: DAY,
        venue: "Cửa khẩu".into(),
        ours: vec!["Trưởng Công an xã".into()],
        theirs: vec!["Trưởng bản".into()],
        agreed: vec![agreed.into()],
    }
}

#[test]
fn liaison_keeps_no_number_of_a_person_and_no_empty_side() {
    let of = |exchange| follow::<Liaison>(vec![(DAY, LiaisonAct::Record { exchange })]);
    assert!(of(exchange("Giao ban mỗi quý một lần")).is_ok());
    let refusal = of(exchange("Trao đổi về người có số 038085001234")).unwrap_err();
    let fault = WordingFault::PersonalNumber { digits: 12 };
    assert_eq!(refusal, SteeringRefusal::Text { field: "agreed", fault });
    let empty = Exchange { theirs: Vec::new(), ..exchange("Giao ban") };
    assert_eq!(of(empty), Err(SteeringRefusal::Nothing { field: "theirs" }));
}

fn given(who: Servant) -> Given {
    Given {
        to: Recipient::Officer { who },
        form: Form::Letter,
        authority: "Giám đốc Công an tỉnh".into(),
        decided: paper("77/QĐ-CAT", DAY),
        reason: "Thành tích xây dựng xã không ma túy".into(),
    }
}

#[test]
fn nobody_records_praise_for_oneself_and_a_revocation_is_not_older_than_the_decision() {
    let own = Servant::Appointment { appointment: Uuid::from_u128(101) };
    let refusal = follow::<Commendation>(vec![(DAY, CommendationAct::Record { given: given(own) })]).unwrap_err();
    assert_eq!(refusal, SteeringRefusal::OwnPraise);
    let revoke =
        |date| CommendationAct::Revoke { decided: paper("90/QĐ-CAT", date), reason: "Kết luận khác".into() };
    let with = |date| {
        let record = CommendationAct::Record { given: given(office("A")) };
        follow::<Commendation>(vec![(DAY, record), (DAY, revoke(date))])
    };
    assert!(with(DAY).unwrap().revoked.is_some());
    assert!(with(date(2026, 3, 1)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_committee_always_has_one_head(throws in prop::collection::vec((0_u8..4, 0_u16..12, 0_usize..5), 0..40)) {
        let mut acts = vec![(DAY, found(vec![named("0", Seat::Head)]))];
        let mut committee = follow::<Committee>(acts.clone()).unwrap();
        for (kind, no, seat) in throws {
            let decided = paper("5/QĐ-UBND", DAY);
            let who = office(&no.to_string());
            let act = match kind {
                0 | 1 => CommitteeAct::Join { member: Named { who, seat: Seat::ALL[seat] }, decided },
                2 => CommitteeAct::Leave { member: no, decided },
                _ => CommitteeAct::Head { who, decided },
            };
            let seq = u32::try_from(acts.len()).unwrap() + 1;
            if let Ok(after) = Committee::follow(Some(committee.clone()), &entry(seq, DAY, act.clone())) {
                acts.push((DAY, act));
                committee = after;
            }
            prop_assert_eq!(committee.sitting().filter(|member| member.seat == Seat::Head).count(), 1);
            let mut who: Vec<_> = committee.sitting().map(|member| format!("{:?}", member.who)).collect();
            who.sort();
            who.dedup();
            prop_assert_eq!(who.len(), committee.sitting().count());
        }
        prop_assert_eq!(follow::<Committee>(acts).unwrap(), committee);
    }
}
