//! Roles, and the level of unit at which each is held.

use super::words;
use crate::units::Level;

words! {
    /// What an appointment makes of an account. Visible names and duties stand in `locales/*/access.toml`.
    Role {
        /// Trưởng thôn, bản, tổ dân phố: deputy of the team that manages a user (Decree 163/2026, Art. 59.2.c).
        HamletHead "hamlet_head";
        /// Cán bộ Công an cấp xã who keeps the files.
        FileOfficer "file_officer";
        /// Trưởng Công an cấp xã: decides user management and home rehabilitation (Law 120/2025, Arts 24, 32).
        PoliceHead "police_head";
        /// Chủ tịch UBND cấp xã: decides post-rehabilitation management (Law 120/2025, Art. 42).
        CommitteeChair "committee_chair";
        /// Departments of the commune, above all Phòng Văn hóa - Xã hội: support (Decree 163/2026, form 55).
        CommuneDepartment "commune_department";
        /// Trạm Y tế: determination, substitution, deputy of the post-rehabilitation team.
        HealthStation "health_station";
        /// Mặt trận Tổ quốc và các đoàn thể: mobilise, supervise, sit in teams (Law 120/2025, Art. 10).
        Front "front";
        /// PC04, the standing office of the province.
        StandingOffice "standing_office";
        /// Lãnh đạo tỉnh: aggregates only.
        ProvincialLeader "provincial_leader";
        /// Sở, ban, ngành cấp tỉnh: aggregates only.
        ProvincialDepartment "provincial_department";
        /// Cục C04, the standing office at the ministry: consolidates the country's report (Decision 28/2025, Art. 7.3;
        /// that it is C04 is second-hand, Circular 13/2022/TT-BCA). Aggregates only.
        NationalOffice "national_office";
        /// Lãnh đạo Bộ Công an: approves what goes to the Prime Minister (Decision 28/2025, Art. 7.3). Aggregates only.
        MinistryLeader "ministry_leader";
        /// Bộ, ngành trung ương: aggregates only.
        MinistryViewer "ministry_viewer";
        /// Người phụ trách bảo vệ dữ liệu cá nhân (Decree 356/2025, Arts 13-14).
        ProtectionOfficer "protection_officer";
        /// Kiểm toán, thanh tra of the system: who did what, never what a file says.
        Auditor "auditor";
        /// Quản trị nền tảng: runs the machine and sees no person's data.
        PlatformAdmin "platform_admin";
    }
}

words! {
    /// The level of a unit that a role is held over. Unlike [`Level`] it knows the whole country and no districts.
    Tier {
        /// Thôn, bản, tổ dân phố.
        Hamlet "hamlet";
        /// Xã, phường, đặc khu.
        Commune "commune";
        /// Tỉnh, thành phố.
        Province "province";
        /// The whole country.
        Nation "nation";
    }
}

impl Tier {
    /// The tier of a unit; none for a district, which nobody is appointed to any more.
    pub const fn of(level: Level) -> Option<Self> {
        match level {
            Level::Hamlet => Some(Self::Hamlet),
            Level::Commune => Some(Self::Commune),
            Level::Province => Some(Self::Province),
            Level::District => None,
        }
    }
}

impl Role {
    /// The tiers at which the role can be held.
    pub const fn tiers(self) -> &'static [Tier] {
        match self {
            Self::HamletHead => &[Tier::Hamlet],
            Self::FileOfficer
            | Self::PoliceHead
            | Self::CommitteeChair
            | Self::CommuneDepartment
            | Self::HealthStation
            | Self::Front => &[Tier::Commune],
            Self::StandingOffice | Self::ProvincialLeader | Self::ProvincialDepartment => &[Tier::Province],
            Self::NationalOffice | Self::MinistryLeader | Self::MinistryViewer => &[Tier::Nation],
            // a commune may run the program on its own machine, so those who run and watch it may be the commune's
            Self::ProtectionOfficer | Self::Auditor | Self::PlatformAdmin => {
                &[Tier::Commune, Tier::Province, Tier::Nation]
            }
        }
    }
}
