//! The paper that a plan is, and where a line of it is written.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What kind of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Nghị quyết.
    #[serde(rename = "nghi_quyet")]
    Resolution,
    /// Chỉ thị.
    #[serde(rename = "chi_thi")]
    Directive,
    /// Đề án.
    #[serde(rename = "de_an")]
    Scheme,
    /// Kế hoạch.
    #[serde(rename = "ke_hoach")]
    Plan,
    /// Chương trình.
    #[serde(rename = "chuong_trinh")]
    Programme,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Resolution, Self::Directive, Self::Scheme, Self::Plan, Self::Programme];

    /// The word kept in acts, forms and data.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Resolution => "nghi_quyet",
            Self::Directive => "chi_thi",
            Self::Scheme => "de_an",
            Self::Plan => "ke_hoach",
            Self::Programme => "chuong_trinh",
        }
    }

    /// Reads [`Kind::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// How well a line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Read in the document itself.
    V,
    /// Read in an excerpt or quoted by another document.
    #[serde(rename = "VX")]
    Vx,
    /// Second-hand.
    S,
    /// Known from practice.
    K,
    /// Reported by the press.
    N,
    /// Looked for and not found.
    U,
}

impl Mark {
    /// The mark as it is printed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::V => "V",
            Self::Vx => "VX",
            Self::S => "S",
            Self::K => "K",
            Self::N => "N",
            Self::U => "U",
        }
    }
}

/// Where something is written, and who confirms it where that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document and the place in it.
    pub citation: String,
    /// How well that is known.
    pub evidence: Mark,
    /// Who confirms what is not [`Mark::V`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A paper by number and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Number and symbol: `192/KH-UBND`.
    pub number: String,
    /// The day on it.
    pub date: Date,
    /// Which body issued it.
    pub issuer: String,
    /// The office that signed, never a person's name: `Phó Chủ tịch`.
    pub signer: String,
}
