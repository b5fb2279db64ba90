//! The field's names for one thing: which words, standing together, are a name, and which class it belongs to.
//!
//! It reads [`Words`] and knows neither positions nor stems nor the index: laying out positions is `analysis`'s.
//! A historian's files ([`source`]) are compiled into one table; rules beside the list find what nobody listed.

mod korean;
mod matching;
#[cfg(test)]
mod meets;
mod number;
pub mod source;
mod spelling;
mod syllable;
mod table;
mod variant;
mod view;

pub use korean::{is_particle, without_particle};
pub use source::{Class, Source, Variant};
use spelling::spelling;
pub use view::Reason;

use crate::error::Result;
use crate::words::Words;
use matching::{Found, Walk};
use std::borrow::Cow;
use std::ops::Range;
use table::Table;

/// The files that chosin carries.
const CARRIED: [(&str, &str); 5] = [
    ("places.toml", include_str!("data/places.toml")),
    ("persons.toml", include_str!("data/persons.toml")),
    ("bodies.toml", include_str!("data/bodies.toml")),
    ("events.toml", include_str!("data/events.toml")),
    ("things.toml", include_str!("data/things.toml")),
];

/// Whose words are read: in a record case decides, in a query a name may be typed small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A record's text.
    Record,
    /// A query.
    Query,
}

/// Words that are one name, longest first from where they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The words, by their index.
    pub words: Range<usize>,
    /// The terms of what the whole is: a class (`#pusan`) or what a rule made (`#1950-06-25`).
    /// A record is indexed under all; a query asks for any of them.
    pub terms: Vec<String>,
    /// The terms of names inside the whole that count too (ROK in ROK Army); a query does not ask for them.
    pub nested: Vec<String>,
}

/// The classes and rules, compiled.
pub struct Lexicon {
    table: Table,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon({} classes, {:016x})", self.table.len(), self.table.digest())
    }
}

/// The one form of a word that is written in several ways: a number in figures, a spelling in the American one.
#[must_use]
pub fn one_form(folded: &str) -> Option<Cow<'static, str>> {
    number::one_word(folded).map(Cow::Owned).or_else(|| spelling(folded))
}

/// The term of a class.
fn term(id: &str) -> String {
    format!("#{id}")
}

impl Lexicon {
    /// The files that chosin carries, as sources that a user's own may follow.
    #[must_use]
    pub fn carried() -> Vec<Source> {
        CARRIED.iter().map(|(name, text)| Source::new(name, *text)).collect()
    }

    /// Files, in order, as the bytes that [`Lexicon::open`] reads. A later file changes the classes of an earlier one.
    ///
    /// # Errors
    /// What a file has that cannot be used, with file and line.
    pub fn compile(sources: &[Source]) -> Result<Vec<u8>> {
        Ok(table::compile(&source::read(sources)?))
    }

    /// Opens compiled bytes: no parsing, microseconds.
    ///
    /// # Errors
    /// Bytes of another version of chosin, or damaged ones.
    pub fn open(bytes: &[u8]) -> Result<Self> {
        Ok(Self { table: Table::open(bytes)? })
    }

    /// A number that another set of classes has not: an index is stale when it was built by another.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.table.digest()
    }

    /// Whether a word can begin a name: quick, and a function of the folded word alone, so that it can be remembered.
    #[must_use]
    pub fn may_begin(&self, folded: &str) -> bool {
        matching::may_begin(&self.table, folded)
    }

    /// The longest name that begins with the word at an index, if one does.
    #[must_use]
    pub fn group_at(&self, words: &Words, at: usize, reading: Reading) -> Option<Group> {
        let found = Walk::all(&self.table, words, at, reading);
        let end = found.iter().map(|found| found.end).max()?;
        let of_whole = |found: &&Found| found.end == end;
        let mut terms: Vec<String> =
            found.iter().filter(of_whole).map(|found| term(self.table.id(found.class))).collect();
        terms.sort();
        terms.dedup();
        let whole: Vec<u32> = found.iter().filter(of_whole).map(|found| found.class).collect();
        let mut nested = if end - at > 1 { self.nested(words, at..end, reading, &whole) } else { Vec::new() };
        nested.retain(|term| !terms.contains(term));
        Some(Group { words: at..end, terms, nested })
    }

    /// The terms of the names inside words that are themselves a name of the given classes.
    fn nested(&self, words: &Words, range: Range<usize>, reading: Reading, whole: &[u32]) -> Vec<String> {
        let mut inside: Vec<(Range<usize>, u32)> =
            whole.iter().map(|class| (range.clone(), *class)).collect();
        for at in range.clone() {
            if !self.may_begin(words.folded(at)) {
                continue;
            }
            let found = Walk::all(&self.table, words, at, reading);
            inside.extend(
                found
                    .into_iter()
                    .filter(|found| found.end <= range.end && (at..found.end) != range)
                    .map(|found| (at..found.end, found.class)),
            );
        }
        let excluded = |range: &Range<usize>, class: u32| {
            inside.iter().any(|(outer, of)| {
                outer != range
                    && outer.start <= range.start
                    && range.end <= outer.end
                    && self.table.excludes(*of, class)
            })
        };
        let mut terms: Vec<String> = inside
            .iter()
            .filter(|(part, class)| *part != range && !excluded(part, *class))
            .map(|(_, class)| term(self.table.id(*class)))
            .collect();
        terms.sort();
        terms.dedup();
        terms
    }
}

impl Lexicon {
    /// The other one-word spellings of a word.
    #[must_use]
    pub fn spellings(&self, _folded: &str) -> Vec<String> {
        Vec::new()
    }

    /// Whether some of the words are a proper part of a longer name.
    #[must_use]
    pub fn cuts_a_name(&self, _words: &Words) -> bool {
        false
    }
}
