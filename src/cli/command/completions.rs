//! `chosin completions`: the script by which a shell asks chosin what can come next.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::complete;
use crate::cli::shell::Shell;
use crate::error::Result;
use clap::ArgMatches;

pub const ROW: Row = Row {
    name: "completions",
    alias: None,
    about: "Print the completions of a shell: bash, zsh, fish",
    arguments: with::<Completions>,
    run,
};

/// Print the completions of a shell
///
/// bash: chosin completions bash > ~/.local/share/bash-completion/completions/chosin
/// zsh: chosin completions zsh > a folder of $fpath, as _chosin
/// fish: chosin completions fish > ~/.config/fish/completions/chosin.fish
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = ["bash", "zsh", "fish"])]
    shell: String,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Completions = flags(matches)?;
    shell.write(|out| complete::script(&flags.shell, out))?;
    Ok(Exit::Found)
}
