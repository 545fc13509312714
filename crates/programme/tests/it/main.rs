//! The laws of the programme's work.
