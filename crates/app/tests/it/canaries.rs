//! Six hundred canaries (and forty more) are put into files through the use cases; no copy on any medium may show one (C24).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::persons::{Form, Number, Purpose};
use domain::persons::{Class, Field};
use testkit::TestDb;
use tracing_subscriber::fmt::MakeWriter;

use crate::persons::{HERE, Registry, asking, filed, person};

/// Files, each with six canaries, and some with two more.
const FILES: u64 = 100;

/// One person's: two names, telephone, two addresses, a parent's name, and two numbers. No other text has them in it.
fn canaries(n: u64) -> [(Field, String); 8] {
    [
        (Field::FullName, format!("Giả Hoàng-Yến-Vàng {n:04} Kền")),
        (Field::OtherName, format!("Giả Hoàng-Yến-Vàng {n:04} Két")),
        (Field::Phone, format!("+84999{n:06}")),
        (Field::Dwelling, format!("Ngõ Hoàng-Yến-Vàng {n:04} Quạc")),
        (Field::Workplace, format!("Xưởng Hoàng-Yến-Vàng {n:04} Quẹc")),
        (Field::Representative, format!("Mẹ Hoàng-Yến-Vàng {n:04} Quàng")),
        (Field::Id12, format!("0970907{n:05}")),
        (Field::Id9, format!("0985{n:05}")),
    ]
}

/// Whether a field of the `n`th file is filled: the nation's index takes 50 ms a number by design, so few have numbers.
fn filled(n: u64, field: Field) -> bool {
    n <= 20 || !matches!(field, Field::Id12 | Field::Id9)
}

/// What to look for: bytes as they are, and as a log of bytes or of SQL would write them.
fn needles() -> Vec<Vec<u8>> {
    let texts = (1..=FILES).flat_map(canaries).map(|(_, text)| text);
    let mut needles: Vec<Vec<u8>> =
        texts.flat_map(|text| [text.clone().into_bytes(), hex(&text).into_bytes()]).collect();
    // whatever is left of one, and what folding makes of it
    needles.extend(["Hoàng-Yến-Vàng", "hoang yen vang", "hoàng yến vàng"].map(|text| text.as_bytes().to_vec()));
    needles
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// How many needles stand in some bytes. Two bytes decide at almost every place, so that a server's whole folder is
/// gone through in seconds.
fn hits(bytes: &[u8], needles: &[Vec<u8>]) -> usize {
    let mut by_head: Vec<Vec<&[u8]>> = vec![Vec::new(); 1 << 16];
    for needle in needles {
        let head = needle.first_chunk::<2>().expect("no needle is shorter");
        by_head[usize::from(u16::from_be_bytes(*head))].push(needle);
    }
    let mut found = 0;
    for at in 0..bytes.len().saturating_sub(1) {
        let here = &by_head[usize::from(bytes[at]) << 8 | usize::from(bytes[at + 1])];
        found += usize::from(!here.is_empty() && here.iter().any(|needle| bytes[at..].starts_with(needle)));
    }
    found
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Names of files below a folder that show a canary.
fn shown_below(folder: &Path, needles: &[Vec<u8>]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    files(folder, &mut all);
    assert!(!all.is_empty(), "{} was looked through", folder.display());
    // a server removes files while we look
    let read = |path: &PathBuf| std::fs::read(path).unwrap_or_default();
    all.into_iter().filter(|path| hits(&read(path), needles) > 0).collect()
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<u8>>>);

impl Write for Ears {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no test panics while holding it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Ears {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Opens, corrects, finds, reads, prints, moves, renews and destroys, and asks amiss.
async fn live(it: &Registry) {
    let (here, there) = (it.unit(HERE), it.unit("00166"));
    let asked = asking(&here, Purpose::Manage);
    for n in 1..=FILES {
        let texts = canaries(n);
        let fields: Vec<(Field, &str)> =
            texts.iter().filter(|(field, _)| filled(n, *field)).map(|(field, text)| (*field, text.as_str())).collect();
        let register = asking(&here, Purpose::Register);
        it.app.open_person(&register, person(n), &fields, filed(n)).await.expect("opens");
    }
    let all = Class::ALL.into();
    for n in 1..=10 {
        let [name, _, phone, place, _, _, id12, _] = canaries(n).map(|(_, text)| text);
        let amiss = [(Field::FullName, name.as_str()), (Field::Id12, name.as_str())];
        let refused = it.app.open_person(&asking(&here, Purpose::Register), person(n), &amiss, filed(n)).await;
        let said = refused.expect_err("no number").say(texts::Lang::Vi);
        assert_eq!(hits(said.as_bytes(), &needles()), 0, "{said}");
        assert_eq!(it.app.find_by_number(&asked, Number::Id12(&id12)).await.expect("searches").len(), 1);
        assert_eq!(it.app.find_by_number(&asked, Number::Phone(&phone)).await.expect("searches").len(), 1);
        assert!(!it.app.find_by_name(&asked, &name).await.expect("searches").is_empty());
        let reason = app::persons::Asking { reason: Some(place.clone()), ..asked.clone() };
        it.app.read_person(&reason, person(n), &all, None).await.expect("reads");
        it.app.extract_person(&reason, person(n), &all, Form::Export).await.expect("exports");
        let fields = [(Field::HomePlace, place.as_str())];
        it.app.correct_person(&asked, person(n), &fields, filed(1_000 + n)).await.expect("corrects");
    }
    it.app.transfer_person(&asked, person(11), there, filed(2_011)).await.expect("moves");
    it.app
        .erase_person(&asked, person(12), [testkit::id(7, 1), testkit::id(7, 2)], filed(2_012))
        .await
        .expect("erases");
    it.app.renew_keys(&asked).await.expect("renews");
    it.app.verify_ledger(&[]).await.expect("agrees");
}

/// The folder of a file database.
fn folder(it: &TestDb) -> PathBuf {
    let path = Path::new(it.url.strip_prefix("sqlite:").expect("a file"));
    path.parent().expect("a folder").to_owned()
}

/// The whole process is listened to, every thread of it, so this has one for itself.
#[test]
fn six_hundred_canaries_are_found_nowhere() {
    let this = std::env::current_exe().expect("the tests were started from a file");
    let run = std::process::Command::new(this)
        .args(["--exact", "canaries::in_a_process_of_its_own", "--ignored", "--nocapture"])
        .output()
        .expect("it can be started again");
    let said = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "six_hundred_canaries_are_found_nowhere runs it"]
async fn in_a_process_of_its_own() {
    let (needles, ears) = (needles(), Ears::default());
    let collect = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(ears.clone()).finish();
    tracing::subscriber::set_global_default(collect).expect("nobody listens yet");
    let one = Registry::over(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await).await;
    live(&one).await;
    // while the write-ahead log and the shared memory beside the files are still there
    for it in [&one.records, &one.keys] {
        assert_eq!(shown_below(&folder(it), &needles), Vec::<PathBuf>::new());
    }
    let plain = folder(&one.records).join("plain");
    std::fs::write(&plain, [b"before ".as_slice(), &needles[0], b" after"].concat()).expect("writes");
    assert_eq!(shown_below(&folder(&one.records), &needles), [plain], "the scanner finds what is there");
    one.finish().await;
    if let (Some(records), Some(keys)) = (TestDb::postgres_bare().await, TestDb::keyring_postgres().await) {
        let other = Registry::over(records, keys).await;
        live(&other).await;
        // data, write-ahead log and the server's own log; only where the test started the server itself
        if let Ok(server) = std::env::var("TEST_PG_DIR") {
            assert_eq!(shown_below(Path::new(&server), &needles), Vec::<PathBuf>::new());
        }
        other.finish().await;
    }
    let heard = ears.0.lock().expect("no test panics while holding it").clone();
    assert!(heard.windows(7).any(|words| words == b"persons"), "there was something to hear");
    assert_eq!(hits(&heard, &needles), 0, "in the log, at its most talkative");
}
