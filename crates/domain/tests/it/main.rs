//! The domain's laws, one file per noun.

mod cases;
mod facts;
mod grants;
mod persons;
mod units;
