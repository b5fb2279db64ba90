//! The field's names for one thing: which words, standing together, are a name, and which class it belongs to.
//!
//! It reads [`Words`] and knows neither positions nor stems nor the index: laying out positions is `analysis`'s.

use crate::words::Words;
use std::ops::Range;

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
#[derive(Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// Whether a word can begin a name: quick, and a function of the folded word alone, so that it can be remembered.
    #[must_use]
    pub fn may_begin(&self, _folded: &str) -> bool {
        false
    }

    /// The longest name that begins with the word at an index, if one does.
    #[must_use]
    pub fn group_at(&self, _words: &Words, _at: usize, _reading: Reading) -> Option<Group> {
        None
    }
}
