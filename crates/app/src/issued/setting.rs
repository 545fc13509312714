//! What every issued document needs besides its own chain: who issues it, its number, who is named in it.

use std::collections::{BTreeSet, HashMap};

use documents::official::{Block, Issuer, Marks, Official, Run, Signing};
use documents::paper::Values;
use domain::access::Role;
use domain::units::{Level, UnitId};
use domain::work::{Chain, Entry};
use programme::steering::{Paper, Servant};
use uuid::Uuid;

use super::{Kind, VI};
use crate::app::App;
use crate::bodies::issuer_of;
use crate::problem::Problem;
use crate::series::Numbered;
use crate::tasks::Holder;
use crate::work::Kept;

/// Who issues a document and whom it names.
pub(super) struct Setting<'a> {
    app: &'a App,
    /// Whose paper it is.
    pub unit: UnitId,
    level: Option<Level>,
    pub issuer: Issuer,
    kind: Kind,
    numbered: Option<Numbered>,
    holders: HashMap<Uuid, Holder>,
}

impl<'a> Setting<'a> {
    /// Whoever began the work issues it, under the letterhead of their own unit: a body for its own officers, where its
    /// letterhead is written down; the police for theirs; the People's Committee for all others.
    pub async fn of<C: Chain>(app: &'a App, kept: &Kept<C>, kind: Kind) -> Result<Self, Problem> {
        let author = kept.history.first().map(|entry: &Entry<C::Act>| entry.by.appointment);
        Self::by(app, kept, kind, author).await
    }

    /// The same, where the chain names who issued it: a task that a province gives a commune is the province's paper.
    pub async fn by<C: Chain>(app: &'a App, kept: &Kept<C>, kind: Kind, author: Option<Uuid>) -> Result<Self, Problem> {
        let holders = app.every_holder().await?;
        let issuing = author.and_then(|id| holders.get(&id));
        let (role, unit) = (issuing.map(|holder| holder.role), issuing.map_or(kept.unit, |holder| holder.unit));
        let given = app.numbers_of(unit, kept.id).await?;
        let numbered = given
            .into_iter()
            .filter(|one| one.symbol.starts_with(kind.symbol()))
            .max_by_key(|one| (one.on, one.number));
        let register = app.register();
        let today = app.today();
        let version = register.version(unit, today).or_else(|| register.versions_of(unit).last());
        let province = version.is_some_and(|version| version.kind.level() == Level::Province);
        let mut values = Values::default();
        crate::papers::unit_values(app, unit, today, &mut values);
        let office = office(role, province);
        let bodies = if province { app.bodies_of(unit).await? } else { Vec::new() };
        let own = bodies.iter().find(|body| author.is_some_and(|author| body.has(author)));
        let of_body = own.zip(version).and_then(|(body, unit)| issuer_of(&body.office, unit));
        let issuer = match of_body {
            Some(issuer) => issuer,
            None => Issuer::of(app.forms()?.letterhead(), office, &values).unwrap_or_default(),
        };
        let level = version.map(|version| version.kind.level());
        Ok(Self { app, unit, level, issuer, kind, numbered, holders })
    }

    /// A document with its head, number and marks. `decided` is the paper that the chain names as signed already.
    pub fn official(&self, title: &str, subject: &str, decided: Option<&Paper>) -> Official {
        let symbol = format!("{}-{}", self.kind.symbol(), self.issuer.symbol);
        let mut official = Official::new(self.issuer.clone(), Some(title), &symbol, subject, self.app.today());
        let signed = decided.and_then(|paper| Some((split(&paper.number)?, paper.date)));
        if let Some(((number, symbol), date)) = signed {
            official.number = Some(number);
            official.symbol = symbol;
            official.date = Some(date);
        } else if let Some(numbered) = &self.numbered {
            official.number = Some(numbered.number);
            official.symbol.clone_from(&numbered.symbol);
            official.date = Some(numbered.on);
        }
        official.signatures = vec![self.signing()];
        official.filed = Some("VT".to_owned());
        official.marks = Marks {
            unsigned: true,
            warning: self.app.is_demo().then(|| VI.papers_fictitious().to_owned()),
            ..Marks::default()
        };
        official
    }

    /// The head of the issuing body.
    pub fn signing(&self) -> Signing {
        self.issuer.signing(false, None, None)
    }

    /// Whether an authority that is named in words is of the unit whose paper this is.
    pub fn is_own(&self, authority: &str) -> bool {
        self.level.is_none_or(|level| is_of(authority, level))
    }

    /// How an authority signs that is named in words: a chairman, or a deputy for the chairman, decides alone and signs
    /// without the collective (Decree 30/2020, Article 13 and Appendix I); the body itself signs as it always does.
    pub fn signing_of(&self, authority: &str) -> Signing {
        let named = domain::fold::plain(authority);
        let head = domain::fold::plain(&self.issuer.head);
        let deputy = ["pho ", "kt. ", "kt "].iter().any(|word| named.starts_with(word));
        let alone = deputy || !head.is_empty() && named.starts_with(&head);
        let signing = self.issuer.signing(deputy, None, None);
        if alone { Signing { on_behalf_of: None, ..signing } } else { signing }
    }

    /// An officer in words: name and role.
    pub fn person(&self, appointment: Uuid) -> String {
        let Some(holder) = self.holders.get(&appointment) else { return VI.issued_nobody().to_owned() };
        VI.issued_officer(&holder.name, self.app.say_role(holder.role, VI))
    }

    /// A public servant in words.
    pub fn servant(&self, servant: &Servant) -> String {
        match servant {
            Servant::Appointment { appointment } => self.person(*appointment),
            Servant::Office { office, name } => VI.issued_officer(name, office),
        }
    }
}

/// Every body once, in the order in which they are named.
pub(super) fn bodies<'b>(named: impl Iterator<Item = &'b str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    named.filter(|body| !body.is_empty() && seen.insert(body.to_lowercase())).map(str::to_owned).collect()
}

/// An article: its number is heavier than its words.
pub(super) fn article(text: &str) -> Block {
    let (number, words) = text.split_once(". ").unwrap_or(("", text));
    let bold = Run { bold: true, ..Run::text(format!("{number}. ")) };
    Block::Paragraph(vec![bold, Run::text(words)])
}

fn office(role: Option<Role>, province: bool) -> &'static str {
    match (role, province) {
        (Some(Role::FileOfficer | Role::PoliceHead), false) => "police",
        (Some(Role::StandingOffice), true) => "police_province",
        (_, true) => "council_province",
        (_, false) => "council",
    }
}

/// Whether an authority can be of a unit of that level: it names that level, or none.
fn is_of(authority: &str, level: Level) -> bool {
    const OF_COMMUNE: [&str; 4] = [" xa ", " phuong ", " dac khu ", " thi tran "];
    const OF_PROVINCE: [&str; 2] = [" tinh ", " thanh pho "];
    const ABOVE: [&str; 6] = [" bo ", " chinh phu ", " thu tuong ", " chu tich nuoc ", " quoc hoi ", " huyen "];
    let named = format!(" {} ", domain::fold::plain(authority));
    let says = |words: &[&str]| words.iter().any(|word| named.contains(word));
    let (own, others) = match level {
        Level::Province => (says(&OF_PROVINCE), says(&OF_COMMUNE) || says(&ABOVE)),
        _ => (says(&OF_COMMUNE), says(&OF_PROVINCE) || says(&ABOVE)),
    };
    own || !others
}

/// A number as it was signed, in its two parts: `12/QĐ-UBND`.
fn split(number: &str) -> Option<(u32, String)> {
    let (digits, symbol) = number.split_once('/')?;
    let symbol = symbol.split_whitespace().next()?;
    Some((digits.trim().parse().ok()?, symbol.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_decided_elsewhere_has_no_paper_here() {
        for own in ["Chủ tịch UBND xã Tĩnh Gia", "Trưởng Công an phường", "Chủ tịch Ủy ban nhân dân"]
        {
            assert!(is_of(own, Level::Commune), "{own}");
        }
        for other in ["Chủ tịch UBND tỉnh", "Bộ trưởng Bộ Công an", "Chủ tịch UBND thành phố Thanh Hóa"]
        {
            assert!(!is_of(other, Level::Commune), "{other}");
        }
        assert!(is_of("Chủ tịch UBND tỉnh", Level::Province) && !is_of("Chủ tịch UBND xã", Level::Province));
    }
}
