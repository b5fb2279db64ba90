//! What a planner looks up in the index: terms that fit a pattern, are near a word, or share a stem.

use super::compounds::Compounds;
use super::schema::Fields;
use super::unread::Unread;
use crate::analysis;
use crate::lexicon::Lexicon;
use crate::query::{Field, TextField, ValueField, Vocabulary};
use crate::words::Shape;
use crate::words::edits::Edits;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::schema;
use tantivy::{Searcher, Term};
use tantivy_fst::{Automaton, Regex};

/// The words of stems that were asked for, by field: they do not change while an index is open.
#[derive(Default)]
pub struct Forms(Mutex<FxHashMap<(schema::Field, String), Vec<String>>>);

impl Forms {
    /// More stems than these are not remembered.
    const MOST: usize = 10_000;

    fn get(
        &self,
        field: schema::Field,
        stem: &str,
        read: impl FnOnce() -> tantivy::Result<Vec<String>>,
    ) -> tantivy::Result<Vec<String>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (field, stem.to_owned());
        if let Some(forms) = known.get(&key) {
            return Ok(forms.clone());
        }
        let forms = read()?;
        if known.len() > Self::MOST {
            known.clear();
        }
        known.insert(key, forms.clone());
        Ok(forms)
    }
}

/// The vocabulary of an index.
pub struct IndexVocabulary<'i> {
    /// The index.
    pub searcher: &'i Searcher,
    /// What of it could not be read.
    pub unread: &'i Unread,
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

    /// Exact terms of a field within so many edits of a word, with their frequencies.
    #[must_use]
    pub fn near(&self, field: schema::Field, word: &str, distance: u8) -> Vec<(String, u64)> {
        const LONGEST: usize = 60;
        if word.chars().count() > LONGEST {
            return Vec::new();
        }
        let edits = Edits::of(word, distance);
        self.unread.or(accepted(self.searcher, field, &edits), Vec::new())
    }

    /// In how many records a term stands.
    #[must_use]
    pub fn frequency(&self, field: schema::Field, term: &str) -> u64 {
        self.unread.or(self.searcher.doc_freq(&Term::from_field_text(field, term)), 0)
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

/// Terms of a field with their frequencies that begin so, in order.
pub(super) fn beginning(
    searcher: &Searcher,
    field: schema::Field,
    prefix: &str,
) -> tantivy::Result<Vec<(String, u64)>> {
    let mut terms = Vec::new();
    each_beginning(searcher, field, prefix, |term, records| terms.push((term.to_owned(), records)))?;
    Ok(in_order(searcher, terms))
}

/// Of the terms of a field that begin so and that are wanted, those that the most records have, with their number; most frequent first.
pub(super) fn most_frequent(
    searcher: &Searcher,
    field: schema::Field,
    prefix: &str,
    most: usize,
    wanted: impl Fn(&str) -> bool,
) -> tantivy::Result<Vec<(String, u64)>> {
    let mut first: BinaryHeap<(Reverse<u64>, String)> = BinaryHeap::new();
    each_beginning(searcher, field, prefix, |term, records| {
        let is_better = first.len() < most || first.peek().is_some_and(|last| last.0.0 < records);
        if is_better && wanted(term) {
            first.push((Reverse(records), term.to_owned()));
            if first.len() > most {
                first.pop();
            }
        }
    })?;
    Ok(first.into_sorted_vec().into_iter().map(|(records, term)| (term, records.0)).collect())
}

fn each_beginning(
    searcher: &Searcher,
    field: schema::Field,
    prefix: &str,
    mut take: impl FnMut(&str, u64),
) -> tantivy::Result<()> {
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                take(term, u64::from(stream.value().doc_freq));
            }
        }
    }
    Ok(())
}

/// Terms of a field with their frequencies that an automaton accepts, in order.
fn accepted<A: Automaton + Clone>(
    searcher: &Searcher,
    field: schema::Field,
    automaton: A,
) -> tantivy::Result<Vec<(String, u64)>>
where
    A::State: Clone,
{
    let mut terms = Vec::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut stream = inverted.terms().search(automaton.clone()).into_stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                terms.push((term.to_owned(), u64::from(stream.value().doc_freq)));
            }
        }
    }
    Ok(in_order(searcher, terms))
}

/// Terms of several segments as those of one.
fn in_order(searcher: &Searcher, mut terms: Vec<(String, u64)>) -> Vec<(String, u64)> {
    if searcher.segment_readers().len() > 1 {
        terms.sort();
        terms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
    }
    terms
}

fn names(terms: Vec<(String, u64)>) -> Vec<String> {
    terms.into_iter().map(|(term, _)| term).collect()
}

impl Vocabulary for IndexVocabulary<'_> {
    fn matching(&self, field: Field, pattern: &str, most: usize) -> Vec<String> {
        let exact = self.exact_field(field);
        let folded: String = pattern
            .chars()
            .map(|c| if matches!(c, '*' | '?') { c.to_string() } else { crate::words::fold(&c.to_string()) })
            .collect();
        if let Some(prefix) = folded.strip_suffix('*').filter(|prefix| !prefix.contains(['*', '?'])) {
            let terms = most_frequent(self.searcher, exact, prefix, most, |_| true);
            return names(self.unread.or(terms, Vec::new()));
        }
        let Ok(regex) = Regex::new(&folded.replace('*', ".*").replace('?', ".")) else { return Vec::new() };
        let mut terms = self.unread.or(accepted(self.searcher, exact, &regex), Vec::new());
        terms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        terms.truncate(most);
        names(terms)
    }

    fn similar(&self, field: Field, word: &str, distance: u8) -> Vec<String> {
        names(self.near(self.exact_field(field), word, distance))
    }

    fn forms(&self, field: Field, stem: &str) -> Vec<String> {
        // Stems keep the beginning of a word; `y` and `i` change at its end.
        let kept = stem.char_indices().nth_back(0).map_or(0, |(at, _)| at);
        let prefix = if stem.len() > 3 { &stem[..kept] } else { stem };
        let exact = self.exact_field(field);
        let forms = self.forms.get(exact, stem, || {
            let words = beginning(self.searcher, exact, prefix)?.into_iter().map(|(term, _)| term);
            Ok(words.filter(|term| analysis::stem(term, Shape::default()) == stem).collect())
        });
        self.unread.or(forms, Vec::new())
    }

    fn records(&self, term: &str) -> u64 {
        self.frequency(self.fields.text, term)
    }

    fn halves(&self, stem: &str) -> Option<(String, String)> {
        self.compounds.halves(stem).map(|(left, right)| (left.to_owned(), right.to_owned()))
    }
}
