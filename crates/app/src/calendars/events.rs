//! What a calendar program is told: days and titles, never anything of a person.

use documents::ics::{AllDay, Published, write};
use domain::calendars::{Duty, Owed, Sent, Status};
use domain::units::{Register, UnitId, Version};
use jiff::Timestamp;
use jiff::civil::Date;
use texts::Lang;

use super::{Calendars, Submissions, duty_title, sent_of, sent_of_body, shown_day, whose};

/// Days before a report is due on which a calendar program reminds, beside the day itself.
const ALARM_DAYS: [u16; 4] = [7, 3, 1, 0];
/// Past reports that a calendar program still shows.
const PAST_DAYS: i32 = 90;

/// Something else of a day that a calendar program is told: a meeting, a task by its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Names it for ever: `meeting/<id>`.
    pub uid: String,
    /// First day.
    pub day: Date,
    /// Last day, included.
    pub last: Date,
    /// How often it was told otherwise.
    pub sequence: u32,
    /// Its title; never anything of a person's file.
    pub title: String,
    /// More of it; may be empty.
    pub note: String,
    /// The page to look at, from the root: `/viec-hom-nay`.
    pub path: String,
}

impl Told {
    /// As a calendar program gets it.
    pub(super) fn event(self, site: &str) -> AllDay {
        AllDay {
            uid: format!("{}@anlanh", self.uid),
            day: self.day,
            last: self.last,
            sequence: self.sequence,
            summary: self.title,
            description: self.note,
            url: url(site, &self.path),
            remind_days_before: vec![0],
        }
    }
}

/// The reports of a unit as events: those of the last months that are not submitted, and all that are ahead in this
/// year and the next. `site` is the address of this program, or empty.
pub fn unit_events(
    calendars: &Calendars,
    register: &Register,
    unit: UnitId,
    day: Date,
    submitted: &Submissions,
    (site, lang): (&str, Lang),
) -> Vec<AllDay> {
    let name = |of: UnitId| {
        let version = register.version(of, day).or_else(|| register.versions_of(of).last());
        // the whole country has no row in the register
        version.map_or_else(|| lang.mail_nation().to_owned(), Version::full_name)
    };
    let mut events = Vec::new();
    for duty in calendars.agenda(day).of(register, unit) {
        let sent = sent_of(submitted, &duty);
        if is_told(&duty, day, sent) {
            let about = About { of: String::new(), sent, rounds: submitted.rounds(&duty, None) };
            events.push(event(&duty, &about, &name(whose(&duty)), (site, lang)));
        }
    }
    events
}

/// What tells one event of a report from another.
struct About {
    /// Tells the events of two bodies of one unit apart.
    of: String,
    /// What became of the report.
    sent: Sent,
    /// How many acts there were, where it came back.
    rounds: u32,
}

/// The reports that one body of a unit owes for itself, as events.
pub fn body_events(
    calendars: &Calendars,
    register: &Register,
    (unit, body): (UnitId, &str),
    day: Date,
    submitted: &Submissions,
    words: (&str, Lang),
) -> Vec<AllDay> {
    let of = crate::bodies::folded(body).replace(' ', "-");
    let mut events = Vec::new();
    for duty in calendars.agenda(day).of_each_body(register, unit) {
        let sent = sent_of_body(submitted, &duty, body);
        if is_told(&duty, day, sent) {
            let about = About { of: format!("/{of}"), sent, rounds: submitted.rounds(&duty, Some(body)) };
            events.push(event(&duty, &about, body, words));
        }
    }
    events
}

fn is_told(duty: &Duty<'_>, day: Date, sent: Sent) -> bool {
    let recent = told_on(&duty.owed, sent) >= domain::cases::days_later(day, -PAST_DAYS);
    recent && !matches!(duty.owed.status(day, sent), Status::Submitted { .. })
}

/// The day on which a report stands in a calendar: by when it is owed, or the end of its figures where none is named.
fn told_on(owed: &Owed<'_>, sent: Sent) -> Date {
    owed.due_of(sent).unwrap_or(owed.window.to)
}

fn event(duty: &Duty<'_>, about: &About, who: &str, (site, lang): (&str, Lang)) -> AllDay {
    let owed = &duty.owed;
    let day = told_on(owed, about.sent);
    let what = lang.calendar_event_of(duty_title(owed, lang), who);
    let summary = match owed.due {
        _ if about.sent.returned => lang.calendar_event_returned(what),
        Some(_) => lang.calendar_event_due(what),
        None => lang.calendar_event_closes(what),
    };
    AllDay {
        uid: format!("{}/{}/{}{}@anlanh", owed.calendar.id, owed.period, whose(duty).0, about.of),
        day,
        last: day,
        sequence: moves(duty).saturating_add(about.rounds),
        summary,
        description: description(owed, lang),
        url: url(site, "/lich-bao-cao"),
        remind_days_before: ALARM_DAYS.to_vec(),
    }
}

/// How often what is told of a report changed: a day of rest or a document moved its day, a document changed the period,
/// its unit went into another.
fn moves(duty: &Duty<'_>) -> u32 {
    let owed = &duty.owed;
    let changed = [owed.due_as_written.is_some(), owed.exception.is_some(), duty.inherited_from.is_some()];
    changed.into_iter().map(u32::from).sum()
}

fn description(owed: &Owed<'_>, lang: Lang) -> String {
    let mut lines = vec![
        lang.calendar_event_to(&owed.calendar.to),
        lang.calendar_window(shown_day(owed.window.from), shown_day(owed.window.to)),
        lang.calendar_rests(owed.exception.unwrap_or(&owed.calendar.citation)),
    ];
    lines.extend(owed.calendar.owner.as_deref().map(|owner| lang.calendar_confirm(owner)));
    lines.join("\n")
}

fn url(site: &str, path: &str) -> String {
    if site.is_empty() { String::new() } else { format!("{}{path}", site.trim_end_matches('/')) }
}

/// The bytes of a calendar.
pub fn published(name: String, events: Vec<AllDay>, lang: Lang, at: Timestamp) -> Vec<u8> {
    write(&Published { name, language: lang.tag().to_owned(), events }, at)
}
