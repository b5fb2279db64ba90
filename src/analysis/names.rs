//! The terms of a person's name: what `author:` asks.
//!
//! All terms of one name stand at one position, so that "the same person has all of these" is a phrase at one position. So
//! `author:cumings`, `author:"Cumings, B"` and `author:"Bruce Cumings"` nest, each within the one before, and a record
//! that has only the initial is found by all three. Names in running text are `lexicon`'s and `text`'s, not this.
//!
//! | in the record | terms |
//! |---|---|
//! | Cumings, Bruce | `cumings`, `bruce`, `b.` |
//! | Cumings, B. | `cumings`, `b.`, `b..` (nothing but the initial is known) |
//! | Kim, Il-sung | `kim`, `il`, `i.`, `sung`, `s.`, `ilsung` |
//! | 박명림 | `박명림`, `박` |

use super::is_function_word;
use crate::words::Words;

/// Appends the terms of a name as a record has it: "Family, Given", or a body's name.
pub fn record_terms(name: &str, out: &mut Vec<String>) {
    let (family, given) = halves(name);
    whole(family, out);
    for word in plain_words(given) {
        let Some(first) = word.chars().next() else { continue };
        push(format!("{first}."), out);
        if is_initial(&word) {
            push(format!("{first}.."), out);
        }
        push(word, out);
    }
    let joined = joined(given);
    if !joined.is_empty() {
        push(joined, out);
    }
}

/// What a query's name asks of one name of a record: any of the readings; in a reading, every slot; in a slot, any term.
#[must_use]
pub fn query_readings(name: &str) -> Vec<Vec<Vec<String>>> {
    if name.contains(',') {
        let (family, given) = halves(name);
        return readings_of(family, given);
    }
    let words = plain_words(name);
    let [first, .., last] = words.as_slice() else {
        return words.into_iter().map(|word| vec![vec![word]]).collect();
    };
    // Without a comma either end may be the family name: Bruce Cumings, Kim Il Sung.
    let mut readings = readings_of(last, &words[..words.len() - 1].join(" "));
    for reading in readings_of(first, &words[1..].join(" ")) {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

fn readings_of(family: &str, given: &str) -> Vec<Vec<Vec<String>>> {
    let family: Vec<Vec<String>> = plain_words(family).into_iter().map(|word| vec![word]).collect();
    let words = plain_words(given);
    let mut reading = family.clone();
    reading.extend(words.iter().filter_map(|word| {
        let first = word.chars().next()?;
        Some(if is_initial(word) {
            vec![format!("{first}.")]
        } else {
            vec![word.clone(), format!("{first}..")]
        })
    }));
    let mut readings = vec![reading];
    if words.len() > 1 && !words.iter().any(|word| is_initial(word)) {
        let mut joined_reading = family;
        joined_reading.push(vec![joined(given)]);
        readings.push(joined_reading);
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

fn halves(name: &str) -> (&str, &str) {
    name.split_once(',').unwrap_or((name, ""))
}

fn whole(family: &str, out: &mut Vec<String>) {
    let words = plain_words(family);
    let joined = joined(family);
    if words.len() > 1 && words.len() <= 3 && !words.iter().any(|word| is_function_word(word)) {
        push(joined, out);
    }
    for word in words {
        let mut characters = word.chars();
        let first = characters.next();
        // A name in Han or Hangul is one run whose first character is the family name.
        if let Some(first) = first.filter(|c| *c >= '\u{1100}')
            && characters.next().is_some()
        {
            push(first.to_string(), out);
        }
        push(word, out);
    }
}

fn push(term: String, out: &mut Vec<String>) {
    if !out.contains(&term) {
        out.push(term);
    }
}

fn is_initial(word: &str) -> bool {
    word.len() == 1
}

fn joined(text: &str) -> String {
    plain_words(text).concat()
}

/// A name's words, folded; characters of a Han, kana or Hangul run are one word.
fn plain_words(text: &str) -> Vec<String> {
    let words = Words::of(text);
    let mut out: Vec<String> = Vec::new();
    let mut in_run = false;
    for (index, word) in words.items().iter().enumerate() {
        let folded = words.folded(index);
        let cjk = word.shape.is_cjk();
        match out.last_mut() {
            Some(last) if cjk && in_run && word.gap == crate::words::Gap::Glued => last.push_str(folded),
            _ => out.push(folded.to_owned()),
        }
        in_run = cjk;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, name: &str) -> bool {
        let mut terms = Vec::new();
        record_terms(name, &mut terms);
        query_readings(query)
            .iter()
            .any(|reading| reading.iter().all(|slot| slot.iter().any(|term| terms.contains(term))))
    }

    #[test]
    fn forms_of_a_name_nest() {
        for query in ["cumings", "Cumings, B", "Bruce Cumings", "Cumings, Bruce"] {
            assert!(finds(query, "Cumings, Bruce"), "{query}");
            assert!(finds(query, "Cumings, B."), "{query} and the initial alone");
        }
        assert!(finds("Cumings, B", "Cumings, Barbara"));
        assert!(!finds("Bruce Cumings", "Cumings, Barbara"));
        assert!(!finds("Cumings, B", "Cumings, A."));
    }

    #[test]
    fn hyphen_blank_and_nothing_are_one_in_given_names() {
        for query in ["Kim Il Sung", "Kim Il-sung", "Il-sung Kim", "Kim, Ilsung", "Kim Ilsung"] {
            assert!(finds(query, "Kim, Il-sung"), "{query}");
        }
        assert!(!finds("Kim Jong Il", "Kim, Il-sung"));
    }

    #[test]
    fn names_in_their_own_script_are_one_run() {
        assert!(finds("박명림", "박명림") && finds("박", "박명림"));
        assert!(!finds("박명", "박명림"));
    }
}
