//! The rules of the house, held as data: which room may import which, and how a file begins.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from left to right; a room imports only rooms of steps before its own. ARCHITECTURE.md says why.
const STEPS: &[&[&str]] = &[
    &["error", "record", "words"],
    &["format", "cite", "search", "lexicon", "library"],
    &["analysis"],
    &["query"],
    &["snippet"],
    &["corpus", "index", "render"],
    &["ingest", "tui"],
    &["cli"],
    &["main", "lib"],
];

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.sort();
    files
}

/// `render` of `src/render/text.rs`.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn step(room: &str) -> usize {
    STEPS
        .iter()
        .position(|step| step.contains(&room))
        .unwrap_or_else(|| panic!("src/{room} stands in no step of the table"))
}

/// Every room that a text names after `crate::`, comments left aside.
fn imports(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let name =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut rooms = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            None => rooms.push(name(rest)),
            // `use crate::{error::{Error, Result}, record}`: names at depth one.
            Some(group) => {
                let mut depth = 1;
                let mut start = true;
                for (at, c) in group.char_indices() {
                    if start && !c.is_whitespace() {
                        rooms.push(name(&group[at..]));
                        start = false;
                    }
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    start |= depth == 1 && c == ',';
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn imports_are_read_in_both_shapes() {
    assert_eq!(
        imports("use crate::{error::{Error, Result}, record};\nuse crate::search::Hit;"),
        ["error", "record", "search"]
    );
}

#[test]
fn imports_go_one_way() {
    let mut against = Vec::new();
    for path in sources() {
        let from = room(&path);
        for to in imports(&fs::read_to_string(&path).unwrap()) {
            if to != from && step(&to) >= step(&from) {
                against.push(format!("{} imports {to}", path.display()));
            }
        }
    }
    assert!(
        against.is_empty(),
        "a room imports only rooms to its left; move what both need there:\n{}",
        against.join("\n")
    );
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> =
        sources().into_iter().filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!")).collect();
    assert!(silent.is_empty(), "begin with //! and what the file is and is not: {silent:?}");
}

#[test]
fn only_the_command_line_prints() {
    let mut printing = Vec::new();
    for path in sources().into_iter().filter(|path| !["cli", "main"].contains(&room(path).as_str())) {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for sign in ["println!(", "eprintln!(", "print!(", "dbg!("] {
            if text.contains(sign) && !path.to_string_lossy().contains("tests") {
                printing.push(format!("{} has {sign}..)", path.display()));
            }
        }
    }
    assert!(printing.is_empty(), "rooms give data, cli prints it:\n{}", printing.join("\n"));
}
