//! What an appointment may do, asked of the rules without doing anything and without anybody's file.

use domain::access::{Action, Ask, FieldClass, Missing, Purpose, Record, Role, acts};
use domain::accounts::AccountId;
use domain::units::UnitId;
use store::accounts_listed::Office;
use texts::Lang;
use uuid::Uuid;

use crate::accounts::{Acting, SeenAccount};
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToTry {
    /// Whose account.
    pub account: AccountId,
    /// Under which of its appointments.
    pub appointment: Uuid,
    /// On a record of this unit.
    pub unit: UnitId,
    /// For this purpose.
    pub purpose: Option<Purpose>,
}

/// How the rules answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Yes,
    /// Yes, once what only the moment lacks is there: a second person, a fresh proof, an emergency announced.
    Once,
    /// Yes, for people in whose team the officer sits.
    InTeam,
    /// No.
    No,
}

/// One act on one class of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The act.
    pub action: Action,
    /// The class of fields.
    pub class: FieldClass,
    /// Yes or no.
    pub verdict: Verdict,
    /// The rules that decided.
    pub policies: Vec<String>,
    /// Their grounds.
    pub citations: Vec<String>,
    /// What would have to be different.
    pub missing: Vec<Missing>,
    /// Roles that may be granted or taken back; empty for every other act.
    pub roles: Vec<Role>,
}

/// The whole table.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Whose account, with its appointments.
    pub seen: SeenAccount,
    /// The appointment that was tried.
    pub office: Office,
    /// Each act with each class of fields that it can be about.
    pub answers: Vec<Answered>,
}

impl App {
    /// Asks the rules about every act and class of fields. For who may simulate over the unit of that appointment.
    pub async fn simulate(&self, session: &Session, acting: Uuid, what: &ToTry) -> Result<Tried, Problem> {
        let by = self.acting(session, acting)?;
        let seen = self.seen(&mut self.db().snapshot().await?, &by, what.account).await?;
        let office = seen.offices.iter().find(|office| office.appointment.id == what.appointment);
        let office = office.ok_or(Problem::Hidden)?.clone();
        self.permit::<acts::Simulate>(&by, &self.system_record(office.appointment.unit), None).await?;
        let as_if = Acting {
            place: self.place_of(office.appointment.unit, self.now()),
            factor_age_s: 0,
            appointment: office.appointment.clone(),
        };
        let mut answers = Vec::new();
        for action in Action::ALL {
            for class in action.classes() {
                answers.push(self.answered(&as_if, what, *action, *class)?);
            }
        }
        Ok(Tried { seen, office, answers })
    }

    fn answered(&self, by: &Acting, what: &ToTry, action: Action, class: FieldClass) -> Result<Answered, Problem> {
        let plain = Record::plain(self.place_of(what.unit, self.now()), class);
        let grants = matches!(action, Action::GrantAppointment | Action::RevokeAppointment);
        let records: Vec<(Option<Role>, Record)> = if grants {
            Role::ALL.iter().map(|role| (Some(*role), Record { granted: Some(*role), ..plain.clone() })).collect()
        } else {
            let own = matches!(action, Action::UseOwnAccount | Action::CreateToken);
            vec![(None, Record { subject: own.then_some(by.appointment.account), ..plain.clone() })]
        };
        let mut best: Option<Answered> = None;
        let mut roles = Vec::new();
        for (role, record) in &records {
            let answer = self.asked(by, what.purpose, action, record)?;
            if answer.verdict != Verdict::No {
                roles.extend(*role);
            }
            // the first yes stands for all of its kind; of several noes the first
            if best.as_ref().is_none_or(|best| best.verdict == Verdict::No && answer.verdict != Verdict::No) {
                best = Some(answer);
            }
        }
        best.map(|best| Answered { roles, ..best }).ok_or(Problem::Hidden)
    }

    fn asked(
        &self,
        by: &Acting,
        purpose: Option<Purpose>,
        action: Action,
        record: &Record,
    ) -> Result<Answered, Problem> {
        let desk = self.desk()?;
        let policies = desk.policies();
        let ask = |record| Ask {
            purpose,
            factor_age_s: Some(by.factor_age_s),
            ..Ask::plain(Some(by.standing()), action, record, self.now())
        };
        let answer = policies.decide(&ask(record));
        let refusal = policies.refusal(&ask(record));
        let missing = refusal.map(|refusal| refusal.missing).unwrap_or_default();
        let verdict = if answer.permitted {
            Verdict::Yes
        } else if !missing.is_empty() && missing.iter().all(|missing| of_the_moment(*missing)) {
            Verdict::Once
        } else {
            let in_team = Record { in_team: true, ..record.clone() };
            if policies.decide(&ask(&in_team)).permitted { Verdict::InTeam } else { Verdict::No }
        };
        let (policies, citations) = (answer.policies, answer.citations);
        Ok(Answered { action, class: record.class, verdict, policies, citations, missing, roles: Vec::new() })
    }

    /// What a role does, in a line.
    pub const fn say_duty(&self, role: Role, lang: Lang) -> &'static str {
        policy::words::duty(lang, role)
    }

    /// The name of an act.
    pub const fn say_action(&self, action: Action, lang: Lang) -> &'static str {
        policy::words::action(lang, action)
    }

    /// The name of a class of fields.
    pub const fn say_class(&self, class: FieldClass, lang: Lang) -> &'static str {
        policy::words::class(lang, class)
    }

    /// The name of a purpose.
    pub const fn say_purpose(&self, purpose: Purpose, lang: Lang) -> &'static str {
        policy::words::purpose(lang, purpose)
    }

    /// What was missing, with the remedy.
    pub const fn say_missing(&self, missing: Missing, lang: Lang) -> &'static str {
        policy::words::missing(lang, missing)
    }
}

/// What can be brought along without another appointment, record or purpose.
const fn of_the_moment(missing: Missing) -> bool {
    matches!(missing, Missing::StepUp | Missing::SecondPerson | Missing::SecondUnit | Missing::BreakGlass)
}
