//! Reminders by mail, and the private address of a calendar: what waits, what is sent once, what is given up, and who
//! opens what.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use app::accounts::{NewAccount, Office};
use app::calendars::{Asked, Submissions};
use app::reminders::{Bounce, Cause, Letter, MailState, Mailing, Post, Reason, ReminderChoice};
use app::sessions::Session;
use app::signin::AccessFault;
use app::tasks::Target;
use app::work::Wanted;
use app::{App, Problem};
use domain::access::{FieldClass, Record, Role, acts};
use domain::accounts::State;
use domain::units::{Level, UnitId};
use jiff::civil::date;
use programme::steering::body::{BodyAct, Office as Body};
use programme::tasks::{Authority, Clears, Draft, Duty, EvidenceKind, Part, Person, TaskAct, Time};
use texts::Lang;

use super::ground::{House, caller, decided};

/// A mail server that answers as it is told, and then always takes.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<Answers>>);

#[derive(Default)]
struct Answers {
    next: VecDeque<Result<(), Bounce>>,
    taken: Vec<(uuid::Uuid, String, String, String)>,
}

impl Post for Desk {
    fn send(&self, letter: &Letter) -> Result<(), Bounce> {
        let mut answers = self.0.lock().expect("no test panics while holding it");
        answers.next.pop_front().unwrap_or(Ok(()))?;
        answers.taken.push((letter.id, letter.to.to_string(), letter.subject.clone(), letter.text.clone()));
        Ok(())
    }

    fn name(&self) -> String {
        "smtps://thu.giadinh.example:465".to_owned()
    }
}

impl Desk {
    fn at(app: &App) -> Self {
        let desk = Self::default();
        let site = "https://anlanh.example".to_owned();
        assert!(app.mail_with(Mailing { post: Arc::new(desk.clone()), site, escalate_after_days: 3, lang: Lang::Vi }));
        desk
    }

    fn answers(&self, next: &[Result<(), Bounce>]) {
        self.0.lock().expect("no test panics while holding it").next.extend(next.iter().copied());
    }

    fn taken(&self) -> Vec<(uuid::Uuid, String, String, String)> {
        self.0.lock().expect("no test panics while holding it").taken.clone()
    }
}

fn here(house: &House) -> UnitId {
    house.unit(Level::Commune, "14845")
}

/// Somebody with an address and a role at the commune, signed in.
async fn with_mail(house: &House, login: &str, role: Role) -> Session {
    with_mail_at(house, login, role, here(house)).await
}

async fn with_mail_at(house: &House, login: &str, role: Role, unit: UnitId) -> Session {
    let email = Some(format!("{login}@giadinh.example"));
    let new =
        NewAccount { login: login.to_owned(), name: format!("Cán bộ giả định {login}"), email, phone: None };
    let enrolled = house.app.create_locally(new, true).await.expect("an account");
    let office = Office {
        login: login.to_owned(),
        role,
        unit,
        from: date(2025, 12, 1),
        until: None,
        decided: decided(),
        recovery: true,
    };
    house.app.appoint_locally(office).await.expect("appointed");
    let (_, signed_in) = house.set_up(&enrolled.code).await;
    house.session(&signed_in.reference).await
}

const DAY_S: i64 = 86_400;

pub async fn a_reminder_is_told_once_and_the_head_when_it_stays_late(house: &House) {
    let desk = Desk::at(&house.app);
    with_mail(house, "hoso.gia", Role::FileOfficer).await;
    with_mail(house, "truong.gia", Role::PoliceHead).await;
    let nothing = Submissions::new();
    // on 15/12/2025 the report of the year 2025 is late by a day, and the quarter's long past
    assert_eq!(house.app.today(), date(2025, 12, 15));
    assert_eq!(house.app.remind(&nothing).await.expect("works out"), 2);
    assert_eq!(house.app.remind(&nothing).await.expect("works out"), 0, "once for ever");
    assert_eq!(house.app.send_mail().await.expect("sends"), 2);
    assert_eq!(house.app.send_mail().await.expect("sends"), 0);
    let taken = desk.taken();
    let mut to: Vec<&str> = taken.iter().map(|(_, to, ..)| to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["hoso.gia@giadinh.example", "truong.gia@giadinh.example"]);
    for (_, _, subject, text) in &taken {
        assert_eq!(subject, "Báo cáo quá hạn: Năm 2025 – Báo cáo thực hiện Kế hoạch 192/KH-UBND");
        assert!(
            text.contains("hạn nộp là 14/12/2025") && text.contains("https://anlanh.example/lich-bao-cao"),
            "{text}"
        );
        assert!(!text.contains("giả định") && !text.contains("gia@"), "nobody is named: {text}");
    }
    house.wait_s(3 * DAY_S);
    assert_eq!(house.app.remind(&nothing).await.expect("works out"), 1, "late by four days: the head");
    assert_eq!(house.app.send_mail().await.expect("sends"), 1);
    let (_, to, subject, text) = desk.taken().pop().expect("it was sent");
    assert_eq!(to, "truong.gia@giadinh.example");
    assert!(subject.starts_with("Báo cáo của đơn vị quá hạn: ") && text.contains("bạn đứng đầu đơn vị"), "{text}");
}

/// The first half of 2026 is due before 15/6/2026: the 14th, a Sunday, which the plan does not move.
pub async fn a_department_is_reminded_of_its_own_report_on_a_sunday_and_its_head_when_it_stays_late(house: &House) {
    let desk = Desk::at(&house.app);
    let province = house.unit(Level::Province, "38");
    let mut held = Vec::new();
    for login in ["yte.truong", "yte.canbo", "giaoduc.truong"] {
        let session = with_mail_at(house, login, Role::ProvincialDepartment, province).await;
        held.push(session.appointments[0].id);
    }
    let health = Body { name: "Sở Y tế".to_owned(), head: Some(held[0]), staff: vec![held[1]], heading: None };
    let schools =
        Body {
            name: "Sở Giáo dục và Đào tạo".to_owned(), head: Some(held[2]), staff: Vec::new(), heading: None
        };
    write_bodies(house, province, [health, schools]).await;
    let sunday = date(2026, 6, 14);
    assert_eq!(sunday.weekday(), jiff::civil::Weekday::Sunday);
    house.wait_s(i64::from(house.app.today().until(sunday).expect("ahead").get_days()) * DAY_S);
    assert_eq!(house.app.today(), sunday);
    let nothing = Submissions::new();
    assert_eq!(house.app.remind(&nothing).await.expect("works out"), 3, "every officer of a body, nobody else");
    assert_eq!(house.app.send_mail().await.expect("sends"), 3);
    for (_, _, subject, text) in desk.taken() {
        assert!(subject.contains("Báo cáo của sở, ngành, Mặt trận, đoàn thể"), "{subject}");
        assert!(text.contains("14/06/2026"), "{text}");
    }
    house.wait_s(3 * DAY_S);
    house.app.remind(&nothing).await.expect("works out");
    house.app.send_mail().await.expect("sends");
    let told = desk.taken().into_iter().filter(|(_, _, subject, _)| subject.starts_with("Báo cáo của đơn vị quá hạn"));
    let mut heads: Vec<String> = told.map(|(_, to, ..)| to).collect();
    heads.sort_unstable();
    assert_eq!(heads, ["giaoduc.truong@giadinh.example", "yte.truong@giadinh.example"]);
}

/// Writes bodies of the province down, as its standing office does.
async fn write_bodies(house: &House, province: UnitId, bodies: [Body; 2]) {
    let office = house.officer("pc04.gia", &[(Role::StandingOffice, province)]).await;
    let session = house.session(&office.reference).await;
    let acting = house.app.acting(&session, session.appointments[0].id).expect("in force");
    let record = Record::plain(house.app.place_of(province, house.app.now()), FieldClass::UnitFact);
    let permit = house.app.permit::<acts::WriteWork>(&acting, &record, None).await.expect("permitted");
    for (n, office) in (1_u64..).zip(bodies) {
        let (id, act) = (testkit::id(77, n), BodyAct::Record { office });
        let wanted = Wanted { work: id, id, seen: 0, on: house.app.today(), act };
        house.app.work_do::<programme::steering::body::Body, _>(&permit, wanted).await.expect("written down");
    }
}

/// The statistics of the police go up by their own circular, not through this program: it does not know whether they did.
pub async fn what_goes_up_elsewhere_is_reminded_of_and_never_called_late(house: &House) {
    let desk = Desk::at(&house.app);
    let province = house.unit(Level::Province, "38");
    with_mail_at(house, "pc04.gia", Role::StandingOffice, province).await;
    with_mail_at(house, "lanhdao.gia", Role::ProvincialLeader, province).await;
    let told = async |day: jiff::civil::Date| {
        house.wait_s(i64::from(house.app.today().until(day).expect("ahead").get_days()) * DAY_S);
        house.app.remind(&Submissions::new()).await.expect("works out");
        house.app.send_mail().await.expect("sends");
        let subjects = desk.taken().into_iter().map(|(_, _, subject, _)| subject);
        subjects.filter(|subject| subject.contains("Quý I 2026 – Thống kê")).collect::<Vec<_>>()
    };
    let before = told(date(2026, 3, 17)).await;
    assert!(before.len() == 1 && before[0].starts_with("Sắp đến hạn báo cáo"), "{before:?}");
    assert_eq!(told(date(2026, 3, 25)).await, before, "a week after its day nobody is told that it is late");
}

/// A task of the province for a department of the commune, due today.
async fn task_of_the_province(house: &House, office: &Session, assignee: uuid::Uuid) -> uuid::Uuid {
    let (acting, today) = (house.app.acting(office, office.appointments[0].id).expect("in force"), house.app.today());
    let draft = Draft {
        title: "Rà soát hồ sơ của ông Trần Văn Giả (giả định)".into(),
        source: None,
        bound: None,
        clears: Clears {
            person: Some(Person { assignee, deputy: None }),
            work: Some("Rà soát (giả định)".into()),
            duty: Some(Duty { leads: "Phòng Văn hóa - Xã hội".into(), with: Vec::new() }),
            time: Some(Time { from: today, due: today, recurs: None }),
            result: vec![Part {
                no: 1,
                what: "Biên bản".into(),
                measure: "01".into(),
                evidence: EvidenceKind::Minutes,
            }],
            authority: Some(Authority {
                number: "192/KH-UBND".into(),
                date: date(2025, 9, 8),
                clause: "mục II.2.a".into(),
                may: "Chọn ngày".into(),
            }),
            places: Vec::new(),
        },
    };
    let id = testkit::id(78, 1);
    house.app.task_hand(&acting, vec![Target { unit: here(house), id, draft }]).await.remove(0).outcome.expect("given")
}

/// Once each: the person after a day and a week, the head at once, whoever gave it when a week has passed.
pub async fn a_late_task_is_told_to_the_person_the_head_and_at_last_to_who_gave_it(house: &House) {
    let desk = Desk::at(&house.app);
    let doer = with_mail(house, "phong.gia", Role::CommuneDepartment).await;
    with_mail(house, "chutich.gia", Role::CommitteeChair).await;
    let office = with_mail_at(house, "pc04.gia", Role::StandingOffice, house.unit(Level::Province, "38")).await;
    let task = task_of_the_province(house, &office, doer.appointments[0].id).await;
    let (nothing, told) = (Submissions::new(), Arc::new(Mutex::new(0)));
    let round = async |days: i64| {
        house.wait_s(days * DAY_S);
        house.app.remind(&nothing).await.expect("works out");
        house.app.send_mail().await.expect("sends");
        let all = desk.taken();
        let mut before = told.lock().expect("no test panics while holding it");
        let new = all[std::mem::replace(&mut *before, all.len())..].iter();
        let mut to: Vec<String> =
            new.filter(|(_, _, subject, _)| subject.contains("hiệm vụ")).map(|(_, to, ..)| to.clone()).collect();
        to.sort_unstable();
        to
    };
    assert!(round(0).await.is_empty(), "due today is in time");
    assert_eq!(round(1).await, ["chutich.gia@giadinh.example", "phong.gia@giadinh.example"]);
    assert!(round(0).await.is_empty(), "once for ever");
    assert_eq!(round(6).await, ["phong.gia@giadinh.example"], "a week late");
    assert_eq!(round(1).await, ["pc04.gia@giadinh.example"], "whoever gave it");
    let (_, _, subject, text) = desk.taken().pop().expect("it was sent");
    assert!(subject.starts_with("Nhiệm vụ của đơn vị quá hạn: "), "{subject}");
    assert!(text.contains("hạn là 15/12/2025, quá hạn 8 ngày"), "{text}");
    assert!(text.contains(&format!("https://anlanh.example/nhiem-vu/{task}")), "{text}");
    assert!(!text.contains("Trần Văn Giả"), "a title is an officer's own words: {text}");
    let shown = house.app.mail_of(&doer).await.expect("lists");
    let words = |mail| house.app.mail_about(mail, Lang::Vi);
    assert!(shown.iter().any(|mail| words(mail) == "Nhiệm vụ có hạn 15/12/2025"), "{shown:?}");
}

pub async fn mail_about_a_task_that_was_withdrawn_meanwhile_is_not_sent(house: &House) {
    let desk = Desk::at(&house.app);
    let doer = with_mail(house, "phong.gia", Role::CommuneDepartment).await;
    let province = house.unit(Level::Province, "38");
    let office = house.officer("pc04.gia", &[(Role::StandingOffice, province)]).await;
    let office = house.session(&office.reference).await;
    let task = task_of_the_province(house, &office, doer.appointments[0].id).await;
    house.wait_s(DAY_S);
    assert_eq!(house.app.remind(&Submissions::new()).await.expect("works out"), 1);
    let acting = house.app.acting(&office, office.appointments[0].id).expect("in force");
    let record = house.app.work_record(task, &acting).await.expect("asks").expect("a work");
    let act = TaskAct::Withdraw { reason: "Giao lại (giả định)".into() };
    let wanted = Wanted { work: task, id: house.app.new_id(), seen: 1, on: house.app.today(), act };
    house.app.task_do(&acting, &record, wanted).await.expect("withdrawn");
    assert_eq!(house.app.send_mail().await.expect("looks again"), 0);
    assert!(desk.taken().is_empty());
    let mail = house.app.mail_of(&doer).await.expect("lists").remove(0);
    assert_eq!(mail.state, MailState::Withdrawn);
}

pub async fn a_server_that_is_down_loses_nothing_and_doubles_nothing(house: &House) {
    let desk = Desk::at(&house.app);
    let session = with_mail(house, "hoso.gia", Role::FileOfficer).await;
    with_mail(house, "truong.gia", Role::PoliceHead).await;
    house.app.remind(&Submissions::new()).await.expect("works out");
    desk.answers(&[Err(Bounce::ForNow(Cause::Connect)), Err(Bounce::ForNow(Cause::Connect))]);
    assert_eq!(house.app.send_mail().await.expect("tries"), 0);
    let kept = |mails: Vec<app::reminders::KeptMail>| {
        mails.into_iter().map(|mail| (mail.state, mail.attempts, mail.last_error)).collect::<Vec<_>>()
    };
    // the first was tried; the server is out of reach, so the other was not even begun
    assert_eq!(house.app.send_mail().await.expect("tries"), 0);
    house.wait_s(59);
    assert_eq!(house.app.send_mail().await.expect("tries"), 0, "not before its pause is over");
    let told = kept(house.app.mail_of(&session).await.expect("lists"));
    assert_eq!(told, [(MailState::Queued, 1, Some("connect".to_owned()))], "shown to whom it is for");
    house.wait_s(2);
    assert_eq!(house.app.send_mail().await.expect("sends"), 2);
    house.wait_s(DAY_S / 2);
    assert_eq!(house.app.send_mail().await.expect("sends"), 0);
    let mut ids: Vec<_> = desk.taken().into_iter().map(|(id, ..)| id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), desk.taken().len()), (2, 2), "nothing twice");
    let told = kept(house.app.mail_of(&session).await.expect("lists"));
    assert_eq!(told, [(MailState::Sent, 2, None)]);
}

pub async fn what_is_refused_for_good_is_given_up_and_shown(house: &House) {
    let desk = Desk::at(&house.app);
    let session = with_mail(house, "hoso.gia", Role::FileOfficer).await;
    house.app.remind(&Submissions::new()).await.expect("works out");
    // greylisted, closed to us for a while, and then there is no such box
    desk.answers(&[
        Err(Bounce::ForNow(Cause::Code(451))),
        Err(Bounce::ForNow(Cause::Refused(535))),
        Err(Bounce::ForGood(Cause::Code(550))),
    ]);
    for (wait_s, error) in [(0, "451"), (61, "535"), (301, "550")] {
        house.wait_s(wait_s);
        assert_eq!(house.app.send_mail().await.expect("tries"), 0);
        let mail = house.app.mail_of(&session).await.expect("lists").remove(0);
        assert_eq!(mail.last_error.as_deref(), Some(error));
        assert_eq!(mail.state == MailState::GivenUp, error == "550");
    }
    house.wait_s(30 * DAY_S);
    assert_eq!(house.app.send_mail().await.expect("tries"), 0);
    assert!(desk.taken().is_empty());
    let admin = house.officer("quantri.gia", &[(Role::PlatformAdmin, domain::access::NATION)]).await;
    let admin = house.session(&admin.reference).await;
    let standing = house.app.mail_standing(&admin, super::ground::office(&admin)).await.expect("may see");
    assert_eq!(standing.through.as_deref(), Some("smtps://thu.giadinh.example:465"));
    assert_eq!(standing.counts, [(MailState::GivenUp, 1)]);
    assert_eq!(standing.open.iter().map(|(_, login)| login.as_str()).collect::<Vec<_>>(), ["hoso.gia"]);
    let refused = house.app.mail_standing(&session, super::ground::office(&session)).await;
    assert!(refused.is_err(), "a file officer looks after no accounts");
}

pub async fn what_was_submitted_or_is_not_wanted_is_not_told(house: &House) {
    let desk = Desk::at(&house.app);
    let session = with_mail(house, "hoso.gia", Role::FileOfficer).await;
    let quiet = with_mail(house, "im.gia", Role::CommitteeChair).await;
    let off = ReminderChoice { wanted: false, days_before: vec![7] };
    house.app.choose_reminders(&quiet, &off).await.expect("keeps");
    assert_eq!(house.app.reminder_choice(&quiet).await.expect("reads"), off);
    assert_eq!(house.app.remind(&Submissions::new()).await.expect("works out"), 1);
    let year = (here(house), "kh192-thanh-hoa".to_owned(), "2025-year".to_owned());
    let submitted = Submissions::from([(year, date(2025, 12, 15))]);
    assert_eq!(house.app.remind(&submitted).await.expect("works out"), 0);
    assert_eq!(house.app.send_mail().await.expect("sends"), 0);
    assert!(desk.taken().is_empty());
    let mail = house.app.mail_of(&session).await.expect("lists").remove(0);
    assert_eq!((mail.state, mail.reason, mail.days), (MailState::Withdrawn, Reason::Late, 1));
}

pub async fn an_account_that_cannot_be_used_gets_no_mail_and_opens_no_calendar(house: &House) {
    let desk = Desk::at(&house.app);
    let session = with_mail(house, "hoso.gia", Role::FileOfficer).await;
    house.app.remind(&Submissions::new()).await.expect("works out");
    let secret = house.app.make_feed(&session).await.expect("makes one");
    let asked = Asked { site: "", lang: Lang::Vi };
    let calendar = house.app.read_feed(&secret, caller(1), &asked).await.expect("opens");
    assert!(String::from_utf8(calendar).expect("UTF-8").starts_with("BEGIN:VCALENDAR\r\n"));
    let mut tx = house.app.db().begin().await.expect("begins");
    let deed = testkit::build::deed("disable");
    store::accounts::set_state(&mut tx, session.account, State::Disabled, house.now(), &deed).await.expect("stops");
    tx.commit().await.expect("commits");
    assert!(matches!(house.app.read_feed(&secret, caller(1), &asked).await, Err(Problem::Hidden)));
    assert_eq!(house.app.send_mail().await.expect("tries"), 0);
    assert!(desk.taken().is_empty());
}

pub async fn guessing_addresses_is_slowed_down_and_shuts_no_door(house: &House) {
    let session = with_mail(house, "hoso.gia", Role::FileOfficer).await;
    let secret = house.app.make_feed(&session).await.expect("makes one");
    let asked = Asked { site: "", lang: Lang::Vi };
    let mut waits = 0;
    for n in 0..20 {
        match house.app.read_feed(&format!("{n:043}"), caller(9), &asked).await {
            Err(Problem::Hidden) => {}
            Err(Problem::Access(AccessFault::Wait { .. })) => waits += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(waits > 0, "it was slowed down");
    let held_up = house.app.read_feed(&secret, caller(9), &asked).await;
    assert!(matches!(held_up, Err(Problem::Access(AccessFault::Wait { .. }))), "from there, the right one waits too");
    house.app.read_feed(&secret, caller(1), &asked).await.expect("from elsewhere it opens");
    house.officer("khac.gia", &[(Role::FileOfficer, here(house))]).await;
    let entries = house.entries().await;
    assert_eq!(entries.iter().filter(|entry| *entry == "calendar_feed make_calendar").count(), 1, "{entries:?}");
}
