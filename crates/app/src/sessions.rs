//! Who is here: sessions from request to request, files opened for a purpose, and tokens of programs.

mod openings;
mod tokens;

use domain::access::Appointment;
use domain::accounts::{AccountId, Method, STEP_UP_MAX};
use jiff::{SignedDuration, Timestamp};
use store::Tx;
use store::access::{Act, Outcome};
use store::sessions;
use uuid::Uuid;

pub use openings::{Opened, ToOpen};
pub use store::sessions::Visit;
pub use store::tokens::Token;
pub use tokens::{Bearer, NewToken, TokenMade};

use crate::app::App;
use crate::problem::Problem;
use crate::signin::{AccessFault, Caller, SignedIn, secrets};

/// A session's last use is written down at most so often; it may end so much earlier than its thirty minutes.
const TOUCH: SignedDuration = SignedDuration::from_secs(60);
/// Visits that an account's page shows.
const VISITS: i64 = 20;

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session, by the id that opens nothing.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// How they proved who they are.
    pub method: Method,
    /// When they last proved it.
    pub authenticated_at: Timestamp,
    /// When the session ends whatever happens.
    pub expires_at: Timestamp,
    /// The appointments in force now. None for a session that only sets up a way to sign in.
    pub appointments: Vec<Appointment>,
}

impl Session {
    /// Whether all it can do is to set up a way to sign in.
    pub fn is_enrolment(&self) -> bool {
        self.method == Method::Enrolment
    }

    /// How long ago they proved who they are, in seconds, for [`domain::access::Ask::factor_age_s`].
    pub fn factor_age_s(&self, now: Timestamp) -> u32 {
        u32::try_from(now.duration_since(self.authenticated_at).as_secs().max(0)).unwrap_or(u32::MAX)
    }

    /// Refuses an act that asks for a proof at most five minutes old.
    pub fn fresh(&self, now: Timestamp) -> Result<(), AccessFault> {
        let age = now.duration_since(self.authenticated_at);
        // an enrolment session is short, and its code was the proof
        if self.is_enrolment() || age <= STEP_UP_MAX { Ok(()) } else { Err(AccessFault::StepUp) }
    }

    /// One of the appointments in force, by its id.
    pub fn appointment(&self, id: Uuid) -> Result<&Appointment, AccessFault> {
        self.appointments.iter().find(|held| held.id == id).ok_or(AccessFault::NoAppointment)
    }
}

impl App {
    /// Who comes with a reference, in one statement; nobody, if the session is none, over, idle too long, or began
    /// before the account was stopped or its rights changed.
    pub async fn who(&self, reference: &str) -> Result<Option<Session>, Problem> {
        let now = self.now();
        let found = sessions::who(&mut self.db().snapshot().await?, &secrets::hash_of(reference), now).await?;
        // what was begun by a click in a demonstration is nothing where there are people's files
        let Some(who) = found.filter(|who| who.method != Method::Demo || self.is_demo()) else { return Ok(None) };
        if now.duration_since(who.last_seen_at) >= TOUCH {
            let mut tx = self.db().begin().await?;
            sessions::touch(&mut tx, who.session, now).await?;
            tx.commit().await?;
        }
        let mut appointments = who.appointments;
        appointments.retain(|held| who.method != Method::Enrolment && held.in_force(now));
        Ok(Some(Session {
            id: who.session,
            account: who.account,
            login: who.login,
            name: who.name,
            method: who.method,
            authenticated_at: who.authenticated_at,
            expires_at: who.expires_at,
            appointments,
        }))
    }

    /// Renews a session after a proof: the reference from before is good for nothing.
    pub(crate) async fn prove(
        &self,
        tx: &mut Tx,
        session: &Session,
        method: Method,
        caller: Caller,
    ) -> Result<SignedIn, Problem> {
        let (reference, hash) = self.reference()?;
        if !sessions::proved(tx, (session.id, session.account), &hash, method, self.now()).await? {
            return Err(AccessFault::NoSession.into());
        }
        store::access::add(tx, &self.coming(session.actor(), Act::SignIn, caller), Outcome::Served).await?;
        Ok(SignedIn {
            reference,
            session: session.id,
            account: session.account,
            method,
            expires_at: session.expires_at,
        })
    }

    /// Ends this session.
    pub async fn sign_out(&self, session: &Session, caller: Caller) -> Result<(), Problem> {
        let mut tx = self.db().begin().await?;
        if sessions::end(&mut tx, session.id, self.now()).await? {
            store::access::add(&mut tx, &self.coming(session.actor(), Act::SignOut, caller), Outcome::Served).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends every session of the account, this one too.
    pub async fn sign_out_everywhere(&self, session: &Session, caller: Caller) -> Result<u64, Problem> {
        let mut tx = self.db().begin().await?;
        let ended = sessions::end_all(&mut tx, session.account, self.now()).await?;
        store::access::add(&mut tx, &self.coming(session.actor(), Act::SignOut, caller), Outcome::Served).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// The last visits of one's own account, newest first.
    pub async fn visits(&self, session: &Session) -> Result<Vec<Visit>, Problem> {
        Ok(sessions::of_account(&mut self.db().snapshot().await?, session.account, VISITS).await?)
    }
}
