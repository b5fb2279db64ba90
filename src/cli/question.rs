//! The words and flags that make a search request, the same for `search`, `export` and `browse`.
//!
//! What the query's text means is `query`'s; here it is put together from the shell's words.

use super::complete;
use super::open;
use super::quote::quoted;
use super::shell::Shell;
use crate::error::{Error, Result};
use crate::search::{Filter, Mode, SearchRequest, Sort};
use clap_complete::engine::ArgValueCompleter;
use std::ffi::OsString;

/// Orders by name.
pub const SORTS: &[(&str, Sort)] = &[
    ("relevance", Sort::Relevance),
    ("year", Sort::Year),
    ("-year", Sort::YearDescending),
    ("author", Sort::Author),
    ("title", Sort::Title),
];

/// The words of a query and the conditions beside it.
#[derive(Debug, Default, clap::Args)]
pub struct Question {
    /// Words, "phrases", -excluded, field:value: see chosin help queries
    #[arg(value_name = "QUERY", add = ArgValueCompleter::new(complete::words))]
    pub query: Vec<OsString>,
    /// Years of appearance: 1950, 1950..1953, >=1990
    #[arg(long, value_name = "A..B", help_heading = "Filters")]
    pub year: Vec<String>,
    /// An author; several mean any of them
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = ArgValueCompleter::new(complete::authors))]
    pub author: Vec<String>,
    /// Words of the journal's or book's title
    #[arg(long, value_name = "WORDS", help_heading = "Filters", add = ArgValueCompleter::new(complete::journals))]
    pub journal: Vec<String>,
    /// A kind of work: book, chapter, article-journal, thesis
    #[arg(long = "type", value_name = "TYPE", help_heading = "Filters", add = ArgValueCompleter::new(complete::types))]
    pub kind: Vec<String>,
    /// A language: en, ko, zh
    #[arg(long, value_name = "LANG", help_heading = "Filters", add = ArgValueCompleter::new(complete::languages))]
    pub lang: Vec<String>,
    /// A list of yours
    #[arg(long, value_name = "NAME", help_heading = "Filters", add = ArgValueCompleter::new(complete::lists))]
    pub list: Vec<String>,
    /// Only records first seen by the last ingest (last) or by that number of ingest
    #[arg(long, value_name = "INGEST", help_heading = "Filters")]
    pub since: Option<String>,
    /// A search saved in browse; further words and flags narrow it
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(complete::saved))]
    pub saved: Option<String>,
    /// Every word must be found
    #[arg(long, conflicts_with = "any")]
    pub all: bool,
    /// Any word will do, best score first
    #[arg(long)]
    pub any: bool,
    /// Order: relevance, year, -year, author, title
    #[arg(long, value_name = "ORDER", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Search the words as typed, without the other names of the same thing
    #[arg(long)]
    pub no_lexicon: bool,
    /// Search broad names too
    #[arg(long, conflicts_with = "no_lexicon")]
    pub broad: bool,
    /// Leave this search out of the history
    #[arg(long)]
    pub no_history: bool,
}

impl Question {
    /// The words as one text.
    fn text(&self) -> String {
        let words: Vec<_> = self.query.iter().map(|word| word.to_string_lossy()).collect();
        words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The query as one text: the saved search that is named, and the words.
    ///
    /// # Errors
    /// Where no search is saved under that name, or the library cannot be read.
    fn query(&self, shell: &Shell) -> Result<String> {
        let Some(name) = &self.saved else { return Ok(self.text()) };
        let saved = open::library(shell)?.1.saved()?.0;
        let saved = saved.into_iter().find(|search| search.name == *name).ok_or_else(|| {
            Error::usage(format!("--saved {name}: no search is saved under this name"), "chosin list")
        })?;
        let words = self.text();
        Ok(if words.is_empty() { saved.query } else { format!("+({}) {words}", saved.query) })
    }

    /// The request, with what a request has where no flag and no config file says otherwise.
    ///
    /// # Errors
    /// Where a flag's value is none of those it takes.
    pub fn request(&self, shell: &Shell) -> Result<SearchRequest> {
        let mode = match (self.all, self.any) {
            (true, _) => Mode::All,
            (_, true) => Mode::Any,
            _ => Mode::Ranked,
        };
        let sort = match self.sort.as_deref().or(shell.settings.sort.as_deref()) {
            Some(name) => order(name.trim())?,
            None => Sort::Relevance,
        };
        Ok(SearchRequest {
            query: self.query(shell)?,
            mode,
            sort,
            filters: self.filters(),
            lexicon: !self.no_lexicon,
            broad: self.broad,
            ..SearchRequest::default()
        })
    }

    fn filters(&self) -> Vec<Filter> {
        let since = self.since.iter().cloned().collect();
        let flags = [
            ("year", &self.year),
            ("author", &self.author),
            ("journal", &self.journal),
            ("type", &self.kind),
            ("lang", &self.lang),
            ("list", &self.list),
            ("since", &since),
        ];
        flags
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(field, values)| Filter { field: field.into(), values: values.clone(), exclude: false })
            .collect()
    }

    /// What to say where the shell took a phrase's quotes.
    pub fn phrase_note(&self) -> Option<String> {
        self.query.iter().find_map(|word| phrase_note(word.to_string_lossy().trim()))
    }
}

/// The conditions as the query language writes them, for the history.
pub fn written(filters: &[Filter]) -> Vec<String> {
    filters.iter().map(Filter::to_string).collect()
}

/// Conditions from what [`written`] wrote; what cannot be one is left out.
pub fn read(written: &[String]) -> Vec<Filter> {
    let one = |text: &String| {
        let (exclude, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
        let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
        let mut filter = Filter { exclude, ..Filter::default() };
        for part in text.split(" OR ") {
            let (field, value) = part.split_once(':')?;
            field.clone_into(&mut filter.field);
            filter.values.push(value.trim_matches('"').to_owned());
        }
        Some(filter)
    };
    written.iter().filter_map(one).collect()
}

/// The condition that every record meets, for an export without a query: none has the empty id.
pub fn everything() -> Filter {
    Filter { exclude: true, ..Filter::new("id", "") }
}

/// The order of that name.
///
/// # Errors
/// Where there is none.
pub fn order(name: &str) -> Result<Sort> {
    SORTS.iter().find(|row| row.0 == name).map(|row| row.1).ok_or_else(|| {
        let names: Vec<_> = SORTS.iter().map(|row| row.0).collect();
        Error::usage(
            format!("--sort {name}: not one of {}", names.join(", ")),
            "chosin search --sort year QUERY",
        )
    })
}

/// An argument of several plain words, without any sign of the query language, was a phrase before the shell read it, or it was
/// meant to be several words; both are common.
fn phrase_note(argument: &str) -> Option<String> {
    let words = argument.split_whitespace().count();
    let operator = |word: &str| {
        ["AND", "OR", "NOT"].contains(&word) || word.starts_with("NEAR") || word.starts_with(['-', '+', '='])
    };
    let signs = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '(' | ')' | '*' | '?' | '~');
    if !(2..=12).contains(&words) || argument.contains(signs) || argument.split_whitespace().any(operator) {
        return None;
    }
    let phrase = match argument.split_once(':') {
        // A second field is no word of a phrase.
        Some((field, value)) if !field.contains(' ') && !value.starts_with(' ') && !value.contains(':') => {
            format!("{field}:\"{value}\"")
        }
        Some(_) => return None,
        None => format!("\"{argument}\""),
    };
    Some(format!("searched as {words} words; for the phrase: {}", quoted(&[phrase])))
}

/// A whole number from an argument; one too large for this machine is as many as it can count.
pub fn number(text: &str) -> std::result::Result<usize, String> {
    let digits = text.trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("not a whole number".into());
    }
    Ok(digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_one_query() {
        let question = Question {
            query: ["inchon", " -vietnam", "38th parallel"].map(OsString::from).into(),
            ..Question::default()
        };
        assert_eq!(question.text(), "inchon -vietnam 38th parallel");
    }

    #[test]
    fn a_phrase_whose_quotes_the_shell_took_is_noticed() {
        assert_eq!(
            phrase_note("38th parallel").unwrap(),
            "searched as 2 words; for the phrase: '\"38th parallel\"'"
        );
        assert!(phrase_note("author:Cumings, B").unwrap().ends_with("'author:\"Cumings, B\"'"));
        let plain = ["inchon", "\"38th parallel\"", "war OR peace", "war -vietnam", "(war peace)"];
        for plain in plain.into_iter().chain(["title:truman title:macarthur", "lang:ko type:book"]) {
            assert_eq!(phrase_note(plain), None, "{plain}");
        }
    }

    #[test]
    fn any_number_is_one() {
        assert_eq!(number("99999999999999999999999"), Ok(usize::MAX));
        assert!(number("-1").is_err() && number("").is_err());
    }

    #[test]
    fn conditions_are_written_as_queries_are() {
        let either =
            Filter { values: vec!["book".into(), "thesis".into()], exclude: true, ..Filter::new("type", "") };
        let filters = [Filter::new("journal", "cold war"), either];
        assert_eq!(written(&filters), ["journal:\"cold war\"", "-(type:book OR type:thesis)"]);
        assert_eq!(read(&written(&filters)), filters);
    }
}
