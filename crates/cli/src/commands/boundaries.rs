//! `anlanh boundaries import`: true boundaries that an operator has the right to use.

use texts::Lang;

use crate::args;
use crate::args::BoundariesWhat;
use crate::output::{Failure, complain, say};
use crate::wiring;

pub fn run(args: &args::Boundaries, lang: Lang) -> Result<(), Failure> {
    let BoundariesWhat::Import { file, source, licence, date, place } = &args.what;
    let bytes = std::fs::read(file).map_err(|e| Failure::Input(lang.cli_cannot_open(file.display(), e)))?;
    wiring::runtime()?.block_on(async {
        let app = wiring::open_to_write(place, lang).await?;
        let done = app.import_boundaries(bytes, source, licence, *date).await?;
        wiring::sign_off(&app, lang).await;
        for warning in &done.warnings {
            complain(&warning.say(lang));
        }
        for unknown in &done.unknown {
            complain(&lang.cli_boundaries_unknown(unknown.number, &unknown.code, &unknown.name));
        }
        if !done.missing.is_empty() {
            complain(&lang.cli_boundaries_missing(done.missing.join(" ")));
        }
        say(&lang.cli_boundaries_done(done.matched, done.missing.len(), done.unknown.len()))
    })
}
