//! "Did you mean": a query with its unknown or strangely rare words replaced by near neighbours: names of the lexicon, then
//! words of the index.
//!
//! Never a word with a digit in it, and never silently: the suggestion is offered, and whoever asks runs it.

use super::vocabulary::IndexVocabulary;
use crate::analysis::{is_function_word, stem};
use crate::lexicon::{Lexicon, Reading};
use crate::query::{Form, Leaf, Occur, Syntax, parse};
use crate::search::SearchRequest;
use crate::words::{Gap, Shape, Words};

/// A neighbour must stand in this many times as many records as the word itself.
const FAR_MORE: u64 = 50;
/// Words as frequent as this are no mistake.
const ESTABLISHED: u64 = 5;
/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// So many words from a query's beginning on may be a listed name typed wrong; a text that long is pasted, not typed.
const NAMED: usize = 24;
/// So many doubtful words are looked up.
const DOUBTFUL: usize = 12;
/// So many words are looked at.
const LOOKED_AT: usize = 64;
/// Where so few records have all that is asked for, a name that none has may be a mistake, though each word of it is known.
const FEW: u64 = 10;

/// The query with its doubtful words replaced, if it has any; whether it finds more is for the caller to see. `totals`: how many
/// records have any of it, and all of it.
#[must_use]
pub fn suggestion(
    request: &SearchRequest,
    totals: (u64, u64),
    vocabulary: &IndexVocabulary,
) -> Option<String> {
    let mut syntax = parse(&request.query).syntax;
    let mut changed = false;
    replace(&mut syntax, &mut |text| {
        let better = mended(text, totals, vocabulary, request.lexicon);
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

fn mended(text: &str, totals: (u64, u64), vocabulary: &IndexVocabulary, with_names: bool) -> Option<String> {
    let words = Words::of(text);
    let doubts: Vec<Doubt> =
        (0..words.len().min(LOOKED_AT)).map(|index| Doubt::of(&words, index, totals.0, vocabulary)).collect();
    if totals.1 >= FEW && !doubts.iter().any(|doubt| doubt.least.is_some() || doubt.unknown) {
        return None;
    }
    let lexicon = vocabulary.lexicon.filter(|_| with_names);
    let mut out = String::with_capacity(text.len());
    let (mut copied, mut index, mut looked_up) = (0, 0, 0);
    while let Some(word) = words.get(index).filter(|_| looked_up < DOUBTFUL) {
        let named = lexicon
            .as_ref()
            .filter(|_| index < NAMED)
            .and_then(|lexicon| name_near(&words, index, (&doubts, totals.1), vocabulary, lexicon));
        let (end, better) = match named {
            Some((end, better)) => (end, better),
            None => {
                // A looser name is told of by a note of its own, and is no mistake.
                if let Some((end, _)) = lexicon.as_ref().and_then(|lexicon| lexicon.broad_at(&words, index)) {
                    index = end.max(index + 1);
                    continue;
                }
                let better = doubts.get(index).and_then(|doubt| doubt.least).and_then(|least| {
                    looked_up += 1;
                    neighbour(words.folded(index), least, vocabulary)
                });
                match better {
                    Some(better) => (index + 1, better),
                    None => {
                        index += 1;
                        continue;
                    }
                }
            }
        };
        out.push_str(text.get(copied..word.start as usize)?);
        out.push_str(&better);
        copied = words.get(end - 1)?.end as usize;
        index = end;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

/// The listed name near a run of words that begins at an index, the longest run first, and where the run ends: where a word of
/// it is doubtful, or all of it looks like a name that no record has.
fn name_near(
    words: &Words,
    at: usize,
    (doubts, total_all): (&[Doubt], u64),
    vocabulary: &IndexVocabulary,
    lexicon: &Lexicon,
) -> Option<(usize, String)> {
    const MOST_WORDS: usize = 4;
    let records = |term: &String| vocabulary.frequency(vocabulary.fields.text, term);
    let joined = |index: usize| {
        words.get(index).is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Hyphen | Gap::Glued))
    };
    let plain = |index: usize| {
        words.get(index).is_some_and(|word| !word.shape.is_cjk() && !word.shape.has(Shape::DIGIT))
    };
    let most = (at..at + MOST_WORDS).take_while(|index| plain(*index) && (*index == at || joined(*index)));
    for end in (at + 1..=at + most.count()).rev() {
        let run: Vec<&str> = (at..end).map(|index| words.folded(index)).collect();
        let key = run.join(" ");
        // Of several words even a short one may be the mistake: Syngman Ree.
        let is_doubtful = |doubt: &Doubt| doubt.least.is_some() || (end > at + 1 && doubt.unknown);
        let group = || lexicon.group_at(words, at, Reading::Query).filter(|group| group.words == (at..end));
        // A name of two words that no record has; of three, any run that begins as one.
        let unheard = total_all < FEW
            && match end - at {
                1 => false,
                2 => group().is_some_and(|group| group.terms.iter().map(records).sum::<u64>() == 0),
                _ => lexicon.may_begin(words.folded(at)),
            };
        let doubtful = doubts.get(at..end).unwrap_or_default().iter().any(is_doubtful);
        if key.chars().count() <= SHORTEST || !(doubtful || unheard) {
            continue;
        }
        if group().is_some_and(|group| group.terms.iter().any(|term| lexicon.class(term).is_some())) {
            return None;
        }
        let distance = if doubtful && key.chars().count() >= 9 { 2 } else { 1 };
        let best = lexicon
            .near(&key, distance)
            .into_iter()
            .filter(|near| near.distance > 0 && near.name.chars().all(|c| !c.is_numeric()))
            .map(|near| (std::cmp::Reverse(near.distance), records(&near.term), near))
            .filter(|(_, records, _)| *records > 0)
            .max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| b.2.name.cmp(&a.2.name)));
        if let Some((_, _, near)) = best {
            return Some((end, near.name));
        }
    }
    None
}

/// What is doubtful about a word.
struct Doubt {
    /// In how many records a neighbour must stand at least, where the word is unknown or strangely rare.
    least: Option<u64>,
    /// No record has it in any form; function words are known.
    unknown: bool,
}

impl Doubt {
    fn of(words: &Words, index: usize, total: u64, vocabulary: &IndexVocabulary) -> Self {
        let none = Self { least: None, unknown: false };
        let word = words.folded(index);
        let shape = words.get(index).map(|word| word.shape).unwrap_or_default();
        let told = word.contains(|c: char| c.is_numeric()) || is_function_word(word);
        if told || shape.is_cjk() || shape.has(Shape::DIGIT) || word.len() < 2 {
            return none;
        }
        let own = vocabulary.frequency(vocabulary.fields.exact, word);
        if own >= ESTABLISHED {
            return none;
        }
        let stem = stem(word, Shape::default());
        let known = own.max(vocabulary.frequency(vocabulary.fields.text, &stem));
        let rare = known < ESTABLISHED && !(known > 0 && total > 0 && own > 1);
        let least = Some(if known == 0 { 1 } else { known * FAR_MORE });
        Self { least: least.filter(|_| rare && word.chars().count() >= SHORTEST), unknown: known == 0 }
    }
}

/// The most frequent near neighbour of a doubtful word that stands in so many records at least.
fn neighbour(word: &str, least: u64, vocabulary: &IndexVocabulary) -> Option<String> {
    let exact = vocabulary.fields.exact;
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
