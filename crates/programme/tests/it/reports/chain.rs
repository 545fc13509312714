//! The chain from draft to lock.

use domain::work::{Chain as _, replay};
use jiff::civil::{Date, date};
use programme::indicators::Measured;
use programme::reports::{
    Capacity, Comment, Excerpt, Fell, Gap, Moved, Needed, Refusal, Report, ReportAct, Signer, State, Unchanged, Version,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{HEAD, OFFICE, WINDOW, WRITER, Written, enter, figure, figures, fill, opening, unknown};

fn differ(value: Measured) -> ReportAct {
    let reason = "Hai hồ sơ đến sau ngày chốt (giả định)".to_owned();
    ReportAct::Differ { indicator: "addicts".to_owned(), value, reason }
}

fn send_back() -> ReportAct {
    let comments = vec![Comment { place: "sessions".to_owned(), text: "Thiếu thôn Hạ".to_owned() }];
    ReportAct::Return { reason: "Bổ sung".to_owned(), comments, due: date(2026, 9, 12), task: None }
}

#[test]
fn a_period_that_is_not_open_says_when_it_opens() {
    let mut written = Written::default();
    let refused = written.act_on(WRITER, ReportAct::Open { opening: opening() }, date(2026, 6, 14));
    assert_eq!(refused, Err(Refusal::NotOpen { period: "2026-Q3".to_owned(), opens: date(2026, 6, 15) }));
    assert_eq!(written.act_on(WRITER, ReportAct::Open { opening: opening() }, date(2026, 6, 15)), Ok(()));
    assert!(matches!(written.act(WRITER, ReportAct::Open { opening: opening() }), Err(Refusal::Begun { .. })));
}

#[test]
fn what_is_missing_is_named_and_stops_it() {
    let mut written = Written::begun();
    let Err(Refusal::Gaps { gaps }) = written.act(HEAD, ReportAct::Submit {}) else { panic!("submitted") };
    let expected = [Gap::NotAssembled, Gap::Figure("sessions".to_owned()), Gap::Narrative("tinh-hinh".to_owned())];
    assert_eq!(gaps, expected);
}

#[test]
fn a_broken_rule_needs_a_reason() {
    let mut written = Written::whole();
    written.act(WRITER, figures(2, 5)).expect("worked out");
    let Err(Refusal::Gaps { gaps }) = written.act(HEAD, ReportAct::Submit {}) else { panic!("submitted") };
    assert_eq!(gaps, [Gap::Rule { rule: "in-within".to_owned(), left: 5, right: 2 }]);
    let excuse = |reason: &str| ReportAct::Excuse { rule: "in-within".to_owned(), reason: reason.to_owned() };
    assert_eq!(written.act(WRITER, excuse("  ")), Err(Refusal::Empty { place: "reason" }));
    written.act(WRITER, excuse("Ba người đã được đưa ra trong kỳ")).expect("excused");
    written.act(HEAD, ReportAct::Submit {}).expect("submitted");
}

#[test]
fn a_computed_figure_is_never_typed_over_only_differed_from_with_a_reason() {
    let mut written = Written::whole();
    let typed = ReportAct::Enter {
        indicator: "addicts".to_owned(),
        value: Measured::count(14),
        source: "x".to_owned(),
        instead_of: Some(Measured::count(12)),
    };
    assert_eq!(written.act(WRITER, typed), Err(Refusal::Computed { indicator: "addicts".to_owned() }));
    assert_eq!(
        written.act(WRITER, differ(Measured::count(12))),
        Err(Refusal::Same { indicator: "addicts".to_owned() })
    );
    written.act(WRITER, differ(Measured::count(14))).expect("stated");
    let cell = &written.report().draft.cells["addicts"];
    assert_eq!((cell.said(), &cell.figure.value), (&Measured::count(14), &Measured::count(12)));
    // worked out again: the statement stays, until the records say the same
    written.act(WRITER, figures(13, 3)).expect("worked out");
    assert_eq!(written.report().said("addicts"), Some(&Measured::count(14)));
    written.act(WRITER, figures(14, 3)).expect("worked out");
    assert!(written.report().draft.cells["addicts"].difference.is_none());
    let agree = ReportAct::Agree { indicator: "addicts".to_owned() };
    assert_eq!(written.act(WRITER, agree), Err(Refusal::Same { indicator: "addicts".to_owned() }));
}

#[test]
fn a_typed_figure_is_never_overwritten_unseen() {
    let mut written = Written::whole();
    let blind = enter(Measured::count(10), None);
    assert_eq!(written.act(HEAD, blind), Err(Refusal::Overwritten { indicator: "sessions".to_owned() }));
    written.act(HEAD, enter(unknown(), Some(Measured::count(9)))).expect("seen");
    // an unknown figure with its reason is an answer
    written.act(HEAD, ReportAct::Submit {}).expect("submitted");
}

#[test]
fn whoever_wrote_or_submitted_decides_nothing() {
    let mut written = Written::submitted();
    for own in [WRITER, HEAD] {
        assert_eq!(written.act(own, ReportAct::Approve { note: None, signer: None }), Err(Refusal::OwnReport));
        assert_eq!(written.act(own, send_back()), Err(Refusal::OwnReport));
    }
    written.act(OFFICE, ReportAct::Approve { note: None, signer: None }).expect("approved");
    assert_eq!(written.act(WRITER, ReportAct::Lock {}), Err(Refusal::OwnReport));
    written.act(OFFICE, ReportAct::Lock {}).expect("locked");
    assert_eq!(written.report().state, State::Locked);
}

#[test]
fn a_returned_report_comes_with_remarks_and_a_new_day_and_goes_again() {
    let mut written = Written::submitted();
    let elsewhere = Comment { place: "nowhere".to_owned(), text: "x".to_owned() };
    let wrong = ReportAct::Return { reason: "x".into(), comments: vec![elsewhere], due: date(2026, 9, 12), task: None };
    assert_eq!(written.act(OFFICE, wrong), Err(Refusal::NoPlace { place: "nowhere".to_owned() }));
    written.act(OFFICE, send_back()).expect("returned");
    let report = written.report();
    assert_eq!((report.state, report.due(), report.comments.len()), (State::Returned, Some(date(2026, 9, 12)), 1));
    assert!(report.in_force().is_none(), "what was sent back is not in force");
    written.act(WRITER, enter(Measured::count(11), Some(Measured::count(9)))).expect("mended");
    written.act(HEAD, ReportAct::Submit {}).expect("submitted again");
    let report = written.report();
    assert_eq!(report.versions.len(), 2);
    assert_eq!(report.first_standing().map(|version| version.number), Some(2), "what was sent back does not count");
}

/// The day on which it counts as sent up, and the day by which it is judged.
fn timed(written: &Written) -> (Option<Date>, Option<Date>) {
    let standing = written.report().standing();
    (standing.done, standing.due)
}

#[test]
fn what_was_taken_back_is_not_in_time() {
    let mut written = Written::submitted();
    assert_eq!(timed(&written), (Some(date(2026, 9, 10)), Some(date(2026, 9, 14))));
    written.act(HEAD, ReportAct::Withdraw { reason: "Viết lại".to_owned() }).expect("taken back");
    assert_eq!(timed(&written), (None, Some(date(2026, 9, 14))));
    assert_eq!(written.report().versions[0].fell, Some(Fell::Withdrawn { on: date(2026, 9, 10) }));
    written.act_on(HEAD, ReportAct::Submit {}, date(2026, 11, 20)).expect("sent up months later");
    assert_eq!(timed(&written), (Some(date(2026, 11, 20)), Some(date(2026, 9, 14))));
    let report = written.report();
    assert!(report.first_standing().is_some_and(Version::is_late));
    // what was written down comes to the same when it is read again
    assert_eq!(replay::<Report>(&written.entries).expect("replays").as_ref(), Some(report));
}

#[test]
fn a_return_sets_the_day_by_which_the_next_version_is_judged() {
    let back = |due| ReportAct::Return { reason: "Bổ sung".to_owned(), comments: Vec::new(), due, task: None };
    let mut written = Written::submitted();
    written.act_on(OFFICE, back(date(2026, 9, 25)), date(2026, 9, 16)).expect("returned");
    assert_eq!(timed(&written), (None, Some(date(2026, 9, 25))));
    let mut late = written.clone();
    written.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 24)).expect("again");
    assert_eq!(timed(&written), (Some(date(2026, 9, 24)), Some(date(2026, 9, 25))));
    late.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 28)).expect("again");
    assert!(late.report().first_standing().is_some_and(Version::is_late));
    // an earlier day than the calendar's takes no time away
    let mut early = Written::submitted();
    early.act(OFFICE, back(date(2026, 9, 12))).expect("returned");
    early.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 14)).expect("again");
    assert_eq!(timed(&early), (Some(date(2026, 9, 14)), Some(date(2026, 9, 14))));
    // and nothing mends what had come late
    let mut washed = Written::whole();
    washed.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 20)).expect("late");
    washed.act_on(OFFICE, back(date(2026, 9, 30)), date(2026, 9, 21)).expect("returned");
    washed.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 22)).expect("again");
    assert_eq!(timed(&washed), (Some(date(2026, 9, 22)), Some(date(2026, 9, 14))));
}

#[test]
fn an_amended_report_stays_as_it_was_in_time_also_when_the_new_version_is_taken_back() {
    let mut written = Written::approved();
    written.act(HEAD, ReportAct::Amend { reason: "Một hồ sơ ghi muộn".to_owned() }).expect("begun");
    written.act_on(WRITER, figures(13, 3), date(2026, 9, 30)).expect("worked out");
    written.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 30)).expect("submitted");
    written.act_on(HEAD, ReportAct::Withdraw { reason: "Chưa đủ".to_owned() }, date(2026, 9, 30)).expect("taken back");
    assert_eq!(timed(&written), (Some(date(2026, 9, 10)), Some(date(2026, 9, 14))));
    assert_eq!(written.report().in_force().map(|version| version.number), Some(1));
}

#[test]
fn figures_closed_before_the_days_are_over_are_told() {
    let written = Written::submitted();
    let version = written.report().in_force().expect("a version");
    assert_eq!(version.closed_early(WINDOW), Some(date(2026, 9, 10)));
    let mut whole = Written::begun();
    let on_the_last_day = |act| {
        let ReportAct::Assemble { mut figures } = act else { panic!("figures") };
        for figure in &mut figures {
            figure.as_of = WINDOW.to;
        }
        ReportAct::Assemble { figures }
    };
    for act in [on_the_last_day(figures(12, 3)), enter(Measured::count(9), None), fill("Đã kiện toàn.")] {
        whole.act_on(WRITER, act, WINDOW.to).expect("written");
    }
    whole.act_on(HEAD, ReportAct::Submit {}, WINDOW.to).expect("submitted");
    assert_eq!(whole.report().versions[0].closed_early(WINDOW), None);
}

#[test]
fn it_can_be_taken_back_until_it_is_approved() {
    let mut written = Written::submitted();
    let withdraw = || ReportAct::Withdraw { reason: "Thiếu một thôn".to_owned() };
    written.act(HEAD, withdraw()).expect("taken back");
    assert_eq!(written.report().state, State::Draft);
    let mut written = Written::approved();
    assert_eq!(written.act(HEAD, withdraw()), Err(Refusal::Stands { state: State::Approved }));
}

#[test]
fn what_moved_becomes_a_new_version_that_says_what_was() {
    let mut written = Written::approved();
    written.act(OFFICE, ReportAct::Lock {}).expect("locked");
    let moved = |was, is| Moved { indicator: "addicts".into(), was: Measured::count(was), is: Measured::count(is) };
    let wrong = ReportAct::ProposeAmendment { moved: vec![moved(11, 13)] };
    assert_eq!(written.act(HEAD, wrong), Err(Refusal::NotSubmittedSo { indicator: "addicts".to_owned() }));
    written.act(HEAD, ReportAct::ProposeAmendment { moved: vec![moved(12, 13)] }).expect("proposed");
    assert_eq!(written.act(WRITER, figures(13, 3)), Err(Refusal::Stands { state: State::Locked }));
    written.act(HEAD, ReportAct::Amend { reason: "Một hồ sơ ghi muộn".to_owned() }).expect("begun");
    let report = written.report();
    assert_eq!(report.in_force().map(|version| version.number), Some(1), "the approved one stays meanwhile");
    let gaps = report.gaps();
    assert_eq!(gaps, [Gap::NotAssembled], "its figures are worked out again");
    written.act(WRITER, figures(13, 3)).expect("worked out");
    written.act(HEAD, ReportAct::Submit {}).expect("submitted");
    let version = written.report().in_force().expect("a version");
    assert_eq!((version.number, version.moved.as_slice()), (2, &[moved(12, 13)][..]));
    assert_eq!(version.reason.as_deref(), Some("Một hồ sơ ghi muộn"));
    assert_eq!(written.report().versions[0].frozen.cells["addicts"].said(), &Measured::count(12));
}

fn unchanged(figures: Vec<Unchanged>) -> ReportAct {
    ReportAct::NothingChanged { report: Uuid::from_u128(77), period: "2026-H1".to_owned(), figures, places: None }
}

#[test]
fn nothing_changed_takes_over_what_was_typed_and_tells_what_does_differ() {
    let earlier = Written::submitted();
    let version = earlier.report().in_force().expect("a version");
    let mut written = Written::begun();
    written.act(WRITER, figures(15, 3)).expect("worked out");
    let taken: Vec<Unchanged> = written
        .report()
        .unchanged_since(version, |_| true)
        .map(|(indicator, value)| Unchanged {
            indicator: indicator.to_owned(),
            value: value.clone(),
            source: "không thay đổi so với báo cáo quý II".to_owned(),
        })
        .collect();
    written.act(WRITER, unchanged(taken.clone())).expect("stated");
    let figure = written.report().draft.cells["sessions"].figure.clone();
    assert_eq!(figure.value, Measured::count(9));
    assert_eq!(figure.source.as_deref(), Some("không thay đổi so với báo cáo quý II"));
    let differs = Moved { indicator: "addicts".into(), was: Measured::count(12), is: Measured::count(15) };
    assert_eq!(written.report().differs_from(version), [differs]);
    written.act(HEAD, ReportAct::Submit {}).expect("one click is enough");
    // what was typed since is not touched, and only typed figures are taken over
    let mut typed = Written::begun();
    typed.act(WRITER, enter(Measured::count(4), None)).expect("typed");
    typed.act(WRITER, unchanged(taken)).expect("stated");
    assert_eq!(typed.report().said("sessions"), Some(&Measured::count(4)));
    let computed = Unchanged { indicator: "addicts".into(), value: Measured::count(1), source: "x".into() };
    assert_eq!(
        typed.act(WRITER, unchanged(vec![computed])),
        Err(Refusal::Computed { indicator: "addicts".to_owned() })
    );
}

#[test]
fn what_happened_in_another_period_is_not_taken_over() {
    let earlier = Written::submitted();
    let version = earlier.report().in_force().expect("a version");
    let mut written = Written::begun();
    written.act(WRITER, figures(15, 3)).expect("worked out");
    assert_eq!(written.report().unchanged_since(version, |indicator| indicator != "sessions").count(), 0);
    assert_eq!(written.report().untyped().collect::<Vec<_>>(), ["sessions"]);
    written.act(WRITER, unchanged(Vec::new())).expect("stated");
    let Err(Refusal::Gaps { gaps }) = written.act(HEAD, ReportAct::Submit {}) else { panic!("submitted") };
    assert_eq!(gaps, [Gap::Figure("sessions".to_owned())]);
}

#[test]
fn a_statement_speaks_only_for_the_places_of_the_earlier_form() {
    let written = |places: &[&str]| {
        let mut written = Written::begun();
        written.act(WRITER, figures(15, 3)).expect("worked out");
        written.act(WRITER, enter(Measured::count(4), None)).expect("typed");
        let places = Some(places.iter().map(|place| (*place).to_owned()).collect());
        let said = ReportAct::NothingChanged {
            report: Uuid::from_u128(77),
            period: "2026-H1".to_owned(),
            figures: vec![],
            places,
        };
        written.act(WRITER, said).expect("stated");
        written.act(HEAD, ReportAct::Submit {})
    };
    let Err(Refusal::Gaps { gaps }) = written(&[]) else { panic!("submitted") };
    assert_eq!(gaps, [Gap::Narrative("tinh-hinh".to_owned())]);
    written(&["tinh-hinh"]).expect("spared");
    let own = Written::begun();
    assert_eq!(own.report().places_since(own.report()).into_iter().collect::<Vec<_>>(), ["tinh-hinh"]);
}

#[test]
fn a_statement_that_nothing_changed_reads_as_it_was_written_before_it_carried_figures() {
    let old = r#"{"act":"nothing_changed","report":"00000000-0000-0000-0000-00000000004d","period":"2026-H1"}"#;
    let read: ReportAct = serde_json::from_str(old).expect("reads");
    assert_eq!(read, unchanged(Vec::new()));
    assert_eq!(serde_json::to_string(&read).expect("writes"), old);
}

#[test]
fn nothing_changed_spares_words_and_no_figures() {
    let mut written = Written::begun();
    let same = unchanged(Vec::new());
    written.act(WRITER, same).expect("stated");
    let Err(Refusal::Gaps { gaps }) = written.act(HEAD, ReportAct::Submit {}) else { panic!("submitted") };
    assert_eq!(gaps, [Gap::NotAssembled, Gap::Figure("sessions".to_owned())]);
}

#[test]
fn figures_are_whole_known_once_and_not_of_the_future() {
    let mut written = Written::begun();
    let addicts = || figure("addicts", Measured::count(1));
    let entries = || figure("addicts_in", Measured::count(1));
    let of = |figures| ReportAct::Assemble { figures };
    assert_eq!(
        written.act(WRITER, of(vec![addicts()])),
        Err(Refusal::NotWorkedOut { indicator: "addicts_in".to_owned() })
    );
    assert_eq!(
        written.act(WRITER, of(vec![addicts(), addicts(), entries()])),
        Err(Refusal::Twice { indicator: "addicts".to_owned() })
    );
    let other = figure("plants", Measured::count(1));
    assert_eq!(
        written.act(WRITER, of(vec![addicts(), entries(), other])),
        Err(Refusal::NoPlace { place: "plants".to_owned() })
    );
    let typed = figure("sessions", Measured::count(1));
    assert_eq!(
        written.act(WRITER, of(vec![addicts(), entries(), typed])),
        Err(Refusal::Typed { indicator: "sessions".to_owned() })
    );
    let mut ahead = addicts();
    ahead.as_of = date(2026, 9, 11);
    assert!(matches!(written.act(WRITER, of(vec![ahead, entries()])), Err(Refusal::Ahead { .. })));
}

#[test]
fn a_share_follows_its_parts_and_is_unknown_with_them() {
    let mut opening = opening();
    let parts = Some(("sessions".to_owned(), "addicts".to_owned()));
    let share = Needed { indicator: "share".to_owned(), typed: false, required: true, parts };
    opening.contract.figures.push(share);
    let mut written = Written::default();
    for act in [ReportAct::Open { opening }, figures(12, 3), enter(Measured::count(3), None)] {
        written.act(WRITER, act).expect("written");
    }
    let is = |written: &Written, numerator, denominator| {
        written.report().said("share") == Some(&Measured::Share { numerator, denominator })
    };
    assert!(is(&written, 3, 12));
    written.act(WRITER, enter(Measured::count(6), Some(Measured::count(3)))).expect("seen");
    assert!(is(&written, 6, 12));
    written.act(WRITER, differ(Measured::count(10))).expect("stated");
    assert!(is(&written, 6, 10), "a stated figure is what the report says");
    written.act(WRITER, enter(unknown(), Some(Measured::count(6)))).expect("seen");
    assert_eq!(written.report().said("share"), Some(&unknown()));
}

#[test]
fn long_texts_are_refused_with_their_length() {
    let mut written = Written::begun();
    let long = "ạ".repeat(20_001);
    let refused = Refusal::TooLong { place: "tinh-hinh".to_owned(), chars: 20_001, most: 20_000 };
    assert_eq!(written.act(WRITER, fill(&long)), Err(refused));
}

#[test]
fn how_it_stands_is_told_to_lists() {
    let standing = Written::submitted().report().standing();
    assert_eq!(standing.state, "submitted");
    assert_eq!(standing.key.as_deref(), Some("kh192-xa/2026-Q3/"));
    assert_eq!((standing.due, standing.done), (Some(date(2026, 9, 14)), Some(date(2026, 9, 10))));
}

#[test]
fn acts_keep_their_names() {
    let act = serde_json::to_value(fill("x")).expect("JSON");
    assert_eq!(act, serde_json::json!({ "act": "fill", "place": "tinh-hinh", "text": "x" }));
    let submit: ReportAct = serde_json::from_str(r#"{"act":"submit"}"#).expect("read");
    assert_eq!(submit, ReportAct::Submit {});
    assert!(serde_json::from_str::<ReportAct>(r#"{"act":"submit","and":"more"}"#).is_err());
}

fn any_act() -> impl Strategy<Value = (u128, ReportAct)> {
    let numbers = || 0_i64..6;
    let act = prop_oneof![
        (numbers(), numbers()).prop_map(|(addicts, entries)| figures(addicts, entries)),
        (numbers(), proptest::option::of(numbers()))
            .prop_map(|(value, seen)| enter(Measured::count(value), seen.map(Measured::count))),
        Just(fill("Tình hình ổn định (giả định)")),
        numbers().prop_map(|value| differ(Measured::count(value))),
        Just(ReportAct::Agree { indicator: "addicts".to_owned() }),
        Just(ReportAct::Excuse { rule: "in-within".to_owned(), reason: "có lý do".to_owned() }),
        Just(ReportAct::NothingChanged {
            report: Uuid::from_u128(7),
            period: "2026-H1".to_owned(),
            figures: Vec::new(),
            places: None
        }),
        Just(ReportAct::Quote {
            excerpt: Excerpt {
                place: "tinh-hinh".to_owned(),
                unit: domain::units::UnitId(Uuid::from_u128(5)),
                report: Uuid::from_u128(6),
                text: "nguyên văn".to_owned(),
            }
        }),
        Just(ReportAct::Submit {}),
        Just(ReportAct::Withdraw { reason: "x".to_owned() }),
        Just(send_back()),
        Just(ReportAct::Approve { note: None, signer: None }),
        Just(ReportAct::Lock {}),
        Just(ReportAct::Amend { reason: "x".to_owned() }),
    ];
    (prop_oneof![Just(WRITER), Just(HEAD), Just(OFFICE)], act)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is done in whatever order: nothing frozen ever changes, who decided did not write, and replaying gives
    /// what was decided.
    #[test]
    fn any_acts_keep_what_was_frozen(acts in proptest::collection::vec(any_act(), 0..60)) {
        let mut written = Written::whole();
        for (account, act) in acts {
            let before = written.report().versions.clone();
            if written.act(account, act).is_err() {
                continue;
            }
            let report = written.report();
            prop_assert!(report.versions.len() >= before.len());
            for (was, is) in before.iter().zip(&report.versions) {
                prop_assert_eq!(&was.frozen, &is.frozen);
                prop_assert_eq!(was.by, is.by);
            }
            for version in &report.versions {
                prop_assert!(version.approved.is_none_or(|(who, _)| who.account != version.by.account));
                prop_assert!(version.frozen.assembled);
            }
            prop_assert_eq!(report.state.is_open(), !matches!(report.state, State::Submitted | State::Approved | State::Locked));
        }
        let again = replay::<Report>(&written.entries).expect("follows");
        prop_assert_eq!(again.as_ref(), Some(written.report()));
    }
}

#[test]
fn who_signs_is_named_until_somebody_agreed_and_the_approver_may_set_it_right() {
    let signer = |name: &str, capacity| Signer { capacity, name: name.to_owned(), post: None, rank: None };
    let named = |name: &str| ReportAct::NameSigner { signer: signer(name, Capacity::Deputy) };
    let mut written = Written::submitted();
    assert_eq!(written.act(HEAD, named(" ")), Err(Refusal::Empty { place: "signer_name" }));
    let by_order = ReportAct::NameSigner { signer: signer("Giả Định", Capacity::ByOrder) };
    assert_eq!(written.act(HEAD, by_order), Err(Refusal::Empty { place: "signer_post" }));
    written.act(HEAD, named("  Trần  Thị   Giả Định ")).expect("named");
    let kept = written.report().signer.as_ref().map(|signer| signer.name.clone());
    assert_eq!(kept.as_deref(), Some("Trần Thị Giả Định"));
    let other = Some(signer("Lê Giả Định", Capacity::Head));
    written.act(OFFICE, ReportAct::Approve { note: None, signer: other.clone() }).expect("approved");
    assert_eq!(written.report().signer, other);
    assert_eq!(written.act(HEAD, named("Ai khác")), Err(Refusal::Stands { state: State::Approved }));
    let before: ReportAct = serde_json::from_str(r#"{"act":"approve","note":null}"#).expect("as it was kept before");
    assert_eq!(before, ReportAct::Approve { note: None, signer: None });
}

#[test]
fn what_counts_on_a_day_is_what_had_gone_up_and_not_come_back_by_then() {
    let mut written = Written::whole();
    written.act_on(HEAD, ReportAct::Submit {}, date(2026, 9, 10)).expect("submitted");
    let report = written.report();
    let number = |report: &Report, day, only| report.in_force_on(day, only).map(|version| version.number);
    assert_eq!(number(report, date(2026, 9, 9), false), None);
    assert_eq!(number(report, date(2026, 9, 10), false), Some(1));
    assert_eq!(number(report, date(2026, 9, 10), true), None, "nobody has approved it");
    written.act_on(OFFICE, ReportAct::Approve { note: None, signer: None }, date(2026, 9, 12)).expect("approved");
    let report = written.report();
    assert_eq!(number(report, date(2026, 9, 11), true), None, "nobody had approved it by then");
    assert_eq!(number(report, date(2026, 9, 12), true), Some(1));
}
