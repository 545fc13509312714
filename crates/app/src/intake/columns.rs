//! Which column is which: by id or by Vietnamese heading, in any order.

use criteria::{InputIx, Pack};
use documents::sheet::Cell;
use domain::fold;
use domain::units::Level;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnRole {
    /// The unit's code.
    Code,
    /// The unit's name, to be checked against the code.
    Name,
    /// The unit's province, to be checked too.
    Province,
    /// The evaluation year, to be checked.
    Year,
    /// An input of the pack.
    Input(InputIx),
    /// Known, and of no interest: a running number, a remark.
    Ignored,
    /// A heading that nothing explains.
    Unknown,
    /// A heading that speaks of cases (vụ) where persons are asked for.
    Cases,
    /// No heading.
    Blank,
}

/// The columns of a sheet.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Each column's role and heading.
    pub roles: Vec<(ColumnRole, String)>,
}

/// Headings of columns that are not inputs, folded.
const CODES: &[&str] = &[
    "code",
    "ma",
    "ma don vi",
    "ma xa",
    "ma tinh",
    "ma dvhc",
    "ma don vi hanh chinh",
    "ma xa phuong",
    "ma xa phuong dac khu",
];
const NAMES: &[&str] = &["name", "ten", "ten don vi", "don vi", "xa phuong dac khu", "ten xa", "ten tinh"];
const PROVINCES: &[&str] =
    &["province", "tinh", "tinh thanh pho", "tinh thanh", "ten tinh thanh pho", "province code", "ma tinh thanh"];
const YEARS: &[&str] = &["year", "nam", "nam danh gia", "ky danh gia"];
const IGNORED: &[&str] =
    &["stt", "tt", "so thu tu", "no", "row", "ghi chu", "note", "notes", "type", "loai", "loai don vi"];

impl Columns {
    /// Reads a header row.
    pub fn read(pack: &Pack, header: &[Cell]) -> Self {
        let roles = header
            .iter()
            .map(|cell| {
                let heading = cell.to_string();
                (role(pack, &heading), heading)
            })
            .collect();
        Self { roles }
    }

    /// Whether a row looks like the header: it names the code and at least one input.
    pub fn is_header(pack: &Pack, cells: &[Cell]) -> bool {
        let columns = Self::read(pack, cells);
        let has = |f: fn(&ColumnRole) -> bool| columns.roles.iter().any(|(r, _)| f(r));
        has(|r| *r == ColumnRole::Code)
            && has(|r| matches!(r, ColumnRole::Input(_) | ColumnRole::Cases | ColumnRole::Unknown))
    }

    /// The column of an input.
    pub fn of_input(&self, ix: InputIx) -> Option<usize> {
        self.roles.iter().position(|(role, _)| *role == ColumnRole::Input(ix))
    }

    /// The heading over a column.
    pub fn heading(&self, column: usize) -> &str {
        self.roles.get(column).map_or("", |(_, heading)| heading.as_str())
    }

    /// The headings that a file may use: `code` and each input's id with its Vietnamese title.
    pub fn expected(pack: &Pack, level: Level) -> String {
        let inputs = pack.inputs_of(level).map(|(_, i)| i.id.as_str());
        ["code"].into_iter().chain(inputs).collect::<Vec<_>>().join(", ")
    }
}

fn role(pack: &Pack, heading: &str) -> ColumnRole {
    let folded = fold::plain(heading);
    if folded.is_empty() {
        return ColumnRole::Blank;
    }
    let input = pack.inputs.iter().position(|i| fold::plain(&i.id) == folded || fold::plain(&i.title) == folded);
    if let Some(at) = input {
        return ColumnRole::Input(InputIx(at));
    }
    // A unit in brackets, `(người)`, does not make another column.
    let bare = heading.split_once(['(', '[']).map(|(head, _)| fold::plain(head)).filter(|h| !h.is_empty());
    let is = |names: &[&str]| names.contains(&folded.as_str());
    if is(CODES) {
        ColumnRole::Code
    } else if is(NAMES) {
        ColumnRole::Name
    } else if is(PROVINCES) {
        ColumnRole::Province
    } else if is(YEARS) {
        ColumnRole::Year
    } else if is(IGNORED) {
        ColumnRole::Ignored
    } else if folded.split(' ').any(|w| w == "vu" || w == "cases") {
        ColumnRole::Cases
    } else if let Some(at) =
        bare.and_then(|b| pack.inputs.iter().position(|i| fold::plain(&i.id) == b || bare_title(&i.title) == b))
    {
        ColumnRole::Input(InputIx(at))
    } else {
        ColumnRole::Unknown
    }
}

fn bare_title(title: &str) -> String {
    fold::plain(title.split_once('(').map_or(title, |(head, _)| head))
}
