//! The figures of many units made one. Who is missing is named and never counted as zero; a share is worked out again
//! from its parts; nothing is averaged.

use std::collections::BTreeMap;

use domain::facts::Window;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;

use super::act::{Figure, Source, UnitFigure};
use super::report::Version;
use crate::indicators::{Indicator, Kind, Measured, Up, Why};

/// The report of a unit below that counts.
#[derive(Clone, Copy, Debug)]
pub struct Below<'r> {
    /// Whose.
    pub unit: UnitId,
    /// Which report.
    pub report: uuid::Uuid,
    /// The version in force.
    pub version: &'r Version,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consolidated {
    /// One of each indicator that goes up.
    pub figures: Vec<Figure>,
    /// The reports that it rests on.
    pub sources: Vec<Source>,
    /// Units that have submitted none.
    pub missing: Vec<UnitId>,
}

/// Makes one of many. `expected` are the units in force at the end of the window; a report of any other does not count.
pub fn consolidate(
    indicators: &[&Indicator],
    expected: &[UnitId],
    below: &[Below<'_>],
    window: Window,
    known_at: Timestamp,
) -> Consolidated {
    let reports: BTreeMap<UnitId, Below<'_>> =
        below.iter().filter(|one| expected.contains(&one.unit)).map(|one| (one.unit, *one)).collect();
    let missing: Vec<UnitId> = expected.iter().filter(|unit| !reports.contains_key(unit)).copied().collect();
    let sources = reports.values().map(|one| Source {
        unit: one.unit,
        report: one.report,
        version: one.version.number,
        only_submitted: one.version.approved.is_none(),
    });
    let figures = indicators.iter().filter(|indicator| indicator.up != Up::Apart).map(|indicator| {
        let units: Vec<UnitFigure> = expected.iter().map(|unit| of_unit(indicator, *unit, reports.get(unit))).collect();
        let as_of = as_of(indicator, &reports).unwrap_or(window.to);
        Figure {
            indicator: indicator.id.clone(),
            value: together(indicator, &units),
            query: format!("consolidated({})", indicator.query()),
            population: population(&reports, expected),
            window,
            as_of,
            known_at,
            source: None,
            units,
        }
    });
    Consolidated { figures: figures.collect(), sources: sources.collect(), missing }
}

fn of_unit(indicator: &Indicator, unit: UnitId, report: Option<&Below<'_>>) -> UnitFigure {
    let value = match report {
        None => Measured::unknown(Why::NoReports),
        Some(one) => {
            let said = one.version.frozen.cells.get(&indicator.id).map(|cell| cell.said().clone());
            said.unwrap_or(Measured::unknown(Why::NotTyped))
        }
    };
    UnitFigure { unit, value }
}

/// The last day as of which any unit has told.
fn as_of(indicator: &Indicator, reports: &BTreeMap<UnitId, Below<'_>>) -> Option<Date> {
    reports.values().filter_map(|one| one.version.frozen.cells.get(&indicator.id)).map(|cell| cell.figure.as_of).max()
}

/// The populations that stood beside the figures, added up; none where one is not known.
fn population(reports: &BTreeMap<UnitId, Below<'_>>, expected: &[UnitId]) -> Option<i64> {
    expected.iter().try_fold(0_i64, |sum, unit| {
        let cells = &reports.get(unit)?.version.frozen.cells;
        let beside = cells.values().find_map(|cell| cell.figure.population)?;
        sum.checked_add(beside)
    })
}

/// Adds up what is known. It is the whole only when every unit is in it.
pub(super) fn together(indicator: &Indicator, units: &[UnitFigure]) -> Measured {
    let (mut sum, mut whole, mut have) = (0_i64, 0_i64, 0_usize);
    for one in units {
        match one.value {
            Measured::Count { value } if indicator.kind != Kind::Share => sum = sum.saturating_add(value),
            Measured::Share { numerator, denominator } if indicator.kind == Kind::Share => {
                sum = sum.saturating_add(numerator);
                whole = whole.saturating_add(denominator);
            }
            _ => continue,
        }
        have += 1;
    }
    let share = indicator.kind == Kind::Share;
    if have == 0 {
        return Measured::unknown(Why::NoReports);
    }
    if have == units.len() {
        return if share { Measured::Share { numerator: sum, denominator: whole } } else { Measured::count(sum) };
    }
    let counted = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Measured::Partial {
        value: sum,
        denominator: share.then_some(whole),
        have: counted(have),
        all: counted(units.len()),
    }
}
