//! `chosin lexicon`: which names are taken for one thing, and why.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::lexicon::{Class, Lexicon, Reason};
use crate::render::count;
use crate::render::layout::Text;
use crate::render::style::Role;
use clap::ArgMatches;
use std::io::{self, Write};

pub const ROW: Row =
    Row { name: "lexicon", alias: None, about: "Show which names are taken for one thing", arguments: with::<Names>, run };

/// Show which names are taken for one thing
#[derive(Debug, clap::Args)]
struct Names {
    /// A name; with a second one, why the two meet
    #[arg(value_name = "TERM", num_args = 0..=2)]
    terms: Vec<String>,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Names = flags(matches)?;
    let lexicon = open::lexicon(shell)?;
    match flags.terms.as_slice() {
        [one, other] => why(&lexicon, one, other, shell),
        [term] => one(&lexicon, term, &flags, shell),
        _ => {
            shell.write_long(flags.no_pager, |out| lexicon.classes().try_for_each(|class| write(&class, false, shell, out)))?;
            Ok(Exit::Found)
        }
    }
}
