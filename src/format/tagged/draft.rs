//! A record in the making: what slots put into it, and what is settled when all are in.
//!
//! Of several values for one slot the better counts; names, dates and pages are read here. Dialects know nothing of it.

use super::slot::Slot;
use crate::format::{clean, date, edtf, identifier, name, parallel};
use crate::record::{Date, Name, Record, Titled};
use serde_json::Value;

/// A record in the making.
#[derive(Default)]
struct Draft<'a> {
    number: Option<&'a str>,
    label: Option<&'a str>,
    title: Option<(u8, &'a str)>,
    container: Option<(u8, &'a str)>,
    second_container: Option<&'a str>,
    short: Option<&'a str>,
    series: Option<(u8, &'a str)>,
    url: Option<(u8, &'a str)>,
    year: Option<&'a str>,
    dates: [Option<&'a str>; 3],
    authors: Vec<Name>,
    full_authors: Vec<Name>,
    keywords: Vec<String>,
    summaries: Vec<&'a str>,
    notes: Vec<&'a str>,
    start: Option<&'a str>,
    end: Option<&'a str>,
    doi: Option<String>,
    accession: Option<&'a str>,
    databases: Vec<&'a str>,
}

fn better<'a>(place: &mut Option<(u8, &'a str)>, rank: u8, value: &'a str) {
    if place.is_none_or(|(other, _)| rank < other) {
        *place = Some((rank, value));
    }
}

fn line(value: &str) -> String {
    clean::line(value).trim().to_owned()
}

fn fill(place: &mut Option<String>, value: &str) {
    if place.is_none() {
        *place = Some(line(value)).filter(|text| !text.is_empty());
    }
}

/// The record that values make. `kind` is its CSL type, `language` its language where these fields are but a part of it.
pub fn record<'a>(
    kind: &str,
    language: Option<&str>,
    fields: impl IntoIterator<Item = (Slot, &'a str)>,
) -> Record {
    let mut record = Record { kind: kind.to_owned(), ..Record::default() };
    let mut draft = Draft::default();
    for (slot, value) in fields {
        put(&mut record, &mut draft, slot, value);
    }
    finish(&mut record, draft, language);
    record
}

fn put<'a>(record: &mut Record, draft: &mut Draft<'a>, slot: Slot, value: &'a str) {
    match slot {
        Slot::Kind | Slot::Keep | Slot::Skip => {}
        Slot::Id => {
            if record.id.is_empty() && is_id(value) {
                value.clone_into(&mut record.id);
            } else {
                draft.number = draft.number.or(Some(value));
            }
        }
        Slot::Label => draft.label = draft.label.or(Some(value)),
        Slot::Title(rank) => better(&mut draft.title, rank, value),
        Slot::OtherTitle => {
            record.custom.titles.push(Titled { text: line(value), lang: String::new() });
        }
        Slot::Author => draft.authors.extend(names(value)),
        Slot::FullAuthor => draft.full_authors.extend(names(value)),
        Slot::Body => draft.full_authors.push(Name::literal(line(value))),
        Slot::Editor => record.editor.extend(names(value)),
        Slot::Translator => record.translator.extend(names(value)),
        Slot::OtherNames(key) => {
            let names = names(value).filter_map(|name| serde_json::to_value(name).ok());
            if let Value::Array(list) = record.other.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
                list.extend(names);
            }
        }
        Slot::OtherName => record.custom.names.push(line(value)),
        Slot::Container(rank) => {
            if draft.container.is_some_and(|(other, _)| rank < other) {
                draft.second_container = draft.container.map(|(_, value)| value);
            } else if draft.container.is_some() && draft.second_container.is_none() {
                draft.second_container = Some(value);
            }
            better(&mut draft.container, rank, value);
        }
        Slot::Short => draft.short = draft.short.or(Some(value)),
        Slot::Series(rank) => better(&mut draft.series, rank, value),
        Slot::Year => draft.year = draft.year.or(Some(value)),
        Slot::Date(rank) => {
            if let Some(place) = draft.dates.get_mut(usize::from(rank)) {
                *place = place.or(Some(value));
            }
        }
        Slot::Accessed => {
            if let Some(date) = dated(value).and_then(|date| serde_json::to_value(date).ok()) {
                record.other.entry("accessed").or_insert(date);
            }
        }
        Slot::Abstract => draft.summaries.push(value),
        Slot::Note => draft.notes.push(value),
        Slot::Keyword => draft.keywords.extend(value.split(['\n', ';']).map(line)),
        Slot::Keywords => draft.keywords.extend(clean::line(value).split(';').map(line)),
        Slot::Volume => fill(&mut record.volume, value),
        Slot::Issue => fill(&mut record.issue, value),
        Slot::Start => draft.start = draft.start.or(Some(value)),
        Slot::End => draft.end = draft.end.or(Some(value)),
        Slot::Edition => fill(&mut record.edition, value),
        Slot::Publisher => fill(&mut record.publisher, value),
        Slot::Place => fill(&mut record.publisher_place, value),
        Slot::Serial => {
            add_number(&mut record.isbn, identifier::isbn(value));
            add_number(&mut record.issn, identifier::issn(value));
        }
        Slot::Doi => {
            draft.doi =
                draft.doi.take().or_else(|| Some(identifier::doi(value).unwrap_or_else(|| line(value))))
        }
        Slot::MarkedDoi if value.contains("[doi]") => {
            draft.doi = draft.doi.take().or_else(|| identifier::doi(value))
        }
        Slot::MarkedDoi => {}
        Slot::DoiOrGenre => match identifier::doi(value) {
            Some(doi) => draft.doi = draft.doi.take().or(Some(doi)),
            None if record.kind.starts_with("article") => {}
            None => put(record, draft, Slot::Text("genre"), value),
        },
        Slot::Pmid => record.pmid = record.pmid.take().or_else(|| identifier::pmid(value)),
        Slot::Accession => draft.accession = draft.accession.or(Some(value)),
        Slot::Database => draft.databases.push(value),
        Slot::Url(rank) => {
            let is_address =
                |word: &&str| ["http://", "https://", "ftp://"].iter().any(|start| word.starts_with(start));
            if let Some(url) =
                value.split(|c: char| c.is_whitespace() || c == '<' || c == '>').find(is_address)
            {
                better(&mut draft.url, rank, url);
            }
        }
        Slot::Language => {
            if record.language.is_none() {
                record.language = identifier::language(&line(value));
            }
        }
        Slot::Text(key) => {
            let text = line(value);
            if !text.is_empty() {
                record.other.entry(key).or_insert_with(|| Value::from(text));
            }
        }
    }
}

fn finish(record: &mut Record, draft: Draft, language: Option<&str>) {
    if let Some(label) = draft.label.filter(|label| record.id.is_empty() && draft.number == Some(label)) {
        label.clone_into(&mut record.id);
    }
    record.title = draft.title.map(|(_, title)| line(title)).unwrap_or_default();
    record.container_title = draft.container.map(|(_, title)| line(title)).filter(|title| !title.is_empty());
    let short = draft.short.or(draft.second_container).map(line);
    match short.filter(|short| !short.is_empty()) {
        Some(short) if record.container_title.is_none() => record.container_title = Some(short),
        Some(short) if record.container_title.as_ref() != Some(&short) => {
            record.other.insert("container-title-short".to_owned(), Value::from(short));
        }
        _ => {}
    }
    record.collection_title = draft.series.map(|(_, title)| line(title)).filter(|title| !title.is_empty());
    record.author = if draft.full_authors.is_empty() { draft.authors } else { draft.full_authors };
    record.issued = issued(draft.year, draft.dates);
    let summaries: Vec<String> = draft.summaries.into_iter().filter_map(clean::abstract_text).collect();
    record.summary = joined(summaries);
    record.note =
        joined(draft.notes.into_iter().map(|note| clean::paragraphs(note).trim().to_owned()).collect());
    let mut keywords = draft.keywords;
    keywords.retain(|word| !word.is_empty());
    record.keyword = (!keywords.is_empty()).then(|| keywords.join("; "));
    record.page = pages(draft.start, draft.end);
    record.url = draft.url.map(|(_, url)| url.to_owned());
    record.doi = draft
        .doi
        .filter(|doi| !doi.is_empty())
        .or_else(|| record.url.as_deref().filter(|url| url.contains("doi.org/")).and_then(identifier::doi));
    let pubmed =
        |name: &&str| ["pubmed", "medline"].iter().any(|known| name.to_ascii_lowercase().contains(known));
    if record.pmid.is_none() && draft.databases.iter().any(pubmed) {
        record.pmid = draft.accession.and_then(identifier::pmid);
    }
    if let Some((title, further)) = parallel::split(&record.title, record.language.as_deref().or(language)) {
        record.title = title;
        further.into_iter().for_each(|titled| parallel::add(record, titled));
    }
    parallel::name_languages(record);
}

/// Texts under one another, equal ones once.
fn joined(texts: Vec<String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !text.is_empty() && !all.contains(&text) {
            all.push(text);
        }
    }
    (!all.is_empty()).then(|| all.join("\n\n"))
}

/// Whether a source's word for a record can be its id: a running number of one program cannot.
pub fn is_id(value: &str) -> bool {
    value.len() <= 100 && value.contains(|c: char| c.is_alphabetic()) && !value.contains(char::is_whitespace)
}

/// The names in a value: one on each line, or parted by semicolons. A comma at the end marks a body (EndNote).
fn names(value: &str) -> impl Iterator<Item = Name> {
    value
        .split(['\n', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| match part.strip_suffix(',') {
            Some(body) if !body.contains(',') => Name::literal(line(body)),
            _ => name::parse(part),
        })
        .filter(|name| !name.is_empty())
}

fn add_number(place: &mut Option<String>, number: Option<String>) {
    let Some(number) = number else { return };
    match place {
        None => *place = Some(number),
        Some(known) => {
            for one in number.split(' ') {
                if !known.split(' ').any(|other| other == one) {
                    known.push(' ');
                    known.push_str(one);
                }
            }
        }
    }
}

/// "44" and "68"; "44-68" and nothing. What Ovid writes for no pages is none.
fn pages(start: Option<&str>, end: Option<&str>) -> Option<String> {
    let (start, end) = (start.map(line).unwrap_or_default(), end.map(line).unwrap_or_default());
    if start.starts_with("No Pagination") || (start == "No" && end == "Specified") {
        return None;
    }
    let page = match (start.is_empty(), end.is_empty()) {
        (true, true) => return None,
        (true, false) => end,
        (false, false) if start != end && !start.contains(['-', '–', ',']) => format!("{start}-{end}"),
        _ => start,
    };
    Some(page.replace(['–', '—'], "-"))
}

/// A date as RIS has it (`1950/06/25/words`), or as anybody has it.
pub fn dated(value: &str) -> Option<Date> {
    let value = value.trim();
    if !value.contains(char::is_alphanumeric) {
        return None;
    }
    let mut parts = value.splitn(4, '/');
    if let (Some(year), Some(month), Some(day), Some(words)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    {
        if let Some(date) = edtf::parse(words) {
            return Some(date);
        }
        if words.is_empty() || date::parse(value).is_none_or(|date| date.literal.is_some()) {
            return date::parse(format!("{year}/{month}/{day}").trim_end_matches('/'));
        }
    }
    edtf::parse(value).or_else(|| date::parse(value))
}

/// The finest date that does not gainsay the year.
fn issued(year: Option<&str>, dates: [Option<&str>; 3]) -> Option<Date> {
    let mut best = year.and_then(dated);
    for text in dates.into_iter().flatten() {
        let Some(known) = best.as_ref() else {
            best = dated(text);
            continue;
        };
        let Some(start) = known.start else { continue };
        if start.month > 0 || known.end.is_some() || known.season.is_some() || known.literal.is_some() {
            break;
        }
        let finer = dated(text)
            .filter(|date| date.start.is_some())
            .or_else(|| dated(&format!("{} {text}", start.year)))
            .filter(|date| date.literal.is_none() && date.start.is_some_and(|day| day.year == start.year));
        if finer.as_ref().is_some_and(|date| date != known) {
            best = finer;
        }
    }
    best
}
