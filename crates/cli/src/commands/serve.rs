//! `anlanh serve`: the pages, over `SQLite` in a folder or over `PostgreSQL`.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use app::App;
use app::backup::Destination;
use app::rehearsal::say_finding;
use store::Db;
use texts::Lang;
use tokio::net::TcpListener;

use super::{backup, mail};
use crate::args;
use crate::args::Place;
use crate::lock::Lock;
use crate::output::{Failure, complain, say};
use crate::{desk, keys, lock, post, provider, refusals, upgrade, wiring};

pub fn run(args: &args::Serve, lang: Lang) -> Result<(), Failure> {
    let hosts = args.origin.iter().map(|origin| desk::host_of(origin, lang)).collect::<Result<Vec<_>, _>>()?;
    if args.origin.is_none() {
        refuse_outside(args.listen, lang)?;
    }
    refusals::development_switches(lang)?;
    start_log();
    wiring::runtime()?.block_on(async {
        let (app, _lock) = open(&args.place, lang).await?;
        let backups = backup::of_server(args, lang).await?;
        let listener =
            TcpListener::bind(args.listen).await.map_err(|e| Failure::Fault(lang.cli_cannot_listen(args.listen, e)))?;
        if args.origin.is_some() && !app.has_accounts().await? {
            return Err(Failure::Usage(lang.cli_no_accounts().to_owned()));
        }
        let at = args.origin.clone().map_or_else(|| listener.local_addr().map(desk::of_loopback), Ok)?;
        let named = args.provider.named();
        let provider = named.map(|named| provider::provider(&named, format!("{at}{BACK_FROM_PROVIDER}"), lang));
        desk::open(&app, &at, provider.transpose()?, lang)?;
        if let Some(named) = args.mail.named() {
            app.mail_with(post::mailing(&named, &at, lang)?);
        }
        let options = web::Options { gallery: gallery(), hosts, origin: Some(at) };
        serve(listener, app, &options, backups, lang).await
    })
}

/// The application over a store that keeps what it acknowledges, for this server alone if it is a file.
async fn open(place: &Place, lang: Lang) -> Result<(App, Option<Lock>), Failure> {
    let url = wiring::database_url(place, lang)?;
    let store = Db::file_of(&url);
    refusals::shared_files(place, store.as_deref(), lang)?;
    let lock = store.as_deref().map(|store| lock::take(store, lang)).transpose()?;
    let key = keys::load_or_make(&place.data, lang)?;
    let keyring = keys::keyring::open_or_make(place, lang).await?;
    let unclean = store.as_deref().is_some_and(refusals::stopped_uncleanly);
    let db = wiring::connect(&url, lang).await?;
    if unclean {
        complain(lang.durability_unclean());
        db.check_pages().await.map_err(|error| wiring::refused(&error, lang))?;
    }
    refusals::standing(&db, lang).await?;
    let db = upgrade::bring_up(db, &url, lang).await?;
    let app = wiring::over(db, false, lang).await?;
    app.check_clock().await?;
    crate::ledger_key::give(&app, &place.data, Some(key), lang).await?;
    take_own_law(&app, &place.data, lang)?;
    take_own_calendars(&app, &place.data, lang)?;
    super::reports::take_own_forms(&app, &place.data, lang)?;
    app.open_files_with(keyring);
    for fault in app.use_forms(&super::forms::of_folder(&place.data.join("forms"), lang)?, lang)? {
        complain(&fault);
    }
    // what a killed predecessor had no time to tell the keyring
    app.settle_keyring().await?;
    Ok((app, lock))
}

/// The office's own table of the law of casework, in the data folder: periods of retention, switches, lines that were not
/// read in the law itself.
const OWN_LAW: &str = "law.toml";

/// Takes the office's own table where there is one. A server does not start on one with faults; each names its line.
fn take_own_law(app: &App, data: &Path, lang: Lang) -> Result<(), Failure> {
    let file = data.join(OWN_LAW);
    let text = match std::fs::read_to_string(&file) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        text => text.map_err(|fault| Failure::Fault(lang.rights_own_law_unreadable(file.display(), fault)))?,
    };
    let said = |findings: Vec<domain::cases::Finding>| {
        findings.iter().map(|finding| say_finding(lang, finding)).collect::<Vec<_>>().join("\n")
    };
    app.with_law(&file.display().to_string(), &text).map_err(|findings| Failure::Input(said(findings)))?;
    Ok(())
}

/// The office's own reporting calendars and exceptions, in the data folder.
const OWN_CALENDARS: &str = "calendars.toml";

/// Takes the office's own calendars where there are some. A server does not start on a table with a fault.
fn take_own_calendars(app: &App, data: &Path, lang: Lang) -> Result<(), Failure> {
    let file = data.join(OWN_CALENDARS);
    let refused = |fault: &dyn std::fmt::Display| Failure::Input(lang.calendar_own_unreadable(file.display(), fault));
    let text = match std::fs::read_to_string(&file) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        text => text.map_err(|fault| refused(&fault))?,
    };
    app.with_calendars(&text).map(drop).map_err(|fault| refused(&fault))
}

/// Where the identity provider sends browsers back to.
const BACK_FROM_PROVIDER: &str = "/dang-nhap/tinh/tro-ve";

/// Without an address of its own over https, a server answers this machine alone.
pub fn refuse_outside(listen: SocketAddr, lang: Lang) -> Result<(), Failure> {
    if listen.ip().is_loopback() { Ok(()) } else { Err(Failure::Usage(lang.cli_only_loopback(listen))) }
}

/// Serves until a signal, then lets running answers finish.
pub async fn serve(
    listener: TcpListener,
    app: App,
    options: &web::Options,
    backups: Option<Destination>,
    lang: Lang,
) -> Result<(), Failure> {
    let address = options.origin.clone().unwrap_or_default();
    let router = web::router(app.clone(), options).into_make_service_with_connect_info::<SocketAddr>();
    // Before the address is told: whoever reads it may stop the server at once, and it must end in order.
    let stopped = stop_signals()?;
    say(&lang.cli_listening(format!("{address}/")))?;
    if !app.is_demo() && !app.has_accounts().await? {
        complain(lang.cli_no_accounts());
    }
    let signing = tokio::spawn(sign_often(app.clone(), tokio::time::interval(SIGNING_PERIOD)));
    let backing_up = backups.clone().map(|to| tokio::spawn(backup::often(app.clone(), to)));
    let mailing = mail::begin(&app);
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped).await;
    if let Some(mailing) = mailing {
        mailing.end().await;
    }
    signing.abort();
    // whoever was cut off in the middle has signed nothing, or all of it
    sign(&app).await;
    if let (Some(task), Some(to)) = (backing_up, backups) {
        // one that runs is let finish; then whatever was written since
        task.abort();
        backup::last(&app, &to).await;
    }
    app.db().close().await;
    served.map_err(|e| Failure::Fault(e.to_string()))
}

/// At most so long after an entry it is signed; a minute is what is promised.
const SIGNING_PERIOD: Duration = Duration::from_secs(30);

/// Signs what was written since the last time, at every tick; the first comes at once.
async fn sign_often(app: App, mut ticks: tokio::time::Interval) {
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // a disk that was full may have room again, also when nobody writes
        if app.resume().await.is_ok() {
            sign(&app).await;
        }
    }
}

/// What cannot be signed is logged; the page of the ledger shows it too.
async fn sign(app: &App) {
    if let Err(problem) = app.checkpoint().await {
        tracing::error!(problem = %problem, "the ledger could not be signed");
    }
}

/// The gallery of made-up pages is for developers and the browser tests.
pub fn gallery() -> bool {
    std::env::var_os("ANLANH_GALLERY").is_some()
}

/// Listens, from now on, for Ctrl-C and the signal that service managers send; what is given
/// back ends with the first of them.
#[cfg(unix)]
fn stop_signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signals() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the handler the default action ends the process anyway.
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Logs to standard error; `ANLANH_LOG` chooses how much (`info` by default).
pub fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ANLANH_LOG").unwrap_or_else(|_| "info".into());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
