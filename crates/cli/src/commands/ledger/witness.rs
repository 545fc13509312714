//! A witness without a network: it keeps the last checkpoint of each log, and signs one that continues it.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use store::audit::Finding;
use texts::Lang;
use vault::Digest;
use vault::key::{VerifyingKey, WitnessSigningKey};
use vault::witness::{Memory, Refusal, cosign};

use super::text;
use crate::durable;
use crate::keys;
use crate::output::{Failure, say};
use crate::wiring;

/// Makes a witness's key; refuses to take the place of a file that is there.
pub fn make(name: &str, out: &Path, lang: Lang) -> Result<(), Failure> {
    let secret = WitnessSigningKey::text_of_seed(name, &keys::seed(lang)?)
        .map_err(|_| Failure::Input(lang.ledger_bad_witness_name(name)))?;
    let key = WitnessSigningKey::from_text(&secret).map_err(|_| Failure::Input(lang.ledger_bad_witness_name(name)))?;
    durable::write_new(out, format!("{secret}\n").as_bytes()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Input(lang.keys_there(out.display())),
        _ => Failure::Fault(lang.keys_cannot_write(out.display(), error)),
    })?;
    say(&lang.ledger_witness_made(out.display()))?;
    say(&lang.keys_public(key.verifying()))
}

/// Signs a checkpoint if it continues what is remembered, and prints it. What is remembered is durable first.
pub fn sign(
    state: &Path,
    key: &Path,
    log: Option<&VerifyingKey>,
    (checkpoint, proof): (&Path, Option<&Path>),
    lang: Lang,
) -> Result<(), Failure> {
    let secret =
        keys::read_private(key, lang)?.ok_or_else(|| Failure::Fault(lang.ledger_no_witness_key(key.display())))?;
    let secret = String::from_utf8(secret).ok().and_then(|text| WitnessSigningKey::from_text(&text).ok());
    let secret = secret.ok_or_else(|| Failure::Fault(lang.ledger_not_a_witness_key(key.display())))?;
    let _turn = turn(state, lang)?;
    let mut memory = remembered(state, lang)?;
    if let Some(log) = log {
        memory.trust(log);
    }
    let note = text(checkpoint, lang)?;
    let proof = proof.map(|path| hashes(path, lang)).transpose()?.unwrap_or_default();
    let shown = memory.show(&note, &proof, log).map_err(|refusal| refused(refusal, checkpoint, state, lang))?;
    let now = (wiring::sources().now)().as_second();
    let signed = cosign(&note, &secret, now.unsigned_abs());
    let signed = signed.map_err(|_| Failure::Input(lang.ledger_witnessed_before(checkpoint.display())))?;
    keep(state, &memory).map_err(|error| Failure::Fault(lang.keys_cannot_write(state.display(), error)))?;
    crate::output::complain(&lang.ledger_witnessed(shown.size, shown.origin));
    say(signed.trim_end_matches('\n'))
}

/// Two of this command at once would each forget what the other has signed: the second waits.
fn turn(state: &Path, lang: Lang) -> Result<std::fs::File, Failure> {
    let path = state.with_extension("lock");
    let cannot = |error| Failure::Fault(lang.keys_cannot_write(path.display(), error));
    let file = std::fs::File::options().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
    file.lock().map_err(cannot)?;
    Ok(file)
}

fn remembered(state: &Path, lang: Lang) -> Result<Memory, Failure> {
    match std::fs::read_to_string(state) {
        Ok(text) => text.parse().map_err(|refusal| refused(refusal, state, state, lang)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Memory::default()),
        Err(error) => Err(Failure::Fault(lang.keys_cannot_read(state.display(), error))),
    }
}

/// The new memory takes the place of the old one as a whole.
fn keep(state: &Path, memory: &Memory) -> std::io::Result<()> {
    let folder = state.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new().prefix(".anlanh-").tempfile_in(folder)?;
    draft.write_all(memory.to_string().as_bytes())?;
    draft.as_file().sync_all()?;
    draft.persist(state).map_err(|error| error.error)?;
    durable::sync_folder(folder)
}

fn hashes(path: &Path, lang: Lang) -> Result<Vec<Digest>, Failure> {
    let text = text(path, lang)?;
    let lines =
        text.lines().map(|line| line.parse().map_err(|_| Failure::Input(lang.ledger_not_a_proof(path.display()))));
    lines.collect()
}

fn refused(refusal: Refusal, shown: &Path, state: &Path, lang: Lang) -> Failure {
    Failure::Fault(match refusal {
        Refusal::UnknownLog(origin) => lang.ledger_unknown_log(origin),
        Refusal::Log(fault) => {
            lang.ledger_witness_refuses(shown.display(), app::ledger::say(Finding::Log(fault), lang), state.display())
        }
        Refusal::NotAMemory(line) => lang.ledger_not_a_memory(state.display(), line),
    })
}
