//! The ledger: how long it is, what was last signed of it, its last entries. No person's name stands here.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// One entry.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// Its place in the ledger, from 0.
    pub seq: u64,
    /// When it was recorded, in writing.
    pub when: String,
    /// The civil day on which it happened, as `2025-07-01`.
    pub day: String,
    /// What was done to what, in words.
    pub what: String,
    /// Name of the unit or province; empty when it concerns several.
    pub place: String,
    /// Number and date of the paper; empty when it has none.
    pub document: String,
}

/// The last signed statement.
#[derive(Clone, Debug)]
pub struct Signed {
    /// How many entries it speaks of.
    pub size: u64,
    /// When it was signed, in writing.
    pub when: String,
    /// The root: 44 letters.
    pub root: String,
    /// The name of the ledger, its first line.
    pub origin: String,
}

impl Signed {
    /// The root in groups of four, to be read aloud and compared with a print.
    pub fn groups(&self) -> Vec<String> {
        let letters: Vec<char> = self.root.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect()).collect()
    }
}

/// A witness, and what it has signed last.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Its name.
    pub name: String,
    /// Of how many entries, and when, in writing; none while it has signed nothing.
    pub last: Option<(u64, String)>,
}

/// The state of the ledger.
#[derive(Clone, Debug, Template)]
#[template(path = "ledger/show.html")]
pub struct Ledger {
    /// Around the page.
    pub frame: Frame,
    /// How many entries it has.
    pub size: u64,
    /// Entries that no signature covers yet.
    pub waiting: u64,
    /// The last signed statement.
    pub signed: Option<Signed>,
    /// The public key in the form in which witnesses keep it; empty without a key.
    pub key: String,
    /// What is wrong with the ledger, in a sentence; empty when nothing is known to be.
    pub fault: String,
    /// When everything was last known to be in the backup that the server makes; empty where it makes none.
    pub backed_up: String,
    /// What stopped the last backup, in a sentence; empty when nothing did.
    pub backup_fault: String,
    /// Witnesses that are named.
    pub witnesses: Vec<Witness>,
    /// Year and number of the last week that is over, as `2026/46`.
    pub last_week: String,
    /// The last entries, newest first.
    pub rows: Vec<EntryRow>,
}

impl Ledger {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: in order, just begun, without a key, altered behind the program's back.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |seq: u64, what: &str, place: &str, document: &str| EntryRow {
            seq,
            when: "14:05 20/11/2026".to_owned(),
            day: "2026-11-20".to_owned(),
            what: what.to_owned(),
            place: place.to_owned(),
            document: document.to_owned(),
        };
        let full = Self {
            frame: samples::frame("/so-cai", Section::Other, &[("Toàn quốc", "/"), ("Sổ cái", "")]),
            size: 12_345,
            waiting: 2,
            signed: Some(Signed {
                size: 12_343,
                when: "14:04 20/11/2026".to_owned(),
                root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".to_owned(),
                origin: "anlanh/so-cai/0199c0de-0000-7000-8000-000000000009".to_owned(),
            }),
            key: "anlanh/so-cai/0199c0de-0000-7000-8000-000000000009+5b9ce1a3+AQw4ZtS3k3e0hHk9gX0u3r1m0zS6m3Z3Y2n0bq1v2w3x"
                .to_owned(),
            fault: String::new(),
            backed_up: "08:05 21/11/2026".to_owned(),
            backup_fault: String::new(),
            witnesses: vec![
                Witness {
                    name: "thanh-tra.example/w1".to_owned(),
                    last: Some((12_300, "08:00 20/11/2026".to_owned())),
                },
                Witness { name: "tinh-ban.example/w2".to_owned(), last: None },
            ],
            last_week: "2026/46".to_owned(),
            rows: vec![
                row(12_344, "Ghi số liệu", "tỉnh Thanh Hóa", "12/BC-CAX, 14/12/2025"),
                row(12_343, "Hoàn tác số liệu", "xã Mường Lát", ""),
                row(
                    12_342,
                    "Nhập danh sách thôn, bản, tổ dân phố",
                    "",
                    "Nghị quyết về việc sáp nhập, đổi tên thôn, bản, tổ dân phố trên địa bàn (giả định) 123/NQ-HĐND",
                ),
            ],
        };
        let begun = Self {
            size: 1,
            waiting: 1,
            signed: None,
            witnesses: Vec::new(),
            rows: vec![row(0, "Nạp danh mục đơn vị", "", "")],
            ..full.clone()
        };
        let unsigned = Self { key: String::new(), ..begun.clone() };
        let altered = Self {
            fault: "Mục 17 không còn như khi được ghi.".to_owned(),
            backup_fault: "/mnt/sao-luu: hết chỗ trống.".to_owned(),
            ..full.clone()
        };
        let empty = Self { size: 0, waiting: 0, rows: Vec::new(), ..begun.clone() };
        vec![("full", full), ("empty", empty), ("begun", begun), ("unsigned", unsigned), ("error", altered)]
    }
}
