//! A day as offices write it.

use documents::sheet::Cell;
use jiff::civil::Date;

/// Years in which a hamlet may begin or end; outside them it is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Reads `01/07/2025` (also with `.` or `-`), `2025-07-01` or a date of a workbook.
/// A year of two digits is refused, for it can be read in two ways; so is a bare number.
pub(super) fn read(cell: &Cell) -> Option<Date> {
    let text = match cell {
        // a date of a workbook may carry a time of day, which says nothing here
        Cell::Date(text) => text.split('T').next().unwrap_or_default(),
        Cell::Text(text) => text.as_str(),
        _ => return None,
    };
    let mut parts = text.split(['/', '.', '-']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let date =
        Date::new(number(year, 4)?, number(month, 2)?.try_into().ok()?, number(day, 2)?.try_into().ok()?).ok()?;
    (year.len() == 4 && YEARS.contains(&date.year())).then_some(date)
}

fn number(text: &str, digits: usize) -> Option<i16> {
    let plain = (1..=digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_in_one_way_or_not_at_all() {
        let text = |t: &str| read(&Cell::Text(t.to_owned()));
        for same in ["01/07/2025", "1/7/2025", "01-07-2025", "1.7.2025", "2025-07-01", "2025/7/1"] {
            assert_eq!(text(same), Some(date(2025, 7, 1)), "{same}");
        }
        assert_eq!(read(&Cell::Date("2025-07-01T00:00:00".to_owned())), Some(date(2025, 7, 1)));
        for wrong in
            ["", "01/07/25", "31/02/2025", "07/2025", "1/7/2025/1", "0025-07-01", "+1/7/2025", "1/7/12025", "mai"]
        {
            assert_eq!(text(wrong), None, "{wrong}");
        }
        assert_eq!(read(&Cell::Number(45839.0)), None, "a bare number is not a day");
    }
}
