//! Puts the built style sheet, script and icon into the crate as constants.
//!
//! Reads `dist/manifest.json` only; it never runs npm, so that a build needs no
//! network. When the files are missing it says which command makes them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let dist = here.join("dist");
    let manifest = dist.join("manifest.json");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let Ok(text) = fs::read_to_string(&manifest) else {
        println!("cargo::error=the front-end files are not built yet; run: npm ci && npm run assets");
        process::exit(1);
    };
    let names: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("build.mjs writes JSON");

    let mut out = String::new();
    let mut all = Vec::new();
    for (name, hashed) in &names {
        let hashed = hashed.as_str().expect("build.mjs writes texts");
        let constant = name.replace('.', "_").to_uppercase();
        write_constant(&mut out, &constant, hashed, &dist);
        all.push(constant);
    }
    writeln!(out, "/// Every file that a browser may ask for.\npub const ALL: &[&Asset] = &[{}];", references(&all))
        .expect("a String takes all");
    let target = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("assets.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}

fn write_constant(out: &mut String, constant: &str, hashed: &str, dist: &Path) {
    let file = dist.join(hashed);
    let gz = dist.join(format!("{hashed}.gz"));
    let media = match Path::new(hashed).extension().and_then(|e| e.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        other => panic!("no media type known for {other:?}"),
    };
    writeln!(
        out,
        "/// `{hashed}`\npub const {constant}: Asset = Asset {{ name: {hashed:?}, href: \"/assets/{hashed}\", media: {media:?}, bytes: include_bytes!({:?}), gz: include_bytes!({:?}) }};",
        file.display().to_string(),
        gz.display().to_string(),
    )
    .expect("a String takes all");
}

fn references(constants: &[String]) -> String {
    constants.iter().map(|c| format!("&{c}")).collect::<Vec<_>>().join(", ")
}
