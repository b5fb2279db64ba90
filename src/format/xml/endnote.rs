//! EndNote's XML export -> records.
//!
//! Source: files written by EndNote X7 to 21 (`<xml><records><record>`) and their DTD `RSXML.dtd`. Text stands in
//! `<style>` elements, whose faces are dropped. Attached files are not followed. Not EndNote's tagged export: that is
//! `refer`.

use super::{Element, Shape, checked, first_tags, joined, likeness, person, put, put_names, read_each};
use crate::format::{Format, Sink, clean, identifier, parallel};
use crate::record::{Name, Record, Titled};
use serde_json::Map;
use std::io::{self, BufRead};

/// EndNote XML.
pub const FORMAT: Format = Format {
    name: "endnote-xml",
    title: "EndNote XML",
    extensions: &["xml"],
    detect: |head| {
        let tags = first_tags(head);
        likeness(tags.contains(&"ref-type") || tags.starts_with(&["xml", "records"]))
    },
    read,
    write: None,
};

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    read_each(input, Shape::Named(&[("record", 0)]), &[], record, sink)
}

/// EndNote's reference types by name and number, as CSL types.
const KINDS: &[(&str, &str, &str)] = &[
    ("journal article", "17", "article-journal"),
    ("book", "6", "book"),
    ("book section", "5", "chapter"),
    ("edited book", "28", "book"),
    ("thesis", "32", "thesis"),
    ("report", "27", "report"),
    ("government document", "46", "report"),
    ("conference proceedings", "10", "paper-conference"),
    ("conference paper", "47", "paper-conference"),
    ("conference", "11", "paper-conference"),
    ("newspaper article", "23", "article-newspaper"),
    ("magazine article", "19", "article-magazine"),
    ("electronic article", "43", "article-journal"),
    ("electronic book", "44", "book"),
    ("electronic book section", "60", "chapter"),
    ("web page", "12", "webpage"),
    ("blog", "56", "post-weblog"),
    ("manuscript", "36", "manuscript"),
    ("unpublished work", "34", "manuscript"),
    ("personal communication", "26", "personal_communication"),
    ("interview", "64", "interview"),
    ("hearing", "14", "hearing"),
    ("bill", "4", "bill"),
    ("statute", "31", "legislation"),
    ("case", "7", "legal_case"),
    ("patent", "25", "patent"),
    ("map", "20", "map"),
    ("artwork", "2", "graphic"),
    ("figure", "37", "figure"),
    ("audiovisual material", "3", "motion_picture"),
    ("film or broadcast", "21", "motion_picture"),
    ("online multimedia", "48", "motion_picture"),
    ("music", "61", "song"),
    ("computer program", "9", "software"),
    ("dataset", "59", "dataset"),
    ("encyclopedia", "53", "entry-encyclopedia"),
    ("dictionary", "52", "entry-dictionary"),
    ("pamphlet", "24", "pamphlet"),
    ("press release", "66", "article"),
    ("generic", "13", "document"),
];

/// Fields that have a CSL field of their own in [`Record::other`].
const OTHER: &[(&str, &str)] = &[
    ("call-num", "call-number"),
    ("num-vols", "number-of-volumes"),
    ("remote-database-name", "source"),
    ("short-title", "title-short"),
    ("work-type", "genre"),
    ("reviewed-item", "reviewed-title"),
    ("orig-pub", "original-publisher"),
];

/// Fields without one; they are kept under their own names in `custom.endnote`.
const KEPT: &[&str] = &[
    "accession-num",
    "access-date",
    "auth-address",
    "caption",
    "custom1",
    "custom2",
    "custom3",
    "custom4",
    "custom5",
    "custom6",
    "custom7",
    "reprint-edition",
    "reprint-status",
    "remote-database-provider",
];

fn record(element: &Element) -> Result<Record, String> {
    let kind = element.child("ref-type");
    let type_name = kind.and_then(|kind| kind.attribute("name")).unwrap_or_default().to_lowercase();
    let type_number = kind.map(Element::text).unwrap_or_default();
    let named = KINDS.iter().find(|(name, ..)| *name == type_name);
    let numbered = || KINDS.iter().find(|(_, number, _)| *number == type_number);
    let mut record = Record {
        kind: named.or_else(numbered).map_or("document", |(.., kind)| kind).to_owned(),
        title: element.text_at(&["titles", "title"]).unwrap_or_default(),
        ..Record::default()
    };
    creators(element, &type_name, &mut record);
    containers(element, &type_name, &mut record);
    let one = |name: &str| element.text_at(&[name]);
    record.publisher = one("publisher");
    record.publisher_place = one("pub-location");
    record.volume = one("volume");
    record.issue = one("number").or_else(|| one("issue"));
    record.page = one("pages").map(|pages| super::pages(&pages));
    record.edition = one("edition");
    record.language = one("language").and_then(|word| identifier::language(&word));
    record.issued = super::date(
        element.text_at(&["dates", "year"]).as_deref(),
        element.text_at(&["dates", "pub-dates", "date"]).as_deref(),
    );
    record.summary = element.child("abstract").and_then(|text| clean::abstract_text(&text.raw()));
    record.keyword = joined(element.all(&["keywords", "keyword"]).into_iter().map(Element::text), "; ");
    let notes = ["notes", "research-notes"].iter().filter_map(|name| element.child(name));
    record.note = joined(notes.map(Element::prose), "\n\n");
    identifiers(element, &mut record);
    for (name, field) in OTHER {
        put(&mut record.other, field, one(name).or_else(|| element.text_at(&["titles", name])));
    }
    let mut kept = Map::new();
    for name in KEPT {
        put(&mut kept, name, one(name));
    }
    super::keep(&mut record, "endnote", kept);
    if let Some(text) = element.text_at(&["titles", "translated-title"]) {
        parallel::add(&mut record, Titled { text, lang: String::new() });
    }
    parallel::split_in(&mut record);
    if let Some(label) = one("label").filter(|label| !label.contains(char::is_whitespace)) {
        record.id = label;
    }
    checked(record)
}

/// Who the second and third sorts of creators are depends on the type of reference.
fn creators(element: &Element, kind: &str, record: &mut Record) {
    let names = |group: &str| -> Vec<Name> {
        let found = element.all(&["contributors", group, "author"]);
        found.into_iter().map(|author| person(&author.text())).filter(|name| !name.is_empty()).collect()
    };
    let (first, second, third) = (names("authors"), names("secondary-authors"), names("tertiary-authors"));
    if kind == "edited book" {
        record.editor = first;
    } else {
        record.author = first;
    }
    match kind {
        "book" | "edited book" | "electronic book" | "journal article" => {
            put_names(&mut record.other, "collection-editor", second);
        }
        "thesis" => put_names(&mut record.other, "contributor", second),
        "film or broadcast" => put_names(&mut record.other, "director", second),
        _ => record.editor.extend(second),
    }
    let series = if kind == "thesis" { "contributor" } else { "collection-editor" };
    put_names(&mut record.other, series, third);
    let subsidiary = names("subsidiary-authors");
    if kind.contains("book") {
        record.translator = subsidiary;
    } else {
        put_names(&mut record.other, "contributor", subsidiary);
    }
    record.custom.names.extend(names("translated-authors").iter().map(Name::display));
}

/// The secondary title is a journal, the book around a chapter, or the series of a book.
fn containers(element: &Element, kind: &str, record: &mut Record) {
    let second = element
        .text_at(&["titles", "secondary-title"])
        .or_else(|| element.text_at(&["periodical", "full-title"]));
    let third = element.text_at(&["titles", "tertiary-title"]);
    if matches!(kind, "book" | "edited book" | "electronic book" | "report" | "thesis") {
        record.collection_title = second.or(third);
    } else {
        record.container_title = second;
        record.collection_title = third;
    }
    let short = element
        .text_at(&["periodical", "abbr-1"])
        .or_else(|| element.text_at(&["titles", "alt-title"]))
        .filter(|short| Some(short) != record.container_title.as_ref());
    put(&mut record.other, "container-title-short", short);
}

fn identifiers(element: &Element, record: &mut Record) {
    record.doi = element.text_at(&["electronic-resource-num"]).and_then(|text| identifier::doi(&text));
    super::standard_numbers(record, element.text_at(&["isbn"]).as_deref().unwrap_or_default());
    let urls = element.descendants("url").into_iter().map(Element::text);
    record.url = urls.into_iter().find(|url| url.starts_with("http://") || url.starts_with("https://"));
    if record.doi.is_none() {
        record.doi = record.url.as_deref().filter(|url| url.contains("doi.org/")).and_then(identifier::doi);
    }
    let database = element.text_at(&["remote-database-name"]).unwrap_or_default().to_lowercase();
    if database.contains("medline") || database.contains("pubmed") {
        record.pmid =
            element.text_at(&["accession-num"]).filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::xml::fixtures;

    #[test]
    fn a_styled_record_is_read() {
        let entries =
            fixtures::read(&FORMAT, include_str!("../../../tests/fixtures/endnote-xml/library.xml"));
        let article = entries[0].record.as_ref().unwrap();
        assert_eq!((entries[0].line, article.kind.as_str()), (4, "article-journal"));
        assert_eq!(article.title, "The Hill and the Valley: A Winter at 38°N");
        assert_eq!(article.author[0], Name::new("Ahn", "Tae-suk"));
        assert_eq!(article.author[1], Name::literal("Bureau of Invented Records"));
        assert_eq!(article.page.as_deref(), Some("44-68"));
        assert_eq!(article.issued.as_ref().unwrap().display(), "June 1994");
        assert_eq!(article.issn.as_deref(), Some("0000-0019"));
        assert_eq!(article.doi.as_deref(), Some("10.9999/hill.1994"));
        assert_eq!(article.note.as_deref(), Some("Compare with the second volume.\n\nAsk the archive."));
        assert_eq!(article.summary.as_deref(), Some("The winter campaign seen from one hill."));
    }

    #[test]
    fn a_broken_record_costs_itself_alone() {
        let entries =
            fixtures::read(&FORMAT, include_str!("../../../tests/fixtures/endnote-xml/library.xml"));
        assert_eq!(entries.len(), 4);
        let problem = entries[1].record.as_ref().unwrap_err();
        assert!(problem.message.contains("<title> is closed by </titel>"), "{}", problem.message);
        let book = entries[2].record.as_ref().unwrap();
        assert_eq!((book.editor.len(), book.author.len()), (2, 0));
        assert_eq!((book.title.as_str(), book.custom.titles.len()), ("한국전쟁", 2));
        assert_eq!(
            entries[3].record.as_ref().unwrap().container_title.as_deref(),
            Some("A Book of Chapters")
        );
    }
}
