//! `anlanh calendar`: what a unit owes, over which days, and by when.

use std::io::{self, Write};

use domain::calendars::{Owed, SHIPPED, Status, around, load};
use domain::cases::Calendar as WorkingDays;
use domain::units::{Level, Register};
use jiff::civil::Date;
use serde_json::{Value, json};
use texts::Lang;

use crate::args;
use crate::args::{CalendarForm, CalendarWhat};
use crate::output::{Failure, deliver};
use crate::wiring;

pub fn run(args: &args::Calendars, lang: Lang) -> Result<(), Failure> {
    let CalendarWhat::Next { unit, on, format } = &args.what;
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    let calendars = load(SHIPPED).map_err(|fault| Failure::Fault(fault.to_string()))?;
    let working = WorkingDays::shipped().map_err(Failure::Fault)?;
    let day = on.unwrap_or_else(wiring::today);
    let found = [Level::Commune, Level::Province].into_iter().find_map(|level| register.at_code(unit, level, day));
    let Some(version) = found else { return Err(unknown(&register, unit, day, lang)) };
    let owed = around(&calendars, &register, &working, version.unit, day);
    deliver(None, |out| match format {
        CalendarForm::Json => write_json(&owed, day, out),
        CalendarForm::Text => {
            writeln!(out, "{}", lang.calendar_head(version.full_name(), shown(day)))?;
            text(&owed, day, lang, out)
        }
    })
}

/// A former code is told with the units that took its place.
fn unknown(register: &Register, code: &str, day: Date, lang: Lang) -> Failure {
    match register.of_code(code).last() {
        None => Failure::Input(lang.cli_unknown_code(code)),
        Some(other) => {
            let heirs = register.heirs(other.unit, day);
            let heirs: Vec<String> = heirs.iter().map(|heir| format!("{} {}", heir.code, heir.full_name())).collect();
            let until = other.until.map_or_else(String::new, shown);
            Failure::Input(lang.cli_not_in_force(code, shown(day), other.full_name(), until) + " " + &heirs.join(", "))
        }
    }
}

fn text(owed: &[Owed<'_>], day: Date, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if owed.is_empty() {
        return writeln!(out, "{}", lang.calendar_none());
    }
    for owed in owed {
        let calendar = owed.calendar;
        writeln!(out, "\n{}: {}", lang.calendar_line(owed.title, owed.year, &calendar.title), status(owed, day, lang))?;
        writeln!(out, "  {}", lang.calendar_window(shown(owed.window.from), shown(owed.window.to)))?;
        let due = match (owed.due, owed.due_as_written) {
            (Some(due), Some(written)) => lang.calendar_due_moved(shown(due), &calendar.to, shown(written)),
            (Some(due), None) => lang.calendar_due(shown(due), &calendar.to),
            (None, _) => lang.calendar_no_due(&calendar.to),
        };
        writeln!(out, "  {due}")?;
        let owner = calendar.owner.as_deref().map(|owner| format!(" · {}", lang.calendar_confirm(owner)));
        writeln!(out, "  {}{}", lang.calendar_rests(&calendar.citation), owner.unwrap_or_default())?;
    }
    writeln!(out, "\n{}", lang.calendar_not_judged())
}

fn status(owed: &Owed<'_>, day: Date, lang: Lang) -> String {
    match owed.status(day) {
        Status::Ahead { days } => lang.calendar_ahead(days),
        Status::Open { days_left: 0 } => lang.calendar_open_today().to_owned(),
        Status::Open { days_left } => lang.calendar_open(days_left),
        Status::Closing { days_left: 0 } => lang.calendar_closing_today().to_owned(),
        Status::Closing { days_left } => lang.calendar_closing(days_left),
        Status::Past { days } => lang.calendar_past(days, owed.due.map_or_else(String::new, shown)),
        Status::Unnamed => lang.calendar_unnamed().to_owned(),
    }
}

fn write_json(owed: &[Owed<'_>], day: Date, out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<Value> = owed.iter().map(|owed| line(owed, day)).collect();
    serde_json::to_writer_pretty(&mut *out, &lines)?;
    writeln!(out)
}

/// One report, for programs.
fn line(owed: &Owed<'_>, day: Date) -> Value {
    let (status, days) = match owed.status(day) {
        Status::Ahead { days } => ("ahead", Some(days)),
        Status::Open { days_left } => ("open", Some(days_left)),
        Status::Closing { days_left } => ("closing", Some(days_left)),
        Status::Past { days } => ("past", Some(days)),
        Status::Unnamed => ("unnamed", None),
    };
    json!({
        "calendar": owed.calendar.id,
        "title": owed.calendar.title,
        "period": owed.period,
        "from": owed.window.from.to_string(),
        "to": owed.window.to.to_string(),
        "due": owed.due.map(|day| day.to_string()),
        "due_as_written": owed.due_as_written.map(|day| day.to_string()),
        "recipient": owed.calendar.to,
        "citation": owed.calendar.citation,
        "evidence": owed.calendar.evidence,
        "owner": owed.calendar.owner,
        "status": status,
        "days": days,
    })
}

fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
