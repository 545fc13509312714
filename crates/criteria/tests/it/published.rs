//! A published pack is never edited, only superseded: verdicts cite it by id.

use criteria::shipped_texts;

/// FNV-1a, 64 bits: enough to notice an edit, without a dependency.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn published_packs_are_as_they_were() {
    let kept = include_str!("../../packs/PUBLISHED");
    let lines: Vec<_> =
        shipped_texts().iter().map(|(file, text)| format!("{file} {:016x}", fingerprint(text))).collect();
    let now = lines.join("\n") + "\n";
    assert!(
        kept == now,
        "packs/PUBLISHED differs. A pack that was released is not edited: give the correction a new id and end the old one.\nOnly for a pack that was never released, write into crates/criteria/packs/PUBLISHED:\n{now}"
    );
}
