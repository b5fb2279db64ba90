//! Answers as JSON: `json` one object, `jsonl` one hit a line.
//!
//! The shape is a promise to scripts: fields are only ever added. JSON's own escaping makes control characters
//! harmless; nothing is wrapped, cut or coloured.

use super::{Answer, Screen, View};
use crate::record::Record;
use crate::search::{Detail, Facet, Hit, SearchResponse, Snippet};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;
use std::io::{self, Write};

/// `--format json`.
pub const VIEW: View = View { name: "json", limit: Some(10), detail: Detail::Full, write };

/// `--format jsonl`.
pub const LINES: View = View { name: "jsonl", limit: None, detail: Detail::Full, write: write_lines };

/// An answer as `--json` and the web page have it.
#[derive(Serialize)]
pub struct AnswerJson<'a> {
    /// Which of many queries it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    query: &'a str,
    understood: &'a str,
    notes: Vec<Cow<'a, str>>,
    index: &'a str,
    total: u64,
    total_all: u64,
    took_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
    #[serde(skip_serializing_if = "no_counts")]
    counts: Counts<'a>,
    #[serde(skip_serializing_if = "no_facets")]
    facets: Facets<'a>,
    #[serde(serialize_with = "hits")]
    hits: &'a [Hit],
}

impl<'a> AnswerJson<'a> {
    /// The shape of an answer.
    #[must_use]
    pub fn new(response: &'a SearchResponse, query_id: Option<&'a str>) -> Self {
        // A program that reads nothing but the notes learns of it too.
        let suggested = response.suggestion.iter().map(|better| Cow::from(format!("did you mean {better}?")));
        Self {
            query_id,
            query: &response.query,
            understood: &response.understood,
            notes: response.notes.iter().map(|note| Cow::from(note.as_str())).chain(suggested).collect(),
            index: &response.index,
            total: response.total,
            total_all: response.total_all,
            took_ms: (response.took_ms * 1000.0).round() / 1000.0,
            suggestion: response.suggestion.as_deref(),
            counts: Counts(&response.counts),
            facets: Facets(&response.facets),
            hits: &response.hits,
        }
    }
}

/// One hit; on a line of its own it names its query, where there were many.
#[derive(Serialize)]
struct HitJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
    rank: usize,
    id: &'a str,
    score: f32,
    record: &'a Record,
    title: &'a Snippet,
    snippets: &'a [Snippet],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
}

impl<'a> HitJson<'a> {
    fn new(hit: &'a Hit, query: Option<&'a str>) -> Self {
        Self {
            query,
            rank: hit.rank,
            id: &hit.id,
            score: hit.score,
            record: &hit.record,
            title: &hit.title,
            snippets: &hit.snippets,
            explanation: &hit.explanation,
        }
    }
}

struct Counts<'a>(&'a [(String, u64)]);

fn no_counts(counts: &Counts) -> bool {
    counts.0.is_empty()
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for (part, records) in self.0 {
            list.serialize_element(&serde_json::json!({"query": part, "total": records}))?;
        }
        list.end()
    }
}

struct Facets<'a>(&'a [Facet]);

fn no_facets(facets: &Facets) -> bool {
    facets.0.is_empty()
}

impl Serialize for Facets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for facet in self.0 {
            map.serialize_entry(&facet.field, &facet.values)?;
        }
        map.end()
    }
}

fn hits<S: Serializer>(hits: &&[Hit], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(hits.iter().map(|hit| HitJson::new(hit, None)))
}

fn write(answer: &Answer, _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &AnswerJson::new(answer.response, answer.query_id))?;
    out.write_all(b"\n")
}

fn write_lines(answer: &Answer, _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    for hit in &answer.response.hits {
        serde_json::to_writer(&mut *out, &HitJson::new(hit, answer.query_id))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{response, written};
    use serde_json::Value;

    #[test]
    fn the_object_has_the_promised_fields() {
        let json: Value = serde_json::from_str(&written(&Screen::default(), write)).unwrap();
        assert_eq!(json["total"], 317);
        assert_eq!(json["total_all"], 12);
        assert_eq!(json["took_ms"], 0.42);
        assert_eq!(json["hits"][0]["record"]["container-title"], "Journal of Cold War Studies");
        assert_eq!(json["hits"][0]["snippets"][0]["matches"], serde_json::json!([[48, 61]]));
        assert!(json.get("suggestion").is_none() && json.get("facets").is_none());
    }

    #[test]
    fn a_hit_on_a_line_names_its_query() {
        let json = serde_json::to_value(HitJson::new(&response().hits[0], Some("q1"))).unwrap();
        assert_eq!((json["query"].as_str(), json["title"]["field"].as_str()), (Some("q1"), Some("title")));
    }

    #[test]
    fn a_line_a_hit_and_no_raw_controls() {
        let text = written(&Screen::default(), write_lines);
        assert_eq!(text.lines().count(), 3);
        assert!(!text.contains('\u{1b}'));
    }
}
