//! Who issues and signs the paper of a report: the number of the register, the letterhead of the body, who approved it.

use std::collections::BTreeSet;

use documents::official::{Capacity as Signs, Issuer, Signing};
use jiff::civil::Date;
use programme::reports::{Capacity, Report, Signer, State};
use texts::Lang;

use super::Ordered;
use crate::app::App;
use crate::bodies;
use crate::problem::Problem;
use crate::series::Numbered;

/// What stands on a paper beside what its form and its figures say.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// The number that the register gave it.
    pub numbered: Option<Numbered>,
    /// The letterhead of the body that reports for itself, where it is written down.
    pub body: Option<Issuer>,
    /// Who approved the version in force, in words, and when.
    pub approved: Option<(String, Date)>,
}

impl App {
    pub(super) async fn standing_of(&self, ordered: &Ordered, report: &Report) -> Result<Standing, Problem> {
        let numbered = match self.kept_report(ordered).await? {
            Some((id, _)) => self.number_of(ordered.unit, id, report.version_at_hand()).await?,
            None => None,
        };
        Ok(Standing { numbered, body: self.body_issuer(ordered).await?, approved: self.approver(report).await? })
    }

    /// The letterhead of the body that reports.
    async fn body_issuer(&self, ordered: &Ordered) -> Result<Option<Issuer>, Problem> {
        let Some(name) = ordered.body.as_deref().map(bodies::folded) else { return Ok(None) };
        let register = self.register();
        let found = register.version(ordered.unit, ordered.window.to);
        let Some(unit) = found.or_else(|| register.versions_of(ordered.unit).last()) else { return Ok(None) };
        let all = self.bodies_of(ordered.unit).await?;
        let own = all.iter().find(|body| bodies::folded(&body.office.name) == name);
        Ok(own.and_then(|body| bodies::issuer_of(&body.office, unit)))
    }

    async fn approver(&self, report: &Report) -> Result<Option<(String, Date)>, Problem> {
        if !matches!(report.state, State::Approved | State::Locked) {
            return Ok(None);
        }
        let Some((by, on)) = report.in_force().and_then(|version| version.approved) else { return Ok(None) };
        let holders = self.holders_of(&BTreeSet::from([by.appointment])).await?;
        let lang = Lang::Vi;
        let who = match holders.get(&by.appointment) {
            Some(holder) => lang.issued_officer(&holder.name, self.say_role(holder.role, lang)),
            None => lang.issued_nobody().to_owned(),
        };
        Ok(Some((who, on)))
    }
}

/// How the one who was named signs for a body; its head, without a name, where nobody was.
pub(super) fn signature(issuer: &Issuer, signer: Option<&Signer>) -> Signing {
    let Some(signer) = signer else { return issuer.signing(false, None, None) };
    let capacity = match signer.capacity {
        Capacity::Head => Signs::Head,
        Capacity::Acting => Signs::Acting,
        Capacity::Deputy => Signs::Deputy,
        Capacity::ByOrder => Signs::ByOrder,
        Capacity::Empowered => Signs::Empowered,
    };
    issuer.signing_as(capacity, signer.post.as_deref(), signer.rank.as_deref(), &signer.name)
}
