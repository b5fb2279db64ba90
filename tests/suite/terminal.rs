//! A real terminal: tmux holds it, tests type into it and read what stands on it. No browser, no shell in particular.
//!
//! Nothing sleeps: a test waits for a screen and fails where it does not come. Without tmux a test says that it was skipped; under
//! `CHOSIN_NEED_TOOLS=1` that is a failure.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Waited for at most; a screen that is right comes long before.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether a tool of the machine's is there.
pub fn has(tool: &str) -> bool {
    let version = if tool == "tmux" { "-V" } else { "--version" };
    let there = Command::new(tool).arg(version).output().is_ok();
    assert!(
        there || std::env::var_os("CHOSIN_NEED_TOOLS").is_none(),
        "{tool} is missing: apt-get install {tool}"
    );
    if !there {
        eprintln!("SKIPPED: no {tool} here");
    }
    there
}

/// A terminal of its own tmux server, gone with it.
pub struct Terminal {
    server: String,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

impl Terminal {
    /// A shell in a folder whose `ix` is an index, in a terminal of so many columns and rows; `None` where there is no tmux.
    ///
    /// `more` are further settings of the environment.
    pub fn new(
        name: &str,
        folder: &Path,
        (columns, rows): (u16, u16),
        more: &str,
        shell: &str,
    ) -> Option<Self> {
        if !has("tmux") {
            return None;
        }
        let terminal = Self { server: format!("chosin-{name}-{}", std::process::id()) };
        let bin = Path::new(env!("CARGO_BIN_EXE_chosin")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
        let home = folder.join("home");
        // An index that the person always uses is not named on the screen: its folder is another each time.
        let config = folder.join(format!("{name}.toml"));
        std::fs::write(&config, format!("index = \"{}\"\n", folder.join("ix").display())).unwrap();
        let shell = format!(
            "cd '{}' && exec env -i HOME='{}' PATH='{path}' CHOSIN_CONFIG='{}' LANG=C.UTF-8 TERM=screen PS1='$ ' {more} {shell}",
            folder.display(),
            home.display(),
            config.display()
        );
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let begin =
            ["-u", "-f", "/dev/null", "new-session", "-d", "-s", "0", "-x", &columns, "-y", &rows, &shell];
        terminal.tmux(&begin);
        // An escape is a key at once, and no key is waited for behind it.
        terminal.tmux(&["set-option", "-s", "escape-time", "0"]);
        Some(terminal)
    }

    /// Runs a command of tmux's; what it prints.
    pub fn tmux(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux").arg("-L").arg(&self.server).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Types letters.
    pub fn type_in(&self, text: &str) {
        self.tmux(&["send-keys", "-t", "0", "-l", text]);
    }

    /// Presses keys by tmux's names.
    pub fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys", "-t", "0"], keys].concat());
    }

    /// Types a line and Enter.
    pub fn run(&self, line: &str) {
        self.type_in(line);
        self.press(&["Enter"]);
    }

    /// What stands on the screen.
    pub fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p", "-t", "0"])
    }

    /// What stands on the screen with its colours, as escapes.
    pub fn painted(&self) -> String {
        self.tmux(&["capture-pane", "-e", "-p", "-t", "0"])
    }

    /// Waits until the screen shows a text; the screen.
    pub fn wait(&self, text: &str) -> String {
        self.wait_for(|screen| screen.contains(text), text)
    }

    /// Waits until the screen is as it should be; the screen.
    pub fn wait_for(&self, is_right: impl Fn(&str) -> bool, what: &str) -> String {
        let begin = Instant::now();
        loop {
            let screen = self.screen();
            if is_right(&screen) {
                return screen;
            }
            assert!(begin.elapsed() < PATIENCE, "no {what:?} on the screen:\n{screen}");
            std::thread::yield_now();
        }
    }

    /// Waits until the screen is the golden one of that name, its milliseconds aside.
    ///
    /// `INSTA_UPDATE=always` with nothing to compare writes what stands there once it has stood still.
    pub fn shows(&self, name: &str, text: &str) {
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/screens/{name}.snap"));
        let golden = std::fs::read_to_string(golden).unwrap_or_default();
        let golden = golden.splitn(3, "---\n").nth(2).unwrap_or_default().trim_end().to_owned();
        self.wait(text);
        let begin = Instant::now();
        let patience = if golden.is_empty() { PATIENCE / 10 } else { PATIENCE };
        let mut screen = timeless(&self.screen());
        while (golden.is_empty() || screen != golden) && begin.elapsed() < patience {
            screen = timeless(&self.screen());
        }
        let settings = {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path("../golden/screens");
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings
        };
        settings.bind(|| insta::assert_snapshot!(name, screen));
    }

    /// The terminal is the shell's again, as it was: asked of the terminal and, by `stty -a` on its screen, of the system.
    pub fn assert_sane(&self) {
        let screen = self.wait("-echoprt");
        assert!(screen.contains(" echo ") && screen.contains(" icanon "), "{screen}");
        let flags = "#{mouse_any_flag} #{alternate_on} #{cursor_flag} #{keypad_flag}";
        let flags = self.tmux(&["display", "-p", "-t", "0", flags]);
        assert_eq!(flags.trim(), "0 0 1 0", "mouse off, main screen, cursor shown, keypad plain");
    }
}

/// A screen without what differs from run to run and from machine to machine: milliseconds, and where a record is from.
fn timeless(screen: &str) -> String {
    let mut lines = Vec::new();
    let mut from = false;
    for line in screen.lines() {
        from = line.starts_with("from: ") || from && !line.is_empty();
        let milliseconds = line.find(" ms").and_then(|end| Some((line.get(..end)?, line.get(end + 3..)?)));
        lines.push(match milliseconds {
            // A long path takes more rows than a short one, and empty ones are below: the screen stays as high.
            _ if from && line.starts_with("from: ") => "from: somewhere".to_owned(),
            _ if from => String::new(),
            Some((before, after)) if before.ends_with(|c: char| c.is_ascii_digit()) => {
                let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
                format!("{before}N ms  {}", after.trim_start()).trim_end().to_owned()
            }
            _ => line.trim_end().to_owned(),
        });
    }
    lines.join("\n").trim_end().to_owned()
}
