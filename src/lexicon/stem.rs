//! Words -> stems: the English stemmer of Porter (2001), with its false friends held apart by a list.
//!
//! The list (`data/stems.txt`: word, stem) was found by stemming the vocabulary of some 25,000 abstracts of history,
//! medicine, aeronautics and computing and looking through the words that share a stem. A stem of the list is never one that
//! the stemmer itself gives. Numbers and spellings take their one form first (see [`super::one_form`]).
//!
//! | must meet | must not |
//! |---|---|
//! | negotiations, negotiating | organ, organization, organism |
//! | universities, university | university, universe, universal |
//! | memorials, memorial | memory, memorial; desert, desertion; general, generalize, generally |
//! | prisoners, prisoner | prison, prisoner; office, officer; admire, admiral; moral, morale; author, authority |

use super::lines::Lines;
use super::one_form;
use rust_stemmers::{Algorithm, Stemmer};

static EXCEPTIONS: Lines = Lines::new(include_str!("data/stems.txt"));

/// The stem of a folded word.
#[must_use]
pub fn stem(folded: &str) -> String {
    let form = one_form(folded);
    let word = form.as_deref().unwrap_or(folded);
    match EXCEPTIONS.find(word) {
        Some(stem) => stem.to_owned(),
        None => Stemmer::create(Algorithm::English).stem(word).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for (a, b) in [
            ("negotiations", "negotiating"),
            ("organisations", "organize"),
            ("universities", "university"),
            ("memorials", "memorial"),
            ("prisoners", "prisoner"),
            ("deserters", "desertion"),
            ("generalised", "generalizations"),
            ("officers", "officer"),
            ("labour", "labor"),
            ("memories", "memory"),
            ("armies", "army"),
            ("third", "3rd"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} and {b} must meet");
        }
    }

    #[test]
    fn false_friends_do_not() {
        for (a, b) in [
            ("organ", "organization"),
            ("organ", "organism"),
            ("university", "universe"),
            ("universe", "universal"),
            ("desert", "desertion"),
            ("memory", "memorial"),
            ("general", "generalize"),
            ("general", "generally"),
            ("policy", "police"),
            ("marine", "marinate"),
            ("author", "authority"),
            ("nation", "nativity"),
            ("secretary", "secret"),
            ("import", "important"),
            ("state", "statue"),
            ("corps", "corpse"),
            ("arms", "army"),
            ("relative", "relation"),
            ("commune", "communist"),
            ("prison", "prisoner"),
            ("office", "officer"),
            ("admire", "admiral"),
            ("moral", "morale"),
            ("major", "majority"),
            ("emerge", "emergency"),
            ("empire", "empirical"),
            ("experience", "experiment"),
            ("depart", "department"),
            ("fifteenth", "fiftieth"),
            ("unit", "united"),
            ("liberate", "liberal"),
            ("execute", "executive"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} and {b} must not meet");
        }
    }

    #[test]
    fn the_list_is_in_order_and_its_stems_are_its_own() {
        let words: Vec<&str> = EXCEPTIONS.text().lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        let stemmer = Stemmer::create(Algorithm::English);
        for word in &words {
            let plain = stemmer.stem(word);
            let others = words.iter().filter(|other| EXCEPTIONS.find(other) == Some(&*plain));
            for other in others {
                assert_eq!(stem(word), stem(other), "{word} by the stemmer alone is the stem of {other}");
            }
        }
    }
}
