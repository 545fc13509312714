//! Every sentence that a person can see stands in `locales/`.

use super::code::lines_with_strings;
use super::house::{files, room_of, sources};
use super::none;

/// Attributes whose value is read by people.
const READ_ALOUD: [&str; 5] = ["aria-label", "title", "placeholder", "alt", "aria-description"];

#[test]
fn templates_hold_no_sentence() {
    let mut offences = Vec::new();
    for file in files("crates/pages/templates") {
        for (line, text) in visible(&file.text) {
            offences.push(format!("{}:{line}: “{text}”; move it to locales/{{vi,en}}", file.path));
        }
    }
    none("Templates show texts, they do not write them:", &offences);
}

#[test]
fn sources_hold_no_vietnamese_sentence() {
    let mut offences = Vec::new();
    // what law names (types of units, headings of the workbook) is data of the inner rooms; pages has its samples
    for file in sources().iter().filter(|file| ["app", "web", "cli"].contains(&room_of(file))) {
        for (line, text) in lines_with_strings(&file.text) {
            if text.split_whitespace().filter(|word| word.chars().any(is_vietnamese)).count() > 1 {
                offences.push(format!("{}:{line}: “{text}”; move it to locales/{{vi,en}}", file.path));
            }
        }
    }
    none("Sentences stand in locales/, not in the sources:", &offences);
}

/// Letters that English does not have.
fn is_vietnamese(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii()
}

/// What of a template would be read on the page: its text, and the attributes that are read aloud.
fn visible(template: &str) -> Vec<(usize, String)> {
    let bare = without(&without(&without(template, "{#", "#}"), "{%", "%}"), "{{", "}}");
    let bare = without(&without(&without(&bare, "<!--", "-->"), "<script", "</script>"), "<style", "</style>");
    let mut found = Vec::new();
    for name in READ_ALOUD {
        let opening = format!(" {name}=\"");
        for (at, _) in bare.match_indices(&opening) {
            let value = bare[at + opening.len()..].split('"').next().unwrap_or_default();
            note(&mut found, &bare, at, value);
        }
    }
    let mut at = 0;
    while at < bare.len() {
        let text = bare[at..].split('<').next().unwrap_or_default();
        note(&mut found, &bare, at, text);
        let tag = at + text.len();
        at = bare[tag..].find('>').map_or(bare.len(), |end| tag + end + 1);
    }
    found
}

/// Notes a text if it holds a word, that is two letters in a row outside an entity.
fn note(found: &mut Vec<(usize, String)>, whole: &str, at: usize, text: &str) {
    let plain = without(text, "&", ";");
    let is_word =
        |word: &str| word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_alphabetic() && b.is_alphabetic());
    if let Some(word) = plain.split_whitespace().find(|word| is_word(word)) {
        let line = whole[..at + text.find(word).unwrap_or_default()].lines().count().max(1);
        found.push((line, plain.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
}

/// The text without what stands between two marks; line breaks stay.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(open) {
        out.push_str(before);
        let (gone, after) = inside.split_once(close).unwrap_or((inside, ""));
        out.extend(gone.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[test]
fn only_what_is_read_counts() {
    let template = "{# note #}<p class=\"big\">{{ lang.title() }}</p>\n<a title=\"Xem bản đồ\" href=\"x\">{% if a %}→ &nbsp;12{% endif %}</a>\n<p>Xã đạt</p>";
    assert_eq!(visible(template), [(2, "Xem bản đồ".to_owned()), (3, "Xã đạt".to_owned())]);
}
