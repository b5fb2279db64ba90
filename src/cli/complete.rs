//! What can come next on the command line: commands and flags from their definition, ids, lists, fields and styles from what is there.
//!
//! The shell runs chosin with a variable set; the answer must come within a key's time, so nothing here opens an index,
//! let alone builds one: ids are read from the library's ledger.

use super::arguments;
use super::place::Place;
use super::settings::Settings;
use crate::library::Library;
use crate::library::location::Location;
use clap_complete::CompletionCandidate;
use clap_complete::env::{CompleteEnv, EnvCompleter, Fish, Shells, Zsh};
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};

/// The variable by which a shell asks.
const VARIABLE: &str = "CHOSIN_COMPLETE";

/// Ids that one answer names at most.
const MOST: usize = 200;

/// Answers a shell that asks and leaves; returns at once where none does.
pub fn complete() {
    if std::env::var_os(VARIABLE).is_some() {
        let shells = Shells::builtins();
        CompleteEnv::with_factory(arguments::program)
            .var(VARIABLE)
            .bin("chosin")
            .completer("chosin")
            .shells(shells)
            .complete();
    }
}

/// Writes the script of a shell.
pub fn script(shell: &str, out: &mut dyn Write) -> io::Result<()> {
    match shell {
        "zsh" => Zsh.write_registration(VARIABLE, "chosin", "chosin", "chosin", out),
        "fish" => Fish.write_registration(VARIABLE, "chosin", "chosin", "chosin", out),
        _ => out.write_all(include_bytes!("complete.bash")),
    }
}

/// Ids of records.
pub fn ids(typed: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(typed), Some(library)) = (typed.to_str(), library()) else { return Vec::new() };
    let known = library.ids_beginning(typed, MOST).unwrap_or_default();
    known
        .into_iter()
        .map(|(id, was)| {
            CompletionCandidate::new(id).help(Some(crate::render::escape::line(&was).into_owned().into()))
        })
        .collect()
}

/// Names of lists.
pub fn lists(typed: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(typed), Some(library)) = (typed.to_str(), library()) else { return Vec::new() };
    let names = library.lists().names().unwrap_or_default();
    names.into_iter().filter(|name| name.starts_with(typed)).map(CompletionCandidate::new).collect()
}

/// Names of citation styles.
pub fn styles(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let styles = crate::cite::available().into_iter().filter(|(name, _)| name.starts_with(typed));
    styles.map(|(name, title)| CompletionCandidate::new(name).help(Some(title.into()))).collect()
}

/// CSL's types of work that a bibliography of the field has.
const TYPES: &[&str] = &[
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "dataset",
    "document",
    "manuscript",
    "motion_picture",
    "paper-conference",
    "report",
    "review",
    "thesis",
    "webpage",
];

/// Words of a query: names of fields, then the values of those whose values are known without an index.
pub fn words(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let sign = typed.len() - typed.trim_start_matches(['-', '+']).len();
    let (sign, word) = typed.split_at(sign);
    let Some((field, value)) = word.split_once(':') else {
        let names = crate::query::Field::names().filter(|name| name.starts_with(word));
        return names.map(|name| CompletionCandidate::new(format!("{sign}{name}:"))).collect();
    };
    let values = match field {
        "list" => lists(OsStr::new(value)),
        "id" => ids(OsStr::new(value)),
        "type" => TYPES.iter().filter(|name| name.starts_with(value)).map(CompletionCandidate::new).collect(),
        _ => Vec::new(),
    };
    values.into_iter().map(|value| value.add_prefix(format!("{sign}{field}:"))).collect()
}

/// The library that the typed line means.
fn library() -> Option<Library> {
    let line: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    let after = line.iter().position(|word| word == "--index").and_then(|at| line.get(at + 1)).cloned();
    let within = line.iter().find_map(|word| word.to_str()?.strip_prefix("--index=").map(OsString::from));
    let settings = Settings::read().unwrap_or_default();
    let place = Place::find(after.or(within).as_deref(), &settings).ok()?;
    Some(Library::of(&Location::new(place.path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(typed: &str) -> Vec<String> {
        words(OsStr::new(typed)).iter().map(|word| word.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn fields_and_their_values_are_offered() {
        assert_eq!(values("auth"), ["author:"]);
        assert_eq!(values("-type:boo"), ["-type:book"]);
        assert!(values("inchon").is_empty());
    }

    #[test]
    fn every_shell_has_a_script_that_asks_us() {
        for shell in ["bash", "zsh", "fish"] {
            let mut out = Vec::new();
            script(shell, &mut out).unwrap();
            assert!(String::from_utf8(out).unwrap().contains(VARIABLE), "{shell}");
        }
    }
}
