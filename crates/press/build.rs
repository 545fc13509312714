//! Puts the fonts that papers are set in into the crate.
//!
//! Reads `fonts/` only; it never runs npm, so that a build needs no network. When the fonts are missing it says which
//! command brings them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, process};

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let fonts = here.join("fonts");
    let list = fonts.join("fonts.json");
    println!("cargo::rerun-if-changed={}", list.display());
    let Ok(text) = fs::read_to_string(&list) else {
        println!("cargo::error=the fonts of papers are not there yet; run: npm ci && npm run assets");
        process::exit(1);
    };
    let names: Vec<String> = serde_json::from_str(&text).expect("build.mjs writes JSON");
    let mut out = String::from("/// The faces that papers are set in.\nstatic FACES: &[&[u8]] = &[");
    for name in &names {
        write!(out, "include_bytes!({:?}), ", fonts.join(name).display().to_string()).expect("a String takes all");
    }
    out.push_str("];\n");
    let target = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("faces.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}
