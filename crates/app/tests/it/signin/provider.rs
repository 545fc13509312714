//! A malicious identity provider: each thing it can say wrong is refused, and only what it says right lets in.

use std::sync::{Arc, Mutex};

use app::Problem;
use app::signin::{AccessFault, Provider, ProviderSettings, Returned, Sent, SignedIn, Unreached};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use domain::access::{NATION, Role};
use domain::units::Level;
use openidconnect::http::Response;
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::ground::{House, caller, office, shut};

const ISSUER: &str = "https://id.test";
const CLIENT: &str = "anlanh";
const SECRET: &str = "bí mật giả định của máy khách, dài hơn ba mươi hai";
const SUBJECT: &str = "canbo-0001";

/// How a token is signed.
#[derive(Clone, Copy)]
enum Sign {
    Rightly,
    NotAtAll,
    ByAnotherKey,
    ByZeros,
    ByMacOfPublicKey,
    ByMacOfSecret,
}

/// What the provider says at its token address and of itself, and what the browser brings back.
#[derive(Clone)]
struct Says {
    about_itself: Value,
    header: Value,
    claims: Value,
    sign: Sign,
    swap_claims: Option<Value>,
    answer: Value,
    with_id_token: bool,
    html: bool,
    state: Option<String>,
    issuer: Option<String>,
    code: String,
}

struct Issuer {
    pair: EcdsaKeyPair,
    other: EcdsaKeyPair,
    says: Option<Says>,
    used: Vec<String>,
}

type Shared = Arc<Mutex<Issuer>>;

fn pair() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a pair");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref(), &random).expect("a pair")
}

fn jwk(pair: &EcdsaKeyPair) -> Value {
    let point = pair.public_key().as_ref();
    json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "k1",
            "x": B64.encode(&point[1..33]), "y": B64.encode(&point[33..65]) })
}

impl Issuer {
    fn token(&self, says: &Says) -> String {
        let part = |value: &Value| B64.encode(value.to_string());
        let signed = format!("{}.{}", part(&says.header), part(&says.claims));
        let random = SystemRandom::new();
        let mac = |key: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), signed.as_bytes()).as_ref().to_vec();
        let signature = match says.sign {
            Sign::Rightly => self.pair.sign(&random, signed.as_bytes()).expect("signs").as_ref().to_vec(),
            Sign::ByAnotherKey => self.other.sign(&random, signed.as_bytes()).expect("signs").as_ref().to_vec(),
            Sign::NotAtAll => Vec::new(),
            Sign::ByZeros => vec![0; 64],
            Sign::ByMacOfPublicKey => mac(self.pair.public_key().as_ref()),
            Sign::ByMacOfSecret => mac(SECRET.as_bytes()),
        };
        let claims = says.swap_claims.as_ref().unwrap_or(&says.claims);
        format!("{}.{}.{}", part(&says.header), part(claims), B64.encode(signature))
    }

    fn answer(&mut self, sent: &Sent) -> (u16, Value) {
        let says = self.says.clone().expect("a plan");
        match sent.uri().path() {
            "/.well-known/openid-configuration" => (200, says.about_itself),
            "/jwks" => (200, json!({ "keys": [jwk(&self.pair)] })),
            "/token" => {
                let body = String::from_utf8_lossy(sent.body()).into_owned();
                let field = |name: &str| {
                    let start = format!("{name}=");
                    body.split('&').find_map(|part| part.strip_prefix(&start)).map(str::to_owned)
                };
                let code = field("code").unwrap_or_default();
                let verifier = field("code_verifier").unwrap_or_default();
                let challenge = B64.encode(digest(&SHA256, verifier.as_bytes()));
                if self.used.contains(&code) || code != format!("for-{challenge}") {
                    return (400, json!({ "error": "invalid_grant" }));
                }
                self.used.push(code);
                let mut answer = says.answer.clone();
                if says.with_id_token {
                    answer["id_token"] = json!(self.token(&says));
                }
                (200, if says.html { json!("<html>") } else { answer })
            }
            _ => (404, json!({})),
        }
    }
}

fn provider(issuer: &Shared) -> Provider {
    let settings = ProviderSettings {
        issuer: ISSUER.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(SECRET.to_owned()),
        redirect: "https://anlanh.test/dang-nhap/tro-ve".to_owned(),
    };
    let issuer = Arc::clone(issuer);
    let fetch = move |sent: Sent| -> std::pin::Pin<Box<dyn Future<Output = Result<_, Unreached>> + Send>> {
        let (status, body) = issuer.lock().expect("no panic while held").answer(&sent);
        let answer = Response::builder().status(status).header("content-type", "application/json");
        let answer = answer.body(body.to_string().into_bytes()).map_err(|_| Unreached("made badly"));
        Box::pin(async move { answer })
    };
    Provider::new(settings, Arc::new(fetch)).unwrap_or_else(|fault| panic!("{fault}"))
}

fn honest(now_s: i64) -> Says {
    Says {
        about_itself: json!({
            "issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/auth"),
            "token_endpoint": format!("{ISSUER}/token"), "jwks_uri": format!("{ISSUER}/jwks"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "authorization_response_iss_parameter_supported": true,
        }),
        header: json!({ "alg": "ES256", "kid": "k1" }),
        claims: json!({ "iss": ISSUER, "aud": CLIENT, "sub": SUBJECT, "exp": now_s + 300, "iat": now_s }),
        sign: Sign::Rightly,
        swap_claims: None,
        answer: json!({ "access_token": "t", "token_type": "Bearer" }),
        with_id_token: true,
        html: false,
        state: None,
        issuer: Some(ISSUER.to_owned()),
        code: String::new(),
    }
}

/// One visit: there and back, with whatever the provider then says.
async fn visit(house: &House, issuer: &Shared, spoil: impl Fn(&mut Says)) -> Result<SignedIn, Problem> {
    let mut says = honest(house.now().as_second());
    issuer.lock().expect("no panic while held").says = Some(says.clone());
    let sending = house.app.sign_in_with_provider_start().await?;
    let asked = |name: &str| {
        let found = sending.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        found.expect("in the address")
    };
    assert_eq!(asked("code_challenge_method"), "S256");
    says.claims["nonce"] = json!(asked("nonce"));
    says.code = format!("for-{}", asked("code_challenge"));
    spoil(&mut says);
    let (state, from) = (says.state.clone().unwrap_or_else(|| asked("state")), says.issuer.clone());
    let code = says.code.clone();
    issuer.lock().expect("no panic while held").says = Some(says);
    let returned = Returned { state: &state, code: &code, issuer: from.as_deref() };
    // each from a network of its own: throttling is another test's
    house.app.sign_in_with_provider_finish(&sending.reference, returned, caller(house_place())).await
}

fn house_place() -> u8 {
    static NEXT: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(30);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

/// A fresh house whose desk knows the issuer, with one officer joined to [`SUBJECT`].
async fn joined() -> (House, Shared) {
    let issuer: Shared = Arc::new(Mutex::new(Issuer { pair: pair(), other: pair(), says: None, used: Vec::new() }));
    let house = House::with(provider(&issuer)).await;
    let unit = house.unit(Level::Commune, "14845");
    let admin = house.officer("quantri.gia", &[(Role::PlatformAdmin, NATION)]).await;
    let officer = house.officer("canbo.gia", &[(Role::FileOfficer, unit)]).await;
    let session = house.session(&admin.reference).await;
    let linked = house.app.link_provider(&session, office(&session), NATION, officer.account, SUBJECT).await;
    linked.expect("joined");
    (house, issuer)
}

type Spoil = fn(&mut Says);

const LIES: &[(&str, Spoil)] = &[
    ("alg none", |s| (s.header, s.sign) = (json!({ "alg": "none" }), Sign::NotAtAll)),
    ("alg None, written oddly", |s| (s.header, s.sign) = (json!({ "alg": "NoNe", "kid": "k1" }), Sign::NotAtAll)),
    ("alg none with a signature", |s| s.header = json!({ "alg": "none", "kid": "k1" })),
    ("no alg", |s| s.header = json!({ "kid": "k1" })),
    ("HS256 by the public key", |s| {
        (s.header, s.sign) = (json!({ "alg": "HS256", "kid": "k1" }), Sign::ByMacOfPublicKey);
    }),
    ("HS256 by our secret", |s| (s.header, s.sign) = (json!({ "alg": "HS256" }), Sign::ByMacOfSecret)),
    ("RS256 over an elliptic key", |s| s.header = json!({ "alg": "RS256", "kid": "k1" })),
    ("ES384 over a P-256 key", |s| s.header = json!({ "alg": "ES384", "kid": "k1" })),
    ("another key of the same name", |s| s.sign = Sign::ByAnotherKey),
    ("another key of another name", |s| {
        (s.header, s.sign) = (json!({ "alg": "ES256", "kid": "k2" }), Sign::ByAnotherKey);
    }),
    ("a signature of zeros", |s| s.sign = Sign::ByZeros),
    ("no signature", |s| s.sign = Sign::NotAtAll),
    ("claims altered after signing", |s| {
        let mut other = s.claims.clone();
        other["sub"] = json!("somebody-else");
        s.swap_claims = Some(other);
    }),
    ("another audience", |s| s.claims["aud"] = json!("another-client")),
    ("another audience beside us", |s| s.claims["aud"] = json!([CLIENT, "another-client"])),
    ("an empty audience", |s| s.claims["aud"] = json!([])),
    ("another issuer in the token", |s| s.claims["iss"] = json!("https://evil.test")),
    ("our issuer with a slash", |s| s.claims["iss"] = json!(format!("{ISSUER}/"))),
    ("another nonce", |s| s.claims["nonce"] = json!("another")),
    ("no nonce", |s| drop(s.claims.as_object_mut().and_then(|claims| claims.remove("nonce")))),
    ("expired", |s| s.claims["exp"] = json!(s.claims["iat"].as_i64().unwrap_or_default() - 1)),
    ("no expiry", |s| drop(s.claims.as_object_mut().and_then(|claims| claims.remove("exp")))),
    ("issued an hour ago", |s| s.claims["iat"] = json!(s.claims["iat"].as_i64().unwrap_or_default() - 3600)),
    ("issued tomorrow", |s| s.claims["iat"] = json!(s.claims["iat"].as_i64().unwrap_or_default() + 86_400)),
    ("no subject", |s| drop(s.claims.as_object_mut().and_then(|claims| claims.remove("sub")))),
    ("issued to another party", |s| s.claims["azp"] = json!("another-client")),
    ("another access token", |s| s.claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA")),
    ("no id token", |s| s.with_id_token = false),
    ("a page instead of an answer", |s| s.html = true),
    ("another state", |s| s.state = Some("another".to_owned())),
    ("no state", |s| s.state = Some(String::new())),
    ("mix-up: another issuer sent the browser back", |s| s.issuer = Some("https://evil.test".to_owned())),
    ("mix-up: the issuer is not named", |s| s.issuer = None),
    ("somebody else's code", |s| "for-another".clone_into(&mut s.code)),
    ("an empty code", |s| s.code.clear()),
];

#[tokio::test]
async fn each_lie_of_a_provider_is_refused() {
    let (house, issuer) = joined().await;
    assert!(visit(&house, &issuer, |_| {}).await.is_ok(), "the honest one lets in");
    for (lie, spoil) in LIES {
        let refused = shut(visit(&house, &issuer, spoil).await);
        assert!(matches!(refused, AccessFault::Provider(_)), "{lie}: {refused:?}");
    }
    assert!(visit(&house, &issuer, |_| {}).await.is_ok(), "and still does");
    house.finish().await;
}

#[tokio::test]
async fn a_visit_is_good_once_and_for_one_browser() {
    let (house, issuer) = joined().await;
    issuer.lock().expect("no panic while held").says = Some(honest(house.now().as_second()));
    let mine = house.app.sign_in_with_provider_start().await.expect("sends");
    let theirs = house.app.sign_in_with_provider_start().await.expect("sends");
    let state = |sending: &app::signin::Sending| {
        let found = sending.url.query_pairs().find(|(key, _)| key == "state").map(|(_, value)| value.into_owned());
        found.expect("in the address")
    };
    let back = |state| Returned { state, code: "for-x", issuer: Some(ISSUER) };
    let (their_state, my_state) = (state(&theirs), state(&mine));
    let planted = house.app.sign_in_with_provider_finish(&mine.reference, back(&their_state), caller(3)).await;
    assert_eq!(shut(planted), AccessFault::Provider("state"), "another browser's way back");
    let again = house.app.sign_in_with_provider_finish(&mine.reference, back(&my_state), caller(4)).await;
    assert_eq!(shut(again), AccessFault::Stale, "used up");
    house.wait_s(300);
    let late = house.app.sign_in_with_provider_finish(&theirs.reference, back(&their_state), caller(5)).await;
    assert_eq!(shut(late), AccessFault::Stale, "too late");
    house.finish().await;
}

#[tokio::test]
async fn nobody_gets_an_account_from_a_provider() {
    let (house, issuer) = joined().await;
    let unknown = visit(&house, &issuer, |s| s.claims["sub"] = json!("nobody-here")).await;
    assert_eq!(shut(unknown), AccessFault::NotLinked);
    let session = house.session(&visit(&house, &issuer, |_| {}).await.expect("comes in").reference).await;
    assert_eq!(session.login, "canbo.gia");
    house.finish().await;
}

#[tokio::test]
async fn nobody_at_the_provider_has_two_accounts_here() {
    let (house, _) = joined().await;
    let admin = house.officer("quantri.hai.gia", &[(Role::PlatformAdmin, NATION)]).await;
    let other = house.officer("canbo.hai.gia", &[(Role::FileOfficer, house.unit(Level::Commune, "14845"))]).await;
    let session = house.session(&admin.reference).await;
    let link = |subject| house.app.link_provider(&session, office(&session), NATION, other.account, subject);
    assert_eq!(shut(link(SUBJECT).await), AccessFault::Joined);
    link("canbo-hai").await.expect("somebody else of the provider");
    house.finish().await;
}

#[tokio::test]
async fn a_provider_that_says_it_is_another_is_not_asked() {
    let issuer: Shared = Arc::new(Mutex::new(Issuer { pair: pair(), other: pair(), says: None, used: Vec::new() }));
    let house = House::with(provider(&issuer)).await;
    let mut says = honest(house.now().as_second());
    says.about_itself["issuer"] = json!("https://evil.test");
    issuer.lock().expect("no panic while held").says = Some(says);
    assert_eq!(shut(house.app.sign_in_with_provider_start().await.map(drop)), AccessFault::Provider("discovery"));
    let open = ProviderSettings {
        issuer: "http://id.test".to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: None,
        redirect: "https://anlanh.test/".to_owned(),
    };
    let refused = Provider::new(open, Arc::new(|_| Box::pin(async { Err(Unreached("never asked")) })));
    assert!(refused.is_err(), "anybody can listen");
    house.finish().await;
}
