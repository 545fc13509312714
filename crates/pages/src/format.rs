//! Numbers and dates as Vietnamese and English offices write them.

use texts::Lang;

/// A whole number as templates hand it over, by value or behind references.
pub trait Whole {
    /// The number.
    fn whole(&self) -> u64;
}

impl Whole for u64 {
    fn whole(&self) -> u64 {
        *self
    }
}

impl Whole for usize {
    fn whole(&self) -> u64 {
        u64::try_from(*self).unwrap_or(u64::MAX)
    }
}

impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> u64 {
        (**self).whole()
    }
}

/// A whole number with its thousands set apart: `3.321` in Vietnamese, `3,321` in English.
pub fn count(lang: Lang, n: u64) -> String {
    let digits = n.to_string();
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// `part` of `whole` in percent with one decimal, rounded half up: `28,2 %`.
///
/// For reading only: the law is compared on whole numbers elsewhere. A share of
/// nothing is a dash.
pub fn share(lang: Lang, part: u64, whole: u64) -> String {
    let (Some(doubled), true) = (part.checked_mul(2000), whole > 0) else {
        return "–".to_owned();
    };
    let tenths = (doubled + whole) / (2 * whole);
    tenths_percent(lang, tenths)
}

/// A part of a whole with its share in percent to two digits: `2/3 (66,67 %)`. Rounded half up, and never up to all of
/// it: only the whole itself is 100 %.
pub fn part_of(lang: Lang, part: u64, whole: u64) -> String {
    let said = format!("{}/{}", count(lang, part), count(lang, whole));
    let Some(doubled) = part.checked_mul(20_000).filter(|_| whole > 0) else { return said };
    let rounded = (doubled + whole) / (2 * whole);
    let hundredths = if part < whole { rounded.min(9_999) } else { rounded };
    let mark = if lang == Lang::Vi { ',' } else { '.' };
    format!("{said} ({}{mark}{:02}\u{a0}%)", count(lang, hundredths / 100), hundredths % 100)
}

/// Tenths of a percent as text: 282 → `28,2 %`.
fn tenths_percent(lang: Lang, tenths: u64) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}\u{a0}%", count(lang, tenths / 10), tenths % 10)
}

/// A civil date written `2025-12-14` as `14/12/2025` (vi) or `14 Dec 2025` (en);
/// a text that is no such date comes back as it is.
pub fn date(lang: Lang, iso: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = iso.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let name = month.parse::<usize>().ok().and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    match (lang, name) {
        (_, None) => iso.to_owned(),
        (Lang::Vi, Some(_)) => format!("{day}/{month}/{year}"),
        (Lang::En, Some(name)) => format!("{} {name} {year}", day.trim_start_matches('0')),
    }
}

/// A clause as a sentence of its own: its first letter a capital.
pub fn sentence(clause: &str) -> String {
    let clause = unbroken(clause);
    let mut letters = clause.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Keeps a percent sign on the line of its number.
pub fn unbroken(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
}

/// A provision in the short form for lists: `Điều 4 khoản 2 điểm a` → `Đ4.2.a`.
pub fn short_article(article: &str) -> String {
    article.replace("Điều ", "Đ").replace(" khoản ", ".").replace(" điểm ", ".")
}

/// Makes a text safe inside a query value or a path segment.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_follow_the_language() {
        assert_eq!(count(Lang::Vi, 3321), "3.321");
        assert_eq!(count(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(count(Lang::Vi, 166), "166");
    }

    #[test]
    fn shares_round_half_up_and_never_divide_by_nothing() {
        assert_eq!(share(Lang::Vi, 35, 124), "28,2\u{a0}%");
        assert_eq!(share(Lang::En, 53, 161), "32.9\u{a0}%");
        assert_eq!(share(Lang::Vi, 1, 2000), "0,1\u{a0}%");
        assert_eq!(share(Lang::Vi, 0, 0), "–");
    }

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(date(Lang::Vi, "2025-12-04"), "04/12/2025");
        assert_eq!(date(Lang::En, "2025-12-04"), "4 Dec 2025");
        assert_eq!(date(Lang::Vi, "không rõ"), "không rõ");
        assert_eq!(date(Lang::Vi, "2025-13-04"), "2025-13-04");
    }

    #[test]
    fn a_part_says_its_share_and_is_never_rounded_up_to_all() {
        assert_eq!(part_of(Lang::Vi, 2, 3), "2/3 (66,67\u{a0}%)");
        assert_eq!(part_of(Lang::En, 1, 8), "1/8 (12.50\u{a0}%)");
        assert_eq!(part_of(Lang::Vi, 99_999, 100_000), "99.999/100.000 (99,99\u{a0}%)");
        assert_eq!(part_of(Lang::Vi, 3, 3), "3/3 (100,00\u{a0}%)");
        assert_eq!(part_of(Lang::Vi, 0, 0), "0/0");
    }

    #[test]
    fn clauses_become_sentences() {
        assert_eq!(sentence("đạt khi từ 0,5 % trở lên"), "Đạt khi từ 0,5\u{a0}% trở lên");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn articles_have_a_short_form() {
        assert_eq!(short_article("Điều 4 khoản 2 điểm đ"), "Đ4.2.đ");
        assert_eq!(short_article("Điều 6"), "Đ6");
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(encode("Thanh Hóa&x"), "Thanh%20H%C3%B3a%26x");
    }
}
