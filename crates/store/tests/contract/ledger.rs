use domain::facts::Value;
use domain::units::Level;
use jiff::civil::date;
use store::audit::{Finding, audit};
use store::error::StoreError;
use store::ledger::{self, Checkpoint, Kept};
use store::query::sql;
use store::{boundaries, facts, hamlets};
use testkit::build::{change, deed, entry, unit};
use testkit::{TestDb, build, id, minutes};
use vault::entry::Entry;
use vault::verify::{Expected, Fault, Verified};

/// The register, and one recording of three facts.
async fn begun(it: &TestDb) {
    super::facts::seed_units(it).await;
    save(it, 1, 5).await;
}

async fn save(it: &TestDb, n: u16, count: i64) {
    let mut tx = it.db.begin().await.expect("begins");
    let current = facts::of_window(&mut tx, None, build::WINDOW_2025, None).await.expect("reads");
    let inputs = ["use_sites", "plants", "population"];
    let entries = inputs.map(|input| entry(11, input, Value::Number(count))).to_vec();
    facts::save(&mut tx, &change(n, &current, entries), &deed("record")).await.expect("saves");
    tx.commit().await.expect("commits");
}

async fn log(it: &TestDb) -> Vec<Kept> {
    let mut tx = it.db.snapshot().await.expect("snapshot");
    ledger::entries(&mut tx, 0..u64::MAX).await.expect("reads")
}

async fn look(it: &TestDb) -> Result<Verified, Finding> {
    let mut tx = it.db.snapshot().await.expect("snapshot");
    audit(&mut tx, Expected::default()).await.expect("reads")
}

/// Does what a database administrator could do and the program never does.
async fn behind_its_back(it: &TestDb, texts: &[&'static str]) {
    let mut tx = it.db.begin().await.expect("begins");
    let disarm: &[&'static str] = if it.url.starts_with("sqlite") {
        &[
            "drop trigger ledger_entry_is_not_changed",
            "drop trigger ledger_entry_is_not_deleted",
            "drop trigger fact_is_not_changed",
            "drop trigger fact_is_not_deleted",
        ]
    } else {
        &["alter table ledger_entry disable trigger user", "alter table fact disable trigger user"]
    };
    for text in disarm.iter().chain(texts) {
        tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    }
    tx.commit().await.expect("commits");
}

pub async fn every_write_has_its_entry(it: &TestDb) {
    begun(it).await;
    let mut tx = it.db.begin().await.expect("begins");
    let known = facts::of_window(&mut tx, None, build::WINDOW_2025, None).await.expect("reads");
    let undone = domain::facts::undo(&known, id(2, 1), &build::recording(2), build::fact_ids(2)).expect("undoes");
    facts::save(&mut tx, &undone, &deed("undo")).await.expect("saves");
    let list = hamlets::Import {
        id: id(8, 1),
        file: "thôn giả định.csv".to_owned(),
        source: build::recording(3).source,
        entered_by: "cán bộ giả định".to_owned(),
        imported_at: minutes(3),
        hamlets: 1,
    };
    let hamlet = build::hamlet(101, date(2026, 1, 1));
    hamlets::take_in(&mut tx, &list, &[hamlet], &deed("import")).await.expect("takes in");
    let import = boundaries::Import {
        id: id(7, 1),
        source: "Bản đồ giả định".to_owned(),
        licence: "giả định".to_owned(),
        as_of: date(2025, 7, 1),
        imported_at: minutes(4),
        units: 1,
    };
    let outline = boundaries::Boundary { province_code: "38".to_owned(), unit: unit(11), shape: "1 2".to_owned() };
    boundaries::replace(&mut tx, &import, &[outline], &deed("import")).await.expect("replaces");
    tx.commit().await.expect("commits");

    let told: Vec<String> = log(it)
        .await
        .iter()
        .map(|kept| {
            let says = Entry::decode(&kept.body).expect("an entry").says;
            let province = says.province_code.unwrap_or_default();
            format!("{} {} {} {province}", kept.seq, says.noun, says.act)
        })
        .collect();
    let expected =
        ["0 unit_shipment seed ", "1 fact record 38", "2 fact undo 38", "3 hamlet import ", "4 boundary import "];
    assert_eq!(told, expected);
    assert_eq!(look(it).await.expect("nothing is wrong").size, 5);
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let of_unit = ledger::of_unit(&mut tx, unit(11).0, 9).await.expect("reads");
    assert_eq!(of_unit.iter().map(|kept| kept.seq).collect::<Vec<_>>(), [2, 1], "newest first");
    assert_eq!(boundaries::of_level(&mut tx, Level::Commune).await.expect("reads").len(), 1);
}

pub async fn an_entry_says_who_did_what_by_which_paper(it: &TestDb) {
    begun(it).await;
    let kept = log(it).await.pop().expect("an entry");
    let entry = Entry::decode(&kept.body).expect("an entry");
    assert_eq!((entry.seq, entry.recorded_at_ms), (1, minutes(1).as_millisecond()));
    let says = entry.says;
    assert_eq!(says.actor, ledger::Actor::LocalOperator);
    assert_eq!(says.occurred_on, date(2025, 12, 14));
    assert_eq!(says.unit, Some(unit(11).0));
    assert_eq!(says.document.number.as_deref(), Some("1/BC-GĐ"));
    assert_eq!(says.subjects.into_iter().collect::<Vec<_>>(), [id(2, 1)], "the batch");
    assert!(!kept.body.windows(8).any(|part| part == "cán bộ".as_bytes()), "it names nobody");
}

/// Neither half of a write survives without the other.
pub async fn a_dropped_write_leaves_neither_fact_nor_entry(it: &TestDb) {
    begun(it).await;
    let mut tx = it.db.begin().await.expect("begins");
    let new = change(2, &[], vec![entry(12, "plants", Value::Number(1))]);
    facts::save(&mut tx, &new, &deed("record")).await.expect("saves");
    drop(tx);
    assert_eq!(log(it).await.len(), 2);
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(facts::of_window(&mut tx, None, build::WINDOW_2025, None).await.expect("reads").len(), 3);
    drop(tx);
    save(it, 2, 6).await;
    assert_eq!(look(it).await.expect("no gap where the dropped one would have stood").size, 3);
}

pub async fn the_same_batch_has_one_entry(it: &TestDb) {
    begun(it).await;
    let again = change(1, &[], vec![entry(11, "use_sites", Value::Number(5))]);
    let mut tx = it.db.begin().await.expect("begins");
    assert_eq!(facts::save(&mut tx, &again, &deed("record")).await.expect("saves"), facts::Saved::Before);
    tx.commit().await.expect("commits");
    assert_eq!(log(it).await.len(), 2);
}

pub async fn entries_cannot_be_changed_or_deleted(it: &TestDb) {
    begun(it).await;
    for text in [
        "update ledger_entry set act = 'undo' where seq = 1",
        "delete from ledger_entry where seq = 1",
        "delete from ledger_head",
    ] {
        let mut tx = it.db.begin().await.expect("begins");
        let refused = tx.run(sql(text)).await.expect_err(text);
        assert!(matches!(refused, StoreError::Refused { .. }), "{text}: {refused:?}");
    }
}

pub async fn a_clock_gone_back_stops_writes(it: &TestDb) {
    super::facts::seed_units(it).await;
    save(it, 5, 1).await;
    let mut tx = it.db.begin().await.expect("begins");
    let earlier = change(3, &[], vec![entry(12, "plants", Value::Number(1))]);
    let refused = facts::save(&mut tx, &earlier, &deed("record")).await.expect_err("two minutes back");
    drop(tx);
    let StoreError::ClockBehind { now, last } = refused else { panic!("{refused:?}") };
    assert_eq!((now, last), (minutes(3), minutes(5)));
    let mut tx = it.db.begin().await.expect("begins");
    let a_little = change(4, &[], vec![entry(12, "plants", Value::Number(1))]);
    facts::save(&mut tx, &a_little, &deed("record")).await.expect("a minute back is tolerated");
    tx.commit().await.expect("commits");
    assert_eq!(look(it).await.expect("and verifies").latest_ms, Some(minutes(5).as_millisecond()));
}

pub async fn an_altered_entry_is_named(it: &TestDb) {
    begun(it).await;
    save(it, 2, 6).await;
    save(it, 3, 7).await;
    behind_its_back(
        it,
        &["update ledger_entry set body = (select body from ledger_entry where seq = 1) where seq = 2"],
    )
    .await;
    assert_eq!(look(it).await, Err(Finding::Log(Fault::Leaf { seq: 2 })));
}

pub async fn a_removed_entry_is_named(it: &TestDb) {
    begun(it).await;
    save(it, 2, 6).await;
    save(it, 3, 7).await;
    behind_its_back(it, &["delete from ledger_entry where seq = 2"]).await;
    assert_eq!(look(it).await, Err(Finding::Log(Fault::Place { seq: 2, found: 3 })));
}

pub async fn a_cut_off_log_is_seen(it: &TestDb) {
    begun(it).await;
    save(it, 2, 6).await;
    behind_its_back(it, &["delete from ledger_entry where seq = 2"]).await;
    // its facts are still there, and its head
    assert_eq!(look(it).await, Err(Finding::Head { size: 2 }));
}

pub async fn an_entry_hidden_from_its_unit_is_named(it: &TestDb) {
    begun(it).await;
    behind_its_back(it, &["update ledger_entry set unit_id = null where seq = 1"]).await;
    assert_eq!(look(it).await, Err(Finding::Columns { seq: 1 }));
}

pub async fn facts_altered_behind_its_back_are_named(it: &TestDb) {
    begun(it).await;
    behind_its_back(it, &["update fact set number = 0 where input = 'plants'"]).await;
    assert_eq!(look(it).await, Err(Finding::Altered { seq: 1, batch: id(2, 1) }));
}

pub async fn removed_facts_are_named(it: &TestDb) {
    begun(it).await;
    behind_its_back(it, &["delete from fact where input = 'plants'"]).await;
    assert_eq!(look(it).await, Err(Finding::Altered { seq: 1, batch: id(2, 1) }));
    behind_its_back_again(it, "delete from fact where input <> 'plants'").await;
    assert_eq!(look(it).await, Err(Finding::Altered { seq: 1, batch: id(2, 1) }), "also when none are left");
}

async fn behind_its_back_again(it: &TestDb, text: &'static str) {
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(sql(text)).await.expect("the triggers are off");
    tx.commit().await.expect("commits");
}

pub async fn a_store_older_than_its_ledger_is_taken_over_once(it: &TestDb) {
    begun(it).await;
    save(it, 2, 6).await;
    let emptied = ["delete from ledger_entry", "update ledger_head set size = 0, frontier = '', recorded_at = 0"];
    if it.url.starts_with("sqlite") {
        behind_its_back(it, &[emptied[0], "update ledger_head set size = 0, frontier = x'', recorded_at = 0"]).await;
    } else {
        behind_its_back(it, &emptied).await;
    }
    for expected in [3, 0] {
        let mut tx = it.db.begin().await.expect("begins");
        assert_eq!(facts::adopt(&mut tx, minutes(9), &deed("adopt")).await.expect("adopts"), expected);
        tx.commit().await.expect("commits");
    }
    assert_eq!(look(it).await.expect("every batch has its entry, and the register").size, 3);
}

pub async fn checkpoints_are_kept_in_order(it: &TestDb) {
    let at = |size: u64| Checkpoint { size, note: format!("giả định {size}"), signed_at: minutes(1) };
    let mut tx = it.db.begin().await.expect("begins");
    assert_eq!(ledger::last_checkpoint(&mut tx).await.expect("reads"), None);
    for size in [2, 0, 7] {
        assert!(ledger::add_checkpoint(&mut tx, &at(size)).await.expect("adds"));
    }
    let again = Checkpoint { note: "khác".to_owned(), ..at(7) };
    assert!(!ledger::add_checkpoint(&mut tx, &again).await.expect("is there"), "what is signed stays signed");
    tx.commit().await.expect("commits");
    let mut tx = it.db.begin().await.expect("begins");
    assert_eq!(ledger::checkpoints(&mut tx).await.expect("reads"), [at(0), at(2), at(7)]);
    assert_eq!(ledger::last_checkpoint(&mut tx).await.expect("reads"), Some(at(7)));
    let refused = tx.run(sql("delete from ledger_checkpoint")).await.expect_err("append-only");
    assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
}
