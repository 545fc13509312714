//! What `anlanh serve` does not start with: one seeded fault a row, and what the message must say.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use store::Db;
use store::query::sql;

use crate::crash::runtime;
use crate::powercut::server::{Server, let_in};
use crate::{Desk, text};

/// A fault: its name, how it is made, and what must stand in the refusal.
type Row = (&'static str, fn(&Stage), &'static [&'static str]);

/// Where a fault is made: a sound store, and what the server will be started with.
struct Stage {
    desk: Desk,
    env: std::cell::RefCell<Vec<(&'static str, String)>>,
    server: std::cell::RefCell<Option<Server>>,
}

const ON_A_FILE: &[Row] = &[
    ("in memory", |s| s.store("sqlite::memory:"), &["trong bộ nhớ", "sqlite:ĐƯỜNG-DẪN"]),
    ("an unknown scheme", |s| s.store("mysql://may/kho"), &["mysql:", "postgres://"]),
    ("locks off", |s| s.store(&format!("{}?vfs=unix-none", s.url())), &["sau dấu “?”", "sqlite:ĐƯỜNG-DẪN"]),
    ("said to be immutable", |s| s.store(&format!("{}?immutable=1", s.url())), &["sau dấu “?”"]),
    ("opened to read", |s| s.store(&format!("{}?mode=ro", s.url())), &["sau dấu “?”"]),
    ("a shared cache", |s| s.store(&format!("{}?cache=shared", s.url())), &["sau dấu “?”"]),
    ("a folder that is not there", |s| s.store("sqlite:/khong/co/kho.sqlite"), &["không khóa được", "thư mục"]),
    (
        "no database",
        |s| s.write(&s.file(), "Kính gửi ".repeat(2_000)),
        &["không phải là kho dữ liệu", "anlanh restore"],
    ),
    ("damaged pages after a sudden stop", Stage::damage, &["dừng đột ngột", "bị hỏng", "anlanh restore"]),
    ("made by a newer program", |s| s.ask(NEWER), &["phiên bản 9000", "bản An Lành mới hơn"]),
    ("made by another program", |s| s.ask(OTHER), &["phiên bản 2", "bản sao lưu"]),
    ("a clock gone back", |s| s.ask(FUTURE), &["ồng hồ"]),
    ("a folder open to others", |s| s.mode(&s.data(), 0o755), &["quyền 755", "chmod 700"]),
    ("a file open to others", Stage::expose, &["quyền 644", "chmod 600"]),
    ("a key open to others", |s| s.mode(&s.key(), 0o640), &["quyền 640", "chmod 600"]),
    ("a key that is none", |s| s.write(&s.key(), "khóa".to_owned()), &["không phải là khóa", "bản sao lưu"]),
    ("a second server", Stage::occupy, &["một “anlanh serve” khác", "dừng chương trình đó"]),
    ("a lock that cannot be taken", Stage::block_lock, &["không khóa được", "quyền ghi"]),
    ("parts for developers", |s| s.set("ANLANH_GALLERY", "1"), &["ANLANH_GALLERY", "unset"]),
    ("open to the network", |s| s.set("ANLANH_LISTEN", "0.0.0.0:0"), &["0.0.0.0:0", "127.0.0.1"]),
];

const ON_A_SERVER: &[Row] = &[
    ("nobody there", |s| s.store("postgres://anlanh@127.0.0.1:1/kho"), &["không với tới", "máy chủ đang chạy"]),
    ("a superuser", |s| s.store(&admin()), &["anlanh_admin", "superuser", "create role"]),
    ("above row security", Stage::above_rows, &["anlanh_above", "BYPASSRLS", "create role"]),
    ("a member of a role above", Stage::beside_rows, &["anlanh_member", "BYPASSRLS", "create role"]),
    ("row security not forced", Stage::unforced, &["bảng person ", "force row level security"]),
    ("row security off", Stage::unguarded, &["bảng access ", "enable row level security"]),
    ("answers before it is durable", Stage::hasty, &["synchronous_commit", "“off”"]),
];

const NEWER: &str = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
    select 9000, 'from the future', success, checksum, 0 from _sqlx_migrations where version = 1";
const OTHER: &str = "update _sqlx_migrations set checksum = (select checksum from _sqlx_migrations where version = 1)
    where version = 2";
const FUTURE: &str = "update ledger_head set recorded_at = recorded_at + 864000000 where id = 1";

fn admin() -> String {
    std::env::var("TEST_PG_ADMIN_URL").expect("asked before")
}

/// An address as another role.
fn as_role(url: &str, role: &str) -> String {
    let (_, place) = url.split_once('@').expect("an address names its role");
    format!("postgres://{role}@{place}")
}

impl Stage {
    /// A store made by a server that ended in order.
    fn new() -> Self {
        let desk = Desk::new();
        let_in(&desk.path("data"));
        let server = Server::start(Command::new(env!("CARGO_BIN_EXE_anlanh")), &desk.path("data"));
        assert_eq!(server.record(1), 303);
        server.stop();
        Self { desk, env: Vec::new().into(), server: None.into() }
    }

    fn data(&self) -> PathBuf {
        self.desk.path("data")
    }

    fn file(&self) -> PathBuf {
        self.data().join("anlanh.sqlite")
    }

    fn key(&self) -> PathBuf {
        self.data().join("keys").join("ledger.key")
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.file().display())
    }

    fn set(&self, name: &'static str, value: &str) {
        self.env.borrow_mut().push((name, value.to_owned()));
    }

    fn store(&self, url: &str) {
        self.set("DATABASE_URL", url);
    }

    fn write(&self, path: &Path, bytes: String) {
        std::fs::write(path, bytes).expect("writable");
        self.mode(path, 0o600);
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours in the table")]
    fn mode(&self, path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("our own");
    }

    fn ask(&self, text: &'static str) {
        change(&self.url(), text);
    }

    fn damage(&self) {
        let mut bytes = std::fs::read(self.file()).expect("readable");
        let half = bytes.len() / 2;
        bytes[half..].fill(0xa5);
        std::fs::write(self.file(), bytes).expect("writable");
        // what a program that was killed leaves behind
        std::fs::write(self.data().join("anlanh.sqlite-wal"), [0; 64]).expect("writable");
    }

    fn expose(&self) {
        let folder = self.desk.path("chung");
        std::fs::create_dir(&folder).expect("writable");
        self.mode(&folder, 0o755);
        let file = folder.join("kho.sqlite");
        std::fs::copy(self.file(), &file).expect("copied");
        self.mode(&file, 0o644);
        self.store(&format!("sqlite:{}", file.display()));
    }

    /// Another server has the store, by another name of the same file.
    fn occupy(&self) {
        let server = Server::start(Command::new(env!("CARGO_BIN_EXE_anlanh")), &self.data());
        self.server.replace(Some(server));
        let other = self.desk.path("ten-khac");
        std::os::unix::fs::symlink(self.data(), &other).expect("linked");
        self.set("ANLANH_DATA", text(&other));
    }

    fn block_lock(&self) {
        let lock = self.data().join("anlanh.sqlite.lock");
        std::fs::remove_file(&lock).expect("left by the server before");
        std::fs::create_dir(lock).expect("writable");
    }

    fn above_rows(&self) {
        change(&admin(), "drop role if exists anlanh_above");
        change(&admin(), "create role anlanh_above login bypassrls");
        self.store(&as_role(&admin(), "anlanh_above"));
    }

    fn beside_rows(&self) {
        change(&admin(), "drop role if exists anlanh_member, anlanh_beside");
        change(&admin(), "create role anlanh_beside bypassrls");
        change(&admin(), "create role anlanh_member login in role anlanh_beside");
        self.store(&as_role(&admin(), "anlanh_member"));
    }

    fn unforced(&self) {
        self.loosened(
            "create schema if not exists anlanh_unforced",
            "anlanh_unforced",
            "alter table person no force row level security",
        );
    }

    fn unguarded(&self) {
        self.loosened(
            "create schema if not exists anlanh_open",
            "anlanh_open",
            "alter table access disable row level security",
        );
    }

    /// A store that is whole but for a rule that somebody took back.
    fn loosened(&self, make: &'static str, schema: &str, loosen: &'static str) {
        let server = std::env::var("TEST_PG_URL").expect("asked before");
        change(&server, make);
        let url = format!("{server}?options[search_path]={schema}");
        runtime().block_on(async {
            let db = Db::open(&url).await.expect("opens");
            db.migrate().await.expect("migrates");
            db.close().await;
        });
        change(&url, loosen);
        self.store(&url);
    }

    fn hasty(&self) {
        let url = std::env::var("TEST_PG_URL").expect("asked before");
        self.store(&format!("{url}?options[synchronous_commit]=off"));
    }

    /// Starts the server as it is set and gives what it said instead of its address.
    fn refused(&self, name: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anlanh"));
        command.args(["serve"]).env("ANLANH_DATA", self.data()).env("ANLANH_LISTEN", "127.0.0.1:0");
        command.env_remove("DATABASE_URL").env_remove("ANLANH_LANG").env_remove("ANLANH_GALLERY");
        command.envs(self.env.borrow().iter().cloned());
        match Server::of(command) {
            Ok(server) => {
                server.kill();
                server.wait();
                panic!("{name}: the server started")
            }
            Err(why) => why,
        }
    }
}

fn change(url: &str, text: &'static str) {
    runtime().block_on(async {
        let db = Db::open(url).await.expect("opens");
        let mut tx = db.begin().await.expect("begins");
        tx.run(sql(text)).await.expect("changes");
        tx.commit().await.expect("commits");
        db.close().await;
    });
}

fn try_rows(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (name, seed, says) in rows {
        let stage = Stage::new();
        seed(&stage);
        let said = stage.refused(name);
        if let Some(running) = stage.server.take() {
            running.stop();
        }
        wrong.extend(
            says.iter().filter(|part| !said.contains(**part)).map(|part| format!("{name}: no “{part}” in:\n{said}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} seeded faults, each refused with what to do", rows.len());
}

#[test]
fn a_server_on_a_file_refuses_each_of_twenty_faults() {
    assert!(ON_A_FILE.len() >= 20);
    try_rows(ON_A_FILE);
}

#[test]
fn a_server_on_postgresql_refuses_what_would_not_keep_its_word() {
    if std::env::var("TEST_PG_URL").and(std::env::var("TEST_PG_ADMIN_URL")).is_err() {
        let must = std::env::var("CI").as_deref() == Ok("true");
        assert!(!must, "TEST_PG_URL and TEST_PG_ADMIN_URL are not set: in CI this must run");
        println!("skipped: TEST_PG_URL and TEST_PG_ADMIN_URL are not set");
        return;
    }
    try_rows(ON_A_SERVER);
}

/// On a server of its own, for it is changed as a whole.
#[test]
fn a_postgresql_that_can_lose_or_spoil_pages_is_refused() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
    if std::env::var("TEST_PG_URL").is_err() {
        println!("skipped: TEST_PG_URL is not set, so no PostgreSQL is wanted here");
        return;
    }
    let started = Command::new(&script).args(["start", "--no-instructions"]).output().expect("the script runs");
    assert!(started.status.success(), "{}", crate::stderr(&started));
    let said = crate::stdout(&started);
    let value = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).expect("told").to_owned();
    let (url, admin, dir) = (value("TEST_PG_URL="), value("TEST_PG_ADMIN_URL="), value("TEST_PG_DIR="));
    let mut wrong = Vec::new();
    let mut expect = |name: &str, says: &[&str]| {
        let stage = Stage::new();
        stage.store(&url);
        let said = stage.refused(name);
        wrong.extend(
            says.iter().filter(|part| !said.contains(**part)).map(|part| format!("{name}: no “{part}” in:\n{said}")),
        );
    };
    expect("no checksums", &["data_checksums", "pg_checksums --enable"]);
    for setting in ["full_page_writes", "fsync"] {
        // the program would refuse this server, so its own client is asked
        for text in [&format!("alter system set {setting} = off"), "select pg_reload_conf()", "select pg_sleep(0.5)"] {
            let done = Command::new("psql").args([&admin, "-qAtc", text]).output().expect("psql comes with the server");
            assert!(done.status.success(), "{}", crate::stderr(&done));
        }
        expect(setting, &[setting, "“off”", &format!("{setting} = on")]);
    }
    let stopped = Command::new(&script).args(["stop", &dir]).status().expect("the script runs");
    assert!(stopped.success() && wrong.is_empty(), "{}", wrong.join("\n"));
}
