//! `anlanh rehearse`: a written case through the law, without touching any data.

use std::io::Read as _;
use std::path::Path;

use app::rehearsal::{rehearse, say_fault, say_finding, write};
use domain::cases::rehearsal::BYTES_MAX;
use domain::cases::{Law, SHIPPED, load};
use texts::Lang;

use crate::args;
use crate::args::Told;
use crate::output::{Failure, complain, deliver, open};

pub fn run(args: &args::Rehearse, lang: Lang) -> Result<(), Failure> {
    let mut law = law_with(args.law.as_deref(), lang)?;
    let text = read_text(&args.file, lang)?;
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    let name =
        args.file.file_name().map_or_else(|| args.file.display().to_string(), |n| n.to_string_lossy().into_owned());
    let answer = rehearse(&mut law, &register, &text, lang).map_err(|faults| {
        for fault in &faults {
            complain(&say_fault(lang, &name, fault));
        }
        Failure::Input(lang.cases_faults(faults.len()))
    })?;
    deliver(None, |out| match args.format {
        Told::Json => {
            serde_json::to_writer_pretty(&mut *out, &answer)?;
            writeln!(out)
        }
        Told::Text => write(&law, lang, &answer, out),
    })?;
    for difference in &answer.differences {
        complain(&match difference.table {
            0 => lang.cases_differs_end(&difference.expected, &difference.came),
            table => lang.cases_differs(table, &difference.expected, &difference.came),
        });
    }
    match answer.differences.len() {
        0 => Ok(()),
        count => Err(Failure::Input(lang.cases_differ_count(count))),
    }
}

/// The shipped law, with an office's own lines where it gives some.
pub fn law_with(own: Option<&Path>, lang: Lang) -> Result<Law, Failure> {
    let name = own.map(|path| path.display().to_string()).unwrap_or_default();
    let text = own.map(|path| read_text(path, lang)).transpose()?;
    let own = text.as_ref().map(|text| (name.as_str(), text.as_str()));
    load(&SHIPPED, own).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(|finding| say_finding(lang, finding)).collect();
        Failure::Input(lines.join("\n"))
    })
}

/// A text file that somebody named; longer ones than are ever read are cut just after the limit, and so refused.
fn read_text(path: &Path, lang: Lang) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let refused = |why: &dyn std::fmt::Display| Failure::Input(lang.cli_cannot_open(path.display(), why));
    open(path, lang)?.take(limit).read_to_end(&mut bytes).map_err(|e| refused(&e))?;
    let text = String::from_utf8(bytes).map_err(|e| refused(&e))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
