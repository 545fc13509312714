use app::App;
use app::Problem;
use app::sessions::Session;
use app::signin::{AccessFault, Cost, SignedIn, WithPassword};
use domain::access::{NATION, Role};
use domain::accounts::Method;
use domain::accounts::passwords::PasswordFault;
use domain::units::Level;
use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

use super::ground::{House, caller, shut};

const PASSWORD: &str = "giọt sương kẽ lá bưởi";

/// What an officer's telephone holds.
struct Phone(String);

impl Phone {
    fn code(&self, house: &House) -> String {
        let secret = Secret::try_from_base32(&self.0).expect("base32");
        let totp = Builder::new().with_secret(secret).build().expect("a secret");
        totp.generate(u64::try_from(house.now().as_second()).expect("after 1970")).to_string()
    }
}

async fn typed(app: &App, login: &str, password: &str, code: &str, place: u8) -> Result<SignedIn, Problem> {
    let typed = WithPassword {
        login: login.to_owned(),
        password: Zeroizing::new(password.to_owned()),
        code: Zeroizing::new(code.to_owned()),
    };
    app.sign_in_with_password(typed, caller(place)).await
}

async fn enrolled(house: &House, login: &str, role: Role) -> Session {
    let unit = if role == Role::PlatformAdmin { NATION } else { house.unit(Level::Commune, "14845") };
    let (_, code) = house.appointed(login, &[(role, unit)]).await;
    let begun = house.app.sign_in_with_enrolment(&code, caller(1)).await.expect("the code is good");
    house.session(&begun.reference).await
}

/// An officer with a password: the telephone, and the recovery codes.
async fn somebody(house: &House) -> (Phone, Vec<String>) {
    let session = enrolled(house, "mk.gia", Role::HealthStation).await;
    let offer = house.app.offer_password(&session).await.expect("offers");
    let phone = Phone(offer.secret.to_string());
    let code = phone.code(house);
    let made = house.app.choose_password(&session, &offer.reference, PASSWORD, &code, caller(1)).await;
    let made = made.expect("set");
    assert!(house.is_in(&made.signed_in.reference).await, "a full session");
    house.wait_s(30);
    (phone, made.recovery)
}

pub async fn a_password_and_a_code_let_in(house: &House) {
    let (phone, _) = somebody(house).await;
    let signed_in = typed(&house.app, "MK.Giả", PASSWORD, &phone.code(house), 1).await.expect("comes in");
    assert_eq!(signed_in.method, Method::PasswordTotp);
    house.wait_s(30);
    assert_eq!(
        shut(typed(&house.app, "mk.gia", "giot suong ke la buoi", &phone.code(house), 1).await),
        AccessFault::Wrong
    );
    assert_eq!(shut(typed(&house.app, "mk.gia", PASSWORD, "000000", 1).await), AccessFault::Wrong);
    assert_eq!(shut(typed(&house.app, "mk.gia", PASSWORD, "", 1).await), AccessFault::Wrong, "no second factor");
    let early = phone.code(house);
    house.wait_s(30);
    assert!(typed(&house.app, "mk.gia", PASSWORD, &early, 1).await.is_ok(), "one step late");
    let old = phone.code(house);
    house.wait_s(90);
    assert_eq!(shut(typed(&house.app, "mk.gia", PASSWORD, &old, 1).await), AccessFault::Wrong, "three steps late");
}

pub async fn a_code_is_good_once(house: &House) {
    let (phone, _) = somebody(house).await;
    let code = phone.code(house);
    assert!(typed(&house.app, "mk.gia", PASSWORD, &code, 1).await.is_ok());
    assert_eq!(shut(typed(&house.app, "mk.gia", PASSWORD, &code, 1).await), AccessFault::Wrong);
    // eight at once with the next code: one comes in
    house.wait_s(30);
    let code = phone.code(house);
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (app, code) = (house.app.clone(), code.clone());
        crowd.spawn(async move { typed(&app, "mk.gia", PASSWORD, &code, 1).await.is_ok() });
    }
    assert_eq!(crowd.join_all().await.into_iter().filter(|came| *came).count(), 1);
}

pub async fn a_recovery_code_is_good_once(house: &House) {
    let (_, recovery) = somebody(house).await;
    assert_eq!(recovery.len(), 10);
    let first = recovery.first().expect("ten");
    let signed_in = typed(&house.app, "mk.gia", PASSWORD, &first.to_lowercase(), 1).await.expect("comes in");
    assert_eq!(signed_in.method, Method::PasswordRecovery);
    assert_eq!(shut(typed(&house.app, "mk.gia", PASSWORD, first, 1).await), AccessFault::Wrong);
    let second = recovery.get(1).expect("ten");
    assert_eq!(shut(typed(&house.app, "mk.gia", "mật khẩu khác hẳn", second, 1).await), AccessFault::Wrong);
    assert!(typed(&house.app, "mk.gia", PASSWORD, second, 1).await.is_ok(), "a wrong password did not use it up");
}

pub async fn an_unknown_login_is_answered_like_a_known_one(house: &House) {
    let (phone, _) = somebody(house).await;
    let mut said = Vec::new();
    for login in ["mk.gia", "khongco.gia", "không phải tên", ""] {
        let wrong = typed(&house.app, login, "sai bét nhè rồi", &phone.code(house), 9).await.expect_err("refused");
        said.push((format!("{wrong:?}"), wrong.say(texts::Lang::Vi)));
    }
    assert!(said.windows(2).all(|two| two[0] == two[1]), "{said:#?}");
    // the delays come at the same try, too
    for login in ["mk.gia", "khongco.gia"] {
        for n in 0..9_u8 {
            assert_eq!(shut(typed(&house.app, login, "sai bét nhè rồi", "1", 20 + n).await), AccessFault::Wrong);
        }
        let next = shut(typed(&house.app, login, "sai bét nhè rồi", "1", 40).await);
        assert!(matches!(next, AccessFault::Wait { .. }), "{login}: {next:?}");
    }
}

pub async fn failures_delay_and_then_lock(house: &House) {
    let (phone, _) = somebody(house).await;
    let mut failures = 0;
    while failures < 100 {
        // each from another network, as an attacker with many would
        let place = u8::try_from(failures % 200).expect("small");
        match shut(typed(&house.app, "mk.gia", "sai bét nhè rồi", "1", place).await) {
            AccessFault::Wrong => failures += 1,
            AccessFault::Wait { until } => {
                assert!(failures >= 10, "a delay after {failures} failures");
                let right = typed(&house.app, "mk.gia", PASSWORD, &phone.code(house), 201).await;
                assert!(matches!(shut(right), AccessFault::Wait { .. }), "also for the right password");
                house.wait_s(until.duration_since(house.now()).as_secs() + 1);
            }
            other => panic!("{other:?} after {failures} failures"),
        }
    }
    house.wait_s(7 * 24 * 3600);
    assert_eq!(shut(typed(&house.app, "mk.gia", PASSWORD, &phone.code(house), 201).await), AccessFault::Locked);
    house.app.enrol_again_locally("mk.gia").await.expect("helped");
    assert!(typed(&house.app, "mk.gia", PASSWORD, &phone.code(house), 201).await.is_ok(), "unlocked");
}

pub async fn a_place_is_slowed_down_but_not_locked(house: &House) {
    let (phone, _) = somebody(house).await;
    let mut failures = 0_u32;
    while failures < 120 {
        match shut(typed(&house.app, &format!("nguoi{failures}.gia"), "sai bét nhè rồi", "1", 7).await) {
            AccessFault::Wrong => failures += 1,
            AccessFault::Wait { until } => house.wait_s(until.duration_since(house.now()).as_secs() + 1),
            other => panic!("{other:?} after {failures} failures"),
        }
    }
    assert!(matches!(shut(typed(&house.app, "mk.gia", PASSWORD, "1", 7).await), AccessFault::Wait { .. }));
    assert!(typed(&house.app, "mk.gia", PASSWORD, &phone.code(house), 8).await.is_ok(), "another network is not slow");
    house.wait_s(901);
    assert!(typed(&house.app, "mk.gia", PASSWORD, &phone.code(house), 7).await.is_ok(), "a quarter of an hour later");
}

pub async fn administrators_have_no_password(house: &House) {
    let session = enrolled(house, "qt.gia", Role::PlatformAdmin).await;
    assert_eq!(shut(house.app.offer_password(&session).await.map(drop)), AccessFault::PasskeyNeeded);
    // one who had a password before being appointed
    let (phone, _) = somebody(house).await;
    let office = app::accounts::Office {
        login: "mk.gia".to_owned(),
        role: Role::PoliceHead,
        unit: house.unit(Level::Commune, "14845"),
        from: jiff::civil::date(2025, 12, 1),
        until: None,
        decided: super::ground::decided(),
        recovery: true,
    };
    house.app.appoint_locally(office).await.expect("appointed");
    let tried = typed(&house.app, "mk.gia", PASSWORD, &phone.code(house), 1).await;
    assert_eq!(shut(tried), AccessFault::PasskeyNeeded);
    house.wait_s(30);
    let wrong = typed(&house.app, "mk.gia", "sai bét nhè rồi", &phone.code(house), 1).await;
    assert_eq!(shut(wrong), AccessFault::Wrong, "told only to who has the password");
}

pub async fn what_is_guessed_first_is_no_password(house: &House) {
    let session = enrolled(house, "nguyen.van.gia", Role::Front).await;
    for (text, fault) in [
        ("matkhau12345678", PasswordFault::Guessable),
        ("nguyenvangia2026", PasswordFault::Guessable),
        ("ngắn", PasswordFault::Short { characters: 4, needed: 12 }),
    ] {
        let offer = house.app.offer_password(&session).await.expect("offers");
        let code = Phone(offer.secret.to_string()).code(house);
        let set = house.app.choose_password(&session, &offer.reference, text, &code, caller(1)).await;
        assert_eq!(shut(set.map(drop)), AccessFault::Password(fault), "{text}");
    }
    let offer = house.app.offer_password(&session).await.expect("offers");
    let set = house.app.choose_password(&session, &offer.reference, PASSWORD, "000000", caller(1)).await;
    assert_eq!(shut(set.map(drop)), AccessFault::Code, "the secret never arrived");
}

pub async fn a_weak_hash_is_made_anew(house: &House) {
    let (phone, _) = somebody(house).await;
    let strong = house.restart(Cost { memory_kib: 64, passes: 2 }).await;
    let account = typed(&strong, "mk.gia", PASSWORD, &phone.code(house), 1).await.expect("comes in").account;
    let mut tx = house.app.db().snapshot().await.expect("reads");
    let hash = store::credentials::secrets(&mut tx, account).await.expect("reads").hash.expect("a hash");
    assert!(hash.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{hash}");
    house.wait_s(30);
    assert!(typed(&strong, "mk.gia", PASSWORD, &phone.code(house), 1).await.is_ok());
}

pub async fn failures_stand_in_the_log(house: &House) {
    somebody(house).await;
    let before = house.app.ledger_state().await.expect("reads").size;
    for login in ["mk.gia", "khongco.gia"] {
        shut(typed(&house.app, login, "sai bét nhè rồi", "1", 3).await);
    }
    assert_eq!(house.app.ledger_state().await.expect("reads").size, before + 2);
    assert_eq!(house.entries().await.iter().take(2).collect::<Vec<_>>(), ["access sign_in", "access sign_in"]);
}
