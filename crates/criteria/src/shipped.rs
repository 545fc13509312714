//! The packs inside the binary.

use crate::lint::{Finding, overlaps};
use crate::load::load;
use crate::model::Pack;

/// The JSON Schema of a pack, for editors. What it cannot say is checked by [`load`].
pub const PACK_SCHEMA: &str = include_str!("../packs/pack.schema.json");

macro_rules! packs {
    ($($id:literal)*) => {
        /// File name and text of each shipped pack.
        pub const fn shipped_texts() -> &'static [(&'static str, &'static str)] {
            &[$((concat!("packs/", $id, "/pack.toml"), include_str!(concat!("../packs/", $id, "/pack.toml"))),)*]
        }
    };
}

packs! {
    "vn-qd28-2025"
    "vn-qd3122-2010-bca"
    "th-3822-2024"
    "hy-2751-2023"
    "hl-model-2024"
    "sl-509-2024"
    "nqlt-01-2008"
    "gso-no-addict-2019"
}

/// Every shipped pack, or what is wrong with the build.
pub fn shipped() -> Result<Vec<Pack>, Vec<Finding>> {
    let mut packs = Vec::new();
    let mut findings = Vec::new();
    for (file, text) in shipped_texts() {
        let loaded = load(file, text);
        findings.extend(loaded.findings);
        packs.extend(loaded.pack.map(|pack| ((*file).to_owned(), pack)));
    }
    let named: Vec<_> = packs.iter().map(|(file, pack)| (file.clone(), pack)).collect();
    findings.extend(overlaps(&named));
    if findings.is_empty() { Ok(packs.into_iter().map(|(_, pack)| pack).collect()) } else { Err(findings) }
}
