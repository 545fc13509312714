//! The files of the house, read as they lie in the working tree.

use std::path::{Path, PathBuf};

/// Folders that hold other people's or built things.
const NOT_OURS: [&str; 6] = [".git", "target", "node_modules", "dist", "out", "test-results"];

/// One text file, with its path as written from the root of the house.
pub struct File {
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/testkit lies two folders deep").to_path_buf()
}

/// Every text file below a folder, sorted by path; what is not UTF-8 is not text.
pub fn files(below: &str) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(below), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no files below {below}: the test looks in the wrong place");
    found
}

/// The Rust sources of every room: `crates/*/src/**/*.rs`, without modules that are tests and stand in a file of
/// their own, `tests.rs`.
pub fn sources() -> Vec<File> {
    let mut sources = files("crates");
    sources.retain(|file| {
        let mut parts = file.path.split('/').skip(2);
        parts.next() == Some("src")
            && !file.path.ends_with("/tests.rs")
            && Path::new(&file.path).extension().is_some_and(|kind| kind == "rs")
    });
    sources
}

/// The rooms, as the folders below `crates` are called.
pub fn rooms() -> Vec<String> {
    let mut rooms: Vec<String> = std::fs::read_dir(root().join("crates"))
        .expect("crates can be read")
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    rooms.sort();
    rooms
}

/// Which room a file of `crates/` belongs to.
pub fn room_of(file: &File) -> &str {
    file.path.split('/').nth(1).unwrap_or_default()
}

fn walk(folder: &Path, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display())) {
        let entry = entry.expect("readable");
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let kind = entry.file_type().expect("a file has a type");
        if kind.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                walk(&path, found);
            }
        } else if kind.is_file() {
            // others may save or remove a file while we look
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let path = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            found.push(File { path, text });
        }
    }
}
