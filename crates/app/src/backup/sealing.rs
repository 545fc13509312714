//! Public keys to which pieces are encrypted, and the secret ones that open them (the age format).

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::str::FromStr as _;

use age::secrecy::ExposeSecret as _;
use age::stream::{StreamReader, StreamWriter};
use age::x25519;
use age::{DecryptError, Decryptor, Encryptor};

use super::fault::{BackupFault, PieceFault};

/// A backup is opened by any of so many keys at least: the operator's, and one in escrow.
const RECIPIENTS_MIN: usize = 2;
/// Larger than any list of keys.
const KEYS_BYTES_MAX: u64 = 65_536;

/// The public keys to which a backup is encrypted, at least two different ones.
#[derive(Clone)]
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Reads public keys, one a text; empty texts and those that begin with `#` are passed over.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, BackupFault> {
        let mut found: Vec<x25519::Recipient> = Vec::new();
        for text in texts.into_iter().map(str::trim).filter(|text| !text.is_empty() && !text.starts_with('#')) {
            let key = x25519::Recipient::from_str(text)
                .map_err(|_| BackupFault::NotARecipient { text: text.chars().take(80).collect() })?;
            if !found.contains(&key) {
                found.push(key);
            }
        }
        if found.len() < RECIPIENTS_MIN {
            return Err(BackupFault::FewRecipients { given: found.len() });
        }
        Ok(Self(found))
    }

    /// Their texts, sorted.
    pub fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        texts.sort();
        texts
    }

    /// Encrypts what is written, until `finish`.
    pub(super) fn seal<W: Write>(&self, to: W) -> Result<StreamWriter<W>, BackupFault> {
        let keys = self.0.iter().map(|key| -> &dyn age::Recipient { key });
        let sealing = Encryptor::with_recipients(keys).map_err(|fault| BackupFault::Cipher(fault.to_string()))?;
        sealing.wrap_output(to).map_err(|fault| BackupFault::Cipher(fault.to_string()))
    }
}

/// The secret keys that open a backup.
pub struct Identities(Vec<x25519::Identity>);

impl Identities {
    /// Reads the secret keys of a file as `age-keygen` and [`new_identity`] write it.
    pub fn read(path: &Path) -> Result<Self, BackupFault> {
        let file = File::open(path).map_err(BackupFault::io(path))?;
        let mut text = String::new();
        let none = || BackupFault::NotAnIdentity { path: path.to_owned() };
        file.take(KEYS_BYTES_MAX).read_to_string(&mut text).map_err(|cause| match cause.kind() {
            io::ErrorKind::InvalidData => none(),
            _ => BackupFault::Io { path: path.to_owned(), cause },
        })?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys =
            lines.map(|line| x25519::Identity::from_str(line).map_err(|_| none())).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(none()) } else { Ok(Self(keys)) }
    }

    /// Decrypts a piece. Bytes come out only after they were authenticated.
    pub(super) fn open<R: Read>(&self, name: &str, from: R) -> Result<StreamReader<BufReader<R>>, BackupFault> {
        let refused = |fault: DecryptError| match fault {
            DecryptError::NoMatchingKeys => BackupFault::piece(name, PieceFault::WrongIdentity),
            DecryptError::Io(cause) if !is_content(&cause) => BackupFault::Io { path: name.into(), cause },
            _ => BackupFault::piece(name, PieceFault::Altered),
        };
        let sealed = Decryptor::new_buffered(BufReader::with_capacity(1 << 17, from)).map_err(refused)?;
        sealed.decrypt(self.0.iter().map(|key| -> &dyn age::Identity { key })).map_err(refused)
    }
}

/// Whether reading failed for what was read, not for the disk.
pub(super) fn is_content(fault: &io::Error) -> bool {
    matches!(fault.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other)
}

/// A new secret key, as the text of its file, and its public key.
pub fn new_identity() -> (String, String) {
    let key = x25519::Identity::generate();
    let public = key.to_public().to_string();
    (format!("# public key: {public}\n{}\n", key.to_string().expose_secret()), public)
}
