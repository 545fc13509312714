//! The six clears.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::refusal::TaskRefusal;
use super::wording::{REFERENCE_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX, check, check_optional, words};

/// Most results of one task.
pub const PARTS_MAX: usize = 20;
/// Most places of one due-grid: more than any province has communes.
pub const PLACES_MAX: usize = 250;
/// Most bodies that co-operate in one task.
const BODIES_MAX: usize = 30;

words! {
    /// One of the six (plan 192/KH-UBND, section I).
    Clear {
        /// Rõ người.
        Person "person";
        /// Rõ việc.
        Work "work";
        /// Rõ trách nhiệm.
        Responsibility "responsibility";
        /// Rõ thời gian.
        Time "time";
        /// Rõ kết quả.
        Result "result";
        /// Rõ thẩm quyền.
        Authority "authority";
    }
}

words! {
    /// What shows that a result exists.
    EvidenceKind {
        /// Văn bản.
        Document "document";
        /// Biên bản.
        Minutes "minutes";
        /// Danh sách tổng hợp, without names of people of files.
        List "list";
        /// Ảnh, bản ghi.
        Picture "picture";
        /// Số liệu trong phần mềm.
        Figures "figures";
    }
}

words! {
    /// How often a duty recurs.
    Every {
        /// Each week, Monday to Sunday.
        Week "week";
        /// Each month.
        Month "month";
        /// Each quarter.
        Quarter "quarter";
    }
}

/// Rõ người: who does it, by appointment; names come from accounts when shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The appointment that is to do it.
    pub assignee: Uuid,
    /// The appointment that watches over it, where there is one.
    pub deputy: Option<Uuid>,
}

/// Rõ trách nhiệm: which body leads, which co-operate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The body that leads (chủ trì).
    pub leads: String,
    /// Those that co-operate (phối hợp).
    pub with: Vec<String>,
}

/// How a duty recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurrence {
    /// How often.
    pub every: Every,
    /// At least so many times in each period, 1 to 31.
    pub times: u8,
}

/// Rõ thời gian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// First day.
    pub from: Date,
    /// Last day on which it is in time.
    pub due: Date,
    /// Where it recurs between the two.
    pub recurs: Option<Recurrence>,
}

/// Rõ kết quả: one thing that will exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its number in the task; the same in the parts of a task that was split.
    pub no: u8,
    /// What will exist.
    pub what: String,
    /// What it is measured by.
    pub measure: String,
    /// What shows it.
    pub evidence: EvidenceKind,
}

/// Rõ thẩm quyền: what gives the issuer the right, and what the person named may decide alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Number of the document: `192/KH-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// The act in it: `mục III.4`.
    pub clause: String,
    /// What the person named may decide.
    pub may: String,
}

/// A row of a due-grid: a hamlet, a school, a commune.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its number in the grid.
    pub no: u16,
    /// What it is called.
    pub name: String,
    /// The unit of the register, where it is one.
    pub unit: Option<Uuid>,
    /// The appointment that marks this row besides the person named: the head of the hamlet.
    pub holder: Option<Uuid>,
}

/// The six as far as they are filled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Clears {
    /// Rõ người.
    pub person: Option<Person>,
    /// Rõ việc: what exactly is to be done.
    pub work: Option<String>,
    /// Rõ trách nhiệm.
    pub duty: Option<Duty>,
    /// Rõ thời gian.
    pub time: Option<Time>,
    /// Rõ kết quả.
    pub result: Vec<Part>,
    /// Rõ thẩm quyền.
    pub authority: Option<Authority>,
    /// Where a duty recurs: the rows of its grid.
    pub places: Vec<Place>,
}

impl Clears {
    /// Which of the six are not filled, in their order. A duty that recurs has no clear result before it says where.
    pub fn missing(&self) -> Vec<Clear> {
        let recurs = self.time.is_some_and(|time| time.recurs.is_some());
        let lacks = |clear: &Clear| match clear {
            Clear::Person => self.person.is_none(),
            Clear::Work => self.work.is_none(),
            Clear::Responsibility => self.duty.is_none(),
            Clear::Time => self.time.is_none(),
            Clear::Result => self.result.is_empty() || (recurs && self.places.is_empty()),
            Clear::Authority => self.authority.is_none(),
        };
        Clear::ALL.iter().copied().filter(lacks).collect()
    }

    /// Whether what is filled can be kept.
    pub fn check(&self) -> Result<(), TaskRefusal> {
        if let Some(person) = self.person.filter(|person| person.deputy == Some(person.assignee)) {
            return Err(TaskRefusal::WatchesSelf { appointment: person.assignee });
        }
        if let Some(work) = &self.work {
            check(work, TEXT_CHARS_MAX).map_err(TaskRefusal::text("work"))?;
        }
        self.duty.as_ref().map_or(Ok(()), Duty::check)?;
        self.time.map_or(Ok(()), Time::check)?;
        self.authority.as_ref().map_or(Ok(()), Authority::check)?;
        check_parts(&self.result)?;
        check_places(&self.places)
    }
}

impl Duty {
    fn check(&self) -> Result<(), TaskRefusal> {
        check(&self.leads, TITLE_CHARS_MAX).map_err(TaskRefusal::text("leads"))?;
        if self.with.len() > BODIES_MAX {
            return Err(TaskRefusal::Many { field: "with", count: self.with.len(), max: BODIES_MAX });
        }
        self.with.iter().try_for_each(|body| check(body, TITLE_CHARS_MAX).map_err(TaskRefusal::text("with")))
    }
}

impl Time {
    pub(super) fn check(self) -> Result<(), TaskRefusal> {
        if self.due < self.from {
            return Err(TaskRefusal::Backwards { from: self.from, due: self.due });
        }
        match self.recurs {
            Some(recurs) if !(1..=31).contains(&recurs.times) => Err(TaskRefusal::Times { times: recurs.times }),
            Some(recurs) => super::grid::check_length(recurs.every, self.from, self.due),
            None => Ok(()),
        }
    }
}

impl Authority {
    fn check(&self) -> Result<(), TaskRefusal> {
        check(&self.number, REFERENCE_CHARS_MAX).map_err(TaskRefusal::text("number"))?;
        check(&self.clause, REFERENCE_CHARS_MAX).map_err(TaskRefusal::text("clause"))?;
        check(&self.may, TEXT_CHARS_MAX).map_err(TaskRefusal::text("may"))
    }
}

fn check_parts(parts: &[Part]) -> Result<(), TaskRefusal> {
    if parts.len() > PARTS_MAX {
        return Err(TaskRefusal::Many { field: "result", count: parts.len(), max: PARTS_MAX });
    }
    for (index, part) in parts.iter().enumerate() {
        if parts.iter().take(index).any(|earlier| earlier.no == part.no) {
            return Err(TaskRefusal::PartTwice { no: part.no });
        }
        check(&part.what, TEXT_CHARS_MAX).map_err(TaskRefusal::text("result"))?;
        check(&part.measure, TEXT_CHARS_MAX).map_err(TaskRefusal::text("measure"))?;
    }
    Ok(())
}

/// Whether the rows of a grid can be kept: each number and each name once.
pub(super) fn check_places(places: &[Place]) -> Result<(), TaskRefusal> {
    if places.len() > PLACES_MAX {
        return Err(TaskRefusal::Many { field: "places", count: places.len(), max: PLACES_MAX });
    }
    for (index, place) in places.iter().enumerate() {
        check(&place.name, TITLE_CHARS_MAX).map_err(TaskRefusal::text("places"))?;
        if places.iter().take(index).any(|earlier| earlier.no == place.no || earlier.name == place.name) {
            return Err(TaskRefusal::PlaceTwice { name: place.name.clone() });
        }
    }
    Ok(())
}

/// Whether a reference to evidence can be kept; it may be left out.
pub(super) fn check_reference(text: &str) -> Result<(), TaskRefusal> {
    check_optional(text, REFERENCE_CHARS_MAX).map_err(TaskRefusal::text("evidence"))
}
