//! A newer program over an older store: first a copy of the file beside it, then the migration, then a look at the
//! result. What does not hold together goes back to how it was, and the older program can go on.
//!
//! A database server has backups of its own, and its migration is undone as a whole by itself.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use store::{Db, Schema, StoreError, census, pages};
use texts::Lang;

use crate::output::{Failure, complain};
use crate::wiring::refused;

/// How many copies of older stores are kept.
const KEPT: usize = 2;
/// Between the store's name and the version of the schema in a copy.
const BEFORE: &str = ".before-";
/// Says that the store is being put back, from which copy: a start that finds it goes on with it.
const RETURNING: &str = ".returning";

/// Finishes putting a store back, should the program have been killed in the middle. Before the store is opened.
pub fn settle(url: &str, lang: Lang) -> Result<(), Failure> {
    let Some(store) = Db::file_of(url) else { return Ok(()) };
    let from = match std::fs::read_to_string(beside(&store, RETURNING)) {
        Ok(name) => store.with_file_name(name.trim()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::Fault(lang.backup_not_returned(store.display(), error))),
    };
    put_back(&store, &from).map_err(|error| Failure::Fault(lang.backup_not_returned(store.display(), error)))
}

/// Brings an open store to this program's schema, if it is older, and gives it back open.
pub async fn bring_up(db: Db, url: &str, lang: Lang) -> Result<Db, Failure> {
    bring_up_if(db, url, lang, sound).await
}

async fn bring_up_if(
    db: Db,
    url: &str,
    lang: Lang,
    sound: impl AsyncFn(&Db) -> Result<(), StoreError>,
) -> Result<Db, Failure> {
    let Some(store) = Db::file_of(url) else { return Ok(db) };
    let versions = db.versions(Schema::Records).await.map_err(|error| refused(&error, lang))?;
    // a new store has nothing to lose, and a newer one is refused by whoever migrates next
    if versions.found == 0 || versions.found >= versions.known {
        return Ok(db);
    }
    let copy = beside(&store, &format!("{BEFORE}{:04}", versions.found));
    complain(&lang.backup_upgrading(versions.found, versions.known, copy.display()));
    snapshot(&db, &copy)
        .await
        .map_err(|error| Failure::Fault(lang.backup_no_snapshot(copy.display(), error.say(lang))))?;
    // on failure everything is as it was: the migration is one transaction
    db.migrate().await.map_err(|error| refused(&error, lang))?;
    db.close().await;
    match reopen(url, sound).await {
        Ok(db) => {
            forget(&store)?;
            Ok(db)
        }
        Err(fault) => {
            put_back(&store, &copy)
                .map_err(|error| Failure::Fault(lang.backup_not_returned(store.display(), error)))?;
            Err(Failure::Fault(lang.backup_returned(fault, versions.found)))
        }
    }
}

async fn reopen(url: &str, sound: impl AsyncFn(&Db) -> Result<(), StoreError>) -> Result<Db, StoreError> {
    let db = Db::open(url).await?;
    let looked = sound(&db).await;
    if looked.is_err() {
        db.close().await;
    }
    looked.map(|()| db)
}

/// Whether a migrated store opens, holds together page by page, and can be counted.
async fn sound(db: &Db) -> Result<(), StoreError> {
    db.check_pages().await?;
    let mut tx = db.snapshot().await?;
    let version = census::version(&mut tx).await?;
    census::count(&mut tx, version).await?;
    store::ledger::head(&mut tx).await.map(drop)
}

/// A copy of the store as it is now; on the disk when this returns, or not there.
async fn snapshot(db: &Db, copy: &Path) -> Result<(), Failure> {
    let fault = |error: StoreError| Failure::Fault(error.to_string());
    let draft = tempfile::Builder::new().prefix(".anlanh-").tempfile_in(folder_of(copy))?;
    let mut to = BufWriter::with_capacity(1 << 20, draft.as_file());
    let mut tx = db.snapshot().await.map_err(fault)?;
    pages::shape(&mut tx).await.map_err(fault)?;
    let mut done = Ok(());
    pages::each(&mut tx, |_, page| {
        done = to.write_all(&page);
        if done.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .await
    .map_err(fault)?;
    done.and_then(|()| to.flush())?;
    drop(to);
    draft.as_file().sync_all()?;
    draft.persist(copy).map_err(|error| Failure::Output(error.error))?;
    sync_folder(copy).map_err(Failure::Output)
}

/// Puts a copy in the place of the store. Killed in the middle, the next start goes on.
fn put_back(store: &Path, copy: &Path) -> io::Result<()> {
    let marker = beside(store, RETURNING);
    let name = copy.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
    if !copy.is_file() {
        return Err(io::Error::new(ErrorKind::NotFound, name));
    }
    let mut note = private(&marker)?;
    note.write_all(name.as_bytes())?;
    note.sync_all()?;
    sync_folder(store)?;
    let draft = beside(store, ".returned");
    let mut to = private(&draft)?;
    io::copy(&mut File::open(copy)?, &mut to)?;
    to.sync_all()?;
    // the log beside the store belongs to what is given up; over the older file it would be applied again
    for end in ["-wal", "-shm"] {
        remove(&beside(store, end))?;
    }
    std::fs::rename(&draft, store)?;
    sync_folder(store)?;
    remove(&marker)?;
    sync_folder(store)
}

/// Removes all but the newest copies.
fn forget(store: &Path) -> Result<(), Failure> {
    let name = store.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut copies: Vec<PathBuf> = std::fs::read_dir(folder_of(store))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(&format!("{name}{BEFORE}"))))
        .collect();
    copies.sort();
    let old = copies.len().saturating_sub(KEPT);
    copies.iter().take(old).try_for_each(|path| remove(path)).map_err(Failure::Output)
}

fn beside(store: &Path, end: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store of an older program with a row in it.
    async fn older(folder: &Path, version: i64) -> (Db, String) {
        let url = format!("sqlite:{}", folder.join("anlanh.sqlite").display());
        let db = Db::open(&url).await.expect("opens");
        db.migrate_if(Schema::Records, version, async |_| Ok(())).await.expect("an older program migrates");
        let mut tx = db.begin().await.expect("begins");
        let unit = "insert into unit (id, level, lat, lon) values ($1, 'commune', null, null)";
        tx.run(store::query::sql(unit).arg(testkit::id(8, 1))).await.expect("an old row");
        tx.commit().await.expect("commits");
        (db, url)
    }

    async fn units(db: &Db) -> i64 {
        let mut tx = db.snapshot().await.expect("begins");
        census::count(&mut tx, 1).await.expect("counts").into_iter().find(|(of, _)| of == "unit").expect("units").1
    }

    fn copies(folder: &Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).expect("reads").map(|entry| entry.expect("readable").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| name.contains(BEFORE));
        names.sort();
        names
    }

    #[tokio::test]
    async fn an_older_store_is_copied_before_it_is_migrated() {
        let folder = tempfile::tempdir().expect("a folder");
        let (db, url) = older(folder.path(), 2).await;
        for other in ["0000", "0001"] {
            std::fs::write(folder.path().join(format!("anlanh.sqlite{BEFORE}{other}")), "older still").expect("writes");
        }
        let db = bring_up(db, &url, Lang::Vi).await.expect("comes up");
        let stands = db.versions(Schema::Records).await.expect("readable");
        assert_eq!((stands.found, units(&db).await), (stands.known, 1));
        db.close().await;
        let kept = ["0001", "0002"].map(|version| format!("anlanh.sqlite{BEFORE}{version}"));
        assert_eq!(copies(folder.path()), kept, "the last two are kept");
        // the copy is a whole store of the older version
        let copy = Db::open(&format!("sqlite:{}", folder.path().join(&kept[1]).display())).await.expect("opens");
        assert_eq!((copy.versions(Schema::Records).await.expect("readable").found, units(&copy).await), (2, 1));
        copy.close().await;
        // and a store that is up to date is left alone
        let db = Db::open(&url).await.expect("opens");
        bring_up_if(db, &url, Lang::Vi, async |_| Err(StoreError::NotAFile)).await.expect("nobody looks").close().await;
    }

    #[tokio::test]
    async fn what_is_not_sound_after_the_migration_goes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (db, url) = older(folder.path(), 3).await;
        let ill = async |_: &Db| Err(StoreError::Migration { what: "giả định".to_owned() });
        let Err(Failure::Fault(said)) = bring_up_if(db, &url, Lang::Vi, ill).await else { panic!("it is refused") };
        assert!(said.contains("giả định") && said.contains("phiên bản 3"), "{said}");
        let db = Db::open(&url).await.expect("opens");
        assert_eq!((db.versions(Schema::Records).await.expect("readable").found, units(&db).await), (3, 1));
        // and with a program that can, it comes up
        let db = bring_up(db, &url, Lang::Vi).await.expect("comes up");
        assert_eq!(units(&db).await, 1);
        db.close().await;
    }

    #[tokio::test]
    async fn a_return_that_was_killed_is_finished_at_the_next_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let (db, url) = older(folder.path(), 3).await;
        bring_up(db, &url, Lang::Vi).await.expect("comes up").close().await;
        let store = folder.path().join("anlanh.sqlite");
        let copy = format!("anlanh.sqlite{BEFORE}0003");
        // killed after the note was written, with a log beside the store that must not be applied
        std::fs::write(beside(&store, RETURNING), &copy).expect("writes");
        std::fs::write(beside(&store, "-wal"), "of the store that is given up").expect("writes");
        std::fs::write(beside(&store, ".returned"), "half").expect("writes");
        settle(&url, Lang::Vi).expect("goes on");
        assert!(!beside(&store, RETURNING).exists() && !beside(&store, "-wal").exists());
        let db = Db::open(&url).await.expect("opens");
        assert_eq!(db.versions(Schema::Records).await.expect("readable").found, 3);
        db.close().await;
        settle(&url, Lang::Vi).expect("nothing to do");
        // a note that names a copy which is gone is refused, not passed over
        std::fs::write(beside(&store, RETURNING), "gone").expect("writes");
        assert!(matches!(settle(&url, Lang::Vi), Err(Failure::Fault(said)) if said.contains("anlanh.sqlite")));
    }
}
