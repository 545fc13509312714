//! The body that issues a document, as its letterhead has it.

use super::signing::{Authority, Capacity, Signing};
use crate::paper::{Letterhead, Values};

/// The body that issues a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issuer {
    /// Its office in the letterhead: `police`, `council`; empty for a body that has none there.
    pub office: String,
    /// The body above it, a line each; none for a People's Committee.
    pub parent: Vec<String>,
    /// Its own name, a line each.
    pub body: Vec<String>,
    /// Its name in a sentence: `Ủy ban nhân dân phường Giả Định`.
    pub name: String,
    /// The place before the date.
    pub place: String,
    /// Its own symbol, the end of a document's: `UBND`.
    pub symbol: String,
    /// The post of its head, in capitals.
    pub head: String,
    /// The post of a deputy, in capitals.
    pub deputy: String,
    /// The collective that it is, in whose name it signs (`TM.`); none where the head decides alone.
    pub collective: Option<String>,
    /// Whether names bear ranks: the police's own rules.
    pub ranks: bool,
}

impl Issuer {
    /// The office of that name in a letterhead, for the unit in `values` (`unit.full`, `unit.kind`, `unit.province`,
    /// `unit.place`). None where the letterhead has no such office.
    pub fn of(letterhead: &Letterhead, office: &str, values: &Values) -> Option<Self> {
        let said = letterhead.issuer(office, values)?;
        Some(Self {
            office: office.to_owned(),
            head: said.posts.last().cloned().unwrap_or_default(),
            deputy: said.deputies.last().cloned().unwrap_or_default(),
            parent: said.parent,
            body: said.body,
            name: said.name,
            place: said.place,
            symbol: said.symbol,
            collective: said.collective,
            ranks: said.ranks,
        })
    }

    /// How somebody signs for it. `post` is the signer's own; without it an acting head has that of the head, and a deputy
    /// that of the letterhead. By order and empowered, somebody signs for the head and not for the collective: `TL. CHỦ
    /// TỊCH`, without `TM.`.
    pub fn signing_as(&self, capacity: Capacity, post: Option<&str>, rank: Option<&str>, name: &str) -> Signing {
        let own = self.signing(capacity == Capacity::Deputy, rank, Some(name));
        let post = post.map(str::to_uppercase);
        let head = || self.head.clone();
        match capacity {
            Capacity::Head | Capacity::Deputy => Signing { post: post.unwrap_or(own.post), ..own },
            Capacity::Acting => Signing { authority: Authority::Acting, post: post.unwrap_or_else(head), ..own },
            Capacity::ByOrder | Capacity::Empowered => Signing {
                on_behalf_of: None,
                authority: if capacity == Capacity::ByOrder {
                    Authority::ByOrder(head())
                } else {
                    Authority::Empowered(head())
                },
                post: post.unwrap_or_default(),
                ..own
            },
        }
    }

    /// How its head signs, or a deputy for the head.
    pub fn signing(&self, deputy: bool, rank: Option<&str>, name: Option<&str>) -> Signing {
        let (authority, post) = if deputy {
            (Authority::Deputy(self.head.clone()), self.deputy.clone())
        } else {
            (Authority::Own, self.head.clone())
        };
        let rank = rank.filter(|_| self.ranks);
        let name = name.map(|name| rank.map_or_else(|| name.to_owned(), |rank| format!("{rank} {name}")));
        Signing { on_behalf_of: self.collective.clone(), authority, post, note: None, name }
    }
}
