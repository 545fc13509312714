//! The body of a paper: head, blocks, signatures.

use super::super::model::{Align, Block, Head, Paper, Run, RunKind, Signature, Table};
use super::xml::{Look, Shape, Xml};

/// A4, in twips.
const SHEET: (u32, u32) = (11_906, 16_838);
/// 1.27 cm.
const FIRST_LINE: u32 = 720;
/// At least 6 points between paragraphs.
const BETWEEN: u32 = 120;
/// How wide the motto is at 13 points, heavy: its rule is as long.
const MOTTO_TWIPS: u32 = 3_150;
/// How long the rule below an issuing body or a subject is.
const RULE_TWIPS: u32 = 1_400;
/// Room for a signature.
const SIGN_TWIPS: u32 = 1_250;

/// Millimetres as twips.
fn twips(mm: u8) -> u32 {
    u32::from(mm) * 14_400 / 254
}

/// Writes the main part.
pub fn document(paper: &Paper) -> String {
    let (width, height) = if paper.sheet.landscape { (SHEET.1, SHEET.0) } else { SHEET };
    let margins = paper.sheet.margins;
    let (left, right) = (twips(margins.left), twips(margins.right));
    let mut body = Body { xml: Xml::begin(), width: width.saturating_sub(left + right) };
    body.xml.raw(r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#);
    if let Some(mark) = &paper.mark {
        body.line(
            Shape { align: "right", after: 60, ..Shape::default() },
            Look { italic: true, pt: 11, ..Look::default() },
            mark,
        );
    }
    body.head(&paper.head);
    if let Some(warning) = &paper.warning {
        body.warning(warning);
    }
    paper.blocks.iter().for_each(|block| body.block(block));
    body.foot(paper);
    let orient = if paper.sheet.landscape { r#" w:orient="landscape""# } else { "" };
    body.xml.raw(&format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="{}" w:right="{right}" w:bottom="{}" w:left="{left}" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#,
        twips(margins.top),
        twips(margins.bottom),
    ));
    body.xml.done()
}

struct Body {
    xml: Xml,
    /// How wide the text is.
    width: u32,
}

impl Body {
    fn line(&mut self, shape: Shape, look: Look, text: &str) {
        self.xml.paragraph(shape, |xml| xml.run(look, text));
    }

    /// A rule in the middle of a column.
    fn rule(&mut self, column: u32, length: u32, after: u32) {
        let sides = column.saturating_sub(length) / 2;
        self.xml.paragraph(Shape { align: "center", sides, after, rule: true, ..Shape::default() }, |_| {});
    }

    fn runs(&mut self, shape: Shape, runs: &[Run], base: Look) {
        // justified lines pull a last tab to the margin by themselves; a leader needs its own stop
        let leads = runs.iter().any(|run| run.kind == RunKind::Leader);
        let shape = Shape {
            leader: if leads { self.width } else { 0 },
            align: if leads { "left" } else { shape.align },
            ..shape
        };
        self.xml.paragraph(shape, |xml| pour(xml, runs, base));
    }

    fn head(&mut self, head: &Head) {
        let Some(heading) = &head.heading else {
            return self.bare_head(head);
        };
        // without frames and without the margins of cells, which would shift the head
        let left = self.width * 2 / 5;
        let right = self.width - left;
        self.layout(&[left, right]);
        self.xml.raw("<w:tr>");
        self.cell(left, |body| {
            for line in &heading.parent {
                body.line(centred(0), Look { pt: 12, ..Look::default() }, line);
            }
            for line in &heading.body {
                body.line(centred(0), Look { pt: 12, bold: true, ..Look::default() }, line);
            }
            body.rule(left, RULE_TWIPS, 60);
        });
        self.cell(right, |body| body.nation(head, 12, right));
        self.xml.raw("</w:tr><w:tr>");
        self.cell(left, |body| {
            let number = heading.number.as_deref().unwrap_or_default();
            body.line(centred(BETWEEN), Look { pt: 13, ..Look::default() }, number);
        });
        self.cell(right, |body| {
            let dated = head.place_date.as_deref().unwrap_or_default();
            body.line(centred(BETWEEN), Look { pt: 13, italic: true, ..Look::default() }, dated);
        });
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    fn bare_head(&mut self, head: &Head) {
        self.nation(head, 13, self.width);
        if let Some(dated) = &head.place_date {
            let shape = Shape { align: "right", after: BETWEEN, ..Shape::default() };
            self.line(shape, Look { pt: 13, italic: true, ..Look::default() }, dated);
        }
    }

    fn nation(&mut self, head: &Head, pt: u8, column: u32) {
        self.line(centred(0), Look { pt, bold: true, ..Look::default() }, &head.state);
        self.line(centred(0), Look { pt: 13, bold: true, ..Look::default() }, &head.motto);
        self.rule(column, MOTTO_TWIPS, 60);
    }

    fn warning(&mut self, warning: &str) {
        self.table_begin(&[self.width], true);
        self.xml.raw("<w:tr>");
        self.cell(self.width, |body| body.line(Shape::default(), Look { bold: true, ..Look::default() }, warning));
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    fn block(&mut self, block: &Block) {
        let plain = Look::default();
        let bold = Look { bold: true, ..plain };
        let paragraph = Shape { align: "both", first: FIRST_LINE, after: BETWEEN, ..Shape::default() };
        match block {
            Block::Title(runs) => {
                let shape = Shape { align: "center", before: 160, keep: true, level: 1, ..Shape::default() };
                self.runs(shape, runs, Look { pt: 14, ..bold });
            }
            Block::Subject(runs) => {
                let shape = Shape { sides: 500, keep: true, ..centred(40) };
                self.runs(shape, runs, Look { pt: 14, ..bold });
                self.rule(self.width, RULE_TWIPS, 160);
            }
            Block::To(runs) => {
                self.runs(Shape { sides: FIRST_LINE, after: BETWEEN, ..Shape::default() }, runs, plain);
            }
            Block::Basis(runs) => self.runs(paragraph, runs, Look { italic: true, ..plain }),
            Block::Centre(runs) => self.runs(Shape { keep: true, ..centred(BETWEEN) }, runs, bold),
            Block::Section(runs) => {
                let shape =
                    Shape { align: "both", before: 80, after: BETWEEN, keep: true, level: 2, ..Shape::default() };
                self.runs(shape, runs, bold);
            }
            Block::Paragraph(runs) => self.runs(paragraph, runs, plain),
            Block::Check { ticked, runs } => self.check(*ticked, runs, paragraph),
            Block::Lines(count) => {
                let shape = Shape { leader: self.width, after: BETWEEN, ..Shape::default() };
                (0..*count).for_each(|_| self.xml.paragraph(shape, |xml| xml.tab(plain)));
            }
            Block::Photo(text) => self.photo(text),
            Block::Table(table) => self.table(table),
            Block::Break => self.xml.raw(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
        }
    }

    fn check(&mut self, ticked: bool, runs: &[Run], shape: Shape) {
        self.xml.paragraph(Shape { align: "left", ..shape }, |xml| {
            let mark = if ticked { "\u{A0}x\u{A0}" } else { "\u{A0}\u{A0}\u{A0}\u{A0}" };
            xml.run(Look { pt: 11, framed: true, ..Look::default() }, mark);
            xml.run(Look::default(), "  ");
            pour(xml, runs, Look::default());
        });
    }

    /// 3 × 4 cm.
    fn photo(&mut self, text: &str) {
        self.table_begin(&[1_701], true);
        self.xml.raw(r#"<w:tr><w:trPr><w:trHeight w:val="2268" w:hRule="exact"/></w:trPr>"#);
        self.cell(1_701, |body| {
            body.line(Shape { before: 700, ..centred(0) }, Look { pt: 11, ..Look::default() }, text);
        });
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    fn table(&mut self, table: &Table) {
        let parts: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
        let width_of = |part: u16| self.width * u32::from(part) / parts.max(1);
        let widths: Vec<u32> = table.columns.iter().map(|column| width_of(column.width)).collect();
        self.table_begin(&widths, true);
        let look = Look { pt: 12, ..Look::default() };
        self.xml.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            self.cell(*width, |body| body.line(centred(40), Look { bold: true, ..look }, &column.title));
        }
        self.xml.raw("</w:tr>");
        for row in &table.rows {
            self.xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for ((column, width), text) in table.columns.iter().zip(&widths).zip(row) {
                let align = if column.align == Align::Centre { "center" } else { "left" };
                self.cell(*width, |body| body.line(Shape { align, after: 40, ..Shape::default() }, look, text));
            }
            self.xml.raw("</w:tr>");
        }
        self.xml.raw("</w:tbl>");
        self.gap();
    }

    fn foot(&mut self, paper: &Paper) {
        let signatures = &paper.signatures;
        if let [only] = signatures.as_slice() {
            let half = self.width / 2;
            self.layout(&[half, half]);
            self.xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.cell(half, |body| body.recipients(paper));
            self.cell(half, |body| body.signature(only, 0));
            self.xml.raw("</w:tr></w:tbl>");
            self.gap();
        } else if !signatures.is_empty() {
            let part = self.width / u32::try_from(signatures.len()).unwrap_or(1);
            self.layout(&vec![part; signatures.len()]);
            self.xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            // three or more stand closely
            let pt = if signatures.len() > 2 { 12 } else { 0 };
            for signature in signatures {
                self.cell(part, |body| body.signature(signature, pt));
            }
            self.xml.raw("</w:tr></w:tbl>");
            self.recipients(paper);
        } else {
            self.recipients(paper);
        }
        for note in &paper.notes {
            self.line(Shape { after: 40, ..Shape::default() }, Look { pt: 10, italic: true, ..Look::default() }, note);
        }
    }

    fn recipients(&mut self, paper: &Paper) {
        if paper.recipients.is_empty() {
            return self.gap();
        }
        let tight = Shape::default();
        self.line(tight, Look { pt: 12, bold: true, italic: true, ..Look::default() }, &paper.recipients_title);
        for line in &paper.recipients {
            self.line(tight, Look { pt: 11, ..Look::default() }, &format!("- {line}"));
        }
    }

    /// `pt` is the size of post and name, that of the body where 0.
    fn signature(&mut self, signature: &Signature, pt: u8) {
        for line in &signature.lines {
            self.line(centred(0), Look { bold: true, pt, ..Look::default() }, line);
        }
        let note = signature.note.as_deref().unwrap_or_default();
        self.line(centred(SIGN_TWIPS), Look { pt: 12, italic: true, ..Look::default() }, note);
        let name = signature.name.as_deref().unwrap_or_default();
        self.line(centred(0), Look { bold: true, pt, ..Look::default() }, name);
    }

    /// A table that only places things.
    fn layout(&mut self, widths: &[u32]) {
        self.table_begin(widths, false);
    }

    fn table_begin(&mut self, widths: &[u32], framed: bool) {
        let whole: u32 = widths.iter().sum();
        self.xml.raw(&format!(r#"<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/>"#));
        if framed {
            self.xml.raw("<w:tblBorders>");
            for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                self.xml.raw(&format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#));
            }
            self.xml.raw("</w:tblBorders>");
        }
        let side = if framed { 80 } else { 0 };
        self.xml.raw(&format!(r#"<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#));
        for width in widths {
            self.xml.raw(&format!(r#"<w:gridCol w:w="{width}"/>"#));
        }
        self.xml.raw("</w:tblGrid>");
    }

    fn cell(&mut self, width: u32, inside: impl FnOnce(&mut Self)) {
        self.xml.raw(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#));
        inside(self);
        self.xml.raw("</w:tc>");
    }

    /// What the format asks for after a table, as small as it may be.
    fn gap(&mut self) {
        self.xml.raw(r#"<w:p><w:pPr><w:spacing w:after="0" w:line="60" w:lineRule="exact"/></w:pPr></w:p>"#);
    }
}

fn centred(after: u32) -> Shape {
    Shape { align: "center", after, ..Shape::default() }
}

fn pour(xml: &mut Xml, runs: &[Run], base: Look) {
    for run in runs {
        let look = Look { bold: base.bold || run.bold, italic: base.italic != run.italic, ..base };
        match &run.kind {
            RunKind::Text(text) => xml.run(look, text),
            RunKind::Dots => xml.run(look, "……………"),
            RunKind::Leader => xml.tab(look),
        }
    }
}
