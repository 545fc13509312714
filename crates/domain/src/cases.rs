//! People's files as the law has them: cases under three regimes.
//!
//! The law is data (`law/*.toml`), read by [`shipped`] and checked line by line. A [`Case`] is what its [`Event`]s have
//! come to. [`Case::try_act`] says what comes of an act, as a [`Change`], or which clause refuses it, as a
//! [`Refusal`]; it knows no clock and makes no id. Nothing here suggests anything about a person: it counts
//! clocks and checks what a form needs. A [`rehearsal`] is a written case that touches no data.

mod act;
mod calendar;
mod case;
pub mod clauses;
mod clocks;
mod duty;
mod guards;
mod law;
mod lists;
mod load;
mod moment;
mod notes;
mod paper;
pub mod projection;
mod put_right;
mod recording;
pub mod rehearsal;
mod residence;
mod retention;

pub use act::{Change, Next, Refusal, Request, Surroundings, is_of_commune, read_value};
pub use calendar::Calendar;
pub use case::{Case, Closed, Completed, End, Event, Ground, Holding, Measure, Membership, Pause, Transit, Value};
pub use clocks::{Clock, Running, Standing};
pub use duty::{class_of, class_within, purposes_of};
pub use guards::{Found, Guard};
pub use law::{
    Act, Actor, Basis, ClockLine, Effect, Evidence, Field, FieldKind, GuardLine, Law, List, Paper, Regime, RegimeLaw,
    Removal, Rule, State, Switch, Term,
};
pub use lists::Flow;
pub use load::{Defect, Finding, SHIPPED, load, shipped};
pub use moment::{Length, Moment, days_between, days_later, end_of, hours_later, months_later};
pub use notes::{Note, NoteKind};
pub use paper::same_number;
pub use recording::{Origin, Recording};
pub use residence::Residence;
pub use retention::{Kept, Retention};
