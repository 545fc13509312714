//! Recording figures: all or none, undone as a whole, never overwritten.

use std::io::Cursor;

use app::Problem;
use app::figures::{FactsFile, Signed, Typed, settings};
use criteria::Settings;
use domain::facts::{Route, Value};
use domain::units::Level;
use texts::Lang;
use uuid::Uuid;

use crate::office::{Office, signed};

const MUONG_LAT: &str = "14845";

fn typed(input: &str, value: Value) -> Typed {
    Typed { code: MUONG_LAT.to_owned(), input: input.to_owned(), value }
}

fn sheet(province: Option<&str>) -> FactsFile {
    let (name, province) = ("so-lieu.csv".to_owned(), province.map(str::to_owned));
    FactsFile { name, level: Level::Commune, year: 2025, province }
}

async fn record(office: &Office, batch: u128, figures: Vec<Typed>) -> Result<usize, Problem> {
    let recorded =
        office.app.record_typed("38", Level::Commune, 2025, figures, signed(), Uuid::from_u128(batch)).await?;
    Ok(recorded.facts)
}

async fn shown(office: &Office, input: &str) -> String {
    let pack = office.app.law().expect("shipped");
    let verdict =
        office.app.unit_verdict(Level::Commune, MUONG_LAT, 2025, &Settings::defaults(&pack), Lang::Vi, None).await;
    let verdict = verdict.expect("a commune");
    verdict.facts.into_iter().find(|f| f.input == input).expect("an input").shown
}

async fn recording_and_undoing(office: Office) {
    assert_eq!(
        record(&office, 1, vec![typed("use_sites", Value::Number(1)), typed("key_route", Value::Route(Route::Local))])
            .await
            .expect("recorded"),
        2
    );
    assert_eq!(record(&office, 2, vec![typed("use_sites", Value::Number(3))]).await.expect("recorded"), 1);
    assert_eq!(shown(&office, "use_sites").await, "3");
    assert!(matches!(
        record(&office, 3, vec![typed("use_sites", Value::Number(3))]).await,
        Err(Problem::NothingToSave)
    ));

    office.app.undo_recording(Uuid::from_u128(2), 2025, signed(), Uuid::from_u128(4)).await.expect("undone");
    assert_eq!(shown(&office, "use_sites").await, "1");
    assert_eq!(shown(&office, "key_route").await, "tuyến nội tỉnh");
    let recordings = office.app.recordings(Some("38"), 2025).await.expect("listed");
    assert_eq!(recordings.len(), 3, "an undo is a recording too");
    office.finish().await;
}

#[tokio::test]
async fn a_recording_is_undone_as_a_whole() {
    recording_and_undoing(Office::open().await).await;
    if let Some(office) = Office::on_a_server().await {
        recording_and_undoing(office).await;
    }
}

#[tokio::test]
async fn the_same_batch_twice_is_written_once() {
    let office = Office::open().await;
    assert_eq!(record(&office, 1, vec![typed("use_sites", Value::Number(1))]).await.expect("recorded"), 1);
    record(&office, 2, vec![typed("use_sites", Value::Number(2))]).await.expect("recorded");
    assert_eq!(
        record(&office, 1, vec![typed("use_sites", Value::Number(1))]).await.expect("answered"),
        0,
        "sent again by a slow line"
    );
    assert_eq!(shown(&office, "use_sites").await, "2");
    office.finish().await;
}

#[tokio::test]
async fn nobody_and_nothing_stand_behind_no_figure() {
    let office = Office::open().await;
    let figures = || vec![typed("use_sites", Value::Number(1))];
    for unsigned in
        [Signed { entered_by: " ".into(), ..signed() }, Signed { source: domain::facts::Source::default(), ..signed() }]
    {
        let refused =
            office.app.record_typed("38", Level::Commune, 2025, figures(), unsigned, Uuid::from_u128(1)).await;
        assert!(matches!(refused, Err(Problem::Missing(_))), "{refused:?}");
    }
    let elsewhere = office.app.record_typed("08", Level::Commune, 2025, figures(), signed(), Uuid::from_u128(1)).await;
    assert!(matches!(elsewhere, Err(Problem::Hidden)), "a commune of another province");
    let wrong_year = office.app.record_typed("38", Level::Commune, 2024, figures(), signed(), Uuid::from_u128(1)).await;
    assert!(matches!(wrong_year, Err(Problem::YearNotCovered { year: 2024 })));
    office.finish().await;
}

#[tokio::test]
async fn a_file_is_recorded_whole_or_not_at_all() {
    let office = Office::open().await;
    let file = |rows: &str| Cursor::new(format!("code,use_sites,population\n{rows}").into_bytes());
    let record = async |rows: &str, batch| {
        office.app.record_file(sheet(Some("38")), file(rows), signed(), Uuid::from_u128(batch)).await
    };
    let bad = record("14845,1,10000\n14848,x,10000\n", 1).await;
    assert!(matches!(&bad, Err(Problem::Invalid(issues)) if issues.len() == 1), "{bad:?}");
    let foreign = record("14845,1,10000\n12313,0,10000\n", 2).await;
    assert!(
        matches!(&foreign, Err(Problem::Invalid(issues)) if issues[0].say(Lang::Vi).contains("Hưng Yên")),
        "{foreign:?}"
    );
    assert_eq!(shown(&office, "use_sites").await, "chưa có số liệu");
    assert_eq!(
        record("14845,1,10000\n14848,0,\n", 3).await.expect("recorded").facts,
        3,
        "an empty cell of an unknown figure says nothing"
    );
    assert_eq!(shown(&office, "population").await, "10.000");
    office.finish().await;
}

#[tokio::test]
async fn each_number_names_its_cell() {
    let office = Office::open().await;
    let file = Cursor::new(b"code,use_sites\n14845,1\n".to_vec());
    office.app.record_file(sheet(None), file, signed(), Uuid::from_u128(1)).await.expect("recorded");
    let pack = office.app.law().expect("shipped");
    let verdict = office
        .app
        .unit_verdict(Level::Commune, MUONG_LAT, 2025, &Settings::defaults(&pack), Lang::Vi, None)
        .await
        .expect("a commune");
    let fact = verdict.facts.into_iter().find_map(|f| f.fact).expect("recorded");
    assert_eq!(fact.source.place.as_deref(), Some("so-lieu.csv, dòng 2, cột Điểm tổ chức, chứa chấp sử dụng"));
    office.finish().await;
}

#[tokio::test]
async fn what_if_never_saves() {
    let office = Office::open().await;
    let pack = office.app.law().expect("shipped");
    let (sites, _) = pack.input("use_sites").expect("an input");
    let settings = settings(&pack, []).expect("defaults");
    let supposed = office
        .app
        .what_if(Level::Commune, MUONG_LAT, 2025, &settings, Lang::Vi, &[(sites, Value::Number(5))])
        .await
        .expect("judged");
    assert_eq!(supposed.facts.get(sites), Value::Number(5));
    assert_eq!(shown(&office, "use_sites").await, "chưa có số liệu");
    assert!(office.app.recordings(None, 2025).await.expect("listed").is_empty());
    office.finish().await;
}
