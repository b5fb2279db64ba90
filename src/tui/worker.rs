//! The worker threads that ask the searcher, so that no key waits for a search: the newest question of a kind wins.
//!
//! Two of them: a new query begins while a slow old one still runs. What answers, and how, is the searcher's.

use super::state::{Answer, Occurrence, Question, bare_hit};
use crate::error::Result;
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
    match question {
        Question::Hits { generation, request } => Answer::Hits {
            generation: *generation,
            request: request.clone(),
            response: Box::new(searcher.search(request).map_err(|error| error.to_string())),
        },
        Question::Facets { generation, request, fields } => Answer::Facets {
            generation: *generation,
            facets: facets(searcher, request, fields).unwrap_or_default(),
        },
        Question::Lists { generation, request, names } => {
            let count = |name: &String| {
                let mut request = counting(request);
                request.filters.retain(|filter| filter.field != "list");
                request.filters.push(Filter::new("list", name.as_str()));
                (name.clone(), searcher.search(&request).map_or(0, |response| response.total))
            };
            Answer::Lists { generation: *generation, counts: names.iter().map(count).collect() }
        }
        Question::Read { id, request } => Answer::Read {
            id: id.clone(),
            query: request.query.clone(),
            reading: Box::new(searcher.read(id, request).map_err(|error| error.to_string())),
            sources: searcher.sources(id).unwrap_or_default(),
        },
        Question::Related { id } => Answer::Related {
            id: id.clone(),
            hits: searcher.related(id, 30).map_err(|error| error.to_string()),
        },
        Question::Occurrences { generation, request } => {
            let (hits, lines) = occurrences(searcher, request).unwrap_or_default();
            Answer::Occurrences { generation: *generation, offset: request.offset, hits, lines }
        }
        Question::Words { prefix } => {
            Answer::Words { prefix: prefix.clone(), words: searcher.words(prefix, 6).unwrap_or_default() }
        }
        Question::Records { ids } => {
            let records = ids.iter().filter_map(|id| searcher.record(id).ok().flatten());
            Answer::Records {
                hits: records.enumerate().map(|(place, record)| bare_hit(place + 1, record)).collect(),
            }
        }
    }
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
