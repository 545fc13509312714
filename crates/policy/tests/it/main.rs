//! The rules against the oracle of `policies/oracle`, written from the law and not from the rules.

mod conditions;
mod decisions;
mod four_ways;
mod load;
mod matrix;
mod oracle;
mod refusals;
mod rules;
mod scope;
mod units;
mod words;
mod world;
