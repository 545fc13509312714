//! Tables of figures and words, their headings repeated on each page.

use super::super::table::{Align, Cell, Row, Table};
use super::body::{Body, centred};
use super::xml::{Look, Shape};

/// A row with more signs than this may be parted between pages.
const WHOLE_ROW_SIGNS_MAX: usize = 600;

const CELL: Look = Look { bold: false, italic: false, pt: 12, framed: false, ink: "" };

impl Body {
    pub(super) fn table(&mut self, table: &Table) {
        let above = Shape { keep: true, before: 60, ..centred(60) };
        if let Some(title) = &table.title {
            self.line(above, Look { bold: true, ..Look::default() }, title);
        }
        if let Some(unit) = &table.unit {
            self.line(Shape { align: "right", ..above }, Look { italic: true, ..CELL }, unit);
        }
        let parts: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
        let width_of = |part: u16| self.width * u32::from(part) / parts.max(1);
        let widths: Vec<u32> = table.columns.iter().map(|column| width_of(column.width)).collect();
        self.table_begin(&widths, Some("000000"));
        self.headings(table, &widths);
        table.rows.iter().for_each(|row| self.row(table, row, &widths));
        self.xml.raw("</w:tbl>");
        match &table.note {
            Some(note) => {
                self.line(Shape { before: 60, after: 120, ..Shape::default() }, Look { italic: true, ..CELL }, note);
            }
            None => self.gap(),
        }
    }

    fn headings(&mut self, table: &Table, widths: &[u32]) {
        let bold = Look { bold: true, ..CELL };
        let groups = table.group_row();
        if !groups.is_empty() {
            self.heading_row();
            let mut column = 0;
            for (title, taken) in groups {
                let width: u32 = widths.iter().skip(column).take(taken).sum();
                let (spans, words) = match title {
                    Some(title) => (format!(r#"<w:gridSpan w:val="{taken}"/>"#), title),
                    None => (r#"<w:vMerge w:val="restart"/>"#.to_owned(), title_of(table, column)),
                };
                let as_what = format!(r#"{spans}<w:vAlign w:val="center"/>"#);
                self.cell_as(width, &as_what, |body| body.line(heading(), bold, words));
                column += taken;
            }
            self.xml.raw("</w:tr>");
        }
        self.heading_row();
        for (index, width) in widths.iter().enumerate() {
            if !table.groups.is_empty() && table.group_of(index).is_none() {
                self.cell_as(*width, "<w:vMerge/>", |body| body.line(centred(0), bold, ""));
            } else {
                let words = title_of(table, index);
                self.cell_as(*width, r#"<w:vAlign w:val="center"/>"#, |body| body.line(heading(), bold, words));
            }
        }
        self.xml.raw("</w:tr>");
        if !table.numbering.is_empty() {
            self.heading_row();
            for (index, width) in widths.iter().enumerate() {
                let words = table.numbering.get(index).map(String::as_str).unwrap_or_default();
                self.cell_as(*width, "", |body| body.line(centred(0), Look { italic: true, ..CELL }, words));
            }
            self.xml.raw("</w:tr>");
        }
    }

    fn heading_row(&mut self) {
        self.xml.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    }

    fn row(&mut self, table: &Table, row: &Row, widths: &[u32]) {
        let signs: usize = row.cells.iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 }).sum();
        self.xml.raw(if signs > WHOLE_ROW_SIGNS_MAX { "<w:tr>" } else { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" });
        for ((column, width), cell) in table.columns.iter().zip(widths).zip(table.cells(row)) {
            let align = match column.align {
                Align::Left => "left",
                Align::Centre => "center",
                Align::Right => "right",
            };
            let look = Look { bold: row.bold, ..CELL };
            let shape = Shape { align, before: 20, after: 20, ..Shape::default() };
            self.cell_as(*width, "", |body| body.line(shape, look, &cell.shown()));
        }
        self.xml.raw("</w:tr>");
    }
}

fn title_of(table: &Table, column: usize) -> &str {
    table.columns.get(column).map(|column| column.title.as_str()).unwrap_or_default()
}

fn heading() -> Shape {
    Shape { before: 20, ..centred(20) }
}
