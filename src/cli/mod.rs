//! The command line: flags, one file a command, and what the person's machine says about streams, places and settings.
//!
//! The only room that reads arguments, environment and home, prints, and chooses who answers a search. What is found and how it
//! is shown is decided in the rooms before it.

mod arguments;
mod command;
mod complete;
mod desk;
mod measures;
mod open;
mod pager;
mod place;
mod progress;
mod question;
mod quote;
mod settings;
mod shell;
mod terminal;

pub use arguments::complete;

use crate::error::{Error, Result};
use command::{COMMANDS, Row};
use shell::Shell;
use std::ffi::OsString;
use std::process::ExitCode;

/// How a command ended, as scripts ask: grep's exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Found, or done.
    Found,
    /// Nothing was found.
    Nothing,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Found => 0,
            Exit::Nothing => 1,
        })
    }
}

impl Exit {
    /// Found, if it is so.
    fn found(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

/// The exit code of an error.
const FAILED: u8 = 2;

/// Parses the arguments and runs the command they name.
///
/// # Errors
/// Why the command stopped.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<ExitCode> {
    let arguments = arguments::excluding_words(arguments.into_iter().collect());
    let matches = match arguments::program().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return arguments::answer(&error, &arguments),
    };
    no_file_size_signal();
    let mut shell = Shell::new(arguments::program, &matches)?;
    let exit = match matches.subcommand() {
        None => command::greeting::run(&mut shell)?,
        Some((name, matches)) => match COMMANDS.iter().find(|row| row.name == name) {
            Some(Row { run, .. }) => run(matches, &mut shell)?,
            None => return Err(Error::plain(format!("{name}: no command of chosin's"))),
        },
    };
    shell.finish()?;
    Ok(exit.into())
}

/// A file beyond the user's limit (`ulimit -f`) is an error of that write, told and cleaned up after, not the end of the process.
fn no_file_size_signal() {
    #[cfg(unix)]
    {
        let seen = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        // Where it cannot be had, the system's own way stands.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
    }
}

/// Says on stderr why a command stopped and what to type next. A closed pipe is no error.
pub fn fail(error: &Error) -> ExitCode {
    if matches!(error, Error::ClosedPipe) {
        return ExitCode::SUCCESS;
    }
    terminal::complain(error);
    FAILED.into()
}
