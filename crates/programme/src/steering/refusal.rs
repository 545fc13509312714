//! Why an act cannot follow.

use jiff::civil::Date;
use thiserror::Error;

use crate::tasks::wording::WordingFault;

/// Why something cannot be done: where, what stands there, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SteeringRefusal {
    /// A text cannot be kept.
    #[error("`{field}` {fault}")]
    Text {
        /// The field.
        field: &'static str,
        /// What is wrong.
        fault: WordingFault,
    },
    /// More than there is room for.
    #[error("`{field}` has {count} entries; {max} are allowed")]
    Many {
        /// The field.
        field: &'static str,
        /// How many.
        count: usize,
        /// How many at most.
        max: usize,
    },
    /// A symbol that cannot end a document's number.
    #[error("`{given}` is no symbol; write capital letters without spaces or slashes")]
    Symbol {
        /// As given.
        given: String,
    },
    /// Nothing to keep.
    #[error("`{field}` is empty; give at least one")]
    Nothing {
        /// The field.
        field: &'static str,
    },
    /// The act does not begin this, or does not go on with it.
    #[error("`{act}` does not stand here")]
    Order {
        /// The act.
        act: &'static str,
    },
    /// The state does not allow the act.
    #[error("what is `{state}` takes no `{act}`")]
    State {
        /// How it stands.
        state: &'static str,
        /// The act.
        act: &'static str,
    },
    /// A day that has not come.
    #[error("{date} is after {on}, the day of the act; give the day as it stands on the paper")]
    Future {
        /// The day given.
        date: Date,
        /// The day of the act.
        on: Date,
    },
    /// Days in the wrong order.
    #[error("{until} is before {from}")]
    Backwards {
        /// First.
        from: Date,
        /// Second.
        until: Date,
    },
    /// Two heads of one committee.
    #[error("the committee has a head; end that membership first")]
    HeadTwice,
    /// A committee without a head.
    #[error("a committee has a head; name one")]
    NoHead,
    /// Somebody twice.
    #[error("this person is a member already")]
    MemberTwice,
    /// No such member.
    #[error("member {no} is none, or is no longer one")]
    MemberUnknown {
        /// Which.
        no: u16,
    },
    /// More came than were asked.
    #[error("{present} were present, {invited} were invited; count again")]
    Present {
        /// Present.
        present: u32,
        /// Invited.
        invited: u32,
    },
    /// An online meeting without points, or a meeting in person with them.
    #[error("a meeting in person has no further points of connection; one online or hybrid names at least one")]
    Points,
    /// Numbers of conclusions are 1, 2, 3 ….
    #[error("conclusion {no} stands where {expected} is due; number them in order")]
    Number {
        /// As given.
        no: u16,
        /// As due.
        expected: u16,
    },
    /// No such conclusion.
    #[error("conclusion {no} is none of this meeting")]
    ConclusionUnknown {
        /// Which.
        no: u16,
    },
    /// A person cannot be recognised by praise for oneself.
    #[error("who records it is whom it is about; another person records it")]
    OwnPraise,
}

impl SteeringRefusal {
    /// Names the field of a text that cannot be kept.
    pub(super) const fn text(field: &'static str) -> impl Fn(WordingFault) -> Self {
        move |fault| Self::Text { field, fault }
    }
}
