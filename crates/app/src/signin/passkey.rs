//! Passkeys: bound to our address, with the user verified each time, without a login that could be guessed.

use domain::accounts::Method;
use store::credentials::{self, Passkey as Kept};
use store::ledger::Deed;
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::{AccessFault, Caller, SignedIn};
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;

const REGISTER: &str = "register_passkey";
const SIGN_IN: &str = "passkey";
/// So many passkeys of one account.
const PASSKEYS_MAX: usize = 10;
/// So many characters of a passkey's name.
const NAME_MAX: usize = 60;

/// What a browser is asked to make.
pub struct Offered {
    /// What the browser holds until it answers.
    pub reference: String,
    /// For `navigator.credentials.create`.
    pub options: CreationChallengeResponse,
}

/// What a browser is asked to sign.
pub struct Asked {
    /// What the browser holds until it answers.
    pub reference: String,
    /// For `navigator.credentials.get`. Names no key: nobody learns which login has which.
    pub options: RequestChallengeResponse,
}

impl App {
    /// Offers to make a passkey. Asks for a fresh proof of who they are, or an enrolment code.
    pub async fn register_passkey_start(&self, session: &Session) -> Result<Offered, Problem> {
        session.fresh(self.now())?;
        let desk = self.desk()?;
        let keys = credentials::passkeys(&mut self.db().snapshot().await?, session.account).await?;
        if keys.len() >= PASSKEYS_MAX {
            return Err(AccessFault::TooManyKeys { most: PASSKEYS_MAX }.into());
        }
        let had = keys.into_iter().map(|key| key.credential).collect();
        let (mut options, state) = desk
            .webauthn
            .start_passkey_registration(session.account.0, &session.login, &session.name, Some(had))
            .map_err(Problem::fault)?;
        // the authenticator has to find the key by itself: nobody types a login
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        let state = serde_json::to_string(&state).map_err(Problem::fault)?;
        let reference = self.keep_ceremony(REGISTER, Some(session.account), state).await?;
        Ok(Offered { reference, options })
    }

    /// Keeps the passkey that a browser made. Whoever came with an enrolment code gets a full session instead.
    pub async fn register_passkey_finish(
        &self,
        session: &Session,
        reference: &str,
        answer: &RegisterPublicKeyCredential,
        name: &str,
        caller: Caller,
    ) -> Result<Option<SignedIn>, Problem> {
        let now = self.now();
        session.fresh(now)?;
        let state = self.take_ceremony(REGISTER, reference, Some(session.account)).await?;
        let state: PasskeyRegistration = serde_json::from_str(&state).map_err(Problem::fault)?;
        let made = self.desk()?.webauthn.finish_passkey_registration(answer, &state);
        let key = made.map_err(|fault| {
            tracing::info!(%fault, "a passkey was not taken");
            AccessFault::Key
        })?;
        let name: String = domain::fold::clean(name).chars().take(NAME_MAX).collect();
        let kept = Kept {
            id: self.new_id(),
            account: session.account,
            credential: key.cred_id().as_slice().to_vec(),
            name: if name.is_empty() { "passkey".to_owned() } else { name },
            key: serde_json::to_string(&key).map_err(Problem::fault)?,
            created_at: now,
            last_used_at: None,
        };
        let deed = Deed { actor: session.actor(), act: "add_passkey", occurred_on: day_of(now), clause: None };
        let mut tx = self.db().begin().await?;
        credentials::add_passkey(&mut tx, &kept, &deed).await?;
        let signed_in = if session.method == Method::Enrolment {
            store::sessions::end(&mut tx, session.id, now).await?;
            Some(self.let_in(&mut tx, session.account, Method::Passkey, caller).await?)
        } else {
            None
        };
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Asks a browser for any passkey of ours.
    pub async fn sign_in_with_passkey_start(&self) -> Result<Asked, Problem> {
        let (mut options, state) = self.desk()?.webauthn.start_discoverable_authentication().map_err(Problem::fault)?;
        // by a button, not while a field is being filled
        options.mediation = None;
        let state = serde_json::to_string(&state).map_err(Problem::fault)?;
        let reference = self.keep_ceremony(SIGN_IN, None, state).await?;
        Ok(Asked { reference, options })
    }

    /// Lets somebody in whose passkey signed our challenge, for our address, after it had verified its user.
    pub async fn sign_in_with_passkey_finish(
        &self,
        reference: &str,
        answer: &PublicKeyCredential,
        caller: Caller,
    ) -> Result<SignedIn, Problem> {
        let counted = self.counted_by_place(caller).await?;
        self.throttled(&counted).await?;
        let key = match self.proved_by(reference, answer).await {
            Err(Problem::Access(AccessFault::Wrong)) => return Err(self.refuse(&counted, None, caller).await),
            proved => proved?,
        };
        let mut tx = self.db().begin().await?;
        credentials::passkey_used(&mut tx, key.id, &key.key, self.now()).await?;
        let signed_in = self.let_in(&mut tx, key.account, Method::Passkey, caller).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Proves once more who they are, by passkey; the session gets a new reference.
    pub async fn step_up_with_passkey(
        &self,
        session: &Session,
        reference: &str,
        answer: &PublicKeyCredential,
        caller: Caller,
    ) -> Result<SignedIn, Problem> {
        let key = self.proved_by(reference, answer).await?;
        if key.account != session.account {
            return Err(AccessFault::Wrong.into());
        }
        let mut tx = self.db().begin().await?;
        credentials::passkey_used(&mut tx, key.id, &key.key, self.now()).await?;
        let renewed = self.prove(&mut tx, session, Method::Passkey, caller).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// The passkey that gave this answer, its counter moved on.
    async fn proved_by(&self, reference: &str, answer: &PublicKeyCredential) -> Result<Kept, Problem> {
        let state = self.take_ceremony(SIGN_IN, reference, None).await?;
        let state: DiscoverableAuthentication = serde_json::from_str(&state).map_err(Problem::fault)?;
        let desk = self.desk()?;
        let Ok((account, credential)) = desk.webauthn.identify_discoverable_authentication(answer) else {
            return Err(AccessFault::Wrong.into());
        };
        let account = domain::accounts::AccountId(account);
        let found = credentials::passkey(&mut self.db().snapshot().await?, account, credential).await?;
        let Some(mut kept) = found else { return Err(AccessFault::Wrong.into()) };
        let mut key: Passkey = serde_json::from_str(&kept.key).map_err(Problem::fault)?;
        let proved = desk.webauthn.finish_discoverable_authentication_v2(answer, state, &key);
        let proved = proved.map_err(|fault| {
            tracing::info!(%fault, "a passkey was refused");
            AccessFault::Wrong
        })?;
        if !proved.user_verified() {
            return Err(AccessFault::Wrong.into());
        }
        key.update_credential(&proved);
        kept.key = serde_json::to_string(&key).map_err(Problem::fault)?;
        Ok(kept)
    }

    /// One's own passkeys, oldest first.
    pub async fn passkeys(&self, session: &Session) -> Result<Vec<Kept>, Problem> {
        Ok(credentials::passkeys(&mut self.db().snapshot().await?, session.account).await?)
    }

    /// Removes a passkey; every session of the account ends. The last way to sign in stays.
    pub async fn remove_passkey(&self, session: &Session, key: uuid::Uuid) -> Result<(), Problem> {
        let now = self.now();
        session.fresh(now)?;
        let mut tx = self.db().begin().await?;
        let others = credentials::passkeys(&mut tx, session.account).await?.len();
        let password = credentials::secrets(&mut tx, session.account).await?.hash.is_some();
        if others < 2 && !password {
            return Err(AccessFault::LastKey.into());
        }
        let deed = Deed { actor: session.actor(), act: "remove_passkey", occurred_on: day_of(now), clause: None };
        if !credentials::remove_passkey(&mut tx, session.account, key, now, &deed).await? {
            return Err(Problem::Hidden);
        }
        Ok(tx.commit().await?)
    }
}
