//! PubMed's and MEDLINE's XML -> records: articles and books.
//!
//! Source: the PubMed DTD of 2019 and later (`PubmedArticleSet`, `PubmedBookArticleSet`) and MEDLINE's baseline files
//! (`MedlineCitationSet`). Not PubMed's tagged `.nbib`, nor the full texts of PubMed Central (JATS).

use super::{
    Element, Shape, checked, first_tags, joined, keep, likeness, person_of, put, put_names, read_each,
};
use crate::format::{Format, Sink, clean, date, identifier, parallel};
use crate::record::{Date, Name, Record, Titled};
use serde_json::Map;
use std::io::{self, BufRead};

/// PubMed and MEDLINE XML.
pub const FORMAT: Format = Format {
    name: "medline-xml",
    title: "PubMed or MEDLINE XML",
    extensions: &["xml"],
    detect: |head| {
        let tags = first_tags(head);
        likeness(ROOTS.iter().any(|root| tags.contains(root)))
    },
    read,
    write: None,
};

const ROOTS: &[&str] =
    &["PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle", "MedlineCitationSet"];

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    const RECORDS: Shape =
        Shape::Named(&[("PubmedArticle", 0), ("PubmedBookArticle", 0), ("MedlineCitation", 1)]);
    read_each(input, RECORDS, &[], record, sink)
}

fn record(element: &Element) -> Result<Record, String> {
    match element.name.as_str() {
        "PubmedBookArticle" => {
            book(element.child("BookDocument").ok_or("this <PubmedBookArticle> has no <BookDocument>")?)
        }
        "MedlineCitation" => article(element, None),
        _ => article(
            element.child("MedlineCitation").ok_or("this <PubmedArticle> has no <MedlineCitation>")?,
            element.child("PubmedData"),
        ),
    }
}

/// Publication types that are no journal article, as CSL types.
const KINDS: &[(&str, &str)] = &[
    ("Newspaper Article", "article-newspaper"),
    ("Interview", "interview"),
    ("Technical Report", "report"),
    ("Academic Dissertation", "thesis"),
    ("Dataset", "dataset"),
    ("Preprint", "article"),
    ("Webcast", "broadcast"),
];

fn article(citation: &Element, data: Option<&Element>) -> Result<Record, String> {
    let article = citation.child("Article").ok_or("this citation has no <Article>")?;
    let kinds: Vec<String> =
        article.all(&["PublicationTypeList", "PublicationType"]).into_iter().map(Element::text).collect();
    let kind = KINDS.iter().find(|(name, _)| kinds.iter().any(|kind| kind == name));
    let one = |path: &[&str]| article.text_at(path);
    let mut record = Record {
        kind: kind.map_or("article-journal", |(_, kind)| kind).to_owned(),
        container_title: one(&["Journal", "Title"]).map(|title| journal(&title)),
        volume: one(&["Journal", "JournalIssue", "Volume"]),
        issue: one(&["Journal", "JournalIssue", "Issue"]),
        issn: one(&["Journal", "ISSN"]),
        page: one(&["Pagination", "MedlinePgn"]).map(|pages| full_pages(&super::pages(&pages))),
        issued: article
            .at(&["Journal", "JournalIssue", "PubDate"])
            .and_then(pub_date)
            .or_else(|| article.child("ArticleDate").and_then(pub_date)),
        language: one(&["Language"]).and_then(|code| identifier::language(&code)),
        pmid: citation.text_at(&["PMID"]),
        doi: identifier_of(article, data, "doi").and_then(|text| identifier::doi(&text)),
        ..Record::default()
    };
    people(article, &mut record);
    let short = one(&["Journal", "ISOAbbreviation"])
        .or_else(|| citation.text_at(&["MedlineJournalInfo", "MedlineTA"]));
    put(&mut record.other, "container-title-short", short);
    put(&mut record.other, "PMCID", identifier_of(article, data, "pmc"));
    titles(article.text_at(&["ArticleTitle"]), article.text_at(&["VernacularTitle"]), &mut record);
    record.summary = summary(article).or_else(|| summary_of(citation.children("OtherAbstract").next()));
    record.keyword = keywords(citation);
    let mut kept = Map::new();
    put(&mut kept, "publication-types", joined(kinds, "; "));
    put(&mut kept, "note", joined(citation.children("GeneralNote").map(Element::text), "; "));
    keep(&mut record, "medline", kept);
    checked(record)
}

fn book(document: &Element) -> Result<Record, String> {
    let book = document.child("Book").ok_or("this <BookDocument> has no <Book>")?;
    let chapter = document.text_at(&["ArticleTitle"]);
    let title = book.text_at(&["BookTitle"]);
    let mut record = Record {
        kind: if chapter.is_some() { "chapter" } else { "book" }.to_owned(),
        publisher: book.text_at(&["Publisher", "PublisherName"]),
        publisher_place: book.text_at(&["Publisher", "PublisherLocation"]),
        collection_title: book.text_at(&["CollectionTitle"]),
        volume: book.text_at(&["Volume"]),
        edition: book.text_at(&["Edition"]),
        page: document.text_at(&["Pagination", "MedlinePgn"]).map(|pages| full_pages(&super::pages(&pages))),
        issued: book.child("PubDate").and_then(pub_date),
        isbn: joined(book.children("Isbn").filter_map(|isbn| identifier::isbn(&isbn.text())), " "),
        language: document.text_at(&["Language"]).and_then(|code| identifier::language(&code)),
        pmid: document.text_at(&["PMID"]),
        doi: identifier_of(document, None, "doi").and_then(|text| identifier::doi(&text)),
        ..Record::default()
    };
    people(book, &mut record);
    if chapter.is_some() {
        record.editor.append(&mut record.author);
        people(document, &mut record);
        record.container_title = title;
        titles(chapter, document.text_at(&["VernacularTitle"]), &mut record);
    } else {
        people(document, &mut record);
        titles(title, document.text_at(&["VernacularTitle"]), &mut record);
    }
    record.summary = summary(document);
    record.keyword = keywords(document);
    checked(record)
}

/// PubMed ends each title with a full stop, and puts its translation of a foreign one in brackets.
fn titles(title: Option<String>, vernacular: Option<String>, record: &mut Record) {
    let title = title.unwrap_or_default();
    let bare = without_stop(&title);
    let translated = bare.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).map(without_stop);
    let translated = translated.filter(|inner| !inner.contains(['[', ']']));
    record.title = translated.unwrap_or(bare).to_owned();
    if record.title == "Not Available" || record.title == "In Process Citation" {
        record.title.clear();
    }
    if let Some(vernacular) = vernacular {
        let text = without_stop(&vernacular).to_owned();
        if record.title.is_empty() {
            record.title = text;
            return;
        }
        let lang = record.language.clone().unwrap_or_default();
        parallel::add(record, Titled { text, lang });
    }
}

fn without_stop(title: &str) -> &str {
    let title = title.trim();
    match title.strip_suffix('.') {
        Some(bare) if !bare.ends_with('.') && !ends_in_initial(bare) => bare,
        _ => title,
    }
}

/// Whether the last word is an initial or "U.S", whose full stop belongs to it.
fn ends_in_initial(text: &str) -> bool {
    let last = text.rsplit([' ', '-']).next().unwrap_or_default();
    last.contains('.')
        && last.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn people(element: &Element, record: &mut Record) {
    for list in element.children("AuthorList") {
        let names: Vec<Name> = list.children("Author").filter_map(author).collect();
        if list.attribute("Type").is_some_and(|kind| kind.eq_ignore_ascii_case("editors")) {
            record.editor.extend(names);
        } else {
            record.author.extend(names);
        }
    }
    let investigators = element.all(&["InvestigatorList", "Investigator"]);
    put_names(&mut record.other, "contributor", investigators.into_iter().filter_map(author).collect());
}

fn author(element: &Element) -> Option<Name> {
    let one = |name: &str| element.text_at(&[name]).unwrap_or_default();
    let body = one("CollectiveName");
    if !body.is_empty() {
        return Some(Name::literal(without_stop(&body)));
    }
    let given = Some(one("ForeName")).filter(|given| !given.is_empty()).unwrap_or_else(|| one("Initials"));
    let name = Name { suffix: one("Suffix"), ..person_of(&one("LastName"), &given) };
    (!name.is_empty()).then_some(name)
}

fn identifier_of(article: &Element, data: Option<&Element>, kind: &str) -> Option<String> {
    let located = article.children("ELocationID").filter(|id| id.attribute("EIdType") == Some(kind));
    let own = article.all(&["ArticleIdList", "ArticleId"]);
    let listed = data.map(|data| data.all(&["ArticleIdList", "ArticleId"])).unwrap_or_default();
    let listed = own.into_iter().chain(listed).filter(|id| id.attribute("IdType") == Some(kind));
    located.chain(listed).map(Element::text).find(|text| !text.is_empty())
}

fn pub_date(element: &Element) -> Option<Date> {
    let one = |name: &str| element.text_at(&[name]);
    if let Some(words) = one("MedlineDate") {
        return date::parse(&words);
    }
    let year = one("Year");
    let month = one("Month").or_else(|| one("Season"));
    let more = match (one("Day"), month) {
        (Some(day), Some(month)) => {
            let number = date::month(&month).map(i64::from);
            return date::from_parts(year?.parse().ok(), number, day.parse().ok());
        }
        (None, Some(month)) if month.parse::<u8>().is_ok() => {
            return date::from_parts(year?.parse().ok(), month.parse().ok(), None);
        }
        (_, more) => more,
    };
    super::date(year.as_deref(), more.as_deref())
}

/// MEDLINE shortens the last page: `1865-76` means 1865-1876.
fn full_pages(pages: &str) -> String {
    let Some((first, last)) = pages.split_once('-') else { return pages.to_owned() };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match first.get(..first.len().saturating_sub(last.len())) {
        Some(lead) if digits(first) && digits(last) && !lead.is_empty() => format!("{first}-{lead}{last}"),
        _ => pages.to_owned(),
    }
}

/// "Journal of conflict studies (Halifax, N.S. : Online)" without what a library added.
fn journal(title: &str) -> String {
    match title.rsplit_once(" (") {
        Some((bare, place)) if place.ends_with(')') && place.contains([':', ',']) => bare.to_owned(),
        _ => title.to_owned(),
    }
}

fn summary(element: &Element) -> Option<String> {
    summary_of(element.child("Abstract"))
}

/// A structured abstract keeps its labels, a paragraph each; the copyright line is left out.
fn summary_of(element: Option<&Element>) -> Option<String> {
    let parts = element?.children("AbstractText").filter_map(|part| {
        let text = clean::abstract_text(&part.text())?;
        match part.attribute("Label").filter(|label| !label.eq_ignore_ascii_case("unlabelled")) {
            Some(label) if !label.eq_ignore_ascii_case("abstract") => Some(format!("{label}: {text}")),
            _ => Some(text),
        }
    });
    joined(parts, "\n\n")
}

fn keywords(citation: &Element) -> Option<String> {
    let own = citation.all(&["KeywordList", "Keyword"]).into_iter().map(Element::text);
    let headings = citation.all(&["MeshHeadingList", "MeshHeading"]).into_iter().map(|heading| {
        let parts = ["DescriptorName", "QualifierName"].iter().flat_map(|name| heading.children(name));
        parts.map(Element::text).collect::<Vec<_>>().join("/")
    });
    joined(own.chain(headings), "; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::xml::fixtures;

    #[test]
    fn articles_and_books_are_read() {
        let entries = fixtures::read(&FORMAT, include_str!("../../../tests/fixtures/medline-xml/set.xml"));
        assert_eq!(entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [3, 27, 37]);
        let article = entries[0].record.as_ref().unwrap();
        assert_eq!(article.title, "Frostbite in an invented regiment, U.S. and U.N.");
        assert_eq!(
            article.summary.as_deref(),
            Some("BACKGROUND: Cold to 10⁻² of the usual.\n\nRESULTS: Feet & hands < fingers.")
        );
        assert_eq!(article.page.as_deref(), Some("1865-1876"));
        assert_eq!(article.issued.as_ref().unwrap().display(), "5 May 1952");
        assert_eq!(
            (article.pmid.as_deref(), article.doi.as_deref()),
            (Some("99000001"), Some("10.9999/frost"))
        );
        assert_eq!(article.author[1], Name::literal("Winter Study Group"));
        assert_eq!(article.keyword.as_deref(), Some("cold; Frostbite/history"));
    }

    #[test]
    fn a_translated_title_keeps_its_original_beside_it() {
        let entries = fixtures::read(&FORMAT, include_str!("../../../tests/fixtures/medline-xml/set.xml"));
        let article = entries[1].record.as_ref().unwrap();
        assert_eq!(article.title, "Medicine in the war of hills");
        assert_eq!(article.custom.titles, [Titled { text: "언덕 전쟁의 의학".into(), lang: "ko".into() }]);
        let book = entries[2].record.as_ref().unwrap();
        assert_eq!(
            (book.kind.as_str(), book.container_title.as_deref()),
            ("chapter", Some("Invented Surgery"))
        );
        assert_eq!((book.editor.len(), book.author.len()), (1, 1));
    }
}
