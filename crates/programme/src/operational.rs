//! Words of police operations: they have no place in tasks, meetings and exchanges with neighbours, which many read.
//!
//! The list is data (`data/operational-words.toml`, with its source and owner). A word is found as whole syllables, in
//! whatever case; written without marks it is found too, but never where other marks make another word of it.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

const SHIPPED: &str = include_str!("../../../data/operational-words.toml");

/// Where such a word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operational {
    /// The field, as acts name it: `agreed`, `reason`.
    pub field: String,
    /// The word of the list.
    pub word: String,
}

#[derive(Deserialize)]
struct List {
    words: Vec<String>,
}

/// The first such word in an act that is about to be done; in its texts, whatever field they stand in.
pub fn in_act<A: Serialize>(act: &A) -> Option<Operational> {
    let act = serde_json::to_value(act).ok()?;
    search("", &act)
}

fn search(field: &str, value: &serde_json::Value) -> Option<Operational> {
    match value {
        serde_json::Value::String(text) => {
            in_text(text).map(|word| Operational { field: field.to_owned(), word: word.to_owned() })
        }
        serde_json::Value::Array(all) => all.iter().find_map(|one| search(field, one)),
        serde_json::Value::Object(fields) => fields.iter().find_map(|(key, value)| search(key, value)),
        _ => None,
    }
}

/// The first word of the list that stands in a text.
pub fn in_text(text: &str) -> Option<&'static str> {
    let marked = domain::fold::marked(text);
    let syllables: Vec<&str> = marked.split_whitespace().collect();
    words().iter().find(|word| stands_in(word, &syllables)).map(String::as_str)
}

fn stands_in(word: &str, syllables: &[&str]) -> bool {
    let marked = domain::fold::marked(word);
    let wanted: Vec<&str> = marked.split_whitespace().collect();
    let plain = domain::fold::plain(word);
    let unmarked: Vec<&str> = plain.split_whitespace().collect();
    let count = wanted.len().max(1);
    syllables.windows(count).any(|window| window == wanted.as_slice() || window == unmarked.as_slice())
}

fn words() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| toml::from_str::<List>(SHIPPED).map(|list| list.words).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_operations_are_found_whole_in_any_case_and_without_marks() {
        let found = [
            ("Phối hợp phá CHUYÊN ÁN số 5 (giả định)", "chuyên án"),
            ("Bo tri trinh sat tai ban", "trinh sát"),
            ("Gặp cơ sở bí mật.", "cơ sở bí mật"),
            ("kế hoạch phá án", "kế hoạch phá án"),
        ];
        for (text, word) in found {
            assert_eq!(in_text(text), Some(word), "{text}");
        }
        for text in ["Đặc tính của cây trồng", "Chuyển án phí", "Tuyên truyền ở thôn", "Đã bàn giao số 12/BB", ""]
        {
            assert_eq!(in_text(text), None, "{text}");
        }
    }

    #[test]
    fn the_field_is_named() {
        #[derive(Serialize)]
        struct Act {
            venue: &'static str,
            agreed: Vec<&'static str>,
        }
        let act =
            Act { venue: "UBND xã", agreed: vec!["Họp ba tháng một lần", "Trao đổi về đặc tình"] };
        let named = Operational { field: "agreed".into(), word: "đặc tình".into() };
        assert_eq!(in_act(&act), Some(named));
        assert_eq!(in_act(&Act { venue: "UBND xã", agreed: vec!["Họp ba tháng một lần"] }), None);
    }
}
