//! The records of one work -> one record: the fullest value of each field, all identifiers, and where each is from.

use super::title::{Likeness, Title};
use crate::record::{Date, End, Name, Record, RecordId, Titled};
use crate::search::Source;
use serde_json::{Map, Value};

/// A record of a work, and where it was read.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The record as it was read.
    pub record: Record,
    /// Its path, line, format and key.
    pub source: Source,
}

/// Combines the records of a work; of equally full values the first one's is taken, so their order must not be that of reading.
/// A source whose `taken` is empty while it is the only one gave every field.
#[must_use]
pub fn combine(id: &RecordId, mut pieces: Vec<Piece>) -> (Record, Vec<Source>) {
    if pieces.len() == 1
        && let Some(piece) = pieces.pop()
    {
        return (Record { id: id.clone(), ..piece.record }, vec![piece.source]);
    }
    let mut combined = Combined::new(&pieces);
    combined.title();
    combined.names(|record| &mut record.author, "author");
    combined.names(|record| &mut record.editor, "editor");
    combined.names(|record| &mut record.translator, "translator");
    combined.field("type", |record| &mut record.kind, |kind| specific(kind));
    combined.field("issued", |record| &mut record.issued, |date| date.as_ref().map_or(0, precise));
    for (name, field) in TEXTS {
        combined.field(name, field, |text| text.as_deref().map_or(0, |text| text.trim().chars().count()));
    }
    combined.union("ISBN", |record| &mut record.isbn, " ");
    combined.union("ISSN", |record| &mut record.issn, " ");
    combined.union("note", |record| &mut record.note, "\n\n");
    combined.union("keyword", |record| &mut record.keyword, "; ");
    combined.numbers();
    combined.custom();
    combined.other();
    let Combined { mut record, sources, .. } = combined;
    record.id.clone_from(id);
    (record, sources)
}

type Text = fn(&mut Record) -> &mut Option<String>;

/// Fields of which the longest value is the fullest.
const TEXTS: [(&str, Text); 13] = [
    ("container-title", |record| &mut record.container_title),
    ("collection-title", |record| &mut record.collection_title),
    ("publisher", |record| &mut record.publisher),
    ("publisher-place", |record| &mut record.publisher_place),
    ("volume", |record| &mut record.volume),
    ("issue", |record| &mut record.issue),
    ("page", |record| &mut record.page),
    ("edition", |record| &mut record.edition),
    ("DOI", |record| &mut record.doi),
    ("PMID", |record| &mut record.pmid),
    ("URL", |record| &mut record.url),
    ("language", |record| &mut record.language),
    ("abstract", |record| &mut record.summary),
];

/// How much a type says.
fn specific(kind: &str) -> usize {
    match kind {
        "" => 0,
        "document" | "other" => 1,
        "article" => 2,
        _ => 3,
    }
}

/// How much a date says.
fn precise(date: &Date) -> usize {
    let day = |year: i32, month: u8, day: u8| {
        usize::from(year != 0) + usize::from(month > 0) + usize::from(day > 0)
    };
    let start = date.start.map_or(0, |start| 10 * day(start.year, start.month, start.day));
    let end = match date.end {
        Some(End::On(end)) => day(end.year, end.month, end.day),
        Some(End::Open) => 1,
        None => 0,
    };
    start + end + usize::from(date.season.is_some()) + usize::from(date.literal.is_some())
}

struct Combined {
    record: Record,
    pieces: Vec<Record>,
    sources: Vec<Source>,
}

impl Combined {
    fn new(pieces: &[Piece]) -> Self {
        Self {
            record: Record::default(),
            pieces: pieces.iter().map(|piece| piece.record.clone()).collect(),
            sources: pieces.iter().map(|piece| piece.source.clone()).collect(),
        }
    }

    /// Takes the fullest value of a field; 0 is empty.
    fn field<T: Clone + PartialEq + serde::Serialize + Default>(
        &mut self,
        name: &str,
        field: fn(&mut Record) -> &mut T,
        full: impl Fn(&T) -> usize,
    ) {
        let values: Vec<T> = self.pieces.iter_mut().map(|record| std::mem::take(field(record))).collect();
        let weights: Vec<usize> = values.iter().map(&full).collect();
        let most = weights.iter().copied().max().unwrap_or(0);
        let Some(best) = weights.iter().position(|weight| *weight == most && most > 0) else { return };
        for (at, (value, source)) in values.iter().zip(&mut self.sources).enumerate() {
            if at == best {
                source.taken.push(name.to_owned());
                field(&mut self.record).clone_from(value);
            } else if full(value) > 0
                && values.get(best) != Some(value)
                && let Ok(value) = serde_json::to_value(value)
            {
                source.passed_over.insert(name.to_owned(), value);
            }
        }
    }

    /// The fullest title; titles in other scripts or languages stand beside it.
    fn title(&mut self) {
        let titles: Vec<(String, Option<String>)> =
            self.pieces.iter().map(|record| (record.title.clone(), record.language.clone())).collect();
        self.field("title", |record| &mut record.title, |title| title.trim().chars().count());
        let own = titles.iter().find(|(title, _)| *title == self.record.title);
        let own = Title::of(&self.record.title, own.and_then(|(_, language)| language.as_deref()));
        for (title, language) in titles {
            let other = Title::of(&title, language.as_deref());
            if !other.is_empty() && own.likeness(&other) == Likeness::Open {
                self.add_title(Titled { text: title, lang: language.unwrap_or_default() });
            }
        }
    }

    fn add_title(&mut self, title: Titled) {
        let known = self.record.custom.titles.iter().any(|other| other.text == title.text);
        if !known && title.text != self.record.title {
            self.record.custom.titles.push(title);
        }
    }

    /// The list with most names, of those the one that writes them out most; names in another script stand beside it.
    fn names(&mut self, field: fn(&mut Record) -> &mut Vec<Name>, name: &str) {
        const NAME: usize = 10_000;
        let lists: Vec<Vec<Name>> = self.pieces.iter_mut().map(|record| field(record).clone()).collect();
        self.field(name, field, |names| {
            names
                .iter()
                .filter(|name| !name.is_empty())
                .map(|name| NAME + name.display().chars().count())
                .sum()
        });
        let latin = |text: &str| text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
        let own: Vec<String> = field(&mut self.record).iter().map(Name::display).collect();
        let is_latin = own.iter().all(|name| latin(name));
        for other in lists.iter().flatten().map(Name::display) {
            if latin(&other) != is_latin
                && !own.contains(&other)
                && !self.record.custom.names.contains(&other)
            {
                self.record.custom.names.push(other);
            }
        }
    }

    /// Every value that no other holds.
    fn union(&mut self, name: &str, field: Text, between: &str) {
        let mut all: Vec<String> = Vec::new();
        for (record, source) in self.pieces.iter_mut().zip(&mut self.sources) {
            let Some(text) = field(record).take() else { continue };
            let mut gave = false;
            for value in text.split(between).map(str::trim).filter(|value| !value.is_empty()) {
                let same = |other: &String| other.to_lowercase() == value.to_lowercase();
                if !all.iter().any(same) {
                    all.push(value.to_owned());
                    gave = true;
                }
            }
            if gave {
                source.taken.push(name.to_owned());
            }
        }
        *field(&mut self.record) = (!all.is_empty()).then(|| all.join(between));
    }

    /// Further DOIs and PubMed ids, for which CSL has one place each, stand under `custom`.
    fn numbers(&mut self) {
        for name in ["DOI", "PMID"] {
            let own = if name == "DOI" { self.record.doi.clone() } else { self.record.pmid.clone() };
            let mut more: Vec<Value> = Vec::new();
            for value in self.sources.iter().filter_map(|source| source.passed_over.get(name)) {
                let Some(text) = value.as_str() else { continue };
                let same = own.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(text));
                if !same
                    && !more
                        .iter()
                        .any(|other| other.as_str().is_some_and(|other| other.eq_ignore_ascii_case(text)))
                {
                    more.push(value.clone());
                }
            }
            if !more.is_empty() {
                self.record.custom.other.insert(name.to_owned(), Value::Array(more));
            }
        }
    }

    fn custom(&mut self) {
        let customs: Vec<_> =
            self.pieces.iter_mut().map(|record| std::mem::take(&mut record.custom)).collect();
        for custom in customs {
            for title in custom.titles {
                self.add_title(title);
            }
            for name in custom.names {
                if !self.record.custom.names.contains(&name) {
                    self.record.custom.names.push(name);
                }
            }
            for (key, value) in custom.other {
                fuller(&mut self.record.custom.other, key, value);
            }
        }
    }

    fn other(&mut self) {
        for at in 0..self.pieces.len() {
            let Some(record) = self.pieces.get_mut(at) else { continue };
            for (key, value) in std::mem::take(&mut record.other) {
                fuller(&mut self.record.other, key, value);
            }
        }
        for source in &mut self.sources {
            // What is written as in the record needs no second mention.
            source.passed_over.retain(|_, value| !value.is_null());
        }
    }
}

/// Puts a value into a map, unless a fuller one is there.
fn fuller(map: &mut Map<String, Value>, key: String, value: Value) {
    let length = |value: &Value| value.as_str().map_or_else(|| value.to_string().len(), str::len);
    match map.get(&key) {
        Some(there) if length(there) >= length(&value) => {}
        _ => {
            map.insert(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(path: &str, json: &str) -> Piece {
        let record: Record = serde_json::from_str(json).unwrap();
        let source = Source { path: path.into(), line: 1, key: record.id.clone(), ..Source::default() };
        Piece { record, source }
    }

    #[test]
    fn the_fullest_value_of_each_field_is_taken_and_its_source_named() {
        let (record, sources) = combine(
            &"cumings1981".into(),
            vec![
                piece(
                    "a",
                    r#"{"id":"x","type":"document","title":"Origins","author":[{"family":"Cumings","given":"B."}],"issued":{"date-parts":[[1981]]},"page":"1","note":"mine","DOI":"10.1/a","ISBN":"111"}"#,
                ),
                piece(
                    "b",
                    r#"{"id":"y","type":"book","title":"Origins: Liberation","author":[{"family":"Cumings","given":"Bruce"}],"issued":{"date-parts":[[1981,5]]},"page":"1-20","note":"yours","DOI":"10.1/b","ISBN":"111 222","archive":"NARA"}"#,
                ),
            ],
        );
        assert_eq!((record.id.as_str(), record.kind.as_str()), ("cumings1981", "book"));
        assert_eq!((record.title.as_str(), record.page.as_deref()), ("Origins: Liberation", Some("1-20")));
        assert_eq!(record.author[0].given, "Bruce");
        assert_eq!(
            (record.note.as_deref(), record.isbn.as_deref()),
            (Some("mine\n\nyours"), Some("111 222"))
        );
        assert_eq!(
            (record.doi.as_deref(), &record.custom.other["DOI"][0]),
            (Some("10.1/a"), &"10.1/b".into())
        );
        assert_eq!(record.other["archive"], "NARA");
        assert_eq!(record.issued.unwrap().display(), "May 1981");
        assert_eq!(sources[0].passed_over["title"], "Origins");
        assert!(
            sources[1].taken.contains(&"title".to_owned()) && !sources[0].taken.contains(&"title".to_owned())
        );
    }

    #[test]
    fn titles_and_names_in_other_scripts_stand_beside() {
        let (record, _) = combine(
            &"pak".into(),
            vec![
                piece(
                    "a",
                    r#"{"title":"한국전쟁의 기원","author":[{"family":"박","given":"명림"}],"DOI":"10.1/x"}"#,
                ),
                piece(
                    "b",
                    r#"{"title":"The Origins of the Korean War","author":[{"family":"Pak","given":"Myŏngnim"}],"DOI":"10.1/x"}"#,
                ),
            ],
        );
        assert_eq!(record.title, "The Origins of the Korean War");
        assert_eq!(record.custom.titles[0].text, "한국전쟁의 기원");
        assert_eq!(record.custom.names, [Name::new("박", "명림").display()]);
    }

    #[test]
    fn one_piece_stays_as_it_is() {
        let only = piece("a", r#"{"id":"k","title":"T","custom":{"x":1}}"#);
        let (record, sources) = combine(&"k2".into(), vec![only.clone()]);
        assert_eq!(record, Record { id: "k2".into(), ..only.record });
        assert_eq!(sources, [only.source]);
    }
}
