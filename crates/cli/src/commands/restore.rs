//! `anlanh restore`: a store out of a backup, into an empty place, checked.

use app::backup::{Identities, Opening, Server, Wanted, restore};
use texts::Lang;

use super::backup::progress;
use crate::args;
use crate::output::{Failure, say};
use crate::wiring;

pub fn run(args: &args::Restore, lang: Lang) -> Result<(), Failure> {
    let keys = Identities::read(&args.identity)?;
    let server = args.into_database.clone().map(|records| Server { records, keyring: args.into_keyring.clone() });
    // what a person may see of an address: never its password
    let place = args.into.as_ref().map_or_else(|| "PostgreSQL".to_owned(), |into| into.display().to_string());
    let wanted = Wanted {
        from: args.from.clone(),
        into: args.into.clone().unwrap_or_default(),
        server,
        at: args.at,
        key: args.key.clone(),
    };
    let opening = Opening { packs: wiring::packs(lang)?, sources: wiring::sources() };
    let restored = wiring::runtime()?.block_on(restore(&wanted, &keys, Some(opening), &mut progress(lang)))?;
    let at = app::written(restored.about.taken_at);
    say(&lang.backup_restored(at, place, restored.bytes, restored.pieces))?;
    say(&lang.backup_restored_sound(restored.about.ledger.size, restored.signed))?;
    for (table, n) in &restored.counts {
        say(&lang.backup_restored_rows(table, n))?;
    }
    if restored.replayed > 0 {
        say(&lang.backup_replayed(restored.replayed))?;
    }
    say(&lang.backup_restored_key(&restored.key))?;
    say(lang.backup_restored_next())
}
