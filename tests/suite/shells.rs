//! Completions in the shells themselves: bash, zsh and fish on a real terminal, a line begun, Tab pressed.
//!
//! What can be offered is tested in `cli`; here it is what the shells make of it, with their own ideas of colons and quotes.

use crate::run::{chosin_in, fresh};
use crate::terminal::{Terminal, has};
use std::path::Path;

/// What is typed, and what stands there after Tab.
const LINES: &[(&str, &str)] = &[
    ("chosin sea", "chosin search"),
    ("chosin show os", "chosin show osei2019peace"),
    ("chosin search auth", "chosin search author:"),
    ("chosin search author:os", "chosin search author:osei"),
    ("chosin search war journal:anna", "chosin search war journal:annals"),
    ("chosin search type:thes", "chosin search type:thesis"),
    ("chosin search -type:thes", "chosin search -type:thesis"),
    ("chosin search list:chap", "chosin search list:chapter2"),
    ("chosin search id:osei", "chosin search id:osei2019peace"),
    ("chosin search --saved para", "chosin search --saved parallel"),
    ("chosin search --author adey", "chosin search --author adeyemi"),
    ("chosin list add chap", "chosin list add chapter2"),
    ("chosin cite x --style chicago-au", "chosin cite x --style chicago-author-date"),
];

fn folder() -> tempfile::TempDir {
    let folder = fresh();
    assert_eq!(chosin_in(folder.path(), &["list", "add", "chapter2", "osei2019peace"]).code, 0);
    let saved = "chosin searches 1\nparallel\t\"38th parallel\"\n";
    std::fs::write(folder.path().join("ix/library/searches"), saved).unwrap();
    folder
}

fn complete(shell: &str, command: &str, begin: &str, folder: &Path) {
    if !has(shell) {
        return;
    }
    let Some(terminal) = Terminal::new(shell, folder, (100, 30), "", command) else { return };
    terminal.wait_for(|screen| screen.trim_end().ends_with(['$', '#', '>', '%']), "a prompt");
    terminal.run(&format!("{begin}; clear; echo rea''dy"));
    terminal.wait("ready");
    for (typed, there) in LINES {
        terminal.type_in(typed);
        terminal.press(&["Tab"]);
        let begun = |screen: &str| screen.lines().any(|line| line.contains(there));
        terminal.wait_for(begun, &format!("{there} in {shell}"));
        terminal.press(&["C-c"]);
        terminal.run("clear; echo rea''dy");
        terminal.wait_for(|screen| screen.starts_with("ready"), "a clear screen");
    }
}

#[test]
fn bash_completes() {
    complete("bash", "bash --norc --noprofile -i", "source <(chosin completions bash)", folder().path());
}

#[test]
fn zsh_completes() {
    let begin = "autoload -U compinit && compinit -u -D; source <(chosin completions zsh)";
    complete("zsh", "zsh -f -i", begin, folder().path());
}

#[test]
fn fish_completes() {
    complete("fish", "fish --no-config", "chosin completions fish | source", folder().path());
}
