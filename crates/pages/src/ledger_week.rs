//! What closes a week of the ledger, on a sheet of paper: to be signed by hand and kept in another office.

use crate::frame::{Frame, Section};
use crate::ledger::Signed;
use crate::{Html, samples};
use askama::Template;

/// A week of the ledger.
#[derive(Clone, Debug, Template)]
#[template(path = "ledger/week.html")]
pub struct LedgerWeek {
    /// Around the page.
    pub frame: Frame,
    /// The week's number, 1 to 53.
    pub week: i8,
    /// The year to which it belongs.
    pub year: i16,
    /// Its Monday, as `2026-11-16`.
    pub from: String,
    /// Its Sunday.
    pub to: String,
    /// Whether it is over.
    pub is_over: bool,
    /// The statement that closes it; none if nothing was signed by its end.
    pub signed: Option<Signed>,
    /// How many entries were signed in this week.
    pub grown: u64,
    /// The public key; empty without one.
    pub key: String,
    /// The signed note, line by line; empty without one.
    pub note: Vec<String>,
}

impl LedgerWeek {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: a week that is over, one that is not, one before anything was signed.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".to_owned();
        let origin = "anlanh/5b9ce1a30c3866d4".to_owned();
        let signature = "\u{2014} anlanh/5b9ce1a30c3866d4 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=";
        let note = [&origin, "12343", &root, "", signature].map(ToString::to_string);
        let full = Self {
            frame: samples::frame("/so-cai/tuan/2026/47", Section::Other, &[("Toàn quốc", "/"), ("Sổ cái", "/so-cai")]),
            week: 47,
            year: 2026,
            from: "2026-11-16".to_owned(),
            to: "2026-11-22".to_owned(),
            is_over: true,
            signed: Some(Signed { size: 12_343, when: "23:59 22/11/2026".to_owned(), root, origin }),
            grown: 612,
            key: "anlanh/5b9ce1a30c3866d4+5b9ce1a3+AQw4ZtS3k3e0hHk9gX0u3r1m0zS6m3Z3Y2n0bq1v2w3x".to_owned(),
            note: note.to_vec(),
        };
        let open = Self { is_over: false, ..full.clone() };
        let empty = Self { signed: None, grown: 0, note: Vec::new(), key: String::new(), ..full.clone() };
        vec![("full", full), ("empty", empty), ("open", open)]
    }
}
