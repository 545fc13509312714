//! Reminders of reports by e-mail: before they are due, on the day, when they are late, and to the head when that goes on.
//! Tasks that are late are told of too: to whoever is named, to the head of the unit, and in the end to whoever gave them.
//!
//! Which reminder is due is worked out from the calendars, who holds which role, and what was submitted or sent back;
//! each is put into the queue once for ever, in one transaction. A mail names no person and holds no secret: it says
//! which report of which unit, or that there is a task, and to sign in.

mod letter;
mod rules;
mod sending;
mod tasks;

use std::sync::Arc;

use domain::access::acts;
use domain::calendars::{Duty, Sent, Status};
use domain::units::UnitId;
use jiff::civil::Date;
use programme::steering::body::Body;
use store::mail::{self, About, Mail, State};
use store::reminders::{self, Choice};
use store::work::Scope;
use texts::Lang;
use uuid::Uuid;

pub use letter::Letter;
pub use rules::{DAYS_BEFORE, concerns, read_days};
pub use sending::{Bounce, Cause, Post};
pub use store::mail::{About as MailAbout, Mail as KeptMail, Reason, State as MailState};
pub use store::reminders::Choice as ReminderChoice;

use crate::app::App;
use crate::calendars::{Submissions, sent_of, sent_of_body, shown_day, whose};
use crate::problem::Problem;
use crate::sessions::Session;

/// So many mails that a page shows.
const SHOWN: i64 = 100;

/// How mail leaves here.
#[derive(Clone)]
pub struct Mailing {
    /// What hands it to the mail server.
    pub post: Arc<dyn Post>,
    /// Address of this program, as `https://anlanh.example`.
    pub site: String,
    /// Days late after which the head of the unit is told.
    pub escalate_after_days: u16,
    /// Language of the mail.
    pub lang: Lang,
}

/// How the mail of this server stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailStanding {
    /// Through which server, without its password; none where no mail is sent.
    pub through: Option<String>,
    /// How many are in each state.
    pub counts: Vec<(State, i64)>,
    /// Those that wait or were given up, with the login of their account; of one's own territory.
    pub open: Vec<(Mail, String)>,
}

impl App {
    /// Lets mail leave, from now on. Answers whether it is the first to say how.
    pub fn mail_with(&self, mailing: Mailing) -> bool {
        self.own_mailing().set(mailing).is_ok()
    }

    /// Whether mail leaves here at all.
    pub fn sends_mail(&self) -> bool {
        self.own_mailing().get().is_some()
    }

    /// Puts into the queue whatever has to be told today and was not, and withdraws what need not be told any more:
    /// all of it in one transaction. Answers how many are new.
    pub async fn remind(&self, submitted: &Submissions) -> Result<usize, Problem> {
        let Some(mailing) = self.own_mailing().get() else { return Ok(0) };
        let today = self.today();
        let holders = reminders::holders(&mut self.db().snapshot().await?, today).await?;
        let bodies = self.bodies_in(&Scope::Country).await?;
        let mut due = self.reminders_due(&holders, today, mailing.escalate_after_days, submitted)?;
        due.extend(self.reminders_of_bodies(&holders, &bodies, mailing.escalate_after_days, submitted)?);
        due.extend(self.reminders_of_tasks(&holders, today).await?);
        let mut tx = self.db().begin().await?;
        let mut new = 0;
        for one in &due {
            new += usize::from(mail::add(&mut tx, one).await?);
        }
        for (unit, about) in mail::queued(&mut tx).await? {
            if let About::Report { calendar, period, .. } = &about
                && submitted.of_unit(unit, calendar, period).on.is_some()
            {
                mail::withdraw(&mut tx, unit, &about, self.now()).await?;
            }
        }
        tx.commit().await?;
        Ok(new)
    }

    fn reminders_due(
        &self,
        holders: &[reminders::Holder],
        today: Date,
        escalate_after: u16,
        submitted: &Submissions,
    ) -> Result<Vec<Mail>, Problem> {
        let (register, calendars) = (self.register(), self.calendars()?);
        let agenda = calendars.agenda(today);
        let mut found = Vec::new();
        for of_unit in holders.chunk_by(|a, b| a.unit == b.unit) {
            let Some(unit) = of_unit.first().map(|holder| holder.unit) else { continue };
            for duty in agenda.of(&register, unit) {
                let sent = sent_of(submitted, &duty);
                let status = self.as_seen(&duty, duty.owed.status(today, sent))?;
                for holder in of_unit {
                    let told = rules::told(duty.owed.calendar.owes, status, holder, escalate_after);
                    found.extend(told.into_iter().filter_map(|told| self.reminder(holder, (&duty, sent), told)));
                }
            }
        }
        Ok(found)
    }

    /// What each body owes for itself: its officers are reminded, and its own head is told.
    fn reminders_of_bodies(
        &self,
        holders: &[reminders::Holder],
        bodies: &[(UnitId, Body)],
        escalate_after: u16,
        submitted: &Submissions,
    ) -> Result<Vec<Mail>, Problem> {
        let (register, calendars, today) = (self.register(), self.calendars()?, self.today());
        let agenda = calendars.agenda(today);
        let mut found = Vec::new();
        for (unit, body) in bodies {
            for duty in agenda.of_each_body(&register, *unit) {
                let sent = sent_of_body(submitted, &duty, &body.office.name);
                let status = self.as_seen(&duty, duty.owed.status(today, sent))?;
                for holder in holders.iter().filter(|holder| holder.unit == *unit && body.has(holder.appointment)) {
                    let heads = body.office.head == Some(holder.appointment);
                    let told = rules::told_of_body(heads, status, holder, escalate_after);
                    found.extend(told.into_iter().filter_map(|told| self.reminder(holder, (&duty, sent), told)));
                }
            }
        }
        Ok(found)
    }

    /// How a report stands as far as this program sees it: what goes up elsewhere is reminded of, and never called late.
    fn as_seen(&self, duty: &Duty<'_>, status: Status) -> Result<Status, Problem> {
        Ok(if self.goes_up_here(duty)? { status } else { status.elsewhere() })
    }

    /// A mail to be queued; none where neither the document nor whoever sent the report back names a day.
    fn reminder(
        &self,
        holder: &reminders::Holder,
        (duty, sent): (&Duty<'_>, Sent),
        (reason, days): (Reason, u16),
    ) -> Option<Mail> {
        let due_on = duty.owed.due_of(sent)?;
        let about = About::Report {
            calendar: duty.owed.calendar.id.clone(),
            period: duty.owed.period.clone(),
            again: Some(due_on).filter(|_| Some(due_on) != duty.owed.due),
        };
        Some(self.mail_to(holder, (whose(duty), about, due_on), (reason, days)))
    }

    fn mail_to(
        &self,
        holder: &reminders::Holder,
        (unit, about, due_on): (UnitId, About, Date),
        (reason, days): (Reason, u16),
    ) -> Mail {
        Mail {
            id: self.new_id(),
            account: holder.account,
            unit,
            about,
            due_on,
            reason,
            days,
            queued_at: self.now(),
            state: State::Queued,
            attempts: 0,
            next_at: self.now(),
            last_error: None,
            ended_at: None,
        }
    }

    /// What became of the report that a mail is about: the unit's, or that of the bodies that the account works for, the
    /// one that is least far on.
    async fn sent_for(&self, mail: &Mail, calendar: &str, period: &str, by_body: bool) -> Result<Sent, Problem> {
        let submitted = self.submissions_of(&[mail.unit]).await?;
        if !by_body {
            return Ok(submitted.of_unit(mail.unit, calendar, period));
        }
        let held = store::appointments::of_account(&mut self.db().snapshot().await?, mail.account.0).await?;
        let bodies = self.bodies_of(mail.unit).await?;
        let theirs = bodies.iter().filter(|body| held.iter().any(|held| body.has(held.id)));
        let sent = theirs.map(|body| submitted.of_body(mail.unit, calendar, period, &body.office.name));
        Ok(sent.max_by_key(|sent| (sent.on.is_none(), sent.on)).unwrap_or_default())
    }

    /// What somebody chose to be reminded of; what everybody begins with where they have not.
    pub async fn reminder_choice(&self, session: &Session) -> Result<Choice, Problem> {
        let chosen = reminders::choice(&mut self.db().snapshot().await?, session.account).await?;
        Ok(chosen.unwrap_or_else(|| Choice { wanted: true, days_before: DAYS_BEFORE.to_vec() }))
    }

    /// Keeps what somebody chose.
    pub async fn choose_reminders(&self, session: &Session, choice: &Choice) -> Result<(), Problem> {
        let mut tx = self.db().begin().await?;
        reminders::choose(&mut tx, session.account, choice, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the account has an e-mail address.
    pub async fn has_mail_address(&self, session: &Session) -> Result<bool, Problem> {
        let account = store::accounts::by_id(&mut self.db().snapshot().await?, session.account).await?;
        Ok(account.is_some_and(|account| account.email.is_some()))
    }

    /// The mails of one's own account, newest first.
    pub async fn mail_of(&self, session: &Session) -> Result<Vec<Mail>, Problem> {
        Ok(mail::of_account(&mut self.db().snapshot().await?, session.account, SHOWN).await?)
    }

    /// How the mail of this server stands, for who looks after its accounts; single mails of their own territory only.
    pub async fn mail_standing(&self, session: &Session, acting: Uuid) -> Result<MailStanding, Problem> {
        let acting = self.acting(session, acting)?;
        let own = acting.place.unit();
        self.permit::<acts::ListAccounts>(&acting, &self.system_record(own), None).await?;
        let mut tx = self.db().snapshot().await?;
        let (counts, mut open) = (mail::counts(&mut tx).await?, mail::open(&mut tx, SHOWN).await?);
        drop(tx);
        open.retain(|(mail, _)| self.place_of(mail.unit, self.now()).lies_in(own));
        let through = self.own_mailing().get().map(|mailing| mailing.post.name());
        Ok(MailStanding { through, counts, open })
    }

    /// What a mail is about, in words; the period alone where the calendar is gone.
    pub fn mail_about(&self, mail: &Mail, lang: Lang) -> String {
        let (calendar, period) = match &mail.about {
            About::Task(_) => return lang.mail_about_task(shown_day(mail.due_on)),
            About::Report { calendar, period, .. } => (calendar, period),
        };
        let found = self.calendars().ok().and_then(|calendars| {
            let calendar = calendars.all().iter().find(|known| known.id == *calendar)?;
            calendar.period(period, calendars.working())
        });
        found.map_or_else(|| period.clone(), |owed| crate::calendars::duty_title(&owed, lang))
    }
}
