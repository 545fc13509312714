//! The mail server, reached over SMTP: the one place from which this program sends mail.
//!
//! Encrypted, or to this very machine; nothing else. One connection for each letter, of bounded patience.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::reminders::{Bounce, Cause, Letter, Mailing, Post};
use lettre::address::Address;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{SmtpTransport, Transport as _};
use texts::Lang;
use url::Url;
use zeroize::Zeroizing;

use crate::output::Failure;

/// How long the server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);
/// What a server answers when it is our password that it does not like: mail waits until that is put right.
const OURS_TO_MEND: [u16; 5] = [421, 530, 534, 535, 538];

/// How the mail server is named on the command line.
#[derive(Clone, Debug)]
pub struct Named {
    /// `--smtp-url-file`: its address with the password, alone in a file that only this program's account can read.
    pub url_file: PathBuf,
    /// `--mail-from`: who sends.
    pub from: String,
    /// `--escalate-after-days`.
    pub escalate_after_days: u16,
}

/// How mail leaves here. `site` is the address of this program. Nothing is called yet.
pub fn mailing(named: &Named, site: &str, lang: Lang) -> Result<Mailing, Failure> {
    let file = &named.url_file;
    refuse_shared(file, lang)?;
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.map_err(|fault| Failure::Fault(lang.mail_url_unreadable(file.display(), fault)))?;
    let post = Smtp::new(text.trim(), &named.from, lang)
        .map_err(|fault| fault.unwrap_or_else(|| Failure::Usage(lang.mail_bad_url(file.display()))))?;
    Ok(Mailing {
        post: std::sync::Arc::new(post),
        site: site.to_owned(),
        escalate_after_days: named.escalate_after_days,
        lang,
    })
}

#[cfg(unix)]
fn refuse_shared(path: &Path, lang: Lang) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = path.metadata().map_or(0, |meta| meta.permissions().mode() & 0o777);
    if mode & 0o077 != 0 {
        return Err(Failure::Fault(lang.mail_url_open_to_others(path.display())));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_shared(_: &Path, _: Lang) -> Result<(), Failure> {
    Ok(())
}

/// A mail server.
struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
    name: String,
}

impl Smtp {
    /// From its address; an error without a sentence is the address itself.
    fn new(url: &str, from: &str, lang: Lang) -> Result<Self, Option<Failure>> {
        let bad_from = || Some(Failure::Usage(lang.mail_bad_from(from)));
        let sender: Address = from.trim().parse().map_err(|_| bad_from())?;
        let url: Url = url.parse().map_err(|_| None)?;
        let host = url.host_str().ok_or(None)?;
        // an address of this scheme keeps its host as a name, numbers or not
        let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let here = host == "localhost" || number.is_ok_and(|number| number.is_loopback());
        let tls = || TlsParameters::new(host.to_owned()).map_err(|_| None);
        let (tls, port) = match url.scheme() {
            "smtps" => (Tls::Wrapper(tls()?), 465),
            "smtp" if here => (Tls::None, 25),
            "smtp" => (Tls::Required(tls()?), 587),
            _ => return Err(None),
        };
        let port = url.port().unwrap_or(port);
        let mut transport = SmtpTransport::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
        if let Some(password) = url.password() {
            let (user, password) = (plain(url.username()).ok_or(None)?, plain(password).ok_or(None)?);
            transport = transport.credentials(Credentials::new(user, password));
        }
        let from = Mailbox::new(Some("An Lành".to_owned()), sender);
        Ok(Self { transport: transport.build(), from, name: format!("{}://{host}:{port}", url.scheme()) })
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let to: Address = letter.to.trim().parse().ok()?;
        Message::builder()
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .ok()
    }
}

impl Post for Smtp {
    fn send(&self, letter: &Letter) -> Result<(), Bounce> {
        let message = self.message(letter).ok_or(Bounce::ForGood(Cause::NoAddress))?;
        self.transport.send(&message).map(drop).map_err(|error| bounce(&error))
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}

/// A part of an address without its `%` signs; none for what is not UTF-8.
fn plain(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        match byte {
            b'%' => bytes.push(u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// What a fault of the connection means for a letter.
fn bounce(error: &Error) -> Bounce {
    let code = error.status().and_then(|code| code.to_string().parse::<u16>().ok());
    match code {
        Some(code) if OURS_TO_MEND.contains(&code) => Bounce::ForNow(Cause::Refused(code)),
        Some(code) if error.is_permanent() => Bounce::ForGood(Cause::Code(code)),
        Some(code) => Bounce::ForNow(Cause::Code(code)),
        None if error.is_timeout() => Bounce::ForNow(Cause::Timeout),
        None if error.is_tls() => Bounce::ForNow(Cause::Tls),
        None if error.is_client() || error.is_response() => Bounce::ForNow(Cause::Other),
        None => Bounce::ForNow(Cause::Connect),
    }
}

/// No program answers to what a program sent (RFC 3834).
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests;
