//! Six-clear tasks: what is refused, what stays true, how grids and lateness count.

use domain::access::Role;
use domain::work::{Author, Chain, Entry, WorkAct, replay};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use programme::tasks::grid::CellState::{Done, Due, Missed, NotYet, Outside};
use programme::tasks::grid::{of, periods};
use programme::tasks::{
    ACTIONS, Answer, Authority, Bound, Child, Clear, Clears, Draft, Duty, Escalation, Every, EvidenceKind, Office,
    Origin, Part, Person, Place, Recurrence, Shown, Source, State, Task, TaskAct, TaskRefusal, Tick, Time,
};
use proptest::prelude::*;
use uuid::Uuid;

mod counted;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Person `n`: account `n`, appointment `100 + n`.
fn person(n: u128) -> Author {
    Author { account: id(n), appointment: id(100 + n) }
}

const ISSUER: u128 = 1;
const NAMED: u128 = 2;
const DEPUTY: u128 = 3;
const OTHER: u128 = 4;

fn clears() -> Clears {
    let part = |no| Part {
        no,
        what: format!("Kết quả {no} (giả định)"),
        measure: "Số hộ đã ký".into(),
        evidence: EvidenceKind::List,
    };
    Clears {
        person: Some(Person { assignee: id(100 + NAMED), deputy: Some(id(100 + DEPUTY)) }),
        work: Some("Tổ chức ký cam kết ở từng thôn".into()),
        duty: Some(Duty { leads: "Công an xã".into(), with: vec!["Mặt trận Tổ quốc xã".into()] }),
        time: Some(Time { from: date(2026, 1, 1), due: date(2026, 6, 30), recurs: None }),
        result: vec![part(1), part(2), part(3)],
        authority: Some(Authority {
            number: "192/KH-UBND".into(),
            date: date(2025, 9, 8),
            clause: "mục III.4".into(),
            may: "Chọn ngày tổ chức ở từng thôn".into(),
        }),
        places: Vec::new(),
    }
}

fn draft(clears: Clears) -> Draft {
    Draft { title: "Ký cam kết (giả định)".into(), source: None, bound: None, clears }
}

fn recurring() -> Clears {
    let place = |no: u16, holder| Place { no, name: format!("Thôn {no} (giả định)"), unit: None, holder };
    Clears {
        time: Some(Time {
            from: date(2026, 1, 1),
            due: date(2026, 6, 30),
            recurs: Some(Recurrence { every: Every::Month, times: 1 }),
        }),
        places: vec![place(1, None), place(2, Some(id(100 + OTHER)))],
        ..clears()
    }
}

/// A chain, act by act; each on its day.
#[derive(Default)]
struct Doing {
    entries: Vec<Entry<TaskAct>>,
    task: Option<Task>,
}

impl Doing {
    fn act(&mut self, by: u128, on: Date, act: TaskAct) -> Result<(), TaskRefusal> {
        let seq = u32::try_from(self.entries.len() + 1).unwrap();
        let entry = Entry { id: id(1000 + u128::from(seq)), seq, on, at: Timestamp::UNIX_EPOCH, by: person(by), act };
        let after = Task::follow(self.task.clone(), &entry)?;
        self.entries.push(entry);
        self.task = Some(after);
        Ok(())
    }

    fn task(&self) -> &Task {
        self.task.as_ref().unwrap()
    }

    fn issued(clears: Clears) -> Self {
        let mut doing = Self::default();
        doing.act(ISSUER, date(2026, 1, 5), TaskAct::Draft { draft: draft(clears) }).unwrap();
        doing.act(ISSUER, date(2026, 1, 5), TaskAct::Issue {}).unwrap();
        doing
    }

    fn underway(clears: Clears) -> Self {
        let mut doing = Self::issued(clears);
        doing.act(NAMED, date(2026, 1, 6), TaskAct::Accept {}).unwrap();
        doing
    }
}

fn shown(parts: &[u8]) -> TaskAct {
    let results = parts.iter().map(|&part| Shown { part, evidence: format!("Biên bản số {part}/BB") }).collect();
    TaskAct::ReportDone { results }
}

#[test]
fn a_task_is_issued_only_with_all_six_and_says_which_are_missing() {
    let mut doing = Doing::default();
    doing.act(ISSUER, date(2026, 1, 5), TaskAct::Draft { draft: draft(Clears::default()) }).unwrap();
    let refusal = doing.act(ISSUER, date(2026, 1, 5), TaskAct::Issue {}).unwrap_err();
    assert_eq!(refusal, TaskRefusal::Unclear { missing: Clear::ALL.to_vec() });

    for (blank, clear) in Clear::ALL.iter().enumerate() {
        let mut clears = clears();
        match blank {
            0 => clears.person = None,
            1 => clears.work = None,
            2 => clears.duty = None,
            3 => clears.time = None,
            4 => clears.result = Vec::new(),
            _ => clears.authority = None,
        }
        doing.act(ISSUER, date(2026, 1, 5), TaskAct::Fill { title: "Ký cam kết".into(), clears }).unwrap();
        let refusal = doing.act(ISSUER, date(2026, 1, 5), TaskAct::Issue {}).unwrap_err();
        assert_eq!(refusal, TaskRefusal::Unclear { missing: vec![*clear] });
    }
    let whole = TaskAct::Fill { title: "Ký cam kết".into(), clears: clears() };
    doing.act(ISSUER, date(2026, 1, 5), whole).unwrap();
    doing.act(ISSUER, date(2026, 1, 5), TaskAct::Issue {}).unwrap();
    assert_eq!(doing.task().state, State::Issued);
}

#[test]
fn a_duty_that_recurs_is_not_clear_before_it_says_where() {
    let clears = Clears { places: Vec::new(), ..recurring() };
    assert_eq!(clears.missing(), vec![Clear::Result]);
}

#[test]
fn only_the_person_named_accepts_and_reports() {
    let mut doing = Doing::issued(clears());
    for by in [ISSUER, DEPUTY, OTHER] {
        assert_eq!(doing.act(by, date(2026, 1, 6), TaskAct::Accept {}), Err(TaskRefusal::NotNamed));
    }
    doing.act(NAMED, date(2026, 1, 6), TaskAct::Accept {}).unwrap();
    assert_eq!(doing.act(DEPUTY, date(2026, 2, 1), shown(&[1, 2, 3])), Err(TaskRefusal::NotNamed));
}

#[test]
fn whoever_reported_it_cannot_close_it_and_what_is_returned_is_not_done() {
    let mut doing = Doing::underway(clears());
    doing.act(NAMED, date(2026, 5, 1), shown(&[1, 2, 3])).unwrap();
    let close = TaskAct::Close { note: String::new() };
    assert_eq!(doing.act(NAMED, date(2026, 5, 2), close.clone()), Err(TaskRefusal::SamePerson));
    let back = TaskAct::Return { reason: "Thiếu biên bản thôn 2".into(), due: None, within: None };
    doing.act(ISSUER, date(2026, 5, 3), back).unwrap();
    assert_eq!((doing.task().state, doing.task().standing().done), (State::Returned, None));
    assert!(doing.task().lateness(date(2026, 7, 2)).is_some_and(|late| late.days == 2));
    doing.act(NAMED, date(2026, 5, 9), shown(&[3, 2, 1])).unwrap();
    doing.act(ISSUER, date(2026, 5, 20), close).unwrap();
    assert_eq!(doing.task().standing().done, Some(date(2026, 5, 9)));
    assert_eq!(doing.task().returns.len(), 1);
}

#[test]
fn every_result_is_shown_once() {
    let mut doing = Doing::underway(clears());
    let on = date(2026, 5, 1);
    assert_eq!(doing.act(NAMED, on, shown(&[1, 3])), Err(TaskRefusal::PartsMissing { parts: vec![2] }));
    assert_eq!(doing.act(NAMED, on, shown(&[1, 2, 2])), Err(TaskRefusal::PartTwice { no: 2 }));
    assert_eq!(doing.act(NAMED, on, shown(&[1, 2, 3, 4])), Err(TaskRefusal::PartUnknown { no: 4 }));
}

#[test]
fn an_objection_goes_back_to_the_issuer_who_amends_upholds_or_withdraws() {
    let object = TaskAct::Object { reason: "Hạn trùng với đợt ra quân".into() };
    let reason = "Đã điều chỉnh".to_owned();
    for (answer, state) in [
        (Answer::Amend { clears: Box::new(clears()) }, State::Issued),
        (Answer::Uphold {}, State::Underway),
        (Answer::Withdraw {}, State::Withdrawn),
    ] {
        let mut doing = Doing::issued(clears());
        doing.act(NAMED, date(2026, 1, 6), object.clone()).unwrap();
        assert!(doing.act(NAMED, date(2026, 1, 6), TaskAct::Accept {}).is_err());
        let own = TaskAct::Answer { answer: answer.clone(), reason: reason.clone() };
        assert_eq!(doing.act(NAMED, date(2026, 1, 7), own.clone()), Err(TaskRefusal::SamePerson));
        doing.act(ISSUER, date(2026, 1, 7), own).unwrap();
        assert_eq!(doing.task().state, state);
        assert!(doing.task().objections[0].answer.is_some());
    }
}

fn child(n: u128, parts: &[u8], due: Date) -> Child {
    Child {
        id: id(n),
        unit: id(900),
        title: format!("Phần {n} (giả định)"),
        assignee: id(100 + OTHER),
        leads: "Công an xã".into(),
        parts: parts.to_vec(),
        due,
    }
}

#[test]
fn parts_conserve_results_and_time() {
    let on = date(2026, 2, 1);
    let due = date(2026, 6, 30);
    let split = |children: Vec<Child>| {
        Doing::underway(clears()).act(NAMED, on, TaskAct::Split { children, instead_of: Vec::new() })
    };
    assert_eq!(split(vec![child(1, &[1], due)]), Err(TaskRefusal::PartsMissing { parts: vec![2, 3] }));
    let twice = vec![child(1, &[1, 2], due), child(2, &[2, 3], due)];
    assert_eq!(split(twice), Err(TaskRefusal::PartTwice { no: 2 }));
    let late = vec![child(1, &[1, 2], due), child(2, &[3], date(2026, 7, 1))];
    assert_eq!(split(late), Err(TaskRefusal::Beyond { due: date(2026, 7, 1), limit: due }));
    assert_eq!(
        split(vec![child(1, &[1, 2, 3], due), child(2, &[], due)]),
        Err(TaskRefusal::Nothing { field: "parts" })
    );
    assert_eq!(split(vec![child(1, &[1, 3], due), child(2, &[2], date(2026, 5, 1))]), Ok(()));
}

#[test]
fn a_part_keeps_its_results_and_goes_beyond_its_whole_only_when_that_was_extended() {
    let bound = Bound { parts: vec![2], keeps: Vec::new(), from: date(2026, 1, 1), due: date(2026, 6, 30) };
    let begin = |clears| {
        let draft = Draft { bound: Some(bound.clone()), ..draft(clears) };
        Doing::default().act(ISSUER, date(2026, 1, 5), TaskAct::Hand { draft })
    };
    let without = Clears { result: vec![clears().result.remove(0)], ..clears() };
    assert_eq!(begin(without), Err(TaskRefusal::PartsMissing { parts: vec![2] }));

    let mut doing = Doing::default();
    let whole = Draft { bound: Some(bound.clone()), ..draft(clears()) };
    doing.act(ISSUER, date(2026, 1, 5), TaskAct::Hand { draft: whole }).unwrap();
    let extend = |within| TaskAct::Extend { due: date(2026, 8, 1), reason: "Bão".into(), within };
    let beyond = TaskRefusal::Beyond { due: date(2026, 8, 1), limit: date(2026, 6, 30) };
    assert_eq!(doing.act(ISSUER, date(2026, 6, 1), extend(None)), Err(beyond));
    doing.act(ISSUER, date(2026, 6, 1), extend(Some(date(2026, 9, 30)))).unwrap();
    assert_eq!(doing.task().moved[0].before, date(2026, 6, 30));
}

#[test]
fn a_part_leaves_its_results_as_the_whole_has_them() {
    let keeps = vec![clears().result.remove(1)];
    let bound = Bound { parts: vec![2], keeps, from: date(2026, 1, 1), due: date(2026, 6, 30) };
    let mut doing = Doing::default();
    let whole = Draft { bound: Some(bound), ..draft(clears()) };
    doing.act(ISSUER, date(2026, 1, 5), TaskAct::Hand { draft: whole }).unwrap();
    doing.act(NAMED, date(2026, 1, 6), TaskAct::Object { reason: "Quá nhiều".into() }).unwrap();
    let mut less = clears();
    less.result[1].measure = "Ít hơn".into();
    let amend = |clears: &Clears| TaskAct::Answer {
        answer: Answer::Amend { clears: Box::new(clears.clone()) },
        reason: "Giảm".into(),
    };
    let changed = TaskRefusal::PartChanged { no: 2, what: "Kết quả 2 (giả định)".into() };
    assert_eq!(doing.act(ISSUER, date(2026, 1, 7), amend(&less)), Err(changed));
    // what is not the whole's may change
    let mut own = clears();
    own.result[0].measure = "Số buổi".into();
    assert_eq!(doing.act(ISSUER, date(2026, 1, 7), amend(&own)), Ok(()));
    // a part that was handed before results were kept whole is read as it was
    let old = r#"{"parts":[2],"from":"2026-01-01","due":"2026-06-30"}"#;
    let read: Bound = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
}

#[test]
fn a_part_that_was_lost_is_given_anew_with_the_same_results() {
    let (on, due) = (date(2026, 2, 1), date(2026, 6, 30));
    let mut doing = Doing::underway(clears());
    let anew = |children, lost: &[u128]| TaskAct::Split { children, instead_of: lost.iter().map(|n| id(*n)).collect() };
    doing.act(NAMED, on, anew(vec![child(1, &[1, 3], due), child(2, &[2], due)], &[])).unwrap();
    assert_eq!(doing.act(NAMED, on, anew(vec![child(5, &[2], due)], &[])), Err(TaskRefusal::SplitBefore));
    assert_eq!(
        doing.act(NAMED, on, anew(vec![child(5, &[2], due)], &[9])),
        Err(TaskRefusal::ChildUnknown { id: id(9) })
    );
    assert_eq!(
        doing.act(NAMED, on, anew(vec![child(5, &[3], due)], &[1])),
        Err(TaskRefusal::PartsMissing { parts: vec![1] })
    );
    assert_eq!(doing.act(NAMED, on, anew(vec![child(5, &[2, 3], due)], &[1])), Err(TaskRefusal::PartUnknown { no: 2 }));
    assert_eq!(
        doing.act(NAMED, on, anew(vec![child(2, &[1, 3], due)], &[1])),
        Err(TaskRefusal::ChildTwice { id: id(2) })
    );
    doing.act(NAMED, on, anew(vec![child(5, &[1], due), child(6, &[3], due)], &[1])).unwrap();
    let ids: Vec<Uuid> = doing.task().children.iter().map(|child| child.id).collect();
    assert_eq!(ids, [id(2), id(5), id(6)]);
}

#[test]
fn gaps_stay_gaps_and_nothing_is_filled_by_default() {
    let mut doing = Doing::underway(recurring());
    let tick = |place, done_on| Tick { place, done_on, evidence: "BB 03".into() };
    let ticks = vec![tick(1, date(2026, 1, 20)), tick(1, date(2026, 3, 5))];
    doing.act(NAMED, date(2026, 3, 10), TaskAct::Mark { ticks }).unwrap();
    let grid = of(doing.task(), date(2026, 3, 31)).unwrap();
    let states = |row: usize| grid.rows[row].cells.iter().map(|cell| cell.state).collect::<Vec<_>>();
    assert_eq!(states(0), vec![Done, Missed, Done, NotYet, NotYet, NotYet]);
    assert_eq!(states(1), vec![Missed, Missed, Due, NotYet, NotYet, NotYet]);
    assert_eq!((grid.tally.done, grid.tally.missed, grid.tally.due, grid.tally.not_yet), (2, 3, 1, 6));
    let over = of(doing.task(), date(2026, 7, 1)).unwrap();
    assert_eq!((over.tally.done, over.tally.missed), (2, 10));
}

#[test]
fn a_head_of_a_hamlet_marks_the_own_row_alone() {
    let mut doing = Doing::underway(recurring());
    let mark =
        |place| TaskAct::Mark { ticks: vec![Tick { place, done_on: date(2026, 1, 15), evidence: String::new() }] };
    doing.act(OTHER, date(2026, 1, 20), mark(2)).unwrap();
    assert_eq!(
        doing.act(OTHER, date(2026, 1, 20), mark(2)),
        Err(TaskRefusal::MarkTwice { no: 2, on: date(2026, 1, 15) })
    );
    assert_eq!(doing.act(OTHER, date(2026, 1, 20), mark(1)), Err(TaskRefusal::PlaceOfAnother { no: 1 }));
    assert_eq!(doing.act(ISSUER, date(2026, 1, 20), mark(1)), Err(TaskRefusal::PlaceOfAnother { no: 1 }));
    doing.act(DEPUTY, date(2026, 1, 20), mark(1)).unwrap();
}

#[test]
fn a_day_to_come_or_outside_the_task_is_no_mark() {
    let mut doing = Doing::underway(recurring());
    for done_on in [date(2026, 1, 21), date(2025, 12, 31)] {
        let ticks = vec![Tick { place: 1, done_on, evidence: String::new() }];
        let refusal = doing.act(NAMED, date(2026, 1, 20), TaskAct::Mark { ticks }).unwrap_err();
        assert!(matches!(refusal, TaskRefusal::Outside { .. }), "{refusal}");
    }
}

#[test]
fn a_mark_is_taken_back_with_a_reason_and_the_cell_is_a_gap_again() {
    let mut doing = Doing::underway(recurring());
    let ticks = vec![Tick { place: 1, done_on: date(2026, 1, 15), evidence: String::new() }];
    doing.act(NAMED, date(2026, 1, 20), TaskAct::Mark { ticks }).unwrap();
    let mark = doing.task().marks[0].act;
    let unmark = TaskAct::Unmark { mark, place: 1, reason: "Nhầm thôn".into() };
    doing.act(NAMED, date(2026, 2, 2), unmark.clone()).unwrap();
    assert_eq!(of(doing.task(), date(2026, 2, 2)).unwrap().tally.done, 0);
    assert_eq!(doing.act(NAMED, date(2026, 2, 2), unmark), Err(TaskRefusal::MarkUnknown));
}

#[test]
fn nothing_is_asked_of_a_place_before_it_came_and_after_it_ended() {
    let mut doing = Doing::underway(recurring());
    let place = Place { no: 9, name: "Thôn mới (giả định)".into(), unit: None, holder: None };
    doing.act(ISSUER, date(2026, 3, 1), TaskAct::AddPlace { place }).unwrap();
    let end = TaskAct::EndPlace { place: 1, from: date(2026, 5, 1), reason: "Sáp nhập thôn".into() };
    doing.act(ISSUER, date(2026, 4, 20), end).unwrap();
    let grid = of(doing.task(), date(2026, 6, 30)).unwrap();
    let states = |row: usize| grid.rows[row].cells.iter().map(|cell| cell.state).collect::<Vec<_>>();
    assert_eq!(states(0), vec![Missed, Missed, Missed, Missed, Outside, Outside]);
    assert_eq!(states(2), vec![Outside, Outside, Missed, Missed, Missed, Due]);
}

#[test]
fn a_recurring_duty_is_not_done_while_periods_run() {
    let mut doing = Doing::underway(recurring());
    assert_eq!(doing.act(NAMED, date(2026, 6, 30), shown(&[1, 2, 3])), Err(TaskRefusal::StillRuns { cells: 2 }));
    doing.act(NAMED, date(2026, 7, 1), shown(&[1, 2, 3])).unwrap();
    assert_eq!(of(doing.task(), date(2026, 7, 1)).unwrap().tally.missed, 12);
}

#[test]
fn periods_are_cut_to_the_task_and_leave_no_day_out() {
    for every in Every::ALL {
        let (from, due) = (date(2027, 12, 20), date(2028, 3, 1));
        let all = periods(*every, from, due);
        assert_eq!((all[0].from, all[all.len() - 1].until), (from, due));
        assert!(all.windows(2).all(|pair| pair[0].until.tomorrow().unwrap() == pair[1].from));
    }
    let keys =
        |every| periods(every, date(2027, 12, 31), date(2028, 1, 3)).into_iter().map(|p| p.key).collect::<Vec<_>>();
    assert_eq!(keys(Every::Week), ["2027-W52", "2028-W01"]);
    assert_eq!(keys(Every::Quarter), ["2027-Q4", "2028-Q1"]);
}

#[test]
fn late_goes_to_the_head_and_after_a_week_to_the_issuer() {
    let doing = Doing::underway(clears());
    assert_eq!(doing.task().escalation(date(2026, 6, 30)), None);
    assert_eq!(doing.task().escalation(date(2026, 7, 1)), Some(Escalation::Head));
    assert_eq!(doing.task().escalation(date(2026, 7, 7)), Some(Escalation::Head));
    assert_eq!(doing.task().escalation(date(2026, 7, 8)), Some(Escalation::Issuer));
    assert_eq!(doing.task().lateness(date(2026, 7, 8)).unwrap().since, date(2026, 7, 1));
}

#[test]
fn numbers_as_of_papers_and_telephones_are_refused() {
    for (text, is_kept) in [
        ("38085001234 là số", false),
        ("gọi 0912345678", false),
        ("Số 192/KH-UBND ngày 08/9/2025, 12345678 đồng", true),
    ] {
        let progress = TaskAct::Progress { what: text.into(), evidence: String::new() };
        assert_eq!(Doing::underway(clears()).act(NAMED, date(2026, 2, 1), progress).is_ok(), is_kept, "{text}");
    }
}

#[test]
fn every_act_asks_for_what_the_table_says_and_what_a_state_offers_is_not_out_of_place() {
    let acts: Vec<TaskAct> = (0..17).map(|kind| act_of(kind, 8, date(2026, 1, 5), None)).collect();
    let places = [
        TaskAct::AddPlace { place: Place { no: 1, name: "Thôn".into(), unit: None, holder: None } },
        TaskAct::EndPlace { place: 1, from: date(2026, 2, 1), reason: "Sáp nhập".into() },
        TaskAct::Resent { evidence: "Báo cáo nộp lại".into() },
    ];
    let keys: Vec<&str> = acts.iter().chain(&places).map(WorkAct::key).collect();
    assert_eq!(keys.len(), ACTIONS.len());
    assert!(ACTIONS.iter().all(|(key, action)| {
        keys.contains(key) && acts.iter().chain(&places).all(|act| act.key() != *key || act.action() == *action)
    }));
    let offered = State::ALL.iter().flat_map(|state| state.acts());
    assert!(offered.into_iter().all(|key| ACTIONS.iter().any(|(known, _)| known == key)));
    // a state offers exactly what the chain does not refuse for the state itself
    for (state, mut doing) in
        [(State::Issued, Doing::issued(recurring())), (State::Underway, Doing::underway(recurring()))]
    {
        for act in acts.iter().chain(&places) {
            let refused = doing.task().clone();
            let outcome = doing.act(NAMED, date(2026, 1, 7), act.clone());
            let by_state = matches!(outcome, Err(TaskRefusal::State { .. } | TaskRefusal::Order { .. }));
            assert_eq!(by_state, !state.acts().contains(&act.key()), "{state} {}", act.key());
            doing.task = Some(refused);
        }
    }
}

#[test]
fn a_report_that_came_again_is_what_its_task_asked_for_and_somebody_else_closes_it() {
    let resent = || TaskAct::Resent { evidence: "Báo cáo nộp lại ngày 10/01/2026".into() };
    let mut of_plan = Doing::issued(clears());
    let refused = of_plan.act(OTHER, date(2026, 1, 10), resent());
    assert_eq!(refused, Err(TaskRefusal::Order { act: "resent" }), "only the task of a return");
    let source = Some(Source { origin: Origin::Report, work: id(9), item: "2026-Q1".into() });
    let mut doing = Doing::default();
    let draft = Draft { source, ..draft(clears()) };
    doing.act(ISSUER, date(2026, 1, 5), TaskAct::Hand { draft }).unwrap();
    // nobody had taken it on, and another than the one named sent the report
    doing.act(OTHER, date(2026, 1, 10), resent()).unwrap();
    let reported = doing.task().reported.clone().unwrap();
    assert_eq!((doing.task().state, reported.on, reported.results.len()), (State::Reported, date(2026, 1, 10), 3));
    assert!(doing.task().lateness(date(2026, 12, 1)).is_none(), "it came in time, however long nobody agrees");
    assert_eq!(
        doing.act(OTHER, date(2026, 1, 11), TaskAct::Close { note: String::new() }),
        Err(TaskRefusal::SamePerson)
    );
    doing.act(ISSUER, date(2026, 1, 12), TaskAct::Close { note: String::new() }).unwrap();
    assert_eq!(doing.task().standing().done, Some(date(2026, 1, 10)));
}

#[test]
fn offices_stand_above_each_other_by_rank_in_a_unit_and_by_unit_elsewhere() {
    let unit = |n: u128| domain::units::UnitId(id(n));
    let commune = domain::access::Place::known(unit(2), vec![unit(1)]);
    let neighbour = domain::access::Place::known(unit(3), vec![unit(1)]);
    let province = domain::access::Place::known(unit(1), Vec::new());
    let chair = Office { role: Role::CommitteeChair, place: &commune };
    let police = Office { role: Role::PoliceHead, place: &commune };
    let department = Office { role: Role::CommuneDepartment, place: &commune };
    let elsewhere = Office { role: Role::CommitteeChair, place: &neighbour };
    let standing = Office { role: Role::StandingOffice, place: &province };
    let leader = Office { role: Role::ProvincialLeader, place: &province };
    let auditor = Office { role: Role::Auditor, place: &province };
    let line = [leader, standing, chair, police, department];
    for (at, one) in line.iter().enumerate() {
        for (other_at, other) in line.iter().enumerate() {
            assert_eq!(one.is_above(*other), at < other_at, "{:?} {:?}", one.role, other.role);
            assert_eq!(one.has_say_over(*other), at <= other_at);
        }
    }
    assert!(!elsewhere.is_above(department) && !elsewhere.has_say_over(chair), "a neighbour has no say");
    assert!(!auditor.is_above(department) && !leader.is_above(auditor), "who only watches stands outside");
}

/// One throw: who, how many days later, which act, and choices within it.
type Throw = (u8, u8, u8, u8);

fn act_of(kind: u8, choice: u8, on: Date, task: Option<&Task>) -> TaskAct {
    let later = on.checked_add(jiff::Span::new().days(i64::from(choice))).unwrap();
    let reason = "Lý do (giả định)".to_owned();
    let some = if choice.is_multiple_of(2) { clears() } else { recurring() };
    match kind % 17 {
        0 => TaskAct::Draft { draft: draft(if choice < 8 { Clears::default() } else { some }) },
        1 => TaskAct::Hand { draft: draft(some) },
        2 => TaskAct::Fill { title: "Tên khác".into(), clears: some },
        3 => TaskAct::Issue {},
        4 => TaskAct::Accept {},
        5 => TaskAct::Object { reason },
        6 => match choice % 3 {
            0 => TaskAct::Answer { answer: Answer::Amend { clears: Box::new(some) }, reason },
            1 => TaskAct::Answer { answer: Answer::Uphold {}, reason },
            _ => TaskAct::Answer { answer: Answer::Withdraw {}, reason },
        },
        7 => {
            let children = vec![child(1, &[1, choice % 4], later), child(2, &[3], on)];
            TaskAct::Split { children, instead_of: Vec::new() }
        }
        8 => TaskAct::Progress { what: "Đã họp thôn".into(), evidence: String::new() },
        9 => TaskAct::Mark {
            ticks: vec![Tick { place: u16::from(choice % 3), done_on: on, evidence: choice.to_string() }],
        },
        10 => {
            let mark = task.and_then(|task| task.marks.first()).map_or(Uuid::nil(), |mark| mark.act);
            TaskAct::Unmark { mark, place: u16::from(choice % 3), reason }
        }
        11 => shown(if choice.is_multiple_of(5) { &[1, 2] } else { &[1, 2, 3] }),
        12 => TaskAct::Close { note: String::new() },
        13 => TaskAct::Return { reason, due: choice.is_multiple_of(2).then_some(later), within: None },
        14 => TaskAct::Extend { due: later, reason, within: None },
        15 => TaskAct::Reassign { assignee: id(100 + u128::from(choice % 5)), deputy: None, reason },
        _ => TaskAct::Withdraw { reason },
    }
}

fn holds(task: &Task) {
    let begun = !matches!(task.state, State::Draft | State::Withdrawn);
    assert!(!begun || task.clears.missing().is_empty(), "{:?} with gaps", task.state);
    assert_eq!(task.standing().assignee, task.clears.person.map(|person| person.assignee));
    assert_eq!(task.standing().done.is_some(), task.state == State::Closed);
    assert_eq!(
        task.reported.is_some(),
        matches!(task.state, State::Reported | State::Closed)
            || task.reported.is_some() && task.state == State::Withdrawn
    );
    if let (State::Closed, Some(reported), Some(ended)) = (task.state, &task.reported, &task.ended) {
        assert_ne!(reported.by.account, ended.by.account);
        assert_ne!(Some(ended.by.appointment), task.clears.person.map(|person| person.assignee));
        assert_eq!(reported.results.len(), task.clears.result.len());
    }
    assert!(task.returns.iter().all(|back| back.by.account != back.report.by.account));
    assert!(task.moved.iter().all(|moved| moved.due > moved.before));
    if !task.children.is_empty() {
        let mut parts: Vec<u8> = task.children.iter().flat_map(|child| child.parts.clone()).collect();
        parts.sort_unstable();
        let whole: Vec<u8> = task.clears.result.iter().map(|part| part.no).collect();
        assert_eq!(parts, whole);
        assert!(task.children.iter().all(|child| Some(child.due) <= task.clears.time.map(|time| time.due)));
    }
    if let Some(grid) = of(task, date(2027, 1, 1)) {
        let marked: usize = grid.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.marks.len()).sum();
        assert!(grid.tally.done <= marked, "a cell is done without a mark");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_in_whatever_order_a_task_stays_one(throws in prop::collection::vec(any::<Throw>(), 1..60)) {
        let mut doing = Doing::default();
        let mut on = date(2026, 1, 1);
        let mut reached = 0_usize;
        for (who, days, kind, choice) in throws {
            on = on.checked_add(jiff::Span::new().days(i64::from(days % 7))).unwrap();
            // three of four throws are what could come next
            let kind = match (&doing.task, days % 4) {
                (None, _) => kind % 2,
                (Some(task), 1..) => match task.state {
                    State::Draft => 2 + kind % 2,
                    State::Issued => 4 + kind % 2,
                    State::Objected => 6,
                    State::Underway | State::Returned => 7 + kind % 5,
                    State::Reported => 12 + kind % 2,
                    State::Closed | State::Withdrawn => kind,
                },
                _ => kind,
            };
            let act = act_of(kind, choice, on, doing.task.as_ref());
            let json = serde_json::to_string(&act).unwrap();
            prop_assert_eq!(serde_json::from_str::<TaskAct>(&json).unwrap(), act.clone());
            let named = serde_json::from_str::<serde_json::Value>(&json).unwrap();
            prop_assert_eq!(named["act"].as_str(), Some(act.key()));
            let before = doing.task.clone();
            match doing.act(u128::from(who % 4) + 1, on, act) {
                Ok(()) => { holds(doing.task()); reached += 1; }
                Err(refusal) => {
                    prop_assert!(!refusal.to_string().is_empty());
                    prop_assert_eq!(&doing.task, &before);
                }
            }
        }
        prop_assert_eq!(replay::<Task>(&doing.entries).unwrap(), doing.task.clone());
        prop_assert_eq!(doing.entries.len(), reached);
    }
}
