//! Frozen figures that the records say otherwise by now: found without anybody opening the report, so that an amendment
//! is proposed by the page of today and the list of reports.

use domain::access::{NATION, Permit, acts};
use domain::units::UnitId;
use domain::work::Entry;
use jiff::Timestamp;
use programme::reports::{Moved, Report, ReportAct, State, hide_moved};
use store::sight::Sight;
use uuid::Uuid;

use super::{Catalog, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::Of;

/// So many days after its last day a report is still looked at by itself; an older one when it is opened.
const LOOKED_AT_DAYS: i32 = 400;

/// A report whose figures have moved.
#[derive(Clone, Debug)]
pub struct Drift {
    /// Which.
    pub report: Uuid,
    /// What it is called.
    pub title: String,
    /// What moved, as whoever asks is told it.
    pub moved: Vec<Moved>,
    /// Whether somebody proposed to amend it for that.
    pub proposed: bool,
}

impl App {
    /// The reports of a unit that went up and of which figures have moved since, but for what somebody decided to leave
    /// as it was. A report is worked out anew only where something was recorded after it had gone up.
    #[tracing::instrument(name = "app.reports.drift", level = "debug", skip_all)]
    pub async fn reports_drifted(
        &self,
        permit: &Permit<acts::ReadWork>,
        reader: Option<&Acting>,
        unit: UnitId,
    ) -> Result<Vec<Drift>, ReportFault> {
        let indicators = &Catalog::shipped()?.indicators;
        let keeps = match reader {
            Some(reader) => self.keeps_files(reader, unit)?,
            None => false,
        };
        let mut found = Vec::new();
        for kept in self.work_all::<Report>(permit, Of::Unit(unit), None).await? {
            let report = &kept.state;
            let Some(version) = report.in_force().filter(|_| is_frozen(report.state)) else { continue };
            let ended = domain::cases::days_between(report.opening.window.to, self.today());
            if ended > LOOKED_AT_DAYS || !self.moved_since(unit, version.at).await? {
                continue;
            }
            let ordered = self.ordered_of(&kept)?;
            let left = left_as_it_was(&kept.history);
            let mut moved = self.drifted(&ordered, report).await?;
            moved.retain(|one| !left.contains(one));
            if moved.is_empty() {
                continue;
            }
            let proposed = moved.iter().all(|one| report.proposed.contains(one));
            if !keeps {
                hide_moved(&mut moved, indicators);
            }
            found.push(Drift { report: kept.id, title: report.opening.title.clone(), moved, proposed });
        }
        Ok(found)
    }

    /// Whether anything that figures of a unit are made of was recorded after an instant.
    async fn moved_since(&self, unit: UnitId, since: Timestamp) -> Result<bool, Problem> {
        if unit == NATION {
            // one report a year: it is worked out
            return Ok(true);
        }
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        if store::moved::of_unit(&mut tx, unit, since).await? {
            return Ok(true);
        }
        let is_province = self.place_of(unit, self.now()).above().len() == 1;
        match self.province_code(unit).filter(|_| is_province) {
            Some(code) => Ok(store::moved::of_province(&mut tx, &code, since).await?),
            None => Ok(false),
        }
    }
}

const fn is_frozen(state: State) -> bool {
    matches!(state, State::Submitted | State::Approved | State::Locked)
}

/// What was proposed for the last version and not followed: nobody is asked twice for the same.
fn left_as_it_was(history: &[Entry<ReportAct>]) -> Vec<Moved> {
    let (mut proposed, mut left): (Vec<Moved>, Vec<Moved>) = (Vec::new(), Vec::new());
    for entry in history {
        match &entry.act {
            ReportAct::ProposeAmendment { moved } => proposed.clone_from(moved),
            ReportAct::KeepVersion { .. } => left.append(&mut proposed),
            ReportAct::Submit {} => left.clear(),
            _ => {}
        }
    }
    left
}
