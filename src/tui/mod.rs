//! `chosin browse`: ranked snippets on the whole screen. It knows a [`Searcher`] and a [`Desk`], and never that there
//! is an index, a library or a style behind them.
//!
//! | file | what |
//! |---|---|
//! | `state/` | events in, effects out; pure |
//! | `draw/`, `layout`, `text` | a state onto a frame; pure |
//! | `keys` | every key in one table |
//! | `turn` | the loop |
//! | `worker` | the searcher, asked on threads of its own |
//! | `terminal`, `clipboard` | the terminal taken and given back; texts handed out |
//! | `deed`, `desk` | what is done with records |
//! | `plain` | the same state line by line, for screen readers |

mod clipboard;
mod deed;
mod desk;
mod draw;
mod keys;
mod plain;
mod state;
mod terminal;
mod text;
mod turn;
mod worker;

#[cfg(test)]
mod tests;

pub use desk::{Desk, Past, Written};
pub use draw::{Palette, draw};
pub use keys::Action;
pub use state::{Answer, Deed, Effect, Event, Occurrence, Question, Shelf, State, Told};
pub use terminal::{Draw, Surface};
pub use worker::answer;

use crate::error::{Error, Result};
use crate::render::style::Role;
use crate::search::{SearchRequest, Searcher};
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::sync::Arc;

/// How the browser begins; `cli` fills it from flags, config and environment.
#[derive(Debug, Clone)]
pub struct Options {
    /// What is asked at first: the query with its filters, order and mode, and how the lexicon is used. Nothing asked
    /// begins in the query line.
    pub request: SearchRequest,
    /// Line by line, for screen readers.
    pub plain: bool,
    /// Whether colours are used.
    pub colour: bool,
    /// Whether the mouse is the browser's rather than the terminal's.
    pub mouse: bool,
    /// Looks that a person chose for some roles.
    pub looks: Vec<(Role, anstyle::Style)>,
    /// The index's name, where it is not the one that a person always uses.
    pub index: Option<String>,
    /// What is to be said at first: that inputs have changed since the index was built.
    pub remark: Option<String>,
    /// Keys that differ from the defaults: an action's name, and its keys.
    pub keys: BTreeMap<String, Vec<String>>,
    /// What the environment says.
    pub surroundings: Surroundings,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            request: SearchRequest::default(),
            plain: false,
            colour: true,
            mouse: true,
            looks: Vec::new(),
            index: None,
            remark: None,
            keys: BTreeMap::new(),
            surroundings: Surroundings::default(),
        }
    }
}

/// What the environment says of terminal and desktop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Over ssh.
    pub remote: bool,
    /// Inside tmux.
    pub tmux: bool,
    /// On a Wayland desktop.
    pub wayland: bool,
    /// On an X11 desktop.
    pub x11: bool,
    /// The terminal cannot move its cursor.
    pub dumb: bool,
    /// The terminal shows more than ASCII.
    pub unicode: bool,
}

impl Surroundings {
    /// Looks at the environment through `get`.
    pub fn look(get: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| get(name).is_some_and(|value| !value.is_empty());
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| get(name).filter(|v| !v.is_empty()));
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        Self {
            remote: set("SSH_TTY") || set("SSH_CONNECTION"),
            tmux: set("TMUX"),
            wayland: set("WAYLAND_DISPLAY"),
            x11: set("DISPLAY"),
            dumb: get("TERM").is_some_and(|term| term == "dumb"),
            unicode: cfg!(any(windows, target_os = "macos"))
                || locale.contains("utf-8")
                || locale.contains("utf8"),
        }
    }
}

/// Runs the browser until a person leaves.
///
/// # Errors
/// Where there is no terminal to draw on, where it breaks, or where `[keys]` cannot be used.
pub fn run(searcher: Arc<dyn Searcher>, desk: &mut dyn Desk, options: Options) -> Result<()> {
    if options.plain || options.surroundings.dumb {
        let input = std::io::stdin();
        // Nothing that a terminal would obey goes into a file or another program.
        let mut options = options;
        options.surroundings.dumb |= !std::io::stdout().is_terminal();
        return plain::converse(&searcher, desk, options, &mut input.lock(), &mut std::io::stdout());
    }
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Error::usage("browse needs a terminal", "chosin search QUERY, or chosin browse --plain"));
    }
    turn::browse(&searcher, desk, options)
}

/// Runs the browser on a surface that is no terminal of this program's, for events from anywhere, until there are no more of them
/// or one leaves.
///
/// # Errors
/// Where the surface breaks, or where `[keys]` cannot be used.
pub fn run_on(
    searcher: &Arc<dyn Searcher>,
    desk: &mut dyn Desk,
    options: Options,
    surface: &mut dyn Surface,
    events: std::sync::mpsc::Receiver<ratatui::crossterm::event::Event>,
) -> Result<()> {
    turn::browse_on(searcher, desk, options, surface, events)
}
