//! The private address of an account's calendar: made, renewed, revoked, and what is read there.
//!
//! Whoever has the address reads days and titles. That is all it opens: no name, no file, no figure.

use std::collections::BTreeSet;

use documents::ics::AllDay;
use domain::access::{Action, Appointment, Ask, FieldClass, Purpose, Record, Role};
use domain::units::UnitId;
use domain::work::Noun;
use jiff::{SignedDuration, Timestamp};
use store::feeds::{self, Feed};
use store::ledger::Deed;
use store::work::{Listing, Scope};
use texts::Lang;

use super::{Told, body_events, published, unit_events};
use crate::accounts::Acting;
use crate::app::{App, day_of};
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::Caller;
use crate::signin::secrets::hash_of;

/// What a program that asks too often in vain is counted under, apart from the desk.
const COUNTED: &str = "calendar_feed";
/// So often it is noted that a program reads.
const TOUCH: SignedDuration = SignedDuration::from_mins(1);
/// Work in files is told from today until so many days ahead.
const WORK_DAYS_AHEAD: i32 = 60;
/// Meetings and tasks of the last months that are still open are told too.
const PAST_DAYS: i32 = 90;
/// More meetings or tasks than one office has.
const WORKS_MAX: i64 = 500;
/// States of a task or meeting in which it is still to be done.
const TOLD_STATES: [&str; 5] = ["issued", "objected", "underway", "returned", "planned"];

/// What an account's calendar is made with.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Address of this program, as `https://anlanh.example`; empty if it has none.
    pub site: &'a str,
    /// Language of the titles.
    pub lang: Lang,
}

impl App {
    /// Makes an address, which voids the one from before, and gives the secret in it: shown once. Asks for a fresh
    /// proof of who they are.
    pub async fn make_feed(&self, session: &Session) -> Result<String, Problem> {
        let now = self.now();
        session.fresh(now)?;
        if session.is_enrolment() {
            return Err(Problem::Hidden);
        }
        let (reference, hash) = self.reference()?;
        let feed = Feed { id: self.new_id(), account: session.account, created_at: now, last_used_at: None };
        let mut tx = self.db().begin().await?;
        if let Some(before) = feeds::of_account(&mut tx, session.account).await? {
            feeds::revoke(&mut tx, &before, now, &deed(session, "revoke_calendar", now)).await?;
        }
        feeds::add(&mut tx, &feed, &hash, &deed(session, "make_calendar", now)).await?;
        tx.commit().await?;
        Ok(reference)
    }

    /// The address that somebody has, without its secret.
    pub async fn feed_of(&self, session: &Session) -> Result<Option<Feed>, Problem> {
        Ok(feeds::of_account(&mut self.db().snapshot().await?, session.account).await?)
    }

    /// Voids the address, at once and without a second proof: that must not wait.
    pub async fn revoke_feed(&self, session: &Session) -> Result<(), Problem> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let feed = feeds::of_account(&mut tx, session.account).await?.ok_or(Problem::NothingToSave)?;
        feeds::revoke(&mut tx, &feed, now, &deed(session, "revoke_calendar", now)).await?;
        Ok(tx.commit().await?)
    }

    /// The calendar behind a secret. What is none, was revoked, or belongs to an account that cannot be used does not
    /// exist, and whoever asks for such too often waits.
    pub async fn read_feed(&self, secret: &str, caller: Caller, asked: &Asked<'_>) -> Result<Vec<u8>, Problem> {
        let counted = self.counted_by_place_for(COUNTED, caller).await?;
        self.throttled(&counted).await?;
        let now = self.now();
        let Some(feed) = feeds::by_hash(&mut self.db().snapshot().await?, &hash_of(secret)).await? else {
            self.count_failure(&counted).await?;
            return Err(Problem::Hidden);
        };
        if now.duration_since(feed.last_used_at.unwrap_or(Timestamp::UNIX_EPOCH)) >= TOUCH {
            let mut tx = self.db().begin().await?;
            feeds::used(&mut tx, feed.id, now).await?;
            tx.commit().await?;
        }
        let held = store::appointments::of_account(&mut self.db().snapshot().await?, feed.account.0).await?;
        let held: Vec<Appointment> = held.into_iter().filter(|held| held.in_force(now)).collect();
        let events = self.events_of(&held, asked).await?;
        Ok(published(asked.lang.calendar_event_name_own().to_owned(), events, asked.lang, now))
    }

    async fn events_of(&self, held: &[Appointment], asked: &Asked<'_>) -> Result<Vec<AllDay>, Problem> {
        let (register, today) = (self.register(), self.today());
        let units: Vec<UnitId> = held.iter().map(|appointment| appointment.unit).collect();
        let submitted = self.submissions_of(&units).await?;
        let (mut events, mut seen, mut worked) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for appointment in held {
            let unit = appointment.unit;
            let acting = Acting {
                place: self.place_of(unit, self.now()),
                factor_age_s: u32::MAX,
                appointment: appointment.clone(),
            };
            let figures = Record::plain(acting.place.clone(), FieldClass::UnitFact);
            if self.may(&acting, Action::ReadFigures, &figures)? && seen.insert(unit) {
                let words = (asked.site, asked.lang);
                events.extend(unit_events(self.calendars()?, &register, unit, today, &submitted, words));
            }
            for body in self.bodies_with(unit, appointment.id).await? {
                let (of, words) = ((unit, body.as_str()), (asked.site, asked.lang));
                events.extend(body_events(self.calendars()?, &register, of, today, &submitted, words));
            }
            if self.lists_every_file(&acting)? && worked.insert(unit) {
                events.extend(self.work_events(unit, asked).await?);
            }
            let told = self.programme_told(&acting).await?;
            events.extend(told.into_iter().map(|told| told.event(asked.site)));
        }
        // two appointments may be told of one thing
        let mut known = BTreeSet::new();
        events.retain(|event| known.insert(event.uid.clone()));
        Ok(events)
    }

    /// Meetings of the unit and tasks of the appointment that are still to come or to be done, by their titles.
    async fn programme_told(&self, acting: &Acting) -> Result<Vec<Told>, Problem> {
        let unit = acting.place.unit();
        let works = Record { in_team: true, ..Record::plain(acting.place.clone(), FieldClass::UnitFact) };
        if !self.may(acting, Action::ReadWork, &works)? {
            return Ok(Vec::new());
        }
        let oldest = domain::cases::days_later(self.today(), -PAST_DAYS);
        let mut tx = self.db().snapshot().await?;
        let tasks = Listing::of(Noun::Task, Scope::Assignee(acting.appointment.id), WORKS_MAX);
        let meetings = Listing::of(Noun::Meeting, Scope::Unit(unit), WORKS_MAX);
        let mut told = Vec::new();
        for (listing, path) in [(tasks, "/nhiem-vu"), (meetings, "/hop")] {
            let listed = store::work::listed(&mut tx, &listing).await?;
            let open = listed.into_iter().filter(|work| TOLD_STATES.contains(&work.standing.state.as_str()));
            told.extend(open.filter_map(|work| {
                let day = work.standing.due.filter(|due| *due >= oldest)?;
                let (uid, path) = (format!("{}/{}", work.noun.key(), work.id), format!("{path}/{}", work.id));
                // each act may move its day
                let sequence = work.acts;
                let (title, note) = (work.standing.title, String::new());
                Some(Told { uid, day, last: day, sequence, title, note, path })
            }));
        }
        Ok(told)
    }

    /// Whether an appointment is one of the police who keep the unit's files, by the policy.
    fn lists_every_file(&self, acting: &Acting) -> Result<bool, Problem> {
        if !matches!(acting.appointment.role, Role::FileOfficer | Role::PoliceHead) {
            return Ok(false);
        }
        let record = Record::plain(acting.place.clone(), FieldClass::Identity);
        let plain = Ask::plain(Some(acting.standing()), Action::ListPersons, &record, self.now());
        let ask = Ask { purpose: Some(Purpose::UserManagement), factor_age_s: Some(acting.factor_age_s), ..plain };
        Ok(self.desk()?.policies().decide(&ask).permitted)
    }

    /// How much waits in files on each day ahead; what is late waits today.
    async fn work_events(&self, unit: UnitId, asked: &Asked<'_>) -> Result<Vec<AllDay>, Problem> {
        let today = self.today();
        let last = domain::cases::days_later(today, WORK_DAYS_AHEAD);
        let mut days = std::collections::BTreeMap::<_, usize>::new();
        for (day, count) in self.work_of_unit(unit).await? {
            *days.entry(day.max(today)).or_default() += count;
        }
        let lang = asked.lang;
        let told = days.into_iter().filter(|(day, _)| *day <= last).map(|(day, count)| Told {
            uid: format!("work/{}/{day}", unit.0),
            day,
            last: day,
            sequence: 0,
            title: lang.calendar_event_work(count),
            note: lang.calendar_event_work_note().to_owned(),
            path: "/viec-hom-nay".to_owned(),
        });
        Ok(told.map(|told| told.event(asked.site)).collect())
    }
}

fn deed(session: &Session, act: &'static str, now: Timestamp) -> Deed {
    Deed { actor: session.actor(), act, occurred_on: day_of(now), clause: None }
}
