//! Rust source with its comments, strings and test module taken out, so that rules look at code only.

/// The product's part of a source: comments and literals blanked, the test module cut off.
/// Line numbers stay what they were.
pub fn product(source: &str) -> String {
    let bare = blank(source);
    match bare.find("#[cfg(test)]\nmod ") {
        Some(at) => bare[..at].to_owned(),
        None => bare,
    }
}

/// The lines (from 1) on which a word stands as a word of its own.
pub fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let numbered = code.lines().enumerate();
    numbered.filter(|(_, line)| has_word(line, word)).map(|(at, _)| at + 1).collect()
}

/// The string literals of the product's part of a source, with the line (from 1) on which each begins.
pub fn lines_with_strings(source: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default().chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let end = skip(&chars, at).max(at + 1);
        let piece: String = chars[at..end].iter().collect();
        if piece.starts_with('"') || piece.starts_with("r\"") || piece.starts_with("r#") {
            found.push((line, piece.trim_matches(['r', '#', '"']).to_owned()));
        }
        line += piece.matches('\n').count();
        at = end;
    }
    found
}

/// Whether `word` stands in `line` and no letter, digit or underscore touches its outer ends.
pub fn has_word(line: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let opens = word.chars().next().is_some_and(joins);
    let closes = word.chars().next_back().is_some_and(joins);
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(joins);
        let after = line[at + word.len()..].chars().next().is_some_and(joins);
        !(opens && before || closes && after)
    })
}

/// Replaces what is inside comments and literals by spaces.
fn blank(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = skip(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Where the comment or literal that begins here ends; `at` itself when none begins here.
fn skip(chars: &[char], at: usize) -> usize {
    let starts = |text: &str| text.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c));
    let inside_a_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    if starts("//") {
        return find(chars, at, "\n");
    }
    if starts("/*") {
        return (find(chars, at + 2, "*/") + 2).min(chars.len());
    }
    if chars[at] == '"' {
        return quoted(chars, at + 1, '"');
    }
    if chars[at] == 'r' && !inside_a_word {
        let marks = chars[at + 1..].iter().take_while(|c| **c == '#').count();
        if chars.get(at + 1 + marks) == Some(&'"') {
            let close = format!("\"{}", "#".repeat(marks));
            return (find(chars, at + 2 + marks, &close) + 1 + marks).min(chars.len());
        }
    }
    // a character, not a lifetime: 'x' or '\n'
    if chars[at] == '\'' && (chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'')) {
        return quoted(chars, at + 1, '\'');
    }
    at
}

fn find(chars: &[char], from: usize, text: &str) -> usize {
    let wanted: Vec<char> = text.chars().collect();
    (from..chars.len()).find(|at| chars[*at..].starts_with(&wanted)).unwrap_or(chars.len())
}

fn quoted(chars: &[char], mut at: usize, close: char) -> usize {
    while at < chars.len() && chars[at] != close {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

#[test]
fn only_code_is_left_of_a_source() {
    let source = "let a = \"std::fs // \\\" x\"; // std::env\nlet b = r#\"async \"fn\"#; /* tokio\n */ let c = '\"'; f::<'a>();\n#[cfg(test)]\nmod tests { fn std() {} }";
    let code = product(source);
    for gone in ["std", "async", "tokio", "tests", "x"] {
        assert!(!code.contains(gone), "{gone} is left in {code}");
    }
    for left in ["let a = ", "let b = ", "let c = ", "f::<'a>();"] {
        assert!(code.contains(left), "{left} is missing in {code}");
    }
    assert_eq!(lines_with(&code, "c"), [3]);
    assert!(has_word("std::fs::read()", "std::fs") && !has_word("mystd::fs", "std::fs"));
}
