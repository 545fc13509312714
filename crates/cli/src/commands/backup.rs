//! `anlanh backup`: a backup of the running store, by hand or by the server itself.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use app::App;
use app::backup::{Destination, Recipients, Taken, new_identity};
use texts::Lang;

use crate::args;
use crate::keys::keyring;
use crate::output::{Failure, complain, say};
use crate::wiring;

pub fn run(args: &args::Backup, lang: Lang) -> Result<(), Failure> {
    if let Some(path) = &args.new_identity {
        return make_identity(path, lang);
    }
    let Some(folder) = &args.to else { return Err(Failure::Usage(lang.backup_to().to_owned())) };
    let listed = match &args.recipients_file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Failure::Input(lang.cli_cannot_open(path.display(), error)))?,
        None => String::new(),
    };
    let recipients = Recipients::parse(args.recipient.iter().map(String::as_str).chain(listed.lines()))?;
    wiring::runtime()?.block_on(async {
        let to = destination(folder, &args.place, recipients, lang).await?;
        let app = wiring::open_to_write(&args.place, lang).await?;
        let taken = app.back_up(&to, false, progress(lang)).await;
        app.db().close().await;
        say(&told(&taken?, lang))
    })
}

/// What is remembered between two backups lies with the data.
async fn destination(
    folder: &Path,
    place: &args::Place,
    recipients: Recipients,
    lang: Lang,
) -> Result<Destination, Failure> {
    // its key files are not needed to copy it
    let keyring = match keyring::begun(place, lang).await? {
        Some(_) => {
            let url = keyring::url(place, lang)?;
            Some((wiring::connect(&url, lang).await?, url))
        }
        None => None,
    };
    let url = wiring::database_url(place, lang)?;
    Ok(Destination { folder: folder.to_owned(), memory: place.data.join("backup"), recipients, url, keyring })
}

/// Where the server backs up to, if it was told to.
pub async fn of_server(args: &args::Serve, lang: Lang) -> Result<Option<Destination>, Failure> {
    let Some(folder) = &args.backup_to else { return Ok(None) };
    let recipients = Recipients::parse(args.backup_recipient.iter().map(String::as_str))?;
    destination(folder, &args.place, recipients, lang).await.map(Some)
}

/// Five minutes are promised; a backup takes some time itself.
const PERIOD: Duration = Duration::from_mins(4);

/// Backs up at once, and from then on whenever something was written.
pub async fn often(app: App, to: Destination) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut first = true;
    loop {
        ticks.tick().await;
        once(&app, &to, !first).await;
        first = false;
    }
}

/// Backs up; what stops it is logged, and the page of the ledger shows it too.
async fn once(app: &App, to: &Destination, only_if_moved: bool) {
    match app.back_up(to, only_if_moved, |_, _| {}).await {
        Ok(Taken { piece: Some(piece), pages, bytes, .. }) => tracing::info!(piece, pages, bytes, "backed up"),
        Ok(_) => tracing::debug!("nothing to back up"),
        Err(fault) => tracing::error!(%fault, "the store was not backed up"),
    }
}

/// The last backup before an orderly stop, after the one that may be running.
pub async fn last(app: &App, to: &Destination) {
    once(app, to, true).await;
}

fn told(taken: &Taken, lang: Lang) -> String {
    match &taken.piece {
        Some(name) if taken.whole => lang.backup_taken_whole(name, taken.pages, taken.bytes, taken.entries),
        Some(name) => lang.backup_taken_part(name, taken.pages, taken.bytes, taken.entries),
        None => lang.backup_taken_nothing(taken.entries),
    }
}

/// Says now and then how far it is, once it takes longer than people like to wait.
pub fn progress(lang: Lang) -> impl FnMut(u64, u64) + Send + 'static {
    let mut said = Instant::now();
    move |done, total| {
        if said.elapsed() >= Duration::from_secs(2) {
            said = Instant::now();
            complain(&lang.backup_progress(done >> 20, total.max(done) >> 20));
        }
    }
}

/// A new secret key in a file of its owner's, never over another.
fn make_identity(path: &Path, lang: Lang) -> Result<(), Failure> {
    let (secret, public) = new_identity();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let done = options.open(path).and_then(|mut file| {
        file.write_all(secret.as_bytes())?;
        file.sync_all()
    });
    done.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::Input(lang.backup_identity_there(path.display())),
        _ => Failure::Fault(lang.keys_cannot_write(path.display(), error)),
    })?;
    say(&lang.backup_identity_made(path.display(), public))
}
