//! A text of `locales/` takes its values in the order in which the Vietnamese sentence names them, and all of them are
//! alike to the compiler. So a value that bears the name of another place is an exchange, and the sentence says nonsense.

use std::collections::BTreeMap;

use super::house::{files, sources};
use super::none;

#[test]
fn values_stand_in_the_place_that_bears_their_name() {
    let texts = places();
    let mut offences = Vec::new();
    for file in sources().into_iter().chain(files("crates/pages/templates")) {
        for (at, _) in file.text.match_indices('(') {
            let key = called(&file.text, at);
            let Some(places) = texts.get(key) else { continue };
            let values = values(&file.text, at);
            if places.len() != values.len() {
                continue;
            }
            if let Some((value, place)) = exchanged(places, &values) {
                let line = file.text[..at].lines().count();
                offences.push(format!(
                    "{}:{line}: {key}({}) gives `{value}` to {{{place}}}",
                    file.path,
                    places.join(", ")
                ));
            }
        }
    }
    none("Values go to texts in the order in which the Vietnamese sentence names them:", &offences);
}

/// The places of every text with two or more, by the name of its method, in the order in which they are given.
fn places() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for file in files("locales/vi") {
        let room = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
        let table: toml::Table = file.text.parse().expect("texts has read it");
        for (key, text) in table.iter().filter_map(|(key, text)| Some((key, text.as_str()?))) {
            let mut names: Vec<String> = Vec::new();
            for name in text.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                if names.iter().all(|known| known != name) {
                    names.push(name.to_owned());
                }
            }
            if names.len() > 1 {
                found.insert(format!("{room}_{key}"), names);
            }
        }
    }
    found
}

/// The name before a bracket.
fn called(text: &str, open: usize) -> &str {
    let before = text.get(..open).unwrap_or_default();
    before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// What stands in a bracket, split at commas of the first depth.
fn values(text: &str, open: usize) -> Vec<&str> {
    let (mut depth, mut start, mut found, mut quoted) = (0_i32, open + 1, Vec::new(), false);
    for (at, c) in text.get(open..).unwrap_or_default().char_indices().map(|(at, c)| (open + at, c)) {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => {
                found.extend(text.get(start..at).map(str::trim));
                start = at + 1;
            }
            _ => {}
        }
        if depth == 0 {
            found.extend(text.get(start..at).map(str::trim));
            break;
        }
    }
    found.retain(|value| !value.is_empty());
    found
}

/// A value named like a place that it does not get, which goes to another: `(code, shown(day))` for `{day} … {code}`.
fn exchanged<'t>(places: &'t [String], values: &[&'t str]) -> Option<(&'t str, &'t str)> {
    let names: Vec<&str> = values.iter().map(|value| named(value)).collect();
    let wrong = names.iter().zip(places).find(|(name, place)| {
        let meant = places.iter().position(|other| other == *name);
        **name != place.as_str() && meant.is_some_and(|meant| names.get(meant) != Some(*name))
    });
    wrong.map(|(name, place)| (*name, place.as_str()))
}

/// What a value is called: the variable or field itself, or the first one that a function is given to show it.
fn named(value: &str) -> &str {
    let inner = value.split_once('(').map_or(value, |(function, rest)| {
        let shows = !function.contains('.') && !rest.starts_with(')');
        if shows { rest.split([',', ')']).next().unwrap_or_default() } else { function }
    });
    let inner = inner.trim().trim_start_matches(['&', '*']);
    inner.rsplit('.').next().unwrap_or(inner)
}

#[test]
fn an_exchange_is_seen() {
    let places = ["day".to_owned(), "code".to_owned()];
    assert_eq!(exchanged(&places, &["code", "shown(day)"]), Some(("code", "day")));
    assert_eq!(exchanged(&places, &["shown(*day)", "&self.code"]), None);
    assert_eq!(exchanged(&places, &["first", "last"]), None);
    let text = "lang.cli_not_in_force(shown(day), code)";
    assert_eq!((called(text, 21), values(text, 21)), ("cli_not_in_force", vec!["shown(day)", "code"]));
}
