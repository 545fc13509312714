//! Papers as they leave the press.

mod papers;
mod read_back;
