//! `anlanh openapi`: the description of the interface for programs, as it is served.

use crate::output::{Failure, say};

pub fn run() -> Result<(), Failure> {
    let text = web::api::description().to_pretty_json().map_err(|fault| Failure::Fault(fault.to_string()))?;
    say(&text)
}
