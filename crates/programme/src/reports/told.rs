//! What of a report is told to whoever does not keep the files: no figure about fewer than five people, and none from
//! which such a one could be worked out.
//!
//! Figures hang together: what stood there, came and went makes what stands there; groups make a whole; units make a sum;
//! a share has two numbers. A figure that is not told takes another one with it wherever it would follow from the rest.
//! What is not told says so ([`Why::Withheld`]); it is neither nothing nor zero.

use std::collections::BTreeSet;

use domain::counts::{is_few, untold};

use super::act::Moved;
use super::contract::Contract;
use super::report::{Draft, Report};
use super::rules::Relation;
use crate::indicators::{Indicators, Measured, Why};

/// More rounds than any form has figures that hang together.
const ROUNDS_MAX: usize = 64;

/// A figure of the whole report, or of the unit of this number in the order of its units.
type Place<'a> = (Option<usize>, &'a str);

impl Report {
    /// The report as it is told to whoever does not keep the files. Nothing is decided by it.
    #[must_use]
    pub fn told(&self, indicators: &Indicators) -> Self {
        let contract = &self.opening.contract;
        let mut told = self.clone();
        told.draft = draft(&self.draft, contract, indicators);
        for version in &mut told.versions {
            version.frozen = draft(&version.frozen, contract, indicators);
            hide_moved(&mut version.moved, indicators);
        }
        hide_moved(&mut told.proposed, indicators);
        told
    }
}

/// What moved, as it is told.
pub fn hide_moved(moved: &mut [Moved], indicators: &Indicators) {
    let few = |measured: &Measured| measured.people().is_some_and(is_few);
    let small = |id: &str| indicators.get(id).is_some_and(|one| one.small);
    for one in moved.iter_mut().filter(|one| small(&one.indicator) && (few(&one.was) || few(&one.is))) {
        one.was = Measured::unknown(Why::Withheld);
        one.is = Measured::unknown(Why::Withheld);
    }
}

fn draft(of: &Draft, contract: &Contract, indicators: &Indicators) -> Draft {
    let held = Sheet { of, contract, indicators }.held();
    let mut told = of.clone();
    for (id, cell) in &mut told.cells {
        if held.contains(&(None, id.as_str())) {
            cell.figure.value = Measured::unknown(Why::Withheld);
            if let Some(difference) = &mut cell.difference {
                difference.value = Measured::unknown(Why::Withheld);
            }
        }
        for (at, unit) in cell.figure.units.iter_mut().enumerate() {
            if held.contains(&(Some(at), id.as_str())) {
                unit.value = Measured::unknown(Why::Withheld);
            }
        }
    }
    told
}

struct Sheet<'a> {
    of: &'a Draft,
    contract: &'a Contract,
    indicators: &'a Indicators,
}

/// Figures of which each follows from the others. Of parts of a whole, what is not told is at least five together.
struct Tied<'a> {
    ids: Vec<&'a str>,
    parts: bool,
}

impl<'a> Sheet<'a> {
    fn held(&self) -> BTreeSet<Place<'a>> {
        let tied = self.tied();
        let rows: Vec<Option<usize>> = std::iter::once(None).chain((0..self.units()).map(Some)).collect();
        let mut held: BTreeSet<Place<'a>> = BTreeSet::new();
        for row in &rows {
            held.extend(self.small().filter(|id| self.people(*row, id).is_some_and(is_few)).map(|id| (*row, id)));
            held.extend(self.almost_all(*row));
        }
        for _ in 0..ROUNDS_MAX {
            let before = held.len();
            for row in &rows {
                for tied in &tied {
                    self.cover(*row, tied, &mut held);
                }
            }
            self.small().for_each(|id| self.cover_units(id, &mut held));
            if held.len() == before {
                break;
            }
        }
        self.hold_shares(&rows, &mut held);
        held
    }

    fn small(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let figures = self.contract.figures.iter().map(|needed| needed.indicator.as_str());
        figures.filter(|id| self.indicators.get(id).is_some_and(|one| one.small && one.parts.is_none()))
    }

    fn units(&self) -> usize {
        self.of.cells.values().map(|cell| cell.figure.units.len()).max().unwrap_or(0)
    }

    fn measured(&self, row: Option<usize>, id: &str) -> Option<&Measured> {
        let cell = self.of.cells.get(id)?;
        match row {
            None => Some(cell.said()),
            Some(at) => cell.figure.units.get(at).map(|one| &one.value),
        }
    }

    fn people(&self, row: Option<usize>, id: &str) -> Option<i64> {
        self.measured(row, id)?.people()
    }

    /// Rules that are equations, and the groups of each breakdown with their whole.
    fn tied(&self) -> Vec<Tied<'a>> {
        let rules = self.contract.rules.iter().filter(|rule| rule.is == Relation::Equal);
        let mut tied: Vec<Tied<'a>> = rules
            .map(|rule| {
                let ids = rule.left.iter().chain(&rule.right).map(|term| term.indicator.as_str()).collect();
                Tied { ids, parts: false }
            })
            .collect();
        for needed in &self.contract.figures {
            for breakdown in self.indicators.breakdowns() {
                let is_part = |id: &&str| {
                    let part = self.indicators.get(id).and_then(|one| one.part.as_ref());
                    part.is_some_and(|part| part.of == needed.indicator && part.breakdown == breakdown.id)
                };
                let all = self.contract.figures.iter().map(|other| other.indicator.as_str());
                let ids: Vec<&str> = std::iter::once(needed.indicator.as_str()).chain(all.filter(is_part)).collect();
                if ids.len() > 1 {
                    tied.push(Tied { ids, parts: true });
                }
            }
        }
        tied
    }

    /// Of a share of which all but a few are counted, those counted are not told: the few would be the rest.
    fn almost_all(&self, row: Option<usize>) -> impl Iterator<Item = Place<'a>> + use<'a, '_> {
        self.contract.figures.iter().filter_map(move |needed| {
            let (numerator, denominator) = needed.parts.as_ref()?;
            let small = self.indicators.get(numerator).is_some_and(|one| one.small);
            let rest = self.people(row, denominator)?.checked_sub(self.people(row, numerator)?)?;
            (small && is_few(rest)).then_some((row, numerator.as_str()))
        })
    }

    /// Where one figure alone is not told, it is the others added up: another one goes with it.
    fn cover(&self, row: Option<usize>, tied: &Tied<'a>, held: &mut BTreeSet<Place<'a>>) {
        let known: Option<Vec<(&'a str, i64)>> = tied.ids.iter().map(|id| Some((*id, self.people(row, id)?))).collect();
        let Some(known) = known else { return };
        loop {
            let hidden: Vec<&(&str, i64)> = known.iter().filter(|(id, _)| held.contains(&(row, *id))).collect();
            let whole = tied.ids.first().is_some_and(|id| held.contains(&(row, *id)));
            let together: i64 = hidden.iter().map(|(_, people)| people).sum();
            let few_parts = tied.parts && !whole && is_few(together);
            if hidden.is_empty() || (hidden.len() > 1 && !few_parts) {
                return;
            }
            let open = known.iter().filter(|(id, _)| !held.contains(&(row, *id)) && self.small().any(|one| one == *id));
            // the smallest that is anybody; nobody covers nothing
            let Some((id, _)) = open.min_by_key(|(_, people)| (*people == 0, *people)) else { return };
            held.insert((row, id));
        }
    }

    fn cover_units(&self, id: &'a str, held: &mut BTreeSet<Place<'a>>) {
        let known: Vec<(usize, i64)> =
            (0..self.units()).filter_map(|at| Some((at, self.people(Some(at), id)?))).collect();
        let parts: Vec<Vec<i64>> = known.iter().map(|(_, people)| vec![*people]).collect();
        let back: Vec<bool> = known.iter().map(|(at, _)| held.contains(&(Some(*at), id))).collect();
        let hidden = untold(&parts, &back, held.contains(&(None, id)));
        held.extend(known.iter().zip(hidden).filter(|(_, hidden)| *hidden).map(|((at, _), _)| (Some(*at), id)));
    }

    /// A share tells both its numbers: it goes with either.
    fn hold_shares(&self, rows: &[Option<usize>], held: &mut BTreeSet<Place<'a>>) {
        for needed in &self.contract.figures {
            let Some((numerator, denominator)) = &needed.parts else { continue };
            for row in rows {
                let either = [numerator, denominator].into_iter().any(|part| held.contains(&(*row, part.as_str())));
                if either {
                    held.insert((*row, needed.indicator.as_str()));
                }
            }
        }
    }
}
