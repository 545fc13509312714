//! Who signs, and by which authority (Decree 30/2020, Article 13 and Appendix I).

use crate::paper::Signature;

/// Who signs a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The collective on whose behalf it is signed (`TM.`): `ỦY BAN NHÂN DÂN`; none for acts of the head.
    pub on_behalf_of: Option<String>,
    /// By which authority.
    pub authority: Authority,
    /// The signer's own post, in capitals.
    pub post: String,
    /// How to sign, in brackets; left out in most documents.
    pub note: Option<String>,
    /// The signer's name, with the rank only where the body's papers show ranks; blank until it is signed.
    pub name: Option<String>,
}

/// By which authority somebody signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The head of the body, or whoever signs in their own name.
    Own,
    /// Acting head (`Q.`).
    Acting,
    /// A deputy for the head (`KT.`), whose post is given.
    Deputy(String),
    /// By order of the head (`TL.`), whose post is given.
    ByOrder(String),
    /// Empowered by the head (`TUQ.`), whose post is given.
    Empowered(String),
}

/// In which capacity somebody signs for a body (Decree 30/2020, Article 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// The head.
    Head,
    /// Who acts as head (`Q.`).
    Acting,
    /// A deputy for the head (`KT.`).
    Deputy,
    /// By order of the head (`TL.`).
    ByOrder,
    /// Empowered by the head (`TUQ.`).
    Empowered,
}

impl Signing {
    /// Somebody who signs in their own post.
    pub fn own(post: &str, name: Option<&str>) -> Self {
        Self {
            on_behalf_of: None,
            authority: Authority::Own,
            post: post.to_owned(),
            note: None,
            name: name.map(str::to_owned),
        }
    }

    /// The lines above the signature.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.on_behalf_of.iter().map(|collective| format!("TM. {collective}")).collect();
        let own = match &self.authority {
            Authority::Own => self.post.clone(),
            Authority::Acting => format!("Q. {}", self.post),
            Authority::Deputy(head) => {
                lines.push(format!("KT. {head}"));
                self.post.clone()
            }
            Authority::ByOrder(head) => {
                lines.push(format!("TL. {head}"));
                self.post.clone()
            }
            Authority::Empowered(head) => {
                lines.push(format!("TUQ. {head}"));
                self.post.clone()
            }
        };
        lines.push(own);
        lines
    }

    /// As it is laid out.
    pub(super) fn signature(&self, unsigned: Option<&str>) -> Signature {
        let known = |text: &Option<String>| text.as_deref().map(super::clean::line).filter(|text| !text.is_empty());
        Signature {
            lines: super::clean::lines(&self.lines()),
            note: unsigned.map(str::to_owned).or_else(|| known(&self.note)),
            name: known(&self.name).filter(|_| unsigned.is_none()),
        }
    }
}
