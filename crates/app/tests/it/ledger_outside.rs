//! Keys that are replaced, proofs of single entries, witnesses, weeks.

use app::Problem;
use app::ledger::Checkpointed;
use store::audit::Finding;
use vault::key::WitnessSigningKey;
use vault::note::Note;
use vault::verify::Fault;
use vault::witness::{cosign, cosigned};

use crate::ledger::{finding, key, record};
use crate::office::Office;

#[tokio::test]
async fn a_replaced_key_signs_on_and_the_old_one_no_more() {
    for office in [Some(Office::open().await), Office::on_a_server().await].into_iter().flatten() {
        let app = &office.app;
        assert!(matches!(app.replace_ledger_key(key(8)).await, Err(Problem::NoLedgerKey)), "nothing signs yet");
        app.sign_with(key(7));
        record(app, 1, 2).await;
        let second = office.restart().await;
        second.sign_with(key(7));
        second.checkpoint().await.expect("signs");
        assert_eq!(app.replace_ledger_key(key(8)).await.expect("replaces"), 3);
        assert_eq!(app.replace_ledger_key(key(8)).await.expect("once"), 3, "the second time nothing happens");
        record(app, 2, 3).await;
        // the process beside it still holds the old key
        assert!(matches!(second.checkpoint().await, Err(Problem::LedgerKeyReplaced)));
        assert_eq!(app.checkpoint().await.expect("signs"), Checkpointed::Signed { size: 4 });
        let new = key(8).named(key(7).verifying().name()).expect("a name");
        for known in [key(7).verifying(), new.verifying()] {
            let sound = app.verify_ledger_by(known, &[]).await.expect("whichever key one knows");
            assert_eq!((sound.size, sound.signed), (4, 4));
        }
        assert_eq!(app.verify_ledger(&[]).await.expect("sound").signed, 4);
        assert!(matches!(app.replace_ledger_key(key(7)).await, Err(Problem::Fault(_))), "a key does not come back");
        let third = office.restart().await;
        third.sign_with(key(8));
        assert_eq!(third.checkpoint().await.expect("signs"), Checkpointed::Before { size: 4 });
        drop((second, third));
        office.finish().await;
    }
}

#[tokio::test]
async fn a_single_entry_is_proved_once_it_is_signed() {
    let office = Office::open().await;
    let app = &office.app;
    app.sign_with(key(7));
    record(app, 1, 2).await;
    assert_eq!(app.prove_inclusion(1).await.expect("reads"), None, "nothing is signed");
    app.checkpoint().await.expect("signs");
    record(app, 2, 3).await;
    let proof = app.prove_inclusion(1).await.expect("reads").expect("is signed");
    let (entry, checkpoint) = proof.verify(key(7).verifying()).expect("stands there");
    assert_eq!((entry.seq, entry.says.noun.as_str(), checkpoint.size), (1, "fact", 2));
    assert_eq!(app.prove_inclusion(2).await.expect("reads"), None, "not signed yet");
    office.finish().await;
}

#[tokio::test]
async fn what_witnesses_sign_is_kept_and_given_out() {
    for office in [Some(Office::open().await), Office::on_a_server().await].into_iter().flatten() {
        let app = &office.app;
        app.sign_with(key(7));
        app.checkpoint().await.expect("signs");
        let witness = |seed: u8| {
            let text = WitnessSigningKey::text_of_seed(&format!("w{seed}.example"), &[seed; 32]).expect("a name");
            WitnessSigningKey::from_text(&text).expect("a key")
        };
        let note = app.last_checkpoint().await.expect("reads").expect("signed");
        let now = app.now().as_second().unsigned_abs();
        let by_one = cosign(&note, &witness(1), now).expect("signs");
        assert!(matches!(app.take_cosignatures(&by_one).await, Err(Problem::NoWitness)), "nobody is named");
        assert!(app.witnessed_by([1, 2].map(|seed| witness(seed).verifying().clone()).to_vec()));
        let by_stranger = cosign(&note, &witness(3), now).expect("signs");
        assert!(matches!(app.take_cosignatures(&by_stranger).await, Err(Problem::NoWitness)));
        let tomorrow = cosign(&note, &witness(1), now + 86_400).expect("signs");
        assert!(matches!(app.take_cosignatures(&tomorrow).await, Err(Problem::NoWitness)), "a time that is to come");
        let both = cosign(&by_one, &witness(2), now).expect("signs");
        assert_eq!(app.take_cosignatures(&by_one).await.expect("keeps"), ["w1.example"]);
        assert_eq!(app.take_cosignatures(&both).await.expect("keeps"), ["w2.example"]);
        assert!(app.take_cosignatures(&both).await.expect("knows").is_empty());
        let given = app.last_checkpoint().await.expect("reads").expect("signed");
        let parsed = Note::parse(&given).expect("a note");
        for seed in [1, 2] {
            assert_eq!(cosigned(&parsed, witness(seed).verifying()), Ok(Some(now)));
        }
        assert!(app.prove_inclusion(0).await.expect("reads").expect("signed").note == given);
        let mut bundle = Vec::new();
        app.export_ledger(&mut bundle).await.expect("exports");
        assert!(bundle.windows(given.len()).any(|part| part == given.as_bytes()), "bundles have it too");
        let witnesses = app.ledger_state().await.expect("reads").witnesses;
        assert_eq!(witnesses.iter().map(|one| one.last.map(|last| last.0)).collect::<Vec<_>>(), [Some(1), Some(1)]);
        office.finish().await;
    }
}

#[tokio::test]
async fn a_note_of_another_past_is_not_taken_for_ours() {
    let (one, other) = (Office::open().await, Office::open().await);
    let key_of = |text: &str| WitnessSigningKey::from_text(text).expect("a key");
    let text = WitnessSigningKey::text_of_seed("w.example", &[1; 32]).expect("a name");
    for (office, count) in [(&one, 2), (&other, 3)] {
        office.app.sign_with(key(7));
        record(&office.app, 1, count).await;
        office.app.checkpoint().await.expect("signs");
    }
    one.app.witnessed_by(vec![key_of(&text).verifying().clone()]);
    let theirs = other.app.last_checkpoint().await.expect("reads").expect("signed");
    let theirs = cosign(&theirs, &key_of(&text), one.app.now().as_second().unsigned_abs()).expect("signs");
    let split = finding(one.app.take_cosignatures(&theirs).await);
    assert_eq!(split, Finding::Log(Fault::SplitView { size: 2 }));
    one.finish().await;
    other.finish().await;
}

#[tokio::test]
async fn a_week_is_closed_by_its_last_note() {
    let office = Office::open().await;
    let app = &office.app;
    app.sign_with(key(7));
    record(app, 1, 2).await;
    app.checkpoint().await.expect("signs");
    // the clock of the tests stands on Monday, 15 December 2025
    let now = app.ledger_week(2025, 51).await.expect("reads").expect("has begun");
    assert_eq!((now.from.to_string(), now.to.to_string()), ("2025-12-15".to_owned(), "2025-12-21".to_owned()));
    assert_eq!((now.is_over, now.size_before, now.signed.map(|signed| signed.size)), (false, 0, Some(2)));
    let before = app.ledger_week(2025, 50).await.expect("reads").expect("is over");
    assert_eq!((before.is_over, before.signed), (true, None));
    assert_eq!(app.last_week(), (2025, 50));
    for (year, week) in [(2025, 52), (2025, 53), (2025, 0), (2026, 54), (2026, 1)] {
        assert_eq!(app.ledger_week(year, week).await.expect("reads"), None, "{week}/{year}");
    }
    office.finish().await;
}
