//! What stands around every page: language, year, switches, path, notices.

use crate::flash::Flash;
use crate::format::{self, Whole};
use texts::Lang;

/// Which entry of the main menu the page belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// The nation and its provinces.
    #[default]
    Nation,
    /// Lists and verdicts of communes.
    Communes,
    /// The register of units.
    Units,
    /// Law packs.
    Law,
    /// None of them.
    Other,
}

/// One step of the path above the heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What the step is called.
    pub text: String,
    /// Where it leads; the page itself has none.
    pub href: Option<String>,
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Language of the reader.
    pub lang: Lang,
    /// Path of this page, without query.
    pub path: String,
    /// Query of this page, decoded, without the language.
    pub query: Vec<(String, String)>,
    /// Evaluation year shown.
    pub year: i16,
    /// Years that can be chosen, in rising order.
    pub years: Vec<i16>,
    /// Switches that differ from the pack's defaults; kept on every link.
    pub switches: Vec<(String, String)>,
    /// Menu entry to mark.
    pub section: Section,
    /// Steps from the start to this page.
    pub crumbs: Vec<Crumb>,
    /// The figures of communes are fictitious.
    pub demo: bool,
    /// What is said while nothing can be written.
    pub read_only: Option<String>,
    /// A message about what was just done.
    pub flash: Option<Flash>,
    /// Who is signed in; boxed, for most of a page is not about them.
    pub visitor: Option<Box<Visitor>>,
}

/// Who is signed in, as the head of a page shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    /// Their name.
    pub name: String,
    /// The role that they act in, with its unit.
    pub role: String,
    /// Other appointments of theirs, to change to.
    pub others: Vec<OtherRole>,
    /// Where the figures of their unit are, and its name; none for a role that reads no figures.
    pub home: Option<(String, String)>,
    /// Whether they may read the list of communes of more than one.
    pub lists: bool,
    /// Whether they may record figures.
    pub records: bool,
    /// Whether they may take tables out as files.
    pub exports: bool,
    /// The pages of the programme's work that are most in use.
    pub work: Vec<MenuItem>,
    /// Every page that this role is for, by what it is about.
    pub menu: Vec<MenuGroup>,
}

/// Another appointment of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherRole {
    /// Its id.
    pub id: String,
    /// Role and unit.
    pub label: String,
}

/// Pages of the menu that are about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuGroup {
    /// What about.
    pub title: &'static str,
    /// The pages.
    pub items: Vec<MenuItem>,
}

/// A page of the menu of those who are signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// Where it is.
    pub href: &'static str,
    /// What it is called.
    pub text: &'static str,
}

impl Frame {
    /// A frame for a page at `path` with nothing else set.
    pub fn new(lang: Lang, path: &str, year: i16) -> Self {
        Self {
            lang,
            path: path.to_owned(),
            query: Vec::new(),
            year,
            years: vec![year],
            switches: Vec::new(),
            section: Section::default(),
            crumbs: Vec::new(),
            demo: false,
            read_only: None,
            flash: None,
            visitor: None,
        }
    }

    /// Language of the reader, by value as templates need it.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Address of another page for the same year under the same switches.
    pub fn link(&self, path: impl AsRef<str>) -> String {
        self.link_with(path.as_ref(), &[])
    }

    /// Like [`Frame::link`], with further query values; empty ones are left out.
    pub fn link_with(&self, path: impl AsRef<str>, more: &[(&str, &str)]) -> String {
        let year = self.year.to_string();
        let kept = self.switches.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        address(path.as_ref(), std::iter::once(("nam", year.as_str())).chain(kept).chain(more.iter().copied()))
    }

    /// Address of this page with some query values changed; empty ones are taken out.
    pub fn here(&self, changes: &[(&str, &str)]) -> String {
        let kept = self
            .query
            .iter()
            .filter(|(k, _)| changes.iter().all(|(c, _)| c != k))
            .map(|(k, v)| (k.as_str(), v.as_str()));
        address(&self.path, kept.chain(changes.iter().copied()))
    }

    /// Address of this page under the default switches.
    pub fn without_switches(&self) -> String {
        let dropped: Vec<_> = self.switches.iter().map(|(key, _)| (key.as_str(), "")).collect();
        self.here(&dropped)
    }

    /// Address of this page in the other language.
    pub fn other_language(&self) -> String {
        self.here(&[("ngon-ngu", self.other().tag())])
    }

    /// The language that this page is not in.
    pub const fn other(&self) -> Lang {
        match self.lang {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }

    /// Query values that a form on this page must carry along: the year and the switches.
    pub fn carried(&self) -> Vec<(String, String)> {
        let mut all = vec![("nam".to_owned(), self.year.to_string())];
        all.extend(self.switches.iter().cloned());
        all
    }

    /// Query values of this page except the year, for the year chooser.
    pub fn carried_but_year(&self) -> impl Iterator<Item = &(String, String)> {
        self.query.iter().filter(|(k, _)| k != "nam")
    }

    /// Whether links to recording are shown.
    pub fn records(&self) -> bool {
        self.visitor.as_ref().is_none_or(|visitor| visitor.records)
    }

    /// Whether links to files are shown.
    pub fn exports(&self) -> bool {
        self.visitor.as_ref().is_none_or(|visitor| visitor.exports)
    }

    /// Address of the sign-in page that leads back here.
    pub fn sign_in(&self) -> String {
        let here = self.here(&[]);
        address("/dang-nhap", std::iter::once(("ve", if here == "/" { "" } else { here.as_str() })))
    }

    /// Whether the menu entry of this section is the current one.
    pub fn is_in(&self, section: Section) -> bool {
        self.section == section
    }

    /// A whole number in the reader's writing.
    pub fn n(&self, n: impl Whole) -> String {
        format::count(self.lang, n.whole())
    }

    /// A share in percent in the reader's writing.
    pub fn share(&self, part: impl Whole, whole: impl Whole) -> String {
        format::share(self.lang, part.whole(), whole.whole())
    }

    /// A civil date in the reader's writing.
    pub fn date(&self, iso: &str) -> String {
        format::date(self.lang, iso)
    }
}

/// Writes a path and its query.
fn address<'a>(path: &str, query: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    let mut mark = '?';
    for (key, value) in query.filter(|(_, v)| !v.is_empty()) {
        out.push(mark);
        out.push_str(&format::encode(key));
        out.push('=');
        out.push_str(&format::encode(value));
        mark = '&';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let mut frame = Frame::new(Lang::Vi, "/tinh/38", 2025);
        frame.query = vec![("nam".into(), "2025".into()), ("q".into(), "mường lát".into())];
        frame.switches = vec![("band_reading".into(), "literal".into())];
        frame
    }

    #[test]
    fn links_keep_year_and_switches() {
        assert_eq!(frame().link("/xa/14845"), "/xa/14845?nam=2025&band_reading=literal");
        assert_eq!(frame().link_with("/xa", &[("tinh", "38"), ("q", "")]), "/xa?nam=2025&band_reading=literal&tinh=38");
    }

    #[test]
    fn this_page_changes_one_value_and_keeps_the_others() {
        assert_eq!(frame().here(&[("q", ""), ("xep", "ten")]), "/tinh/38?nam=2025&xep=ten");
        assert_eq!(frame().other_language(), "/tinh/38?nam=2025&q=m%C6%B0%E1%BB%9Dng%20l%C3%A1t&ngon-ngu=en");
    }
}
