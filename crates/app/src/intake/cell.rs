//! One cell, by the kind of its input.

use criteria::InputKind;
use documents::sheet::Cell;
use domain::facts::{Route, Value};
use domain::fold;
use domain::numbers::{NumberError, read_area, read_count, read_stored_area, read_stored_count};

use super::issue::IssueKind;

/// What a cell says.
#[derive(Debug, PartialEq)]
pub(super) struct Read {
    pub value: Value,
    /// The text was read by the Vietnamese grouping: `1.234` as 1234.
    pub grouped: bool,
}

pub(super) fn read(kind: InputKind, cell: &Cell) -> Result<Read, IssueKind> {
    let plain = |value| Ok(Read { value, grouped: false });
    match cell {
        Cell::Empty => plain(Value::Unknown),
        Cell::Number(n) => stored(kind, *n).and_then(plain),
        Cell::Text(text) => from_text(kind, text),
        Cell::Error(_) => Err(IssueKind::Faulty),
        Cell::Bool(_) | Cell::Date(_) if kind == InputKind::Route => Err(IssueKind::NotARoute),
        Cell::Bool(_) | Cell::Date(_) => Err(number(NumberError::NotANumber, kind)),
    }
}

fn stored(kind: InputKind, n: f64) -> Result<Value, IssueKind> {
    let read = match kind {
        InputKind::Route => return Err(IssueKind::NotARoute),
        InputKind::Area => read_stored_area(n),
        _ => read_stored_count(n),
    };
    read.map(Value::Number).map_err(|e| number(e, kind))
}

fn from_text(kind: InputKind, text: &str) -> Result<Read, IssueKind> {
    if let Some(n) = few_digits(text)
        && kind != InputKind::Route
    {
        let scale = kind.scale();
        return Ok(Read { value: Value::Number(n * scale), grouped: false });
    }
    let folded = fold::plain(text);
    match folded.as_str() {
        "" => return Ok(Read { value: Value::Unknown, grouped: false }),
        "unknown" | "chua biet" | "chua ro" | "khong ro" | "chua co so lieu" => {
            return Ok(Read { value: Value::Unknown, grouped: false });
        }
        "disputed" | "tranh chap" | "dang tranh chap" => return Ok(Read { value: Value::Disputed, grouped: false }),
        _ => {}
    }
    if kind == InputKind::Route {
        return route(&folded).map(|r| Read { value: Value::Route(r), grouped: false }).ok_or(IssueKind::NotARoute);
    }
    if kind == InputKind::Arrests && folded.split(' ').any(|word| word == "vu" || word == "cases") {
        return Err(IssueKind::Cases);
    }
    let read = if kind == InputKind::Area { read_area(text) } else { read_count(text) };
    let value = read.map_err(|e| number(e, kind))?;
    Ok(Read {
        value: Value::Number(value),
        grouped: text.contains(['.', ' ', '\u{a0}', '\u{202f}']) && kind != InputKind::Area,
    })
}

/// The common case, without allocation: one to eight digits.
fn few_digits(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 8 {
        return None;
    }
    bytes.iter().try_fold(0_i64, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// The words of the contract, of the template and of common usage.
fn route(folded: &str) -> Option<Route> {
    match folded {
        "none" | "khong" | "khong nam tren tuyen" | "khong thuoc tuyen" => Some(Route::None),
        "local" | "noi tinh" | "tuyen noi tinh" => Some(Route::Local),
        "inter" | "lien tinh" | "tuyen lien tinh" => Some(Route::Inter),
        _ => None,
    }
}

fn number(error: NumberError, kind: InputKind) -> IssueKind {
    IssueKind::Number { error, area: kind == InputKind::Area }
}
