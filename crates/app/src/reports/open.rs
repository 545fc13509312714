//! A report as it is read: with that of the period before, what moved since it went up, and the words below it.

use std::collections::BTreeMap;

use domain::access::{Permit, acts};
use domain::units::UnitId;
use jiff::civil::Date;
use programme::indicators::{Indicator, Kind as Measure, Measured, When};
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
    /// What its figures stand beside: that of the last period that is as long as its own, or else that of the period
    /// before.
    pub before: Option<Previous>,
    /// That of the period before, whatever its length: since it nothing may have changed.
    pub last: Option<Previous>,
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
    /// figures that it takes over: those that stand at a day. What happens within a period is to be typed, or, with
    /// `nothing_happened`, is stated to be zero. None where there is no such report.
    pub fn unchanged(&self, nothing_happened: bool, today: Date) -> Option<ReportAct> {
        let last = self.last.as_ref()?;
        // a source is kept, in the language of the law
        let lang = Lang::Vi;
        let mut figures: Vec<Unchanged> = Vec::new();
        if let Some(version) = last.report.in_force() {
            let source = lang.reports_source_unchanged(last.ordered.say_period(lang), shown_day(version.on));
            figures.extend(self.kept.state.unchanged_since(version, is_stock).map(|(indicator, value)| Unchanged {
                indicator: indicator.to_owned(),
                value: value.clone(),
                source: source.clone(),
            }));
        }
        if nothing_happened {
            let source = lang.reports_source_nothing_happened(shown_day(today));
            figures.extend(self.not_typed().into_iter().map(|one| Unchanged {
                indicator: one.id.clone(),
                value: Measured::count(0),
                source: source.clone(),
            }));
        }
        Some(ReportAct::NothingChanged {
            report: last.id,
            period: last.period.clone(),
            figures,
            places: Some(self.kept.state.places_since(&last.report)),
        })
    }

    /// Typed numbers of what happens within the period that nobody has typed yet.
    pub fn not_typed(&self) -> Vec<&'static Indicator> {
        let Ok(catalog) = Catalog::shipped() else { return Vec::new() };
        let known = self.kept.state.untyped().filter_map(|id| catalog.indicators.get(id));
        known.filter(|one| one.when == When::Flow && matches!(one.kind, Measure::Count | Measure::Area)).collect()
    }

    /// Computed figures that differ from the report of the period before: what stands at a day, and what happened within
    /// the period where both are equally long.
    pub fn differing(&self) -> Vec<Moved> {
        let Some(last) = &self.last else { return Vec::new() };
        let alike = self.ordered.as_long_as(last.ordered.window);
        let mut differing =
            last.report.in_force().map(|version| self.kept.state.differs_from(version)).unwrap_or_default();
        differing.retain(|moved| alike || is_stock(&moved.indicator));
        differing
    }
}

/// Whether a figure stands at a day.
fn is_stock(indicator: &str) -> bool {
    let known = Catalog::shipped().ok().and_then(|catalog| catalog.indicators.get(indicator));
    known.is_some_and(|one| one.when == When::Stock)
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
        let last = self.previous(self.order_before(&ordered)).await?;
        let before = match self.previous(self.order_alike(&ordered)).await? {
            Some(alike) => Some(alike),
            None => last.clone(),
        };
        let told_of = |of: Option<Previous>| of.map(|one| Previous { report: as_told(one.report), ..one });
        let (last, before) = (told_of(last), told_of(before));
        let frozen = !kept.state.state.is_open();
        let drifted = if frozen { self.drifted(&ordered, &kept.state).await? } else { Vec::new() };
        let told = as_told(kept.state.clone());
        Ok(Opened { kept, ordered, before, last, drifted, told, keeps })
    }

    async fn previous(&self, ordered: Option<Ordered>) -> Result<Option<Previous>, ReportFault> {
        let Some(ordered) = ordered else { return Ok(None) };
        let kept = self.kept_report(&ordered).await?;
        Ok(kept.map(|(id, report)| Previous { id, period: ordered.period.clone(), ordered, report }))
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
