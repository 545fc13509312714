//! What a mail says: which report of which unit, by when, and to sign in. No person, no secret, no figure.

use domain::calendars::Owed;
use domain::units::{Register, Version};
use jiff::civil::Date;
use store::mail::{Mail, Reason};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Mailing;
use crate::calendars::{duty_title, shown_day};

/// A mail to be handed over.
#[derive(Clone)]
pub struct Letter {
    /// Names it for ever: a second copy of it can be told from a second mail.
    pub id: Uuid,
    /// The address. The only copy that is not sealed; gone with the letter.
    pub to: Zeroizing<String>,
    /// Its subject.
    pub subject: String,
    /// Its text, lines ended by `\n`.
    pub text: String,
}

/// Writes a mail.
pub(super) fn write(
    mail: &Mail,
    owed: &Owed<'_>,
    to: Zeroizing<String>,
    around: (&Register, Date, &Mailing),
) -> Letter {
    let (register, today, mailing) = around;
    let lang = mailing.lang;
    let title = duty_title(owed, lang);
    let unit = register.version(mail.unit, today).or_else(|| register.versions_of(mail.unit).last());
    let unit = unit.map_or_else(|| lang.mail_nation().to_owned(), Version::full_name);
    let (due, days) = (shown_day(mail.due_on), mail.due_on.until(today).map_or(0, |span| span.get_days()));
    let is_late = matches!(mail.reason, Reason::Late | Reason::Escalation);
    let subject = match mail.reason {
        Reason::Before => lang.mail_subject_before(&title),
        Reason::Due => lang.mail_subject_due(&title),
        Reason::Late => lang.mail_subject_late(&title),
        Reason::Escalation => lang.mail_subject_escalation(&title),
    };
    let to_whom = &owed.calendar.to;
    let first =
        if is_late { lang.mail_body_late(unit, due, to_whom, days) } else { lang.mail_body_due(unit, due, to_whom) };
    let mut lines = vec![title, String::new(), first];
    if mail.reason == Reason::Escalation {
        lines.push(lang.mail_body_head().to_owned());
    }
    lines.push(lang.mail_body_basis(owed.exception.unwrap_or(&owed.calendar.citation)));
    lines.extend([String::new(), lang.mail_body_signin().to_owned()]);
    if !mailing.site.is_empty() {
        lines.push(format!("{}/lich-bao-cao", mailing.site.trim_end_matches('/')));
    }
    lines.extend([String::new(), lang.mail_body_off().to_owned(), String::new()]);
    Letter { id: mail.id, to, subject, text: lines.join("\n") }
}
