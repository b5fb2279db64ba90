//! A small answer for the tests of views; nothing of it is in the program.

use super::{Answer, Screen};
use crate::record::{Date, Name, Record};
use crate::search::{Hit, SearchRequest, SearchResponse, Snippet};
use std::io::{self, Write};

/// Three records: an article, a book in Korean, one with nothing but an abstract that is hostile.
pub fn records() -> Vec<Record> {
    let article = Record {
        id: "shen2000sino".into(),
        kind: "article-journal".into(),
        title: "Sino-Soviet Relations and the Origins of the Korean War".into(),
        author: vec![Name::new("Shen", "Zhihua")],
        issued: Some(Date::year(2000)),
        container_title: Some("Journal of Cold War Studies".into()),
        volume: Some("2".into()),
        issue: Some("2".into()),
        page: Some("44-68".into()),
        doi: Some("10.1162/15203970051032309".into()),
        ..Record::default()
    };
    let book = Record {
        id: "pak1996hanguk".into(),
        kind: "book".into(),
        title: "한국전쟁의 발발과 기원".into(),
        author: vec![Name::new("Pak", "Myŏngnim")],
        issued: Some(Date::year(1996)),
        publisher: Some("Nanam".into()),
        publisher_place: Some("Seoul".into()),
        ..Record::default()
    };
    let bare = Record {
        id: "x".into(),
        summary: Some("A line\u{1b}[31m with\tcontrols \u{202e}in it".into()),
        ..Record::default()
    };
    vec![article, book, bare]
}

fn found(text: &str, word: &str) -> Vec<std::ops::Range<usize>> {
    text.match_indices(word).map(|(start, word)| start..start + word.len()).collect()
}

/// An answer of three hits; two have the same score.
pub fn response() -> SearchResponse {
    let passages = [
        (
            "abstract",
            "Stalin agreed only after the retreat beyond the 38th parallel was certain.",
            "38th parallel",
        ),
        ("abstract", "북한군은 38선을 넘었다.", "38선"),
        ("abstract", "A line\u{1b}[31m with\tcontrols \u{202e}in it", "A line"),
    ];
    let hits =
        records().into_iter().zip(passages).enumerate().map(|(place, (record, (field, text, word)))| Hit {
            rank: place + 1,
            id: record.id.clone(),
            score: [7.5, 3.25, 3.25].get(place).copied().unwrap_or_default(),
            title: Snippet { field: "title".into(), text: record.heading(), matches: vec![] },
            snippets: vec![Snippet { field: field.into(), text: text.into(), matches: found(text, word) }],
            record,
            lead: None,
            explanation: vec![],
        });
    SearchResponse {
        query: "\"38th parallel\" line".into(),
        index: "/home/kim/index".into(),
        total: 317,
        total_all: 12,
        parts: 2,
        took_ms: 0.42,
        hits: hits.collect(),
        ..SearchResponse::default()
    }
}

/// What a view writes for the answer above.
pub fn written(screen: &Screen, write: fn(&Answer, &Screen, &mut dyn Write) -> io::Result<()>) -> String {
    let (request, response) = (SearchRequest::new("\"38th parallel\" line"), response());
    let answer =
        Answer { request: &request, response: &response, query_id: None, elsewhere: false, fit: None };
    let mut out = Vec::new();
    write(&answer, screen, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
