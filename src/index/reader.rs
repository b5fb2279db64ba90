//! An opened index answering searches: the [`Searcher`] of this disk.
//!
//! It holds one state of the index for as long as it lives: a swap underneath does not disturb it. Where an index lies, whether it
//! is whole and whose it is, is `location`'s and `directory`'s to say.

use super::compile::{self, Compiler};
use super::compounds::Compounds;
use super::facets;
use super::guard::Fault;
use super::rank::{Ranking, Scored};
use super::schema::Fields;
use super::suggest;
use super::unread::Unread;
use super::vocabulary::{Forms, IndexVocabulary, most_frequent};
use crate::analysis::{Analyzer, is_function_word, stem};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::query::{Node, Part, Plan, Remark, Spans, ValueField, parse, plan};
use crate::record::Record;
use crate::search::{Detail, Hit, Reading, SearchRequest, SearchResponse, Searcher, Snippet, Source};
use crate::snippet::Lighter;
use crate::words::{Words, fold};
use rustc_hash::FxHashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument, Term};

/// Gives the ids on a list of the user's.
pub type Lists = Box<dyn Fn(&str) -> Option<Vec<String>> + Send + Sync>;

/// What the index is and who it belongs to.
pub struct Home {
    /// The index location, for messages.
    pub path: PathBuf,
    /// The index as the user names it, for answers.
    pub name: String,
    /// The number of the last ingest.
    pub generation: u64,
    /// The user's lists.
    pub lists: Lists,
}

/// An opened index.
pub struct Reader {
    searcher: tantivy::Searcher,
    fields: Fields,
    lexicon: Option<Arc<Lexicon>>,
    analyzers: Mutex<Vec<Analyzer>>,
    compounds: Compounds,
    home: Home,
    /// Counts told in notes: they do not change while this reader lives.
    told: Mutex<FxHashMap<Node, u64>>,
    forms: Forms,
}

impl Reader {
    /// A reader of an index of ours, with the analyzer it was built with.
    ///
    /// # Errors
    /// Where the index cannot be opened.
    pub fn new(index: &tantivy::Index, analyzer: Analyzer, compounds: Compounds, home: Home) -> Result<Self> {
        let reader: tantivy::IndexReader = index
            .reader_builder()
            .reload_policy(tantivy::ReloadPolicy::Manual)
            .try_into()
            .map_err(|error: tantivy::TantivyError| error.into_error(&home.path))?;
        Ok(Self {
            searcher: reader.searcher(),
            fields: Fields::new(),
            lexicon: analyzer.lexicon().cloned(),
            analyzers: Mutex::new(vec![analyzer]),
            compounds,
            home,
            told: Mutex::default(),
            forms: Forms::default(),
        })
    }

    /// Does what may meet damage: an error or a panic of the index is an error that says so.
    fn guarded<T>(&self, run: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        super::guard(&self.home.path, run)
    }

    /// Lends an analyzer, one a thread that searches at a time: a new search starts while a slow one runs, and what was learnt of words
    /// is kept for the next.
    fn analyzing<T>(&self, run: impl FnOnce(&mut Analyzer) -> T) -> T {
        let waiting = || self.analyzers.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = waiting().pop();
        let mut analyzer = lent.unwrap_or_else(|| Analyzer::new(self.lexicon.clone()));
        let outcome = run(&mut analyzer);
        waiting().push(analyzer);
        outcome
    }

    fn compiler<'i>(&'i self, unread: &'i Unread) -> Compiler<'i> {
        Compiler {
            searcher: &self.searcher,
            unread,
            fields: &self.fields,
            list: &*self.home.lists,
            generation: self.home.generation,
        }
    }

    /// What planners and suggestions look up in this index.
    fn vocabulary<'i>(&'i self, unread: &'i Unread) -> IndexVocabulary<'i> {
        IndexVocabulary {
            searcher: &self.searcher,
            unread,
            fields: &self.fields,
            compounds: &self.compounds,
            forms: &self.forms,
            lexicon: self.lexicon.as_ref(),
        }
    }

    fn plan(&self, request: &SearchRequest, analyzer: &mut Analyzer, unread: &Unread) -> Plan {
        /// More words than any language has: what was read of a dump of noise is not kept for good.
        const REMEMBERED: usize = 400_000;
        if analyzer.remembered() > REMEMBERED {
            analyzer.forget();
        }
        plan(request, &parse(&request.query), self.lexicon.as_ref(), &self.vocabulary(unread))
    }

    fn answer(&self, request: &SearchRequest, analyzer: &mut Analyzer) -> tantivy::Result<SearchResponse> {
        let started = Instant::now();
        let unread = Unread::default();
        let plan = self.plan(request, analyzer, &unread);
        let mut response = SearchResponse {
            query: request.query.clone(),
            understood: plan.understood.clone(),
            notes: plan.notes.clone(),
            index: self.home.name.clone(),
            parts: plan.parts.len(),
            ..SearchResponse::default()
        };
        if plan.is_empty {
            response.notes.push("nothing to search for: chosin help queries shows what can be typed".into());
            unread.told()?;
            return Ok(response);
        }
        let compiler = self.compiler(&unread);
        let ranking = Ranking { compiler: &compiler, plan: &plan, request };
        let needed = request.limit.map_or(usize::MAX, |limit| request.offset.saturating_add(limit));
        let list = match ranking.at_once(needed)? {
            Some((total, list)) => {
                (response.total, response.total_all) = (total, total);
                list
            }
            None => {
                response.total = ranking.total()?;
                response.total_all = ranking.total_all(response.total)?;
                ranking.first(needed, response.total, response.total_all)?
            }
        };
        self.remark(&ranking, &mut response.notes)?;
        let wanted = list.get(request.offset..).unwrap_or_default();
        response.hits = self.hits(request, &plan, &ranking, wanted, analyzer)?;
        response.facets = facets::count(&ranking, &request.facets)?;
        if response.total == 0 {
            response.counts = Self::counts(&ranking)?;
        }
        let totals = (response.total, response.total_all);
        if let Some(better) = suggest::suggestion(request, totals, &self.vocabulary(&unread)) {
            let mut asked = request.clone();
            asked.query.clone_from(&better);
            let other = self.plan(&asked, analyzer, &unread);
            let other = Ranking { compiler: &compiler, plan: &other, request: &asked };
            let finds = other.total()?;
            // Of words any of which will do, a mistaken one is not missed: then what has all of them counts.
            if finds > response.total || other.total_all(finds)? > response.total_all {
                response.suggestion = Some(better);
            }
        }
        unread.told()?;
        response.took_ms = started.elapsed().as_secs_f64() * 1000.0;
        Ok(response)
    }

    /// Adds the notes that need counting.
    fn remark(&self, ranking: &Ranking, notes: &mut Vec<String>) -> tantivy::Result<()> {
        ranking.plan.root.each_value(&mut |field, names| {
            let unknown = names.iter().filter(|name| (self.home.lists)(name).is_none());
            if field == ValueField::List {
                notes.extend(
                    unknown.map(|name| format!("there is no list \"{name}\": chosin list names yours")),
                );
            }
        });
        for remark in &ranking.plan.remarks {
            match remark {
                Remark::AsTyped { text, all, typed } => {
                    let typed = self.told(ranking, typed)?;
                    let otherwise = self.told(ranking, all)?.saturating_sub(typed);
                    if otherwise > 0 {
                        notes.push(format!("\"{text}\": {typed} as typed, {otherwise} only in other forms; =\"{text}\" for the first alone"));
                    }
                }
                Remark::Broad { name, of, node } => {
                    let found = self.told(ranking, node)?;
                    if let Some(first) = of.first().filter(|_| found > 0) {
                        let of = of.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
                        notes.push(format!(
                            "{name}: a looser name of {of}, found in {found} more: --broad, or type \"{first}\""
                        ));
                    }
                }
                Remark::Looser { name, names, node } => {
                    let found = self.told(ranking, node)?;
                    if found > 0 {
                        let names: Vec<&str> = names.iter().take(4).map(String::as_str).collect();
                        notes.push(format!(
                            "{name}: {found} more by looser names ({}): --broad",
                            names.join(", ")
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    fn told(&self, ranking: &Ranking, node: &Node) -> tantivy::Result<u64> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = told.get(node) {
            return Ok(*count);
        }
        let count = ranking.count(node)?;
        told.insert(node.clone(), count);
        Ok(count)
    }

    fn hits(
        &self,
        request: &SearchRequest,
        plan: &Plan,
        ranking: &Ranking,
        list: &[Scored],
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Vec<Hit>> {
        let weight = |spans: &Spans| ranking.compiler.unread.or(ranking.weight(spans), 1.0);
        let mut lighter = (request.detail == Detail::Full).then(|| Lighter::new(plan, request, weight));
        let ids = if request.detail == Detail::Ids { self.id_columns()? } else { Vec::new() };
        let mut hits = Vec::with_capacity(list.len());
        for (rank, &(score, address)) in (request.offset + 1..).zip(list) {
            let mut hit = Hit { rank, score, ..Hit::default() };
            if request.detail == Detail::Ids {
                if let Some(column) = ids.get(address.segment_ord as usize).and_then(Option::as_ref)
                    && let Some(ordinal) = column.term_ords(address.doc_id).next()
                {
                    column.ord_to_str(ordinal, &mut hit.id)?;
                }
                hit.record.id.clone_from(&hit.id);
            } else {
                hit.record = self.stored(address)?;
                hit.id.clone_from(&hit.record.id);
            }
            if let Some(lighter) = &mut lighter {
                let shown = lighter.show(&hit.record, analyzer);
                (hit.title, hit.snippets, hit.lead) = (shown.title, shown.snippets, shown.lead);
            }
            if request.explain {
                hit.explanation = ranking.explain(score, address)?;
            }
            hits.push(hit);
        }
        Ok(hits)
    }

    fn id_columns(&self) -> tantivy::Result<Vec<Option<tantivy::columnar::StrColumn>>> {
        self.searcher.segment_readers().iter().map(|reader| reader.fast_fields().str("id")).collect()
    }

    fn stored(&self, address: DocAddress) -> tantivy::Result<Record> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let json =
            document.get_first(self.fields.record).and_then(|value| value.as_str()).unwrap_or_default();
        serde_json::from_str(json).map_err(|error| corrupt(&error))
    }

    /// The document of an id or alias; else of a DOI as people paste it, or of `pmid:4711`.
    fn address(&self, id: &str) -> tantivy::Result<Option<DocAddress>> {
        let doi = Some(compile::doi(id)).filter(|doi| doi.starts_with("10.") && doi.contains('/'));
        let pmid = id.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("pmid"));
        let places = [
            (self.fields.id, Some(id)),
            (self.fields.alias, Some(id)),
            (self.fields.doi, doi.as_deref()),
            (self.fields.pmid, pmid.map(|(_, number)| number.trim())),
        ];
        for (field, value) in places {
            let Some(value) = value else { continue };
            let term = Term::from_field_text(field, value);
            for (ordinal, reader) in (0_u32..).zip(self.searcher.segment_readers()) {
                let postings = reader
                    .inverted_index(field)?
                    .read_postings(&term, tantivy::schema::IndexRecordOption::Basic)?;
                if let Some(doc) = postings
                    .map(|postings| tantivy::DocSet::doc(&postings))
                    .filter(|doc| *doc != tantivy::TERMINATED)
                {
                    return Ok(Some(DocAddress::new(ordinal, doc)));
                }
            }
        }
        Ok(None)
    }

    /// With nothing found: what each part finds alone, then the largest combination that finds something.
    fn counts(ranking: &Ranking) -> tantivy::Result<Vec<(String, u64)>> {
        const MOST: usize = 8;
        let Plan { parts, conditions, .. } = ranking.plan;
        let parts: Vec<&Part> = parts.iter().chain(conditions).collect();
        let mut counts = Vec::new();
        for part in parts.iter().take(MOST) {
            counts.push((part.text.clone(), ranking.count(&part.node)?));
        }
        // Largest first: leaving out one part, then two.
        let count = parts.len().min(MOST);
        let mut subsets: Vec<u32> =
            (1..(1_u32 << count).saturating_sub(1)).filter(|set| set.count_ones() > 1).collect();
        subsets.sort_by_key(|set| std::cmp::Reverse(set.count_ones()));
        for set in subsets {
            let chosen: Vec<_> = (0..count)
                .filter(|index| set & (1 << index) != 0)
                .filter_map(|index| parts.get(index))
                .collect();
            let must: Vec<Node> = chosen.iter().map(|part| part.node.clone()).collect();
            let found = ranking.count(&Node::Bag { must, should: Vec::new(), not: Vec::new() })?;
            if found > 0 {
                let text = chosen.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" AND ");
                counts.push((text, found));
                break;
            }
        }
        Ok(counts)
    }

    fn like(&self, id: &str, limit: usize) -> tantivy::Result<Vec<Hit>> {
        const TERMS: usize = 25;
        let Some(address) = self.address(id)? else { return Ok(Vec::new()) };
        let record = self.stored(address)?;
        // The words that tell this record from others: frequency here against records that have them.
        let mut words: FxHashMap<String, (f32, String)> = FxHashMap::default();
        for (text, times) in
            [(record.title.as_str(), 3.0), (record.summary.as_deref().unwrap_or_default(), 1.0)]
        {
            let split = Words::of(text);
            for (index, word) in split.items().iter().enumerate() {
                let folded = split.folded(index);
                if folded.chars().count() > 2 && !is_function_word(folded) && !word.shape.is_cjk() {
                    let stem = stem(folded, word.shape);
                    let typed = text.get(word.start as usize..word.end as usize).unwrap_or_default();
                    words.entry(stem).or_insert_with(|| (0.0, typed.to_owned())).0 += times;
                }
            }
        }
        let records = self.searcher.num_docs().max(1);
        let mut weighed: Vec<(f32, String, String)> = Vec::new();
        for (stem, (frequency, typed)) in words {
            let found = self.searcher.doc_freq(&Term::from_field_text(self.fields.text, &stem))?;
            if found > 1 {
                weighed.push(((1.0 + frequency.ln()) * super::spans::idf(found, records), stem, typed));
            }
        }
        weighed.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        weighed.truncate(TERMS);
        let clauses = weighed.iter().map(|(weight, stem, _)| {
            let term = tantivy::query::TermQuery::new(
                Term::from_field_text(self.fields.text, stem),
                tantivy::schema::IndexRecordOption::WithFreqs,
            );
            Box::new(tantivy::query::BoostQuery::new(Box::new(term), *weight))
                as Box<dyn tantivy::query::Query>
        });
        let query = tantivy::query::BooleanQuery::union(clauses.collect());
        let wanted = limit.saturating_add(1).min(usize::try_from(records).unwrap_or(usize::MAX)).max(1);
        let list = self
            .searcher
            .search(&query, &tantivy::collector::TopDocs::with_limit(wanted).order_by_score())?;
        let mut hits = Vec::new();
        for (score, other) in list.into_iter().filter(|(_, other)| *other != address).take(limit) {
            let record = self.stored(other)?;
            let text = format!("{} {}", record.title, record.summary.as_deref().unwrap_or_default());
            let split = Words::of(&text);
            let stems: Vec<String> = (0..split.len())
                .map(|index| {
                    stem(split.folded(index), split.get(index).map(|word| word.shape).unwrap_or_default())
                })
                .collect();
            let shared =
                weighed.iter().filter(|(_, stem, _)| stems.contains(stem)).map(|(_, _, typed)| typed.clone());
            let title = Snippet { field: "title".into(), text: record.heading(), matches: Vec::new() };
            hits.push(Hit {
                rank: hits.len() + 1,
                id: record.id.clone(),
                score,
                title,
                explanation: shared.take(8).collect(),
                record,
                ..Hit::default()
            });
        }
        Ok(hits)
    }
}

impl Searcher for Reader {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        self.guarded(|| self.analyzing(|analyzer| self.answer(request, analyzer)))
    }

    fn record(&self, id: &str) -> Result<Option<Record>> {
        self.guarded(|| self.address(id)?.map(|address| self.stored(address)).transpose())
    }

    fn sources(&self, id: &str) -> Result<Vec<Source>> {
        self.guarded(|| {
            let Some(address) = self.address(id)? else { return Ok(Vec::new()) };
            let document: TantivyDocument = self.searcher.doc(address)?;
            let json =
                document.get_first(self.fields.sources).and_then(|value| value.as_str()).unwrap_or("[]");
            serde_json::from_str(json).map_err(|error| corrupt(&error))
        })
    }

    fn read(&self, id: &str, request: &SearchRequest) -> Result<Option<Reading>> {
        self.guarded(|| {
            let Some(address) = self.address(id)? else { return Ok(None) };
            let record = self.stored(address)?;
            self.analyzing(|analyzer| {
                let unread = Unread::default();
                let plan = self.plan(request, analyzer, &unread);
                unread.told()?;
                Ok(Some(Lighter::new(&plan, request, |_| 1.0).read(record, analyzer)))
            })
        })
    }

    fn related(&self, id: &str, limit: usize) -> Result<Vec<Hit>> {
        self.guarded(|| self.like(id, limit))
    }

    fn words(&self, prefix: &str, limit: usize) -> Result<Vec<(String, u64)>> {
        self.guarded(|| most_frequent(&self.searcher, self.fields.exact, &fold(prefix), limit, |_| true))
    }
}

fn corrupt(error: &serde_json::Error) -> tantivy::TantivyError {
    tantivy::TantivyError::DataCorruption(tantivy::error::DataCorruption::comment_only(error.to_string()))
}
