//! Where in a text a query's words, names and phrases stand: what an index finds, found again with its bytes.

use crate::analysis::{Analysis, Analyzer, is_function_word};
use crate::lexicon::{Initials, begins_compound, first_sounds, is_border, one_form};
use crate::query::{Node, Order, Slot, Spans, Stream, TextField};
use crate::words::{Shape, Word, Words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::ops::Range;

/// Something lit: its bytes, and which of the query's words, names or phrases it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Light {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The number of what stands there.
    pub matcher: usize,
}

/// Finds what is to be lit. Made once a query; it remembers words from text to text.
pub struct Lights<'p> {
    spans: Vec<&'p Spans>,
    /// What each is worth: its idf.
    weights: Vec<f32>,
    text_terms: FxHashMap<&'p str, u32>,
    exact_terms: FxHashMap<&'p str, u32>,
    layout: Layout,
    /// Made at the first text.
    numbers: Option<Numbers>,
    analysis: Analysis,
    places: Vec<Vec<Place>>,
}

/// How much of the text stream is needed to find what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layout {
    /// Words alone: no positions, and no names.
    Bare,
    /// Names and phrases: the parts of a text, from border to border, in which one of their words stands.
    Parts,
    /// Every position: what stands within so many words of another, and names that may be written anyhow.
    Whole,
}

/// What is looked for, by the numbers of one analyzer, which must not forget them while the lights are used.
#[derive(Default)]
struct Numbers {
    text: FxHashMap<u32, u32>,
    exact: FxHashMap<u32, u32>,
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

/// A term's place: its position, and the words it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: u32,
    end: u32,
    first: u32,
    last: u32,
}

impl<'p> Lights<'p> {
    /// Everything that a node looks for in running text; `weight` says what each is worth.
    pub fn new(root: &'p Node, mut weight: impl FnMut(&Spans) -> f32) -> Self {
        let mut spans = Vec::new();
        root.each_span(&mut |one| {
            if !spans.contains(&one) {
                spans.push(one);
            }
        });
        let weights = spans.iter().map(|one| weight(one).max(0.01)).collect();
        let (mut text_terms, mut exact_terms) = (FxHashMap::default(), FxHashMap::default());
        let mut layout = Layout::Bare;
        for one in &spans {
            let is_text = one.stream == Stream::Text;
            let terms = if is_text { &mut text_terms } else { &mut exact_terms };
            if is_text && !matches!(one.order, Order::Adjacent | Order::Same) {
                layout = Layout::Whole;
            }
            for slot in &one.slots {
                let several = one.slots.len() > 1 || slot.iter().any(|run| run.len() > 1);
                for term in slot.iter().flatten().flatten() {
                    let next = u32::try_from(terms.len()).unwrap_or(u32::MAX);
                    terms.entry(term.as_str()).or_insert(next);
                    let needed = match term.chars().next() {
                        Some('#' | '0'..='9') => Layout::Parts,
                        Some(first) if !first.is_ascii_alphanumeric() => Layout::Whole,
                        _ if several => Layout::Parts,
                        _ => Layout::Bare,
                    };
                    layout = if is_text { layout.max(needed) } else { layout };
                }
            }
        }
        Self {
            spans,
            weights,
            text_terms,
            exact_terms,
            layout,
            numbers: None,
            analysis: Analysis::default(),
            places: Vec::new(),
        }
    }

    /// What a matcher is worth.
    #[must_use]
    pub fn weight(&self, matcher: usize) -> f32 {
        self.weights.get(matcher).copied().unwrap_or(0.01)
    }

    /// Whether there is anything to light.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Everything lit in a text of a field, in order; ranges are disjoint.
    pub fn find(&mut self, text: &str, field: TextField, analyzer: &mut Analyzer) -> Vec<Light> {
        let mut lights = Vec::new();
        let mut is_read = false;
        for stream in [Stream::Text, Stream::Exact] {
            let asked = |spans: &&Spans| {
                spans.stream == stream && (spans.field == TextField::Any || spans.field == field)
            };
            if !self.spans.iter().any(asked) {
                continue;
            }
            if !std::mem::replace(&mut is_read, true) {
                analyzer.words(text, &mut self.analysis);
            }
            if !self.place_terms(stream, analyzer) {
                continue;
            }
            for (matcher, spans) in self.spans.iter().enumerate().filter(|(_, spans)| asked(spans)) {
                let terms = if stream == Stream::Text { &self.text_terms } else { &self.exact_terms };
                let found = Search { terms, places: &self.places }.spans(spans);
                let words = &self.analysis.words;
                lights.extend(found.into_iter().filter_map(|(first, last)| {
                    let range =
                        words.get(first as usize)?.start as usize..words.get(last as usize)?.end as usize;
                    (range.start < range.end).then_some(Light { range, matcher })
                }));
            }
        }
        disjoint(lights)
    }

    /// Notes where each term of a stream stands in the text that was read; false where none does.
    fn place_terms(&mut self, stream: Stream, analyzer: &mut Analyzer) -> bool {
        let count = if stream == Stream::Text { self.text_terms.len() } else { self.exact_terms.len() };
        self.places.iter_mut().for_each(Vec::clear);
        self.places.resize(count.max(self.places.len()), Vec::new());
        if self.numbers.is_none() {
            self.numbers = Some(self.number(analyzer));
        }
        let Self { numbers: Some(numbers), analysis, places, .. } = self else { return false };
        if stream == Stream::Text && self.layout > Layout::Bare {
            lay_out(analysis, analyzer, numbers, self.layout);
        }
        let mut any = false;
        let mut place = |term: Option<&u32>, name: &str, position: u32, words: &Words, of: Range<u32>| {
            let Some(term) = term else { return };
            let (first, last) = (of.start, of.end.saturating_sub(1).max(of.start));
            // The pair of a Han or Hangul character lights both.
            let pair = u32::from(pairs(words, first, name));
            places[*term as usize].push(Place {
                start: position,
                end: position + 1,
                first,
                last: last + pair,
            });
            any = true;
        };
        match (stream, self.layout) {
            (Stream::Exact, _) => {
                for (at, index) in (0..).zip(0..analysis.words.len()) {
                    if numbers.may_be(&analysis.words, index) {
                        let term = analyzer.exact_term(analysis, index);
                        place(numbers.exact.get(&term), analyzer.term(term), at, &analysis.words, at..at + 1);
                    }
                }
            }
            (Stream::Text, Layout::Bare) => {
                for (at, index) in (0..).zip(0..analysis.words.len()) {
                    if numbers.may_be(&analysis.words, index) {
                        let term = analyzer.text_term(analysis, index);
                        place(numbers.text.get(&term), "", at, &analysis.words, at..at + 1);
                    }
                }
            }
            (Stream::Text, _) => {
                for token in &analysis.text {
                    let (name, of) = (analyzer.term(token.term), token.words.clone());
                    place(numbers.text.get(&token.term), name, token.position, &analysis.words, of);
                }
            }
        }
        any
    }

    /// What is looked for, by the analyzer's numbers.
    fn number(&mut self, analyzer: &mut Analyzer) -> Numbers {
        let mut numbers = Numbers::default();
        for term in self.text_terms.keys().filter(|term| !term.starts_with('#')) {
            // US is us in capitals.
            numbers.initials.add_stem(&term.to_ascii_lowercase());
        }
        for term in self.exact_terms.keys() {
            numbers.initials.add(term);
        }
        for term in self.text_terms.keys().filter(|term| term.starts_with('#')) {
            if !numbers.add_name(term, analyzer) {
                self.layout = Layout::Whole;
            }
        }
        for spans in self.spans.iter().filter(|spans| spans.stream == Stream::Text) {
            let sought = |slot: &Slot| {
                let mut sought = Sought::default();
                for term in slot.iter().flatten().flatten() {
                    sought.terms.insert(analyzer.number(term));
                    sought.is_name |= term.starts_with('#');
                    sought.is_number |= term.starts_with(|c: char| c.is_ascii_digit());
                }
                sought
            };
            numbers.phrases.push(spans.slots.iter().map(sought).collect());
        }
        numbers.text.extend(self.text_terms.iter().map(|(term, place)| (analyzer.number(term), *place)));
        numbers.exact.extend(self.exact_terms.iter().map(|(term, place)| (analyzer.number(term), *place)));
        numbers
    }
}

/// Lays out what is needed of the text stream: of a phrase, the surroundings of what is rarest of it here.
fn lay_out(analysis: &mut Analysis, analyzer: &mut Analyzer, numbers: &Numbers, layout: Layout) {
    let length = analysis.words.len();
    if layout == Layout::Whole {
        return analyzer.lay_out(analysis, 0..length);
    }
    let sought = || numbers.phrases.iter().flatten();
    let (names, figures) = (sought().any(|it| it.is_name), sought().any(|it| it.is_number));
    let has_names = analyzer.lexicon().is_some();
    let mut words: Vec<(usize, Seen)> = Vec::new();
    for index in 0..length {
        if !numbers.may_be(&analysis.words, index) {
            continue;
        }
        let term = analyzer.text_term(analysis, index);
        let seen = Seen {
            term,
            of_name: names && numbers.may_be_of_name(term, index, analysis, analyzer),
            of_number: figures && analyzer.begins(analysis, index).may_be_numeral(),
            of_compound: has_names && begins_compound(analysis.words.folded(index)),
        };
        words.push((index, seen));
    }
    let mut wanted: Vec<Range<usize>> = Vec::new();
    for phrase in &numbers.phrases {
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

impl Numbers {
    /// Whether a word may be one of those looked for: told by its first letters.
    fn may_be(&self, words: &Words, index: usize) -> bool {
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

/// Whether the term of a word is the pair of characters that it begins.
fn pairs(words: &Words, first: u32, term: &str) -> bool {
    let word = words.get(first as usize);
    word.is_some_and(|word| word.shape.is_cjk()) && !term.starts_with('#') && term.chars().count() == 2
}

struct Search<'s> {
    terms: &'s FxHashMap<&'s str, u32>,
    places: &'s [Vec<Place>],
}

impl Search<'_> {
    /// Every place of a word, name or phrase, as its first and last word.
    fn spans(&self, spans: &Spans) -> Vec<(u32, u32)> {
        let Some((first, rest)) = spans.slots.split_first() else { return Vec::new() };
        // Each chain: its places so far, and how many other positions it has used up.
        let mut chains: Vec<(Vec<Place>, u32)> =
            self.slot(first).into_iter().map(|place| (vec![place], 0)).collect();
        for slot in rest {
            if chains.is_empty() {
                return Vec::new();
            }
            let here = self.slot(slot);
            let mut longer = Vec::new();
            for (chain, used) in &chains {
                let Some(end) = chain.last() else { continue };
                let candidates: &mut dyn Iterator<Item = (&Place, u32)> = match spans.order {
                    Order::Adjacent | Order::Same => {
                        &mut here.iter().filter(|place| place.start == end.end).map(|place| (place, 0))
                    }
                    Order::Within(most) => &mut here
                        .iter()
                        .filter(move |place| place.start >= end.end && used + place.start - end.end <= most)
                        .map(move |place| (place, used + place.start - end.end)),
                    Order::Near(most) => &mut here
                        .iter()
                        .filter(move |place| {
                            (place.start >= end.end && place.start - end.end <= most)
                                || (place.end <= end.start && end.start - place.end <= most)
                        })
                        .map(|place| (place, 0)),
                };
                for (place, used) in candidates {
                    let mut chain = chain.clone();
                    chain.push(*place);
                    longer.push((chain, used));
                }
            }
            const MOST: usize = 1000;
            longer.truncate(MOST);
            chains = longer;
        }
        let mut found = Vec::new();
        for (chain, _) in chains {
            match spans.order {
                Order::Adjacent | Order::Same => {
                    let first = chain.iter().map(|place| place.first).min().unwrap_or(0);
                    let last = chain.iter().map(|place| place.last).max().unwrap_or(0);
                    found.push((first, last));
                }
                // Loose phrases light what was looked for, not what stands between.
                Order::Within(_) | Order::Near(_) => {
                    found.extend(chain.iter().map(|place| (place.first, place.last)))
                }
            }
        }
        found
    }

    /// Every place of a slot.
    fn slot(&self, slot: &Slot) -> Vec<Place> {
        let mut found = Vec::new();
        for run in slot {
            let Some((first, rest)) = run.split_first() else { continue };
            for start in self.any_of(first) {
                let mut whole = start;
                let complete = rest.iter().all(|terms| {
                    let next = self.any_of(terms).find(|place| place.start == whole.end);
                    if let Some(next) = next {
                        whole = Place { end: next.end, last: whole.last.max(next.last), ..whole };
                    }
                    next.is_some()
                });
                if complete {
                    found.push(whole);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn any_of<'t>(&'t self, terms: &'t [String]) -> impl Iterator<Item = Place> + 't {
        terms
            .iter()
            .filter_map(|term| self.terms.get(term.as_str()))
            .filter_map(|term| self.places.get(*term as usize))
            .flatten()
            .copied()
    }
}

/// Lights in order, of overlapping ones the longest.
fn disjoint(mut lights: Vec<Light>) -> Vec<Light> {
    lights.sort_by(|one, other| {
        one.range
            .start
            .cmp(&other.range.start)
            .then(other.range.end.cmp(&one.range.end))
            .then(one.matcher.cmp(&other.matcher))
    });
    let mut kept: Vec<Light> = Vec::with_capacity(lights.len());
    for light in lights {
        match kept.last_mut() {
            Some(last) if light.range.start < last.range.end => {
                if light.range.end > last.range.end {
                    last.range.end = light.range.end;
                }
            }
            _ => kept.push(light),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    /// The annotations of the bibliography.
    fn abstracts() -> Vec<String> {
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        let files = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path());
        let mut texts = Vec::new();
        for file in files.filter(|path| path.extension().is_some_and(|it| it == "json")) {
            let items: Vec<serde_json::Value> =
                serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            texts.extend(items.iter().filter_map(|item| Some(item.get("abstract")?.as_str()?.to_owned())));
        }
        assert!(texts.len() > 100);
        texts
    }

    /// The lights of slots one after the other, which are there and the same however much is laid out.
    fn same(slots: Vec<Slot>, text: &str, analyzer: &mut Analyzer) {
        let order = Order::Adjacent;
        let node = Node::Spans(Spans { field: TextField::Any, stream: Stream::Text, slots, order });
        let mut parts = Lights::new(&node, |_| 1.0);
        let mut whole = Lights::new(&node, |_| 1.0);
        whole.layout = Layout::Whole;
        let found = parts.find(text, TextField::Any, analyzer);
        assert!(!found.is_empty(), "{node:?} in: {text}");
        assert_eq!(found, whole.find(text, TextField::Any, analyzer), "{node:?} in: {text}");
    }

    #[test]
    fn parts_of_a_text_light_what_the_whole_does() {
        let lexicon = Lexicon::compile(&Lexicon::carried()).unwrap();
        let mut analyzer = Analyzer::new(Some(Arc::new(lexicon)));
        for text in abstracts().iter().step_by(7) {
            let mut analysis = Analysis::default();
            analyzer.text(text, &mut analysis);
            for token in &analysis.text {
                let over = (token.words.start + 1..token.words.end)
                    .find(|at| is_border(&analysis.words, *at as usize));
                assert_eq!(over, None, "{}: a name over a border in: {text}", analyzer.term(token.term));
            }
            for pair in analysis.text.windows(2).filter(|pair| pair[0].position + 1 == pair[1].position) {
                let slot =
                    |token: &crate::analysis::Token| vec![vec![vec![analyzer.term(token.term).to_owned()]]];
                let slots = vec![slot(&pair[0]), slot(&pair[1])];
                same(slots, text, &mut analyzer);
            }
            // A query asks for a compound by its parts as well.
            let is_asked =
                |name: &str, words: &std::ops::Range<u32>| name.starts_with('#') || words.len() == 1;
            let terms: BTreeSet<String> = analysis
                .text
                .iter()
                .map(|token| (analyzer.term(token.term), &token.words))
                .filter(|(name, words)| is_asked(name, words))
                .map(|(name, _)| name.to_owned())
                .collect();
            for term in terms {
                same(vec![vec![vec![vec![term]]]], text, &mut analyzer);
            }
        }
    }
}
