//! Writes every target's seeds as files, a folder each, for libFuzzer: `cargo run -p hostile --example seeds -- FOLDER`.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let below: PathBuf = std::env::args_os().nth(1).ok_or(std::io::ErrorKind::InvalidInput)?.into();
    let targets = hostile::PURE.iter();
    #[cfg(feature = "office")]
    let targets = targets.chain(hostile::OFFICE);
    for target in targets {
        let folder = below.join(target.name);
        std::fs::create_dir_all(&folder)?;
        for (n, seed) in (target.seeds)().into_iter().enumerate() {
            std::fs::write(folder.join(n.to_string()), seed)?;
        }
    }
    Ok(())
}
