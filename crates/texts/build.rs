//! Turns `locales/{vi,en}/*.toml` into one method per text, so that a missing
//! key, a missing translation or a wrong number of values fails the build.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Catalogue = BTreeMap<String, String>;

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../locales");
    println!("cargo::rerun-if-changed={}", root.display());
    let vi = read(&root.join("vi"));
    let en = read(&root.join("en"));
    refuse_differences(&vi, &en);

    let mut out = String::from("impl Lang {\n");
    for (key, vi_text) in &vi {
        method(&mut out, key, vi_text, &en[key]);
    }
    out.push_str("}\n");
    let target = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("texts.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}

/// Reads every `room.toml` of a folder; the key `title` of `nation.toml` becomes `nation_title`.
fn read(folder: &Path) -> Catalogue {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut all = Catalogue::new();
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("locale folder exists").map(|f| f.expect("readable").path()).collect();
    files.sort();
    for file in files.into_iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        println!("cargo::rerun-if-changed={}", file.display());
        let room = file.file_stem().and_then(|s| s.to_str()).expect("UTF-8 name").to_owned();
        let table: toml::Table =
            fs::read_to_string(&file).expect("readable").parse().unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        for (key, value) in table {
            let text = value.as_str().unwrap_or_else(|| panic!("{}: `{key}` is not a text", file.display()));
            all.insert(format!("{room}_{key}"), text.trim_end_matches('\n').to_owned());
        }
    }
    all
}

fn refuse_differences(vi: &Catalogue, en: &Catalogue) {
    let vi_keys: BTreeSet<_> = vi.keys().collect();
    let en_keys: BTreeSet<_> = en.keys().collect();
    let missing: Vec<_> = vi_keys.symmetric_difference(&en_keys).collect();
    assert!(missing.is_empty(), "locales: these keys stand in one language only: {missing:?}");
    for (key, text) in vi {
        let (a, b): (BTreeSet<_>, BTreeSet<_>) =
            (values(text).into_iter().collect(), values(&en[key]).into_iter().collect());
        assert!(a == b, "locales: `{key}` takes {a:?} in vi and {b:?} in en");
    }
}

/// The `{name}` places of a text in order of first appearance.
fn values(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in text.split('{').skip(1) {
        let name = part.split('}').next().expect("split yields one");
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn method(out: &mut String, key: &str, vi: &str, en: &str) {
    let doc = vi.replace('\n', " ").replace('[', "\\[").replace('<', "\\<").replace('*', "\\*").replace('`', "'");
    let names = values(vi);
    writeln!(out, "    /// {doc}").expect("a String takes all");
    if names.is_empty() {
        writeln!(out, "    pub const fn {key}(self) -> &'static str {{ match self {{ Self::Vi => {vi:?}, Self::En => {en:?} }} }}")
    } else {
        let params = names.iter().map(|n| format!("{n}: impl core::fmt::Display")).collect::<Vec<_>>().join(", ");
        writeln!(
            out,
            "    pub fn {key}(self, {params}) -> String {{ match self {{ Self::Vi => format!({vi:?}), Self::En => format!({en:?}) }} }}"
        )
    }
    .expect("a String takes all");
}
