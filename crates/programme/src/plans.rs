//! Plans (kế hoạch, nghị quyết, chỉ thị, đề án, chương trình): their targets, trajectories and roadmaps, what was told of
//! them, and how each target stands, by arithmetic.
//!
//! A plan is a chain of acts ([`chain`]). Plans that come with the program are data ([`shipped`]) and are adopted by a
//! unit. How a target stands ([`judge`]) follows from its points, from readings, each with its day and origin, and from
//! two named choices; what nobody counted is not known, and never zero.

pub mod act;
pub mod chain;
pub mod check;
pub mod document;
pub mod judge;
pub mod level;
pub mod need;
pub mod reading;
pub mod roadmap;
pub mod shipped;
pub mod target;

pub use act::{Amendment, Draft, PlanAct, Statement};
pub use chain::{Ended, Origin, Phase, Plan};
pub use check::Refusal;
pub use document::{Document, Kind, Mark, Source};
pub use judge::{Asked, Between, Judged, PointJudged, Status, Why, judge};
pub use level::{Level, Point};
pub use need::{Because, Bound, Need};
pub use reading::{Came, Reading};
pub use roadmap::{Fate, Heir, Place, Roadmap};
pub use shipped::Shipped;
pub use target::{Among, Baseline, Counted, Direction, Metric, Target};
