//! `anlanh drill`: tries out the backup and enters the result in the ledger.

use app::backup::Identities;
use texts::Lang;

use super::backup::progress;
use crate::args;
use crate::output::{Failure, say};
use crate::wiring;

pub fn run(args: &args::Drill, lang: Lang) -> Result<(), Failure> {
    let keys = Identities::read(&args.identity)?;
    wiring::runtime()?.block_on(async {
        let app = wiring::open_to_write(&args.place, lang).await?;
        let drilled = app.drill(args.from.clone(), args.place.data.clone(), &keys, &mut progress(lang)).await;
        wiring::sign_off(&app, lang).await;
        app.db().close().await;
        let drilled = drilled?;
        let about = &drilled.restored.about;
        let at = app::written(about.taken_at);
        say(&lang.backup_drilled(at, drilled.restored.pieces, drilled.took_ms, about.ledger.size))?;
        say(&lang.backup_drill_entered(drilled.id))
    })
}
