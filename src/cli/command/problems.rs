//! `chosin problems`: what could not be read, by file and line.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::index::check;
use crate::library::location::Location;
use crate::render::problems;
use clap::ArgMatches;

pub const ROW: Row = Row {
    name: "problems",
    alias: None,
    about: "List what could not be read, by file and line",
    arguments: with::<Problems>,
    run,
};

/// List what could not be read, by file and line; exit code 1 if there is nothing
#[derive(Debug, clap::Args)]
struct Problems {
    /// One JSON array
    #[arg(long)]
    json: bool,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Problems = flags(matches)?;
    let opened = open::open(shell)?;
    let location = Location::new(&opened.place.path);
    let list = check::problems(&location)?;
    if flags.json {
        shell.write_data(|out| problems::write_json(&list, out))?;
    } else {
        shell.write_long(flags.no_pager, |out| problems::write(&list, &shell.screen, out))?;
        if list.is_empty() {
            shell.news("no problems: every entry was read");
        }
    }
    for file in check::passed_over(&location)? {
        shell.note(&file);
    }
    Ok(Exit::found(!list.is_empty()))
}
