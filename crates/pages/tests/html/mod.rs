//! A strict little reader of our own HTML: enough to catch what browsers forgive.

use std::collections::BTreeMap;

const VOID: [&str; 8] = ["meta", "link", "input", "br", "img", "hr", "col", "wbr"];

/// A tag with its attributes.
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
    closes: bool,
    alone: bool,
}

/// Everything wrong with a page.
pub fn faults(page: &str, lang: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !page.trim_start().starts_with("<!DOCTYPE html>") {
        faults.push("no doctype".to_owned());
    }
    let tags = tags(page);
    balance(&tags, &mut faults);
    let mut ids = BTreeMap::new();
    for id in tags.iter().filter_map(|tag| tag.attributes.get("id")) {
        *ids.entry(id.as_str()).or_insert(0) += 1;
    }
    faults.extend(ids.iter().filter(|(_, n)| **n > 1).map(|(id, _)| format!("id {id} twice")));
    let h1 = tags.iter().filter(|tag| tag.name == "h1" && !tag.closes).count();
    if h1 != 1 {
        faults.push(format!("{h1} h1 headings"));
    }
    if !tags.iter().any(|tag| tag.name == "html" && tag.attributes.get("lang").is_some_and(|l| l == lang)) {
        faults.push(format!("html lang is not {lang}"));
    }
    for tag in &tags {
        attributes(tag, &tags, &ids, &mut faults);
    }
    faults
}

fn attributes(tag: &Tag, all: &[Tag], ids: &BTreeMap<&str, i32>, faults: &mut Vec<String>) {
    if tag.attributes.contains_key("style") {
        faults.push(format!("<{}> has a style attribute", tag.name));
    }
    if let Some(name) = tag.attributes.keys().find(|name| name.starts_with("on")) {
        faults.push(format!("<{}> has {name}", tag.name));
    }
    if tag.name == "script" && !tag.closes && !tag.attributes.contains_key("src") {
        faults.push("inline script".to_owned());
    }
    if tag.name == "style" {
        faults.push("inline style sheet".to_owned());
    }
    for key in ["aria-labelledby", "aria-describedby", "for"] {
        for id in tag.attributes.get(key).into_iter().flat_map(|v| v.split_whitespace()) {
            if !ids.contains_key(id) {
                faults.push(format!("{key} names {id}, which is not there"));
            }
        }
    }
    let hidden = tag.attributes.get("type").is_some_and(|t| t == "hidden" || t == "submit");
    if matches!(tag.name.as_str(), "input" | "select" | "textarea") && !tag.closes && !hidden {
        let id = tag.attributes.get("id");
        let labelled = tag.attributes.contains_key("aria-label")
            || tag.attributes.contains_key("aria-labelledby")
            || id.is_some_and(|id| all.iter().any(|t| t.name == "label" && t.attributes.get("for") == Some(id)));
        if !labelled {
            faults.push(format!("<{}> {:?} has no label", tag.name, tag.attributes.get("name")));
        }
    }
}

fn balance(tags: &[Tag], faults: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if tag.alone || VOID.contains(&tag.name.as_str()) {
            continue;
        }
        if !tag.closes {
            open.push(&tag.name);
        } else if open.pop() != Some(&tag.name) {
            faults.push(format!("</{}> closes something else", tag.name));
            return;
        }
    }
    if !open.is_empty() {
        faults.push(format!("never closed: {open:?}"));
    }
}

fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    for part in page.split('<').skip(1) {
        if part.starts_with('!') {
            continue;
        }
        let inside = &part[..end_of_tag(part)];
        let closes = inside.starts_with('/');
        let alone = inside.ends_with('/');
        let body = inside.trim_matches('/');
        let (name, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
        found.push(Tag { name: name.to_owned(), attributes: pairs(rest), closes, alone });
    }
    found
}

/// Where the tag ends: the first `>` outside quotes.
fn end_of_tag(part: &str) -> usize {
    let mut quoted = false;
    for (i, c) in part.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return i,
            _ => {}
        }
    }
    part.len()
}

fn pairs(mut rest: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if end == 0 {
            return found;
        }
        let (name, after) = rest.split_at(end);
        if let Some(value) = after.strip_prefix("=\"") {
            let close = value.find('"').unwrap_or(value.len());
            found.insert(name.to_owned(), value[..close].to_owned());
            rest = value.get(close + 1..).unwrap_or("");
        } else {
            found.insert(name.to_owned(), String::new());
            rest = after;
        }
    }
}

/// Attributes whose value a person sees or hears.
const SPOKEN: [&str; 5] = ["title=", "aria-label=", "placeholder=", "alt=", "label="];

/// Words of a template that stand neither in a tag nor in an expression.
pub fn raw_texts(source: &str) -> Vec<String> {
    let source = without(&without(&without(source, "{#", "#}"), "{%", "%}"), "{{", "}}");
    let mut found = Vec::new();
    let mut rest = source.as_str();
    while let Some(start) = rest.find('<') {
        push_words(&rest[..start], &mut found);
        let after = &rest[start + 1..];
        let end = end_of_tag(after);
        for (name, value) in pairs(after[..end].split_once(' ').map_or("", |(_, attributes)| attributes)) {
            if SPOKEN.contains(&format!("{name}=").as_str()) {
                push_words(&value, &mut found);
            }
        }
        rest = after.get(end + 1..).unwrap_or("");
    }
    push_words(rest, &mut found);
    found
}

fn push_words(text: &str, found: &mut Vec<String>) {
    let text = text.replace("&#160;", " ");
    if text.chars().any(char::is_alphabetic) {
        found.push(text.trim().to_owned());
    }
}

fn without(source: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(start) = rest.find(open) {
        out.push_str(&rest[..start]);
        rest = rest[start..].split_once(close).map_or("", |(_, after)| after);
    }
    out + rest
}
