//! Blind indexes: finding a number without keeping it.
//!
//! A number of twelve digits is no secret: whoever has the key of an index finds every number in an hour. So each
//! unit's index has a key of its own, and the nation's also makes every guess slow.

use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::seal::Secret;

/// Memory of one guess at the national index, in KiB; passes over it; lanes. RFC 9106's second choice, in one lane:
/// with the 19 MiB and two passes that are usual for passwords a guess took 12 ms here, and 50 are asked for.
const COST: (u32, u32, u32) = (64 * 1024, 3, 1);
/// The national index must give one value for one number for ever, so its salt is fixed; the key is what is secret.
const SALT: &[u8] = b"anlanh/national-index/v1";
const LOCAL: &[u8] = b"anlanh/local-index/v1";
const LAST4: &[u8] = b"anlanh/last4-index/v1";
const NATIONAL: &[u8] = b"anlanh/national-guess/v1";

/// What is looked up. Never sex, status, substance, illness or surname: an index shows which rows are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The personal identification number, 12 digits.
    Id12,
    /// The former identity card number, 9 digits: another number of the same person, kept beside the other.
    Id9,
    /// A passport: the three letters of the issuing country (ICAO 9303), then the number.
    Passport,
    /// A telephone number; without a country code it is Vietnamese.
    Phone,
}

impl Kind {
    /// As it is bound and kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id12 => "id12",
            Self::Id9 => "id9",
            Self::Passport => "passport",
            Self::Phone => "phone",
        }
    }
}

/// Why there is no index of a text. Does not show the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BlindFault {
    /// Not a number of that kind.
    #[error("not a number of the kind {}", .0.word())]
    NotOfKind(Kind),
    /// The machine could not give the memory for the slow step.
    #[error("the slow step of the national index failed")]
    Slow,
}

/// A number in its one form: `0970 0000 0001` and `097000000001` are the same.
pub fn normalised(kind: Kind, text: &str) -> Result<Zeroizing<String>, BlindFault> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    plain.extend(text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')));
    let of_kind = match kind {
        Kind::Id12 => is_digits(&plain, 12),
        Kind::Id9 => is_digits(&plain, 9),
        Kind::Passport => {
            plain.make_ascii_uppercase();
            is_passport(&plain)
        }
        Kind::Phone => {
            plain = international(&plain);
            plain.strip_prefix('+').is_some_and(|rest| (8..=15).any(|length| is_digits(rest, length)))
        }
    };
    if of_kind { Ok(plain) } else { Err(BlindFault::NotOfKind(kind)) }
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Three letters of country, then a number of 5 to 12 letters and digits with a digit in it.
fn is_passport(text: &str) -> bool {
    let Some((country, number)) = text.split_at_checked(3) else { return false };
    country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (5..=12).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.bytes().any(|byte| byte.is_ascii_digit())
}

/// As E.164 writes it: `0912…` is `+84912…`, `0084…` is `+84…`.
fn international(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len() + 3));
    let rest = match text.strip_prefix("00") {
        Some(rest) => rest,
        None => match text.strip_prefix('0') {
            Some(rest) => {
                plain.push_str("+84");
                plain.push_str(rest);
                return plain;
            }
            None => text.strip_prefix('+').unwrap_or(text),
        },
    };
    plain.push('+');
    plain.push_str(rest);
    plain
}

/// The value in a unit's own index: 128 bits of HMAC-SHA-256 under the unit's index key.
pub fn local(key: &Secret, kind: Kind, text: &str) -> Result<[u8; 16], BlindFault> {
    let number = normalised(kind, text)?;
    Ok(first(key.mac(&[LOCAL, &[0], kind.word().as_bytes(), &[0], number.as_bytes()]).as_ref()))
}

/// The value in a unit's index of partly known cards: the last four digits and the birth year. Sixteen bits only, so
/// that several people share a value and it says little about any of them.
pub fn last4(key: &Secret, last4: &str, birth_year: i16) -> Result<[u8; 2], BlindFault> {
    let digits = Zeroizing::new(last4.trim().to_owned());
    if !is_digits(&digits, 4) {
        return Err(BlindFault::NotOfKind(Kind::Id12));
    }
    Ok(first(key.mac(&[LAST4, &[0], digits.as_bytes(), &birth_year.to_be_bytes()]).as_ref()))
}

/// The value in the nation's register of duplicates: Argon2id over an HMAC under the national key. Takes 50 ms of
/// one core or more, and 64 MiB, for us as for whoever guesses; not for a thread that answers requests.
pub fn national(key: &Secret, kind: Kind, text: &str) -> Result<[u8; 16], BlindFault> {
    let number = normalised(kind, text)?;
    let guess = key.mac(&[NATIONAL, &[0], kind.word().as_bytes(), &[0], number.as_bytes()]);
    let (memory_kib, passes, lanes) = COST;
    let params = Params::new(memory_kib, passes, lanes, Some(16)).map_err(|_| BlindFault::Slow)?;
    let mut value = [0; 16];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(guess.as_ref(), SALT, &mut value)
        .map_err(|_| BlindFault::Slow)?;
    Ok(value)
}

/// The first bytes of something at least as long.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut first = [0; N];
    for (to, from) in first.iter_mut().zip(bytes) {
        *to = *from;
    }
    first
}
