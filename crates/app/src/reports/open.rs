//! A report as it is read: with that of the period before, what moved since it went up, and the words below it.

use std::collections::BTreeMap;

use domain::access::{Permit, acts};
use domain::units::UnitId;
use programme::reports::{Moved, Report};
use uuid::Uuid;

use super::{Built, Kind, Ordered, ReportFault};
use crate::app::App;
use crate::work::Kept;

/// The report of the period before.
#[derive(Clone, Debug)]
pub struct Previous {
    /// Which.
    pub id: Uuid,
    /// Its period.
    pub period: String,
    /// The period in words is made from this.
    pub ordered: Ordered,
    /// What it is.
    pub report: Report,
}

/// A report as it is read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// With all that was done in it.
    pub kept: Kept<Report>,
    /// Form, period and unit.
    pub ordered: Ordered,
    /// That of the period before, if there is one.
    pub before: Option<Previous>,
    /// Frozen figures that the records now say otherwise.
    pub drifted: Vec<Moved>,
}

impl App {
    /// Opens a report.
    pub async fn report_open(&self, permit: &Permit<acts::ReadWork>, id: Uuid) -> Result<Opened, ReportFault> {
        let kept = self.work_open::<Report>(permit, id).await?;
        let ordered = self.ordered_of(&kept)?;
        let before = match self.order_before(&ordered) {
            Some(before) => self.kept_report(&before).await?.map(|(id, report)| Previous {
                id,
                period: before.period.clone(),
                ordered: before,
                report,
            }),
            None => None,
        };
        let frozen = !kept.state.state.is_open();
        let drifted = if frozen { self.drifted(&ordered, &kept.state).await? } else { Vec::new() };
        Ok(Opened { kept, ordered, before, drifted })
    }

    /// Form, period and unit of a report that is kept.
    pub(super) fn ordered_of(&self, kept: &Kept<Report>) -> Result<Ordered, ReportFault> {
        let opening = &kept.state.opening;
        self.order_report(&opening.form, kept.unit, &opening.period, opening.body.clone())
    }

    /// What the reports below say in one place, by unit: from it excerpts are chosen by hand.
    pub async fn report_words_below(
        &self,
        opened: &Opened,
        place: &str,
    ) -> Result<BTreeMap<UnitId, (Uuid, String)>, ReportFault> {
        Ok(Self::words_below(&self.reports_below(&opened.ordered).await?, place))
    }

    /// A report as a file.
    pub async fn report_file(&self, opened: &Opened, kind: Kind) -> Result<Built, ReportFault> {
        let before = opened.before.as_ref().map(|before| &before.report);
        self.built(&opened.ordered, &opened.kept.state, before, kind).await
    }
}
