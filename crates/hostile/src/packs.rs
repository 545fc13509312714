//! Law packs, which a province may write itself.

use criteria::{Facts, Settings, judge, load, shipped_texts};

use domain::units::Level;

use crate::Target;

pub const PACK: Target = Target { name: "pack", seeds, read, cases: 2_000 };

fn seeds() -> Vec<Vec<u8>> {
    shipped_texts().iter().map(|(_, text)| text.as_bytes().to_vec()).collect()
}

/// A pack is sound and can judge, or each fault stands at a line of the file.
fn read(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let lines = text.matches('\n').count() + 1;
    let loaded = load("fuzz.toml", text);
    assert_eq!(loaded.pack.is_none(), !loaded.findings.is_empty(), "a pack with faults, or none without");
    for finding in &loaded.findings {
        assert!((1..=lines).contains(&finding.line), "line {} of {lines}", finding.line);
    }
    let Some(pack) = loaded.pack.filter(criteria::Pack::is_computable) else { return };
    for level in [Level::Commune, Level::Province] {
        let _ = judge(&pack, level, &Facts::unknown(&pack), &Settings::defaults(&pack));
    }
}
