//! Asking the policy, and writing down each no.

use std::collections::BTreeSet;

use domain::access::{
    Act, Action, Appointment, Ask, FieldClass, NATION, Permit, Place, Purpose, Record, Role, Standing,
};
use domain::units::UnitId;
use jiff::Timestamp;
use store::access::{About, Access, Act as Logged, Outcome};
use store::ledger::Actor;
use texts::Lang;
use uuid::Uuid;

use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::{Bearer, Session};
use crate::signin::AccessFault;

/// Somebody who acts under one appointment.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The appointment.
    pub appointment: Appointment,
    /// Where its unit lies today.
    pub place: Place,
    /// How long ago they proved who they are, in seconds.
    pub factor_age_s: u32,
}

impl Acting {
    /// As the policy sees them.
    pub const fn standing(&self) -> Standing<'_> {
        Standing { appointment: &self.appointment, place: &self.place }
    }

    /// As the ledger names them.
    pub const fn actor(&self) -> Actor {
        Actor::Account { account: self.appointment.account, appointment: Some(self.appointment.id) }
    }
}

impl App {
    /// Somebody signed in, under one of their appointments in force.
    pub fn acting(&self, session: &Session, appointment: Uuid) -> Result<Acting, Problem> {
        let now = self.now();
        let appointment = session.appointment(appointment)?.clone();
        let place = self.place_of(appointment.unit, now);
        Ok(Acting { place, factor_age_s: session.factor_age_s(now), appointment })
    }

    /// Where a unit lies at an instant.
    pub fn place_of(&self, unit: UnitId, at: Timestamp) -> Place {
        Place::of(&self.register(), unit, day_of(at))
    }

    /// What an act on accounts and the machine is about: a unit, and nobody's file.
    pub(crate) fn system_record(&self, unit: UnitId) -> Record {
        Record::plain(self.place_of(unit, self.now()), FieldClass::System)
    }

    /// A program that shows a token, under its appointment. It has no factor of sign-in.
    pub fn acting_for(&self, bearer: &Bearer) -> Acting {
        let appointment = bearer.appointment.clone();
        Acting { place: self.place_of(appointment.unit, self.now()), factor_age_s: u32::MAX, appointment }
    }

    /// Whether the policy says yes to an act without purpose; nothing is written down.
    pub fn may(&self, acting: &Acting, action: Action, record: &Record) -> Result<bool, Problem> {
        let ask = Ask {
            factor_age_s: Some(acting.factor_age_s),
            ..Ask::plain(Some(acting.standing()), action, record, self.now())
        };
        Ok(self.desk()?.policies().decide(&ask).permitted)
    }

    /// Whether the policy would permit an act for a purpose: to know what to show, never instead of a permit.
    pub fn may_for(&self, acting: &Acting, action: Action, record: &Record, purpose: Purpose) -> Result<bool, Problem> {
        let ask = Ask {
            purpose: Some(purpose),
            factor_age_s: Some(acting.factor_age_s),
            ..Ask::plain(Some(acting.standing()), action, record, self.now())
        };
        Ok(self.desk()?.policies().decide(&ask).permitted)
    }

    /// Why the policy says no to an act without purpose; it is written down.
    pub async fn refusal(&self, acting: &Acting, action: Action, record: &Record) -> Problem {
        let desk = match self.desk() {
            Ok(desk) => desk,
            Err(problem) => return problem,
        };
        let ask = Ask {
            factor_age_s: Some(acting.factor_age_s),
            ..Ask::plain(Some(acting.standing()), action, record, self.now())
        };
        let Some(refusal) = desk.policies().refusal(&ask) else { return Problem::Hidden };
        if let Err(problem) = self.note_refusal(acting, record.place.unit(), None).await {
            return problem;
        }
        if refusal.hidden { Problem::Hidden } else { AccessFault::Refused(refusal).into() }
    }

    /// What an appointment may do over its own unit, for some purpose, with a fresh factor: what menus offer. Each act
    /// asks again.
    pub fn rights_at_home(&self, acting: &Acting) -> Result<BTreeSet<Action>, Problem> {
        let desk = self.desk()?;
        let purposes = || std::iter::once(None).chain(Purpose::ALL.iter().copied().map(Some));
        let may = |action: Action, class: FieldClass, purpose: Option<Purpose>| {
            let record = Record::plain(acting.place.clone(), class);
            let ask = Ask {
                purpose,
                factor_age_s: Some(0),
                ..Ask::plain(Some(acting.standing()), action, &record, self.now())
            };
            desk.policies().decide(&ask).permitted
        };
        let any = |action: &&Action| {
            action.classes().iter().any(|class| purposes().any(|purpose| may(**action, *class, purpose)))
        };
        let mut rights: BTreeSet<Action> = Action::ALL.iter().filter(any).copied().collect();
        // an emergency is announced over the units beside or below, never over one's own
        if self.declares_somewhere(acting)? {
            rights.insert(Action::DeclareBreakGlass);
        }
        Ok(rights)
    }

    /// The name of a role.
    pub const fn say_role(&self, role: Role, lang: Lang) -> &'static str {
        policy::words::role(lang, role)
    }

    /// Asks the policy for an act without purpose. A no is written down; where existence is itself secret, it is the
    /// answer for what does not exist.
    pub async fn permit<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
        second: Option<&Acting>,
    ) -> Result<Permit<A>, Problem> {
        self.permit_for::<A>(acting, record, second, None, None).await
    }

    /// Asks the policy for an act with a purpose and, maybe, an emergency announced so many seconds ago.
    pub async fn permit_for<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
        second: Option<&Acting>,
        purpose: Option<Purpose>,
        glass_age_s: Option<u32>,
    ) -> Result<Permit<A>, Problem> {
        let desk = self.desk()?;
        let ask = Ask {
            action: A::ACTION,
            purpose,
            actor: Some(acting.standing()),
            record,
            at: self.now(),
            factor_age_s: Some(acting.factor_age_s),
            second: second.map(Acting::standing),
            glass_age_s,
        };
        let refusal = match desk.policies().permit::<A>(&ask) {
            Ok(permit) => return Ok(permit),
            Err(refusal) => refusal,
        };
        if !refusal.awaits_second() {
            self.note_refusal(acting, record.place.unit(), purpose).await?;
        }
        Err(if refusal.hidden && !refusal.awaits_second() {
            Problem::Hidden
        } else {
            AccessFault::Refused(refusal).into()
        })
    }

    /// Asks for an act of two people whether its author may propose it: nothing may be missing but the second person.
    pub(crate) async fn only_a_second_is_missing<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
    ) -> Result<(), Problem> {
        match self.permit::<A>(acting, record, None).await {
            Ok(_) => Ok(()),
            Err(Problem::Access(AccessFault::Refused(refusal))) if refusal.awaits_second() => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    /// Asks for an act of two people with both of them, inside the transaction that does it: a no writes nothing.
    pub(crate) fn permitted<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
        second: &Acting,
    ) -> Result<Permit<A>, Problem> {
        let desk = self.desk()?;
        let ask = Ask {
            factor_age_s: Some(second.factor_age_s),
            second: Some(second.standing()),
            ..Ask::plain(Some(acting.standing()), A::ACTION, record, self.now())
        };
        desk.policies().permit::<A>(&ask).map_err(|refusal| AccessFault::Refused(refusal).into())
    }

    /// The same for an act with a purpose.
    pub(crate) fn permitted_for<A: Act>(
        &self,
        acting: &Acting,
        record: &Record,
        second: &Acting,
        purpose: Purpose,
    ) -> Result<Permit<A>, Problem> {
        let desk = self.desk()?;
        let ask = Ask {
            purpose: Some(purpose),
            factor_age_s: Some(second.factor_age_s),
            second: Some(second.standing()),
            ..Ask::plain(Some(acting.standing()), A::ACTION, record, self.now())
        };
        desk.policies().permit::<A>(&ask).map_err(|refusal| AccessFault::Refused(refusal).into())
    }

    /// The code of the province that a unit lies in today; none for the country.
    pub(crate) fn province_code(&self, unit: UnitId) -> Option<String> {
        let register = self.register();
        register.province(unit, day_of(self.now())).map(|province| province.code.clone())
    }

    /// Writes down that something was refused.
    pub(crate) async fn note_refusal(
        &self,
        acting: &Acting,
        unit: UnitId,
        purpose: Option<Purpose>,
    ) -> Result<(), Problem> {
        let at = self.now();
        let line = Access {
            id: self.new_id(),
            at,
            on: day_of(at),
            actor: acting.actor(),
            province_code: self.province_code(unit),
            unit: (unit != NATION).then_some(unit.0),
            act: Logged::Refuse,
            purpose: purpose.map_or("none", Purpose::key).to_owned(),
            noun: "permit",
            classes: BTreeSet::new(),
            about: About::Nobody,
            request_id: self.new_id(),
            details: None,
        };
        Ok(store::access::note(self.db(), &line, Outcome::Refused).await?)
    }
}
