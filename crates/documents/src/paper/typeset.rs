//! A paper as data for the press.

use serde_json::{Value, json};

use super::model::{Annex, Block, Marker, Paper, Run, RunKind, Signature};
use super::table::{Align, Row, Table};

/// How papers are set: the template that reads [`Paper::typeset`].
pub const TEMPLATE: &str = include_str!("paper.typ");

impl Paper {
    /// The paper as JSON for the press. `prints` says which signs the press has letters for; any other becomes □, as
    /// a file for archives must not hold a letter without a shape.
    pub fn typeset(&self, prints: impl Fn(char) -> bool) -> Vec<u8> {
        let press = Press { prints };
        let margins = self.sheet.margins;
        let heading = self.head.heading.as_ref().map(|heading| {
            json!({
                "parent": press.all(&heading.parent),
                "body": press.all(&heading.body),
                "number": press.known(heading.number.as_deref()),
                "about": press.known(heading.about.as_deref()),
            })
        });
        let data = json!({
            "title": press.text(&self.title),
            "made_on": [self.made_on.year(), i16::from(self.made_on.month()), i16::from(self.made_on.day())],
            "mark": press.known(self.mark.as_deref()),
            "warning": press.known(self.warning.as_deref()),
            "stamps": self.stamps.iter().map(|stamp| json!({
                "t": press.text(&stamp.words), "w": stamp.width_mm, "red": stamp.red,
            })).collect::<Vec<_>>(),
            "landscape": self.sheet.landscape,
            "margins": [margins.top, margins.bottom, margins.left, margins.right],
            "body_pt": self.sheet.body_pt,
            "first_line_mm10": self.sheet.first_line_mm10,
            "state": press.text(&self.head.state),
            "motto": press.text(&self.head.motto),
            "heading": heading,
            "place_date": press.known(self.head.place_date.as_deref()),
            "blocks": self.blocks.iter().map(|block| press.block(block)).collect::<Vec<_>>(),
            "signatures": self.signatures.iter().map(|signature| press.signature(signature)).collect::<Vec<_>>(),
            "recipients_title": press.text(&self.recipients_title),
            "recipients": press.all(&self.recipients),
            "notes": press.all(&self.notes),
            "annexes": self.annexes.iter().map(|annex| press.annex(annex)).collect::<Vec<_>>(),
        });
        data.to_string().into_bytes()
    }
}

struct Press<P> {
    prints: P,
}

impl<P: Fn(char) -> bool> Press<P> {
    fn text(&self, text: &str) -> String {
        text.chars().map(|sign| if sign == '\n' || (self.prints)(sign) { sign } else { '□' }).collect()
    }

    fn known(&self, text: Option<&str>) -> Value {
        text.map_or(Value::Null, |text| Value::String(self.text(text)))
    }

    fn all(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    fn runs(&self, runs: &[Run]) -> Vec<Value> {
        let one = |run: &Run| match &run.kind {
            RunKind::Text(text) => json!({ "t": self.text(text), "b": run.bold, "i": run.italic }),
            RunKind::Dots => json!({ "dots": true, "b": run.bold, "i": run.italic }),
            RunKind::Leader => json!({ "leader": true, "b": run.bold, "i": run.italic }),
        };
        runs.iter().map(one).collect()
    }

    fn block(&self, block: &Block) -> Value {
        match block {
            Block::Title(runs) => json!({ "k": "title", "r": self.runs(runs) }),
            Block::Subject(runs) => json!({ "k": "subject", "r": self.runs(runs) }),
            Block::To(runs) => json!({ "k": "to", "r": self.runs(runs) }),
            Block::Basis(runs) => json!({ "k": "basis", "r": self.runs(runs) }),
            Block::Centre(runs) => json!({ "k": "centre", "r": self.runs(runs) }),
            Block::Address { word, to } => json!({ "k": "address", "t": self.text(word), "to": self.all(to) }),
            Block::Heading { level, runs } => json!({ "k": "heading", "n": level, "r": self.runs(runs) }),
            Block::List { marker, items } => json!({ "k": "list", "items": self.items(*marker, items) }),
            Block::Paragraph(runs) => json!({ "k": "paragraph", "r": self.runs(runs) }),
            Block::Check { ticked, runs } => json!({ "k": "check", "ticked": ticked, "r": self.runs(runs) }),
            Block::Lines(count) => json!({ "k": "lines", "n": count }),
            Block::Photo(text) => json!({ "k": "photo", "t": self.text(text) }),
            Block::Table(table) => self.table(table),
            Block::Break => json!({ "k": "newpage" }),
        }
    }

    fn items(&self, marker: Marker, items: &[Vec<Run>]) -> Vec<Value> {
        let one = |(index, runs): (usize, &Vec<Run>)| json!({ "m": marker.of(index), "r": self.runs(runs) });
        items.iter().enumerate().map(one).collect()
    }

    fn table(&self, table: &Table) -> Value {
        let columns = table.columns.iter().enumerate().map(|(index, column)| {
            let align = match column.align {
                Align::Left => "left",
                Align::Centre => "center",
                Align::Right => "right",
            };
            let grouped = table.group_of(index).is_some();
            json!({ "t": self.text(&column.title), "w": column.width, "a": align, "grouped": grouped })
        });
        let groups = table.group_row().into_iter().map(|(title, taken)| json!({ "t": self.known(title), "n": taken }));
        let row = |row: &Row| {
            let cells: Vec<String> = table.cells(row).map(|cell| self.text(&cell.shown())).collect();
            json!({ "b": row.bold, "c": cells })
        };
        json!({
            "k": "table",
            "title": self.known(table.title.as_deref()),
            "unit": self.known(table.unit.as_deref()),
            "groups": groups.collect::<Vec<_>>(),
            "columns": columns.collect::<Vec<_>>(),
            "numbering": self.all(&table.numbering),
            "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
            "note": self.known(table.note.as_deref()),
        })
    }

    fn annex(&self, annex: &Annex) -> Value {
        json!({
            "label": self.text(&annex.label),
            "title": self.text(&annex.title),
            "reference": self.text(&annex.reference),
            "landscape": annex.landscape,
            "own_pages": annex.own_pages,
            "blocks": annex.blocks.iter().map(|block| self.block(block)).collect::<Vec<_>>(),
        })
    }

    fn signature(&self, signature: &Signature) -> Value {
        json!({
            "lines": self.all(&signature.lines),
            "note": self.known(signature.note.as_deref()),
            "name": self.known(signature.name.as_deref()),
        })
    }
}
