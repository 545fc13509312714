use domain::units::{Extent, Kind, Level, Lineage, Register, Version, shipped};
use jiff::civil::date;
use store::error::StoreError;
use store::{hamlets, units};
use testkit::{TestDb, build, id, minutes};

async fn load(it: &TestDb) -> Register {
    let mut tx = it.db.snapshot().await.expect("snapshot");
    units::load(&mut tx).await.expect("loads")
}

async fn seed(it: &TestDb, register: &Register) -> bool {
    let mut tx = it.db.begin().await.expect("begins");
    let written = units::seed(&mut tx, register, minutes(0), &build::deed("seed")).await.expect("seeds");
    tx.commit().await.expect("commits");
    written
}

async fn import(it: &TestDb, versions: &[Version]) -> u64 {
    let mut tx = it.db.begin().await.expect("begins");
    let list = a_list(hamlets::imports(&mut tx).await.expect("reads").len());
    let written = hamlets::take_in(&mut tx, &list, versions, &build::deed("import")).await.expect("imports");
    tx.commit().await.expect("commits");
    written
}

fn a_list(n: usize) -> hamlets::Import {
    hamlets::Import {
        id: id(8, u64::try_from(n).expect("few")),
        file: "thôn giả định.csv".to_owned(),
        source: domain::facts::Source { title: "Nghị quyết giả định".to_owned(), ..Default::default() },
        entered_by: "cán bộ giả định".to_owned(),
        imported_at: minutes(1),
        hamlets: 1,
    }
}

fn sorted<T: Clone>(all: &[T], line: impl Fn(&T) -> String) -> Vec<String> {
    let mut lines: Vec<String> = all.iter().map(line).collect();
    lines.sort();
    lines
}

pub async fn the_shipped_register_comes_back_whole(it: &TestDb) {
    let register = shipped().expect("the shipped tables are sound");
    assert!(seed(it, &register).await);
    let loaded = load(it).await;
    let version = |v: &Version| format!("{v:?} {:?}", register.point(v.unit));
    let loaded_version = |v: &Version| format!("{v:?} {:?}", loaded.point(v.unit));
    assert!(register.versions().len() > 13_000);
    assert_eq!(sorted(register.versions(), version), sorted(loaded.versions(), loaded_version));
    let arrow = |l: &Lineage| format!("{l:?}");
    assert_eq!(sorted(register.lineage(), arrow), sorted(loaded.lineage(), arrow));
    assert_eq!(register.aliases(), loaded.aliases());
    assert_eq!(loaded.level(Level::Commune, date(2026, 11, 21)).count(), 3_321);
}

pub async fn a_register_is_seeded_once(it: &TestDb) {
    let register = build::register(Vec::new());
    assert!(seed(it, &register).await);
    assert!(!seed(it, &register).await, "the same contents are not written again");
    assert_eq!(load(it).await.versions().len(), register.versions().len());
}

pub async fn a_newer_shipment_replaces_the_older_and_keeps_hamlets(it: &TestDb) {
    let arrow = Lineage {
        from: build::unit(11),
        to: build::unit(12),
        on: date(2026, 1, 1),
        extent: Extent::Part,
        default: true,
        basis: "giả định".to_owned(),
    };
    seed(it, &build::register(vec![arrow.clone()])).await;
    import(it, &[build::hamlet(101, date(2026, 1, 1))]).await;

    let mut versions = build::versions();
    versions.retain(|version| version.unit != build::unit(21));
    versions.push(build::version(22, "00022", Kind::DacKhu, Some(build::unit(2))));
    let newer = Register::new(versions, Vec::new(), Vec::new(), std::collections::HashMap::new()).expect("a register");
    assert!(seed(it, &newer).await);

    let loaded = load(it).await;
    let day = date(2026, 2, 1);
    assert!(loaded.version(build::unit(21), day).is_none(), "what is no longer shipped is gone");
    assert_eq!(loaded.version(build::unit(22), day).map(|v| v.kind), Some(Kind::DacKhu));
    assert!(loaded.version(build::unit(101), day).is_some(), "imported hamlets stay");
    assert!(loaded.lineage().is_empty());
    assert!(seed(it, &build::register(vec![arrow])).await, "and back again");
    assert_eq!(load(it).await.lineage().len(), 1);
}

pub async fn hamlets_are_dated_and_can_be_imported_again(it: &TestDb) {
    seed(it, &build::register(Vec::new())).await;
    let old = Version { until: Some(date(2026, 6, 1)), ..build::hamlet(101, date(2025, 7, 1)) };
    let new = Version { name: "Giả Định Mới".to_owned(), ..build::hamlet(101, date(2026, 6, 1)) };
    let many: Vec<Version> = (200..450).map(|n| build::hamlet(n, date(2025, 7, 1))).collect();
    assert_eq!(import(it, &[build::hamlet(101, date(2025, 7, 1))]).await, 1);
    assert_eq!(import(it, &[old, new]).await, 2);
    assert_eq!(import(it, &many).await, 250);
    let register = load(it).await;
    let name = |day| register.version(build::unit(101), day).map(|version| version.name.clone());
    assert_eq!(name(date(2026, 5, 31)).as_deref(), Some("Giả Định 101"));
    assert_eq!(name(date(2026, 6, 1)).as_deref(), Some("Giả Định Mới"));
    assert_eq!(register.children(build::unit(11), date(2026, 7, 1)).count(), 251);
}

pub async fn only_hamlets_of_known_communes_are_imported(it: &TestDb) {
    seed(it, &build::register(Vec::new())).await;
    for wrong in [
        build::version(500, "00500", Kind::Xa, Some(build::unit(1))),
        Version { parent: Some(build::unit(999)), ..build::hamlet(501, date(2025, 7, 1)) },
        Version { name: "Giả Định Lần Hai".to_owned(), ..build::hamlet(502, date(2025, 7, 1)) },
    ] {
        let mut tx = it.db.begin().await.expect("begins");
        let versions = [build::hamlet(502, date(2025, 7, 1)), wrong];
        let refused =
            hamlets::take_in(&mut tx, &a_list(0), &versions, &build::deed("import")).await.expect_err("refused");
        drop(tx);
        assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
    }
    assert!(load(it).await.version(build::unit(502), date(2026, 1, 1)).is_none(), "nothing half-saved");
}
