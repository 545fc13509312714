//! Who is told what, and when.

use domain::access::Role;
use domain::calendars::{Owes, Status};
use programme::tasks::ISSUER_AFTER_DAYS;
use store::mail::Reason;
use store::reminders::Holder;

/// Days before a report is due on which everybody is reminded who has not chosen otherwise.
pub const DAYS_BEFORE: [u16; 3] = [7, 3, 1];
/// Days late on which those who owe are reminded.
const DAYS_LATE: [u16; 2] = [1, 7];
/// So many days late nobody is told any more: the page still says so.
const DAYS_LATE_MAX: i32 = 30;
/// Longest choice, and the furthest day ahead.
const CHOICES_MAX: usize = 5;
const AHEAD_MAX: u16 = 60;

/// Days before a report is due, as somebody typed them: `7, 3, 1`. None for what is no such list.
pub fn read_days(text: &str) -> Option<Vec<u16>> {
    let words = text.split([',', ' ', ';']).map(str::trim).filter(|word| !word.is_empty());
    let mut days: Vec<u16> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    let fits = !days.is_empty() && days.len() <= CHOICES_MAX && days.iter().all(|day| (1..=AHEAD_MAX).contains(day));
    fits.then_some(days)
}

/// Who does the work of a report.
const fn works_on(owes: Owes, role: Role) -> bool {
    match owes {
        Owes::Commune => matches!(role, Role::FileOfficer | Role::PoliceHead | Role::CommitteeChair),
        Owes::ProvinceOffice => matches!(role, Role::StandingOffice),
        Owes::ProvinceCommittee => matches!(role, Role::StandingOffice | Role::ProvincialLeader),
        Owes::Nation => matches!(role, Role::NationalOffice),
        // whoever is of the body: see `told_of_body`
        Owes::ProvinceBody | Owes::District | Owes::Nobody => false,
    }
}

/// Who answers for it.
const fn heads(owes: Owes, role: Role) -> bool {
    match owes {
        Owes::Commune => matches!(role, Role::PoliceHead | Role::CommitteeChair),
        Owes::ProvinceOffice | Owes::ProvinceCommittee => matches!(role, Role::ProvincialLeader),
        Owes::Nation => matches!(role, Role::MinistryLeader),
        Owes::ProvinceBody | Owes::District | Owes::Nobody => false,
    }
}

/// Whether a report of a unit is something that a role works on or answers for.
pub const fn concerns(owes: Owes, role: Role) -> bool {
    works_on(owes, role) || heads(owes, role)
}

/// What an officer of a body is told of the body's own report today.
pub(super) fn told_of_body(heads: bool, status: Status, holder: &Holder, escalate_after: u16) -> Vec<(Reason, u16)> {
    told_of((true, heads), status, holder, escalate_after)
}

/// What somebody is told of a report today. One who missed a day is told the next: of several passed, the last alone.
pub(super) fn told(owes: Owes, status: Status, holder: &Holder, escalate_after: u16) -> Vec<(Reason, u16)> {
    told_of((works_on(owes, holder.role), heads(owes, holder.role)), status, holder, escalate_after)
}

fn told_of((works, heads): (bool, bool), status: Status, holder: &Holder, escalate_after: u16) -> Vec<(Reason, u16)> {
    let wanted = wants(holder);
    let days_before = holder.choice.as_ref().map_or(&DAYS_BEFORE[..], |choice| &choice.days_before);
    let reminded = wanted && works;
    let small = |days: i32| u16::try_from(days).unwrap_or(u16::MAX);
    let mut told = Vec::new();
    match status {
        Status::Returned { days_left: 0, .. } | Status::DueToday if reminded => told.push((Reason::Due, 0)),
        Status::Open { days_left } | Status::Closing { days_left } | Status::Returned { days_left, .. } if reminded => {
            let passed = days_before.iter().filter(|days| **days >= small(days_left)).min();
            told.extend(passed.map(|days| (Reason::Before, *days)));
        }
        Status::Late { days, .. } if days <= DAYS_LATE_MAX => {
            let passed = DAYS_LATE.iter().filter(|late| **late <= small(days)).max();
            told.extend(passed.filter(|_| reminded).map(|late| (Reason::Late, *late)));
            if heads && small(days) >= escalate_after {
                told.push((Reason::Escalation, escalate_after));
            }
        }
        _ => {}
    }
    told
}

fn wants(holder: &Holder) -> bool {
    holder.choice.as_ref().is_none_or(|choice| choice.wanted)
}

/// How somebody is concerned with a task that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    /// The task names them.
    Named,
    /// They look after the tasks of the unit.
    Head,
    /// They gave it.
    Issued,
}

/// What somebody is told of a task so many days late: the person named on the days on which a late report is told, the
/// head at once, and whoever gave it when it stays late – the same days as on the page of what is to be done today.
pub(super) fn told_of_task(concern: Concern, days: i32, holder: &Holder) -> Option<(Reason, u16)> {
    let long = ISSUER_AFTER_DAYS.saturating_add(1);
    if !(1..=DAYS_LATE_MAX).contains(&days) {
        return None;
    }
    match concern {
        Concern::Named => {
            let passed = DAYS_LATE.iter().filter(|late| i32::from(**late) <= days).max();
            passed.filter(|_| wants(holder)).map(|late| (Reason::Late, *late))
        }
        Concern::Head => Some((Reason::Escalation, 1)),
        Concern::Issued if days >= long => Some((Reason::Escalation, u16::try_from(long).unwrap_or(u16::MAX))),
        Concern::Issued => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::accounts::AccountId;
    use domain::units::UnitId;
    use jiff::civil::date;
    use store::reminders::Choice;
    use uuid::Uuid;

    use super::*;

    fn holder(role: Role, choice: Option<Choice>) -> Holder {
        Holder { account: AccountId(Uuid::nil()), appointment: Uuid::nil(), role, unit: UnitId(Uuid::nil()), choice }
    }

    fn late(days: i32) -> Status {
        Status::Late { since: date(2026, 9, 15), days }
    }

    #[test]
    fn of_several_days_that_passed_the_last_is_told() {
        let of = |days_left| told(Owes::Commune, Status::Open { days_left }, &holder(Role::FileOfficer, None), 3);
        assert_eq!(of(8), []);
        assert_eq!(of(7), [(Reason::Before, 7)]);
        assert_eq!(of(4), [(Reason::Before, 7)], "the seventh was missed");
        assert_eq!(of(3), [(Reason::Before, 3)]);
        assert_eq!(of(1), [(Reason::Before, 1)]);
        let today = told(Owes::Commune, Status::DueToday, &holder(Role::FileOfficer, None), 3);
        assert_eq!(today, [(Reason::Due, 0)]);
    }

    #[test]
    fn the_head_is_told_of_what_stays_late_also_when_reminders_are_off() {
        let off = Some(Choice { wanted: false, days_before: vec![7] });
        let of =
            |days, role, choice: &Option<Choice>| told(Owes::Commune, late(days), &holder(role, choice.clone()), 3);
        assert_eq!(of(1, Role::PoliceHead, &None), [(Reason::Late, 1)]);
        assert_eq!(of(3, Role::PoliceHead, &None), [(Reason::Late, 1), (Reason::Escalation, 3)]);
        assert_eq!(of(9, Role::CommitteeChair, &off), [(Reason::Escalation, 3)]);
        assert_eq!(of(9, Role::FileOfficer, &off), []);
        assert_eq!(of(9, Role::FileOfficer, &None), [(Reason::Late, 7)]);
        assert_eq!(of(31, Role::PoliceHead, &None), [], "the page still says so");
        let leader = holder(Role::ProvincialLeader, off);
        assert_eq!(told(Owes::ProvinceOffice, late(4), &leader, 3), [(Reason::Escalation, 3)]);
    }

    #[test]
    fn what_was_sent_back_is_told_by_its_new_day() {
        let by = date(2026, 9, 30);
        let of =
            |days_left| told(Owes::Commune, Status::Returned { by, days_left }, &holder(Role::FileOfficer, None), 3);
        assert_eq!((of(8), of(5)), (vec![], vec![(Reason::Before, 7)]));
        assert_eq!((of(1), of(0)), (vec![(Reason::Before, 1)], vec![(Reason::Due, 0)]));
    }

    #[test]
    fn a_late_task_goes_to_the_person_the_head_and_at_last_to_who_gave_it() {
        let off = Some(Choice { wanted: false, days_before: vec![7] });
        let (person, quiet) = (holder(Role::FileOfficer, None), holder(Role::FileOfficer, off));
        let of = |concern, days| told_of_task(concern, days, &person);
        assert_eq!(of(Concern::Named, 0), None, "due today is in time");
        assert_eq!((of(Concern::Named, 1), of(Concern::Named, 9)), (Some((Reason::Late, 1)), Some((Reason::Late, 7))));
        assert_eq!(told_of_task(Concern::Named, 1, &quiet), None, "they asked not to be reminded");
        assert_eq!(told_of_task(Concern::Head, 1, &quiet), Some((Reason::Escalation, 1)), "heads are told");
        assert_eq!((of(Concern::Issued, 7), of(Concern::Issued, 8)), (None, Some((Reason::Escalation, 8))));
        assert_eq!([Concern::Named, Concern::Head, Concern::Issued].map(|concern| of(concern, 31)), [None; 3]);
    }

    #[test]
    fn only_those_who_owe_are_told() {
        for role in [Role::HamletHead, Role::HealthStation, Role::Auditor, Role::StandingOffice] {
            assert_eq!(told(Owes::Commune, late(5), &holder(role, None), 3), [], "{role}");
        }
        let sent = Status::Submitted { on: date(2026, 9, 20), late: 6 };
        assert_eq!(told(Owes::Commune, sent, &holder(Role::PoliceHead, None), 3), []);
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        assert_eq!(read_days("1, 7; 3"), Some(vec![7, 3, 1]));
        assert_eq!(read_days("7 7"), Some(vec![7]));
        for bad in ["", "0", "61", "bảy", "-1", "1,2,3,4,5,6", "7.5"] {
            assert_eq!(read_days(bad), None, "{bad}");
        }
    }
}
