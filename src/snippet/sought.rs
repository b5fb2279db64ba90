//! What a query looks for in a text, by the analyzer's numbers: which words may be of it, and which parts of a text must be laid
//! out to find it. Where it stands, `lights` says.

use crate::analysis::{Analysis, Analyzer, is_function_word};
use crate::lexicon::{Initials, begins_compound, first_sounds, is_border, one_form};
use crate::query::{Slot, Spans, Stream};
use crate::words::{Shape, Word, Words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::ops::Range;

/// Terms of a stream, each with its place among all.
pub type Terms<'t> = FxHashMap<&'t str, u32>;

/// What is looked for. Its numbers are those of one analyzer, which must not forget them while this is used.
#[derive(Default)]
pub struct Numbers {
    /// The terms of the **text** stream by number, each with its place among all.
    pub text: FxHashMap<u32, u32>,
    /// Those of the **exact** stream.
    pub exact: FxHashMap<u32, u32>,
    /// Whether a name may be written anyhow, so that every position of a text is needed.
    pub is_open: bool,
    /// The first letters of every word that is looked for: most words of a text are none, and not even numbered.
    initials: Initials,
    /// The words of the names looked for, in either stream: where none of them stands, no name does.
    of_names: FxHashSet<u32>,
    /// Whether a number in figures or words may be of a name.
    numerals: bool,
    /// Whether a Han, kana or Hangul character may be of a name.
    cjk: bool,
    /// What a romanisation that nobody listed begins with, if it may be of a name.
    sounds: u8,
    /// The words, names and phrases of the **text** stream, each as its slots.
    phrases: Vec<Vec<Sought>>,
}

/// What a slot looks for.
#[derive(Default)]
struct Sought {
    terms: FxHashSet<u32>,
    is_name: bool,
    is_number: bool,
}

/// What a word of a text can be to those who look for it.
struct Seen {
    term: u32,
    of_name: bool,
    /// Two hundred is 200.
    of_number: bool,
    /// The beginning of a word in two: post-war is postwar.
    of_compound: bool,
}

impl Sought {
    fn may_be(&self, seen: &Seen) -> bool {
        self.terms.contains(&seen.term)
            || (self.is_name && seen.of_name)
            || (self.is_number && seen.of_number)
            || seen.of_compound
    }
}

impl Numbers {
    /// What spans look for, whose terms are numbered.
    pub fn of(spans: &[&Spans], text: &Terms, exact: &Terms, analyzer: &mut Analyzer) -> Self {
        let mut numbers = Numbers::default();
        for term in text.keys().filter(|term| !term.starts_with('#')) {
            // US is us in capitals.
            numbers.initials.add_stem(&term.to_ascii_lowercase());
        }
        for term in exact.keys() {
            numbers.initials.add(term);
        }
        for term in text.keys().filter(|term| term.starts_with('#')) {
            numbers.is_open |= !numbers.add_name(term, analyzer);
        }
        for one in spans.iter().filter(|one| one.stream == Stream::Text) {
            let sought = |slot: &Slot| {
                let mut sought = Sought::default();
                for term in slot.iter().flatten().flatten() {
                    sought.terms.insert(analyzer.number(term));
                    sought.is_name |= term.starts_with('#');
                    sought.is_number |= term.starts_with(|c: char| c.is_ascii_digit());
                }
                sought
            };
            numbers.phrases.push(one.slots.iter().map(sought).collect());
        }
        numbers.text.extend(text.iter().map(|(term, place)| (analyzer.number(term), *place)));
        numbers.exact.extend(exact.iter().map(|(term, place)| (analyzer.number(term), *place)));
        numbers
    }

    /// Lays out what is needed of the text stream: of a phrase, the surroundings of what is rarest of it here.
    pub fn lay_out(&self, analysis: &mut Analysis, analyzer: &mut Analyzer) {
        let sought = || self.phrases.iter().flatten();
        let (names, figures) = (sought().any(|it| it.is_name), sought().any(|it| it.is_number));
        let has_names = analyzer.lexicon().is_some();
        let mut words: Vec<(usize, Seen)> = Vec::new();
        for index in 0..analysis.words.len() {
            if !self.may_be(&analysis.words, index) {
                continue;
            }
            let term = analyzer.text_term(analysis, index);
            let seen = Seen {
                term,
                of_name: names && self.may_be_of_name(term, index, analysis, analyzer),
                of_number: figures && analyzer.begins(analysis, index).may_be_numeral(),
                of_compound: has_names && begins_compound(analysis.words.folded(index)),
            };
            words.push((index, seen));
        }
        let mut wanted: Vec<Range<usize>> = Vec::new();
        for phrase in &self.phrases {
            let stands = |sought: &&Sought| words.iter().filter(|(_, seen)| sought.may_be(seen)).count();
            let Some(rarest) = phrase.iter().min_by_key(stands) else { continue };
            // Each slot more may stand one border further.
            let reach = phrase.len() - 1;
            let places = words.iter().filter(|(_, seen)| rarest.may_be(seen));
            wanted.extend(places.map(|(index, _)| around(&analysis.words, *index, reach)));
        }
        wanted.sort_by_key(|part| part.start);
        let mut end = 0;
        for part in wanted {
            if part.end > end {
                analyzer.lay_out(analysis, part.start.max(end)..part.end);
                end = part.end;
            }
        }
    }

    /// Whether a word may be one of those looked for: told by its first letters.
    pub fn may_be(&self, words: &Words, index: usize) -> bool {
        self.initials.may_be(words.folded(index)) || self.may_sound(words, index)
    }

    /// Whether a word may be of one of the names. What is quickly told of it is asked first.
    fn may_be_of_name(
        &self,
        term: u32,
        index: usize,
        analysis: &mut Analysis,
        analyzer: &mut Analyzer,
    ) -> bool {
        self.of_names.contains(&term)
            || self.of_names.contains(&analyzer.exact_term(analysis, index))
            || (self.cjk && analysis.words.items()[index].shape.is_cjk())
            || (self.numerals && analyzer.begins(analysis, index).may_be_numeral())
            || (self.may_sound(&analysis.words, index) && analyzer.begins(analysis, index).may_be_name())
    }

    /// Whether a word begins as a romanisation of one of the names does.
    fn may_sound(&self, words: &Words, index: usize) -> bool {
        let shape = words.items()[index].shape;
        self.sounds > 0
            && (shape.has(Shape::CAPITAL) || shape.has(Shape::HANGUL))
            && self.sounds & first_sounds(words.folded(index)) > 0
    }

    /// Notes every word of every variant of a name; false where its variants are not known.
    fn add_name(&mut self, term: &str, analyzer: &mut Analyzer) -> bool {
        // Dates and units that a rule made.
        if term.starts_with("#unit:") || term[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.numerals = true;
            self.initials.add_all();
            return true;
        }
        let Some(class) = analyzer.lexicon().and_then(|lexicon| lexicon.class(term)) else { return false };
        let is_cjk = |words: &Words| words.items().iter().any(|word| word.shape.is_cjk());
        let variants: Vec<Words> = class.variants.iter().map(|variant| Words::of(&variant.text)).collect();
        let is_east_asian = class.kind == "person" || variants.iter().any(is_cjk);
        for words in variants {
            let folded: Vec<&str> = (0..words.len()).map(|index| words.folded(index)).collect();
            if words.items().iter().any(|word| word.shape.has(Shape::DIGIT)) {
                self.numerals = true;
                self.initials.add_numbers();
            }
            self.cjk |= is_cjk(&words);
            if is_east_asian {
                // How Han characters are read, the other variants tell; figures are not read, and Cyrillic is as it is spelt in Latin.
                let is_read = |word: &Word| !word.shape.has(Shape::HAN) && !word.shape.has(Shape::DIGIT);
                for (_, word) in words.items().iter().zip(&folded).filter(|(word, _)| is_read(word)) {
                    let form = Some(word).filter(|word| !word.is_ascii()).and_then(|word| one_form(word));
                    self.sounds |= first_sounds(&form.unwrap_or(Cow::Borrowed(word)));
                }
            }
            // Where a name stands, so does each of its words of content.
            let is_content = |word: &&&str| !is_function_word(word);
            let telling: Vec<&str> = folded.iter().filter(is_content).copied().collect();
            // Hyphen, blank and nothing are one.
            let joined = [folded.concat(), folded[1.min(folded.len())..].concat()];
            let telling = if telling.is_empty() { &folded } else { &telling };
            for word in telling.iter().copied().chain(joined.iter().map(String::as_str)) {
                let number = analyzer.number(word);
                let stem = analyzer.stem(number);
                self.of_names.extend([number, stem]);
                self.initials.add(word);
                self.initials.add_stem(analyzer.term(stem));
            }
        }
        true
    }
}

/// The part of a text between borders in which a word stands, and so many parts more on either side.
fn around(words: &Words, index: usize, more: usize) -> Range<usize> {
    let before = |at: usize| (0..=at).rev().find(|at| *at == 0 || is_border(words, *at)).unwrap_or(0);
    let after = |at: usize| (at..words.len()).find(|at| is_border(words, *at)).unwrap_or(words.len());
    let (mut start, mut end) = (before(index), after(index + 1));
    for _ in 0..more {
        (start, end) = (before(start.saturating_sub(1)), after(end + 1));
    }
    start..end
}
