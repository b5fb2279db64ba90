//! One bibliographic record, in CSL-JSON's terms: what every format reads into and every view shows.
//!
//! It is strict where files are not: readers in `format` bring what they find into this shape. Fields that
//! no view, filter or style of ours looks at are kept as they came in [`Record::other`], so that
//! nothing is lost on the way back out. Source: the CSL-JSON schema 1.0.2 and the CSL 1.0.2 specification.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

#[cfg(test)]
pub(crate) mod arbitrary;

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

/// A person or body. Either `literal` stands alone, or `family` with what else is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Name {
    /// The family name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// The given names or initials.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// A particle that is not sorted by: the `van` of "Ludwig van Beethoven".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dropping_particle: String,
    /// A particle that belongs to the family name: the `de` of "de Gaulle".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub non_dropping_particle: String,
    /// `Jr.`, `III`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// A body, or a name that is not to be taken apart.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub literal: String,
}

impl Name {
    /// A name of family and given part.
    pub fn new(family: impl Into<String>, given: impl Into<String>) -> Self {
        Self { family: family.into(), given: given.into(), ..Self::default() }
    }

    /// A body, or a name that is not to be taken apart.
    pub fn literal(text: impl Into<String>) -> Self {
        Self { literal: text.into(), ..Self::default() }
    }

    /// "Bruce Cumings", "Charles de Gaulle", "United Nations", "박명림".
    #[must_use]
    pub fn display(&self) -> String {
        if !self.literal.is_empty() {
            return self.literal.clone();
        }
        // Names in Hangul and Han are not turned round, and have no blank.
        if !self.family.is_empty() && self.family.chars().chain(self.given.chars()).all(is_east_asian) {
            return format!("{}{}", self.family, self.given);
        }
        join(&[&self.given, &self.dropping_particle, &self.non_dropping_particle, &self.family, &self.suffix])
    }

    /// "Cumings, Bruce", "de Gaulle, Charles", "United Nations".
    #[must_use]
    pub fn inverted(&self) -> String {
        if !self.literal.is_empty() {
            return self.literal.clone();
        }
        let mut text = join(&[&self.non_dropping_particle, &self.family]);
        let given = join(&[&self.given, &self.dropping_particle]);
        for part in [given.as_str(), self.suffix.as_str()] {
            if !part.is_empty() {
                if !text.is_empty() {
                    text.push_str(", ");
                }
                text.push_str(part);
            }
        }
        text
    }

    /// The part a name is known and sorted by: the family name with its particle, or the whole literal.
    #[must_use]
    pub fn key(&self) -> String {
        if self.family.is_empty() && !self.literal.is_empty() {
            self.literal.clone()
        } else {
            join(&[&self.non_dropping_particle, &self.family])
        }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.family.trim().is_empty() && self.given.trim().is_empty() && self.literal.trim().is_empty()
    }
}

/// Whether it is a sign of Chinese, Japanese or Korean writing.
#[must_use]
pub fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn join(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

/// A date as precise as the source: a day, month, season or year, a span, or words.
///
/// Its JSON is a CSL date: `date-parts` of one or two `[year, month, day]`, `season`, `circa`, `literal`.
/// A span without end has a second part of `[0]`, as CSL 1.0.2 has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Date {
    /// The day, or the first of a span.
    pub start: Option<Day>,
    /// The last of a span.
    pub end: Option<End>,
    /// 1 spring, 2 summer, 3 autumn, 4 winter.
    pub season: Option<u8>,
    /// Whether the date is approximate.
    pub circa: bool,
    /// What could not be taken apart: "n.d.", "Ch'ŏnggu 1953".
    pub literal: Option<String>,
}

/// How a span ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// On a day, month or year.
    On(Day),
    /// Not yet.
    Open,
}

/// A year with as much of month and day as is known; years before our era are negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12, or 0.
    pub month: u8,
    /// The day, 1 to 31, or 0.
    pub day: u8,
}

impl Date {
    /// A whole year.
    #[must_use]
    pub fn year(year: i32) -> Self {
        Self::on(Day { year, month: 0, day: 0 })
    }

    /// A day, month or year.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { start: Some(day), ..Self::default() }
    }

    /// Words that name no year: "n.d.".
    pub fn words(text: impl Into<String>) -> Self {
        Self { literal: Some(text.into()), ..Self::default() }
    }

    /// The years it spans, both included; an open end goes to 9999. `None` where no year is known.
    #[must_use]
    pub fn years(&self) -> Option<(i32, i32)> {
        let start = self.start?.year;
        Some(match self.end {
            Some(End::On(end)) => (start.min(end.year), start.max(end.year)),
            Some(End::Open) => (start, 9999),
            None => (start, start),
        })
    }

    /// "1950", "25 June 1950", "Spring 1950", "1950–53", "c. 1950", "n.d.".
    #[must_use]
    pub fn display(&self) -> String {
        // Words that were not understood say more than the year found in them.
        if let Some(words) = &self.literal {
            return words.clone();
        }
        let Some(start) = self.start else { return String::new() };
        let mut text = String::new();
        if self.circa {
            text.push_str("c. ");
        }
        if let Some(season @ 1..=4) = self.season {
            text.push_str(["Spring ", "Summer ", "Autumn ", "Winter "][usize::from(season) - 1]);
        }
        text.push_str(&start.display());
        match self.end {
            Some(End::On(end)) if end != start => {
                let _ = write!(text, "–{}", end.display());
            }
            Some(End::Open) => text.push('–'),
            _ => {}
        }
        text
    }
}

impl Day {
    /// "1950", "June 1950", "25 June 1950", "37 BC".
    #[must_use]
    pub fn display(&self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let mut text = String::new();
        if let Some(month) = usize::from(self.month).checked_sub(1).and_then(|index| MONTHS.get(index)) {
            if self.day > 0 {
                let _ = write!(text, "{} ", self.day);
            }
            let _ = write!(text, "{month} ");
        }
        if self.year < 0 {
            let _ = write!(text, "{} BC", i64::from(self.year).abs());
        } else {
            let _ = write!(text, "{}", self.year);
        }
        text
    }

    fn parts(self) -> Vec<i32> {
        let mut parts = vec![self.year];
        if self.month > 0 {
            parts.push(i32::from(self.month));
            if self.day > 0 {
                parts.push(i32::from(self.day));
            }
        }
        parts
    }

    fn from_parts(parts: &[i32]) -> Option<Self> {
        let year = *parts.first()?;
        let month =
            parts.get(1).and_then(|&m| u8::try_from(m).ok()).filter(|m| (1..=12).contains(m)).unwrap_or(0);
        let day = parts.get(2).and_then(|&d| u8::try_from(d).ok()).filter(|d| (1..=31).contains(d));
        Some(Self { year, month, day: if month > 0 { day.unwrap_or(0) } else { 0 } })
    }
}

/// A CSL date as JSON has it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct DateJson {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_parts: Vec<Vec<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut date_parts: Vec<Vec<i32>> = self.start.iter().map(|day| day.parts()).collect();
        match self.end {
            Some(End::On(end)) => date_parts.push(end.parts()),
            Some(End::Open) => date_parts.push(vec![0]),
            None => {}
        }
        DateJson { date_parts, season: self.season, circa: self.circa, literal: self.literal.clone() }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = DateJson::deserialize(deserializer)?;
        let start = json.date_parts.first().and_then(|parts| Day::from_parts(parts));
        let end = match json.date_parts.get(1).map(Vec::as_slice) {
            None | Some([]) => None,
            Some([0]) => Some(End::Open),
            Some(parts) => Day::from_parts(parts).map(End::On),
        };
        Ok(Self { start, end, season: json.season, circa: json.circa, literal: json.literal })
    }
}

impl Record {
    /// The keys of an item that have a field of their own; [`Record::other`] never holds one of them.
    pub const FIELDS: [&str; 25] = [
        "id",
        "type",
        "title",
        "author",
        "editor",
        "translator",
        "issued",
        "container-title",
        "collection-title",
        "publisher",
        "publisher-place",
        "volume",
        "issue",
        "page",
        "edition",
        "DOI",
        "ISBN",
        "ISSN",
        "PMID",
        "URL",
        "language",
        "keyword",
        "abstract",
        "note",
        "custom",
    ];

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
        serde_json::to_string(self).expect("a record is plain data")
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
    fn dates_are_shown_as_precisely_as_they_are_known() {
        let day = Day { year: 1950, month: 6, day: 25 };
        assert_eq!(Date::on(day).display(), "25 June 1950");
        let open = Date { end: Some(End::Open), ..Date::year(1950) };
        assert_eq!(open.display(), "1950–");
        assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"date-parts":[[1950],[0]]}"#);
        assert_eq!(Date::words("n.d.").display(), "n.d.");
        let words = Date { literal: Some("1950 [i.e. 1951]".into()), ..Date::year(1950) };
        assert_eq!((words.display().as_str(), words.years()), ("1950 [i.e. 1951]", Some((1950, 1950))));
    }

    #[test]
    fn a_record_without_title_shows_its_first_words() {
        let record = Record {
            summary: Some("Significance Eight months on, there is little progress on the key issues".into()),
            ..Record::default()
        };
        assert_eq!(record.heading(), "[Significance Eight months on, there is little progress…]");
    }

    #[test]
    fn names_read_both_ways() {
        let name = Name { non_dropping_particle: "de".into(), ..Name::new("Gaulle", "Charles") };
        assert_eq!(
            (name.display().as_str(), name.inverted().as_str()),
            ("Charles de Gaulle", "de Gaulle, Charles")
        );
        assert_eq!(Name::new("박", "명림").display(), "박명림");
    }
}
