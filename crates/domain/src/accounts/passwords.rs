//! What may be a password: length first, and nothing that everybody would try.
//!
//! NIST SP 800-63B-4 §3.1.1.2 (length over composition, a block list, no forced change) and ASVS 5.0 §6.2. Composition
//! is never asked for. Texts are put into NFC once, here, so that one password typed on two keyboards is one password.

use std::collections::HashSet;
use std::sync::LazyLock;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::bare;

/// Fewest characters beside a second factor.
pub const WITH_SECOND_FACTOR_MIN: usize = 12;
/// Fewest characters of a password that opens by itself.
pub const ALONE_MIN: usize = 15;
/// Most characters; more is work for us and no more safety.
pub const CHARACTERS_MAX: usize = 128;
/// So many characters must be left when everything that people guess first is taken out.
const STRANGE_MIN: usize = 5;
/// Shorter parts of a name or login are chance.
const OWN_WORD_MIN: usize = 3;

static BLOCKED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../../data/passwords-blocked.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});
/// Rows of keyboards and the alphabet, along which fingers walk.
const ROWS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qwertzuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
];

/// Why a text cannot be the password. Never shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Too few characters.
    #[error("{characters} characters; at least {needed} are needed")]
    Short {
        /// How many it has.
        characters: usize,
        /// How many it needs.
        needed: usize,
    },
    /// Too many characters.
    #[error("{characters} characters; at most {CHARACTERS_MAX} are taken")]
    Long {
        /// How many it has.
        characters: usize,
    },
    /// Made of words, rows, dates or the owner's own name, which are tried first.
    #[error("made of what is guessed first")]
    Guessable,
}

/// A password in the one form in which it is hashed. Wiped when dropped; has no `Debug`.
pub struct Password(Zeroizing<String>);

impl Password {
    /// The typed text in NFC, whatever it is: for checking against a hash. Longer than any password may be is refused,
    /// so that nobody makes the hash work on megabytes.
    pub fn typed(text: &str) -> Result<Self, PasswordFault> {
        let characters = text.chars().take(4 * CHARACTERS_MAX).count();
        if characters >= 4 * CHARACTERS_MAX {
            return Err(PasswordFault::Long { characters });
        }
        let normal = Zeroizing::new(text.nfc().collect::<String>());
        let characters = normal.chars().count();
        if characters > CHARACTERS_MAX { Err(PasswordFault::Long { characters }) } else { Ok(Self(normal)) }
    }

    /// A new password: [`Password::typed`], long enough, and not of the block list. `own` are the owner's login and
    /// name.
    pub fn chosen(text: &str, second_factor: bool, own: &[&str]) -> Result<Self, PasswordFault> {
        let password = Self::typed(text)?;
        let needed = if second_factor { WITH_SECOND_FACTOR_MIN } else { ALONE_MIN };
        let characters = password.0.chars().count();
        if characters < needed {
            return Err(PasswordFault::Short { characters, needed });
        }
        if strange(&password.0, own) < STRANGE_MIN { Err(PasswordFault::Guessable) } else { Ok(password) }
    }

    /// The bytes to hash.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How many characters are left that no guess explains.
fn strange(text: &str, own: &[&str]) -> usize {
    let plain: Vec<char> = bare(text).chars().filter(|c| !c.is_whitespace()).collect();
    let letters: String = plain.iter().map(|c| letter_for(*c)).collect();
    let letters: Vec<char> = letters.chars().collect();
    let own: Vec<String> = own
        .iter()
        .flat_map(|name| bare(name).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>())
        .filter(|word| word.len() >= OWN_WORD_MIN)
        .collect();
    // least[at]: the fewest unexplained characters of everything before `at`
    let mut least: Vec<usize> = vec![0];
    for end in 1..=letters.len() {
        let alone = least.get(end - 1).copied().unwrap_or_default() + usize::from(!is_filler(&plain, end - 1));
        let explained = (0..end.saturating_sub(1))
            .filter(|start| is_guess(&letters, &plain, *start, end, &own))
            .filter_map(|start| least.get(start).copied());
        least.push(explained.chain([alone]).min().unwrap_or(alone));
    }
    least.last().copied().unwrap_or_default()
}

/// The letter that a digit or sign is typed for.
const fn letter_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => c,
    }
}

/// Digits and signs are put before and behind; they explain themselves.
fn is_filler(plain: &[char], at: usize) -> bool {
    plain.get(at).is_some_and(|c| !c.is_alphabetic())
}

fn is_guess(letters: &[char], plain: &[char], start: usize, end: usize, own: &[String]) -> bool {
    let (Some(part), Some(typed)) = (letters.get(start..end), plain.get(start..end)) else { return false };
    let word: String = part.iter().collect();
    BLOCKED.contains(word.as_str())
        || own.contains(&word)
        || (typed.len() >= 3 && (is_one_character(typed) || is_walk(typed)))
}

fn is_one_character(part: &[char]) -> bool {
    part.iter().all(|c| Some(c) == part.first())
}

fn is_walk(part: &[char]) -> bool {
    let (there, back): (String, String) = (part.iter().collect(), part.iter().rev().collect());
    ROWS.iter().any(|row| row.contains(&there) || row.contains(&back))
}

#[cfg(test)]
mod tests {
    use super::{Password, PasswordFault};

    fn refused(text: &str, second_factor: bool) -> Option<PasswordFault> {
        Password::chosen(text, second_factor, &["huong.tran", "Trần Thị Hương"]).err()
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for text in [
            "password123456789",
            "P@ssw0rd2026!!!!",
            "matkhau123456789",
            "Mật khẩu 2026 2026",
            "congantinhnghean2026",
            "Công an tỉnh Nghệ An 2026",
            "111111111111111111",
            "qwertyuiopasdfghjkl",
            "1qaz2wsx3edc4rfv",
            "abcdefghijklmnop",
            "huongtran19901990",
            "tranthihuong@2026",
            "iloveyouvietnam123",
            "phongchongmatuy2026",
            "correcthorsebatterystaple",
            "zyxwvutsrqponmlkj",
        ] {
            assert_eq!(refused(text, true), Some(PasswordFault::Guessable), "{text}");
        }
    }

    #[test]
    fn long_and_strange_is_enough_without_any_rule_of_composition() {
        for text in ["giọt sương kẽ lá bưởi", "vng kjq rtz wpl hx", "chiếc ghe lục bình trôi", "ooo krypta zelvop"]
        {
            assert_eq!(refused(text, false), None, "{text}");
        }
    }

    #[test]
    fn length_counts_in_characters_and_both_limits_are_exact() {
        let text = "ẵkxzqvwjrưpỗ";
        assert_eq!(refused(text, true), None);
        assert_eq!(refused(text, false), Some(PasswordFault::Short { characters: 12, needed: 15 }));
        let eleven: String = text.chars().take(11).collect();
        assert_eq!(refused(&eleven, true), Some(PasswordFault::Short { characters: 11, needed: 12 }));
        let long: String = text.chars().cycle().take(128).collect();
        assert_eq!(refused(&long, false), None);
        assert_eq!(refused(&format!("{long}z"), false), Some(PasswordFault::Long { characters: 129 }));
        assert!(matches!(refused(&"ẵkxz".repeat(1_000_000), false), Some(PasswordFault::Long { .. })));
    }

    #[test]
    fn one_password_of_two_keyboards_is_one_password() {
        let composed = Password::typed("h\u{1ea1}t s\u{01b0}\u{01a1}ng").map(|p| p.bytes().to_vec());
        let apart = Password::typed("ha\u{323}t su\u{31b}o\u{31b}ng").map(|p| p.bytes().to_vec());
        assert_eq!(composed, apart);
    }
}
