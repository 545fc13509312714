//! Tokens: a program acts for an officer, under one appointment, for one purpose, in some actions, for some weeks.

use domain::access::{Action, Appointment, Purpose};
use domain::accounts::TOKEN_MAX;
use jiff::{SignedDuration, Timestamp};
use store::ledger::{Actor, Deed};
use store::tokens::{self, Token};
use uuid::Uuid;

use super::{Session, TOUCH};
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::signin::AccessFault;
use crate::signin::secrets::hash_of;

/// So many characters of a token's name.
const NAME_MAX: usize = 60;
/// What stands before a token, so that scanners of leaked secrets know it.
const PREFIX: &str = "anlanh_";

/// A token that somebody wants.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// How its owner calls it.
    pub name: String,
    /// The appointment that it acts under.
    pub appointment: Uuid,
    /// What for.
    pub purpose: Option<Purpose>,
    /// What it may ask for; nothing that asks for a fresh proof of a person.
    pub actions: Vec<Action>,
    /// How many days it lives.
    pub days: u16,
}

/// A token, shown once.
#[derive(Clone, Debug)]
pub struct TokenMade {
    /// What the program shows.
    pub token: String,
    /// What is kept of it.
    pub kept: Token,
}

/// A program that shows a good token.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The token.
    pub token: Token,
    /// What it acts under.
    pub appointment: Appointment,
}

impl Bearer {
    /// Whether the token is for this act and purpose; that its appointment may do it, the policy says.
    pub fn allows(&self, action: Action, purpose: Option<Purpose>) -> bool {
        self.token.actions.contains(&action) && (purpose.is_none() || purpose == self.token.purpose)
    }
}

impl App {
    /// Makes a token. Asks for a fresh proof of who they are.
    pub async fn make_token(&self, session: &Session, new: NewToken) -> Result<TokenMade, Problem> {
        let now = self.now();
        session.fresh(now)?;
        let appointment = session.appointment(new.appointment)?;
        let life = SignedDuration::from_hours(24 * i64::from(new.days));
        let name: String = domain::fold::clean(&new.name).chars().take(NAME_MAX).collect();
        let unfit = new.actions.iter().any(|action| action.needs_step_up() || *action == Action::UseOwnAccount);
        if name.is_empty() || new.actions.is_empty() || unfit || life.is_zero() || life > TOKEN_MAX {
            return Err(AccessFault::Token.into());
        }
        let (reference, _) = self.reference()?;
        let token = format!("{PREFIX}{reference}");
        let kept = Token {
            id: self.new_id(),
            account: session.account,
            appointment: appointment.id,
            name,
            purpose: new.purpose,
            actions: new.actions,
            created_at: now,
            expires_at: now.checked_add(life).map_err(Problem::fault)?,
            last_used_at: None,
            revoked_at: None,
        };
        let actor = Actor::Account { account: session.account.0, appointment: Some(appointment.id) };
        let deed = Deed { actor, act: "create_token", occurred_on: day_of(now), clause: None };
        let mut tx = self.db().begin().await?;
        tokens::add(&mut tx, &kept, &hash_of(&token), &deed).await?;
        tx.commit().await?;
        Ok(TokenMade { token, kept })
    }

    /// Whose token this is, in one statement; nobody's, if it is none, over, taken back, or its account or appointment
    /// is no longer good.
    pub async fn bearer(&self, shown: &str) -> Result<Option<Bearer>, Problem> {
        let now = self.now();
        let found = tokens::bearer(&mut self.db().snapshot().await?, &hash_of(shown), now).await?;
        let Some((token, appointment)) = found.filter(|(_, appointment)| appointment.in_force(now)) else {
            return Ok(None);
        };
        let used = token.last_used_at.unwrap_or(Timestamp::UNIX_EPOCH);
        if now.duration_since(used) >= TOUCH {
            let mut tx = self.db().begin().await?;
            tokens::used(&mut tx, token.id, now).await?;
            tx.commit().await?;
        }
        Ok(Some(Bearer { token, appointment }))
    }

    /// One's own tokens, newest first.
    pub async fn tokens(&self, session: &Session) -> Result<Vec<Token>, Problem> {
        Ok(tokens::of_account(&mut self.db().snapshot().await?, session.account).await?)
    }

    /// Takes one's own token back, at once.
    pub async fn revoke_token(&self, session: &Session, token: Uuid) -> Result<(), Problem> {
        let now = self.now();
        let deed = Deed { actor: session.actor(), act: "revoke_token", occurred_on: day_of(now), clause: None };
        let mut tx = self.db().begin().await?;
        if !tokens::revoke(&mut tx, session.account, token, now, &deed).await? {
            return Err(Problem::Hidden);
        }
        Ok(tx.commit().await?)
    }
}
