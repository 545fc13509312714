//! `anlanh classify`: a facts file in, verdicts with reasons out.

use std::io::{self, BufReader, BufWriter, IsTerminal as _, Write};

use app::classify::Classify;
use app::figures::settings;
use app::intake::Reading;
use criteria::{Pack, Truth, result_name};
use domain::units::{Level, Register};
use texts::Lang;

use crate::args;
use crate::args::Format;
use crate::output::{Failure, complain, deliver, open};
use crate::wiring;

pub fn run(args: &args::Classify, lang: Lang) -> Result<(), Failure> {
    if args.format == Format::Xlsx && args.out.is_none() && io::stdout().is_terminal() {
        return Err(Failure::Usage(lang.cli_xlsx_needs_out().to_owned()));
    }
    let pack = find_pack(&args.pack, lang)?;
    let window = pack.window(args.year).filter(|w| pack.covers(*w));
    if window.is_none() {
        return Err(Failure::Usage(lang.refusal_year(args.year)));
    }
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    // The process ends with this command: giving back thirty thousand small pieces would only take time.
    let register: &Register = Box::leak(Box::new(register));
    let level = Level::from(args.level);
    let name =
        args.file.file_name().map_or_else(|| args.file.display().to_string(), |n| n.to_string_lossy().into_owned());
    let mut classify = Classify::new(&pack, register, level, args.year, lang, &name)
        .ok_or_else(|| Failure::Usage(lang.refusal_year(args.year)))?;
    classify.settings =
        settings(&pack, args.set.iter().cloned()).map_err(|problem| unknown_switch(&pack, &problem, lang))?;
    classify.intake.repeats = args.repeats;

    let reading = read(&classify, args, lang)?;
    deliver(args.out.as_deref(), |out| match args.format {
        Format::Json => classify.write_json(&reading, out),
        Format::Csv => app::exports::csv(&classify, &reading, out).map_err(io::Error::other),
        Format::Table => table(&classify, &reading, out),
        Format::Xlsx => xlsx(&classify, &reading, out),
        Format::Html => super::report::write(&classify, &reading, out),
    })
}

/// Reads the file; lists every fault and every notice on standard error.
fn read(classify: &Classify<'_>, args: &args::Classify, lang: Lang) -> Result<Reading, Failure> {
    let file = open(&args.file, lang)?;
    let mut errors = BufWriter::with_capacity(1 << 16, io::stderr().lock());
    let reading = classify.read(BufReader::with_capacity(1 << 16, file), &mut |issue| {
        // Whoever closed standard error does not want to know.
        let _ = writeln!(errors, "{}", issue.say(lang));
    });
    let _ = errors.flush();
    drop(errors);
    if reading.issues > 0 {
        return Err(Failure::Input(lang.cli_faults(reading.issues)));
    }
    for notice in &reading.notices {
        complain(&notice.say(lang));
    }
    if reading.notices_more > 0 {
        complain(&lang.cli_more_notices(reading.notices_more));
    }
    Ok(reading)
}

/// A shipped pack by id, or a pack file by path.
fn find_pack(name: &str, lang: Lang) -> Result<Pack, Failure> {
    let packs = wiring::packs(lang)?;
    let known: Vec<String> = packs.iter().map(|p| p.id.clone()).collect();
    if let Some(pack) = packs.into_iter().find(|p| p.id == name) {
        return match &pack.missing {
            None => Ok(pack),
            Some(missing) => Err(Failure::Usage(lang.cli_not_computable(&pack.id, missing))),
        };
    }
    let path = std::path::Path::new(name);
    if path.extension().is_some_and(|e| e == "toml") {
        return super::packs::load_file(path, lang);
    }
    Err(Failure::Usage(lang.cli_unknown_pack(name, known.join(", "))))
}

fn unknown_switch(pack: &Pack, problem: &app::Problem, lang: Lang) -> Failure {
    let known: Vec<String> = pack
        .switches
        .iter()
        .map(|s| format!("{}={}", s.id, s.options.iter().map(|o| o.id.as_str()).collect::<Vec<_>>().join("|")))
        .collect();
    Failure::Usage(format!("{}\n{}", problem.say(lang), lang.cli_known_switches(known.join("\n  "))))
}

fn table(classify: &Classify<'_>, reading: &Reading, out: &mut dyn Write) -> io::Result<()> {
    let (pack, lang) = (classify.pack(), classify.lang);
    for judged in classify.judged(reading) {
        let met = judged.verdict.outcomes.iter().filter(|o| o.truth == Truth::Met);
        let met: Vec<&str> = met.filter_map(|o| pack.criterion_at(o.criterion).map(|c| c.id.as_str())).collect();
        let result = result_name(lang, judged.verdict.result(pack));
        writeln!(
            out,
            "{:<6} {} {} {}",
            judged.unit.code,
            padded(&judged.unit.full_name(), 32),
            padded(&result, 40),
            met.join(" ")
        )?;
    }
    let summary = classify.summary(reading);
    writeln!(out, "\n{}", lang.cli_total(summary.total, &pack.document, classify.intake.year))?;
    for (id, n) in summary.results.iter().filter(|(_, n)| *n > 0) {
        writeln!(out, "{n:>7}  {}", result_name(lang, id))?;
    }
    for (switch, option) in classify.settings.each(pack) {
        writeln!(out, "         {} = {}", switch.id, option.id)?;
    }
    Ok(())
}

/// Padded by letters, not bytes.
fn padded(text: &str, width: usize) -> String {
    let letters = text.chars().count();
    format!("{text}{}", " ".repeat(width.saturating_sub(letters)))
}

fn xlsx(classify: &Classify<'_>, reading: &Reading, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&app::exports::xlsx(classify, reading).map_err(io::Error::other)?)
}
