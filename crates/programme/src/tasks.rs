//! Six-clear tasks (rõ người, rõ việc, rõ trách nhiệm, rõ thời gian, rõ kết quả, rõ thẩm quyền).
//!
//! The six are asked for by plan 192/KH-UBND of Thanh Hóa, section I. A task may be a draft with gaps, but is issued only
//! when all six are filled ([`Clears::missing`]). The person named accepts or objects; whoever says that it is done does
//! not say that it is closed; what is returned is not done. A duty that recurs ("at least once a month in each hamlet")
//! has a grid whose gaps stay visible ([`grid`]).

mod act;
mod chain;
mod clears;
mod counted;
pub mod grid;
mod late;
mod refusal;
mod say;
mod split;
pub mod wording;

pub use act::{ACTIONS, Answer, Draft, Shown, TaskAct, Tick, action_of};
pub use chain::{Answered, Closing, Issued, Mark, Moved, Objection, Progress, Reported, Returned, State, Task};
pub use clears::{
    Authority, Clear, Clears, Duty, Every, EvidenceKind, PARTS_MAX, PLACES_MAX, Part, Person, Place, Recurrence, Time,
};
pub use counted::{Count, Counted};
pub use late::{Escalation, ISSUER_AFTER_DAYS, Lateness};
pub use refusal::TaskRefusal;
pub use say::{Office, SAYS};
pub use split::{Bound, CHILDREN_MAX, Child, Origin, Source};
