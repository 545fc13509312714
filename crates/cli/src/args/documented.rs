//! What README and docs say can be typed, held against the command line: commands, options and their values, and the
//! scripts that they name.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _, Parser as _};

use super::Args;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// README and every text of docs, by name.
fn documents() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("docs")];
    let mut paths = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("docs is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).expect("readable");
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        found.push((name, text));
    }
    found
}

/// A piece of code in a text.
struct Code {
    text: String,
    /// A line of a block, to be typed as it stands; otherwise named in a sentence.
    block: bool,
}

/// Lines of code blocks and code in sentences.
fn code(text: &str) -> Vec<Code> {
    let (mut inside, mut found) = (false, Vec::new());
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
            continue;
        }
        if inside {
            // what stands behind two spaces says what the line does
            let typed = line.trim().trim_start_matches("$ ");
            found.push(Code { text: typed.split("  ").next().unwrap_or_default().trim().to_owned(), block: true });
            continue;
        }
        let spans = line.split('`').skip(1).step_by(2);
        found.extend(spans.map(|span| Code { text: span.replace("\\|", "|"), block: false }));
    }
    found
}

/// The words of a line as a shell has them, up to what is no argument any more; whether something was left out.
fn words(line: &str) -> (Vec<String>, bool) {
    let (mut words, mut word, mut quoted, mut cut) = (Vec::new(), String::new(), false, false);
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(sign),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    let ends = |word: &String| matches!(word.as_str(), "…" | "..." | "|" | ">" | "&&" | ";" | "\\" | "#" | "<" | "&");
    if let Some(at) = words.iter().position(ends) {
        words.truncate(at);
        cut = true;
    }
    (words, cut)
}

/// The arguments of a line that calls the program; none for any other.
fn called(line: &str) -> Option<(Vec<String>, bool)> {
    let (mut words, cut) = words(line);
    let is_setting = |word: &str| {
        let name = word.split_once('=').map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && name.chars().all(|sign| sign.is_ascii_uppercase() || sign == '_'))
    };
    while words.first().is_some_and(|word| is_setting(word)) {
        words.remove(0);
    }
    let program = words.first()?;
    (program == "anlanh" || program.ends_with("/anlanh")).then(|| (words.split_off(1), cut))
}

/// A word that stands for something: `DIR`, `2026-Q3`, `…`.
fn is_placeholder(word: &str) -> bool {
    !word.chars().any(char::is_lowercase)
}

/// What no command line would take of these arguments.
fn fault(program: &Command, arguments: &[String]) -> Option<String> {
    let mut at = program;
    let mut rest = arguments.iter().peekable();
    while let Some(word) = rest.next() {
        if let Some(option) = word.strip_prefix("--") {
            let (name, given) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
            let known = at.get_arguments().find(|argument| argument.get_long() == Some(name));
            let Some(known) = known else { return Some(format!("{}: no option --{name}", at.get_name())) };
            if !known.get_action().takes_values() {
                continue;
            }
            let value = given.or_else(|| rest.next().map(String::as_str)).unwrap_or_default();
            let allowed: Vec<String> =
                known.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            let wrong = value.split('|').find(|one| {
                !allowed.is_empty() && !is_placeholder(one) && !allowed.iter().any(|allowed| allowed == one)
            });
            if let Some(wrong) = wrong {
                return Some(format!("{}: --{name} takes no {wrong}", at.get_name()));
            }
            continue;
        }
        if !at.has_subcommands() {
            continue;
        }
        let mut named = word.split('|').map(|word| (word, at.find_subcommand(word)));
        let unknown = named.clone().find(|(_, command)| command.is_none());
        if let Some((word, _)) = unknown {
            return Some(format!("{}: no command {word}", at.get_name()));
        }
        if let Some((_, Some(command))) = named.next() {
            at = command;
        }
    }
    None
}

fn program() -> Command {
    let mut program = Args::command();
    program.build();
    program
}

#[test]
fn what_the_documents_say_can_be_typed_can_be_typed() {
    let program = program();
    let (mut faults, mut seen) = (Vec::new(), 0);
    for (name, text) in documents() {
        for code in code(&text) {
            let Some((arguments, cut)) = called(&code.text) else { continue };
            seen += 1;
            let mut fault = fault(&program, &arguments);
            let whole = !cut && arguments.iter().all(|word| !word.contains('…'));
            if fault.is_none() && code.block && whole {
                let typed = std::iter::once("anlanh".to_owned()).chain(arguments);
                fault = Args::try_parse_from(typed).err().map(|error| error.to_string());
            }
            faults.extend(fault.map(|fault| format!("{name}: `{}`: {fault}", code.text)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 40, "only {seen} commands were found in the documents");
}

#[test]
fn the_table_of_commands_names_commands_and_options_that_there_are() {
    let program = program();
    let readme = fs::read_to_string(root().join("README.md")).expect("readable");
    let rows = readme.lines().skip_while(|line| !line.starts_with("| command | does |")).skip(2);
    let rows: Vec<&str> = rows.take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 15, "the table is there");
    for row in rows {
        let cells = row.replace("\\|", "\u{1}");
        let mut cells = cells.split('|').skip(1).map(|cell| cell.replace('\u{1}', "|"));
        let (commands, does) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let spans = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let commands: Vec<Vec<String>> = spans(&commands).iter().map(|span| words(span).0).collect();
        assert!(!commands.is_empty(), "{row}");
        for command in &commands {
            assert_eq!(fault(&program, command), None, "{row}");
        }
        for option in spans(&does).into_iter().filter(|span| span.starts_with("--")) {
            let takes = |command: &Vec<String>| {
                let with = command.iter().take_while(|word| !word.starts_with("--")).cloned().chain(words(&option).0);
                fault(&program, &with.collect::<Vec<_>>()).is_none()
            };
            assert!(commands.iter().any(takes), "{option} is an option of none of them: {row}");
        }
    }
}

#[test]
fn every_script_that_is_named_is_there() {
    let mut seen = 0;
    for (name, text) in documents() {
        for code in code(&text) {
            for word in words(&code.text).0.iter().filter(|word| word.starts_with("scripts/")) {
                assert!(root().join(word.trim_end_matches('/')).exists(), "{name}: {word} is not there");
                seen += 1;
            }
        }
    }
    assert!(seen > 8, "only {seen} scripts were found in the documents");
}

#[test]
fn an_option_or_command_that_is_none_is_found() {
    let program = program();
    let of = |line: &str| fault(&program, &called(line).expect("a call").0);
    assert_eq!(of("anlanh classify facts.xlsx --year 2025"), None);
    assert_eq!(of("DATABASE_URL=postgres://x target/release/anlanh serve --data DIR"), None);
    assert!(of("anlanh clasify facts.xlsx").is_some_and(|fault| fault.contains("clasify")));
    assert!(of("anlanh classify facts.xlsx --jahr 2025").is_some_and(|fault| fault.contains("--jahr")));
    assert!(of("anlanh classify facts.xlsx --format pdfx").is_some_and(|fault| fault.contains("pdfx")));
    assert!(called("cargo test").is_none());
}
