//! What is within some edits of a word, as an automaton that a map of words can be searched by (Schulz and Mihov, 2002).
//!
//! A letter put in, left out, changed, or two neighbours in the wrong order is one edit. What is done with what is found is the
//! caller's.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;

/// The automaton of one word.
pub struct Edits(DFA);

impl Edits {
    /// Everything within so many edits, two at most, of a word.
    #[must_use]
    pub fn of(word: &str, distance: u8) -> Self {
        Self(LevenshteinAutomatonBuilder::new(distance.min(2), true).build_dfa(word))
    }

    /// How many edits away another word is, if it is near.
    #[must_use]
    pub fn distance(&self, other: &str) -> Option<u8> {
        match self.0.eval(other) {
            Distance::Exact(distance) => Some(distance),
            Distance::AtLeast(_) => None,
        }
    }
}

impl Automaton for &Edits {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_is_one_edit() {
        let edits = Edits::of("armistice", 2);
        for (other, distance) in [
            ("armistice", Some(0)),
            ("armstice", Some(1)),
            ("amristice", Some(1)),
            ("armistises", Some(2)),
            ("armada", None),
        ] {
            assert_eq!(edits.distance(other), distance, "{other}");
        }
    }
}
