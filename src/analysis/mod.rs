//! Words -> tokens: one analyzer for records, queries and snippets alike.
//!
//! Two streams come out. **text** is folded and stemmed, and a name of the lexicon stands at one position, its own words at
//! that same position; words and phrases ask it. **exact** is folded alone, with plain positions and no names;
//! `="..."`, patterns and phrases that cut a name in two ask it. It knows no fields and no index.
//!
//! | rule | reason | meets | does not meet |
//! |---|---|---|---|
//! | English stems, with exceptions | a word in another form is the same word | negotiations, negotiating | organ, organization |
//! | no word is left out | a phrase needs every one | "the forgotten war" | "forgotten war", for a phrase with `the` |
//! | capitals are kept where the small form is a word | US is a state, us is a pronoun | US, U.S. | us |
//! | Han, kana and Hangul go in pairs of characters, over blanks too | no dictionary parts them, and spacing varies | 한국전쟁, 한국 전쟁 | 한국, 국한 |

mod groups;
pub mod names;
mod recent;
mod terms;

use crate::lexicon::{self, Begins, GOES_ON, Lexicon, Look, Reading};
use crate::words::{Gap, Shape, Word, Words};
use groups::{Found, Groups, Text};
use std::ops::Range;
use std::sync::Arc;
use terms::{Known, Terms};

/// Words that, in small letters, are ordinary English; in capitals they are names.
/// A title set all in capitals has few other words than these to lose.
const CAPITALS_ARE_NAMES: [&str; 4] = ["it", "un", "us", "who"];

/// English words that carry no subject, in order: they weigh nothing in a query, but count inside a phrase.
const FUNCTION_WORDS: [&str; 120] = [
    "a", "about", "after", "all", "also", "although", "am", "among", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "could", "did", "do",
    "does", "during", "each", "either", "et", "for", "from", "had", "has", "have", "he", "her", "here",
    "him", "his", "how", "however", "i", "if", "in", "into", "is", "it", "its", "may", "me", "might", "more",
    "most", "must", "my", "neither", "no", "nor", "not", "of", "on", "only", "or", "other", "our", "over",
    "per", "shall", "she", "should", "since", "so", "some", "such", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up",
    "upon", "us", "very", "via", "vs", "was", "we", "were", "what", "when", "where", "whether", "which",
    "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would", "yet", "you",
    "your",
];

/// One token: a term at a position, and the words it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its term, by the number that [`Analyzer::term`] reads.
    pub term: u32,
    /// Its position, from 0.
    pub position: u32,
    /// The words it stands for, by their index.
    pub words: Range<u32>,
}

/// A text taken apart. Reuse one for many texts: it keeps its memory.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The words.
    pub words: Words,
    /// The **exact** stream: the term of each word, whose position is its index. Of a text of which [`Analyzer::words`] made the
    /// words alone, [`Analysis::UNASKED`] where no term was asked for.
    pub exact: Vec<u32>,
    /// The **text** stream, in order of position.
    pub text: Vec<Token>,
    /// How many positions **text** takes.
    pub positions: u32,
}

impl Analysis {
    /// The term of a word whose term was not asked for.
    pub const UNASKED: u32 = u32::MAX;

    fn clear(&mut self) {
        self.exact.clear();
        self.text.clear();
        self.positions = 0;
    }

    fn push(&mut self, term: u32, words: Range<usize>) {
        let small = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let words = small(words.start)..small(words.end);
        self.text.push(Token { term, position: self.positions, words });
    }
}

/// The analyzer. Clones share the lexicon and number terms apart, one a thread.
pub struct Analyzer {
    lexicon: Option<Arc<Lexicon>>,
    terms: Terms,
    groups: Groups,
}

impl Clone for Analyzer {
    fn clone(&self) -> Self {
        Self::new(self.lexicon.clone())
    }
}

impl Analyzer {
    /// An analyzer with a lexicon, or without one.
    #[must_use]
    pub fn new(lexicon: Option<Arc<Lexicon>>) -> Self {
        Self { lexicon, terms: Terms::default(), groups: Groups::default() }
    }

    /// The lexicon it reads names by.
    #[must_use]
    pub fn lexicon(&self) -> Option<&Arc<Lexicon>> {
        self.lexicon.as_ref()
    }

    /// Both streams of a record's text.
    pub fn text(&mut self, text: &str, out: &mut Analysis) {
        self.words(text, out);
        self.lay_out(out, 0..out.words.len());
    }

    /// The words alone: [`Analyzer::exact_term`] and [`Analyzer::lay_out`] add of both streams what is wanted.
    pub fn words(&mut self, text: &str, out: &mut Analysis) {
        out.clear();
        out.words.split(text);
        out.exact.resize(out.words.len(), Analysis::UNASKED);
    }

    /// The term under which **exact** holds a word of a text.
    pub fn exact_term(&mut self, out: &mut Analysis, index: usize) -> u32 {
        if let Some(term) = asked(&out.exact, index) {
            return term;
        }
        let Some(word) = out.words.items().get(index) else { return Analysis::UNASKED };
        let term = if word.shape.is_cjk() {
            self.terms.number(exact_term(&out.words, index))
        } else {
            let place = word.place();
            self.terms.number_in(out.words.letters(), place.start, place.len())
        };
        out.exact[index] = term;
        term
    }

    /// The term of a number.
    #[must_use]
    pub fn term(&self, number: u32) -> &str {
        self.terms.text(number)
    }

    /// The number of a term: the same until [`Analyzer::forget`].
    pub fn number(&mut self, term: &str) -> u32 {
        self.terms.number(term)
    }

    /// The number of the stem of a word of a number.
    pub fn stem(&mut self, number: u32) -> u32 {
        self.terms.stem(number)
    }

    /// How many terms have a number.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.terms.len()
    }

    /// How many bytes the names found before take.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.groups.memory()
    }

    /// Forgets every term. Numbers given before mean nothing any more.
    pub fn forget(&mut self) {
        (self.terms, self.groups) = (Terms::default(), Groups::default());
    }

    /// Adds both streams of some words, those of **text** at the positions after those there are. They begin where no name goes
    /// over ([`crate::lexicon::is_border`], [`Analyzer::ends_names`]); what is left out before them stands for one position, and a
    /// name that goes on behind them is whole.
    pub fn lay_out(&mut self, out: &mut Analysis, words: Range<usize>) {
        let before = out.text.last().map_or(0, |token| token.words.end as usize);
        if words.start > before {
            out.positions += 1;
        }
        let (mut index, last) = (words.start, words.end.min(out.words.len()));
        for at in index..last {
            self.exact_term(out, at);
        }
        let mut hangul_ends = 0;
        let mut here = self.known(&out.words, &out.exact, index);
        while index < last {
            let next = self.known(&out.words, &out.exact, index + 1);
            if index < hangul_ends {
                let term = self.terms.number(GOES_ON);
                out.push(term, index..index + 1);
            }
            let mut end = index + 1;
            if let Some(found) = self.found(&out.words, &out.exact, index, here, next) {
                let words = index..index + found.words as usize;
                for term in self.groups.terms(found) {
                    out.push(*term, words.clone());
                }
                if found.keeps {
                    hangul_ends = words.end;
                } else {
                    end = words.end.min(last);
                }
            }
            let term = self.term_of(out, index, here);
            out.push(term, index..index + 1);
            here = next;
            for word in index + 1..end {
                let term = self.term_of(out, word, here);
                out.push(term, word..word + 1);
                here = self.known(&out.words, &out.exact, word + 1);
            }
            out.positions += 1;
            index = end;
        }
    }

    /// The terms of the name that begins with a word of a record's text, where one does.
    pub fn name(&mut self, words: &Words, index: usize) -> Vec<u32> {
        let (here, next) = (self.known(words, &[], index), self.known(words, &[], index + 1));
        let found = self.found(words, &[], index, here, next);
        found.map(|found| self.groups.whole(found).to_vec()).unwrap_or_default()
    }

    /// The name that begins with a word of a record's text, where one does; `here` is what is known of it, `next` of the one after it.
    fn found(
        &mut self,
        words: &Words,
        exact: &[u32],
        index: usize,
        here: Known,
        next: Known,
    ) -> Option<Found> {
        let begins = self.begins_in(words, exact, index, here);
        let lexicon = self.lexicon.as_deref().filter(|_| !begins.is_none())?;
        let look = lexicon.look(words, index, begins, next.follows);
        let read = || lexicon.group_from(words, index, Reading::Record, begins);
        match look {
            Look::Nowhere => None,
            look => {
                let text = Text { words, exact, at: index, begins };
                self.groups.at(&text, look, &mut self.terms, lexicon, read)
            }
        }
    }

    /// The number of a word alone; `exact` is the terms of the words, where they are at hand.
    fn number_at(&mut self, words: &Words, exact: &[u32], index: usize) -> Option<u32> {
        let is_cjk = words.items().get(index)?.shape.is_cjk();
        match asked(exact, index).filter(|_| !is_cjk) {
            Some(number) => Some(number),
            None => Some(self.terms.number(words.folded(index))),
        }
    }

    /// What is known of a word.
    fn known(&mut self, words: &Words, exact: &[u32], index: usize) -> Known {
        match self.number_at(words, exact, index) {
            Some(number) => self.terms.known(number, self.lexicon.as_deref()),
            None => Known::NONE,
        }
    }

    fn begins_in(&mut self, words: &Words, exact: &[u32], index: usize, here: Known) -> Begins {
        let Some(number) = self.number_at(words, exact, index) else { return Begins::default() };
        let shape = words.items().get(index).map(|word| word.shape).unwrap_or_default();
        let has_capital = shape.has(Shape::CAPITAL) || shape.has(Shape::HANGUL);
        self.terms.begins(number, here, has_capital)
    }

    /// The term under which **text** holds a word of a text, names aside.
    pub fn text_term(&mut self, out: &mut Analysis, index: usize) -> u32 {
        let exact = self.exact_term(out, index);
        self.unstemmed(out, index).unwrap_or_else(|| self.terms.stem(exact))
    }

    fn term_of(&mut self, out: &mut Analysis, index: usize, here: Known) -> u32 {
        self.unstemmed(out, index).unwrap_or(here.stem)
    }

    /// The term of a word that has no stem: in Han, kana or Hangul, or in capitals that make it another.
    fn unstemmed(&mut self, out: &mut Analysis, index: usize) -> Option<u32> {
        let shape = out.words.items().get(index).map(|word| word.shape).unwrap_or_default();
        if shape.is_cjk() {
            return Some(self.exact_term(out, index));
        }
        capitals(out.words.folded(index), shape).map(|capitals| self.terms.number(&capitals))
    }

    /// What a word of a text can begin.
    pub fn begins(&mut self, out: &mut Analysis, index: usize) -> Begins {
        self.exact_term(out, index);
        let here = self.known(&out.words, &out.exact, index);
        self.begins_in(&out.words, &out.exact, index, here)
    }

    /// Whether no name has both a word of a text and the one after it: the text may be read apart between them.
    pub fn ends_names(&mut self, out: &mut Analysis, index: usize) -> bool {
        self.exact_term(out, index);
        let here = self.known(&out.words, &out.exact, index);
        out.words
            .items()
            .get(index)
            .is_none_or(|word| groups::is_plain(word) && !word.shape.has(Shape::CAPITAL))
            && here.follows.is_none()
            && self.begins_in(&out.words, &out.exact, index, here).is_none()
    }
}

/// The **exact** term of a word, if it was asked for.
fn asked(exact: &[u32], index: usize) -> Option<u32> {
    exact.get(index).copied().filter(|term| *term != Analysis::UNASKED)
}

/// The term under which **text** holds a word of a query or record, names aside.
#[must_use]
pub fn stem(folded: &str, shape: Shape) -> String {
    capitals(folded, shape).unwrap_or_else(|| lexicon::stem(folded))
}

/// The term of a word whose capitals make it another word: `US`, where `us` is a pronoun.
fn capitals(folded: &str, shape: Shape) -> Option<String> {
    (shape.has(Shape::CAPITALS) && CAPITALS_ARE_NAMES.contains(&folded)).then(|| folded.to_ascii_uppercase())
}

/// The **exact** term of a word: itself, or for a Han, kana or Hangul character the pair it begins.
#[must_use]
pub fn exact_term(words: &Words, index: usize) -> &str {
    let Some(word) = words.get(index) else { return "" };
    let next = words.get(index + 1).filter(|next| word.shape.is_cjk() && goes_on(word, next));
    &words.letters()[word.place().start..next.unwrap_or(word).place().end]
}

/// Whether a run of Han, kana or Hangul characters goes on: blanks do not end one in Hangul.
#[must_use]
pub fn goes_on(word: &Word, next: &Word) -> bool {
    let hangul = word.shape.has(Shape::HANGUL);
    next.shape.is_cjk()
        && hangul == next.shape.has(Shape::HANGUL)
        && (next.gap == Gap::Glued || (hangul && next.gap == Gap::Space))
}

/// Whether a folded word is a function word.
#[must_use]
pub fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<String> {
        let (mut analysis, mut analyzer) = (Analysis::default(), Analyzer::new(None));
        analyzer.text(text, &mut analysis);
        analysis.text.iter().map(|token| analyzer.term(token.term).to_owned()).collect()
    }

    fn meet(a: &str, b: &str) {
        assert_eq!(text(a), text(b), "{a} and {b} must meet");
    }

    fn apart(a: &str, b: &str) {
        assert_ne!(text(a), text(b), "{a} and {b} must not meet");
    }

    #[test]
    fn words_in_other_forms_meet() {
        meet("negotiations", "negotiating");
        meet("demilitarised zones", "demilitarized zone");
        meet("the Third Army", "the 3rd Army");
        meet("38th parallels", "38th parallel");
        apart("38th parallel", "37th parallel");
    }

    #[test]
    fn function_words_are_in_order() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert!(FUNCTION_WORDS.iter().all(|word| is_function_word(word)) && !is_function_word("war"));
    }

    #[test]
    fn capitals_are_told_from_words() {
        meet("the U.S. and the UN", "the US and the U.N.");
        apart("US", "us");
        apart("UN", "un-");
    }

    #[test]
    fn hyphen_and_blank_are_one() {
        meet("anti-communist", "anti communist");
        meet("MiG-15", "MiG 15");
    }

    #[test]
    fn hangul_and_han_go_in_pairs() {
        assert_eq!(text("한국전쟁"), ["한국", "국전", "전쟁", "쟁"]);
        meet("한국전쟁", "한국 전쟁");
        assert_eq!(text("朝鮮 the"), ["朝鲜", "鲜", "the"]);
        apart("한국", "국한");
    }

    #[test]
    fn both_streams_come_of_one_reading() {
        let (mut analysis, mut analyzer) = (Analysis::default(), Analyzer::new(None));
        analyzer.text("P’yŏngyang’s negotiations", &mut analysis);
        let exact: Vec<&str> = analysis.exact.iter().map(|term| analyzer.term(*term)).collect();
        assert_eq!(exact, ["pyongyang", "negotiations"]);
        assert_eq!((analysis.text[1].words.clone(), analysis.positions), (1..2, 2));
        assert_eq!(analyzer.term(analysis.text[1].term), "negoti");
    }

    #[test]
    fn numbers_hold_until_they_are_forgotten() {
        let mut analyzer = Analyzer::new(None);
        let war = analyzer.number("war");
        analyzer.text("the war", &mut Analysis::default());
        assert_eq!((analyzer.number("war"), analyzer.remembered()), (war, 2));
        analyzer.forget();
        assert_eq!((analyzer.remembered(), analyzer.term(war)), (0, ""));
    }
}
