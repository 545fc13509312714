//! Coming in through the identity provider of a province (`OpenID` Connect Core 1.0, code flow with PKCE).
//!
//! The provider says who somebody is; that they have an account here, we say: an unknown subject is refused, never
//! enrolled. Everything that comes back is distrusted: algorithm, issuer, audience, nonce, times, state.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use domain::accounts::Method;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreGrantType, CoreIdTokenVerifier, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AdditionalProviderMetadata, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl,
    TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use store::credentials;
use webauthn_rs::prelude::Url;

use super::{AccessFault, Caller, Desk, SignedIn};
use crate::app::App;
use crate::problem::Problem;

/// A request to the provider, as bytes.
pub type Sent = openidconnect::HttpRequest;
/// Its answer.
pub type Fetched = openidconnect::HttpResponse;

/// The provider could not be reached.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not reached: {0}")]
pub struct Unreached(pub &'static str);

type Answer = Pin<Box<dyn Future<Output = Result<Fetched, Unreached>> + Send>>;

/// What sends requests to the provider: no redirects, an answer of bounded size, in bounded time.
pub type Fetch = Arc<dyn Fn(Sent) -> Answer + Send + Sync>;

/// What sends requests, by a name: of a closure the compiler cannot see that what waits for it may change threads.
struct Client(Fetch);

impl<'c> AsyncHttpClient<'c> for Client {
    type Error = Unreached;
    type Future = Answer;

    fn call(&'c self, request: Sent) -> Answer {
        (self.0)(request)
    }
}

const CEREMONY: &str = "provider";
/// What a provider says of itself is asked again after so long.
const METADATA_KEPT: SignedDuration = SignedDuration::from_hours(1);
/// Keys that are not known are asked for again, but not more often than this.
const KEYS_ASKED: SignedDuration = SignedDuration::from_mins(1);
/// A token was issued no longer ago than this, and no more than a little in the future.
const ISSUED_MAX: SignedDuration = SignedDuration::from_mins(10);
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(1);

/// The identity provider as it is set up.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its issuer, to the letter: `https://id.example.gov.vn`.
    pub issuer: String,
    /// How it calls us.
    pub client_id: String,
    /// What we show it; none for a public client.
    pub client_secret: Option<String>,
    /// Where it sends browsers back to: an address of ours.
    pub redirect: String,
}

/// The identity provider.
pub struct Provider {
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    fetch: Fetch,
    kept: Mutex<Option<(Timestamp, Arc<Metadata>)>>,
}

/// RFC 9207: answers name their issuer, so that one provider's code is not taken for another's.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct NamesIssuer {
    #[serde(default, rename = "authorization_response_iss_parameter_supported")]
    names_issuer: bool,
}

impl AdditionalProviderMetadata for NamesIssuer {}

type Metadata = ProviderMetadata<
    NamesIssuer,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What the answer is held against.
#[derive(Serialize, Deserialize)]
struct Waiting {
    state: String,
    nonce: String,
    verifier: String,
}

/// Where to send a browser.
pub struct Sending {
    /// What the browser holds until it comes back.
    pub reference: String,
    /// The provider's page.
    pub url: Url,
}

/// What a browser brings back in its address.
pub struct Returned<'a> {
    /// `state`.
    pub state: &'a str,
    /// `code`.
    pub code: &'a str,
    /// `iss`, where there is one.
    pub issuer: Option<&'a str>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Provider {
    /// A provider at an address that nobody can listen to: `https`, or this machine.
    pub fn new(settings: ProviderSettings, fetch: Fetch) -> Result<Self, AccessFault> {
        let unfit = |_| AccessFault::Provider("settings");
        let issuer = IssuerUrl::new(settings.issuer).map_err(unfit)?;
        let here = matches!(issuer.url().host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        if issuer.url().scheme() != "https" && !here {
            return Err(AccessFault::Provider("not https"));
        }
        Ok(Self {
            issuer,
            client: ClientId::new(settings.client_id),
            secret: settings.client_secret.map(ClientSecret::new),
            redirect: RedirectUrl::new(settings.redirect).map_err(unfit)?,
            fetch,
            kept: Mutex::new(None),
        })
    }

    async fn metadata(&self, now: Timestamp, kept_for: SignedDuration) -> Result<Arc<Metadata>, AccessFault> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, metadata)) = kept
            && now.duration_since(at) < kept_for
        {
            return Ok(metadata);
        }
        let fetch = Client(Arc::clone(&self.fetch));
        let asked = Metadata::discover_async(self.issuer.clone(), &fetch).await;
        let metadata = Arc::new(asked.map_err(|fault| distrust("discovery", &fault))?);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&metadata)));
        Ok(metadata)
    }

    /// Changes the code into who somebody is: the subject that the provider names.
    async fn subject(&self, code: &str, waiting: Waiting, now: Timestamp) -> Result<String, AccessFault> {
        let metadata = self.metadata(now, METADATA_KEPT).await?;
        let client =
            CoreClient::from_provider_metadata(Metadata::clone(&metadata), self.client.clone(), self.secret.clone())
                .set_redirect_uri(self.redirect.clone());
        let fetch = Client(Arc::clone(&self.fetch));
        let answer: CoreTokenResponse = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|fault| distrust("no token address", &fault))?
            .set_pkce_verifier(PkceCodeVerifier::new(waiting.verifier))
            .request_async(&fetch)
            .await
            .map_err(|fault| distrust("code", &fault))?;
        let nonce = Nonce::new(waiting.nonce);
        if let Ok(subject) = self.checked(&answer, client.id_token_verifier(), &nonce, now) {
            return Ok(subject);
        }
        // its keys may have changed since they were asked for
        let metadata = self.metadata(now, KEYS_ASKED).await?;
        let verifier = self.verifier(&metadata);
        self.checked(&answer, verifier, &nonce, now)
    }

    fn verifier(&self, metadata: &Metadata) -> CoreIdTokenVerifier<'static> {
        let (client, issuer, keys) = (self.client.clone(), metadata.issuer().clone(), metadata.jwks().clone());
        match self.secret.clone() {
            Some(secret) => CoreIdTokenVerifier::new_confidential_client(client, secret, issuer, keys),
            None => CoreIdTokenVerifier::new_public_client(client, issuer, keys),
        }
    }

    fn checked(
        &self,
        answer: &CoreTokenResponse,
        verifier: CoreIdTokenVerifier<'_>,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<String, AccessFault> {
        let verifier = verifier
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EcdsaP256Sha256])
            .set_time_fn(move || SystemTime::from(now).into())
            .set_issue_time_verifier_fn(move |issued| issued_lately(issued.into(), now));
        let token = answer.id_token().ok_or(AccessFault::Provider("no id token"))?;
        let claims = token.claims(&verifier, nonce).map_err(|fault| distrust("id token", &fault))?;
        if claims.authorized_party().is_some_and(|party| party.as_str() != self.client.as_str()) {
            return Err(AccessFault::Provider("issued to another party"));
        }
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|fault| distrust("algorithm", &fault))?;
            let key = token.signing_key(&verifier).map_err(|fault| distrust("key", &fault))?;
            let hash = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if hash.map_err(|fault| distrust("access token", &fault))? != *expected {
                return Err(AccessFault::Provider("another access token"));
            }
        }
        Ok(claims.subject().as_str().to_owned())
    }
}

/// Refuses a token that was issued long ago, or in the future.
fn issued_lately(issued: SystemTime, now: Timestamp) -> Result<(), String> {
    let issued = Timestamp::try_from(issued).map_err(|fault| fault.to_string())?;
    let age = now.duration_since(issued);
    if age > ISSUED_MAX || age < -CLOCKS_APART { Err("issued at another time".to_owned()) } else { Ok(()) }
}

/// What was wrong goes to the log of the machine; who stands at the door learns only that it was the provider.
fn distrust(what: &'static str, fault: &(dyn std::error::Error + 'static)) -> AccessFault {
    tracing::warn!(what, fault, "the identity provider is not believed");
    AccessFault::Provider(what)
}

impl Desk {
    /// The issuer of the identity provider, if there is one.
    pub(crate) fn issuer(&self) -> Option<String> {
        self.provider.as_ref().map(|provider| provider.issuer.as_str().to_owned())
    }
}

impl App {
    /// Sends a browser to the identity provider.
    pub async fn sign_in_with_provider_start(&self) -> Result<Sending, Problem> {
        let desk = self.desk()?;
        let provider = desk.provider.as_ref().ok_or(AccessFault::NoProvider)?;
        let metadata = provider.metadata(self.now(), METADATA_KEPT).await?;
        let ((state, _), (nonce, _), (verifier, _)) = (self.reference()?, self.reference()?, self.reference()?);
        let waiting = Waiting { state: state.clone(), nonce: nonce.clone(), verifier: verifier.clone() };
        let client = CoreClient::from_provider_metadata(
            Metadata::clone(&metadata),
            provider.client.clone(),
            provider.secret.clone(),
        )
        .set_redirect_uri(provider.redirect.clone());
        let (url, _, _) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier)))
            .url();
        let state = serde_json::to_string(&waiting).map_err(Problem::fault)?;
        let reference = self.keep_ceremony(CEREMONY, None, state).await?;
        Ok(Sending { reference, url })
    }

    /// Lets somebody in whom the identity provider names and who is joined to an account here.
    pub async fn sign_in_with_provider_finish(
        &self,
        reference: &str,
        returned: Returned<'_>,
        caller: Caller,
    ) -> Result<SignedIn, Problem> {
        let counted = self.counted_by_place(caller).await?;
        self.throttled(&counted).await?;
        let now = self.now();
        let desk = self.desk()?;
        let provider = desk.provider.as_ref().ok_or(AccessFault::NoProvider)?;
        let state = self.take_ceremony(CEREMONY, reference, None).await?;
        let waiting: Waiting = serde_json::from_str(&state).map_err(Problem::fault)?;
        let subject = match provider.named(returned, waiting, now).await {
            Ok(subject) => subject,
            Err(fault) => {
                self.refuse(&counted, None, caller).await;
                return Err(fault.into());
            }
        };
        let issuer = provider.issuer.as_str();
        let Some(account) = credentials::linked(&mut self.db().snapshot().await?, issuer, &subject).await? else {
            self.refuse(&counted, None, caller).await;
            return Err(AccessFault::NotLinked.into());
        };
        self.refuse_if_passkey_only(account).await?;
        let mut tx = self.db().begin().await?;
        let signed_in = self.let_in(&mut tx, account, Method::Provider, caller).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}

impl Provider {
    /// Checks what the browser brought back, then asks the provider whom it means.
    async fn named(&self, returned: Returned<'_>, waiting: Waiting, now: Timestamp) -> Result<String, AccessFault> {
        if returned.state != waiting.state {
            return Err(AccessFault::Provider("state"));
        }
        let metadata = self.metadata(now, METADATA_KEPT).await?;
        let named = returned.issuer.is_some() || metadata.additional_metadata().names_issuer;
        if named && returned.issuer != Some(self.issuer.as_str()) {
            return Err(AccessFault::Provider("another issuer"));
        }
        self.subject(returned.code, waiting, now).await
    }
}
