//! What a planner looks up in the index: terms that fit a pattern, are near a word, or share a stem.

use super::compounds::Compounds;
use super::schema::Fields;
use crate::analysis;
use crate::lexicon::Lexicon;
use crate::query::{Field, TextField, ValueField, Vocabulary};
use crate::words::Shape;
use crate::words::edits::Edits;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::schema;
use tantivy::{Searcher, Term};
use tantivy_fst::{Automaton, Regex};

/// More words than this fit no pattern that a person means.
const MOST: usize = 4096;

/// The words of stems that were asked for, by field: they do not change while an index is open.
#[derive(Default)]
pub struct Forms(Mutex<FxHashMap<(schema::Field, String), Vec<String>>>);

impl Forms {
    /// More stems than these are not remembered.
    const MOST: usize = 10_000;

    fn get(&self, field: schema::Field, stem: &str, read: impl FnOnce() -> Vec<String>) -> Vec<String> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > Self::MOST {
            known.clear();
        }
        known.entry((field, stem.to_owned())).or_insert_with(read).clone()
    }
}

/// The vocabulary of an index.
pub struct IndexVocabulary<'i> {
    /// The index.
    pub searcher: &'i Searcher,
    /// Its fields.
    pub fields: &'i Fields,
    /// Its compounds.
    pub compounds: &'i Compounds,
    /// What was asked of it before.
    pub forms: &'i Forms,
    /// The lexicon that it was built with.
    pub lexicon: Option<&'i Arc<Lexicon>>,
}

impl IndexVocabulary<'_> {
    fn exact_field(&self, field: Field) -> schema::Field {
        exact_field(self.fields, field)
    }

    /// Terms with their frequencies that an automaton accepts; an index that cannot be read has none.
    pub fn accepted<A: Automaton + Clone>(&self, field: schema::Field, automaton: &A) -> Vec<(String, u64)>
    where
        A::State: Clone,
    {
        let mut terms = Vec::new();
        for reader in self.searcher.segment_readers() {
            let Ok(inverted) = reader.inverted_index(field) else { continue };
            let Ok(mut stream) = inverted.terms().search(automaton.clone()).into_stream() else { continue };
            while stream.advance() && terms.len() < MOST {
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    terms.push((term.to_owned(), u64::from(stream.value().doc_freq)));
                }
            }
        }
        if self.searcher.segment_readers().len() > 1 {
            terms.sort();
            terms.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0 };
                same
            });
        }
        terms
    }

    /// Terms with their frequencies that begin so.
    pub fn beginning(&self, field: schema::Field, prefix: &str) -> Vec<(String, u64)> {
        beginning(self.searcher, field, prefix)
    }

    /// Exact terms of the whole text within so many edits of a word, with their frequencies.
    #[must_use]
    pub fn near(&self, field: schema::Field, word: &str, distance: u8) -> Vec<(String, u64)> {
        const LONGEST: usize = 60;
        if word.chars().count() > LONGEST {
            return Vec::new();
        }
        let edits = Edits::of(word, distance);
        let mut terms = Vec::new();
        for reader in self.searcher.segment_readers() {
            let Ok(inverted) = reader.inverted_index(field) else { continue };
            let Ok(mut stream) = inverted.terms().search(&edits).into_stream() else { continue };
            while stream.advance() && terms.len() < MOST {
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    terms.push((term.to_owned(), u64::from(stream.value().doc_freq)));
                }
            }
        }
        terms
    }

    /// In how many records a term stands.
    #[must_use]
    pub fn frequency(&self, field: schema::Field, term: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(field, term)).unwrap_or(0)
    }
}

/// The field that has the words of a field of the query language as they stand.
pub(super) fn exact_field(fields: &Fields, field: Field) -> schema::Field {
    match field {
        Field::Text(TextField::Title) => fields.exact_title,
        Field::Text(TextField::Journal) => fields.exact_journal,
        Field::Text(TextField::Note) => fields.exact_note,
        Field::Text(TextField::Keyword) => fields.exact_keyword,
        Field::Text(TextField::Publisher) => fields.exact_publisher,
        Field::Person => fields.author,
        Field::Value(ValueField::Type) => fields.kind,
        Field::Value(ValueField::Lang) => fields.lang,
        Field::Text(TextField::Any) | Field::Value(_) => fields.exact,
    }
}

/// Terms of a field with their frequencies that begin so; an index that cannot be read has none.
pub(super) fn beginning(searcher: &Searcher, field: schema::Field, prefix: &str) -> Vec<(String, u64)> {
    let mut terms = Vec::new();
    for reader in searcher.segment_readers() {
        let Ok(inverted) = reader.inverted_index(field) else { continue };
        let Ok(mut stream) = inverted.terms().range().ge(prefix).into_stream() else { continue };
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) && terms.len() < MOST {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                terms.push((term.to_owned(), u64::from(stream.value().doc_freq)));
            }
        }
    }
    terms
}

fn names(terms: Vec<(String, u64)>) -> Vec<String> {
    terms.into_iter().map(|(term, _)| term).collect()
}

impl Vocabulary for IndexVocabulary<'_> {
    fn matching(&self, field: Field, pattern: &str) -> Vec<String> {
        let exact = self.exact_field(field);
        let folded: String = pattern
            .chars()
            .map(|c| if matches!(c, '*' | '?') { c.to_string() } else { crate::words::fold(&c.to_string()) })
            .collect();
        if let Some(prefix) = folded.strip_suffix('*').filter(|prefix| !prefix.contains(['*', '?'])) {
            return names(self.beginning(exact, prefix));
        }
        let Ok(regex) = Regex::new(&folded.replace('*', ".*").replace('?', ".")) else { return Vec::new() };
        names(self.accepted(exact, &Shared(std::sync::Arc::new(regex))))
    }

    fn similar(&self, field: Field, word: &str, distance: u8) -> Vec<String> {
        names(self.near(self.exact_field(field), word, distance))
    }

    fn forms(&self, field: Field, stem: &str) -> Vec<String> {
        // Stems keep the beginning of a word; `y` and `i` change at its end.
        let kept = stem.char_indices().nth_back(0).map_or(0, |(at, _)| at);
        let prefix = if stem.len() > 3 { &stem[..kept] } else { stem };
        let exact = self.exact_field(field);
        self.forms.get(exact, stem, || {
            let words = self.beginning(exact, prefix).into_iter().map(|(term, _)| term);
            words.filter(|term| analysis::stem(term, Shape::default()) == stem).collect()
        })
    }

    fn records(&self, term: &str) -> u64 {
        self.frequency(self.fields.text, term)
    }

    fn halves(&self, stem: &str) -> Option<(String, String)> {
        self.compounds.halves(stem).map(|(left, right)| (left.to_owned(), right.to_owned()))
    }
}

/// A regular expression that can be handed out again and again.
#[derive(Clone)]
struct Shared(std::sync::Arc<Regex>);

impl Automaton for Shared {
    type State = <Regex as Automaton>::State;

    fn start(&self) -> Self::State {
        self.0.start()
    }

    fn is_match(&self, state: &Self::State) -> bool {
        self.0.is_match(state)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        self.0.can_match(state)
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        self.0.accept(state, byte)
    }
}
