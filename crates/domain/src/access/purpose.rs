//! Why a file is opened, what kind of field is read, and how the record stands.

use super::words;

words! {
    /// What personal data is processed for; chosen when a file is opened, kept with every read (control C5).
    Purpose {
        /// Quản lý người sử dụng trái phép chất ma túy.
        UserManagement "user_management";
        /// Cai nghiện, from determination to completion.
        Rehabilitation "rehabilitation";
        /// Điều trị bằng thuốc thay thế.
        Substitution "substitution";
        /// Quản lý sau cai nghiện.
        PostRehab "post_rehab";
        /// Hỗ trợ: counselling, training, loans, schooling.
        Support "support";
        /// The person's own rights: extract, correction, complaint.
        PersonRights "person_rights";
        /// Lists and figures that law asks for.
        Reporting "reporting";
        /// Looking for a double before a person is registered.
        Registration "registration";
        /// Kiểm tra, giám sát, bảo vệ dữ liệu.
        DataProtection "data_protection";
        /// An emergency, announced with a reason.
        BreakGlass "break_glass";
        /// Tiếp nhận, xử lý tin báo.
        TipHandling "tip_handling";
    }
}

impl Purpose {
    /// The clauses that the purpose rests on, as cited in Vietnamese.
    pub const fn ground(self) -> &'static str {
        match self {
            Self::UserManagement => "Luật 120/2025/QH15, Điều 23-27; Nghị định 163/2026/NĐ-CP, Điều 58-65",
            Self::Rehabilitation => "Luật 120/2025/QH15, Điều 28-41; Nghị định 163/2026/NĐ-CP, Điều 66-129",
            Self::Substitution => "Luật 120/2025/QH15, Điều 12, 31.6, 43; Nghị định 163/2026/NĐ-CP, Điều 89",
            Self::PostRehab => "Luật 120/2025/QH15, Điều 42, 48; Nghị định 163/2026/NĐ-CP, Điều 134-139",
            Self::Support => "Luật 120/2025/QH15, Điều 42, 45; Nghị định 163/2026/NĐ-CP, Điều 130-131",
            Self::PersonRights => {
                "Luật 91/2025/QH15, Điều 4; Nghị định 356/2025/NĐ-CP, Điều 5.3; Luật 120/2025/QH15, Điều 35.3.c, 36.2.c"
            }
            Self::Reporting => "Luật 120/2025/QH15, Điều 27, 48; Nghị định 163/2026/NĐ-CP, Điều 64.2",
            Self::Registration => "Luật 91/2025/QH15, Điều 19.1.c; Nghị định 163/2026/NĐ-CP, Điều 3, 64.2",
            Self::DataProtection => "Luật 91/2025/QH15, Điều 14, 19.2; Nghị định 356/2025/NĐ-CP, Điều 7.4, 13-14",
            Self::BreakGlass => "Luật 91/2025/QH15, Điều 19.1.b, 19.2",
            Self::TipHandling => "Luật 120/2025/QH15, Điều 5.8, 6.4",
        }
    }
}

words! {
    /// What a field may tell (control C3; Decree 356/2025, Art. 4).
    FieldClass {
        /// Published or publishable: law, register of units, results with small cells hidden.
        Public "public";
        /// Figures of a unit, small cells included.
        UnitFact "unit_fact";
        /// Who a person is, and that there is a file.
        Identity "identity";
        /// Dependence, treatment, other health.
        Health "health";
        /// Tests, violations, measures taken because of them.
        Violation "violation";
        /// A tip and its giver.
        Tip "tip";
        /// Who did and read what.
        Audit "audit";
        /// Accounts, keys, backups, state of the machine; nothing of those whom files are about.
        System "system";
    }
}

words! {
    /// How a record stands.
    RecordState {
        /// Kept by its unit.
        Active "active";
        /// On its way: sent, not yet received; its sender still answers for it.
        InTransit "in_transit";
        /// Received elsewhere; what is left here is that it went.
        Transferred "transferred";
        /// Closed for good; waits for the end of its term.
        Sealed "sealed";
        /// Its keys are destroyed; only the ledger's skeleton stays.
        Destroyed "destroyed";
    }
}
