//! Accounts and appointments: made, stopped, appointed by two, taken back by one.

mod first;
mod permits;
mod reach;

use domain::access::{Appointment, Record, Role, acts};
use domain::accounts::{AccountId, ENROLMENT_MAX, Login, State};
use domain::units::UnitId;
use store::Tx;
use store::accounts;
use store::ledger::{Actor, Deed};
use store::notices;
use store::{StoreError, appointments, credentials};
use uuid::Uuid;

pub use first::{First, Office};
pub use permits::Acting;
pub(crate) use reach::names;
pub use reach::{AccountFile, Offers, SeenAccount};
pub use store::accounts::Account;
pub use store::accounts_listed::Office as HeldOffice;
pub use store::notices::Notice;

use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;
use crate::signin::secrets::Column;

/// So many characters of an officer's name.
const NAME_MAX: usize = 120;
/// So many notices that an account's page shows.
const NOTICES: i64 = 50;

/// An account that somebody wants to make.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// What is typed at sign-in.
    pub login: String,
    /// The officer's name.
    pub name: String,
    /// E-mail; kept sealed.
    pub email: Option<String>,
    /// Telephone; kept sealed.
    pub phone: Option<String>,
}

/// An account and the code, shown once, with which its owner sets up a way to sign in.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// The account.
    pub account: AccountId,
    /// Its login in the form that is kept.
    pub login: Login,
    /// Good once, for a day.
    pub code: String,
}

impl App {
    /// Makes an account for a unit, which may do nothing until it is appointed.
    pub async fn create_account(
        &self,
        session: &Session,
        acting: Uuid,
        unit: UnitId,
        new: NewAccount,
    ) -> Result<Enrolled, Problem> {
        let acting = self.acting(session, acting)?;
        let record = self.system_record(unit);
        self.permit::<acts::CreateAccount>(&acting, &record, None).await?;
        self.enrol(new, unit, acting.actor()).await
    }

    /// Every appointment over a unit, for who may see its accounts.
    pub async fn appointments_of(
        &self,
        session: &Session,
        acting: Uuid,
        unit: UnitId,
    ) -> Result<Vec<Appointment>, Problem> {
        let acting = self.acting(session, acting)?;
        self.permit::<acts::ListAccounts>(&acting, &self.system_record(unit), None).await?;
        Ok(appointments::of_unit(&mut self.db().snapshot().await?, unit).await?)
    }

    /// Whether anybody has an account here.
    pub async fn has_accounts(&self) -> Result<bool, Problem> {
        Ok(!accounts::all(&mut self.db().snapshot().await?).await?.is_empty())
    }

    /// Stops an account: whoever is signed in with it is out at the next request.
    pub async fn disable_account(
        &self,
        session: &Session,
        acting: Uuid,
        unit: UnitId,
        account: AccountId,
    ) -> Result<(), Problem> {
        let acting = self.acting(session, acting)?;
        let record = Record { subject: Some(account.0), ..self.system_record(unit) };
        self.permit::<acts::DisableAccount>(&acting, &record, None).await?;
        let deed = self.access_deed(acting.actor(), "disable");
        let mut tx = self.db().begin().await?;
        self.covers(&mut tx, unit, account).await?;
        if !accounts::set_state(&mut tx, account, State::Disabled, self.now(), &deed).await? {
            return Err(Problem::NothingToSave);
        }
        Ok(tx.commit().await?)
    }

    /// Ends an appointment at once. Asks for a fresh proof, not for a second person: it must not wait.
    pub async fn revoke_appointment(
        &self,
        session: &Session,
        acting: Uuid,
        appointment: Uuid,
        reason: &str,
    ) -> Result<(), Problem> {
        let acting = self.acting(session, acting)?;
        let found = appointments::by_id(&mut self.db().snapshot().await?, appointment).await?;
        let of = found.ok_or(Problem::Hidden)?;
        let record = grant_record(self.system_record(of.unit), &of);
        self.permit::<acts::RevokeAppointment>(&acting, &record, None).await?;
        let reason = domain::fold::clean(reason);
        if reason.is_empty() {
            return Err(AccessFault::Missing.into());
        }
        let deed = self.access_deed(acting.actor(), "revoke");
        let mut tx = self.db().begin().await?;
        let by = Some(session.account.0);
        appointments::revoke(&mut tx, &of, by, &reason, self.now(), &deed).await?;
        self.tell(&mut tx, AccountId(of.account), "appointment_revoked", of.id).await?;
        Ok(tx.commit().await?)
    }

    /// The notices of one's own account, newest first.
    pub async fn notices(&self, session: &Session) -> Result<Vec<Notice>, Problem> {
        Ok(notices::of_account(&mut self.db().snapshot().await?, session.account, NOTICES).await?)
    }

    /// Notes that its owner has seen a notice.
    pub async fn notice_seen(&self, session: &Session, notice: Uuid) -> Result<(), Problem> {
        let mut tx = self.db().begin().await?;
        notices::read(&mut tx, session.account, notice, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Joins an account to somebody whom the identity provider names. Done beside making or resetting the account, by
    /// the same right.
    pub async fn link_provider(
        &self,
        session: &Session,
        acting: Uuid,
        unit: UnitId,
        account: AccountId,
        subject: &str,
    ) -> Result<(), Problem> {
        let acting = self.acting(session, acting)?;
        session.fresh(self.now())?;
        if account == session.account {
            return Err(AccessFault::Decision(domain::proposals::DecisionFault::OwnCase).into());
        }
        self.permit::<acts::CreateAccount>(&acting, &self.system_record(unit), None).await?;
        self.refuse_if_passkey_only(account).await?;
        let issuer = self.desk()?.issuer().ok_or(AccessFault::NoProvider)?;
        let deed = self.access_deed(acting.actor(), "link");
        let mut tx = self.db().begin().await?;
        self.covers(&mut tx, unit, account).await?;
        if credentials::linked(&mut tx, &issuer, subject).await?.is_some() {
            return Err(AccessFault::Joined.into());
        }
        credentials::link(&mut tx, account, (&issuer, subject), self.now(), &deed).await?;
        Ok(tx.commit().await?)
    }

    /// Adds an account for a unit, with a code to set up a way to sign in.
    async fn enrol(&self, new: NewAccount, unit: UnitId, actor: Actor) -> Result<Enrolled, Problem> {
        let login = Login::new(&new.login).map_err(|_| AccessFault::Login(new.login.clone()))?;
        let name: String = domain::fold::clean(&new.name).chars().take(NAME_MAX).collect();
        if name.is_empty() {
            return Err(AccessFault::Missing.into());
        }
        let (id, now) = (AccountId(self.new_id()), self.now());
        let account = Account {
            id,
            login: login.clone(),
            name,
            email: self.sealed(id, Column::Email, new.email).await?,
            phone: self.sealed(id, Column::Phone, new.phone).await?,
            state: State::Active,
            created_at: now,
            disabled_at: None,
            revision: 1,
        };
        let mut tx = self.db().begin().await?;
        accounts::add(&mut tx, &account, &self.access_deed(actor, "create")).await.map_err(|fault| match fault {
            StoreError::Conflict { .. } => AccessFault::Taken(login.to_string()).into(),
            other => Problem::from(other),
        })?;
        store::accounts_listed::add_origin(&mut tx, id, unit, now, &self.access_deed(actor, "create")).await?;
        let code = self.enrolment(&mut tx, id, actor).await?;
        tx.commit().await?;
        Ok(Enrolled { account: id, login, code })
    }

    /// A new code for an account, in the transaction of what it belongs to. Codes from before are void.
    pub(crate) async fn enrolment(&self, tx: &mut Tx, account: AccountId, actor: Actor) -> Result<String, Problem> {
        let now = self.now();
        let (code, hash) = self.code()?;
        let until = now.checked_add(ENROLMENT_MAX).map_err(Problem::fault)?;
        let deed = self.access_deed(actor, "enrol");
        credentials::add_enrolment(tx, account, &hash, (now, until), &deed).await?;
        Ok(code)
    }

    async fn sealed(&self, of: AccountId, column: Column, text: Option<String>) -> Result<Option<Vec<u8>>, Problem> {
        match text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => Ok(Some(self.seal_for(of.0, column, text.as_bytes()).await?)),
            None => Ok(None),
        }
    }

    /// Puts a notice into an account's box.
    pub(crate) async fn tell(&self, tx: &mut Tx, account: AccountId, kind: &str, about: Uuid) -> Result<(), Problem> {
        let kind = kind.to_owned();
        let notice = Notice { id: self.new_id(), account, kind, about, at: self.now(), read_at: None };
        Ok(notices::add(tx, &notice).await?)
    }

    /// Tells every protection officer.
    pub(crate) async fn tell_protection(&self, tx: &mut Tx, kind: &str, about: Uuid) -> Result<(), Problem> {
        for officer in accounts::holders(tx, Role::ProtectionOfficer, day_of(self.now())).await? {
            self.tell(tx, officer.id, kind, about).await?;
        }
        Ok(())
    }

    pub(crate) fn access_deed(&self, actor: Actor, act: &'static str) -> Deed {
        Deed { actor, act, occurred_on: day_of(self.now()), clause: None }
    }
}

/// What the policy is told of an appointment that is granted or revoked.
pub(crate) fn grant_record(record: Record, of: &Appointment) -> Record {
    Record { subject: Some(of.account), granted: Some(of.role), ..record }
}
