//! The schema published for editors allows what packs say, and no more than the loader reads.

use criteria::{Defect, PACK_SCHEMA, load, shipped_texts};
use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(PACK_SCHEMA).expect("JSON")
}

/// Follows a `$ref` into `$defs`.
fn resolve<'s>(root: &'s Value, place: &'s Value) -> &'s Value {
    match place["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
        Some(name) => resolve(root, &root["$defs"][name]),
        None => place,
    }
}

/// Every key that the schema does not know, with its path.
fn unknown(root: &Value, place: &Value, value: &toml::Value, path: &str, found: &mut Vec<String>) {
    let place = resolve(root, place);
    match value {
        toml::Value::Table(table) => {
            for (key, inner) in table {
                let path = format!("{path}/{key}");
                match place["properties"].get(key) {
                    Some(next) => unknown(root, next, inner, &path, found),
                    None => found.push(path),
                }
            }
            for required in place["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !table.contains_key(required) {
                    found.push(format!("{path} lacks {required}"));
                }
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| unknown(root, &place["items"], item, path, found)),
        _ => {}
    }
}

fn complaints(text: &str) -> Vec<String> {
    let (schema, pack) = (schema(), text.parse::<toml::Table>().expect("TOML"));
    let mut found = Vec::new();
    unknown(&schema, &schema, &toml::Value::Table(pack), "", &mut found);
    found
}

#[test]
fn shipped_packs_are_allowed() {
    for (file, text) in shipped_texts() {
        assert_eq!(complaints(text), Vec::<String>::new(), "{file}");
    }
}

#[test]
fn a_key_that_the_loader_refuses_is_not_allowed() {
    let text = shipped_texts().iter().find(|(file, _)| file.contains("vn-qd28-2025")).expect("shipped").1;
    for (old, new) in
        [("evidence =", "evidance ="), ("at_least = { fraction", "at_most = { fraction"), ("any_of =", "one_of =")]
    {
        let spoiled = text.replacen(old, new, 1);
        assert!(!complaints(&spoiled).is_empty(), "{new}");
        let findings = load("pack.toml", &spoiled).findings;
        assert!(findings.iter().any(|f| matches!(f.defect, Defect::Unreadable(_))), "{new}: {findings:?}");
    }
}
