//! The layout of a template, held against Decree 30/2020, Appendix I.

use quick_xml::events::BytesStart;

use super::Template;
use super::part::{Part, Piece};
use crate::sheet::xlsx::xml::{Xml, attribute};

/// Where the layout is not that of Decree 30/2020, Appendix I, Part I.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutFault {
    /// The sheet is not A4 (I.1): its sides in millimetres.
    Sheet {
        /// Across.
        width_mm: u32,
        /// Down.
        height_mm: u32,
    },
    /// A margin is out of bounds (I.3), in millimetres.
    Margin {
        /// Which: `top`, `bottom`, `left`, `right`.
        side: &'static str,
        /// What it is.
        value_mm: u32,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Letters of another face than Times New Roman (I.4).
    Font(String),
    /// The letters of the body are neither 13 nor 14 points (II.6): half points.
    BodySize {
        /// Twice the size in points.
        half_points: u32,
    },
    /// The name of the State is not there as the decree writes it (II.1a).
    NoState,
    /// The motto is not there as the decree writes it, with hyphens and spaces (II.1b).
    NoMotto,
    /// Pages bear no number (I.7).
    NoPageNumber,
    /// The first page would bear its number (I.7).
    FirstPageNumber,
}

const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
const FACE: &str = "Times New Roman";
/// A narrower text than 5 cm is no sheet to write on.
const TEXT_TWIPS_MIN: u32 = 2_835;
/// A millimetre either way: programs round.
const SLACK_MM: u32 = 1;
/// Findings of one kind, at most: one is enough to be mended.
const FACES_MAX: usize = 5;

pub(super) fn check(template: &Template) -> Vec<LayoutFault> {
    let mut found = Vec::new();
    let Some(main) = template.main() else { return found };
    let words = Template::words_of(main);
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.contains(STATE) {
        found.push(LayoutFault::NoState);
    }
    if !words.contains(MOTTO) {
        found.push(LayoutFault::NoMotto);
    }
    let raw: String = main
        .pieces
        .iter()
        .filter_map(|piece| if let Piece::Raw(markup) = piece { Some(markup.as_str()) } else { None })
        .collect();
    let mut sheet = SheetSeen::default();
    see(&raw, &main.name, &mut |element| sheet.element(element));
    let styles = template.rest.iter().find(|(name, _)| name.eq_ignore_ascii_case("word/styles.xml"));
    let styles = styles.and_then(|(name, content)| Some((name, std::str::from_utf8(content).ok()?)));
    if let Some((name, styles)) = styles {
        see(styles, name, &mut |element| sheet.style(element));
    }
    found.append(&mut sheet.faults);
    found.extend(sheet.faces.into_iter().take(FACES_MAX).map(LayoutFault::Font));
    if sheet.body_size.is_some_and(|size| !(26..=28).contains(&size)) {
        found.extend(sheet.body_size.map(|half_points| LayoutFault::BodySize { half_points }));
    }
    let numbered = template.texts.iter().any(|part| part.fields.iter().any(|field| field == "PAGE"));
    if !numbered {
        found.push(LayoutFault::NoPageNumber);
    } else if !sheet.title_page {
        found.push(LayoutFault::FirstPageNumber);
    }
    found
}

/// How wide the text of a part is on its last pages, in twips; none where it does not say.
pub(super) fn text_width_twips(part: &Part) -> Option<u32> {
    let raw: String = part
        .pieces
        .iter()
        .filter_map(|piece| if let Piece::Raw(raw) = piece { Some(raw.as_str()) } else { None })
        .collect();
    let last = raw.get(raw.rfind("<w:pgSz")?..)?;
    let (mut sheet, mut sides) = (None, None);
    see(last, &part.name, &mut |element| match element.local_name().as_ref() {
        "pgSz" => sheet = number(element, "w"),
        "pgMar" => sides = number(element, "left").zip(number(element, "right")),
        _ => {}
    });
    let (left, right) = sides?;
    sheet?.checked_sub(left.saturating_add(right)).filter(|width| *width >= TEXT_TWIPS_MIN)
}

/// Looks at each element; what was read once is sound, and where it is not, nothing is found.
fn see(markup: &str, name: &str, look: &mut dyn FnMut(&BytesStart<'_>)) {
    let seen = Xml::new(markup.as_bytes(), name).each_element(|element| {
        look(element);
        Ok(())
    });
    // the texts are taken out of it, so that it may end early
    drop(seen);
}

#[derive(Default)]
struct SheetSeen {
    faults: Vec<LayoutFault>,
    faces: Vec<String>,
    body_size: Option<u32>,
    title_page: bool,
    in_defaults: bool,
}

impl SheetSeen {
    fn element(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "pgSz" => self.size(element),
            "pgMar" => self.margins(element),
            "rFonts" => self.face(element),
            "titlePg" => self.title_page = true,
            _ => {}
        }
    }

    /// In the styles only what holds for all text is looked at: many styles are never used.
    fn style(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "docDefaults" => self.in_defaults = true,
            "style" => {
                let default = attribute(element, "default").is_some_and(|value| value == "1" || value == "true");
                self.in_defaults = default && attribute(element, "type").is_some_and(|kind| kind == "paragraph");
            }
            "latentStyles" => self.in_defaults = false,
            "rFonts" if self.in_defaults => self.face(element),
            "sz" if self.in_defaults => self.body_size = number(element, "val"),
            _ => {}
        }
    }

    fn face(&mut self, element: &BytesStart<'_>) {
        for own in ["ascii", "hAnsi", "asciiTheme", "hAnsiTheme"] {
            if let Some(face) = attribute(element, own)
                && face != FACE
                && !self.faces.iter().any(|known| *known == face)
            {
                self.faces.push(face.into_owned());
            }
        }
    }

    fn size(&mut self, element: &BytesStart<'_>) {
        let (Some(width), Some(height)) = (number(element, "w").map(mm), number(element, "h").map(mm)) else { return };
        let (short, long) = (width.min(height), width.max(height));
        if short.abs_diff(210) > SLACK_MM || long.abs_diff(297) > SLACK_MM {
            self.note(LayoutFault::Sheet { width_mm: width, height_mm: height });
        }
    }

    fn margins(&mut self, element: &BytesStart<'_>) {
        for (side, least, most) in [("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)] {
            let Some(value_mm) = number(element, side).map(mm) else { continue };
            if value_mm + SLACK_MM < least || value_mm > most + SLACK_MM {
                self.note(LayoutFault::Margin { side, value_mm, least, most });
            }
        }
    }

    fn note(&mut self, fault: LayoutFault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    // a negative margin lets the text begin higher; its size is what counts
    attribute(element, name)?.trim_start_matches('-').parse().ok()
}

/// Twips as millimetres, rounded.
fn mm(twips: u32) -> u32 {
    (twips.min(1_000_000) * 254 + 7_200) / 14_400
}
