//! The identity provider of a province, reached over the network: the one place from which this program calls anybody.
//!
//! What may be called is the issuer's own origin and nothing else, whatever its metadata say. No redirects, no proxy
//! out of the environment, an answer of bounded size in bounded time, few calls at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::signin::{Fetch, Fetched, Provider, ProviderSettings, Sent, Unreached};
use texts::Lang;
use tokio::sync::Semaphore;
use ureq::Agent;
use ureq::http::{self, Method, Request};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig};
use url::{Origin, Url};
use zeroize::Zeroizing;

use crate::output::Failure;

/// How long one call may take altogether; somebody is waiting before a screen.
const PATIENCE: Duration = Duration::from_secs(10);
/// Metadata, keys and tokens are a few kilobytes.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;
/// A provider that does not answer holds no more threads than this.
const AT_ONCE: usize = 4;

/// How the provider is named on the command line.
#[derive(Clone, Debug)]
pub struct Named {
    /// `--provider-issuer`: its address, to the letter.
    pub issuer: String,
    /// `--provider-client`: how it calls us.
    pub client: String,
    /// `--provider-secret-file`: what we show it, alone in a file that only this program's account can read.
    pub secret_file: Option<PathBuf>,
    /// `--provider-authorities`: root certificates as PEM, in the place of the built-in list.
    pub authorities: Option<PathBuf>,
}

/// The provider, ready to be given to [`app::signin::Settings`]. `redirect` is our own address to which it sends
/// browsers back. Nothing is called yet.
pub fn provider(named: &Named, redirect: String, lang: Lang) -> Result<Provider, Failure> {
    let unfit = || Failure::Usage(lang.provider_issuer(&named.issuer));
    let issuer: Url = named.issuer.parse().map_err(|_| unfit())?;
    let secret = named.secret_file.as_deref().map(|path| secret(path, lang)).transpose()?;
    let authorities = named.authorities.as_deref().map(|path| authorities(path, lang)).transpose()?;
    let settings = ProviderSettings {
        issuer: named.issuer.clone(),
        client_id: named.client.clone(),
        client_secret: secret.map(|secret| secret.trim().to_owned()),
        redirect,
    };
    Provider::new(settings, fetch(&issuer, authorities)).map_err(|_| unfit())
}

/// The secret of a file that nobody else can read.
fn secret(path: &Path, lang: Lang) -> Result<Zeroizing<String>, Failure> {
    refuse_shared(path, lang)?;
    let text = read(path, lang)?;
    if text.trim().is_empty() {
        return Err(Failure::Fault(lang.provider_empty(path.display())));
    }
    Ok(text)
}

fn read(path: &Path, lang: Lang) -> Result<Zeroizing<String>, Failure> {
    let text = std::fs::read_to_string(path);
    text.map(Zeroizing::new).map_err(|cause| Failure::Fault(lang.provider_unreadable(path.display(), cause)))
}

#[cfg(unix)]
fn refuse_shared(path: &Path, lang: Lang) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = path.metadata().map_or(0, |meta| meta.permissions().mode() & 0o777);
    if mode & 0o077 != 0 {
        return Err(Failure::Fault(lang.provider_shared(path.display(), format!("{mode:03o}"))));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_shared(_: &Path, _: Lang) -> Result<(), Failure> {
    Ok(())
}

/// Every certificate of a file; one that cannot be read spoils all of them.
fn authorities(path: &Path, lang: Lang) -> Result<Vec<Certificate<'static>>, Failure> {
    let unfit = || Failure::Fault(lang.provider_authorities(path.display()));
    let text = read(path, lang)?;
    let mut found = Vec::new();
    for item in ureq::tls::parse_pem(text.as_bytes()) {
        if let PemItem::Certificate(certificate) = item.map_err(|_| unfit())? {
            found.push(certificate);
        }
    }
    if found.is_empty() { Err(unfit()) } else { Ok(found) }
}

/// What calls the issuer's origin and no other.
fn fetch(issuer: &Url, authorities: Option<Vec<Certificate<'static>>>) -> Fetch {
    let roots = authorities.map_or(RootCerts::WebPki, |all| RootCerts::Specific(Arc::new(all)));
    let agent: Agent = Agent::config_builder()
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        // what is no 200 is for the protocol to judge
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("anlanh")
        .build()
        .into();
    let (origin, turns) = (issuer.origin(), Arc::new(Semaphore::new(AT_ONCE)));
    Arc::new(move |sent: Sent| {
        let (agent, origin, turns) = (agent.clone(), origin.clone(), Arc::clone(&turns));
        Box::pin(async move {
            if origin_of(sent.uri()).as_ref() != Some(&origin) {
                return Err(Unreached("an address that is not the issuer's"));
            }
            let turn = tokio::time::timeout(PATIENCE, turns.acquire_owned()).await;
            let turn = turn.ok().and_then(Result::ok).ok_or(Unreached("too many are waiting for it"))?;
            let asked = tokio::task::spawn_blocking(move || {
                let answer = call(&agent, sent);
                drop(turn);
                answer
            });
            asked.await.map_err(|_| Unreached("the call broke off"))?
        })
    })
}

fn origin_of(address: &http::Uri) -> Option<Origin> {
    Url::parse(&address.to_string()).ok().map(|url| url.origin()).filter(Origin::is_tuple)
}

fn call(agent: &Agent, sent: Sent) -> Result<Fetched, Unreached> {
    let (parts, body) = sent.into_parts();
    let answer = if parts.method == Method::GET {
        agent.run(Request::from_parts(parts, ()))
    } else {
        agent.run(Request::from_parts(parts, body))
    };
    let (parts, mut body) = answer.map_err(|fault| unreached(&fault))?.into_parts();
    let bytes = body.with_config().limit(ANSWER_BYTES_MAX).read_to_vec().map_err(|fault| unreached(&fault))?;
    Ok(http::Response::from_parts(parts, bytes))
}

/// What was wrong, without anything that the provider said.
fn unreached(fault: &ureq::Error) -> Unreached {
    use ureq::Error as E;
    Unreached(match fault {
        E::Timeout(_) => "it did not answer in time",
        E::BodyExceedsLimit(_) => "its answer is too long",
        E::HostNotFound => "its name is not known",
        E::Tls(_) | E::Rustls(_) | E::Pem(_) => "its certificate is not believed",
        E::Io(_) | E::ConnectionFailed => "no connection",
        _ => "its answer is not understood",
    })
}

#[cfg(test)]
mod tests;
