//! A year's book: every unit judged, provinces added up, past answers kept.

use app::Tally;
use app::figures::{Typed, settings};
use criteria::Settings;
use domain::facts::Value;
use domain::units::Level;
use texts::Lang;
use uuid::Uuid;

use crate::office::{Office, signed};

fn typed(code: &str, input: &str, n: i64) -> Typed {
    Typed { code: code.to_owned(), input: input.to_owned(), value: Value::Number(n) }
}

#[tokio::test]
async fn silence_is_undetermined_for_every_unit() {
    let office = Office::open().await;
    let pack = office.app.law().expect("shipped");
    let book = office.app.book(2025, &Settings::defaults(&pack)).await.expect("judged");
    let tally = Tally::of(&pack, Level::Commune, &book.communes);
    assert_eq!((tally.total(), tally.get("UNDETERMINED")), (3321, 3321));
    assert_eq!(book.provinces.len(), 34);
    assert!(book.provinces.iter().all(|p| p.derived == ["communes_total"]), "only the register speaks");
    office.finish().await;
}

#[tokio::test]
async fn a_book_is_judged_anew_when_its_facts_move() {
    let office = Office::open().await;
    let pack = office.app.law().expect("shipped");
    let defaults = Settings::defaults(&pack);
    let first = office.app.book(2025, &defaults).await.expect("judged");
    let again = office.app.book(2025, &defaults).await.expect("judged");
    assert!(std::sync::Arc::ptr_eq(&first, &again), "nothing moved");
    office
        .app
        .record_typed("38", Level::Commune, 2025, vec![typed("14845", "use_sites", 2)], signed(), Uuid::from_u128(1))
        .await
        .expect("recorded");
    let moved = office.app.book(2025, &defaults).await.expect("judged");
    let (sites, _) = pack.input("use_sites").expect("an input");
    assert_eq!(moved.commune("14845").expect("a commune").facts.get(sites), Value::Number(2));
    let literal = settings(&pack, [("band_reading".to_owned(), "literal".to_owned())]).expect("known");
    let other = office.app.book(2025, &literal).await.expect("judged");
    assert_ne!(moved.settings, other.settings, "switches make a book of their own");
    office.finish().await;
}

/// Hoàng Sa alone: a special zone has a register like any commune.
#[tokio::test]
async fn a_province_is_added_up_only_when_every_commune_speaks() {
    let office = Office::open().await;
    let pack = office.app.law().expect("shipped");
    let defaults = Settings::defaults(&pack);
    let codes: Vec<String> = {
        let register = office.app.register();
        let day = office.app.window(2025).expect("covered").to;
        let hue = register.at_code("46", Level::Province, day).expect("Huế");
        register.children(hue.unit, day).map(|c| c.code.clone()).collect()
    };
    let (last, most) = codes.split_last().expect("communes");
    let figures = most.iter().map(|code| typed(code, "use_sites", 1)).collect();
    office.app.record_typed("46", Level::Commune, 2025, figures, signed(), Uuid::from_u128(1)).await.expect("recorded");
    let (sites, _) = pack.input("use_sites").expect("an input");
    let sum =
        async || office.app.book(2025, &defaults).await.expect("judged").province("46").expect("Huế").facts.get(sites);
    assert_eq!(sum().await, Value::Unknown, "one commune is silent");
    office
        .app
        .record_typed("46", Level::Commune, 2025, vec![typed(last, "use_sites", 0)], signed(), Uuid::from_u128(2))
        .await
        .expect("recorded");
    assert_eq!(sum().await, Value::Number(39));
    // What is recorded for the province itself comes before the sum.
    office
        .app
        .record_typed("46", Level::Province, 2025, vec![typed("46", "use_sites", 41)], signed(), Uuid::from_u128(3))
        .await
        .expect("recorded");
    assert_eq!(sum().await, Value::Number(41));
    office.finish().await;
}

#[tokio::test]
async fn the_demonstration_is_the_same_each_time() {
    let (one, two) = (Office::open().await, Office::open().await);
    let pack = one.app.law().expect("shipped");
    let mut results = Vec::new();
    for office in [&one, &two] {
        office.app.fill_demo(app::demo::SEED, Lang::Vi).await.expect("filled");
        let book = office.app.book(2025, &Settings::defaults(&pack)).await.expect("judged");
        results.push(Tally::of(&pack, Level::Commune, book.communes_of("38")));
        let fact = office
            .app
            .sheet("38", Level::Commune, 2025)
            .await
            .expect("a sheet")
            .rows
            .into_iter()
            .flat_map(|r| r.facts)
            .flatten()
            .next();
        assert!(fact.expect("filled").source.title.contains("GIẢ ĐỊNH"), "labelled");
    }
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0].total(), 166);
    for (result, _) in &results[0].0 {
        assert!(results[0].get(result) > 0, "the demonstration shows no {result}");
    }
    one.finish().await;
    two.finish().await;
}
