//! The first ones: nobody can appoint in pairs before there are two. Until then the operator of the machine appoints,
//! and afterwards only to recover, which everybody who appoints is told.

use domain::access::{Appointment, Decided, NATION, Role, Tier};
use domain::accounts::{AccountId, Login, State};
use domain::units::UnitId;
use jiff::civil::Date;
use store::Tx;
use store::accounts::{self, Account};
use store::appointments;
use store::ledger::Actor;
use uuid::Uuid;

use super::{Enrolled, NewAccount};
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::signin::AccessFault;

/// Roles that can be the second beside an administrator (`policies/02-two-persons.cedar`).
const SECONDS: [Role; 4] = [Role::ProtectionOfficer, Role::StandingOffice, Role::PoliceHead, Role::CommitteeChair];

/// The first administrator.
#[derive(Clone, Debug)]
pub struct First {
    /// The account to be made.
    pub account: NewAccount,
    /// Over which unit: the installation's own; [`NATION`] for the country's.
    pub unit: UnitId,
    /// The paper that says so.
    pub decided: Decided,
    /// To go on although there is an administrator: all keys were lost.
    pub recovery: bool,
}

/// An appointment made at the machine.
#[derive(Clone, Debug)]
pub struct Office {
    /// Whose.
    pub login: String,
    /// To what.
    pub role: Role,
    /// Over which unit.
    pub unit: UnitId,
    /// From which day.
    pub from: Date,
    /// Until before which day.
    pub until: Option<Date>,
    /// The paper.
    pub decided: Decided,
    /// To go on although there are people who can appoint in pairs.
    pub recovery: bool,
}

impl App {
    /// Makes the first administrator, at the machine. Refused where there is one, except to recover, which is told to
    /// everybody who appoints.
    pub async fn create_first_admin(&self, first: First) -> Result<Enrolled, Problem> {
        let mut tx = self.db().snapshot().await?;
        let admins = accounts::holders(&mut tx, Role::PlatformAdmin, day_of(self.now())).await?;
        drop(tx);
        if !admins.is_empty() && !first.recovery {
            return Err(AccessFault::AdminExists.into());
        }
        let office = Office {
            login: first.account.login.clone(),
            role: Role::PlatformAdmin,
            unit: first.unit,
            from: day_of(self.now()),
            until: None,
            decided: first.decided,
            recovery: first.recovery,
        };
        // before the account is made: one that cannot be appointed should not be there
        self.appointment(&office, Uuid::nil())?;
        let enrolled = self.enrol(first.account, first.unit, Actor::LocalOperator).await?;
        self.appoint(&office, enrolled.account).await?;
        Ok(enrolled)
    }

    /// Appoints at the machine, as long as there are no two people who could do so in the program.
    pub async fn appoint_locally(&self, office: Office) -> Result<(), Problem> {
        let login = Login::new(&office.login).map_err(|_| AccessFault::Login(office.login.clone()))?;
        let found = accounts::by_login(&mut self.db().snapshot().await?, &login).await?;
        let account = found.filter(|account| account.state == State::Active).ok_or(Problem::Hidden)?;
        self.appoint(&office, account.id).await
    }

    /// Makes an account at the machine, as long as there are no two people who could do so in the program.
    pub async fn create_locally(&self, new: NewAccount, recovery: bool) -> Result<Enrolled, Problem> {
        if self.pair(&mut self.db().snapshot().await?).await?.is_some() && !recovery {
            return Err(AccessFault::AdminsExist.into());
        }
        self.enrol(new, NATION, Actor::LocalOperator).await
    }

    /// A new code for an account, made at the machine when every administrator lost the keys. Everybody who appoints
    /// is told.
    pub async fn enrol_again_locally(&self, login: &str) -> Result<Enrolled, Problem> {
        let login = Login::new(login).map_err(|_| AccessFault::Login(login.to_owned()))?;
        let mut tx = self.db().begin().await?;
        let found = accounts::by_login(&mut tx, &login).await?;
        let account = found.filter(|account| account.state == State::Active).ok_or(Problem::Hidden)?;
        let code = self.enrolment(&mut tx, account.id, Actor::LocalOperator).await?;
        self.forget_failures(&mut tx, login.as_str()).await?;
        self.tell_all(&mut tx, "recovered_at_machine", account.id.0).await?;
        tx.commit().await?;
        Ok(Enrolled { account: account.id, login, code })
    }

    async fn appoint(&self, office: &Office, account: AccountId) -> Result<(), Problem> {
        let appointment = self.appointment(office, account.0)?;
        let mut tx = self.db().begin().await?;
        if self.pair(&mut tx).await?.is_some() && !office.recovery {
            return Err(AccessFault::AdminsExist.into());
        }
        let deed = self.access_deed(Actor::LocalOperator, "appoint_locally");
        appointments::add(&mut tx, &appointment, None, self.now(), &deed).await?;
        if office.recovery {
            self.tell_all(&mut tx, "appointed_at_machine", appointment.id).await?;
        }
        Ok(tx.commit().await?)
    }

    fn appointment(&self, office: &Office, account: Uuid) -> Result<Appointment, Problem> {
        let appointment = Appointment {
            id: self.new_id(),
            account,
            role: office.role,
            unit: office.unit,
            from: office.from,
            until: office.until,
            decided: office.decided.clone(),
            granted_by: [Uuid::nil(); 2],
            revoked_at: None,
        };
        // the rule of three people is what cannot be kept yet; everything else is checked
        let named = Appointment { granted_by: [Uuid::from_u128(1), Uuid::from_u128(2)], ..appointment.clone() };
        named.check(self.tier_of(office.unit, office.from)?)?;
        Ok(appointment)
    }

    /// The level of a unit on a day.
    pub(crate) fn tier_of(&self, unit: UnitId, day: Date) -> Result<Tier, Problem> {
        if unit == NATION {
            return Ok(Tier::Nation);
        }
        let register = self.register();
        let version = register.version(unit, day).ok_or(Problem::Hidden)?;
        Tier::of(version.kind.level()).ok_or(Problem::Hidden)
    }

    /// An administrator and another person who can agree.
    async fn pair(&self, tx: &mut Tx) -> Result<Option<(Account, Account)>, Problem> {
        let day = day_of(self.now());
        let admins = accounts::holders(tx, Role::PlatformAdmin, day).await?;
        for role in SECONDS {
            for second in accounts::holders(tx, role, day).await? {
                if let Some(first) = admins.iter().find(|admin| admin.id != second.id) {
                    return Ok(Some((first.clone(), second)));
                }
            }
        }
        Ok(None)
    }

    async fn tell_all(&self, tx: &mut Tx, kind: &str, about: Uuid) -> Result<(), Problem> {
        let day = day_of(self.now());
        let mut told = Vec::new();
        for role in SECONDS.into_iter().chain([Role::PlatformAdmin, Role::Auditor]) {
            for account in accounts::holders(tx, role, day).await? {
                if !told.contains(&account.id) {
                    self.tell(tx, account.id, kind, about).await?;
                    told.push(account.id);
                }
            }
        }
        Ok(())
    }
}
