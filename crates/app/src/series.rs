//! Numbers of documents: which number a unit's register gave to a document printed from a work, and who gives numbers of
//! which body.

use std::collections::BTreeSet;

use documents::official::Issuer;
use documents::paper::Values;
use domain::access::{NATION, Permit, Role, acts};
use domain::units::UnitId;
use domain::work::{Noun, replay};
use jiff::civil::Date;
use programme::reports::Report;
use programme::series::{Series, SeriesAct, SeriesRefusal, Use};
use store::work::{Listing, Scope};
use thiserror::Error;
use uuid::Uuid;

use crate::accounts::Acting;
use crate::app::App;
use crate::bodies::folded;
use crate::problem::Problem;
use crate::work::{Kept, Wanted, WorkFault};

/// More committees than a unit has.
const COMMITTEES_MAX: i64 = 1_000;

/// A number that a document has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The number.
    pub number: u32,
    /// What follows it: `BC-UBND`.
    pub symbol: String,
    /// The day on which it was given, which is the day of the document.
    pub on: Date,
    /// Which version of the work; none where it was taken before versions were told apart.
    pub version: Option<u32>,
}

/// Why a register was not written in.
#[derive(Debug, Error)]
pub enum SeriesFault {
    /// What any act can run into.
    #[error(transparent)]
    Work(#[from] WorkFault<SeriesRefusal>),
    /// The day has not come: it would hold up every paper until then.
    #[error("{on} has not come; no number is given after {today}")]
    Ahead {
        /// The day that was typed.
        on: Date,
        /// Today.
        today: Date,
    },
    /// Who acts does not give numbers of this body.
    #[error("numbers of `{body}` are not theirs to give; theirs are: {}", own.join(", "))]
    OtherBody {
        /// Whose numbers.
        body: String,
        /// Of which bodies they give numbers.
        own: Vec<String>,
    },
    /// This version of the paper has a number.
    #[error("this version has number {number} of {on}")]
    Numbered {
        /// Which.
        number: u32,
        /// Of which day.
        on: Date,
    },
}

impl From<Problem> for SeriesFault {
    fn from(problem: Problem) -> Self {
        Self::Work(problem.into())
    }
}

impl From<store::StoreError> for SeriesFault {
    fn from(fault: store::StoreError) -> Self {
        Self::Work(fault.into())
    }
}

/// The letterheads whose numbers a role gives in its unit.
const fn offices(role: Role) -> &'static [&'static str] {
    match role {
        Role::CommitteeChair | Role::CommuneDepartment => &["council"],
        // the police write the commune's reports and number them for its committee
        Role::PoliceHead | Role::FileOfficer => &["police", "council"],
        Role::ProvincialLeader => &["council_province"],
        Role::StandingOffice => &["police_province", "council_province"],
        _ => &[],
    }
}

/// Whether a name means a body: in full, abbreviated, or without the name of the unit.
fn means(typed: &str, body: &str) -> bool {
    let (typed, body) = (folded(typed), folded(body));
    let typed = typed.strip_prefix("ubnd ").map_or_else(|| typed.clone(), |rest| format!("uy ban nhan dan {rest}"));
    let begins = body.strip_prefix(&typed).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    begins && typed.split(' ').count() >= 2
}

impl App {
    /// The number that a version of a report has in a register of its unit; none where none was taken for it, or it was
    /// voided. A number of another version is not its number.
    pub async fn number_of(&self, unit: UnitId, work: Uuid, version: u32) -> Result<Option<Numbered>, Problem> {
        let mut given = self.numbers_of(unit, work).await?;
        given.retain(|numbered| numbered.version.is_none_or(|of| of == version));
        Ok(given.into_iter().max_by_key(|numbered| (numbered.version, numbered.on, numbered.number)))
    }

    /// Every number that documents of a work have, in all registers of its unit; none that was voided.
    pub async fn numbers_of(&self, unit: UnitId, work: Uuid) -> Result<Vec<Numbered>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let chains = store::work::chains::<Series>(&mut tx, &Scope::Unit(unit), None).await?;
        drop(tx);
        let mut given = Vec::new();
        for acts in chains.into_values() {
            let series = replay::<Series>(&acts).map_err(Problem::fault)?;
            for number in series.iter().flat_map(|series| &series.numbers) {
                if let Use::Document { symbol, of: Some(of), version, .. } = &number.used
                    && *of == work
                {
                    let (symbol, version) = (symbol.clone(), *version);
                    given.push(Numbered { number: number.number, symbol, on: number.on, version });
                }
            }
        }
        Ok(given)
    }

    /// Bodies of the own unit whose numbers somebody gives: that of their office, those they work for, and the committees
    /// of a unit for whoever leads it.
    pub async fn issuers_for(&self, acting: &Acting) -> Result<Vec<String>, Problem> {
        let (unit, role) = (acting.place.unit(), acting.appointment.role);
        let mut names = Vec::new();
        let mut values = Values::default();
        if unit == NATION {
            let ministry = matches!(role, Role::NationalOffice | Role::MinistryLeader);
            names.extend(ministry.then(|| texts::Lang::Vi.series_ministry().to_owned()));
        } else {
            crate::papers::unit_values(self, unit, self.today(), &mut values);
            let letterhead = self.forms()?.letterhead();
            names.extend(
                offices(role).iter().filter_map(|office| Issuer::of(letterhead, office, &values)).map(|of| of.name),
            );
        }
        names.extend(self.bodies_with(unit, acting.appointment.id).await?);
        if !offices(role).is_empty() {
            let mut tx = self.db().snapshot().await?;
            let listing = Listing::of(Noun::Committee, Scope::Unit(unit), COMMITTEES_MAX);
            names.extend(store::work::listed(&mut tx, &listing).await?.into_iter().map(|of| of.standing.title));
        }
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(folded(name)));
        Ok(names)
    }

    /// Writes in a register: for a day that has come, of a body whose numbers who acts gives, one number for each version
    /// of a paper.
    pub async fn series_do(
        &self,
        permit: &Permit<acts::WriteWork>,
        acting: &Acting,
        mut wanted: Wanted<SeriesAct>,
    ) -> Result<Kept<Series>, SeriesFault> {
        let today = self.today();
        if wanted.on > today {
            return Err(SeriesFault::Ahead { on: wanted.on, today });
        }
        let own = self.issuers_for(acting).await?;
        let theirs = |body: &str| own.iter().find(|name| means(body, name)).cloned();
        let mut tx = self.db().snapshot().await?;
        let history = store::work::acts::<Series>(&mut tx, wanted.work).await?;
        drop(tx);
        let kept = replay::<Series>(&history).map_err(Problem::fault)?;
        let repeated = history.iter().any(|entry| entry.id == wanted.id);
        match (&mut wanted.act, kept) {
            (SeriesAct::Open { body, .. }, _) => match theirs(body) {
                Some(name) => *body = name,
                None => return Err(SeriesFault::OtherBody { body: body.clone(), own }),
            },
            (_, Some(series)) if theirs(&series.body).is_none() => {
                return Err(SeriesFault::OtherBody { body: series.body, own });
            }
            (SeriesAct::Take { symbol, of: Some(of), version, .. }, _) if !repeated => {
                *version = self.check_numbered(permit.unit(), *of, symbol).await?;
            }
            _ => {}
        }
        Ok(self.work_do::<Series, _>(permit, wanted).await?)
    }

    /// The version of a work that a number is taken for; refused where it has one already.
    async fn check_numbered(&self, unit: UnitId, work: Uuid, symbol: &str) -> Result<Option<u32>, SeriesFault> {
        let mut tx = self.db().snapshot().await?;
        let Some(stands) = store::work::stands(&mut tx, work).await? else { return Err(Problem::Hidden.into()) };
        let is_report = stands.noun == Noun::Report;
        let version = if is_report {
            let acts = store::work::acts::<Report>(&mut tx, work).await?;
            replay::<Report>(&acts).map_err(Problem::fault)?.map(|report| report.version_at_hand())
        } else {
            // any other paper is told apart by its kind, and by what was done in its work before it
            Some(stands.acts)
        };
        drop(tx);
        let given = self.numbers_of(unit, work).await?;
        let same = |one: &&Numbered| one.version == version && (is_report || one.symbol == symbol);
        match given.iter().find(same) {
            Some(one) => Err(SeriesFault::Numbered { number: one.number, on: one.on }),
            None => Ok(version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_of_one_body_are_one_series() {
        let committee = "Ủy ban nhân dân xã Mường Lát";
        for typed in ["Ủy ban nhân dân xã Mường Lát", "UBND xã Mường Lát", "UBND xã", "uỷ ban nhân dân xã"]
        {
            assert!(means(typed, committee), "{typed}");
        }
        for other in ["Công an xã", "UBND xã Mường", "Ủy ban nhân dân xã Mường Lý", "Ủy", ""] {
            assert_eq!(means(other, committee), other == "UBND xã Mường", "{other}");
        }
    }
}
