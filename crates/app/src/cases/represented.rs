//! Who stands for somebody under 18: where an act says that they signed, were heard or stood by, the file names them.

use domain::cases::{Case, Guard, Law, Request, Value};
use domain::persons::Identity;

use super::FileFault;
use crate::problem::Problem;

/// What an act says of them, and the condition that asks for it.
const SAID: [(&str, Guard); 3] =
    [("witness", Guard::SampleOfMinor), ("consent", Guard::SampleOfMinor), ("parents", Guard::ParentsSign)];

/// Refuses an act that tells of the parents, guardian or representative of somebody under 18 of whom the file names none:
/// nobody could be asked later whether it is true.
pub(super) fn check(law: &Law, case: &Case, request: &Request, identity: &Identity) -> Result<(), Problem> {
    if !case.minor(request.on.day) || identity.names_representative() {
        return Ok(());
    }
    let yes = |field: &str| request.fields.get(field) == Some(&Value::Yes(true));
    let reader = request.fields.get("reader") == Some(&Value::Text("parents".to_owned()));
    let told = SAID.into_iter().find(|(field, _)| yes(field)).map(|(_, guard)| guard);
    let told = told.or(request.fields.contains_key("told_to").then_some(Guard::ParentsTold));
    let Some(guard) = told.or(reader.then_some(Guard::ReaderEntitled)) else { return Ok(()) };
    let of_file = law.act(&request.act).is_some_and(|act| act.guards.iter().any(|guard| guard == "minor_file"));
    let guard = if of_file { Guard::MinorFile } else { guard };
    let regime = law.on(request.decided_on()).map(|law| law.regime);
    Err(FileFault::NoRepresentative { clause: law.clause(guard, regime).citation.to_owned() }.into())
}
