//! DataCite's JSON: a list or a single answer of its REST API, bare attributes, or one a line.
//!
//! Its XML is another format's. Relations other than "is part of" and what serves the registry are left out.
//! Source: the DataCite metadata schema 4.6 and its REST API.

use super::field::joined;
use super::items;
use super::registry::{self, Registry};
use super::{Format, Likeness, Sink, clean, date, identifier, name};
use crate::error::Problem;
use crate::record::{Name, Record, Titled};
use serde_json::{Map, Value};
use std::io::{self, BufRead};

/// DataCite JSON.
pub const FORMAT: Format = registry::format("datacite", "DataCite JSON", detect, read);

/// DataCite's general types as CSL's; its own `citeproc` type comes first.
const KINDS: &[(&str, &str)] = &[
    ("Audiovisual", "motion_picture"),
    ("Book", "book"),
    ("BookChapter", "chapter"),
    ("ConferencePaper", "paper-conference"),
    ("ConferenceProceeding", "book"),
    ("Dataset", "dataset"),
    ("Dissertation", "thesis"),
    ("Image", "graphic"),
    ("Journal", "periodical"),
    ("JournalArticle", "article-journal"),
    ("Preprint", "article"),
    ("Report", "report"),
    ("Software", "software"),
    ("Sound", "song"),
    ("Standard", "standard"),
];

fn detect(head: &str) -> Likeness {
    Registry::DataCite.detect(head)
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    Registry::DataCite.read(input, &mut parse, sink)
}

fn parse(bytes: &[u8]) -> Result<Record, Problem> {
    let mut work: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|error| items::problem(&error))?;
    if let Some(Value::Object(attributes)) = work.get_mut("attributes") {
        work = std::mem::take(attributes);
    }
    let mut record = Record {
        doi: text(&work, "doi").and_then(|doi| identifier::doi(&doi)),
        url: text(&work, "url"),
        publisher: text(&work, "publisher").or_else(|| text(work.get("publisher")?.as_object()?, "name")),
        language: text(&work, "language").and_then(|language| identifier::language(&language)),
        author: list(&work, "creators").filter_map(person).collect(),
        kind: kind(&work),
        ..Record::default()
    };
    titles(&work, &mut record);
    for contributor in list(&work, "contributors") {
        let slot = match text(contributor, "contributorType").as_deref() {
            Some("Editor") => &mut record.editor,
            Some("Translator") => &mut record.translator,
            _ => continue,
        };
        slot.extend(person(contributor));
    }
    let issued = list(&work, "dates").find(|date| text(date, "dateType").as_deref() == Some("Issued"));
    record.issued = issued.and_then(|issued| date::parse(&text(issued, "date")?)).or_else(|| {
        ["publicationYear", "publication_year", "published"]
            .iter()
            .find_map(|key| date::parse(&text(&work, key)?))
    });
    if let Some(container) = work.get("container").and_then(Value::as_object) {
        record.container_title = text(container, "title");
        record.volume = text(container, "volume");
        record.issue = text(container, "issue");
        record.page = match (text(container, "firstPage"), text(container, "lastPage")) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, last) => first.or(last),
        };
        let number = text(container, "identifier").unwrap_or_default();
        record.issn = identifier::issn(&number);
        record.isbn = identifier::isbn(&number).filter(|_| record.issn.is_none());
    }
    for related in list(&work, "relatedIdentifiers") {
        let (number, relation) = (text(related, "relatedIdentifier"), text(related, "relationType"));
        let (Some(number), Some("IsPartOf")) = (number, relation.as_deref()) else { continue };
        match text(related, "relatedIdentifierType").as_deref() {
            Some("ISSN") if record.issn.is_none() => record.issn = identifier::issn(&number),
            Some("ISBN") if record.isbn.is_none() => record.isbn = identifier::isbn(&number),
            _ => {}
        }
    }
    for described in list(&work, "descriptions") {
        let Some(body) = described.get("description").and_then(Value::as_str) else { continue };
        match text(described, "descriptionType").as_deref() {
            Some("Abstract") | None if record.summary.is_none() => {
                record.summary = clean::abstract_text(body)
            }
            Some("SeriesInformation") if record.collection_title.is_none() => {
                record.collection_title = Some(clean::line(body).into_owned());
            }
            _ => {}
        }
    }
    let subjects: Vec<String> = match work.get("subjects") {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|subject| {
                subject.as_str().map(str::to_owned).or_else(|| text(subject.as_object()?, "subject"))
            })
            .collect(),
        _ => Vec::new(),
    };
    record.keyword = (!subjects.is_empty()).then(|| subjects.join("; "));
    if let Some(version) = text(&work, "version") {
        record.other.insert("version".into(), version.into());
    }
    super::parallel::split_in(&mut record);
    super::worth_keeping(record, "work")
}

fn titles(work: &Map<String, Value>, record: &mut Record) {
    for title in list(work, "titles") {
        let (Some(words), kind) = (text(title, "title"), text(title, "titleType")) else { continue };
        match kind.as_deref() {
            Some("Subtitle") => record.title = joined(&record.title, &words),
            None if record.title.is_empty() => record.title = words,
            _ => record.custom.titles.push(Titled {
                text: words,
                lang: text(title, "lang").and_then(|lang| identifier::language(&lang)).unwrap_or_default(),
            }),
        }
    }
    // A work whose only title is marked as a translation bears that one.
    if record.title.is_empty() && !record.custom.titles.is_empty() {
        record.title = record.custom.titles.remove(0).text;
    }
}

fn kind(work: &Map<String, Value>) -> String {
    let Some(types) = work.get("types").and_then(Value::as_object) else { return String::new() };
    let general = text(types, "resourceTypeGeneral").or_else(|| text(types, "resource-type-general"));
    let known = general.and_then(|general| KINDS.iter().find(|(theirs, _)| *theirs == general));
    let own = text(types, "citeproc").filter(|own| own != "article" || known.is_none());
    own.or_else(|| known.map(|(_, kind)| (*kind).to_owned())).unwrap_or_else(|| "document".into())
}

fn person(person: &Map<String, Value>) -> Option<Name> {
    let part = |key: &str| text(person, key).unwrap_or_default();
    let name = match (part("familyName"), part("nameType").as_str()) {
        (family, _) if !family.is_empty() => Name::new(family, part("givenName")),
        (_, "Organizational") => Name::literal(part("name")),
        _ => name::parse(&text(person, "name").or_else(|| text(person, "creatorName")).unwrap_or_default()),
    };
    (!name.is_empty()).then_some(name)
}

/// The objects of a list, or the one that stands in its place.
fn list<'a>(map: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    let (many, one) = match map.get(key) {
        Some(Value::Array(list)) => (list.as_slice(), None),
        Some(Value::Object(one)) => (&[][..], Some(one)),
        _ => (&[][..], None),
    };
    many.iter().filter_map(Value::as_object).chain(one)
}

/// A text or number as clean text; nothing for an empty one.
fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match map.get(key)? {
        Value::String(text) => clean::line(text).trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, records};

    const PAGE: &str = include_str!("../../tests/fixtures/json/datacite.json");

    #[test]
    fn a_list_is_read_and_so_are_bare_attributes() {
        assert_eq!(detect(PAGE), Likeness::Sure);
        let page = records(&FORMAT, PAGE);
        let work = &page[0].1;
        assert_eq!(work.title, "Ferry Tables: A Harbor's Ledgers");
        assert_eq!(
            (work.kind.as_str(), work.year(), work.publisher.as_deref()),
            ("dataset", Some(1999), Some("Harbor Archive"))
        );
        assert_eq!(work.author.iter().map(Name::key).collect::<Vec<_>>(), ["Quartermain", "Harbor Board"]);
        assert_eq!((work.editor.len(), work.custom.titles[0].lang.as_str()), (1, "ko"));
        assert_eq!((work.page.as_deref(), work.issn.as_deref()), (Some("1-9"), Some("1111-2222")));
        assert_eq!(work.summary.as_deref(), Some("Every crossing of one winter."));
        let bare = r#"{"doi":"10.5555/b","titles":[{"title":"B"}],"creators":[],"publicationYear":2001}"#;
        assert_eq!(records(&FORMAT, bare)[0].1.year(), Some(2001));
        let single = format!("{{\"data\":{{\"id\":\"x\",\"attributes\":{bare}}},\"links\":[]}}");
        assert_eq!(records(&FORMAT, single)[0].1.title, "B");
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, PAGE);
    }
}
