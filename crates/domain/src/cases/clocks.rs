//! Time limits: which an act starts, which it meets, and how they stand at an instant.

use jiff::civil::{Date, DateTime};

use super::case::{Case, Event, Measure};
use super::law::{About, ClockLine, Law, Regime};
use super::moment::{Length, Moment, days_later, end_of, months_later};

/// A time limit that an act started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// The line of the law.
    pub clock: String,
    /// Under which regime.
    pub regime: Regime,
    /// Number of the event that started it.
    pub entry: usize,
    /// When that was.
    pub from: Moment,
    /// Until when.
    pub due: DateTime,
    /// When it was met.
    pub met: Option<Moment>,
    /// When it fell away.
    pub dropped: Option<Moment>,
}

/// How a time limit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Time is left.
    Open,
    /// Time has run out and nothing was done.
    Late,
    /// Done in time, as far as can be known.
    Met,
    /// Done, certainly too late.
    MetLate,
    /// Fell away before its end; or a time that somebody had ran out without a word of its use.
    Lapsed,
    /// Fell away after its end without having been met: nobody can meet it any more.
    Missed,
}

impl Standing {
    /// The word in answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Late => "late",
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Lapsed => "lapsed",
            Self::Missed => "missed",
        }
    }
}

/// A time limit as of an instant.
#[derive(Clone, Debug)]
pub struct Clock<'l> {
    /// The line of the law.
    pub line: &'l ClockLine,
    /// Under which regime.
    pub regime: Regime,
    /// Number of the event that started it.
    pub entry: usize,
    /// Since when.
    pub from: Moment,
    /// Until when.
    pub due: DateTime,
    /// When it was met.
    pub met: Option<Moment>,
    /// How it stands.
    pub standing: Standing,
    /// Who has to act: the line's office, or that of the entry that is complained about.
    pub office: &'l str,
    /// Of several of one duty, whether it is the strictest.
    pub binding: bool,
}

impl Case {
    pub(super) fn meet_clocks(&mut self, law: &Law, event: &Event) {
        let events = &self.events;
        for running in self.running.iter_mut().filter(|r| r.dropped.is_none()) {
            let Some(line) = line_of(law, running.regime, &running.clock) else { continue };
            // a fact about which somebody heard late can only have met it earlier
            if running.met.is_some_and(|met| !event.on.before(met) || !line.met_by.contains(&event.act)) {
                continue;
            }
            let started = running.entry.checked_sub(1).and_then(|n| events.get(n));
            let named = event.number_of("entry").and_then(|entry| usize::try_from(entry).ok());
            let concerns = match line.about {
                None => true,
                Some(About::Started) => named == Some(running.entry),
                Some(About::Same) => {
                    named.is_some() && started.and_then(|e| e.number_of("entry")) == event.number_of("entry")
                }
            };
            if !concerns {
                continue;
            }
            if event.on.before(running.from) {
                // a fact that was written down late answers nothing that began after it
                continue;
            }
            if line.met_by.contains(&event.act) {
                running.met = Some(event.on);
            } else if line.lapses_by.contains(&event.act) {
                running.dropped = Some(event.on);
            } else if line.extended_by.contains(&event.act) {
                let remote = started.is_some_and(|event| event.says("remote=yes"));
                let from_start = law.choice("date_without_hour") == "start_of_day";
                let longer = line.extension(remote).map(|length| law.calendar.due(running.from, length, from_start));
                running.due = longer.map_or(running.due, |longer| running.due.max(longer));
            }
        }
    }

    /// Starts what the act starts; `before` are the states that ran when it was done.
    pub(super) fn start_clocks(&mut self, law: &Law, event: &Event, entry: usize, before: &[String]) {
        let Some(regime) = law.on(event.on.day) else { return };
        let minor = self.minor(event.on.day);
        let from_start = law.choice("date_without_hour") == "start_of_day";
        let grounded = self.grounds.last().is_some_and(|ground| ground.entry == entry);
        self.drop_for_ground(law, event.on, grounded);
        for line in regime.clocks.iter().filter(|line| line.after.contains(&event.act)) {
            let said = line.when.as_deref().is_none_or(|when| event.says(when));
            let said = said && line.lacks.as_ref().is_none_or(|field| !event.fields.contains_key(field));
            let placed = line.states.is_empty() || self.in_any(&line.states);
            let came_from = line.was.is_empty() || line.was.iter().any(|state| before.contains(state));
            let grounded = !line.ground || grounded;
            let known = line.since().is_none_or(|since| since <= event.on.day);
            if !said
                || !known
                || !placed
                || !came_from
                || !grounded
                || (line.adult && minor)
                || (line.minor && !minor)
                || (line.unstable && self.unstable().is_none())
            {
                continue;
            }
            let Some(length) = line.length(event.says("remote=yes")) else { continue };
            // where a fact is written down late, what came after it may have answered it already
            let after = self.bearing().filter(|(n, other)| *n < entry && event.on.before(other.on));
            let answers = after.filter(|(_, other)| line.about.is_none() && line.met_by.contains(&other.act));
            let met = answers.map(|(_, other)| other.on).next();
            self.running.push(Running {
                clock: line.id.clone(),
                regime: regime.regime,
                entry,
                from: event.on,
                due: law.calendar.due(event.on, length, from_start),
                met,
                dropped: None,
            });
        }
    }

    /// The time from the last act on which a compulsory file can rest runs anew with another.
    fn drop_for_ground(&mut self, law: &Law, on: Moment, grounded: bool) {
        for running in self.running.iter_mut().filter(|r| grounded && r.met.is_none() && r.dropped.is_none()) {
            if line_of(law, running.regime, &running.clock).is_some_and(|line| line.last_ground) {
                running.dropped = Some(on);
            }
        }
    }

    /// What an act would let fall away falls away without it.
    pub(super) fn drop_for_act(&mut self, law: &Law, act: &str, on: Moment) {
        for running in self.running.iter_mut().filter(|r| r.met.is_none() && r.dropped.is_none()) {
            let line = line_of(law, running.regime, &running.clock);
            if line.is_some_and(|line| line.lapses_by.iter().any(|other| other == act)) {
                running.dropped = Some(on);
            }
        }
    }

    /// What was bound to a state falls away with it, and everything with the case.
    pub(super) fn drop_clocks(&mut self, law: &Law, on: Moment) {
        let gone: Vec<bool> = self
            .running
            .iter()
            .map(|running| {
                let line = line_of(law, running.regime, &running.clock);
                self.closed.is_some() || line.is_some_and(|l| !l.states.is_empty() && !self.in_any(&l.states))
            })
            .collect();
        for (running, _) in self.running.iter_mut().zip(gone).filter(|(r, gone)| *gone && r.met.is_none()) {
            running.dropped.get_or_insert(on);
        }
    }

    /// Every time limit as of an instant, by when it is due.
    pub fn clocks<'l>(&self, law: &'l Law, at: DateTime) -> Vec<Clock<'l>> {
        let mut clocks: Vec<Clock<'l>> =
            self.running.iter().filter_map(|running| self.started(law, running, at)).collect();
        for measure in &self.measures {
            clocks.extend(self.of_term(law, measure, at));
        }
        clocks.sort_by(|a, b| (a.due, &a.line.id, a.entry).cmp(&(b.due, &b.line.id, b.entry)));
        for n in 0..clocks.len() {
            let Some(clock) = clocks.get(n) else { continue };
            let waits = |c: &Clock<'_>| matches!(c.standing, Standing::Open | Standing::Late);
            let stricter = clocks.iter().take(n).any(|other| {
                other.line.duty() == clock.line.duty() && waits(other) == waits(clock) && other.line.id != clock.line.id
            });
            if let Some(clock) = clocks.get_mut(n) {
                clock.binding = !stricter;
            }
        }
        clocks
    }

    /// Limits that are measured against the end of a measure's term.
    fn of_term<'l>(&self, law: &'l Law, measure: &Measure, at: DateTime) -> Vec<Clock<'l>> {
        let day = measure.end.as_ref().map_or(at.date(), |end| end.on.day);
        let (Some(end), Some(regime)) = (measure.term_end, law.on(day)) else { return Vec::new() };
        let mut clocks = Vec::new();
        for line in regime.clocks.iter().filter(|line| line.of.as_deref() == Some(&measure.state)) {
            let Some(due) = self.due_of_term(line, measure, end) else { continue };
            let since = self.bearing().filter(|(entry, _)| *entry > measure.entry);
            let met = since.map(|(_, event)| event).find(|e| line.met_by.contains(&e.act)).map(|e| e.on);
            let paused = measure.pause.as_ref().map(|pause| Moment::day(pause.since));
            let absent = measure.open() && measure.state == "S2" && measure.regime == Regime::C;
            let paused = paused.or_else(|| self.absence(usize::MAX).filter(|_| absent));
            let gone = measure.end.as_ref().map(|end| end.on).or(paused);
            let standing = standing(due, met, gone, at);
            let regime = regime.regime;
            clocks.push(Clock {
                line,
                regime,
                entry: measure.entry,
                from: measure.opened,
                due,
                met,
                standing,
                office: &line.by,
                binding: true,
            });
        }
        clocks
    }

    fn started<'l>(&self, law: &'l Law, running: &Running, at: DateTime) -> Option<Clock<'l>> {
        let line = line_of(law, running.regime, &running.clock)?;
        // nobody is late who does not use a time of theirs
        let unused = line.window && running.met.is_none() && at > running.due;
        let standing = if unused { Standing::Lapsed } else { standing(running.due, running.met, running.dropped, at) };
        let about = running.entry.checked_sub(1).and_then(|n| self.events.get(n)).and_then(|e| e.number_of("entry"));
        let about = about.filter(|_| line.about == Some(About::Same)).and_then(|entry| usize::try_from(entry).ok());
        Some(Clock {
            line,
            regime: running.regime,
            entry: running.entry,
            from: running.from,
            due: running.due,
            met: running.met,
            standing,
            office: about.and_then(|entry| self.answers(entry)).unwrap_or(&line.by),
            binding: true,
        })
    }

    /// When a limit of a term is due: so long before its end, or when the person comes of an age with enough of it left.
    fn due_of_term(&self, line: &ClockLine, measure: &Measure, end: Date) -> Option<DateTime> {
        let Some(age) = line.turns else { return Some(end_of(before(end, line.length(false)))) };
        let birthday = months_later(self.born?, age.saturating_mul(12));
        let left = line.left.as_ref().and_then(|left| left.parse().ok());
        (measure.opened.day < birthday && birthday <= before(end, left)).then(|| end_of(birthday))
    }
}

/// Late is said only when it is certain: an act of which only the day is known counts from its first instant.
fn standing(due: DateTime, met: Option<Moment>, gone: Option<Moment>, at: DateTime) -> Standing {
    match (met, gone) {
        (Some(met), _) if met.earliest() <= due => Standing::Met,
        (Some(_), _) => Standing::MetLate,
        (None, Some(gone)) if gone.earliest() > due => Standing::Missed,
        (None, Some(_)) => Standing::Lapsed,
        (None, None) if at > due => Standing::Late,
        (None, None) => Standing::Open,
    }
}

fn before(end: Date, length: Option<Length>) -> Date {
    match length {
        Some(Length::Days(n)) => days_later(end, -n),
        Some(Length::Months(n)) => months_later(end, -n),
        _ => end,
    }
}

fn line_of<'l>(law: &'l Law, regime: Regime, clock: &str) -> Option<&'l ClockLine> {
    law.regime(regime)?.clocks.iter().find(|line| line.id == clock)
}
