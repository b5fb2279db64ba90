//! Names in a query: which are searched for one, which looser names are offered, and what is told of them.
//!
//! What a name is and what else it is called is the lexicon's to say.

use super::Planner;
use super::words::Run;
use crate::analysis::is_function_word;
use crate::lexicon::Group;
use crate::query::{Node, Order, Remark, Spans, Stream, TextField};
use crate::words::{Gap, Shape, Words};
use std::ops::Range;

impl Planner<'_> {
    /// Notes which names are searched for those in a phrase.
    pub(super) fn tell_names(&mut self, words: &Run) {
        let mut at = 0;
        while at < words.len() {
            at = match words.name(at) {
                Some(group) => {
                    self.tell(words, group);
                    group.words.end.max(at + 1)
                }
                None => at + 1,
            };
        }
    }

    /// A name, with its looser names where they are asked for.
    pub(super) fn name(&mut self, words: &Run, group: &Group, field: TextField) -> Node {
        let word = |terms: Vec<String>| Node::Spans(Spans::word(field, Stream::Text, terms));
        let (names, plain): (Vec<_>, Vec<_>) =
            group.terms.iter().cloned().partition(|term| term.starts_with('#'));
        let node = match (names.is_empty(), plain.is_empty()) {
            // The word alone is asked for where the name is not: it must not count beside it.
            (false, false) => Node::first_of(word(names), word(plain)),
            _ => word(group.terms.clone()),
        };
        let looser = self.tell(words, group);
        if looser.is_empty() {
            return node;
        }
        let ways: Vec<Node> = looser.iter().map(|name| self.plain_phrase(name, field)).collect();
        if self.request.broad {
            return Node::Either(std::iter::once(node).chain(ways).collect());
        }
        let name = as_written(words, &group.words);
        self.remarks.push(Remark::Looser {
            name,
            names: looser,
            node: Node::Bag { must: Vec::new(), should: ways, not: vec![node.clone()] },
        });
        node
    }

    /// Notes which capitals would make a name of a word, if any record has that name.
    pub(super) fn tell_capitals(&mut self, words: &Words, at: usize) {
        let lexicon = self.lexicon.filter(|_| self.request.lexicon);
        let Some((name, class)) = lexicon.and_then(|lexicon| lexicon.with_capitals(words.folded(at))) else {
            return;
        };
        if self.vocabulary.records(&format!("#{}", class.id)) == 0 {
            return;
        }
        let heading =
            class.variants.first().map(|variant| variant.text.replace(", ", " ")).unwrap_or_default();
        self.notes.push(format!("{}: searched as a word; {name} is {heading}", words.folded(at)));
    }

    /// A looser name that begins with a word: with the names of what has it where these are asked for, else noted.
    pub(super) fn broad(
        &mut self,
        words: &Run,
        at: usize,
        group: Option<&Group>,
        field: TextField,
    ) -> Option<(usize, Node)> {
        let lexicon = self.lexicon.filter(|_| self.request.lexicon)?;
        let (end, mut terms) = lexicon.broad_at(words, at)?;
        if let Some(group) = group.filter(|group| group.words.end >= end) {
            // What is surely a name is no looser one.
            if group.words.end > end || group.terms.iter().any(|term| lexicon.class(term).is_some()) {
                return None;
            }
        }
        terms.retain(|term| lexicon.class(term).is_some());
        let heading = |term: &String| {
            let class = lexicon.class(term)?;
            let first = class.variants.into_iter().next()?.text;
            Some(if class.kind == "person" { first.replace(", ", " ") } else { first })
        };
        let of: Vec<String> = terms.iter().filter_map(heading).collect();
        let name = as_written(words, &(at..end));
        let slots = self.text_slots(words, at..end);
        let typed = Node::Spans(Spans { field, stream: Stream::Text, slots, order: Order::Adjacent });
        let sure = Node::Spans(Spans::word(field, Stream::Text, terms));
        if self.request.broad {
            self.notes.push(format!("{name}: also searched as {}", of.join(" / ")));
            return Some((end, Node::Either(vec![typed, sure])));
        }
        let node = Node::Bag { must: vec![sure], should: Vec::new(), not: vec![typed] };
        // A name inside one that was told adds nothing: forgotten war in the forgotten war.
        let told =
            |remark: &Remark| matches!(remark, Remark::Broad { name: known, .. } if known.ends_with(&name));
        if !self.remarks.iter().any(told) {
            self.remarks.push(Remark::Broad { name, of, node });
        }
        None
    }

    /// A looser name: its words one after the other, whatever class they may be of as well.
    fn plain_phrase(&mut self, text: &str, field: TextField) -> Node {
        let words = self.run(text);
        let slots = self.text_slots(&words, 0..words.len());
        Node::Spans(Spans { field, stream: Stream::Text, slots, order: Order::Adjacent })
    }

    /// Notes which names are searched for one, and gives its looser ones.
    fn tell(&mut self, words: &Run, group: &Group) -> Vec<String> {
        let most = if self.request.all_names { usize::MAX } else { 3 };
        let Some(lexicon) = self.lexicon else { return Vec::new() };
        let typed = range_of(words, &group.words, |at| words.folded(at).to_owned());
        let shown = as_written(words, &group.words);
        let mut looser = Vec::new();
        for class in group.terms.iter().filter_map(|term| lexicon.class(term)) {
            // No more names are folded than are told: a note must not cost more than the search.
            let mut variants = class.variants.iter();
            let mut others: Vec<String> = Vec::new();
            while others.len() < most
                && let Some(variant) = variants.next()
            {
                let name = if class.kind == "person" {
                    variant.text.replace(", ", " ")
                } else {
                    variant.text.clone()
                };
                if crate::words::fold(&name) != typed && !others.contains(&name) {
                    others.push(name);
                }
            }
            if !others.is_empty() {
                let more = match variants.len() {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                self.notes.push(format!(
                    "{shown}: also searched as {}{more}; =\"{shown}\" for this alone",
                    others.join(" / ")
                ));
            }
            looser.extend(class.broad.iter().map(|variant| variant.text.clone()));
        }
        looser
    }

    /// What a name is called first, where it only describes (a battle, a treaty, a term; no person, place, state or number) and
    /// few records have it.
    ///
    /// A list that ends after three hits helps nobody: such a name is found as well by its words. They are those of its
    /// first form, whichever was typed, so that all forms find the same.
    /// Names that tell one thing from another (two persons, two divisions) never fall apart.
    pub(super) fn describing(&self, group: &Group) -> Option<String> {
        const FEW: u64 = 10;
        const DESCRIBING: [&str; 6] = ["event", "document", "term", "weapon", "disease", "unit"];
        let lexicon = self.lexicon?;
        let classes: Vec<_> = group.terms.iter().filter_map(|term| lexicon.class(term)).collect();
        let describes = classes.iter().all(|class| DESCRIBING.contains(&class.kind.as_str()))
            && group.terms.iter().map(|term| self.vocabulary.records(term)).sum::<u64>() < FEW;
        let plain = |text: &str| {
            let words = Words::of(text);
            words.len() > 1
                && words.items().iter().all(|word| !word.shape.has(Shape::DIGIT) && !word.shape.is_cjk())
        };
        let first = classes.first()?.variants.first()?;
        (describes && plain(&first.text)).then(|| first.text.clone())
    }

    /// A name that few records have, or the rarest word of its first form with as many of the others as may be, each found as
    /// well wherever the name stands in any form.
    pub(super) fn name_or_words(
        &mut self,
        words: &Run,
        group: &Group,
        heading: &str,
        field: TextField,
    ) -> Node {
        let name = self.name(words, group, field);
        let inside = Words::of(heading);
        let mut found: Vec<(u64, Node)> = Vec::new();
        for at in (0..inside.len()).filter(|at| !is_function_word(inside.folded(*at))) {
            let word = self.run(inside.written(at));
            let records = self.vocabulary.records(&self.stem(&word, 0));
            let mut slots = self.text_slots(&word, 0..word.len());
            slots.iter_mut().for_each(|slot| slot.push(vec![group.terms.clone()]));
            let spans = Spans { field, stream: Stream::Text, slots, order: Order::Adjacent };
            found.push((records, Node::Spans(spans)));
        }
        if found.len() < 2 {
            return name;
        }
        // The rarest word tells this name from others like it: Turkish Brigade, Operation Ripper. Which of several that are as rare
        // does, Task Force Smith, is not known, so all of them are wanted.
        const AS_RARE: u64 = 2;
        let rarest = found.iter().map(|(records, _)| *records).min().unwrap_or_default();
        let (must, should): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(records, _)| *records <= AS_RARE * rarest);
        let nodes = |of: Vec<(u64, Node)>| of.into_iter().map(|(_, node)| node).collect();
        let typed = as_written(words, &group.words);
        self.notes.push(format!(
            "{typed}: few records have the name, so the words of {heading} were searched too; \"{typed}\" for the name alone"
        ));
        Node::Bag {
            must: Vec::new(),
            should: vec![name, Node::Bag { must: nodes(must), should: nodes(should), not: Vec::new() }],
            not: Vec::new(),
        }
    }
}

/// The words of a range, parted by blanks.
fn range_of(words: &Words, range: &Range<usize>, text: impl Fn(usize) -> String) -> String {
    range.clone().filter(|at| *at < words.len()).map(text).collect::<Vec<_>>().join(" ")
}

/// The folded words of a range for a note: Han, kana and Hangul without the blanks that nobody typed.
fn as_written(words: &Words, range: &Range<usize>) -> String {
    let mut text = String::new();
    for at in range.clone() {
        let glued = words.get(at).is_some_and(|word| word.gap == Gap::Glued && word.shape.is_cjk());
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        text.push_str(words.folded(at));
    }
    text
}
