//! The budgets of issue and design, measured on whole processes and on the router:
//! `cargo bench -p cli` prints each with its budget. A figure over its budget is marked, and
//! the process ends with 1.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use app::signin::{Cost, Desk, Settings};
use domain::access::{NATION, Role};
use domain::units::{Level, REGISTER_DATE, shipped};

const HEADINGS: &str = "code,population,addicts_on_file,users_on_file,use_sites,offenders_arrested,plants,plant_area_m2,key_route,residents_not_exempt,resident_violators,wanted_hiding";

fn main() -> ExitCode {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let nation = desk.path().join("nation.csv");
    let million = desk.path().join("million.csv");
    write_facts(&nation, 3_321);
    write_facts(&million, 1_000_000);
    let out = desk.path().join("out");

    println!("{:<58} {:>10} {:>10} {:>12}", "work", "median", "peak", "budget");
    let null = Path::new("/dev/null");
    let met = [
        classify("3,321 communes, CSV to JSON", 9, &nation, &[], &out, (100, 50)),
        classify("1,000,000 rows (cases), CSV to JSON", 3, &million, &["--repeats"], null, (10_000, 300)),
        classify("1,000,000 rows, 996,679 of them refused", 3, &million, &[], null, (10_000, 300)),
        cold_start(desk.path()),
        pages(desk.path()),
    ];
    if met.into_iter().all(|met| met) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The mark beside a figure.
const fn mark(met: bool) -> &'static str {
    if met { "" } else { "  OVER" }
}

/// Figures like those of the country, the same each time.
fn write_facts(path: &Path, rows: usize) {
    let register = shipped().expect("data/ is sound");
    let codes: Vec<&str> = register.level(Level::Commune, REGISTER_DATE).map(|v| v.code.as_str()).collect();
    let mut dice = 7_u64;
    let mut roll = |below: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % below
    };
    let mut text = format!("{HEADINGS}\n");
    for n in 0..rows {
        let addicts = if roll(3) == 0 { roll(200) } else { 0 };
        let route = ["none", "none", "local", "inter"][usize::try_from(roll(4)).expect("small")];
        let (population, sites, arrests, plants, violators) =
            (2_000 + roll(90_000), roll(3), roll(20), roll(2) * 600, roll(3));
        writeln!(
            text,
            "{},{population},{addicts},{},{sites},{arrests},{plants},0,{route},{},{violators},0",
            codes[n % codes.len()],
            addicts / 4,
            addicts / 2
        )
        .expect("a String takes all");
    }
    std::fs::write(path, text).expect("writable");
}

fn classify(name: &str, runs: usize, file: &Path, more: &[&str], out: &Path, budget: (u128, u64)) -> bool {
    let mut times = Vec::new();
    let mut peak = 0;
    for _ in 0..runs {
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_anlanh"))
            .arg("classify")
            .arg(file)
            .args(["--year", "2025", "--format", "json", "--out"])
            .arg(out)
            .args(more)
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        peak = peak.max(watch(child));
        times.push(started.elapsed());
    }
    times.sort();
    let median = times[times.len() / 2];
    let met = median.as_millis() <= budget.0 && peak <= budget.1 * 1024;
    println!(
        "{name:<58} {:>8} ms {:>7} MB {:>6} ms {:>4} MB{}",
        median.as_millis(),
        peak / 1024,
        budget.0,
        budget.1,
        mark(met)
    );
    met
}

/// Waits for a process and gives its largest resident size seen, in KiB.
fn watch(mut child: Child) -> u64 {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    while child.try_wait().expect("a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let seen =
            text.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next()?.parse().ok());
        peak = peak.max(seen.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(500));
    }
    peak
}

/// From the start of `serve` to the line with its address, on an empty folder and again.
fn cold_start(desk: &Path) -> bool {
    let data = desk.join("data");
    let mut all_met = true;
    for name in ["cold start of serve, new database", "cold start of serve, existing database"] {
        let runs = if name.contains("existing") { 5 } else { 1 };
        let mut times = Vec::new();
        let mut idle = 0;
        for _ in 0..runs {
            let started = Instant::now();
            let mut child = Command::new(env!("CARGO_BIN_EXE_anlanh"))
                .args(["serve", "--listen", "127.0.0.1:0", "--data"])
                .arg(&data)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("the binary runs");
            let mut line = String::new();
            BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("an address");
            times.push(started.elapsed());
            let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            idle = text
                .lines()
                .find_map(|l| l.strip_prefix("VmRSS:"))
                .and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok())
                .unwrap_or(0);
            child.kill().expect("ours to end");
            child.wait().expect("ended");
        }
        times.sort();
        let median = times[times.len() / 2].as_millis();
        let met = median <= 500 && idle <= 80 * 1024;
        println!("{name:<58} {median:>8} ms {:>7} MB    500 ms   80 MB{}", idle / 1024, mark(met));
        all_met &= met;
    }
    all_met
}

/// Somebody who reads the nation and records for Thanh Hóa.
async fn let_in(app: &app::App, db: &store::Db) -> String {
    let name = "An Lành giả định".to_owned();
    let origin = "http://localhost:8038".parse().expect("an address");
    let settings = Settings { origin, rp_id: "localhost".to_owned(), name, cost: Cost::LEAST, provider: None };
    assert!(app.sign_in_at(Desk::new(settings).expect("a desk")));
    let province = app.register().at_code("38", Level::Province, app.today()).expect("Thanh Hóa").unit;
    let offices = [(Role::MinistryViewer, NATION), (Role::StandingOffice, province)];
    testkit::officer(db, "can-bo", &offices, app.now(), || app.new_id()).await
}

/// Server time of pages over the demonstration's store, one request after another.
fn pages(desk: &Path) -> bool {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let url = format!("sqlite:{}", desk.join("pages.sqlite").display());
        let db = store::Db::open(&url).await.expect("a database");
        let sources = app::Sources {
            now: std::sync::Arc::new(|| testkit::minutes(0)),
            new_id: std::sync::Arc::new({
                let next = std::sync::atomic::AtomicU64::new(1);
                move || uuid::Uuid::from_u64_pair(1, next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
            }),
            random: std::sync::Arc::new(testkit::random(1)),
        };
        let app = app::App::open(db.clone(), criteria::shipped().expect("sound packs"), sources, true)
            .await
            .expect("an application");
        app.fill_demo(app::demo::SEED, texts::Lang::Vi).await.expect("filled");
        let (open, signed_in) = ("", let_in(&app, &db).await);
        let router = web::router(app, &web::Options::default());
        let ask = async |path: &str, cookie: &str| {
            let request = axum::http::Request::get(path).header("host", "localhost").header("cookie", cookie);
            let request = request.body(axum::body::Body::empty()).expect("a request");
            let started = Instant::now();
            let answer = tower::ServiceExt::oneshot(router.clone(), request).await.expect("an answer");
            assert!(answer.status().is_success(), "{path}: {}", answer.status());
            let bytes = axum::body::to_bytes(answer.into_body(), 1 << 24).await.expect("a page");
            assert!(bytes.len() > 1_000);
            started.elapsed()
        };
        // by turns, so that both have the same machine
        let (mut without, mut with) = (Vec::new(), Vec::new());
        for _ in 0..1_000 {
            without.push(ask("/don-vi/14845", open).await);
            with.push(ask("/don-vi/14845", &signed_in).await);
        }
        let middle = |times: &mut Vec<Duration>| {
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1e3
        };
        let p50 = middle(&mut with) - middle(&mut without);
        let mut all_met = p50 <= 1.0;
        let said = mark(all_met);
        println!("{:<58} {p50:>7.2} ms {:>19} ms{said}", "what being signed in adds to a page, p50 of 1,000", 1);
        for (name, path, budget) in [
            ("the nation's page, p99 of 300", "/?nam=2025", 50),
            ("the province page of 166 communes, p99 of 300", "/tinh/38?nam=2025", 20),
            ("a commune's page, p99 of 300", "/xa/14845?nam=2025", 50),
            ("the facts sheet, p99 of 300", "/tinh/38/so-lieu?nam=2025", 50),
        ] {
            let mut times = Vec::new();
            for n in 0..330 {
                let took = ask(path, &signed_in).await;
                if n >= 30 {
                    times.push(took);
                }
            }
            times.sort();
            let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
            let met = p99.as_millis() < budget;
            println!(
                "{name:<58} {:>7.2} ms {:>7.2} p50 {budget:>6} ms{}",
                p99.as_secs_f64() * 1e3,
                p50.as_secs_f64() * 1e3,
                mark(met)
            );
            all_met &= met;
        }
        all_met
    })
}
