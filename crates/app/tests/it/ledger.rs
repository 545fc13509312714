use app::figures::Typed;
use app::ledger::{Checkpointed, signing_key};
use app::{App, Problem};
use domain::facts::Value;
use domain::units::Level;
use store::audit::Finding;
use store::query::sql;
use testkit::id;
use vault::checkpoint::Checkpoint;
use vault::key::{SigningKey, pkcs8_of_seed};
use vault::verify::{Expected, Fault, extends};

use crate::office::{Office, signed};

pub fn key(seed: u8) -> SigningKey {
    signing_key(&pkcs8_of_seed(&[seed; 32])).expect("a key")
}

pub async fn record(app: &App, n: u64, count: i64) {
    let typed = Typed { code: "14845".to_owned(), input: "use_sites".to_owned(), value: Value::Number(count) };
    app.record_typed("38", Level::Commune, 2025, vec![typed], signed(), id(3, n)).await.expect("records");
}

/// Does what a database administrator could do and the program never does.
async fn behind_its_back(app: &App, texts: &[&'static str]) {
    let mut tx = app.db().begin().await.expect("begins");
    for text in texts {
        tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    }
    tx.commit().await.expect("commits");
}

const UNARMED: &str = "drop trigger ledger_entry_is_not_changed";
const ALTERED: &str = "update ledger_entry set body = (select body from ledger_entry where seq = 0) where seq = 1";

pub fn finding<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> Finding {
    match outcome {
        Err(Problem::Ledger(finding)) => finding,
        other => panic!("a finding was expected, not {other:?}"),
    }
}

#[tokio::test]
async fn writes_are_signed_once() {
    for office in [Some(Office::open().await), Office::on_a_server().await].into_iter().flatten() {
        let app = &office.app;
        assert_eq!(app.checkpoint().await.expect("nothing to do"), Checkpointed::NoKey);
        assert!(app.ledger_state().await.expect("reads").key.is_none());
        assert!(app.sign_with(key(7)));
        assert!(!app.sign_with(key(8)), "a key is given once");
        assert_eq!(app.checkpoint().await.expect("signs"), Checkpointed::Signed { size: 1 });
        assert_eq!(app.checkpoint().await.expect("signs"), Checkpointed::Before { size: 1 });
        record(app, 1, 2).await;
        assert_eq!(app.checkpoint().await.expect("signs"), Checkpointed::Signed { size: 2 });

        let state = app.ledger_state().await.expect("reads");
        let last = state.signed.expect("signed");
        assert_eq!((state.size, last.size, last.root.len()), (2, 2, 44));
        assert_eq!(state.key, Some(key(7).verifying().to_string()));
        let opened = Checkpoint::open(&last.note, key(7).verifying()).expect("signed by the key");
        assert_eq!((opened.size, opened.root.to_string(), opened.origin), (2, last.root, last.origin));
        let newest = state.lines.first().expect("entries");
        assert_eq!((newest.noun.as_str(), newest.act.as_str()), ("fact", "record"));
        assert_eq!(newest.document_number.as_deref(), Some("12/NQ-GĐ"));
        office.finish().await;
    }
}

#[tokio::test]
async fn an_undone_recording_is_told_as_such() {
    let office = Office::open().await;
    record(&office.app, 1, 2).await;
    office.app.undo_recording(id(3, 1), 2025, signed(), id(3, 2)).await.expect("undoes");
    let acts: Vec<_> = office.app.ledger_state().await.expect("reads").lines.into_iter().map(|line| line.act).collect();
    assert_eq!(acts, ["undo", "record", "seed"]);
    office.finish().await;
}

#[tokio::test]
async fn what_does_not_continue_is_not_signed() {
    let office = Office::open().await;
    let app = &office.app;
    app.sign_with(key(7));
    record(app, 1, 2).await;
    app.checkpoint().await.expect("signs");
    record(app, 2, 3).await;
    behind_its_back(
        app,
        &[UNARMED, "update ledger_entry set body = (select body from ledger_entry where seq = 0) where seq = 2"],
    )
    .await;
    assert_eq!(finding(app.checkpoint().await), Finding::Log(Fault::Leaf { seq: 2 }));
    let state = app.ledger_state().await.map(|state| (state.signed.map(|s| s.size), state.fault));
    // the page shows what is wrong, and the entry that cannot be read as its place says
    assert_eq!(state.expect("reads"), (Some(2), Some(Finding::Log(Fault::Leaf { seq: 2 }))));
    office.finish().await;
}

#[tokio::test]
async fn a_restart_goes_through_what_was_signed_before() {
    let office = Office::open().await;
    office.app.sign_with(key(7));
    record(&office.app, 1, 2).await;
    office.app.checkpoint().await.expect("signs");
    // a whole new history under the old checkpoint: entries, leaves and head agree with one another
    let entry = {
        let mut tx = office.app.db().snapshot().await.expect("snapshot");
        store::ledger::entries(&mut tx, 0..1).await.expect("reads").remove(0)
    };
    assert_eq!(entry.seq, 0);
    behind_its_back(
        &office.app,
        &["drop trigger ledger_entry_is_not_deleted", "delete from ledger_entry where seq = 1"],
    )
    .await;
    let mut frontier = vault::tree::Frontier::new();
    frontier.push(entry.leaf);
    let mut tx = office.app.db().begin().await.expect("begins");
    let shorter = "update ledger_head set size = 1, frontier = $1 where id = 1";
    tx.run(sql(shorter).arg(frontier.to_bytes())).await.expect("shortens");
    tx.commit().await.expect("commits");

    let again = office.restart().await;
    again.sign_with(key(7));
    assert_eq!(finding(again.checkpoint().await), Finding::Log(Fault::CutShort { size: 1, signed: 2 }));
    record(&office.app, 2, 9).await;
    assert_eq!(finding(again.checkpoint().await), Finding::Log(Fault::Root { from: 0, size: 2 }), "grown over again");
    drop(again);
    office.finish().await;
}

#[tokio::test]
async fn another_key_is_refused() {
    let office = Office::open().await;
    office.app.sign_with(key(7));
    office.app.checkpoint().await.expect("signs");
    let again = office.restart().await;
    again.sign_with(key(8));
    assert!(matches!(finding(again.checkpoint().await), Finding::Log(Fault::Checkpoint(_))));
    assert!(matches!(finding(again.verify_ledger(&[]).await), Finding::Log(Fault::Checkpoint(_))));
    drop(again);
    office.finish().await;
}

#[tokio::test]
async fn verifying_holds_the_log_to_a_note_kept_elsewhere() {
    let (one, other) = (Office::open().await, Office::open().await);
    for (office, count) in [(&one, 2), (&other, 3)] {
        office.app.sign_with(key(7));
        record(&office.app, 1, count).await;
        office.app.checkpoint().await.expect("signs");
    }
    let kept = one.app.last_checkpoint().await.expect("reads").expect("signed");
    record(&one.app, 2, 5).await;
    let sound = one.app.verify_ledger(std::slice::from_ref(&kept)).await.expect("nothing is wrong");
    assert_eq!((sound.size, sound.signed), (3, 2));
    // the same key, another history
    assert_eq!(
        finding(other.app.verify_ledger(std::slice::from_ref(&kept)).await),
        Finding::Log(Fault::SplitView { size: 2 })
    );
    let shorter = Office::open().await;
    shorter.app.sign_with(key(7));
    assert_eq!(finding(shorter.app.verify_ledger(&[kept]).await), Finding::Log(Fault::CutShort { size: 1, signed: 2 }),);
    for office in [one, other, shorter] {
        office.finish().await;
    }
}

#[tokio::test]
async fn without_a_key_entries_are_checked_and_notes_refused() {
    let office = Office::open().await;
    record(&office.app, 1, 2).await;
    let sound = office.app.verify_ledger(&[]).await.expect("nothing is wrong");
    assert_eq!((sound.size, sound.signed), (2, 0));
    assert!(matches!(office.app.verify_ledger(&["x".to_owned()]).await, Err(Problem::NoLedgerKey)));
    behind_its_back(&office.app, &[UNARMED, ALTERED]).await;
    assert_eq!(finding(office.app.verify_ledger(&[]).await), Finding::Log(Fault::Leaf { seq: 1 }));
    office.finish().await;
}

#[tokio::test]
async fn an_export_is_checked_by_the_public_key_alone() {
    let office = Office::open().await;
    assert!(matches!(office.app.export_ledger(Vec::new()).await, Err(Problem::NoLedgerKey)));
    office.app.sign_with(key(7));
    for n in 1..=5 {
        record(&office.app, n, 10 + i64::try_from(n).expect("small")).await;
        if n % 2 == 0 {
            office.app.checkpoint().await.expect("signs");
        }
    }
    let mut bundle = Vec::new();
    assert_eq!(office.app.export_ledger(&mut bundle).await.expect("exports"), 6);
    let tolerance = store::ledger::CLOCK_TOLERANCE_MS;
    let checked = vault::bundle::verify(&bundle[..], key(7).verifying(), Expected::default(), tolerance);
    assert_eq!(checked.expect("sound").signed, 6);
    office.finish().await;
}

#[tokio::test]
async fn a_witness_is_given_proofs() {
    let office = Office::open().await;
    office.app.sign_with(key(7));
    let mut notes = Vec::new();
    for n in 1..=6 {
        record(&office.app, n, 10 + i64::try_from(n).expect("small")).await;
        office.app.checkpoint().await.expect("signs");
        let note = office.app.last_checkpoint().await.expect("reads").expect("signed");
        notes.push(Checkpoint::open(&note, key(7).verifying()).expect("signed by the key"));
    }
    for (at, kept) in notes.iter().enumerate() {
        for shown in &notes[at..] {
            let proof = office.app.prove_consistency(kept.size, shown.size).await.expect("reads").expect("a proof");
            let proof: Vec<vault::Digest> = proof.iter().map(|line| line.parse().expect("44 letters")).collect();
            extends(kept, shown, &proof).expect("the log only grew");
        }
    }
    assert_eq!(office.app.prove_consistency(3, 2).await.expect("reads"), None);
    assert_eq!(office.app.prove_consistency(3, 99).await.expect("reads"), None);
    office.finish().await;
}
