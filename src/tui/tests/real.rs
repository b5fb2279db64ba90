//! The browser on a real terminal: tmux holds it, this test types and reads the screen.
//!
//! The browser runs in a copy of this test program, over the fake searcher: `stage` below is no test but that copy's
//! beginning. Without tmux it says that it was skipped; under `CHOSIN_NEED_TOOLS=1` that is a failure.

use super::fake::{Fake, FakeDesk};
use crate::tui::{Options, Surroundings, run};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Waited for at most; a screen that is right comes long before.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
#[ignore = "what the terminal of the tests below runs; no test by itself"]
fn stage() {
    if std::env::var_os("CHOSIN_STAGE").is_some() {
        let mut desk = FakeDesk::new();
        let surroundings = Surroundings { unicode: true, ..Surroundings::default() };
        let options = Options { surroundings, ..Options::default() };
        run(Arc::new(Fake::default()), &mut desk, options).unwrap();
        println!("left; files {:?}; {:?}", desk.files, desk.done);
    }
}

/// A terminal of its own tmux server, gone with it.
struct Terminal {
    server: String,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

impl Terminal {
    /// A shell in a terminal of 80 by 24 with the browser begun in it; `None` where there is no tmux.
    fn new(name: &str) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            assert!(std::env::var_os("CHOSIN_NEED_TOOLS").is_none(), "tmux is missing: apt-get install tmux");
            eprintln!("SKIPPED {name}: no tmux here");
            return None;
        }
        let terminal = Self { server: format!("chosin-{name}-{}", std::process::id()) };
        let shell = "env PS1='$ ' LC_ALL=C.UTF-8 TERM=screen sh";
        terminal.tmux(&["-f", "/dev/null", "new-session", "-d", "-s", "0", "-x", "80", "-y", "24", shell]);
        let program = std::env::current_exe().unwrap();
        let stage = "tui::tests::real::stage --exact --ignored --nocapture --test-threads=1";
        terminal.type_in(&format!("CHOSIN_STAGE=1 '{}' {stage}; stty -a", program.display()));
        terminal.press(&["Enter"]);
        terminal.wait("type to search");
        Some(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux").arg("-L").arg(&self.server).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn type_in(&self, text: &str) {
        self.tmux(&["send-keys", "-t", "0", "-l", text]);
    }

    fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys", "-t", "0"], keys].concat());
    }

    /// Waits until the screen shows a text; the screen.
    fn wait(&self, text: &str) -> String {
        let begin = Instant::now();
        loop {
            let screen = self.tmux(&["capture-pane", "-p", "-t", "0"]);
            if screen.contains(text) {
                return screen;
            }
            assert!(begin.elapsed() < PATIENCE, "no {text:?} on the screen:\n{screen}");
            std::thread::yield_now();
        }
    }

    /// The terminal is the shell's again, as it was.
    fn assert_sane(&self) {
        let screen = self.wait("-echoprt");
        assert!(screen.contains(" echo ") && screen.contains(" icanon "), "{screen}");
        let flags =
            self.tmux(&["display", "-p", "-t", "0", "#{mouse_any_flag} #{alternate_on} #{cursor_flag}"]);
        assert_eq!(flags.trim(), "0 0 1", "mouse off, own screen, cursor shown");
    }
}

#[test]
fn a_session_on_a_real_terminal() {
    let Some(terminal) = Terminal::new("session") else { return };
    terminal.type_in("landing");
    let screen = terminal.wait("8 hits");
    assert!(screen.starts_with(" type > landing") && screen.contains("▌ Inchon and the landing of 1951"));
    terminal.press(&["Enter", "j"]);
    terminal.wait("▌ Chosin reservoir and the landing of 1965");
    terminal.press(&["Space"]);
    terminal.wait("1 marked");
    terminal.press(&["f", "Tab"]);
    terminal.wait("[ ] Alder, Jo 2");
    terminal.press(&["Space", "Escape"]);
    terminal.wait("2 hits");
    terminal.press(&["e"]);
    terminal.wait("export the marked record as");
    terminal.press(&["Enter"]);
    terminal.wait("bibtex: export to which file: chosin-export.bib");
    terminal.press(&["Enter"]);
    terminal.wait("1 record exported to chosin-export.bib");
    terminal.press(&["Enter"]);
    terminal.wait("match 2/4");
    terminal.press(&["q"]);
    terminal.wait("left; files {\"chosin-export.bib\"");
    terminal.assert_sane();
}

#[test]
fn a_signal_leaves_the_terminal_sane() {
    for signal in ["TERM", "HUP"] {
        let Some(terminal) = Terminal::new(&format!("signal-{signal}")) else { return };
        // The shell's only child is the browser.
        let shell = terminal.tmux(&["display", "-p", "-t", "0", "#{pane_pid}"]);
        let children = Command::new("pgrep").args(["-P", shell.trim()]).output().unwrap();
        let child = String::from_utf8_lossy(&children.stdout).trim().to_owned();
        Command::new("kill").args([&format!("-{signal}"), child.as_str()]).status().unwrap();
        terminal.assert_sane();
    }
}

#[test]
fn suspended_and_brought_back_it_goes_on() {
    let Some(terminal) = Terminal::new("suspend") else { return };
    terminal.type_in("landing");
    terminal.wait("8 hits");
    terminal.press(&["C-z"]);
    terminal.assert_sane();
    terminal.type_in("clear; fg");
    terminal.press(&["Enter"]);
    assert!(terminal.wait("8 hits").starts_with(" type > landing"));
    terminal.press(&["C-c"]);
    terminal.wait("left; files {}");
}
