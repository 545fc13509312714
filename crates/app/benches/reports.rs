//! Reports of a province: worked out, written as `.docx` and PDF, made one. `cargo bench -p app --bench reports`
//!
//! Budgets: 166 quarterly reports worked out and written in both kinds within 10 s; one province made of its communes
//! within 1 s; the indicators of 3,321 communes for one period within 1 s. Every figure is fictitious (giả định).

use std::sync::{Arc, Mutex};
use std::time::Instant;

use app::reports::{Catalog, Kind};
use app::{App, Sources};
use domain::units::Level;
use jiff::civil::{Date, date};
use testkit::{TestDb, ids, random};
use texts::Lang;

/// A day of the third quarter of the programme's year.
const DAY: Date = date(2026, 9, 10);

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    runtime.block_on(async {
        println!("on a file:");
        measure(TestDb::sqlite_bare().await).await;
        if let Some(records) = TestDb::postgres_bare().await {
            println!("on a server:");
            measure(records).await;
        }
    });
}

async fn measure(db: TestDb) {
    let next = Mutex::new(ids(9));
    let sources = Sources {
        now: Arc::new(|| "2026-09-10T03:00:00Z".parse().expect("an instant")),
        new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
        random: Arc::new(random(1)),
    };
    let app = App::open(db.db.clone(), criteria::shipped().expect("sound packs"), sources, true).await.expect("opens");
    app.fill_demo(app::demo::SEED, Lang::Vi).await.expect("filled");
    let province = app.register().at_code("38", Level::Province, DAY).expect("Thanh Hóa").unit;

    let begun = Instant::now();
    let reports = app.reports_of_province("kh192-xa", province, "2026-Q3", DAY).await.expect("worked out");
    println!("  {} reports worked out: {:?}", reports.len(), begun.elapsed());
    for kind in [Kind::Docx, Kind::Pdf] {
        let begun = Instant::now();
        let mut bytes = 0;
        app.build_many(&reports, kind, |one| bytes += one.outcome.expect("built").bytes.len()).await;
        println!("  written as {}, {} KiB: {:?}", kind.ending(), bytes / 1024, begun.elapsed());
    }

    let ordered = app.order_report("kh192-tinh", province, "2026-Q3", None).expect("ordered");
    let begun = Instant::now();
    let made = app.report_of_many(&ordered, &reports).expect("made one");
    println!("  one of {}: {:?}, {} figures", reports.len(), begun.elapsed(), made.figures.len());

    let catalog = Catalog::shipped().expect("sound");
    let begun = Instant::now();
    let figures = app.figures_of_nation("qd28-xa", "2026-year", DAY).await.expect("worked out");
    println!("  {} figures of the nation's communes: {:?}", figures, begun.elapsed());
    println!("  ({} indicators are known)", catalog.indicators.all().len());
    db.finish().await;
}
