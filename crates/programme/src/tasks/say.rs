//! Whose say a task is: whoever gave it, whoever holds that office after them, and the offices above it.
//!
//! "Rõ thẩm quyền" of plan 192/KH-UBND, section I: a task hangs on the office that gave it, so neither the one who is to
//! do it nor an office beside it changes its last day, its person or its end.

use domain::access::{Place, Role};

use super::act::TaskAct;

/// An office: a role over a unit.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// The role.
    pub role: Role,
    /// Where its unit lies.
    pub place: &'a Place,
}

/// How offices of one unit stand to each other; none for those that stand outside its order, such as an auditor.
const fn rank(role: Role) -> Option<u8> {
    match role {
        Role::CommitteeChair | Role::ProvincialLeader | Role::MinistryLeader => Some(3),
        Role::PoliceHead | Role::StandingOffice | Role::NationalOffice => Some(2),
        Role::FileOfficer
        | Role::CommuneDepartment
        | Role::HealthStation
        | Role::Front
        | Role::ProvincialDepartment
        | Role::HamletHead => Some(1),
        Role::MinistryViewer | Role::ProtectionOfficer | Role::Auditor | Role::PlatformAdmin => None,
    }
}

impl Office<'_> {
    /// Whether an office stands above another: in the same unit by its rank (the chair of a commune above the head of its
    /// police, the leaders of a province above its standing office), elsewhere by its unit.
    pub fn is_above(self, other: Self) -> bool {
        let (Some(own), Some(theirs)) = (rank(self.role), rank(other.role)) else { return false };
        if self.place.unit() == other.place.unit() { own > theirs } else { other.place.lies_in(self.place.unit()) }
    }

    /// Whether it is the same office, whoever holds it.
    pub fn is_same(self, other: Self) -> bool {
        self.role == other.role && self.place.unit() == other.place.unit()
    }

    /// Whether it has the say over what an office gave.
    pub fn has_say_over(self, issuer: Self) -> bool {
        self.is_same(issuer) || self.is_above(issuer)
    }
}

/// Acts on a task that was given which are for whoever has the say over it.
pub const SAYS: [&str; 8] = ["answer", "add_place", "end_place", "extend", "reassign", "withdraw", "close", "return"];

impl TaskAct {
    /// Whether it is for whoever has the say over the task.
    pub fn is_say(&self) -> bool {
        use domain::work::WorkAct as _;
        SAYS.contains(&self.key())
    }
}
