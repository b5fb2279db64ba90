//! Crossref's unixref XML (answers and deposits) -> records.
//!
//! Source: Crossref's query output schema 3.0 and deposit schemas 4.3 to 5.3. One `<journal>` or `<book>` may hold many
//! articles or chapters: each is a record of its own. Reference lists, funders and licences are not read. Not
//! Crossref's JSON, which has a reader of its own.

use super::{Element, Shape, checked, first_tags, joined, likeness, person_of, put, put_names};
use crate::error::Problem;
use crate::format::{Entry, Format, Sink, clean, date, identifier, parallel};
use crate::record::{Date, Name, Record, Titled};
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// Crossref unixref XML.
pub const FORMAT: Format = Format {
    name: "crossref-xml",
    title: "Crossref XML",
    extensions: &["xml"],
    detect: |head| {
        let tags = first_tags(head);
        let named = ["crossref_result", "doi_records", "doi_record", "doi_batch", "crossref", "unixref"];
        likeness(named.iter().any(|name| tags.contains(name)))
    },
    read,
    write: None,
};

/// Works by their element: the element of what stands in it, that of its own description, CSL types of both.
struct Work {
    element: &'static str,
    description: &'static [&'static str],
    kind: &'static str,
    items: &'static str,
    item_kind: &'static str,
}

const WORKS: &[Work] = &[
    Work {
        element: "journal",
        description: &["journal_metadata"],
        kind: "periodical",
        items: "journal_article",
        item_kind: "article-journal",
    },
    Work {
        element: "book",
        description: &["book_metadata", "book_series_metadata", "book_set_metadata"],
        kind: "book",
        items: "content_item",
        item_kind: "chapter",
    },
    Work {
        element: "conference",
        description: &["proceedings_metadata", "proceedings_series_metadata"],
        kind: "book",
        items: "conference_paper",
        item_kind: "paper-conference",
    },
    Work { element: "dissertation", description: &[], kind: "thesis", items: "", item_kind: "" },
    Work {
        element: "report-paper",
        description: &["report-paper_metadata", "report-paper_series_metadata"],
        kind: "report",
        items: "content_item",
        item_kind: "report",
    },
    Work { element: "posted_content", description: &[], kind: "article", items: "", item_kind: "" },
    Work { element: "peer_review", description: &[], kind: "review", items: "", item_kind: "" },
    Work {
        element: "standard",
        description: &["standard_metadata"],
        kind: "standard",
        items: "content_item",
        item_kind: "standard",
    },
    Work {
        element: "database",
        description: &["database_metadata"],
        kind: "dataset",
        items: "dataset",
        item_kind: "dataset",
    },
];

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    const RECORDS: Shape = Shape::Named(&[
        ("doi_record", 0),
        ("journal", 1),
        ("book", 1),
        ("conference", 1),
        ("dissertation", 1),
        ("report-paper", 1),
        ("posted_content", 1),
        ("peer_review", 1),
        ("standard", 1),
        ("database", 1),
    ]);
    super::read(input, RECORDS, &[], &mut |line, element| {
        let element = match element {
            Ok(element) => element,
            Err(problem) => return sink(Entry::failed(problem)),
        };
        let found = records(&element);
        if found.is_empty() {
            return sink(Entry::failed(Problem::new(line, "this Crossref record describes no work")));
        }
        for record in found {
            let record = record.map_err(|why| Problem::new(line, why));
            sink(Entry { line, record })?;
        }
        ControlFlow::Continue(())
    })
}

fn records(element: &Element) -> Vec<Result<Record, String>> {
    let mut found = Vec::new();
    let within = element.child("crossref").unwrap_or(element);
    for element in std::iter::once(within).chain(within.elements()) {
        let Some(work) = WORKS.iter().find(|work| work.element == element.name) else { continue };
        let description = work.description.iter().find_map(|name| element.child(name)).unwrap_or(element);
        let items: Vec<&Element> = element.children(work.items).collect();
        if items.is_empty() {
            found.push(whole(work, element, description));
        }
        found.extend(items.into_iter().map(|item| part(work, element, description, item)));
    }
    found
}

/// A work that stands alone.
fn whole(work: &Work, element: &Element, description: &Element) -> Result<Record, String> {
    let mut record = Record { kind: work.kind.to_owned(), ..Record::default() };
    common(description, &mut record);
    if work.element == "journal" {
        record.title = description.text_at(&["full_title"]).unwrap_or_default();
    }
    if work.element == "conference" {
        record.title = description.text_at(&["proceedings_title"]).unwrap_or(record.title);
        people(element, &mut record);
    }
    record.collection_title = description.text_at(&["series_metadata", "titles", "title"]);
    if work.element == "posted_content" {
        put(&mut record.other, "genre", element.attribute("type").map(str::to_owned));
    }
    checked(record)
}

/// An article, chapter or paper.
fn part(work: &Work, element: &Element, description: &Element, item: &Element) -> Result<Record, String> {
    let mut record = Record { kind: work.item_kind.to_owned(), ..Record::default() };
    common(item, &mut record);
    let mut around = Record::default();
    common(description, &mut around);
    if work.element == "conference" {
        people(element, &mut around);
        put(&mut record.other, "event-title", element.text_at(&["event_metadata", "conference_name"]));
        around.title = description.text_at(&["proceedings_title"]).unwrap_or_default();
        // The organisers of a conference are not the editors of its papers.
        around.author.clear();
    }
    if work.element == "journal" {
        around.title = description.text_at(&["full_title"]).unwrap_or_default();
        let short = description.text_at(&["abbrev_title"]).filter(|short| *short != around.title);
        put(&mut record.other, "container-title-short", short);
        if let Some(issue) = element.child("journal_issue") {
            record.volume = issue.text_at(&["journal_volume", "volume"]);
            record.issue = issue.text_at(&["issue"]);
            around.issued = published(issue);
        }
    } else {
        record.volume = around.volume.take();
        record.edition = around.edition.take();
        record.collection_title = description.text_at(&["series_metadata", "titles", "title"]);
    }
    record.container_title = Some(around.title).filter(|title| !title.is_empty());
    record.editor.append(&mut around.editor);
    put_names(&mut record.other, "container-author", around.author);
    record.publisher = record.publisher.take().or(around.publisher);
    record.publisher_place = record.publisher_place.take().or(around.publisher_place);
    record.isbn = record.isbn.take().or(around.isbn);
    record.issn = record.issn.take().or(around.issn);
    record.language = record.language.take().or(around.language);
    // The issue's date is what is cited; the article's own is often that of the web page.
    let printed = item.children("publication_date").any(|date| date.attribute("media_type") == Some("print"));
    if !printed && work.element == "journal" {
        record.issued = around.issued.or(record.issued.take());
    } else {
        record.issued = record.issued.take().or(around.issued);
    }
    if record.title.is_empty() && record.kind == "chapter" {
        record.title =
            item.text_at(&["component_number"]).map(|number| format!("Chapter {number}")).unwrap_or_default();
    }
    checked(record)
}

/// What every description has.
fn common(element: &Element, record: &mut Record) {
    record.language = element.attribute("language").and_then(identifier::language);
    if let Some(titles) = element.child("titles") {
        title(titles, record);
    }
    people(element, record);
    record.issued = published(element);
    record.volume = element.text_at(&["volume"]);
    record.edition = element.text_at(&["edition_number"]);
    record.page = pages(element);
    record.publisher = element
        .text_at(&["publisher", "publisher_name"])
        .or_else(|| element.text_at(&["institution", "institution_name"]));
    record.publisher_place = element
        .text_at(&["publisher", "publisher_place"])
        .or_else(|| element.text_at(&["institution", "institution_place"]));
    record.doi = element.text_at(&["doi_data", "doi"]).and_then(|doi| identifier::doi(&doi));
    record.url = element.text_at(&["doi_data", "resource"]).filter(|url| url.starts_with("http"));
    record.isbn = joined(element.children("isbn").filter_map(|isbn| identifier::isbn(&isbn.text())), " ");
    record.issn = joined(element.children("issn").filter_map(|issn| identifier::issn(&issn.text())), " ");
    record.summary = element.child("abstract").and_then(|text| clean::abstract_text(&text.raw()));
    put(&mut record.other, "genre", element.text_at(&["degree"]));
    let number = element.all(&["publisher_item", "item_number"]).into_iter().find(|number| {
        number.attribute("item_number_type").is_some_and(|kind| kind.replace('-', "_") == "article_number")
    });
    put(&mut record.other, "number", number.map(Element::text));
}

fn title(titles: &Element, record: &mut Record) {
    let mut text = titles.text_at(&["title"]).unwrap_or_default();
    if let Some(subtitle) = titles.text_at(&["subtitle"]).filter(|subtitle| !text.contains(subtitle.as_str()))
    {
        let mark = if text.ends_with([':', '?', '!', '.']) { " " } else { ": " };
        text = format!("{text}{mark}{subtitle}");
    }
    record.title = text.trim_matches([' ', ':']).to_owned();
    for original in titles.children("original_language_title") {
        let lang = original.attribute("language").and_then(identifier::language).unwrap_or_default();
        parallel::add(record, Titled { text: original.text(), lang });
    }
    parallel::split_in(record);
}

fn people(element: &Element, record: &mut Record) {
    let listed = element.children("contributors").flat_map(Element::elements);
    for person in listed.chain(element.children("person_name")) {
        let one = |name: &str| person.text_at(&[name]).unwrap_or_default();
        let name = match person.name.as_str() {
            "person_name" => Name { suffix: one("suffix"), ..person_of(&one("surname"), &one("given_name")) },
            "organization" => Name::literal(person.text()),
            _ => continue,
        };
        if name.is_empty() {
            continue;
        }
        match person.attribute("contributor_role").unwrap_or("author") {
            "author" => record.author.push(name),
            "editor" => record.editor.push(name),
            "translator" => record.translator.push(name),
            _ => put_names(&mut record.other, "contributor", vec![name]),
        }
    }
}

/// The printed date before the others.
fn published(element: &Element) -> Option<Date> {
    const DATES: [&str; 6] = [
        "publication_date",
        "approval_date",
        "posted_date",
        "review_date",
        "database_date",
        "acceptance_date",
    ];
    let dates: Vec<&Element> = DATES.iter().flat_map(|name| element.children(name)).collect();
    let printed = dates.iter().find(|date| date.attribute("media_type") == Some("print"));
    printed.into_iter().chain(&dates).find_map(|element| {
        let element = element.elements().find(|inner| inner.name.ends_with("_date")).unwrap_or(element);
        let number = |name: &str| element.text_at(&[name]).and_then(|text| text.parse().ok());
        let year = number("year").and_then(|year: i64| i32::try_from(year).ok());
        // Months 21 to 24 are the seasons, 31 to 34 the quarters.
        match number("month") {
            Some(season @ 21..=24) => {
                let season = u8::try_from(season - 20).ok();
                date::from_parts(year, None, None).map(|date| Date { season, ..date })
            }
            month => date::from_parts(year, month, number("day")),
        }
    })
}

fn pages(element: &Element) -> Option<String> {
    let pages = element.child("pages")?;
    let one = |name: &str| pages.text_at(&[name]);
    let range = match (one("first_page"), one("last_page")) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (first, last) => first.or(last)?,
    };
    Some(match one("other_pages") {
        Some(others) => format!("{range}, {others}"),
        None => range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::xml::fixtures;

    #[test]
    fn each_article_and_chapter_is_a_record() {
        let text = include_str!("../../../tests/fixtures/crossref-xml/answer.xml");
        let entries = fixtures::read(&FORMAT, text);
        assert_eq!(entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [4, 4, 20, 30]);
        let record = |index: usize| entries[index].record.as_ref().unwrap();
        let article = record(0);
        assert_eq!(article.title, "The Hill in Winter: A Return");
        assert_eq!(article.container_title.as_deref(), Some("Journal of Invented History"));
        assert_eq!((article.volume.as_deref(), article.page.as_deref()), (Some("12"), Some("44-68")));
        assert_eq!(article.issued.as_ref().unwrap().display(), "June 1994");
        assert_eq!(article.summary.as_deref(), Some("Snow at H2O’s edge.\n\nThen thaw."));
        assert_eq!(
            article.author,
            [Name::new("Ahn", "Tae-suk"), Name::literal("Bureau of Invented Records")]
        );
        assert_eq!(record(1).doi.as_deref(), Some("10.9999/second"));
        let chapter = record(2);
        assert_eq!(
            (chapter.kind.as_str(), chapter.container_title.as_deref()),
            ("chapter", Some("A Book of Chapters"))
        );
        assert_eq!(chapter.editor, [Name::new("Park", "Ji-won")]);
        assert_eq!(
            (record(3).kind.as_str(), record(3).publisher.as_deref()),
            ("thesis", Some("Invented University"))
        );
    }
}
