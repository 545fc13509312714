//! The same lines as tables that leave the house: what is not told on the page is not told there either.

use documents::table::{Column, ColumnKind, Table, Value, write_csv, write_xlsx};
use domain::counts::INPUTS;
use domain::units::Version;
use texts::Lang;

use super::{GOALS, GoalLine, ListLine, TerritoryCounts, TerritoryGoals, TerritoryLine};
use crate::counts::say_number;
use crate::problem::Problem;

/// Columns and rows of a table.
type Lines = (Vec<Column>, Vec<Vec<Value>>);

/// How a table is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

impl Kept {
    fn bytes(self, title: &str, notes: &[String], (columns, rows): Lines) -> Result<Vec<u8>, Problem> {
        let table = Table { title, notes, columns: &columns, rows };
        let mut bytes = Vec::new();
        match self {
            Self::Csv => write_csv(table, &mut bytes).map_err(Problem::fault)?,
            Self::Xlsx => bytes = write_xlsx(table).map_err(Problem::fault)?,
        }
        Ok(bytes)
    }
}

/// Lists and inputs as a file; `lists` are the names of the lists.
pub fn lists_file(
    lang: Lang,
    lists: &[String; 3],
    counts: &TerritoryCounts,
    notes: &[String],
    kept: Kept,
) -> Result<Vec<u8>, Problem> {
    kept.bytes(lang.territory_lists_title(), notes, lists_table(lang, lists, counts))
}

/// Goals as a file.
pub fn goals_file(lang: Lang, goals: &TerritoryGoals, notes: &[String], kept: Kept) -> Result<Vec<u8>, Problem> {
    kept.bytes(lang.territory_goals_title(), notes, goals_table(lang, goals))
}

/// Lists and inputs, a row for each part and one for the whole.
fn lists_table(lang: Lang, lists: &[String; 3], counts: &TerritoryCounts) -> Lines {
    let mut columns = unit_columns(lang);
    let of_list = [
        lang.territory_opening(),
        lang.territory_entries(),
        lang.territory_removals(),
        lang.territory_closing(),
        lang.territory_now(),
        lang.territory_moving(),
    ];
    for list in lists {
        columns.extend(of_list.iter().map(|heading| number_column(format!("{list}: {heading}"))));
    }
    columns.extend(INPUTS.map(|number| number_column(say_number(lang, number).to_owned())));
    let row = |line: &TerritoryLine| {
        let mut row = unit_values(lang, line.unit.as_ref());
        let value = |people| value(lang, line.keeps, people);
        row.extend(line.lists.iter().flat_map(|list| of_line(list).map(value)));
        row.extend(line.inputs.map(value));
        row
    };
    (columns, counts.lines.iter().chain([&counts.total]).map(row).collect())
}

/// Goals, a row for each part and one for the whole.
fn goals_table(lang: Lang, goals: &TerritoryGoals) -> Lines {
    let mut columns = unit_columns(lang);
    let numbers = GOALS.iter().flat_map(|goal| goal.numbers);
    columns.extend(numbers.map(|number| number_column(say_number(lang, *number).to_owned())));
    let row = |line: &GoalLine| {
        let mut row = unit_values(lang, line.unit.as_ref());
        row.extend(line.goals.iter().flatten().map(|people| value(lang, line.keeps, *people)));
        row
    };
    (columns, goals.lines.iter().chain([&goals.total]).map(row).collect())
}

fn unit_columns(lang: Lang) -> Vec<Column> {
    let column = |heading: &str, width| Column { heading: heading.to_owned(), width, kind: ColumnKind::Text };
    vec![column(lang.territory_code(), 10.0), column(lang.territory_unit(), 32.0)]
}

fn number_column(heading: String) -> Column {
    Column { heading, width: 14.0, kind: ColumnKind::Whole }
}

fn unit_values(lang: Lang, unit: Option<&Version>) -> Vec<Value> {
    match unit {
        Some(unit) => vec![unit.code.as_str().into(), unit.name.as_str().into()],
        None => vec![Value::Empty, lang.territory_nation().into()],
    }
}

fn of_line(list: &ListLine) -> [Option<i64>; 6] {
    [list.opening, list.entries, list.removals, list.closing, list.now, list.moving]
}

fn value(lang: Lang, keeps: bool, people: Option<i64>) -> Value {
    if !keeps {
        return lang.territory_silent().into();
    }
    people.map_or_else(|| lang.territory_untold().into(), Value::Whole)
}
