//! What a query means, as data: words, names and phrases as slots of terms, and how they stand together.
//!
//! How a text comes to mean it is `plan`'s; how it is searched is an index's, how it is lit `snippet`'s.

use super::fields::{TextField, ValueField};

/// Which of the two streams of tokens is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Stemmed, names at one position.
    Text,
    /// Folded alone.
    Exact,
}

/// How far apart slots stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// One after the other.
    Adjacent,
    /// In order, with at most so many other positions between them in all.
    Within(u32),
    /// In either order, with at most so many other positions between.
    Near(u32),
    /// All at one position: the terms of one person's name.
    Same,
}

/// A place in a phrase: any of the alternatives, each a run of positions, each position any of its terms.
pub type Slot = Vec<Vec<Vec<String>>>;

/// A word, name or phrase to look for in running text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spans {
    /// The field.
    pub field: TextField,
    /// The stream.
    pub stream: Stream,
    /// The slots, in order.
    pub slots: Vec<Slot>,
    /// How far apart they stand.
    pub order: Order,
}

impl Spans {
    pub(super) fn word(field: TextField, stream: Stream, terms: Vec<String>) -> Self {
        Self { field, stream, slots: vec![vec![vec![terms]]], order: Order::Adjacent }
    }

    /// The one term it comes to, where it is as simple as that.
    #[must_use]
    pub fn single_term(&self) -> Option<&str> {
        match self.single_terms()?.as_slice() {
            [term] => Some(term),
            _ => None,
        }
    }

    /// One term for each position, where it is as simple as that.
    #[must_use]
    pub fn single_terms(&self) -> Option<Vec<&str>> {
        if self.order != Order::Adjacent {
            return None;
        }
        let mut terms = Vec::with_capacity(self.slots.len());
        for slot in &self.slots {
            let [alternative] = slot.as_slice() else { return None };
            for position in alternative {
                let [term] = position.as_slice() else { return None };
                terms.push(term.as_str());
            }
        }
        (!terms.is_empty()).then_some(terms)
    }

    /// Whether nothing can match: a slot without terms.
    #[must_use]
    pub fn is_hopeless(&self) -> bool {
        self.slots.is_empty()
            || self
                .slots
                .iter()
                .any(|slot| slot.iter().all(|alternative| alternative.iter().any(Vec::is_empty)))
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// A word, name or phrase.
    Spans(Spans),
    /// A person: any of the readings; in a reading every slot; in a slot any term; all in one name.
    Person(Vec<Vec<Vec<String>>>),
    /// A value: any of them.
    Value(ValueField, Vec<String>),
    /// The best of several ways to say one thing.
    Either(Vec<Node>),
    /// Things side by side.
    Bag {
        /// What must be there.
        must: Vec<Node>,
        /// What adds to the score; without a `must`, one of them must be there.
        should: Vec<Node>,
        /// What must not be there.
        not: Vec<Node>,
    },
}

impl Node {
    /// What one way finds, by its score there, and what only another way finds. Where a name has several forms the first
    /// way is common to them, so that the order is the same whichever was typed.
    #[must_use]
    pub fn first_of(first: Self, other: Self) -> Self {
        let rest = Self::Bag { must: vec![other], should: Vec::new(), not: vec![first.clone()] };
        Self::Bag { must: Vec::new(), should: vec![first, rest], not: Vec::new() }
    }

    /// Whether it is several ways to say one thing, as [`Node::first_of`] puts them together.
    pub(super) fn is_first_of(&self) -> bool {
        match self {
            Self::Either(_) => true,
            Self::Bag { must, should, .. } if must.is_empty() => match should.as_slice() {
                [first, Self::Bag { not, .. }] => not.first() == Some(first),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether it is a condition alone, which adds nothing to a score.
    #[must_use]
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Value(..) => true,
            Self::Bag { must, should, .. } => should.is_empty() && must.iter().all(Self::is_condition),
            _ => false,
        }
    }

    /// Calls with every word, name and phrase that is looked for; what is excluded is not.
    pub fn each_span<'n>(&'n self, take: &mut dyn FnMut(&'n Spans)) {
        match self {
            Self::Spans(spans) => take(spans),
            Self::Either(nodes) => nodes.iter().for_each(|node| node.each_span(take)),
            Self::Bag { must, should, .. } => must.iter().chain(should).for_each(|node| node.each_span(take)),
            Self::Person(_) | Self::Value(..) => {}
        }
    }

    /// Calls with every condition's field and values, those of what is excluded too.
    pub fn each_value<'n>(&'n self, take: &mut dyn FnMut(ValueField, &'n [String])) {
        match self {
            Self::Value(field, values) => take(*field, values),
            Self::Either(nodes) => nodes.iter().for_each(|node| node.each_value(take)),
            Self::Bag { must, should, not } => {
                must.iter().chain(should).chain(not).for_each(|node| node.each_value(take));
            }
            Self::Person(_) | Self::Spans(_) => {}
        }
    }
}

/// A part of the query: a word, name, phrase or bracket; function words, conditions and exclusions are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// It as typed.
    pub text: String,
    /// What it looks for.
    pub node: Node,
}

/// Something whose records are to be counted and told in a note, where that is worth the counting.
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// A phrase that has other forms: how many hold it as typed.
    AsTyped {
        /// The phrase as typed.
        text: String,
        /// It with every form.
        all: Node,
        /// It with these words alone, in any of their endings.
        typed: Node,
    },
    /// A name that has looser names, not searched unasked.
    Looser {
        /// The name.
        name: String,
        /// Its looser names.
        names: Vec<String>,
        /// Any of them.
        node: Node,
    },
    /// A looser name of something, whose other names are not searched unasked.
    Broad {
        /// The looser name.
        name: String,
        /// What has it, by its heading.
        of: Vec<String>,
        /// Its sure names, without the looser one.
        node: Node,
    },
}

/// What a query means.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What is looked for.
    pub root: Node,
    /// The parts side by side in it.
    pub parts: Vec<Part>,
    /// What a record must be beside that: its author, its year, the filters.
    pub conditions: Vec<Part>,
    /// Whether records with all parts stand first.
    pub coordinated: bool,
    /// What was repaired and which names were searched.
    pub notes: Vec<String>,
    /// What is to be counted for further notes.
    pub remarks: Vec<Remark>,
    /// The query as understood.
    pub understood: String,
    /// Whether there is nothing to look for.
    pub is_empty: bool,
}
