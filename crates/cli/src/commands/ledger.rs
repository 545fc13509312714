//! `anlanh ledger`: check it, sign it, hand it out.

mod outside;
mod witness;

use std::io;
use std::path::Path;

use app::{App, Problem};
use texts::Lang;
use vault::key::VerifyingKey;

use crate::args;
use crate::args::LedgerWhat;
use crate::output::{Failure, deliver, say};
use crate::wiring;

pub fn run(args: &args::Ledger, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        LedgerWhat::Check { file, key, from } => return outside::check(file, key, from, lang),
        LedgerWhat::Witness { state, key, log, checkpoint, proof } => {
            return witness::sign(state, key, log.as_ref(), (checkpoint, proof.as_deref()), lang);
        }
        LedgerWhat::NewWitness { name, out } => return witness::make(name, out, lang),
        _ => {}
    }
    let runtime = wiring::runtime()?;
    match &args.what {
        LedgerWhat::Verify { from, key, place } => runtime.block_on(verify(from, key.as_ref(), place, lang)),
        LedgerWhat::Checkpoint { size, place } => runtime.block_on(checkpoint(*size, place, lang)),
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
        LedgerWhat::Prove { seq, place } => runtime.block_on(async {
            let app = wiring::open_to_write(place, lang).await?;
            app.checkpoint().await?;
            let size = app.ledger_state().await?.size;
            let proof = app.prove_inclusion(*seq).await?;
            let proof = proof.ok_or_else(|| Failure::Input(lang.ledger_no_entry(seq, size)))?;
            say(proof.to_string().trim_end_matches('\n'))
        }),
        LedgerWhat::Consistency { from, to, place } => runtime.block_on(async {
            let app = wiring::open_to_write(place, lang).await?;
            let size = app.ledger_state().await?.size;
            let proof = app.prove_consistency(*from, *to).await?;
            let proof = proof.ok_or_else(|| Failure::Input(lang.ledger_wrong_range(size)))?;
            if proof.is_empty() { Ok(()) } else { say(&proof.join("\n")) }
        }),
        LedgerWhat::Week { year, week, place } => {
            runtime.block_on(print_week(year.as_ref().copied().zip(*week), place, lang))
        }
        LedgerWhat::Cosign { file, place } => runtime.block_on(async {
            let app = wiring::open_to_write(place, lang).await?;
            let kept = app.take_cosignatures(&text(file, lang)?).await?;
            say(&if kept.is_empty() {
                lang.ledger_cosigned_before().to_owned()
            } else {
                lang.ledger_cosigned(kept.join(", "))
            })
        }),
        LedgerWhat::Check { .. } | LedgerWhat::Witness { .. } | LedgerWhat::NewWitness { .. } => Ok(()),
    }
}

async fn verify(
    from: &[std::path::PathBuf],
    key: Option<&VerifyingKey>,
    place: &args::Place,
    lang: Lang,
) -> Result<(), Failure> {
    let notes = from.iter().map(|path| text(path, lang)).collect::<Result<Vec<_>, _>>()?;
    let sound = match key {
        Some(key) => wiring::open_to_read(place, lang).await?.verify_ledger_by(key, &notes).await?,
        None => wiring::open_to_write(place, lang).await?.verify_ledger(&notes).await?,
    };
    say(&lang.keys_sound(sound.size, sound.signed))?;
    say(&lang.keys_root(sound.root))
}

async fn checkpoint(size: Option<u64>, place: &args::Place, lang: Lang) -> Result<(), Failure> {
    let app = wiring::open_to_write(place, lang).await?;
    let note = if let Some(size) = size {
        app.checkpoint_of(size).await?.ok_or_else(|| Failure::Input(lang.ledger_no_checkpoint(size)))?
    } else {
        app.checkpoint().await?;
        app.last_checkpoint().await?.ok_or(Problem::NoLedgerKey)?
    };
    // the note has its own last line end
    say(note.trim_end_matches('\n'))
}

/// The week that is asked for, otherwise the last that is over.
async fn print_week(asked: Option<(i16, i8)>, place: &args::Place, lang: Lang) -> Result<(), Failure> {
    let app: App = wiring::open_to_write(place, lang).await?;
    app.checkpoint().await?;
    let (year, week) = asked.unwrap_or_else(|| app.last_week());
    let found = app.ledger_week(year, week).await?.ok_or_else(|| Failure::Input(lang.ledger_no_week(week, year)))?;
    let day = |day: jiff::civil::Date| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
    say(&lang.ledger_week_title(found.week, found.year, day(found.from), day(found.to)))?;
    if !found.is_over {
        say(lang.ledger_week_open())?;
    }
    let Some(signed) = found.signed else { return say(lang.ledger_week_none()) };
    say(&format!("{}: {}", lang.ledger_origin(), signed.origin))?;
    say(&format!("{}: {} (+{})", lang.ledger_size(), signed.size, signed.size.saturating_sub(found.size_before)))?;
    say(&format!("{}: {}", lang.ledger_signed_when(), app::written(signed.signed_at)))?;
    say(&format!("{}: {}", lang.ledger_root(), signed.root))?;
    say(&format!("{} {}", lang.ledger_key(), found.key.unwrap_or_default()))?;
    say(&format!("\n{}", signed.note.trim_end_matches('\n')))
}

/// A file that was named, as text.
fn text(path: &Path, lang: Lang) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::Input(lang.cli_cannot_open(path.display(), error)))
}
