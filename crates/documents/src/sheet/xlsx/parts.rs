//! The parts that describe a workbook: which sheets it has, its texts, and which formats show dates.

use std::collections::HashMap;
use std::io::{Read, Seek};

use quick_xml::events::Event;

use super::package::{Package, Part, Size, malformed};
use super::xml::{Xml, attribute};
use crate::sheet::SheetError;
use crate::sheet::text::push_clean;

/// What cells need to be understood.
#[derive(Default)]
pub struct Context {
    pub texts: Texts,
    /// By style id: whether numbers are shown as dates.
    pub date_styles: Vec<bool>,
    /// Dates count from 1904 instead of 1900.
    pub from_1904: bool,
}

/// The shared texts, one after the other in one string.
#[derive(Default)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.all.get(start..end)
    }
}

#[derive(Clone)]
pub struct SheetPart {
    pub name: String,
    pub part: String,
    pub visible: bool,
}

/// Follows the relationships from the package to the workbook, its sheets, texts and styles.
pub fn read<R: Read + Seek>(package: &mut Package<R>) -> Result<(Context, Vec<SheetPart>), SheetError> {
    let root = relationships(package, "_rels/.rels", "")?.ok_or(SheetError::NotAWorkbook)?;
    let book_part = root.into_iter().find(|link| link.kind == "officeDocument").ok_or(SheetError::NotAWorkbook)?.target;
    let (folder, file) = book_part.rsplit_once('/').unwrap_or(("", &book_part));
    let links = relationships(package, &format!("{folder}/_rels/{file}.rels"), folder)?.unwrap_or_default();
    let mut context = Context::default();
    let sheets = workbook(package, &book_part, &links, &mut context.from_1904)?;
    for link in &links {
        match link.kind.as_str() {
            "sharedStrings" => context.texts = shared_texts(package, &link.target)?,
            "styles" => context.date_styles = date_styles(package, &link.target)?,
            _ => {}
        }
    }
    Ok((context, sheets))
}

struct Link {
    id: String,
    /// The last step of the type's address.
    kind: String,
    target: String,
}

fn relationships<R: Read + Seek>(
    package: &mut Package<R>,
    part: &str,
    folder: &str,
) -> Result<Option<Vec<Link>>, SheetError> {
    let Some(mut xml) = open(package, part, Size::Description)? else { return Ok(None) };
    let mut links = Vec::new();
    xml.each_element(|element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(kind), Some(target)) = (attribute(element, "Type"), attribute(element, "Target"))
        {
            links.push(Link {
                id: attribute(element, "Id").unwrap_or_default().into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &target),
            });
        }
        Ok(())
    })?;
    Ok(Some(links))
}

/// A target as a name in the package: absolute from the root, else from the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let (base, path) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn workbook<R: Read + Seek>(
    package: &mut Package<R>,
    part: &str,
    links: &[Link],
    from_1904: &mut bool,
) -> Result<Vec<SheetPart>, SheetError> {
    let worksheets: HashMap<&str, &str> = links
        .iter()
        .filter(|link| link.kind == "worksheet")
        .map(|link| (link.id.as_str(), link.target.as_str()))
        .collect();
    let mut xml = open(package, part, Size::Description)?.ok_or(SheetError::NotAWorkbook)?;
    let mut sheets = Vec::new();
    let mut is_workbook = false;
    xml.each_element(|element| {
        match element.local_name().as_ref() {
            "workbook" => is_workbook = true,
            "workbookPr" => {
                if let Some(value) = attribute(element, "date1904") {
                    *from_1904 = matches!(&*value, "1" | "true");
                }
            }
            "sheet" => {
                // Chart sheets have no cells and are no worksheets.
                let target = element
                    .attributes()
                    .with_checks(false)
                    .flatten()
                    .find(|found| found.key.prefix().is_some() && found.key.local_name().as_ref() == "id")
                    .and_then(|id| worksheets.get(&*id.value).copied());
                if let (Some(target), Some(name)) = (target, attribute(element, "name")) {
                    let visible = attribute(element, "state").is_none_or(|state| state == "visible");
                    sheets.push(SheetPart { name: name.into_owned(), part: target.to_owned(), visible });
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if is_workbook { Ok(sheets) } else { Err(SheetError::NotAWorkbook) }
}

fn shared_texts<R: Read + Seek>(package: &mut Package<R>, part: &str) -> Result<Texts, SheetError> {
    let mut texts = Texts::default();
    let Some(mut xml) = open(package, part, Size::Content)? else { return Ok(texts) };
    let mut raw = String::new();
    loop {
        match xml.event()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {}
            Event::Eof => return Ok(texts),
            _ => continue,
        }
        raw.clear();
        xml.rich_text(&mut raw)?;
        push_clean(&unescape_controls(&raw), &mut texts.all);
        texts.ends.push(texts.all.len());
    }
}

/// Workbooks write characters that XML cannot hold as `_x000D_`, and a literal `_x` as `_x005F_x`.
pub fn unescape_controls(raw: &str) -> std::borrow::Cow<'_, str> {
    if !raw.contains("_x") {
        return raw.into();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        if let Some(letter) = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            out.push(letter);
            rest = after.get(5..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = after;
        }
    }
    out.push_str(rest);
    out.into()
}

fn date_styles<R: Read + Seek>(package: &mut Package<R>, part: &str) -> Result<Vec<bool>, SheetError> {
    let Some(mut xml) = open(package, part, Size::Description)? else { return Ok(Vec::new()) };
    let mut custom: HashMap<u32, bool> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cell_formats = false;
    xml.each_element(|element| {
        match element.local_name().as_ref() {
            "numFmt" => {
                if let (Some(id), Some(code)) = (attribute(element, "numFmtId"), attribute(element, "formatCode"))
                    && let Ok(id) = id.parse()
                {
                    custom.insert(id, shows_date(&code));
                }
            }
            "cellXfs" => in_cell_formats = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => in_cell_formats = false,
            "xf" if in_cell_formats => {
                let id = attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
                styles.push(custom.get(&id).copied().unwrap_or(is_built_in_date(id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// The formats that need no definition (ECMA-376 part 1, 18.8.30), with those of East Asian editions.
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// A format shows a date when a day, month, year, hour or second stands in it outside quotes and brackets.
fn shows_date(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.find(|next| *next == '"');
            }
            '[' => {
                letters.find(|next| *next == ']');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            // After a semicolon stand the formats of negative numbers, zero and text.
            ';' => return false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

fn open<'a, R: Read + Seek>(
    package: &'a mut Package<R>,
    part: &str,
    size: Size,
) -> Result<Option<Xml<Part<'a, R>>>, SheetError> {
    Ok(package.part(part, size)?.map(|input| Xml::new(input, part)))
}

/// A worksheet's XML; the workbook names it, so it must be there.
pub fn open_sheet<'a, R: Read + Seek>(package: &'a mut Package<R>, part: &str) -> Result<Xml<Part<'a, R>>, SheetError> {
    open(package, part, Size::Content)?.ok_or_else(|| malformed(part, "named by the workbook and not there"))
}
