//! Our analyzer as tantivy's tokenizers. What a token is, is `analysis`'s to say; here are only parts and positions.

use crate::analysis::{Analysis, Analyzer, names};
use crate::lexicon::Reading;
use crate::words::Words;
use std::ops::Range;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Parts the texts of one document: titles, abstract, keywords, names, journal.
pub const PART: char = '\u{1E}';

/// How often a title counts; see `schema` for why.
const TITLE_WEIGHT: usize = 3;

/// Positions between parts: no phrase, however loose, goes over them.
pub const PART_GAP: u32 = 100;

/// One token of a stream: where its term stands, and its position.
type Place = (Range<usize>, u32);

/// The tokens of one text, ready to be handed out.
#[derive(Clone, Default)]
pub struct Tokens {
    terms: String,
    places: Vec<Place>,
    next: usize,
    token: Token,
}

impl Tokens {
    fn clear(&mut self) {
        self.terms.clear();
        self.places.clear();
        self.next = 0;
    }

    /// Adds an analysed part at a position and gives the position after it.
    fn add(&mut self, analysis: &Analysis, at: u32, times: usize) -> u32 {
        let first = self.places.len();
        for token in &analysis.tokens {
            let start = self.terms.len();
            self.terms.push_str(analysis.term(token));
            self.places.push((start..self.terms.len(), at + token.position));
        }
        let mut next = at + analysis.positions + PART_GAP;
        let last = self.places.len();
        for _ in 1..times {
            for place in first..last {
                let (term, position) = self.places[place].clone();
                self.places.push((term, position - at + next));
            }
            next += analysis.positions + PART_GAP;
        }
        next
    }
}

/// Hands out the tokens of one text.
pub struct Stream<'a>(&'a mut Tokens);

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let tokens = &mut *self.0;
        let Some((term, position)) = tokens.places.get(tokens.next) else { return false };
        tokens.token.text.clear();
        tokens.token.text.push_str(&tokens.terms[term.clone()]);
        tokens.token.position = *position as usize;
        tokens.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.0.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.0.token
    }
}

/// The parts of a text and how often each counts: of several, the first holds the titles.
fn parts(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let several = text.contains(PART);
    text.split(PART)
        .enumerate()
        .map(move |(index, part)| (part, if several && index == 0 { TITLE_WEIGHT } else { 1 }))
}

/// The **text** stream.
#[derive(Clone)]
pub struct TextTokenizer {
    analyzer: Analyzer,
    analysis: Analysis,
    tokens: Tokens,
}

impl TextTokenizer {
    /// A tokenizer that reads with an analyzer.
    #[must_use]
    pub fn new(analyzer: Analyzer) -> Self {
        Self { analyzer, analysis: Analysis::default(), tokens: Tokens::default() }
    }
}

impl Tokenizer for TextTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.tokens.clear();
        let mut at = 0;
        for (part, times) in parts(text) {
            self.analyzer.text(part, &mut self.analysis);
            at = self.tokens.add(&self.analysis, at, times);
        }
        Stream(&mut self.tokens)
    }
}

/// The **exact** stream.
#[derive(Clone, Default)]
pub struct ExactTokenizer {
    analysis: Analysis,
    tokens: Tokens,
}

impl Tokenizer for ExactTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.tokens.clear();
        let mut at = 0;
        for (part, times) in parts(text) {
            Analyzer::exact(part, &mut self.analysis);
            at = self.tokens.add(&self.analysis, at, times);
        }
        Stream(&mut self.tokens)
    }
}

/// The persons of a record, parted by empty lines, each at one position.
#[derive(Clone)]
pub struct AuthorTokenizer {
    analyzer: Analyzer,
    tokens: Tokens,
}

impl AuthorTokenizer {
    /// A tokenizer that reads with an analyzer.
    #[must_use]
    pub fn new(analyzer: Analyzer) -> Self {
        Self { analyzer, tokens: Tokens::default() }
    }
}

impl Tokenizer for AuthorTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.tokens.clear();
        let mut terms = Vec::new();
        for (position, name) in (0..).zip(text.split("\n\n")) {
            terms.clear();
            names::record_terms(name, &mut terms);
            if let Some(lexicon) = self.analyzer.lexicon() {
                terms.extend(
                    lexicon
                        .group_at(&Words::of(name), 0, Reading::Record)
                        .into_iter()
                        .flat_map(|group| group.terms),
                );
            }
            for term in &terms {
                let start = self.tokens.terms.len();
                self.tokens.terms.push_str(term);
                self.tokens.places.push((start..self.tokens.terms.len(), position));
            }
        }
        Stream(&mut self.tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(mut tokens: Stream) -> Vec<(String, usize)> {
        let mut out = Vec::new();
        while tokens.advance() {
            out.push((tokens.token().text.clone(), tokens.token().position));
        }
        out
    }

    #[test]
    fn the_title_counts_three_times_and_no_phrase_goes_over_a_part() {
        let text = format!("Korean War{PART}Wars begin");
        let mut tokenizer = TextTokenizer::new(Analyzer::new(None));
        let tokens = stream(tokenizer.token_stream(&text));
        let wars: Vec<usize> = tokens.iter().filter(|(term, _)| term == "war").map(|(_, at)| *at).collect();
        assert_eq!(wars, [1, 103, 205, 306]);
    }

    #[test]
    fn a_person_stands_at_one_position() {
        let mut tokenizer = AuthorTokenizer::new(Analyzer::new(None));
        let tokens = stream(tokenizer.token_stream("Cumings, B.\n\nHalliday, Jon"));
        assert!(tokens.contains(&("b..".into(), 0)) && tokens.contains(&("jon".into(), 1)));
    }
}
