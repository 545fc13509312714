//! `anlanh doctor`: is everything in order, and what to do if not.

use app::health::say_refused;
use domain::units::{Level, REGISTER_DATE};
use jiff::civil::date;
use store::{Db, Schema, StoreError};
use texts::Lang;

use crate::args::Place;
use crate::output::{Failure, say};
use crate::{lock, refusals, wiring};

/// One line of the examination: what was looked at, and what is wrong with it.
type Check = (String, Result<String, String>);

pub fn run(place: &Place, lang: Lang) -> Result<(), Failure> {
    let mut checks = vec![version(lang), clock(lang), packs(lang), register(lang), switches(lang)];
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

fn switches(lang: Lang) -> Check {
    let off = refusals::development_switches(lang).map_err(|failure| failure.say(lang));
    (lang.durability_doctor_switches().to_owned(), off.map(|()| lang.durability_doctor_switches_off().to_owned()))
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
    let file = Db::file_of(&url);
    let found = |result: Result<(), Failure>, good: &str| match result {
        Ok(()) => Ok(good.to_owned()),
        Err(failure) => Err(failure.say(lang)),
    };
    let files = refusals::shared_files(place, file.as_deref(), lang);
    let mut checks =
        vec![(lang.durability_doctor_files().to_owned(), found(files, lang.durability_doctor_files_good()))];
    if let Some(file) = &file {
        let running =
            if lock::is_taken(file) { lang.durability_doctor_lock_taken() } else { lang.durability_doctor_lock_free() };
        checks.push((lang.durability_doctor_lock().to_owned(), Ok(running.to_owned())));
    }
    let db = match Db::open(&url).await {
        Ok(db) => db,
        Err(error) => {
            checks.push((what, Err(wiring::refused(&error, lang).say(lang))));
            return checks;
        }
    };
    // an older store is upgraded by whoever works with it, after a copy was made; here it is only looked at
    let opened = known(&db).await.map_err(|error| wiring::refused(&error, lang));
    checks.push((what, found(opened, lang.cli_doctor_store_good())));
    let pages = db.check_pages().await.map_err(|error| Failure::Fault(say_refused(&error, lang)));
    checks.push((lang.durability_doctor_pages().to_owned(), found(pages, lang.durability_doctor_pages_good())));
    let standing = refusals::standing(&db, lang).await;
    checks
        .push((lang.durability_doctor_standing().to_owned(), found(standing, lang.durability_doctor_standing_good())));
    db.close().await;
    checks
}

/// Whether this program knows the store's schema.
async fn known(db: &Db) -> Result<(), StoreError> {
    let stands = db.versions(Schema::Records).await?;
    if stands.found > stands.known {
        return Err(StoreError::NewerDatabase { found: stands.found, known: stands.known });
    }
    Ok(())
}
