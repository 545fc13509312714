use domain::units::{Level, UnitId};
use jiff::civil::date;
use store::StoreError;
use store::boundaries::{Boundary, Import, drawn, imports, of_level, of_province, replace};
use testkit::{TestDb, build, id, minutes};

fn import(n: u64, units: i64) -> Import {
    Import {
        id: id(7, n),
        source: "Bản đồ giả định".to_owned(),
        licence: "giả định, dùng nội bộ".to_owned(),
        as_of: date(2025, 7, 1),
        imported_at: minutes(i64::try_from(n).expect("small")),
        units,
    }
}

fn boundary(province: &str, unit: UnitId, shape: &str) -> Boundary {
    Boundary { province_code: province.to_owned(), unit, shape: shape.to_owned() }
}

async fn save(it: &TestDb, import: &Import, boundaries: &[Boundary]) -> store::Result<()> {
    let mut tx = it.db.begin().await.expect("begins");
    replace(&mut tx, import, boundaries, &build::deed("import")).await?;
    tx.commit().await
}

async fn seeded(it: &TestDb) -> Vec<Boundary> {
    super::facts::seed_units(it).await;
    vec![
        boundary("38", build::unit(1), "1 2 3 4"),
        boundary("38", build::unit(11), "5 6"),
        boundary("75", build::unit(21), "7 8"),
    ]
}

pub async fn boundaries_come_back_as_they_went(it: &TestDb) {
    let written = seeded(it).await;
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(drawn(&mut tx).await.expect("reads"), None);
    drop(tx);
    save(it, &import(1, 3), &written).await.expect("saves");
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(drawn(&mut tx).await.expect("reads"), Some(import(1, 3).id));
    assert_eq!(imports(&mut tx).await.expect("reads"), [import(1, 3)]);
    let mut found = of_province(&mut tx, "38").await.expect("reads");
    found.extend(of_province(&mut tx, "75").await.expect("reads"));
    assert_eq!(found, written);
}

pub async fn an_import_takes_the_place_of_the_one_before(it: &TestDb) {
    let written = seeded(it).await;
    save(it, &import(1, 3), &written).await.expect("saves");
    let many: Vec<Boundary> = vec![boundary("75", build::unit(21), &"9 ".repeat(50_000))];
    save(it, &import(2, 1), &many).await.expect("saves");
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(drawn(&mut tx).await.expect("reads"), Some(import(2, 1).id));
    assert_eq!(imports(&mut tx).await.expect("reads"), [import(2, 1), import(1, 3)], "the older stays as a record");
    assert_eq!(of_province(&mut tx, "38").await.expect("reads"), []);
    assert_eq!(of_province(&mut tx, "75").await.expect("reads"), many);
}

pub async fn a_refused_import_leaves_the_old_one(it: &TestDb) {
    let written = seeded(it).await;
    save(it, &import(1, 3), &written).await.expect("saves");
    let again = save(it, &import(1, 3), &written).await.expect_err("the id is taken");
    assert!(matches!(again, StoreError::Conflict { .. }), "{again:?}");
    let unknown = save(it, &import(2, 1), &[boundary("38", build::unit(999), "1 2")]).await.expect_err("no such unit");
    assert!(matches!(unknown, StoreError::Refused { .. }), "{unknown:?}");
    let nothing = save(it, &import(3, 0), &[]).await.expect_err("an import of nothing");
    assert!(matches!(nothing, StoreError::Refused { .. }), "{nothing:?}");
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(drawn(&mut tx).await.expect("reads"), Some(import(1, 3).id));
    assert_eq!(of_province(&mut tx, "38").await.expect("reads").len(), 2);
}

pub async fn levels_and_provinces_are_asked_apart(it: &TestDb) {
    let written = seeded(it).await;
    save(it, &import(1, 3), &written).await.expect("saves");
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let units = |found: Vec<Boundary>| found.into_iter().map(|b| b.unit).collect::<Vec<_>>();
    assert_eq!(units(of_level(&mut tx, Level::Province).await.expect("reads")), [build::unit(1)]);
    assert_eq!(units(of_level(&mut tx, Level::Commune).await.expect("reads")), [build::unit(11), build::unit(21)]);
    assert_eq!(units(of_province(&mut tx, "38").await.expect("reads")), [build::unit(1), build::unit(11)]);
}
