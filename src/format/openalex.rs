//! Works of OpenAlex: a list page of its API, a single work, or the JSONL of its dump.
//!
//! Its abstracts come as an inverted index and are put together again. What serves its own graph (concepts, locations,
//! counts by year, references) is left out. Source: docs.openalex.org, Work object.

use super::items;
use super::registry::{self, Registry};
use super::{Format, Likeness, Sink, clean, date, identifier, name};
use crate::error::Problem;
use crate::record::Record;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead};

/// OpenAlex works.
pub const FORMAT: Format = registry::format("openalex", "OpenAlex works", detect, read);

/// OpenAlex's and Crossref's types as CSL's. An `article` is told by its source.
const KINDS: &[(&str, &str)] = &[
    ("book", "book"),
    ("book-chapter", "chapter"),
    ("book-section", "chapter"),
    ("dataset", "dataset"),
    ("dissertation", "thesis"),
    ("edited-book", "book"),
    ("monograph", "book"),
    ("posted-content", "article"),
    ("preprint", "article"),
    ("proceedings-article", "paper-conference"),
    ("reference-entry", "entry"),
    ("report", "report"),
    ("software", "software"),
    ("standard", "standard"),
];

/// A text that is taken from the input where it holds no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Work<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    doi: Option<Text<'a>>,
    #[serde(borrow)]
    title: Option<Text<'a>>,
    #[serde(borrow)]
    display_name: Option<Text<'a>>,
    publication_year: Option<i32>,
    #[serde(borrow)]
    publication_date: Option<Text<'a>>,
    #[serde(borrow)]
    language: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    type_crossref: Option<Text<'a>>,
    #[serde(borrow)]
    ids: Option<Ids<'a>>,
    #[serde(borrow)]
    primary_location: Option<Location<'a>>,
    #[serde(borrow)]
    authorships: Option<Vec<Authorship<'a>>>,
    #[serde(borrow)]
    biblio: Option<Biblio<'a>>,
    #[serde(borrow)]
    abstract_inverted_index: Option<Inverted<'a>>,
    #[serde(borrow)]
    keywords: Option<Vec<Keyword<'a>>>,
    is_retracted: Option<bool>,
    cited_by_count: Option<u64>,
}

#[derive(Deserialize)]
struct Ids<'a> {
    #[serde(borrow)]
    pmid: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Location<'a> {
    #[serde(borrow)]
    landing_page_url: Option<Text<'a>>,
    #[serde(borrow)]
    source: Option<Source<'a>>,
}

#[derive(Deserialize)]
struct Source<'a> {
    #[serde(borrow)]
    display_name: Option<Text<'a>>,
    #[serde(borrow)]
    issn: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    host_organization_name: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Authorship<'a> {
    #[serde(borrow)]
    author: Option<Author<'a>>,
    #[serde(borrow)]
    raw_author_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Author<'a> {
    #[serde(borrow)]
    display_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Biblio<'a> {
    #[serde(borrow)]
    volume: Option<Text<'a>>,
    #[serde(borrow)]
    issue: Option<Text<'a>>,
    #[serde(borrow)]
    first_page: Option<Text<'a>>,
    #[serde(borrow)]
    last_page: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Keyword<'a> {
    #[serde(borrow)]
    display_name: Option<Text<'a>>,
    #[serde(borrow)]
    keyword: Option<Text<'a>>,
}

/// The words of an abstract, each with a place it stands at.
struct Inverted<'a>(Vec<(u32, Cow<'a, str>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Inverted<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Vec<(u32, Cow<'de, str>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of words and their places")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut words = Vec::with_capacity(256);
                while let Some(Text(word)) = map.next_key::<Text<'de>>()? {
                    map.next_value_seed(Places { word, words: &mut words })?;
                }
                Ok(words)
            }
        }
        deserializer.deserialize_map(Words).map(Inverted)
    }
}

/// The places of one word.
struct Places<'w, 'de> {
    word: Cow<'de, str>,
    words: &'w mut Vec<(u32, Cow<'de, str>)>,
}

impl<'de> DeserializeSeed<'de> for Places<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Places<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of places")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut places: A) -> Result<(), A::Error> {
        while let Some(place) = places.next_element::<u32>()? {
            self.words.push((place, self.word.clone()));
        }
        Ok(())
    }
}

impl Inverted<'_> {
    /// The abstract: the words in their order. Only the order of places counts, so a huge place costs nothing.
    fn text(mut self) -> String {
        self.0.sort_by_key(|(place, _)| *place);
        let mut text = String::with_capacity(self.0.iter().map(|(_, word)| word.len() + 1).sum());
        for (_, word) in &self.0 {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }
}

fn detect(head: &str) -> Likeness {
    Registry::OpenAlex.detect(head)
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    Registry::OpenAlex.read(input, &mut parse, sink)
}

fn parse(bytes: &[u8]) -> Result<Record, Problem> {
    let work: Work = serde_json::from_slice(bytes).map_err(|error| items::problem(&error))?;
    let line = |text: Option<Text>| {
        text.map(|text| clean::line(&text.0).into_owned()).filter(|text| !text.is_empty())
    };
    let mut record = Record {
        id: work.id.map(|id| id.0.rsplit('/').next().unwrap_or_default().to_owned()).unwrap_or_default(),
        title: line(work.title).or_else(|| line(work.display_name)).unwrap_or_default(),
        doi: work.doi.and_then(|doi| identifier::doi(&doi.0)),
        pmid: work.ids.and_then(|ids| ids.pmid).and_then(|pmid| identifier::pmid(&pmid.0)),
        language: work.language.and_then(|language| identifier::language(&language.0)),
        issued: work
            .publication_date
            .and_then(|text| date::parse(&text.0))
            .or_else(|| work.publication_year.map(crate::record::Date::year)),
        summary: work.abstract_inverted_index.and_then(|index| clean::abstract_text(&index.text())),
        ..Record::default()
    };
    // The first of January is how OpenAlex writes a year alone.
    if let Some(day) = record.issued.as_mut().and_then(|date| date.start.as_mut())
        && (day.month, day.day) == (1, 1)
    {
        (day.month, day.day) = (0, 0);
    }
    for authorship in work.authorships.into_iter().flatten() {
        let printed = authorship.author.and_then(|author| author.display_name).or(authorship.raw_author_name);
        record.author.extend(printed.map(|text| name::parse(&text.0)).filter(|name| !name.is_empty()));
    }
    if let Some(biblio) = work.biblio {
        record.volume = line(biblio.volume);
        record.issue = line(biblio.issue);
        record.page = match (line(biblio.first_page), line(biblio.last_page)) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, last) => first.or(last),
        };
    }
    let mut source_kind = String::new();
    if let Some(location) = work.primary_location {
        record.url = line(location.landing_page_url).filter(|url| !url.contains("doi.org/"));
        if let Some(source) = location.source {
            record.container_title = line(source.display_name);
            record.publisher = line(source.host_organization_name);
            let numbers: Vec<_> = source.issn.into_iter().flatten().map(|number| number.0).collect();
            record.issn = identifier::issn(&numbers.join(" "));
            source_kind = line(source.kind).unwrap_or_default();
        }
    }
    let words = work
        .keywords
        .into_iter()
        .flatten()
        .filter_map(|keyword| line(keyword.display_name.or(keyword.keyword)));
    record.keyword = Some(words.collect::<Vec<_>>().join("; ")).filter(|words| !words.is_empty());
    let kind = |text: &Option<Text>| {
        let text = text.as_ref()?;
        KINDS.iter().find(|(theirs, _)| *theirs == text.0).map(|(_, kind)| *kind)
    };
    record.kind = match kind(&work.type_crossref).or_else(|| kind(&work.kind)) {
        Some(kind) => kind,
        None if source_kind == "journal" => "article-journal",
        None if source_kind == "conference" => "paper-conference",
        None => "article",
    }
    .into();
    if work.is_retracted == Some(true) {
        record.custom.other.insert("retracted".into(), true.into());
    }
    if let Some(count) = work.cited_by_count.filter(|count| *count > 0) {
        record.custom.other.insert("cited-by".into(), count.into());
    }
    super::parallel::split_in(&mut record);
    super::worth_keeping(record, "work")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, entries, records};

    const PAGE: &str = include_str!("../../tests/fixtures/json/openalex.json");

    #[test]
    fn a_work_is_put_together_again() {
        let records = records(&FORMAT, PAGE);
        let work = &records[0].1;
        assert_eq!(work.summary.as_deref(), Some("The ferry crossed the strait, and the ferry came back."));
        assert_eq!((work.id.as_str(), work.kind.as_str()), ("W100", "article-journal"));
        assert_eq!((work.doi.as_deref(), work.pmid.as_deref()), (Some("10.5555/jf.1998.17"), Some("555")));
        assert_eq!(
            (work.page.as_deref(), work.issn.as_deref()),
            (Some("17-39"), Some("1111-2222 3333-444X"))
        );
        assert_eq!(work.author.iter().map(|name| name.key()).collect::<Vec<_>>(), ["Quartermain", "Kim"]);
        assert_eq!(work.keyword.as_deref(), Some("Ferry; Strait"));
        assert_eq!(work.issued.as_ref().unwrap().display(), "4 March 1998");
        let bare = &records[1].1;
        assert_eq!(
            (bare.year(), bare.issued.as_ref().unwrap().display().as_str(), bare.kind.as_str()),
            (Some(1951), "1951", "chapter")
        );
        assert!(bare.summary.is_none() && bare.author.is_empty());
    }

    #[test]
    fn lines_and_single_works_are_read_too() {
        assert_eq!(detect(PAGE), Likeness::Sure);
        let start = PAGE.find("{\"id\"").unwrap();
        let work = PAGE[start..].lines().next().unwrap().trim_end_matches(',');
        assert_eq!(records(&FORMAT, format!("{work}\n{work}\n")).len(), 2);
        assert_eq!(
            entries(&FORMAT, format!("{work}\n{{\"id\":3}}\n{work}"))
                .iter()
                .filter(|entry| entry.record.is_err())
                .count(),
            1
        );
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, PAGE);
    }
}
