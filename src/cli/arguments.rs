//! From the shell's words to clap's: the tree of commands, words that are excluded, and answers to what cannot be parsed.
//!
//! Start-up counts in a search of two milliseconds: each command's flags are made only when the command is named. What
//! the flags mean is in each command's own file.

use super::command::COMMANDS;
use super::complete::VARIABLE;
use super::quote::quoted;
use super::terminal;
use crate::error::{Error, Result};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, ValueHint};
use clap_complete::env::{CompleteEnv, Shells};
use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

/// The whole program, its commands' flags still unmade.
pub fn program() -> Command {
    let mut program = Command::new("chosin")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Full-text search over Korean War scholarship: the passage that matters, and the citation to paste")
        .max_term_width(100)
        .disable_help_subcommand(true)
        .args(globals());
    for row in COMMANDS {
        let command = Command::new(row.name).about(row.about).defer(row.arguments);
        program = program.subcommand(match row.alias {
            Some(alias) => command.visible_alias(alias),
            None => command,
        });
    }
    program
}

/// Answers a shell that asks and leaves; returns at once where none does.
pub fn complete() {
    if std::env::var_os(VARIABLE).is_some() {
        // As when it is run: -type:book excludes, and is no row of flags.
        let mut line: Vec<OsString> = std::env::args_os().collect();
        let typed = line.iter().position(|word| word == "--").map_or(line.len(), |at| at + 1);
        let typed = line.split_off(typed);
        line.extend(excluding_words(typed));
        let answered = CompleteEnv::with_factory(program)
            .var(VARIABLE)
            .bin("chosin")
            .completer("chosin")
            .shells(Shells::builtins())
            .try_complete(line, std::env::current_dir().ok().as_deref());
        match answered {
            Ok(_) => std::process::exit(0),
            Err(error) => error.exit(),
        }
    }
}

fn globals() -> [Arg; 2] {
    [
        Arg::new("index")
            .long("index")
            .value_name("LOCATION")
            .global(true)
            .value_hint(ValueHint::DirPath)
            .value_parser(clap::value_parser!(OsString))
            .help("The folder of the index and library [default: $CHOSIN_INDEX, ./index, your data folder]"),
        Arg::new("color")
            .long("color")
            .alias("colour")
            .value_name("WHEN")
            .global(true)
            .action(ArgAction::Set)
            .value_parser(["auto", "always", "never"])
            .help("When to colour"),
    ]
}

/// Marks `-vietnam` as a word of the query: clap takes what begins with a blank for no flag, and queries do not mind one.
pub fn excluding_words(arguments: Vec<OsString>) -> Vec<OsString> {
    let mut open = true;
    arguments
        .into_iter()
        .enumerate()
        .map(|(place, argument)| {
            open &= argument != "--";
            if place > 0 && open && excludes(&argument) {
                let mut marked = OsString::from(" ");
                marked.push(argument);
                return marked;
            }
            argument
        })
        .collect()
}

/// Whether an argument is a minus with more than one character behind it and no flag of ours: `-n20` is one.
fn excludes(argument: &OsStr) -> bool {
    let Some(word) = argument.as_encoded_bytes().strip_prefix(b"-") else { return false };
    let number = word.strip_prefix(b"n").is_some_and(|rest| {
        let rest = rest.strip_prefix(b"=").unwrap_or(rest);
        !rest.is_empty() && rest.iter().all(u8::is_ascii_digit)
    });
    word.len() > 1 && !word.starts_with(b"-") && !number
}

/// Help and version are answers; all else is an error with what to type next.
pub fn answer(error: &clap::Error, arguments: &[OsString]) -> Result<ExitCode> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            terminal::print(&error.render().ansi().to_string())?;
            Ok(ExitCode::SUCCESS)
        }
        ErrorKind::InvalidSubcommand => {
            let words: Vec<_> = arguments.iter().skip(1).map(|word| word.to_string_lossy()).collect();
            let word = words.iter().find(|word| !word.starts_with('-')).map_or("", |word| word.as_ref());
            let near = COMMANDS.iter().find(|row| is_near(row.name, word));
            let hint = match near {
                Some(row) => format!("chosin {}", row.name),
                None => format!("chosin search {}", quoted(&words)),
            };
            Err(Error::usage(format!("{word}: no command of chosin's"), hint))
        }
        _ => {
            let text = error.render().to_string();
            let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let first = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let named: Vec<_> = lines
                .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
                .collect();
            let between = if first.ends_with(':') { " " } else { "; " };
            let named = named.join(" ").replace("tip: ", "");
            let message = if named.is_empty() { first } else { format!("{first}{between}{named}") };
            let command = arguments
                .iter()
                .filter_map(|word| word.to_str())
                .find(|word| COMMANDS.iter().any(|row| row.name == *word));
            Err(Error::usage(
                message,
                format!("chosin {}--help", command.map(|name| format!("{name} ")).unwrap_or_default()),
            ))
        }
    }
}

/// Whether a typed command is another with one letter too many, too few, changed, or two swapped.
fn is_near(name: &str, typed: &str) -> bool {
    let (name, typed): (Vec<char>, Vec<char>) = (name.chars().collect(), typed.chars().collect());
    if typed.len() < 3 || name.len().abs_diff(typed.len()) > 1 {
        return false;
    }
    let head = name.iter().zip(&typed).take_while(|(a, b)| a == b).count();
    let most = name.len().min(typed.len()) - head;
    let tail = name.iter().rev().zip(typed.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (left, right) = (name.len() - head - tail, typed.len() - head - tail);
    let swapped = (left, right) == (2, 2)
        && name.get(head) == typed.get(head + 1)
        && name.get(head + 1) == typed.get(head);
    (left <= 1 && right <= 1) || swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(arguments: &[&str]) -> Vec<String> {
        let arguments = arguments.iter().map(OsString::from).collect();
        excluding_words(arguments).into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn a_minus_and_a_word_excludes() {
        assert_eq!(
            marked(&["chosin", "search", "war", "-vietnam"]),
            ["chosin", "search", "war", " -vietnam"]
        );
        assert_eq!(
            marked(&["chosin", "-nuclear", "-n20", "-n", "--all", "-h"]),
            ["chosin", " -nuclear", "-n20", "-n", "--all", "-h"]
        );
        assert_eq!(marked(&["chosin", "--", "-vietnam"]), ["chosin", "--", "-vietnam"]);
    }

    #[test]
    fn the_tree_of_commands_is_sound() {
        let mut program = program();
        program.build();
        program.debug_assert();
    }

    #[test]
    fn a_mistyped_command_is_guessed() {
        assert!(is_near("search", "serach") && is_near("search", "searc") && is_near("stats", "state"));
        assert!(!is_near("search", "inchon") && !is_near("cite", "kim"));
    }

    #[test]
    fn words_are_quoted_as_a_shell_takes_them() {
        assert_eq!(quoted(&["38th parallel", "it's", "-x"]), r"'38th parallel' 'it'\''s' -x");
    }
}
