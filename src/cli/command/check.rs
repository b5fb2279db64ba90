//! `chosin check`: the built index against its checksums, its records, and the corpus it was made from.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::index::check;
use crate::library::location::Location;
use crate::render::{count, thousands};
use clap::ArgMatches;

pub const ROW: Row = Row {
    name: "check",
    alias: None,
    about: "Verify the index against its checksums and its corpus",
    arguments: with::<Check>,
    run,
};

/// Verify the index against its checksums and its corpus
#[derive(Debug, clap::Args)]
struct Check {}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let _: Check = flags(matches)?;
    let (place, library) = open::library(shell)?;
    let checked = check::check(&Location::new(&place.path))?;
    let records = count(checked.records, "record", "records");
    shell.write(|out| {
        writeln!(out, "{}: sound, {records} read, {} bytes verified", place.name(), thousands(checked.bytes))
    })?;
    if !checked.stale.is_empty() {
        let inputs = library.inputs()?.0.len().max(1);
        shell.news(&open::stale(checked.stale.len(), inputs));
    }
    Ok(Exit::Found)
}
