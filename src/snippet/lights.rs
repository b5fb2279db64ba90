//! Where in a text a query's words, names and phrases stand: what an index finds, found again with its bytes.

use crate::analysis::{Analysis, Analyzer};
use crate::query::{Node, Order, Slot, Spans, Stream, TextField};
use crate::words::{Gap, Shape, Words};
use rustc_hash::{FxHashMap, FxHashSet};
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
    /// Whether positions of the text stream matter: names take one, however long they are.
    laid_out: bool,
    /// The words of the names looked for: where none of them stands, no name does. `None` until the lexicon was asked.
    name_words: Option<FxHashSet<String>>,
    known: FxHashMap<Box<str>, u32>,
    analysis: Analysis,
    places: Vec<Vec<Place>>,
}

const NONE: u32 = u32::MAX;

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
        let mut laid_out = false;
        for one in &spans {
            let terms = if one.stream == Stream::Text { &mut text_terms } else { &mut exact_terms };
            for slot in &one.slots {
                laid_out |= one.stream == Stream::Text
                    && (one.slots.len() > 1 || slot.iter().any(|run| run.len() > 1));
                for term in slot.iter().flatten().flatten() {
                    let next = u32::try_from(terms.len()).unwrap_or(NONE - 1);
                    terms.entry(term.as_str()).or_insert(next);
                    laid_out |=
                        one.stream == Stream::Text && !term.starts_with(|c: char| c.is_ascii_alphanumeric());
                }
            }
        }
        Self {
            spans,
            weights,
            text_terms,
            exact_terms,
            laid_out,
            name_words: None,
            known: FxHashMap::default(),
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
        for stream in [Stream::Text, Stream::Exact] {
            let asked = |spans: &&Spans| {
                spans.stream == stream && (spans.field == TextField::Any || spans.field == field)
            };
            if !self.spans.iter().any(asked) {
                continue;
            }
            if !self.place_terms(text, stream, analyzer) {
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

    /// Notes where each term of a stream stands in the text; false where none does.
    fn place_terms(&mut self, text: &str, stream: Stream, analyzer: &mut Analyzer) -> bool {
        let count = if stream == Stream::Text { self.text_terms.len() } else { self.exact_terms.len() };
        self.places.iter_mut().for_each(Vec::clear);
        self.places.resize(count.max(self.places.len()), Vec::new());
        let mut any = false;
        if stream == Stream::Text && self.name_words.is_none() {
            let words = self.words_of_names(analyzer);
            self.laid_out |= words.is_none();
            self.name_words = Some(words.unwrap_or_default());
        }
        if stream == Stream::Text && !self.laid_out {
            // Single words and names need no positions, and so no layout.
            self.analysis.words.split(text);
            any |= self.place_names(analyzer);
            for index in 0..self.analysis.words.len() {
                let term = self.term_of(index, analyzer);
                if term != NONE {
                    let at = u32::try_from(index).unwrap_or(NONE);
                    self.places[term as usize].push(Place { start: at, end: at + 1, first: at, last: at });
                    any = true;
                }
            }
            return any;
        }
        match stream {
            Stream::Text => analyzer.text(text, &mut self.analysis),
            Stream::Exact => analyzer.exact(text, &mut self.analysis),
        }
        let Analysis { words, exact, text, .. } = &self.analysis;
        let mut place = |term: u32, position: u32, of: Range<u32>| {
            let terms = if stream == Stream::Text { &self.text_terms } else { &self.exact_terms };
            let term = analyzer.term(term);
            let Some(number) = terms.get(term) else { return };
            let (first, last) = (of.start, of.end.saturating_sub(1).max(of.start));
            // The pair of a Han or Hangul character lights both.
            let pair = u32::from(pairs(words, first, term));
            let place = Place { start: position, end: position + 1, first, last: last + pair };
            self.places[*number as usize].push(place);
            any = true;
        };
        match stream {
            Stream::Text => {
                text.iter().for_each(|token| place(token.term, token.position, token.words.clone()));
            }
            Stream::Exact => (0..).zip(exact).for_each(|(at, term)| place(*term, at, at..at + 1)),
        }
        any
    }

    /// Every word of every variant of the classes looked for; nothing where what is looked for is a rule's and may be written anyhow.
    fn words_of_names(&self, analyzer: &Analyzer) -> Option<FxHashSet<String>> {
        let mut found = FxHashSet::default();
        for term in self.text_terms.keys().filter(|term| term.starts_with('#')) {
            for variant in analyzer.lexicon()?.class(term)?.variants {
                let words = Words::of(&variant.text);
                if words.items().iter().any(|word| word.shape.has(Shape::DIGIT)) {
                    return None;
                }
                found.extend((0..words.len()).map(|index| words.folded(index).to_owned()));
                // Hyphen, blank and nothing are one.
                found.insert((0..words.len()).map(|index| words.folded(index)).collect());
                if words.len() > 2 {
                    found.insert((1..words.len()).map(|index| words.folded(index)).collect());
                }
            }
        }
        Some(found)
    }

    /// Notes where the classes looked for stand. Names are read from the last place that none goes over, so that they are parted
    /// as they were when the record was indexed.
    fn place_names(&mut self, analyzer: &mut Analyzer) -> bool {
        let Some(name_words) = self.name_words.as_ref().filter(|words| !words.is_empty()) else {
            return false;
        };
        let words = &self.analysis.words;
        let is_of_name = |index: usize| {
            let folded = words.folded(index);
            name_words.contains(folded)
                || folded.strip_suffix('s').is_some_and(|one| name_words.contains(one))
        };
        let (mut any, mut read) = (false, 0);
        for index in (0..words.len()).filter(|index| is_of_name(*index)) {
            if index < read {
                continue;
            }
            let border =
                |at: &usize| words.get(*at).is_none_or(|word| matches!(word.gap, Gap::Break | Gap::Start));
            let mut at = (read..=index).rev().find(border).unwrap_or(read);
            while at <= index {
                let Some(group) = analyzer.group(words, at).filter(|group| group.words.end > at) else {
                    at += 1;
                    continue;
                };
                for term in group.terms.iter().chain(&group.nested) {
                    if let Some(term) = self.text_terms.get(term.as_str()) {
                        let (first, end) = (small(group.words.start), small(group.words.end));
                        let last = end.saturating_sub(1).max(first);
                        self.places[*term as usize].push(Place { start: first, end, first, last });
                        any = true;
                    }
                }
                at = if group.keeps { at + 1 } else { group.words.end };
            }
            read = at;
        }
        any
    }

    fn term_of(&mut self, index: usize, analyzer: &mut Analyzer) -> u32 {
        let words: &Words = &self.analysis.words;
        let (folded, shape) =
            (words.folded(index), words.get(index).map(|word| word.shape).unwrap_or_default());
        if shape.has(Shape::CAPITALS) {
            let stem = analyzer.stem(folded, shape);
            return self.text_terms.get(stem.as_str()).copied().unwrap_or(NONE);
        }
        if let Some(term) = self.known.get(folded) {
            return *term;
        }
        let stem = analyzer.stem(folded, shape);
        let term = self.text_terms.get(stem.as_str()).copied().unwrap_or(NONE);
        self.known.insert(folded.into(), term);
        term
    }
}

/// Whether the term of a word is the pair of characters that it begins.
fn pairs(words: &Words, first: u32, term: &str) -> bool {
    let word = words.get(first as usize);
    word.is_some_and(|word| word.shape.is_cjk()) && !term.starts_with('#') && term.chars().count() == 2
}

fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NONE)
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
