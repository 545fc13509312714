//! A paper as lines of plain text: for tests to hold formats against, and for readers to see what a form says.

use super::model::{Annex, Block, Paper, Run, RunKind, Signature};
use super::table::Table;

impl Paper {
    /// The paper as lines in the order in which it is read, each kind of block with its sign in front.
    pub fn to_text(&self) -> String {
        let mut out = Out(String::new());
        out.line("[^]", self.mark.as_deref().unwrap_or_default());
        if let Some(heading) = &self.head.heading {
            heading.parent.iter().for_each(|line| out.line("[<]", line));
            heading.body.iter().for_each(|line| out.line("[<]", &format!("**{line}**")));
        }
        out.line("[>]", &format!("**{}**", self.head.state));
        out.line("[>]", &format!("**{}**", self.head.motto));
        out.line("[<]", self.head.heading.as_ref().and_then(|heading| heading.number.as_deref()).unwrap_or_default());
        out.line("[<]", self.head.heading.as_ref().and_then(|heading| heading.about.as_deref()).unwrap_or_default());
        out.line("[>]", self.head.place_date.as_deref().unwrap_or_default());
        self.stamps.iter().for_each(|stamp| out.line("[#]", &stamp.words));
        out.line("[!]", self.warning.as_deref().unwrap_or_default());
        self.blocks.iter().for_each(|block| out.block(block));
        // one who signs stands at the right of those who receive; several stand above them
        let several = self.signatures.len() > 1;
        if several {
            self.signatures.iter().for_each(|signature| out.signature(signature));
        }
        if !self.recipients.is_empty() {
            out.line("[<]", &self.recipients_title);
            self.recipients.iter().for_each(|line| out.line("[<]", &format!("- {line}")));
        }
        if !several {
            self.signatures.iter().for_each(|signature| out.signature(signature));
        }
        self.notes.iter().for_each(|note| out.line("[.]", note));
        self.annexes.iter().for_each(|annex| out.annex(annex));
        out.0
    }
}

struct Out(String);

impl Out {
    fn line(&mut self, sign: &str, text: &str) {
        if !text.is_empty() {
            self.0.push_str(sign);
            self.0.push(' ');
            self.0.push_str(text);
            self.0.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(runs) => self.line("#", &said(runs)),
            Block::Subject(runs) => self.line("##", &said(runs)),
            Block::To(runs) => self.line("@", &said(runs)),
            Block::Basis(runs) => self.line(">", &said(runs)),
            Block::Centre(runs) => self.line("=", &said(runs)),
            Block::Address { word, to } => {
                let several = to.len() > 1;
                self.line("@", &if several { word.clone() } else { format!("{word} {}", to.concat()) });
                to.iter().filter(|_| several).for_each(|one| self.line("@", &format!("- {one}")));
            }
            Block::Heading { level, runs } => self.line(&"=".repeat(1 + usize::from(*level)), &said(runs)),
            Block::List { marker, items } => {
                let said = |(index, runs): (usize, &Vec<Run>)| format!("{} {}", marker.of(index), said(runs));
                items.iter().enumerate().for_each(|item| self.line(" ", &said(item)));
            }
            Block::Paragraph(runs) => self.line(" ", &said(runs)),
            Block::Check { ticked: true, runs } => self.line("[x]", &said(runs)),
            Block::Check { ticked: false, runs } => self.line("[ ]", &said(runs)),
            Block::Lines(count) => self.line("…", &count.to_string()),
            Block::Photo(text) => self.line("[photo]", text),
            Block::Table(table) => self.table(table),
            Block::Break => self.0.push_str("---\n"),
        }
    }

    fn table(&mut self, table: &Table) {
        self.line("|=", table.title.as_deref().unwrap_or_default());
        self.line("|", table.unit.as_deref().unwrap_or_default());
        if table.groups.is_empty() {
            let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
            self.line("|", &titles.join(" | "));
        } else {
            // as it is read: the row of groups with what stands beside them, then what stands under them
            let mut column = 0;
            let mut above = Vec::new();
            let mut below = Vec::new();
            for (title, taken) in table.group_row() {
                let own = table.columns.iter().skip(column).take(taken).map(|column| column.title.as_str());
                match title {
                    Some(title) => {
                        above.push(title);
                        below.extend(own);
                    }
                    None => above.extend(own),
                }
                column += taken;
            }
            self.line("|", &above.join(" | "));
            self.line("|", &below.join(" | "));
        }
        self.line("|", &table.numbering.join(" | "));
        for row in &table.rows {
            let cells: Vec<String> = table.cells(row).map(super::table::Cell::shown).collect();
            self.line("|", &cells.join(" | "));
        }
        self.line("|.", table.note.as_deref().unwrap_or_default());
    }

    fn annex(&mut self, annex: &Annex) {
        self.0.push_str("---\n");
        self.line("#", &annex.label);
        self.line("##", &annex.title);
        self.line("=", &annex.reference);
        annex.blocks.iter().for_each(|block| self.block(block));
    }

    fn signature(&mut self, signature: &Signature) {
        signature.lines.iter().for_each(|line| self.line("[/]", &format!("**{line}**")));
        self.line("[/]", signature.note.as_deref().unwrap_or_default());
        self.line("[/]", &signature.name.as_ref().map(|name| format!("**{name}**")).unwrap_or_default());
    }
}

/// Runs with the signs of their styles.
fn said(runs: &[Run]) -> String {
    let one = |run: &Run| {
        let text = match &run.kind {
            RunKind::Text(text) => text.as_str(),
            RunKind::Dots => "……………",
            RunKind::Leader => "……………………",
        };
        let (bold, italic) = (if run.bold { "**" } else { "" }, if run.italic { "*" } else { "" });
        format!("{bold}{italic}{text}{italic}{bold}")
    };
    runs.iter().map(one).collect()
}
