//! The mail server that reminders leave through.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::VI;
use crate::post::Named;

/// The mail server that reminders leave through; without one no mail is sent.
#[derive(Debug, ClapArgs)]
pub struct MailServer {
    #[arg(long = "smtp-url-file", env = "ANLANH_SMTP_URL_FILE", value_name = "FILE", requires = "from", help = VI.mail_set_url())]
    url_file: Option<PathBuf>,
    #[arg(long = "mail-from", env = "ANLANH_MAIL_FROM", value_name = "ADDRESS", requires = "url_file", help = VI.mail_set_from())]
    from: Option<String>,
    #[arg(
        long,
        env = "ANLANH_ESCALATE_AFTER_DAYS",
        value_name = "DAYS",
        default_value_t = 3,
        value_parser = clap::value_parser!(u16).range(1..=30),
        help = VI.mail_set_escalate()
    )]
    escalate_after_days: u16,
}

impl MailServer {
    /// The server that was named; none if none was.
    pub fn named(&self) -> Option<Named> {
        Some(Named {
            url_file: self.url_file.clone()?,
            from: self.from.clone()?,
            escalate_after_days: self.escalate_after_days,
        })
    }
}
