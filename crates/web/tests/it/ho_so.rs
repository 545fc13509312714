//! Files of people: listed, put on file by two, opened for a purpose, acted on as the law says.

use domain::access::Role;
use domain::units::Level;
use testkit::TestDb;

use crate::glasses::with_keyring;
use crate::ground::{Answer, Ground};

pub const NAME: &str = "Lò Thị Giả Định";

/// A commune's officer and head, signed in.
pub struct Post {
    pub ground: Ground,
    pub officer: String,
    pub head: String,
    pub chair: String,
    _keys: TestDb,
}

impl Post {
    pub async fn open() -> Self {
        let (ground, keys) = with_keyring().await;
        let here = ground.unit(Level::Commune, "14845");
        let officer = ground.signed_in("can-bo-ho-so", &[(Role::FileOfficer, here)]).await;
        let head = ground.signed_in("truong-cong-an", &[(Role::PoliceHead, here)]).await;
        let chair = ground.signed_in("chu-tich", &[(Role::CommitteeChair, here)]).await;
        Self { ground, officer, head, chair, _keys: keys }
    }

    /// Puts somebody on file: the officer proposes, the head agrees. Answers the address of the file.
    pub async fn file(&self) -> String {
        self.file_of(&self.officer, &self.head).await
    }

    /// The same by another commune's officer and head: the same name and numbers.
    pub async fn file_of(&self, officer: &str, head: &str) -> String {
        self.file_since(officer, head, "2025-12-14").await
    }

    /// The same with the day of the test.
    pub async fn file_since(&self, officer: &str, head: &str, day: &str) -> String {
        let form = self.ground.get_as(officer, "/ho-so/moi?viec=record_positive_test").await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let person = hidden(&form, "ma");
        let sent = self.ground.post_as(officer, "/ho-so/moi", &new(&person, day)).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/ho-so?xong=lap"), "{}", said(&sent));
        let inbox = self.ground.get_as(head, "/de-nghi").await;
        let proposal = between(&inbox.body, "href=\"/de-nghi/", "\"");
        let page = self.ground.get_as(head, &format!("/de-nghi/{proposal}")).await;
        assert!(page.body.contains(NAME) && page.body.contains("097090000001"), "{}", said(&page));
        let saw = [("da-xem", hidden(&page, "da-xem"))];
        let saw: Vec<(&str, &str)> = saw.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let agreed = self.ground.post_as(head, &format!("/de-nghi/{proposal}/dong-y"), &saw).await;
        assert_eq!(agreed.status, 303, "{}", said(&agreed));
        format!("/ho-so/{person}")
    }

    pub async fn opened(&self) -> String {
        let file = self.file().await;
        let shut = self.ground.get_as(&self.officer, &file).await;
        assert_eq!(shut.header("location"), format!("{file}/mo"), "nothing shows before a purpose is chosen");
        let purpose = [("muc-dich", "user_management")];
        let open = self.ground.post_as(&self.officer, &format!("{file}/mo"), &purpose).await;
        assert_eq!(open.header("location"), format!("{file}?xong=mo"));
        file
    }
}

/// The form of a new file.
fn new<'a>(person: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("ma", person),
        ("viec", "record_positive_test"),
        ("full_name", NAME),
        ("birth_date", "1990-02-28"),
        ("id12", "097090000001"),
        ("sex", "female"),
        ("resident_since", "2020-01-01"),
        ("muc-dich", "user_management"),
        ("ngay", day),
        ("gio", "08:00"),
        ("co-quan", "ca_phat_hien"),
        ("o-ground", "h"),
        ("o-sample", "urine"),
        ("o-same_sex", "true"),
        ("so", "01/GĐ"),
        ("nguoi-ky", "Người Ký Giả Định"),
    ]
}

pub fn hidden(answer: &Answer, name: &str) -> String {
    between(&answer.body, &format!("name=\"{name}\" value=\""), "\"").to_owned()
}

fn between<'b>(body: &'b str, from: &str, to: &str) -> &'b str {
    let rest = body.split_once(from).unwrap_or_else(|| panic!("no {from:?} in the page")).1;
    rest.split_once(to).expect("it ends").0
}

pub fn said(answer: &Answer) -> String {
    let main = answer.body.split_once("<main").map_or(answer.body.as_str(), |(_, main)| main);
    main.chars().take(1_500).collect()
}

#[tokio::test]
async fn pages_of_files_answer_before_anything_is_recorded() {
    let post = Post::open().await;
    for path in ["/viec-hom-nay", "/ho-so", "/ho-so/moi", "/can-xet-nghiem", "/to-quan-ly"] {
        let answer = post.ground.get_as(&post.officer, path).await;
        assert_eq!(answer.status, 200, "{path}: {}", said(&answer));
        assert!(!answer.body.contains(NAME));
    }
    let begins = post.ground.get_as(&post.officer, "/").await;
    assert_eq!(begins.header("location"), "/viec-hom-nay", "who keeps files begins at today's work");
}

#[tokio::test]
async fn somebody_is_put_on_file_by_two_and_found_by_name_without_an_address() {
    let post = Post::open().await;
    let file = post.file().await;
    let list = post.ground.post_as(&post.officer, "/ho-so", &[("q", "lo thi")]).await;
    assert_eq!(list.status, 200);
    assert!(list.body.contains(NAME) && list.body.contains(&file), "{}", said(&list));
    let none = post.ground.post_as(&post.officer, "/ho-so", &[("q", "khong ai")]).await;
    assert!(!none.body.contains(NAME));
    for path in ["/ho-so", "/viec-hom-nay"] {
        let chair = post.ground.get_as(&post.chair, path).await;
        assert_eq!(chair.status, 200, "{}", said(&chair));
        assert!(!chair.body.contains(NAME), "who was tested is nothing for the chair: {path}");
    }
    let stranger = post.ground.get(&file).await;
    assert!(stranger.status != 200 && !stranger.body.contains(NAME), "the file is not there for others");
}

#[tokio::test]
async fn an_act_is_seen_in_advance_recorded_and_shown() {
    let post = Post::open().await;
    let file = post.opened().await;
    let path = format!("{file}/viec/verify_residence");
    let form = post.ground.get_as(&post.officer, &path).await;
    assert_eq!(form.status, 200, "{}", said(&form));
    let token = hidden(&form, "ma");
    let with = |step: &'static str| {
        vec![
            ("ma", token.as_str()),
            ("ngay", "2025-12-14"),
            ("gio", "09:00"),
            ("co-quan", "ca_phat_hien"),
            ("o-stable", "true"),
            ("so", "02/GĐ"),
            ("nguoi-ky", "Người Ký Giả Định"),
            ("buoc", step),
        ]
    };
    let seen = post.ground.post_as(&post.officer, &path, &with("xem")).await;
    assert_eq!(seen.status, 200, "{}", said(&seen));
    assert!(seen.body.contains("would-head"));
    let done = post.ground.post_as(&post.officer, &path, &with("ghi")).await;
    assert_eq!(done.header("location"), format!("{file}?xong=viec-2"), "{}", said(&done));
    let again = post.ground.post_as(&post.officer, &path, &with("ghi")).await;
    assert_eq!(again.header("location"), format!("{file}?xong=viec-2"), "sent twice, it is one act");
    let page = post.ground.get_as(&post.officer, &file).await;
    assert!(page.body.contains("id=\"viec-2\"") && !page.body.contains("id=\"viec-3\""), "{}", said(&page));
    assert!(page.body.contains(NAME) && page.body.contains("can-bo-ho-so"), "{}", said(&page));
}

#[tokio::test]
async fn bad_input_and_what_the_law_refuses_come_back_beside_the_form() {
    let post = Post::open().await;
    let file = post.opened().await;
    let path = format!("{file}/viec/verify_residence");
    let wrong = [("ngay", "31/02"), ("co-quan", "ca_phat_hien"), ("o-stable", "co le"), ("buoc", "ghi")];
    let answer = post.ground.post_as(&post.officer, &path, &wrong).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("31/02") && answer.body.contains("ngay-fault"), "{}", said(&answer));
    assert!(answer.body.contains("o-stable-fault"));
    assert!(
        answer.body.contains("so-fault") && answer.body.contains("nguoi-ky-fault"),
        "a paper has number and signer"
    );
    let unknown = [("ngay", "2025-12-14"), ("la", "1")];
    assert_eq!(post.ground.post_as(&post.officer, &path, &unknown).await.status, 422);
    let early = [
        ("ngay", "2025-12-14"),
        ("gio", "09:00"),
        ("co-quan", "ca_xa"),
        ("so", "2/GĐ"),
        ("nguoi-ky", "Người Ký Giả Định"),
    ];
    let unlawful = format!("{file}/viec/record_absence");
    let answer = post.ground.post_as(&post.officer, &unlawful, &early).await;
    assert_eq!(answer.status, 422, "{}", said(&answer));
    assert!(answer.body.contains("id=\"refusal\"") && answer.body.contains("Luật"), "the clause is named");
    let form = post.ground.get_as(&post.officer, "/ho-so/moi?viec=record_positive_test").await;
    let person = hidden(&form, "ma");
    let mut short = new(&person, "2025-12-14");
    short.retain(|(key, _)| *key != "id12");
    short.push(("id12", "09709"));
    let answer = post.ground.post_as(&post.officer, "/ho-so/moi", &short).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("id12-fault"), "{}", said(&answer));
}

#[tokio::test]
async fn a_purpose_shows_its_own_part_and_an_act_of_another_asks_for_that() {
    let post = Post::open().await;
    let file = post.opened().await;
    let other = post.ground.get_as(&post.officer, &format!("{file}/viec/contest_entry")).await;
    assert!(other.header("location").starts_with(&format!("{file}/mo?ve=")), "{}", said(&other));
    let health = [("muc-dich", "substitution")];
    let opened = post.ground.post_as(&post.officer, &format!("{file}/mo"), &health).await;
    assert_eq!(opened.status, 303);
    let page = post.ground.get_as(&post.officer, &file).await;
    assert!(!page.body.contains("id=\"viec-1\""), "a test is nothing for who treats");
    let none = [("muc-dich", "")];
    assert_eq!(post.ground.post_as(&post.officer, &format!("{file}/mo"), &none).await.status, 422);
}

#[tokio::test]
async fn a_form_offers_every_choice_that_is_lawful_with_something_beside_it() {
    let post = Post::open().await;
    let file = post.opened().await;
    let of_file = |act: &str| format!("{file}/viec/{act}");
    let new = |act: &str| format!("/ho-so/moi?viec={act}");
    for path in [of_file("record_positive_test"), of_file("record_negative_test"), new("record_positive_test")] {
        let form = post.ground.get_as(&post.officer, &path).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        assert!(form.body.contains("<option value=\"urine\""), "{path}: urine needs somebody of the same sex, no more");
        assert!(form.body.contains("<option value=\"a\""), "{path}: a tip is a ground once it is verified");
    }
    for path in [of_file("record_ground"), new("record_ground")] {
        let form = post.ground.get_as(&post.officer, &path).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        assert!(form.body.contains("value=\"a\"") && form.body.contains("value=\"b\""), "{path}: {}", said(&form));
    }
}

#[tokio::test]
async fn every_link_of_todays_work_leads_somewhere() {
    let post = Post::open().await;
    let here = post.ground.unit(Level::Commune, "14845");
    for role in [Role::Front, Role::CommuneDepartment, Role::HealthStation, Role::FileOfficer] {
        let who = post.ground.signed_in(role.key(), &[(role, here)]).await;
        let page = post.ground.get_as(&who, "/viec-hom-nay").await;
        assert_eq!(page.status, 200, "{role:?}: {}", said(&page));
        let main = page.body.split_once("<main").expect("a main part").1;
        let links = main.split("<a href=\"/").skip(1).filter_map(|rest| rest.split_once('"')).map(|(link, _)| link);
        for link in links.collect::<std::collections::BTreeSet<_>>() {
            let answer = post.ground.get_as(&who, &format!("/{link}")).await;
            assert!(
                answer.status.is_success() || answer.status.is_redirection(),
                "{role:?}: /{link} {}",
                answer.status
            );
        }
    }
}

/// Who may not see what was found reads no state in a refusal, and no "there is none" where there is something.
#[tokio::test]
async fn a_purpose_that_leaves_something_out_says_that_and_not_that_there_is_nothing() {
    let post = Post::open().await;
    let file = post.opened().await;
    let health = [("muc-dich", "substitution")];
    assert_eq!(post.ground.post_as(&post.officer, &format!("{file}/mo"), &health).await.status, 303);
    let page = post.ground.get_as(&post.officer, &file).await;
    assert!(page.body.contains("Mục đích đang chọn không cho xem phần"), "{}", said(&page));
    assert!(page.body.contains("Không hiện với mục đích này."), "{}", said(&page));
    for untrue in ["Không có biện pháp nào", "Không ở danh sách nào", "Không có thời hạn nào", "Chưa có việc nào"]
    {
        assert!(!page.body.contains(untrue), "{untrue}");
    }
    let support = [("muc-dich", "support")];
    assert_eq!(post.ground.post_as(&post.officer, &format!("{file}/mo"), &support).await.status, 303);
    let path = format!("{file}/viec/residence_check");
    let sent = [("ngay", "2025-12-15"), ("co-quan", "ca_xa"), ("buoc", "ghi")];
    let refused = post.ground.post_as(&post.officer, &path, &sent).await;
    assert_eq!(refused.status, 422, "{}", said(&refused));
    assert!(!refused.body.contains("S1") && !refused.body.contains("Dương tính"), "{}", said(&refused));
    assert!(refused.body.contains("không hiện với mục đích này"), "{}", said(&refused));
}
