//! The command line as users and scripts meet it: the real binary, real files.

mod backup;
mod bad_input;
mod calendars;
mod cases;
mod classify;
mod crash;
mod document;
#[cfg(target_os = "linux")]
mod faults;
mod forms;
#[cfg(unix)]
mod keyring;
mod ledger;
mod ledger_altered;
mod ledger_outside;
mod other_commands;
#[cfg(target_os = "linux")]
mod powercut;
#[cfg(target_os = "linux")]
mod refusals;
mod rehearse;
mod reports;
mod seeds;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The headings of the contract.
const HEADINGS: &str = "code,population,addicts_on_file,users_on_file,use_sites,offenders_arrested,plants,plant_area_m2,key_route,residents_not_exempt,resident_violators,wanted_hiding";

/// A folder of one test, removed at its end.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("writable");
        path
    }

    /// A CSV under the contract's headings.
    fn facts(&self, rows: &[&str]) -> PathBuf {
        self.file("facts.csv", format!("{HEADINGS}\n{}\n", rows.join("\n")))
    }
}

fn anlanh(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_anlanh"))
        .args(args)
        .env_remove("DATABASE_URL")
        .env_remove("ANLANH_LANG")
        .env_remove("ANLANH_DATA")
        .output()
        .expect("the binary runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Judges to JSON, expecting success.
#[track_caller]
fn judge(file: &Path, more: &[&str]) -> serde_json::Value {
    let args = [&["classify", text(file), "--year", "2025", "--format", "json"], more].concat();
    let output = anlanh(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The results of a judged file, in its order.
fn results(judged: &serde_json::Value) -> Vec<&str> {
    judged["units"].as_array().expect("units").iter().map(|u| u["result"].as_str().expect("a result")).collect()
}
