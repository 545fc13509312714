//! What any file of the house may hold.

use super::house::{File, files};
use super::none;

const LINES_MAX: usize = 800;

/// Made by tools, or tables of data: nobody reads them from top to bottom.
fn is_read_by_people(file: &File) -> bool {
    !["Cargo.lock", "fuzz/Cargo.lock", "package-lock.json", "docs/access/matrix.txt"].contains(&file.path.as_str())
        && ![".csv", ".snap", ".svg", ".json"].iter().any(|kind| file.path.ends_with(kind))
        && !file.path.contains("/samples/")
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let mut offences = Vec::new();
    for file in files("").iter().filter(|file| is_read_by_people(file)) {
        let lines = file.text.lines().count();
        if lines > LINES_MAX {
            offences.push(format!("{}: {lines} lines; split it by what it knows", file.path));
        }
    }
    none("No file has more than 800 lines:", &offences);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    // written in halves, so that this file does not find itself
    let folders: Vec<String> =
        [("/ro", "ot/"), ("/ho", "me/"), ("/wo", "rk/"), ("/Us", "ers/"), ("C:\\Us", "ers")].map(joined).into();
    let hosts: Vec<String> = [
        ("registry.npm", "js.org"),
        ("static.cra", "tes.io"),
        ("index.cra", "tes.io"),
        ("files.python", "hosted.org"),
        ("proxy.gol", "ang.org"),
    ]
    .map(joined)
    .into();
    let mut offences = Vec::new();
    // Cargo.lock names its index in every entry; that is the tool's word, not ours
    for file in files("").iter().filter(|file| file.path != "Cargo.lock") {
        for (at, line) in file.text.lines().enumerate() {
            let folder = folders.iter().find(|folder| starts_a_path(line, folder));
            let host = hosts.iter().find(|host| line.contains(host.as_str()));
            for found in folder.into_iter().chain(host) {
                offences.push(format!(
                    "{}:{}: {found}; name it from the root of the house, or leave it out",
                    file.path,
                    at + 1
                ));
            }
        }
    }
    none("No file names a folder of one machine or a registry's host:", &offences);
}

fn joined((a, b): (&str, &str)) -> String {
    format!("{a}{b}")
}

/// Whether a path begins here: `docs/work/` and an address's path do not count.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-/*}".contains(c))
    })
}
