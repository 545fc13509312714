//! Taking a backup: a whole set first, then only what changed.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, census, ledger, pages};
use vault::key::SigningKey;

use super::fault::BackupFault;
use super::folder::{Draft, Folder, Written};
use super::manifest::{Manifest, Piece};
use super::piece::{About, Header, Kind, LedgerAt, Part, write_end, write_page};
use super::sealing::Recipients;
use super::state::{State, Sum, sum_of};
use super::watch::Standing;
use super::{Progress, dump, keyring};
use crate::app::App;

/// How long a set stays after another has taken its place, and how long a copy of the keys may live: a person's
/// destroyed key is gone from every backup after so long.
const RETENTION: SignedDuration = SignedDuration::from_hours(35 * 24);
/// A set is begun anew after so long, so that a restore never goes through more than a week of changes.
const SET_AGE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Or after so many pieces: a week of one every five minutes.
const SET_PIECES_MAX: u32 = 2_016;

/// Where a backup goes, and who can open it.
#[derive(Clone)]
pub struct Destination {
    /// The folder: on another disk.
    pub folder: PathBuf,
    /// A folder beside the data, for what is remembered between two backups.
    pub memory: PathBuf,
    /// The public keys.
    pub recipients: Recipients,
    /// The address of the records; only a server's is looked at.
    pub url: String,
    /// The keyring and its address, where there is one. Its key files are not needed, and not taken.
    pub keyring: Option<(Db, String)>,
}

/// What a backup came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The file that was written; none when nothing had changed.
    pub piece: Option<String>,
    /// Whether it is whole by itself.
    pub whole: bool,
    /// How many pages it holds.
    pub pages: u32,
    /// Its bytes.
    pub bytes: u64,
    /// Entries of the ledger that the backup now covers.
    pub entries: u64,
}

/// What of a backup is known before any page is read.
struct Plan {
    about: About,
    /// The sums of the pages as the last piece had them; empty for a whole set.
    before: Vec<Sum>,
}

impl App {
    /// Takes a backup of the records: a whole set when the folder has none that can be continued, otherwise the
    /// pages that changed. Signs the ledger first. The store stays in use meanwhile.
    ///
    /// With `only_if_moved` nothing is read when the ledger says what it said at the last backup.
    pub async fn back_up(
        &self,
        to: &Destination,
        only_if_moved: bool,
        progress: impl FnMut(u64, u64) + Send + 'static,
    ) -> Result<Taken, BackupFault> {
        let began = self.now();
        let outcome = self.take_aside(to, only_if_moved, progress).await;
        self.watching().note(began, &outcome);
        outcome
    }

    /// How backups of this process stand; none where none was tried.
    pub fn backups(&self) -> Option<Standing> {
        self.watching().standing()
    }

    async fn take_aside(
        &self,
        to: &Destination,
        only_if_moved: bool,
        mut progress: impl FnMut(u64, u64) + Send + 'static,
    ) -> Result<Taken, BackupFault> {
        let turn = self.watching().turn().await;
        self.checkpoint().await?;
        let (app, to, runtime) = (self.clone(), to.clone(), tokio::runtime::Handle::current());
        // reading, encrypting and waiting for the disk: off the threads that answer
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            runtime.block_on(app.take(&to, only_if_moved, &mut progress))
        });
        done.await.map_err(|fault| BackupFault::Cipher(fault.to_string()))?
    }

    async fn take(&self, to: &Destination, only_if_moved: bool, progress: Progress<'_>) -> Result<Taken, BackupFault> {
        let key = &self.watch().key().ok_or(BackupFault::NoLedgerKey)?;
        let folder = Folder::take(&to.folder)?;
        let manifest = folder.manifest()?.unwrap_or_else(|| empty(key));
        if manifest.key.name() != key.verifying().name() {
            let (found, expected) = (manifest.key.name().to_owned(), key.verifying().name().to_owned());
            return Err(BackupFault::OtherStore { found, expected });
        }
        let mut desk = Desk { folder, manifest, key, to, now: self.now() };
        let mut tx = self.db().snapshot().await?;
        let ledger = ledger_at(&mut tx, key).await?;
        // the keys first: records that are older than their keys can be read, not the other way round
        if let Some((db, url)) = &to.keyring {
            keyring::take(&mut desk, db, url, ledger.clone(), only_if_moved).await?;
        }
        let taken = if only_if_moved && desk.manifest.last().is_some_and(|last| last.about.ledger == ledger) {
            unchanged(&ledger)
        } else if self.db().is_file() {
            desk.records(&mut tx, ledger, progress).await?
        } else if only_if_moved && dump::is_recent(&desk, Part::Records) {
            unchanged(&ledger)
        } else {
            dump::take(&mut desk, &mut tx, Part::Records, &to.url, ledger).await?
        };
        drop(tx);
        desk.retire()?;
        Ok(taken)
    }
}

/// A backup being taken: the folder that is ours meanwhile, its list, and what the list is signed with.
pub(super) struct Desk<'a> {
    pub folder: Folder,
    pub manifest: Manifest,
    pub key: &'a SigningKey,
    pub to: &'a Destination,
    pub now: Timestamp,
}

impl Desk<'_> {
    /// The pages of the records that changed, or all of them.
    async fn records(&mut self, tx: &mut Tx, ledger: LedgerAt, progress: Progress<'_>) -> Result<Taken, BackupFault> {
        let shape = pages::shape(tx).await?;
        let schema = census::version(tx).await?;
        let place = State::path(&self.to.memory, &self.to.folder);
        let known = self.manifest.recipients == self.to.recipients.texts();
        let state = if known { state(&place, &self.manifest, shape.page_bytes, self.now) } else { None };
        let plan = plan(self.key, &self.manifest, state, ledger, schema, self.now);
        let counts = census::count(tx, schema).await?;
        let header = Header { about: plan.about, page_bytes: shape.page_bytes, pages: shape.pages, counts };
        let (draft, sums, changed) =
            write(tx, &self.folder, &self.to.recipients, &header, &plan.before, progress).await?;
        let whole = plan.before.is_empty();
        if changed == 0 && !whole {
            return Ok(unchanged(&header.about.ledger));
        }
        let entries = header.about.ledger.size;
        let (name, written) = self.keep(draft, header.about)?;
        let state = State { piece: written.sha256, page_bytes: shape.page_bytes, sums };
        if let Err(fault) = state.keep(&place) {
            tracing::warn!(%fault, "what was backed up could not be remembered: the next backup is a whole one");
        }
        Ok(Taken { piece: Some(name), whole, pages: changed, bytes: written.bytes, entries })
    }

    /// Puts a piece in its place and into the list.
    pub fn keep(&mut self, draft: Draft, about: About) -> Result<(String, Written), BackupFault> {
        let part = match about.part {
            Part::Records => "records",
            Part::Keyring => "keyring",
        };
        let name = format!("{part}-{}-{:06}.age", about.set, about.number);
        let written = self.folder.keep(draft, &name)?;
        self.manifest.recipients = self.to.recipients.texts();
        self.manifest.pieces.push(Piece {
            name: name.clone(),
            bytes: written.bytes,
            sha256: written.sha256.to_string(),
            about,
        });
        self.publish()?;
        Ok((name, written))
    }

    fn publish(&mut self) -> Result<(), BackupFault> {
        self.manifest.key = self.key.verifying().clone();
        let text = self.manifest.signed(self.key);
        let text = text.ok_or_else(|| BackupFault::Cipher("the manifest cannot be signed".to_owned()))?;
        self.folder.write_manifest(&text)
    }

    /// Removes what need not be kept any longer: from the list first, then from the disk.
    fn retire(&mut self) -> Result<(), BackupFault> {
        let old = outlived(&self.manifest, self.now);
        if old.is_empty() {
            return Ok(());
        }
        self.manifest.pieces.retain(|piece| !old.contains(&piece.name));
        self.publish()?;
        old.iter().try_for_each(|name| self.folder.remove(name))
    }

    /// What is said of a set that is whole in one piece.
    pub fn about(&self, part: Part, kind: Kind, schema: i64, ledger: LedgerAt) -> About {
        let store = self.key.verifying().name().to_owned();
        let set = stamp(&self.manifest, self.now);
        About { store, part, kind, set, number: 0, previous: None, taken_at: self.now, schema, ledger }
    }
}

/// The ledger as a snapshot sees it.
async fn ledger_at(tx: &mut Tx, key: &SigningKey) -> Result<LedgerAt, BackupFault> {
    let head = ledger::head(tx).await?.frontier;
    let note = ledger::last_checkpoint(tx).await?.map(|checkpoint| checkpoint.note);
    Ok(LedgerAt { size: head.size(), root: head.root().to_string(), note, key: key.verifying().to_string() })
}

fn empty(key: &SigningKey) -> Manifest {
    Manifest { key: key.verifying().clone(), recipients: Vec::new(), pieces: Vec::new() }
}

pub(super) fn unchanged(ledger: &LedgerAt) -> Taken {
    Taken { piece: None, whole: false, pages: 0, bytes: 0, entries: ledger.size }
}

/// What is remembered of the last piece, as long as its set may be continued.
fn state(place: &std::path::Path, manifest: &Manifest, page_bytes: u32, now: Timestamp) -> Option<State> {
    let last = manifest.last()?;
    let set: Vec<&Piece> = manifest.of(Part::Records).filter(|piece| piece.about.set == last.about.set).collect();
    let (first, later) = set.split_first()?;
    let young = now.duration_since(first.about.taken_at) < SET_AGE_MAX;
    let small = later.iter().map(|piece| piece.bytes).sum::<u64>() <= first.bytes;
    if !young || !small || last.about.number + 1 >= SET_PIECES_MAX || last.about.kind != Kind::Pages {
        return None;
    }
    State::load(place, &last.sha256).filter(|state| state.page_bytes == page_bytes && !state.sums.is_empty())
}

fn plan(
    key: &SigningKey,
    manifest: &Manifest,
    state: Option<State>,
    ledger: LedgerAt,
    schema: i64,
    now: Timestamp,
) -> Plan {
    let continued = state.and_then(|state| manifest.last().map(|last| (state, last)));
    let (set, number, previous, before) = match continued {
        Some((state, last)) => (last.about.set.clone(), last.about.number + 1, Some(last.sha256.clone()), state.sums),
        None => (stamp(manifest, now), 0, None, Vec::new()),
    };
    let store = key.verifying().name().to_owned();
    let (part, kind) = (Part::Records, Kind::Pages);
    Plan { about: About { store, part, kind, set, number, previous, taken_at: now, schema, ledger }, before }
}

/// The name of a new set: its instant, and a letter more while there is one of that name.
fn stamp(manifest: &Manifest, now: Timestamp) -> String {
    let plain: String = now.to_string().chars().filter(char::is_ascii_alphanumeric).take(14).collect();
    let mut stamp = format!("{plain}Z");
    while manifest.pieces.iter().any(|piece| piece.about.set == stamp) {
        stamp.push('b');
    }
    stamp
}

/// Encrypts the pages that are not as they were. Gives the sums of all pages and how many were written.
pub(super) async fn write(
    tx: &mut Tx,
    folder: &Folder,
    recipients: &Recipients,
    header: &Header,
    before: &[Sum],
    progress: Progress<'_>,
) -> Result<(Draft, Vec<Sum>, u32), BackupFault> {
    let mut sealed = recipients.seal(folder.draft()?)?;
    let unwritten = BackupFault::io(header.about.set.as_str());
    let mut sums = Vec::with_capacity(header.pages as usize);
    let (mut changed, mut broken) = (0, header.write(&mut sealed));
    let total = header.bytes();
    pages::each(tx, |number, page| {
        let sum = sum_of(&page);
        if broken.is_ok() && before.get(sums.len()) != Some(&sum) {
            changed += 1;
            broken = write_page(&mut sealed, number, &page);
        }
        sums.push(sum);
        if number % 1_024 == 0 {
            progress(u64::from(number) * page.len() as u64, total);
        }
        if broken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .await?;
    let done = broken.and_then(|()| write_end(&mut sealed, changed)).and_then(|()| sealed.finish());
    let draft = done.and_then(|mut draft| draft.flush().map(|()| draft)).map_err(unwritten)?;
    // fewer pages than before is a change too, though no page has another content
    let shrunk = u32::from(changed == 0 && sums.len() != before.len());
    Ok((draft, sums, changed.max(shrunk)))
}

/// The pieces whose set was followed by another one so long ago that nobody asks for them any more.
fn outlived(manifest: &Manifest, now: Timestamp) -> Vec<String> {
    let follower = |piece: &Piece| {
        let later = manifest.of(piece.about.part).skip_while(|other| other.about.set != piece.about.set);
        later.skip_while(|other| other.about.set == piece.about.set).map(|other| other.about.taken_at).next()
    };
    let is_old = |piece: &&Piece| follower(piece).is_some_and(|at| now.duration_since(at) > RETENTION);
    manifest.pieces.iter().filter(is_old).map(|piece| piece.name.clone()).collect()
}
