//! `anlanh ledger`: check it, sign it, hand it out.

use std::io;
use std::path::Path;

use texts::Lang;

use crate::args;
use crate::args::LedgerWhat;
use crate::output::{Failure, deliver, say};
use crate::wiring;

pub fn run(args: &args::Ledger, lang: Lang) -> Result<(), Failure> {
    let runtime = wiring::runtime()?;
    match &args.what {
        LedgerWhat::Verify { from, place } => {
            let notes = from.iter().map(|path| note(path, lang)).collect::<Result<Vec<_>, _>>()?;
            runtime.block_on(async {
                let app = wiring::open_to_write(place, lang).await?;
                let sound = app.verify_ledger(&notes).await?;
                say(&lang.keys_sound(sound.size, sound.signed))?;
                say(&lang.keys_root(sound.root))
            })
        }
        LedgerWhat::Checkpoint { place } => runtime.block_on(async {
            let app = wiring::open_to_write(place, lang).await?;
            app.checkpoint().await?;
            let note = app.last_checkpoint().await?.ok_or(app::Problem::NoLedgerKey)?;
            // the note has its own last line end
            say(note.trim_end_matches('\n'))
        }),
        LedgerWhat::Export { out, place } => {
            let app = runtime.block_on(wiring::open_to_write(place, lang))?;
            let mut outcome = Ok(0);
            let written = deliver(Some(out), |to| {
                outcome = runtime.block_on(app.export_ledger(to));
                if outcome.is_ok() { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
            });
            let entries = outcome?;
            written?;
            say(&lang.keys_exported(entries, out.display()))
        }
    }
}

/// A signed note that was kept elsewhere.
fn note(path: &Path, lang: Lang) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::Input(lang.cli_cannot_open(path.display(), error)))
}
