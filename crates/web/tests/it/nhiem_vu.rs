//! Six-clear tasks from draft to close, by the roles that do each step; everybody is fictitious (giả định).

use domain::access::Role;
use domain::units::Level;
use jiff::ToSpan as _;

use crate::ground::{Answer, Ground};
use crate::ho_so::hidden;

pub struct Office {
    pub ground: Ground,
    chair: String,
    pub officer: String,
    police: String,
}

impl Office {
    pub async fn open() -> Self {
        let ground = Ground::empty().await;
        let here = ground.unit(Level::Commune, "14845");
        let chair = ground.signed_in("chu-tich", &[(Role::CommitteeChair, here)]).await;
        let officer = ground.signed_in("can-bo", &[(Role::CommuneDepartment, here)]).await;
        let police = ground.signed_in("truong-cong-an", &[(Role::PoliceHead, here)]).await;
        Self { ground, chair, officer, police }
    }

    fn day(&self, days: i64) -> String {
        self.ground.app.today().checked_add(days.days()).expect("a day").to_string()
    }

    /// The appointment of an officer, as the form offers it.
    async fn offered(&self, who: &str, name: &str) -> String {
        let form = self.ground.get_as(who, "/nhiem-vu/moi").await;
        assert_eq!(form.status, 200, "{}", said(&form));
        option(&form.body, name)
    }

    /// A task for the department, with all six clear.
    async fn form(&self, who: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let page = self.ground.get_as(who, "/nhiem-vu/moi").await;
        let person = self.offered(who, "can-bo").await;
        let (from, due) = (self.day(0), self.day(60));
        let mut form: Vec<(String, String)> = [
            ("ma", hidden(&page, "ma").as_str()),
            ("ten", "Ký cam kết (giả định)"),
            ("nguoi", &person),
            ("viec", "Tổ chức ký cam kết ở từng thôn"),
            ("chu-tri", "Phòng Văn hóa - Xã hội"),
            ("phoi-hop", "Công an xã\nỦy ban Mặt trận Tổ quốc xã"),
            ("tu", &from),
            ("han", &due),
            ("kq-1", "Danh sách hộ đã ký"),
            ("do-1", "Số hộ"),
            ("mc-1", "list"),
            ("so", "192/KH-UBND"),
            ("ngay-vb", "2025-09-08"),
            ("dieu", "mục II.2.a"),
            ("duoc", "Chọn ngày tổ chức"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .to_vec();
        for (key, value) in more {
            form.retain(|(known, _)| known != key);
            form.push(((*key).to_owned(), (*value).to_owned()));
        }
        form
    }

    async fn send(&self, who: &str, path: &str, form: &[(String, String)]) -> Answer {
        let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        self.ground.post_as(who, path, &form).await
    }

    /// A task that the chair gave; its address.
    pub async fn given(&self, more: &[(&str, &str)]) -> String {
        let mut form = self.form(&self.chair, more).await;
        form.push(("buoc".to_owned(), "giao".to_owned()));
        let answer = self.send(&self.chair, "/nhiem-vu/moi", &form).await;
        assert_eq!(answer.status, 303, "{}", said(&answer));
        answer.header("location").trim_end_matches("?xong=1").to_owned()
    }

    /// Does an act from its own form.
    async fn act(&self, who: &str, task: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("{task}/viec/{act}");
        let page = self.ground.get_as(who, &path).await;
        if page.status != 200 {
            return page;
        }
        let (token, seen) = (hidden(&page, "ma"), hidden(&page, "da-xem"));
        let mut form = vec![("ma", token.as_str()), ("da-xem", seen.as_str())];
        form.extend_from_slice(fields);
        self.ground.post_as(who, &path, &form).await
    }

    async fn done(&self, who: &str, task: &str, act: &str, fields: &[(&str, &str)]) {
        let answer = self.act(who, task, act, fields).await;
        assert_eq!(answer.status, 303, "{act}: {}", said(&answer));
    }
}

/// The value of the option whose text holds a name.
fn option(body: &str, name: &str) -> String {
    let found = body
        .split("<option value=\"")
        .find(|part| part.split("</option>").next().is_some_and(|text| text.contains(name)));
    found.and_then(|part| part.split('"').next()).unwrap_or_else(|| panic!("nobody called {name}")).to_owned()
}

fn said(answer: &Answer) -> String {
    let body = answer.body.split("<main").nth(1).unwrap_or(&answer.body);
    format!("{}: {}", answer.status, body.chars().take(1500).collect::<String>())
}

#[tokio::test]
async fn a_draft_may_have_gaps_and_is_not_given_before_they_are_filled() {
    let office = Office::open().await;
    let gaps = office.form(&office.chair, &[("viec", ""), ("kq-1", "")]).await;
    let mut given = gaps.clone();
    given.push(("buoc".to_owned(), "giao".to_owned()));
    let refused = office.send(&office.chair, "/nhiem-vu/moi", &given).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Chưa rõ: rõ việc, rõ kết quả."), "{}", said(&refused));
    assert!(refused.body.contains("Ký cam kết (giả định)"), "what was typed stays");

    let kept = office.send(&office.chair, "/nhiem-vu/moi", &gaps).await;
    assert_eq!(kept.status, 303, "{}", said(&kept));
    let task = kept.header("location").trim_end_matches("?xong=1").to_owned();
    let page = office.ground.get_as(&office.chair, &task).await;
    assert!(page.body.contains("Chưa giao được. Chưa rõ: rõ việc, rõ kết quả."), "{}", said(&page));
    let issued = office.act(&office.chair, &task, "issue", &[]).await;
    assert_eq!(issued.status, 422, "{}", said(&issued));
    let mine = office.ground.get_as(&office.officer, "/nhiem-vu").await;
    assert!(!mine.body.contains("Ký cam kết"), "a draft is nobody's yet");
}

#[tokio::test]
async fn a_task_goes_from_issue_to_close_by_the_roles_that_may() {
    let office = Office::open().await;
    let task = office.given(&[]).await;
    let mine = office.ground.get_as(&office.officer, "/nhiem-vu").await;
    assert!(mine.body.contains(&task) && mine.body.contains("đã giao, chờ nhận"), "{}", said(&mine));

    let other = office.act(&office.police, &task, "accept", &[]).await;
    assert!([403, 404].contains(&other.status.as_u16()), "{}", said(&other));
    office.done(&office.officer, &task, "accept", &[]).await;
    let note = [("da-lam", "Đã họp hai thôn"), ("minh-chung", "BB 01")];
    office.done(&office.officer, &task, "progress", &note).await;
    let number = [("da-lam", "Gọi 0912345678")];
    let refused = office.act(&office.officer, &task, "progress", &number).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("dãy 10 chữ số"), "{}", said(&refused));

    let shown = [("mc-1", "Danh sách số 01, tủ 3")];
    office.done(&office.officer, &task, "report_done", &shown).await;
    let own = office.act(&office.officer, &task, "close", &[]).await;
    assert_eq!(own.status, 403, "{}", said(&own));
    office.done(&office.chair, &task, "return", &[("ly-do", "Thiếu thôn Ba")]).await;
    let page = office.ground.get_as(&office.officer, &task).await;
    assert!(page.body.contains("bị trả lại, chưa xong") && page.body.contains("Thiếu thôn Ba"), "{}", said(&page));
    office.done(&office.officer, &task, "report_done", &shown).await;
    // the head of the police did not give it and does not stand above the chair
    let page = office.ground.get_as(&office.police, &task).await;
    assert!(!page.body.contains("/viec/close") && !page.body.contains("/viec/withdraw"), "{}", said(&page));
    let beside = office.act(&office.police, &task, "close", &[]).await;
    assert_eq!(beside.status, 422);
    assert!(beside.body.contains("Chỉ người đã giao nhiệm vụ"), "{}", said(&beside));
    office.done(&office.chair, &task, "close", &[]).await;
    let closed = office.ground.get_as(&office.chair, "/nhiem-vu?xem=trang-thai").await;
    assert!(closed.body.contains("Hoàn thành"), "{}", said(&closed));
    let page = office.ground.get_as(&office.chair, &task).await;
    assert!(page.body.contains("Trạng thái: hoàn thành") && !page.body.contains("/viec/"), "{}", said(&page));
}

#[tokio::test]
async fn an_objection_is_answered_by_the_issuer_and_an_old_page_changes_nothing() {
    let office = Office::open().await;
    let task = office.given(&[]).await;
    let stale = office.ground.get_as(&office.officer, &format!("{task}/viec/accept")).await;
    office.done(&office.officer, &task, "object", &[("ly-do", "Hạn trùng đợt kiểm tra")]).await;
    let (token, seen) = (hidden(&stale, "ma"), hidden(&stale, "da-xem"));
    let form = [("ma", token.as_str()), ("da-xem", seen.as_str())];
    let moved = office.ground.post_as(&office.officer, &format!("{task}/viec/accept"), &form).await;
    assert_eq!(moved.status, 422);
    assert!(moved.body.contains("Có người vừa cập nhật"), "{}", said(&moved));
    let answer = [("cach", "uphold"), ("ly-do", "Đã xem xét, giữ nguyên")];
    office.done(&office.chair, &task, "answer", &answer).await;
    let page = office.ground.get_as(&office.officer, &task).await;
    assert!(page.body.contains("đang thực hiện") && page.body.contains("Hạn trùng đợt kiểm tra"), "{}", said(&page));
}

#[tokio::test]
async fn gaps_of_a_recurring_duty_are_counted_and_shown() {
    let office = Office::open().await;
    let places = "Thôn Một (giả định)\nThôn Hai (giả định)";
    let more = [("lap", "month"), ("so-lan", "1"), ("noi", "nhap"), ("noi-ds", places)];
    let task = office.given(&more).await;
    office.done(&office.officer, &task, "accept", &[]).await;
    let today = office.day(0);
    let mark = [("noi", "1"), ("ngay", today.as_str()), ("minh-chung", "BB 03")];
    office.done(&office.officer, &task, "mark", &mark).await;
    let page = office.ground.get_as(&office.officer, &task).await;
    assert!(page.body.contains("1 ô đã làm, 0 ô bỏ trống, 1 ô đang đến kỳ"), "{}", said(&page));
    let tomorrow = office.day(1);
    let early = [("noi", "2"), ("ngay", tomorrow.as_str())];
    let refused = office.act(&office.officer, &task, "mark", &early).await;
    assert_eq!(refused.status, 422, "{}", said(&refused));
    let soon = office.act(&office.officer, &task, "report_done", &[("mc-1", "Danh sách")]).await;
    assert!(soon.body.contains("ô chưa hết kỳ"), "{}", said(&soon));
}

#[tokio::test]
async fn a_province_gives_one_task_to_every_commune_and_sees_what_came_of_each() {
    let office = Office::open().await;
    let province = office.ground.unit(Level::Province, "38");
    let standing = office.ground.signed_in("pc04", &[(Role::StandingOffice, province)]).await;
    let mut form = office.form(&office.chair, &[("nguoi", "moi-xa:police_head")]).await;
    form.push(("buoc".to_owned(), "giao".to_owned()));
    let done = office.send(&standing, "/nhiem-vu/moi", &form).await;
    assert_eq!(done.status, 200, "{}", said(&done));
    assert_eq!(done.body.matches("không có ai giữ chức danh này").count(), 165);
    assert_eq!(done.body.matches("<dd>đã giao</dd>").count(), 1);
    let mine = office.ground.get_as(&office.police, "/nhiem-vu").await;
    assert!(mine.body.contains("Ký cam kết (giả định)"), "{}", said(&mine));
    let again = office.send(&standing, "/nhiem-vu/moi", &form).await;
    assert_eq!(again.body.matches("<dd>đã giao</dd>").count(), 1, "sent twice");
    let all = office.ground.get_as(&standing, "/nhiem-vu?xem=dia-ban").await;
    assert_eq!(all.body.matches("Ký cam kết (giả định)").count(), 1, "{}", said(&all));
    let csv = office.ground.get_as(&standing, "/nhiem-vu.csv?xem=dia-ban").await;
    assert!(csv.body.contains("Ký cam kết (giả định)") && csv.header("content-type").starts_with("text/csv"));
}

#[tokio::test]
async fn what_was_given_to_several_is_called_back_at_once_unless_it_was_accepted() {
    let office = Office::open().await;
    let province = office.ground.unit(Level::Province, "38");
    let standing = office.ground.signed_in("pc04", &[(Role::StandingOffice, province)]).await;
    let mut form = office.form(&office.chair, &[("nguoi", "moi-xa:police_head"), ("xa-ds", "Xã Không Có")]).await;
    form.push(("buoc".to_owned(), "giao".to_owned()));
    let unknown = office.send(&standing, "/nhiem-vu/moi", &form).await;
    assert!(unknown.status == 422 && unknown.body.contains("Không có xã “Xã Không Có”"), "{}", said(&unknown));
    let mut form =
        office.form(&office.chair, &[("nguoi", "moi-xa:police_head"), ("xa-ds", "xa muong lat\n14869")]).await;
    form.push(("buoc".to_owned(), "giao".to_owned()));
    let done = office.send(&standing, "/nhiem-vu/moi", &form).await;
    assert_eq!(done.status, 200, "{}", said(&done));
    assert_eq!(done.body.matches("<dd>đã giao</dd>").count(), 1);
    assert_eq!(done.body.matches("không có ai giữ chức danh này").count(), 1, "two communes alone");
    let undo = done.body.split("action=\"").find(|rest| rest.contains("luot=")).expect("a way back");
    let undo = undo.split('"').next().expect("it ends").to_owned();
    let sent = [("buoc".to_owned(), "thu-hoi".to_owned())];
    let back = office.send(&standing, &undo, &sent).await;
    assert_eq!(back.body.matches("<dd>đã thu hồi</dd>").count(), 1, "{}", said(&back));
    let twice = office.send(&standing, &undo, &sent).await;
    assert_eq!(twice.body.matches("<dd>đã thu hồi</dd>").count(), 1, "{}", said(&twice));

    let mut form = office.form(&office.chair, &[("nguoi", "moi-xa:police_head"), ("xa-ds", "14845")]).await;
    form.push(("buoc".to_owned(), "giao".to_owned()));
    let done = office.send(&standing, "/nhiem-vu/moi", &form).await;
    let undo = done.body.split("action=\"").find(|rest| rest.contains("luot=")).expect("a way back");
    let undo = undo.split('"').next().expect("it ends").to_owned();
    let mine = office.ground.get_as(&office.police, "/nhiem-vu").await;
    let open = mine.body.split("href=\"/nhiem-vu/").skip(1).map(|rest| rest.split('"').next().expect("it ends"));
    let mut accepted = 0;
    for task in open.filter(|id| id.len() == 36) {
        let page = office.ground.get_as(&office.police, &format!("/nhiem-vu/{task}")).await;
        if page.body.contains("/viec/accept") {
            office.done(&office.police, &format!("/nhiem-vu/{task}"), "accept", &[]).await;
            accepted += 1;
        }
    }
    assert_eq!(accepted, 1, "{}", said(&mine));
    let back = office.send(&standing, &undo, &sent).await;
    assert!(back.body.contains("không thu hồi: người nhận đã tiếp nhận"), "{}", said(&back));
}

/// From the leader of the province to its office, from there to a commune, and on to an officer of that.
#[tokio::test]
async fn splitting_conserves_result_and_time_across_levels() {
    let office = Office::open().await;
    let province = office.ground.unit(Level::Province, "38");
    let leader = office.ground.signed_in("lanh-dao-tinh", &[(Role::ProvincialLeader, province)]).await;
    let standing = office.ground.signed_in("thuong-truc", &[(Role::StandingOffice, province)]).await;
    let pc04 = office.offered(&leader, "thuong-truc").await;
    let second = [("kq-2", "Biên bản họp"), ("do-2", "Số thôn"), ("mc-2", "minutes"), ("nguoi", pc04.as_str())];
    let mut form = office.form(&office.chair, &second).await;
    form.push(("buoc".to_owned(), "giao".to_owned()));
    let given = office.send(&leader, "/nhiem-vu/moi", &form).await;
    assert_eq!(given.status, 303, "{}", said(&given));
    let task = given.header("location").trim_end_matches("?xong=1").to_owned();
    office.done(&standing, &task, "accept", &[]).await;
    let chief = office.offered(&standing, "truong-cong-an").await;
    let (due, late) = (office.day(20), office.day(25));
    let both = [
        ("p1-ten", "Phần của xã (giả định)"),
        ("p1-nguoi", chief.as_str()),
        ("p1-co-quan", "Công an xã"),
        ("p1-han", due.as_str()),
        ("p1-kq", "1"),
        ("p1-kq", "2"),
    ];
    let done = office.act(&standing, &task, "split", &both).await;
    assert!(done.body.contains("<dd>đã giao</dd>"), "{}", said(&done));
    let whole = office.ground.get_as(&leader, &task).await;
    let part = whole.body.split("href=\"/nhiem-vu/").skip(1).map(|rest| rest.split('"').next().expect("it ends"));
    let own = task.trim_start_matches("/nhiem-vu/").to_owned();
    let part = part.map(str::to_owned).find(|id| id.len() == 36 && *id != own).expect("its part");
    let part = format!("/nhiem-vu/{part}");
    office.done(&office.police, &part, "accept", &[]).await;
    let officer = office.offered(&office.police, "can-bo").await;
    let below = |result: &'static str| {
        [
            ("p1-ten", "Phần của cán bộ (giả định)"),
            ("p1-nguoi", officer.as_str()),
            ("p1-co-quan", "Công an xã"),
            ("p1-kq", result),
        ]
    };
    let lost: Vec<_> = below("1").into_iter().chain([("p1-han", due.as_str())]).collect();
    let refused = office.act(&office.police, &part, "split", &lost).await;
    assert!(refused.body.contains("Còn kết quả số 2 chưa có ai nhận"), "{}", said(&refused));
    // later than the commune's part, though not than the whole
    let beyond: Vec<_> = below("1").into_iter().chain([("p1-kq", "2"), ("p1-han", late.as_str())]).collect();
    let refused = office.act(&office.police, &part, "split", &beyond).await;
    assert!(refused.body.contains("vượt hạn"), "{}", said(&refused));
    let longer = office.act(&standing, &part, "extend", &[("han", &office.day(90)), ("ly-do", "Chờ số liệu")]).await;
    assert_eq!(longer.status, 422, "a part is not extended past its whole: {}", said(&longer));
}

#[tokio::test]
async fn a_task_that_is_split_keeps_its_results_and_days() {
    let office = Office::open().await;
    let chief = office.offered(&office.chair, "truong-cong-an").await;
    let officer = office.offered(&office.chair, "can-bo").await;
    let second = [("kq-2", "Biên bản họp"), ("do-2", "Số thôn"), ("mc-2", "minutes"), ("nguoi", chief.as_str())];
    let task = office.given(&second).await;
    office.done(&office.police, &task, "accept", &[]).await;
    let (due, late) = (office.day(30), office.day(90));
    let part = |due| {
        [
            ("p1-ten", "Phần một (giả định)"),
            ("p1-nguoi", officer.as_str()),
            ("p1-co-quan", "Phòng"),
            ("p1-han", due),
            ("p1-kq", "1"),
        ]
    };
    let lost = office.act(&office.police, &task, "split", &part(&due)).await;
    assert!(lost.body.contains("Còn kết quả số 2 chưa có ai nhận"), "{}", said(&lost));
    let whole: Vec<_> = part(&late).into_iter().chain([("p1-kq", "2")]).collect();
    let beyond = office.act(&office.police, &task, "split", &whole).await;
    assert!(beyond.body.contains("vượt hạn"), "{}", said(&beyond));
    let whole: Vec<_> = part(&due).into_iter().chain([("p1-kq", "2")]).collect();
    let done = office.act(&office.police, &task, "split", &whole).await;
    assert_eq!(done.status, 200, "{}", said(&done));
    assert!(done.body.contains("<dd>đã giao</dd>"), "{}", said(&done));
    let shown = [("mc-1", "Danh sách"), ("mc-2", "Biên bản")];
    let early = office.act(&office.police, &task, "report_done", &shown).await;
    assert!(early.body.contains("Còn 1 phần của nhiệm vụ chưa xong"), "{}", said(&early));
}

#[tokio::test]
async fn a_demonstration_has_tasks_at_every_point_of_their_way() {
    let house = crate::door::House::open(true).await;
    house.app.fill_demo_tasks(texts::Lang::Vi).await.expect("every act is lawful");
    let mut chair = house.browser();
    chair.post("/dang-nhap/dung-thu", &[("vai-tro", "committee_chair")]).await;
    let board = chair.get("/nhiem-vu?xem=trang-thai").await;
    for state in ["Dự thảo", "Đã giao, chờ nhận", "Đang thực hiện", "Đã báo cáo xong"] {
        assert!(board.body.contains(state), "{state}");
    }
    assert!(board.body.contains("trễ từ"), "one is late: {}", said(&board));
    let late = chair.get("/nhiem-vu?xem=qua-han").await;
    assert_eq!(late.body.matches("<th scope=\"row\"><a href=\"/nhiem-vu/").count(), 1, "{}", said(&late));
    for (path, name) in [
        ("/ban-chi-dao", "Ban Chỉ đạo phòng, chống ma túy xã (giả định)"),
        ("/hop", "Giao ban Ban Chỉ đạo (giả định)"),
        ("/trao-doi", "Bản đối biên (giả định)"),
        ("/khen-thuong", "Tập thể thôn Một (giả định)"),
    ] {
        let list = chair.get(path).await;
        assert!(list.status == 200 && list.body.contains(name), "{path}: {}", said(&list));
        let entry = list
            .body
            .split(&format!("href=\"{path}/"))
            .skip(1)
            .find(|part| !part.starts_with("moi") && part.contains("giả định"));
        let entry = entry.and_then(|part| part.split('"').next()).expect("an entry");
        assert_eq!(chair.get(&format!("{path}/{entry}")).await.status, 200, "{path}");
    }
    let mut head = house.browser();
    head.post("/dang-nhap/dung-thu", &[("vai-tro", "hamlet_head")]).await;
    let own = head.get("/nhiem-vu").await;
    assert!(
        own.body.contains("Tuyên truyền phòng, chống ma túy ở từng thôn (giả định)"),
        "the own row: {}",
        said(&own)
    );
    let task = own.body.split("<th scope=\"row\"><a href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let task = task.expect("a task").to_owned();
    let page = head.get(&task).await;
    assert!(page.status == 200 && page.body.contains("/viec/mark"), "{}", said(&page));
    assert!(!page.body.contains("/viec/withdraw") && !page.body.contains("/viec/report_done"));
    let form = head.get(&format!("{task}/viec/mark")).await;
    assert_eq!(form.body.matches("type=\"checkbox\" name=\"noi\"").count(), 1, "the own hamlet alone");
}

#[tokio::test]
async fn a_task_from_a_plan_begins_with_what_the_plan_says() {
    let house = crate::door::House::open(true).await;
    house.app.fill_demo_plans(texts::Lang::Vi).await.expect("every act is lawful");
    let mut opened = 0;
    for role in ["standing_office", "provincial_leader", "committee_chair", "police_head"] {
        let mut browser = house.browser();
        browser.post("/dang-nhap/dung-thu", &[("vai-tro", role)]).await;
        let list = browser.get("/ke-hoach").await;
        let plans = list.body.split("href=\"/ke-hoach/").skip(1).filter_map(|part| part.split(['"', '?']).next());
        let mut plans: Vec<String> = plans.filter(|id| id.len() == 36).map(str::to_owned).collect();
        plans.dedup();
        for plan in plans {
            let page = browser.get(&format!("/ke-hoach/{plan}")).await;
            let link = page.body.split("href=\"/nhiem-vu/moi?").nth(1).and_then(|rest| rest.split('"').next());
            let Some(link) = link else { continue };
            let link = format!("/nhiem-vu/moi?{}", link.replace("&#38;", "&").replace("&amp;", "&"));
            let form = browser.get(&link).await;
            assert_eq!(form.status, 200, "{link}: {}", said(&form));
            for name in ["ten", "chu-tri", "so", "ngay-vb", "dieu"] {
                let field = form.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
                assert!(field.is_some_and(|rest| !rest.starts_with('"')), "{name} is filled in: {link}");
            }
            opened += 1;
        }
    }
    assert!(opened > 0, "the demonstration has a plan in force whose tasks can be given");
}

#[tokio::test]
async fn a_neighbour_sees_nothing_of_it() {
    let office = Office::open().await;
    let task = office.given(&[]).await;
    let elsewhere = office.ground.unit(Level::Commune, "14854");
    let other = office.ground.signed_in("xa-khac", &[(Role::CommitteeChair, elsewhere)]).await;
    for path in [task.clone(), format!("{task}/viec/withdraw")] {
        let answer = office.ground.get_as(&other, &path).await;
        assert!([403, 404].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
        assert!(!answer.body.contains("Ký cam kết"));
    }
    let list = office.ground.get_as(&other, "/nhiem-vu?xem=dia-ban").await;
    assert_eq!(list.status, 200);
    assert!(!list.body.contains("Ký cam kết"));
}

#[tokio::test]
async fn a_program_reads_tasks_with_their_six_clears_and_nobodys_name() {
    let office = Office::open().await;
    let task = office.given(&[]).await;
    let id = task.rsplit('/').next().expect("an id");
    let get = async |who: &str, path: &str| office.ground.get_as(who, path).await;
    let json = |answer: &Answer| -> serde_json::Value { serde_json::from_str(&answer.body).expect("JSON") };
    let list = get(&office.officer, "/api/v1/tasks").await;
    assert_eq!(list.status, 200, "{}", list.body);
    assert_eq!(
        (json(&list)["items"][0]["id"].as_str(), json(&list)["items"][0]["state"].as_str()),
        (Some(id), Some("issued"))
    );
    let none = json(&get(&office.officer, "/api/v1/tasks?due_by=2001-01-01").await);
    assert_eq!(none["paging"]["found"], 0);
    let answer = get(&office.officer, &format!("/api/v1/tasks/{id}")).await;
    let whole = json(&answer);
    assert_eq!((whole["unit"].as_str(), whole["missing"].as_array().map(Vec::len)), (Some("14845"), Some(0)));
    assert!(whole["results"][0]["what"].is_string() && whole["authority"].is_string(), "{whole}");
    assert!(!answer.body.contains("can-bo"), "officers stand by their appointments: {}", answer.body);
    let elsewhere = office.ground.unit(Level::Commune, "14848");
    let stranger = office.ground.signed_in("xa-khac", &[(Role::CommitteeChair, elsewhere)]).await;
    assert_eq!(get(&stranger, &format!("/api/v1/tasks/{id}")).await.status, 404);
    assert_eq!(get(&office.officer, "/api/v1/tasks/khong-phai").await.status, 404);
    assert_eq!(get(&office.officer, "/api/v1/tasks?due=2026-01-01").await.status, 422, "keys are strict");
}

#[tokio::test]
async fn whoever_gives_no_tasks_keeps_what_was_typed() {
    let office = Office::open().await;
    let page = office.ground.get_as(&office.officer, "/nhiem-vu/moi").await;
    assert!(!page.body.contains("value=\"giao\"") && page.body.contains("value=\"nhap\""), "{}", said(&page));
    let mut form = office.form(&office.officer, &[]).await;
    form.push(("buoc".to_owned(), "giao".to_owned()));
    let refused = office.send(&office.officer, "/nhiem-vu/moi", &form).await;
    assert_eq!(refused.status, 422, "{}", said(&refused));
    assert!(refused.body.contains("không giao nhiệm vụ") && refused.body.contains("Ký cam kết (giả định)"));
}
