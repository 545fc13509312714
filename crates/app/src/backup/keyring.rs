//! The keyring's part of a backup: pieces of its own, whole each time, and none of them old.
//!
//! A destroyed key must die in every copy. So the keys never lie in one piece with the records, which are kept for
//! long, and a copy of the keys goes when it is [older than the retention](super::take). Key files are not in it.

use store::{Db, Tx, census, keyring_tombstones, pages};

use super::dump;
use super::fault::BackupFault;
use super::piece::{Header, Kind, LedgerAt, Part};
use super::state::{State, sum_of};
use super::take::{Desk, write};

/// Takes the keyring, if it is not as it was.
pub(super) async fn take(
    desk: &mut Desk<'_>,
    db: &Db,
    url: &str,
    ledger: LedgerAt,
    only_if_moved: bool,
) -> Result<(), BackupFault> {
    let mut tx = db.snapshot().await?;
    if !db.is_file() {
        if only_if_moved && dump::is_recent(desk, Part::Keyring) {
            return Ok(());
        }
        return dump::take(desk, &mut tx, Part::Keyring, url, ledger).await.map(drop);
    }
    let shape = pages::shape(&mut tx).await?;
    let mut sums = Vec::with_capacity(shape.pages as usize);
    pages::each(&mut tx, |_, page| {
        sums.push(sum_of(&page));
        std::ops::ControlFlow::Continue(())
    })
    .await?;
    let place = State::path(&desk.to.memory, &desk.to.folder).with_extension("keyring");
    let last = desk.manifest.of(Part::Keyring).next_back();
    let known = desk.manifest.recipients == desk.to.recipients.texts();
    let before = last.filter(|_| known).and_then(|last| State::load(&place, &last.sha256));
    if before.is_some_and(|state| state.sums == sums) {
        return Ok(());
    }
    let schema = census::version(&mut tx).await?;
    let counts = counts(&mut tx).await?;
    let about = desk.about(Part::Keyring, Kind::Pages, schema, ledger);
    let header = Header { about, page_bytes: shape.page_bytes, pages: shape.pages, counts };
    let (draft, sums, _) = write(&mut tx, &desk.folder, &desk.to.recipients, &header, &[], &mut |_, _| {}).await?;
    let (_, written) = desk.keep(draft, header.about)?;
    let state = State { piece: written.sha256, page_bytes: shape.page_bytes, sums };
    if let Err(fault) = state.keep(&place) {
        tracing::warn!(%fault, "the keyring's backup could not be remembered: it is taken again next time");
    }
    Ok(())
}

/// How many keys were destroyed: there may never be fewer.
pub(super) async fn counts(tx: &mut Tx) -> Result<Vec<(String, i64)>, BackupFault> {
    let destroyed = keyring_tombstones::all(tx).await?.len();
    Ok(vec![("tombstone".to_owned(), i64::try_from(destroyed).unwrap_or(i64::MAX))])
}
