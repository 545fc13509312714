//! The server edition: the server's own dump program, its stream encrypted on the way, and its counterpart.

use std::io::{self, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use jiff::SignedDuration;
use store::{Tx, census};

use super::fault::BackupFault;
use super::keyring;
use super::piece::{Header, Kind, LedgerAt, Part};
use super::take::{Desk, Taken};

/// Made by the server's packages.
const DUMP: &str = "pg_dump";
const RESTORE: &str = "pg_restore";
/// The server archives its own log; a dump beside it is taken once a day.
const PERIOD: SignedDuration = SignedDuration::from_hours(24);
/// As much of what a program complains of is passed on.
const COMPLAINT_BYTES_MAX: u64 = 2_048;

/// Whether a dump was taken within a day.
pub(super) fn is_recent(desk: &Desk<'_>, part: Part) -> bool {
    let last = desk.manifest.of(part).next_back();
    last.is_some_and(|last| desk.now.duration_since(last.about.taken_at) < PERIOD)
}

/// Dumps the state that this transaction sees.
pub(super) async fn take(
    desk: &mut Desk<'_>,
    tx: &mut Tx,
    part: Part,
    url: &str,
    ledger: LedgerAt,
) -> Result<Taken, BackupFault> {
    let schema = census::version(tx).await?;
    let entries = ledger.size;
    let counts = match part {
        Part::Records => census::count(tx, schema).await?,
        Part::Keyring => keyring::counts(tx).await?,
    };
    let about = desk.about(part, Kind::Dump, schema, ledger);
    let header = Header { about, page_bytes: 0, pages: 0, counts };
    let snapshot = store::dump::export(tx).await?;
    let mut program = program(DUMP, url)?;
    // row security binds it as it binds us; it is told to see what this transaction sees
    program.env("PGOPTIONS", store::sight::DUMP_OPTIONS).arg("--enable-row-security");
    program.args(["--format=custom", "--no-owner", "--no-privileges"]).arg(format!("--snapshot={snapshot}"));
    let mut child = program.stdout(Stdio::piped()).spawn().map_err(BackupFault::io(DUMP))?;
    let mut sealed = desk.to.recipients.seal(desk.folder.draft()?)?;
    let stream = child.stdout.take().ok_or_else(|| BackupFault::Program { name: DUMP, said: String::new() })?;
    let copied = header.write(&mut sealed).and_then(|()| io::copy(&mut BufReader::new(stream), &mut sealed));
    ended(DUMP, child)?;
    let done = copied.and_then(|_| sealed.finish()).and_then(|mut draft| draft.flush().map(|()| draft));
    let draft = done.map_err(BackupFault::io(&desk.to.folder))?;
    let (name, written) = desk.keep(draft, header.about)?;
    Ok(Taken { piece: Some(name), whole: true, pages: 0, bytes: written.bytes, entries })
}

/// Fills an empty database. Everything is in it when this returns, or nothing.
pub(super) fn fill(url: &str, dump: &mut impl Read) -> Result<(), BackupFault> {
    let mut program = program(RESTORE, url)?;
    // its environment tells where; without a name of a database it would print instead
    let name = store::dump::environment(url)?.into_iter().find(|(key, _)| *key == "PGDATABASE");
    program.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname"]);
    program.arg(name.map(|(_, value)| value).unwrap_or_default());
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().map_err(BackupFault::io(RESTORE))?;
    let mut stream = child.stdin.take().ok_or_else(|| BackupFault::Program { name: RESTORE, said: String::new() })?;
    let copied = io::copy(dump, &mut stream);
    drop(stream);
    // what the program says comes first: that it went away is only the consequence
    ended(RESTORE, child)?;
    copied.map(drop).map_err(BackupFault::io(RESTORE))
}

fn program(name: &'static str, url: &str) -> Result<Command, BackupFault> {
    let mut program = Command::new(name);
    program.envs(store::dump::environment(url)?).stdin(Stdio::null()).stderr(Stdio::piped());
    Ok(program)
}

/// Waits for a program, and passes on what it complains of. It complains little, so its pipe does not fill meanwhile.
fn ended(name: &'static str, mut child: Child) -> Result<(), BackupFault> {
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        let mut all = Vec::new();
        BufReader::new(stderr).read_to_end(&mut all).map_err(BackupFault::io(name))?;
        all.truncate(usize::try_from(COMPLAINT_BYTES_MAX).unwrap_or_default());
        String::from_utf8_lossy(&all).trim().clone_into(&mut said);
    }
    let status = child.wait().map_err(BackupFault::io(name))?;
    if status.success() { Ok(()) } else { Err(BackupFault::Program { name, said }) }
}
