//! Zotero's RDF export -> records, with each item's notes.
//!
//! Source: Zotero's translator "Zotero RDF" (bib, dc, dcterms, prism, foaf and z vocabularies). Items, notes and journals
//! stand side by side and point to one another, so the whole file is held until its end is read. Attached
//! files and collections are not read. Other RDF vocabularies are not known here.

use super::{Element, Shape, checked, first_tags, joined, keep, likeness, person_of, put, put_names};
use crate::error::Problem;
use crate::format::{Entry, Format, Sink, clean, date, identifier, parallel};
use crate::record::{Name, Record};
use rustc_hash::FxHashMap;
use serde_json::Map;
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// Zotero RDF.
pub const FORMAT: Format = Format {
    name: "zotero-rdf",
    title: "Zotero RDF",
    extensions: &["rdf", "xml"],
    detect: |head| {
        let zotero = head.contains("zotero.org/namespaces/export") || head.contains("purl.org/net/biblio");
        likeness(first_tags(head).first() == Some(&"RDF") && zotero)
    },
    read,
    write: None,
};

/// Zotero's item types as CSL types.
const KINDS: &[(&str, &str)] = &[
    ("artwork", "graphic"),
    ("audioRecording", "song"),
    ("bill", "bill"),
    ("blogPost", "post-weblog"),
    ("book", "book"),
    ("bookSection", "chapter"),
    ("case", "legal_case"),
    ("computerProgram", "software"),
    ("conferencePaper", "paper-conference"),
    ("dataset", "dataset"),
    ("dictionaryEntry", "entry-dictionary"),
    ("document", "document"),
    ("email", "personal_communication"),
    ("encyclopediaArticle", "entry-encyclopedia"),
    ("film", "motion_picture"),
    ("forumPost", "post"),
    ("hearing", "hearing"),
    ("instantMessage", "personal_communication"),
    ("interview", "interview"),
    ("journalArticle", "article-journal"),
    ("letter", "personal_communication"),
    ("magazineArticle", "article-magazine"),
    ("manuscript", "manuscript"),
    ("map", "map"),
    ("newspaperArticle", "article-newspaper"),
    ("patent", "patent"),
    ("podcast", "song"),
    ("preprint", "article"),
    ("presentation", "speech"),
    ("radioBroadcast", "broadcast"),
    ("report", "report"),
    ("standard", "standard"),
    ("statute", "legislation"),
    ("thesis", "thesis"),
    ("tvBroadcast", "broadcast"),
    ("videoRecording", "motion_picture"),
    ("webpage", "webpage"),
];

/// Classes of old exports without `z:itemType`.
const CLASSES: &[(&str, &str)] = &[
    ("Article", "article-journal"),
    ("Book", "book"),
    ("BookSection", "chapter"),
    ("Document", "document"),
    ("Interview", "interview"),
    ("Letter", "personal_communication"),
    ("Manuscript", "manuscript"),
    ("Report", "report"),
    ("Thesis", "thesis"),
];

/// Properties that hold people, and where they go beside author, editor and translator.
const PEOPLE: &[(&str, &str)] = &[
    ("bookAuthors", "container-author"),
    ("castMembers", "performer"),
    ("contributors", "contributor"),
    ("directors", "director"),
    ("interviewers", "interviewer"),
    ("producers", "producer"),
    ("recipients", "recipient"),
    ("reviewedAuthors", "reviewed-author"),
    ("scriptwriters", "script-writer"),
    ("seriesEditors", "collection-editor"),
];

/// Properties of one text, and CSL's name for them.
const TEXTS: &[(&str, &str)] = &[
    ("archive", "archive"),
    ("callNumber", "call-number"),
    ("coverage", "archive_location"),
    ("libraryCatalog", "source"),
    ("medium", "medium"),
    ("meetingName", "event-title"),
    ("number", "number"),
    ("numPages", "number-of-pages"),
    ("numberOfVolumes", "number-of-volumes"),
    ("section", "section"),
    ("shortTitle", "title-short"),
    ("source", "archive"),
    ("type", "genre"),
];

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let mut resources: Vec<(usize, Result<Element, Problem>)> = Vec::new();
    super::read(input, Shape::Children("RDF"), &[], &mut |line, element| {
        resources.push((line, element));
        ControlFlow::Continue(())
    })?;
    let known: FxHashMap<&str, &Element> = resources
        .iter()
        .filter_map(|(_, element)| element.as_ref().ok())
        .filter_map(|element| Some((element.attribute("about")?, element)))
        .collect();
    for (line, element) in &resources {
        let entry = match element {
            Err(problem) => Entry::failed(problem.clone()),
            Ok(element) => match kind(element) {
                Some(kind) => {
                    let record = record(element, kind, &known).map_err(|why| Problem::new(*line, why));
                    Entry { line: *line, record }
                }
                None => continue,
            },
        };
        if sink(entry).is_break() {
            break;
        }
    }
    Ok(())
}

/// The CSL type of an item; `None` for notes, attachments, journals and collections.
fn kind(element: &Element) -> Option<&'static str> {
    if let Some(kind) = element.text_at(&["itemType"]) {
        if matches!(kind.as_str(), "attachment" | "note" | "annotation") {
            return None;
        }
        return Some(KINDS.iter().find(|(name, _)| *name == kind).map_or("document", |(_, kind)| kind));
    }
    // Without a creator or a date a bare `bib:Book` is what a chapter stands in.
    let is_item = ["authors", "editors", "date", "isPartOf"].iter().any(|name| element.child(name).is_some());
    CLASSES.iter().find(|(name, _)| *name == element.name && is_item).map(|(_, kind)| *kind)
}

fn record(element: &Element, kind: &str, known: &FxHashMap<&str, &Element>) -> Result<Record, String> {
    let one = |name: &str| element.text_at(&[name]);
    let mut record = Record {
        kind: kind.to_owned(),
        title: one("title").unwrap_or_default(),
        author: people(element, "authors"),
        editor: people(element, "editors"),
        translator: people(element, "translators"),
        issued: one("date").and_then(|text| date::parse(&text)),
        volume: one("volume"),
        edition: one("edition"),
        page: one("pages").map(|pages| super::pages(&pages)),
        language: one("language").and_then(|word| identifier::language(&word)),
        ..Record::default()
    };
    let kinds = [
        "presenters",
        "artists",
        "performers",
        "composers",
        "inventors",
        "programmers",
        "interviewees",
        "podcasters",
    ];
    record.author.extend(kinds.iter().flat_map(|name| people(element, name)));
    for (name, field) in PEOPLE {
        put_names(&mut record.other, field, people(element, name));
    }
    for (name, field) in TEXTS {
        put(&mut record.other, field, one(name));
    }
    if kind == "thesis" || kind == "report" {
        // Their `prism:number` is their own; that of an article is the issue's.
        record.issue = None;
    } else if let Some(number) = record.other.remove("number") {
        record.issue = number.as_str().map(str::to_owned);
    }
    publisher(element, &mut record);
    let parts = element.children("isPartOf").filter_map(|part| {
        part.attribute("resource")
            .and_then(|about| known.get(about).copied())
            .or_else(|| part.elements().next())
    });
    for part in parts {
        container(part, &mut record);
    }
    identifiers(element, &mut record);
    record.summary = element.child("abstract").and_then(|text| clean::abstract_text(&text.raw()));
    let tags = element.children("subject").map(Element::text);
    record.keyword = joined(tags, "; ");
    notes(element, known, &mut record);
    parallel::split_in(&mut record);
    checked(record)
}

fn people(element: &Element, property: &str) -> Vec<Name> {
    let persons = element.children(property).flat_map(|list| list.descendants("Person"));
    let names = persons.map(|person| {
        let one =
            |names: [&str; 2]| names.iter().find_map(|name| person.text_at(&[name])).unwrap_or_default();
        let (family, given) = (one(["surname", "family_name"]), one(["givenName", "givenname"]));
        if given.is_empty() { Name::literal(family) } else { person_of(&family, &given) }
    });
    names.filter(|name| !name.is_empty()).collect()
}

fn publisher(element: &Element, record: &mut Record) {
    let Some(publisher) = element.child("publisher") else { return };
    let organization = publisher.child("Organization").unwrap_or(publisher);
    record.publisher = organization.text_at(&["name"]).or_else(|| {
        Some(publisher.text()).filter(|text| publisher.elements().next().is_none() && !text.is_empty())
    });
    record.publisher_place = organization.descendants("locality").first().map(|place| place.text());
}

/// The journal, book, website or series that an item is part of.
fn container(part: &Element, record: &mut Record) {
    let one = |name: &str| part.text_at(&[name]);
    if part.name == "Series" {
        record.collection_title = one("title").or_else(|| record.collection_title.take());
        put(&mut record.other, "collection-number", one("identifier").or_else(|| one("number")));
        return;
    }
    record.container_title = one("title").or_else(|| record.container_title.take());
    record.volume = one("volume").or_else(|| record.volume.take());
    record.issue = one("number").or_else(|| record.issue.take());
    record.edition = one("edition").or_else(|| record.edition.take());
    put(&mut record.other, "container-title-short", one("alternative"));
    publisher(part, record);
    identifiers(part, record);
}

fn identifiers(element: &Element, record: &mut Record) {
    for element in element.children("identifier") {
        let text = element.text();
        if let Some(url) = element.text_at(&["URI", "value"]) {
            record.url = record.url.take().or(Some(url).filter(|url| url.starts_with("http")));
        } else if let Some(number) = text.strip_prefix("ISBN ") {
            record.isbn = identifier::isbn(number).or_else(|| record.isbn.take());
        } else if let Some(number) = text.strip_prefix("ISSN ") {
            record.issn = identifier::issn(number).or_else(|| record.issn.take());
        } else if text.starts_with("DOI ") || text.starts_with("10.") {
            record.doi = identifier::doi(&text).or_else(|| record.doi.take());
        }
    }
}

/// Notes that an item points to or holds, and what Zotero calls "Extra".
fn notes(element: &Element, known: &FxHashMap<&str, &Element>, record: &mut Record) {
    let memos = element.children("isReferencedBy").filter_map(|link| {
        link.attribute("resource").and_then(|about| known.get(about).copied()).or_else(|| link.child("Memo"))
    });
    let mut texts: Vec<String> = memos
        .filter_map(|memo| memo.child("value"))
        .map(|value| clean::paragraphs(&value.raw()).into_owned())
        .collect();
    let extra = element.child("description").map(Element::raw).unwrap_or_default();
    let mut kept = Map::new();
    let mut rest = Vec::new();
    for line in extra.lines().map(str::trim) {
        match line.split_once(':').map(|(key, value)| (key.trim(), value.trim())) {
            Some(("PMID", value)) => record.pmid = identifier::pmid(value),
            Some(("DOI", value)) if record.doi.is_none() => record.doi = identifier::doi(value),
            Some(("PMCID", value)) => put(&mut record.other, "PMCID", Some(value.to_owned())),
            Some(("Citation Key", value)) => record.id = value.to_owned(),
            _ => rest.push(line),
        }
    }
    texts.push(clean::paragraphs(&rest.join("\n")).into_owned());
    record.note = joined(texts, "\n\n");
    put(&mut kept, "rights", element.text_at(&["rights"]));
    keep(record, "zotero", kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::xml::fixtures;

    #[test]
    fn items_find_their_journals_and_notes() {
        let text = include_str!("../../../tests/fixtures/zotero-rdf/library.rdf");
        let entries = fixtures::read(&FORMAT, text);
        assert_eq!(entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [3, 20, 37]);
        let record = |index: usize| entries[index].record.as_ref().unwrap();
        let article = record(0);
        assert_eq!(article.container_title.as_deref(), Some("Journal of Invented History"));
        assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("12"), Some("2")));
        assert_eq!(
            article.author,
            [Name::new("Ahn", "Tae-suk"), Name::literal("Bureau of Invented Records")]
        );
        assert_eq!(article.note.as_deref(), Some("Read it again.\n\nSee p. 45."));
        assert_eq!(article.summary.as_deref(), Some("One hill in winter."));
        assert_eq!(article.doi.as_deref(), Some("10.9999/hill.1994"));
        let chapter = record(1);
        assert_eq!(
            (chapter.kind.as_str(), chapter.container_title.as_deref()),
            ("chapter", Some("A Book of Chapters"))
        );
        assert_eq!(
            (chapter.publisher.as_deref(), chapter.publisher_place.as_deref()),
            (Some("Invented Press"), Some("Seoul"))
        );
        assert_eq!(record(2).id, "hill1951");
    }
}
