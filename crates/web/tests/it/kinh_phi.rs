//! Money: opened, planned, allotted, spent; never more than was allotted without a reason.

use domain::access::Role;
use domain::units::Level;

use crate::ground::{Answer, Ground};
use crate::ho_so::{hidden, said};

struct Post {
    ground: Ground,
    chair: String,
    fund: String,
}

impl Post {
    /// A commune's chair with an open source.
    async fn open() -> Self {
        let ground = Ground::empty().await;
        let commune = ground.unit(Level::Commune, "14845");
        let chair = ground.signed_in("chu-tich", &[(Role::CommitteeChair, commune)]).await;
        let mut post = Self { ground, chair, fund: String::new() };
        let new = [("ten", "Tuyên truyền tại bản (giả định)"), ("nguon", "local")];
        let sent = post.fill("/kinh-phi/moi", &new).await;
        assert_eq!(sent.status, 303, "{}", said(&sent));
        sent.header("location").split('?').next().expect("an address").clone_into(&mut post.fund);
        post
    }

    async fn fill(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.ground.get_as(&self.chair, path).await;
        assert_eq!(form.status, 200, "{path}: {}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let mut sent = vec![("ma", token.as_str()), ("da-xem", seen.as_str())];
        sent.extend_from_slice(fields);
        self.ground.post_as(&self.chair, path, &sent).await
    }

    async fn enter(&self, act: &str, amount: &str, more: &[(&str, &str)]) -> Answer {
        let fields =
            [("nam-kinh-phi", "2025"), ("so-tien", amount), ("so", "15/QĐ-UBND (giả định)"), ("ngay", "2025-11-20")];
        self.fill(&format!("{}/viec/{act}", self.fund), &[&fields[..], more].concat()).await
    }
}

#[tokio::test]
async fn money_is_entered_with_its_documents_and_added_up() {
    let post = Post::open().await;
    assert_eq!(post.enter("budget", "80.000.000", &[]).await.status, 303);
    assert_eq!(post.enter("allot", "50.000.000", &[]).await.status, 303);
    assert_eq!(post.enter("spend", "12.500.000", &[("viec-chi", "Hội nghị tại bản (giả định)")]).await.status, 303);
    let page = post.ground.get_as(&post.chair, &post.fund).await;
    for told in [
        "80.000.000 đồng",
        "50.000.000 đồng",
        "12.500.000 đồng",
        "37.500.000 đồng",
        "15/QĐ-UBND (giả định), 20/11/2025",
    ] {
        assert!(page.body.contains(told), "{told}: {}", said(&page));
    }
    let list = post.ground.get_as(&post.chair, "/kinh-phi?nam=2025").await;
    assert!(
        list.body.contains("Cộng theo nguồn, năm 2025") && list.body.contains("37.500.000 đồng"),
        "{}",
        said(&list)
    );
    let csv = post.ground.get_as(&post.chair, "/kinh-phi.csv?nam=2025").await;
    assert!(csv.body.contains("Tuyên truyền tại bản (giả định)") && csv.body.contains("12500000"), "{}", csv.body);
    let province = post.ground.unit(Level::Province, "38");
    let above = post.ground.signed_in("thuong-truc", &[(Role::StandingOffice, province)]).await;
    let list = post.ground.get_as(&above, "/kinh-phi?nam=2025").await;
    assert!(list.body.contains(&post.fund), "the province sees what its communes enter");
    assert_eq!(
        post.ground.get_as(&above, &format!("{}/viec/spend", post.fund)).await.status,
        404,
        "and enters nothing there"
    );
}

#[tokio::test]
async fn more_than_was_allotted_is_refused_without_a_reason() {
    let post = Post::open().await;
    let spend = [("viec-chi", "Hội nghị tại bản (giả định)")];
    assert_eq!(post.enter("allot", "10.000.000", &[]).await.status, 303);
    let refused = post.enter("spend", "12.000.000", &spend).await;
    assert!(refused.status == 422 && refused.body.contains("được giao 10.000.000 đồng"), "{}", said(&refused));
    let reason = [&spend[..], &[("ly-do", "Tạm ứng theo Quyết định 3 (giả định)")]].concat();
    assert_eq!(post.enter("spend", "12.000.000", &reason).await.status, 303);
    let page = post.ground.get_as(&post.chair, &post.fund).await;
    assert!(page.body.contains("chi vượt 2.000.000 đồng"), "{}", said(&page));
    for (amount, told) in [("1.5", "“1.5” không phải là số nguyên"), ("0", "Số tiền 0 đồng không dùng được")]
    {
        let sent = post.enter("spend", amount, &spend).await;
        assert!(sent.status == 422 && sent.body.contains(told), "{told}: {}", said(&sent));
    }
}

#[tokio::test]
async fn a_wrong_entry_is_cancelled_and_stays_to_be_seen() {
    let post = Post::open().await;
    assert_eq!(post.enter("allot", "10.000.000", &[]).await.status, 303);
    let path = format!("{}/viec/cancel", post.fund);
    let form = post.ground.get_as(&post.chair, &path).await;
    let entry = form
        .body
        .split("<option value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("an entry")
        .to_owned();
    let sent = post.fill(&path, &[("khoan", &entry), ("ly-do", "Ghi nhầm (giả định)")]).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    let page = post.ground.get_as(&post.chair, &post.fund).await;
    assert!(page.body.contains("đã hủy: Ghi nhầm (giả định)"), "{}", said(&page));
    let closed = post.fill(&format!("{}/viec/close", post.fund), &[("ly-do", "Quyết toán xong (giả định)")]).await;
    assert_eq!(closed.status, 303, "{}", said(&closed));
    let page = post.ground.get_as(&post.chair, &post.fund).await;
    assert!(page.body.contains("Quyết toán xong (giả định)") && !page.body.contains("/viec/"), "{}", said(&page));
}
