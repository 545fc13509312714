//! The ledger's key among files: which of them is in force, and how one takes the place of another.
//!
//! The new key lies beside the old one under a name of its own before the store hears of it; the store then says, in
//! one transaction, which of the two is in force; only then are the files renamed. Whoever starts after an
//! interruption asks the store and finishes the renaming.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use app::App;
use texts::Lang;
use vault::key::{SigningKey, WitnessKey};

use crate::durable;
use crate::keys;
use crate::output::{Failure, say};

/// Where a key lies until the store has it.
fn next_path(data: &Path) -> PathBuf {
    data.join("keys").join("ledger-next.key")
}

/// Where a key lies that was replaced.
fn old_path(data: &Path, key: &SigningKey) -> PathBuf {
    data.join("keys").join(format!("ledger-{}.old.key", key.verifying().id_text()))
}

/// Whose signatures are kept: public keys of witnesses, one a line; lines with `#` in front are remarks.
pub fn witnesses_path(data: &Path) -> PathBuf {
    data.join("keys").join("witnesses")
}

/// Gives the application what it signs with, and the witnesses that are named beside it.
pub async fn give(app: &App, data: &Path, key: Option<SigningKey>, lang: Lang) -> Result<(), Failure> {
    if let Some(key) = in_force(app, data, key, lang).await? {
        app.sign_with(key);
    }
    app.witnessed_by(witnesses(data, lang)?);
    Ok(())
}

/// The key in force; finishes a replacement that was interrupted after the store had the new key.
async fn in_force(app: &App, data: &Path, key: Option<SigningKey>, lang: Lang) -> Result<Option<SigningKey>, Failure> {
    let Some(next) = keys::load_from(&next_path(data), lang)? else { return Ok(key) };
    let in_force = app.ledger_key_in_force().await?;
    if !in_force.is_some_and(|in_force| in_force.is_same(next.verifying())) {
        return Ok(key);
    }
    promote(app, data, key.as_ref(), lang).await?;
    Ok(Some(next))
}

/// `anlanh keys rotate --ledger`: a new key in the place of the one that signs.
pub async fn rotate(app: &App, data: &Path, lang: Lang) -> Result<(), Failure> {
    let Some(old) = keys::load(data, lang)? else {
        return Err(Failure::Fault(lang.keys_none(keys::ledger_key_path(data).display())));
    };
    let path = next_path(data);
    let next = match keys::load_from(&path, lang)? {
        // made by an attempt that was interrupted before the store had it
        Some(next) => next,
        None => keys::make_at(&path, lang)?,
    };
    let size = app.replace_ledger_key(next).await?;
    promote(app, data, Some(&old), lang).await?;
    let public = app.ledger_state().await?.key.unwrap_or_default();
    say(&lang.ledger_rotated(size, public))
}

/// The old key gets a name by its id, the new one takes its place; beside it the ledger's name, which stays.
async fn promote(app: &App, data: &Path, old: Option<&SigningKey>, lang: Lang) -> Result<(), Failure> {
    if let Some(in_force) = app.ledger_key_in_force().await? {
        let origin = keys::ledger_origin_path(data);
        match durable::write_new(&origin, format!("{}\n", in_force.name()).as_bytes()) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(Failure::Fault(lang.keys_cannot_write(origin.display(), error)));
            }
            _ => {}
        }
    }
    let (path, next) = (keys::ledger_key_path(data), next_path(data));
    let cannot = |error| Failure::Fault(lang.keys_cannot_write(path.display(), error));
    if let Some(old) = old {
        match fs::hard_link(&path, old_path(data, old)) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(cannot(error)),
            _ => {}
        }
    }
    fs::rename(&next, &path).map_err(cannot)?;
    durable::sync_folder(&data.join("keys")).map_err(cannot)
}

fn witnesses(data: &Path, lang: Lang) -> Result<Vec<WitnessKey>, Failure> {
    let path = witnesses_path(data);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::Fault(lang.keys_cannot_read(path.display(), error))),
    };
    let lines = text.lines().map(str::trim).zip(1_u64..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<WitnessKey> = lines
        .map(|(line, at)| line.parse().map_err(|_| Failure::Fault(lang.ledger_bad_witnesses(path.display(), at))))
        .collect::<Result<_, _>>()?;
    if keys.len() > WITNESSES_MAX {
        return Err(Failure::Fault(lang.ledger_many_witnesses(path.display(), WITNESSES_MAX)));
    }
    Ok(keys)
}

/// A note has room for so many beside the keys of the log.
const WITNESSES_MAX: usize = 12;
