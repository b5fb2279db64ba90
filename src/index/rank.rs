//! Which records match, how many, and in what order: one list, of which every answer is a cut.
//!
//! 1. BM25 over one combined field (`schema` says why the title counts three times).
//! 2. Of the first [`DEPTH`] records, those where neighbours of the query stand near each other gain: sequential dependence after
//!    Metzler and Croft (SIGIR 2005), words .8, neighbours in order .15, neighbours within eight words .05. The gain is never
//!    negative, so that the order beyond the depth stays as it is.
//! 3. Up to four parts: records with all of them stand first, by the same score, raised by what no other record can reach.
//! 4. Equal scores stand by id, which is the order of the documents.

use super::compile::Compiler;
use super::spans::{idf, slot_frequency};
use crate::query::{Node, Part, Plan, Spans, Stream, TextField};
use crate::search::{Mode, SearchRequest, Sort};
use rustc_hash::FxHashSet;
use std::cmp::Ordering;
use tantivy::collector::{Count, TopDocs};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Score, Searcher, Term};

/// How many records of a list are looked at for nearness. A constant: the order must not depend on how many are asked for.
const DEPTH: usize = 300;
/// What neighbours in order weigh against words.
const IN_ORDER: Score = 0.15 / 0.8;
/// What neighbours within [`WINDOW`] weigh against words.
const NEARBY: Score = 0.05 / 0.8;
/// The window, in positions from the first word to the last.
const WINDOW: u32 = 8;
/// BM25's saturation of frequency and weight of length, as tantivy and Lucene have them.
const K1: Score = 1.2;
const B: Score = 0.75;

/// A record and its score.
pub type Scored = (Score, DocAddress);

/// The list for one plan.
pub struct Ranking<'i> {
    /// Compiles its nodes.
    pub compiler: &'i Compiler<'i>,
    /// What is looked for.
    pub plan: &'i Plan,
    /// What was asked.
    pub request: &'i SearchRequest,
}

impl Ranking<'_> {
    fn searcher(&self) -> &Searcher {
        self.compiler.searcher
    }

    /// How many records match.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn total(&self) -> tantivy::Result<u64> {
        self.count(&self.plan.root)
    }

    /// How many records match all parts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn total_all(&self, total: u64) -> tantivy::Result<u64> {
        if self.plan.parts.len() < 2 || total == 0 {
            return Ok(total);
        }
        self.count(&self.with_all())
    }

    /// The query with every part required.
    fn with_all(&self) -> Node {
        let Node::Bag { must, not, .. } = &self.plan.root else { return self.plan.root.clone() };
        let conditions = must.iter().filter(|node| node.is_condition() || !self.is_part(node));
        let must = self.plan.parts.iter().map(|part| &part.node).chain(conditions).cloned().collect();
        Node::Bag { must, should: Vec::new(), not: not.clone() }
    }

    fn is_part(&self, node: &Node) -> bool {
        match node {
            Node::Bag { must, should, not } if must.is_empty() && not.is_empty() && !should.is_empty() => {
                should.iter().all(|node| self.is_part(node)) || self.is_a_part(node)
            }
            _ => self.is_a_part(node),
        }
    }

    fn is_a_part(&self, node: &Node) -> bool {
        self.plan.parts.iter().any(|part| part.node == *node)
    }

    /// How many records a node finds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn count(&self, node: &Node) -> tantivy::Result<u64> {
        if let Some(frequency) = self.frequency(node)? {
            return Ok(frequency);
        }
        // Of two words, either: both frequencies less those that have both.
        if let Node::Bag { must, should, not } = node
            && let ([], [left, right], []) = (must.as_slice(), should.as_slice(), not.as_slice())
            && let (Some(one), Some(other)) = (self.frequency(left)?, self.frequency(right)?)
        {
            let both = self.compiler.bag(&[left.clone(), right.clone()], &[], &[]);
            return Ok(one + other - self.searcher().search(&both, &Count)? as u64);
        }
        Ok(self.searcher().search(&self.compiler.query(node), &Count)? as u64)
    }

    /// The document frequency of a node that is one term.
    fn frequency(&self, node: &Node) -> tantivy::Result<Option<u64>> {
        let spans = match node {
            Node::Spans(spans) => spans,
            Node::Bag { must, should, not } => match (must.as_slice(), should.as_slice(), not.as_slice()) {
                ([Node::Spans(spans)], [], []) | ([], [Node::Spans(spans)], []) => spans,
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let Some(term) = spans.single_term() else { return Ok(None) };
        let field = self.compiler.field(spans.field, spans.stream);
        self.searcher().doc_freq(&Term::from_field_text(field, term)).map(Some)
    }

    /// The first records of the list, as many as needed. `total` and `total_all` are those of this plan.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn first(&self, needed: usize, total: u64, total_all: u64) -> tantivy::Result<Vec<Scored>> {
        let needed = needed.min(usize::try_from(total).unwrap_or(usize::MAX));
        if needed == 0 {
            return Ok(Vec::new());
        }
        match self.request.sort {
            Sort::Relevance => self.by_relevance(needed, usize::try_from(total_all).unwrap_or(usize::MAX)),
            sort => self.by_key(sort, needed),
        }
    }

    /// Total and first records in one walk, for a query whose every match must be visited anyway to be counted: a phrase, a
    /// condition. Nothing for one that can be counted and pruned apart.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn at_once(&self, needed: usize) -> tantivy::Result<Option<(u64, Vec<Scored>)>> {
        let plan = self.plan;
        let whole = self.request.sort == Sort::Relevance && plan.parts.len() < 2 && needed > 0;
        if !whole || self.frequency(&plan.root)?.is_some() {
            return Ok(None);
        }
        let most = usize::try_from(self.searcher().num_docs()).unwrap_or(usize::MAX).max(1);
        let top = TopDocs::with_limit(needed.min(most)).order_by_score();
        let (total, mut list) = self.searcher().search(&*self.compiler.query(&plan.root), &(Count, top))?;
        for (score, _) in &mut list {
            *score = rounded(*score);
        }
        list.sort_by(best_first);
        Ok(Some((total as u64, list)))
    }

    fn by_relevance(&self, needed: usize, total_all: usize) -> tantivy::Result<Vec<Scored>> {
        let near = Nearness::of(self)?;
        if !self.plan.coordinated || self.request.mode != Mode::Ranked {
            return self.list(&*self.compiler.query(&self.plan.root), &near, needed, &FxHashSet::default());
        }
        let mut list = Vec::new();
        if total_all > 0 {
            let raise =
                self.plan.parts.iter().map(|part| self.most(&part.node)).sum::<tantivy::Result<Score>>()?;
            let raise = raise + near.most();
            let query = self.compiler.query(&self.with_all());
            list = self.list(&*query, &near, needed, &FxHashSet::default())?;
            for (score, _) in &mut list {
                *score += raise;
            }
        }
        if needed > total_all {
            let first: FxHashSet<DocAddress> = list.iter().map(|(_, address)| *address).collect();
            let query = self.compiler.query(&self.plan.root);
            list.extend(self.list(&*query, &near, needed - total_all, &first)?);
        }
        Ok(list)
    }

    /// The best records of a query, those already listed left out.
    fn list(
        &self,
        query: &dyn Query,
        near: &Nearness,
        needed: usize,
        listed: &FxHashSet<DocAddress>,
    ) -> tantivy::Result<Vec<Scored>> {
        let depth = if near.pairs.is_empty() { needed } else { needed.max(DEPTH) };
        let most = usize::try_from(self.searcher().num_docs()).unwrap_or(usize::MAX).max(1);
        let wanted = (depth + listed.len()).min(most);
        let mut list = self.searcher().search(query, &TopDocs::with_limit(wanted).order_by_score())?;
        list.retain(|(_, address)| !listed.contains(address));
        list.truncate(depth);
        for (score, _) in &mut list {
            *score = rounded(*score);
        }
        list.sort_by(best_first);
        if !near.pairs.is_empty() {
            let looked_at = list.len().min(DEPTH);
            near.add(self.searcher(), &mut list[..looked_at])?;
            list[..looked_at].sort_by(best_first);
        }
        list.truncate(needed);
        Ok(list)
    }

    /// More than any record can score by a node.
    fn most(&self, node: &Node) -> tantivy::Result<Score> {
        Ok(match node {
            Node::Spans(spans) => self.weight(spans)? * (1.0 + K1),
            Node::Either(nodes) => {
                nodes.iter().map(|node| self.most(node)).sum::<tantivy::Result<Score>>()?
            }
            Node::Bag { must, should, .. } => {
                must.iter().chain(should).map(|node| self.most(node)).sum::<tantivy::Result<Score>>()?
            }
            Node::Person(_) => idf(1, self.searcher().num_docs().max(1)) * (1.0 + K1) * 4.0,
            Node::Value(..) => 0.0,
        })
    }

    /// The idf of a word, name or phrase: of several slots, their sum.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn weight(&self, spans: &Spans) -> tantivy::Result<Score> {
        let field = self.compiler.field(spans.field, spans.stream);
        let records = self.searcher().num_docs().max(1);
        let mut sum = 0.0;
        for slot in &spans.slots {
            let frequency = |term: &str| self.searcher().doc_freq(&Term::from_field_text(field, term));
            sum += idf(slot_frequency(slot, records, frequency)?, records);
        }
        Ok(sum)
    }

    fn by_key(&self, sort: Sort, needed: usize) -> tantivy::Result<Vec<Scored>> {
        let mut found: Vec<(Key, DocAddress)> = Vec::new();
        let weight = self
            .compiler
            .query(&self.plan.root)
            .weight(EnableScoring::disabled_from_searcher(self.searcher()))?;
        for (ordinal, reader) in (0_u32..).zip(self.searcher().segment_readers()) {
            let mut docs = Vec::new();
            weight.for_each_no_score(reader, &mut |block| docs.extend_from_slice(block))?;
            let columns = reader.fast_fields();
            let years = columns.i64("from")?;
            let names = match sort {
                Sort::Author => columns.str("by_author")?,
                Sort::Title => columns.str("by_title")?,
                _ => None,
            };
            let several = self.searcher().segment_readers().len() > 1;
            for doc in docs {
                let key = match sort {
                    Sort::Year => Key::Number(years.first(doc).unwrap_or(i64::MAX)),
                    Sort::YearDescending => Key::Number(years.first(doc).map_or(i64::MAX, |year| -year)),
                    // Within one segment the ordinals of values are in their order.
                    _ => match names.as_ref().and_then(|names| Some((names, names.term_ords(doc).next()?))) {
                        Some((names, value)) if several => {
                            let mut text = String::new();
                            names.ord_to_str(value, &mut text)?;
                            Key::Text(text)
                        }
                        Some((_, value)) => Key::Number(i64::try_from(value).unwrap_or(i64::MAX)),
                        None => Key::Missing,
                    },
                };
                found.push((key, DocAddress::new(ordinal, doc)));
            }
        }
        found.sort_unstable();
        found.truncate(needed);
        Ok(found.into_iter().map(|(_, address)| (0.0, address)).collect())
    }

    /// Every matching record, in the order of documents, handed over by segment.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn each_match(&self, take: &mut dyn FnMut(u32, &[u32])) -> tantivy::Result<()> {
        let weight = self
            .compiler
            .query(&self.plan.root)
            .weight(EnableScoring::disabled_from_searcher(self.searcher()))?;
        for (ordinal, reader) in (0_u32..).zip(self.searcher().segment_readers()) {
            weight.for_each_no_score(reader, &mut |block| take(ordinal, block))?;
        }
        Ok(())
    }

    /// How a record's score came about, a line each.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn explain(&self, score: Score, address: DocAddress) -> tantivy::Result<Vec<String>> {
        let records = self.searcher().num_docs();
        let mut lines = Vec::new();
        let (mut sum, mut matched) = (0.0, 0);
        for Part { text, node } in &self.plan.parts {
            let found = self.count(node)?;
            match self.compiler.query(node).explain(self.searcher(), address) {
                Ok(explanation) => {
                    sum += explanation.value();
                    matched += 1;
                    lines
                        .push(format!("{:.3}  {text}: in {found} of {records} records", explanation.value()));
                }
                Err(_) => lines.push(format!("0.000  {text}: not here, in {found} of {records} records")),
            }
        }
        let mut near = [(0.0, address)];
        Nearness::of(self)?.add(self.searcher(), &mut near)?;
        if near[0].0 > 0.0 {
            sum += near[0].0;
            lines.push(format!("{:.3}  words of the query stand near each other", near[0].0));
        }
        let rest = score - sum;
        if self.plan.coordinated && matched == self.plan.parts.len() && rest > 0.0 {
            lines.push(format!("{rest:.3}  all words are here: such records stand first"));
        }
        lines.push(format!("{score:.3}  in all"));
        Ok(lines)
    }
}

/// A key to sort by; missing ones stand last.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
    Missing,
}

fn best_first(one: &Scored, other: &Scored) -> Ordering {
    other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1))
}

/// A score without its last bits, which depend on the order in which a record's terms were added up.
fn rounded(score: Score) -> Score {
    Score::from_bits((score.to_bits().saturating_add(8)) & !15)
}

/// Neighbouring words of a query, and what it is worth to find them near each other.
struct Nearness {
    field: tantivy::schema::Field,
    terms: Vec<String>,
    /// Two terms, by their index, and what they weigh.
    pairs: Vec<(usize, usize, Score)>,
    average: Score,
}

impl Nearness {
    fn of(ranking: &Ranking) -> tantivy::Result<Self> {
        let searcher = ranking.searcher();
        let field = ranking.compiler.fields.text;
        let records = searcher.num_docs().max(1);
        let mut near = Self { field, terms: Vec::new(), pairs: Vec::new(), average: 1.0 };
        let mut before: Option<(usize, Score)> = None;
        for Part { node, .. } in &ranking.plan.parts {
            let term = match node {
                Node::Spans(spans @ Spans { field: TextField::Any, stream: Stream::Text, .. }) => {
                    spans.single_term()
                }
                _ => None,
            };
            let Some(term) = term else {
                before = None;
                continue;
            };
            let weight = idf(searcher.doc_freq(&Term::from_field_text(field, term))?, records);
            let index = near.terms.iter().position(|known| known == term).unwrap_or_else(|| {
                near.terms.push(term.to_owned());
                near.terms.len() - 1
            });
            if let Some((other, other_weight)) = before.filter(|(other, _)| *other != index) {
                near.pairs.push((other, index, weight + other_weight));
            }
            before = Some((index, weight));
        }
        if !near.pairs.is_empty() {
            let mut tokens = 0;
            for reader in searcher.segment_readers() {
                tokens += reader.inverted_index(field)?.total_num_tokens();
            }
            near.average = tokens as Score / records as Score;
        }
        Ok(near)
    }

    /// More than any record gains by it.
    fn most(&self) -> Score {
        let weights: Score = self.pairs.iter().map(|(.., weight)| weight).sum();
        weights * (IN_ORDER + NEARBY) * (1.0 + K1)
    }

    /// Adds to each record's score what the nearness of its words is worth.
    fn add(&self, searcher: &Searcher, list: &mut [Scored]) -> tantivy::Result<()> {
        if self.pairs.is_empty() {
            return Ok(());
        }
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_unstable_by_key(|index| list[*index].1);
        for (ordinal, reader) in (0_u32..).zip(searcher.segment_readers()) {
            let here: Vec<usize> =
                order.iter().copied().filter(|index| list[*index].1.segment_ord == ordinal).collect();
            if here.is_empty() {
                continue;
            }
            let inverted = reader.inverted_index(self.field)?;
            let norms = reader.get_fieldnorms_reader(self.field)?;
            // Positions of every term in every record of the list, one after the other.
            let mut positions: Vec<u32> = Vec::new();
            let mut bounds: Vec<Vec<(usize, usize)>> = Vec::with_capacity(self.terms.len());
            for term in &self.terms {
                let term = Term::from_field_text(self.field, term);
                let mut of_term = vec![(0, 0); here.len()];
                if let Some(mut postings) =
                    inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?
                {
                    for (slot, index) in of_term.iter_mut().zip(&here) {
                        let doc = list[*index].1.doc_id;
                        if postings.doc() < doc {
                            postings.seek(doc);
                        }
                        if postings.doc() == doc {
                            let start = positions.len();
                            postings.append_positions_with_offset(0, &mut positions);
                            *slot = (start, positions.len());
                        }
                    }
                }
                bounds.push(of_term);
            }
            for (place, index) in here.iter().enumerate() {
                let length =
                    FieldNormReader::id_to_fieldnorm(norms.fieldnorm_id(list[*index].1.doc_id)) as Score;
                let norm = K1 * (1.0 - B + B * length / self.average);
                let saturated = |frequency: u32| {
                    let frequency = frequency as Score;
                    (1.0 + K1) * frequency / (frequency + norm)
                };
                for &(left, right, weight) in &self.pairs {
                    let of = |term: usize| {
                        let (start, end) = bounds[term][place];
                        &positions[start..end]
                    };
                    let (in_order, nearby) = together(of(left), of(right));
                    list[*index].0 += weight * (IN_ORDER * saturated(in_order) + NEARBY * saturated(nearby));
                }
            }
        }
        Ok(())
    }
}

/// How often two words stand side by side in order, and how often within the window in either order.
fn together(left: &[u32], right: &[u32]) -> (u32, u32) {
    let (mut in_order, mut nearby) = (0, 0);
    let mut from = 0;
    for &position in left {
        while right.get(from).is_some_and(|other| other + WINDOW <= position) {
            from += 1;
        }
        let mut here = right[from..].iter().take_while(|other| **other < position + WINDOW).peekable();
        nearby += u32::from(here.peek().is_some());
        in_order += u32::from(here.any(|other| *other == position + 1));
    }
    (in_order, nearby)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_counted_in_order_and_nearby() {
        assert_eq!(together(&[1, 20], &[2, 26]), (1, 2));
        assert_eq!(together(&[10], &[5]), (0, 1));
        assert_eq!(together(&[10], &[1]), (0, 0));
        assert_eq!(together(&[], &[1]), (0, 0));
    }

    #[test]
    fn rounding_keeps_order_and_drops_the_last_bits() {
        let of_bits = |bits: u32| rounded(Score::from_bits(bits)).to_bits();
        let middle = 7.123_456_f32.to_bits() & !15;
        for bits in middle - 8..middle + 8 {
            assert_eq!(of_bits(bits), middle);
        }
        assert_eq!((of_bits(middle - 9), of_bits(middle + 8)), (middle - 16, middle + 16));
        assert!(rounded(1.0) < rounded(1.1) && rounded(0.0) <= 1e-40);
    }
}
