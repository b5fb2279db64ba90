//! What can come next on the command line: ids, lists, fields and styles from what is there. Commands and flags are told by `arguments`.
//!
//! The shell runs chosin with a variable set; the answer must come within a key's time, so nothing here builds an index: ids are
//! read from the library's ledger, words of authors and journals from the index's own lists of terms, where there is one.

use super::place::Place;
use super::settings::Settings;
use crate::index::open::Opened;
use crate::library::Library;
use crate::library::location::Location;
use crate::query::{Field, TextField, ValueField};
use crate::render::count;
use clap_complete::CompletionCandidate;
use clap_complete::env::{EnvCompleter, Fish, Zsh};
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};

/// The variable by which a shell asks.
pub const VARIABLE: &str = "CHOSIN_COMPLETE";

/// Ids that one answer names at most.
const MOST: usize = 200;

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
    known.into_iter().map(|(id, was)| CompletionCandidate::new(id).help(Some(harmless(&was)))).collect()
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

/// Names of saved searches.
pub fn saved(typed: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(typed), Some(library)) = (typed.to_str(), library()) else { return Vec::new() };
    let saved = library.saved().map(|read| read.0).unwrap_or_default();
    let named = saved.into_iter().filter(|search| search.name.starts_with(typed));
    named.map(|search| CompletionCandidate::new(search.name).help(Some(harmless(&search.query)))).collect()
}

/// Words of authors' names.
pub fn authors(typed: &OsStr) -> Vec<CompletionCandidate> {
    terms(Field::Person, typed)
}

/// Words of journals' titles.
pub fn journals(typed: &OsStr) -> Vec<CompletionCandidate> {
    terms(Field::Text(TextField::Journal), typed)
}

/// Kinds of work.
pub fn types(typed: &OsStr) -> Vec<CompletionCandidate> {
    terms(Field::Value(ValueField::Type), typed)
}

/// Languages.
pub fn languages(typed: &OsStr) -> Vec<CompletionCandidate> {
    terms(Field::Value(ValueField::Lang), typed)
}

/// What a field of the index holds that begins as typed, and how many records have it.
fn terms(field: Field, typed: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(typed), Some(location)) = (typed.to_str(), location()) else { return Vec::new() };
    let opened = Opened::open(&location);
    let terms = opened.and_then(|opened| opened.beginning(field, typed, MOST)).unwrap_or_default();
    terms
        .into_iter()
        .map(|(term, records)| {
            CompletionCandidate::new(term).help(Some(count(records, "record", "records").into()))
        })
        .collect()
}

/// Text of the user's or a record's for the shell to show.
fn harmless(text: &str) -> clap::builder::StyledStr {
    crate::render::escape::line(text).into_owned().into()
}

/// What can follow something typed.
type Complete = fn(&OsStr) -> Vec<CompletionCandidate>;

/// Fields whose values can be told, by what tells them.
const VALUES: &[(&str, Complete)] = &[
    ("list", lists),
    ("id", ids),
    ("type", types),
    ("lang", languages),
    ("author", authors),
    ("journal", journals),
];

/// Words of a query: names of fields, then values of those that have values to tell.
pub fn words(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str().map(str::trim_start) else { return Vec::new() };
    let sign = typed.len() - typed.trim_start_matches(['-', '+']).len();
    let (sign, word) = typed.split_at(sign);
    let Some((field, value)) = word.split_once(':') else {
        let names = Field::names().filter(|name| name.starts_with(word));
        return names.map(|name| CompletionCandidate::new(format!("{sign}{name}:"))).collect();
    };
    let first = Field::by_name(field).map_or(field, |field| field.name());
    let values = VALUES.iter().find(|(name, _)| *name == first).map(|(_, values)| values(OsStr::new(value)));
    let values = values.unwrap_or_default().into_iter();
    values.map(|value| value.add_prefix(format!("{sign}{field}:"))).collect()
}

/// The library that the typed line means.
fn library() -> Option<Library> {
    location().map(|location| Library::of(&location))
}

/// The location that the typed line means.
fn location() -> Option<Location> {
    let line: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    let after = line.iter().position(|word| word == "--index").and_then(|at| line.get(at + 1)).cloned();
    let within = line.iter().find_map(|word| word.to_str()?.strip_prefix("--index=").map(OsString::from));
    let settings = Settings::read().unwrap_or_default();
    let place = Place::find(after.or(within).as_deref(), &settings).ok()?;
    Some(Location::new(place.path))
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
