//! The code that comes with a new account: typed once, good for setting up one way to sign in.

use domain::accounts::Method;
use store::credentials;

use super::secrets::hash_of_code;
use super::{Caller, SignedIn};
use crate::app::App;
use crate::problem::Problem;

impl App {
    /// Lets somebody in by an enrolment code, to set up a passkey or a password and nothing else.
    pub async fn sign_in_with_enrolment(&self, code: &str, caller: Caller) -> Result<SignedIn, Problem> {
        let counted = self.counted_by_place(caller).await?;
        self.throttled(&counted).await?;
        let mut tx = self.db().begin().await?;
        let Some(account) = credentials::take_enrolment(&mut tx, &hash_of_code(code), self.now()).await? else {
            drop(tx);
            return Err(self.refuse(&counted, None, caller).await);
        };
        let signed_in = self.let_in(&mut tx, account, Method::Enrolment, caller).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
