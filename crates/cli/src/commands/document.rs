//! `anlanh document`: an office's own template before it is in use.

use std::io::Read as _;
use std::path::Path;

use app::papers::{Linted, Told, lint, papers_known, preview_template};
use documents::template::TEMPLATE_BYTES_MAX;
use serde_json::json;
use texts::Lang;

use crate::args;
use crate::args::{DocumentWhat, LintForm};
use crate::output::{Failure, complain, deliver, open, say};
use crate::wiring;

/// So many papers that a file serves are named; a frame serves all of them.
const NAMED_MAX: usize = 6;

pub fn run(args: &args::Document, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        DocumentWhat::Lint { file, form, format } => check(file, form.as_deref(), *format, lang),
        DocumentWhat::Preview { file, to } => {
            let bytes = read(file, lang)?;
            let filled = preview_template(&bytes, wiring::today(), lang)?.map_err(Failure::Input)?;
            deliver(Some(to), |out| out.write_all(&filled))
        }
    }
}

fn check(file: &Path, form: Option<&str>, format: LintForm, lang: Lang) -> Result<(), Failure> {
    let bytes = read(file, lang)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let Some(found) = lint(&name, &bytes, form, lang)? else {
        return Err(Failure::Usage(lang.document_no_form(form.unwrap_or_default(), papers_known()?.join(", "))));
    };
    let faults = found.told.iter().filter(|told| told.fault).count();
    let faulty = || Failure::Input(lang.document_faulty(file.display(), faults));
    match format {
        LintForm::Json => {
            deliver(None, |out| {
                let all: Vec<_> = found.told.iter().map(for_programs).collect();
                let nearest = found.nearest.as_ref();
                let nearest = nearest.map(|(form, lacks)| json!({ "form": form, "missing": lacks }));
                let answer = json!({
                    "file": name, "clean": faults == 0, "findings": all,
                    "form": found.against, "serves": found.serves, "nearest": nearest,
                });
                serde_json::to_writer_pretty(&mut *out, &answer)?;
                writeln!(out)
            })?;
            if faults == 0 { Ok(()) } else { Err(faulty()) }
        }
        LintForm::Text => {
            for told in &found.told {
                let kind = if told.fault { lang.document_fault() } else { lang.document_warning() };
                complain(&format!("{kind}: {}", told.said));
            }
            if faults > 0 {
                return Err(faulty());
            }
            let path = file.display();
            let told = found.told.len();
            say(&if told == 0 { lang.document_sound(path) } else { lang.document_warned(path, told) })?;
            say(&said_for(&found, lang))
        }
    }
}

/// Against which paper a file was held, or for which it can be used.
fn said_for(found: &Linted, lang: Lang) -> String {
    match (&found.against, found.serves.as_slice(), &found.nearest) {
        (Some(form), ..) => lang.document_against(form),
        (None, [], Some((form, lacks))) => lang.document_serves_none(form, lacks.join(", ")),
        (None, [], None) => lang.document_serves_nothing().to_owned(),
        (None, serves, _) if serves.len() > NAMED_MAX => {
            let named = serves.iter().take(NAMED_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
            lang.document_serves_many(named, serves.len().saturating_sub(NAMED_MAX))
        }
        (None, serves, _) => lang.document_serves(serves.join(", ")),
    }
}

fn for_programs(told: &Told) -> serde_json::Value {
    json!({
        "severity": if told.fault { "fault" } else { "warning" },
        "code": told.code,
        "line": told.line,
        "part": told.part,
        "paragraph": told.paragraph,
        "message": told.said,
    })
}

/// Reads a file, up to a little more than a template may hold.
fn read(file: &Path, lang: Lang) -> Result<Vec<u8>, Failure> {
    let refused = |why: &dyn std::fmt::Display| Failure::Input(lang.cli_cannot_open(file.display(), why));
    let mut bytes = Vec::new();
    open(file, lang)?.take(TEMPLATE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|fault| refused(&fault))?;
    Ok(bytes)
}
