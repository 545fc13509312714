//! `anlanh calendar` and `anlanh ics`: what a unit owes, over which days, and by when; the same for calendar programs.

use std::io::{self, Write};

use app::calendars::{Calendars, whose};
use app::calendars::{Submissions, calendar_status, duty_title, published, shown_day, unit_events};
use app::reports::Catalog;
use domain::access::NATION;
use domain::calendars::{Duty, Sent, Status};
use domain::units::{Level, Register, UnitId, Version};
use jiff::civil::Date;
use serde_json::{Value, json};
use texts::Lang;

use crate::args;
use crate::args::{CalendarForm, CalendarWhat};
use crate::output::{Failure, deliver, say};
use crate::wiring;

/// Days that a report is still listed of which no program sees whether it went up.
const KEPT_DAYS_MAX: i32 = 30;

/// Whose calendar.
struct Whose {
    unit: UnitId,
    name: String,
}

pub fn run(args: &args::Calendars, lang: Lang) -> Result<(), Failure> {
    let CalendarWhat::Next { unit, on, format } = &args.what;
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    let calendars = shipped()?;
    let day = on.unwrap_or_else(wiring::today);
    let whose = named(&register, unit, day, lang)?;
    let mut owed = calendars.agenda(day).near(&register, whose.unit, KEPT_DAYS_MAX, &|_| Sent::default());
    let forms = &Catalog::shipped().map_err(|fault| Failure::Fault(fault.to_string()))?.forms;
    owed.retain(|(duty, status)| {
        let here = forms.all().iter().any(|form| form.calendar == duty.owed.calendar.id);
        here || !status.elsewhere().is_long_unseen(day, KEPT_DAYS_MAX)
    });
    deliver(None, |out| match format {
        CalendarForm::Json => write_json(&owed, &register, out),
        CalendarForm::Text => {
            writeln!(out, "{}", lang.calendar_head(&whose.name, shown_day(day)))?;
            text(&owed, &register, day, lang, out)
        }
    })
}

/// Writes the calendar of a unit as iCalendar.
pub fn ics(args: &args::Ics, lang: Lang) -> Result<(), Failure> {
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    let calendars = shipped()?;
    let day = args.on.unwrap_or_else(wiring::today);
    let whose = named(&register, &args.unit, day, lang)?;
    let events = unit_events(&calendars, &register, whose.unit, day, &Submissions::new(), ("", lang));
    let count = events.len();
    let bytes = published(lang.calendar_event_name(&whose.name), events, lang, (wiring::sources().now)());
    deliver(Some(&args.out), |out| out.write_all(&bytes))?;
    say(&lang.calendar_ics_written(count, args.out.display()))
}

fn shipped() -> Result<Calendars, Failure> {
    Calendars::shipped().map_err(|fault| Failure::Fault(fault.to_string()))
}

/// A unit of any level by its code; `vn` is the whole country.
fn named(register: &Register, code: &str, day: Date, lang: Lang) -> Result<Whose, Failure> {
    if code.eq_ignore_ascii_case("vn") {
        return Ok(Whose { unit: NATION, name: lang.mail_nation().to_owned() });
    }
    let levels = [Level::Commune, Level::Province, Level::District];
    let found = levels.into_iter().find_map(|level| register.at_code(code, level, day));
    let version = found.ok_or_else(|| unknown(register, code, day, lang))?;
    Ok(Whose { unit: version.unit, name: version.full_name() })
}

/// A former code is told with the units that took its place.
fn unknown(register: &Register, code: &str, day: Date, lang: Lang) -> Failure {
    match register.of_code(code).last() {
        None => Failure::Input(lang.reports_no_unit(code, shown_day(day))),
        Some(other) => {
            let heirs = register.heirs(other.unit, day);
            let heirs: Vec<String> = heirs.iter().map(|heir| format!("{} {}", heir.code, heir.full_name())).collect();
            let until = other.until.map_or_else(String::new, shown_day);
            let gone = lang.cli_not_in_force(shown_day(day), code, other.full_name(), until);
            Failure::Input(gone + " " + &heirs.join(", "))
        }
    }
}

fn text(
    owed: &[(Duty<'_>, Status)],
    register: &Register,
    day: Date,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    if owed.is_empty() {
        return writeln!(out, "{}", lang.calendar_none());
    }
    for (duty, status) in owed {
        let (owed, calendar) = (&duty.owed, duty.owed.calendar);
        writeln!(out, "\n{}: {}", duty_title(owed, lang), calendar_status(owed, *status, lang))?;
        writeln!(out, "  {}", lang.calendar_window(shown_day(owed.window.from), shown_day(owed.window.to)))?;
        let due = match (owed.due, owed.due_as_written, owed.exception) {
            (Some(due), Some(written), Some(document)) => {
                lang.calendar_due_changed(shown_day(due), &calendar.to, document, shown_day(written))
            }
            (Some(due), Some(written), None) => {
                lang.calendar_due_moved(shown_day(due), &calendar.to, shown_day(written))
            }
            (Some(due), None, _) => lang.calendar_due(shown_day(due), &calendar.to),
            (None, ..) => lang.calendar_no_due(&calendar.to),
        };
        writeln!(out, "  {due}")?;
        for line in lineage(duty, register, day, lang) {
            writeln!(out, "  {line}")?;
        }
        let owner = calendar.owner.as_deref().map(|owner| format!(" · {}", lang.calendar_confirm(owner)));
        writeln!(out, "  {}{}", lang.calendar_rests(&calendar.citation), owner.unwrap_or_default())?;
    }
    writeln!(out, "\n{}", lang.calendar_not_judged())
}

/// Whose report it is and since when, where that is not simply the unit's own.
fn lineage(duty: &Duty<'_>, register: &Register, day: Date, lang: Lang) -> Vec<String> {
    let name = |unit: UnitId| {
        let version = register.version(unit, day).or_else(|| register.versions_of(unit).last());
        version.map(Version::full_name).unwrap_or_default()
    };
    let mut lines = Vec::new();
    lines.extend(duty.inherited_from.map(|former| lang.calendar_inherited(name(former))));
    if duty.from > duty.owed.window.from {
        lines.push(lang.calendar_from_first_day(shown_day(duty.from)));
    }
    let part =
        |part: &domain::calendars::Part| lang.calendar_part(name(part.unit), shown_day(part.from), shown_day(part.to));
    let parts: Vec<String> = duty.before.iter().map(part).collect();
    if !parts.is_empty() {
        lines.push(lang.calendar_parts(parts.join("; ")));
    }
    lines
}

fn write_json(owed: &[(Duty<'_>, Status)], register: &Register, out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<Value> = owed.iter().map(|(duty, status)| line(duty, *status, register)).collect();
    serde_json::to_writer_pretty(&mut *out, &lines)?;
    writeln!(out)
}

/// One report, for programs.
fn line(duty: &Duty<'_>, status: Status, register: &Register) -> Value {
    let owed = &duty.owed;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let code = |unit: UnitId| register.versions_of(unit).last().map(|version| version.code.clone());
    let since = match status {
        Status::Late { since, .. } => Some(since),
        _ => None,
    };
    json!({
        "calendar": owed.calendar.id,
        "title": owed.calendar.title,
        "period": owed.period,
        "owes": owed.calendar.owes.key(),
        "unit": code(whose(duty)),
        "inherited": duty.inherited_from.is_some(),
        "from": owed.window.from.to_string(),
        "to": owed.window.to.to_string(),
        "counts_from": duty.from.to_string(),
        "due": day(owed.due),
        "due_as_written": day(owed.due_as_written),
        "exception": owed.exception,
        "recipient": owed.calendar.to,
        "citation": owed.calendar.citation,
        "evidence": owed.calendar.evidence,
        "owner": owed.calendar.owner,
        "status": status.key(),
        "days": status.days(),
        "late_since": day(since),
    })
}
