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
    of_names: FxHashMap<u32, OfName>,
    /// What a number in figures or words may be to a name.
    numerals: OfName,
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

/// What a word can be to the names looked for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum OfName {
    #[default]
    No,
    /// A word of a name that has others to tell it by: no cold war without a war.
    Part,
    /// A word that may be all there is to see of a name.
    Whole,
}

/// What a word of a text can be to those who look for it.
struct Seen {
    index: usize,
    /// How many borders stand before it: no name goes over one.
    part: usize,
    term: u32,
    of_name: OfName,
    /// Two hundred is 200.
    of_number: bool,
    /// The beginning of a word in two: post-war is postwar.
    of_compound: bool,
}

impl Sought {
    fn may_be(&self, seen: &Seen) -> bool {
        self.may_be_alone(seen) || (self.is_name && seen.of_name == OfName::Part)
    }

    /// Whether a word may be what is looked for, or stand for it, whatever stands beside it.
    fn may_be_alone(&self, seen: &Seen) -> bool {
        self.terms.contains(&seen.term)
            || (self.is_name && seen.of_name == OfName::Whole)
            || (self.is_number && seen.of_number)
            || seen.of_compound
    }

    /// The parts of a text where it may stand: a word that is only a part of names has another beside it there.
    fn parts(&self, seen: &[Seen]) -> Vec<usize> {
        let stands = |part: &&[Seen]| {
            let mut words = part.iter().filter(|seen| self.may_be(seen));
            words.next().is_some_and(|first| {
                self.may_be_alone(first)
                    || words.any(|next| next.term != first.term || self.may_be_alone(next))
            })
        };
        seen.chunk_by(|one, other| one.part == other.part).filter(stands).map(|part| part[0].part).collect()
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

    /// Lays out what is needed of the text stream: where each slot of a phrase may stand, from its first word to its last, and those
    /// before it with which a name may begin.
    pub fn lay_out(&self, analysis: &mut Analysis, analyzer: &mut Analyzer) {
        let seen = self.seen(analysis, analyzer);
        let mut wanted: Vec<Range<usize>> = Vec::new();
        for phrase in &self.phrases {
            let parts: Vec<Vec<usize>> = phrase.iter().map(|sought| sought.parts(&seen)).collect();
            let Some(rarest) = parts.iter().min_by_key(|parts| parts.len()) else { continue };
            for part in rarest {
                // Each slot more may stand one border further.
                let reach = phrase.len() - 1;
                let near = part.saturating_sub(reach)..=part + reach;
                if parts.iter().all(|parts| parts.iter().any(|part| near.contains(part))) {
                    let is_of_it = |seen: &&Seen| {
                        near.contains(&seen.part) && phrase.iter().any(|sought| sought.may_be(seen))
                    };
                    let mut words = seen.iter().filter(is_of_it).map(|seen| seen.index);
                    let Some(first) = words.next() else { continue };
                    let last = words.next_back().unwrap_or(first);
                    wanted.push(name_start(first, analysis, analyzer)..last + 1);
                }
            }
        }
        wanted.sort_by_key(|words| words.start);
        let mut wanted = wanted.into_iter().peekable();
        while let Some(mut words) = wanted.next() {
            while let Some(more) = wanted.next_if(|more| more.start <= words.end) {
                words.end = words.end.max(more.end);
            }
            analyzer.lay_out(analysis, words);
        }
    }

    /// The words of a text that may be of anything looked for, in order.
    fn seen(&self, analysis: &mut Analysis, analyzer: &mut Analyzer) -> Vec<Seen> {
        let sought = || self.phrases.iter().flatten();
        let (names, figures) = (sought().any(|it| it.is_name), sought().any(|it| it.is_number));
        let has_names = analyzer.lexicon().is_some();
        let mut part = 0;
        let mut seen = Vec::new();
        for index in 0..analysis.words.len() {
            part += usize::from(is_border(&analysis.words, index));
            if !self.may_be(&analysis.words, index) {
                continue;
            }
            let term = analyzer.text_term(analysis, index);
            seen.push(Seen {
                index,
                part,
                term,
                of_name: if names { self.of_name(term, index, analysis, analyzer) } else { OfName::No },
                of_number: figures && analyzer.begins(analysis, index).may_be_numeral(),
                of_compound: has_names && begins_compound(analysis.words.folded(index)),
            });
        }
        seen
    }

    /// Whether a word may be one of those looked for: told by its first letters.
    pub fn may_be(&self, words: &Words, index: usize) -> bool {
        self.initials.may_be(words.folded(index)) || self.may_sound(words, index)
    }

    /// What a word may be to the names. What is quickly told of it is asked first.
    fn of_name(&self, term: u32, index: usize, analysis: &mut Analysis, analyzer: &mut Analyzer) -> OfName {
        let listed = |number: u32| self.of_names.get(&number).copied().unwrap_or_default();
        let listed = listed(term).max(listed(analyzer.exact_term(analysis, index)));
        let is_cjk = || self.cjk && analysis.words.items()[index].shape.is_cjk();
        if listed == OfName::Whole || is_cjk() {
            return OfName::Whole;
        }
        let may_sound = self.may_sound(&analysis.words, index);
        if !may_sound && self.numerals <= listed {
            return listed;
        }
        let begins = analyzer.begins(analysis, index);
        match (may_sound && begins.may_be_name(), begins.may_be_numeral()) {
            (true, _) => OfName::Whole,
            (_, true) => self.numerals.max(listed),
            _ => listed,
        }
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
            self.numerals = OfName::Whole;
            self.initials.add_all();
            return true;
        }
        let Some(class) = analyzer.lexicon().and_then(|lexicon| lexicon.class(term)) else { return false };
        let is_cjk = |words: &Words| words.items().iter().any(|word| word.shape.is_cjk());
        let variants: Vec<Words> = class.variants.iter().map(|variant| Words::of(&variant.text)).collect();
        let is_east_asian = class.kind == "person" || variants.iter().any(is_cjk);
        for words in variants {
            let folded: Vec<&str> = (0..words.len()).map(|index| words.folded(index)).collect();
            self.cjk |= is_cjk(&words);
            if words.items().iter().all(|word| word.shape.has(Shape::HAN)) {
                continue;
            }
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
            let telling = if telling.is_empty() { &folded } else { &telling };
            let stems: FxHashSet<u32> = telling
                .iter()
                .map(|word| {
                    let number = analyzer.number(word);
                    analyzer.stem(number)
                })
                .collect();
            // Of a person's names one may be an initial.
            let is_part = stems.len() > 1 && class.kind != "person";
            let of_name = if is_part { OfName::Part } else { OfName::Whole };
            if words.items().iter().any(|word| word.shape.has(Shape::DIGIT)) {
                // What a weapon or a unit has beside its number may be written out: Il-10, Ilyushin 10.
                let is_named = !matches!(class.kind.as_str(), "weapon" | "unit");
                self.numerals = self.numerals.max(if is_named { of_name } else { OfName::Whole });
                self.initials.add_numbers();
            }
            // Hyphen, blank and nothing are one: any words of it may be one word, but where one is enough that is left.
            let runs = (0..folded.len()).flat_map(|from| (from + 2..=folded.len()).map(move |to| from..to));
            let joined: Vec<String> = runs
                .filter(|run| is_part || (run.start < 2 && run.end == folded.len()))
                .map(|run| folded[run].concat())
                .collect();
            let joined = joined.iter().map(|word| (word.as_str(), OfName::Whole));
            for (word, of_name) in telling.iter().map(|word| (*word, of_name)).chain(joined) {
                let number = analyzer.number(word);
                let stem = analyzer.stem(number);
                for number in [number, stem] {
                    let known = self.of_names.entry(number).or_default();
                    *known = of_name.max(*known);
                }
                self.initials.add(word);
                self.initials.add_stem(analyzer.term(stem));
            }
        }
        true
    }
}

/// Where a name that has a word may begin, at the earliest.
fn name_start(index: usize, analysis: &mut Analysis, analyzer: &mut Analyzer) -> usize {
    let mut start = index;
    while start > 0 && !is_border(&analysis.words, start) && !analyzer.ends_names(analysis, start - 1) {
        start -= 1;
    }
    start
}
