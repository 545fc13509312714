//! `anlanh cases count`: lists, flows, goals and inputs of one unit. No file is opened.

use std::io::Write;

use app::counts::{CountAsk, UnitCounts, say_choices, say_number, say_switch};
use domain::counts::{Asked, Choices, LISTS, Number, SWITCHES, Switch, Way};
use jiff::civil::Date;
use serde_json::{Value, json};
use texts::Lang;

use crate::args;
use crate::args::{CasesWhat, CountForm};
use crate::output::{Failure, deliver};
use crate::wiring;

pub fn run(args: &args::Cases, lang: Lang) -> Result<(), Failure> {
    let CasesWhat::Count { unit, as_of, from, known_at, set, format, place } = &args.what;
    let first = from.or_else(|| Date::new(as_of.year() - 1, 12, 15).ok()).unwrap_or(*as_of);
    if first > *as_of {
        return Err(Failure::Usage(lang.counts_bad_period(first, as_of)));
    }
    if let Some(said) = wiring::still_to_come("--as-of", *as_of, lang) {
        return Err(Failure::Usage(said));
    }
    let asked = Asked { from: first, to: *as_of, plan: None, choices: chosen(set, lang)? };
    let ask = CountAsk { asked, known_at: *known_at };
    let counts = wiring::runtime()?.block_on(async {
        let app = wiring::open_to_read(place, lang).await?;
        let found = app.commune_at(unit, *as_of).ok_or_else(|| Failure::Usage(lang.counts_cli_no_unit(unit, as_of)))?;
        Ok::<_, Failure>(app.counts_of_unit(found, &ask).await?)
    })?;
    deliver(None, |out| match format {
        CountForm::Json => writeln!(out, "{:#}", as_json(unit, &ask, &counts)),
        CountForm::Table => as_table(lang, &ask, &counts, out),
    })
}

/// What was chosen where the text is silent, the last word about each.
fn chosen(set: &[(String, String)], lang: Lang) -> Result<Choices, Failure> {
    let mut choices = Choices::default();
    for (name, value) in set {
        let on = match value.as_str() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        if !on.is_some_and(|on| choices.choose(name, on)) {
            let one = |of: &Switch| format!("{}={}  {}", of.id, u8::from(of.default), say_switch(lang, of.id));
            let known = SWITCHES.iter().map(one).collect::<Vec<_>>().join("\n  ");
            let wrong = lang.counts_cli_bad_set(format!("{name}={value}"));
            return Err(Failure::Usage(format!("{wrong}\n{}", lang.cli_known_switches(known))));
        }
    }
    Ok(choices)
}

fn as_table(lang: Lang, ask: &CountAsk, counts: &UnitCounts, out: &mut dyn Write) -> std::io::Result<()> {
    if let Some(said) = say_choices(lang, &ask.asked.choices) {
        writeln!(out, "{said}")?;
    }
    for list in LISTS {
        let flow = counts.flows.iter().find(|flow| flow.list == list);
        let (opening, entries, removals, closing) =
            flow.map_or((0, 0, 0, 0), |f| (f.opening, f.entries, f.removals, f.closing));
        writeln!(out, "{list:<8} {opening} + {entries} - {removals} = {closing}")?;
    }
    for row in &counts.turnover {
        let way = if row.way == Way::In { lang.counts_in() } else { lang.counts_out() };
        writeln!(out, "  {:<8} {way:<4} {:>6}  {} ({})", row.list, row.people, row.clause, row.act)?;
    }
    for number in Number::ALL {
        let count = counts.counted.count(number).map_or_else(|| "–".to_owned(), |count| count.to_string());
        writeln!(out, "{count:>8}  {} [{}]", say_number(lang, number), number.key())?;
    }
    Ok(())
}

fn as_json(unit: &str, ask: &CountAsk, counts: &UnitCounts) -> Value {
    let flows = counts.flows.iter().map(|f| {
        json!({ "list": f.list, "opening": f.opening, "entries": f.entries, "removals": f.removals, "closing": f.closing })
    });
    let turnover = |rows: &[domain::counts::Turnover]| -> Vec<Value> {
        let row = |t: &domain::counts::Turnover| {
            let way = if t.way == Way::In { "in" } else { "out" };
            json!({ "list": t.list, "way": way, "act": t.act, "clause": t.clause, "people": t.people })
        };
        rows.iter().map(row).collect()
    };
    let numbers: serde_json::Map<String, Value> =
        Number::ALL.into_iter().map(|n| (n.key().to_owned(), json!(counts.counted.count(n)))).collect();
    json!({
        "unit": unit,
        "from": ask.asked.from.to_string(),
        "as_of": ask.asked.to.to_string(),
        "known_at": ask.known_at.map(|at| at.to_string()),
        "choices": SWITCHES.iter().map(|of| (of.id.to_owned(), json!(ask.asked.choices.on(of.id)))).collect::<serde_json::Map<_, _>>(),
        "lists": flows.collect::<Vec<_>>(),
        "turnover": turnover(&counts.turnover),
        "removed_in_last_60_days": turnover(&counts.late),
        "numbers": numbers,
        "median_minutes_to_test": counts.counted.median_minutes(),
    })
}
