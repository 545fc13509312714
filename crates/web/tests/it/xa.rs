//! Communes: the list, a verdict, the what-if.

use app::App;
use criteria::Settings;

use crate::ground::Ground;

async fn result(app: &App, code: &str) -> String {
    let pack = app.law().expect("the law is there");
    let year = app.years().await.expect("readable")[0];
    let book = app.book(year, &Settings::defaults(&pack)).await.expect("judged");
    book.commune(code).expect("it is there").result(&pack).to_owned()
}

#[tokio::test]
async fn a_verdict_shows_every_criterion_with_its_article() {
    let ground = Ground::demo().await;
    let page = ground.get("/xa/14845").await.body;
    for id in ["C1a", "C1dd", "C2b", "C3c", "F1", "F2a", "F2b", "F3"] {
        assert!(page.contains(&format!("<code>{id}</code>")), "{id} is missing");
    }
    let shown = pages::grade::Grade::from_id(&result(&ground.app, "14845").await).expect("known");
    assert!(page.contains(&format!("class=\"ruling {}\"", shown.css())));
}

#[tokio::test]
async fn a_switch_is_shown_kept_on_links_and_refused_when_unknown() {
    let ground = Ground::demo().await;
    let page = ground.get("/xa/14845?band_reading=literal").await.body;
    assert!(page.contains("band_reading=literal") && page.contains("/tinh/38?nam="));
    assert!(page.contains("&#38;band_reading=literal\""), "links keep the switch");
    assert_eq!(ground.get("/xa/14845?band_reading=nonsense").await.status, 422);
    assert_eq!(ground.get("/xa/14845?nam=khong").await.status, 422);
}

#[tokio::test]
async fn a_former_code_names_its_successors() {
    let ground = Ground::empty().await;
    let register = ground.app.register();
    let day = ground.app.window(2025).expect("covered").to;
    let former = register
        .versions()
        .iter()
        .find(|v| {
            v.kind.level() == domain::units::Level::Commune
                && register.of_code(&v.code).all(|other| !other.in_force(day))
        })
        .expect("codes were given up on 1/7/2025");
    let heir = register.heirs(former.unit, day)[0];
    let answer = ground.get(&format!("/xa/{}", former.code)).await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains(&format!("/xa/{}", heir.code)), "{} became {}", former.code, heir.code);
}

#[tokio::test]
async fn a_what_if_judges_beside_the_real_result_and_writes_nothing() {
    let ground = Ground::demo().await;
    let before = result(&ground.app, "14845").await;
    let clean = "use_sites=0&addicts_on_file=0&users_on_file=0&offenders_arrested=0&plants=0&plant_area_m2=0\
        &residents_not_exempt=0&resident_violators=0&wanted_hiding=0&key_route=none&population=1.000";
    let page = ground.get(&format!("/xa/14845/gia-dinh?{clean}")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("g-free"), "nothing found at all is drug-free");
    assert_eq!(result(&ground.app, "14845").await, before);
    let wrong = ground.get("/xa/14845/gia-dinh?population=0&plants=ba").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("value=\"ba\""), "what was typed is shown again");
    assert_eq!(wrong.body.matches("aria-invalid=\"true\"").count(), 2);
}

#[tokio::test]
async fn the_list_filters_by_folded_text_and_turns_its_pages() {
    let ground = Ground::demo().await;
    let found = ground.get("/xa?q=lat%20muong&tinh=38").await.body;
    assert_eq!(found.matches("<tr data-code=").count(), 1);
    assert!(found.contains("/xa/14845?"));
    let second = ground.get("/xa?trang=2").await.body;
    assert_eq!(second.matches("<tr data-code=").count(), 50);
    let last = ground.get("/xa?trang=9999").await;
    assert_eq!((last.status.as_u16(), last.body.matches("<tr data-code=").count()), (200, 21));
}
