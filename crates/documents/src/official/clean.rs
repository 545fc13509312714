//! Texts of anyone as a document can hold them.

use unicode_normalization::UnicodeNormalization as _;

use crate::paper::{Block, Cell, Group, Row, Run, RunKind, Table, TableColumn};

/// A text in NFC without what is not to be seen: control signs, signs that turn the direction of writing, marks of byte
/// order. A break between lines stays one, a tab becomes a space.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen = text.chars().filter_map(|sign| match sign {
        '\n' => Some('\n'),
        '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        sign if sign.is_control() || is_hidden(sign) => None,
        sign => Some(sign),
    });
    let text: String = seen.collect::<String>().nfc().collect();
    text.trim().to_owned()
}

/// Signs that turn the direction of writing, marks of byte order, and what XML cannot hold.
const fn is_hidden(sign: char) -> bool {
    matches!(
        sign,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
    )
}

/// A text in one line.
pub(super) fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Texts in one line each, without empty ones.
pub(super) fn lines(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| line(text)).filter(|text| !text.is_empty()).collect()
}

/// A block as it is laid out: a paragraph with breaks becomes several.
pub(super) fn blocks(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().flat_map(block).collect()
}

fn block(block: &Block) -> Vec<Block> {
    let one = match block {
        Block::Paragraph(of) => return paragraphs(of).into_iter().map(Block::Paragraph).collect(),
        Block::Title(of) => Block::Title(runs(of)),
        Block::Subject(of) => Block::Subject(runs(of)),
        Block::To(of) => Block::To(runs(of)),
        Block::Basis(of) => Block::Basis(runs(of)),
        Block::Centre(of) => Block::Centre(runs(of)),
        Block::Address { word, to } => Block::Address { word: line(word), to: lines(to) },
        Block::Heading { level, runs: of } => Block::Heading { level: (*level).clamp(1, 3), runs: runs(of) },
        Block::List { marker, items } => {
            Block::List { marker: *marker, items: items.iter().map(|item| runs(item)).collect() }
        }
        Block::Check { ticked, runs: of } => Block::Check { ticked: *ticked, runs: runs(of) },
        Block::Photo(text) => Block::Photo(line(text)),
        Block::Table(of) => return table(of).map(Block::Table).into_iter().collect(),
        Block::Lines(_) | Block::Break => block.clone(),
    };
    vec![one]
}

/// Runs in one line. Spaces between runs stay.
fn runs(runs: &[Run]) -> Vec<Run> {
    paragraphs(runs).into_iter().reduce(joined).unwrap_or_default()
}

fn joined(mut first: Vec<Run>, next: Vec<Run>) -> Vec<Run> {
    first.push(Run::text(" "));
    first.extend(next);
    first
}

/// Runs parted where a text of theirs has a break; nothing where they say nothing.
fn paragraphs(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut all = vec![Vec::new()];
    for run in runs {
        let RunKind::Text(text) = &run.kind else {
            all.last_mut().into_iter().for_each(|last| last.push(run.clone()));
            continue;
        };
        for (index, part) in text.replace("\r\n", "\n").split(['\n', '\r']).enumerate() {
            if index > 0 {
                all.push(Vec::new());
            }
            // spaces at the ends of a run part it from its neighbours
            let (before, after) = (part.starts_with(char::is_whitespace), part.ends_with(char::is_whitespace));
            let words = line(part);
            let space = |wanted: bool| if wanted { " " } else { "" };
            let words = if words.is_empty() {
                space(before).to_owned()
            } else {
                format!("{}{words}{}", space(before), space(after))
            };
            if !words.is_empty() {
                let kind = RunKind::Text(words);
                all.last_mut().into_iter().for_each(|last| last.push(Run { kind: kind.clone(), ..run.clone() }));
            }
        }
    }
    let says =
        |runs: &Vec<Run>| runs.iter().any(|run| !matches!(&run.kind, RunKind::Text(text) if text.trim().is_empty()));
    all.retain(says);
    all
}

/// A table without columns is none.
fn table(table: &Table) -> Option<Table> {
    if table.columns.is_empty() {
        return None;
    }
    let known = |text: &Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
    let column = |own: &TableColumn| TableColumn { title: line(&own.title), width: own.width.max(1), align: own.align };
    let cell = |own: &Cell| match own {
        Cell::Text(text) => Cell::from(clean(text)),
        other => other.clone(),
    };
    let row = |own: &Row| Row { cells: own.cells.iter().take(table.columns.len()).map(cell).collect(), bold: own.bold };
    let group = |own: &Group| Group { title: line(&own.title), ..own.clone() };
    Some(Table {
        title: known(&table.title),
        unit: known(&table.unit),
        groups: table.groups.iter().map(group).collect(),
        columns: table.columns.iter().map(column).collect(),
        numbering: table.numbering.iter().take(table.columns.len()).map(|text| line(text)).collect(),
        rows: table.rows.iter().map(row).collect(),
        note: known(&table.note),
    })
}
