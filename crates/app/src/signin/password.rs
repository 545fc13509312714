//! Password and a code of the moment: for those whose machine has no passkey, and never for administrators.

use domain::accounts::passwords::Password;
use domain::accounts::{AccountId, CEREMONY_MAX, Login, Method, NOBODY};
use store::accounts::Account;
use store::credentials::{self, NewPassword, Secrets};
use store::ledger::{Actor, Deed};
use store::sessions::{self, Ceremony};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use super::secrets::{Column, hash_of, hash_of_code};
use super::{AccessFault, Caller, SignedIn, passkey_only};
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;

/// How many recovery codes there are.
pub(super) const RECOVERY_CODES: usize = 10;
/// A secret of 160 bits (RFC 4226 §4).
const TOTP_BYTES: usize = 20;
const OFFER: &str = "password";

/// What somebody typed.
pub struct WithPassword {
    /// The login.
    pub login: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// The six digits of the moment, or a recovery code.
    pub code: Zeroizing<String>,
}

/// A second factor, offered to be set up.
pub struct PasswordOffer {
    /// What the browser holds until the first code comes.
    pub reference: String,
    /// The secret as letters to be typed into an app.
    pub secret: Zeroizing<String>,
    /// The same as an address to be shown as a square.
    pub url: Zeroizing<String>,
}

/// What is shown once: write it down.
pub struct NewCodes {
    /// The session that goes on; the others are over.
    pub signed_in: SignedIn,
    /// Each is good once in the place of a code of the moment.
    pub recovery: Vec<String>,
}

impl App {
    /// Lets somebody in by login, password and code.
    ///
    /// [`AccessFault::Wrong`] for whatever was wrong, after the same work whether the login exists or not;
    /// [`AccessFault::Wait`] or [`AccessFault::Locked`] after many failures; [`AccessFault::PasskeyNeeded`] for whom
    /// a password is not enough, told only after the password was right.
    pub async fn sign_in_with_password(&self, typed: WithPassword, caller: Caller) -> Result<SignedIn, Problem> {
        let desk = self.desk()?;
        let login = Login::new(&typed.login).ok();
        let counted = self.counted(login.as_ref().map_or(&typed.login, Login::as_str), caller).await?;
        self.throttled(&counted).await?;
        let (account, secrets) = self.of_login(login).await?;
        let id = account.as_ref().map(|account| account.id);
        let Ok(password) = Password::typed(&typed.password) else {
            return Err(self.refuse(&counted, id.map(|id| id.0), caller).await);
        };
        let checked = desk.hasher.check(password, secrets.hash.clone()).await?;
        let (true, Some(id)) = (checked.right, id) else {
            return Err(self.refuse(&counted, id.map(|id| id.0), caller).await);
        };
        let Some(proof) = self.second_factor(id, &secrets, &typed.code).await? else {
            return Err(self.refuse(&counted, Some(id.0), caller).await);
        };
        self.refuse_if_passkey_only(id).await?;
        let stronger = if checked.weak { self.rehashed(&typed.password).await? } else { None };
        let mut tx = self.db().begin().await?;
        if !self.used_up(&mut tx, id, &proof).await? {
            drop(tx);
            return Err(self.refuse(&counted, Some(id.0), caller).await);
        }
        if let (Some(old), Some(new)) = (&secrets.hash, stronger) {
            credentials::rehash(&mut tx, id, old, &new).await?;
        }
        self.forgive(&mut tx, &counted).await?;
        let signed_in = self.let_in(&mut tx, id, proof.method(), caller).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// The account of a login with what it is held against. For a login that nobody has, the same questions are asked.
    async fn of_login(&self, login: Option<Login>) -> Result<(Option<Account>, Secrets), Problem> {
        let mut tx = self.db().snapshot().await?;
        let account = match &login {
            Some(login) => store::accounts::by_login(&mut tx, login).await?,
            None => None,
        };
        let id = account.as_ref().map_or(NOBODY, |account| account.id);
        let secrets = credentials::secrets(&mut tx, id).await?;
        Ok((account, secrets))
    }

    async fn second_factor(
        &self,
        account: AccountId,
        secrets: &Secrets,
        code: &str,
    ) -> Result<Option<SecondFactor>, Problem> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).take(64).collect();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Some(SecondFactor::Recovery(hash_of_code(code))));
        }
        let Some(sealed) = &secrets.totp else { return Ok(None) };
        let secret = self.open_of(account.0, Column::Totp, sealed).await?;
        let step = step_of(&secret, &digits, self.now().as_second())?;
        Ok(step.filter(|step| *step > secrets.last_step).map(SecondFactor::Step))
    }

    async fn used_up(&self, tx: &mut store::Tx, id: AccountId, proof: &SecondFactor) -> Result<bool, Problem> {
        Ok(match proof {
            SecondFactor::Step(step) => credentials::take_step(tx, id, *step).await?,
            SecondFactor::Recovery(hash) => credentials::take_code(tx, id, hash, self.now()).await?,
        })
    }

    async fn rehashed(&self, password: &str) -> Result<Option<String>, Problem> {
        let Ok(password) = Password::typed(password) else { return Ok(None) };
        let salt = self.sources().bytes().map_err(Problem::fault)?;
        self.desk()?.hasher.hash(password, salt).await.map(Some)
    }

    /// Refuses where somebody holds a role for which a password is not enough.
    pub(crate) async fn refuse_if_passkey_only(&self, account: AccountId) -> Result<(), Problem> {
        let (mut tx, now) = (self.db().snapshot().await?, self.now());
        let held = store::appointments::of_account(&mut tx, account.0).await?;
        let barred = held.iter().any(|held| held.in_force(now) && passkey_only(held.role));
        if barred { Err(AccessFault::PasskeyNeeded.into()) } else { Ok(()) }
    }

    /// Offers a secret for codes of the moment, to be set up together with a password.
    pub async fn offer_password(&self, session: &Session) -> Result<PasswordOffer, Problem> {
        let now = self.now();
        session.fresh(now)?;
        self.refuse_if_passkey_only(session.account).await?;
        let secret = Zeroizing::new(self.sources().bytes::<TOTP_BYTES>().map_err(Problem::fault)?);
        let totp = Builder::new()
            .with_secret(secret.as_slice())
            .with_account_name(session.login.as_str())
            .with_issuer(Some(self.desk()?.name.replace(':', " ")))
            .build()
            .map_err(Problem::fault)?;
        let shown = totp_rs::Secret::from(secret.as_slice()).to_base32();
        let url = totp.to_url().map_err(Problem::fault)?;
        let sealed = self.seal_for(session.account.0, Column::Offer, secret.as_slice()).await?;
        let reference = self.keep_ceremony(OFFER, Some(session.account), hex(&sealed)).await?;
        Ok(PasswordOffer { reference, secret: Zeroizing::new(shown), url: Zeroizing::new(url) })
    }

    /// Sets the password and the second factor, once the first code proves that the secret arrived. Every other
    /// session ends; the recovery codes are shown once.
    pub async fn choose_password(
        &self,
        session: &Session,
        offer: &str,
        password: &str,
        code: &str,
        caller: Caller,
    ) -> Result<NewCodes, Problem> {
        let now = self.now();
        session.fresh(now)?;
        self.refuse_if_passkey_only(session.account).await?;
        let chosen =
            Password::chosen(password, true, &[&session.login, &session.name]).map_err(AccessFault::Password)?;
        let salt = self.sources().bytes().map_err(Problem::fault)?;
        let hash = self.desk()?.hasher.hash(chosen, salt).await?;
        let sealed = self.take_ceremony(OFFER, offer, Some(session.account)).await?;
        let secret = self.open_of(session.account.0, Column::Offer, &unhex(&sealed)).await?;
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).take(64).collect();
        let Some(step) = step_of(&secret, &digits, now.as_second())? else { return Err(AccessFault::Code.into()) };
        let totp = self.seal_for(session.account.0, Column::Totp, &secret).await?;
        let mut codes = Vec::new();
        for _ in 0..RECOVERY_CODES {
            codes.push(self.code()?);
        }
        let hashes: Vec<[u8; 32]> = codes.iter().map(|(_, hash)| *hash).collect();
        let deed = |act| Deed { actor: session.actor(), act, occurred_on: day_of(now), clause: None };
        let mut tx = self.db().begin().await?;
        let new = NewPassword { hash, totp, step };
        credentials::set_password(&mut tx, session.account, &new, now, &deed("set_password")).await?;
        credentials::replace_codes(&mut tx, session.account, &hashes, now, &deed("set_codes")).await?;
        let signed_in = self.let_in(&mut tx, session.account, Method::PasswordTotp, caller).await?;
        tx.commit().await?;
        Ok(NewCodes { signed_in, recovery: codes.into_iter().map(|(code, _)| code).collect() })
    }

    /// Proves once more who they are, by password and code; the session gets a new reference.
    pub async fn step_up_with_password(
        &self,
        session: &Session,
        typed: WithPassword,
        caller: Caller,
    ) -> Result<SignedIn, Problem> {
        let counted = self.counted(&session.login, caller).await?;
        self.throttled(&counted).await?;
        let id = session.account;
        let secrets = credentials::secrets(&mut self.db().snapshot().await?, id).await?;
        let Ok(password) = Password::typed(&typed.password) else {
            return Err(self.refuse(&counted, Some(id.0), caller).await);
        };
        if !self.desk()?.hasher.check(password, secrets.hash.clone()).await?.right {
            return Err(self.refuse(&counted, Some(id.0), caller).await);
        }
        let Some(proof) = self.second_factor(id, &secrets, &typed.code).await? else {
            return Err(self.refuse(&counted, Some(id.0), caller).await);
        };
        let mut tx = self.db().begin().await?;
        if !self.used_up(&mut tx, id, &proof).await? {
            drop(tx);
            return Err(self.refuse(&counted, Some(id.0), caller).await);
        }
        self.forgive(&mut tx, &counted).await?;
        let renewed = self.prove(&mut tx, session, proof.method(), caller).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// Keeps a challenge for a few minutes; what is given back opens it once.
    pub(super) async fn keep_ceremony(
        &self,
        kind: &'static str,
        account: Option<AccountId>,
        state: String,
    ) -> Result<String, Problem> {
        let now = self.now();
        let (reference, hash) = self.reference()?;
        let expires_at = now.checked_add(CEREMONY_MAX).map_err(Problem::fault)?;
        let mut tx = self.db().begin().await?;
        sessions::add_ceremony(&mut tx, &Ceremony { hash, kind, account, state, expires_at }, now).await?;
        tx.commit().await?;
        Ok(reference)
    }

    /// Takes a challenge out, for good, even if the answer to it turns out to be wrong.
    pub(super) async fn take_ceremony(
        &self,
        kind: &'static str,
        reference: &str,
        account: Option<AccountId>,
    ) -> Result<String, Problem> {
        let mut tx = self.db().begin().await?;
        let taken = sessions::take_ceremony(&mut tx, &hash_of(reference), kind, self.now()).await?;
        tx.commit().await?;
        match taken {
            Some((of, state)) if of == account => Ok(state),
            _ => Err(AccessFault::Stale.into()),
        }
    }
}

impl Session {
    /// Who acts, for the ledger, where no appointment is needed: one's own account.
    pub fn actor(&self) -> Actor {
        Actor::Account { account: self.account.0, appointment: None }
    }
}

enum SecondFactor {
    Step(i64),
    Recovery([u8; 32]),
}

impl SecondFactor {
    const fn method(&self) -> Method {
        match self {
            Self::Step(_) => Method::PasswordTotp,
            Self::Recovery(_) => Method::PasswordRecovery,
        }
    }
}

/// The step whose code this is: the one of this instant, the one before, or the next (RFC 6238 §5.2).
fn step_of(secret: &[u8], digits: &str, now_s: i64) -> Result<Option<i64>, Problem> {
    let totp: Totp = Builder::new().with_secret(secret).build().map_err(Problem::fault)?;
    let at = u64::try_from(now_s).unwrap_or_default();
    Ok(totp.check(digits, at).and_then(|step| i64::try_from(step).ok()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].into_iter().filter_map(|n| char::from_digit(u32::from(n), 16)));
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.as_chunks::<2>().0.iter().filter_map(|[high, low]| u8::try_from(high * 16 + low).ok()).collect()
}
