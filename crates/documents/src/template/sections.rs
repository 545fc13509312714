//! How the pages of a template lie, and those of annexes behind them. A word processor says it at the end of the pages.

/// How pages lie, as the template writes it.
pub(super) struct Sections {
    /// What the template says about its last pages.
    pub whole: String,
    /// What holds for the last pages now.
    pub last: String,
}

const END: &str = "</w:sectPr>";
const LANDSCAPE: &str = r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#;
const UPRIGHT: &str = r#"<w:pgSz w:w="11906" w:h="16838"/>"#;

impl Sections {
    /// Reads what stands behind the body; none where the template says nothing about its pages.
    pub fn of(behind: &str) -> Option<Self> {
        if !behind.starts_with("<w:sectPr") {
            return None;
        }
        let opened = behind.find('>')?;
        let until = if behind.get(..opened)?.ends_with('/') { opened + 1 } else { behind.find(END)? + END.len() };
        // what somebody changed and nobody agreed to holds another one inside
        let whole = behind.get(..until).filter(|whole| !whole.contains("<w:sectPrChange"))?.to_owned();
        Some(Self { last: whole.clone(), whole })
    }

    /// Ends the pages so far.
    pub fn break_here(&self) -> String {
        format!(
            r#"<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{}</w:pPr></w:p>"#,
            self.last
        )
    }

    /// The pages from here on lie upright or across; their first one bears its number like the others.
    pub fn lie(&mut self, landscape: bool) {
        let bare = without(&self.whole, "<w:pgSz");
        let bare = without(&without(&bare, "<w:titlePg"), "<w:type");
        let size = if landscape { LANDSCAPE } else { UPRIGHT };
        // sizes stand behind the references to headers and footers, before the margins
        let at =
            ["<w:pgMar", "<w:paperSrc", "<w:pgBorders", "<w:lnNumType", "<w:pgNumType", "<w:cols", "<w:docGrid", END]
                .iter()
                .filter_map(|mark| bare.find(mark))
                .min();
        self.last = match at.and_then(|at| Some((bare.get(..at)?, bare.get(at..)?))) {
            Some((before, behind)) => format!("{before}{size}{behind}"),
            None => self.whole.clone(),
        };
    }
}

/// The markup without an element that has nothing inside.
fn without(markup: &str, mark: &str) -> String {
    let found = markup.find(mark).and_then(|from| Some((from, from + markup.get(from..)?.find('>')? + 1)));
    match found.and_then(|(from, to)| Some((markup.get(..from)?, markup.get(from..to)?, markup.get(to..)?))) {
        Some((before, own, behind)) if own.ends_with("/>") => format!("{before}{behind}"),
        _ => markup.to_owned(),
    }
}
