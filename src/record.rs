//! One bibliographic record, in CSL-JSON's terms: what every format reads into and every view shows.
//!
//! It is strict where files are not: readers in `format` bring what they find into this shape. Fields that
//! no view, filter or style of ours looks at are kept as they came in [`Record::other`], so that
//! nothing is lost on the way back out. Source: the CSL-JSON schema 1.0.2 and the CSL 1.0.2 specification.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;

#[cfg(test)]
pub(crate) mod arbitrary;
mod date;
mod field;
mod name;

pub use date::{Date, Day, End, MONTHS};
pub use field::Field;
pub use name::{Name, is_east_asian};

/// A record's id: what is cited, listed and linked; it never changes once given.
pub type RecordId = String;

/// A bibliographic record. Its JSON is a CSL-JSON item.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Record {
    /// The id; empty while a source gave none and the library has not yet given one.
    pub id: RecordId,
    /// CSL's type: `book`, `article-journal`, `chapter`, `thesis`, `report`...
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The title as the work bears it; empty where the source has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The authors, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Name>,
    /// The editors, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editor: Vec<Name>,
    /// The translators, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translator: Vec<Name>,
    /// When it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// The journal, the book a chapter stands in, the newspaper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_title: Option<String>,
    /// The series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection_title: Option<String>,
    /// The publisher; for a thesis, the university.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The place of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher_place: Option<String>,
    /// The volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// The issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The pages, as `44-68`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The DOI, bare (`10.1162/...`), as the source wrote its letters.
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// The ISBN; several stand apart by a blank, as CSL has it.
    #[serde(rename = "ISBN", skip_serializing_if = "Option::is_none")]
    pub isbn: Option<String>,
    /// The ISSN; several stand apart by a blank.
    #[serde(rename = "ISSN", skip_serializing_if = "Option::is_none")]
    pub issn: Option<String>,
    /// The PubMed id.
    #[serde(rename = "PMID", skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// A web address.
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The language, as a BCP 47 tag where the source's word for it is known (`en`, `ko`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Keywords, as CSL has them: one text, parted by `; `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// The abstract; paragraphs are parted by an empty line.
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The scholar's own notes, kept apart from the abstract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What CSL has no field for.
    #[serde(skip_serializing_if = "Custom::is_empty")]
    pub custom: Custom,
    /// Every other field of the item, untouched: `archive`, `genre`, `event-title`...
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// By hand: a derived reader with a flattened map keeps every value aside first, which takes twice as long, and a
/// search reads one record for every hit.
impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Item;
        impl<'de> Visitor<'de> for Item {
            type Value = Record;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a CSL-JSON item")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut record = Record::default();
                while let Some(Key(key)) = map.next_key()? {
                    match &*key {
                        "id" => record.id = map.next_value()?,
                        "type" => record.kind = map.next_value()?,
                        "title" => record.title = map.next_value()?,
                        "author" => record.author = map.next_value()?,
                        "editor" => record.editor = map.next_value()?,
                        "translator" => record.translator = map.next_value()?,
                        "issued" => record.issued = map.next_value()?,
                        "container-title" => record.container_title = map.next_value()?,
                        "collection-title" => record.collection_title = map.next_value()?,
                        "publisher" => record.publisher = map.next_value()?,
                        "publisher-place" => record.publisher_place = map.next_value()?,
                        "volume" => record.volume = map.next_value()?,
                        "issue" => record.issue = map.next_value()?,
                        "page" => record.page = map.next_value()?,
                        "edition" => record.edition = map.next_value()?,
                        "DOI" => record.doi = map.next_value()?,
                        "ISBN" => record.isbn = map.next_value()?,
                        "ISSN" => record.issn = map.next_value()?,
                        "PMID" => record.pmid = map.next_value()?,
                        "URL" => record.url = map.next_value()?,
                        "language" => record.language = map.next_value()?,
                        "keyword" => record.keyword = map.next_value()?,
                        "abstract" => record.summary = map.next_value()?,
                        "note" => record.note = map.next_value()?,
                        "custom" => record.custom = map.next_value()?,
                        _ => {
                            let value = map.next_value()?;
                            record.other.insert(key.into_owned(), value);
                        }
                    }
                }
                Ok(record)
            }
        }
        deserializer.deserialize_map(Item)
    }
}

/// A key, borrowed where the text allows it.
#[derive(Deserialize)]
struct Key<'k>(#[serde(borrow)] Cow<'k, str>);

/// CSL-JSON's `custom`: titles and names in other scripts, and what a format has that CSL lacks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Custom {
    /// The title in other scripts and translations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<Titled>,
    /// The names of authors and editors in other scripts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Every other key, untouched; a format keeps its own unknown fields under its own name (`bibtex`, `ris`).
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Custom {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.names.is_empty() && self.other.is_empty()
    }
}

/// A further title of the same work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Titled {
    /// The title.
    pub text: String,
    /// Its language and script, as `ko-Latn`; empty where unknown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lang: String,
}

impl Record {
    /// The title, or the first words of the abstract in brackets; empty only where both are missing.
    #[must_use]
    pub fn heading(&self) -> String {
        const WORDS: usize = 8;
        if !self.title.trim().is_empty() {
            return self.title.clone();
        }
        let text = self.summary.as_deref().unwrap_or_default();
        let mut words = text.split_whitespace();
        let mut heading = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
        if heading.is_empty() {
            return "[no title]".into();
        }
        if words.next().is_some() {
            heading.push('…');
        }
        format!("[{heading}]")
    }

    /// Everyone who made it: authors, editors, translators, in that order.
    pub fn people(&self) -> impl Iterator<Item = &Name> {
        self.author.iter().chain(&self.editor).chain(&self.translator)
    }

    /// The people a record is known by: its authors, else its editors.
    #[must_use]
    pub fn creators(&self) -> &[Name] {
        if self.author.is_empty() { &self.editor } else { &self.author }
    }

    /// Its DOIs: its own, and those of the entries that were merged into it.
    pub fn dois(&self) -> impl Iterator<Item = &str> {
        self.doi.as_deref().into_iter().chain(self.further("DOI"))
    }

    /// Its PubMed ids: its own, and those of the entries that were merged into it.
    pub fn pmids(&self) -> impl Iterator<Item = &str> {
        self.pmid.as_deref().into_iter().chain(self.further("PMID"))
    }

    /// Texts of a list under `custom`, where what CSL has one place for is kept if there are several.
    fn further(&self, key: &str) -> impl Iterator<Item = &str> {
        let list = self.custom.other.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    /// The year it appeared, where known.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.issued.as_ref()?.start.map(|day| day.year)
    }

    /// The record as a line of JSON.
    ///
    /// # Panics
    /// Never: a record holds only what JSON can.
    #[must_use]
    pub fn to_json(&self) -> String {
        /// Beside the longest text, most records have less.
        const REST: usize = 1024;
        let mut json = Vec::with_capacity(self.summary.as_deref().map_or(0, str::len) + REST);
        serde_json::to_writer(&mut json, self).expect("a record is plain data");
        String::from_utf8(json).expect("JSON is text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_json_with_fields_we_do_not_know() {
        let json = r#"{"id":"a","type":"book","title":"T","issued":{"date-parts":[[1950,6,25],[1953]],"circa":true},"archive":"NARA","custom":{"names":["박명림"],"x":1}}"#;
        let record: Record = serde_json::from_str(json).unwrap();
        assert_eq!(record.other["archive"], "NARA");
        assert_eq!(record.issued.as_ref().unwrap().years(), Some((1950, 1953)));
        assert_eq!(
            serde_json::from_str::<Value>(&record.to_json()).unwrap(),
            serde_json::from_str::<Value>(json).unwrap()
        );
    }

    #[test]
    fn a_record_without_title_shows_its_first_words() {
        let record = Record {
            summary: Some("Significance Eight months on, there is little progress on the key issues".into()),
            ..Record::default()
        };
        assert_eq!(record.heading(), "[Significance Eight months on, there is little progress…]");
    }
}
