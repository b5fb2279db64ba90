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

pub mod names;

use crate::lexicon::{self, Begins, Group, Lexicon, Reading};
use crate::words::{Gap, Shape, Word, Words};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// Words that, in small letters, are ordinary English; in capitals they are names.
/// A title set all in capitals has few other words than these to lose.
const CAPITALS_ARE_NAMES: [&str; 4] = ["it", "un", "us", "who"];

/// English words that carry no subject: they weigh nothing in a query, but count inside a phrase.
pub const FUNCTION_WORDS: [&str; 120] = [
    "a", "about", "after", "all", "also", "although", "am", "among", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "could", "did", "do",
    "does", "during", "each", "either", "for", "from", "had", "has", "have", "he", "her", "here", "him",
    "his", "how", "however", "i", "if", "in", "into", "is", "it", "its", "may", "me", "might", "more",
    "most", "must", "my", "neither", "no", "nor", "not", "of", "on", "only", "or", "other", "our", "over",
    "per", "shall", "she", "should", "since", "so", "some", "such", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up",
    "upon", "us", "very", "via", "was", "we", "were", "what", "when", "where", "whether", "which", "while",
    "who", "whom", "whose", "why", "will", "with", "within", "without", "would", "yet", "you", "your", "vs",
    "et",
];

/// One token: a term at a position, and the words it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where its term stands in [`Analysis`]'s text.
    term: Range<usize>,
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
    /// The tokens asked for, in order of position.
    pub tokens: Vec<Token>,
    /// How many positions they take.
    pub positions: u32,
    terms: String,
}

impl Analysis {
    /// A token's term.
    #[must_use]
    pub fn term(&self, token: &Token) -> &str {
        &self.terms[token.term.clone()]
    }

    /// The bytes of the text that a token stands for.
    #[must_use]
    pub fn bytes(&self, token: &Token) -> Range<usize> {
        let word = |index: u32| self.words.get(index as usize);
        let start = word(token.words.start).map_or(0, |word| word.start as usize);
        let end = word(token.words.end.saturating_sub(1)).map_or(start, |word| word.end as usize);
        start..end
    }

    fn clear(&mut self) {
        self.tokens.clear();
        self.terms.clear();
        self.positions = 0;
    }

    fn push(&mut self, term: &str, position: u32, words: Range<usize>) {
        let start = self.terms.len();
        self.terms.push_str(term);
        self.tokens.push(Token {
            term: start..self.terms.len(),
            position,
            words: u32::try_from(words.start).unwrap_or(u32::MAX)
                ..u32::try_from(words.end).unwrap_or(u32::MAX),
        });
    }
}

/// The analyzer. Clones share the lexicon and remember stems apart, one a thread.
#[derive(Clone)]
pub struct Analyzer {
    lexicon: Option<Arc<Lexicon>>,
    stems: Stems,
}

impl Analyzer {
    /// An analyzer with a lexicon, or without one.
    #[must_use]
    pub fn new(lexicon: Option<Arc<Lexicon>>) -> Self {
        Self { lexicon, stems: Stems::default() }
    }

    /// The lexicon it reads names by.
    #[must_use]
    pub fn lexicon(&self) -> Option<&Arc<Lexicon>> {
        self.lexicon.as_ref()
    }

    /// The **text** stream of a record's text.
    pub fn text(&mut self, text: &str, out: &mut Analysis) {
        out.clear();
        out.words.split(text);
        self.lay_out(out);
    }

    /// The **exact** stream of a record's text.
    pub fn exact(text: &str, out: &mut Analysis) {
        out.clear();
        out.words.split(text);
        let mut pair = String::new();
        for index in 0..out.words.len() {
            pair.clear();
            push_exact(&out.words, index, &mut pair);
            out.push(&pair, out.positions, index..index + 1);
            out.positions += 1;
        }
    }

    fn lay_out(&mut self, out: &mut Analysis) {
        let mut index = 0;
        while index < out.words.len() {
            let position = out.positions;
            let known = self.stems.known(out.words.folded(index), self.lexicon.as_deref());
            let group = if known.begins.is_none() {
                None
            } else {
                let lexicon = self.lexicon.as_ref();
                lexicon
                    .and_then(|lexicon| lexicon.group_from(&out.words, index, Reading::Record, known.begins))
            };
            let mut end = index + 1;
            if let Some(group) = group.filter(|group| group.words.end > index) {
                for term in group.terms.iter().chain(&group.nested) {
                    out.push(term, position, group.words.clone());
                }
                if !group.keeps {
                    end = group.words.end.min(out.words.len());
                }
            }
            for word in index..end {
                self.push_word(out, word, position);
            }
            out.positions += 1;
            index = end;
        }
    }

    /// The name that begins with a word of a record's text, where one does.
    #[must_use]
    pub fn group(&mut self, words: &Words, index: usize) -> Option<Group> {
        let begins = self.stems.known(words.folded(index), self.lexicon.as_deref()).begins;
        if begins.is_none() {
            return None;
        }
        self.lexicon.as_ref()?.group_from(words, index, Reading::Record, begins)
    }

    fn push_word(&mut self, out: &mut Analysis, index: usize, position: u32) {
        let Some(&word) = out.words.get(index) else { return };
        if word.shape.is_cjk() {
            let mut pair = String::new();
            push_exact(&out.words, index, &mut pair);
            out.push(&pair, position, index..index + 1);
            return;
        }
        let folded = out.words.folded(index);
        if let Some(capitals) = capitals(folded, word.shape) {
            out.push(&capitals, position, index..index + 1);
            return;
        }
        let known = self.stems.known(folded, self.lexicon.as_deref());
        out.push(&known.stem, position, index..index + 1);
    }

    /// The term under which **text** holds a word of a query or record, the lexicon aside.
    #[must_use]
    pub fn stem(&mut self, folded: &str, shape: Shape) -> String {
        capitals(folded, shape)
            .unwrap_or_else(|| self.stems.known(folded, self.lexicon.as_deref()).stem.clone().into_string())
    }
}

/// The term of a word whose capitals make it another word: `US`, where `us` is a pronoun.
fn capitals(folded: &str, shape: Shape) -> Option<String> {
    (shape.has(Shape::CAPITALS) && CAPITALS_ARE_NAMES.contains(&folded)).then(|| folded.to_ascii_uppercase())
}

/// Appends the **exact** term of a word: itself, or for a Han, kana or Hangul character the pair it begins.
pub fn push_exact(words: &Words, index: usize, out: &mut String) {
    out.push_str(words.folded(index));
    let Some(word) = words.get(index).filter(|word| word.shape.is_cjk()) else { return };
    if words.get(index + 1).is_some_and(|next| goes_on(word, next)) {
        out.push_str(words.folded(index + 1));
    }
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
    FUNCTION_WORDS.contains(&folded)
}

/// What is remembered of a word: stemming each anew is half of a naive build.
struct Known {
    stem: Box<str>,
    begins: Begins,
}

/// Stems, remembered: each word has a number, so that a word known is looked up once.
#[derive(Default)]
struct Stems {
    numbers: FxHashMap<Box<str>, usize>,
    known: Vec<Known>,
}

/// More words than this are more than any language has: a dump of noise must not fill the memory.
const REMEMBERED: usize = 400_000;

impl Stems {
    fn known(&mut self, folded: &str, lexicon: Option<&Lexicon>) -> &Known {
        let number = match self.numbers.get(folded) {
            Some(number) => *number,
            None => self.learn(folded, lexicon),
        };
        &self.known[number]
    }

    fn learn(&mut self, folded: &str, lexicon: Option<&Lexicon>) -> usize {
        if self.known.len() >= REMEMBERED {
            self.numbers.clear();
            self.known.clear();
        }
        let stem = lexicon::stem(folded).into_boxed_str();
        let begins = lexicon.map(|lexicon| lexicon.begins(folded)).unwrap_or_default();
        self.known.push(Known { stem, begins });
        self.numbers.insert(folded.into(), self.known.len() - 1);
        self.known.len() - 1
    }
}

impl Clone for Stems {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<String> {
        let mut analysis = Analysis::default();
        Analyzer::new(None).text(text, &mut analysis);
        analysis.tokens.iter().map(|token| analysis.term(token).to_owned()).collect()
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
    fn a_token_knows_its_bytes() {
        let mut analysis = Analysis::default();
        let source = "near P’yŏngyang";
        Analyzer::new(None).text(source, &mut analysis);
        assert_eq!(&source[analysis.bytes(&analysis.tokens[1])], "P’yŏngyang");
    }
}
