//! Writes every gallery page to a folder, to look at without a server:
//! `cargo run -p pages --example gallery -- <folder>`.

use std::path::PathBuf;
use std::{env, fs};
use texts::Lang;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name the folder to write to")?);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in pages::assets::ALL {
        fs::write(folder.join("assets").join(asset.name), asset.bytes)?;
    }
    for exhibit in pages::gallery::exhibits() {
        for lang in [Lang::Vi, Lang::En] {
            let file = format!("{}.{}.html", exhibit.name.replace('/', "-"), lang.tag());
            fs::write(folder.join(file), (exhibit.html)(lang)?.replace("/assets/", "assets/"))?;
        }
    }
    Ok(())
}
