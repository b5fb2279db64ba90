//! Words side by side or one after the other -> terms: stems, names, compounds, pairs of Han and Hangul, and all forms of a
//! stem where the words must stand as they are.

use super::Planner;
use crate::analysis::{exact_term, goes_on, is_function_word, stem};
use crate::lexicon::{self, GOES_ON, Group, Reading, is_particle, one_form, without_particle};
use crate::query::{Field, Node, Order, Remark, Slot, Spans, Stream, TextField, ValueField};
use crate::words::{Gap, Shape, Words};
use std::ops::{Deref, Range};

/// Words of a query, each with the name that begins there, asked for once.
pub(super) struct Run {
    words: Words,
    names: Vec<Option<Group>>,
}

impl Deref for Run {
    type Target = Words;

    fn deref(&self) -> &Words {
        &self.words
    }
}

impl Run {
    /// The name that begins with a word, if the lexicon was asked and has one.
    pub fn name(&self, at: usize) -> Option<&Group> {
        self.names.get(at)?.as_ref()
    }

    fn has_name(&self) -> bool {
        self.names.iter().any(Option::is_some)
    }
}

/// A word or name of a run of words.
pub(super) struct Unit {
    pub words: Range<usize>,
    pub spans: Node,
    pub function: bool,
}

impl Planner<'_> {
    /// The words of a text with their names.
    pub(super) fn run(&self, text: &str) -> Run {
        let words = Words::of(text);
        let lexicon = self.lexicon.filter(|_| self.request.lexicon);
        let name = |at| {
            let lexicon = lexicon.filter(|lexicon| lexicon.may_begin(words.folded(at)))?;
            let mut group = lexicon.group_at(&words, at, Reading::Query);
            while let Some(unheard) = group.as_ref().filter(|group| self.is_unheard(group)) {
                let end = words.get(unheard.words.end - 2)?.end as usize;
                group = lexicon.group_at(&Words::of(&text[..end]), at, Reading::Query);
            }
            group
        };
        let names = (0..words.len()).map(name).collect();
        Run { words, names }
    }

    /// Whether words that can be read as a person's name, as Mao and Yalu can, are none that any record has: whoever typed them means
    /// two things.
    fn is_unheard(&self, group: &Group) -> bool {
        let is_made = |term: &String| term.starts_with("#ko") || term.starts_with("#zh");
        group.words.len() > 1
            && group.terms.iter().all(is_made)
            && group.terms.iter().all(|term| self.vocabulary.records(term) == 0)
    }

    pub(super) fn stem(&mut self, words: &Run, index: usize) -> String {
        let folded = words.folded(index);
        let mut shape = words.get(index).map(|word| word.shape).unwrap_or_default();
        let hyphened = words.get(index + 1).is_some_and(|next| next.gap == Gap::Hyphen);
        if folded == "un" && !hyphened {
            // Typed small it is the name all the same: nobody searches the prefix alone.
            shape = Words::of("UN").items().first().map(|word| word.shape).unwrap_or_default();
        }
        stem(folded, shape)
    }

    /// The words and names of a run, each with every other form it is searched by.
    pub(super) fn units(&mut self, words: &Run, field: TextField) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (end, spans) = self.unit(words, at, field);
            let single = end == at + 1;
            let function = single && is_function_word(words.folded(at)) && !is_name(words, at);
            if let Some(spans) = spans {
                units.push(Unit { words: at..end, spans, function });
            }
            at = end;
        }
        self.join_neighbours(words, &mut units);
        units
    }

    fn unit(&mut self, words: &Run, at: usize, field: TextField) -> (usize, Option<Node>) {
        let group = words.name(at);
        if let Some((end, node)) = self.broad(words, at, group, field) {
            return (end, Some(node));
        }
        if let Some(group) = group {
            let end = group.words.end.clamp(at + 1, words.len());
            if group.keeps {
                // A word in Hangul that may be a name: by its reading in any script, or as it stands inside longer words.
                let run = self.without_particle(words, at..end);
                let slots = self.exact_range(words, if run.is_empty() { at..end } else { run }, None);
                let written = Spans { field, stream: Stream::Exact, slots, order: Order::Adjacent };
                let read = Spans::word(field, Stream::Text, group.terms.clone());
                return (end, Some(Node::first_of(Node::Spans(read), Node::Spans(written))));
            }
            let node = match self.describing(group) {
                Some(heading) => self.name_or_words(words, group, &heading, field),
                None => self.name(words, group, field),
            };
            return (end, Some(node));
        }
        self.tell_capitals(words, at);
        let is_cjk = |index: usize| words.get(index).is_some_and(|word| word.shape.is_cjk());
        let mut end = at + 1;
        if is_cjk(at) {
            while end < words.len() && runs_on(words, end) {
                end += 1;
            }
            let stripped = self.without_particle(words, at..end);
            if stripped.is_empty() {
                return (end, None);
            }
            let slots = self.exact_range(words, stripped, None);
            return (
                end,
                Some(Node::Spans(Spans { field, stream: Stream::Exact, slots, order: Order::Adjacent })),
            );
        }
        while words
            .get(end)
            .is_some_and(|word| matches!(word.gap, Gap::Hyphen | Gap::Glued) && !word.shape.is_cjk())
        {
            end += 1;
        }
        let slots = self.text_slots(words, at..end);
        let spans = Spans { field, stream: Stream::Text, slots, order: Order::Adjacent };
        (end, Some(Node::Spans(spans)))
    }

    /// A run of Hangul without the particle at its end; empty for a particle alone after a name.
    fn without_particle(&self, words: &Run, range: Range<usize>) -> Range<usize> {
        let run: String = range.clone().map(|index| words.folded(index)).collect();
        let after_name = words.get(range.start).is_some_and(|word| word.gap == Gap::Glued) && range.start > 0;
        if after_name && is_particle(&run) {
            return range.start..range.start;
        }
        match without_particle(&run) {
            Some(kept) => range.start..range.start + kept.chars().count().min(range.len()),
            None => range,
        }
    }

    /// Two words that the records also write as one are found so as well.
    fn join_neighbours(&mut self, words: &Run, units: &mut [Unit]) {
        for index in 1..units.len() {
            let (left, right) = (&units[index - 1].words, &units[index].words);
            if left.len() != 1 || right.len() != 1 || left.end != right.start {
                continue;
            }
            let Some(joined) = self.joined(words, left.start) else { continue };
            for unit in [index - 1, index] {
                if let Node::Spans(Spans { slots, stream: Stream::Text, .. }) = &mut units[unit].spans
                    && let [slot] = slots.as_mut_slice()
                {
                    slot.push(vec![vec![joined.clone()]]);
                }
            }
        }
    }

    /// The stem of a word and the next one written as one, if the records write it so.
    fn joined(&mut self, words: &Run, at: usize) -> Option<String> {
        let (left, right) = (words.folded(at), words.folded(at + 1));
        if left.is_empty() || right.is_empty() || words.get(at + 1)?.shape.is_cjk() {
            return None;
        }
        let (left_stem, right_stem) = (self.stem(words, at), self.stem(words, at + 1));
        let joined = stem(&format!("{left}{right}"), Shape::default());
        (self.vocabulary.halves(&joined)? == (left_stem, right_stem)).then_some(joined)
    }

    /// Words one after the other as slots of the text stream.
    pub(super) fn text_slots(&mut self, words: &Run, range: Range<usize>) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut at = range.start;
        while at < range.end {
            if let Some(group) =
                words.name(at).filter(|group| group.words.end <= range.end && !group.words.is_empty())
            {
                let mut slot = self.name_slot(group);
                if is_session(words, group.words.end) && group.words.end < range.end {
                    // Resolution 498 (V): the session's number may be left out, and stands for nothing alone.
                    let with = |name: &Vec<Vec<String>>| {
                        [name.as_slice(), &[vec![words.folded(group.words.end).to_owned()]]].concat()
                    };
                    let session: Slot = slot.iter().map(with).collect();
                    slot.extend(session);
                    slots.push(slot);
                    at = group.words.end + 1;
                    continue;
                }
                if group.keeps {
                    // As it stands inside longer words as well.
                    let pairs = group.words.clone().filter_map(|at| self.cjk_slot(words, at, range.end));
                    let pairs: Vec<Vec<String>> = pairs.flatten().flatten().collect();
                    slot.extend(Some(pairs).filter(|pairs| !pairs.is_empty()));
                }
                slots.push(slot);
                at = group.words.end;
                continue;
            }
            if words.get(at).is_some_and(|word| word.shape.is_cjk()) {
                slots.extend(self.cjk_slot(words, at, range.end));
                at += 1;
                continue;
            }
            let stem = self.stem(words, at);
            let next_is_name = words.name(at + 1).is_some();
            if let Some(group) = words.name(at + 1).filter(|group| {
                words.folded(at) == "no"
                    && group.words.end <= range.end
                    && words.get(at + 1).is_some_and(|next| next.shape.has(Shape::DIGIT))
            }) {
                // No. 77 Squadron is 77 Squadron.
                let slot = self.name_slot(group);
                let with = |name: &Vec<Vec<String>>| [&[vec![stem.clone()]], name.as_slice()].concat();
                slots.push(slot.iter().map(with).chain(slot.clone()).collect());
                at = group.words.end;
                continue;
            }
            if at + 1 < range.end
                && !next_is_name
                && let Some(joined) = self.joined(words, at)
            {
                let next = self.stem(words, at + 1);
                slots.push(vec![vec![vec![stem], vec![next]], vec![vec![joined]]]);
                at += 2;
                continue;
            }
            let mut slot = vec![vec![vec![stem.clone()]]];
            if let Some((left, right)) = self.vocabulary.halves(&stem) {
                slot.push(vec![vec![left], vec![right]]);
            }
            slots.push(slot);
            at += 1;
        }
        slots
    }

    /// A name inside a phrase. Where it may stand in a record as a Hangul word of its own positions, so many of them.
    fn name_slot(&self, group: &Group) -> Slot {
        /// Syllables of a Hangul name with its particle.
        const SYLLABLES: std::ops::RangeInclusive<usize> = 2..=7;
        let mut slot = vec![vec![group.terms.clone()]];
        let Some(lexicon) = self.lexicon else { return slot };
        let hangul: Vec<String> =
            group.terms.iter().filter(|term| lexicon.may_keep_words(term)).cloned().collect();
        if !hangul.is_empty() && self.vocabulary.records(GOES_ON) > 0 {
            for length in SYLLABLES {
                let mut alternative = vec![vec![GOES_ON.to_owned()]; length];
                alternative[0].clone_from(&hangul);
                slot.push(alternative);
            }
        }
        slot
    }

    /// The pair of characters that a Han, kana or Hangul character begins; nothing for the last of the run at the end.
    fn cjk_slot(&self, words: &Run, at: usize, end: usize) -> Option<Slot> {
        if at + 1 < end && runs_on(words, at + 1) {
            return Some(vec![vec![vec![exact_term(words, at).to_owned()]]]);
        }
        let alone = !runs_on(words, at);
        if at + 1 >= end && !alone {
            return None;
        }
        // The run ends here, but a record's may go on: any pair that begins so.
        let character = words.folded(at);
        let pattern = format!("{character}*");
        let mut pairs = self.vocabulary.matching(Field::Text(TextField::Any), &pattern, usize::MAX);
        pairs.sort_unstable();
        Some(vec![vec![pairs]])
    }

    pub(super) fn exact_slots(&mut self, words: &Run, forms: Option<Field>) -> Vec<Slot> {
        self.exact_range(words, 0..words.len(), forms)
    }

    /// Words one after the other as slots of the exact stream; with a field, each word stands for all words of its stem in it.
    fn exact_range(&mut self, words: &Run, range: Range<usize>, forms: Option<Field>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for at in range.clone() {
            if words.get(at).is_some_and(|word| word.shape.is_cjk()) {
                slots.extend(self.cjk_slot(words, at, range.end));
                continue;
            }
            let folded = words.folded(at).to_owned();
            let mut terms = vec![folded];
            if let Some(field) = forms {
                let stem = stem(words.folded(at), Shape::default());
                for form in self.vocabulary.forms(field, &stem) {
                    if !terms.contains(&form) {
                        terms.push(form);
                    }
                }
            }
            slots.push(vec![vec![terms]]);
        }
        slots
    }

    /// One quoted word: no other ending, but every spelling, in one word or in two, in its own script or in another.
    fn quoted_word(&mut self, words: &Run, field: TextField) -> Node {
        /// Shorter words of one script are no name's in another.
        const SHORTEST_NAME: usize = 4;
        let folded = words.folded(0);
        let word = |terms| Node::Spans(Spans::word(field, Stream::Exact, terms));
        let mut terms = vec![folded.to_owned()];
        let Some(lexicon) = self.lexicon.filter(|_| self.request.lexicon) else { return word(terms) };
        let whole = stem(folded, Shape::default());
        // What no list has is among the forms of its stem, where the rules make one of it: Куманичкин for Kumanichkin.
        let form = one_form(folded);
        let form = form.as_deref().unwrap_or(folded);
        let is_same = |other: &String| one_form(other).as_deref().unwrap_or(other) == form;
        let forms = self.vocabulary.forms(Field::Text(field), &whole);
        let listed = lexicon.spellings(folded);
        let has_listed = !listed.is_empty();
        for other in listed.into_iter().chain(forms.iter().filter(|it| is_same(it)).cloned()) {
            if !terms.contains(&other) {
                terms.push(other);
            }
        }
        if let Some((prefix, rest)) = lexicon::as_compound(folded) {
            // Only what the rule joins stands in the text's stream under the one word: post-war, and no "over land" for overland.
            let joined = Node::Spans(Spans::word(field, Stream::Text, vec![whole]));
            let slots = [prefix, rest].map(|part| vec![vec![vec![part.to_owned()]]]).to_vec();
            let parted = Spans { field, stream: Stream::Exact, slots, order: Order::Adjacent };
            let both =
                Node::Bag { must: vec![Node::Spans(parted), joined], should: Vec::new(), not: Vec::new() };
            return Node::first_of(word(terms), both);
        }
        if let Some((left, right)) = self.vocabulary.halves(&whole) {
            let cuts = folded.char_indices().map(|(at, _)| folded.split_at(at));
            let is_cut = |(head, tail): &(&str, &str)| {
                stem(head, Shape::default()) == left && stem(tail, Shape::default()) == right
            };
            let mut slot = vec![vec![terms]];
            slot.extend(
                cuts.filter(is_cut).map(|(head, tail)| vec![vec![head.to_owned()], vec![tail.to_owned()]]),
            );
            return Node::Spans(Spans {
                field,
                stream: Stream::Exact,
                slots: vec![slot],
                order: Order::Adjacent,
            });
        }
        if has_listed || folded.len() < SHORTEST_NAME || !folded.is_ascii() {
            return word(terms);
        }
        // A record that has the stem and none of its forms in these letters has the word in another script.
        let text = Node::Spans(Spans::word(field, Stream::Text, vec![whole]));
        let elsewhere = Node::Bag { must: vec![text], should: Vec::new(), not: vec![word(forms)] };
        Node::first_of(word(terms), elsewhere)
    }

    pub(super) fn phrase(&mut self, text: &str, field: TextField, order: Order) -> Node {
        let words = self.run(text);
        if let Some((_, node)) =
            self.broad(&words, 0, words.name(0), field).filter(|(end, _)| *end == words.len())
        {
            return node;
        }
        if words.len() == 1 && !words.items()[0].shape.is_cjk() {
            if let Some(group) = words.name(0) {
                return self.name(&words, group, field);
            }
            if self.request.lexicon && words.folded(0).bytes().all(|b| b.is_ascii_digit()) {
                // A number has no endings, and ten thousand stands in the text's stream as 10000.
                return Node::Spans(Spans::word(field, Stream::Text, vec![words.folded(0).to_owned()]));
            }
            return self.quoted_word(&words, field);
        }
        let exact = |slots| Node::Spans(Spans { field, stream: Stream::Exact, slots, order });
        if !self.request.lexicon {
            let slots = self.exact_slots(&words, Some(Field::Text(field)));
            return exact(slots);
        }
        let node = self.named_phrase(&words, field, order);
        if words.has_name() {
            let typed = exact(self.exact_slots(&words, None));
            self.remarks.push(Remark::AsTyped { text: text.trim().to_owned(), all: node.clone(), typed });
            self.tell_names(&words);
        }
        node
    }

    /// A phrase in whose words the lexicon may know names.
    fn named_phrase(&mut self, words: &Run, field: TextField, order: Order) -> Node {
        let slots = self.text_slots(words, 0..words.len());
        let by_text = Node::Spans(Spans { field, stream: Stream::Text, slots, order });
        let cut = self.lexicon.map(|lexicon| lexicon.names_cut(words)).unwrap_or_default();
        let cjk = words.items().iter().any(|word| word.shape.is_cjk());
        if cut.is_empty() && !cjk {
            return by_text;
        }
        let slots = self.exact_slots(words, Some(Field::Text(field)));
        let as_written = Node::Spans(Spans { field, stream: Stream::Exact, slots, order });
        if cjk || self.lexicon.is_some_and(|lexicon| lexicon.may_be_made(words)) {
            return Node::first_of(by_text, as_written);
        }
        // Words in a row are parted only by a name that they cut, so only records that have it need be looked at.
        let in_name = Node::Value(ValueField::Class, cut);
        let inside = Node::Bag { must: vec![as_written, in_name], should: Vec::new(), not: Vec::new() };
        Node::first_of(by_text, inside)
    }
}

pub(super) fn is_name(words: &Words, at: usize) -> bool {
    words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITALS))
        && matches!(words.folded(at), "us" | "who" | "it")
}

/// Whether a word is the number of a session of the General Assembly, behind a resolution's: 498 (V), 610(VII).
fn is_session(words: &Words, at: usize) -> bool {
    let after_figures = at
        .checked_sub(1)
        .and_then(|before| words.get(before))
        .is_some_and(|before| before.shape.has(Shape::DIGIT));
    let word = words.get(at).filter(|word| after_figures && word.gap == Gap::Break);
    word.is_some_and(|word| word.shape.has(Shape::CAPITAL)) && lexicon::is_roman(words.folded(at))
}

/// Whether the word at an index goes on the run of Han, kana or Hangul characters before it.
fn runs_on(words: &Words, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| {
            Some(goes_on(words.get(before)?, words.get(at)?) && words.get(before)?.shape.is_cjk())
        })
        .unwrap_or(false)
}
