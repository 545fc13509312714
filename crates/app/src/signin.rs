//! Coming in: by passkey, by password and a code, through the province's identity provider.
//!
//! Every way ends in one place, which begins a session and writes the line of the log in the same transaction. Every
//! refusal takes the same way out: the same answer after the same work, whether the account exists or not.

mod enrolment;
mod fault;
mod hashing;
mod own;
mod passkey;
mod password;
mod provider;
pub(crate) mod secrets;
mod throttle;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use domain::access::Role;
use domain::accounts::{AccountId, ENROLMENT_SESSION_MAX, Method, SESSION_MAX};
use jiff::Timestamp;
use policy::Policies;
use store::Tx;
use store::access::{About, Access, Act, Outcome};
use store::ledger::Actor;
use store::sessions::{self, Begun};
use uuid::Uuid;
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::WebauthnBuilder;

use crate::app::{App, day_of};
use crate::problem::Problem;

pub use fault::AccessFault;
pub use hashing::{Cost, Hasher};
pub use own::Ways;
pub use passkey::{Asked, Offered};
pub use password::{NewCodes, PasswordOffer, WithPassword};
pub use store::credentials::Passkey as KeptPasskey;
pub use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential, Url};

pub use provider::{Fetch, Fetched, Provider, ProviderSettings, Returned, Sending, Sent, Unreached};

/// Where and how this installation lets people in.
pub struct Settings {
    /// The address that browsers show: `https://anlanh.example.vn`. Passkeys are bound to it.
    pub origin: Url,
    /// Its host name, or a parent domain of it, to which passkeys are bound.
    pub rp_id: String,
    /// The installation's name, shown beside a key or code.
    pub name: String,
    /// What a password costs to guess: [`Cost::PRODUCT`].
    pub cost: Cost,
    /// The identity provider, if there is one.
    pub provider: Option<Provider>,
}

/// The desk at which people sign in.
pub struct Desk {
    webauthn: Webauthn,
    hasher: Hasher,
    provider: Option<Provider>,
    policies: Policies,
    name: String,
}

impl Desk {
    /// Opens the desk; an origin and a host name that do not fit together are refused.
    pub fn new(settings: Settings) -> Result<Self, AccessFault> {
        let Settings { origin, rp_id, name, cost, provider } = settings;
        let builder = WebauthnBuilder::new(&rp_id, &origin).map_err(|_| AccessFault::Origin)?;
        // a loopback address may be reached through another port of the same machine
        let builder = builder.allow_any_port(origin.scheme() == "http");
        let webauthn = builder.rp_name(&name).build().map_err(|_| AccessFault::Origin)?;
        let policies = Policies::shipped().map_err(|_| AccessFault::Policies)?;
        Ok(Self { webauthn, hasher: Hasher::new(cost)?, provider, policies, name })
    }

    /// The rules of who may do what.
    pub(crate) const fn policies(&self) -> &Policies {
        &self.policies
    }
}

/// Who stands before the desk, as far as the machine knows it.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// The address that the request came from. It is counted by its prefix and never kept.
    pub address: Option<IpAddr>,
    /// Id of the request.
    pub request: Uuid,
}

/// Somebody came in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What the browser holds: 256 random bits as 43 letters. The only copy.
    pub reference: String,
    /// The session, by the id that opens nothing.
    pub session: Uuid,
    /// Whose.
    pub account: AccountId,
    /// How.
    pub method: Method,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// Roles that have no way in but a passkey (security.md C9): who runs the machine, hands out lists, or watches others.
pub const fn passkey_only(role: Role) -> bool {
    matches!(
        role,
        Role::PlatformAdmin | Role::PoliceHead | Role::StandingOffice | Role::ProtectionOfficer | Role::Auditor
    )
}

impl App {
    /// Opens the desk, once. Answers whether it is the first.
    pub fn sign_in_at(&self, desk: Desk) -> bool {
        self.set_desk(Arc::new(desk))
    }

    /// Begins a session in the transaction of the proof; with it goes the line of the log.
    pub(crate) async fn let_in(
        &self,
        tx: &mut Tx,
        account: AccountId,
        method: Method,
        caller: Caller,
    ) -> Result<SignedIn, Problem> {
        let now = self.now();
        if method == Method::Demo && !self.is_demo() {
            return Err(Problem::Hidden);
        }
        let (reference, hash) = self.reference()?;
        let longest = if method == Method::Enrolment { ENROLMENT_SESSION_MAX } else { SESSION_MAX };
        let expires_at = now.checked_add(longest).map_err(Problem::fault)?;
        let session = self.new_id();
        let begun = Begun { hash, id: session, account, method, at: now, expires_at };
        if !sessions::begin(tx, &begun).await? {
            return Err(AccessFault::Wrong.into());
        }
        let actor = Actor::Account { account: account.0, appointment: None };
        store::access::add(tx, &self.coming(actor, Act::SignIn, caller), Outcome::Served).await?;
        Ok(SignedIn { reference, session, account, method, expires_at })
    }

    /// A line of the log about somebody's coming or going.
    pub(crate) fn coming(&self, actor: Actor, act: Act, caller: Caller) -> Access {
        let at = self.now();
        Access {
            id: self.new_id(),
            at,
            on: day_of(at),
            actor,
            province_code: None,
            unit: None,
            act,
            purpose: "sign_in".to_owned(),
            noun: "session",
            classes: BTreeSet::new(),
            about: About::Nobody,
            request_id: caller.request,
            details: None,
        }
    }
}
