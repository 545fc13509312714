//! `anlanh doctor`: is everything in order, and what to do if not.

use domain::units::{Level, REGISTER_DATE};
use jiff::civil::date;
use store::Db;
use texts::Lang;

use crate::args::Place;
use crate::output::{Failure, say};
use crate::wiring;

/// One line of the examination: what was looked at, and what is wrong with it.
type Check = (String, Result<String, String>);

pub fn run(place: &Place, lang: Lang) -> Result<(), Failure> {
    let mut checks = vec![version(lang), clock(lang), packs(lang), register(lang)];
    checks.extend(wiring::runtime()?.block_on(store(place, lang)));
    let mut ill = 0;
    for (what, found) in &checks {
        match found {
            Ok(good) => say(&format!("✓ {what}: {good}"))?,
            Err(bad) => {
                ill += 1;
                say(&format!("✗ {what}: {bad}"))?;
            }
        }
    }
    if ill == 0 { Ok(()) } else { Err(Failure::Fault(lang.cli_doctor_ill(ill))) }
}

fn version(lang: Lang) -> Check {
    (
        lang.cli_doctor_version().to_owned(),
        Ok(format!("{} (engine {})", env!("CARGO_PKG_VERSION"), criteria::ENGINE_VERSION)),
    )
}

/// A clock before this program was written cannot be right.
fn clock(lang: Lang) -> Check {
    let today = wiring::today();
    let found =
        if today < date(2026, 11, 1) { Err(lang.cli_doctor_clock_behind(today)) } else { Ok(today.to_string()) };
    (lang.cli_doctor_clock().to_owned(), found)
}

fn packs(lang: Lang) -> Check {
    let found = match criteria::shipped() {
        Ok(packs) => Ok(lang.cli_packs_sound(packs.len())),
        Err(findings) => Err(findings.iter().map(|f| f.say(lang)).collect::<Vec<_>>().join("; ")),
    };
    (lang.cli_doctor_packs().to_owned(), found)
}

fn register(lang: Lang) -> Check {
    let found = domain::units::shipped().map_err(|e| e.to_string()).map(|r| {
        let count = |level| r.level(level, REGISTER_DATE).count();
        lang.cli_doctor_register_found(count(Level::Province), count(Level::Commune))
    });
    (lang.cli_doctor_register().to_owned(), found)
}

/// Looks at the store without making one: a folder that does not exist yet is no illness.
async fn store(place: &Place, lang: Lang) -> Vec<Check> {
    let what = lang.cli_doctor_store().to_owned();
    if place.database_url.is_none() && !place.data.join("anlanh.sqlite").is_file() {
        return vec![(what, Ok(lang.cli_doctor_store_none(place.data.display())))];
    }
    let url = match wiring::database_url(place, lang) {
        Ok(url) => url,
        Err(failure) => return vec![(what, Err(failure.say(lang)))],
    };
    let db = match Db::open(&url).await {
        Ok(db) => db,
        Err(error) => return vec![(what, Err(lang.cli_no_store(error)))],
    };
    let found = match db.migrate().await {
        Ok(()) => Ok(lang.cli_doctor_store_good().to_owned()),
        Err(error) => Err(lang.cli_no_store(error)),
    };
    db.close().await;
    vec![(what, found)]
}
