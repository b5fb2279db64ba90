//! Words, names and phrases with alternatives, as one tantivy query scored like one term.
//!
//! tantivy's own term and phrase queries take one term a position; they are used wherever that is enough (`compile`).
//! This one takes slots of alternatives of any length, in order or near one another. Its score is BM25 with the sum of the slots'
//! idf and the number of places as frequency, so that a word found under five spellings weighs as one word.
//!
//! A slot's document frequency is the sum of its alternatives' (of a run, its rarest term's), at most all records.

use super::places::{Alternatives, Places, Run, Span, any_of};
use crate::query::{Order, Slot};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, Score, TERMINATED, TantivyError};

/// The query.
#[derive(Debug, Clone)]
pub struct SpansQuery {
    /// The field, of either stream.
    pub field: Field,
    /// The slots.
    pub slots: Vec<Slot>,
    /// How far apart they stand.
    pub order: Order,
}

impl Query for SpansQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { searcher, statistics_provider } => {
                let records = statistics_provider.total_num_docs()?;
                let average =
                    statistics_provider.total_num_tokens(self.field)? as Score / records.max(1) as Score;
                let mut sum = 0.0;
                for slot in &self.slots {
                    sum += idf(
                        slot_frequency(slot, records, |term| searcher.doc_freq(&self.term(term)))?,
                        records,
                    );
                }
                let one = idf(1, records.max(1));
                Some(Bm25Weight::for_one_term(1, records.max(1), average).boost_by(sum / one))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpansWeight { query: self.clone(), bm25 }))
    }
}

impl SpansQuery {
    /// Whether several terms may stand at one place: what a rule makes of a name, one term a reading.
    fn has_readings(&self) -> bool {
        let name = |term: &String| term.starts_with('#');
        self.slots
            .iter()
            .flatten()
            .flatten()
            .any(|position| position.iter().filter(|term| name(term)).nth(1).is_some())
    }

    fn term(&self, text: &str) -> Term {
        Term::from_field_text(self.field, text)
    }
}

/// BM25's idf, as Lucene and tantivy have it.
pub(super) fn idf(frequency: u64, records: u64) -> Score {
    let frequency = frequency.min(records);
    (1.0 + ((records - frequency) as Score + 0.5) / (frequency as Score + 0.5)).ln()
}

pub(super) fn slot_frequency(
    slot: &Slot,
    records: u64,
    mut frequency: impl FnMut(&str) -> tantivy::Result<u64>,
) -> tantivy::Result<u64> {
    let mut sum = 0_u64;
    for alternative in slot {
        let mut rarest = u64::MAX;
        for position in alternative {
            let mut any = 0_u64;
            for term in position {
                any += frequency(term)?;
            }
            rarest = rarest.min(any);
        }
        sum = sum.saturating_add(rarest);
    }
    Ok(sum.min(records))
}

struct SpansWeight {
    query: SpansQuery,
    bm25: Option<Bm25Weight>,
}

impl SpansWeight {
    fn spans_scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<SpansScorer>> {
        let inverted = reader.inverted_index(self.query.field)?;
        // One slot needs no positions unless an alternative is a run.
        let runs = self.query.slots.iter().flatten().any(|alternative| alternative.len() > 1);
        let counted = self.query.slots.len() == 1 && !runs && !self.query.has_readings();
        let option =
            if counted { IndexRecordOption::WithFreqs } else { IndexRecordOption::WithFreqsAndPositions };
        let mut slots = Vec::with_capacity(self.query.slots.len());
        for slot in &self.query.slots {
            let mut alternatives: Vec<Run> = Vec::with_capacity(slot.len());
            for alternative in slot {
                let mut run: Vec<Box<dyn Places>> = Vec::with_capacity(alternative.len());
                for position in alternative {
                    let mut postings = Vec::with_capacity(position.len());
                    for term in position {
                        postings.extend(inverted.read_postings(&self.query.term(term), option)?);
                    }
                    let Some(places) = any_of(postings, counted) else { break };
                    run.push(places);
                }
                if run.len() == alternative.len() && !run.is_empty() {
                    alternatives.push(Run::of(run));
                }
            }
            if alternatives.is_empty() {
                return Ok(None);
            }
            slots.push(Alternatives::of(alternatives));
        }
        if slots.is_empty() {
            return Ok(None);
        }
        let norms = match self.bm25 {
            Some(_) => reader.fieldnorms_readers().get_field(self.query.field)?,
            None => None,
        };
        let records: Vec<u32> = slots.iter().map(Alternatives::records).collect();
        let mut rarest: Vec<usize> = (0..slots.len()).collect();
        rarest.sort_by_key(|slot| records[*slot]);
        let both = |pair: &usize| u64::from(records[*pair]) + u64::from(records[*pair + 1]);
        let pair = (0..slots.len() - 1).min_by_key(both);
        let mut scorer = SpansScorer {
            slots,
            rarest,
            pair: pair.filter(|_| {
                self.query.order == Order::Adjacent && (records.len() > 2 || self.bm25.is_none())
            }),
            order: self.query.order,
            counted,
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            doc: 0,
            frequency: 0,
            before: Vec::new(),
            next: Vec::new(),
        };
        scorer.settle(0);
        Ok(Some(scorer))
    }
}

impl Weight for SpansWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.spans_scorer(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let scorer = self.spans_scorer(reader, 1.0)?;
        let missing = || TantivyError::InvalidArgument(format!("document {doc} does not match"));
        let mut scorer = scorer.ok_or_else(missing)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(missing());
        }
        Ok(Explanation::new("places of all alternatives as one term", scorer.score()))
    }
}

struct SpansScorer {
    slots: Vec<Alternatives>,
    /// The slots, that of the fewest records first: it leads.
    rarest: Vec<usize>,
    /// The first of the two neighbours that the fewest records have: of most, they alone tell that the phrase is not there, and where
    /// nobody asks how often, that a phrase of two is.
    pair: Option<usize>,
    order: Order,
    counted: bool,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
    doc: DocId,
    frequency: u32,
    before: Vec<(Span, u32)>,
    next: Vec<(Span, u32)>,
}

impl SpansScorer {
    /// Goes to the first record not before the target that matches.
    fn settle(&mut self, target: DocId) {
        let mut target = target;
        loop {
            let mut furthest = target;
            for slot in &self.rarest {
                furthest = self.slots[*slot].go(furthest);
            }
            if furthest == TERMINATED {
                self.doc = TERMINATED;
                return;
            }
            let together = self.slots.iter_mut().all(|slot| slot.go(furthest) == furthest);
            if together {
                self.doc = furthest;
                self.frequency = self.places();
                if self.frequency > 0 {
                    return;
                }
                target = furthest + 1;
            } else {
                target = furthest;
            }
        }
    }

    /// How often the slots stand as the order asks, in this record.
    fn places(&mut self) -> u32 {
        if self.counted {
            return self.slots[0].frequency(self.doc);
        }
        let doc = self.doc;
        // Nobody asks how often: where a word of its own stands there, no position is read.
        if let (None, [slot]) = (&self.bm25, self.slots.as_slice())
            && slot.has_word(doc)
        {
            return 1;
        }
        if let Some(pair) = self.pair
            && let [one, other] = &mut self.slots[pair..pair + 2]
        {
            one.read(doc);
            other.read(doc);
            if !one.meets(other) {
                return 0;
            }
            // Nobody asks how often, and there is nothing more to a phrase of two.
            if self.bm25.is_none() && self.slots.len() == 2 {
                return 1;
            }
        }
        // Chains of slots so far: where they began and end, and how many other positions they have used up.
        self.before.clear();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            let spans = slot.read(doc);
            if index == 0 {
                self.before.extend(spans.iter().map(|span| (*span, 0)));
                continue;
            }
            self.next.clear();
            for &((start, end), used) in &self.before {
                let from = spans.partition_point(|span| span.0 < end);
                match self.order {
                    Order::Adjacent => {
                        let here = spans[from..].iter().take_while(|span| span.0 == end);
                        self.next.extend(here.map(|span| ((start, span.1), 0)));
                    }
                    Order::Within(most) => {
                        let here = spans[from..].iter().take_while(|span| used + span.0 - end <= most);
                        self.next.extend(here.map(|span| ((start, span.1), used + span.0 - end)));
                    }
                    Order::Same => {
                        let here = spans.iter().filter(|span| span.0 == start);
                        self.next.extend(here.map(|_| ((start, end), 0)));
                    }
                    Order::Near(most) => {
                        let after = spans[from..].iter().take_while(|span| span.0 - end <= most);
                        self.next.extend(after.map(|span| ((start, span.1), 0)));
                        let ahead = spans.iter().filter(|span| span.1 <= start && start - span.1 <= most);
                        self.next.extend(ahead.map(|span| ((span.0, end), 0)));
                    }
                }
            }
            // Of chains that end alike only the one with most left to use can matter.
            self.next.sort_unstable_by_key(|&((start, end), used)| (end, used, start));
            self.next.dedup_by_key(|&mut ((_, end), _)| end);
            std::mem::swap(&mut self.before, &mut self.next);
            if self.before.is_empty() {
                return 0;
            }
        }
        if self.before.len() > 1 && self.order == Order::Adjacent {
            // A Hangul name with and without its particle is one place.
            self.before.sort_unstable();
            self.before.dedup_by_key(|&mut ((start, _), _)| start);
        }
        u32::try_from(self.before.len()).unwrap_or(u32::MAX)
    }
}

impl DocSet for SpansScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.settle(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.norms.num_docs() / 10
    }
}

impl Scorer for SpansScorer {
    fn score(&mut self) -> Score {
        self.bm25.as_ref().map_or(0.0, |bm25| bm25.score(self.norms.fieldnorm_id(self.doc), self.frequency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::Index;
    use tantivy::collector::{Count, TopDocs};
    use tantivy::query::PhraseQuery;
    use tantivy::schema::{Schema, TEXT};

    const TEXTS: [&str; 6] = [
        "mao zedong decided on war",
        "mao tse tung decided on war and mao zedong decided",
        "the war that mao decided",
        "zedong mao decided",
        "cease the fire ceasefire",
        "decided",
    ];

    fn index() -> (Index, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        for text in TEXTS {
            writer.add_document(tantivy::doc!(field => text)).unwrap();
        }
        writer.commit().unwrap();
        (index, field)
    }

    fn slot(alternatives: &[&str]) -> Slot {
        alternatives
            .iter()
            .map(|run| {
                run.split(' ').map(|position| position.split('|').map(str::to_owned).collect()).collect()
            })
            .collect()
    }

    fn found(slots: &[&[&str]], order: Order) -> Vec<(u32, f32)> {
        let (index, field) = index();
        let searcher = index.reader().unwrap().searcher();
        let query =
            SpansQuery { field, slots: slots.iter().map(|alternatives| slot(alternatives)).collect(), order };
        let top = searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).unwrap();
        assert_eq!(searcher.search(&query, &Count).unwrap(), top.len());
        let mut docs: Vec<(u32, f32)> = top.iter().map(|(score, address)| (address.doc_id, *score)).collect();
        docs.sort_by_key(|(doc, _)| *doc);
        docs
    }

    fn docs(slots: &[&[&str]], order: Order) -> Vec<u32> {
        found(slots, order).into_iter().map(|(doc, _)| doc).collect()
    }

    #[test]
    fn alternatives_of_any_length_stand_in_a_phrase() {
        let mao: &[&str] = &["mao zedong", "mao tse tung"];
        assert_eq!(docs(&[mao, &["decided"]], Order::Adjacent), [0, 1]);
        assert_eq!(docs(&[&["ceasefire", "cease fire"]], Order::Adjacent), [4]);
        assert_eq!(docs(&[&["zedong|tung"]], Order::Adjacent), [0, 1, 3]);
        assert_eq!(docs(&[&["nothing"]], Order::Adjacent), [0; 0]);
    }

    #[test]
    fn windows_are_ordered_or_not() {
        assert_eq!(docs(&[&["mao"], &["decided"]], Order::Within(1)), [0, 1, 2, 3]);
        assert_eq!(docs(&[&["mao"], &["decided"]], Order::Within(0)), [2, 3]);
        assert_eq!(docs(&[&["zedong"], &["mao"]], Order::Near(0)), [0, 1, 3]);
        assert_eq!(docs(&[&["zedong"], &["mao"]], Order::Within(0)), [3]);
    }

    #[test]
    fn a_plain_phrase_scores_as_tantivy_s_own() {
        let ours = found(&[&["mao"], &["zedong"]], Order::Adjacent);
        let (index, field) = index();
        let searcher = index.reader().unwrap().searcher();
        let terms = ["mao", "zedong"].map(|term| Term::from_field_text(field, term));
        let query = PhraseQuery::new(terms.to_vec());
        let mut theirs: Vec<(u32, f32)> = searcher
            .search(&query, &TopDocs::with_limit(10).order_by_score())
            .unwrap()
            .into_iter()
            .map(|(score, address)| (address.doc_id, score))
            .collect();
        theirs.sort_by_key(|(doc, _)| *doc);
        assert_eq!(ours.len(), theirs.len());
        for (one, other) in ours.iter().zip(&theirs) {
            assert!(one.0 == other.0 && (one.1 - other.1).abs() < 1e-4, "{one:?} {other:?}");
        }
    }

    proptest::proptest! {
        /// Against reading every text.
        #[test]
        fn windows_agree_with_brute_force(words in proptest::collection::vec(0..4_usize, 2..3), most in 0..4_u32) {
            const WORDS: [&str; 4] = ["mao", "zedong", "decided", "war"];
            let query: Vec<&str> = words.iter().map(|index| WORDS[*index]).collect();
            let expected: Vec<u32> = (0..).zip(TEXTS).filter(|(_, text)| {
                let words: Vec<&str> = text.split(' ').collect();
                (0..words.len()).any(|a| (a + 1..words.len()).any(|b| {
                    words[a] == query[0] && words[b] == query[1] && b - a - 1 <= most as usize
                }))
            }).map(|(doc, _)| doc).collect();
            let slots: Vec<Vec<&str>> = query.iter().map(|word| vec![*word]).collect();
            let slots: Vec<&[&str]> = slots.iter().map(Vec::as_slice).collect();
            proptest::prop_assert_eq!(docs(&slots, Order::Within(most)), expected);
        }
    }
}
