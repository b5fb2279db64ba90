//! `chosin apart`: two records are different works, for good.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::complete;
use crate::cli::open::{self, WAIT};
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use clap::ArgMatches;
use clap_complete::engine::ArgValueCompleter;

pub const ROW: Row = Row {
    name: "apart",
    alias: None,
    about: "Keep two records apart that were taken for one work",
    arguments: with::<Apart>,
    run,
};

/// Keep two records apart that were taken for one work; without ids, list such pairs
#[derive(Debug, clap::Args)]
struct Apart {
    /// The ids of the two, as each was read
    #[arg(value_name = "ID", num_args = 2, add = ArgValueCompleter::new(complete::ids))]
    ids: Vec<String>,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Apart = flags(matches)?;
    let (place, library) = open::library(shell)?;
    let (mut apart, problems) = library.apart()?;
    for problem in &problems {
        shell.note(&problem.to_string());
    }
    let [one, other] = flags.ids.as_slice() else {
        shell.write_data(|out| apart.pairs().try_for_each(|(one, other)| writeln!(out, "{one}\t{other}")))?;
        return Ok(Exit::found(apart.pairs().next().is_some()));
    };
    let ledger = library.ledger()?.0;
    for id in [one, other] {
        if ledger.find(id).is_none() {
            return Err(open::no_record(id));
        }
    }
    if one == other {
        return Err(Error::usage(
            format!("apart: {one} is one id, two are needed"),
            "chosin show --sources ID",
        ));
    }
    crate::library::location::Location::new(&place.path).claim()?;
    let lock = library.lock(WAIT)?;
    // What was merged with either goes with it, also when nothing is merged for a while and the ledger forgets it.
    let (left, right) = (ledger.entries(one), ledger.entries(other));
    let own = |id: &str| id == one || id == other;
    let left: Vec<&str> = left.into_iter().filter(|id| id == one || !own(id)).collect();
    let right = right.into_iter().filter(|id| id == other || !own(id));
    let pairs = right.flat_map(|right| left.iter().map(move |left| (*left, right)));
    if pairs.fold(false, |any, (left, right)| apart.add(left, right) | any) {
        library.keep_apart(&apart, &lock)?;
        shell.news(&format!("{one} and {other} are kept apart from the next chosin ingest on"));
    } else {
        shell.news(&format!("{one} and {other} were kept apart already"));
    }
    Ok(Exit::Found)
}
