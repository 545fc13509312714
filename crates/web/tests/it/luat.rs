//! The law.

use crate::ground::Ground;

#[tokio::test]
async fn a_pack_is_shown_in_full() {
    let ground = Ground::empty().await;
    let page = ground.get("/luat/vn-qd28-2025").await.body;
    let pack = ground.app.law().expect("the law is there");
    for criterion in &pack.criteria {
        assert!(page.contains(&format!("id=\"{}\"", criterion.id)), "{} is missing", criterion.id);
        assert!(page.contains(&criterion.article), "{} is missing", criterion.article);
    }
    for switch in &pack.switches {
        assert!(page.contains(&format!("id=\"{}\"", switch.id)), "{} is missing", switch.id);
    }
}

#[tokio::test]
async fn a_pack_whose_text_is_incomplete_is_named_and_says_so() {
    let ground = Ground::empty().await;
    let pack = ground.app.pack("vn-qd3122-2010-bca").expect("shipped");
    let page = ground.get("/luat/vn-qd3122-2010-bca").await.body;
    assert!(page.contains(pack.missing.as_deref().expect("it is incomplete")));
    assert_eq!(ground.get("/luat/khong-co").await.status, 404);
}
