//! Clauses of what happens around a case and is no act of the law's tables.

/// What a team rests on.
pub const TEAM: &str = "NĐ 163/2026/NĐ-CP, Điều 59.2.c, mẫu 55";
/// What a correction at the person's request rests on.
pub const CORRECTION: &str = "NĐ 356/2025/NĐ-CP, Điều 5.3";
/// What comparing two files of one number rests on.
pub const COMPARING: &str = "Luật 91/2025/QH15, Điều 19.1.c";
