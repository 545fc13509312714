//! The rules of the house as tests. Each says which file breaks which rule and what to do about it.
//!
//! The rules themselves stand in ARCHITECTURE.md under "Invariants".

mod arrows;
mod asvs;
mod code;
mod house;
mod rooms;
mod sentences;
mod text;
mod values;

/// Fails with one line per offence.
fn none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "\n{rule}\n  {}\n", offences.join("\n  "));
}
