//! `anlanh units`: the register of administrative units.

use std::io::BufReader;

use app::figures::Signed;
use domain::units::{Extent, Lineage, Register, Start, Version};
use jiff::civil::Date;
use texts::Lang;

use crate::args;
use crate::args::{Place, UnitsWhat};
use crate::output::{Failure, complain, open, say};
use crate::wiring;

pub fn run(args: &args::Units, lang: Lang) -> Result<(), Failure> {
    if let UnitsWhat::ImportHamlets { file, signed, place } = &args.what {
        return import_hamlets(file, signed.signed(), place, lang);
    }
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    match &args.what {
        UnitsWhat::Search { text, limit, as_of } => {
            search(&register, &text.join(" "), *limit, as_of.unwrap_or_else(wiring::today), lang)
        }
        UnitsWhat::Show { code, as_of } => show(&register, code, as_of.unwrap_or_else(wiring::today), lang),
        UnitsWhat::Lineage { code } => lineage(&register, code, lang),
        UnitsWhat::ImportHamlets { .. } => Ok(()),
    }
}

fn search(register: &Register, text: &str, limit: usize, day: Date, lang: Lang) -> Result<(), Failure> {
    let hits = register.search(text, day, limit);
    if hits.is_empty() {
        return Err(Failure::Input(lang.cli_nothing_found(text)));
    }
    for hit in hits {
        let ended = if hit.in_force {
            String::new()
        } else {
            format!("  ({})", lang.cli_no_longer(heirs(register, hit.version, day)))
        };
        say(&format!(
            "{:<5}  {}{}{ended}",
            hit.version.code,
            hit.version.full_name(),
            above(register, hit.version, day)
        ))?;
    }
    Ok(())
}

fn show(register: &Register, code: &str, day: Date, lang: Lang) -> Result<(), Failure> {
    let mut found = register.of_code(code).filter(|v| v.in_force(day)).peekable();
    if found.peek().is_none() {
        let alias = register
            .aliases()
            .iter()
            .find(|(alias, _)| alias == code)
            .and_then(|(_, unit)| register.version(*unit, day));
        return match (alias, register.of_code(code).last()) {
            (Some(unit), _) => describe(register, unit, day, lang),
            (None, Some(other)) => {
                Err(Failure::Input(lang.cli_not_in_force(shown(day), code, other.full_name(), span(other, lang))))
            }
            (None, None) => Err(Failure::Input(lang.cli_unknown_code(code))),
        };
    }
    found.try_for_each(|unit| describe(register, unit, day, lang))
}

fn describe(register: &Register, unit: &Version, day: Date, lang: Lang) -> Result<(), Failure> {
    say(&lang.cli_unit(&unit.code, unit.full_name(), above(register, unit, day), shown(day)))?;
    if !unit.is_certain(day) {
        say(&format!("  ! {}", lang.cli_not_certain(span(unit, lang))))?;
    }
    say(&format!("  {}", lang.cli_unit_id(unit.unit)))?;
    for version in register.versions_of(unit.unit) {
        say(&format!("  {}: {} {} – {}", span(version, lang), version.code, version.full_name(), version.basis))?;
    }
    Ok(())
}

fn lineage(register: &Register, code: &str, lang: Lang) -> Result<(), Failure> {
    let mut seen = Vec::new();
    for version in register.of_code(code) {
        if seen.contains(&version.unit) {
            continue;
        }
        seen.push(version.unit);
        say(&format!("{} {} ({})", version.code, version.full_name(), span(version, lang)))?;
        for arrow in register.predecessors(version.unit) {
            let from = register.versions_of(arrow.from).last();
            say(&format!("  ← {}", step(from, arrow, lang)))?;
        }
        for arrow in register.successors(version.unit) {
            let to = register.versions_of(arrow.to).find(|v| v.in_force(arrow.on));
            say(&format!("  → {}", step(to, arrow, lang)))?;
        }
    }
    if seen.is_empty() { Err(Failure::Input(lang.cli_unknown_code(code))) } else { Ok(()) }
}

fn step(unit: Option<&Version>, arrow: &Lineage, lang: Lang) -> String {
    let name = unit.map_or_else(String::new, |u| format!("{} {}", u.code, u.full_name()));
    let extent = match (arrow.extent, arrow.default) {
        (Extent::Whole, _) => lang.cli_whole(),
        (Extent::Part, true) => lang.cli_part_default(),
        (Extent::Part, false) => lang.cli_part(),
    };
    format!("{name}, {extent}, {} ({})", shown(arrow.on), arrow.basis)
}

fn heirs(register: &Register, unit: &Version, day: Date) -> String {
    let heirs = register.heirs(unit.unit, day);
    heirs.iter().map(|h| format!("{} {}", h.code, h.full_name())).collect::<Vec<_>>().join("; ")
}

/// The units above, from near to far, as they were on a day (or on the unit's last).
fn above(register: &Register, unit: &Version, day: Date) -> String {
    let day = unit.until.and_then(|until| until.yesterday().ok()).map_or(day, |last| last.min(day));
    let mut said = String::new();
    let mut at = unit.parent;
    while let Some(version) = at.and_then(|id| register.version(id, day)) {
        said = format!("{said}, {}", version.full_name());
        at = version.parent;
    }
    said
}

fn span(version: &Version, lang: Lang) -> String {
    let from = match version.from {
        Start::On(day) => shown(day),
        Start::SeenOn(day) => lang.cli_seen_on(shown(day)),
    };
    match version.until.and_then(|until| until.yesterday().ok()) {
        Some(last) => lang.cli_from_to(from, shown(last)),
        None => lang.cli_from_on(from),
    }
}

fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

fn import_hamlets(file: &std::path::Path, source: Signed, place: &Place, lang: Lang) -> Result<(), Failure> {
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let opened = BufReader::new(open(file, lang)?);
    wiring::runtime()?.block_on(async {
        let app = wiring::open_to_write(place, lang).await?;
        let done = app.import_hamlets(&name, opened, source, app.new_id()).await?;
        wiring::sign_off(&app, lang).await;
        for notice in &done.notices {
            complain(&notice.say(lang));
        }
        if done.notices_more > 0 {
            complain(&lang.cli_more_notices(done.notices_more));
        }
        say(&lang.cli_hamlets_done(done.added, done.changed, done.unchanged))
    })
}
