//! Law packs: facts in, verdict and reasons out.
//!
//! A pack is data (`packs/<id>/pack.toml`): criteria as rates, amounts, routes
//! and counts of other criteria, each with its article. The engine is pure,
//! exact in integers, three-valued and cannot panic. A verdict never is a bare
//! yes or no: [`reason`](crate::reason) gives the numbers compared, what is
//! missing and what would change it.

mod explain;
mod judge;
mod lint;
mod load;
mod model;
mod raw;
mod reach;
mod reason;
mod settings;
mod shipped;
mod truth;

pub use explain::{Explainer, outcome_name, result_name, show_value};
pub use judge::{Facts, Outcome, Verdict, judge};
pub use lint::{Defect, Finding, overlaps};
pub use load::{LoadedPack, load};
pub use model::{
    Authority, Bound, Bounds, Calendar, Class, ClassRule, Condition, Criterion, CriterionIx, Evidence, Input, InputIx,
    InputKind, Pack, Rule, Switch, SwitchOption, SwitchScope, WindowRule,
};
pub use reach::{SingleChange, single_changes};
pub use reason::{Check, CheckKind, Fingerprint, Reason, ReasonKind, reason};
pub use settings::{Settings, SettingsError};
pub use shipped::{PACK_SCHEMA, shipped, shipped_texts};
pub use truth::Truth;

/// The result of a unit of which too little is known: the first class in order that
/// is neither met nor refuted makes it so.
pub const UNDETERMINED: &str = "UNDETERMINED";

/// The version of the engine's meaning; it rises when an equal pack and equal facts could give another verdict.
pub const ENGINE_VERSION: u32 = 1;
