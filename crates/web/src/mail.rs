//! GET /thu-nhac: how the mail of this server stands.

use app::App;
use app::reminders::{KeptMail, MailAbout, MailState, Reason};
use axum::extract::State;
use axum::response::Html;
use pages::mail::{MailPage, MailRow};
use texts::Lang;

use crate::case::frame;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

const PATH: &str = "/thu-nhac";

/// The page.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let standing = app.mail_standing(&visitor.session, visitor.acting()?).await?;
    let page = MailPage {
        frame: frame(&scope, PATH, vec![crumb(lang.mail_page_title(), None)]),
        through: standing.through.unwrap_or_default(),
        counts: standing
            .counts
            .into_iter()
            .map(|(of, count)| (state(of, lang).1.to_owned(), count.unsigned_abs()))
            .collect(),
        mails: standing.open.into_iter().map(|(mail, login)| row(&app, &mail, login, lang)).collect(),
    };
    Ok(Html(page.html()?))
}

/// A mail on a page.
pub fn row(app: &App, mail: &KeptMail, account: String, lang: Lang) -> MailRow {
    let (about, (mark, said)) = (app.mail_about(mail, lang), state(mail.state, lang));
    MailRow {
        what: match mail.reason {
            Reason::Before => lang.mail_reason_before(mail.days, about),
            Reason::Due => lang.mail_reason_due(about),
            Reason::Late => lang.mail_reason_late(mail.days, about),
            Reason::Escalation if matches!(mail.about, MailAbout::Task(_)) => {
                lang.mail_reason_task_escalation(mail.days, about)
            }
            Reason::Escalation => lang.mail_reason_escalation(mail.days, about),
        },
        account,
        at: app::written(mail.queued_at),
        state: said.to_owned(),
        mark,
        attempts: mail.attempts,
        error: mail.last_error.as_deref().map(|error| why(error, lang)).unwrap_or_default(),
        next: if mail.state == MailState::Queued { app::written(mail.next_at) } else { String::new() },
    }
}

const fn state(state: MailState, lang: Lang) -> (&'static str, &'static str) {
    match state {
        MailState::Queued => ("…", lang.mail_state_queued()),
        MailState::Sent => ("✓", lang.mail_state_sent()),
        MailState::GivenUp => ("!", lang.mail_state_given_up()),
        MailState::Withdrawn => ("–", lang.mail_state_withdrawn()),
    }
}

/// Why a try failed, in words.
fn why(error: &str, lang: Lang) -> String {
    let word = match error {
        "connect" => lang.mail_error_connect(),
        "timeout" => lang.mail_error_timeout(),
        "tls" => lang.mail_error_tls(),
        "no_address" => lang.mail_error_no_address(),
        code if code.bytes().all(|b| b.is_ascii_digit()) => return lang.mail_error_code(code),
        _ => lang.mail_error_other(),
    };
    word.to_owned()
}
