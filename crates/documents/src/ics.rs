//! Calendars for calendar programs: the bytes of an iCalendar object (RFC 5545), days only.
//!
//! Our own writer, for what we write is small and a parser is not needed: lines of at most 75 octets that never split a
//! letter, text in NFC, and the same bytes for the same events and the same instant.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

/// Longest line in octets without its line break (RFC 5545, 3.1).
const OCTETS_MAX: usize = 75;

/// A calendar that is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// What programs call it.
    pub name: String,
    /// Language of its texts: `vi`, `en`.
    pub language: String,
    /// What is in it.
    pub events: Vec<AllDay>,
}

/// Something that takes a whole day or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllDay {
    /// Names it for ever, so that a program replaces it and never doubles it.
    pub uid: String,
    /// First day.
    pub day: Date,
    /// Last day, included; the first where it is one day.
    pub last: Date,
    /// Higher each time that it was told otherwise: a program keeps the highest (RFC 5545, 3.8.7.4).
    pub sequence: u32,
    /// In one line.
    pub summary: String,
    /// More of it; may have several lines.
    pub description: String,
    /// Where to look; empty for nowhere.
    pub url: String,
    /// So many days before the first day, at eight in the morning, the program reminds; 0 is that morning.
    pub remind_days_before: Vec<u16>,
}

/// Writes a calendar, as it is known at an instant.
pub fn write(calendar: &Published, stamp: Timestamp) -> Vec<u8> {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//An Lanh//anlanh//VI");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", &calendar.name);
    out.line("X-WR-TIMEZONE:Asia/Ho_Chi_Minh");
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    out.line("X-PUBLISHED-TTL:PT6H");
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    for event in &calendar.events {
        out.event(event, &stamp, &calendar.language);
    }
    out.line("END:VCALENDAR");
    out.0.into_bytes()
}

/// Lines, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn event(&mut self, event: &AllDay, stamp: &str, language: &str) {
        let ends = event.last.max(event.day).tomorrow().unwrap_or(event.last);
        self.line("BEGIN:VEVENT");
        self.text("UID", &event.uid);
        self.line(&format!("DTSTAMP:{stamp}"));
        self.line(&format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")));
        // the end of whole days is the day after the last
        self.line(&format!("DTEND;VALUE=DATE:{}", ends.strftime("%Y%m%d")));
        self.text(&format!("SUMMARY{}", of_language(language)), &event.summary);
        if !event.description.is_empty() {
            self.text(&format!("DESCRIPTION{}", of_language(language)), &event.description);
        }
        if !event.url.is_empty() {
            self.line(&format!("URL:{}", event.url.chars().filter(|c| !c.is_control()).collect::<String>()));
        }
        // a day on which something is due is not a day on which nobody can be met
        self.line("TRANSP:TRANSPARENT");
        self.line(&format!("SEQUENCE:{}", event.sequence));
        for days in &event.remind_days_before {
            self.line("BEGIN:VALARM");
            self.line("ACTION:DISPLAY");
            self.text("DESCRIPTION", &event.summary);
            self.line(&format!("TRIGGER:{}", trigger(*days)));
            self.line("END:VALARM");
        }
        self.line("END:VEVENT");
    }

    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.nfc() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                // no other control has a place in text, and a bare CR would end the line for some programs
                c if c.is_control() && c != '\t' => {}
                c => escaped.push(c),
            }
        }
        self.line(&format!("{name}:{escaped}"));
    }

    /// A line, folded so that none is longer than 75 octets and no letter is split; a mark stays with its letter
    /// because the text is composed.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > OCTETS_MAX {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn of_language(language: &str) -> String {
    if language.is_empty() { String::new() } else { format!(";LANGUAGE={language}") }
}

/// How long before or after the midnight that the day begins with.
fn trigger(days_before: u16) -> String {
    let mut text = String::new();
    let hours = i64::from(days_before) * 24 - 8;
    let sign = if hours > 0 { "-" } else { "" };
    let (days, left) = (hours.abs() / 24, hours.abs() % 24);
    let days = if days > 0 { format!("{days}D") } else { String::new() };
    // writing into a String cannot fail
    let _ = write!(text, "{sign}P{days}T{left}H");
    text
}
