//! What a feature says it is, and which unit that is.

use std::collections::HashMap;

use domain::fold;
use domain::units::{Level, Register, UnitId, Version};
use jiff::civil::Date;

use super::json::{Properties, Scalar};

/// Keys that programs and offices use, folded and without spaces; the first that is there counts.
const CODES: &[&str] = &[
    "code",
    "ma",
    "maxa",
    "maphuong",
    "maxaphuong",
    "maphuongxa",
    "madvhc",
    "madonvi",
    "wardcode",
    "communecode",
    "unitcode",
];
const NAMES: &[&str] = &[
    "name",
    "ten",
    "tenxa",
    "tenphuong",
    "tenxaphuong",
    "tenphuongxa",
    "tendvhc",
    "tendonvi",
    "wardname",
    "communename",
    "fullname",
    "ward",
    "commune",
];
const PROVINCES: &[&str] = &[
    "provincecode",
    "matinh",
    "matinhthanh",
    "parentcode",
    "province",
    "provincename",
    "tinh",
    "tentinh",
    "tinhthanh",
    "tentinhthanh",
    "tinhthanhpho",
];

/// What a feature says it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tags {
    pub code: Option<String>,
    /// The code was a number and may have lost leading zeros.
    pub bare_number: bool,
    pub name: Option<String>,
    pub province: Option<String>,
    /// How complaints call the feature, in any language.
    pub label: String,
}

impl Tags {
    pub fn read(number: usize, id: Option<&Scalar>, properties: Properties) -> Self {
        let by_key: HashMap<String, Scalar> =
            properties.0.into_iter().map(|(key, value)| (fold::plain(&key).replace(' ', ""), value)).collect();
        let first = |keys: &[&str]| keys.iter().find_map(|key| by_key.get(*key).and_then(text));
        let (mut code, mut name, mut province) = (first(CODES), first(NAMES), first(PROVINCES));
        if code.is_none() && name.is_none() {
            // nothing but a province: it is one
            match province.take() {
                Some((number, bare)) if is_code(&number) => code = Some((number, bare)),
                other => name = other,
            }
            if code.is_some() {
                name = ["tentinh", "provincename", "tinh", "province"]
                    .iter()
                    .find_map(|key| by_key.get(*key).and_then(text));
                name = name.filter(|(name, _)| !is_code(name));
            }
        }
        // a code may also stand outside the properties
        let code = code.or_else(|| id.and_then(text).filter(|(id, _)| is_code(id)));
        let bare_number = code.as_ref().is_some_and(|(_, bare)| *bare);
        let (code, name, province) = (code.map(|c| c.0), name.map(|n| n.0), province.map(|p| p.0));
        let told = [code.as_deref(), name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let label = if told.is_empty() { format!("#{number}") } else { format!("#{number} {told}") };
        Self { code, bare_number, name, province, label }
    }
}

/// The longest name in the register has 24 characters.
const CHARS_MAX: usize = 100;

/// A scalar as text, and whether it was a number.
fn text(value: &Scalar) -> Option<(String, bool)> {
    let (text, number) = match value {
        Scalar::Text(text) => (text, false),
        Scalar::Number(number) => (number, true),
        Scalar::Nothing => return None,
    };
    let text: String = fold::clean(text).chars().take(CHARS_MAX).collect();
    (!text.is_empty()).then_some((text, number))
}

fn is_code(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The unit that a feature is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'r> {
    ByCode(&'r Version),
    ByName(&'r Version),
    /// The code is this unit's, but the name is another's.
    OtherName(&'r Version),
    Unknown,
}

/// The register on a day, found by code and by name.
pub(super) struct Names<'r> {
    register: &'r Register,
    day: Date,
    communes: HashMap<(UnitId, String), Vec<&'r Version>>,
    provinces: Vec<&'r Version>,
}

impl<'r> Names<'r> {
    pub fn new(register: &'r Register, day: Date) -> Self {
        let mut communes: HashMap<(UnitId, String), Vec<&Version>> = HashMap::new();
        for commune in register.level(Level::Commune, day) {
            if let Some(province) = register.province(commune.unit, day) {
                communes.entry((province.unit, fold::plain(&commune.name))).or_default().push(commune);
            }
        }
        Self { register, day, communes, provinces: register.level(Level::Province, day).collect() }
    }

    pub fn find(&self, tags: &Tags) -> Found<'r> {
        let by_code = self.by_code(tags);
        let agrees = |version: &Version| tags.name.as_deref().is_none_or(|name| is_called(version, name));
        match by_code.iter().find(|version| agrees(version)) {
            Some(version) => Found::ByCode(version),
            // A code that is another's is the mark of former units, whose names may live on elsewhere: not by name then.
            None if !by_code.is_empty() => by_code.first().map_or(Found::Unknown, |version| Found::OtherName(version)),
            None => self.by_name(tags).map_or(Found::Unknown, Found::ByName),
        }
    }

    /// The units that a code may be: two digits a province, more a commune. A number of one or
    /// two digits may be either, and counts only with a name.
    fn by_code(&self, tags: &Tags) -> Vec<&'r Version> {
        let Some(code) = tags.code.as_deref().filter(|code| is_code(code)) else { return Vec::new() };
        let commune = || self.register.at_code(&format!("{code:0>5}"), Level::Commune, self.day);
        let province = || self.register.at_code(&format!("{code:0>2}"), Level::Province, self.day);
        match (code.len(), tags.bare_number) {
            (3.., _) => commune().into_iter().collect(),
            (_, false) => province().into_iter().collect(),
            (_, true) if tags.name.is_some() => province().into_iter().chain(commune()).collect(),
            (_, true) => Vec::new(),
        }
    }

    fn by_name(&self, tags: &Tags) -> Option<&'r Version> {
        let name = tags.name.as_deref()?;
        let Some(province) = tags.province.as_deref() else { return self.province(name) };
        let province = self.province(province)?.unit;
        let folded = fold::plain(name);
        let words: Vec<&str> = folded.split(' ').collect();
        // with or without the type before it, of one word or two
        let alike = (0..=2).find_map(|skip| self.communes.get(&(province, words.get(skip..)?.join(" "))))?;
        let mut exact = alike.iter().filter(|v| is_written(v, name));
        match (alike.as_slice(), exact.next()) {
            ([one], _) => Some(one),
            (_, Some(one)) if exact.next().is_none() => Some(one),
            _ => None,
        }
    }

    fn province(&self, text: &str) -> Option<&'r Version> {
        let padded = format!("{text:0>2}");
        self.provinces.iter().copied().find(|p| p.code == padded || is_called(p, text))
    }
}

/// Whether a name is a unit's, with or without a type before it, however it is typed.
fn is_called(version: &Version, name: &str) -> bool {
    let (folded, own) = (fold::plain(name), fold::plain(&version.name));
    folded.strip_suffix(&own).is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

/// As [`is_called`], with the diacritics right.
fn is_written(version: &Version, name: &str) -> bool {
    fold::marked(name).ends_with(&fold::marked(&version.name))
}
