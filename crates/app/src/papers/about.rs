//! What a paper is about: an entry of a file as it stood then, or what would be done now.

use documents::paper::Form;
use domain::cases::{Case, Event, Law, Regime};
use jiff::civil::Date;

use crate::cases::CaseFile;
use crate::problem::Problem;

/// What a paper is about.
pub(super) struct About<'f> {
    /// The act; none for a paper about the whole file.
    pub act: Option<&'f str>,
    /// The entry, from 1; none for a draft.
    pub entry: Option<usize>,
    /// Under which law.
    pub regime: Regime,
    /// The day of the paper.
    pub day: Date,
    /// The case as the paper finds it: with its own entry and none that came later.
    pub case: Case,
    /// What runs, and what the entry itself ended.
    pub states: Vec<String>,
    /// Whether the person is under 18 on that day.
    pub minor: bool,
}

impl<'f> About<'f> {
    /// An entry that was made.
    pub fn entry(law: &Law, file: &'f CaseFile, entry: usize) -> Result<Self, Problem> {
        let event = entry.checked_sub(1).and_then(|index| file.case.events.get(index)).ok_or(Problem::Hidden)?;
        if !file.shows(entry) {
            return Err(Problem::Hidden);
        }
        let before = as_of(law, &file.case, entry.saturating_sub(1));
        let case = as_of(law, &file.case, entry);
        let mut states: Vec<String> = before.states().into_iter().map(str::to_owned).collect();
        states.extend(case.states().into_iter().map(str::to_owned));
        let minor = case.minor(event.paper_date);
        Ok(Self {
            act: Some(&event.act),
            entry: Some(entry),
            regime: event.regime,
            day: event.paper_date,
            case,
            states,
            minor,
        })
    }

    /// What would be done today.
    pub fn draft(law: &Law, file: &'f CaseFile, act: &'f str) -> Result<Self, Problem> {
        let act = law.act(act).map(|_| act).ok_or(Problem::Hidden)?;
        Self::now(law, file, Some(act))
    }

    /// A draft of the act that a form papers; of one that papers several, what fits a person on the way here.
    pub fn of_form(law: &Law, file: &'f CaseFile, form: &'f Form) -> Result<Self, Problem> {
        let arriving = file.case.transit.is_some();
        let act = form.acts.iter().find(|act| (*act == "receive") == arriving).or_else(|| form.acts.first());
        Self::now(law, file, act.map(String::as_str))
    }

    fn now(law: &Law, file: &'f CaseFile, act: Option<&'f str>) -> Result<Self, Problem> {
        let day = file.at.date();
        let regime = law.on(day).ok_or(Problem::Hidden)?.regime;
        let case = file.case.clone();
        let states = case.states().into_iter().map(str::to_owned).collect();
        let minor = case.minor(day);
        Ok(Self { act, entry: None, regime, day, case, states, minor })
    }

    /// The last entry of one of these acts that its reader may see, with its number.
    pub fn last<'c>(&'c self, file: &CaseFile, acts: &[&str]) -> Option<(usize, &'c Event)> {
        let numbered = self.case.events.iter().enumerate().map(|(index, event)| (index + 1, event));
        numbered.rev().find(|(entry, event)| acts.contains(&event.act.as_str()) && file.shows(*entry))
    }
}

/// A case after so many of its events.
fn as_of(law: &Law, case: &Case, entries: usize) -> Case {
    let events = case.events.iter().take(entries).cloned();
    Case::new(case.born, &case.unit, case.resident_since).replay(law, events)
}
