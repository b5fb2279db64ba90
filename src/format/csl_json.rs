//! CSL-JSON: what Zotero, pandoc, citeproc and the DOI registries speak, and chosin's own tongue.
//!
//! The reader takes what is met in the wild (numbers as text and text as numbers, `null`, names as text, keys in any
//! case, `raw` dates) and keeps every field it does not know. It checks no item against the schema.
//! Source: the CSL-JSON schema 1.0.2 (github.com/citation-style-language/schema) and citeproc-js's input format.

use super::{Format, Likeness, Sink, clean, date, identifier, items, name, parallel};
use crate::error::Problem;
use crate::record::{Custom, Date, Day, End, Name, Record, Titled};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Write};

/// CSL-JSON.
pub const FORMAT: Format = Format {
    name: "csl-json",
    title: "CSL-JSON (Zotero, pandoc)",
    extensions: &["json", "jsonl", "ndjson"],
    detect,
    read,
    write: Some(write),
};

/// Keys that CSL-JSON has and plain JSON has not.
const OWN_KEYS: &[&str] =
    &["date-parts", "container-title", "collection-title", "publisher-place", "event-title", "citation-key"];

/// Types that CSL-JSON has and plain JSON seldom has.
const OWN_TYPES: &[&str] = &[
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "chapter",
    "paper-conference",
    "entry-encyclopedia",
    "review-book",
    "motion_picture",
    "personal_communication",
    "post-weblog",
    "speech",
    "legal_case",
    "manuscript",
];

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Kind,
    Title,
    Author,
    Editor,
    Translator,
    Issued,
    ContainerTitle,
    CollectionTitle,
    Publisher,
    PublisherPlace,
    Volume,
    Issue,
    Page,
    Edition,
    Doi,
    Isbn,
    Issn,
    Pmid,
    Url,
    Language,
    Keyword,
    Abstract,
    Note,
    Custom,
}

/// Keys in small letters, without hyphens, underscores and blanks.
const KEYS: &[(&str, Field)] = &[
    ("abstract", Field::Abstract),
    ("author", Field::Author),
    ("collectiontitle", Field::CollectionTitle),
    ("containertitle", Field::ContainerTitle),
    ("custom", Field::Custom),
    ("doi", Field::Doi),
    ("edition", Field::Edition),
    ("editor", Field::Editor),
    ("id", Field::Id),
    ("isbn", Field::Isbn),
    ("issn", Field::Issn),
    ("issue", Field::Issue),
    ("issued", Field::Issued),
    ("keyword", Field::Keyword),
    ("language", Field::Language),
    ("note", Field::Note),
    ("page", Field::Page),
    ("pmid", Field::Pmid),
    ("publisher", Field::Publisher),
    ("publisherplace", Field::PublisherPlace),
    ("title", Field::Title),
    ("translator", Field::Translator),
    ("type", Field::Kind),
    ("url", Field::Url),
    ("volume", Field::Volume),
];

/// What plain JSON calls the same things; asked only where CSL's own key is absent.
const PLAIN_KEYS: &[(&str, Field)] = &[
    ("authors", Field::Author),
    ("body", Field::Abstract),
    ("booktitle", Field::ContainerTitle),
    ("citationkey", Field::Id),
    ("container", Field::ContainerTitle),
    ("content", Field::Abstract),
    ("creator", Field::Author),
    ("creators", Field::Author),
    ("date", Field::Issued),
    ("description", Field::Abstract),
    ("docid", Field::Id),
    ("docno", Field::Id),
    ("editors", Field::Editor),
    ("journal", Field::ContainerTitle),
    ("journaltitle", Field::ContainerTitle),
    ("key", Field::Id),
    ("keywords", Field::Keyword),
    ("lang", Field::Language),
    ("link", Field::Url),
    ("name", Field::Title),
    ("notes", Field::Note),
    ("number", Field::Issue),
    ("pages", Field::Page),
    ("place", Field::PublisherPlace),
    ("publicationdate", Field::Issued),
    ("publicationyear", Field::Issued),
    ("series", Field::CollectionTitle),
    ("summary", Field::Abstract),
    ("tags", Field::Keyword),
    ("text", Field::Abstract),
    ("translators", Field::Translator),
    ("venue", Field::ContainerTitle),
    ("year", Field::Issued),
];

fn detect(head: &str) -> Likeness {
    if !items::is_json(head) || items::registry(head).is_some() {
        return Likeness::No;
    }
    let typed = || OWN_TYPES.iter().any(|kind| head.contains(&format!("\"{kind}\"")));
    let named = || items::has_key(head, "family") && items::has_key(head, "title");
    if OWN_KEYS.iter().any(|key| items::has_key(head, key)) || typed() || named() {
        Likeness::Sure
    } else if items::has_key(head, "type") && items::has_key(head, "title") {
        Likeness::Possible
    } else {
        Likeness::No
    }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let parse = &mut |bytes: &[u8]| parse(bytes, false);
    items::read(input, items::Shape { lists: &["items", "references"], inner: &[], parse }, sink)
}

/// One item's bytes; `plain` also takes what plain JSON calls the fields.
pub(super) fn parse(bytes: &[u8], plain: bool) -> Result<Record, Problem> {
    let item: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|error| Problem::new(1, items::reason(&error)))?;
    from_item(item, plain)
}

/// A CSL-JSON item as a record; with `plain`, also an object with the keys of plain JSON.
///
/// # Errors
/// A problem (without a line) where the item holds nothing to find it by.
pub fn from_item(mut item: Map<String, Value>, plain: bool) -> Result<Record, Problem> {
    let mut record = Record::default();
    let mut rest = Map::new();
    // Zotero's Better BibTeX and some libraries wrap the item once more.
    if item.len() <= 3
        && let Some(Value::Object(inner)) = item.get_mut("data")
        && !plain
        && inner.contains_key("title")
    {
        item = std::mem::take(inner);
    }
    let mut late = Vec::new();
    for (key, value) in item {
        match field_of(&key, KEYS) {
            Some(field) => {
                if let Some(value) = set(&mut record, field, value) {
                    rest.insert(key, value);
                }
            }
            None => late.push((key, value)),
        }
    }
    for (key, value) in late {
        let field =
            if plain || key == "authors" || key == "year" { field_of(&key, PLAIN_KEYS) } else { None };
        let left = match field {
            Some(field) => set(&mut record, field, value),
            None => Some(value),
        };
        if let Some(value) = left.filter(|value| !value.is_null()) {
            rest.insert(key, value);
        }
    }
    // A value that its field cannot hold is not put back under the field's own name: it would stand there a second time.
    let (taken, other): (Map<_, _>, Map<_, _>) =
        rest.into_iter().partition(|(key, _)| Record::FIELDS.contains(&key.as_str()));
    record.other = other;
    for (key, value) in taken {
        record.custom.other.entry(key).or_insert(value);
    }
    parallel::split_in(&mut record);
    if is_bare(&record) {
        let problem = Problem::new(1, "an item without title, names, abstract, container, DOI or address");
        return Err(if record.id.is_empty() { problem } else { problem.with_key(record.id) });
    }
    Ok(record)
}

/// Whether a record holds nothing to find it by.
pub(super) fn is_bare(record: &Record) -> bool {
    record.title.is_empty()
        && record.author.is_empty()
        && record.editor.is_empty()
        && record.summary.is_none()
        && record.note.is_none()
        && record.container_title.is_none()
        && record.custom.titles.is_empty()
        && record.doi.is_none()
        && record.url.is_none()
}

fn field_of(key: &str, table: &[(&str, Field)]) -> Option<Field> {
    let bare: String =
        key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect();
    table.iter().find(|(known, _)| *known == bare).map(|(_, field)| *field)
}

/// Sets a field that is not set yet; gives the value back where it does not fit or the field is taken.
fn set(record: &mut Record, field: Field, value: Value) -> Option<Value> {
    if value.is_null() {
        return None;
    }
    let line = |value: &Value| {
        text(value).map(|text| clean::line(&text).into_owned()).filter(|text| !text.is_empty())
    };
    let put = |slot: &mut Option<String>, new: Option<String>| match (slot.is_none(), new) {
        (true, Some(new)) => {
            *slot = Some(new);
            None
        }
        (_, None) if text(&value).is_some_and(|text| text.trim().is_empty()) => None,
        _ => Some(value.clone()),
    };
    match field {
        Field::Id | Field::Kind | Field::Title => {
            let slot = match field {
                Field::Id => &mut record.id,
                Field::Kind => &mut record.kind,
                _ => &mut record.title,
            };
            match line(&value) {
                Some(text) if slot.is_empty() => {
                    *slot = text;
                    None
                }
                Some(text) if *slot == text => None,
                None if value.as_str().is_some() => None,
                _ => Some(value),
            }
        }
        Field::Author | Field::Editor | Field::Translator => {
            let slot = match field {
                Field::Author => &mut record.author,
                Field::Editor => &mut record.editor,
                _ => &mut record.translator,
            };
            match names(&value) {
                Some(names) if slot.is_empty() => {
                    *slot = names;
                    None
                }
                _ => Some(value),
            }
        }
        Field::Issued => match date_of(&value) {
            // A later, fuller date is better than the year alone: `year` and `date` often stand side by side.
            Some(date) if record.issued.as_ref().is_none_or(|old| is_fuller(&date, old)) => {
                record.issued = Some(date);
                None
            }
            Some(date) => record
                .issued
                .as_ref()
                .is_none_or(|old| !is_fuller(old, &date) && *old != date)
                .then_some(value),
            None => (!is_blank(&value)).then_some(value),
        },
        Field::ContainerTitle => put(&mut record.container_title, line(&value).or_else(|| titled(&value))),
        Field::CollectionTitle => put(&mut record.collection_title, line(&value)),
        Field::Publisher => put(&mut record.publisher, line(&value).or_else(|| titled(&value))),
        Field::PublisherPlace => put(&mut record.publisher_place, line(&value)),
        Field::Volume => put(&mut record.volume, line(&value)),
        Field::Issue => put(&mut record.issue, line(&value)),
        Field::Page => put(&mut record.page, line(&value)),
        Field::Edition => put(&mut record.edition, line(&value)),
        Field::Doi => put(&mut record.doi, line(&value).map(|text| identifier::doi(&text).unwrap_or(text))),
        Field::Isbn => put(&mut record.isbn, all(&value).map(|text| identifier::isbn(&text).unwrap_or(text))),
        Field::Issn => put(&mut record.issn, all(&value).map(|text| identifier::issn(&text).unwrap_or(text))),
        Field::Pmid => {
            put(&mut record.pmid, line(&value).map(|text| identifier::pmid(&text).unwrap_or(text)))
        }
        Field::Url => put(
            &mut record.url,
            text(&value).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
        ),
        Field::Language => {
            put(&mut record.language, line(&value).and_then(|text| identifier::language(&text)))
        }
        Field::Keyword => put(&mut record.keyword, all(&value)),
        Field::Abstract => {
            let long = match &value {
                Value::Array(parts) => {
                    let parts: Vec<String> = parts.iter().filter_map(text).collect();
                    (!parts.is_empty()).then(|| parts.join("\n\n"))
                }
                _ => text(&value),
            };
            match long {
                // What only says that there is none is not kept.
                Some(long) if record.summary.is_none() => {
                    record.summary = clean::abstract_text(&long);
                    None
                }
                _ => (!is_blank(&value)).then_some(value),
            }
        }
        Field::Note => {
            let note = text(&value).map(|note| {
                // Zotero's notes are HTML; its "extra" field is lines of `key: value`, which stay lines.
                if note.contains("</") {
                    clean::paragraphs(&note).into_owned()
                } else {
                    note.trim().to_owned()
                }
            });
            put(&mut record.note, note.filter(|note| !note.is_empty()))
        }
        Field::Custom => {
            custom(&mut record.custom, value);
            None
        }
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_blank),
        Value::Object(map) => map.values().all(is_blank),
        _ => false,
    }
}

/// A text, number or truth value as text; of a list its first.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(list) if list.len() == 1 => {
            list.first().filter(|first| !first.is_array()).and_then(text)
        }
        _ => None,
    }
}

/// The `title` or `name` of an object: some have a journal as an object.
fn titled(value: &Value) -> Option<String> {
    let map = value.as_object()?;
    ["title", "name", "display_name"]
        .iter()
        .find_map(|key| map.get(*key)?.as_str())
        .map(|text| clean::line(text).into_owned())
}

/// Every text of a list, parted by `; `.
fn all(value: &Value) -> Option<String> {
    let joined = match value {
        Value::Array(list) => {
            let word = |value: &Value| {
                text(value).or_else(|| titled(value)).or_else(|| value.get("tag").and_then(text))
            };
            list.iter().filter_map(word).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("; ")
        }
        _ => text(value)?,
    };
    let joined = clean::line(&joined).into_owned();
    (!joined.is_empty()).then_some(joined)
}

/// Names as a list of objects or texts, as one of either; `None` where there is none.
fn names(value: &Value) -> Option<Vec<Name>> {
    let names: Vec<Name> = match value {
        Value::Array(list) => list.iter().flat_map(|one| names(one).unwrap_or_default()).collect(),
        Value::String(text) => name::list(text),
        Value::Object(map) => name_of(map).into_iter().collect(),
        _ => return None,
    };
    (!names.is_empty()).then_some(names)
}

fn name_of(map: &Map<String, Value>) -> Option<Name> {
    let part = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| map.get(*key).and_then(text))
            .map(|text| clean::line(&text).trim().to_owned())
            .unwrap_or_default()
    };
    let mut name = Name {
        family: part(&["family", "last", "lastName", "last_name", "familyName", "surname", "Family"]),
        given: part(&["given", "first", "firstName", "first_name", "givenName", "forename", "Given"]),
        dropping_particle: part(&["dropping-particle", "droppingParticle"]),
        non_dropping_particle: part(&["non-dropping-particle", "nonDroppingParticle"]),
        suffix: part(&["suffix"]),
        literal: part(&["literal"]),
    };
    if name.is_empty() {
        name = name::parse(&part(&["name", "fullName", "display_name", "raw", "creatorName", "text"]));
    }
    (!name.is_empty()).then_some(name)
}

/// A CSL date, or a text or number that is one.
fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => date::parse(text),
        Value::Number(number) => date::parse(&number.to_string()),
        Value::Array(list) => match list.as_slice() {
            [Value::Array(_), ..] => span(list),
            [Value::Number(_) | Value::String(_), ..] => {
                day(value).map(Date::on).or_else(|| date_of(list.first()?))
            }
            [Value::Object(_)] => date_of(list.first()?),
            _ => None,
        },
        Value::Object(map) => {
            let get = |key: &str| map.get(key).filter(|value| !value.is_null());
            let worded = || get("literal").or_else(|| get("raw")).or_else(|| get("date-time")).and_then(text);
            let parts = get("date-parts").or_else(|| get("dateParts")).or_else(|| get("date_parts"));
            let mut date = match parts.and_then(Value::as_array).and_then(|parts| span(parts)) {
                Some(date) => Date { literal: get("literal").and_then(text), ..date },
                // `{"year": 1950, "month": 6}`
                None => match get("year").and_then(number) {
                    Some(year) => {
                        let whole = |key| get(key).and_then(number);
                        date::from_parts(i32::try_from(year).ok(), whole("month"), whole("day"))?
                    }
                    None => date::parse(&worded()?)?,
                },
            };
            date.season = get("season").and_then(season).or(date.season);
            date.circa |= get("circa").is_some_and(|circa| match circa {
                Value::Bool(truth) => *truth,
                Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
                other => number(other).is_some_and(|number| number != 0),
            });
            Some(date)
        }
        _ => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().filter(|f| f.abs() < 1e9).map(|f| f as i64))
        }
        Value::String(text) => text.trim().parse().ok(),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(number),
        _ => None,
    }
}

fn season(value: &Value) -> Option<u8> {
    // Seasons 5 to 8 are those of the southern half, as citeproc has them; 13 to 16 and 21 to 24 are other tools'.
    let numbered = number(value).and_then(|season| match season {
        1..=4 => Some(season),
        5..=8 => Some(season - 4),
        13..=16 => Some(season - 12),
        21..=24 => Some(season - 20),
        _ => None,
    });
    numbered
        .and_then(|season| u8::try_from(season).ok())
        .or_else(|| date::parse(&format!("{} 2000", value.as_str()?))?.season)
}

fn day(value: &Value) -> Option<Day> {
    let list = value.as_array()?;
    let year = number(list.first()?)?;
    date::from_parts(i32::try_from(year).ok(), list.get(1).and_then(number), list.get(2).and_then(number))?
        .start
}

fn span(parts: &[Value]) -> Option<Date> {
    let start = parts.first().and_then(day)?;
    let end = match parts.get(1) {
        Some(last)
            if last
                .as_array()
                .is_some_and(|last| matches!(last.as_slice(), [zero] if number(zero) == Some(0))) =>
        {
            Some(End::Open)
        }
        Some(last) => day(last).map(End::On),
        None => None,
    };
    Some(Date { end, ..Date::on(start) })
}

/// Whether a date says more than another of the same year.
fn is_fuller(date: &Date, old: &Date) -> bool {
    match (date.start, old.start) {
        (Some(new), Some(old_day)) => new.year == old_day.year && old_day.month == 0 && new.month > 0,
        (Some(_), None) => true,
        _ => false,
    }
}

fn custom(custom: &mut Custom, value: Value) {
    let Value::Object(map) = value else {
        custom.other.insert("custom".into(), value);
        return;
    };
    for (key, value) in map {
        match (key.as_str(), &value) {
            ("titles", Value::Array(list)) => {
                let title = |value: &Value| {
                    let get = |key| value.get(key).and_then(text).unwrap_or_default();
                    let text = value.as_str().map_or_else(|| get("text"), str::to_owned);
                    Titled { text: clean::line(&text).into_owned(), lang: get("lang") }
                };
                custom.titles.extend(list.iter().map(title).filter(|title| !title.text.is_empty()));
            }
            ("names", Value::Array(list)) => {
                custom.names.extend(list.iter().filter_map(text).filter(|text| !text.trim().is_empty()));
            }
            _ => {
                custom.other.insert(key, value);
            }
        }
    }
}

/// Writes an array with one item a line.
fn write(records: &[Record], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, record) in records.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
    }
    out.write_all(b"\n]\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, entries, records};

    const PAGE: &str = include_str!("../../tests/fixtures/json/csl.json");

    #[test]
    fn items_in_the_wild_are_read_and_a_broken_one_costs_itself() {
        let entries = entries(&FORMAT, PAGE);
        assert_eq!(
            entries.iter().map(|entry| (entry.line, entry.record.is_ok())).collect::<Vec<_>>(),
            [(2, true), (23, true), (35, false), (42, true)]
        );
        let first = entries[0].record.as_ref().unwrap();
        assert_eq!(first.title, "Ferries of the Narrow Strait & Beyond");
        assert_eq!(first.issued.as_ref().unwrap().display(), "4 March 1998");
        assert_eq!(first.author[2], Name::literal("Harbor Board of Pusan"));
        assert_eq!((first.volume.as_deref(), first.doi.as_deref()), (Some("12"), Some("10.5555/JF.1998.17")));
        assert_eq!(first.summary.as_deref(), Some("Three boats kept a town fed.\n\nA fourth sank."));
        assert_eq!(first.custom.titles[0].lang, "ko");
        assert_eq!(
            (&first.other["archive"], &first.custom.other["shelf"]),
            (&"Harbor Archive".into(), &"B7".into())
        );
        let second = entries[1].record.as_ref().unwrap();
        assert_eq!(
            (second.id.as_str(), second.kind.as_str(), second.title.as_str()),
            ("17", "book", "A Harbor in Winter")
        );
        assert_eq!((second.author[0].key(), second.author[1].key()), ("Ferryman".into(), "Applegate".into()));
        assert_eq!(second.issued.as_ref().unwrap().display(), "c. Winter 1950–1951");
        assert_eq!(
            (second.isbn.as_deref(), second.pmid.as_deref(), second.language.as_deref()),
            (Some("9780000000002"), Some("123"), Some("en"))
        );
        assert!(entries[2].record.as_ref().unwrap_err().message.contains("quotes"));
    }

    #[test]
    fn a_value_that_a_field_cannot_hold_is_kept_apart_and_does_not_break_the_record() {
        for key in Record::FIELDS.iter().filter(|key| !["id", "title", "custom"].contains(key)) {
            let item =
                format!("{{\"id\":\"a\",\"title\":\"A ferry\",\"{key}\":{{\"deep\":[1,{{\"x\":2}}]}}}}");
            let record = parse(item.as_bytes(), true).unwrap();
            let again: Record = serde_json::from_str(&record.to_json()).unwrap();
            assert_eq!((&again, again.title.as_str()), (&record, "A ferry"), "{key}");
        }
        let twice = parse(br#"{"title":"A","authors":["B"],"author":{"n":0},"Volume":3,"volume":"4"}"#, true)
            .unwrap();
        assert_eq!(serde_json::from_str::<Record>(&twice.to_json()).unwrap(), twice);
    }

    #[test]
    fn what_we_write_is_known_again_whatever_a_source_called_its_fields() {
        for (key, value) in
            [("creators", "x"), ("authorships", "x"), ("reference-count", "1"), ("attributes", "x")]
        {
            let item = format!(
                r#"[{{"id":"a","type":"book","title":"나룻배","DOI":"10.5555/a","URL":"https://openalex.org/W1",
                "issued":{{"date-parts":[[1950]]}},"custom":{{"titles":[{{"text":"A ferry"}}],"x":{{"{key}":"{value}"}}}}}}]"#
            );
            assert_eq!(
                super::super::detect(&item, "json").map(|format| format.name),
                Some("csl-json"),
                "{key}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_again_the_same() {
        let first: Vec<Record> =
            entries(&FORMAT, PAGE).into_iter().filter_map(|entry| entry.record.ok()).collect();
        let mut text = Vec::new();
        write(&first, &mut text).unwrap();
        let again: Vec<Record> = records(&FORMAT, &text).into_iter().map(|(_, record)| record).collect();
        assert_eq!(first, again);
        text.clear();
        write(&[], &mut text).unwrap();
        assert!(entries(&FORMAT, &text).is_empty());
    }

    #[test]
    fn lines_wrappers_and_rows_of_objects_are_read_alike() {
        let item = |id: usize| format!("{{\"id\":\"{id}\",\"title\":\"T {{[\\\"}}\",\"type\":\"book\"}}");
        let (a, b) = (item(1), item(2));
        for text in [
            format!("{a}\n{b}\n"),
            format!("{a}{b}"),
            format!("[{a},{b}]"),
            format!("{{\"x\":[1,{{}}],\"items\":[\n{a}\n,{b}],\"y\":{{\"z\":\"]\"}}}}"),
            format!("{a},\r\n{b}"),
            format!("[[{a}],[{b}]]"),
        ] {
            let ids: Vec<String> = records(&FORMAT, &text).into_iter().map(|(_, record)| record.id).collect();
            assert_eq!(ids, ["1", "2"], "{text}");
        }
    }

    #[test]
    fn depth_and_ends_are_limited() {
        let deep = format!("[{{\"title\":{}", "[".repeat(100_000));
        assert_eq!(entries(&FORMAT, &deep).len(), 1);
        for text in
            ["", "[", "[]", "{", "]", "}}}}", "[{", "[[[[", "\"", "[\"a", "{\"items\":", "{\"items\":["]
        {
            assert!(entries(&FORMAT, text).iter().all(|entry| entry.record.is_err()), "{text}");
        }
    }

    #[test]
    fn a_list_larger_than_its_items_streams() {
        // 200,000 items through an input that gives a few bytes at a time.
        let item = "{\"id\":\"x\",\"title\":\"A\"},\n".repeat(2_000);
        let mut input =
            io::BufReader::with_capacity(7, io::Cursor::new(format!("[{item}{{\"title\":\"last\"}}]")));
        let mut count = 0;
        read(&mut input, &mut |entry| {
            assert!(entry.record.is_ok());
            count += 1;
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(count, 2_001);
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, PAGE);
        check_any_damage(&FORMAT, &PAGE.replace('\n', ""));
    }

    proptest::proptest! {
        #[test]
        fn any_json_is_read(text in "[\\[\\]{}\",:a\\\\\n 0-9]{0,60}") {
            let _ = entries(&FORMAT, &text);
        }
    }
}
