//! `anlanh facts import`: a facts file into the store.

use std::io::BufReader;

use app::figures::FactsFile;
use texts::Lang;

use crate::args;
use crate::args::FactsWhat;
use crate::output::{Failure, complain, open, say};
use crate::wiring;

pub fn run(args: &args::Facts, lang: Lang) -> Result<(), Failure> {
    let FactsWhat::Import { file, year, level, signed, place } = &args.what;
    let opened = BufReader::new(open(file, lang)?);
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let file = FactsFile { name, level: (*level).into(), year: *year, province: None };
    wiring::runtime()?.block_on(async {
        let app = wiring::open_to_write(place, lang).await?;
        let done = app.record_file(file, opened, signed.signed(), app.new_id()).await?;
        wiring::sign_off(&app, lang).await;
        for notice in &done.notices {
            complain(&notice.say(lang));
        }
        say(&lang.cli_recorded(done.facts, done.batch))
    })
}
