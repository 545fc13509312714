//! Where clocks, ids, files and the store are really taken from.

use std::sync::Arc;

use app::calendars::shown_day;
use app::health::say_refused;
use app::{App, Sources};
use criteria::Pack;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use ring::rand::{SecureRandom as _, SystemRandom};
use store::{Db, StoreError};
use texts::Lang;
use uuid::Uuid;
use vault::seal::NoRandomness;

use crate::args::Place;
use crate::durable;
use crate::keys;
use crate::ledger_key;
use crate::output::{Failure, complain};
use crate::upgrade;

/// The machine's clock and ids that rise with it.
#[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock and randomness are read")]
pub fn sources() -> Sources {
    let random = |bytes: &mut [u8]| SystemRandom::new().fill(bytes).map_err(|_| NoRandomness);
    Sources { now: Arc::new(Timestamp::now), new_id: Arc::new(Uuid::now_v7), random: Arc::new(random) }
}

/// The shipped packs.
pub fn packs(lang: Lang) -> Result<Vec<Pack>, Failure> {
    criteria::shipped().map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(|f| f.say(lang)).collect();
        Failure::Fault(lines.join("\n"))
    })
}

/// The store's file in a data folder.
const FILE: &str = "anlanh.sqlite";

/// The store's address: `DATABASE_URL`, or a file in the data folder, which is made if missing.
pub fn database_url(place: &Place, lang: Lang) -> Result<String, Failure> {
    if let Some(url) = &place.database_url {
        return Ok(url.clone());
    }
    durable::make_folder(&place.data)
        .map_err(|e| Failure::Fault(lang.cli_cannot_make_folder(place.data.display(), e)))?;
    Ok(format!("sqlite:{}", place.data.join(FILE).display()))
}

/// The application over a store.
pub async fn open(url: &str, demo: bool, lang: Lang) -> Result<App, Failure> {
    let db = upgrade::bring_up(connect(url, lang).await?, url, lang).await?;
    over(db, demo, lang).await
}

/// A store as it is, before anything is written to it.
pub async fn connect(url: &str, lang: Lang) -> Result<Db, Failure> {
    upgrade::settle(url, lang)?;
    Db::open(url).await.map_err(|error| refused(&error, lang))
}

/// The application over an open store.
pub async fn over(db: Db, demo: bool, lang: Lang) -> Result<App, Failure> {
    Ok(App::open(db, packs(lang)?, sources(), demo).await?)
}

/// Why a store is not opened, and what to do.
pub fn refused(error: &StoreError, lang: Lang) -> Failure {
    Failure::Fault(lang.cli_no_store(say_refused(error, lang)))
}

/// The application over a store, for a command that writes: what it writes can be signed.
pub async fn open_to_write(place: &Place, lang: Lang) -> Result<App, Failure> {
    let url = database_url(place, lang)?;
    let key = keys::load(&place.data, lang)?;
    let app = open(&url, false, lang).await?;
    ledger_key::give(&app, &place.data, key, lang).await?;
    Ok(app)
}

/// The application over a store, for a command that only reads and needs no key file. Where there is none an empty one is
/// begun, which is said: whoever mistyped the folder would take its silence for the unit's.
pub async fn open_to_read(place: &Place, lang: Lang) -> Result<App, Failure> {
    let begun = place.database_url.is_none() && !place.data.join(FILE).exists();
    let app = open(&database_url(place, lang)?, false, lang).await?;
    if begun {
        complain(&lang.cli_store_begun(place.data.display()));
    }
    Ok(app)
}

/// Signs what a command has written, if there is a key. What is written stays, so a failure is only said.
pub async fn sign_off(app: &App, lang: Lang) {
    if let Err(problem) = app.checkpoint().await {
        complain(&lang.keys_not_signed(problem.say(lang)));
    }
}

/// The asynchronous runtime of servers and store.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| Failure::Fault(e.to_string()))
}

/// The day on which this version was made. A machine whose clock is behind it has a wrong clock, so no day up to it is
/// refused as one that is still to come.
const MADE_ON: Date = date(2026, 11, 22);

/// Why a question cannot be answered as of a day: it is still to come, and nobody knows what will be recorded until then.
pub fn still_to_come(switch: &str, day: Date, lang: Lang) -> Option<String> {
    let last = today().max(MADE_ON);
    (day > last).then(|| lang.cli_still_to_come(switch, shown_day(day), shown_day(last)))
}

/// Today in Việt Nam, for questions that name no day.
pub fn today() -> Date {
    // Việt Nam has had one offset since 1975 and no daylight saving time.
    let offset = jiff::tz::Offset::constant(7);
    offset.to_datetime((sources().now)()).date()
}
