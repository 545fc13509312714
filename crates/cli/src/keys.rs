//! The key files in the data folder: made once, readable by their owner alone.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use ring::rand::{SecureRandom as _, SystemRandom};
use texts::Lang;
use vault::key::{SigningKey, pkcs8_of_seed};

use crate::durable;
use crate::output::Failure;

pub mod files;
pub mod keyring;

/// Where the key that signs the ledger lies.
pub fn ledger_key_path(data: &Path) -> PathBuf {
    data.join("keys").join("ledger.key")
}

/// Makes the ledger's key; refuses to take the place of one that is there.
pub fn make(data: &Path, lang: Lang) -> Result<SigningKey, Failure> {
    make_at(&ledger_key_path(data), lang)
}

/// The same, at a place of its own.
pub fn make_at(path: &Path, lang: Lang) -> Result<SigningKey, Failure> {
    let der = pkcs8_of_seed(&seed(lang)?);
    durable::write_new(path, &der).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Input(lang.keys_there(path.display())),
        _ => Failure::Fault(lang.keys_cannot_write(path.display(), error)),
    })?;
    understood(path, &der, lang)
}

/// Random bytes for a key that signs.
pub fn seed(lang: Lang) -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    SystemRandom::new().fill(&mut seed).map_err(|_| Failure::Fault(lang.keys_no_randomness().to_owned()))?;
    Ok(seed)
}

/// The ledger's key, if there is one. A file that others can read is refused.
pub fn load(data: &Path, lang: Lang) -> Result<Option<SigningKey>, Failure> {
    let Some(key) = load_from(&ledger_key_path(data), lang)? else { return Ok(None) };
    let path = ledger_origin_path(data);
    let origin = match std::fs::read_to_string(&path) {
        Ok(origin) => origin,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Some(key)),
        Err(error) => return Err(Failure::Fault(lang.keys_cannot_read(path.display(), error))),
    };
    key.named(origin.trim()).map(Some).map_err(|_| Failure::Fault(lang.ledger_bad_origin(path.display())))
}

/// Where the ledger's name stands once its key was replaced: the first key's file gave it.
pub fn ledger_origin_path(data: &Path) -> PathBuf {
    data.join("keys").join("ledger.origin")
}

/// The same, from a place of its own.
pub fn load_from(path: &Path, lang: Lang) -> Result<Option<SigningKey>, Failure> {
    read_private(path, lang)?.map(|der| understood(path, &der, lang)).transpose()
}

/// The bytes of a key file that only its owner can read; none if there is no such file.
pub fn read_private(path: &Path, lang: Lang) -> Result<Option<Vec<u8>>, Failure> {
    let unreadable = |error| Failure::Fault(lang.keys_cannot_read(path.display(), error));
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    refuse_shared(&file, path, lang)?;
    let mut bytes = Vec::new();
    file.take(KEY_BYTES_MAX).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

/// The ledger's key, made if there is none.
pub fn load_or_make(data: &Path, lang: Lang) -> Result<SigningKey, Failure> {
    match load(data, lang)? {
        Some(key) => Ok(key),
        None => make(data, lang),
    }
}

/// Larger than any form of an Ed25519 key.
const KEY_BYTES_MAX: u64 = 4_096;

fn understood(path: &Path, der: &[u8], lang: Lang) -> Result<SigningKey, Failure> {
    app::ledger::signing_key(der).map_err(|_| Failure::Fault(lang.keys_not_a_key(path.display())))
}

#[cfg(unix)]
fn refuse_shared(file: &File, path: &Path, lang: Lang) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    let meta = file.metadata().map_err(|error| Failure::Fault(lang.keys_cannot_read(path.display(), error)))?;
    let mode = meta.permissions().mode() & 0o777;
    let shared = mode & 0o077;
    if shared == 0 {
        return Ok(());
    }
    Err(Failure::Fault(lang.keys_shared(path.display(), format!("{mode:03o}"))))
}

#[cfg(not(unix))]
fn refuse_shared(_: &File, _: &Path, _: Lang) -> Result<(), Failure> {
    Ok(())
}
