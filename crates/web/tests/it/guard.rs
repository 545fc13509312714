//! Who may ask for which address: every route, every role, at home and elsewhere, and nobody at all.

use std::fmt::Write;

use app::accounts::Acting;
use axum::body::Body;
use domain::access::{Action, Appointment, Decided, FieldClass, NATION, Place, Record, Role, Tier};
use domain::units::{Level, UnitId};
use jiff::civil::date;
use uuid::Uuid;
use web::guard::{Need, Where};

use crate::ground::{Answer, Ground, request};

/// Communes and provinces: one's own, and one far away.
const OWN: (&str, &str) = ("38", "14845");
const FAR: (&str, &str) = ("04", "01273");

/// Every route of pages and programs.
fn all() -> impl Iterator<Item = (&'static str, &'static str, Need)> {
    web::routes::ALL.iter().chain(web::api::ALL).copied()
}

fn unit_of(ground: &Ground, role: Role) -> Option<UnitId> {
    match role.tiers().first()? {
        Tier::Nation => Some(NATION),
        Tier::Province => Some(ground.unit(Level::Province, OWN.0)),
        Tier::Commune => Some(ground.unit(Level::Commune, OWN.1)),
        Tier::Hamlet => None,
    }
}

fn acting(ground: &Ground, role: Role, unit: UnitId) -> Acting {
    let appointment = Appointment {
        id: Uuid::from_u128(1),
        account: Uuid::from_u128(2),
        role,
        unit,
        from: date(2025, 1, 1),
        until: None,
        decided: Decided { number: "1/QĐ-GĐ".to_owned(), date: date(2025, 1, 1) },
        granted_by: [Uuid::from_u128(3), Uuid::from_u128(4)],
        revoked_at: None,
    };
    Acting { place: ground.app.place_of(unit, ground.app.now()), appointment, factor_age_s: 0 }
}

/// An address with the units of a place in it, and what its query must name.
fn address(path: &str, (province, commune): (&str, &str), need: Need) -> String {
    let of_province = path.starts_with("/tinh") || path.contains("{level}");
    let code = if of_province { province } else { commune };
    let path = path.replace("{level}", "province").replace("{code}", code).replace("{pack}", "vn-qd28-2025");
    let path = path.replace("{name}", "app.css").replace("{page}/{sample}", "nation/empty");
    let path =
        path.replace("{year}/{week}", "2025/50").replace("{seq}", "0").replace("{unit}", &Uuid::nil().to_string());
    let path =
        ["{id}", "{recording}", "{token}", "{key}", "{person}", "{notice}", "{account}", "{appointment}", "{proposal}"]
            .iter()
            .fold(path, |path, name| path.replace(name, &Uuid::from_u128(9).to_string()));
    match need {
        Need::At(_, Where::Query(key) | Where::QueryPart(key)) => format!("{path}?{key}={province}"),
        _ => path,
    }
}

async fn ask(ground: &Ground, cookie: &str, method: &str, path: &str) -> Answer {
    if method == "get" {
        return ground.get_as(cookie, path).await;
    }
    let json = path.starts_with("/api");
    let media = if json { "application/json" } else { "application/x-www-form-urlencoded" };
    let built = request(&method.to_ascii_uppercase(), path).header("sec-fetch-site", "same-origin");
    let built = built.header("content-type", media);
    let built = if cookie.is_empty() { built } else { built.header("cookie", cookie) };
    ground.send_as_is(built.body(Body::from(if json { "{}" } else { "" })).expect("sound")).await
}

#[tokio::test]
async fn nobody_passes_without_a_session() {
    let ground = Ground::empty().await;
    for (method, path, need) in all().filter(|(_, _, need)| *need != Need::Open) {
        let path = address(path, OWN, need);
        for cookie in ["", "phien=", "phien=forged", "phien=a; phien=b", "__Host-phien=phien-gia-dinh-can-bo-gia-dinh"]
        {
            let answer = ask(&ground, cookie, method, &path).await;
            let to_the_door = answer.status == 303 && answer.header("location").starts_with("/dang-nhap");
            let shown_the_door = method == "get" && !path.starts_with("/api") && to_the_door;
            assert!(shown_the_door || answer.status == 401, "{method} {path} with {cookie:?}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_method_that_no_row_names_is_told_which_the_address_takes() {
    let ground = Ground::empty().await;
    for (_, path, need) in all().filter(|(method, ..)| *method == "get") {
        let named = all().any(|(method, address, _)| address == path && method == "put");
        let answer = ask(&ground, "", "put", &address(path, OWN, need)).await;
        let kept_out = answer.status == 405 && answer.header("allow").starts_with("GET,HEAD");
        assert!(kept_out != named, "{path}: {} {}", answer.status, answer.header("allow"));
    }
}

/// What the policy says of an act at a place, with nothing of the guard in it.
fn policy_says(ground: &Ground, acting: &Acting, need: Need, place: (&str, &str), path: &str) -> bool {
    let Some(action) = need.action() else { return true };
    let unit = |level, code| ground.app.place_of(ground.unit(level, code), ground.app.now());
    let of_province = path.starts_with("/tinh") || path.contains("{level}");
    let class = action.classes().first().copied().unwrap_or(FieldClass::System);
    let may = |place: Place| ground.app.may(acting, action, &Record::plain(place, class)).expect("decides");
    let province = || unit(Level::Province, place.0);
    let part = |whole: Place| may(whole.clone()) || acting.place.lies_in(whole.unit()) && may(acting.place.clone());
    match need {
        Need::Open | Need::SignedIn => true,
        Need::Own(action) => ground.app.rights_at_home(acting).expect("decides").contains(&action),
        // a work that is none is answered like one that may not be known of; `works` asks about one that is
        Need::Work(_) => false,
        Need::At(_, Where::Own) => may(acting.place.clone()),
        Need::At(_, Where::Nation) => may(Place::nation()),
        Need::At(_, Where::Path) if of_province => may(province()),
        Need::At(_, Where::Path) => may(unit(Level::Commune, place.1)),
        Need::At(_, Where::Query(_)) => may(province()),
        Need::At(_, Where::PathPart | Where::QueryPart(_)) => part(province()),
    }
}

#[tokio::test]
async fn every_role_gets_what_the_policy_says_and_nothing_else() {
    let ground = Ground::empty().await;
    let mut asked = 0;
    for role in Role::ALL.iter().copied() {
        let Some(unit) = unit_of(&ground, role) else { continue };
        let cookie = ground.signed_in(&format!("gia-dinh-{}", role.key().replace('_', "-")), &[(role, unit)]).await;
        let acting = acting(&ground, role, unit);
        for place in [OWN, FAR] {
            // signing out would end the session that the others need
            for (method, route, need) in
                all().filter(|(_, path, _)| !path.starts_with("/dang-") && !path.starts_with("/toi/"))
            {
                let path = address(route, place, need);
                let answer = ask(&ground, &cookie, method, &path).await;
                asked += 1;
                let said = format!("{role} {method} {path}: {} {}", answer.status, answer.header("location"));
                if policy_says(&ground, &acting, need, place, route) {
                    assert!(![401, 403].contains(&answer.status.as_u16()) || need == Need::Open, "{said}");
                } else {
                    let home = ["/", "/xa"].contains(&route) && answer.status == 303;
                    assert!(home || [403, 404].contains(&answer.status.as_u16()), "{said}");
                }
            }
        }
    }
    assert!(asked > 700, "every route is asked by every role: {asked}");
}

#[tokio::test]
async fn a_refusal_says_what_is_missing_and_stands_in_the_log() {
    let ground = Ground::empty().await;
    let commune = ground.unit(Level::Commune, OWN.1);
    let cookie = ground.signed_in("gia-dinh-xa", &[(Role::FileOfficer, commune)]).await;
    let before = ground.app.ledger_state().await.expect("reads").size;
    let refused = ground.get_as(&cookie, "/xa/01273").await;
    assert_eq!(refused.status, 403);
    let said = refused.body.split("<main").nth(1).expect("a page");
    assert!(said.contains("ngoài địa bàn của bạn"), "{said}");
    assert!(refused.body.contains("gia-dinh-xa"), "the head of the page still shows who is signed in");
    assert!(ground.app.ledger_state().await.expect("reads").size > before, "a refusal is written down");
}

#[tokio::test]
async fn an_officer_sees_the_figures_of_their_unit_and_records_for_it_alone() {
    let ground = Ground::empty().await;
    let commune = ground.unit(Level::Commune, OWN.1);
    let cookie = ground.signed_in("gia-dinh-nhap", &[(Role::FileOfficer, commune)]).await;
    assert_eq!(ground.get_as(&cookie, "/").await.header("location"), "/viec-hom-nay");
    assert_eq!(ground.get_as(&cookie, "/xa/14845").await.status, 200);
    assert_eq!(ground.get_as(&cookie, "/tinh/38").await.status, 403);
    let sheet = ground.get_as(&cookie, "/tinh/38/so-lieu?nam=2025").await;
    assert_eq!(sheet.status, 200);
    assert!(sheet.body.contains("14845.") && !sheet.body.contains("14869."), "the sheet shows the own commune alone");
    let behind = [("van-ban", "Báo cáo giả định"), ("nguoi-nhap", "Người kiểm thử (giả định)")];
    let own = [&behind[..], &[("14845.use_sites", "1")]].concat();
    assert_eq!(ground.post_as(&cookie, "/tinh/38/so-lieu?nam=2025", &own).await.status, 303);
    let neighbour = [&behind[..], &[("14869.use_sites", "1")]].concat();
    assert_eq!(ground.post_as(&cookie, "/tinh/38/so-lieu?nam=2025", &neighbour).await.status, 404);
    assert_eq!(ground.app.recordings(Some("38"), 2025).await.expect("listed").len(), 1, "nothing of the neighbour's");
    let lines = ground.app.ledger_state().await.expect("reads").lines;
    let seq = lines.iter().find(|line| line.act == "record").expect("an entry").seq;
    ground.app.checkpoint().await.expect("signs");
    let entry = ground.app.prove_inclusion(seq).await.expect("reads").expect("there").entry;
    let who = ground.app.who("phien-gia-dinh-gia-dinh-nhap").await.expect("reads").expect("signed in").account.0;
    let names = |needle: &[u8]| entry.windows(needle.len()).any(|bytes| bytes == needle);
    assert!(names(who.as_bytes()) || names(who.to_string().as_bytes()), "the ledger names the account");
}

#[tokio::test]
async fn what_somebody_elses_recording_brought_is_not_taken_back() {
    let ground = Ground::empty().await;
    let form = [("14869.use_sites", "1"), ("van-ban", "Báo cáo giả định"), ("nguoi-nhap", "Người kiểm thử (giả định)")];
    assert_eq!(ground.post("/tinh/38/so-lieu?nam=2025", &form).await.status, 303);
    let recording = ground.app.recordings(Some("38"), 2025).await.expect("listed")[0].id.to_string();
    let commune = ground.unit(Level::Commune, OWN.1);
    let cookie = ground.signed_in("gia-dinh-undo", &[(Role::FileOfficer, commune)]).await;
    let undo = [("lan-ghi", recording.as_str()), ("nguoi-nhap", "x")];
    assert_eq!(ground.post_as(&cookie, "/tinh/38/so-lieu/hoan-tac?nam=2025", &undo).await.status, 404);
    let sheet = ground.get_as(&cookie, "/tinh/38/so-lieu?nam=2025").await;
    assert!(!sheet.body.contains(&recording), "nor is it listed");
}

/// What stands in `routes.txt`: each route, what it needs, and the roles that have it at home.
fn printed(ground: &Ground) -> String {
    let mut text = String::from(include_str!("../../routes_head.txt"));
    let roles: Vec<(Role, Acting)> =
        Role::ALL.iter().filter_map(|role| Some((*role, acting(ground, *role, unit_of(ground, *role)?)))).collect();
    for (method, path, need) in all() {
        let (what, place) = match need {
            Need::Open => ("open".to_owned(), String::new()),
            Need::SignedIn => ("signed in".to_owned(), String::new()),
            Need::Own(action) => (action.key().to_owned(), "own unit".to_owned()),
            Need::At(action, place) => (action.key().to_owned(), words(place)),
            Need::Work(action) => (action.key().to_owned(), "the work of the path".to_owned()),
        };
        let holds = |action: Action| {
            let holders = roles
                .iter()
                .filter(|(_, acting)| ground.app.rights_at_home(acting).expect("decides").contains(&action));
            holders.map(|(role, _)| role.key()).collect::<Vec<_>>().join(" ")
        };
        let who = need.action().map(holds).unwrap_or_default();
        writeln!(text, "{method:<5} {path:<52} {what:<20} {place:<34} {who}").expect("a String");
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

fn words(place: Where) -> String {
    match place {
        Where::Nation => "the nation".to_owned(),
        Where::Path => "the unit of the path".to_owned(),
        Where::PathPart => "that unit, or one's own in it".to_owned(),
        Where::Query(key) => format!("the nation, or ?{key}="),
        Where::QueryPart(key) => format!("?{key}=, or one's own in it"),
        Where::Own => "own unit".to_owned(),
    }
}

#[tokio::test]
async fn the_table_of_routes_is_the_checked_in_text() {
    let ground = Ground::empty().await;
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("routes.txt");
    let now = printed(&ground);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("readable");
    assert_eq!(kept, now, "who may use which address has changed: read it, then `just routes-update`");
}
