//! `chosin man`: manual pages made from the flags themselves, one a command.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use clap::ArgMatches;
use std::path::PathBuf;

pub const ROW: Row = Row {
    name: "man",
    alias: None,
    about: "Print a manual page, or write all of them",
    arguments: with::<Man>,
    run,
};

/// Print a manual page, or write all of them into a folder
#[derive(Debug, clap::Args)]
struct Man {
    /// A command; without one, the page of chosin
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write every page into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Man = flags(matches)?;
    let mut program = (shell.program)();
    program.build();
    if let Some(folder) = &flags.all {
        std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        clap_mangen::generate_to(program, folder).map_err(|error| Error::io(folder, error))?;
        return Ok(Exit::Found);
    }
    let page = match &flags.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Error::usage(format!("{name}: no command of chosin's"), "chosin --help"))?,
    };
    let name = page.get_display_name().unwrap_or(page.get_name()).to_owned();
    let mut text = Vec::new();
    clap_mangen::Man::new(page)
        .title(name)
        .render(&mut text)
        .map_err(|error| Error::io("manual page", error))?;
    shell.write(|out| out.write_all(&text))?;
    Ok(Exit::Found)
}
