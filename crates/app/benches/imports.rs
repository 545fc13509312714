//! Bringing in what a nation has: boundaries of every commune, and 63,619 hamlets. `cargo bench -p app`
//!
//! Budget: 3,321 features in about a megabyte of `TopoJSON` are taken in within a second.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use app::figures::{Author, Signed};
use app::{App, Sources};
use domain::facts::Source;
use domain::units::{Level, Register};
use jiff::civil::date;
use testkit::{TestDb, id, ids, minutes};

/// Corners of a made-up commune.
const CORNERS: u32 = 32;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    runtime.block_on(measure());
}

async fn measure() {
    let it = TestDb::sqlite_bare().await;
    let app = open(&it).await;
    boundaries(&app).await;
    hamlets(&app).await;
    let start = Instant::now();
    drop(open(&it).await);
    println!("a start with all of it: {:?}", start.elapsed());
    drop(app);
    it.finish().await;
}

async fn open(it: &TestDb) -> App {
    let next = Mutex::new(ids(9));
    let new_id = move || next.lock().expect("nobody panics while holding it")();
    let sources =
        Sources { now: Arc::new(|| minutes(0)), new_id: Arc::new(new_id), random: Arc::new(testkit::random(1)) };
    App::open(it.db.clone(), Vec::new(), sources, false).await.expect("the database opens")
}

async fn boundaries(app: &App) {
    let (day, file) = (date(2025, 12, 14), topology(&app.register()));
    println!("a file of {} KB", file.len() / 1024);
    let start = Instant::now();
    let done = app.import_boundaries(file, "giả định", "giả định", date(2025, 7, 1)).await.expect("taken in");
    println!("{} boundaries taken in: {:?}", done.matched, start.elapsed());
    let size = |drawing: &app::map::Drawing| drawing.shapes.iter().map(|s| s.path.len()).sum::<usize>() / 1024;
    let start = Instant::now();
    let nation = app.nation_map(day).await.expect("draws");
    println!("the nation drawn: {:?}, {} KB", start.elapsed(), size(&nation));
    let start = Instant::now();
    let province = app.province_map("38", day).await.expect("draws");
    println!("a province drawn: {:?}, {} KB", start.elapsed(), size(&province));
    let start = Instant::now();
    app.province_map("38", day).await.expect("draws");
    println!("the same again: {:?}", start.elapsed());
}

async fn hamlets(app: &App) {
    let register = app.register();
    let communes: Vec<&str> = register.level(Level::Commune, date(2025, 12, 14)).map(|v| v.code.as_str()).collect();
    let mut list = "code,name,type,from\n".to_owned();
    for (n, code) in (0..63_619).zip(communes.iter().cycle()) {
        let _ = writeln!(list, "{code},Thôn {},thôn,01/07/2025", n / communes.len() + 1);
    }
    let source = Source { title: "giả định".to_owned(), ..Source::default() };
    let signed = Signed { source, entered_by: "giả định".to_owned(), author: Author::LOCAL };
    let start = Instant::now();
    let file = std::io::Cursor::new(list.into_bytes());
    let done = app.import_hamlets("giả định.csv", file, signed, id(3, 1)).await.expect("taken in");
    println!("{} hamlets taken in: {:?}", done.added, start.elapsed());
}

/// A ring around each commune's point, giả định.
fn topology(register: &Register) -> Vec<u8> {
    let (mut arcs, mut geometries) = (String::new(), String::new());
    for (n, unit) in register.level(Level::Commune, date(2025, 12, 14)).enumerate() {
        let point = register.point(unit.unit).expect("every commune has a point");
        let comma = if n == 0 { "" } else { "," };
        let corner = |k: u32| {
            let angle = std::f64::consts::TAU * f64::from(k % CORNERS) / f64::from(CORNERS);
            (
                ((point.lon - 100.0 + 0.03 * angle.cos()) * 1e4).round(),
                ((point.lat - 5.0 + 0.03 * angle.sin()) * 1e4).round(),
            )
        };
        let mut before = (0.0, 0.0);
        let steps: Vec<String> = (0..=CORNERS)
            .map(|k| {
                let at = corner(k);
                let step = format!("[{},{}]", at.0 - before.0, at.1 - before.1);
                before = at;
                step
            })
            .collect();
        let _ = write!(arcs, "{comma}[{}]", steps.join(","));
        let _ = write!(
            geometries,
            "{comma}{{\"type\":\"Polygon\",\"properties\":{{\"code\":\"{}\"}},\"arcs\":[[{n}]]}}",
            unit.code
        );
    }
    let head = "{\"type\":\"Topology\",\"transform\":{\"scale\":[0.0001,0.0001],\"translate\":[100,5]},\"objects\":{\"xa\":{\"type\":\"GeometryCollection\",\"geometries\":[";
    format!("{head}{geometries}]}}}},\"arcs\":[{arcs}]}}").into_bytes()
}
