//! `anlanh document`: an office's own template before it is in use.

use std::io::Read as _;
use std::path::Path;

use app::papers::{Told, lint, preview_template};
use documents::template::TEMPLATE_BYTES_MAX;
use serde_json::json;
use texts::Lang;

use crate::args;
use crate::args::{DocumentWhat, LintForm};
use crate::output::{Failure, complain, deliver, open, say};
use crate::wiring;

pub fn run(args: &args::Document, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        DocumentWhat::Lint { file, format } => check(file, *format, lang),
        DocumentWhat::Preview { file, to } => {
            let bytes = read(file, lang)?;
            let filled = preview_template(&bytes, wiring::today(), lang)?.map_err(Failure::Input)?;
            deliver(Some(to), |out| out.write_all(&filled))
        }
    }
}

fn check(file: &Path, format: LintForm, lang: Lang) -> Result<(), Failure> {
    let bytes = read(file, lang)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let told = lint(&name, &bytes, lang)?;
    let faults = told.iter().filter(|told| told.fault).count();
    let faulty = || Failure::Input(lang.document_faulty(file.display(), faults));
    match format {
        LintForm::Json => {
            deliver(None, |out| {
                let all: Vec<_> = told.iter().map(for_programs).collect();
                let answer = json!({ "file": name, "clean": faults == 0, "findings": all });
                serde_json::to_writer_pretty(&mut *out, &answer)?;
                writeln!(out)
            })?;
            if faults == 0 { Ok(()) } else { Err(faulty()) }
        }
        LintForm::Text => {
            for told in &told {
                let kind = if told.fault { lang.document_fault() } else { lang.document_warning() };
                complain(&format!("{kind}: {}", told.said));
            }
            if faults > 0 {
                return Err(faulty());
            }
            let path = file.display();
            say(&if told.is_empty() { lang.document_sound(path) } else { lang.document_warned(path, told.len()) })
        }
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
