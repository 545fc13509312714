//! Faults of backups in sentences: what is wrong, where, and what to do.

use texts::Lang;

use super::fault::{BackupFault, PieceFault};
use crate::problem::{Problem, written};

impl BackupFault {
    /// In a sentence for the operator.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::FewRecipients { given } => lang.backup_few_recipients(given),
            Self::NotARecipient { text } => lang.backup_not_a_recipient(text),
            Self::NotAnIdentity { path } => lang.backup_not_an_identity(path.display()),
            Self::NoLedgerKey => Problem::NoLedgerKey.say(lang),
            Self::Io { path, cause } => lang.backup_io(path.display(), cause),
            Self::InUse { path } => lang.backup_in_use(path.display()),
            Self::NoBackup { path } => lang.backup_none(path.display()),
            Self::Manifest { path } => lang.backup_manifest(path.display()),
            Self::OtherStore { found, expected } => lang.backup_other_store(found, expected),
            Self::OtherKey { found } => lang.backup_other_key(found),
            Self::Piece { name, fault } => piece(name, *fault, lang),
            Self::NothingAt { at, first: Some(first) } => lang.backup_nothing_at(written(*at), written(*first)),
            Self::NothingAt { .. } => lang.backup_nothing().to_owned(),
            Self::NotEmpty { path } => lang.backup_not_empty(path.display()),
            Self::Damaged { what } => lang.backup_damaged(what),
            Self::OtherEdition { server: true } => lang.backup_needs_server().to_owned(),
            Self::OtherEdition { server: false } => lang.backup_needs_folder().to_owned(),
            Self::Program { name, said } => lang.backup_program(name, said),
            Self::NoKeyring => lang.backup_no_keyring().to_owned(),
            Self::Store(fault) => lang.backup_store(fault),
            Self::Use(problem) => problem.say(lang),
            Self::Cipher(what) => lang.backup_cipher(what),
        }
    }
}

fn piece(name: &str, fault: PieceFault, lang: Lang) -> String {
    match fault {
        PieceFault::Missing => lang.backup_piece_missing(name),
        PieceFault::Altered => lang.backup_piece_altered(name),
        PieceFault::WrongIdentity => lang.backup_piece_identity(name),
        PieceFault::Foreign => lang.backup_piece_foreign(name),
        PieceFault::Malformed => lang.backup_piece_malformed(name),
    }
}
