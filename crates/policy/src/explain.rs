//! What would have to be different for a yes, found by asking again with one thing changed.

use domain::access::{Action, Ask, FieldClass, Missing, Place, Purpose, Record, RecordState, Refusal, Role};
use domain::units::UnitId;
use uuid::Uuid;

use crate::decide::Answer;
use crate::load::{Policies, of_the_moment};

/// A unit that is nowhere: stands for "some unit below" and "some unit beside".
const SOME_UNIT: UnitId = UnitId(Uuid::from_u128(0x0000_0000_0000_5000_8000_0000_0000_0002));

impl Policies {
    pub(crate) fn explain(&self, ask: &Ask<'_>, answer: Answer) -> Refusal {
        let hidden = self.is_hidden(ask);
        let policies = answer.policies;
        if ask.actor.is_none() {
            return Refusal { missing: vec![Missing::SignIn], policies, hidden };
        }
        let mut missing: Vec<Missing> = policies
            .iter()
            .filter_map(|id| self.rules.get(id).and_then(|rule| rule.missing))
            .filter(|missing| of_the_moment(*missing))
            .collect();
        if !self.would(ask) {
            missing = self.lasting_cause(ask);
        }
        missing.sort_unstable();
        missing.dedup();
        // an ask whose permit was wanted for another act
        if missing.is_empty() {
            missing.push(Missing::Role);
        }
        Refusal { missing, policies, hidden }
    }

    /// Whether not even the existence of the record is the actor's to know.
    fn is_hidden(&self, ask: &Ask<'_>) -> bool {
        use FieldClass::{Health, Identity, Tip, Violation};
        let class = ask.record.class;
        let knows = |action, class, purposes: &[Option<Purpose>]| {
            let record = Record { class, ..ask.record.clone() };
            purposes
                .iter()
                .any(|purpose| self.would(&Ask { action, purpose: *purpose, record: &record, ..ask.clone() }))
        };
        let every: Vec<Option<Purpose>> = Purpose::ALL.iter().copied().map(Some).collect();
        if class == Tip {
            return !knows(Action::ReadTip, Tip, &every);
        }
        if matches!(class, Identity | Health | Violation) || ask.action == Action::ReadAccessLog {
            // one's own territory is enough: the file is there, whatever may be read of it
            let watched =
                ask.action == Action::ReadAccessLog && knows(Action::ReadAccessLog, FieldClass::Audit, &every);
            return !watched
                && !knows(Action::OpenPerson, Identity, &every)
                && !knows(Action::ReceivePerson, Identity, &every);
        }
        class == FieldClass::System && ask.record.subject.is_some() && !knows(Action::ListAccounts, class, &[None])
    }

    /// The smallest change of record and purpose that would give a yes; the role, where none does.
    fn lasting_cause(&self, ask: &Ask<'_>) -> Vec<Missing> {
        let Some(actor) = ask.actor else { return vec![Missing::SignIn] };
        let is_over = !actor.appointment.in_force(ask.at)
            || !actor.place.in_force()
            || actor.place.unit() != actor.appointment.unit;
        if is_over {
            return vec![Missing::Appointment];
        }
        let mut best: Option<Vec<Missing>> = None;
        for (record, of_record) in variants(ask, actor.place, actor.appointment.account) {
            // an emergency is announced because there is one, never because it would open a file
            let others = Purpose::ALL.iter().copied().filter(|purpose| *purpose != Purpose::BreakGlass).map(Some);
            for purpose in std::iter::once(ask.purpose).chain(others) {
                let mut changed = of_record.clone();
                if purpose != ask.purpose {
                    changed.push(Missing::Purpose);
                }
                let fewer = best.as_ref().is_none_or(|best| changed.len() < best.len());
                if fewer && self.would(&Ask { purpose, record: &record, ..ask.clone() }) {
                    best = Some(changed);
                }
            }
        }
        best.unwrap_or_else(|| vec![Missing::Role])
    }
}

/// The record as it would have to be, with what was changed: place, state, team, class, subject, role granted.
fn variants(ask: &Ask<'_>, own: &Place, account: Uuid) -> Vec<(Record, Vec<Missing>)> {
    let mut found = vec![(ask.record.clone(), Vec::new())];
    let mut change = |missing: Missing, set: &dyn Fn(&Record) -> Vec<Record>| {
        let more: Vec<_> = found
            .iter()
            .flat_map(|(record, changed)| {
                set(record).into_iter().map(move |record| (record, [changed.as_slice(), &[missing]].concat()))
            })
            .collect();
        found.extend(more);
    };
    let places = near(own);
    change(Missing::Territory, &|record| {
        places
            .iter()
            .filter(|place| **place != record.place)
            .map(|place| Record { place: place.clone(), ..record.clone() })
            .collect()
    });
    let stands = if ask.action == Action::ReceivePerson { RecordState::InTransit } else { RecordState::Active };
    if ask.record.state != stands {
        change(Missing::State, &|record| vec![Record { state: stands, ..record.clone() }]);
    }
    if ask.action == Action::ReceivePerson {
        change(Missing::Territory, &|record| vec![Record { receiver: Some(own.clone()), ..record.clone() }]);
    }
    change(Missing::Team, &|record| vec![Record { in_team: true, ..record.clone() }]);
    change(Missing::FieldClass, &|record| {
        let others = ask.action.classes().iter().filter(|class| **class != record.class);
        others.map(|class| Record { class: *class, ..record.clone() }).collect()
    });
    if matches!(ask.action, Action::UseOwnAccount | Action::CreateToken) {
        change(Missing::OwnAccount, &|record| vec![Record { subject: Some(account), ..record.clone() }]);
    }
    if matches!(ask.action, Action::GrantAppointment | Action::RevokeAppointment) {
        change(Missing::GrantedRole, &|record| {
            Role::ALL.iter().map(|role| Record { granted: Some(*role), ..record.clone() }).collect()
        });
    }
    found.sort_by_key(|(_, changed)| changed.len());
    found
}

/// One place of each relation to a place: itself, below, above, beside.
pub(crate) fn near(own: &Place) -> Vec<Place> {
    let chain = |units: &[UnitId]| units.to_vec();
    let mut below = vec![own.unit()];
    below.extend_from_slice(own.above());
    let mut found = vec![own.clone(), Place::known(SOME_UNIT, below)];
    if let Some((parent, above)) = own.above().split_first() {
        found.push(Place::known(*parent, chain(above)));
        found.push(Place::known(SOME_UNIT, chain(own.above())));
    }
    found
}
