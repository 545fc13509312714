//! One report of many: those of the units below, as they were last submitted.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::NATION;
use domain::units::{Level, UnitId};
use domain::work::{Noun, replay};
use programme::indicators::{Indicator, Measured, Origin, Up, Why};
use programme::reports::{Below, Figure, Report, ReportAct, consolidate};
use store::work::{Listing, Scope};
use uuid::Uuid;

use super::gather::Moment;
use super::{Ordered, ReportFault};
use crate::app::App;
use crate::problem::Problem;

/// A report of a unit below.
#[derive(Clone, Debug)]
pub struct Lower {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub unit: UnitId,
    /// What it is.
    pub report: Report,
}

impl App {
    /// The units whose reports one is made of: those in force at the end of its days.
    pub fn units_below(&self, ordered: &Ordered) -> Vec<UnitId> {
        let (register, day) = (self.register(), ordered.window.to);
        if ordered.unit == NATION {
            return register.level(Level::Province, day).map(|version| version.unit).collect();
        }
        register
            .children(ordered.unit, day)
            .filter(|version| version.kind.level() == Level::Commune)
            .map(|version| version.unit)
            .collect()
    }

    /// The reports of a form and period that are kept in a scope.
    pub(super) async fn reports_kept(&self, scope: &Scope, form: &str, period: &str) -> Result<Vec<Lower>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let listing = Listing {
            period: Some(period.to_owned()),
            ..Listing::of(Noun::Report, scope.clone(), i64::from(u32::MAX))
        };
        let stands = store::work::listed(&mut tx, &listing).await?;
        let mut chains = store::work::chains::<Report>(&mut tx, scope, Some(period)).await?;
        drop(tx);
        let mut found = Vec::new();
        for one in stands {
            let Some(history) = chains.remove(&one.id) else { continue };
            let Some(report) = replay::<Report>(&history).map_err(Problem::fault)? else { continue };
            if report.opening.form == form {
                found.push(Lower { id: one.id, unit: one.unit, report });
            }
        }
        Ok(found)
    }

    /// The reports below one.
    pub(super) async fn reports_below(&self, ordered: &Ordered) -> Result<Vec<Lower>, Problem> {
        let Some(form) = ordered.form.of.as_deref() else { return Ok(Vec::new()) };
        let scope = if ordered.unit == NATION {
            Scope::Country
        } else {
            let register = self.register();
            let code = register.version(ordered.unit, ordered.window.to).map(|version| version.code.clone());
            Scope::Province(code.ok_or(Problem::Hidden)?)
        };
        self.reports_kept(&scope, form, &ordered.period).await
    }

    /// Everything that is worked out for a report: from the records, or from the reports below.
    pub(super) async fn worked_out(&self, ordered: &Ordered, moment: Moment<'_>) -> Result<ReportAct, ReportFault> {
        let catalog = self.catalog()?;
        let indicators = catalog.of_form(ordered.form, &ordered.period_id);
        let Some(of) = ordered.form.of.as_deref().and_then(|of| catalog.forms.get(of)) else {
            let figures = self.gather(ordered, &indicators, moment).await?;
            return Ok(ReportAct::Assemble { figures });
        };
        let lower = self.reports_below(ordered).await?;
        let below: BTreeSet<&str> =
            catalog.of_form(of, &ordered.period_id).into_iter().map(|one| one.id.as_str()).collect();
        // how many communes there are the register knows, whoever has reported
        let counted_below = |one: &Indicator| one.up != Up::Apart && one.origin != Origin::Communes;
        let goes_up = |one: &&Indicator| below.contains(one.id.as_str()) && counted_below(one);
        let (theirs, own): (Vec<&Indicator>, Vec<&Indicator>) = indicators.into_iter().partition(|one| goes_up(one));
        let expected = self.units_below(ordered);
        let in_force: Vec<Below<'_>> = lower
            .iter()
            .filter_map(|one| {
                let version = one.report.in_force_on(moment.submitted_by, moment.only_approved)?;
                Some(Below { unit: one.unit, report: one.id, version })
            })
            .collect();
        let known_at = moment.known_at.unwrap_or_else(|| self.now());
        let made = consolidate(&theirs, &expected, &in_force, ordered.window, known_at);
        let mut figures = made.figures;
        for figure in &mut figures {
            figure.as_of = figure.as_of.min(moment.as_of);
        }
        figures.extend(self.gather(ordered, &own, moment).await?);
        let only_approved = moment.only_approved;
        Ok(ReportAct::Consolidate { figures, sources: made.sources, missing: made.missing, only_approved })
    }

    /// The words of the reports below for one place, by unit: from them excerpts are chosen by hand.
    pub(super) fn words_below(lower: &[Lower], place: &str) -> BTreeMap<UnitId, (Uuid, String)> {
        let of = |one: &Lower| {
            let text = one.report.in_force()?.frozen.narrative.get(place)?.clone();
            Some((one.unit, (one.id, text)))
        };
        lower.iter().filter_map(of).collect()
    }

    /// Frozen figures of a version that the records now say otherwise, for the same days and as of the same day.
    pub(super) async fn drifted(
        &self,
        ordered: &Ordered,
        report: &Report,
    ) -> Result<Vec<programme::reports::Moved>, ReportFault> {
        let Some(version) = report.in_force() else { return Ok(Vec::new()) };
        let as_of = version.frozen.cells.values().map(|cell| cell.figure.as_of).max().unwrap_or(ordered.window.to);
        // what came in later from below is what may have moved
        let moment =
            Moment { submitted_by: self.today(), only_approved: version.frozen.only_approved, ..Moment::on(as_of) };
        let (ReportAct::Assemble { figures } | ReportAct::Consolidate { figures, .. }) =
            self.worked_out(ordered, moment).await?
        else {
            return Ok(Vec::new());
        };
        let moved = |figure: Figure| {
            let was = version.frozen.cells.get(&figure.indicator)?.figure.value.clone();
            // groups of people are told apart by whoever may open files; the program itself does not look
            let looked = figure.value != Measured::unknown(Why::NotOpened);
            (looked && was != figure.value).then_some(programme::reports::Moved {
                indicator: figure.indicator,
                was,
                is: figure.value,
            })
        };
        Ok(figures.into_iter().filter_map(moved).collect())
    }
}
