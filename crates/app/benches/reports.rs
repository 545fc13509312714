//! Reports of a province: worked out, written as `.docx` and PDF, made one of what its communes sent up.
//! `cargo bench -p app --bench reports`
//!
//! Each line states its budget and whether it was met; the process ends with 1 where one was not. Every figure is
//! fictitious (giả định).

use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::accounts::Acting;
use app::reports::{Kind, Ordered};
use app::signin::{Cost, Desk, Settings};
use app::work::{Kept, Wanted};
use app::{App, Sources};
use domain::access::{FieldClass, Record, Role, acts};
use domain::units::{Level, UnitId};
use jiff::civil::{Date, date};
use programme::indicators::Measured;
use programme::reports::{Gap, Report, ReportAct};
use testkit::{TestDb, ids, random};
use texts::Lang;

/// A day of the third quarter of the programme's year.
const DAY: Date = date(2026, 9, 10);
/// Quarterly reports of 166 communes, worked out and written in both kinds.
const PAPERS: Duration = Duration::from_secs(10);
/// One province made of what its communes sent up, from the chains that are kept.
const PROVINCE: Duration = Duration::from_secs(1);
/// The indicators of 3,321 communes for one period.
const NATION: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    let met = runtime.block_on(async {
        println!("on a file:");
        let mut met = measure(TestDb::sqlite_bare().await).await;
        if let Some(records) = TestDb::postgres_bare().await {
            println!("on a server:");
            met &= measure(records).await;
        }
        met
    });
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tells how long something took; whether that was within its budget.
fn tell(what: &str, took: Duration, budget: Duration) -> bool {
    let met = took <= budget;
    let said = if met { "met" } else { "OVER" };
    println!("{:>10.1} ms  {what} (budget {} ms: {said})", took.as_secs_f64() * 1_000.0, budget.as_millis());
    met
}

async fn measure(db: TestDb) -> bool {
    let next = Mutex::new(ids(9));
    let sources = Sources {
        now: Arc::new(|| "2026-09-10T03:00:00Z".parse().expect("an instant")),
        new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
        random: Arc::new(random(1)),
    };
    let app = App::open(db.db.clone(), criteria::shipped().expect("sound packs"), sources, true).await.expect("opens");
    app.fill_demo(app::demo::SEED, Lang::Vi).await.expect("filled");
    let province = app.register().at_code("38", Level::Province, DAY).expect("Thanh Hóa").unit;
    let papers = papers(&app, province).await;
    let consolidated = consolidated(&app, &db, province).await;
    let nation = nation(&app).await;
    db.finish().await;
    papers && consolidated && nation
}

/// What 166 communes have to write today.
async fn papers(app: &App, province: UnitId) -> bool {
    let begun = Instant::now();
    let reports = app.reports_of_province("kh192-xa", province, "2026-Q3", DAY).await.expect("worked out");
    println!("{:>10.1} ms  of that, working out", begun.elapsed().as_secs_f64() * 1_000.0);
    for kind in [Kind::Docx, Kind::Pdf] {
        let of_kind = Instant::now();
        let mut bytes = 0;
        app.build_many(&reports, kind, |one| bytes += one.outcome.expect("built").bytes.len()).await;
        let took = of_kind.elapsed().as_secs_f64() * 1_000.0;
        println!("{took:>10.1} ms  of that, writing as {}, {} KiB", kind.ending(), bytes / 1_024);
    }
    let what = format!("{} quarterly reports worked out, and written as docx and pdf", reports.len());
    tell(&what, begun.elapsed(), PAPERS)
}

/// Every commune sends its report up; then the province's is made of the chains that are kept, and written as JSON.
async fn consolidated(app: &App, db: &TestDb, province: UnitId) -> bool {
    let ordered = app.order_report("kh192-tinh", province, "2026-Q3", None).expect("ordered");
    let communes = app.units_below(&ordered);
    let begun = Instant::now();
    let mut acts_written = 0;
    for of_commune in heads(app, db, &communes).await {
        let below = app.order_report("kh192-xa", of_commune.place.unit(), "2026-Q3", None).expect("ordered");
        acts_written += submitted(app, &of_commune, &below).await.seen();
    }
    println!(
        "{:>10.1} ms  (writing {acts_written} acts of {} reports first)",
        begun.elapsed().as_secs_f64() * 1_000.0,
        communes.len()
    );
    let begun = Instant::now();
    let built = app.build_report(&ordered, (DAY, false), Kind::Json, true).await.expect("made one");
    let what = format!("one province of the {} reports that are kept, {} figures known", communes.len(), built.known.0);
    let met = tell(&what, begun.elapsed(), PROVINCE);
    assert!(built.known.0 > 10, "it was made of something");
    met
}

/// One fictitious head of police for each commune, all of them appointments of one account.
async fn heads(app: &App, db: &TestDb, communes: &[UnitId]) -> Vec<Acting> {
    let settings = Settings {
        origin: "http://localhost:8038".parse().expect("an address"),
        rp_id: "localhost".to_owned(),
        name: "An Lành giả định".to_owned(),
        cost: Cost::LEAST,
        provider: None,
    };
    assert!(app.sign_in_at(Desk::new(settings).expect("a desk")));
    let offices: Vec<(Role, UnitId)> = communes.iter().map(|commune| (Role::PoliceHead, *commune)).collect();
    testkit::officer(&db.db, "truong.gia", &offices, app.now(), || app.new_id()).await;
    let session = app.who("phien-gia-dinh-truong.gia").await.expect("asks").expect("signed in");
    let held = session.appointments.iter();
    held.map(|held| app.acting(&session, held.id).expect("in force")).collect()
}

/// A report with everything that is asked of people, sent up.
async fn submitted(app: &App, by: &Acting, ordered: &Ordered) -> Kept<Report> {
    let record = Record::plain(by.place.clone(), FieldClass::UnitFact);
    let permit = app.permit::<acts::WriteWork>(by, &record, None).await.expect("permitted");
    let ids = (app.new_id(), app.new_id());
    // the program itself works the figures out: nobody's file is opened
    let mut kept = app.report_begin(&permit, None, ordered, ids).await.expect("begun");
    let contract = kept.state.opening.contract.clone();
    for (count, needed) in (2..).zip(contract.figures.iter().filter(|needed| needed.typed)) {
        let value = match needed.indicator.as_str() {
            "hamlets" | "households" => Measured::count(900),
            _ => Measured::count(count),
        };
        let source = "Sổ theo dõi (giả định)".to_owned();
        let act = ReportAct::Enter { indicator: needed.indicator.clone(), value, source, instead_of: None };
        kept = done(app, by, &record, &kept, act).await;
    }
    for place in contract.narratives.iter().filter(|place| place.required) {
        let text = "Tình hình ổn định (giả định).".to_owned();
        kept = done(app, by, &record, &kept, ReportAct::Fill { place: place.id.clone(), text }).await;
    }
    for gap in kept.state.gaps() {
        if let Gap::Rule { rule, .. } = gap {
            let reason = "Số liệu giả định".to_owned();
            kept = done(app, by, &record, &kept, ReportAct::Excuse { rule, reason }).await;
        }
    }
    done(app, by, &record, &kept, ReportAct::Submit {}).await
}

async fn done(app: &App, by: &Acting, record: &Record, kept: &Kept<Report>, act: ReportAct) -> Kept<Report> {
    let wanted = Wanted { work: kept.id, id: app.new_id(), seen: kept.seen(), on: DAY, act };
    app.report_do(by, record, wanted).await.expect("done")
}

async fn nation(app: &App) -> bool {
    let begun = Instant::now();
    let figures = app.figures_of_nation("qd28-xa", "2026-year", DAY).await.expect("worked out");
    tell(&format!("{figures} figures of the nation's communes for one period"), begun.elapsed(), NATION)
}
