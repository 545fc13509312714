//! A report as it is read: with that of the period before, what moved since it went up, and the words below it.

use std::collections::BTreeMap;

use domain::access::{Permit, acts};
use domain::units::UnitId;
use programme::indicators::Measured;
use programme::reports::{Moved, Report, ReportAct, Unchanged};
use texts::Lang;
use uuid::Uuid;

use super::{Built, Catalog, Kind, Ordered, ReportFault};
use crate::accounts::Acting;
use crate::app::App;
use crate::calendars::shown_day;
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
    /// What of it its reader is told: all of it where they keep the files of its unit, and otherwise no figure about few
    /// people.
    pub told: Report,
    /// Whether the reader keeps the files.
    pub keeps: bool,
}

impl Opened {
    /// The statement that nothing but the computed figures changed since the report of the period before, with the typed
    /// figures that it takes over. None where there is no such report.
    pub fn unchanged(&self) -> Option<ReportAct> {
        let before = self.before.as_ref()?;
        // a source is kept, in the language of the law
        let lang = Lang::Vi;
        let figures = before.report.in_force().map(|version| {
            let source = lang.reports_source_unchanged(before.ordered.say_period(lang), shown_day(version.on));
            let as_before = |(indicator, value): (&str, &Measured)| Unchanged {
                indicator: indicator.to_owned(),
                value: value.clone(),
                source: source.clone(),
            };
            self.kept.state.unchanged_since(version).map(as_before).collect()
        });
        Some(ReportAct::NothingChanged {
            report: before.id,
            period: before.period.clone(),
            figures: figures.unwrap_or_default(),
        })
    }

    /// Computed figures that differ from the report of the period before.
    pub fn differing(&self) -> Vec<Moved> {
        let version = self.before.as_ref().and_then(|before| before.report.in_force());
        version.map(|version| self.kept.state.differs_from(version)).unwrap_or_default()
    }
}

impl App {
    /// Opens a report for a reader; nobody is somebody who does not keep the files.
    pub async fn report_open(
        &self,
        permit: &Permit<acts::ReadWork>,
        reader: Option<&Acting>,
        id: Uuid,
    ) -> Result<Opened, ReportFault> {
        let kept = self.work_open::<Report>(permit, id).await?;
        let ordered = self.ordered_of(&kept)?;
        let keeps = match reader {
            Some(reader) => self.keeps_files(reader, kept.unit)?,
            None => false,
        };
        let indicators = &Catalog::shipped()?.indicators;
        let as_told = |report: Report| if keeps { report } else { report.told(indicators) };
        let before = match self.order_before(&ordered) {
            Some(before) => self.kept_report(&before).await?.map(|(id, report)| Previous {
                id,
                period: before.period.clone(),
                ordered: before,
                report: as_told(report),
            }),
            None => None,
        };
        let frozen = !kept.state.state.is_open();
        let drifted = if frozen { self.drifted(&ordered, &kept.state).await? } else { Vec::new() };
        let told = as_told(kept.state.clone());
        Ok(Opened { kept, ordered, before, drifted, told, keeps })
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

    /// A report as a file, as its reader is told it.
    pub async fn report_file(&self, opened: &Opened, kind: Kind) -> Result<Built, ReportFault> {
        let before = opened.before.as_ref().map(|before| &before.report);
        self.built(&opened.ordered, &opened.told, before, kind).await
    }
}
