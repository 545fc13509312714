//! Every sentence a person can see, in Vietnamese and English.
//!
//! The sentences live in `locales/{vi,en}/<room>.toml`; `build.rs` makes one
//! method of [`Lang`] from each. `title = "…"` in `nation.toml` is called
//! `lang.nation_title()`; a text with `{n}` in it takes `n` as an argument, in
//! the order in which the Vietnamese text names its values.

/// The reader's language. Vietnamese is complete and the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese (`vi`).
    #[default]
    Vi,
    /// English (`en`).
    En,
}

impl Lang {
    /// The BCP 47 tag, fit for `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Reads a tag as browsers send it (`en`, `en-GB`); anything unknown is Vietnamese.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "en" || tag.starts_with("en-") { Self::En } else { Self::Vi }
    }
}

#[expect(
    clippy::doc_markdown,
    clippy::match_same_arms,
    reason = "sentences are documented by themselves, and some are the same in both languages"
)]
mod generated {
    use super::Lang;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
