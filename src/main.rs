//! The program: answer a completing shell, else parse, run, print the error and its hint, exit code.

use chosin::{cli, index};
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::complete();
    index::guard::silence_guarded_panics();
    match cli::run(std::env::args_os()) {
        Ok(exit) => exit,
        Err(error) => cli::fail(&error),
    }
}
