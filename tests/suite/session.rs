//! The browser as a person has it: the program on a real terminal, over the small corpus; whole screens are compared.
//!
//! What each key does is tested in `tui` on a terminal that is none; here it is what only a real one shows.

use crate::run::{fresh, shared};
use crate::terminal::Terminal;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A terminal in which the browser was begun by a shell that says afterwards how the terminal is.
fn browser(name: &str, folder: &Path, size: (u16, u16), more: &str) -> Option<Terminal> {
    browser_of("sh", name, folder, size, more)
}

fn browser_of(shell: &str, name: &str, folder: &Path, size: (u16, u16), more: &str) -> Option<Terminal> {
    let terminal = Terminal::new(name, folder, size, more, shell)?;
    terminal.run("chosin browse; clear; stty -a");
    terminal.wait("type to search");
    Some(terminal)
}

#[test]
fn a_session_from_the_first_letter_to_the_shell() {
    let folder = fresh();
    let Some(terminal) = browser("session", folder.path(), (80, 24), "") else { return };
    terminal.shows("beginning", "type to search");
    terminal.type_in("korea armistice");
    terminal.shows("typing", "with any");
    terminal.press(&["Enter", "j"]);
    terminal.shows("list", "▌ Peace");
    terminal.press(&["Space"]);
    terminal.wait("1 marked");
    terminal.press(&["f", "Tab", "Tab", "Tab"]);
    terminal.shows("filters", "[ ] report");
    terminal.press(&["Space"]);
    terminal.wait("[+] ");
    terminal.press(&["Escape"]);
    terminal.shows("filtered", "Enter read");
    terminal.press(&["Enter"]);
    terminal.shows("reading", "match ");
    close(&terminal);
    terminal.press(&["w"]);
    terminal.shows("concordance", "in the order of hits");
    close(&terminal);
    terminal.press(&["t"]);
    terminal.shows("timeline", "by the year they appeared");
    close(&terminal);
    terminal.press(&["v"]);
    terminal.shows("marked", "1 marked record (Esc");
    close(&terminal);
    terminal.press(&["e"]);
    terminal.shows("export", "export the marked record as");
    terminal.press(&["Enter"]);
    terminal.wait("export to which file: chosin-export");
    terminal.press(&["Enter"]);
    terminal.wait("1 record exported to ");
    terminal.press(&["?"]);
    terminal.shows("help", "Esc: close");
    terminal.press(&["q", "q"]);
    terminal.assert_sane();
    let exported = std::fs::read_to_string(folder.path().join("chosin-export.bib")).unwrap();
    assert_eq!(exported.matches("\n@").count() + usize::from(exported.starts_with('@')), 1, "{exported}");
    // What was stayed on is in the history, and the browser offers it the next time.
    terminal.run("clear; chosin browse");
    terminal.wait("past queries");
    terminal.press(&["Up"]);
    terminal.wait("type > korea armistice");
    terminal.press(&["C-c"]);
}

/// The process of the browser: the shell's only child.
fn child(terminal: &Terminal) -> String {
    let shell = terminal.tmux(&["display", "-p", "-t", "0", "#{pane_pid}"]);
    let children = Command::new("pgrep").args(["-P", shell.trim()]).output().unwrap();
    String::from_utf8_lossy(&children.stdout).trim().to_owned()
}

/// Waits for the shell.
fn prompt(terminal: &Terminal) {
    terminal.wait_for(|screen| screen.trim_end().ends_with('$'), "$");
}

/// Closes what is open. An escape with a key at once behind it would be one key with Alt, as on any terminal.
fn close(terminal: &Terminal) {
    let open = terminal.screen();
    terminal.press(&["Escape"]);
    let closed =
        |screen: &str| screen != open && screen.contains("Space mark") && screen.contains("with any");
    terminal.wait_for(closed, "the list");
}

/// What a screen sets: the colours of its letters by their number among the terminal's own sixteen, and effects by theirs.
///
/// Fails where it sets any other colour, or a background other than the terminal's.
fn looks(screens: &[String]) -> (BTreeSet<u16>, BTreeSet<u16>) {
    let (mut colours, mut effects) = (BTreeSet::new(), BTreeSet::new());
    let escapes = screens.iter().flat_map(|screen| screen.split("\x1b[").skip(1));
    for codes in escapes.filter_map(|rest| rest.split_once('m')).map(|(codes, _)| codes) {
        let codes: Vec<u16> = codes.split(';').map(|code| code.parse().unwrap()).collect();
        match codes.as_slice() {
            [38, 5, colour @ 0..16] => drop(colours.insert(*colour)),
            codes => {
                for code in codes {
                    match code {
                        30..=37 => drop(colours.insert(code - 30)),
                        90..=97 => drop(colours.insert(code - 82)),
                        0..=29 | 39 | 49 => drop(effects.insert(*code)),
                        _ => panic!("{codes:?}"),
                    }
                }
            }
        }
    }
    (colours, effects)
}

/// Every view's screen, with its colours.
fn every_view(terminal: &Terminal) -> Vec<String> {
    terminal.type_in("korea armistice");
    terminal.wait("3 with any");
    let mut screens = Vec::new();
    let mut see = |keys: &[&str], text: &str| {
        if screens.len() > 1 {
            close(terminal);
        }
        terminal.press(keys);
        terminal.wait(text);
        screens.push(terminal.painted());
    };
    see(&["Enter", "j", "Space"], "1 marked");
    see(&["f"], "year");
    see(&["f", "Tab"], "[ ] ");
    see(&["Enter"], "match ");
    see(&["w"], "in the order of hits");
    see(&["t"], "by the year they");
    see(&["s"], "1 best first");
    see(&["?"], "Esc: close");
    screens
}

#[test]
fn only_the_terminals_own_colours_and_no_background() {
    let Some(terminal) = browser("colours", shared(), (80, 24), "") else { return };
    let (colours, effects) = looks(&every_view(&terminal));
    assert_eq!(colours, BTreeSet::from([1, 5]), "red and magenta can be read on every ground");
    assert!(effects.contains(&7), "{effects:?}");
    terminal.press(&["C-c"]);
    terminal.assert_sane();
}

#[test]
fn without_colour_there_is_none() {
    let Some(terminal) = browser("plain", shared(), (80, 24), "NO_COLOR=1") else { return };
    let (colours, effects) = looks(&every_view(&terminal));
    assert!(colours.is_empty() && effects.contains(&7), "{colours:?} {effects:?}");
    terminal.press(&["C-c"]);
    terminal.assert_sane();
}

#[test]
fn a_small_screen_without_unicode() {
    let Some(terminal) = browser("small", shared(), (40, 12), "LC_ALL=C") else { return };
    terminal.type_in("korea armistice");
    terminal.wait("3 with any");
    terminal.press(&["Enter"]);
    terminal.shows("small-list", "list / korea");
    terminal.press(&["Enter"]);
    terminal.shows("small-reading", "match ");
    close(&terminal);
    terminal.press(&["f", "Tab"]);
    terminal.shows("small-filters", "[ ] ");
    terminal.press(&["C-c"]);
    terminal.wait("icanon");
}

#[test]
fn a_signal_leaves_the_terminal_sane() {
    for signal in ["TERM", "HUP", "INT"] {
        let name = format!("signal-{signal}");
        let Some(terminal) = browser(&name, shared(), (80, 24), "") else { return };
        Command::new("kill").args([&format!("-{signal}"), &child(&terminal)]).status().unwrap();
        if signal == "INT" {
            // A shell that waits takes an interrupt for its own.
            prompt(&terminal);
            terminal.run("clear; stty -a");
        }
        terminal.assert_sane();
    }
}

#[test]
fn suspended_and_brought_back_it_goes_on() {
    let Some(terminal) = browser("suspend", shared(), (80, 24), "") else { return };
    terminal.type_in("armistice");
    terminal.wait("hits · ");
    terminal.press(&["C-z"]);
    terminal.assert_sane();
    terminal.run("clear; fg");
    let screen = terminal.wait("hits · ");
    assert!(screen.starts_with(" type > armistice"), "{screen}");
    terminal.press(&["C-c"]);
    prompt(&terminal);
    terminal.run("clear; stty -a");
    terminal.assert_sane();
}

#[test]
fn stopped_from_outside_it_goes_on_as_well() {
    // A shell that sets the terminal right when it takes it back.
    let bash = "bash --norc --noprofile";
    let Some(terminal) = browser_of(bash, "stopped", shared(), (80, 24), "") else { return };
    terminal.type_in("armistice");
    terminal.wait("hits · ");
    Command::new("kill").args(["-STOP", &child(&terminal)]).status().unwrap();
    // The shell has the terminal, and leaves it as a shell does.
    terminal.wait("-echoprt");
    terminal.run("clear; fg");
    terminal.wait("type > armistice");
    terminal.press(&["Enter"]);
    terminal.wait("list / armistice");
    terminal.press(&["C-c"]);
    prompt(&terminal);
    terminal.run("clear; stty -a");
    terminal.assert_sane();
}

#[test]
fn a_new_size_is_taken_while_one_types() {
    let Some(terminal) = browser("size", shared(), (80, 24), "") else { return };
    for (number, letter) in "armistice".chars().enumerate() {
        terminal.type_in(&letter.to_string());
        let (columns, rows) = if number % 2 == 0 { ("40", "12") } else { ("120", "30") };
        terminal.tmux(&["resize-window", "-t", "0", "-x", columns, "-y", rows]);
    }
    terminal.shows("resized", "type > armistice");
    terminal.press(&["C-c"]);
    terminal.wait("icanon");
}

#[test]
fn after_keys_at_random_the_terminal_is_sane() {
    let folder = fresh();
    let Some(terminal) = browser("random", folder.path(), (80, 24), "") else { return };
    // Not q, which leaves, nor o, which would open a web page.
    let keys: Vec<String> = "abcdefghijklmnprstuvwxyzGNJKSHLBMC/?<>+-=.,19한"
        .chars()
        .map(String::from)
        .chain(
            "Enter Escape Tab BTab Up Down Left Right Home End PPage NPage BSpace DC F1 Space C-n C-p C-t C-l C-u C-d M-b"
                .split(' ')
                .map(str::to_owned),
        )
        .collect();
    let mut seed = 0x0000_5eed_u64;
    for _ in 0..60 {
        let some: Vec<&str> = (0..20)
            .filter_map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                keys.get(usize::try_from(seed >> 33).unwrap() % keys.len()).map(String::as_str)
            })
            .collect();
        terminal.press(&some);
    }
    terminal.press(&["C-c"]);
    terminal.assert_sane();
}
