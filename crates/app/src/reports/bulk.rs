//! The reports of every unit below one, built one after the other: each by itself, so that one that fails is told and
//! the others are there.

use std::collections::BTreeMap;

use domain::units::{Level, UnitId};
use domain::work::{Author, Chain as _, Entry};
use jiff::civil::Date;
use programme::reports::{Below, Consolidated, FormLevel, Report, ReportAct, Version, consolidate};
use store::work::Scope;
use uuid::Uuid;

use super::gather::Moment;
use super::{Built, Kind, Ordered, ReportFault};
use crate::app::App;
use crate::problem::Problem;

/// So many are written at once.
const AT_ONCE: usize = 2;

/// What came of one unit's report.
#[derive(Debug)]
pub struct BuiltOne {
    /// Whose.
    pub unit: UnitId,
    /// Its code.
    pub code: String,
    /// The file, or why there is none.
    pub outcome: Result<Built, ReportFault>,
}

impl App {
    /// The reports of a form and period of every commune of a province, as they are kept or as the records have them.
    /// Refused as of a day before the one as of which the figures of one of them were frozen: the others would be of
    /// another day than that one.
    pub async fn reports_of_province(
        &self,
        form: &str,
        province: UnitId,
        period: &str,
        as_of: Date,
    ) -> Result<Vec<(Ordered, Report)>, ReportFault> {
        let catalog = self.catalog()?;
        let known = || catalog.forms.all().iter().map(|form| form.id.clone()).collect();
        let found =
            catalog.forms.get(form).ok_or_else(|| ReportFault::NoForm { form: form.to_owned(), known: known() })?;
        if found.level != FormLevel::Commune {
            return Err(ReportFault::OtherLevel { form: found.id.clone(), level: found.level });
        }
        let register = self.register();
        let mut units: Vec<_> = register.children(province, as_of).cloned().collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        let mut all = Vec::with_capacity(units.len());
        for version in &units {
            all.push(self.order_report(form, version.unit, period, None)?);
        }
        let Some(first) = all.first() else { return Ok(Vec::new()) };
        if as_of < first.window.from {
            return Err(ReportFault::NotOpen { period: first.period.clone(), opens: first.window.from });
        }
        let code = register.version(province, as_of).map(|version| version.code.clone()).ok_or(Problem::Hidden)?;
        let kept = self.reports_kept(&Scope::Province(code), form, period).await?;
        let mut kept: BTreeMap<UnitId, Report> = kept.into_iter().map(|one| (one.unit, one.report)).collect();
        let ids: Vec<UnitId> = all.iter().map(|ordered| ordered.unit).collect();
        let indicators = catalog.of_form(found, &first.period_id);
        let mut figures = self.gather_many(first, &ids, &indicators, Moment::on(as_of)).await?;
        let nobody = Author { account: Uuid::nil(), appointment: Uuid::nil() };
        let at = self.now();
        let mut built = Vec::with_capacity(all.len());
        for ordered in all {
            let follow = |before: Option<Report>, act: ReportAct| {
                Report::follow(before, &Entry { id: Uuid::nil(), seq: 1, on: as_of, at, by: nobody, act })
            };
            let report = match kept.remove(&ordered.unit) {
                Some(report) if !report.state.is_open() => {
                    self.stands_as_of(&ordered, &report, as_of)?;
                    report
                }
                before => {
                    let begun = match before {
                        Some(report) => report,
                        None => follow(None, ReportAct::Open { opening: ordered.opening(catalog) })?,
                    };
                    let figures = figures.remove(&ordered.unit).unwrap_or_default();
                    follow(Some(begun), ReportAct::Assemble { figures })?
                }
            };
            built.push((ordered, report));
        }
        Ok(built)
    }

    /// Reports as they are told to whoever does not keep the files of their units.
    pub fn reports_told(&self, reports: &[(Ordered, Report)]) -> Result<Vec<(Ordered, Report)>, Problem> {
        let indicators = &self.catalog()?.indicators;
        Ok(reports.iter().map(|(ordered, report)| (ordered.clone(), report.told(indicators))).collect())
    }

    /// Writes reports down in a kind, a few at once; `each` is told of every one as it is done.
    pub async fn build_many(&self, reports: &[(Ordered, Report)], kind: Kind, mut each: impl FnMut(BuiltOne)) {
        for pair in reports.chunks(AT_ONCE) {
            match pair {
                [(a, one), (b, other)] => {
                    let (one, other) = tokio::join!(self.built(a, one, None, kind), self.built(b, other, None, kind));
                    each(self.built_one(a, one));
                    each(self.built_one(b, other));
                }
                more => {
                    for (ordered, report) in more {
                        let outcome = self.built(ordered, report, None, kind).await;
                        each(self.built_one(ordered, outcome));
                    }
                }
            }
        }
    }

    /// Makes one of reports that are whole in memory, as if each had been submitted: what it will come to.
    pub fn report_of_many(
        &self,
        ordered: &Ordered,
        reports: &[(Ordered, Report)],
    ) -> Result<Consolidated, ReportFault> {
        let catalog = self.catalog()?;
        let at = self.now();
        let submitted: Vec<(UnitId, Version)> =
            reports.iter().map(|(ordered, report)| (ordered.unit, version_of(report, ordered, at))).collect();
        let below: Vec<Below<'_>> =
            submitted.iter().map(|(unit, version)| Below { unit: *unit, report: Uuid::nil(), version }).collect();
        let indicators = catalog.of_form(ordered.form, &ordered.period_id);
        Ok(consolidate(&indicators, &self.units_below(ordered), &below, ordered.window, at))
    }

    /// How many figures there are when every commune of the country is worked out for one period, all at once.
    pub async fn figures_of_nation(&self, form: &str, period: &str, as_of: Date) -> Result<usize, ReportFault> {
        let catalog = self.catalog()?;
        let units: Vec<UnitId> = self.register().level(Level::Commune, as_of).map(|version| version.unit).collect();
        let Some(first) = units.first() else { return Ok(0) };
        let ordered = self.order_report(form, *first, period, None)?;
        let indicators = catalog.of_form(ordered.form, &ordered.period_id);
        let all = self.gather_many(&ordered, &units, &indicators, Moment::on(as_of)).await?;
        Ok(all.values().map(Vec::len).sum())
    }

    fn built_one(&self, ordered: &Ordered, outcome: Result<Built, ReportFault>) -> BuiltOne {
        let register = self.register();
        let code = register.version(ordered.unit, ordered.window.to).map(|version| version.code.clone());
        BuiltOne { unit: ordered.unit, code: code.unwrap_or_default(), outcome }
    }
}

/// A report as it would go up.
fn version_of(report: &Report, ordered: &Ordered, at: jiff::Timestamp) -> Version {
    let by = Author { account: Uuid::nil(), appointment: Uuid::nil() };
    Version {
        number: 1,
        act: Uuid::nil(),
        on: ordered.window.to,
        at,
        by,
        frozen: report.draft.clone(),
        moved: Vec::new(),
        reason: None,
        approved: None,
        locked: None,
        due: None,
        fell: None,
    }
}
