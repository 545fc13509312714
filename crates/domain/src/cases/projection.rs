//! What a case comes to, as rows that can be counted without opening anybody's file.
//!
//! Each row has an ordinal within its case. An act replaces rows; it takes none away. What stands here is in the words
//! of the law's tables; nothing that an officer wrote in words is among it.

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use super::case::{Case, Closed, Event, Value};
use super::clocks::Standing;
use super::law::{Law, Regime};
use crate::units::UnitId;

/// Fields whose choices are counted: they stand in the open beside the act, as `result=dependent`. Of a complaint, its
/// answer and what was annulled, the number of the entry: what is annulled counts no more. See [`counted_in`].
const COUNTED: [&str; 9] = ["case", "decision", "entry", "form", "ground", "outcome", "result", "stable", "support"];

/// How a case stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The unit that answers for it.
    pub unit: UnitId,
    /// Number of the last event.
    pub entry: i64,
    /// States that show, with spaces between them.
    pub states: String,
    /// `death`, `missing`, `erased`, or nothing.
    pub closed: &'static str,
    /// How many entries are contested.
    pub contested: i64,
    /// Where the person is on the way to, and since when.
    pub transit: Option<(UnitId, Date)>,
}

/// A time in which a unit answered for the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The unit.
    pub unit: UnitId,
    /// From which day.
    pub from: Date,
    /// To before which day.
    pub to: Option<Date>,
}

/// An end: the day, number, act and clause of the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The day.
    pub on: Date,
    /// Number of the event.
    pub entry: i64,
    /// Its act.
    pub act: String,
    /// The clause that it rests on.
    pub clause: String,
}

/// A time on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which list.
    pub list: String,
    /// Of which unit.
    pub unit: UnitId,
    /// The ground of entry.
    pub from: Bound,
    /// The ground of removal.
    pub to: Option<Bound>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The state.
    pub state: String,
    /// The state that shows.
    pub shown: String,
    /// The regime of its decision.
    pub regime: Regime,
    /// Whether the person was under 18 when it began.
    pub minor: bool,
    /// When it began, and the number of the event.
    pub opened: (Date, i64),
    /// The last day of its term.
    pub term_end: Option<Date>,
    /// When it ended, and the number of the event.
    pub ended: Option<(Date, i64)>,
    /// How it ended.
    pub how: String,
}

/// A time limit that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The line of the law.
    pub clock: String,
    /// Number of the event that started it.
    pub entry: i64,
    /// Under which regime.
    pub regime: Regime,
    /// Who owes it: an actor of the law's tables.
    pub office: String,
    /// Since when, as written.
    pub started: String,
    /// Until when, in the time of Việt Nam.
    pub due: DateTime,
    /// Whether no other of the same duty is stricter.
    pub binding: bool,
}

/// The rows of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// How it stands.
    pub state: State,
    /// Units that answered for it.
    pub holdings: Vec<Held>,
    /// Times on lists.
    pub memberships: Vec<Listed>,
    /// Measures.
    pub measures: Vec<Measured>,
    /// Time limits that wait.
    pub clocks: Vec<Waiting>,
}

impl Projection {
    /// The rows that a case comes to at an instant of Việt Nam; `clause` tells what an event rests on, by its number. None
    /// where a unit is not written as an id.
    pub fn of(case: &Case, law: &Law, at: DateTime, clause: &dyn Fn(usize) -> String) -> Option<Self> {
        let unit = |text: &str| text.parse::<Uuid>().ok().map(UnitId);
        let transit = match &case.transit {
            Some(transit) => Some((unit(&transit.to)?, transit.since.day)),
            None => None,
        };
        let state = State {
            unit: unit(&case.unit)?,
            entry: number(case.events.len()),
            states: case.states().join(" "),
            closed: match case.closed {
                None => "",
                Some(Closed::Death) => "death",
                Some(Closed::Missing) => "missing",
                Some(Closed::Erased) => "erased",
            },
            contested: number(case.contested().len()),
            transit,
        };
        let bound = |entry: usize| {
            let event = case.events.get(entry.checked_sub(1)?)?;
            Some(Bound { on: event.on.day, entry: number(entry), act: event.act.clone(), clause: clause(entry) })
        };
        // what an act rests on is one thing, the clause by which it takes somebody off this list another
        let left = |list: &str, bound: Bound| {
            let event = usize::try_from(bound.entry).ok().and_then(|entry| case.events.get(entry.checked_sub(1)?));
            let removal = event.and_then(|event| law.removal(event.regime, list, &event.act));
            Bound { clause: removal.map_or(bound.clause, |removal| removal.citation.clone()), ..bound }
        };
        let first = case.events.first().map_or(at.date(), |event| event.on.day);
        let held = |h: &super::Holding| {
            let to = h.to.map(|(moment, _)| moment.day);
            Some(Held { unit: unit(&h.unit)?, from: h.from.unwrap_or(first), to })
        };
        let listed = |m: &super::Membership| {
            let to = match m.to {
                Some((_, entry)) => Some(left(&m.list, bound(entry)?)),
                None => None,
            };
            Some(Listed { list: m.list.clone(), unit: unit(&m.unit)?, from: bound(m.entry)?, to })
        };
        Some(Self {
            state,
            holdings: case.holdings.iter().map(held).collect::<Option<_>>()?,
            memberships: case.memberships.iter().map(listed).collect::<Option<_>>()?,
            measures: case.measures.iter().map(measured).collect(),
            clocks: waiting(case, law, at),
        })
    }
}

fn measured(m: &super::Measure) -> Measured {
    let (since, entry) = m.runs_since();
    Measured {
        state: m.state.clone(),
        shown: m.shown().to_owned(),
        regime: m.regime,
        minor: m.minor,
        opened: (since.day, number(entry)),
        term_end: m.term_end,
        ended: m.end.as_ref().map(|end| (end.on.day, number(end.entry))),
        how: m.end.as_ref().map_or_else(String::new, |end| end.how.clone()),
    }
}

fn waiting(case: &Case, law: &Law, at: DateTime) -> Vec<Waiting> {
    if case.closed.is_some() {
        return Vec::new();
    }
    let clocks = case.clocks(law, at).into_iter();
    let open = clocks.filter(|clock| matches!(clock.standing, Standing::Open | Standing::Late));
    open.map(|clock| Waiting {
        clock: clock.line.id.clone(),
        entry: number(clock.entry),
        regime: clock.regime,
        office: clock.office.to_owned(),
        started: clock.from.to_string(),
        due: clock.due,
        binding: clock.binding,
    })
    .collect()
}

/// The choices of an event that are counted, in the order of their fields: `case=c result=dependent`.
pub fn counted(event: &Event) -> String {
    let said = |field: &&str| {
        Some(match event.fields.get(*field)? {
            Value::Text(text) => format!("{field}={text}"),
            Value::Yes(yes) => format!("{field}={}", if *yes { "yes" } else { "no" }),
            Value::Number(number) => format!("{field}={number}"),
            Value::Date(_) => return None,
        })
    };
    COUNTED.iter().filter_map(said).collect::<Vec<_>>().join(" ")
}

/// The same of the last event of a case. A correction also says how the entry that it corrects reads from then on:
/// `entry=5 result=not_dependent`. The entry itself stays as it was written, and whoever counts reads the correction.
pub fn counted_in(case: &Case, event: &Event) -> String {
    let own = counted(event);
    if event.act != "correct_entry" {
        return own;
    }
    let entry = event.number_of("entry").and_then(|entry| usize::try_from(entry).ok());
    let right = entry.and_then(|entry| case.events.get(entry.checked_sub(1)?)).map(counted);
    match right {
        Some(right) if !right.is_empty() => format!("{own} {right}"),
        _ => own,
    }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
