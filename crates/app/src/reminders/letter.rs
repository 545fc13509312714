//! What a mail says: which report of which unit, or that a task is late, by when, and to sign in. No person, no secret,
//! no figure; of a task not even its title, which an officer wrote.

use domain::calendars::Owed;
use domain::cases::days_between;
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

/// Writes a mail about a report; `returned` if it was sent back.
pub(super) fn of_report(
    mail: &Mail,
    (owed, returned): (&Owed<'_>, bool),
    to: Zeroizing<String>,
    around: (&Register, Date, &Mailing),
) -> Letter {
    let (_, today, mailing) = around;
    let lang = mailing.lang;
    let (title, unit) = (duty_title(owed, lang), unit_of(mail, around));
    let (due, days) = (shown_day(mail.due_on), days_between(mail.due_on, today));
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
    if returned {
        lines.push(lang.mail_body_returned().to_owned());
    }
    if mail.reason == Reason::Escalation {
        lines.push(lang.mail_body_head().to_owned());
    }
    lines.push(lang.mail_body_basis(owed.exception.unwrap_or(&owed.calendar.citation)));
    finished(mail, to, subject, lines, ("/lich-bao-cao", lang.mail_body_signin()), mailing)
}

/// Writes a mail about a task that is late.
pub(super) fn of_task(mail: &Mail, id: Uuid, to: Zeroizing<String>, around: (&Register, Date, &Mailing)) -> Letter {
    let (_, today, mailing) = around;
    let lang = mailing.lang;
    let unit = unit_of(mail, around);
    let (due, days) = (shown_day(mail.due_on), days_between(mail.due_on, today));
    let escalated = mail.reason == Reason::Escalation;
    let subject = if escalated { lang.mail_subject_task_escalation(&unit) } else { lang.mail_subject_task(&unit) };
    let why = if escalated { lang.mail_body_task_head() } else { lang.mail_body_task_person() };
    let lines = vec![lang.mail_body_task(unit, due, days), why.to_owned()];
    let path = format!("/nhiem-vu/{id}");
    finished(mail, to, subject, lines, (&path, lang.mail_body_signin_task()), mailing)
}

/// The unit that a mail is about, by the name it has or had last.
fn unit_of(mail: &Mail, (register, today, mailing): (&Register, Date, &Mailing)) -> String {
    let unit = register.version(mail.unit, today).or_else(|| register.versions_of(mail.unit).last());
    unit.map_or_else(|| mailing.lang.mail_nation().to_owned(), Version::full_name)
}

/// With where to sign in, and how to have no more of it.
fn finished(
    mail: &Mail,
    to: Zeroizing<String>,
    subject: String,
    mut lines: Vec<String>,
    (path, sign_in): (&str, &str),
    mailing: &Mailing,
) -> Letter {
    lines.extend([String::new(), sign_in.to_owned()]);
    if !mailing.site.is_empty() {
        lines.push(format!("{}{path}", mailing.site.trim_end_matches('/')));
    }
    lines.extend([String::new(), mailing.lang.mail_body_off().to_owned(), String::new()]);
    Letter { id: mail.id, to, subject, text: lines.join("\n") }
}
