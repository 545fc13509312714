//! A program that shares nothing with ours but docs/ledger-format.md comes to the same verdicts.

use std::path::{Path, PathBuf};
use std::process::Command;

use vault::bundle::verify;
use vault::tree::leaf;
use vault::verify::Expected;

use super::inclusions::inclusion;
use super::sample::{Log, bytes, entry, foreign_key, key, note};
use super::successions::rotated;

/// What the program takes when nobody says otherwise.
const TOLERANCE_MS: i64 = 60_000;

/// Bundles, with the checkpoint that was kept elsewhere, if any; what the other program must say first.
fn cases() -> Vec<(&'static str, Vec<u8>, Option<String>)> {
    let log = Log::of(70, 16);
    let bundle = log.bundle();
    let changed = |at: usize, with: Vec<u8>| {
        let mut forged = log.clone();
        forged.leaves[at] = leaf(&with);
        forged.entries[at] = with;
        forged
    };
    let flipped = |at: usize, mask: u8| {
        let mut bytes = bundle.clone();
        bytes[at] ^= mask;
        bytes
    };
    let resigned = |at: usize, with: Vec<u8>| Log::signed_by(&key(), changed(at, with).entries, 16).bundle();
    let patched = |at: usize, offset: usize, with: &[u8]| {
        let mut raw = bytes(at as u64);
        raw[offset..offset + with.len()].copy_from_slice(with);
        raw
    };
    let mut undone = entry(40);
    "undo_all".clone_into(&mut undone.says.act);
    let undone = undone.encode().expect("sound");
    let mut early = entry(50);
    early.recorded_at_ms -= TOLERANCE_MS * 2;
    let early = early.encode().expect("sound");
    let longer = Log::of(71, 71).last_note().to_owned();
    let kept = log.notes[1].clone();
    let end = bundle.len();
    let spare_bits = String::from_utf8_lossy(&bundle).find("=\n").expect("a padded signature");
    let mut cases = vec![
        ("sound", bundle.clone(), None),
        ("sound", bundle.clone(), Some(kept.clone())),
        ("sound", bundle.clone(), Some(Log::of(37, 37).last_note().to_owned())),
        ("sound", resigned(40, undone.clone()), Some(kept.clone())),
        ("refused", resigned(10, undone.clone()), None),
        ("refused", resigned(40, undone.clone()), Some(log.notes[2].clone())),
        ("refused", changed(40, undone).bundle(), None),
        ("refused", bundle.clone(), Some(longer)),
        ("refused", bundle.clone(), Some(note(&key(), 0, leaf(b"")))),
        ("refused", resigned(50, early), None),
        ("refused", resigned(3, [bytes(3), vec![0]].concat()), None),
        ("refused", resigned(3, bytes(4)), None),
        ("refused", resigned(3, patched(3, 0, &[2])), None),
        ("refused", resigned(3, patched(3, 9, &[0x80])), None),
        ("refused", resigned(4, patched(4, 17, b"2025-02-29")), None),
        ("refused", resigned(3, patched(3, 43, &[1; 16])), None),
        ("refused", resigned(5, patched(5, 109, &[0xff; 16])), None),
        ("refused", resigned(5, patched(5, 109, &[0; 16])), None),
        ("refused", bundle[..end - 1].to_vec(), None),
        ("refused", [bundle.clone(), vec![0]].concat(), None),
        ("refused", flipped(0, 1), None),
        ("refused", flipped(26, 3), None),
        ("refused", flipped(end - 1, 0x80), None),
        ("refused", flipped(end - 40, 1), None),
        ("refused", flipped(spare_bits, 1), None),
    ];
    let head = end - log.entries.iter().map(|bytes| bytes.len() + 34).sum::<usize>();
    cases.extend((27..head).step_by(97).map(|at| ("refused", flipped(at, 1), None)));
    cases
}

/// Whether ours finds it sound.
fn is_sound(bundle: &[u8], kept: Option<&str>) -> bool {
    let mut expected = Expected::default();
    kept.is_none_or(|note| expected.note(note, key().verifying()).is_ok())
        && verify(bundle, key().verifying(), expected, TOLERANCE_MS).is_ok()
}

#[test]
fn another_program_comes_to_the_same_verdicts() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3 here to run tests/outside/verify.py");
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (file, kept_file) = (folder.join("ledger.bundle"), folder.join("ledger.checkpoint"));
    let vkey = key().verifying().to_string();
    for (at, (wanted, bundle, kept)) in cases().into_iter().enumerate() {
        assert_eq!(is_sound(&bundle, kept.as_deref()), wanted == "sound", "ours, case {at}");
        std::fs::write(&file, &bundle).expect("a place for tests");
        if let Some(kept) = &kept {
            std::fs::write(&kept_file, kept).expect("a place for tests");
        }
        let said = other_program(&vkey, &file, kept.as_ref().map(|_| kept_file.as_path()));
        assert!(said.starts_with(wanted), "case {at}: {said}");
    }
    replaced_keys(&folder, &vkey);
    std::fs::write(&file, Log::of(70, 16).bundle()).expect("a place for tests");
    let said = other_program(&foreign_key().verifying().to_string(), &file, None);
    assert_eq!(said.trim(), "refused: this key has not signed");
    let said = other_program(&vkey.replacen("anlanh", "anders", 1), &file, None);
    assert_eq!(said.trim(), "refused: the key's id is not its own");
}

/// A log whose key was replaced: whichever key one knows, and every byte of the keys and checkpoints counts.
fn replaced_keys(folder: &Path, vkey: &str) {
    let file = folder.join("rotated.bundle");
    let log = rotated();
    let bundle = log.bundle();
    std::fs::write(&file, &bundle).expect("a place for tests");
    for known in [vkey.to_owned(), foreign_key().verifying().to_string()] {
        let said = other_program(&known, &file, None);
        assert!(said.starts_with("sound: 40 entries"), "{said}");
    }
    let head = bundle.len() - log.entries.iter().map(|bytes| bytes.len() + 34).sum::<usize>();
    for at in (22..head).step_by(37) {
        let mut flipped = bundle.clone();
        flipped[at] ^= 1;
        std::fs::write(&file, flipped).expect("a place for tests");
        let said = other_program(vkey, &file, None);
        assert!(said.starts_with("refused"), "byte {at}: {said}");
    }
    let unsigned = super::successions::without_handover().bundle();
    std::fs::write(&file, unsigned).expect("a place for tests");
    let said = other_program(vkey, &file, None);
    assert_eq!(said.trim(), "refused: entry 24 replaces a key without a checkpoint of both");
}

#[test]
fn another_program_checks_single_entries_and_witnesses() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3 here to run tests/outside/verify.py");
        return;
    }
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ledger.tlog-proof");
    let vkey = key().verifying().to_string();
    let log = Log::of(70, 70);
    for seq in [0, 1, 41, 63, 64, 69] {
        let text = inclusion(&log, seq).to_string();
        std::fs::write(&file, &text).expect("a place for tests");
        let said = other_program(&vkey, &file, None);
        assert_eq!(said.trim(), format!("sound: entry {seq} stands in the log of 70 entries"));
        for at in (30..text.len()).step_by(67) {
            let mut raw = text.clone().into_bytes();
            raw[at] ^= 1;
            std::fs::write(&file, raw).expect("a place for tests");
            let said = other_program(&vkey, &file, None);
            assert!(said.starts_with("refused"), "byte {at} of the proof of {seq}: {said}");
        }
    }
    let witness = super::witnesses::witness(3);
    let wkey = PathBuf::from(witness.verifying().to_string());
    let note = vault::witness::cosign(log.last_note(), &witness, 1_765_700_000).expect("signs");
    std::fs::write(&file, &note).expect("a place for tests");
    let said = other_program(&vkey, &file, Some(&wkey));
    assert_eq!(said.trim(), "sound: 70 entries, cosigned at 1765700000");
    std::fs::write(&file, log.last_note()).expect("a place for tests");
    let said = other_program(&vkey, &file, Some(&wkey));
    assert_eq!(said.trim(), "refused: this witness has not signed");
}

fn other_program(vkey: &str, bundle: &Path, kept: Option<&Path>) -> String {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outside/verify.py");
    let output = Command::new("python3").arg(program).arg(vkey).arg(bundle).args(kept).output().expect("it starts");
    let (said, fault) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(fault, "", "it says what is wrong, it does not break down");
    assert_eq!(output.status.success(), said.starts_with("sound"), "{said}");
    said.into_owned()
}
