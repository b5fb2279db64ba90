//! The first letters that the words of a stem can have: a quick no for most words of a text, before any is numbered or stemmed.
//!
//! A word has the first two letters of its stem, unless another spelling of it has the stem's (gaol, jail; third, 3rd); those
//! are read off the tables themselves. An answer may be wrongly yes, never wrongly no. Words that do not begin with a letter or
//! figure of English are never told apart.

use super::{number, russian, spelling};
use std::sync::LazyLock;

/// A word's first byte, and the bit of its second: one that is not there counts as 0.
type Pair = (usize, u64);

/// The initials of stems whose words may have others, and those.
static OTHERS: LazyLock<Vec<(Pair, Pair)>> = LazyLock::new(|| {
    let spellings = spelling::beginnings_of().chain(spelling::words_of());
    let mut others: Vec<(Pair, Pair)> = spellings.map(|(from, to)| (initials(to), initials(from))).collect();
    others.retain(|(of, other)| of != other);
    others.sort_unstable();
    others.dedup();
    others
});

/// First letters of words, by their first two bytes.
#[derive(Debug, Clone)]
pub struct Initials {
    /// By the first byte: the second bytes, each as the bit of its lowest six.
    seconds: [u64; 256],
    /// Whether numbers are among them: words like theirs are too many to be told by two letters.
    numbers: bool,
}

impl Default for Initials {
    fn default() -> Self {
        Self { seconds: [0; 256], numbers: false }
    }
}

impl Initials {
    /// Adds those of a word.
    pub fn add(&mut self, folded: &str) {
        let (first, second) = initials(folded);
        self.seconds[first] |= second;
    }

    /// Adds those of every word of a stem.
    pub fn add_stem(&mut self, stem: &str) {
        if russian::may_begin_otherwise(stem) {
            return self.add_all();
        }
        let own = initials(stem);
        self.seconds[own.0] |= own.1;
        // What the stemmer takes away may leave one letter.
        if stem.len() == 1 {
            self.seconds[own.0] = u64::MAX;
        }
        if stem.starts_with(|first: char| first.is_ascii_digit()) {
            self.add_numbers();
        }
        let of_own = OTHERS.partition_point(|(of, _)| *of < own);
        for (_, (first, second)) in OTHERS.iter().skip(of_own).take_while(|(of, _)| *of == own) {
            self.seconds[*first] |= second;
        }
        // The stemmer's dying, lying and tying.
        let stemmed = (stem.len() == 3 && stem.ends_with("ie")).then_some(b'y');
        for second in russian::other_second(stem).into_iter().chain(stemmed) {
            self.seconds[own.0] |= bit(second);
        }
    }

    /// Adds those of every number in figures, words or Roman numerals.
    pub fn add_numbers(&mut self) {
        self.numbers = true;
    }

    /// Adds those of all words.
    pub fn add_all(&mut self) {
        self.seconds.fill(u64::MAX);
    }

    /// Whether a word may be one of those that were added.
    #[must_use]
    pub fn may_be(&self, folded: &str) -> bool {
        let (first, second) = initials(folded);
        first > 0x7f || self.seconds[first] & second > 0 || (self.numbers && number::may_be_written(folded))
    }
}

fn initials(word: &str) -> Pair {
    let bytes = word.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    (usize::from(byte(0)), bit(byte(1)))
}

fn bit(second: u8) -> u64 {
    1 << (second & 0x3f)
}

#[cfg(test)]
mod tests {
    use super::super::{Lexicon, stem};
    use super::*;
    use crate::words::Words;

    /// Whether a word is told to be one of its stem.
    fn knows(word: &str) -> bool {
        let mut initials = Initials::default();
        initials.add_stem(&stem(word));
        initials.may_be(word)
    }

    #[test]
    fn a_word_begins_as_its_stem_does_or_as_a_table_says() {
        for word in
            ["gaol", "jail", "third", "kerb", "dying", "aeroplanes", "Tschuikow", "oedema", "38th", "lt"]
        {
            assert!(knows(&crate::words::fold(word)), "{word}");
        }
        let mut jail = Initials::default();
        jail.add_stem("jail");
        assert!(jail.may_be("gaoler") && jail.may_be("japan") && jail.may_be("조선"));
        assert!(!jail.may_be("third") && !jail.may_be("war") && !jail.may_be("j") && !jail.may_be(""));
        let mut numbers = Initials::default();
        numbers.add_numbers();
        assert!(["38th", "thirty", "xii", "a", "hundred", "one", "2"].iter().all(|it| numbers.may_be(it)));
        assert!(!numbers.may_be("war"));
    }

    #[test]
    fn every_word_of_the_tables_is_one_of_its_stem() {
        let list = include_str!("data/stems.txt").lines().filter_map(|line| line.split(' ').next());
        let spelled = spelling::beginnings_of().chain(spelling::words_of()).map(|(from, _)| from);
        for word in list.chain(spelled).chain(number::words()) {
            assert!(knows(word), "{word}");
        }
        for source in Lexicon::carried() {
            let words = Words::of(&source.text);
            for word in (0..words.len()).map(|at| words.folded(at)) {
                assert!(knows(word), "{word} of {}", stem(word));
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_word_is_one_of_its_stem(word in "[a-z]{1,9}(ov|ev|sky|skii|off|in|ow|ise|our|re|ing|s|th|)") {
            proptest::prop_assert!(knows(&word), "{} of {}", word, stem(&word));
        }
    }
}
