//! Figures as they are typed: how a known one is shown for editing, and how a
//! form's cells are read. They are read by the very rules of a facts file.

use std::collections::BTreeMap;
use std::io::Cursor;

use app::classify::Classify;
use app::figures::Typed;
use app::intake::Issue;
use criteria::InputKind;
use domain::facts::Value;
use domain::fold;
use domain::numbers::AREA_SCALE;
use domain::units::{Level, Register};
use texts::Lang;

use crate::scope::Scope;

/// Cells of a form: by unit code and input id, as typed.
pub type Cells = BTreeMap<(String, String), String>;

/// The cells among a form's fields: `14845.population=…`.
pub fn cells(fields: &[(String, String)]) -> Cells {
    let cell = |(key, value): &(String, String)| {
        let (code, input) = key.split_once('.')?;
        Some(((code.to_owned(), input.to_owned()), value.trim().to_owned()))
    };
    fields.iter().filter_map(cell).collect()
}

/// A figure as it is put into a field: plain digits, so that it reads back the same.
pub fn text(lang: Lang, kind: InputKind, value: Value) -> String {
    match value {
        Value::Number(n) if kind == InputKind::Area => {
            let (whole, part) = (n / AREA_SCALE, n % AREA_SCALE);
            let decimals = format!("{part:04}");
            match decimals.trim_end_matches('0') {
                "" => whole.to_string(),
                decimals => format!("{whole},{decimals}"),
            }
        }
        Value::Number(n) => n.to_string(),
        Value::Route(route) => route.key().to_owned(),
        Value::Unknown => String::new(),
        Value::Disputed => lang.sheet_disputed_word().to_owned(),
    }
}

/// Whether a field says that sources disagree.
pub fn is_disputed(text: &str) -> bool {
    let folded = fold::plain(text);
    [Lang::Vi, Lang::En].iter().any(|lang| folded == fold::plain(lang.sheet_disputed_word()))
}

/// What reading a form's cells came to.
pub struct Read {
    /// The figures, when nothing is wrong.
    pub typed: Vec<Typed>,
    /// What is wrong, by unit code and input id.
    pub faults: BTreeMap<(String, String), String>,
    /// What is wrong beyond single cells.
    pub general: Vec<String>,
}

/// Reads cells as rows of a facts file, so that a typed figure and an uploaded
/// one are judged alike.
pub fn read(scope: &Scope, register: &Register, level: Level, cells: &Cells) -> Read {
    let (codes, inputs) = (codes(cells), inputs(scope, level));
    let mut read = Read { typed: Vec::new(), faults: BTreeMap::new(), general: Vec::new() };
    let Some(classify) = Classify::new(&scope.pack, register, level, scope.year, scope.lang(), "") else {
        read.general.push(app::Problem::YearNotCovered { year: scope.year }.say(scope.lang()));
        return read;
    };
    let mut issues = Vec::new();
    let reading = classify.read(as_file(scope, level, cells), &mut |issue| issues.push(issue));
    for issue in &issues {
        place(issue, &codes, &inputs, scope.lang(), &mut read);
    }
    for judged in classify.judged(&reading) {
        for (ix, input) in scope.pack.inputs_of(level) {
            // A cell that the form did not show says nothing.
            if cells.contains_key(&(judged.unit.code.clone(), input.id.clone())) {
                let value = judged.facts.get(ix);
                read.typed.push(Typed { code: judged.unit.code.clone(), input: input.id.clone(), value });
            }
        }
    }
    read
}

/// The units that cells speak of, in the order of [`as_file`].
fn codes(cells: &Cells) -> Vec<&str> {
    let mut codes: Vec<&str> = cells.keys().map(|(code, _)| code.as_str()).collect();
    codes.dedup();
    codes
}

fn inputs(scope: &Scope, level: Level) -> Vec<&str> {
    scope.pack.inputs_of(level).map(|(_, input)| input.id.as_str()).collect()
}

/// Cells as a facts file.
pub fn as_file(scope: &Scope, level: Level, cells: &Cells) -> Cursor<Vec<u8>> {
    Cursor::new(sheet(&codes(cells), &inputs(scope, level), cells))
}

/// The cells as a CSV of the contract: a row a unit, a column an input.
fn sheet(codes: &[&str], inputs: &[&str], cells: &Cells) -> Vec<u8> {
    let mut out = format!("code,{}\n", inputs.join(","));
    for code in codes {
        out.push_str(&quoted(code));
        for input in inputs {
            let value = cells.get(&((*code).to_owned(), (*input).to_owned())).map_or("", String::as_str);
            out.push(',');
            out.push_str(&quoted(value));
        }
        out.push('\n');
    }
    out.into_bytes()
}

/// Quoted, and on one line: rows are counted to find the cell again.
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", line.replace('"', "\"\""))
}

/// Puts a complaint beside its cell; row 1 is the heading, row 2 the first unit.
fn place(issue: &Issue, codes: &[&str], inputs: &[&str], lang: Lang, read: &mut Read) {
    let row = usize::try_from(issue.row).ok().and_then(|row| row.checked_sub(2));
    let column = issue.column.and_then(|column| usize::try_from(column).ok()).and_then(|column| column.checked_sub(1));
    let code = row.and_then(|row| codes.get(row));
    let input = column.and_then(|column| inputs.get(column));
    match (code, input) {
        (Some(code), Some(input)) => {
            let said = read.faults.entry(((*code).to_owned(), (*input).to_owned())).or_default();
            if !said.is_empty() {
                said.push_str("; ");
            }
            said.push_str(&pages::format::sentence(&issue.kind.say(lang)));
        }
        _ => read.general.push(issue.say(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_reads_back_as_it_was_put() {
        assert_eq!(text(Lang::Vi, InputKind::Area, Value::Number(12_345_000)), "1234,5");
        assert_eq!(text(Lang::Vi, InputKind::Area, Value::Number(7_500_000)), "750");
        assert_eq!(text(Lang::Vi, InputKind::Count, Value::Number(1234)), "1234");
        assert_eq!(domain::numbers::read_area("1234,5"), Ok(12_345_000));
        assert!(is_disputed(&text(Lang::Vi, InputKind::Count, Value::Disputed)));
        assert!(is_disputed(&text(Lang::En, InputKind::Count, Value::Disputed)));
    }

    #[test]
    fn a_cell_cannot_break_out_of_its_row() {
        let mut cells = Cells::new();
        cells.insert(("14845".to_owned(), "plants".to_owned()), "1\"\n14848,2".to_owned());
        let sheet = String::from_utf8(sheet(&["14845"], &["plants"], &cells)).expect("it is text");
        assert_eq!(sheet, "code,plants\n\"14845\",\"1\"\" 14848,2\"\n");
    }
}
