//! What is in the zip, and what must not be.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{Cursor, Read as _};

use super::part::Part;
use super::{Refused, TEMPLATE_BYTES_MAX, Template};
use crate::sheet::SheetError;
use crate::sheet::xlsx::Limits;
use crate::sheet::xlsx::package::{Package, Size, from_io};
use crate::sheet::xlsx::xml::{Xml, attribute};

const UNPACKED_BYTES_MAX: u64 = 64 << 20;
/// Kinds of relations by which one document brings another along.
const EMBEDDING: [&str; 5] = ["oleobject", "package", "afchunk", "subdocument", "control"];
/// Folders and endings of what other programs own.
const FOREIGN: [&str; 4] = ["embeddings/", "activex/", ".bin", ".exe"];

impl Template {
    /// Reads a template; whatever could run, fetch or embed something is refused.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let limits = Limits { file_bytes: TEMPLATE_BYTES_MAX, unpacked_bytes: UNPACKED_BYTES_MAX, ..Limits::default() };
        let mut package = Package::open(Cursor::new(bytes), limits)?;
        let names = package.names()?;
        let foreign = |name: &&String| FOREIGN.iter().any(|mark| name.to_ascii_lowercase().contains(mark));
        if let Some(part) = names.iter().find(foreign) {
            return Err(Refused::Embedded { part: part.clone() });
        }
        let mut seen = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(name.to_ascii_lowercase())) {
            return Err(broken(twice, &"it is there twice"));
        }
        let mut parts = Vec::with_capacity(names.len());
        for name in names {
            let mut content = Vec::new();
            if let Some(mut part) = package.part(&name, Size::Content)? {
                part.read_to_end(&mut content).map_err(|fault| from_io(&name, &fault))?;
            }
            parts.push((name, content));
        }
        let mut main = None;
        for (name, content) in parts.iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with(".rels")) {
            let found = relations(name, content)?;
            main = main.or(found.filter(|_| name.eq_ignore_ascii_case("_rels/.rels")));
        }
        let main = main.ok_or(Refused::NotADocument)?;
        Self::of_parts(main, parts)
    }

    /// The part that holds the document itself.
    pub(super) fn main(&self) -> Option<&Part> {
        self.texts.iter().find(|part| part.name.eq_ignore_ascii_case(&self.main))
    }

    fn of_parts(main: String, parts: Vec<(String, Vec<u8>)>) -> Result<Self, Refused> {
        let mut template = Self { texts: Vec::new(), rest: Vec::new(), main };
        for (name, content) in parts {
            if name.eq_ignore_ascii_case(&template.main) || holds_text(&name) {
                let text = String::from_utf8(content).map_err(|fault| broken(&name, &fault))?;
                template.texts.push(Part::read(&name, &text)?);
            } else {
                template.rest.push((name, content));
            }
        }
        let found = template.main().is_some_and(Part::is_document);
        if found { Ok(template) } else { Err(Refused::NotADocument) }
    }
}

fn holds_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let own = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")).unwrap_or_default();
    ["header", "footer", "footnotes", "endnotes"].iter().any(|kind| own.starts_with(kind))
}

pub(super) fn broken(part: &str, detail: &dyn std::fmt::Display) -> Refused {
    Refused::Broken { part: part.to_owned(), detail: detail.to_string() }
}

/// Looks through the relations of a part; answers the document that it names as the main one.
fn relations(name: &str, content: &[u8]) -> Result<Option<String>, Refused> {
    let mut main = None;
    let mut refused = None;
    Xml::new(content, name).each_element(|element| {
        if element.local_name().as_ref() != "Relationship" {
            return Ok::<(), SheetError>(());
        }
        let said = |own: &str| attribute(element, own).map(Cow::into_owned).unwrap_or_default();
        let (kind, target) = (said("Type"), said("Target"));
        let kind = kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let outside = said("TargetMode").eq_ignore_ascii_case("external");
        // a link waits until somebody follows it
        if outside && kind != "hyperlink" || kind == "attachedtemplate" {
            refused = Some(Refused::Remote { part: name.to_owned(), target });
        } else if EMBEDDING.contains(&kind.as_str()) {
            refused = Some(Refused::Embedded { part: target });
        } else if kind == "officedocument" {
            main = Some(target.trim_start_matches('/').to_owned());
        }
        Ok(())
    })?;
    refused.map_or(Ok(main), Err)
}
