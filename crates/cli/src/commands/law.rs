//! `anlanh law`: the tables of casework as a lawyer reads them.

use std::io::{self, Write};

use app::rehearsal::named;
use domain::cases::{Basis, FieldKind, Guard, Law, Regime, RegimeLaw};
use jiff::civil::Date;
use texts::Lang;

use crate::args;
use crate::args::LawWhat;
use crate::commands::rehearse::law_with;
use crate::output::{Failure, deliver};

pub fn run(args: &args::LawTables, lang: Lang) -> Result<(), Failure> {
    let (LawWhat::Acts { regime, law: own } | LawWhat::Show { regime, law: own }) = &args.what;
    let law = law_with(own.as_deref(), lang)?;
    let found = Regime::from_key(regime).and_then(|regime| law.regime(regime));
    let Some(regime) = found else { return Err(Failure::Usage(lang.cases_unknown_regime(regime))) };
    deliver(None, |out| {
        head(regime, lang, out)?;
        if matches!(args.what, LawWhat::Acts { .. }) {
            acts(&law, regime, lang, out)
        } else {
            whole(&law, regime, lang, out)
        }
    })
}

fn head(regime: &RegimeLaw, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let to = regime.to.map_or_else(|| lang.cases_now().to_owned(), |to| to.to_string());
    writeln!(out, "{}: {}", lang.cases_regime_word(regime.regime.key()), regime.title)?;
    writeln!(out, "{} · {} [{}]", lang.cases_in_force(regime.from, to), regime.citation, regime.evidence.key())
}

/// The citation with its mark, and who confirms it.
fn rests(basis: Basis<'_>, lang: Lang) -> String {
    match basis.owner {
        None => format!("{} [{}]", basis.citation, basis.evidence.key()),
        Some(owner) => format!("{} · {}", basis.citation, lang.cases_confirm(basis.evidence.key(), owner)),
    }
}

fn acts(law: &Law, regime: &RegimeLaw, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    for act in &law.acts {
        let Some(rule) = regime.rule(&act.id) else { continue };
        writeln!(out, "\n{} – {}", act.id, act.title)?;
        let by: Vec<String> = rule.by.iter().map(|by| format!("{by} ({})", named(law, by))).collect();
        writeln!(out, "  {}", lang.cases_by(by.join(", ")))?;
        for only in &rule.only {
            writeln!(out, "    {only}")?;
        }
        writeln!(out, "  {} · {}", lang.cases_from_states(act.states.join(", ")), lang.cases_form(&rule.form))?;
        for (fields, must) in [(&act.needs, true), (&act.may, false)] {
            let told: Vec<String> = fields.iter().map(|field| field_told(law, regime.from, field)).collect();
            match (told.is_empty(), must) {
                (true, _) => {}
                (false, true) => writeln!(out, "  {}", lang.cases_needs(told.join("; ")))?,
                (false, false) => writeln!(out, "  {}", lang.cases_may(told.join("; ")))?,
            }
        }
        let asked: Vec<&str> = act.guards.iter().map(String::as_str).collect();
        if !asked.is_empty() {
            writeln!(out, "  {}", lang.cases_guards(asked.join(", ")))?;
        }
        let paper = act.needs_paper().then(|| lang.cases_paper());
        let second = act.second.then(|| lang.cases_second());
        let marks: Vec<&str> = paper.into_iter().chain(second).collect();
        if !marks.is_empty() {
            writeln!(out, "  {}", marks.join(" · "))?;
        }
        writeln!(out, "  {}: {}", lang.cases_clause(), rests(rule.basis(), lang))?;
        if act.basis() != rule.basis() {
            writeln!(out, "  {}: {}", lang.casework_shape(), rests(act.basis(), lang))?;
        }
    }
    Ok(())
}

/// A field with the choices that it has on a day, as it is written in a rehearsal.
fn field_told(law: &Law, day: Date, id: &str) -> String {
    let Some(field) = law.field(id) else { return id.to_owned() };
    let kind = match field.kind {
        FieldKind::Choice => field.options_on(day).collect::<Vec<_>>().join("|"),
        FieldKind::Yes => "true|false".to_owned(),
        FieldKind::Number => "0…".to_owned(),
        FieldKind::Date => "2026-07-06".to_owned(),
        FieldKind::Unit => "14845".to_owned(),
        FieldKind::Text => "\"…\"".to_owned(),
    };
    format!("{id} = {kind} ({})", field.title)
}

fn whole(law: &Law, regime: &RegimeLaw, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n# {}", lang.cases_heading_states())?;
    for state in &law.states {
        writeln!(out, "{:<4} {} · {}", state.id, state.title, rests(state.basis(), lang))?;
    }
    writeln!(out, "\n# {}", lang.casework_actors())?;
    for actor in &law.actors {
        writeln!(out, "{} – {} · {}", actor.id, actor.title, rests(actor.basis(), lang))?;
    }
    writeln!(out, "\n# {}", lang.casework_fields())?;
    for field in &law.fields {
        writeln!(out, "{} · {}", field_told(law, regime.from, &field.id), rests(field.basis(), lang))?;
    }
    writeln!(out, "\n# {}", lang.cases_heading_acts())?;
    acts(law, regime, lang, out)?;
    writeln!(out, "\n# {}", lang.cases_heading_terms())?;
    for term in &regime.terms {
        let months = match (term.months, term.months_min, term.months_max) {
            (Some(months), ..) => lang.cases_months(months),
            (None, least, most) => lang.cases_months_range(least.unwrap_or(0), most.unwrap_or(0)),
        };
        let when = [&term.course, &term.age, &term.after, &term.over].into_iter().flatten();
        let when: Vec<&str> = when.map(String::as_str).collect();
        writeln!(out, "{:<4} {months} {} · {}", term.state, when.join(" "), rests(term.basis(), lang))?;
    }
    writeln!(out, "\n# {}", lang.cases_heading_clocks())?;
    for clock in &regime.clocks {
        let length = clock.within.as_deref().map(str::to_owned);
        let of = || Some(format!("{} − {}", clock.of.as_deref()?, clock.before_end.as_deref()?));
        let length = length.or_else(of).unwrap_or_default();
        let remote = clock.remote.as_deref().map_or_else(String::new, |remote| format!(" ({remote})"));
        writeln!(out, "{:<8}{remote} {} ({}): {}", length, clock.title, clock.id, named(law, &clock.by))?;
        writeln!(
            out,
            "         {} → {} · {}",
            clock.after.join("|"),
            clock.met_by.join("|"),
            rests(clock.basis(), lang)
        )?;
    }
    writeln!(out, "\n# {}", lang.cases_heading_guards())?;
    for &guard in Guard::ALL {
        writeln!(out, "{} · {}", guard.key(), rests(law.clause(guard, Some(regime.regime)), lang))?;
    }
    writeln!(out, "\n# {}", lang.cases_heading_switches())?;
    for switch in &law.switches {
        let options = switch.options.iter();
        let options: Vec<String> =
            options.map(|o| if *o == switch.default { format!("[{o}]") } else { o.clone() }).collect();
        writeln!(out, "{} = {}\n  {}: {}", switch.id, options.join(" | "), switch.title, switch.why)?;
        writeln!(out, "  {}", rests(switch.basis(), lang))?;
    }
    Ok(())
}
