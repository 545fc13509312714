//! What leaves the house and comes back: proofs, notes with the signatures of witnesses, a key that was replaced.

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::ledger::record;
use crate::{Desk, anlanh, stderr, stdout, text};

/// A data folder with a key.
struct House {
    desk: Desk,
    data: PathBuf,
}

impl House {
    fn new() -> Self {
        let desk = Desk::new();
        let data = desk.path("data");
        assert_eq!(anlanh(&["keys", "init", "--data", text(&data)]).status.code(), Some(0));
        Self { desk, data }
    }

    fn ledger(&self, args: &[&str]) -> Output {
        anlanh(&[&["ledger"], args, &["--data", text(&self.data)]].concat())
    }

    /// Standard output of a ledger command that must succeed, in a file.
    fn file(&self, name: &str, args: &[&str]) -> PathBuf {
        let done = self.ledger(args);
        assert_eq!(done.status.code(), Some(0), "{args:?}: {}", stderr(&done));
        self.desk.file(name, done.stdout)
    }

    fn rotate(&self) -> Output {
        anlanh(&["keys", "rotate", "--ledger", "--data", text(&self.data)])
    }

    /// The key that the ledger's page shows, as an outsider got it.
    fn key(&self) -> String {
        let status = stdout(&anlanh(&["keys", "status", "--data", text(&self.data)]));
        let line = status.lines().find_map(|line| line.split_once("anlanh/")).map(|(_, rest)| rest.to_owned());
        format!("anlanh/{}", line.expect("a public key").split_whitespace().next().expect("a word"))
    }
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("makes");
    for entry in std::fs::read_dir(from).expect("reads") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copied(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("copies");
        }
    }
}

fn check(args: &[&str]) -> Output {
    anlanh(&[&["ledger", "check"], args].concat())
}

#[test]
fn a_proof_of_one_entry_is_checked_with_the_public_key_alone() {
    let house = House::new();
    record(&house.desk, 1);
    let key = house.key();
    let proof = house.file("entry.tlog-proof", &["prove", "1"]);
    let good = check(&[text(&proof), "--key", &key]);
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    assert!(stdout(&good).contains("Mục 1 đứng trong sổ 2 mục đã ký."), "{}", stdout(&good));

    let forged = std::fs::read_to_string(&proof).expect("reads").replacen("index 1", "index 0", 1);
    let forged = house.desk.file("forged.tlog-proof", forged);
    let refused = check(&[text(&forged), "--key", &key]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("Hãy lấy lại tệp"), "{}", stderr(&refused));
    let none = house.ledger(&["prove", "99"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("sổ có 2 mục"), "{}", stderr(&none));
}

#[test]
fn an_exported_ledger_is_checked_with_the_public_key_alone() {
    let house = House::new();
    record(&house.desk, 1);
    let bundle = house.desk.path("ledger.bundle");
    assert_eq!(house.ledger(&["export", "--out", text(&bundle)]).status.code(), Some(0));
    let key = house.key();
    assert_eq!(check(&[text(&bundle), "--key", &key]).status.code(), Some(0));
    let mut bytes = std::fs::read(&bundle).expect("reads");
    let end = bytes.len() - 50;
    bytes[end] ^= 1;
    let spoiled = house.desk.file("spoiled.bundle", &bytes);
    let refused = check(&[text(&spoiled), "--key", &key]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("Mục 1 không còn như khi được ghi"), "{}", stderr(&refused));
    let stranger = House::new().key();
    let refused = check(&[text(&bundle), "--key", &stranger]);
    assert!(stderr(&refused).contains("khóa khác hoặc sổ khác"), "{}", stderr(&refused));
    // and the store itself by the public key, without the key file
    std::fs::remove_file(house.data.join("keys").join("ledger.key")).expect("removes");
    let sound = house.ledger(&["verify", "--key", &key]);
    assert!(stdout(&sound).contains("2 mục, 2 mục đã ký"), "{} {}", stdout(&sound), stderr(&sound));
    let other = house.ledger(&["verify", "--key", &stranger]);
    assert_eq!(other.status.code(), Some(1));
}

#[test]
fn a_replaced_key_goes_on_where_the_old_one_ended() {
    let house = House::new();
    record(&house.desk, 1);
    let (old, path) = (house.key(), house.data.join("keys").join("ledger.key"));
    let old_bytes = std::fs::read(&path).expect("the key");
    let kept = house.file("kept.txt", &["checkpoint"]);
    let done = house.rotate();
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert!(stdout(&done).contains("cả hai khóa đã ký cho 3 mục"), "{}", stdout(&done));
    assert_ne!(std::fs::read(&path).expect("the key"), old_bytes);
    record(&house.desk, 2);
    let sound = house.ledger(&["verify", "--from", text(&kept)]);
    assert!(stdout(&sound).contains("4 mục, 4 mục đã ký"), "{} {}", stdout(&sound), stderr(&sound));
    let bundle = house.desk.path("ledger.bundle");
    assert_eq!(house.ledger(&["export", "--out", text(&bundle)]).status.code(), Some(0));
    let good = check(&[text(&bundle), "--key", &old]);
    assert_eq!(good.status.code(), Some(0), "who knows the first key only: {}", stderr(&good));
    let new = house.key();
    assert_eq!(new.split('+').next(), old.split('+').next(), "the name stays");
    assert_ne!(new, old);
    assert_eq!(check(&[text(&bundle), "--key", &new]).status.code(), Some(0), "who knows the new one only");
    let known = house.ledger(&["verify", "--key", &old]);
    assert_eq!(known.status.code(), Some(0), "{}", stderr(&known));

    // the old key comes back: it signs nothing, and says what to do
    let new_bytes = std::fs::read(&path).expect("the key");
    std::fs::write(&path, &old_bytes).expect("writes");
    let refused = house.ledger(&["checkpoint"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("Hãy khởi động lại chương trình với tệp khóa mới"), "{}", stderr(&refused));
    std::fs::write(&path, &new_bytes).expect("writes");
    assert_eq!(house.rotate().status.code(), Some(0), "and again");
    assert_eq!(house.ledger(&["verify"]).status.code(), Some(0));
}

/// The files as they lie when the power fails between two steps.
#[test]
fn an_interrupted_replacement_is_finished_by_whoever_comes_next() {
    let house = House::new();
    record(&house.desk, 1);
    let keys = house.data.join("keys");
    let (path, next) = (keys.join("ledger.key"), keys.join("ledger-next.key"));
    let old = std::fs::read(&path).expect("the key");
    // the new key lies there, the store has not heard of it: the old one goes on
    let spare = House::new();
    std::fs::copy(spare.data.join("keys").join("ledger.key"), &next).expect("copies");
    assert_eq!(house.ledger(&["checkpoint"]).status.code(), Some(0));
    assert_eq!(std::fs::read(&path).expect("the key"), old);
    let new = std::fs::read(&next).expect("the new key");
    assert_eq!(house.rotate().status.code(), Some(0));
    assert_eq!(std::fs::read(&path).expect("the key"), new, "the one that lay there is taken");
    // the store has it, the files were not renamed
    std::fs::write(&path, &old).expect("writes");
    std::fs::write(&next, &new).expect("writes");
    set_private(&next);
    record(&house.desk, 2);
    assert_eq!(std::fs::read(&path).expect("the key"), new);
    assert!(!next.exists());
    let sound = house.ledger(&["verify"]);
    assert!(stdout(&sound).contains("4 mục, 4 mục đã ký"), "{} {}", stdout(&sound), stderr(&sound));
}

fn set_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("changes");
}

/// A witness with its key and memory in files.
struct Witness {
    key: PathBuf,
    state: PathBuf,
    public: String,
}

impl Witness {
    fn new(desk: &Desk, name: &str) -> Self {
        let (key, state) = (desk.path(&format!("{name}.key")), desk.path(&format!("{name}.state")));
        let made = anlanh(&["ledger", "new-witness", "--name", &format!("{name}.example/w"), "--out", text(&key)]);
        assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
        let said = stdout(&made);
        let public = said.lines().last().and_then(|line| line.split_whitespace().last()).expect("a key").to_owned();
        Self { key, state, public }
    }

    fn sign(&self, more: &[&str]) -> Output {
        let all = [&["ledger", "witness", "--state", text(&self.state), "--key", text(&self.key)], more].concat();
        anlanh(&all)
    }
}

#[test]
fn witnesses_sign_what_continues_and_find_a_split_view() {
    let house = House::new();
    let desk = &house.desk;
    let (one, two) = (Witness::new(desk, "w1"), Witness::new(desk, "w2"));
    record(desk, 1);
    let log = house.key();
    let first = house.file("first.txt", &["checkpoint"]);
    let unknown = one.sign(&[text(&first)]);
    assert!(stderr(&unknown).contains("--log"), "{}", stderr(&unknown));
    let signed = one.sign(&["--log", &log, text(&first)]);
    assert_eq!(signed.status.code(), Some(0), "{}", stderr(&signed));
    let signed = desk.file("first-signed.txt", signed.stdout);

    // nobody is named yet; then one is, and its signature is kept and given out
    let refused = house.ledger(&["cosign", text(&signed)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("keys/witnesses"), "{}", stderr(&refused));
    let named = format!("# giả định\n{}\n{}\n", one.public, two.public);
    std::fs::write(house.data.join("keys").join("witnesses"), named).expect("writes");
    let kept = house.ledger(&["cosign", text(&signed)]);
    assert!(stdout(&kept).contains("w1.example/w"), "{} {}", stdout(&kept), stderr(&kept));
    assert!(stdout(&house.ledger(&["checkpoint"])).contains("— w1.example/w "));

    // the house forks: what the second witness sees is not what the first has seen
    let other = House { data: desk.path("other"), desk: Desk::new() };
    copied(&house.data, &other.data);
    record(desk, 2);
    let again = other.ledger(&["verify"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    let list = other.desk.facts(&["14845,10000,50,0,3,10,0,0,none,40,3,0"]);
    let done = anlanh(&[
        "facts",
        "import",
        text(&list),
        "--year",
        "2025",
        "--source",
        "Báo cáo giả định",
        "--entered-by",
        "Người nhập giả định",
        "--data",
        text(&other.data),
    ]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let ours = house.file("ours.txt", &["checkpoint"]);
    let theirs = other.file("theirs.txt", &["checkpoint"]);
    let proof = house.file("proof.txt", &["consistency", "2", "3"]);
    let early = one.sign(&[text(&ours)]);
    assert_eq!(early.status.code(), Some(1), "no proof");
    assert_eq!(one.sign(&[text(&ours), text(&proof)]).status.code(), Some(0));
    assert_eq!(two.sign(&["--log", &log, text(&theirs)]).status.code(), Some(0), "it has seen no other");
    let memory = std::fs::read(&one.state).expect("a memory");
    for (witness, shown) in [(&one, &theirs), (&two, &ours)] {
        let refused = witness.sign(&[text(shown)]);
        assert_eq!(refused.status.code(), Some(1));
        let said = stderr(&refused);
        assert!(said.contains("Có hai bản ký khác nhau cho cùng 3 mục") && said.contains("báo thanh tra"), "{said}");
    }
    assert_eq!(std::fs::read(&one.state).expect("a memory"), memory, "what was refused is not remembered");
    let stale = one.sign(&[text(&first)]);
    assert!(stderr(&stale).contains("đã cũ"), "{}", stderr(&stale));
    // and the house itself is told when a witness brings the other past
    let foreign = two.sign(&["--log", &log, text(&theirs)]);
    let brought = desk.file(
        "brought.txt",
        if foreign.stdout.is_empty() { std::fs::read(&theirs).expect("reads") } else { foreign.stdout },
    );
    let refused = house.ledger(&["cosign", text(&brought)]);
    assert!(stderr(&refused).contains("Có hai bản ký khác nhau cho cùng 3 mục"), "{}", stderr(&refused));
}

#[test]
fn a_week_is_printed_with_its_root() {
    let house = House::new();
    record(&house.desk, 1);
    let week = stdout(&house.ledger(&["week"]));
    assert!(week.starts_with("Sổ cái, tuần "), "{week}");
    assert!(week.contains("chưa có bản ký nào"), "nothing was signed last week: {week}");
    let none = house.ledger(&["week", "--year", "2025", "--week", "54"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("1 đến 53"), "{}", stderr(&none));
}
