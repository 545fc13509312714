//! Facts: what was counted, where, for which window, by whom, on which paper.
//!
//! A fact is never overwritten. A later one *supersedes* it, and both stay, so
//! that "as known on the day of the decision" can always be asked.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::units::UnitId;

/// An evaluation window, both days included (Decision 28/2025/QĐ-TTg, Art. 7.1: 15/12 to 14/12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Whether an area lies on a key route, as approved by a person (Art. 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// On none.
    None,
    /// On an intra-province route (tuyến nội tỉnh).
    Local,
    /// On an inter-province route (tuyến liên tỉnh).
    Inter,
}

impl Route {
    /// The word kept in tables and files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Local => "local",
            Self::Inter => "inter",
        }
    }

    /// Reads [`Route::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::None, Self::Local, Self::Inter].into_iter().find(|r| r.key() == key)
    }
}

/// What is known of a quantity. Silence is [`Value::Unknown`], never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Value {
    /// A count, or an area in square centimetres (see [`crate::numbers::AREA_SCALE`]).
    Number(i64),
    /// The answer to "on which key route".
    Route(Route),
    /// Not counted, or not reported.
    #[default]
    Unknown,
    /// Two sources disagree; a person must resolve it. Judged as unknown.
    Disputed,
}

impl Value {
    /// The number, where one is known.
    pub const fn number(self) -> Option<i64> {
        if let Self::Number(n) = self { Some(n) } else { None }
    }

    /// The word kept in tables for how it is known.
    pub const fn state(self) -> &'static str {
        match self {
            Self::Number(_) | Self::Route(_) => "known",
            Self::Unknown => "unknown",
            Self::Disputed => "disputed",
        }
    }

    /// Whether it can be judged.
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Number(_) | Self::Route(_))
    }
}

/// The paper a fact stands on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is: `Báo cáo năm của Công an xã`.
    pub title: String,
    /// Its number, as written: `12/BC-CAX`.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Where in it: file, row and column of an imported sheet.
    pub place: Option<String>,
}

/// One recorded fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Made by the caller (`UUIDv7`).
    pub id: Uuid,
    /// About which unit.
    pub unit: UnitId,
    /// The unit's province, by which rows are divided.
    pub province_code: String,
    /// Which input of the criteria: `addicts_on_file`.
    pub input: String,
    /// For which window.
    pub window: Window,
    /// What is known.
    pub value: Value,
    /// A remark, for instance why it is disputed.
    pub note: Option<String>,
    /// The paper.
    pub source: Source,
    /// Who entered it.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The recording it came with; one batch can be undone as a whole.
    pub batch: Uuid,
    /// The fact it takes the place of.
    pub supersedes: Option<Uuid>,
}

/// A value to be recorded for one unit and input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// About which unit.
    pub unit: UnitId,
    /// The unit's province.
    pub province_code: String,
    /// Which input.
    pub input: String,
    /// What is now known.
    pub value: Value,
    /// A remark.
    pub note: Option<String>,
    /// Where in the source, for imported sheets.
    pub place: Option<String>,
}

/// Who records what is common to a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Id of the batch, made by the caller: the same batch twice is written once.
    pub batch: Uuid,
    /// For which window.
    pub window: Window,
    /// The paper.
    pub source: Source,
    /// Who enters it.
    pub entered_by: String,
    /// Now.
    pub at: Timestamp,
}

/// Why facts cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordError {
    /// Nobody stands behind the figures.
    #[error("entered_by is empty")]
    NobodyEntered,
    /// No paper stands behind the figures.
    #[error("source title is empty")]
    NoSource,
    /// Two entries of a batch say two things of one figure.
    #[error("unit {unit} input {input} stands twice in one batch")]
    Twice {
        /// The unit.
        unit: UnitId,
        /// The input.
        input: String,
    },
}

/// Facts to be written, all or none. Made only by [`record`] and [`undo`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    facts: Vec<Fact>,
}

impl Change {
    /// The new facts.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Whether there is nothing to write: every entry says what is already known.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }
}

/// Decides what a batch of entries changes.
///
/// `current` holds the facts in force for the same window; an entry equal to
/// the value in force writes nothing. `new_id` makes ids.
pub fn record(
    current: &[Fact],
    entries: Vec<Entry>,
    recording: &Recording,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Change, RecordError> {
    if recording.entered_by.trim().is_empty() {
        return Err(RecordError::NobodyEntered);
    }
    if recording.source.title.trim().is_empty() {
        return Err(RecordError::NoSource);
    }
    let in_force: std::collections::HashMap<(UnitId, &str), &Fact> =
        current.iter().filter(|f| f.window == recording.window).map(|f| ((f.unit, f.input.as_str()), f)).collect();
    let mut seen = std::collections::HashSet::new();
    let mut facts = Vec::new();
    for entry in entries {
        if !seen.insert((entry.unit, entry.input.clone())) {
            return Err(RecordError::Twice { unit: entry.unit, input: entry.input });
        }
        let old = in_force.get(&(entry.unit, entry.input.as_str()));
        let unchanged = match old {
            Some(old) => old.value == entry.value && old.note == entry.note,
            None => entry.value == Value::Unknown && entry.note.is_none(),
        };
        if unchanged {
            continue;
        }
        facts.push(Fact {
            id: new_id(),
            unit: entry.unit,
            province_code: entry.province_code,
            input: entry.input.clone(),
            window: recording.window,
            value: entry.value,
            note: entry.note,
            source: Source {
                place: entry.place.or_else(|| recording.source.place.clone()),
                ..recording.source.clone()
            },
            entered_by: recording.entered_by.trim().to_owned(),
            recorded_at: recording.at,
            batch: recording.batch,
            supersedes: old.map(|f| f.id),
        });
    }
    Ok(Change { facts })
}

/// Takes a batch back by superseding each of its facts with what stood before it.
///
/// `history` holds the batch's facts and those they superseded. Facts that
/// something newer has superseded stay as they are: the newer word counts.
pub fn undo(
    history: &[Fact],
    batch: Uuid,
    recording: &Recording,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Change, RecordError> {
    if recording.entered_by.trim().is_empty() {
        return Err(RecordError::NobodyEntered);
    }
    let superseded: std::collections::HashSet<Uuid> = history.iter().filter_map(|f| f.supersedes).collect();
    let by_id: std::collections::HashMap<Uuid, &Fact> = history.iter().map(|f| (f.id, f)).collect();
    let facts = history
        .iter()
        .filter(|f| f.batch == batch && !superseded.contains(&f.id))
        .map(|fact| {
            let before = fact.supersedes.and_then(|id| by_id.get(&id));
            Fact {
                id: new_id(),
                value: before.map_or(Value::Unknown, |b| b.value),
                note: before.and_then(|b| b.note.clone()),
                source: before.map_or_else(|| recording.source.clone(), |b| b.source.clone()),
                entered_by: recording.entered_by.trim().to_owned(),
                recorded_at: recording.at,
                batch: recording.batch,
                supersedes: Some(fact.id),
                ..fact.clone()
            }
        })
        .collect();
    Ok(Change { facts })
}
