//! The worker threads that ask the searcher, so that no key waits for a search: the newest question of a kind wins.
//!
//! Two of them: a new query begins while a slow old one still runs. What answers, and how, is the searcher's.

use super::state::{Answer, Occurrence, Question, bare_hit};
use crate::error::Result;
use crate::record::Record;
use crate::search::{Detail, Facet, FacetField, Filter, SearchRequest, Searcher};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

const THREADS: usize = 2;

/// Characters of context on each side of a match in a concordance.
const BESIDE: usize = 100;

/// Questions waiting, and whether more can come.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Question>,
    closed: bool,
}

/// The worker threads; dropped, they end after the question at hand.
pub(crate) struct Worker {
    queue: Arc<(Mutex<Queue>, Condvar)>,
}

impl Worker {
    /// Starts the threads; `deliver` is called on them with each answer and returns whether more are wanted.
    pub(crate) fn start<F>(searcher: &Arc<dyn Searcher>, deliver: F) -> Self
    where
        F: Fn(Answer) -> bool + Send + Clone + 'static,
    {
        let queue = Arc::new((Mutex::new(Queue::default()), Condvar::new()));
        for _ in 0..THREADS {
            let (queue, searcher, deliver) = (Arc::clone(&queue), Arc::clone(searcher), deliver.clone());
            thread::spawn(move || {
                while let Some(question) = next(&queue) {
                    if !deliver(answer(searcher.as_ref(), &question)) {
                        break;
                    }
                }
            });
        }
        Self { queue }
    }

    /// Puts a question, in place of those that it makes pointless.
    pub(crate) fn ask(&self, question: Question) {
        let (queue, bell) = &*self.queue;
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.waiting.retain(|old| !supersedes(&question, old));
        queue.waiting.push_back(question);
        bell.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let (queue, bell) = &*self.queue;
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.closed = true;
        queue.waiting.clear();
        bell.notify_all();
    }
}

fn next(queue: &(Mutex<Queue>, Condvar)) -> Option<Question> {
    let (queue, bell) = queue;
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if queue.closed {
            return None;
        }
        if let Some(question) = queue.waiting.pop_front() {
            return Some(question);
        }
        queue = bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Which query a question belongs to.
fn generation(question: &Question) -> Option<u64> {
    match question {
        Question::Hits { generation, .. }
        | Question::Facets { generation, .. }
        | Question::Lists { generation, .. }
        | Question::Occurrences { generation, .. } => Some(*generation),
        _ => None,
    }
}

fn supersedes(new: &Question, old: &Question) -> bool {
    match (generation(new), generation(old)) {
        (Some(new), Some(old)) => new > old,
        (None, None) => std::mem::discriminant(new) == std::mem::discriminant(old),
        _ => false,
    }
}

/// Asks the searcher, as the browser's threads do.
#[must_use]
pub fn answer(searcher: &dyn Searcher, question: &Question) -> Answer {
    asked(searcher, question).unwrap_or_else(|error| Answer::Trouble(error.to_string()))
}

/// The answer; an error of the hits or of a record itself is the answer, and shown in its place.
fn asked(searcher: &dyn Searcher, question: &Question) -> Result<Answer> {
    Ok(match question {
        Question::Hits { generation, request } => Answer::Hits {
            generation: *generation,
            request: request.clone(),
            response: Box::new(searcher.search(request).map_err(|error| error.to_string())),
        },
        Question::Facets { generation, request, fields } => {
            Answer::Facets { generation: *generation, facets: facets(searcher, request, fields)? }
        }
        Question::Lists { generation, request, names } => {
            let count = |name: &String| {
                let mut request = counting(request);
                request.filters.retain(|filter| filter.field != "list");
                request.filters.push(Filter::new("list", name.as_str()));
                Ok((name.clone(), searcher.search(&request)?.total))
            };
            Answer::Lists { generation: *generation, counts: names.iter().map(count).collect::<Result<_>>()? }
        }
        Question::Read { id, request } => {
            let reading = searcher.read(id, request).map_err(|error| error.to_string());
            let sources = if reading.is_ok() { searcher.sources(id)? } else { Vec::new() };
            Answer::Read { id: id.clone(), query: request.query.clone(), reading: Box::new(reading), sources }
        }
        Question::Related { id } => Answer::Related {
            id: id.clone(),
            hits: searcher.related(id, 30).map_err(|error| error.to_string()),
        },
        Question::Occurrences { generation, request } => {
            let (hits, lines) = occurrences(searcher, request)?;
            Answer::Occurrences { generation: *generation, offset: request.offset, hits, lines }
        }
        Question::Words { prefix } => {
            Answer::Words { prefix: prefix.clone(), words: searcher.words(prefix, 6)? }
        }
        Question::Records { ids } => {
            let records: Vec<Record> =
                ids.iter().filter_map(|id| searcher.record(id).transpose()).collect::<Result<_>>()?;
            let hits = (1..).zip(records).map(|(rank, record)| bare_hit(rank, record)).collect();
            Answer::Records { hits }
        }
    })
}

fn counting(request: &SearchRequest) -> SearchRequest {
    SearchRequest { limit: Some(0), offset: 0, detail: Detail::Ids, ..request.clone() }
}

fn name(field: FacetField) -> &'static str {
    match field {
        FacetField::Author => "author",
        FacetField::Journal => "journal",
        FacetField::Year => "year",
        FacetField::Type => "type",
        FacetField::Lang => "lang",
        FacetField::About => "about",
    }
}

/// Counts fields; one that is filtered by is counted without its own filters, in a search of its own.
fn facets(searcher: &dyn Searcher, request: &SearchRequest, fields: &[FacetField]) -> Result<Vec<Facet>> {
    let filtered = |field: &FacetField| request.filters.iter().any(|filter| filter.field == name(*field));
    let (own, together): (Vec<FacetField>, Vec<FacetField>) =
        fields.iter().partition(|field| filtered(field));
    let mut facets = Vec::new();
    if !together.is_empty() {
        facets.extend(searcher.search(&SearchRequest { facets: together, ..counting(request) })?.facets);
    }
    for field in own {
        let mut request = SearchRequest { facets: vec![field], ..counting(request) };
        request.filters.retain(|filter| filter.field != name(field));
        facets.extend(searcher.search(&request)?.facets);
    }
    Ok(facets)
}

/// Every match of a run of hits; and how many hits that were.
fn occurrences(searcher: &dyn Searcher, request: &SearchRequest) -> Result<(usize, Vec<Occurrence>)> {
    let hits = searcher.search(&SearchRequest { detail: Detail::Ids, ..request.clone() })?.hits;
    let mut lines = Vec::new();
    for hit in &hits {
        let Some(reading) = searcher.read(&hit.id, request)? else { continue };
        let names = reading.record.creators().first().map(crate::record::Name::key).unwrap_or_default();
        let year = reading.record.year().map(|year| year.to_string()).unwrap_or_default();
        let from = format!("{names} {year}").trim().to_owned();
        for field in reading.telling() {
            for range in &field.matches {
                let (Some(before), Some(key), Some(after)) = (
                    field.text.get(..range.start),
                    field.text.get(range.clone()),
                    field.text.get(range.end..),
                ) else {
                    continue;
                };
                let skip = before.char_indices().rev().nth(BESIDE - 1).map_or(0, |(at, _)| at);
                let end = after.char_indices().nth(BESIDE).map_or(after.len(), |(at, _)| at);
                lines.push(Occurrence {
                    id: reading.record.id.clone(),
                    from: from.clone(),
                    field: field.field.clone(),
                    left: before.get(skip..).unwrap_or_default().to_owned(),
                    key: key.to_owned(),
                    right: after.get(..end).unwrap_or_default().to_owned(),
                });
            }
        }
    }
    Ok((hits.len(), lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::search::{Hit, Reading, SearchResponse, Source};

    /// An index of which nothing can be read.
    struct Broken;

    fn broken<T>() -> Result<T> {
        Err(Error::plain("the index is damaged"))
    }

    impl Searcher for Broken {
        fn search(&self, _: &SearchRequest) -> Result<SearchResponse> {
            broken()
        }
        fn record(&self, _: &str) -> Result<Option<Record>> {
            broken()
        }
        fn sources(&self, _: &str) -> Result<Vec<Source>> {
            broken()
        }
        fn read(&self, _: &str, _: &SearchRequest) -> Result<Option<Reading>> {
            broken()
        }
        fn related(&self, _: &str, _: usize) -> Result<Vec<Hit>> {
            broken()
        }
        fn words(&self, _: &str, _: usize) -> Result<Vec<(String, u64)>> {
            broken()
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_not_taken_for_nothing() {
        let request = SearchRequest::new("war");
        let beside = [
            Question::Facets { generation: 1, request: request.clone(), fields: vec![FacetField::Year] },
            Question::Lists { generation: 1, request: request.clone(), names: vec!["mine".into()] },
            Question::Occurrences { generation: 1, request: request.clone() },
            Question::Words { prefix: "wa".into() },
            Question::Records { ids: vec!["a".into()] },
        ];
        for question in beside {
            let told = answer(&Broken, &question);
            assert!(matches!(&told, Answer::Trouble(text) if text.contains("damaged")), "{told:?}");
        }
        let hits = answer(&Broken, &Question::Hits { generation: 1, request });
        assert!(matches!(hits, Answer::Hits { response, .. } if response.is_err()));
    }
}
