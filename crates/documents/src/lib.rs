//! Documents in and out: sheets that officers send us, tables and templates that we send them.
//!
//! Everything here is pure: bytes in, rows out; rows in, bytes out. No file, clock, environment or network; callers
//! open what is read and keep what is written. No visible sentence stands here either: headings, notes and titles are
//! handed in, and errors carry places and values from which the caller makes a sentence.

pub mod sheet;
