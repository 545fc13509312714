//! A key as the one line of its file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::{Zeroize as _, Zeroizing};

use super::{KeyId, SealFault, Secret};

/// The first word of the line: this format.
const FORMAT: &str = "anlanh-key-1";

/// What the file of a key called `name` holds: format, name, the key's id, the key in base64, a line feed.
pub fn key_text(name: &str, key: &Secret) -> Zeroizing<String> {
    let letters = Zeroizing::new(STANDARD.encode(key.bytes()));
    // at once as long as it will be: a text that grows leaves a copy behind
    let mut text = Zeroizing::new(String::with_capacity(FORMAT.len() + name.len() + 64 + letters.len()));
    for part in [FORMAT, " ", name, " ", &key.id().to_string(), " ", letters.as_str(), "\n"] {
        text.push_str(part);
    }
    text
}

/// The key in a file that should hold the one called `name`. Anything else is refused: another format, another name,
/// or an id that is not the key's, as after a letter was lost.
pub fn key_of_text(name: &str, text: &str) -> Result<Secret, SealFault> {
    let mut words = text.split_ascii_whitespace();
    let (format, named, id, letters) = (words.next(), words.next(), words.next(), words.next());
    if format != Some(FORMAT) || named != Some(name) || words.next().is_some() {
        return Err(SealFault::NotSealed);
    }
    let id: KeyId = id.unwrap_or_default().parse()?;
    let decoded = STANDARD.decode(letters.unwrap_or_default()).map_err(|_| SealFault::NotSealed)?;
    let mut bytes: [u8; Secret::BYTES] =
        Zeroizing::new(decoded).as_slice().try_into().map_err(|_| SealFault::NotSealed)?;
    let key = Secret::new(bytes);
    bytes.zeroize();
    if key.id() == id { Ok(key) } else { Err(SealFault::Altered) }
}
