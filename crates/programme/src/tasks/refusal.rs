//! Why an act cannot follow.

use jiff::civil::Date;
use thiserror::Error;
use uuid::Uuid;

use super::chain::State;
use super::clears::Clear;
use super::wording::WordingFault;

/// Why something cannot be done with a task: where, what stands there, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TaskRefusal {
    /// A text cannot be kept.
    #[error("`{field}` {fault}")]
    Text {
        /// The field.
        field: &'static str,
        /// What is wrong.
        fault: WordingFault,
    },
    /// More than a task can hold.
    #[error("`{field}` has {count} entries; {max} are allowed, divide the task")]
    Many {
        /// The field.
        field: &'static str,
        /// How many.
        count: usize,
        /// How many at most.
        max: usize,
    },
    /// The first act was none that begins a task, or a later one was.
    #[error("`{act}` does not stand here in the chain of a task")]
    Order {
        /// The act.
        act: &'static str,
    },
    /// The state does not allow the act.
    #[error("a task that is `{state}` takes no `{act}`")]
    State {
        /// How the task stands.
        state: State,
        /// The act.
        act: &'static str,
    },
    /// Not all six are clear.
    #[error("not clear yet: {}; fill them before it is issued", missing.iter().map(|clear| clear.key()).collect::<Vec<_>>().join(", "))]
    Unclear {
        /// Which.
        missing: Vec<Clear>,
    },
    /// Another person is named.
    #[error("the task names another appointment; whoever is named does this")]
    NotNamed,
    /// Who says that it is done cannot close it.
    #[error("who reported the task done, or is named in it, cannot close or return it; another person does")]
    SamePerson,
    /// One person is to do it and to watch over it.
    #[error("appointment {appointment} is to do the task and to watch over it; name another")]
    WatchesSelf {
        /// Which.
        appointment: Uuid,
    },
    /// It would be due before it begins.
    #[error("due on {due}, before it begins on {from}; give a later day")]
    Backwards {
        /// First day.
        from: Date,
        /// Last day.
        due: Date,
    },
    /// It would be due before the day of the act.
    #[error("due on {due}, before {on}; give a day that is still to come")]
    DuePast {
        /// Last day.
        due: Date,
        /// Day of the act.
        on: Date,
    },
    /// A new last day that is none.
    #[error("due on {due}, not after {before}; an extension gives a later day")]
    NotLater {
        /// The new day.
        due: Date,
        /// The old one.
        before: Date,
    },
    /// Due after the task that it is a part of.
    #[error("due on {due}, after the task that it is a part of ({limit}); extend that first")]
    Beyond {
        /// The day asked for.
        due: Date,
        /// The last day of the parent.
        limit: Date,
    },
    /// It begins before the task that it is a part of.
    #[error("begins on {from}, before the task that it is a part of ({limit})")]
    Before {
        /// The day asked for.
        from: Date,
        /// The first day of the parent.
        limit: Date,
    },
    /// No such result.
    #[error("result {no} is none of this task")]
    PartUnknown {
        /// Which.
        no: u8,
    },
    /// A result in two places.
    #[error("result {no} stands twice; each is in exactly one place")]
    PartTwice {
        /// Which.
        no: u8,
    },
    /// Results that nobody answers for.
    #[error("results {parts:?} are left out; each is in exactly one place")]
    PartsMissing {
        /// Which.
        parts: Vec<u8>,
    },
    /// A result of a part no longer says what the larger task says.
    #[error("result {no} (`{what}`) is the larger task's; leave what it is and its measure as they are")]
    PartChanged {
        /// Which.
        no: u8,
        /// As the larger task has it.
        what: String,
    },
    /// No such part.
    #[error("part {id} is none of this task")]
    ChildUnknown {
        /// Which.
        id: Uuid,
    },
    /// It was split before.
    #[error("the task was split before; change its parts instead")]
    SplitBefore,
    /// A part that stands twice.
    #[error("part {id} stands twice")]
    ChildTwice {
        /// Which.
        id: Uuid,
    },
    /// A row of the grid that stands twice.
    #[error("`{name}` stands twice in the grid; each place has one row")]
    PlaceTwice {
        /// Which.
        name: String,
    },
    /// No such row.
    #[error("row {no} is none of this grid, or is closed")]
    PlaceUnknown {
        /// Which.
        no: u16,
    },
    /// The row is somebody else's.
    #[error("row {no} is marked by whoever is named for it, or in the task")]
    PlaceOfAnother {
        /// Which.
        no: u16,
    },
    /// No mark of that id.
    #[error("no such mark, or it was taken back before")]
    MarkUnknown,
    /// The duty does not recur.
    #[error("the task does not recur; it has no grid")]
    NoGrid,
    /// The same row, the same day, the same evidence.
    #[error("row {no} has a mark for {on} with the same evidence")]
    MarkTwice {
        /// Which row.
        no: u16,
        /// Which day.
        on: Date,
    },
    /// A day outside the task's time.
    #[error("{on} is not between {from} and {until}")]
    Outside {
        /// The day.
        on: Date,
        /// First day allowed.
        from: Date,
        /// Last day allowed.
        until: Date,
    },
    /// How often is not 1 to 31.
    #[error("{times} times in a period; 1 to 31 are possible")]
    Times {
        /// How often.
        times: u8,
    },
    /// Too many periods, or a time that no calendar has.
    #[error("the grid would have more than {max} periods; give a nearer last day or a longer period")]
    Long {
        /// How many at most.
        max: usize,
    },
    /// Reported done while periods still run.
    #[error("{cells} cells of the grid are not due yet; report it done when their periods are over")]
    StillRuns {
        /// How many.
        cells: usize,
    },
    /// Nothing to keep.
    #[error("`{field}` is empty; give at least one")]
    Nothing {
        /// The field.
        field: &'static str,
    },
}

impl TaskRefusal {
    /// Names the field of a text that cannot be kept.
    pub(super) const fn text(field: &'static str) -> impl Fn(WordingFault) -> Self {
        move |fault| Self::Text { field, fault }
    }
}
