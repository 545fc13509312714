//! Tables of papers. A figure keeps its type, so that a workbook can count with it.

/// A table. Its headings are repeated on each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands above it.
    pub title: Option<String>,
    /// In which unit its figures are: *Đơn vị tính: người*.
    pub unit: Option<String>,
    /// Headings over several columns. A column may stand under one of them or under none.
    pub groups: Vec<Group>,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// What stands below the headings in each column, such as (1), (2); empty where nothing does.
    pub numbering: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Small print below it.
    pub note: Option<String>,
}

/// A heading over several columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// The first of its columns, from 0.
    pub first: usize,
    /// How many they are.
    pub columns: usize,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its heading.
    pub title: String,
    /// Its part of the width; the parts of a table need not come to 100.
    pub width: u16,
    /// Where its texts stand.
    pub align: Align,
}

impl TableColumn {
    /// A column with that heading, width and place of its texts.
    pub fn new(title: impl Into<String>, width: u16, align: Align) -> Self {
        Self { title: title.into(), width, align }
    }
}

/// Where text stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right: figures.
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// A cell for each column; what is left out is empty, what is too much is left out.
    pub cells: Vec<Cell>,
    /// Heavier: a total.
    pub bold: bool,
}

impl Row {
    /// A row of these cells.
    pub fn new(cells: impl IntoIterator<Item = impl Into<Cell>>) -> Self {
        Self { cells: cells.into_iter().map(Into::into).collect(), bold: false }
    }

    /// The same row, heavier.
    #[must_use]
    pub fn total(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// A percentage: 4999 with two places is 49,99%.
    Percent(Decimal),
}

/// An exact number with decimals: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// All its digits.
    pub digits: i64,
    /// How many of them stand behind the comma; at most 9 are shown.
    pub places: u8,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<u64> for Cell {
    /// What is more than a workbook can count becomes words.
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Whole)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(known: Option<T>) -> Self {
        known.map_or(Self::Empty, Into::into)
    }
}

impl Cell {
    /// As it is printed: `1.234`, `12,5`, `49,99%`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(number) => Decimal { digits: *number, places: 0 }.shown(),
            Self::Decimal(number) => number.shown(),
            Self::Percent(number) => format!("{}%", number.shown()),
        }
    }
}

impl Decimal {
    /// With points between thousands and a comma before decimals.
    pub fn shown(self) -> String {
        let digits = format!("{:0>1$}", self.digits.unsigned_abs(), usize::from(self.places).saturating_add(1));
        let (whole, decimals) = digits.split_at(digits.len().saturating_sub(self.places.into()));
        let mut shown = String::from(if self.digits < 0 { "-" } else { "" });
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                shown.push('.');
            }
            shown.push(digit);
        }
        if !decimals.is_empty() {
            shown.push(',');
            shown.push_str(decimals);
        }
        shown
    }

    /// For a workbook, which knows no other numbers.
    #[expect(clippy::cast_precision_loss, reason = "a workbook knows no other numbers")]
    pub(super) fn value(self) -> f64 {
        self.digits as f64 / 10_f64.powi(self.places.into())
    }
}

impl Table {
    /// The group that a column stands under.
    pub(super) fn group_of(&self, column: usize) -> Option<&Group> {
        self.groups.iter().find(|group| (group.first..group.first.saturating_add(group.columns)).contains(&column))
    }

    /// The cells of a row, one for each column.
    pub(super) fn cells<'t>(&self, row: &'t Row) -> impl Iterator<Item = &'t Cell> + use<'t> {
        row.cells.iter().chain(std::iter::repeat(&Cell::Empty)).take(self.columns.len())
    }

    /// The row of headings above the columns: a heading of a group with how many columns it takes, or none over a column
    /// without a group. Empty where no column has one.
    pub(super) fn group_row(&self) -> Vec<(Option<&str>, usize)> {
        let mut row = Vec::new();
        let mut column = 0;
        while !self.groups.is_empty() && column < self.columns.len() {
            let (title, taken) = match self.group_of(column) {
                Some(group) => {
                    let end = group.first.saturating_add(group.columns).min(self.columns.len());
                    (Some(group.title.as_str()), end - column)
                }
                None => (None, 1),
            };
            row.push((title, taken));
            column += taken;
        }
        row
    }
}
