//! References, codes and hashes. What opens something leaves here once and is kept as SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::NATION;
use ring::digest::{SHA256, digest};
use ring::hmac;
use uuid::Uuid;
use vault::seal::{Pad, Place};
use zeroize::Zeroizing;

use crate::app::App;
use crate::problem::Problem;

/// Digits and letters that nobody confuses (Crockford): no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters between two hyphens of a code.
const GROUP: usize = 4;

/// SHA-256 of what somebody shows: a reference, a token.
pub(crate) fn hash_of(shown: &str) -> [u8; 32] {
    fixed(digest(&SHA256, shown.as_bytes()).as_ref())
}

/// SHA-256 of a code as it was typed: hyphens, blanks and case do not count, nor letters that look alike.
pub(crate) fn hash_of_code(typed: &str) -> [u8; 32] {
    let plain =
        typed.chars().take(200).filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    hash_of(&Zeroizing::new(plain.collect::<String>()))
}

fn fixed(bytes: &[u8]) -> [u8; 32] {
    let mut all = [0; 32];
    for (to, from) in all.iter_mut().zip(bytes) {
        *to = *from;
    }
    all
}

/// Random bytes as letters to be typed, five bits each, in groups.
fn letters(bytes: &[u8]) -> String {
    let mut code = String::new();
    let (mut held, mut bits, mut count) = (0_u32, 0_u32, 0_usize);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let place = usize::try_from((held >> bits) & 31).unwrap_or_default();
            if count > 0 && count.is_multiple_of(GROUP) {
                code.push('-');
            }
            code.extend(ALPHABET.get(place).map(|letter| char::from(*letter)));
            count += 1;
        }
        held &= (1 << bits) - 1;
    }
    code
}

impl App {
    /// A new reference of 256 bits, as text, with its SHA-256.
    pub(crate) fn reference(&self) -> Result<(String, [u8; 32]), Problem> {
        let bytes = Zeroizing::new(self.sources().bytes::<32>().map_err(Problem::fault)?);
        let text = URL_SAFE_NO_PAD.encode(bytes.as_slice());
        let hash = hash_of(&text);
        Ok((text, hash))
    }

    /// A new code of 128 bits or a little more, to be typed once, with its SHA-256.
    pub(crate) fn code(&self) -> Result<(String, [u8; 32]), Problem> {
        let bytes = Zeroizing::new(self.sources().bytes::<20>().map_err(Problem::fault)?);
        let text = letters(bytes.as_slice());
        let hash = hash_of_code(&text);
        Ok((text, hash))
    }

    /// A keyed hash under which tries are counted: what it was made from cannot be found by guessing without the key.
    pub(crate) async fn keyed(&self, what: &str, value: &str) -> Result<[u8; 32], Problem> {
        let key = self.keyring()?.unit_index_key(NATION.0).await?;
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key.bytes()));
        for part in ["anlanh/tries/v1", what, value] {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part.as_bytes());
        }
        Ok(fixed(context.sign().as_ref()))
    }

    /// Seals something of an account under its own key, which is made when it is first asked for.
    pub(crate) async fn seal_for(&self, account: Uuid, column: Column, plain: &[u8]) -> Result<Vec<u8>, Problem> {
        let keys = self.keyring()?.new_subject(account, NATION.0).await?;
        let nonce = self.sources().bytes().map_err(Problem::fault)?;
        let key = keys.active();
        vault::seal::seal(key, key.id(), nonce, &column.place(account), plain, Pad::Text).map_err(Problem::fault)
    }

    /// Opens what [`App::seal_for`] sealed.
    pub(crate) async fn open_of(
        &self,
        account: Uuid,
        column: Column,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let keys = self.keyring()?.subject_key(account).await?;
        let id = vault::seal::key_id_of(sealed).map_err(Problem::fault)?;
        let key = keys.key(id).ok_or_else(|| Problem::fault(vault::seal::SealFault::OtherKey { sealed_by: id }))?;
        vault::seal::open(key, &column.place(account), sealed).map_err(Problem::fault)
    }
}

/// What of an account is sealed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column {
    Email,
    Phone,
    Totp,
    /// A secret that waits for its first code.
    Offer,
    Reason(Uuid),
    Opening(Uuid),
}

impl Column {
    fn place(self, account: Uuid) -> Place<'static> {
        let (table, column, row) = match self {
            Self::Email => ("account", "email", account),
            Self::Phone => ("account", "phone", account),
            Self::Totp => ("totp", "secret", account),
            Self::Offer => ("ceremony", "state", account),
            Self::Reason(glass) => ("break_glass", "reason", glass),
            Self::Opening(opening) => ("purpose_opening", "reason", opening),
        };
        Place { table, column, row, subject: account, unit: NATION.0, version: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::{hash_of_code, letters};

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = letters(&[0xff; 20]);
        assert_eq!(code.len(), 32 + 7);
        assert_eq!(letters(&[0, 0, 0, 0, 1]), "0000-0001");
        assert_eq!(letters(&[0b0000_0000, 0b0100_0100]), "012");
        for typed in ["01AB-CDEF", "01abcdef", " O1AB CDEF", "0LAB-CDEF", "oiab-cdef"] {
            assert_eq!(hash_of_code(typed), hash_of_code("01AB-CDEF"), "{typed}");
        }
        assert_ne!(hash_of_code("01AB-CDEG"), hash_of_code("01AB-CDEF"));
    }
}
