//! The same results as a table: one row per unit, for spreadsheets, CSV and the terminal.

use criteria::{Facts, InputKind, Pack, Truth, Verdict, result_name};
use documents::table::{Column, ColumnKind, Value as Cell};
use domain::facts::Value;
use domain::numbers::AREA_SCALE;
use domain::units::{Level, Version};
use texts::Lang;

use super::Judged;

/// The columns of a table of results: unit, result, each input, which criteria hold or are open.
/// One column per criterion would not be legible on a printed sheet; CSV and JSON have them all.
pub fn result_columns(pack: &Pack, level: Level, lang: Lang) -> Vec<Column> {
    let column = |heading: &str, width: f64, kind| Column { heading: heading.to_owned(), width, kind };
    let mut columns = vec![
        column(lang.tables_code(), 7.0, ColumnKind::Text),
        column(lang.tables_unit(), 20.0, ColumnKind::Text),
        column(lang.tables_province(), 12.0, ColumnKind::Text),
        column(lang.tables_result(), 27.0, ColumnKind::Text),
    ];
    for (_, input) in pack.inputs_of(level) {
        let kind = match input.kind {
            InputKind::Route => ColumnKind::Text,
            InputKind::Area => ColumnKind::Decimal,
            _ => ColumnKind::Whole,
        };
        columns.push(column(&input.title, 10.5, kind));
    }
    columns.push(column(lang.tables_met(), 25.0, ColumnKind::Text));
    columns.push(column(lang.tables_open(), 13.0, ColumnKind::Text));
    columns.push(column(lang.tables_missing(), 22.0, ColumnKind::Text));
    columns
}

/// One unit's row under [`result_columns`].
pub fn result_row(
    pack: &Pack,
    lang: Lang,
    unit: &Version,
    province: &Version,
    facts: &Facts,
    verdict: &Verdict,
) -> Vec<Cell> {
    let mut row = vec![
        Cell::Text(unit.code.clone()),
        Cell::Text(unit.full_name()),
        Cell::Text(province.name.clone()),
        Cell::Text(result_name(lang, verdict.result(pack))),
    ];
    let mut missing = Vec::new();
    for (ix, input) in pack.inputs_of(verdict.level) {
        let value = facts.get(ix);
        row.push(cell(lang, input.kind, value));
        if !value.is_known() {
            missing.push(input.title.as_str());
        }
    }
    for truth in [Truth::Met, Truth::Undetermined] {
        let of_truth = verdict.outcomes.iter().filter(|o| o.truth == truth);
        let ids: Vec<&str> = of_truth.filter_map(|o| pack.criterion_at(o.criterion)).map(|c| c.id.as_str()).collect();
        row.push(Cell::Text(ids.join(", ")));
    }
    row.push(Cell::Text(missing.join("; ")));
    row
}

/// The columns of the machine's table: ids instead of words.
pub fn code_columns(pack: &Pack, level: Level) -> Vec<Column> {
    let ids = ["code", "name", "type", "province_code", "province", "result"].into_iter().map(str::to_owned);
    let criteria = pack.criteria_of(level).map(|(_, c)| c.id.clone());
    let ids = ids.chain(criteria).chain(["missing".to_owned()]);
    ids.map(|heading| Column { heading, width: 12.0, kind: ColumnKind::Text }).collect()
}

/// One unit's row under [`code_columns`].
pub fn code_row(pack: &Pack, judged: &Judged<'_>) -> Vec<Cell> {
    let (unit, province, verdict) = (judged.unit, judged.province, &judged.verdict);
    let mut row: Vec<Cell> =
        [&unit.code, &unit.name, unit.kind.key(), &province.code, &province.name, verdict.result(pack)]
            .map(Cell::from)
            .to_vec();
    row.extend(verdict.outcomes.iter().map(|o| Cell::from(o.truth.key())));
    let missing =
        pack.inputs_of(verdict.level).filter(|(ix, _)| !judged.facts.get(*ix).is_known()).map(|(_, i)| i.id.as_str());
    row.push(Cell::Text(missing.collect::<Vec<_>>().join(" ")));
    row
}

#[expect(clippy::cast_precision_loss, reason = "areas stay far below 2^53 square centimetres")]
fn cell(lang: Lang, kind: InputKind, value: Value) -> Cell {
    match value {
        Value::Number(n) if kind == InputKind::Area => Cell::Decimal(n as f64 / AREA_SCALE as f64),
        Value::Number(n) => Cell::Whole(n),
        Value::Unknown => Cell::Empty,
        Value::Route(_) | Value::Disputed => Cell::Text(criteria::show_value(lang, kind, value)),
    }
}
