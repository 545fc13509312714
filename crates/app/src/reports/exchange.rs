//! Figures to other programs and back: DHIS2 `dataValueSets`, ADX, CSV and JSON. The same figures in all; what is unknown
//! is absent. How periods are told is in `docs/exchange.md`.

mod adx;
mod plain;

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Record;
use domain::facts::Window;
use jiff::civil::Date;
use programme::indicators::{Indicators, Measured};
use programme::reports::{Brought, DataValue, Exchanged, Known, Misfit, Report, ReportAct};
use uuid::Uuid;

use super::{Catalog, Opened, Ordered, ReportFault, Unread};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::work::Wanted;

/// The largest file that is read: a province's figures of every commune have a quarter of it.
pub const BYTES_MAX: usize = 8 << 20;

/// The name of our own JSON.
const SCHEMA: &str = "anlanh-exchange/1";
/// So far into a file its name is looked for.
const SNIFFED_BYTES: usize = 4 << 10;

/// In which shape figures travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `dataValueSets` of DHIS2, in JSON.
    Dhis2,
    /// Aggregate Data Exchange, in XML.
    Adx,
    /// Comma-separated values with a row of names.
    Csv,
    /// Our own JSON (`docs/schema/exchange.schema.json`).
    Json,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 4] = [Self::Dhis2, Self::Adx, Self::Csv, Self::Json];

    /// The word of the command line and of addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Dhis2 => "dhis2",
            Self::Adx => "adx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The shape of a file by its name and, for the two that are JSON, by what it begins with.
    pub fn of_file(name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("csv") => Some(Self::Csv),
            Some("xml" | "adx") => Some(Self::Adx),
            Some("json") => {
                let own = bytes.windows(SCHEMA.len()).take(SNIFFED_BYTES).any(|window| window == SCHEMA.as_bytes());
                Some(if own { Self::Json } else { Self::Dhis2 })
            }
            _ => None,
        }
    }

    /// Reads [`Shape::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.key() == key)
    }
}

/// A value as it was read, with where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Row, element or place in the list.
    pub place: String,
    /// The value.
    pub value: DataValue,
}

/// Writes values down.
pub fn write(values: &Exchanged, form: &str, shape: Shape) -> Result<Vec<u8>, Problem> {
    match shape {
        Shape::Dhis2 => plain::write_dhis2(values, form),
        Shape::Adx => Ok(adx::write(values, form)),
        Shape::Csv => plain::write_csv(values),
        Shape::Json => plain::write_json(values, form),
    }
}

/// Writes values that were read down again, those of one period: the period of the first, and the days of its name.
pub fn rewritten(read: &[Read], form: &str, shape: Shape) -> Result<Vec<u8>, Problem> {
    let Some(first) = read.first() else { return Err(Problem::Hidden) };
    let of_period = read.iter().map(|one| one.value.clone()).filter(|value| value.period == first.value.period);
    let days = Window { from: Date::default(), to: Date::default() };
    let values = Exchanged { period: first.value.period.clone(), window: days, values: of_period.collect() };
    write(&values, form, shape)
}

/// Reads values, whatever they say; [`checked`] holds them against what is known.
pub fn read(bytes: &[u8], shape: Shape) -> Result<Vec<Read>, ReportFault> {
    if bytes.len() > BYTES_MAX {
        return Err(unreadable("1", Unread::TooLarge(BYTES_MAX >> 20)));
    }
    let found = match shape {
        Shape::Dhis2 => plain::read_dhis2(bytes),
        Shape::Adx => adx::read(bytes),
        Shape::Csv => plain::read_csv(bytes),
        Shape::Json => plain::read_json(bytes),
    }?;
    if found.is_empty() { Err(unreadable("1", Unread::Empty)) } else { Ok(found) }
}

fn unreadable(place: impl std::fmt::Display, why: Unread) -> ReportFault {
    ReportFault::Unreadable { place: place.to_string(), why }
}

/// Holds values against indicators, units and the period: each fault names its place, and with any nothing is taken.
pub fn checked(
    read: &[Read],
    indicators: &Indicators,
    unit: &dyn Fn(&str) -> bool,
    period: (&str, Window),
) -> Result<BTreeMap<(String, String), Measured>, Vec<Misfit>> {
    let periods = BTreeMap::from([(period.0.to_owned(), period.1)]);
    let known = Known { indicators, unit, periods: &periods };
    let (mut found, mut misfits) = (BTreeMap::new(), Vec::new());
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for one in read {
        if !seen.insert((&one.value.unit, &one.value.indicator)) {
            misfits.push(Misfit::Twice {
                place: one.place.clone(),
                indicator: one.value.indicator.clone(),
                unit: one.value.unit.clone(),
            });
            continue;
        }
        match one.value.measured(known, &one.place) {
            Ok(measured) => {
                found.insert((one.value.unit.clone(), one.value.indicator.clone()), measured);
            }
            Err(misfit) => misfits.push(misfit),
        }
    }
    if misfits.is_empty() { Ok(found) } else { Err(misfits) }
}

/// What came of figures that were brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Written down, by indicator.
    pub entered: Vec<String>,
    /// Said so already.
    pub same: Vec<String>,
    /// Not taken: the indicator, what stands there and what came.
    pub kept: Vec<(String, Measured, Measured)>,
    /// Nothing came: where it comes from it is there and not told.
    pub withheld: Vec<String>,
    /// How many values were of units below: they come up with the reports of those.
    pub below: usize,
}

impl App {
    /// Takes figures of a file into a report that is being written: those that people write, where nothing else stands.
    /// Nothing is overwritten: what differs is told, and an officer decides. It is one act: all of them, or none. A file that
    /// was written from the same report comes back whole: values of units below are left with their own reports.
    pub async fn report_import(
        &self,
        acting: &Acting,
        record: &Record,
        opened: &Opened,
        sent: (&[Read], &str, Uuid),
    ) -> Result<Imported, ReportFault> {
        let (read, source, token) = sent;
        let ordered = &opened.ordered;
        let register = self.register();
        let own = register.version(ordered.unit, ordered.window.to).map_or("VN", |version| version.code.as_str());
        let indicators = &Catalog::shipped()?.indicators;
        let period = (ordered.period.as_str(), ordered.window);
        let below = self.codes_below(ordered);
        let is_there = |code: &str| code == own || below.contains(code);
        let mut values = checked(read, indicators, &is_there, period).map_err(ReportFault::Misfits)?;
        let all = values.len();
        values.retain(|(unit, _), _| unit == own);
        let (kept, mut figures) = (&opened.kept, Vec::new());
        let mut imported = Imported { below: all - values.len(), ..Imported::default() };
        for ((_, indicator), value) in values {
            let Some(needed) = kept.state.opening.contract.figure(&indicator) else {
                return Err(programme::reports::Refusal::NoPlace { place: indicator }.into());
            };
            if value.is_withheld() {
                imported.withheld.push(indicator);
                continue;
            }
            // what the reader is not told is not compared either: they would find it by trying
            if let Some(untold) = opened.told.said(&indicator).filter(|said| said.is_withheld()) {
                imported.kept.push((indicator, untold.clone(), value));
                continue;
            }
            match kept.state.said(&indicator).cloned() {
                Some(said) if said == value => imported.same.push(indicator),
                Some(said) if said.is_known() || !needed.typed => imported.kept.push((indicator, said, value)),
                said => {
                    imported.entered.push(indicator.clone());
                    figures.push(Brought { indicator, value, instead_of: said });
                }
            }
        }
        if !figures.is_empty() {
            let act = ReportAct::Bring { figures, source: source.to_owned() };
            let wanted = Wanted { work: kept.id, id: token, seen: kept.seen(), on: self.today(), act };
            self.report_do(acting, record, wanted).await?;
        }
        Ok(imported)
    }

    /// The codes of the units whose reports a report is made of.
    fn codes_below(&self, ordered: &Ordered) -> BTreeSet<String> {
        if ordered.form.of.is_none() {
            return BTreeSet::new();
        }
        let register = self.register();
        let code = |unit| register.version(unit, ordered.window.to).map(|version| version.code.clone());
        self.units_below(ordered).into_iter().filter_map(code).collect()
    }

    /// What reports of a form and period say, ready to travel: a unit's own figures, and those of each unit below that a
    /// consolidated figure is made of.
    pub fn exchanged(&self, ordered: &Ordered, report: &Report) -> Result<Exchanged, Problem> {
        let catalog = Catalog::shipped()?;
        let register = self.register();
        let code = |unit| {
            let found = register.version(unit, ordered.window.to).or_else(|| register.versions_of(unit).last());
            found.map_or("VN", |version| version.code.as_str()).to_owned()
        };
        let mut values = Vec::new();
        for (id, cell) in &report.draft.cells {
            let Some(indicator) = catalog.indicators.get(id) else { continue };
            values.extend(DataValue::of(indicator, &code(ordered.unit), &ordered.period, cell.said()));
            let below = cell.figure.units.iter();
            values
                .extend(below.filter_map(|one| DataValue::of(indicator, &code(one.unit), &ordered.period, &one.value)));
        }
        values.sort();
        Ok(Exchanged { period: ordered.period.clone(), window: ordered.window, values })
    }
}
