//! Vietnamese numbers: how they are read from a cell and how they are shown.
//!
//! In Vietnamese a dot groups thousands and a comma begins the decimals. Text
//! that two conventions read differently is refused, never guessed.

use std::fmt;

use thiserror::Error;

/// Areas are kept in whole square centimetres: 1 m² = 10,000.
pub const AREA_SCALE: i64 = 10_000;

/// Why a text is not the number that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Letters or other signs in it.
    #[error("not a number")]
    NotANumber,
    /// Below zero; every quantity of the criteria counts something.
    #[error("negative")]
    Negative,
    /// A count with decimals; people and plants are whole.
    #[error("not a whole number")]
    Fractional,
    /// `1.234` as an area: 1234 m² in Vietnamese, 1.234 m² in English.
    #[error("ambiguous: {0} or {1}")]
    Ambiguous(String, String),
    /// More decimals than are kept (four: a square centimetre).
    #[error("too many decimals")]
    TooPrecise,
    /// Larger than any real figure could be.
    #[error("too large")]
    TooLarge,
}

/// The largest quantity accepted, about a hundred times the country's population.
const LARGEST: i64 = 10_000_000_000;

/// Reads a count: digits, with dots between groups of three allowed (`1.234` is 1234,
/// for a count can be nothing else), spaces or no-break spaces between groups too.
///
/// ```
/// use domain::numbers::{NumberError, read_count};
/// assert_eq!(read_count("1.234"), Ok(1234));
/// assert_eq!(read_count("12,5"), Err(NumberError::Fractional));
/// ```
pub fn read_count(text: &str) -> Result<i64, NumberError> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '−']);
    let body = unsigned.unwrap_or(text);
    let value = if is_digits(body) {
        small(body)?
    } else if is_grouped(body, '.')
        || is_grouped(body, ' ')
        || is_grouped(body, '\u{a0}')
        || is_grouped(body, '\u{202f}')
    {
        small(&digits_of(body))?
    } else if is_grouped(body, ',') {
        let (whole, grouped) = (body.replacen(',', ".", 1), digits_of(body));
        return Err(if body.matches(',').count() == 1 {
            NumberError::Ambiguous(whole, grouped)
        } else {
            NumberError::NotANumber
        });
    } else {
        return Err(match decimal_parts(body) {
            Some((_, tail)) if tail.bytes().all(|b| b == b'0') => return small(&digits_before(body)),
            Some(_) => NumberError::Fractional,
            None => NumberError::NotANumber,
        });
    };
    if unsigned.is_some() && value > 0 { Err(NumberError::Negative) } else { Ok(value) }
}

/// Reads an area in m² into square centimetres: `12,5` and `12.5` are the same;
/// one separator before exactly three digits is ambiguous and refused.
///
/// ```
/// use domain::numbers::read_area;
/// assert_eq!(read_area("12,5"), Ok(125_000));
/// assert_eq!(read_area("1.234,5"), Ok(12_345_000));
/// assert!(read_area("1.234").is_err());
/// ```
pub fn read_area(text: &str) -> Result<i64, NumberError> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['-', '−']) {
        return match read_area(rest) {
            Ok(0) => Ok(0),
            Ok(_) => Err(NumberError::Negative),
            other => other,
        };
    }
    if is_digits(text) {
        return scaled(text, "");
    }
    let separators = text.matches(['.', ',']).count();
    if separators == 1 {
        let (whole, tail) = decimal_parts(text).ok_or(NumberError::NotANumber)?;
        if tail.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0" {
            return Err(NumberError::Ambiguous(format!("{whole}{tail}"), format!("{whole},{tail}0")));
        }
        return scaled(whole, tail);
    }
    if is_grouped(text, '.') {
        return scaled(&digits_of(text), "");
    }
    // Groups by dots and then one decimal comma: the full Vietnamese form.
    match text.split_once(',') {
        Some((whole, tail)) if is_grouped(whole, '.') && is_digits(tail) => scaled(&digits_of(whole), tail),
        _ => Err(NumberError::NotANumber),
    }
}

/// Reads a number that a workbook stores as a floating point number.
pub fn read_stored_count(value: f64) -> Result<i64, NumberError> {
    if value.fract() == 0.0 {
        bounded(value)
    } else if value < 0.0 {
        Err(NumberError::Negative)
    } else {
        Err(NumberError::Fractional)
    }
}

/// Reads a stored area in m² into square centimetres.
pub fn read_stored_area(value: f64) -> Result<i64, NumberError> {
    let scaled = value * 10_000.0;
    // A workbook keeps 12.3457 as the nearest binary fraction; a millionth of a cm² is noise.
    if (scaled - scaled.round()).abs() > 1e-6 * scaled.abs().max(1.0) {
        return Err(if value < 0.0 { NumberError::Negative } else { NumberError::TooPrecise });
    }
    bounded(scaled.round())
}

#[expect(clippy::cast_possible_truncation, reason = "whole and within ±10^14 is checked first")]
fn bounded(value: f64) -> Result<i64, NumberError> {
    if !value.is_finite() {
        Err(NumberError::NotANumber)
    } else if value < 0.0 {
        Err(NumberError::Negative)
    } else if value > 1e14 {
        Err(NumberError::TooLarge)
    } else {
        Ok(value as i64)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `1.234` or `12.345.678`: one to three digits, then groups of three.
fn is_grouped(text: &str, by: char) -> bool {
    let mut groups = text.split(by);
    let first = groups.next().unwrap_or_default();
    let mut rest = 0;
    let grouped = is_digits(first)
        && first.len() <= 3
        && groups.all(|g| {
            rest += 1;
            is_digits(g) && g.len() == 3
        });
    grouped && rest > 0
}

fn decimal_parts(text: &str) -> Option<(&str, &str)> {
    let (whole, tail) = text.split_once(['.', ','])?;
    (is_digits(whole) && is_digits(tail)).then_some((whole, tail))
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn digits_before(text: &str) -> String {
    text.chars().take_while(char::is_ascii_digit).collect()
}

fn small(digits: &str) -> Result<i64, NumberError> {
    let value: i64 = digits.parse().map_err(|_| NumberError::TooLarge)?;
    if value > LARGEST { Err(NumberError::TooLarge) } else { Ok(value) }
}

fn scaled(whole: &str, tail: &str) -> Result<i64, NumberError> {
    let tail = tail.trim_end_matches('0');
    if tail.len() > 4 {
        return Err(NumberError::TooPrecise);
    }
    let fraction: i64 = format!("{tail:0<4}").parse().map_err(|_| NumberError::NotANumber)?;
    let value = small(whole)?;
    value.checked_mul(AREA_SCALE).and_then(|v| v.checked_add(fraction)).ok_or(NumberError::TooLarge)
}

/// A count as it is shown: `1234567` as `1.234.567`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub i64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("−")?;
        }
        groups(self.0.unsigned_abs(), f)
    }
}

fn groups(value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if value < 1_000 {
        return write!(f, "{value}");
    }
    groups(value / 1_000, f)?;
    write!(f, ".{:03}", value % 1_000)
}

/// An area in square centimetres as it is shown in square metres: `125000` as `12,5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area(pub i64);

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.div_euclid(AREA_SCALE), self.0.rem_euclid(AREA_SCALE));
        Count(whole).fmt(f)?;
        if part == 0 { Ok(()) } else { write!(f, ",{}", format!("{part:04}").trim_end_matches('0')) }
    }
}

/// [`Count`] as text.
pub fn show_count(value: i64) -> String {
    Count(value).to_string()
}

/// [`Area`] as text.
pub fn show_area(square_cm: i64) -> String {
    Area(square_cm).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        for (text, expected) in [
            ("0", Ok(0)),
            (" 12 ", Ok(12)),
            ("1.234", Ok(1234)),
            ("1.234.567", Ok(1_234_567)),
            ("12 345", Ok(12345)),
            ("5,0", Ok(5)),
            ("-3", Err(NumberError::Negative)),
            ("−3", Err(NumberError::Negative)),
            ("12,5", Err(NumberError::Fractional)),
            ("12.5", Err(NumberError::Fractional)),
            ("1,234", Err(NumberError::Ambiguous("1.234".into(), "1234".into()))),
            ("1.23", Err(NumberError::Fractional)),
            ("3 vụ", Err(NumberError::NotANumber)),
            ("", Err(NumberError::NotANumber)),
            ("1e3", Err(NumberError::NotANumber)),
            ("99999999999999999999", Err(NumberError::TooLarge)),
        ] {
            assert_eq!(read_count(text), expected, "{text:?}");
        }
    }

    #[test]
    fn areas() {
        for (text, expected) in [
            ("750", Ok(7_500_000)),
            ("12,5", Ok(125_000)),
            ("12.5", Ok(125_000)),
            ("0,125", Ok(1_250)),
            ("1.234,5", Ok(12_345_000)),
            ("1.234.567", Ok(12_345_670_000)),
            ("-1", Err(NumberError::Negative)),
            ("1,23456", Err(NumberError::TooPrecise)),
            ("1.234", Err(NumberError::Ambiguous("1234".into(), "1,2340".into()))),
            ("1,234.5", Err(NumberError::NotANumber)),
        ] {
            assert_eq!(read_area(text), expected, "{text:?}");
        }
    }

    #[test]
    fn stored_numbers() {
        assert_eq!(read_stored_count(12.0), Ok(12));
        assert_eq!(read_stored_count(12.5), Err(NumberError::Fractional));
        assert_eq!(read_stored_count(-1.0), Err(NumberError::Negative));
        assert_eq!(read_stored_count(f64::NAN), Err(NumberError::Fractional));
        assert_eq!(read_stored_area(12.3457), Ok(123_457));
        assert_eq!(read_stored_area(0.1), Ok(1_000));
        assert_eq!(read_stored_area(12.345_678_9), Err(NumberError::TooPrecise));
    }

    #[test]
    fn shown_as_vietnamese_reads() {
        assert_eq!(show_count(3321), "3.321");
        assert_eq!(show_count(665), "665");
        assert_eq!(show_count(1_000_001), "1.000.001");
        assert_eq!(show_count(-1_500), "−1.500");
        assert_eq!(show_area(125_000), "12,5");
        assert_eq!(show_area(7_500_000), "750");
    }
}
