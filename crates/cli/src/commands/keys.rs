//! `anlanh keys`: the key that signs the ledger, and those that open people's files.

use app::keyring::{Keyring, Rotation, Status};
use app::written;
use domain::units::{Level, UnitId};
use jiff::Timestamp;
use texts::Lang;
use vault::wrap::files::{FilesFault, KeyFiles as _, KeyName};

use crate::args::{self, KeysWhat, Place, RotateWhat};
use crate::keys::files::KeyFolder;
use crate::keys::keyring;
use crate::output::{Failure, say};
use crate::{keys, ledger_key, wiring};

/// An epoch should end after so many days: what was destroyed lives in old backups until then.
const EPOCH_DAYS_MAX: i64 = 35;

pub fn run(args: &args::Keys, lang: Lang) -> Result<(), Failure> {
    wiring::runtime()?.block_on(async {
        match &args.what {
            KeysWhat::Init { place } => init(place, lang).await,
            KeysWhat::Status { place } => status(place, lang).await,
            KeysWhat::Rotate { what, place } => rotate(what, place, lang).await,
        }
    })
}

async fn init(place: &Place, lang: Lang) -> Result<(), Failure> {
    let state = keyring::begun(place, lang).await?;
    let folder = KeyFolder::of(&place.data);
    let mut made = 0;
    if keys::load(&place.data, lang)?.is_none() {
        let key = keys::make(&place.data, lang)?;
        say(&lang.keys_made(keys::ledger_key_path(&place.data).display()))?;
        say(&lang.keys_public(key.verifying()))?;
        made += 1;
    }
    for name in keyring::make_missing(place, state.as_ref(), lang)? {
        say(&lang.keyring_made_file(folder.path(name).display()))?;
        made += 1;
    }
    if made == 0 {
        return Err(Failure::Input(lang.keyring_all_there(folder.folder().display())));
    }
    say(lang.keyring_keep_safe())
}

async fn status(place: &Place, lang: Lang) -> Result<(), Failure> {
    let path = keys::ledger_key_path(&place.data);
    let Some(key) = keys::load(&place.data, lang)? else {
        return Err(Failure::Fault(lang.keys_none(path.display())));
    };
    say(&lang.keys_good(path.display()))?;
    say(&lang.keys_public(key.verifying()))?;
    let folder = KeyFolder::of(&place.data);
    let told = |fault: FilesFault| keyring::failed(&fault.into(), lang);
    let set = folder.read().map_err(told)?;
    let roots = set.roots.iter().map(|root| (KeyName::Root(root.id()), root.id()));
    let epochs = set.epochs.iter().map(|(number, key)| (KeyName::Epoch(*number), key.id()));
    for (name, id) in roots.chain(epochs) {
        say(&lang.keyring_file_good(folder.path(name).display(), id))?;
    }
    match folder.national() {
        Ok(key) => say(&lang.keyring_file_good(folder.path(KeyName::National).display(), key.id()))?,
        // a machine that registers nobody does without
        Err(fault @ FilesFault::Missing { .. }) => say(&told(fault).say(lang))?,
        Err(fault) => return Err(told(fault)),
    }
    if keyring::begun(place, lang).await?.is_none() {
        return Ok(());
    }
    let open = keyring::open(place, lang).await?;
    let status = open.status().await.map_err(|fault| keyring::failed(&fault, lang))?;
    open.db().close().await;
    tell(&status, lang)
}

fn tell(status: &Status, lang: Lang) -> Result<(), Failure> {
    let Status { state, counts, in_former_epoch } = status;
    let now = (wiring::sources().now)();
    say(&lang.keyring_root_now(state.root))?;
    if let Some(former) = state.former_root {
        say(&lang.keyring_root_former(former))?;
    }
    let age = days(now, state.epoch_since);
    say(&lang.keyring_epoch_now(state.epoch, state.epoch_key, written(state.epoch_since), age))?;
    if let Some(former) = state.former_epoch {
        say(&lang.keyring_epoch_former(former, in_former_epoch))?;
    }
    if age > EPOCH_DAYS_MAX {
        say(&lang.keyring_epoch_old(EPOCH_DAYS_MAX))?;
    }
    say(&lang.keyring_units(counts.units, counts.units_retiring))?;
    if let Some(oldest) = counts.oldest_unit_key {
        say(&lang.keyring_units_oldest(written(oldest), days(now, oldest)))?;
    }
    say(&lang.keyring_people(counts.people, counts.people_retiring, counts.destroyed))
}

/// Whole days between two instants.
fn days(now: Timestamp, since: Timestamp) -> i64 {
    const DAY_MS: i64 = 86_400_000;
    now.as_millisecond().saturating_sub(since.as_millisecond()) / DAY_MS
}

async fn rotate(what: &RotateWhat, place: &Place, lang: Lang) -> Result<(), Failure> {
    if what.ledger {
        let app = wiring::open_to_write(place, lang).await?;
        return ledger_key::rotate(&app, &place.data, lang).await;
    }
    let open = keyring::open(place, lang).await?;
    let meant = meant(&open, what, lang).await?;
    // no change of keys that the ledger does not know of
    let app = wiring::open_to_write(place, lang).await?;
    app.enter_rotation(meant).await?;
    wiring::sign_off(&app, lang).await;
    let done = rotate_in(&open, what, lang).await;
    open.db().close().await;
    app.db().close().await;
    done
}

/// Which keys are to be changed; a unit that has none is refused before anything is entered.
async fn meant(keyring: &Keyring, what: &RotateWhat, lang: Lang) -> Result<Rotation, Failure> {
    if let Some(code) = &what.unit {
        let unit = unit_of(code, lang)?.0;
        let known = keyring.units().await.map_err(|fault| keyring::failed(&fault, lang))?;
        return if known.contains(&unit) {
            Ok(Rotation::Unit(unit))
        } else {
            Err(Failure::Input(lang.keyring_unit_without_keys(code)))
        };
    }
    Ok(match (what.all_units, what.root) {
        (true, _) => Rotation::AllUnits,
        (_, true) => Rotation::Root,
        _ => Rotation::Epoch,
    })
}

async fn rotate_in(keyring: &Keyring, what: &RotateWhat, lang: Lang) -> Result<(), Failure> {
    let told = |fault| keyring::failed(&fault, lang);
    let resumed = if let Some(code) = &what.unit {
        let rotated = keyring.rotate_unit(unit_of(code, lang)?.0).await.map_err(told)?;
        say(&lang.keyring_rotated_unit(code, rotated.keys))?;
        rotated.resumed
    } else if what.all_units {
        let (mut keys, mut resumed) = (0, false);
        let units = keyring.units().await.map_err(told)?;
        for unit in &units {
            let rotated = keyring.rotate_unit(*unit).await.map_err(told)?;
            keys += rotated.keys;
            resumed |= rotated.resumed;
        }
        say(&lang.keyring_rotated_units(units.len(), keys))?;
        resumed
    } else if what.root {
        let rotated = keyring.rotate_root().await.map_err(told)?;
        let root = keyring.status().await.map_err(told)?.state.root;
        say(&lang.keyring_rotated_root(rotated.keys, root))?;
        rotated.resumed
    } else {
        let rotated = keyring.advance_epoch().await.map_err(told)?;
        let epoch = keyring.status().await.map_err(told)?.state.epoch;
        say(&lang.keyring_rotated_epoch(epoch, rotated.keys))?;
        rotated.resumed
    };
    if resumed {
        say(lang.keyring_resumed())?;
    }
    if what.root || what.epoch {
        say(lang.keyring_backup_now())?;
    }
    Ok(())
}

/// The unit that has a code today.
fn unit_of(code: &str, lang: Lang) -> Result<UnitId, Failure> {
    let register = domain::units::shipped().map_err(|error| Failure::Fault(error.to_string()))?;
    let today = wiring::today();
    let found = [Level::Commune, Level::Province].into_iter().find_map(|level| register.at_code(code, level, today));
    found.map(|version| version.unit).ok_or_else(|| Failure::Input(lang.keyring_no_such_unit(code)))
}
