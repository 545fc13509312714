//! What an act tells about somebody, and for which purposes a file is open when it is done.

use std::collections::BTreeMap;

use super::case::{Case, Value};
use super::law::Act;
use crate::access::{FieldClass, Purpose};

/// Acts that only help, watch over residence or answer the person: whoever sits in a team may know of them.
const IDENTITY: &[&str] = &[
    "accept_notice",
    "annul_entry",
    "arrive",
    "cancel_departure",
    "contest_entry",
    "correct_birth",
    "correct_entry",
    "depart",
    "extend_contest",
    "follow_unit",
    "move_within",
    "receive",
    "record_support",
    "residence_check",
    "send_file",
    "settle_contest",
    "verify_residence",
];
/// Acts about tests, the management of users, and what courts and prisons did.
const VIOLATION: &[&str] = &[
    "copy_to_permanent",
    "declare_missing",
    "decide_management",
    "end_management",
    "escort_to_test",
    "hand_over_to_investigation",
    "imprison",
    "record_absence",
    "record_death",
    "record_ground",
    "record_negative_test",
    "record_positive_test",
    "record_return",
    "release",
    "renew_ground",
    "resume_management",
    "send_copies",
    "send_notice",
    "send_notice_elsewhere",
    "send_result",
    "stop_management",
    "suspend_management",
    "withdraw_ground",
];
/// Acts about the management that follows rehabilitation.
const POST_REHAB: &[&str] = &["complete_post_rehab", "decide_post_rehab", "propose_post_rehab"];
/// Acts about treatment with a substitute.
const SUBSTITUTION: &[&str] = &["admit_substitution", "complete_substitution", "terminate_substitution"];

/// The class of fields that an act belongs to (Decree 356/2025, Art. 4): dependence and rehabilitation are health.
/// An act that no list here names tells of health, the most guarded of them.
pub fn class_of(act: &str) -> FieldClass {
    if IDENTITY.contains(&act) {
        FieldClass::Identity
    } else if VIOLATION.contains(&act) {
        FieldClass::Violation
    } else {
        FieldClass::Health
    }
}

/// The class of what is written down with an act in a case: a correction tells what the entry tells that it corrects.
pub fn class_within(case: &Case, act: &str, fields: &BTreeMap<String, Value>) -> FieldClass {
    let corrected = match fields.get("entry") {
        Some(Value::Number(entry)) if act == "correct_entry" => usize::try_from(*entry).ok(),
        _ => None,
    };
    let event = corrected.and_then(|entry| case.events.get(entry.checked_sub(1)?));
    event.map_or_else(|| class_of(act), |event| class_of(&event.act))
}

/// For which purposes an act is done; the first is the one that it usually serves. Data gathered for one purpose is not
/// used for another (Law 91/2025, Art. 3), so the file must be open for one of these.
pub fn purposes_of(act: &Act) -> &'static [Purpose] {
    use Purpose::{PersonRights, PostRehab, Rehabilitation, Substitution, Support, UserManagement};
    let id = act.id.as_str();
    match id {
        "record_support" => &[Support, UserManagement, Rehabilitation, Substitution, PostRehab],
        "contest_entry" | "extend_contest" | "settle_contest" => &[PersonRights],
        "record_reading" | "apply_for_relief" | "appeal_decision" => &[Rehabilitation, PersonRights],
        "annul_entry" | "correct_birth" | "correct_entry" => {
            &[PersonRights, UserManagement, Rehabilitation, Substitution, PostRehab]
        }
        "residence_check" => &[UserManagement, PostRehab, Support],
        "record_positive_test" | "record_negative_test" | "send_result" => &[UserManagement, Rehabilitation, PostRehab],
        "notify_police" => &[Rehabilitation, Substitution],
        _ if SUBSTITUTION.contains(&id) => &[Substitution, Rehabilitation],
        _ if POST_REHAB.contains(&id) => &[PostRehab],
        _ if IDENTITY.contains(&id) || matches!(id, "imprison" | "release" | "record_death" | "declare_missing") => {
            &[UserManagement, Rehabilitation, Substitution, PostRehab]
        }
        _ if VIOLATION.contains(&id) => &[UserManagement],
        _ if act.states.iter().any(|state| state == "SG" || state == "SGs") => &[Rehabilitation, PostRehab],
        "request_monitoring" | "decide_monitoring" => &[Rehabilitation, PostRehab],
        _ => &[Rehabilitation],
    }
}

#[cfg(test)]
mod tests {
    use super::{IDENTITY, POST_REHAB, SUBSTITUTION, VIOLATION, purposes_of};
    use crate::cases::shipped;

    #[test]
    fn every_act_named_here_stands_in_the_law() {
        let law = shipped().expect("the shipped law is sound");
        let named = [IDENTITY, VIOLATION, POST_REHAB, SUBSTITUTION].concat();
        for id in named {
            assert!(law.act(id).is_some(), "{id} is no act of the law");
        }
        assert!(law.acts.iter().all(|act| !purposes_of(act).is_empty()));
    }
}
