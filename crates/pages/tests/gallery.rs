//! Every sample of every page renders in both languages and is sound HTML.

mod html;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use texts::Lang;

#[test]
fn every_sample_is_sound_in_both_languages() {
    let exhibits = pages::gallery::exhibits();
    let mut names = BTreeSet::new();
    let mut faults = Vec::new();
    for exhibit in &exhibits {
        assert!(names.insert(exhibit.name.clone()), "two exhibits are called {}", exhibit.name);
        for lang in [Lang::Vi, Lang::En] {
            let page = (exhibit.html)(lang).expect("a sample renders");
            for fault in html::faults(&page, lang.tag()) {
                faults.push(format!("{} ({}): {fault}", exhibit.name, lang.tag()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_checker_sees_what_it_must_see() {
    let bad = "<!DOCTYPE html><html lang=\"vi\"><body><h1>a</h1><h1>b</h1><p id=\"x\" style=\"color:red\"></p>\
        <p id=\"x\"><input name=\"n\"><script>1</script></div></body></html>";
    let faults = html::faults(bad, "vi").join("\n");
    for expected in ["2 h1", "style attribute", "id x twice", "no label", "inline script", "</div>"] {
        assert!(faults.contains(expected), "{expected:?} is not in:\n{faults}");
    }
}

#[test]
fn no_template_holds_a_visible_sentence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut faults = Vec::new();
    for file in files(&folder) {
        let source = fs::read_to_string(&file).expect("readable");
        for text in html::raw_texts(&source) {
            faults.push(format!("{}: {text:?} belongs in locales/", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_front_end_is_light() {
    let total: usize = pages::assets::ALL.iter().map(|asset| asset.gz.len()).sum();
    assert!(total < 40 * 1024, "{total} bytes gzip; commune offices have slow lines");
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("templates exist") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
