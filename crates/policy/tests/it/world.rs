//! A small country, one account in each role at each tier, and records in each relation to it.

use domain::access::{
    Action, Appointment, Ask, Decided, FieldClass, NATION, Place, Purpose, Record, RecordState, Role, Standing, Tier,
};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

/// The relations of the oracle: those of `Relation`, the unit that a file is on its way to, and a file of another province
/// that shares a number with one of the actor's.
pub const RELATIONS: [&str; 8] = ["own", "above", "below", "sibling", "foreign", "expired", "receiving", "double"];

pub fn now() -> Timestamp {
    "2026-11-20T03:00:00Z".parse().expect("an instant")
}

pub fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

/// Province 1 has the communes 11 and 12; commune 11 the hamlets 111 and 112. Province 2 has commune 21 with hamlet 211.
pub fn place(n: u128) -> Place {
    let above = match n {
        0 => return Place::nation(),
        1..10 => vec![],
        10..100 => vec![unit(n / 10)],
        100..1000 => vec![unit(n / 10), unit(n / 100)],
        _ => vec![unit(n / 10), unit(n / 100), unit(n / 1000)],
    };
    Place::known(unit(n), above)
}

pub fn home(tier: Tier) -> Place {
    match tier {
        Tier::Nation => Place::nation(),
        Tier::Province => place(1),
        Tier::Commune => place(11),
        Tier::Hamlet => place(111),
    }
}

/// Where the record lies for an actor at a tier to stand in a relation to it; some do not exist.
pub fn record_place(tier: Tier, relation: &str) -> Option<Place> {
    let own = home(tier);
    let nth = |n: [Option<u128>; 4]| match tier {
        Tier::Nation => n[0],
        Tier::Province => n[1],
        Tier::Commune => n[2],
        Tier::Hamlet => n[3],
    };
    match relation {
        "own" | "expired" => Some(own),
        "above" => nth([Some(11), Some(11), Some(111), Some(1111)]).map(place),
        "below" => nth([None, Some(0), Some(1), Some(11)]).map(place),
        "sibling" => nth([None, Some(2), Some(12), Some(112)]).map(place),
        "foreign" | "receiving" | "double" => nth([None, Some(21), Some(21), Some(21)]).map(place),
        other => panic!("{other} is no relation"),
    }
}

pub fn appointment(account: u128, role: Role, over: &Place) -> Appointment {
    Appointment {
        id: Uuid::from_u128(account << 8 | 1),
        account: Uuid::from_u128(account),
        role,
        unit: over.unit(),
        from: date(2026, 1, 1),
        until: None,
        decided: Decided { number: "01/QĐ (giả định)".to_owned(), date: date(2025, 12, 30) },
        granted_by: [Uuid::from_u128(901), Uuid::from_u128(902)],
        revoked_at: None,
    }
}

/// An actor with the place of its unit.
pub struct Person {
    pub appointment: Appointment,
    pub place: Place,
}

impl Person {
    pub fn new(account: u128, role: Role, place: Place) -> Self {
        Self { appointment: appointment(account, role, &place), place }
    }

    pub fn standing(&self) -> Standing<'_> {
        Standing { appointment: &self.appointment, place: &self.place }
    }
}

pub const ACTOR: u128 = 7;
pub const SECOND: u128 = 8;

/// One question of the oracle, in its own words.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub role: Option<Role>,
    pub tier: Tier,
    pub action: Action,
    pub relation: &'static str,
    pub purpose: Option<Purpose>,
    pub state: RecordState,
    pub class: FieldClass,
    pub in_team: bool,
}

/// The actor of a cell, with a unit that is none any more where the relation is `expired`.
pub fn actor(role: Role, tier: Tier, relation: &str) -> Person {
    let person = Person::new(ACTOR, role, home(tier));
    if relation != "expired" {
        return person;
    }
    let nowhere = domain::units::Register::default();
    let place = Place::of(&nowhere, unit(999), date(2026, 11, 20));
    Person::new(ACTOR, role, place)
}

/// A record for which nothing but role, relation, purpose, state, class and team decides.
pub fn record(cell: &Cell) -> Option<Record> {
    let place = record_place(cell.tier, cell.relation)?;
    let is_own = matches!(cell.action, Action::UseOwnAccount | Action::CreateToken);
    Some(Record {
        state: cell.state,
        in_team: cell.in_team,
        receiver: (cell.relation == "receiving").then(|| home(cell.tier)),
        double: (cell.relation == "double").then(|| own_file(cell.tier)),
        subject: Some(Uuid::from_u128(if is_own { ACTOR } else { 55 })),
        granted: Some(Role::HamletHead),
        ..Record::plain(place, cell.class)
    })
}

/// Where the actor's own file lies that shares a number with a foreign one: for a province in one of its communes.
fn own_file(tier: Tier) -> Place {
    if tier == Tier::Province { place(11) } else { home(tier) }
}

/// Somebody who may agree to the act, where it needs somebody.
pub fn second(action: Action, record: &Record, receiver: &Place) -> Person {
    let province = |place: &Place| match place.above() {
        [.., province, nation] if *nation == NATION => Place::known(*province, vec![]),
        _ => place.clone(),
    };
    match action {
        Action::RegisterPerson
        | Action::CorrectPerson
        | Action::ResolveDuplicate
        | Action::TransferPerson
        | Action::ExportPersons => Person::new(SECOND, Role::StandingOffice, province(&record.place)),
        Action::RecordEvent => {
            let keeps = record.receiver.as_ref().unwrap_or(&record.place);
            Person::new(SECOND, Role::StandingOffice, province(keeps))
        }
        Action::ReceivePerson => Person::new(SECOND, Role::StandingOffice, province(receiver)),
        _ => Person::new(SECOND, Role::ProtectionOfficer, Place::nation()),
    }
}

/// Asks with everything that the moment can lack brought along.
pub fn with_ask<T>(cell: &Cell, then: impl FnOnce(&Ask<'_>) -> T) -> Option<T> {
    // whoever is not signed in has no appointment that could be over
    if cell.role.is_none() && cell.relation == "expired" {
        return None;
    }
    let record = record(cell)?;
    let actor = cell.role.map(|role| actor(role, cell.tier, cell.relation));
    let second = second(cell.action, &record, &home(cell.tier));
    let ask = Ask {
        action: cell.action,
        purpose: cell.purpose,
        actor: actor.as_ref().map(Person::standing),
        record: &record,
        at: now(),
        factor_age_s: Some(0),
        second: Some(second.standing()),
        glass_age_s: Some(0),
    };
    Some(then(&ask))
}
