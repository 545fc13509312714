//! Six-clear tasks as the office does them: who can be named, whose row a mark is, what the permit is for.

use app::Problem;
use app::accounts::Acting;
use app::signin::AccessFault;
use app::tasks::{Target, TaskFault};
use app::work::{Kept, Of, Wanted, WorkFault, WorkQuery};
use domain::access::{FieldClass, Record, Role, acts};
use domain::cases::days_later;
use domain::units::{Level, UnitId};
use domain::work::Noun;
use jiff::civil::date;
use programme::tasks::{
    Authority, Child, Clears, Draft, Duty, Escalation, Every, EvidenceKind, Part, Person, Place, Recurrence, Shown,
    State, Task, TaskAct, TaskRefusal, Tick, Time,
};
use testkit::id;
use uuid::Uuid;

use super::ground::{House, office};

struct Hands<'a> {
    house: &'a House,
    here: UnitId,
    chair: Acting,
    doer: Acting,
    holder: Acting,
}

impl<'a> Hands<'a> {
    async fn of(house: &'a House) -> Self {
        let here = house.unit(Level::Commune, "14845");
        Self {
            house,
            here,
            chair: acting(house, "chutich.gia", Role::CommitteeChair, here).await,
            doer: acting(house, "phong.gia", Role::CommuneDepartment, here).await,
            holder: acting(house, "mattran.gia", Role::Front, here).await,
        }
    }

    fn plain(&self) -> Record {
        Record::plain(self.house.app.place_of(self.here, self.house.now()), FieldClass::UnitFact)
    }

    /// A duty of each month at two places; the second is somebody else's row.
    fn draft(&self, assignee: Uuid) -> Draft {
        let today = self.house.app.today();
        let place = |no, holder| Place { no, name: format!("Thôn {no} (giả định)"), unit: None, holder };
        let recurs = Some(Recurrence { every: Every::Month, times: 1 });
        Draft {
            title: "Tuyên truyền (giả định)".into(),
            source: None,
            bound: None,
            clears: Clears {
                person: Some(Person { assignee, deputy: None }),
                work: Some("Tuyên truyền ở thôn".into()),
                duty: Some(Duty { leads: "Phòng Văn hóa - Xã hội".into(), with: Vec::new() }),
                time: Some(Time { from: today, due: days_later(today, 90), recurs }),
                result: vec![Part {
                    no: 1,
                    what: "Buổi tuyên truyền".into(),
                    measure: "Số buổi".into(),
                    evidence: EvidenceKind::Minutes,
                }],
                authority: Some(Authority {
                    number: "192/KH-UBND".into(),
                    date: date(2025, 9, 8),
                    clause: "mục II.2.a".into(),
                    may: "Chọn ngày".into(),
                }),
                places: vec![place(1, None), place(2, Some(self.holder.appointment.id))],
            },
        }
    }

    async fn hand(&self, task: Uuid, assignee: Uuid) -> Result<Uuid, TaskFault> {
        let target = Target { unit: self.here, id: task, draft: self.draft(assignee) };
        self.house.app.task_hand(&self.chair, vec![target]).await.remove(0).outcome
    }

    async fn act(&self, by: &Acting, task: Uuid, seen: u32, act: TaskAct) -> Result<Kept<Task>, TaskFault> {
        let app = &self.house.app;
        let record = app.work_record(task, by).await.expect("asks").expect("a work");
        let wanted = Wanted { work: task, id: app.new_id(), seen, on: app.today(), act };
        app.task_do(by, &record, wanted).await
    }
}

async fn acting(house: &House, login: &str, role: Role, unit: UnitId) -> Acting {
    let officer = house.officer(login, &[(role, unit)]).await;
    let session = house.session(&officer.reference).await;
    house.app.acting(&session, office(&session)).expect("in force")
}

fn refused(outcome: Result<Kept<Task>, TaskFault>) -> TaskRefusal {
    match outcome {
        Err(TaskFault::Work(WorkFault::Refused(refusal))) => refusal,
        other => panic!("a refusal of the task was expected, not {other:?}"),
    }
}

fn not_permitted<T: std::fmt::Debug>(outcome: &Result<T, TaskFault>) {
    let denied = matches!(
        outcome,
        Err(TaskFault::Work(WorkFault::Problem(Problem::Hidden | Problem::Access(AccessFault::Refused(_)))))
    );
    assert!(denied, "{outcome:?}");
}

pub async fn whoever_is_named_is_appointed_there_today(house: &House) {
    let hands = Hands::of(house).await;
    let elsewhere = house.unit(Level::Commune, "14854");
    let other = acting(house, "xakhac.gia", Role::PoliceHead, elsewhere).await;
    let outcome = hands.hand(id(60, 1), other.appointment.id).await;
    let named = other.appointment.id;
    assert!(matches!(outcome, Err(TaskFault::NotAppointed { appointment }) if appointment == named), "{outcome:?}");
    let nobody = hands.hand(id(60, 2), id(61, 9)).await;
    assert!(matches!(nobody, Err(TaskFault::NotAppointed { .. })), "{nobody:?}");
    assert_eq!(hands.hand(id(60, 3), hands.doer.appointment.id).await.expect("given"), id(60, 3));
    assert_eq!(hands.hand(id(60, 3), hands.doer.appointment.id).await.expect("sent twice"), id(60, 3));
    let target = Target { unit: elsewhere, id: id(60, 4), draft: hands.draft(other.appointment.id) };
    not_permitted(&house.app.task_hand(&hands.chair, vec![target]).await.remove(0).outcome);
    let act = TaskAct::Draft { draft: hands.draft(hands.doer.appointment.id) };
    let wanted = Wanted { work: id(60, 5), id: id(60, 5), seen: 0, on: house.app.today(), act };
    let auditor = acting(house, "kiemtra.gia", Role::Auditor, hands.here).await;
    not_permitted(&house.app.task_do(&auditor, &hands.plain(), wanted).await);
}

/// A task with two results, without rows, that is under way with the department.
async fn underway(hands: &Hands<'_>, task: Uuid) -> Uuid {
    let mut draft = hands.draft(hands.chair.appointment.id);
    draft.clears.person = Some(Person { assignee: hands.doer.appointment.id, deputy: None });
    draft.clears.places.clear();
    draft.clears.time = draft.clears.time.map(|time| Time { recurs: None, ..time });
    let second = Part { no: 2, ..draft.clears.result[0].clone() };
    draft.clears.result.push(second);
    let target = Target { unit: hands.here, id: task, draft };
    let given = hands.house.app.task_hand(&hands.chair, vec![target]).await.remove(0).outcome.expect("given");
    hands.act(&hands.doer, given, 1, TaskAct::Accept {}).await.expect("accepted");
    given
}

pub async fn parts_that_were_lost_keep_the_whole_open(house: &House) {
    let hands = Hands::of(house).await;
    let whole = underway(&hands, id(63, 1)).await;
    let child = |n, no| Child {
        id: id(63, n),
        unit: hands.here.0,
        title: format!("Phần {no} (giả định)"),
        assignee: hands.holder.appointment.id,
        leads: "Mặt trận Tổ quốc xã".into(),
        parts: vec![no],
        due: days_later(house.app.today(), 30),
    };
    let split = |children, instead_of| TaskAct::Split { children, instead_of };
    let kept = hands.act(&hands.doer, whole, 2, split(vec![child(2, 1), child(3, 2)], Vec::new())).await;
    let kept = kept.expect("split");
    let two = || vec![1, 2].into_iter().map(|part| Shown { part, evidence: "BB 01".into() }).collect();
    let done = || TaskAct::ReportDone { results: two() };
    // neither was handed yet
    let open = hands.act(&hands.doer, whole, 3, done()).await;
    assert!(matches!(open, Err(TaskFault::PartsOpen { open: 2, lost: 2 })), "{open:?}");
    for handed in house.app.hand_parts(&hands.chair, &kept).await {
        handed.outcome.expect("handed");
    }
    let stands = hands.act(&hands.doer, whole, 3, split(vec![child(4, 1)], vec![id(63, 2)])).await;
    assert!(matches!(stands, Err(TaskFault::PartStands { id: of }) if of == id(63, 2)), "{stands:?}");
    let withdraw = TaskAct::Withdraw { reason: "Nhầm người".into() };
    hands.act(&hands.chair, id(63, 2), 1, withdraw).await.expect("withdrawn");
    let open = hands.act(&hands.doer, whole, 3, done()).await;
    assert!(matches!(open, Err(TaskFault::PartsOpen { open: 2, lost: 1 })), "{open:?}");
    let kept = hands.act(&hands.doer, whole, 3, split(vec![child(4, 1)], vec![id(63, 2)])).await.expect("anew");
    assert_eq!(kept.state.children.iter().map(|part| part.id).collect::<Vec<_>>(), [id(63, 3), id(63, 4)]);
}

pub async fn a_late_task_is_told_to_the_head_and_after_a_week_to_the_issuer(house: &House) {
    let hands = Hands::of(house).await;
    let task = underway(&hands, id(65, 1)).await;
    let late = async |by: &Acting| {
        let record = Record::plain(by.place.clone(), FieldClass::UnitFact);
        let permit = house.app.permit::<acts::ReadWork>(by, &record, None).await.expect("reads");
        let found = house.app.tasks_late(&permit, by).await.expect("reads");
        found.into_iter().map(|(stands, whose)| (stands.id, whose)).collect::<Vec<_>>()
    };
    assert_eq!(late(&hands.chair).await, []);
    // due in 90 days
    house.wait_s(92 * 86_400);
    assert_eq!(late(&hands.chair).await, [(task, Escalation::Head)]);
    assert_eq!(late(&hands.doer).await, [], "who is to do it has it among the own tasks");
    house.wait_s(7 * 86_400);
    assert_eq!(late(&hands.chair).await, [(task, Escalation::Issuer)]);
}

pub async fn words_of_operations_are_refused_with_their_field(house: &House) {
    let hands = Hands::of(house).await;
    let mut draft = hands.draft(hands.doer.appointment.id);
    draft.title = "Phối hợp chuyên án (giả định)".into();
    let target = Target { unit: hands.here, id: id(66, 1), draft };
    let refused = house.app.task_hand(&hands.chair, vec![target]).await.remove(0).outcome;
    let Err(TaskFault::Work(WorkFault::Operational(found))) = refused else { panic!("{refused:?}") };
    assert_eq!((found.field.as_str(), found.word.as_str()), ("title", "chuyên án"));
}

pub async fn whoever_is_named_does_not_move_the_own_day_and_a_rhythm_is_not_split(house: &House) {
    let hands = Hands::of(house).await;
    let due = days_later(house.app.today(), 120);
    let extend = || TaskAct::Extend { due, reason: "Bão (giả định)".into(), within: None };
    let task = hands.hand(id(64, 1), hands.chair.appointment.id).await.expect("given");
    let own = hands.act(&hands.chair, task, 1, extend()).await;
    assert!(matches!(own, Err(TaskFault::OwnDay)), "{own:?}");
    let task = hands.hand(id(64, 2), hands.doer.appointment.id).await.expect("given");
    hands.act(&hands.chair, task, 1, extend()).await.expect("of somebody else");
    hands.act(&hands.doer, task, 2, TaskAct::Accept {}).await.expect("accepted");
    let child = Child {
        id: id(64, 3),
        unit: hands.here.0,
        title: "Phần (giả định)".into(),
        assignee: hands.holder.appointment.id,
        leads: "Mặt trận Tổ quốc xã".into(),
        parts: vec![1],
        due,
    };
    let split = TaskAct::Split { children: vec![child], instead_of: Vec::new() };
    let refused = hands.act(&hands.doer, task, 3, split).await;
    assert!(matches!(refused, Err(TaskFault::Recurs)), "{refused:?}");
}

pub async fn a_row_is_marked_by_who_is_named_for_it_and_counted_for_all(house: &House) {
    let hands = Hands::of(house).await;
    let task = hands.hand(id(60, 1), hands.doer.appointment.id).await.expect("given");
    let mark = |place| {
        let tick = Tick { place, done_on: house.app.today(), evidence: "BB 01".into() };
        TaskAct::Mark { ticks: vec![tick] }
    };
    hands.act(&hands.doer, task, 1, TaskAct::Accept {}).await.expect("accepted");
    not_permitted(&hands.act(&hands.chair, task, 2, mark(2)).await);
    assert_eq!(refused(hands.act(&hands.holder, task, 2, mark(1)).await), TaskRefusal::PlaceOfAnother { no: 1 });
    hands.act(&hands.holder, task, 2, mark(2)).await.expect("the own row");
    let naming = house.app.tasks_naming(&hands.holder).await.expect("listed");
    assert_eq!(naming.iter().map(|stands| stands.id).collect::<Vec<_>>(), [task]);
    let record = house.app.work_record(task, &hands.holder).await.expect("asks").expect("a work");
    let read = house.app.permit::<acts::ReadWork>(&hands.holder, &record, None).await.expect("reads it");
    let kept = house.app.work_open::<Task>(&read, task).await.expect("opens");
    let grid = programme::tasks::grid::of(&kept.state, house.app.today()).expect("a grid");
    assert_eq!((grid.tally.done, grid.tally.due, grid.tally.missed), (1, 1, 0));
    let later = programme::tasks::grid::of(&kept.state, days_later(house.app.today(), 200)).expect("a grid");
    assert_eq!(later.tally.done + later.tally.missed, later.periods.len() * 2, "each cell is done or a gap");
}

pub async fn a_task_is_closed_by_another_and_stands_so_in_lists(house: &House) {
    let hands = Hands::of(house).await;
    let mut draft = hands.draft(hands.doer.appointment.id);
    draft.clears.places.clear();
    if let Some(time) = &mut draft.clears.time {
        time.recurs = None;
    }
    let target = Target { unit: hands.here, id: id(60, 1), draft };
    let task = house.app.task_hand(&hands.chair, vec![target]).await.remove(0).outcome.expect("given");
    hands.act(&hands.doer, task, 1, TaskAct::Accept {}).await.expect("accepted");
    let shown = || vec![programme::tasks::Shown { part: 1, evidence: "BB 01".into() }];
    hands.act(&hands.doer, task, 2, TaskAct::ReportDone { results: shown() }).await.expect("reported");
    not_permitted(&hands.act(&hands.doer, task, 3, TaskAct::Close { note: String::new() }).await);
    let back = TaskAct::Return { reason: "Thiếu".into(), due: None, within: None };
    let kept = hands.act(&hands.chair, task, 3, back).await.expect("returned");
    assert_eq!(kept.state.state, State::Returned);
    let list = async || {
        let read = house.app.permit::<acts::ReadWork>(&hands.chair, &hands.plain(), None).await.expect("reads");
        let query = WorkQuery::all(Noun::Task, Of::Unit(hands.here));
        house.app.work_list(&read, &query).await.expect("listed").remove(0).standing
    };
    assert_eq!((list().await.state.as_str(), list().await.done), ("returned", None), "returned is not done");
    hands.act(&hands.doer, task, 4, TaskAct::ReportDone { results: shown() }).await.expect("reported");
    hands.act(&hands.chair, task, 5, TaskAct::Close { note: String::new() }).await.expect("closed");
    assert_eq!((list().await.state.as_str(), list().await.done), ("closed", Some(house.app.today())));
}

pub async fn only_the_office_that_gave_a_task_or_one_above_it_decides_about_it(house: &House) {
    let hands = Hands::of(house).await;
    let police = acting(house, "congan.gia", Role::PoliceHead, hands.here).await;
    let province = house.unit(Level::Province, "38");
    let office = acting(house, "pc04.gia", Role::StandingOffice, province).await;
    let leader = acting(house, "tinh.gia", Role::ProvincialLeader, province).await;
    let due = days_later(house.app.today(), 120);
    let withdraw = || TaskAct::Withdraw { reason: "Không làm nữa (giả định)".into() };
    let extend = || TaskAct::Extend { due, reason: "Bão (giả định)".into(), within: None };
    let no = |outcome: Result<Kept<Task>, TaskFault>| matches!(outcome, Err(TaskFault::NotIssuer));
    // the leader gives the chair a task
    let target = Target { unit: hands.here, id: id(67, 1), draft: hands.draft(hands.chair.appointment.id) };
    let task = house.app.task_hand(&leader, vec![target]).await.remove(0).outcome.expect("given");
    assert!(no(hands.act(&hands.chair, task, 1, withdraw()).await), "who is to do it does not call it back");
    assert!(no(hands.act(&police, task, 1, extend()).await), "an office beside does not move its day");
    assert!(no(hands.act(&office, task, 1, withdraw()).await), "the standing office is below the leader");
    let reassign =
        TaskAct::Reassign {
            assignee: police.appointment.id, deputy: None, reason: "Đổi người (giả định)".into()
        };
    assert!(no(hands.act(&hands.chair, task, 1, reassign).await), "who is to do it does not pass it on");
    // whoever holds the office of the issuer now stands in its place
    let next = acting(house, "tinhmoi.gia", Role::ProvincialLeader, province).await;
    hands.act(&next, task, 1, extend()).await.expect("the successor extends");
    hands.act(&leader, task, 2, withdraw()).await.expect("the issuer withdraws");
    // an office above decides about what one below gave, and nobody gives a task upwards
    let target = Target { unit: hands.here, id: id(67, 2), draft: hands.draft(hands.doer.appointment.id) };
    let task = house.app.task_hand(&police, vec![target]).await.remove(0).outcome.expect("given");
    hands.act(&hands.chair, task, 1, withdraw()).await.expect("the chair stands above the police");
    let up = Target { unit: hands.here, id: id(67, 3), draft: hands.draft(hands.chair.appointment.id) };
    let refused = house.app.task_hand(&police, vec![up]).await.remove(0).outcome;
    assert!(matches!(refused, Err(TaskFault::Above { .. })), "{refused:?}");
}
