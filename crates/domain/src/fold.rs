//! Folding of Vietnamese text, so that a name is found however it was typed.
//!
//! Three keys of one text, from loose to strict:
//! [`plain`] forgets case, diacritics, tone placement, Unicode form and đ/d;
//! [`marked`] keeps the diacritics but not where the tone mark was put;
//! [`sort_key`] orders as a Vietnamese dictionary does.

use unicode_normalization::UnicodeNormalization;

/// The five written tones, in dictionary order; level tone has no mark and comes first.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// The Vietnamese alphabet in dictionary order, in decomposed lower case.
const LETTERS: [&str; 33] = [
    "a", "a\u{306}", "a\u{302}", "b", "c", "d", "đ", "e", "e\u{302}", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
    "o\u{302}", "o\u{31b}", "p", "q", "r", "s", "t", "u", "u\u{31b}", "v", "w", "x", "y", "z",
];

/// The text in one Unicode form (NFC), trimmed, with single spaces and no control character: what is kept and shown.
/// (One engine cannot keep a NUL at all.)
///
/// ```
/// assert_eq!(domain::fold::clean("  Thanh\u{a0} Ho\u{301}a "), "Thanh Hóa");
/// assert_eq!(domain::fold::clean("12/\0BC\n"), "12/ BC");
/// ```
pub fn clean(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let is_gap = |c: char| c.is_whitespace() || c.is_control();
    composed.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The loosest key: lower case, no diacritics, đ as d, words apart by one space.
///
/// ```
/// assert_eq!(domain::fold::plain("Ea H’Leo – ĐẮK LẮK"), "ea h leo dak lak");
/// ```
pub fn plain(text: &str) -> String {
    words(text, |c, word| {
        if !is_mark(c) {
            word.push(if c == 'đ' { 'd' } else { c });
        }
    })
}

/// As [`plain`], but with diacritics; each word's tone mark stands at its end,
/// so that `Hòa` and `Hoà` are the same and `Hoa` is another.
///
/// ```
/// assert_eq!(domain::fold::marked("Thanh Hoá"), domain::fold::marked("thanh hóa"));
/// assert_ne!(domain::fold::marked("Thanh Hoa"), domain::fold::marked("Thanh Hóa"));
/// ```
pub fn marked(text: &str) -> String {
    plain_words_with_marks(text)
        .into_iter()
        .map(|(letters, tone)| match tone {
            Some(tone) => format!("{letters}{tone}"),
            None => letters,
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A key whose byte order is the Vietnamese dictionary order: letters first, tones second.
///
/// ```
/// use domain::fold::sort_key;
/// let mut names = ["Đà Nẵng", "Cà Mau", "Ẩn", "An", "Dĩ An"];
/// names.sort_by_key(|n| sort_key(n));
/// assert_eq!(names, ["An", "Ẩn", "Cà Mau", "Dĩ An", "Đà Nẵng"]);
/// ```
pub fn sort_key(text: &str) -> String {
    let words = plain_words_with_marks(text);
    let mut letters = String::new();
    let mut tones = String::new();
    for (word, tone) in &words {
        rank_letters(word, &mut letters);
        letters.push(' ');
        let rank = tone.and_then(|t| TONES.iter().position(|x| *x == t)).map_or(0, |i| i + 1);
        tones.push(rank_char(rank));
    }
    format!("{letters}\u{1}{tones}")
}

fn rank_letters(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        // The longest letter wins: ă is `a` and a breve.
        let best = LETTERS.iter().enumerate().filter(|(_, l)| rest.starts_with(*l)).max_by_key(|(_, l)| l.len());
        if let Some((rank, letter)) = best {
            out.push(rank_char(rank + 10));
            rest = rest.get(letter.len()..).unwrap_or_default();
        } else {
            out.push(if first.is_ascii_digit() { first } else { '~' });
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
}

/// A printable character per rank, in order, after the digits.
fn rank_char(rank: usize) -> char {
    u32::try_from(rank).ok().and_then(|r| char::from_u32(u32::from('0') + r)).unwrap_or('~')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Splits decomposed lower-case text into words and lets `take` build each one.
fn words(text: &str, mut take: impl FnMut(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let mut flush = |word: &mut String| {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
            word.clear();
        }
    };
    for c in text.nfd().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_mark(c) {
            take(c, &mut word);
        } else {
            flush(&mut word);
        }
    }
    flush(&mut word);
    out
}

/// Words in decomposed lower case without their tone, and the tone.
fn plain_words_with_marks(text: &str) -> Vec<(String, Option<char>)> {
    let kept = words(text, |c, word| word.push(c));
    kept.split(' ')
        .filter(|w| !w.is_empty())
        .map(|w| {
            let tone = w.chars().find(|c| TONES.contains(c));
            (w.chars().filter(|c| !TONES.contains(c)).collect(), tone)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_are_one() {
        let nfd: String = "Thường Xuân".nfd().collect();
        assert_ne!(nfd, "Thường Xuân");
        assert_eq!(marked(&nfd), marked("Thường Xuân"));
        assert_eq!(plain(&nfd), "thuong xuan");
        assert_eq!(clean(&nfd), "Thường Xuân");
    }

    #[test]
    fn tone_decides_only_after_letters() {
        let mut names = vec!["Mã", "Má", "Ma", "Mạ", "Mà", "Mả", "Măng"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Măng"]);
    }
}
