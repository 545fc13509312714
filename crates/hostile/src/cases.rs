//! Written cases, and the tables of law that an office may put in the place of the shipped ones.

use std::sync::LazyLock;

use domain::cases::{Law, SHIPPED, load, rehearsal, shipped};
use domain::units::Register;

use crate::Target;

pub const CASE: Target = Target { name: "case", seeds: cases, read: case, cases: 1_500 };
pub const LAW: Target = Target { name: "law", seeds: tables, read: law, cases: 150 };

static SHIPPED_LAW: LazyLock<Law> = LazyLock::new(|| shipped().unwrap_or_else(|findings| panic!("{findings:?}")));
static REGISTER: LazyLock<Register> = LazyLock::new(|| domain::units::shipped().expect("a sound register"));

fn cases() -> Vec<Vec<u8>> {
    let written = [
        include_str!("../../domain/cases/sg-ket-thuc.toml"),
        include_str!("../../domain/cases/khieu-nai-dinh-chinh.toml"),
        include_str!("../../domain/cases/s5a-vang-mot-ngay.toml"),
    ];
    written.map(|text| text.as_bytes().to_vec()).into()
}

/// A case that can be read is played to its end, each act with an answer; playing it again says the same.
fn case(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut law = SHIPPED_LAW.clone();
    let Ok(written) = rehearsal::read(&mut law, text) else { return };
    let steps = rehearsal::play(&law, &*REGISTER, &written);
    assert_eq!(steps.len(), written.acts.len(), "an act without an answer");
    let again = rehearsal::play(&law, &*REGISTER, &written);
    let results = |steps: &[rehearsal::Step]| steps.iter().map(rehearsal::Step::result).collect::<Vec<_>>();
    assert_eq!(results(&steps), results(&again), "the same case, another answer");
}

fn tables() -> Vec<Vec<u8>> {
    SHIPPED.iter().map(|(_, text)| text.as_bytes().to_vec()).collect()
}

/// An office's own table is taken, or each fault is a finding.
fn law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(findings) = load(&SHIPPED, Some(("fuzz.toml", text))) {
        assert!(!findings.is_empty(), "refused without a finding");
    }
}
