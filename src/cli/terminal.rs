//! The streams: what stdout can show, messages on stderr.
//!
//! Conventions followed: <https://no-color.org>, <https://bixense.com/clicolors/>, OSC 8 as listed at
//! <https://github.com/Alhadis/OSC8-Adoption>. It lays nothing out: `render` does.

use crate::error::{Error, Result};
use crate::render::style::Palette;
use crate::render::{Screen, escape};
use std::env::var_os;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colour {
    /// To a terminal that has colours.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// `auto`, `always`, `never`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "always" => Self::Always,
            "never" => Self::Never,
            _ => return None,
        })
    }
}

/// What stdout can show.
pub fn screen(colour: Colour, palette: Palette) -> Screen {
    let interactive = io::stdout().is_terminal();
    let size = if interactive { terminal_size::terminal_size_of(io::stdout()) } else { None };
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse::<usize>().ok())
        .filter(|columns| *columns > 0);
    let (width, height) = match size {
        Some((width, height)) if width.0 > 0 => (Some(usize::from(width.0)), Some(usize::from(height.0))),
        _ if interactive => (columns.or(Some(80)), Some(24)),
        _ => (columns, None),
    };
    Screen {
        width: width.map(|width| width.max(10)),
        height: height.filter(|height| *height > 0),
        colour: has_colour(colour, interactive),
        links: interactive && colour != Colour::Never && has_links(),
        unicode: is_unicode(),
        palette,
    }
}

fn is_set(name: &str) -> bool {
    var_os(name).is_some_and(|value| !value.is_empty())
}

fn is(name: &str, value: &str) -> bool {
    var_os(name).is_some_and(|found| found == value)
}

fn has_colour(colour: Colour, interactive: bool) -> bool {
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if is_set("NO_COLOR") => false,
        Colour::Auto if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") => true,
        Colour::Auto => interactive && !is("TERM", "dumb") && !is("CLICOLOR", "0"),
    }
}

/// Terminals that show OSC 8 links; in all others they would stand as rubbish or be swallowed, which is worse than a bare DOI.
fn has_links() -> bool {
    if is_set("FORCE_HYPERLINK") {
        return !is("FORCE_HYPERLINK", "0");
    }
    let text = |name| std::env::var(name).unwrap_or_default();
    if is("TERM", "dumb") || text("TERM").starts_with("screen") && !is_set("TMUX") {
        return false;
    }
    let at_least = |name, least: u32| {
        text(name)
            .split(|c: char| !c.is_ascii_digit())
            .next()
            .and_then(|n| n.parse::<u32>().ok())
            .is_some_and(|n| n >= least)
    };
    let program = text("TERM_PROGRAM");
    if program == "tmux" {
        return tmux_has_links(&text("TERM_PROGRAM_VERSION"));
    }
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "rio", "Hyper"].contains(&program.as_str())
        || ["xterm-kitty", "foot", "foot-extra", "alacritty", "xterm-ghostty"]
            .contains(&text("TERM").as_str())
        || ["WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"].into_iter().any(is_set)
        || at_least("VTE_VERSION", 5000)
        || at_least("KONSOLE_VERSION", 201_200)
}

/// Whether a tmux passes links on: it does from 3.4. Versions are `3.3a`, `3.10`, `next-3.6`, and `master`, the newest.
fn tmux_has_links(version: &str) -> bool {
    let mut numbers =
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
    match numbers.next() {
        Some(major) => (major, numbers.next().unwrap_or(0)) >= (3, 4),
        None => version == "master",
    }
}

/// Whether the locale's characters are Unicode's. Records are written in UTF-8 in any case; this is for our own marks.
fn is_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// What `--color` or the config says of stderr, once it is known: errors are told from anywhere.
static STDERR: OnceLock<Colour> = OnceLock::new();

/// Colours stderr, where it is a terminal, as a person asked for stdout.
pub fn colour_stderr(colour: Colour) {
    STDERR.get_or_init(|| colour);
}

fn stderr_has_colour() -> bool {
    io::stderr().is_terminal() && has_colour(STDERR.get().copied().unwrap_or_default(), true)
}

/// A line on stderr: its head set off, its text made harmless. A stderr that is gone is nobody's.
pub fn say(head: &str, text: &str) {
    let (bold, plain) = if stderr_has_colour() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let text: Vec<_> = text.lines().map(escape::line).collect();
    let _ = writeln!(io::stderr(), "{bold}{head}{plain}{}", text.join("\n"));
}

/// An error with its hint, on stderr.
pub fn complain(error: &Error) {
    say("chosin: ", &error.to_string());
    if let Some(hint) = error.hint() {
        say("  try: ", &hint);
    }
}

/// Lets lines through with nothing in them that a terminal would obey: what a record hides in a field that a data format
/// has to give as it is.
pub struct Harmless<W> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> Harmless<W> {
    /// A way to `out`.
    pub fn new(out: W) -> Self {
        Self { out, line: Vec::new() }
    }

    /// Writes what is left after the last whole line.
    pub fn finish(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(escape::line(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            // A sheet's lines end in both.
            let ends: [&[u8]; 2] = [b"\r\n", b"\n"];
            if let Some(end) = ends.into_iter().find(|end| self.line.ends_with(end)) {
                self.line.truncate(self.line.len() - end.len());
                self.finish()?;
                self.out.write_all(end)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text of our own on stdout, without its colours where stdout has none.
pub fn print(text: &str) -> Result<()> {
    let colour = has_colour(Colour::Auto, io::stdout().is_terminal());
    let text = if colour { text.to_owned() } else { plain(text) };
    io::stdout().write_all(text.as_bytes()).map_err(|error| Error::io("stdout", error))
}

/// Our own text without its colours.
fn plain(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    plain.extend(pieces.map(|piece| piece.split_once('m').map_or(piece, |(_, text)| text)));
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(plain("\x1b[1mUsage:\x1b[0m chosin"), "Usage: chosin");
    }

    #[test]
    fn data_on_a_terminal_is_harmless_and_otherwise_itself() {
        let mut out = Vec::new();
        let mut harmless = Harmless::new(&mut out);
        harmless.write_all("a,\u{1b}[31m \u{9b}5m,한".as_bytes()).unwrap();
        harmless.write_all(b"\xea\xb5\xad\r\nb").unwrap();
        harmless.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,\u{fffd}[31m \u{fffd}5m,한국\r\nb");
    }

    #[test]
    fn versions_of_tmux_are_numbers() {
        assert!(["3.4", "3.5a", "3.10", "4", "10.0", "next-3.6", "master"].into_iter().all(tmux_has_links));
        assert!(!["3.3a", "3", "2.10", "next-3.3", "", "?"].into_iter().any(tmux_has_links));
    }

    #[test]
    fn a_flag_beats_what_stdout_is() {
        assert!(has_colour(Colour::Always, false) && !has_colour(Colour::Never, true));
    }
}
