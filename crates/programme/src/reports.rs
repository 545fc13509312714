//! Reports (báo cáo): forms as data, and the chain from draft to lock, up the ladder.
