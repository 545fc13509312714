//! Papers out of a file at work: whose they are, what they say, that their printing stands in the log.

use std::io::{Cursor, Read as _};

use app::Problem;
use app::cases::{FileFault, NewCase, Recorded, Wanted};
use app::papers::{EXTRACT, Kind, Printed, bulk};
use app::runs::{self, NewRun, Outcome, Runs};
use app::signin::AccessFault;
use domain::access::{Purpose, Role};
use domain::cases::{Moment, Value};
use domain::persons::Field;
use domain::units::Level;
use jiff::civil::{Date, date};
use store::query::sql;
use store::sight::Sight;
use testkit::id;
use texts::Lang;
use uuid::Uuid;

use super::ground::{House, Officer, office, shut};

const DAY: Date = date(2026, 9, 1);
const NAME: &str = "Nguyễn Văn Giả Định";

/// An officer and the head of one commune with one person on file, under user management since the first day.
struct Desk<'h> {
    house: &'h House,
    officer: Officer,
    head: Officer,
    person: Uuid,
    next: std::cell::Cell<u64>,
}

impl<'h> Desk<'h> {
    async fn open(house: &'h House) -> Self {
        let here = house.unit(Level::Commune, "14845");
        house.wait_s(i64::from((DAY - date(2025, 12, 15)).get_days()) * 86_400);
        let officer = house.officer("canbo.gia", &[(Role::FileOfficer, here)]).await;
        let head = house.officer("truong.gia", &[(Role::PoliceHead, here)]).await;
        let desk = Self { house, officer, head, person: id(32, 1), next: std::cell::Cell::new(2) };
        desk.register().await;
        desk.open_for(Purpose::UserManagement).await;
        desk.done(
            "verify_residence",
            "ca_phat_hien",
            &[("stable", Value::Yes(true)), ("residence", word("permanent"))],
        )
        .await;
        desk.done("send_notice", "ca_phat_hien", &[]).await;
        desk.done("decide_management", "truong_ca_xa", &[]).await;
        desk
    }

    fn wanted(&self, act: &str, office: &str, fields: &[(&str, Value)]) -> Wanted {
        let n = self.next.replace(self.next.get() + 1);
        Wanted {
            id: id(32, n),
            act: act.to_owned(),
            on: Moment::day(DAY),
            office: office.to_owned(),
            number: Some(format!("{n}")),
            paper_date: None,
            signer: Some("Lê Văn Thử, Phó Trưởng Công an".to_owned()),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }

    /// Some days later others sit here: whoever was signed in is so no more.
    async fn sleep(&mut self, days: i64, shift: u8) {
        let here = self.house.unit(Level::Commune, "14845");
        self.house.wait_s(days * 86_400);
        self.officer = self.house.officer(&format!("canbo{shift}.gia"), &[(Role::FileOfficer, here)]).await;
        self.head = self.house.officer(&format!("truong{shift}.gia"), &[(Role::PoliceHead, here)]).await;
        self.open_for(Purpose::Rehabilitation).await;
    }

    async fn register(&self) {
        let identity = [
            (Field::FullName, NAME),
            (Field::BirthDate, "1990-02-03"),
            (Field::Sex, "male"),
            (Field::Id12, "097090000017"),
            (Field::Residence, "thôn Giả Định"),
        ];
        let first = [("ground", word("dd")), ("sample", word("urine")), ("same_sex", Value::Yes(true))];
        let new = NewCase {
            person: self.person,
            identity: identity.map(|(field, text)| (field, text.to_owned())).into(),
            resident_since: Some(date(2020, 1, 1)),
            purpose: Purpose::UserManagement,
            first: self.wanted("record_positive_test", "ca_phat_hien", &first),
        };
        let session = self.house.session(&self.officer.reference).await;
        let waits = self.house.app.register_case(&session, office(&session), new).await.expect("may be proposed");
        self.agreed(waits).await;
    }

    async fn agreed(&self, recorded: Recorded) {
        let Recorded::Waits { proposal } = recorded else { return };
        let session = self.house.session(&self.head.reference).await;
        let shown = self.house.app.proposal(&session, office(&session), proposal).await.expect("is shown");
        let digest = shown.past.proposal.digest;
        self.house.app.agree_and_do(&session, office(&session), proposal, digest).await.expect("the head signs");
    }

    async fn open_for(&self, purpose: Purpose) {
        let session = self.house.session(&self.officer.reference).await;
        self.house.app.open_case(&session, office(&session), self.person, purpose, None).await.expect("opens");
    }

    async fn done(&self, act: &str, who: &str, fields: &[(&str, Value)]) {
        self.done_on(DAY, act, who, fields).await;
    }

    async fn done_on(&self, on: Date, act: &str, who: &str, fields: &[(&str, Value)]) {
        let session = self.house.session(&self.officer.reference).await;
        let wanted = Wanted { on: Moment::day(on), ..self.wanted(act, who, fields) };
        let recorded = self.house.app.record_event(&session, office(&session), self.person, wanted).await;
        self.agreed(recorded.unwrap_or_else(|no| panic!("{act}: {no:?}"))).await;
    }

    async fn print(&self, form: &str, entry: Option<usize>, kind: Kind) -> Result<Printed, Problem> {
        let session = self.house.session(&self.officer.reference).await;
        self.house.app.print_paper(&session, office(&session), self.person, form, entry, kind).await
    }

    async fn offered(&self, entry: usize) -> Vec<String> {
        let session = self.house.session(&self.officer.reference).await;
        let file = self.house.app.case_file(&session, office(&session), self.person).await.expect("reads");
        let forms = self.house.app.forms_of_entry(&file, entry).expect("has papers");
        forms.into_iter().map(|form| form.form).collect()
    }

    async fn printings(&self) -> i64 {
        const PRINTED: &str = "select count(*) as n from access where act = 'print' and result = 'served'";
        let mut tx = self.house.app.db().snapshot_in_sight(&Sight::Everything).await.expect("begins");
        let mut counted = None;
        tx.each(sql(PRINTED), |row| {
            counted = Some(row.get("n")?);
            Ok(())
        })
        .await
        .expect("counts");
        counted.expect("one row")
    }
}

fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The text of a file to edit.
fn text_of(printed: &Printed) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(&printed.bytes)).expect("a zip");
    let mut xml = String::new();
    zip.by_name("word/document.xml").expect("its main part").read_to_string(&mut xml).expect("UTF-8");
    let mut text = String::new();
    for part in xml.split('<') {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        text.push_str(words);
        if tag == "/w:p" {
            text.push('\n');
        }
    }
    text
}

pub async fn a_decision_is_printed_from_its_file(house: &House) {
    let desk = Desk::open(house).await;
    assert_eq!(desk.offered(4).await, ["pl3-04", "pl3-05"]);
    let before = desk.printings().await;
    let printed = desk.print("pl3-04", Some(4), Kind::Docx).await.expect("prints");
    assert_eq!(desk.printings().await, before + 1, "written down");
    assert_eq!(printed.name, "pl3-04.docx", "nobody's name in it");
    let text = text_of(&printed);
    for said in [
        "NGUYỄN VĂN GIẢ ĐỊNH",
        "03/02/1990",
        "097090000017",
        "Giới tính: Nam",
        "thôn Giả Định",
        "Số: 05/QĐ-CA",
        "ngày 01 tháng 9 năm 2026",
        "từ ngày 01 tháng 9 năm 2026 đến ngày 01 tháng 9 năm 2027",
        "KT. TRƯỞNG CÔNG AN\nPHÓ TRƯỞNG CÔNG AN",
        "Lê Văn Thử",
        "bố cục chưa đối chiếu với bản ký",
        "Số của lần in này trong nhật ký truy cập:",
    ] {
        assert!(text.contains(said), "{said:?} in\n{text}");
    }
    assert!(printed.missing.contains(&"person.ethnicity") && !printed.missing.contains(&"person.name"));
    let pdf = desk.print("pl3-04", Some(4), Kind::Pdf).await.expect("prints");
    assert!(pdf.bytes.starts_with(b"%PDF-1.7") && pdf.mime == "application/pdf");
}

pub async fn a_paper_is_for_its_own_act_purpose_and_reader(house: &House) {
    let desk = Desk::open(house).await;
    // a paper of another act, one that is none, an entry that is none
    for (form, entry) in [("pl3-09", Some(4)), ("pl3-99", Some(4)), ("pl3-04", Some(9)), ("pl3-04", Some(0))] {
        assert!(matches!(desk.print(form, entry, Kind::Docx).await, Err(Problem::Hidden)), "{form} {entry:?}");
    }
    // rehabilitation is health, and the file is open for user management
    let before = desk.printings().await;
    assert!(matches!(desk.print("pl5-22", None, Kind::Docx).await, Err(Problem::Access(AccessFault::Refused(_)))));
    assert_eq!(desk.printings().await, before, "what was refused was not printed");
    let stranger = house.officer("xakhac.gia", &[(Role::PoliceHead, house.unit(Level::Commune, "14848"))]).await;
    let session = house.session(&stranger.reference).await;
    let tried = house.app.print_paper(&session, office(&session), desk.person, "pl3-04", Some(4), Kind::Pdf).await;
    assert!(matches!(tried, Err(Problem::Hidden | Problem::Access(AccessFault::NoPurpose))));
    let other = house.session(&desk.head.reference).await;
    let unopened = house.app.print_paper(&other, office(&other), desk.person, "pl3-04", Some(4), Kind::Pdf).await;
    assert_eq!(shut(unopened), AccessFault::NoPurpose);
}

/// Nobody stood by who is not recorded, and what is recorded is not left out.
pub async fn a_paper_says_what_is_recorded_and_nothing_else(house: &House) {
    let desk = Desk::open(house).await;
    let sheet = text_of(&desk.print("pl3-01", Some(1), Kind::Docx).await.expect("prints"));
    assert!(!sheet.contains("Người chứng kiến"), "nobody witnessed the sampling\n{sheet}");
    let notice = text_of(&desk.print("pl3-02", Some(3), Kind::Docx).await.expect("prints"));
    let ticked = notice.lines().find(|line| line.contains("Có nơi thường trú")).expect("a line");
    let empty = notice.lines().find(|line| line.contains("Có nơi tạm trú")).expect("a line");
    assert!(ticked.contains('x') && !empty.contains('x'), "as it was verified: {ticked:?} {empty:?}");
    let order = [("detention", word("tam_giam")), ("evidence_ref", word("12/LTG-CSĐT ngày 01/9/2026"))];
    desk.done("suspend_management", "truong_ca_xa", &order).await;
    let paper = text_of(&desk.print("pl3-07", Some(5), Kind::Docx).await.expect("prints"));
    assert!(paper.contains("12/LTG-CSĐT ngày 01/9/2026"), "{paper}");
    let stop = [("stop_reason", word("prison")), ("evidence_ref", word("34/2026/HS-ST"))];
    desk.done("stop_management", "truong_ca_xa", &stop).await;
    let paper = text_of(&desk.print("pl3-08", Some(6), Kind::Docx).await.expect("prints"));
    assert!(paper.contains("Căn cứ 34/2026/HS-ST") && paper.contains("tài liệu làm căn cứ: 34/2026/HS-ST"), "{paper}");
}

/// The paper to the court names the notice of its file, and has with it nothing that was not there yet.
pub async fn a_paper_lists_what_there_was_on_its_day(house: &House) {
    let mut desk = Desk::open(house).await;
    desk.open_for(Purpose::Rehabilitation).await;
    desk.done("request_determination", "ca_xa", &[("case", word("a"))]).await;
    desk.done("record_determination", "co_so_y_te", &[("result", word("dependent"))]).await;
    desk.done("notify_result", "ca_xa", &[]).await;
    desk.sleep(2, 2).await;
    let later = |days: i64| DAY.checked_add(jiff::Span::new().days(days)).expect("a day");
    desk.done_on(later(2), "record_non_registration", "ca_xa", &[]).await;
    desk.done_on(later(2), "open_compulsory_file", "truong_ca_xa", &[]).await;
    desk.sleep(1, 3).await;
    desk.done_on(later(3), "notify_compulsory_file", "truong_ca_xa", &[]).await;
    let session = house.session(&desk.officer.reference).await;
    let file = house.app.case_file(&session, office(&session), desk.person).await.expect("reads");
    let at = file.case.events.iter().position(|event| event.act == "open_compulsory_file").expect("opened") + 1;
    let notice = file.case.events.last().and_then(|event| event.number.clone()).expect("a number");
    let paper = text_of(&desk.print("pl5-36", Some(at), Kind::Docx).await.expect("prints"));
    let line = paper.lines().find(|line| line.contains("Thông báo việc lập hồ sơ")).expect("a line");
    assert!(line.contains(&notice) && line.contains("04 tháng 9 năm 2026"), "{line}");
    let listed = paper.split_once("Tài liệu kèm theo").expect("a table").1;
    assert!(listed.contains("01/9/2026") || listed.contains("01/09/2026"), "{listed}");
    assert!(
        !listed.contains("04/09/2026") && !listed.contains("Lập hồ sơ"),
        "later than the paper, or itself\n{listed}"
    );
}

pub async fn a_draft_leaves_number_and_date_to_be_written(house: &House) {
    let desk = Desk::open(house).await;
    let printed = desk.print("pl3-08", None, Kind::Docx).await.expect("prints");
    let text = text_of(&printed);
    assert!(text.contains("Số: ………/QĐ-CA") && text.contains("ngày …… tháng …… năm ………"), "{text}");
    assert!(text.contains("số 05 ngày 01 tháng 9 năm 2026"), "the decision that is stopped\n{text}");
    assert!(!text.contains("giáo dục tại xã") && !text.contains("\u{a0}x\u{a0}"), "no ground is ticked in advance");
    let session = house.session(&desk.officer.reference).await;
    let file = house.app.case_file(&session, office(&session), desk.person).await.expect("reads");
    let forms = house.app.forms_of_act(&file, "stop_management").expect("has papers");
    assert_eq!(forms.iter().map(|form| form.form.as_str()).collect::<Vec<_>>(), ["pl3-08"]);
}

pub async fn a_run_opens_permits_and_writes_down_each_file_and_is_given_once(house: &House) {
    let desk = Desk::open(house).await;
    let session = house.session(&desk.officer.reference).await;
    let (app, acting) = (&house.app, office(&session));
    let of = (Purpose::UserManagement, "pl3-08", bulk::Of::Now);
    let files = app.files_for_form(&session, acting, of).await.expect("may list");
    assert_eq!(files.iter().map(|file| (file.person, file.name.as_str())).collect::<Vec<_>>(), [(desk.person, NAME)]);
    let none = app.files_for_form(&session, acting, (Purpose::UserManagement, "pl5-51", bulk::Of::Now)).await;
    assert!(none.expect("may list").is_empty(), "nobody is in rehabilitation");
    let order = |form: &str, of| bulk::PaperOrder {
        session: session.clone(),
        acting,
        form: form.to_owned(),
        of,
        purpose: Purpose::UserManagement,
        reason: None,
        kind: Kind::Docx,
    };
    let run_of = async |n: u128, order: &bulk::PaperOrder, persons: &[Uuid]| {
        let runs = Runs::default();
        let new = NewRun {
            id: Uuid::from_u128(n),
            account: session.account.0,
            about: runs::About::People { session: session.id },
            title: "Mẫu (giả định)".to_owned(),
            from: "/ho-so/in".to_owned(),
            began: app.now(),
            items: persons.iter().map(|person| ("Hồ sơ".to_owned(), Some(*person))).collect(),
        };
        let run = runs.begin(new).expect("not busy").expect("new");
        app.run_papers(&runs, std::sync::Arc::clone(&run), order, Lang::Vi).await;
        (runs, run)
    };
    let before = desk.printings().await;
    let (runs, run) = run_of(1, &order("pl3-08", bulk::Of::Now), &[desk.person, id(32, 99)]).await;
    let progress = run.progress();
    assert_eq!(progress.items[0].outcome, Outcome::Made("01-pl3-08.docx".to_owned()), "nobody's name in it");
    assert!(matches!(progress.items[1].outcome, Outcome::Failed(_)), "a file that is none fails alone");
    assert_eq!(desk.printings().await, before + 1, "each printing is written down");
    assert!(run.zip().is_none() && run.take_zip(Uuid::from_u128(9)).is_none(), "for its own session alone");
    assert!(run.take_zip(session.id).is_some() && run.take_zip(session.id).is_none(), "once");
    // rehabilitation is health, which this purpose does not open
    let (_, refused) = run_of(2, &order("pl5-22", bulk::Of::Now), &[desk.person]).await;
    assert!(matches!(refused.progress().items[0].outcome, Outcome::Failed(_)));
    let (_, recorded) = run_of(3, &order("pl3-04", bulk::Of::Last), &[desk.person]).await;
    assert_eq!(recorded.progress().made(), 1, "the entry that is there");
    let old =
        app.now().checked_add(runs::PAPERS_KEPT).expect("in time").checked_add(jiff::SignedDuration::from_secs(1));
    let (kept, late) = run_of(4, &order("pl3-04", bulk::Of::Last), &[desk.person]).await;
    kept.forget_papers(old.expect("in time"));
    assert!(late.take_zip(session.id).is_none(), "nobody fetched it for too long");
    drop(runs);
}

pub async fn what_is_contested_is_said_on_every_paper(house: &House) {
    let desk = Desk::open(house).await;
    desk.open_for(Purpose::PersonRights).await;
    desk.done("contest_entry", "nguoi_co_ho_so", &[("contest", word("correction")), ("entry", Value::Number(1))]).await;
    let text = text_of(&desk.print(EXTRACT, None, Kind::Docx).await.expect("prints"));
    let warning = "ĐANG KHIẾU NẠI HOẶC YÊU CẦU ĐÍNH CHÍNH: việc số 1 (Kết quả xét nghiệm dương tính)";
    assert!(text.contains(warning), "{text}");
    assert!(text.contains("đang khiếu nại, yêu cầu đính chính"), "beside the entry\n{text}");
    desk.open_for(Purpose::UserManagement).await;
    let text = text_of(&desk.print("pl3-04", Some(4), Kind::Docx).await.expect("prints"));
    assert!(text.contains(warning), "{text}");
}

pub async fn an_extract_tells_what_is_kept_and_who_looked(house: &House) {
    let desk = Desk::open(house).await;
    desk.open_for(Purpose::PersonRights).await;
    let printed = desk.print(EXTRACT, None, Kind::Docx).await.expect("prints");
    let text = text_of(&printed);
    for said in [
        "TRÍCH LỤC HỒ SƠ",
        "NGUYỄN VĂN GIẢ ĐỊNH",
        "Đang bị quản lý người sử dụng trái phép chất ma túy",
        "Danh sách người sử dụng trái phép chất ma túy",
        "Quyết định quản lý người sử dụng trái phép chất ma túy",
        "Luật 120/2025/QH15, Điều 24.2, 24.4.a; NĐ 163/2026/NĐ-CP, Điều 59.1",
        "5, 01/09/2026",
        "Nơi cư trú đã ghi",
        "xã Mường Lát; Thường trú; xác minh: Cơ quan Công an phát hiện, 01/09/2026",
        "Có nơi cư trú ổn định: ",
        "nước tiểu",
        "Tổ quản lý",
        "Ai đã xem hồ sơ",
        "Mở, xem",
        "In",
        "Nơi nhận yêu cầu đính chính, khiếu nại",
    ] {
        assert!(text.contains(said), "{said:?} in\n{text}");
    }
    assert!(!text.contains("Bản này không in"), "nothing is withheld from the person\n{text}");
    assert!(!printed.missing.contains(&"extract.looks"), "{:?}", printed.missing);
    assert!(desk.print(EXTRACT, None, Kind::Pdf).await.expect("prints").bytes.starts_with(b"%PDF"));
}

pub async fn an_extract_is_printed_for_the_rights_of_its_person_alone(house: &House) {
    let desk = Desk::open(house).await;
    for purpose in [Purpose::UserManagement, Purpose::Rehabilitation, Purpose::PostRehab] {
        desk.open_for(purpose).await;
        let refused = desk.print(EXTRACT, None, Kind::Docx).await;
        assert!(matches!(refused, Err(Problem::File(FileFault::ExtractForRights))), "{purpose:?}");
    }
    desk.open_for(Purpose::PersonRights).await;
    desk.print(EXTRACT, None, Kind::Docx).await.expect("prints");
}

pub async fn an_office_uses_its_own_forms_and_is_told_of_faults(house: &House) {
    let source = documents::paper::Forms::source("pl3-04").expect("shipped").to_owned();
    let own = source.replace("\"not_verified\"", "\"verified\"");
    let faulty = source.replace("pl3-04", "pl3-08").replace("&identity", "{person.nme}");
    let files = [("pl3-04".to_owned(), own), ("pl3-08".to_owned(), faulty), ("letterhead".to_owned(), "x".to_owned())];
    let told = house.app.use_forms(&files, Lang::Vi).expect("the shipped ones can be read");
    assert!(told[0].starts_with("Tệp letterhead.toml: dòng 1 không đọc được"), "{told:#?}");
    assert!(told[1].starts_with("Mẫu pl3-08, dòng 2"), "{told:#?}");
    assert!(told[1].contains("không có chỗ điền tên person.nme"), "{told:#?}");
    let desk = Desk::open(house).await;
    let text = text_of(&desk.print("pl3-04", Some(4), Kind::Docx).await.expect("prints"));
    assert!(text.contains("Mẫu 04 Phụ lục III") && !text.contains("chưa đối chiếu"), "{text}");
}
