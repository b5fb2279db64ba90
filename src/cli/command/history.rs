//! `chosin history`: the searches made, fit for a methods section.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::library::history::Search;
use crate::render::history;
use clap::ArgMatches;

pub const ROW: Row =
    Row { name: "history", alias: None, about: "List the searches made", arguments: with::<History>, run };

/// List the searches made: when, as understood, filters, counts, corpus
#[derive(Debug, clap::Args)]
struct History {
    /// text, csv, json
    #[arg(long, value_name = "NAME", default_value = "text", value_parser = ["text", "csv", "json"])]
    format: String,
    /// Short for --format json
    #[arg(long)]
    json: bool,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: History = flags(matches)?;
    let (_, library) = open::library(shell)?;
    let (searches, problems): (Vec<Search>, _) = library.history()?;
    for problem in &problems {
        shell.note(&problem.to_string());
    }
    let format = if flags.json { "json" } else { flags.format.as_str() };
    let Some((_, write)) = history::VIEWS.iter().find(|(name, _)| *name == format) else {
        return Err(Error::plain(format!("--format {format}: not one of text, csv, json")));
    };
    if format == "text" {
        shell.write_long(flags.no_pager, |out| write(&searches, &shell.screen, out))?;
    } else {
        shell.write_data(|out| write(&searches, &shell.screen, out))?;
    }
    if searches.is_empty() && format == "text" {
        shell.news("no searches yet: chosin search QUERY");
    }
    Ok(Exit::found(!searches.is_empty()))
}
