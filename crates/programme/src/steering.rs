//! Steering committees, meetings, liaison, commendations and funds.
