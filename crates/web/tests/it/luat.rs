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

#[tokio::test]
async fn the_law_of_casework_is_shown_line_by_line_with_owners() {
    let ground = Ground::empty().await;
    let law = domain::cases::shipped().expect("sound");
    for regime in &law.regimes {
        let page = ground.get(&format!("/luat/ho-so?che-do={}", regime.regime.key())).await;
        assert_eq!(page.status, 200);
        for rule in &regime.rules {
            assert!(page.body.contains(&format!("id=\"{}\"", rule.act)), "{} is missing", rule.act);
            let owner = rule.owner.as_deref().unwrap_or_default();
            assert!(page.body.contains(owner), "{} does not show {owner}", rule.act);
        }
        for clock in &regime.clocks {
            assert!(page.body.contains(&format!("id=\"th-{}\"", clock.id)), "{} is missing", clock.id);
        }
        for switch in &law.switches {
            assert!(page.body.contains(&format!("id=\"{}\"", switch.id)), "{} is missing", switch.id);
        }
        assert!(page.body.contains("Chờ xác nhận: ") && page.body.contains("đã đọc nguyên văn"));
        assert!(page.body.contains("chưa đặt"), "no retention period is shipped");
    }
}

#[tokio::test]
async fn one_state_is_shown_alone_and_a_wrong_address_is_told() {
    let ground = Ground::empty().await;
    let page = ground.get("/luat/ho-so?trang-thai=S8").await.body;
    assert!(page.contains("id=\"decide_post_rehab\"") && !page.contains("id=\"verify_residence\""));
    let links: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() > 20);
    for link in links {
        assert!(page.contains(&format!("id=\"{link}\"")), "#{link} leads nowhere");
    }
    let wrong = ground.get("/luat/ho-so?che-do=Z").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("“Z”") && wrong.body.contains("A, B hoặc C"));
    assert_eq!(ground.get("/luat/ho-so?trang-thai=S99").await.status, 422);
}

#[tokio::test]
async fn every_link_within_the_law_of_casework_leads_somewhere() {
    let ground = Ground::empty().await;
    for regime in ["A", "B", "C"] {
        let page = ground.get(&format!("/luat/ho-so?che-do={regime}")).await.body;
        for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!("id=\"{link}\"")), "{regime}: #{link} leads nowhere");
        }
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let once: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "{regime}: an anchor stands twice");
    }
}
