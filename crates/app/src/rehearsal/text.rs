//! The answer of a rehearsal as lines of text.

use std::io::{self, Write};

use domain::cases::Law;
use texts::Lang;

use super::refusals::named;
use super::{ActAnswer, Answer, ClockAnswer, Situation};

/// Writes the answer for people.
pub fn write(law: &Law, lang: Lang, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", answer.title)?;
    for act in &answer.acts {
        write_act(law, lang, act, out)?;
    }
    writeln!(out, "\n── {} ──", answer.end.as_of)?;
    situation(lang, &answer.end, out)?;
    line(lang.cases_next(), answer.end.next.iter().map(|next| format!("{} ({})", next.title, next.act)), lang, out)?;
    for time in &answer.memberships {
        let to = time.to.map_or_else(|| lang.cases_now().to_owned(), |to| to.to_string());
        let removal = time.ground_of_removal.clone().unwrap_or_default();
        writeln!(out, "  {} {}: {} – {to}\n    + {}", time.list, time.unit, time.from, time.ground_of_entry)?;
        if !removal.is_empty() {
            writeln!(out, "    − {removal}")?;
        }
    }
    let switches = answer.switches.iter().map(|(switch, option)| format!("{switch} = {option}"));
    line(lang.cases_switches(), switches, lang, out)?;
    for assumed in &answer.calendar {
        writeln!(out, "  {assumed}")?;
    }
    Ok(())
}

fn write_act(law: &Law, lang: Lang, act: &ActAnswer, out: &mut dyn Write) -> io::Result<()> {
    let result = match act.result {
        "accepted" => lang.cases_accepted(),
        "held" => lang.cases_held(),
        _ => lang.cases_refused(),
    };
    let by = named(law, &act.by);
    writeln!(out, "\n{}. {} · {} · {by}: {}", act.table, act.on, act.title, result.to_uppercase())?;
    let regime = lang.cases_regime_word(act.regime.unwrap_or("–"));
    let form = act.form.as_deref().map_or_else(String::new, |form| format!(" · {}", lang.cases_form(form)));
    writeln!(out, "  {}: {} ({regime}){form}", lang.cases_clause(), act.clause)?;
    if let Some(owner) = &act.owner {
        writeln!(out, "  {}", lang.cases_confirm(act.evidence, owner))?;
    }
    if let (Some(reason), Some(remedy)) = (&act.reason, act.remedy) {
        writeln!(out, "  {reason}\n  {}: {remedy}", lang.cases_remedy())?;
        return Ok(());
    }
    situation(lang, &act.after, out)
}

fn situation(lang: Lang, now: &Situation, out: &mut dyn Write) -> io::Result<()> {
    let states = now.states.iter().map(|state| {
        let until = state.until.as_ref().map_or_else(String::new, |day| format!(", {}", lang.cases_term_to(day)));
        let other = state.until_otherwise.as_ref();
        let other =
            other.map_or_else(String::new, |(day, switch)| format!(" ({})", lang.cases_term_other(switch, day)));
        format!("{} {} [{}] {}{until}{other}", state.id, state.title, state.regime, lang.cases_since(state.since))
    });
    line(lang.cases_states(), states, lang, out)?;
    let lists = now.lists.iter().map(|list| format!("{} {} {}", list.title, list.unit, lang.cases_since(list.since)));
    line(lang.cases_lists(), lists, lang, out)?;
    if let Some(to) = &now.in_transit_to {
        writeln!(out, "  {}", lang.cases_transit(to))?;
    }
    line(lang.cases_clocks(), now.clocks.iter().map(|clock| say_clock(lang, clock)), lang, out)?;
    for entry in &now.contested {
        writeln!(out, "  {}", lang.cases_contested(entry))?;
    }
    for note in &now.notes {
        writeln!(out, "  {}: {}", lang.cases_notes(), note.text)?;
    }
    match now.closed {
        Some(closed) => writeln!(out, "  {}", lang.cases_closed(closed)),
        None => Ok(()),
    }
}

fn say_clock(lang: Lang, clock: &ClockAnswer) -> String {
    let standing = match clock.standing {
        "open" => lang.cases_open(),
        "late" => lang.cases_late(),
        "met" => lang.cases_met(),
        "met_late" => lang.cases_met_late(),
        "missed" => lang.cases_missed(),
        _ => lang.cases_lapsed(),
    };
    let stricter = if clock.binding && clock.duty != clock.id { lang.cases_stricter() } else { "" };
    let marks: Vec<&str> = [standing, stricter].into_iter().filter(|mark| !mark.is_empty()).collect();
    format!("{}: {}, {} ({})", clock.title, lang.cases_due(&clock.due), marks.join(", "), clock.clause)
}

fn line(head: &str, items: impl Iterator<Item = String>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        [] => writeln!(out, "  {head}: {}", lang.cases_none()),
        [one] => writeln!(out, "  {head}: {one}"),
        many => writeln!(out, "  {head}:\n    {}", many.join("\n    ")),
    }
}
