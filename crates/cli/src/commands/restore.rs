//! `anlanh restore`: a store out of a backup, into an empty folder, checked.

use app::backup::{Identities, Wanted, restore};
use texts::Lang;

use super::backup::progress;
use crate::args;
use crate::output::{Failure, say};
use crate::wiring;

pub fn run(args: &args::Restore, lang: Lang) -> Result<(), Failure> {
    let keys = Identities::read(&args.identity)?;
    let wanted =
        Wanted { from: args.from.clone(), into: args.into.clone(), at: args.at, key: args.key.clone() };
    let restored = wiring::runtime()?.block_on(restore(&wanted, &keys, &mut progress(lang)))?;
    let at = app::written(restored.about.taken_at);
    say(&lang.backup_restored(at, args.into.display(), restored.bytes, restored.pieces))?;
    say(&lang.backup_restored_sound(restored.about.ledger.size, restored.signed))?;
    for (table, n) in &restored.counts {
        say(&lang.backup_restored_rows(table, n))?;
    }
    say(&lang.backup_restored_key(&restored.key))?;
    say(lang.backup_restored_next())
}
