//! What somebody is shown of their own ways in, and new recovery codes.

use store::credentials;
use store::ledger::Deed;

use super::password::RECOVERY_CODES;
use super::{AccessFault, passkey_only};
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;

/// How somebody can come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// How many passkeys they have.
    pub passkeys: usize,
    /// Whether they have a password with a second factor.
    pub password: bool,
    /// Whether their roles let them have one.
    pub may_have_password: bool,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
}

impl App {
    /// Whether people can come in through an identity provider.
    pub fn has_provider(&self) -> bool {
        self.desk().is_ok_and(|desk| desk.issuer().is_some())
    }

    /// How somebody can come in.
    pub async fn ways(&self, session: &Session) -> Result<Ways, Problem> {
        let mut tx = self.db().snapshot().await?;
        let now = self.now();
        // those of an enrolment session do not count yet, but they decide what it may set up
        let held = store::appointments::of_account(&mut tx, session.account.0).await?;
        let barred = held.iter().any(|held| held.in_force(now) && passkey_only(held.role));
        Ok(Ways {
            passkeys: credentials::passkeys(&mut tx, session.account).await?.len(),
            password: credentials::secrets(&mut tx, session.account).await?.hash.is_some(),
            may_have_password: !barred,
            recovery_codes: credentials::codes_left(&mut tx, session.account).await?.try_into().unwrap_or_default(),
        })
    }

    /// Makes new recovery codes, shown once; those from before are void. Asks for a fresh proof, and for a password
    /// beside which they stand ([`AccessFault::Missing`]).
    pub async fn renew_recovery_codes(&self, session: &Session) -> Result<Vec<String>, Problem> {
        let now = self.now();
        session.fresh(now)?;
        let mut codes = Vec::new();
        for _ in 0..RECOVERY_CODES {
            codes.push(self.code()?);
        }
        let hashes: Vec<[u8; 32]> = codes.iter().map(|(_, hash)| *hash).collect();
        let deed = Deed { actor: session.actor(), act: "set_codes", occurred_on: day_of(now), clause: None };
        let mut tx = self.db().begin().await?;
        if credentials::secrets(&mut tx, session.account).await?.hash.is_none() {
            return Err(AccessFault::Missing.into());
        }
        credentials::replace_codes(&mut tx, session.account, &hashes, now, &deed).await?;
        tx.commit().await?;
        Ok(codes.into_iter().map(|(code, _)| code).collect())
    }
}
