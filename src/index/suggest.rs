//! "Did you mean": a query with its unknown or strangely rare words replaced by near neighbours.
//!
//! Never a word with a digit in it, and never silently: the suggestion is offered, and whoever asks runs it.

use super::vocabulary::IndexVocabulary;
use crate::analysis::is_function_word;
use crate::query::{Form, Leaf, Occur, Syntax, parse};
use crate::search::SearchRequest;
use crate::words::{Shape, Words};

/// A neighbour must stand in this many times as many records as the word itself.
const FAR_MORE: u64 = 50;
/// Words as frequent as this are no mistake.
const ESTABLISHED: u64 = 5;
/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// The query with its doubtful words replaced, if it has any; whether it finds more is for the caller to see.
#[must_use]
pub fn suggestion(request: &SearchRequest, total: u64, vocabulary: &IndexVocabulary) -> Option<String> {
    let mut syntax = parse(&request.query).syntax;
    let mut changed = false;
    replace(&mut syntax, &mut |text| {
        let better = mended(text, total, vocabulary);
        changed |= better.is_some();
        better
    });
    changed.then(|| syntax.to_string())
}

fn replace(syntax: &mut Syntax, mend: &mut dyn FnMut(&str) -> Option<String>) {
    match syntax {
        Syntax::Bag(items) => {
            items
                .iter_mut()
                .filter(|(occur, _)| *occur != Occur::Not)
                .for_each(|(_, item)| replace(item, mend));
        }
        Syntax::And(items) | Syntax::Or(items) => items.iter_mut().for_each(|item| replace(item, mend)),
        Syntax::Leaf(Leaf { form: Form::Words(text) | Form::Phrase(text, _), field: None }) => {
            if let Some(better) = mend(text) {
                *text = better;
            }
        }
        Syntax::Leaf(_) => {}
    }
}

fn mended(text: &str, total: u64, vocabulary: &IndexVocabulary) -> Option<String> {
    let words = Words::of(text);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (index, word) in words.items().iter().enumerate() {
        if word.shape.is_cjk() || word.shape.has(Shape::DIGIT) {
            continue;
        }
        let Some(better) = neighbour(words.folded(index), total, vocabulary) else { continue };
        out.push_str(text.get(copied..word.start as usize)?);
        out.push_str(&better);
        copied = word.end as usize;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

/// The most frequent near neighbour of a word that is unknown, or far rarer than it.
fn neighbour(word: &str, total: u64, vocabulary: &IndexVocabulary) -> Option<String> {
    if word.chars().count() < SHORTEST || word.contains(|c: char| c.is_numeric()) || is_function_word(word) {
        return None;
    }
    let exact = vocabulary.fields.exact;
    let own = vocabulary.frequency(exact, word);
    let stem = vocabulary.analyzer.borrow_mut().stem(word, Shape::default());
    let by_stem = vocabulary.frequency(vocabulary.fields.text, &stem);
    if own >= ESTABLISHED || by_stem >= ESTABLISHED || (own.max(by_stem) > 0 && total > 0 && own > 1) {
        return None;
    }
    let least = if own.max(by_stem) == 0 { 1 } else { own.max(by_stem) * FAR_MORE };
    let distances: &[u8] = if word.chars().count() >= 7 { &[1, 2] } else { &[1] };
    for distance in distances {
        let best = vocabulary
            .near(exact, word, *distance)
            .into_iter()
            .filter(|(term, count)| {
                term != word && *count >= least && !term.contains(|c: char| c.is_numeric())
            })
            // The first letter is seldom mistyped.
            .max_by_key(|(term, count)| {
                let first = u64::from(term.chars().next() == word.chars().next());
                (count * (1 + 3 * first), std::cmp::Reverse(term.clone()))
            });
        if let Some((term, _)) = best {
            return Some(term);
        }
    }
    None
}
