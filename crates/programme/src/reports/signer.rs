//! Who signs a report's paper, and in which capacity (Decree 30/2020, Article 13 and Appendix I).

use serde::{Deserialize, Serialize};

use super::report::Refusal;

/// Longest name, post or rank, in characters.
const CHARS_MAX: usize = 120;

/// In which capacity somebody signs for the body that issues a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// The head of the body; on behalf of the collective (`TM.`) where the body is one.
    #[default]
    Head,
    /// Who acts as head (`Q.`).
    Acting,
    /// A deputy for the head (`KT.`).
    Deputy,
    /// The head of a division by order of the head (`TL.`).
    ByOrder,
    /// Somebody whom the head empowered (`TUQ.`).
    Empowered,
}

impl Capacity {
    /// Every capacity, in the order of Article 13.
    pub const ALL: [Self; 5] = [Self::Head, Self::Deputy, Self::ByOrder, Self::Empowered, Self::Acting];

    /// The word kept in acts and sent by forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Acting => "acting",
            Self::Deputy => "deputy",
            Self::ByOrder => "by_order",
            Self::Empowered => "empowered",
        }
    }

    /// Reads [`Capacity::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capacity| capacity.key() == key)
    }

    /// Whether the letterhead cannot know the signer's own post.
    pub const fn needs_post(self) -> bool {
        matches!(self, Self::ByOrder | Self::Empowered)
    }
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// In which capacity.
    pub capacity: Capacity,
    /// The name, without titles or degrees.
    pub name: String,
    /// The signer's own post; none where the letterhead of the body has it: its head's, or its deputies'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// The rank, for bodies whose papers show ranks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
}

impl Signer {
    /// As it is kept: without spaces around, with a name, and with a post where only the signer has it.
    pub(super) fn checked(&self) -> Result<Self, Refusal> {
        let line = |place: &'static str, text: &str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let chars = text.chars().count();
            if chars > CHARS_MAX {
                return Err(Refusal::TooLong { place: place.to_owned(), chars, most: CHARS_MAX });
            }
            Ok(text)
        };
        let name = line("signer_name", &self.name)?;
        if name.is_empty() {
            return Err(Refusal::Empty { place: "signer_name" });
        }
        let some = |place, text: &Option<String>| -> Result<Option<String>, Refusal> {
            let text = line(place, text.as_deref().unwrap_or_default())?;
            Ok(Some(text).filter(|text| !text.is_empty()))
        };
        let post = some("signer_post", &self.post)?;
        if post.is_none() && self.capacity.needs_post() {
            return Err(Refusal::Empty { place: "signer_post" });
        }
        Ok(Self { capacity: self.capacity, name, post, rank: some("signer_rank", &self.rank)? })
    }
}
