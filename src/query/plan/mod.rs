//! [`Syntax`] -> [`Plan`]: words become terms, side by side or apart, with every other form they are searched by.
//!
//! Everything that a query looks for in running text is one thing, [`Spans`]: slots one after the other, in each slot
//! alternatives, in each alternative positions, at each position any of some terms. A word is one slot. What a name, a compound, a
//! pattern or a fuzzy word stands for is settled here, so that the index and the snippets cannot disagree.

mod names;
mod words;

use super::fields::{Field, TextField};
use super::node::{Node, Order, Part, Plan, Remark, Slot, Spans, Stream};
use super::parse::Parsed;
use super::syntax::{Form, Leaf, Occur, Syntax};
use crate::analysis::{self, is_function_word};
use crate::lexicon::Lexicon;
use crate::search::{Filter, Mode, SearchRequest};
use crate::words::Words;
use std::ops::Range;
use std::sync::Arc;
use words::is_name;

/// What a planner must look up in an index. One that cannot be read answers nothing, and whoever asked for the plan learns of it from the
/// index.
pub trait Vocabulary {
    /// The exact terms of a field that fit a pattern of letters, `*` and `?`; of more than so many the most frequent.
    fn matching(&self, field: Field, pattern: &str, most: usize) -> Vec<String>;
    /// The exact terms of a field within so many edits of a word.
    fn similar(&self, field: Field, word: &str, distance: u8) -> Vec<String>;
    /// The exact terms of a field that have this stem.
    fn forms(&self, field: Field, stem: &str) -> Vec<String>;
    /// In how many records a term of the text stream stands.
    fn records(&self, term: &str) -> u64;
    /// The two stems that the records also write this one as: `ceasefir` as `ceas fire`.
    fn halves(&self, stem: &str) -> Option<(String, String)>;
}

/// More words than this fit no pattern that a person means.
const MOST_WORDS: usize = 4096;

/// Up to this many parts, records with all of them stand first.
const COORDINATED: usize = 4;

/// Plans a request: its query as parsed, and its filters.
#[must_use]
pub fn plan(
    request: &SearchRequest,
    parsed: &Parsed,
    lexicon: Option<&Arc<Lexicon>>,
    vocabulary: &dyn Vocabulary,
) -> Plan {
    let mut planner =
        Planner { lexicon, vocabulary, request, notes: parsed.notes.clone(), remarks: Vec::new() };
    let mut clauses = Clauses::default();
    planner.top(&parsed.syntax, &mut clauses);
    let explicit = matches!(parsed.syntax, Syntax::And(_) | Syntax::Or(_));
    let Clauses { mut must, mut should, mut not, parts, narrowing, mut conditions } = clauses;
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
            if !filter.exclude {
                conditions.push(Part { text: filter.to_string(), node: node.clone() });
            }
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
        conditions,
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
    /// What narrows, and values of fields, each as typed.
    conditions: Vec<Part>,
}

struct Planner<'p> {
    lexicon: Option<&'p Arc<Lexicon>>,
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
        if !excluding {
            let list = if node.is_condition() { &mut clauses.conditions } else { &mut clauses.parts };
            list.push(Part { text: syntax.to_string(), node: node.clone() });
        }
    }

    /// One clause of the whole query: a run of words is as many parts as it has words and names.
    fn clause(&mut self, occur: Occur, syntax: &Syntax, clauses: &mut Clauses, drop_function_words: bool) {
        if let (Occur::Should, Syntax::Leaf(Leaf { field: Some(field), .. })) = (occur, syntax)
            && matches!(field, Field::Person | Field::Text(TextField::Journal))
        {
            let node = self.node(syntax);
            clauses.conditions.push(Part { text: syntax.to_string(), node: node.clone() });
            clauses.narrowing.push(node);
            return;
        }
        if let (Occur::Should, Syntax::Leaf(Leaf { field, form: Form::Words(text) })) = (occur, syntax) {
            let words = self.run(text);
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
            Occur::Should => {
                self.part(&node, syntax, clauses);
                if node.is_condition() { clauses.must.push(node) } else { clauses.should.push(node) }
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
                let mut terms = self.vocabulary.matching(field, &pattern.to_lowercase(), MOST_WORDS + 1);
                if terms.len() > MOST_WORDS {
                    terms.truncate(MOST_WORDS);
                    self.notes.push(format!(
                        "{pattern}: more than {MOST_WORDS} words fit; the {MOST_WORDS} most frequent were searched"
                    ));
                }
                terms.sort_unstable();
                self.terms(field, terms)
            }
            (Form::Fuzzy(word, distance), _) => {
                let folded = crate::words::fold(word);
                self.terms(field, self.vocabulary.similar(field, &folded, *distance))
            }
            (Form::Words(text) | Form::Phrase(text, _) | Form::Exact(text), Field::Person) => {
                self.person(text)
            }
            (Form::Words(text), _) => {
                let words = self.run(text);
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
                let words = self.run(text);
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
        let mut readings = analysis::names::query_readings(text);
        let words = self.run(text);
        if let Some(group) = words.name(0)
            && group.words.end == words.len()
            && words.len() > 1
        {
            readings.push(vec![group.terms.clone()]);
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

    fn near(&mut self, left: &Leaf, right: &Leaf, distance: u32) -> Node {
        let (left_node, right_node) = (self.leaf(left), self.leaf(right));
        let slot = |node: Node| match node {
            Node::Spans(spans) if spans.order == Order::Adjacent => {
                Some((spans.field, spans.stream, flatten(spans.slots)?))
            }
            // What may be written otherwise (Hangul, a quoted word): what stands near is told by how it is written.
            node => {
                let mut found = None;
                let mut take = |spans: &Spans| {
                    let fits = spans.stream == Stream::Exact && spans.order == Order::Adjacent;
                    if found.is_none() && fits {
                        found = flatten(spans.slots.clone()).map(|slot| (spans.field, spans.stream, slot));
                    }
                };
                if node.is_first_of() {
                    node.each_span(&mut take);
                }
                found
            }
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
                let slots = planner.exact_slots(&planner.run(&text), Some(Field::Text(field)));
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

fn text_field(field: Option<Field>) -> TextField {
    match field {
        Some(Field::Text(field)) => field,
        _ => TextField::Any,
    }
}

fn is_function_leaf(syntax: &Syntax) -> bool {
    matches!(syntax, Syntax::Leaf(Leaf { form: Form::Words(text), .. }) if {
        let words = Words::of(text);
        (0..words.len()).all(|at| is_function_word(words.folded(at)) && !is_name(&words, at))
    })
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

    struct FakeVocabulary;
    impl Vocabulary for FakeVocabulary {
        fn matching(&self, _: Field, pattern: &str, most: usize) -> Vec<String> {
            match pattern {
                "a*" => (0..most).map(|number| format!("a{number}")).collect(),
                _ => vec![pattern.replace('*', "ion")],
            }
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
            match stem {
                "ceasefir" => Some(("ceas".into(), "fire".into())),
                "airstrik" => Some(("air".into(), "strike".into())),
                _ => None,
            }
        }
    }

    fn planned(text: &str) -> Plan {
        let request = SearchRequest::new(text);
        plan(&request, &parse(text), None, &FakeVocabulary)
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

    /// What a query of a quoted word looks for, with the carried lexicon.
    fn quoted(text: &str) -> Vec<Spans> {
        let lexicon = Arc::new(Lexicon::compile(&Lexicon::carried()).expect("the carried files compile"));
        let mut found = Vec::new();
        for leaf in text.split(',') {
            let planned = plan(&SearchRequest::new(leaf), &parse(leaf), Some(&lexicon), &FakeVocabulary);
            planned.root.each_span(&mut |spans| found.push(spans.clone()));
        }
        found
    }

    #[test]
    fn one_quoted_word_is_met_in_two_words_and_in_another_script() {
        let run = |words: [&str; 2]| words.map(|word| vec![word.to_owned()]).to_vec();
        let joined = quoted("\"airstrike\"");
        assert!(joined.iter().any(|it| it.slots[0].contains(&run(["air", "strike"]))), "{joined:?}");
        // Over land is no overland, over-land is: only where the text has both the run and the one word.
        let overland = quoted("\"overland\"");
        assert_eq!(overland.iter().filter(|it| it.stream == Stream::Text).count(), 1);
        assert!(overland.iter().any(|it| it.slots.len() == 2 && it.stream == Stream::Exact));
        let name = quoted("\"Kumanichkin\"");
        assert_eq!(name.last(), Some(&Spans::word(TextField::Any, Stream::Text, vec!["kumanichkin".into()])));
    }

    #[test]
    fn a_quoted_word_may_stand_near_another() {
        let near = quoted("\"Kumanichkin\" NEAR/5 \"overland\"");
        assert!(near.iter().any(|it| it.order == Order::Near(5)), "{near:?}");
    }

    proptest::proptest! {
        #[test]
        fn every_text_has_a_plan(text in "\\PC{0,80}|[\\(\\)\"~*?:=+ ANDORTEabc/1-9한국-]{0,120}") {
            let _ = planned(&text);
        }
    }
}
