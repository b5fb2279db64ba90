//! `chosin browse`: the full-screen browser, given an index and a desk.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::desk::LibraryDesk;
use crate::cli::open;
use crate::cli::question::Question;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::tui::{self, Options, Surroundings};
use clap::ArgMatches;
use std::collections::BTreeMap;

pub const ROW: Row = Row {
    name: "browse",
    alias: None,
    about: "Search as you type, full screen: read, mark, cite, export",
    arguments: with::<Browse>,
    run,
};

/// Search as you type, full screen: read, mark, cite, export
#[derive(Debug, clap::Args)]
struct Browse {
    #[command(flatten)]
    question: Question,
    /// Line by line, without drawing, for screen readers
    #[arg(long)]
    plain: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Browse = flags(matches)?;
    let opened = open::open(shell)?;
    let surroundings = Surroundings::look(|name| std::env::var(name).ok());
    let plain = flags.plain || surroundings.dumb;
    // The browser says it as well; here it is for whoever reads the shell's screen afterwards.
    if !plain {
        opened.remark_if_stale(shell);
    }
    let options = Options {
        request: flags.question.request(shell)?,
        plain,
        colour: shell.screen.colour,
        mouse: shell.settings.mouse.unwrap_or(true) && !flags.no_mouse,
        looks: shell.settings.looks(),
        index: (!opened.place.is_usual()).then(|| opened.place.name()),
        remark: opened.stale(),
        keys: keys(&shell.settings.keys)?,
        surroundings,
    };
    let mut desk = LibraryDesk::new(&opened, shell, !flags.question.no_history);
    tui::run(opened.searcher.clone(), &mut desk, options)?;
    Ok(Exit::Found)
}

/// Keys as the config file has them: one, or a list.
fn keys(settings: &BTreeMap<String, toml::Value>) -> Result<BTreeMap<String, Vec<String>>> {
    let texts = |value: &toml::Value| match value {
        toml::Value::String(key) => Some(vec![key.clone()]),
        toml::Value::Array(keys) => keys.iter().map(|key| key.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    let row = |(action, value): (&String, &toml::Value)| {
        let keys = texts(value).ok_or_else(|| {
            Error::usage(format!("[keys] {action}: not a key nor a list of keys"), "chosin config")
        })?;
        Ok((action.clone(), keys))
    };
    settings.iter().map(row).collect()
}
