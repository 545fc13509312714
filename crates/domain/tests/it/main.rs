//! The domain's laws, one file per noun.

mod access;
mod calendars;
mod cases;
mod cases_lines;
mod cases_properties;
mod counts;
mod facts;
mod grants;
mod persons;
mod residence;
mod retention;
mod units;
