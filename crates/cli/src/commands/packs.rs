//! `anlanh packs`: the law as data.

use std::path::{Path, PathBuf};

use criteria::{
    Evidence, Explainer, Facts, Finding, PACK_SCHEMA, Pack, Settings, load, overlaps, reason, shipped_texts,
};
use domain::units::Level;
use texts::Lang;

use crate::args;
use crate::args::PacksWhat;
use crate::output::{Failure, say};
use crate::wiring;

pub fn run(args: &args::Packs, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        PacksWhat::List => list(lang),
        PacksWhat::Show { pack } => show(pack, lang),
        PacksWhat::Schema => say(PACK_SCHEMA.trim_end()),
        PacksWhat::Check { files } => check(files, lang),
    }
}

fn list(lang: Lang) -> Result<(), Failure> {
    for pack in wiring::packs(lang)? {
        let state = if pack.is_computable() { lang.cli_computable() } else { lang.cli_named_only() };
        say(&format!("{:<20} {:<14} {}  [{state}; {}]", pack.id, pack.document, pack.title, evidence(&pack, lang)))?;
    }
    Ok(())
}

fn evidence(pack: &Pack, lang: Lang) -> &'static str {
    match pack.evidence {
        Evidence::Verified => lang.cli_evidence_v(),
        Evidence::Excerpt => lang.cli_evidence_vx(),
        Evidence::News => lang.cli_evidence_n(),
        Evidence::NotFound => lang.cli_evidence_u(),
    }
}

fn show(id: &str, lang: Lang) -> Result<(), Failure> {
    let packs = wiring::packs(lang)?;
    let Some(pack) = packs.iter().find(|p| p.id == id) else {
        let known = packs.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(lang.cli_unknown_pack(id, known)));
    };
    say(&format!("{}\n{} – {}, {} ({})", pack.title, pack.document, pack.issuer, pack.issued, evidence(pack, lang)))?;
    say(&lang.cli_in_force(pack.effective_from, &pack.citation))?;
    if let Some(missing) = &pack.missing {
        say(&lang.cli_missing_text(missing))?;
    }
    for note in &pack.notes {
        say(&format!("  * {note}"))?;
    }
    for switch in &pack.switches {
        let options = switch
            .options
            .iter()
            .enumerate()
            .map(|(n, o)| if n == switch.default { format!("[{}]", o.id) } else { o.id.clone() });
        say(&format!(
            "\n{} = {}\n  {} ({})\n  {}",
            switch.id,
            options.collect::<Vec<_>>().join(" | "),
            switch.title,
            switch.citation,
            switch.why
        ))?;
    }
    for input in &pack.inputs {
        say(&format!("\n{} – {} ({})\n  {}", input.id, input.title, input.citation, input.definition))?;
    }
    let (explainer, facts, settings) = (Explainer { pack, lang }, Facts::unknown(pack), Settings::defaults(pack));
    for level in [Level::Commune, Level::Province] {
        for class in pack.classes_of(level) {
            say(&format!("\n{} {} ({})", level.key(), class.id, class.citation))?;
            for (ix, criterion) in pack.criteria_of(level).filter(|(_, c)| c.group == class.id) {
                let limits = reason(pack, ix, &facts, &settings)
                    .map(|r| explainer.thresholds(&r).join("; "))
                    .unwrap_or_default();
                say(&format!("  {:<5} {}: {} {limits}", criterion.id, criterion.article, criterion.title))?;
            }
        }
    }
    Ok(())
}

/// Checks pack files, or every shipped pack when none is named.
fn check(files: &[PathBuf], lang: Lang) -> Result<(), Failure> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in files {
        let text =
            std::fs::read_to_string(path).map_err(|e| Failure::Input(lang.cli_cannot_open(path.display(), e)))?;
        texts.push((path.display().to_string(), text));
    }
    if files.is_empty() {
        texts = shipped_texts().iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    }
    let mut findings: Vec<Finding> = Vec::new();
    let mut sound: Vec<(String, Pack)> = Vec::new();
    for (file, text) in &texts {
        let loaded = load(file, text);
        findings.extend(loaded.findings);
        sound.extend(loaded.pack.map(|pack| (file.clone(), pack)));
    }
    let named: Vec<(String, &Pack)> = sound.iter().map(|(file, pack)| (file.clone(), pack)).collect();
    findings.extend(overlaps(&named));
    if findings.is_empty() {
        return say(&lang.cli_packs_sound(texts.len()));
    }
    let lines: Vec<String> = findings.iter().map(|f| f.say(lang)).collect();
    Err(Failure::Input(lines.join("\n")))
}

/// A province's own pack, from a file.
pub fn load_file(path: &Path, lang: Lang) -> Result<Pack, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| Failure::Usage(lang.cli_cannot_open(&name, e)))?;
    let loaded = load(&name, &text);
    let lines: Vec<String> = loaded.findings.iter().map(|f| f.say(lang)).collect();
    match loaded.pack {
        Some(pack) if pack.is_computable() => Ok(pack),
        Some(pack) => {
            Err(Failure::Usage(lang.cli_not_computable(&pack.id, pack.missing.as_deref().unwrap_or_default())))
        }
        None => Err(Failure::Usage(lines.join("\n"))),
    }
}
