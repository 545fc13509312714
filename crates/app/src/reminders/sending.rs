//! Handing mail over: taken, tried, put off with growing pauses, given up for good.

use jiff::{SignedDuration, Timestamp};
use store::mail::{self, About, State, Turn};
use zeroize::Zeroizing;

use super::{Letter, Mailing, letter};
use crate::app::App;
use crate::problem::Problem;
use crate::signin::secrets::Column;

/// So many mails in one round.
const ROUND: i64 = 50;
/// While one is being sent, nobody else takes it; a mail server has less time than that.
const TAKEN_MINUTES: i64 = 15;
/// Pauses after a failure; the last goes on.
const PAUSES_MINUTES: [i64; 5] = [1, 5, 15, 60, 240];
/// After so many tries, some five days, a mail is given up.
const TRIES_MAX: u32 = 33;

/// Hands a mail to a mail server. It may take its time: it is called where that stops nobody.
pub trait Post: Send + Sync {
    /// Hands it over.
    fn send(&self, letter: &Letter) -> Result<(), Bounce>;

    /// Which server, without its password.
    fn name(&self) -> String;
}

/// Why a mail was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounce {
    /// It may be taken later.
    ForNow(Cause),
    /// It never will.
    ForGood(Cause),
}

/// What went wrong. Never the mail server's own sentence: that may repeat an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is nobody at the other end.
    Connect,
    /// It did not answer in time.
    Timeout,
    /// No encrypted connection came about.
    Tls,
    /// It answered with three digits.
    Code(u16),
    /// It answered so to us, not to the letter: our password is wrong, or it is closed.
    Refused(u16),
    /// The account has no address that can be read.
    NoAddress,
    /// Something else.
    Other,
}

impl Cause {
    /// The word kept.
    pub fn key(self) -> String {
        match self {
            Self::Connect => "connect".to_owned(),
            Self::Timeout => "timeout".to_owned(),
            Self::Tls => "tls".to_owned(),
            Self::Code(code) | Self::Refused(code) => code.to_string(),
            Self::NoAddress => "no_address".to_owned(),
            Self::Other => "other".to_owned(),
        }
    }

    /// Whether the next mail would fare no better now.
    const fn concerns_all(self) -> bool {
        matches!(self, Self::Connect | Self::Timeout | Self::Tls | Self::Refused(_))
    }
}

impl App {
    /// Sends what waits, until nothing does or the mail server is out of reach. Answers how many were taken. A process
    /// that dies between the server's yes and ours sends that one mail a second time, under the same id.
    pub async fn send_mail(&self) -> Result<usize, Problem> {
        let Some(mailing) = self.own_mailing().get() else { return Ok(0) };
        let turns = mail::waiting(&mut self.db().snapshot().await?, self.now(), ROUND).await?;
        let mut sent = 0;
        for turn in turns {
            match self.send_one(mailing, &turn).await? {
                Some(Ok(())) => sent += 1,
                Some(Err(Bounce::ForNow(cause))) if cause.concerns_all() => break,
                _ => {}
            }
        }
        Ok(sent)
    }

    /// One mail; none where somebody else took it.
    async fn send_one(&self, mailing: &Mailing, turn: &Turn) -> Result<Option<Result<(), Bounce>>, Problem> {
        let now = self.now();
        let until = later(now, TAKEN_MINUTES)?;
        let mut tx = self.db().begin().await?;
        if !mail::take(&mut tx, &turn.mail, until).await? {
            return Ok(None);
        }
        tx.commit().await?;
        let outcome = match self.letter(mailing, turn).await? {
            Some(Ok(letter)) => {
                let post = std::sync::Arc::clone(&mailing.post);
                tokio::task::spawn_blocking(move || post.send(&letter)).await.map_err(Problem::fault)?
            }
            Some(Err(cause)) => Err(Bounce::ForGood(cause)),
            None => {
                self.ended(turn, State::Withdrawn, None).await?;
                return Ok(None);
            }
        };
        let tries = turn.mail.attempts.saturating_add(1);
        match outcome {
            Ok(()) => self.ended(turn, State::Sent, None).await?,
            Err(Bounce::ForNow(cause)) if tries < TRIES_MAX => self.put_off(turn, tries, cause).await?,
            Err(Bounce::ForNow(cause) | Bounce::ForGood(cause)) => {
                self.ended(turn, State::GivenUp, Some(cause)).await?;
            }
        }
        Ok(Some(outcome))
    }

    /// The mail in words; none where it does not hold any more: its calendar is gone, its report went up or is owed by
    /// another day, its task is done. An error where its account has no address.
    async fn letter(&self, mailing: &Mailing, turn: &Turn) -> Result<Option<Result<Letter, Cause>>, Problem> {
        let mail = &turn.mail;
        let calendars = self.calendars()?;
        let owed = match &mail.about {
            About::Task(id) if self.task_still_late(mail, *id).await? => None,
            About::Task(_) => return Ok(None),
            About::Report { calendar, period, .. } => {
                let calendar = calendars.all().iter().find(|known| known.id == *calendar);
                let Some(owed) = calendar.and_then(|of| of.period(period, calendars.working())) else {
                    return Ok(None);
                };
                let by_body = owed.calendar.owes.is_by_body();
                let sent = self.sent_for(mail, &owed.calendar.id, period, by_body).await?;
                if sent.on.is_some() || owed.due_of(sent) != Some(mail.due_on) {
                    return Ok(None);
                }
                Some((owed, sent.returned))
            }
        };
        let Some(sealed) = &turn.sealed_address else { return Ok(Some(Err(Cause::NoAddress))) };
        let plain = self.open_of(mail.account.0, Column::Email, sealed).await?;
        let Ok(address) = std::str::from_utf8(&plain) else { return Ok(Some(Err(Cause::NoAddress))) };
        let to = Zeroizing::new(address.to_owned());
        let around = (&*self.register(), self.today(), mailing);
        Ok(Some(Ok(match (&mail.about, owed) {
            (About::Task(id), _) => letter::of_task(mail, *id, to, around),
            (About::Report { .. }, Some((owed, returned))) => letter::of_report(mail, (&owed, returned), to, around),
            (About::Report { .. }, None) => return Ok(None),
        })))
    }

    async fn ended(&self, turn: &Turn, state: State, cause: Option<Cause>) -> Result<(), Problem> {
        let why = cause.map(Cause::key);
        let mut tx = self.db().begin().await?;
        mail::end(&mut tx, turn.mail.id, state, self.now(), why.as_deref()).await?;
        Ok(tx.commit().await?)
    }

    async fn put_off(&self, turn: &Turn, tries: u32, cause: Cause) -> Result<(), Problem> {
        let at = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
        let pause = PAUSES_MINUTES.get(at).or(PAUSES_MINUTES.last()).copied().unwrap_or(60);
        let mut tx = self.db().begin().await?;
        mail::later(&mut tx, turn.mail.id, later(self.now(), pause)?, &cause.key()).await?;
        Ok(tx.commit().await?)
    }
}

fn later(now: Timestamp, minutes: i64) -> Result<Timestamp, Problem> {
    now.checked_add(SignedDuration::from_mins(minutes)).map_err(Problem::fault)
}
