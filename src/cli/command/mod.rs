//! The commands: one file each, one row each.
//!
//! What a command does stands in its file; finding, showing and keeping are other rooms'.

mod apart;
mod browse;
mod check;
mod cite;
mod completions;
mod config;
mod eval;
mod export;
pub mod greeting;
mod help;
mod history;
mod ingest;
mod lexicon;
mod list;
mod man;
mod problems;
mod related;
mod search;
mod show;
mod stats;

use super::Exit;
use super::shell::Shell;
use crate::error::{Error, Result};
use clap::{ArgMatches, Args, Command, FromArgMatches};

/// A command.
pub struct Row {
    /// What is typed.
    pub name: &'static str,
    /// Another way to type it.
    pub alias: Option<&'static str>,
    /// What it does, in a line.
    pub about: &'static str,
    /// Adds its flags; called only when the command is named.
    pub arguments: fn(Command) -> Command,
    /// Runs it.
    pub run: fn(&ArgMatches, &mut Shell) -> Result<Exit>,
}

/// Every command, in the order in which help names them.
pub const COMMANDS: &[Row] = &[
    search::ROW,
    show::ROW,
    browse::ROW,
    ingest::ROW,
    cite::ROW,
    export::ROW,
    related::ROW,
    list::ROW,
    apart::ROW,
    stats::ROW,
    lexicon::ROW,
    problems::ROW,
    history::ROW,
    check::ROW,
    eval::ROW,
    config::ROW,
    completions::ROW,
    man::ROW,
    help::ROW,
];

/// The flags of a command as its struct has them.
fn flags<T: FromArgMatches>(matches: &ArgMatches) -> Result<T> {
    T::from_arg_matches(matches).map_err(|error| Error::plain(error.to_string()))
}

/// Adds the flags of a struct; the shape that [`Row::arguments`] wants.
fn with<T: Args>(command: Command) -> Command {
    T::augment_args(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_command_has_its_row() {
        let this = include_str!("mod.rs");
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/command")).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let name = file.trim_end_matches(".rs");
            assert!(
                ["mod", "greeting"].contains(&name) || this.contains(&format!("{name}::ROW,")),
                "{file} has no row"
            );
        }
        assert!(COMMANDS.iter().all(|row| !row.about.ends_with('.')));
    }
}
