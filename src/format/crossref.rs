//! Works of Crossref: a list or a single message of its REST API, one work a line, or its CSL by content negotiation.
//!
//! Its abstracts are JATS and come out as clean text; what serves the registry itself (counts, licences, references,
//! deposits) is left out. Its XML is `unixref`'s. Source: the Crossref REST API's work format.

use super::items;
use super::registry::{self, Registry};
use super::{Format, Likeness, Sink, clean, csl_json, field};
use crate::error::Problem;
use crate::record::{Record, Titled};
use serde_json::{Map, Value};
use std::io::{self, BufRead};

/// Crossref works.
pub const FORMAT: Format = registry::format("crossref", "Crossref works (JSON)", detect, read);

/// Crossref's types as CSL's.
const KINDS: &[(&str, &str)] = &[
    ("book", "book"),
    ("book-chapter", "chapter"),
    ("book-part", "chapter"),
    ("book-section", "chapter"),
    ("book-track", "chapter"),
    ("book-series", "book"),
    ("book-set", "book"),
    ("database", "dataset"),
    ("dataset", "dataset"),
    ("dissertation", "thesis"),
    ("edited-book", "book"),
    ("grant", "document"),
    ("journal", "periodical"),
    ("journal-article", "article-journal"),
    ("journal-issue", "periodical"),
    ("monograph", "book"),
    ("other", "document"),
    ("peer-review", "review"),
    ("posted-content", "article"),
    ("proceedings", "book"),
    ("proceedings-article", "paper-conference"),
    ("reference-book", "book"),
    ("reference-entry", "entry"),
    ("report", "report"),
    ("report-component", "report"),
    ("report-series", "report"),
    ("standard", "standard"),
];

/// What the registry keeps for itself.
const OWN: &[&str] = &[
    "alternative-id",
    "archive",
    "assertion",
    "award",
    "content-created",
    "content-domain",
    "content-updated",
    "created",
    "deposited",
    "funder",
    "indexed",
    "is-referenced-by-count",
    "isbn-type",
    "issn-type",
    "journal-issue",
    "license",
    "link",
    "member",
    "prefix",
    "published",
    "published-online",
    "published-other",
    "published-print",
    "reference",
    "reference-count",
    "references-count",
    "relation",
    "resource",
    "score",
    "source",
    "update-policy",
    "update-to",
    "updated-by",
];

fn detect(head: &str) -> Likeness {
    Registry::Crossref.detect(head)
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    Registry::Crossref.read(input, &mut parse, sink)
}

fn parse(bytes: &[u8]) -> Result<Record, Problem> {
    let mut work: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|error| items::problem(&error))?;
    let titles = texts(work.shift_remove("title"));
    let subtitles = texts(work.shift_remove("subtitle"));
    let originals = texts(work.shift_remove("original-title"));
    let containers = texts(work.shift_remove("container-title"));
    let short = texts(work.shift_remove("short-container-title"));
    let subjects = texts(work.shift_remove("subject"));
    let bodies: Vec<String> = match work.shift_remove("institution") {
        Some(Value::Array(list)) => {
            list.iter().filter_map(|body| body.get("name")?.as_str().map(str::to_owned)).collect()
        }
        Some(body) => body.get("name").and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
        None => Vec::new(),
    };
    // The date of issue; where it is empty, the first day on which the work appeared in any form.
    let dated = |value: &Value| value.pointer("/date-parts/0/0").is_some_and(|year| !year.is_null());
    if !work.get("issued").is_some_and(dated) {
        let other =
            ["published-print", "published", "published-online", "published-other", "content-created"];
        let date = other.iter().find_map(|key| work.get(*key).filter(|value| dated(value)).cloned());
        work.shift_remove("issued");
        if let Some(date) = date {
            work.insert("issued".into(), date);
        }
    }
    for key in OWN {
        work.shift_remove(*key);
    }
    let rename = |work: &mut Map<String, Value>, from: &str, to: &str| {
        if let Some(value) = work.shift_remove(from)
            && !work.contains_key(to)
        {
            work.insert(to.into(), value);
        }
    };
    rename(&mut work, "publisher-location", "publisher-place");
    rename(&mut work, "edition-number", "edition");
    // An article's number stands in for pages where there are none.
    let number = if work.contains_key("page") { "number" } else { "page" };
    rename(&mut work, "article-number", number);
    if let Some(Value::Object(event)) = work.shift_remove("event") {
        for (from, to) in [("name", "event-title"), ("location", "event-place")] {
            if let Some(value) = event.get(from).filter(|value| value.is_string()) {
                work.insert(to.into(), value.clone());
            }
        }
    }
    if let Some(kind) = work.get("type").and_then(Value::as_str) {
        let kind = KINDS.iter().find(|(theirs, _)| *theirs == kind).map_or(kind, |(_, kind)| kind).to_owned();
        work.insert("type".into(), kind.into());
    }
    let mut title = titles.first().cloned().unwrap_or_default();
    if let Some(subtitle) = subtitles.first()
        && !title.to_lowercase().contains(&subtitle.to_lowercase())
    {
        title = field::joined(&title, subtitle);
    }
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            work.insert(key.into(), value.into());
        }
    };
    put("title", Some(title));
    put("container-title", containers.first().cloned());
    put("collection-title", containers.get(1).cloned());
    put("container-title-short", short.first().cloned().filter(|short| Some(short) != containers.first()));
    put("keyword", Some(subjects.join("; ")));
    let mut record = csl_json::from_item(work, false)?;
    for text in titles.into_iter().skip(1).chain(originals) {
        if text != record.title {
            record.custom.titles.push(Titled { text, lang: String::new() });
        }
    }
    // A thesis' university.
    if record.publisher.is_none() || record.kind == "thesis" {
        record.publisher = bodies.into_iter().next().or(record.publisher);
    }
    if record.doi.is_some() {
        record.url = record.url.filter(|url| !url.contains("doi.org/"));
    }
    Ok(record)
}

/// A list of texts, or one.
fn texts(value: Option<Value>) -> Vec<String> {
    let clean = |text: &str| clean::line(text).into_owned();
    match value {
        Some(Value::String(text)) => vec![clean(&text)],
        Some(Value::Array(list)) => {
            list.iter().filter_map(Value::as_str).map(clean).filter(|text| !text.is_empty()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, records};

    const PAGE: &str = include_str!("../../tests/fixtures/json/crossref.json");

    #[test]
    fn a_list_message_is_read() {
        assert_eq!(detect(PAGE), Likeness::Sure);
        let records = records(&FORMAT, PAGE);
        assert_eq!(records.len(), 2);
        let work = &records[0].1;
        assert_eq!(work.title, "Ferries of the Narrow Strait: Three Boats & a Town");
        assert_eq!(work.summary.as_deref(), Some("Three boats kept a town fed.\n\nA fourth sank in CO2."));
        assert_eq!(
            (work.kind.as_str(), work.issn.as_deref()),
            ("article-journal", Some("1111-2222 3333-4444"))
        );
        assert_eq!(work.issued.as_ref().unwrap().display(), "March 1998");
        assert_eq!(work.author[1].literal, "Harbor Board");
        assert_eq!(work.author[0].suffix, "Jr.");
        assert_eq!(work.custom.titles[0].text, "좁은 해협의 나룻배");
        assert!(work.other.keys().all(|key| key == "container-title-short"), "{:?}", work.other);
        let thesis = &records[1].1;
        assert_eq!(
            (thesis.kind.as_str(), thesis.publisher.as_deref(), thesis.year()),
            ("thesis", Some("Harbor College"), Some(2001))
        );
    }

    #[test]
    fn a_single_message_and_lines_are_read() {
        let work = r#"{"DOI":"10.5555/a","type":"book","title":["A"],"reference-count":0}"#;
        assert_eq!(
            records(
                &FORMAT,
                format!("{{\"status\":\"ok\",\"message-type\":\"work\",\"message\":{work},\"x\":[{{}}]}}")
            )
            .len(),
            1
        );
        assert_eq!(records(&FORMAT, format!("{work}\n{work}")).len(), 2);
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, PAGE);
    }
}
