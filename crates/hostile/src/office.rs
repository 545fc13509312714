//! What an office hands in: facts files, lists of hamlets, boundaries, numbers as people write them.

use std::io::Cursor;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use app::classify::Classify;
use app::figures::{Author, Signed};
use app::signin::{Cost, Desk, Settings};
use app::{App, Sources};
use criteria::Pack;
use domain::access::{NATION, Role};
use domain::facts::Source;
use domain::units::{Level, Register};
use domain::{fold, numbers};
use jiff::civil::date;
use testkit::TestDb;
use texts::Lang;

use crate::Target;

pub const FACTS: Target = Target { name: "facts", seeds: facts_files, read: facts, cases: 1_000 };
pub const HAMLETS: Target = Target { name: "hamlets", seeds: hamlet_lists, read: hamlets, cases: 60 };
pub const BOUNDARIES: Target = Target { name: "boundaries", seeds: maps, read: boundaries, cases: 200 };
pub const NUMBERS: Target = Target { name: "numbers", seeds: numbers_and_names, read: number, cases: 2_000 };

/// The evaluation year of the files.
const YEAR: i16 = 2025;

/// An application over a database of its own, and what runs it.
pub(crate) struct Office {
    pub app: App,
    pub runtime: tokio::runtime::Runtime,
    /// The session of an officer who reads the nation and records for Thanh Hóa.
    pub cookie: String,
    _db: TestDb,
}

static OFFICE: Mutex<Option<Office>> = Mutex::new(None);

/// Does something in the office, which opens with the first who comes.
pub(crate) fn within<T>(work: impl FnOnce(&Office) -> T) -> T {
    let mut kept = OFFICE.lock().unwrap_or_else(PoisonError::into_inner);
    work(kept.get_or_insert_with(opened))
}

/// Closes the office and takes its database away. A later reader opens another.
pub fn close() {
    OFFICE.lock().unwrap_or_else(PoisonError::into_inner).take();
}

fn opened() -> Office {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let (app, cookie, db) = runtime.block_on(async {
        let db = TestDb::sqlite_bare().await;
        let ids = Mutex::new(testkit::ids(11));
        let new_id = move || (ids.lock().unwrap_or_else(PoisonError::into_inner))();
        let sources = Sources {
            now: Arc::new(|| testkit::minutes(0)),
            new_id: Arc::new(new_id),
            random: Arc::new(testkit::random(11)),
        };
        let packs = criteria::shipped().expect("shipped packs are sound");
        let app = App::open(db.db.clone(), packs, sources, true).await.expect("a fresh database opens");
        app.sign_in_at(desk());
        let province = app.register().at_code("38", Level::Province, app.today()).expect("Thanh Hóa").unit;
        let offices = [(Role::MinistryViewer, NATION), (Role::Auditor, NATION), (Role::StandingOffice, province)];
        let cookie = testkit::officer(&db.db, "can-bo", &offices, app.now(), || app.new_id()).await;
        (app, cookie, db)
    });
    Office { app, runtime, cookie, _db: db }
}

fn desk() -> Desk {
    let origin = "http://localhost:8080".parse().expect("an address");
    let name = "An Lành giả định".to_owned();
    let settings = Settings { origin, rp_id: "localhost".to_owned(), name, cost: Cost::LEAST, provider: None };
    Desk::new(settings).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The shipped register and the pack that judges.
static LAW: LazyLock<(Register, Pack)> = LazyLock::new(|| {
    let packs = criteria::shipped().expect("shipped packs are sound");
    let pack = packs.into_iter().find(|pack| pack.id == app::DEFAULT_PACK).expect("it is shipped");
    (domain::units::shipped().expect("a sound register"), pack)
});

fn facts_files() -> Vec<Vec<u8>> {
    let (_, pack) = &*LAW;
    let inputs: Vec<&str> = pack.inputs_of(Level::Commune).map(|(_, input)| input.id.as_str()).collect();
    let zeros = vec!["0"; inputs.len()].join(";");
    let texts = [
        format!("code;{}\r\n14845;{zeros}\r\n14848;{zeros}\r\n", inputs.join(";")),
        "code,population,plants,total_area\n14845,\"5.021\",0,\"129,5\"\n14848,,x,-1\n99999,1,1,1\n".to_owned(),
        "Số liệu giả định\ncode\tpopulation\n14845\t5021\n14845\t5021\n".to_owned(),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

/// Each accepted row has a verdict; each fault has a sentence in both languages.
fn facts(bytes: &[u8]) {
    let (register, pack) = &*LAW;
    let classify =
        Classify::new(pack, register, Level::Commune, YEAR, Lang::Vi, "giả định.csv").expect("a covered year");
    let mut issues = Vec::new();
    let reading = classify.read(Cursor::new(bytes), &mut |issue| issues.push(issue));
    for issue in &issues {
        assert!([Lang::Vi, Lang::En].iter().all(|lang| !issue.say(*lang).is_empty()), "{issue:?} is not said");
    }
    let judged = classify.judged(&reading).inspect(|judged| assert_eq!(judged.unit.kind.level(), Level::Commune));
    assert_eq!(judged.count(), reading.rows.len());
}

fn hamlet_lists() -> Vec<Vec<u8>> {
    let texts = [
        "code,name,type,from,until,hamlet_code\n12313,Thôn 1,thôn,01/07/2025,,A1\n12313,Thôn 2,thôn,01/07/2025,31/12/2025,\n",
        "code;tên xã;name;type;from\r\n16417;Đông Quang;TDP 1;tdp;01/07/2025\r\n",
        "code,name,type,from\n12319,Thôn 1,thôn,01/07/2025\n,,,\n12313,,làng,1/7/25\n",
    ];
    texts.map(|text| text.as_bytes().to_vec()).into()
}

/// A list is taken in or each of its faults is named; the machine is never at fault.
fn hamlets(bytes: &[u8]) {
    let source = Source { title: "Nghị quyết giả định".to_owned(), ..Source::default() };
    let signed = Signed { source, entered_by: "cán bộ giả định".to_owned(), author: Author::LOCAL };
    let bytes = Cursor::new(bytes.to_vec());
    let done = within(|office| {
        office.runtime.block_on(office.app.import_hamlets("giả định.csv", bytes, signed, office.app.new_id()))
    });
    assert!(!matches!(done, Err(app::Problem::Fault(_))), "{done:?}");
}

fn maps() -> Vec<Vec<u8>> {
    let feature = |code: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"giả định"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let square = "[[104.5,20.5],[104.6,20.5],[104.6,20.6],[104.5,20.6],[104.5,20.5]]";
    let collection = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, feature("14845", square));
    let topology = r#"{"type":"Topology","transform":{"scale":[0.001,0.001],"translate":[104.5,20.5]},"arcs":[[[0,0],[100,0],[0,100],[-100,0],[0,-100]]],"objects":{"xa":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0]],"properties":{"code":"14845"}}]}}}"#;
    [collection, topology.to_owned(), r#"{"type":"FeatureCollection","features":[]}"#.to_owned()]
        .map(String::into_bytes)
        .into()
}

/// A map is taken in or refused by a sentence; the machine is never at fault.
fn boundaries(bytes: &[u8]) {
    let bytes = bytes.to_vec();
    let day = date(2025, 12, 14);
    let done =
        within(|office| office.runtime.block_on(office.app.import_boundaries(bytes, "giả định", "giả định", day)));
    assert!(!matches!(done, Err(app::Problem::Fault(_))), "{done:?}");
}

fn numbers_and_names() -> Vec<Vec<u8>> {
    let texts = ["1.234.567", "12,5", "0", "-1", "1 234", "Xã Mường Lát", "Ho\u{300}a Bi\u{300}nh", "ĐỐNG ĐA", "½"];
    texts.map(|text| text.as_bytes().to_vec()).into()
}

/// A number never reads back as another than was shown; folding twice is folding once.
fn number(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(n) = numbers::read_count(text) {
        assert_eq!(numbers::read_count(&numbers::show_count(n)), Ok(n), "{text:?}");
    }
    if let Ok(n) = numbers::read_area(text) {
        // an area shown for the eye, "1.212", may be refused as ambiguous, but never read as another
        let again = numbers::read_area(&numbers::show_area(n));
        assert!(matches!(again, Err(numbers::NumberError::Ambiguous(..))) || again == Ok(n), "{text:?}: {again:?}");
    }
    for folded in [fold::clean, fold::plain] {
        let once = folded(text);
        assert_eq!(folded(&once), once, "{text:?}");
    }
    let _ = (fold::marked(text), fold::sort_key(text));
    assert!(LAW.0.search(text, date(2025, 12, 14), 5).len() <= 5);
}
