//! Lists, flows and goals of one's own unit.

use crate::ho_so::Post;

#[tokio::test]
async fn lists_and_goals_of_ones_own_unit_are_counted() {
    let post = Post::open().await;
    post.file().await;
    let get = async |path: &str| post.ground.get_as(&post.officer, path).await;
    let lists = get("/danh-sach?tu=2020-01-01&den=2030-12-14").await;
    assert_eq!(lists.status, 200);
    assert!(lists.body.contains("Danh sách người nghiện ma túy") && lists.body.contains("C04, PC04"));
    let goals = get("/muc-tieu?tu=2020-01-01&den=2030-12-14").await.body;
    let told = |text: &str| goals.split(&format!("<dt>{text}</dt><dd>")).nth(1).and_then(|rest| rest.split('<').next());
    assert_eq!(told("Dương tính"), Some("1"), "the positive test with which the file was opened");
    assert_eq!(told("C3: xét nghiệm theo kế hoạch địa phương"), Some("không tính"), "no plan, no interval");
    assert!(!goals.contains(crate::ho_so::NAME), "nobody is named");
    let plan = get("/muc-tieu?tu=2020-01-01&den=2030-12-14&ke-hoach=12/KH-UBND&khoang-cach=90").await;
    assert!(plan.body.contains("<dt>C3: xét nghiệm theo kế hoạch địa phương</dt><dd>0<"));
}

#[tokio::test]
async fn what_was_typed_wrongly_is_named_with_its_field() {
    let post = Post::open().await;
    for (query, said) in [
        ("tu=32-13", "ô Từ ngày"),
        ("tu=2027-01-01&den=2026-01-01", "đứng sau ngày cuối"),
        ("khoang-cach=90", "cả số văn bản"),
    ] {
        let page = post.ground.get_as(&post.officer, &format!("/muc-tieu?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.body.contains(said), "{query}");
    }
}
