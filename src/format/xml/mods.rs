//! MODS records of library catalogues and repositories -> records.
//!
//! Source: MODS 3.8, the Library of Congress's user guidelines. Titles and names joined by `altRepGroup` are the same in
//! another script: the first is taken, the others are kept beside it. Holdings, rights and structure maps are not read.

use super::{Element, Shape, checked, first_tags, joined, keep, likeness, person, put, put_names, read_each};
use crate::format::parallel::{self, Script};
use crate::format::{Format, Sink, clean, date, identifier};
use crate::record::{Date, End, Name, Record, Titled};
use serde_json::Map;
use std::io::{self, BufRead};

/// MODS.
pub const FORMAT: Format = Format {
    name: "mods",
    title: "MODS XML",
    extensions: &["mods", "xml"],
    detect: |head| {
        let tags = first_tags(head);
        let named = tags.contains(&"modsCollection") || tags.contains(&"mods");
        likeness(named && (tags.contains(&"titleInfo") || head.contains("loc.gov/mods")))
    },
    read,
    write: None,
};

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    read_each(input, Shape::Named(&[("mods", 0)]), &[], record, sink)
}

/// Words of `genre` and `typeOfResource` as CSL types; the first that is found counts, whole words in this order.
const KINDS: &[(&str, &str)] = &[
    ("journal article", "article-journal"),
    ("newspaper article", "article-newspaper"),
    ("magazine article", "article-magazine"),
    ("article", "article-journal"),
    ("book chapter", "chapter"),
    ("bookitem", "chapter"),
    ("chapter", "chapter"),
    ("conference paper", "paper-conference"),
    ("conference publication", "paper-conference"),
    ("conference proceeding", "paper-conference"),
    ("thesis", "thesis"),
    ("theses", "thesis"),
    ("dissertation", "thesis"),
    ("review", "review"),
    ("report", "report"),
    ("technical report", "report"),
    ("letter", "personal_communication"),
    ("correspondence", "personal_communication"),
    ("interview", "interview"),
    ("oral histories", "interview"),
    ("oral history", "interview"),
    ("manuscript", "manuscript"),
    ("speech", "speech"),
    ("newspaper", "periodical"),
    ("periodical", "periodical"),
    ("journal", "periodical"),
    ("map", "map"),
    ("cartographic", "map"),
    ("photograph", "graphic"),
    ("still image", "graphic"),
    ("motion picture", "motion_picture"),
    ("moving image", "motion_picture"),
    ("sound recording", "song"),
    ("web site", "webpage"),
    ("website", "webpage"),
    ("software, multimedia", "software"),
    ("dataset", "dataset"),
    ("book", "book"),
    ("monograph", "book"),
];

fn record(element: &Element) -> Result<Record, String> {
    let hosts: Vec<&Element> = related(element, "host").collect();
    let host = hosts.first().copied();
    let mut record = Record { kind: kind(element, host), ..Record::default() };
    let languages = element.all(&["language", "languageTerm"]).into_iter().map(Element::text);
    let languages = languages.chain(element.children("language").map(Element::text));
    record.language = languages.filter_map(|word| identifier::language(&word)).next();
    titles(element, &mut record);
    let names: Vec<&Element> = element.children("name").collect();
    names_into(&names, &mut record);
    if let Some(host) = host {
        let editors: Vec<&Element> = host.children("name").collect();
        let mut around = Record::default();
        names_into(&editors, &mut around);
        record.editor.extend(around.editor);
        put_names(&mut record.other, "container-author", around.author);
        record.container_title = host.child("titleInfo").map(title);
        put(&mut record.other, "container-title-short", alternative(host, "abbreviated"));
    }
    let series: Vec<&Element> = related(element, "series").collect();
    record.collection_title = series.first().and_then(|series| series.child("titleInfo")).map(title);
    put(
        &mut record.other,
        "collection-number",
        series.first().and_then(|series| series.text_at(&["titleInfo", "partNumber"])),
    );
    let mut origins: Vec<&Element> = element.children("originInfo").collect();
    origins.extend(hosts.iter().flat_map(|host| host.children("originInfo")));
    origin(&origins, &mut record);
    let parts = element.children("part").chain(hosts.iter().flat_map(|host| host.children("part")));
    for part in parts {
        part_into(part, &mut record);
    }
    identifiers(element, host, &mut record);
    texts(element, &mut record);
    parallel::split_in(&mut record);
    checked(record)
}

fn related<'a>(element: &'a Element, kind: &'a str) -> impl Iterator<Item = &'a Element> {
    element.children("relatedItem").filter(move |item| item.attribute("type") == Some(kind))
}

fn alternative(element: &Element, kind: &str) -> Option<String> {
    element.children("titleInfo").find(|info| info.attribute("type") == Some(kind)).map(title)
}

fn kind(element: &Element, host: Option<&Element>) -> String {
    let genres = element.children("genre").map(Element::text);
    let genres: Vec<String> = genres
        .chain(element.children("typeOfResource").map(Element::text))
        .map(|text| text.to_lowercase().trim_end_matches('.').to_owned())
        .collect();
    let exact = KINDS.iter().find(|(word, _)| genres.iter().any(|genre| genre == word));
    let within = || KINDS.iter().find(|(word, _)| genres.iter().any(|genre| genre.contains(word)));
    let host_genres = host.map(|host| host.descendants("genre")).unwrap_or_default();
    let host_genres: Vec<String> = host_genres.into_iter().map(|genre| genre.text().to_lowercase()).collect();
    let in_book = host_genres.iter().any(|genre| genre.contains("book"));
    let issuance = element
        .text_at(&["originInfo", "issuance"])
        .or_else(|| host.and_then(|host| host.text_at(&["originInfo", "issuance"])));
    match exact.or_else(within) {
        Some((_, "book")) if host.is_some() => "chapter",
        Some((_, "periodical")) if host.is_some() => "article-journal",
        Some((_, kind)) => kind,
        None if in_book => "chapter",
        None if host.is_some() => match issuance.as_deref() {
            Some("monographic" | "single unit") => "chapter",
            _ => "article-journal",
        },
        None => match issuance.as_deref() {
            Some("monographic" | "single unit" | "multipart monograph") => "book",
            Some("continuing" | "serial") => "periodical",
            _ => "document",
        },
    }
    .to_owned()
}

/// `nonSort`, title, subtitle and part as one.
fn title(info: &Element) -> String {
    let one = |name: &str| info.text_at(&[name]).unwrap_or_default();
    let mut text = one("nonSort");
    if !text.is_empty() && !text.ends_with(['\'', '’', '-']) {
        text.push(' ');
    }
    text.push_str(one("title").trim_end_matches([' ', ':', '/', ';']));
    for (mark, part) in [(": ", one("subTitle")), (". ", one("partNumber")), (", ", one("partName"))] {
        if !part.is_empty() {
            text.push_str(mark);
            text.push_str(part.trim_end_matches([' ', '/']));
        }
    }
    text.trim().to_owned()
}

fn titles(element: &Element, record: &mut Record) {
    for info in element.children("titleInfo") {
        let text = title(info);
        match info.attribute("type") {
            None if record.title.is_empty() => record.title = text,
            Some("abbreviated") => put(&mut record.other, "title-short", Some(text)),
            _ => {
                let lang = language(info, &text);
                parallel::add(record, Titled { text, lang });
            }
        }
    }
    if record.title.is_empty() && !record.custom.titles.is_empty() {
        record.title = record.custom.titles.remove(0).text;
    }
}

/// `ko-Latn` of `lang="kor"` and a script or transliteration; else what the script tells.
fn language(element: &Element, text: &str) -> String {
    let Some(lang) = element.attribute("lang").and_then(identifier::language) else {
        return Script::of(text).language().to_owned();
    };
    let script = element.attribute("script").filter(|script| script.len() == 4);
    match (script, element.attribute("transliteration")) {
        (Some(script), _) if !lang.contains('-') => format!("{lang}-{script}"),
        (None, Some(_)) if !lang.contains('-') => format!("{lang}-Latn"),
        _ => lang,
    }
}

fn names_into(names: &[&Element], record: &mut Record) {
    let mut groups: Vec<&str> = Vec::new();
    for element in names {
        let Some(name) = name(element) else { continue };
        if let Some(group) = element.attribute("altRepGroup") {
            if groups.contains(&group) {
                record.custom.names.push(name.display());
                continue;
            }
            groups.push(group);
        }
        let roles = element.all(&["role", "roleTerm"]).into_iter().chain(element.children("role"));
        let roles: Vec<String> = roles.map(|role| role.text().trim_end_matches('.').to_lowercase()).collect();
        let has = |known: &[&str]| roles.iter().any(|role| known.contains(&role.as_str()));
        if has(&["editor", "edt", "ed", "editor of compilation", "edc"]) {
            record.editor.push(name);
        } else if has(&["translator", "trl"]) {
            record.translator.push(name);
        } else if has(&["interviewer", "ivr"]) {
            put_names(&mut record.other, "interviewer", vec![name]);
        } else if has(&["addressee", "recipient", "rcp"]) {
            put_names(&mut record.other, "recipient", vec![name]);
        } else if has(&["director", "film director", "drt", "fmd"]) {
            put_names(&mut record.other, "director", vec![name]);
        } else if has(&["degree granting institution", "dgg", "publisher", "pbl"]) {
            record.publisher = record.publisher.take().or_else(|| Some(name.display()));
        } else if roles.is_empty()
            || has(&["author", "aut", "creator", "cre", "interviewee", "ive", "photographer", "pht"])
            || element.attribute("usage") == Some("primary")
        {
            record.author.push(name);
        } else {
            put_names(&mut record.other, "contributor", vec![name]);
        }
    }
}

fn name(element: &Element) -> Option<Name> {
    let part = |kind: Option<&str>| {
        let parts = element.children("namePart").filter(|part| part.attribute("type") == kind);
        joined(parts.map(|part| part.text()), " ").unwrap_or_default()
    };
    let bare = |text: &str| text.trim().trim_end_matches(',').to_owned();
    let (family, given, whole) = (bare(&part(Some("family"))), bare(&part(Some("given"))), bare(&part(None)));
    let is_body = matches!(element.attribute("type"), Some("corporate" | "conference" | "family"));
    let name = if !family.is_empty() || (!given.is_empty() && whole.is_empty()) {
        Name::new(family, given)
    } else if is_body {
        let parts = element.children("namePart").filter(|part| part.attribute("type").is_none());
        Name::literal(joined(parts.map(|part| bare(&part.text())), ". ").unwrap_or_default())
    } else if whole.is_empty() {
        person(&element.text_at(&["displayForm"]).unwrap_or_default())
    } else {
        person(&whole)
    };
    let suffix = part(Some("termsOfAddress"));
    let is_suffix = ["Jr", "Sr", "II", "III", "IV"].contains(&suffix.trim_end_matches('.'));
    let name = if is_suffix && name.literal.is_empty() { Name { suffix, ..name } } else { name };
    (!name.is_empty()).then_some(name)
}

fn origin(origins: &[&Element], record: &mut Record) {
    for origin in origins {
        let places = origin.all(&["place", "placeTerm"]).into_iter();
        let place = places.filter(|term| term.attribute("type") != Some("code")).map(Element::text).next();
        let bare = |text: String| text.trim_end_matches([' ', ':', ';', ',']).to_owned();
        record.publisher_place = record.publisher_place.take().or(place.map(bare));
        let publisher = origin.text_at(&["publisher"]).or_else(|| origin.text_at(&["agent", "namePart"]));
        record.publisher = record.publisher.take().or(publisher.map(bare));
        record.edition = record.edition.take().or_else(|| origin.text_at(&["edition"]));
    }
    const DATES: [&str; 4] = ["dateIssued", "dateCreated", "copyrightDate", "dateOther"];
    let found = DATES.iter().find_map(|name| {
        let dates: Vec<&Element> = origins.iter().flat_map(|origin| origin.children(name)).collect();
        dated(&dates)
    });
    record.issued = found.or_else(|| record.issued.take());
}

/// The date of several elements: a span by `point`, else the one with `keyDate`, else the plainest.
fn dated(dates: &[&Element]) -> Option<Date> {
    let read = |element: &Element| {
        let text = element.text();
        if text.chars().any(|c| c == 'u') && text.len() == 4 {
            return date::parse(&text.replace('u', "?")).filter(|date| date.start.is_some());
        }
        let mut date = date::parse(&text)?;
        date.circa |=
            matches!(element.attribute("qualifier"), Some("approximate" | "inferred" | "questionable"));
        Some(date)
    };
    let point = |kind: &str| dates.iter().find(|date| date.attribute("point") == Some(kind));
    if let Some(mut span) = point("start").and_then(|start| read(start)) {
        if let Some(end) = point("end") {
            let last = read(end).and_then(|date| date.start);
            span.end = last.map_or(Some(End::Open).filter(|_| end.text() == "9999"), |day| {
                Some(if day.year == 9999 { End::Open } else { End::On(day) })
            });
        }
        return Some(span);
    }
    let key = dates.iter().find(|date| date.attribute("keyDate").is_some());
    let encoded = dates.iter().find(|date| date.attribute("encoding").is_some());
    key.into_iter().chain(encoded).chain(dates).find_map(|date| read(date))
}

fn part_into(part: &Element, record: &mut Record) {
    for detail in part.children("detail") {
        let number = detail.text_at(&["number"]).or_else(|| detail.text_at(&["caption"]));
        match detail.attribute("type") {
            Some("volume") => record.volume = number,
            Some("issue" | "number") => record.issue = number,
            Some("chapter") => put(&mut record.other, "chapter-number", number),
            _ => {}
        }
    }
    for extent in part.children("extent") {
        let one = |name: &str| extent.text_at(&[name]);
        let range = match (one("start"), one("end")) {
            (Some(start), Some(end)) if start != end => Some(format!("{start}-{end}")),
            (start, end) => start.or(end),
        };
        record.page =
            range.or_else(|| one("list").map(|list| super::pages(&list))).or_else(|| record.page.take());
        put(&mut record.other, "number-of-pages", one("total"));
    }
    let dates: Vec<&Element> = part.children("date").collect();
    record.issued = dated(&dates).or_else(|| record.issued.take());
}

fn identifiers(element: &Element, host: Option<&Element>, record: &mut Record) {
    let mut isbns = Vec::new();
    let mut kept = Map::new();
    let own = element.children("identifier").map(|id| (id, true));
    let hosts = host.into_iter().flat_map(|host| host.children("identifier")).map(|id| (id, false));
    for (id, is_own) in own.chain(hosts) {
        let text = id.text();
        if id.attribute("invalid") == Some("yes") {
            continue;
        }
        match (id.attribute("type").unwrap_or_default().to_lowercase().as_str(), is_own) {
            ("doi", true) => record.doi = identifier::doi(&text),
            ("isbn", _) => isbns.extend(identifier::isbn(&text)),
            ("issn" | "issn-l", _) => record.issn = record.issn.take().or_else(|| identifier::issn(&text)),
            ("pmid" | "pubmed", true) => record.pmid = identifier::pmid(&text),
            ("citekey", true) => record.id = text,
            ("uri" | "hdl", true) if text.starts_with("http") => {
                record.url = record.url.take().or_else(|| Some(text.clone()));
                record.doi = record
                    .doi
                    .take()
                    .or_else(|| identifier::doi(&text).filter(|_| text.contains("doi.org/")));
            }
            (kind, true) if !kind.is_empty() => put(&mut kept, kind, Some(text)),
            _ => {}
        }
    }
    record.isbn = joined(isbns, " ");
    let urls: Vec<&Element> = element.all(&["location", "url"]);
    let primary =
        urls.iter().find(|url| url.attribute("usage").is_some_and(|usage| usage.contains("primary")));
    let url = primary.or_else(|| urls.iter().find(|url| url.attribute("access") != Some("preview")));
    record.url =
        url.map(|url| url.text()).filter(|url| url.starts_with("http")).or_else(|| record.url.take());
    put(&mut record.other, "archive", element.text_at(&["location", "physicalLocation"]));
    let shelf = element
        .text_at(&["location", "shelfLocator"])
        .or_else(|| element.text_at(&["location", "holdingSimple", "copyInformation", "shelfLocator"]));
    put(&mut record.other, "archive_location", shelf);
    put(&mut kept, "record-identifier", element.text_at(&["recordInfo", "recordIdentifier"]));
    keep(record, "mods", kept);
    if let Some(id) = element.attribute("ID").filter(|id| !id.contains(char::is_whitespace)) {
        record.id = id.to_owned();
    }
}

fn texts(element: &Element, record: &mut Record) {
    let summaries = element.children("abstract").chain(element.children("tableOfContents"));
    record.summary = joined(summaries.filter_map(|text| clean::abstract_text(&text.raw())), "\n\n");
    let notes = element.children("note").filter(|note| {
        !note.attribute("type").is_some_and(|kind| kind.contains("responsibility") || kind == "bibliography")
    });
    record.note = joined(notes.map(Element::prose), "\n\n");
    let subjects = element.children("subject").map(|subject| {
        let parts = subject.elements().map(|part| {
            let inner: Vec<String> =
                part.elements().map(Element::text).filter(|text| !text.is_empty()).collect();
            if inner.is_empty() { part.text() } else { inner.join(" ") }
        });
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" -- ")
    });
    record.keyword = joined(subjects, "; ");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::xml::fixtures;

    #[test]
    fn scripts_are_joined_in_one_record() {
        let entries = fixtures::read(&FORMAT, include_str!("../../../tests/fixtures/mods/collection.xml"));
        let book = entries[0].record.as_ref().unwrap();
        assert_eq!((book.id.as_str(), book.kind.as_str(), entries[0].line), ("hill1998", "book", 3));
        assert_eq!(book.title, "Ŏndŏk ŭi chŏnjaeng: kyŏul ŭi kirok");
        assert_eq!(
            book.custom.titles,
            [
                Titled { text: "언덕의 전쟁: 겨울의 기록".into(), lang: "ko-Kore".into() },
                Titled { text: "The War of the Hill".into(), lang: "en".into() },
            ]
        );
        assert_eq!(book.author, [Name::new("An", "T'ae-sŏk")]);
        assert_eq!(book.custom.names, ["안태석"]);
        assert_eq!(book.translator, [Name::new("Lee", "Anna")]);
        assert_eq!(book.issued.as_ref().unwrap().display(), "c. 1998–2001");
        assert_eq!(
            (book.publisher.as_deref(), book.publisher_place.as_deref()),
            (Some("Invented Press"), Some("Sŏul"))
        );
        assert_eq!(book.keyword.as_deref(), Some("Korean War, 1950-1953 -- Campaigns; Korea"));
    }

    #[test]
    fn a_host_is_the_container() {
        let entries = fixtures::read(&FORMAT, include_str!("../../../tests/fixtures/mods/collection.xml"));
        let article = entries[1].record.as_ref().unwrap();
        assert_eq!(article.kind, "article-journal");
        assert_eq!(article.container_title.as_deref(), Some("Journal of Invented History"));
        assert_eq!((article.volume.as_deref(), article.page.as_deref()), (Some("12"), Some("44-68")));
        assert_eq!(article.issued.as_ref().unwrap().display(), "June 1994");
    }
}
