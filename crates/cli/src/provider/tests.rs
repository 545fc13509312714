//! Against a real provider program, npm's `oidc-provider`, on loopback (`e2e/provider/server.mjs`). Everybody in it is
//! fictitious (giả định). Without Node.js and its packages the tests say that they were skipped; in CI they must run.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use app::accounts::NewAccount;
use app::keyring::Keyring;
use app::signin::{AccessFault, Caller, Cost, Desk, Returned, Settings, SignedIn};
use app::{App, Problem};
use domain::accounts::{AccountId, Method};
use store::credentials;
use testkit::{MemoryKeys, TestDb};

use super::*;
use crate::wiring;

/// Nobody listens there: the browser's way ends with the address.
const REDIRECT: &str = "http://127.0.0.1:1/dang-nhap/giadinh";
const CLIENT: &str = "anlanh-giadinh";
/// With what has to be escaped on the way: basic authentication carries it form-encoded (RFC 6749, 2.3.1).
const SECRET: &str = "bi mat+gia/dinh=&%";

/// The provider's program, which ends with its input.
struct Running {
    child: Child,
    issuer: String,
    control: String,
    /// It goes on telling, and would end if nobody could hear it.
    _said: BufReader<ChildStdout>,
}

impl Running {
    fn start() -> Option<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let must = std::env::var("CI").as_deref() == Ok("true");
        if !root.join("node_modules/oidc-provider").is_dir() {
            assert!(!must, "node_modules/oidc-provider is missing: in CI this must run (npm ci)");
            println!("skipped: node_modules/oidc-provider is missing (npm ci)");
            return None;
        }
        let mut program = Command::new("node");
        program.arg(root.join("e2e/provider/server.mjs")).args([REDIRECT, CLIENT, SECRET]).current_dir(&root);
        let started = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = started.expect("node starts");
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        said.read_line(&mut line).expect("it says where it is");
        let at: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let of = |name: &str| at[name].as_str().expect("a text").to_owned();
        Some(Self { child, issuer: of("issuer"), control: of("control"), _said: said })
    }

    /// What the script answers at its other address.
    fn tell(&self, path: &str, values: &[(&str, &str)]) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish();
        let mut stream = TcpStream::connect(&self.control).expect("listens");
        write!(stream, "GET {path}?{query} HTTP/1.0\r\n\r\n").expect("asks");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answers");
        answer.split_once("\r\n\r\n").expect("head and body").1.to_owned()
    }

    /// Signs somebody in at the provider; the address to which it sends the browser back.
    fn browse(&self, url: &Url, subject: &str) -> Url {
        let back = self.tell("/browse", &[("url", url.as_str()), ("subject", subject)]);
        back.parse().unwrap_or_else(|_| panic!("the provider said: {back}"))
    }

    fn spoil(&self, how: &str) {
        assert_eq!(self.tell("/spoil", &[("how", how)]), "spoilt", "{how}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// An installation with one account, joined to `canbo-0001` of the provider.
struct House {
    app: App,
    account: AccountId,
    running: Running,
    records: TestDb,
    ring: TestDb,
    _folder: tempfile::TempDir,
}

impl House {
    async fn open() -> Option<Self> {
        let running = Running::start()?;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret");
        write_secret(&file, &format!("{SECRET}\n"), 0o600);
        let named = Named {
            issuer: running.issuer.clone(),
            client: CLIENT.to_owned(),
            secret_file: Some(file),
            authorities: None,
        };
        let provider = provider(&named, REDIRECT.to_owned(), Lang::Vi).expect("fits");
        let (records, ring) = (TestDb::sqlite().await, TestDb::keyring_sqlite().await);
        let app = wiring::over(records.db.clone(), false, Lang::Vi).await.expect("opens");
        let keyring = Keyring::open(ring.db.clone(), Arc::new(MemoryKeys::new()), wiring::sources()).await;
        assert!(app.open_files_with(keyring.expect("opens")));
        let settings = Settings {
            origin: "http://localhost:1".parse().expect("an address"),
            rp_id: "localhost".to_owned(),
            name: "An Lành giả định".to_owned(),
            cost: Cost::LEAST,
            provider: Some(provider),
        };
        assert!(app.sign_in_at(Desk::new(settings).unwrap_or_else(|fault| panic!("{fault}"))));
        let new =
            NewAccount {
                login: "canbo.gia".to_owned(), name: "Cán bộ giả định".to_owned(), ..NewAccount::default()
            };
        let account = app.create_locally(new, true).await.expect("an account").account;
        let mut tx = records.db.begin().await.expect("begins");
        let joined = (running.issuer.as_str(), "canbo-0001");
        let at = (wiring::sources().now)();
        credentials::link(&mut tx, account, joined, at, &testkit::build::deed("link")).await.expect("joins");
        tx.commit().await.expect("commits");
        Some(Self { app, account, running, records, ring, _folder: folder })
    }

    /// Goes out and comes back: what the browser holds, and the address that it comes back to.
    async fn out(&self, subject: &str) -> (String, Url) {
        let sending = self.app.sign_in_with_provider_start().await.expect("sends");
        (sending.reference, self.running.browse(&sending.url, subject))
    }

    async fn back(&self, reference: &str, returned: &Url) -> Result<SignedIn, Problem> {
        let of = |name: &str| returned.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let (state, code) = (of("state").unwrap_or_default(), of("code").unwrap_or_default());
        let (issuer, caller) = (of("iss"), Caller { address: None, request: (wiring::sources().new_id)() });
        let returned = Returned { state: &state, code: &code, issuer: issuer.as_deref() };
        self.app.sign_in_with_provider_finish(reference, returned, caller).await
    }

    async fn finish(self) {
        drop(self.app);
        self.records.finish().await;
        self.ring.finish().await;
    }
}

#[track_caller]
fn shut(what: &str, outcome: Result<SignedIn, Problem>) -> AccessFault {
    match outcome {
        Err(Problem::Access(fault)) => fault,
        Err(other) => panic!("{what}: {other:?}"),
        Ok(_) => panic!("{what}: it was let in"),
    }
}

#[tokio::test]
async fn whoever_the_provider_names_comes_in_once() {
    let Some(house) = House::open().await else { return };
    for _ in 0..3 {
        let (reference, returned) = house.out("canbo-0001").await;
        let signed_in = house.back(&reference, &returned).await.expect("comes in");
        assert_eq!((signed_in.account, signed_in.method), (house.account, Method::Provider));
        let who = house.app.who(&signed_in.reference).await.expect("asks").expect("is in");
        assert_eq!(who.account, house.account);
        // the same way back a second time
        assert!(matches!(shut("replayed", house.back(&reference, &returned).await), AccessFault::Stale));
    }
    let (reference, returned) = house.out("canbo-0002").await;
    assert!(matches!(shut("not joined", house.back(&reference, &returned).await), AccessFault::NotLinked));
    house.finish().await;
}

#[tokio::test]
async fn codes_and_states_of_others_are_refused() {
    let Some(house) = House::open().await else { return };
    let exchange = |of: &Url, with: &Url, name: &str| {
        let other = with.query_pairs().find(|(key, _)| key == name).expect("is there").1.into_owned();
        let pairs: Vec<(String, String)> = of
            .query_pairs()
            .map(|(key, value)| (key.to_string(), if key == name { other.clone() } else { value.into_owned() }))
            .collect();
        let mut made = of.clone();
        made.query_pairs_mut().clear().extend_pairs(pairs);
        made
    };
    // a code was used: a new way out with it
    let (reference, used) = house.out("canbo-0001").await;
    house.back(&reference, &used).await.expect("comes in");
    let (reference, fresh) = house.out("canbo-0001").await;
    shut("a code used twice", house.back(&reference, &exchange(&fresh, &used, "code")).await);
    // two browsers at once: the code of one brought back by the other
    let ((one, to_one), (other, to_other)) = (house.out("canbo-0001").await, house.out("canbo-0001").await);
    shut("another's code", house.back(&one, &exchange(&to_one, &to_other, "code")).await);
    shut("another's state", house.back(&other, &exchange(&to_other, &to_one, "state")).await);
    let (reference, returned) = house.out("canbo-0001").await;
    let elsewhere = "http://127.0.0.1:1/?iss=https%3A%2F%2Fanother.example".parse().expect("an address");
    shut("another provider sent it back", house.back(&reference, &exchange(&returned, &elsewhere, "iss")).await);
    house.finish().await;
}

/// What a provider's own key can be made to sign, and what passes for a signature.
const SPOILT: [&str; 14] = [
    "nonce", "audience", "issuer", "expired", "old", "party", "forged", "none", "mac", "subject", "missing", "moved",
    "huge", "page",
];

#[tokio::test]
async fn every_spoilt_token_of_a_real_provider_is_refused() {
    let Some(house) = House::open().await else { return };
    let (reference, returned) = house.out("canbo-0001").await;
    house.running.spoil("nothing");
    house.back(&reference, &returned).await.expect("signed anew and otherwise as it was: comes in");
    for how in SPOILT {
        let (reference, returned) = house.out("canbo-0001").await;
        house.running.spoil(how);
        let fault = shut(how, house.back(&reference, &returned).await);
        assert!(matches!(fault, AccessFault::Provider(_)), "{how}: {fault:?}");
    }
    house.finish().await;
}

fn get(address: &str) -> Sent {
    http::Request::builder().uri(address).body(Vec::new()).expect("a request")
}

#[tokio::test]
async fn only_the_issuers_origin_is_called() {
    let Some(running) = Running::start() else { return };
    let issuer: Url = running.issuer.parse().expect("an address");
    let fetch = fetch(&issuer, None);
    let known = format!("{issuer}.well-known/openid-configuration");
    assert_eq!(fetch(get(&known)).await.expect("answers").status(), 200);
    assert_eq!(fetch(get(&format!("{issuer}nowhere"))).await.expect("answers").status(), 404);
    let port = issuer.port().expect("a port");
    for other in [
        format!("http://{}/browse", running.control),
        format!("http://localhost:{port}/.well-known/openid-configuration"),
        format!("https://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}@127.0.0.2/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        let refused = fetch(get(&other)).await.expect_err(&other);
        assert_eq!(refused.to_string(), "not reached: an address that is not the issuer's", "{other}");
    }
}

fn write_secret(path: &Path, text: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, text).expect("writes");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("sets");
}

#[test]
fn what_is_set_up_wrongly_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    write_secret(&at("open"), "bí mật giả định", 0o644);
    write_secret(&at("empty"), " \n", 0o600);
    write_secret(&at("no.pem"), "không phải chứng thư", 0o600);
    let good = Named {
        issuer: "https://id.example".to_owned(),
        client: CLIENT.to_owned(),
        secret_file: None,
        authorities: None,
    };
    provider(&good, REDIRECT.to_owned(), Lang::Vi).expect("a public client of a provider with https");
    let with = |change: &dyn Fn(&mut Named)| {
        let mut named = good.clone();
        change(&mut named);
        provider(&named, REDIRECT.to_owned(), Lang::Vi).expect_err("refused").say(Lang::Vi)
    };
    for (told, remedy) in [
        (with(&|named| "http://id.example".clone_into(&mut named.issuer)), "https://"),
        (with(&|named| "id.example".clone_into(&mut named.issuer)), "--provider-issuer"),
        (with(&|named| named.secret_file = Some(at("open"))), "chmod 600"),
        (with(&|named| named.secret_file = Some(at("empty"))), "trên một dòng"),
        (with(&|named| named.secret_file = Some(at("nothing"))), "kiểm tra đường dẫn"),
        (with(&|named| named.authorities = Some(at("no.pem"))), "BEGIN CERTIFICATE"),
    ] {
        assert!(told.contains(remedy), "{told}");
    }
}
