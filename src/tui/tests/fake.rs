//! A searcher over a few dozen records of our own sentences, and a desk that remembers what was done at it.
//! Naive on purpose: words are matched as they stand.

use crate::error::{Error, Result};
use crate::record::{Date, Name, Record};
use crate::search::{
    Facet, FacetField, Filter, Hit, Mode, Reading, SearchRequest, SearchResponse, Searcher, Snippet, Sort,
    Source,
};
use crate::tui::{Desk, Past, Written};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub(super) struct Fake {
    pub records: Vec<Record>,
}

const PLACES: &[&str] = &["Inchon", "the Chosin reservoir", "Pusan", "Kaesong", "Panmunjom", "Seoul"];
const MATTERS: &[&str] =
    &["landing", "armistice", "prisoners", "supply", "memory", "negotiation", "refugees"];

impl Default for Fake {
    fn default() -> Self {
        let mut records = Vec::new();
        for number in 0..36_usize {
            let place = PLACES[number % PLACES.len()];
            let matter = MATTERS[number % MATTERS.len()];
            let year = 1951 + i32::try_from(number * 2).unwrap();
            records.push(Record {
                id: format!("record{number:02}"),
                kind: if number % 3 == 0 { "book" } else { "article-journal" }.into(),
                title: format!("{} and the {matter} of {year}", place.trim_start_matches("the ")),
                author: vec![Name::new(["Alder", "Birch", "Cedar"][number % 3], "Jo")],
                issued: Some(Date::year(year)),
                container_title: (number % 3 != 0).then(|| "Journal of Invented Studies".to_owned()),
                doi: (number % 2 == 0).then(|| format!("10.5555/{number}")),
                language: Some(if number % 5 == 0 { "ko" } else { "en" }.into()),
                summary: Some(format!(
                    "This invented study looks at {place} in 1950. The {matter} is followed day by day, from the first \
                     orders to the last reports. A later chapter asks why the {matter} was remembered so differently \
                     at {place} and in the capital, and what the {matter} cost."
                )),
                ..Record::default()
            });
        }
        records.push(Record {
            id: "hangul".into(),
            kind: "book".into(),
            title: "한국전쟁의 기원과 그 기억".into(),
            author: vec![Name::literal("홍길동")],
            issued: Some(Date::year(1999)),
            summary: Some("이 책은 지어낸 책이다. 仁川 landing 이야기를 e\u{301}tude 처럼 다룬다.".into()),
            ..Record::default()
        });
        records.push(Record {
            id: "hostile".into(),
            kind: "book".into(),
            title: "A \u{1b}[31mred\u{202e} landing\u{7}".into(),
            summary: Some("Tab\there, escape \u{1b}]0;owned\u{7} there, and a landing.".into()),
            url: Some("javascript:alert(1)".into()),
            ..Record::default()
        });
        Self { records }
    }
}

fn words(query: &str) -> Vec<String> {
    query
        .split_whitespace()
        .map(|word| word.trim_matches(['=', '"']).to_lowercase())
        .filter(|w| !w.is_empty())
        .collect()
}

fn find(text: &str, words: &[String]) -> Vec<Range<usize>> {
    // Only ASCII is folded, so that offsets hold.
    let low = text.to_ascii_lowercase();
    let mut found: Vec<Range<usize>> = words
        .iter()
        .flat_map(|word| {
            low.match_indices(word.as_str()).map(|(at, hit)| at..at + hit.len()).collect::<Vec<_>>()
        })
        .collect();
    found.sort_by_key(|range| range.start);
    let mut end = 0;
    found.retain(|range| {
        let fits = range.start >= end;
        if fits {
            end = range.end;
        }
        fits
    });
    found
}

fn snippet(field: &str, text: &str, words: &[String]) -> Snippet {
    Snippet { field: field.into(), text: text.into(), matches: find(text, words) }
}

fn values(record: &Record, field: &str) -> Vec<String> {
    match field {
        "year" => record.year().map(|year| year.to_string()).into_iter().collect(),
        "author" => record.author.iter().map(Name::inverted).collect(),
        "journal" => record.container_title.iter().cloned().collect(),
        "type" => vec![record.kind.clone()],
        "lang" => record.language.iter().cloned().collect(),
        "list" => {
            if record.id == "record01" {
                vec!["chapter2".to_owned()]
            } else {
                Vec::new()
            }
        }
        "about" => vec!["1950".to_owned()],
        _ => Vec::new(),
    }
}

fn passes(record: &Record, filter: &Filter) -> bool {
    let own = values(record, &filter.field);
    let has = filter.values.iter().any(|wanted| match wanted.split_once("..") {
        Some((from, to)) => own.iter().any(|year| year.as_str() >= from && year.as_str() <= to),
        None => own.contains(wanted),
    });
    has != filter.exclude
}

impl Searcher for Fake {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let words = words(&request.query);
        let mut found: Vec<(usize, &Record)> = Vec::new();
        let mut all = 0;
        for record in &self.records {
            let text =
                format!("{} {}", record.title, record.summary.clone().unwrap_or_default()).to_lowercase();
            let has = words.iter().filter(|word| text.contains(word.as_str())).count();
            all += u64::from(has == words.len());
            let enough = has == words.len() || (has > 0 && request.mode != Mode::All);
            if enough && request.filters.iter().all(|filter| passes(record, filter)) {
                found.push((has, record));
            }
        }
        match request.sort {
            Sort::Year => found.sort_by_key(|(_, record)| record.year().unwrap_or(9999)),
            Sort::YearDescending => found.sort_by_key(|(_, record)| -record.year().unwrap_or(0)),
            Sort::Title => found.sort_by_key(|(_, record)| record.title.clone()),
            _ => found.sort_by_key(|(has, _)| usize::MAX - has),
        }
        let name = |field| match field {
            FacetField::Author => "author",
            FacetField::Journal => "journal",
            FacetField::Year => "year",
            FacetField::Type => "type",
            FacetField::Lang => "lang",
            FacetField::About => "about",
        };
        let facets = request.facets.iter().map(|&field| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for (_, record) in &found {
                for value in values(record, name(field)) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            let mut values: Vec<(String, u64)> = counts.into_iter().collect();
            values.sort_by_key(|(_, count)| u64::MAX - count);
            Facet { field, values }
        });
        let total = found.len() as u64;
        let hits = found.iter().enumerate().skip(request.offset).take(request.limit.unwrap_or(usize::MAX));
        Ok(SearchResponse {
            query: request.query.clone(),
            understood: request.query.clone(),
            notes: if words.len() > 1 { vec!["small words are words".into()] } else { Vec::new() },
            total,
            total_all: all,
            parts: words.len(),
            took_ms: 0.4,
            hits: hits
                .map(|(place, (has, record))| Hit {
                    rank: place + 1,
                    id: record.id.clone(),
                    score: *has as f32,
                    record: (*record).clone(),
                    title: snippet("title", &record.heading(), &words),
                    snippets: vec![snippet(
                        "abstract",
                        record.summary.as_deref().unwrap_or_default(),
                        &words,
                    )],
                    ..Hit::default()
                })
                .collect(),
            facets: facets.collect(),
            suggestion: (request.query == "lnading").then(|| "landing".to_owned()),
            counts: if total == 0 {
                words.iter().map(|word| (word.clone(), 0)).collect()
            } else {
                Vec::new()
            },
            ..SearchResponse::default()
        })
    }

    fn record(&self, id: &str) -> Result<Option<Record>> {
        Ok(self.records.iter().find(|record| record.id == id).cloned())
    }

    fn sources(&self, _id: &str) -> Result<Vec<Source>> {
        Ok(vec![Source {
            path: "invented.bib".into(),
            line: 12,
            format: "bibtex".into(),
            ..Source::default()
        }])
    }

    fn read(&self, id: &str, request: &SearchRequest) -> Result<Option<Reading>> {
        let words = words(&request.query);
        Ok(self.record(id)?.map(|record| {
            let names: Vec<String> = record.author.iter().map(Name::display).collect();
            let mut fields = vec![
                snippet("title", &record.heading(), &words),
                snippet("author", &names.join(", "), &words),
            ];
            fields.extend(record.container_title.iter().map(|text| snippet("journal", text, &words)));
            fields.extend(record.summary.iter().map(|text| snippet("abstract", text, &words)));
            Reading { record, fields }
        }))
    }

    fn related(&self, id: &str, limit: usize) -> Result<Vec<Hit>> {
        let others = self.records.iter().filter(|record| record.id != id).take(limit.min(5));
        Ok(others
            .enumerate()
            .map(|(place, record)| crate::tui::state::bare_hit(place + 1, record.clone()))
            .collect())
    }

    fn words(&self, prefix: &str, limit: usize) -> Result<Vec<(String, u64)>> {
        let all = ["inchon", "landing", "armistice", "prisoners"];
        let words = all.iter().filter(|word| word.starts_with(&prefix.to_lowercase())).take(limit);
        Ok(words.map(|word| ((*word).to_owned(), 6)).collect())
    }
}

#[derive(Default)]
pub(super) struct FakeDesk {
    pub done: Vec<String>,
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    pub lists: Vec<(String, usize)>,
    pub past: Vec<Past>,
}

impl FakeDesk {
    pub(super) fn new() -> Self {
        let past = |query: &str, total, when: &str| Past {
            query: query.into(),
            total,
            when: when.into(),
            ..Past::default()
        };
        Self {
            lists: vec![("chapter2".into(), 1)],
            past: vec![past("armistice", 5, "3 Nov 2026"), past("supply", 5, "2 Nov 2026")],
            ..Self::default()
        }
    }
}

impl Desk for FakeDesk {
    fn past(&self) -> Vec<Past> {
        self.past.clone()
    }
    fn remember(&mut self, past: &Past) -> Result<()> {
        self.done.push(format!("remember {} {}", past.query, past.total));
        Ok(())
    }
    fn lists(&self) -> Vec<(String, usize)> {
        self.lists.clone()
    }
    fn add(&mut self, list: &str, ids: &[String]) -> Result<()> {
        self.done.push(format!("add {list} {}", ids.join(" ")));
        self.lists.push((list.to_owned(), ids.len()));
        Ok(())
    }
    fn saved(&self) -> Vec<(String, String)> {
        vec![("talks".into(), "negotiation".into())]
    }
    fn save(&mut self, name: &str, past: &Past) -> Result<()> {
        self.done.push(format!("save {name} {}", past.query));
        Ok(())
    }
    fn styles(&self) -> Vec<String> {
        vec!["chicago".into(), "mla".into()]
    }
    fn cite(&mut self, records: &[Record], style: &str) -> Result<String> {
        let titles: Vec<&str> = records.iter().map(|record| record.title.as_str()).collect();
        Ok(format!("{style}: {}", titles.join("\n")))
    }
    fn formats(&self) -> Vec<(String, String)> {
        vec![("bibtex".into(), "bib".into()), ("ris".into(), "ris".into())]
    }
    fn export(&mut self, records: &[Record], format: &str) -> Result<Vec<u8>> {
        Ok(format!("{format} {}", records.len()).into_bytes())
    }
    fn write(&mut self, path: &Path, bytes: &[u8], replace: bool) -> Result<Written> {
        if path.starts_with("/nowhere") {
            return Err(Error::plain("/nowhere: no such folder"));
        }
        if self.files.contains_key(path) && !replace {
            return Ok(Written::Exists);
        }
        self.files.insert(path.to_owned(), bytes.to_vec());
        Ok(Written::Done(path.to_owned()))
    }
}
