//! Where in a text a query's words, names and phrases stand: what an index finds, found again with its bytes. Which words and parts
//! of a text need to be looked at is `sought`'s to say.

use super::sought::{Numbers, Terms};
use crate::analysis::{Analysis, Analyzer};
use crate::query::{Node, Order, Slot, Spans, Stream, TextField};
use crate::words::Words;
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
    text_terms: Terms<'p>,
    exact_terms: Terms<'p>,
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
        let (mut text_terms, mut exact_terms) = (Terms::default(), Terms::default());
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
            let numbers = Numbers::of(&self.spans, &self.text_terms, &self.exact_terms, analyzer);
            if numbers.is_open {
                self.layout = Layout::Whole;
            }
            self.numbers = Some(numbers);
        }
        let Self { numbers: Some(numbers), analysis, places, .. } = self else { return false };
        match (stream, self.layout) {
            (Stream::Text, Layout::Parts) => numbers.lay_out(analysis, analyzer),
            (Stream::Text, Layout::Whole) => analyzer.lay_out(analysis, 0..analysis.words.len()),
            _ => {}
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
}

/// Whether the term of a word is the pair of characters that it begins.
fn pairs(words: &Words, first: u32, term: &str) -> bool {
    let word = words.get(first as usize);
    word.is_some_and(|word| word.shape.is_cjk()) && !term.starts_with('#') && term.chars().count() == 2
}

struct Search<'s> {
    terms: &'s Terms<'s>,
    places: &'s [Vec<Place>],
}

impl Search<'_> {
    /// More ways to choose words near each other are not told from one another.
    const MOST: usize = 1000;

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
            let widest = here.iter().map(|place| place.end - place.start).max().unwrap_or(0);
            let from = |start: u32| here.partition_point(|place| place.start < start);
            let mut longer = Vec::new();
            for (chain, used) in &chains {
                let Some(last) = chain.last() else { continue };
                let behind = &here[from(last.end)..];
                let mut go_on = |place: &Place, used: u32| {
                    let mut chain = chain.clone();
                    chain.push(*place);
                    longer.push((chain, used));
                };
                match spans.order {
                    Order::Adjacent | Order::Same => {
                        behind
                            .iter()
                            .take_while(|place| place.start == last.end)
                            .for_each(|place| go_on(place, 0));
                    }
                    Order::Within(most) => behind
                        .iter()
                        .map(|place| (place, used + place.start - last.end))
                        .take_while(|(_, used)| *used <= most)
                        .for_each(|(place, used)| go_on(place, used)),
                    Order::Near(most) => {
                        let before = &here[from(last.start.saturating_sub(most + widest))..from(last.start)];
                        before
                            .iter()
                            .filter(|place| place.end <= last.start && last.start - place.end <= most)
                            .chain(behind.iter().take_while(|place| place.start - last.end <= most))
                            .for_each(|place| go_on(place, 0));
                    }
                }
                // Side by side there are no more chains than places.
                if !matches!(spans.order, Order::Adjacent | Order::Same) && longer.len() > Self::MOST {
                    longer.truncate(Self::MOST);
                    break;
                }
            }
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
            let rest: Vec<Vec<Place>> = rest.iter().map(|terms| self.sorted(terms)).collect();
            for start in self.any_of(first) {
                let mut whole = start;
                let complete = rest.iter().all(|places| {
                    let next = places.get(places.partition_point(|place| place.start < whole.end));
                    let next = next.filter(|place| place.start == whole.end);
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

    fn sorted(&self, terms: &[String]) -> Vec<Place> {
        let mut places: Vec<Place> = self.any_of(terms).collect();
        places.sort_unstable();
        places
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
    use crate::lexicon::{Lexicon, is_border};
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
