//! The built style sheet, script and icon, inside the binary.

/// One file that a browser loads; its name changes with its content.
#[derive(Debug)]
pub struct Asset {
    /// File name with its hash, the last part of [`Asset::href`].
    pub name: &'static str,
    /// Address on our own origin.
    pub href: &'static str,
    /// Media type with character set.
    pub media: &'static str,
    /// Plain bytes.
    pub bytes: &'static [u8],
    /// The same, compressed with gzip at build time.
    pub gz: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file of this name, if the build made one.
pub fn find(name: &str) -> Option<&'static Asset> {
    ALL.iter().copied().find(|asset| asset.name == name)
}
