//! `anlanh forms`: the forms of papers, and an office's own before they are in use.

use std::io::Read as _;
use std::path::Path;

use app::papers::{Kind, of_office, preview};
use documents::paper::{FORM_BYTES_MAX, Forms, Layout};
use texts::Lang;

use crate::args;
use crate::args::FormsWhat;
use crate::output::{Failure, complain, deliver, open};
use crate::wiring;

/// An office has some forty forms; a folder with many more is another folder.
const FILES_MAX: usize = 200;

pub fn run(args: &args::Forms, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        FormsWhat::List { from } => list(&sound(from.as_deref(), lang)?, lang),
        FormsWhat::Show { id } => {
            let text = Forms::source(id).ok_or_else(|| Failure::Usage(lang.papers_cli_unknown(id)))?;
            deliver(None, |out| out.write_all(text.as_bytes()))
        }
        FormsWhat::Check { folder } => check(folder, lang),
        FormsWhat::Preview { id, to, from } => {
            let forms = sound(from.as_deref(), lang)?;
            let form = forms.get(id).ok_or_else(|| Failure::Usage(lang.papers_cli_unknown(id)))?;
            let ending = to.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let kind = Kind::from_ending(ending).ok_or_else(|| Failure::Usage(lang.papers_cli_ending(to.display())))?;
            let bytes = preview(&forms, form, kind, wiring::today())?;
            deliver(Some(to), |out| out.write_all(&bytes))
        }
    }
}

/// Each file of a folder of an office's own: its name without ending, and its text. A folder that is not there has none.
pub fn of_folder(folder: &Path, lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let refused = |why: &dyn std::fmt::Display| Failure::Input(lang.cli_cannot_open(folder.display(), why));
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(refused(&fault)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|fault| refused(&fault))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    if paths.len() > FILES_MAX {
        return Err(Failure::Input(lang.papers_cli_too_many(folder.display(), FILES_MAX)));
    }
    paths.sort();
    paths.iter().map(|path| one(path, lang)).collect()
}

fn one(path: &Path, lang: Lang) -> Result<(String, String), Failure> {
    let refused = |why: &dyn std::fmt::Display| Failure::Input(lang.cli_cannot_open(path.display(), why));
    let limit = u64::try_from(FORM_BYTES_MAX).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    open(path, lang)?.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|fault| refused(&fault))?;
    if bytes.len() > FORM_BYTES_MAX {
        return Err(refused(&lang.papers_cli_too_long(FORM_BYTES_MAX)));
    }
    let text = String::from_utf8(bytes).map_err(|fault| refused(&fault))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok((name, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}

/// The forms with an office's own, if none of them has a fault.
fn sound(folder: Option<&Path>, lang: Lang) -> Result<Forms, Failure> {
    let files = folder.map(|folder| of_folder(folder, lang)).transpose()?.unwrap_or_default();
    let (forms, faults) = of_office(&files, lang)?;
    if faults.is_empty() { Ok(forms) } else { Err(Failure::Input(faults.join("\n"))) }
}

fn check(folder: &Path, lang: Lang) -> Result<(), Failure> {
    // whoever names a folder means one that is there
    std::fs::read_dir(folder).map_err(|fault| Failure::Input(lang.cli_cannot_open(folder.display(), fault)))?;
    let files = of_folder(folder, lang)?;
    let (_, faults) = of_office(&files, lang)?;
    for fault in &faults {
        complain(fault);
    }
    if !faults.is_empty() {
        return Err(Failure::Input(lang.papers_cli_faulty(faults.len())));
    }
    deliver(None, |out| writeln!(out, "{}", lang.papers_cli_sound(files.len())))
}

fn list(forms: &Forms, lang: Lang) -> Result<(), Failure> {
    deliver(None, |out| {
        for form in forms.all() {
            let regimes = form.regimes.join(" ");
            let unchecked = if form.layout == Layout::Verified { "" } else { lang.papers_cli_unchecked() };
            writeln!(out, "{}\t{}\t{regimes}\t{}\t{unchecked}", form.id, form.number, form.title)?;
        }
        Ok(())
    })
}
