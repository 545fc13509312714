//! `anlanh report`: a report built from the data folder, and the linter of forms.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use app::reports::exchange::Shape;
use app::reports::{Kind, ReportFault, check_forms, say_finding};
use texts::Lang;

use crate::args::{ReportFormat, Reports, ReportsWhat};
use crate::output::{Failure, deliver, say};
use crate::wiring;

pub fn run(args: &Reports, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        ReportsWhat::Check { files } => check(files, lang),
        ReportsWhat::Build { form, unit, period, as_of, format, out, body, place } => {
            let kind = match format {
                ReportFormat::Docx => Kind::Docx,
                ReportFormat::Pdf => Kind::Pdf,
                ReportFormat::Xlsx => Kind::Xlsx,
                ReportFormat::Json => Kind::Json,
                ReportFormat::Dhis2 => Kind::Exchange(Shape::Dhis2),
                ReportFormat::Adx => Kind::Exchange(Shape::Adx),
                ReportFormat::Csv => Kind::Exchange(Shape::Csv),
            };
            let built = wiring::runtime()?.block_on(async {
                let app = wiring::open_to_read(place, lang).await?;
                let refused = |fault: ReportFault| refused(fault, lang);
                let unit = app.reporting_unit(unit, *as_of).map_err(refused)?;
                let ordered = app.order_report(form, unit, period, body.clone()).map_err(refused)?;
                app.build_report(&ordered, *as_of, kind).await.map_err(refused)
            })?;
            deliver(Some(out), |file| file.write_all(&built.bytes))?;
            say(&lang.reports_cli_built(out.display(), built.known.0, built.known.1))
        }
    }
}

/// What was asked for cannot be: wrong usage; anything else is a fault of its own.
fn refused(fault: ReportFault, lang: Lang) -> Failure {
    match fault {
        ReportFault::Problem(problem) => problem.into(),
        other => Failure::Input(other.say(lang)),
    }
}

fn check(files: &[PathBuf], lang: Lang) -> Result<(), Failure> {
    let mut texts = Vec::with_capacity(files.len());
    for path in files {
        let text =
            fs::read_to_string(path).map_err(|error| Failure::Input(lang.cli_cannot_open(path.display(), error)))?;
        texts.push((path.display().to_string(), text));
    }
    let read: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let findings = check_forms(&read)?;
    if findings.is_empty() {
        return say(lang.reports_cli_sound());
    }
    let lines: Vec<String> = findings.iter().map(|finding| say_finding(finding, lang)).collect();
    Err(Failure::Input(lines.join("\n")))
}
