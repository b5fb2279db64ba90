//! Terms by number, and what is known of each: one look tells whether a word was met before, its stem, and what it can begin.
//!
//! Numbers are given in the order in which terms are met and hold until all are forgotten. It knows no positions and no fields.

use super::recent::{Key, Recent};
use crate::lexicon::{self, Begins, Follows, Lexicon};
use rustc_hash::FxHashMap;

/// The letters of a word of at most 15 bytes and, in the highest byte, their number: such a word is found by one number, without
/// following a pointer to its letters. Nine words of ten are so short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Short(u64, u64);

impl Short {
    const BYTES: usize = 16;
    fn of(term: &str) -> Option<Self> {
        let mut letters = [0; Self::BYTES];
        letters.get_mut(..term.len()).filter(|_| term.len() < Self::BYTES)?.copy_from_slice(term.as_bytes());
        Some(Self::new(u128::from_le_bytes(letters), term.len()))
    }

    /// Of a word's letters where 16 bytes from its beginning are at hand: no loop over its letters.
    fn of_padded(bytes: &[u8; Self::BYTES], length: usize) -> Option<Self> {
        let kept = u128::MAX.checked_shr(8 * u32::try_from(Self::BYTES - length.min(Self::BYTES)).ok()?);
        (length < Self::BYTES).then(|| Self::new(u128::from_le_bytes(*bytes) & kept.unwrap_or(0), length))
    }

    fn new(letters: u128, length: usize) -> Self {
        let whole = letters | (length as u128) << 120;
        Self(whole as u64, (whole >> 64) as u64)
    }
}

impl Key for Short {
    /// No term has so many letters.
    const NONE: Self = Self(u64::MAX, u64::MAX);

    fn bits(self) -> u64 {
        self.0 ^ self.1.rotate_left(23)
    }
}

/// What is remembered of a word: stemming each anew is half of a naive build.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The number of its stem, [`Known::UNSTEMMED`] where that was not asked yet.
    pub stem: u32,
    /// What it can begin: 0 where that was not asked yet, 1 for nothing, 2 for nothing but perhaps an unlisted name, else its place plus 3.
    begins: u32,
    /// What it can be inside a name.
    pub follows: Follows,
}

impl Known {
    /// Of no word.
    pub const NONE: Self = Self {
        stem: 0,
        begins: Self::NOTHING,
        follows: Follows { is_listed: false, has_form: false, in_rules: false },
    };
    const UNSTEMMED: u32 = u32::MAX;
    const NOTHING: u32 = 1;
    const UNASKED: u32 = 2;
    const FIRST: u32 = 3;
}

impl Default for Known {
    fn default() -> Self {
        Self { stem: Self::UNSTEMMED, begins: 0, follows: Follows::default() }
    }
}

/// Terms, each with a number.
#[derive(Default)]
pub struct Terms {
    short: FxHashMap<Short, u32>,
    long: FxHashMap<Box<str>, u32>,
    recent: Recent<Short, u32>,
    /// The letters of all terms, one after the other, and where each ends.
    letters: String,
    ends: Vec<usize>,
    /// By the number of a word's **exact** term.
    known: Vec<Known>,
    /// What those words begin that begin something.
    begins: Vec<Begins>,
}

impl Terms {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a term.
    pub fn number(&mut self, term: &str) -> u32 {
        match Short::of(term) {
            Some(short) => self.short(short, term),
            None => self.long(term),
        }
    }

    /// The number of a term that begins in a text at a byte: the quickest way where many stand in one text.
    pub fn number_in(&mut self, text: &str, start: usize, length: usize) -> u32 {
        let term = text.get(start..start + length).unwrap_or_default();
        let padded = text.as_bytes().get(start..).and_then(|rest| rest.first_chunk());
        match padded.and_then(|bytes| Short::of_padded(bytes, term.len())) {
            Some(short) => self.short(short, term),
            None => self.number(term),
        }
    }

    fn short(&mut self, short: Short, term: &str) -> u32 {
        if let Some(number) = self.recent.get(short) {
            return number;
        }
        let number = match self.short.get(&short) {
            Some(number) => *number,
            None => {
                let number = self.keep(term);
                self.short.insert(short, number);
                number
            }
        };
        self.recent.keep(short, number);
        number
    }

    fn long(&mut self, term: &str) -> u32 {
        if let Some(number) = self.long.get(term) {
            return *number;
        }
        let number = self.keep(term);
        self.long.insert(term.into(), number);
        number
    }

    fn keep(&mut self, term: &str) -> u32 {
        self.letters.push_str(term);
        self.ends.push(self.letters.len());
        // Four thousand million terms do not fit into the memory.
        u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX)
    }

    /// The term of a number; empty for one that was not given.
    pub fn text(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.letters.get(start..*end)).unwrap_or_default()
    }

    /// What a word of which so much is known can begin; with a capital, an unlisted name as well.
    pub fn begins(&mut self, number: u32, known: Known, has_capital: bool) -> Begins {
        let known = known.begins;
        if known == Known::NOTHING || (!has_capital && known == Known::UNASKED) {
            return Begins::default();
        }
        let listed = known.checked_sub(Known::FIRST).and_then(|at| self.begins.get(at as usize)).copied();
        match listed {
            Some(begins) if !has_capital || !begins.is_name_unasked() => begins,
            listed => {
                let begins = Lexicon::begins_name(self.text(number), listed.unwrap_or_default());
                self.keep_begins(number, known, begins);
                begins
            }
        }
    }

    /// What is known of a word.
    pub fn known(&mut self, number: u32, lexicon: Option<&Lexicon>) -> Known {
        match self.known.get(number as usize) {
            Some(known) if known.begins > 0 => *known,
            _ => self.learn(number, lexicon),
        }
    }

    /// The number of a word's stem alone: a search that looks for words need not know what they are in names.
    pub fn stem(&mut self, number: u32) -> u32 {
        match self.known.get(number as usize) {
            Some(known) if known.stem != Known::UNSTEMMED => known.stem,
            _ => {
                let folded = self.text(number).to_owned();
                let stem = self.number(&lexicon::stem(&folded));
                if self.known.len() <= number as usize {
                    self.known.resize(self.ends.len(), Known::default());
                }
                self.known[number as usize].stem = stem;
                stem
            }
        }
    }

    #[cold]
    fn learn(&mut self, number: u32, lexicon: Option<&Lexicon>) -> Known {
        let stem = self.stem(number);
        let folded = self.text(number).to_owned();
        let begins = lexicon.map(|lexicon| lexicon.begins_listed(&folded)).unwrap_or_default();
        let follows = lexicon.map(|lexicon| lexicon.follows(&folded)).unwrap_or_default();
        self.known[number as usize] = Known { stem, begins: 0, follows };
        self.keep_begins(number, 0, begins);
        self.known[number as usize]
    }

    /// Keeps what a word can begin, in its old place if it has one.
    fn keep_begins(&mut self, number: u32, place: u32, begins: Begins) {
        let place = match begins.is_none() {
            true if begins.is_name_unasked() => Known::UNASKED,
            true => Known::NOTHING,
            false => match place.checked_sub(Known::FIRST).map(|at| at as usize) {
                Some(at) => {
                    self.begins[at] = begins;
                    place
                }
                None => {
                    self.begins.push(begins);
                    u32::try_from(self.begins.len() - 1).unwrap_or(u32::MAX - Known::FIRST) + Known::FIRST
                }
            },
        };
        self.known[number as usize].begins = place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_has_one_number_however_many_there_are() {
        let mut terms = Terms::default();
        let words: Vec<String> = (0..20_000).map(|n| format!("w{:x}", n * 7919)).collect();
        let numbers: Vec<u32> = words.iter().map(|word| terms.number(word)).collect();
        for (word, number) in words.iter().zip(numbers).rev() {
            assert_eq!((terms.number(word), terms.text(number)), (number, word.as_str()));
        }
        assert_eq!((terms.len(), terms.text(20_000)), (words.len(), ""));
    }

    #[test]
    fn a_term_inside_a_text_is_the_term_alone() {
        let text = "interdepartmental communications 휴전 a fifteen-letters";
        let mut terms = Terms::default();
        for start in 0..=text.len() {
            for end in start..=text.len() {
                if let Some(term) = text.get(start..end) {
                    let number = terms.number(term);
                    assert_eq!(terms.number_in(text, start, term.len()), number, "{term}");
                    assert_eq!(terms.text(number), term);
                }
            }
        }
        assert_ne!(terms.number(""), terms.number("\0"));
    }
}
