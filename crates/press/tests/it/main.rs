//! Papers as they leave the press.

mod officials;
mod papers;
mod read_back;
