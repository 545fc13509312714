//! The keyring: where it is, its files, and whether it has begun.

use std::sync::Arc;

use app::keyring::{Keyring, KeyringFault};
use store::keyring::State;
use store::{Db, Schema};
use texts::Lang;
use vault::wrap::files::{FilesFault, KeyFiles as _, KeyName};

use super::files::KeyFolder;
use crate::args::Place;
use crate::output::Failure;
use crate::wiring;

/// The keyring's address: `--keyring-url`, or a file of its own in the data folder. Never the records'.
pub fn url(place: &Place, lang: Lang) -> Result<String, Failure> {
    let file = || format!("sqlite:{}", place.data.join("keyring.sqlite").display());
    let url = place.keyring_url.clone().unwrap_or_else(file);
    let records = wiring::database_url(place, lang)?;
    if Db::is_same(&url, &records) {
        return Err(Failure::Usage(lang.keyring_same_database().to_owned()));
    }
    Ok(url)
}

/// What the keyring is wrapped under; nothing while it has not begun. Makes no file.
pub async fn begun(place: &Place, lang: Lang) -> Result<Option<State>, Failure> {
    let url = url(place, lang)?;
    if Db::file_of(&url).is_some_and(|file| !file.exists()) {
        return Ok(None);
    }
    let db = connect(&url, lang).await?;
    let state = state(&db).await;
    db.close().await;
    state.map_err(|fault| failed(&fault, lang))
}

async fn state(db: &Db) -> Result<Option<State>, KeyringFault> {
    db.migrate_to(Schema::Keyring).await?;
    let mut tx = db.snapshot().await?;
    Ok(store::keyring::state(&mut tx).await?)
}

/// Makes the keys that a new keyring needs and that are not there; tells which. None is made for one that has begun:
/// they would open nothing.
pub fn make_missing(place: &Place, state: Option<&State>, lang: Lang) -> Result<Vec<KeyName>, Failure> {
    let folder = KeyFolder::of(&place.data);
    let told = |fault: FilesFault| failed(&fault.into(), lang);
    if let Some(state) = state {
        let there = folder.read().map_err(told)?;
        if there.root(state.root).is_none() || !there.epochs.contains_key(&state.epoch) {
            return Err(Failure::Fault(lang.keyring_in_use(state.root)));
        }
        // the national key may be kept elsewhere: who registers nobody does not need it
        return Ok(Vec::new());
    }
    let _hold = folder.hold().map_err(told)?;
    let there = folder.read().map_err(told)?;
    let sources = wiring::sources();
    let fresh = || sources.key().map_err(|fault| failed(&fault.into(), lang));
    let mut made = Vec::new();
    if there.roots.is_empty() {
        let root = fresh()?;
        made.push((KeyName::Root(root.id()), root));
    }
    if there.epochs.is_empty() {
        made.push((KeyName::Epoch(1), fresh()?));
    }
    if matches!(folder.national(), Err(FilesFault::Missing { .. })) {
        made.push((KeyName::National, fresh()?));
    }
    for (name, key) in &made {
        folder.keep(*name, key).map_err(told)?;
    }
    folder.national().map_err(told)?;
    Ok(made.into_iter().map(|(name, _)| name).collect())
}

/// The open keyring.
pub async fn open(place: &Place, lang: Lang) -> Result<Keyring, Failure> {
    let db = connect(&url(place, lang)?, lang).await?;
    let files = Arc::new(KeyFolder::of(&place.data));
    Keyring::open(db, files, wiring::sources()).await.map_err(|fault| failed(&fault, lang))
}

/// The open keyring, its keys made if it is new.
pub async fn open_or_make(place: &Place, lang: Lang) -> Result<Keyring, Failure> {
    let state = begun(place, lang).await?;
    make_missing(place, state.as_ref(), lang)?;
    open(place, lang).await
}

async fn connect(url: &str, lang: Lang) -> Result<Db, Failure> {
    Db::open(url).await.map_err(|error| wiring::refused(&error, lang))
}

/// In a sentence that says what to do.
pub fn failed(fault: &KeyringFault, lang: Lang) -> Failure {
    Failure::Fault(fault.say(lang))
}
