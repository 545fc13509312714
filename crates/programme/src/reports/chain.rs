//! What each act makes of a report. Decides and replays alike.

use std::collections::{BTreeMap, BTreeSet};

use domain::work::{Author, Chain, Entry, Noun, Standing};
use jiff::civil::Date;

use super::act::{Brought, Comment, Figure, Moved, Opening, ReportAct, Unchanged};
use super::contract::{REASON_CHARS_MAX, TEXT_CHARS_MAX};
use super::report::{Cell, Difference, Draft, Fell, Refusal, Report, State, Unaltered, Version, moved};
use super::signer::Signer;
use crate::indicators::{Measured, Why};

impl Chain for Report {
    const NOUN: Noun = Noun::Report;
    type Act = ReportAct;
    type Refusal = Refusal;

    fn follow(before: Option<Self>, entry: &Entry<ReportAct>) -> Result<Self, Refusal> {
        let Some(mut report) = before else {
            let ReportAct::Open { opening } = &entry.act else { return Err(Refusal::NotBegun) };
            return begun(opening, entry);
        };
        match &entry.act {
            ReportAct::Open { .. } => return Err(Refusal::Begun { period: report.opening.period }),
            ReportAct::NameSigner { signer } => report.name_signer(signer)?,
            ReportAct::Submit {} => report.submit(entry)?,
            ReportAct::Withdraw { reason } => report.withdraw(entry, reason)?,
            ReportAct::Return { reason, comments, due, .. } => report.send_back(entry, reason, comments, *due)?,
            ReportAct::Approve { note, signer } => report.approve(entry, note.as_deref(), signer.as_ref())?,
            ReportAct::Lock {} => report.lock(entry)?,
            ReportAct::ProposeAmendment { moved } => report.propose(moved)?,
            ReportAct::KeepVersion { reason } => report.keep(reason)?,
            ReportAct::Amend { reason } => report.amend(reason)?,
            writing => report.write(entry, writing)?,
        }
        Ok(report)
    }

    fn standing(&self) -> Standing {
        let opening = &self.opening;
        let body = opening.body.as_deref().unwrap_or_default();
        Standing {
            state: self.state.key().to_owned(),
            title: opening.title.clone(),
            key: Some(format!("{}/{}/{body}", opening.form, opening.period)),
            period: Some(opening.period.clone()),
            body: opening.body.clone(),
            parent: None,
            assignee: Some(self.author.appointment),
            due: self.due(),
            done: self.first_standing().map(|version| version.on),
        }
    }
}

fn begun(opening: &Opening, entry: &Entry<ReportAct>) -> Result<Report, Refusal> {
    if entry.on < opening.window.from {
        return Err(Refusal::NotOpen { period: opening.period.clone(), opens: opening.window.from });
    }
    let mut opening = opening.clone();
    opening.body = opening.body.as_deref().map(|body| said("body", body, REASON_CHARS_MAX)).transpose()?;
    Ok(Report {
        opening,
        state: State::Draft,
        draft: Draft::default(),
        authors: BTreeSet::from([entry.by.account]),
        author: entry.by,
        versions: Vec::new(),
        comments: Vec::new(),
        returned: None,
        proposed: Vec::new(),
        amending: None,
        signer: None,
    })
}

/// A text as it is kept: without spaces around it, not empty, not too long.
fn said(place: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Empty { place });
    }
    fits(place, text, most)?;
    Ok(text.to_owned())
}

fn fits(place: &str, text: &str, most: usize) -> Result<(), Refusal> {
    let chars = text.chars().count();
    if chars > most { Err(Refusal::TooLong { place: place.to_owned(), chars, most }) } else { Ok(()) }
}

/// A share of two figures; unknown as soon as one is, and why.
fn share(of: &Measured, all: &Measured) -> Measured {
    match (of, all) {
        (Measured::Count { value }, Measured::Count { value: whole }) => {
            Measured::Share { numerator: *value, denominator: *whole }
        }
        (Measured::Unknown { why }, _) | (_, Measured::Unknown { why }) => Measured::unknown(*why),
        _ => Measured::unknown(Why::Undetermined),
    }
}

/// A text inside a figure is held to the same.
fn fits_value(indicator: &str, value: &Measured) -> Result<(), Refusal> {
    match value {
        Measured::Text { text } => fits(indicator, text, TEXT_CHARS_MAX),
        _ => Ok(()),
    }
}

impl Report {
    fn stands(&self, allowed: &[State]) -> Result<(), Refusal> {
        if allowed.contains(&self.state) { Ok(()) } else { Err(Refusal::Stands { state: self.state }) }
    }

    /// Whatever an author does in an open report.
    fn write(&mut self, entry: &Entry<ReportAct>, act: &ReportAct) -> Result<(), Refusal> {
        self.stands(&[State::Draft, State::Returned])?;
        match act {
            ReportAct::Assemble { figures } => {
                self.assemble(entry.on, figures)?;
                self.draft.sources.clear();
                self.draft.missing.clear();
                self.draft.only_approved = false;
            }
            ReportAct::Consolidate { figures, sources, missing, only_approved } => {
                self.assemble(entry.on, figures)?;
                self.draft.sources.clone_from(sources);
                self.draft.missing.clone_from(missing);
                self.draft.only_approved = *only_approved;
            }
            ReportAct::Fill { place, text } => self.fill(place, text)?,
            ReportAct::Quote { excerpt } => {
                self.place(&excerpt.place)?;
                let mut excerpt = excerpt.clone();
                excerpt.text = said("excerpt", &excerpt.text, TEXT_CHARS_MAX)?;
                let same = |other: &super::act::Excerpt| other.place == excerpt.place && other.report == excerpt.report;
                self.draft.quotes.retain(|other| !same(other));
                self.draft.quotes.push(excerpt);
            }
            ReportAct::Enter { indicator, value, source, instead_of } => {
                let figure = self.entered(entry, indicator, value, source, instead_of.as_ref())?;
                self.draft.cells.insert(indicator.clone(), Cell { figure, difference: None });
            }
            ReportAct::Bring { figures, source } => self.bring(entry, figures, source)?,
            ReportAct::Differ { indicator, value, reason } => self.differ(entry, indicator, value, reason)?,
            ReportAct::Agree { indicator } => match self.draft.cells.get_mut(indicator) {
                Some(cell) if cell.difference.is_some() => cell.difference = None,
                _ => return Err(Refusal::Same { indicator: indicator.clone() }),
            },
            ReportAct::Excuse { rule, reason } => {
                if self.opening.contract.rule(rule).is_none() {
                    return Err(Refusal::NoPlace { place: rule.clone() });
                }
                let reason = said("reason", reason, REASON_CHARS_MAX)?;
                self.draft.excuses.insert(rule.clone(), reason);
            }
            ReportAct::NothingChanged { report, period, figures, places } => {
                self.take_unchanged(entry, figures)?;
                let (report, period, on, places) = (*report, period.clone(), entry.on, places.clone());
                self.draft.nothing_changed = Some(Unaltered { report, period, on, places });
            }
            // `follow` has taken every other act
            _ => return Err(Refusal::Stands { state: self.state }),
        }
        self.work_out_shares();
        self.authors.insert(entry.by.account);
        Ok(())
    }

    /// Typed figures as they were in an earlier report; what was typed since is not touched.
    fn take_unchanged(&mut self, entry: &Entry<ReportAct>, figures: &[Unchanged]) -> Result<(), Refusal> {
        for one in figures.iter().filter(|one| !self.draft.cells.contains_key(&one.indicator)).collect::<Vec<_>>() {
            let figure = self.entered(entry, &one.indicator, &one.value, &one.source, None)?;
            self.draft.cells.insert(one.indicator.clone(), Cell { figure, difference: None });
        }
        Ok(())
    }

    /// Shares follow what is said of their parts. Where a consolidation added them up unit by unit, that stands.
    fn work_out_shares(&mut self) {
        for needed in &self.opening.contract.figures {
            let Some((numerator, denominator)) = &needed.parts else { continue };
            let before = self.draft.cells.get(&needed.indicator);
            if before.is_some_and(|cell| !cell.figure.units.is_empty()) {
                continue;
            }
            let (Some(of), Some(all)) = (self.draft.cells.get(numerator), self.draft.cells.get(denominator)) else {
                continue;
            };
            let value = share(of.said(), all.said());
            let difference =
                before.and_then(|cell| cell.difference.clone()).filter(|difference| difference.value != value);
            let figure = Figure {
                indicator: needed.indicator.clone(),
                value,
                query: "parts/1".to_owned(),
                source: None,
                units: Vec::new(),
                ..of.figure.clone()
            };
            self.draft.cells.insert(needed.indicator.clone(), Cell { figure, difference });
        }
    }

    fn place(&self, place: &str) -> Result<(), Refusal> {
        let known = self.opening.contract.narrative(place).is_some();
        if known { Ok(()) } else { Err(Refusal::NoPlace { place: place.to_owned() }) }
    }

    fn fill(&mut self, place: &str, text: &str) -> Result<(), Refusal> {
        self.place(place)?;
        let text = text.trim();
        fits(place, text, TEXT_CHARS_MAX)?;
        if text.is_empty() {
            self.draft.narrative.remove(place);
        } else {
            self.draft.narrative.insert(place.to_owned(), text.to_owned());
        }
        Ok(())
    }

    /// Takes computed figures, every one that the form has. What was typed stays, and so does what was stated against
    /// a figure, unless the records now say the same.
    fn assemble(&mut self, on: Date, figures: &[Figure]) -> Result<(), Refusal> {
        let contract = &self.opening.contract;
        let mut seen = BTreeSet::new();
        for figure in figures {
            let indicator = &figure.indicator;
            match contract.figure(indicator) {
                None => return Err(Refusal::NoPlace { place: indicator.clone() }),
                Some(needed) if needed.typed && figure.units.is_empty() => {
                    return Err(Refusal::Typed { indicator: indicator.clone() });
                }
                Some(_) => {}
            }
            if !seen.insert(indicator) {
                return Err(Refusal::Twice { indicator: indicator.clone() });
            }
            if figure.as_of > on {
                return Err(Refusal::Ahead { indicator: indicator.clone(), as_of: figure.as_of });
            }
            fits_value(indicator, &figure.value)?;
        }
        let computed = contract.figures.iter().filter(|needed| !needed.typed && needed.parts.is_none());
        if let Some(left_out) = computed.map(|needed| &needed.indicator).find(|indicator| !seen.contains(indicator)) {
            return Err(Refusal::NotWorkedOut { indicator: left_out.clone() });
        }
        for figure in figures {
            let before = self.draft.cells.remove(&figure.indicator).and_then(|cell| cell.difference);
            let difference = before.filter(|difference| difference.value != figure.value);
            self.draft.cells.insert(figure.indicator.clone(), Cell { figure: figure.clone(), difference });
        }
        self.draft.assembled = true;
        Ok(())
    }

    fn entered(
        &self,
        entry: &Entry<ReportAct>,
        indicator: &str,
        value: &Measured,
        source: &str,
        instead_of: Option<&Measured>,
    ) -> Result<Figure, Refusal> {
        let named = || indicator.to_owned();
        match self.opening.contract.figure(indicator) {
            None => return Err(Refusal::NoPlace { place: named() }),
            Some(needed) if !needed.typed => return Err(Refusal::Computed { indicator: named() }),
            Some(_) => {}
        }
        // never silently over what somebody else wrote meanwhile
        if self.draft.cells.get(indicator).map(|cell| &cell.figure.value) != instead_of {
            return Err(Refusal::Overwritten { indicator: named() });
        }
        fits_value(indicator, value)?;
        let window = self.opening.window;
        Ok(Figure {
            indicator: named(),
            value: value.clone(),
            query: "manual/1".to_owned(),
            population: None,
            window,
            as_of: entry.on.min(window.to),
            known_at: entry.at,
            source: Some(said("source", source, REASON_CHARS_MAX)?),
            units: Vec::new(),
        })
    }

    /// Takes the figures of a file, or none of them.
    fn bring(&mut self, entry: &Entry<ReportAct>, brought: &[Brought], source: &str) -> Result<(), Refusal> {
        if brought.is_empty() {
            return Err(Refusal::Empty { place: "figures" });
        }
        let mut cells = BTreeMap::new();
        for one in brought {
            let figure = self.entered(entry, &one.indicator, &one.value, source, one.instead_of.as_ref())?;
            if cells.insert(one.indicator.clone(), Cell { figure, difference: None }).is_some() {
                return Err(Refusal::Twice { indicator: one.indicator.clone() });
            }
        }
        self.draft.cells.append(&mut cells);
        Ok(())
    }

    fn differ(&mut self, entry: &Entry<ReportAct>, of: &str, value: &Measured, reason: &str) -> Result<(), Refusal> {
        let reason = said("reason", reason, REASON_CHARS_MAX)?;
        fits_value(of, value)?;
        let Some(needed) = self.opening.contract.figure(of) else {
            return Err(Refusal::NoPlace { place: of.to_owned() });
        };
        let Some(cell) = self.draft.cells.get_mut(of) else {
            return Err(Refusal::NotWorkedOut { indicator: of.to_owned() });
        };
        if needed.typed && cell.figure.units.is_empty() {
            return Err(Refusal::Typed { indicator: of.to_owned() });
        }
        if cell.figure.value == *value {
            return Err(Refusal::Same { indicator: of.to_owned() });
        }
        cell.difference = Some(Difference { value: value.clone(), reason, by: entry.by, on: entry.on });
        Ok(())
    }

    fn submit(&mut self, entry: &Entry<ReportAct>) -> Result<(), Refusal> {
        self.stands(&[State::Draft, State::Returned])?;
        let gaps = self.gaps();
        if !gaps.is_empty() {
            return Err(Refusal::Gaps { gaps });
        }
        if let Some(last) = self.versions.last().map(|version| version.on).filter(|last| entry.on < *last) {
            return Err(Refusal::Backwards { on: entry.on, last });
        }
        let moved = self.in_force().map(|version| moved(&version.frozen, &self.draft.cells)).unwrap_or_default();
        let number = u32::try_from(self.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.versions.push(Version {
            number,
            act: entry.id,
            on: entry.on,
            at: entry.at,
            by: entry.by,
            frozen: self.draft.clone(),
            moved,
            reason: self.amending.take(),
            approved: None,
            locked: None,
            due: self.judged_by(),
            fell: None,
        });
        self.state = State::Submitted;
        self.returned = None;
        self.comments.clear();
        Ok(())
    }

    fn withdraw(&mut self, entry: &Entry<ReportAct>, reason: &str) -> Result<(), Refusal> {
        self.stands(&[State::Submitted])?;
        let reason = said("reason", reason, REASON_CHARS_MAX)?;
        self.fell(Fell::Withdrawn { on: entry.on });
        self.state = State::Draft;
        self.amending = Some(reason);
        Ok(())
    }

    /// The last version no longer counts.
    fn fell(&mut self, why: Fell) {
        if let Some(version) = self.versions.last_mut() {
            version.fell = Some(why);
        }
    }

    /// Whoever wrote or submitted the version decides nothing about it.
    fn decides(&self, by: Author) -> Result<(), Refusal> {
        let submitted = self.versions.last().is_some_and(|version| version.by.account == by.account);
        if submitted || self.authors.contains(&by.account) { Err(Refusal::OwnReport) } else { Ok(()) }
    }

    fn send_back(
        &mut self,
        entry: &Entry<ReportAct>,
        reason: &str,
        comments: &[Comment],
        due: Date,
    ) -> Result<(), Refusal> {
        self.stands(&[State::Submitted])?;
        self.decides(entry.by)?;
        if due < entry.on {
            return Err(Refusal::DueIsOver { due });
        }
        let reason = said("reason", reason, REASON_CHARS_MAX)?;
        let mut kept = Vec::with_capacity(comments.len());
        for comment in comments {
            let contract = &self.opening.contract;
            if contract.figure(&comment.place).is_none() {
                self.place(&comment.place)?;
            }
            let text = said("comment", &comment.text, REASON_CHARS_MAX)?;
            kept.push(Comment { place: comment.place.clone(), text });
        }
        self.comments = kept;
        self.fell(Fell::Returned { on: entry.on, due });
        self.returned = Some((reason, due));
        self.state = State::Returned;
        Ok(())
    }

    /// Who signs is named until it is agreed to; afterwards only where nobody was.
    fn name_signer(&mut self, signer: &Signer) -> Result<(), Refusal> {
        if self.signer.is_some() || self.state == State::Locked {
            self.stands(&[State::Draft, State::Returned, State::Submitted])?;
        }
        self.signer = Some(signer.checked()?);
        Ok(())
    }

    fn approve(
        &mut self,
        entry: &Entry<ReportAct>,
        note: Option<&str>,
        signer: Option<&Signer>,
    ) -> Result<(), Refusal> {
        self.stands(&[State::Submitted])?;
        self.decides(entry.by)?;
        if let Some(note) = note {
            said("note", note, REASON_CHARS_MAX)?;
        }
        if let Some(signer) = signer {
            self.signer = Some(signer.checked()?);
        }
        if let Some(version) = self.versions.last_mut() {
            version.approved = Some((entry.by, entry.on));
        }
        self.state = State::Approved;
        Ok(())
    }

    fn lock(&mut self, entry: &Entry<ReportAct>) -> Result<(), Refusal> {
        self.stands(&[State::Approved])?;
        self.decides(entry.by)?;
        if let Some(version) = self.versions.last_mut() {
            version.locked = Some(entry.on);
        }
        self.state = State::Locked;
        Ok(())
    }

    fn propose(&mut self, moved: &[Moved]) -> Result<(), Refusal> {
        self.stands(&[State::Submitted, State::Approved, State::Locked])?;
        let Some(version) = self.in_force() else { return Err(Refusal::NothingMoved) };
        for one in moved {
            let was = version.frozen.cells.get(&one.indicator).map(|cell| &cell.figure.value);
            if was != Some(&one.was) || one.was == one.is {
                return Err(Refusal::NotSubmittedSo { indicator: one.indicator.clone() });
            }
        }
        if moved.is_empty() {
            return Err(Refusal::NothingMoved);
        }
        self.proposed = moved.to_vec();
        Ok(())
    }

    fn keep(&mut self, reason: &str) -> Result<(), Refusal> {
        if self.proposed.is_empty() {
            return Err(Refusal::NothingMoved);
        }
        said("reason", reason, REASON_CHARS_MAX)?;
        self.proposed.clear();
        Ok(())
    }

    /// A new version goes on from what is in force; its figures are worked out again.
    fn amend(&mut self, reason: &str) -> Result<(), Refusal> {
        self.stands(&[State::Approved, State::Locked])?;
        let reason = said("reason", reason, REASON_CHARS_MAX)?;
        let Some(version) = self.in_force() else { return Err(Refusal::NothingMoved) };
        self.draft = Draft { assembled: false, ..version.frozen.clone() };
        self.amending = Some(reason);
        self.proposed.clear();
        self.authors.clear();
        self.state = State::Draft;
        Ok(())
    }
}
