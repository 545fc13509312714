//! The body of a paper: head, blocks, signatures.

use super::super::measure;
use super::super::model::{Annex, Block, Head, Heading, Marker, Paper, Run, RunKind, Sheet, Signature, Stamp};
use super::xml::{Look, Shape, Xml};

/// A4, in twips.
const SHEET: (u32, u32) = (11_906, 16_838);
/// At least 6 points between paragraphs.
const BETWEEN: u32 = 120;
/// Where those stand to whom a paper is addressed, below each other.
const ADDRESS_TWIPS: u32 = 2_400;
/// The red of stamps.
const RED: &str = "C00000";
/// Room for a signature.
const SIGN_TWIPS: u32 = 1_250;

/// Millimetres as twips.
fn twips(mm: u8) -> u32 {
    u32::from(mm) * 14_400 / 254
}

/// Writes the main part.
pub fn document(paper: &Paper) -> String {
    let mut body = Body::begin(paper.sheet);
    if let Some(mark) = &paper.mark {
        body.line(
            Shape { align: "right", after: 60, ..Shape::default() },
            Look { italic: true, pt: 11, ..Look::default() },
            mark,
        );
    }
    body.head(&paper.head);
    paper.stamps.iter().for_each(|stamp| body.stamp(stamp));
    if let Some(warning) = &paper.warning {
        body.warning(warning);
    }
    if let Some((last, before)) = paper.blocks.split_last() {
        for block in before {
            body.block(block);
        }
        // whoever signs does not do so on a page without words
        body.keep = true;
        body.block(last);
        body.keep = false;
    }
    body.foot(paper);
    // a section says at its end how it lies
    let mut lies = Section { sheet: paper.sheet, numbered_anew: false, head_at_once: false };
    for annex in &paper.annexes {
        body.xml.raw(r#"<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>"#);
        body.section(lies);
        body.xml.raw("</w:pPr></w:p>");
        let sheet = Sheet { landscape: annex.landscape, ..paper.sheet };
        lies = Section { sheet, numbered_anew: annex.own_pages, head_at_once: !annex.own_pages };
        body.width = Body::width_of(sheet);
        body.annex(annex);
    }
    body.section(lies);
    body.xml.raw("</w:body></w:document>");
    body.xml.done()
}

/// Writes the main part of a template to begin with; `foot` stands at the left and at the right below what it says.
pub(super) fn starter(sheet: Sheet, head: &Head, blocks: &[Block], foot: &[String; 2]) -> String {
    let mut body = Body::begin(sheet);
    body.head(head);
    for block in blocks {
        body.block(block);
    }
    let half = body.width / 2;
    body.layout(&[half, half]);
    body.xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for place in foot {
        body.cell(half, |body| body.line(Shape::default(), Look::default(), place));
    }
    body.xml.raw("</w:tr></w:tbl>");
    body.gap();
    body.section(Section { sheet, numbered_anew: false, head_at_once: false });
    body.xml.raw("</w:body></w:document>");
    body.xml.done()
}

/// How far in the first line of a paragraph begins, in twips.
pub(super) fn first_line(sheet: Sheet) -> u32 {
    u32::from(sheet.first_line_mm10) * 1_440 / 254
}

/// Pages that lie alike.
#[derive(Clone, Copy)]
struct Section {
    sheet: Sheet,
    /// Its pages are counted from 1.
    numbered_anew: bool,
    /// Its first page bears its number too.
    head_at_once: bool,
}

pub(super) struct Body {
    pub(super) xml: Xml,
    /// How wide the text is.
    pub(super) width: u32,
    /// How far in the first line of a paragraph begins.
    pub(super) first_line: u32,
    /// What is written stays on the page of what follows.
    pub(super) keep: bool,
}

impl Body {
    fn begin(sheet: Sheet) -> Self {
        let mut body =
            Self { xml: Xml::begin(), width: Self::width_of(sheet), first_line: first_line(sheet), keep: false };
        body.xml.raw(r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#);
        body
    }

    pub(super) fn width_of(sheet: Sheet) -> u32 {
        let width = if sheet.landscape { SHEET.1 } else { SHEET.0 };
        width.saturating_sub(twips(sheet.margins.left) + twips(sheet.margins.right))
    }

    fn section(&mut self, section: Section) {
        let Sheet { landscape, margins, .. } = section.sheet;
        let (width, height) = if landscape { (SHEET.1, SHEET.0) } else { SHEET };
        let orient = if landscape { r#" w:orient="landscape""# } else { "" };
        let anew = if section.numbered_anew { r#"<w:pgNumType w:start="1"/>"# } else { "" };
        let first = if section.head_at_once { "" } else { "<w:titlePg/>" };
        self.xml.raw(&format!(
            r#"<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="567" w:footer="567" w:gutter="0"/>{anew}{first}</w:sectPr>"#,
            twips(margins.top),
            twips(margins.right),
            twips(margins.bottom),
            twips(margins.left),
        ));
    }

    pub(super) fn line(&mut self, shape: Shape, look: Look, text: &str) {
        self.xml.paragraph(shape, |xml| xml.run(look, text));
    }

    /// A rule in the middle of a column.
    fn rule(&mut self, column: u32, length: u32, after: u32) {
        let sides = column.saturating_sub(length) / 2;
        self.xml.paragraph(Shape { align: "center", sides, before: 30, after, rule: true, ..Shape::default() }, |_| {});
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
        self.cell(left, |body| body.issuer(heading, left));
        self.cell(right, |body| body.nation(head, 12, right));
        self.xml.raw("</w:tr><w:tr>");
        self.cell(left, |body| {
            let number = heading.number.as_deref().unwrap_or_default();
            let about = heading.about.as_deref().unwrap_or_default();
            body.line(centred(if about.is_empty() { BETWEEN } else { 0 }), Look { pt: 13, ..Look::default() }, number);
            if !about.is_empty() {
                let sides = balanced(left, measure::bold_twips(about, 12));
                body.line(Shape { sides, ..centred(BETWEEN) }, Look { pt: 12, ..Look::default() }, about);
            }
        });
        self.cell(right, |body| {
            let dated = head.place_date.as_deref().unwrap_or_default();
            body.line(centred(BETWEEN), Look { pt: 13, italic: true, ..Look::default() }, dated);
        });
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    fn issuer(&mut self, heading: &Heading, column: u32) {
        for line in &heading.parent {
            self.line(centred(0), Look { pt: 12, ..Look::default() }, line);
        }
        for line in &heading.body {
            self.line(centred(0), Look { pt: 12, bold: true, ..Look::default() }, line);
        }
        let widest = heading.body.iter().map(|line| measure::bold_twips(line, 12)).max().unwrap_or_default();
        self.rule(column, measure::part_of(widest.min(column)), 60);
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
        self.rule(column, measure::bold_twips(&head.motto, 13).min(column), 60);
    }

    fn warning(&mut self, warning: &str) {
        self.table_begin(&[self.width], Some("000000"));
        self.xml.raw("<w:tr>");
        self.cell(self.width, |body| body.line(Shape::default(), Look { bold: true, ..Look::default() }, warning));
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    pub(super) fn stamp(&mut self, stamp: &Stamp) {
        let width = twips(stamp.width_mm);
        self.table_begin(&[width], Some(if stamp.red { RED } else { "000000" }));
        self.xml.raw(r#"<w:tr><w:trPr><w:trHeight w:val="454" w:hRule="exact"/></w:trPr>"#);
        self.cell(width, |body| {
            let look = Look { bold: true, pt: 13, ink: if stamp.red { RED } else { "" }, ..Look::default() };
            body.line(Shape { before: 60, ..centred(0) }, look, &stamp.words);
        });
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    pub(super) fn annex(&mut self, annex: &Annex) {
        let bold = Look { bold: true, pt: 14, ..Look::default() };
        self.line(Shape { keep: true, level: 1, ..centred(0) }, bold, &annex.label);
        let sides = balanced(self.width, measure::bold_twips(&annex.title, 14));
        self.line(Shape { keep: true, sides, ..centred(0) }, bold, &annex.title);
        // slanted letters are as wide as upright ones, some tenth less than heavy ones
        let whole = measure::bold_twips(&annex.reference, 14);
        let sides = balanced(self.width, whole);
        self.line(
            Shape { keep: true, sides, ..centred(0) },
            Look { italic: true, bold: false, ..bold },
            &annex.reference,
        );
        self.rule(self.width, measure::part_of(whole.min(self.width / 2)), 160);
        annex.blocks.iter().for_each(|block| self.block(block));
    }

    pub(super) fn block(&mut self, block: &Block) {
        let plain = Look::default();
        let bold = Look { bold: true, ..plain };
        let paragraph =
            Shape { align: "both", first: self.first_line, after: BETWEEN, keep: self.keep, ..Shape::default() };
        match block {
            Block::Title(runs) => {
                let shape = Shape { align: "center", before: 160, keep: true, level: 1, ..Shape::default() };
                self.runs(shape, runs, Look { pt: 14, ..bold });
            }
            Block::Subject(runs) => {
                let whole = measure::bold_twips(&words(runs), 14);
                let shape = Shape { sides: balanced(self.width, whole), keep: true, ..centred(40) };
                self.runs(shape, runs, Look { pt: 14, ..bold });
                self.rule(self.width, measure::part_of(whole.min(self.width * 2 / 3)), 160);
            }
            Block::To(runs) => {
                self.runs(Shape { sides: self.first_line, after: BETWEEN, ..Shape::default() }, runs, plain);
            }
            Block::Address { word, to } => self.address(word, to),
            Block::Basis(runs) => self.runs(paragraph, runs, Look { italic: true, ..plain }),
            Block::Centre(runs) => self.runs(Shape { keep: true, ..centred(BETWEEN) }, runs, bold),
            Block::Heading { level, runs } => {
                let look = Look { italic: *level > 2, ..bold };
                let shape = Shape { before: 80, keep: true, level: level.saturating_add(1).min(9), ..paragraph };
                self.runs(shape, runs, look);
            }
            Block::List { marker, items } => self.list(*marker, items, paragraph),
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
        self.table_begin(&[1_701], Some("000000"));
        self.xml.raw(r#"<w:tr><w:trPr><w:trHeight w:val="2268" w:hRule="exact"/></w:trPr>"#);
        self.cell(1_701, |body| {
            body.line(Shape { before: 700, ..centred(0) }, Look { pt: 11, ..Look::default() }, text);
        });
        self.xml.raw("</w:tr></w:tbl>");
        self.gap();
    }

    fn address(&mut self, word: &str, to: &[String]) {
        let plain = Look::default();
        if let [one] = to {
            let said = format!("{word} {one}");
            let sides = balanced(self.width, measure::bold_twips(&said, 14));
            return self.line(Shape { sides, before: BETWEEN, ..centred(BETWEEN) }, plain, &said);
        }
        let shape = Shape { left: ADDRESS_TWIPS, ..Shape::default() };
        self.line(Shape { left: ADDRESS_TWIPS / 2, before: BETWEEN, ..Shape::default() }, plain, word);
        let last = to.len().saturating_sub(1);
        for (index, one) in to.iter().enumerate() {
            let after = if index == last { BETWEEN } else { 0 };
            self.line(Shape { after, ..shape }, plain, &format!("- {one}"));
        }
    }

    fn list(&mut self, marker: Marker, items: &[Vec<Run>], shape: Shape) {
        for (index, runs) in items.iter().enumerate() {
            let before = Run::text(format!("{} ", marker.of(index)));
            let runs: Vec<Run> = std::iter::once(before).chain(runs.iter().cloned()).collect();
            // of a list, its end
            let keep = shape.keep && index + 1 == items.len();
            self.runs(Shape { keep, ..shape }, &runs, Look::default());
        }
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

    pub(super) fn recipients(&mut self, paper: &Paper) {
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
    pub(super) fn signature(&mut self, signature: &Signature, pt: u8) {
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
        self.table_begin(widths, None);
    }

    /// `frame` is the colour of its lines, if it has any.
    pub(super) fn table_begin(&mut self, widths: &[u32], frame: Option<&str>) {
        let whole: u32 = widths.iter().sum();
        self.xml.raw(&format!(r#"<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/>"#));
        if let Some(colour) = frame {
            self.xml.raw("<w:tblBorders>");
            for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                self.xml.raw(&format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>"#));
            }
            self.xml.raw("</w:tblBorders>");
        }
        let side = if frame.is_some() { 80 } else { 0 };
        self.xml.raw(&format!(r#"<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#));
        for width in widths {
            self.xml.raw(&format!(r#"<w:gridCol w:w="{width}"/>"#));
        }
        self.xml.raw("</w:tblGrid>");
    }

    fn cell(&mut self, width: u32, inside: impl FnOnce(&mut Self)) {
        self.cell_as(width, "", inside);
    }

    /// `as_what` is what else its properties hold.
    pub(super) fn cell_as(&mut self, width: u32, as_what: &str, inside: impl FnOnce(&mut Self)) {
        self.xml.raw(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{as_what}</w:tcPr>"#));
        inside(self);
        self.xml.raw("</w:tc>");
    }

    /// What the format asks for after a table, as small as it may be.
    pub(super) fn gap(&mut self) {
        self.xml.raw(r#"<w:p><w:pPr><w:spacing w:after="0" w:line="60" w:lineRule="exact"/></w:pPr></w:p>"#);
    }
}

/// How far in words of that width stand on both sides of a column, so that their lines are about as long as each other.
fn balanced(column: u32, whole: u32) -> u32 {
    let room = column * 88 / 100;
    let count = whole.div_ceil(room.max(1)).max(1);
    let width = if count == 1 { room } else { (whole / count * 112 / 100).min(room) };
    column.saturating_sub(width) / 2
}

/// The words of runs.
fn words(runs: &[Run]) -> String {
    let text = |run: &Run| if let RunKind::Text(text) = &run.kind { text.clone() } else { String::new() };
    runs.iter().map(text).collect()
}

pub(super) fn centred(after: u32) -> Shape {
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
