//! `chosin show`: records in full, their identifiers and sources.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::complete;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::render::show;
use clap::ArgMatches;
use clap_complete::engine::ArgValueCompleter;

pub const ROW: Row = Row {
    name: "show",
    alias: None,
    about: "Show records in full, with identifiers and sources",
    arguments: with::<Show>,
    run,
};

/// Show records in full, with identifiers and sources
#[derive(Debug, clap::Args)]
struct Show {
    /// Ids of records
    #[arg(value_name = "ID", required = true, add = ArgValueCompleter::new(complete::ids))]
    ids: Vec<String>,
    /// Say which source gave what, and what was passed over
    #[arg(long)]
    sources: bool,
    /// Print CSL-JSON items, one a line
    #[arg(long)]
    json: bool,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Show = flags(matches)?;
    let opened = open::open(shell)?;
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for id in &flags.ids {
        match opened.searcher.record(id)? {
            Some(record) => found.push((opened.searcher.sources(&record.id)?, record)),
            None => missing.push(opened.gone(id)?),
        }
    }
    opened.remark_if_stale(shell);
    shell.write_long(flags.no_pager || flags.json, |out| {
        for (place, (sources, record)) in found.iter().enumerate() {
            if flags.json {
                writeln!(out, "{}", record.to_json())?;
                continue;
            }
            if place > 0 {
                out.write_all(b"\n\n")?;
            }
            show::write(record, sources, flags.sources, &shell.screen, out)?;
        }
        Ok(())
    })?;
    // What was found is shown all the same; the first that was not is the error.
    match missing.into_iter().next() {
        Some(error) => Err(error),
        None => Ok(Exit::Found),
    }
}
