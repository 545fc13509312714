//! The domain's laws, one file per noun.

mod facts;
mod persons;
mod units;
