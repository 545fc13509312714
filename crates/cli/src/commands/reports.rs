//! `anlanh report`: a report built from the data folder, and the linter of forms.

use std::fs;
use std::path::{Path, PathBuf};

use app::reports::exchange::Shape;
use app::reports::{Finding, Kind, ReportFault, check_forms, say_finding};
use jiff::civil::Date;
use texts::Lang;

use crate::args::{Place, ReportFormat, Reports, ReportsWhat};
use crate::output::{Failure, complain, deliver, say, unopened};
use crate::wiring;

pub fn run(args: &Reports, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        ReportsWhat::Check { files, calendars } => check(files, calendars.as_deref(), lang),
        ReportsWhat::BuildAll { form, province, period, as_of, format, out, exact, place } => {
            not_ahead(*as_of, lang)?;
            let asked = All { form, province, period, as_of: *as_of, kind: kind_of(*format), exact: *exact };
            build_all(&asked, out, place, lang)
        }
        ReportsWhat::Build { form, unit, period, as_of, only_approved, format, out, body, exact, place } => {
            not_ahead(*as_of, lang)?;
            let kind = kind_of(*format);
            let built = wiring::runtime()?.block_on(async {
                let app = wiring::open_to_read(place, lang).await?;
                let refused = |fault: ReportFault| refused(fault, lang);
                let unit = app.reporting_unit(unit, *as_of).map_err(refused)?;
                let ordered = app.order_report(form, unit, period, body.clone()).map_err(refused)?;
                if let Some(body) = body.as_ref().filter(|_| ordered.body.is_none()) {
                    return Err(Failure::Input(lang.reports_cli_not_a_body(body, form)));
                }
                app.build_report(&ordered, (*as_of, *only_approved), kind, *exact).await.map_err(refused)
            })?;
            deliver(Some(out), |file| file.write_all(&built.bytes))?;
            say(&lang.reports_cli_built(out.display(), built.known.0, built.known.1))
        }
    }
}

/// A report is of what is recorded, so not as of a day that is still to come.
fn not_ahead(as_of: Date, lang: Lang) -> Result<(), Failure> {
    wiring::still_to_come("--as-of", as_of, lang).map_or(Ok(()), |said| Err(Failure::Input(said)))
}

const fn kind_of(format: ReportFormat) -> Kind {
    match format {
        ReportFormat::Docx => Kind::Docx,
        ReportFormat::Pdf => Kind::Pdf,
        ReportFormat::Xlsx => Kind::Xlsx,
        ReportFormat::Json => Kind::Json,
        ReportFormat::Dhis2 => Kind::Exchange(Shape::Dhis2),
        ReportFormat::Adx => Kind::Exchange(Shape::Adx),
        ReportFormat::Csv => Kind::Exchange(Shape::Csv),
    }
}

/// The reports of every commune of a province.
struct All<'a> {
    form: &'a str,
    province: &'a str,
    period: &'a str,
    as_of: Date,
    kind: Kind,
    /// For those who keep the files.
    exact: bool,
}

/// Writes each into the folder and tells of each; those that fail do not keep the others.
fn build_all(asked: &All<'_>, out: &Path, place: &Place, lang: Lang) -> Result<(), Failure> {
    fs::create_dir_all(out).map_err(|error| Failure::Input(lang.cli_cannot_make_folder(out.display(), error)))?;
    let (mut done, mut failed) = (0_usize, Vec::new());
    wiring::runtime()?.block_on(async {
        let app = wiring::open_to_read(place, lang).await?;
        let refused = |fault: ReportFault| refused(fault, lang);
        let province = app.reporting_unit(asked.province, asked.as_of).map_err(refused)?;
        let reports =
            app.reports_of_province(asked.form, province, asked.period, asked.as_of).await.map_err(refused)?;
        let reports = if asked.exact { reports } else { app.reports_told(&reports)? };
        let all = reports.len();
        app.build_many(&reports, asked.kind, |one| {
            let written = one.outcome.map_err(|fault| fault.say(lang)).and_then(|built| {
                let path = out.join(&built.name);
                deliver(Some(&path), |file| file.write_all(&built.bytes)).map_err(|fault| fault.say(lang))
            });
            match written {
                Ok(()) => done = done.saturating_add(1),
                Err(why) => failed.push(format!("{}: {why}", one.code)),
            }
            complain(&lang.reports_cli_progress(done.saturating_add(failed.len()), all, &one.code));
        })
        .await;
        Ok::<_, Failure>(())
    })?;
    say(&lang.reports_cli_built_all(done, failed.len(), out.display()))?;
    if failed.is_empty() { Ok(()) } else { Err(Failure::Fault(failed.join("\n"))) }
}

/// What was asked for cannot be: wrong usage; anything else is a fault of its own.
fn refused(fault: ReportFault, lang: Lang) -> Failure {
    match fault {
        ReportFault::Problem(problem) => problem.into(),
        other => Failure::Input(other.say(lang)),
    }
}

fn check(files: &[PathBuf], calendars: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    let texts = read(files, lang)?;
    let own = calendars.map(|path| text_of(path, lang)).transpose()?;
    let findings = check_forms(&named(&texts), own.as_deref())?;
    if findings.is_empty() {
        return say(lang.reports_cli_sound());
    }
    Err(faults(&findings, lang))
}

/// The office's own forms of reports, in the data folder.
const OWN_FORMS: &str = "reports";

/// Takes the office's own forms of reports where there are some. A server does not start on one with a fault.
pub fn take_own_forms(app: &app::App, data: &Path, lang: Lang) -> Result<(), Failure> {
    let folder = data.join(OWN_FORMS);
    let listed = match fs::read_dir(&folder) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        listed => listed.map_err(|error| Failure::Input(lang.cli_cannot_open(folder.display(), error)))?,
    };
    let mut files: Vec<PathBuf> = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let texts = read(&files, lang)?;
    let findings = app.with_report_forms(&named(&texts))?;
    if findings.is_empty() { Ok(()) } else { Err(faults(&findings, lang)) }
}

fn text_of(path: &Path, lang: Lang) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::Input(lang.cli_cannot_open(path.display(), unopened(&error, lang))))
}

/// The name and the text of each file.
fn read(files: &[PathBuf], lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    files.iter().map(|path| Ok((path.display().to_string(), text_of(path, lang)?))).collect()
}

fn named(texts: &[(String, String)]) -> Vec<(&str, &str)> {
    texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// Every fault with its file and line.
fn faults(findings: &[Finding], lang: Lang) -> Failure {
    let lines: Vec<String> = findings.iter().map(|finding| say_finding(finding, lang)).collect();
    Failure::Input(lines.join("\n"))
}
