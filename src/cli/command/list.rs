//! `chosin list`: named lists of records, the user's own.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::complete;
use crate::cli::open::{self, WAIT};
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::library::Library;
use crate::render::{count, escape, imprint};
use clap::{ArgMatches, Subcommand};
use clap_complete::engine::ArgValueCompleter;

pub const ROW: Row = Row {
    name: "list",
    alias: Some("lists"),
    about: "Keep named lists of records",
    arguments: with::<List>,
    run,
};

/// Keep named lists of records; list:NAME in a query filters by one
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
struct List {
    /// Show this list; without a name, all lists, and the saved searches (chosin search --saved NAME)
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::lists))]
    name: Option<String>,
    /// Print ids alone
    #[arg(long)]
    ids: bool,
    #[command(subcommand)]
    change: Option<Change>,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Put records on a list; a new name begins one
    Add(Members),
    /// Take records off a list; a saved search needs no ID
    Remove(Gone),
}

#[derive(Debug, clap::Args)]
struct Members {
    /// The list
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::lists))]
    name: String,
    /// Ids of records
    #[arg(value_name = "ID", required = true, add = ArgValueCompleter::new(complete::ids))]
    ids: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct Gone {
    /// The list, or a saved search
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::lists))]
    name: String,
    /// Ids of records
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::ids))]
    ids: Vec<String>,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: List = flags(matches)?;
    match (&flags.change, &flags.name) {
        (Some(Change::Add(members)), _) => add(members, shell),
        (Some(Change::Remove(gone)), _) => remove(gone, shell),
        (None, Some(name)) => show(name, flags.ids, shell),
        (None, None) => all(shell),
    }
}

fn add(members: &Members, shell: &Shell) -> Result<Exit> {
    let opened = open::open(shell)?;
    for id in &members.ids {
        if opened.searcher.record(id)?.is_none() {
            return Err(opened.gone(id)?);
        }
    }
    crate::library::location::Location::new(&opened.place.path).claim()?;
    let lock = opened.library.lock(WAIT)?;
    let new = opened.library.lists().add(&members.name, &members.ids, &lock)?;
    let (number, name) = (count(new as u64, "record", "records"), &members.name);
    shell.news(&format!("{number} added to {name}: chosin search list:{name}"));
    Ok(Exit::Found)
}

fn remove(named: &Gone, shell: &Shell) -> Result<Exit> {
    let (_, library) = open::library(shell)?;
    let Gone { name, ids } = named;
    if ids.is_empty() {
        let lock = library.lock(WAIT)?;
        if library.forget_search(name, &lock)? {
            shell.news(&format!("the search {name} is forgotten"));
            return Ok(Exit::Found);
        }
    }
    known(&library, name)?;
    if ids.is_empty() {
        return Err(Error::usage(
            format!("{name}: which records are to be taken off"),
            format!("chosin list remove {name} ID"),
        ));
    }
    let lock = library.lock(WAIT)?;
    let gone = library.lists().remove(name, ids, &lock)?;
    shell.news(&format!("{} taken off {name}", count(gone as u64, "record", "records")));
    Ok(Exit::found(gone > 0))
}

/// The ids on a list, which must have been begun.
fn known(library: &Library, name: &str) -> Result<Vec<String>> {
    if !library.lists().names()?.iter().any(|known| known == name) {
        return Err(Error::usage(
            format!("{name}: no list of this name"),
            format!("chosin list add {name} ID"),
        ));
    }
    Ok(library.lists().ids(name)?.0)
}

fn show(name: &str, bare: bool, shell: &Shell) -> Result<Exit> {
    let (_, library) = open::library(shell)?;
    let ids = known(&library, name)?;
    if bare {
        shell.write(|out| ids.iter().try_for_each(|id| writeln!(out, "{}", escape::line(id))))?;
        return Ok(Exit::found(!ids.is_empty()));
    }
    let opened = open::open(shell)?;
    let mut lines = Vec::new();
    for id in &ids {
        let line = match opened.searcher.record(id)? {
            Some(record) => format!("{id}\t{}\t{}", imprint::people(&record, 2), record.heading()),
            None => format!("{id}\t\t(gone)"),
        };
        lines.push(escape::line(&line.replace('\t', "  ")).into_owned());
    }
    shell.write_long(false, |out| lines.iter().try_for_each(|line| writeln!(out, "{line}")))?;
    Ok(Exit::found(!ids.is_empty()))
}

fn all(shell: &Shell) -> Result<Exit> {
    let (_, library) = open::library(shell)?;
    let lists = library.lists();
    let names = lists.names()?;
    let saved = library.saved()?.0;
    if names.is_empty() && saved.is_empty() {
        shell.news("no lists yet: chosin list add NAME ID");
        return Ok(Exit::Nothing);
    }
    let rows = names.iter().map(|name| Ok((lists.ids(name)?.0.len(), name))).collect::<Result<Vec<_>>>()?;
    shell.write(|out| {
        for (records, name) in rows {
            writeln!(out, "{records:>6}  {}", escape::line(name))?;
        }
        for search in saved {
            writeln!(out, "search  {}: {}", escape::line(&search.name), escape::line(&search.query))?;
        }
        Ok(())
    })?;
    Ok(Exit::Found)
}
