//! [`Syntax`] -> [`Plan`]: words become terms, side by side or apart, with every other form they are searched by.
//!
//! Everything that a query looks for in running text is one thing, [`Spans`]: slots one after the other, in each slot
//! alternatives, in each alternative positions, at each position any of some terms. A word is one slot. What a name, a compound, a
//! pattern or a fuzzy word stands for is settled here, so that the index and the snippets cannot disagree.

use super::fields::{Field, TextField, ValueField};
use super::parse::{Form, Leaf, Occur, Parsed, Syntax};
use crate::analysis::{Analyzer, goes_on, is_function_word, names, push_exact};
use crate::lexicon::{Group, Reading, is_particle, without_particle};
use crate::search::{Filter, Mode, SearchRequest};
use crate::words::{Gap, Shape, Words};
use std::ops::Range;

/// What a planner must look up in an index. An answer of nothing is always safe.
pub trait Vocabulary {
    /// The exact terms of a field that fit a pattern of letters, `*` and `?`.
    fn matching(&self, field: Field, pattern: &str) -> Vec<String>;
    /// The exact terms of a field within so many edits of a word.
    fn similar(&self, field: Field, word: &str, distance: u8) -> Vec<String>;
    /// The exact terms of a field that have this stem.
    fn forms(&self, field: Field, stem: &str) -> Vec<String>;
    /// In how many records a term of the text stream stands.
    fn records(&self, term: &str) -> u64;
    /// The two stems that the records also write this one as: `ceasefir` as `ceas fire`.
    fn halves(&self, stem: &str) -> Option<(String, String)>;
}

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
    fn word(field: TextField, stream: Stream, terms: Vec<String>) -> Self {
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

/// Up to this many parts, records with all of them stand first.
const COORDINATED: usize = 4;

/// Plans a request: its query as parsed, and its filters.
#[must_use]
pub fn plan(
    request: &SearchRequest,
    parsed: &Parsed,
    analyzer: &mut Analyzer,
    vocabulary: &dyn Vocabulary,
) -> Plan {
    let mut planner =
        Planner { analyzer, vocabulary, request, notes: parsed.notes.clone(), remarks: Vec::new() };
    let mut clauses = Clauses::default();
    planner.top(&parsed.syntax, &mut clauses);
    let explicit = matches!(parsed.syntax, Syntax::And(_) | Syntax::Or(_));
    let Clauses { mut must, mut should, mut not, parts, narrowing } = clauses;
    let is_empty = must.is_empty()
        && should.is_empty()
        && not.is_empty()
        && narrowing.is_empty()
        && request.filters.is_empty();
    if request.mode == Mode::All && !explicit {
        must.append(&mut should);
    }
    let free = should.len();
    let coordinated =
        request.mode == Mode::Ranked && !explicit && (2..=COORDINATED).contains(&parts.len()) && free >= 2;
    let optional = must.iter().any(|node| !node.is_condition());
    let mut narrowed = !narrowing.is_empty();
    must.extend(narrowing);
    for filter in &request.filters {
        if let Some(node) = planner.filter(filter) {
            narrowed |= !filter.exclude && !node.is_condition();
            if filter.exclude { not.push(node) } else { must.push(node) }
        }
    }
    if narrowed && !optional && !should.is_empty() {
        must = narrowed_by(must, std::mem::take(&mut should));
    }
    let (mut notes, mut remarks) = (planner.notes, planner.remarks);
    let mut seen = Vec::new();
    notes.retain(|note| {
        !seen.contains(note) && {
            seen.push(note.clone());
            true
        }
    });
    remarks.dedup();
    Plan {
        root: Node::Bag { must, should, not },
        parts,
        coordinated,
        notes,
        remarks,
        understood: parsed.syntax.to_string(),
        is_empty,
    }
}

/// Author and journal narrow: they do not make the words optional, as a required word would.
fn narrowed_by(narrowing: Vec<Node>, words: Vec<Node>) -> Vec<Node> {
    let words = Node::Bag { must: Vec::new(), should: words, not: Vec::new() };
    std::iter::once(words).chain(narrowing).collect()
}

#[derive(Default)]
struct Clauses {
    /// Authors and journals: filters, as their flags are.
    narrowing: Vec<Node>,
    must: Vec<Node>,
    should: Vec<Node>,
    not: Vec<Node>,
    parts: Vec<Part>,
}

/// A word or name of a run of words.
struct Unit {
    words: Range<usize>,
    spans: Node,
    function: bool,
}

struct Planner<'p> {
    analyzer: &'p mut Analyzer,
    vocabulary: &'p dyn Vocabulary,
    request: &'p SearchRequest,
    notes: Vec<String>,
    remarks: Vec<Remark>,
}

impl Planner<'_> {
    /// The clauses of the whole query, with its parts.
    fn top(&mut self, syntax: &Syntax, clauses: &mut Clauses) {
        match syntax {
            Syntax::Bag(items) => {
                let lone = !items.iter().any(|(occur, item)| *occur != Occur::Not && !is_function_leaf(item));
                for (occur, item) in items {
                    self.clause(*occur, item, clauses, !lone);
                }
            }
            Syntax::And(items) => {
                for item in items {
                    let node = self.node(item);
                    self.part(&node, item, clauses);
                    match node {
                        // `war AND NOT peace` is war without peace.
                        Node::Bag { must, should, mut not } if must.is_empty() && should.is_empty() => {
                            clauses.not.append(&mut not);
                        }
                        node => clauses.must.push(node),
                    }
                }
            }
            Syntax::Or(items) => {
                for item in items {
                    let node = self.node(item);
                    self.part(&node, item, clauses);
                    clauses.should.push(node);
                }
            }
            Syntax::Leaf(_) => self.clause(Occur::Should, syntax, clauses, false),
        }
    }

    fn part(&self, node: &Node, syntax: &Syntax, clauses: &mut Clauses) {
        let excluding =
            matches!(node, Node::Bag { must, should, .. } if must.is_empty() && should.is_empty());
        if !node.is_condition() && !excluding {
            clauses.parts.push(Part { text: syntax.to_string(), node: node.clone() });
        }
    }

    /// One clause of the whole query: a run of words is as many parts as it has words and names.
    fn clause(&mut self, occur: Occur, syntax: &Syntax, clauses: &mut Clauses, drop_function_words: bool) {
        if let (Occur::Should, Syntax::Leaf(Leaf { field: Some(field), .. })) = (occur, syntax)
            && matches!(field, Field::Person | Field::Text(TextField::Journal))
        {
            let node = self.node(syntax);
            clauses.narrowing.push(node);
            return;
        }
        if let (Occur::Should, Syntax::Leaf(Leaf { field, form: Form::Words(text) })) = (occur, syntax) {
            let words = Words::of(text);
            let units = self.units(&words, text_field(*field));
            let all_function = units.iter().all(|unit| unit.function);
            for unit in units {
                if unit.function && (drop_function_words || !all_function) {
                    continue;
                }
                let typed = typed(text, &words, &unit.words);
                let typed = field.map_or(typed.clone(), |field| format!("{}:{typed}", field.name()));
                if !unit.function {
                    clauses.parts.push(Part { text: typed, node: unit.spans.clone() });
                }
                clauses.should.push(unit.spans);
            }
            return;
        }
        let node = self.node(syntax);
        if matches!(&node, Node::Bag { must, should, not } if must.is_empty() && should.is_empty() && not.is_empty())
        {
            return;
        }
        match occur {
            Occur::Not => clauses.not.push(node),
            Occur::Must => {
                self.part(&node, syntax, clauses);
                clauses.must.push(node);
            }
            Occur::Should if node.is_condition() => clauses.must.push(node),
            Occur::Should => {
                self.part(&node, syntax, clauses);
                clauses.should.push(node);
            }
        }
    }

    fn node(&mut self, syntax: &Syntax) -> Node {
        match syntax {
            Syntax::Leaf(leaf) => self.leaf(leaf),
            _ => {
                let mut clauses = Clauses::default();
                self.top(syntax, &mut clauses);
                let Clauses { mut must, mut should, not, narrowing, .. } = clauses;
                let optional = must.iter().any(|node| !node.is_condition());
                if !narrowing.is_empty() {
                    must.extend(narrowing);
                    if !optional && !should.is_empty() {
                        must = narrowed_by(must, std::mem::take(&mut should));
                    }
                }
                if must.is_empty() && not.is_empty() && should.len() == 1 {
                    return should.pop().unwrap_or(Node::Either(Vec::new()));
                }
                if self.request.mode == Mode::All && matches!(syntax, Syntax::Bag(_)) {
                    must.append(&mut should);
                }
                Node::Bag { must, should, not }
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf) -> Node {
        let field = leaf.field.unwrap_or(Field::Text(TextField::Any));
        match (&leaf.form, field) {
            (Form::Value(value), Field::Value(value_field)) => Node::Value(value_field, vec![value.clone()]),
            (Form::Pattern(pattern), _) => {
                self.terms(field, self.vocabulary.matching(field, &pattern.to_lowercase()))
            }
            (Form::Fuzzy(word, distance), _) => {
                let folded = crate::words::fold(word);
                self.terms(field, self.vocabulary.similar(field, &folded, *distance))
            }
            (Form::Words(text) | Form::Phrase(text, _) | Form::Exact(text), Field::Person) => {
                self.person(text)
            }
            (Form::Words(text), _) => {
                let words = Words::of(text);
                let mut units = self.units(&words, text_field(leaf.field));
                if !units.iter().all(|unit| unit.function) {
                    units.retain(|unit| !unit.function);
                }
                let mut should: Vec<Node> = units.into_iter().map(|unit| unit.spans).collect();
                match should.len() {
                    1 => should.remove(0),
                    _ if self.request.mode == Mode::All => {
                        Node::Bag { must: should, should: Vec::new(), not: Vec::new() }
                    }
                    _ => Node::Bag { must: Vec::new(), should, not: Vec::new() },
                }
            }
            (Form::Phrase(text, within), _) => {
                let order = within.map_or(Order::Adjacent, Order::Within);
                self.phrase(text, text_field(leaf.field), order)
            }
            (Form::Exact(text) | Form::Value(text), _) => {
                let words = Words::of(text);
                let slots = self.exact_slots(&words, None);
                Node::Spans(Spans {
                    field: text_field(leaf.field),
                    stream: Stream::Exact,
                    slots,
                    order: Order::Adjacent,
                })
            }
            (Form::Near(left, right, distance), _) => self.near(left, right, *distance),
        }
    }

    fn terms(&self, field: Field, terms: Vec<String>) -> Node {
        match field {
            Field::Person => Node::Person(vec![vec![terms]]),
            Field::Text(field) => Node::Spans(Spans::word(field, Stream::Exact, terms)),
            Field::Value(field) => Node::Value(field, terms),
        }
    }

    fn person(&self, text: &str) -> Node {
        let mut readings = names::query_readings(text);
        let words = Words::of(text);
        if let Some(group) = self.group(&words, 0)
            && group.words.end == words.len()
            && words.len() > 1
        {
            readings.push(vec![group.terms]);
        }
        Node::Person(readings)
    }

    fn filter(&mut self, filter: &Filter) -> Option<Node> {
        let Some(field) = Field::by_name(&filter.field) else {
            self.notes.push(format!("there is no field \"{}\" to filter by", filter.field));
            return None;
        };
        let nodes: Vec<Node> = filter
            .values
            .iter()
            .map(|value| match field {
                Field::Value(field) => Node::Value(field, vec![value.clone()]),
                Field::Person => self.person(value),
                Field::Text(field) => self.phrase(value, field, Order::Adjacent),
            })
            .collect();
        Some(Node::Either(nodes))
    }

    /// The name that begins with a word, if the lexicon is asked and has one.
    fn group(&self, words: &Words, at: usize) -> Option<Group> {
        if !self.request.lexicon {
            return None;
        }
        let lexicon = self.analyzer.lexicon()?;
        lexicon.may_begin(words.folded(at)).then(|| lexicon.group_at(words, at, Reading::Query))?
    }

    fn has_name(&self, words: &Words) -> bool {
        (0..words.len()).any(|at| self.group(words, at).is_some())
    }

    /// Notes which names are searched for those in a phrase.
    fn tell_names(&mut self, words: &Words) {
        let mut at = 0;
        while at < words.len() {
            at = match self.group(words, at) {
                Some(group) => {
                    self.tell(words, &group);
                    group.words.end.max(at + 1)
                }
                None => at + 1,
            };
        }
    }

    /// A name, with its looser names where they are asked for.
    fn name(&mut self, words: &Words, group: &Group, field: TextField) -> Node {
        let node = Node::Spans(Spans::word(field, Stream::Text, group.terms.clone()));
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

    /// A looser name that begins with a word: with the names of what has it where these are asked for, else noted.
    fn broad(
        &mut self,
        words: &Words,
        at: usize,
        group: Option<&Group>,
        field: TextField,
    ) -> Option<(usize, Node)> {
        let lexicon = self.analyzer.lexicon().filter(|_| self.request.lexicon)?.clone();
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
        let words = Words::of(text);
        let slots = self.text_slots(&words, 0..words.len());
        Node::Spans(Spans { field, stream: Stream::Text, slots, order: Order::Adjacent })
    }

    /// Notes which names are searched for one, and gives its looser ones.
    fn tell(&mut self, words: &Words, group: &Group) -> Vec<String> {
        let most = if self.request.all_names { usize::MAX } else { 3 };
        let Some(lexicon) = self.analyzer.lexicon().cloned() else { return Vec::new() };
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

    fn stem(&mut self, words: &Words, index: usize) -> String {
        let folded = words.folded(index);
        let mut shape = words.get(index).map(|word| word.shape).unwrap_or_default();
        let hyphened = words.get(index + 1).is_some_and(|next| next.gap == Gap::Hyphen);
        if folded == "un" && !hyphened {
            // Typed small it is the name all the same: nobody searches the prefix alone.
            shape = Words::of("UN").items().first().map(|word| word.shape).unwrap_or_default();
        }
        self.analyzer.stem(folded, shape)
    }

    /// The words and names of a run, each with every other form it is searched by.
    fn units(&mut self, words: &Words, field: TextField) -> Vec<Unit> {
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

    /// Whether a name only describes (a battle, a treaty, a term; no person, place, state or number) and few records have it.
    ///
    /// A list that ends after three hits helps nobody: such a name is found as well by its words.
    /// Names that tell one thing from another (two persons, two divisions) never fall apart.
    fn is_seldom(&self, words: &Words, group: &Group) -> bool {
        const FEW: u64 = 10;
        const DESCRIBING: [&str; 6] = ["event", "document", "term", "weapon", "disease", "unit"];
        let Some(lexicon) = self.analyzer.lexicon() else { return false };
        let mut classes = group.terms.iter().filter_map(|term| lexicon.class(term)).peekable();
        let plain = |at: usize| {
            words.get(at).is_some_and(|word| !word.shape.has(Shape::DIGIT) && !word.shape.is_cjk())
        };
        group.words.len() > 1
            && group.words.clone().all(plain)
            && classes.peek().is_some()
            && classes.all(|class| DESCRIBING.contains(&class.kind.as_str()))
            && group.terms.iter().map(|term| self.vocabulary.records(term)).sum::<u64>() < FEW
    }

    /// A name that few records have, or its rarest word with as many of the others as may be, each found as well wherever
    /// the name stands in any form.
    fn name_or_words(&mut self, words: &Words, group: &Group, field: TextField) -> Node {
        let name = self.name(words, group, field);
        let inside: Vec<usize> =
            group.words.clone().filter(|at| !is_function_word(words.folded(*at))).collect();
        let mut found: Vec<(u64, Node)> = inside
            .into_iter()
            .map(|at| {
                let records = self.vocabulary.records(&self.stem(words, at));
                let mut slots = self.text_slots(words, at..at + 1);
                slots.iter_mut().for_each(|slot| slot.push(vec![group.terms.clone()]));
                (records, Node::Spans(Spans { field, stream: Stream::Text, slots, order: Order::Adjacent }))
            })
            .collect();
        if found.len() < 2 {
            return name;
        }
        // The rarest word tells this name from others like it: Turkish Brigade, Operation Ripper.
        found.sort_by_key(|(records, _)| *records);
        let mut by_rarity = found.into_iter().map(|(_, node)| node);
        let must: Vec<Node> = by_rarity.next().into_iter().collect();
        let typed = range_of(words, &group.words, |at| words.folded(at).to_owned());
        self.notes.push(format!(
            "{typed}: few records have the name, so its words were searched too; \"{typed}\" for the name alone"
        ));
        Node::Bag {
            must: Vec::new(),
            should: vec![name, Node::Bag { must, should: by_rarity.collect(), not: Vec::new() }],
            not: Vec::new(),
        }
    }

    fn unit(&mut self, words: &Words, at: usize, field: TextField) -> (usize, Option<Node>) {
        let group = self.group(words, at);
        if let Some((end, node)) = self.broad(words, at, group.as_ref(), field) {
            return (end, Some(node));
        }
        if let Some(group) = group {
            let end = group.words.end.clamp(at + 1, words.len());
            if group.keeps {
                // A word in Hangul that may be a name: by its reading in any script, or as it stands inside longer words.
                let run = self.without_particle(words, at..end);
                let slots = self.exact_range(words, if run.is_empty() { at..end } else { run }, None);
                let written = Spans { field, stream: Stream::Exact, slots, order: Order::Adjacent };
                let read = Spans::word(field, Stream::Text, group.terms);
                return (end, Some(Node::Either(vec![Node::Spans(read), Node::Spans(written)])));
            }
            let seldom = self.is_seldom(words, &group);
            let node = if seldom {
                self.name_or_words(words, &group, field)
            } else {
                self.name(words, &group, field)
            };
            if group.keeps {
                // Inside a longer word or a name it is no name of its own, and found as it is written alone.
                let written = self.without_particle(words, at..end);
                let slots = self.exact_range(words, written, None);
                let written =
                    Node::Spans(Spans { field, stream: Stream::Exact, slots, order: Order::Adjacent });
                return (end, Some(Node::Either(vec![node, written])));
            }
            return (end, Some(node));
        }
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
    fn without_particle(&self, words: &Words, range: Range<usize>) -> Range<usize> {
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
    fn join_neighbours(&mut self, words: &Words, units: &mut [Unit]) {
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
    fn joined(&mut self, words: &Words, at: usize) -> Option<String> {
        let (left, right) = (words.folded(at), words.folded(at + 1));
        if left.is_empty() || right.is_empty() || words.get(at + 1)?.shape.is_cjk() {
            return None;
        }
        let (left_stem, right_stem) = (self.stem(words, at), self.stem(words, at + 1));
        let joined = self.analyzer.stem(&format!("{left}{right}"), Shape::default());
        (self.vocabulary.halves(&joined)? == (left_stem, right_stem)).then_some(joined)
    }

    /// Words one after the other as slots of the text stream.
    fn text_slots(&mut self, words: &Words, range: Range<usize>) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut at = range.start;
        while at < range.end {
            if let Some(group) = self
                .group(words, at)
                .filter(|group| group.words.end <= range.end && !group.words.is_empty() && !group.keeps)
            {
                slots.push(vec![vec![group.terms]]);
                at = group.words.end;
                continue;
            }
            if words.get(at).is_some_and(|word| word.shape.is_cjk()) {
                slots.extend(self.cjk_slot(words, at, range.end));
                at += 1;
                continue;
            }
            let stem = self.stem(words, at);
            let next_is_name = self.group(words, at + 1).is_some();
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

    /// The pair of characters that a Han, kana or Hangul character begins; nothing for the last of the run at the end.
    fn cjk_slot(&self, words: &Words, at: usize, end: usize) -> Option<Slot> {
        if at + 1 < end && runs_on(words, at + 1) {
            let mut pair = String::new();
            push_exact(words, at, &mut pair);
            return Some(vec![vec![vec![pair]]]);
        }
        let alone = !runs_on(words, at);
        if at + 1 >= end && !alone {
            return None;
        }
        // The run ends here, but a record's may go on: any pair that begins so.
        let character = words.folded(at);
        Some(vec![vec![self.vocabulary.matching(Field::Text(TextField::Any), &format!("{character}*"))]])
    }

    fn exact_slots(&mut self, words: &Words, forms: Option<Field>) -> Vec<Slot> {
        self.exact_range(words, 0..words.len(), forms)
    }

    /// Words one after the other as slots of the exact stream; with a field, each word stands for all words of its stem in it.
    fn exact_range(&mut self, words: &Words, range: Range<usize>, forms: Option<Field>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for at in range.clone() {
            if words.get(at).is_some_and(|word| word.shape.is_cjk()) {
                slots.extend(self.cjk_slot(words, at, range.end));
                continue;
            }
            let folded = words.folded(at).to_owned();
            let mut terms = vec![folded];
            if let Some(field) = forms {
                let stem = self.analyzer.stem(words.folded(at), Shape::default());
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

    fn phrase(&mut self, text: &str, field: TextField, order: Order) -> Node {
        let words = Words::of(text);
        let group = self.group(&words, 0);
        if let Some((_, node)) =
            self.broad(&words, 0, group.as_ref(), field).filter(|(end, _)| *end == words.len())
        {
            return node;
        }
        if words.len() == 1 && !words.items()[0].shape.is_cjk() {
            if let Some(group) = self.group(&words, 0) {
                return self.name(&words, &group, field);
            }
            if self.request.lexicon && words.folded(0).bytes().all(|b| b.is_ascii_digit()) {
                // A number has no endings, and ten thousand stands in the text's stream as 10000.
                return Node::Spans(Spans::word(field, Stream::Text, vec![words.folded(0).to_owned()]));
            }
            let mut terms = vec![words.folded(0).to_owned()];
            if self.request.lexicon
                && let Some(lexicon) = self.analyzer.lexicon()
            {
                terms.extend(
                    lexicon.spellings(words.folded(0)).into_iter().filter(|term| term != words.folded(0)),
                );
            }
            return Node::Spans(Spans::word(field, Stream::Exact, terms));
        }
        let exact = |slots| Node::Spans(Spans { field, stream: Stream::Exact, slots, order });
        if !self.request.lexicon {
            let slots = self.exact_slots(&words, Some(Field::Text(field)));
            return exact(slots);
        }
        let slots = self.text_slots(&words, 0..words.len());
        let by_text = Node::Spans(Spans { field, stream: Stream::Text, slots, order });
        let cuts = self.analyzer.lexicon().is_some_and(|lexicon| lexicon.cuts_a_name(&words));
        let cjk = words.items().iter().any(|word| word.shape.is_cjk());
        if cuts || cjk {
            let slots = self.exact_slots(&words, Some(Field::Text(field)));
            return Node::Either(vec![by_text, exact(slots)]);
        }
        if self.has_name(&words) {
            let slots = self.exact_slots(&words, Some(Field::Text(field)));
            let remark =
                Remark::AsTyped { text: text.trim().to_owned(), all: by_text.clone(), typed: exact(slots) };
            self.remarks.push(remark);
            self.tell_names(&words);
        }
        by_text
    }

    fn near(&mut self, left: &Leaf, right: &Leaf, distance: u32) -> Node {
        let (left_node, right_node) = (self.leaf(left), self.leaf(right));
        let slot = |node: Node| match node {
            Node::Spans(spans) if spans.order == Order::Adjacent => {
                Some((spans.field, spans.stream, flatten(spans.slots)?))
            }
            // Hangul that may be a name: what stands near is told by how it is written.
            Node::Either(ways) => ways.into_iter().find_map(|way| match way {
                Node::Spans(spans) if spans.stream == Stream::Exact && spans.order == Order::Adjacent => {
                    Some((spans.field, spans.stream, flatten(spans.slots)?))
                }
                _ => None,
            }),
            _ => None,
        };
        if let (Some((field, left_stream, left_slot)), Some((_, right_stream, right_slot))) =
            (slot(left_node.clone()), slot(right_node.clone()))
        {
            if left_stream == right_stream {
                let slots = vec![left_slot, right_slot];
                return Node::Spans(Spans {
                    field,
                    stream: left_stream,
                    slots,
                    order: Order::Near(distance),
                });
            }
            // One side is exact: the other is taken as all words of its stems.
            let exact = |planner: &mut Self, leaf: &Leaf| {
                let text = match &leaf.form {
                    Form::Words(text) | Form::Phrase(text, _) | Form::Exact(text) => text.clone(),
                    _ => return None,
                };
                let slots = planner.exact_slots(&Words::of(&text), Some(Field::Text(field)));
                flatten(slots)
            };
            let left_slot = if left_stream == Stream::Exact { Some(left_slot) } else { exact(self, left) };
            let right_slot =
                if right_stream == Stream::Exact { Some(right_slot) } else { exact(self, right) };
            if let (Some(left_slot), Some(right_slot)) = (left_slot, right_slot) {
                let slots = vec![left_slot, right_slot];
                return Node::Spans(Spans {
                    field,
                    stream: Stream::Exact,
                    slots,
                    order: Order::Near(distance),
                });
            }
        }
        self.notes.push(format!("{left} NEAR {right}: searched as both, wherever they stand"));
        Node::Bag { must: vec![left_node, right_node], should: Vec::new(), not: Vec::new() }
    }
}

/// Slots one after the other as one slot: every combination of their alternatives, while there are few.
fn flatten(slots: Vec<Slot>) -> Option<Slot> {
    const MOST: usize = 16;
    let mut flat: Slot = vec![Vec::new()];
    for slot in slots {
        if flat.len() * slot.len() > MOST || slot.is_empty() {
            return None;
        }
        flat = flat
            .iter()
            .flat_map(|before| {
                slot.iter().map(move |alternative| [before.as_slice(), alternative.as_slice()].concat())
            })
            .collect();
    }
    Some(flat)
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

fn text_field(field: Option<Field>) -> TextField {
    match field {
        Some(Field::Text(field)) => field,
        _ => TextField::Any,
    }
}

fn is_name(words: &Words, at: usize) -> bool {
    words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITALS))
        && matches!(words.folded(at), "us" | "who" | "it")
}

fn is_function_leaf(syntax: &Syntax) -> bool {
    matches!(syntax, Syntax::Leaf(Leaf { form: Form::Words(text), .. }) if {
        let words = Words::of(text);
        (0..words.len()).all(|at| is_function_word(words.folded(at)) && !is_name(&words, at))
    })
}

/// Whether the word at an index goes on the run of Han, kana or Hangul characters before it.
fn runs_on(words: &Words, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| {
            Some(goes_on(words.get(before)?, words.get(at)?) && words.get(before)?.shape.is_cjk())
        })
        .unwrap_or(false)
}

fn typed(text: &str, words: &Words, range: &Range<usize>) -> String {
    let start = words.get(range.start).map_or(0, |word| word.start as usize);
    let end = words.get(range.end.saturating_sub(1)).map_or(start, |word| word.end as usize);
    text.get(start..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    struct Words0;
    impl Vocabulary for Words0 {
        fn matching(&self, _: Field, pattern: &str) -> Vec<String> {
            vec![pattern.replace('*', "ion")]
        }
        fn similar(&self, _: Field, word: &str, _: u8) -> Vec<String> {
            vec![word.to_owned()]
        }
        fn forms(&self, _: Field, stem: &str) -> Vec<String> {
            vec![stem.to_owned()]
        }
        fn records(&self, _: &str) -> u64 {
            0
        }
        fn halves(&self, stem: &str) -> Option<(String, String)> {
            (stem == "ceasefir").then(|| ("ceas".into(), "fire".into()))
        }
    }

    fn planned(text: &str) -> Plan {
        let request = SearchRequest::new(text);
        plan(&request, &parse(text), &mut Analyzer::new(None), &Words0)
    }

    fn parts(text: &str) -> Vec<String> {
        planned(text).parts.into_iter().map(|part| part.text).collect()
    }

    #[test]
    fn parts_are_words_phrases_and_brackets() {
        assert_eq!(parts("the inchon landing"), ["inchon", "landing"]);
        assert_eq!(
            parts("+inchon \"38th parallel\" -vietnam year:1950 (a1 OR b1)"),
            ["inchon", "\"38th parallel\"", "a1 OR b1"]
        );
        assert_eq!(parts("who"), Vec::<String>::new());
        assert!(planned("inchon landing").coordinated && !planned("inchon OR landing").coordinated);
        assert!(planned("  ").is_empty && !planned("-war").is_empty);
    }

    #[test]
    fn hyphen_blank_and_nothing_are_searched_alike() {
        let spans = |text: &str| {
            let mut found = Vec::new();
            planned(text).root.each_span(&mut |spans| found.push(spans.clone()));
            found
        };
        let hyphen = spans("cease-fire");
        let joined = spans("ceasefire");
        assert_eq!(hyphen.len(), 1);
        let mut alternatives = joined[0].slots[0].clone();
        alternatives.reverse();
        assert_eq!(hyphen[0].slots[0], alternatives);
        assert!(spans("cease fire")[0].slots[0].contains(&vec![vec!["ceasefir".to_owned()]]));
    }

    #[test]
    fn one_quoted_word_is_not_stemmed() {
        let Node::Bag { should, .. } = planned("\"landings\"").root else { panic!("a bag") };
        assert_eq!(
            should,
            [Node::Spans(Spans::word(TextField::Any, Stream::Exact, vec!["landings".into()]))]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_text_has_a_plan(text in "\\PC{0,80}|[\\(\\)\"~*?:=+ ANDORTEabc/1-9한국-]{0,120}") {
            let _ = planned(&text);
        }
    }
}
