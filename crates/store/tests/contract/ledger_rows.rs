//! What was brought in as a whole, units, hamlets and boundaries, is held against the last entry about it.

use domain::units::Level;
use jiff::civil::date;
use store::audit::{Finding, audit};
use store::query::sql;
use store::{boundaries, hamlets};
use testkit::build::{self, deed, unit};
use testkit::{TestDb, id, minutes};
use vault::verify::Expected;

async fn brought(it: &TestDb) {
    super::facts::seed_units(it).await;
    for n in [1, 2] {
        let mut tx = it.db.begin().await.expect("begins");
        let list = hamlets::Import {
            id: id(8, n),
            file: "thôn giả định.csv".to_owned(),
            source: build::recording(3).source,
            entered_by: "cán bộ giả định".to_owned(),
            imported_at: minutes(2 + n.cast_signed()),
            hamlets: 1,
        };
        let hamlet = build::hamlet(100 + n, date(2026, 1, 1));
        hamlets::take_in(&mut tx, &list, &[hamlet], &deed("import")).await.expect("takes in");
        let import = boundaries::Import {
            id: id(7, n),
            source: "Bản đồ giả định".to_owned(),
            licence: "giả định".to_owned(),
            as_of: date(2025, 7, 1),
            imported_at: minutes(2 + n.cast_signed()),
            units: 1,
        };
        let outline = boundaries::Boundary { province_code: "38".to_owned(), unit: unit(11), shape: format!("{n} 2") };
        boundaries::replace(&mut tx, &import, &[outline], &deed("import")).await.expect("replaces");
        tx.commit().await.expect("commits");
    }
}

pub async fn whatever_was_brought_in_is_held_against_its_last_entry(it: &TestDb) {
    brought(it).await;
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert!(audit(&mut tx, Expected::default()).await.expect("reads").is_ok());
    assert_eq!(boundaries::of_level(&mut tx, Level::Commune).await.expect("reads").len(), 1);
    drop(tx);
    for (text, noun) in [
        ("update unit_version set name = 'khác' where origin = 'shipped'", "unit_shipment"),
        ("delete from unit_alias", "none"),
        ("update unit set lat = 1.5, lon = 2.5 where level = 'commune'", "unit_shipment"),
        ("update unit_version set until = '2026-02-01' where origin = 'imported' and name <> ''", "hamlet"),
        ("delete from unit_version where origin = 'imported' and start_on = '2026-01-01'", "hamlet"),
        ("update unit_version set origin = 'imported' where kind = 'xa'", "unit_shipment"),
        ("update hamlet_import set entered_by = 'ai khác'", "hamlet"),
        ("delete from hamlet_import", "hamlet"),
        ("update boundary set shape = '9 9'", "boundary"),
        ("delete from boundary", "boundary"),
        ("update boundary_import set licence = 'khác'", "boundary"),
    ] {
        let mut tx = it.db.begin().await.expect("begins");
        let altered = tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        let found = audit(&mut tx, Expected::default()).await.expect("reads");
        match (altered, found) {
            (0, Ok(_)) => assert_eq!(noun, "none", "{text}: nothing was altered"),
            (_, Err(Finding::Brought { noun: named })) => assert_eq!(named, noun, "{text}"),
            (rows, other) => panic!("{text}: {rows} rows altered, {other:?}"),
        }
    }
}
