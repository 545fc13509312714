//! Days as people type them into forms: the one place where a typed day is read.

use jiff::civil::Date;
use texts::Lang;

/// A day as it is written here, `14/09/2026`, or as machines write it, `2026-09-14`. None for anything else.
pub fn read(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    match parts(typed).as_slice() {
        [day, month, year] => date(year, month, day),
        _ => typed.parse().ok(),
    }
}

/// A day of birth as exactly as it is known, as files keep it: `28/02/1990` becomes `1990-02-28`, `02/1990` becomes
/// `1990-02`, `1990` stays. What is none of these is given back as it was typed, for the form to say so.
pub fn birth(typed: &str) -> String {
    let typed = typed.trim();
    let kept = match parts(typed).as_slice() {
        [day, month, year] => date(year, month, day).map(|day| day.to_string()),
        [month, year] => date(year, month, "1").and_then(|_| Some(format!("{year}-{:02}", month.parse::<u8>().ok()?))),
        _ => None,
    };
    kept.unwrap_or_else(|| typed.to_owned())
}

/// A day of birth as people read it: the day, the month or the year, as far as it is known.
pub fn shown_birth(lang: Lang, kept: &str) -> String {
    match kept.split('-').collect::<Vec<_>>().as_slice() {
        [year, month] => format!("{month}/{year}"),
        [_, _, _] => pages::format::date(lang, kept),
        _ => kept.to_owned(),
    }
}

/// The parts between slashes, where they are digits and the last is a year.
fn parts(typed: &str) -> Vec<&str> {
    let parts: Vec<&str> = typed.split('/').map(str::trim).collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = parts.iter().all(digits) && parts.last().is_some_and(|year| year.len() == 4);
    if sound && parts.len() > 1 { parts } else { Vec::new() }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_and_as_machines_write_it() {
        let day = Some(jiff::civil::date(2026, 9, 4));
        for typed in ["04/09/2026", "4/9/2026", " 04/09/2026 ", "2026-09-04"] {
            assert_eq!(read(typed), day, "{typed}");
        }
        for bad in ["", "31/02/2026", "09/2026", "2026", "4/9/26", "2026/09/04", "a/b/2026", "4/9/2026/1"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_birth_is_as_exact_as_it_is_known() {
        for (typed, kept, shown) in [
            ("28/02/1990", "1990-02-28", "28/02/1990"),
            ("2/1990", "1990-02", "02/1990"),
            ("1990", "1990", "1990"),
            ("1990-02-28", "1990-02-28", "28/02/1990"),
            ("1990-02", "1990-02", "02/1990"),
        ] {
            assert_eq!(birth(typed), kept);
            assert_eq!(shown_birth(Lang::Vi, kept), shown);
        }
        for bad in ["31/02/1990", "13/1990", "hôm qua"] {
            assert_eq!(birth(bad), bad);
        }
    }
}
