//! What is kept of a record in memory while all are read: by what it is known, and where its JSON lies.

use super::title::Title;
use crate::record::Record;
use crate::words::fold;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// The keys of one record as it was read.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// The digest of the whole record, the id its source gave included.
    pub digest: u128,
    /// The digest of its longest text; 0 where that says little.
    pub text: u64,
    /// The id its source gave; empty where it gave none.
    pub key: Box<str>,
    /// The titles in every script, the first being the record's own.
    pub titles: Box<[Title]>,
    /// The title as it stands, or the first words.
    pub heading: Box<str>,
    /// The first creator's family name as it stands.
    pub family: Box<str>,
    /// The year of appearance.
    pub year: Option<i32>,
    /// `doi:10.1162/...`, `pmid:123`, `isbn:978...`.
    pub numbers: Box<[Box<str>]>,
    /// What forbids a merge where it differs.
    pub traits: Traits,
    /// The digest of the container's name; 0 for none.
    pub container: u64,
    /// The digest of the publisher's name; 0 for none.
    pub publisher: u64,
    /// The readable id it would get.
    pub readable: Box<str>,
    /// Where it was read.
    pub place: Place,
}

/// Where a record was read, and where its JSON lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The part of the corpus: see [`super::Part`].
    pub part: u32,
    /// The line on which the entry begins.
    pub line: u32,
    /// Where its JSON begins.
    pub offset: u64,
    /// The length of its JSON.
    pub length: u32,
}

/// Values that no two records of one work have differently, as digests; 0 is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traits(pub [u32; 7]);

/// What each of [`Traits`] is.
pub const TRAITS: [&str; 7] = ["type", "type", "edition", "volume", "part", "pages", "pages"];

impl Traits {
    /// The first value that differs, by name.
    #[must_use]
    pub fn conflict(&self, other: &Self) -> Option<&'static str> {
        let differs = |(one, two): (&u32, &u32)| *one != 0 && *two != 0 && one != two;
        self.0.iter().zip(&other.0).position(differs).and_then(|at| TRAITS.get(at).copied())
    }

    /// What both say together.
    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            if *mine == 0 {
                *mine = *theirs;
            }
        }
    }
}

impl Keys {
    /// The keys of a record whose JSON is `json`.
    #[must_use]
    pub fn of(record: &Record, json: &str, place: Place) -> Self {
        let creator = record.creators().first();
        let mut titles = Vec::with_capacity(1 + record.custom.titles.len());
        let own = Title::of(&record.title, record.language.as_deref());
        titles.push(own);
        for title in &record.custom.titles {
            titles.push(Title::of(&title.text, (!title.lang.is_empty()).then_some(title.lang.as_str())));
        }
        titles.retain(|title| !title.is_empty());
        // A text of some length is one work's; a sentence may be many's.
        const TELLING: usize = 120;
        let text = record.summary.as_deref().filter(|text| text.len() >= TELLING);
        Self {
            digest: xxh3_128(json.as_bytes()),
            text: text.map_or(0, |text| xxh3_64(text.as_bytes())),
            key: record.id.trim().into(),
            titles: titles.into(),
            heading: record.heading().into(),
            family: creator.map(crate::record::Name::key).unwrap_or_default().into(),
            year: record.year(),
            numbers: numbers(record).into(),
            traits: traits(record),
            container: named(record.container_title.as_deref()),
            publisher: named(record.publisher.as_deref()),
            readable: super::readable::id(record).into(),
            place,
        }
    }

    /// The digest of title, first creator and year, for each title; none where one of them is missing or the title is generic.
    pub fn works(&self) -> impl Iterator<Item = u64> + '_ {
        let year = self.year;
        self.persons()
            .filter_map(move |person| Some(person ^ (year? as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// The digest of title and first creator, for each title; see [`Keys::works`].
    pub fn persons(&self) -> impl Iterator<Item = u64> + '_ {
        let family = if self.family.is_empty() { String::new() } else { fold(&self.family).replace(' ', "") };
        let titles = if family.is_empty() { &[][..] } else { &self.titles };
        titles
            .iter()
            .filter(|title| !title.is_generic())
            .map(move |title| xxh3_64(format!("{}\n{family}", title.plain()).as_bytes()))
    }
}

/// The numbers a work is known by. A part of a book bears the book's ISBN, which says nothing of the part.
fn numbers(record: &Record) -> Vec<Box<str>> {
    const PARTS: [&str; 5] =
        ["chapter", "entry", "entry-encyclopedia", "entry-dictionary", "paper-conference"];
    let is_part = PARTS.contains(&record.kind.as_str()) || record.kind.starts_with("article");
    let mut numbers: Vec<Box<str>> = Vec::new();
    if let Some(doi) = record.doi.as_deref().map(str::trim).filter(|doi| !doi.is_empty()) {
        numbers.push(format!("doi:{}", doi.to_lowercase().replace(char::is_whitespace, "")).into());
    }
    if let Some(pmid) = record.pmid.as_deref().map(str::trim).filter(|pmid| !pmid.is_empty()) {
        numbers.push(format!("pmid:{}", pmid.replace(char::is_whitespace, "")).into());
    }
    if !is_part {
        let isbns = record.isbn.as_deref().unwrap_or_default().split_whitespace();
        numbers.extend(isbns.filter_map(|isbn| Some(format!("isbn:{}", isbn13(isbn)?).into())));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// An ISBN in thirteen digits, so that both forms of one meet. The check digit is left out: a slip there parts nothing.
fn isbn13(isbn: &str) -> Option<String> {
    let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
    match digits.len() {
        10 => Some(format!("978{}", digits.get(..9)?)),
        13 => digits.get(..12).map(str::to_owned),
        _ => None,
    }
    .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn named(name: Option<&str>) -> u64 {
    let name = fold(name.unwrap_or_default());
    let name = name.strip_prefix("the ").unwrap_or(&name);
    if name.is_empty() { 0 } else { xxh3_64(name.as_bytes()) }
}

fn traits(record: &Record) -> Traits {
    /// Kinds that say as good as nothing.
    const ANY: [&str; 3] = ["", "document", "other"];
    let kind = record.kind.as_str();
    let (general, special) = match kind.split_once('-') {
        _ if ANY.contains(&kind) => ("", ""),
        // `article` may be any kind of article.
        Some(("article", special)) => ("article", special),
        _ => (kind, ""),
    };
    let part = ["part-number", "part", "part-title"].iter().find_map(|key| match record.other.get(*key)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let (first, last) = pages(record.page.as_deref().unwrap_or_default());
    Traits([
        value(general),
        value(special),
        number(record.edition.as_deref()),
        number(record.volume.as_deref()),
        number(part.as_deref()),
        value(&first),
        value(&last),
    ])
}

/// A value's digest; never 0 but for nothing.
fn value(text: &str) -> u32 {
    // The lower half of a digest is a digest.
    if text.is_empty() { 0 } else { (xxh3_64(text.as_bytes()) as u32).max(1) }
}

/// "2nd ed.", "Second edition", "vol. 2", "II" -> the digest of `2`; other words -> theirs.
fn number(text: Option<&str>) -> u32 {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    const EMPTY: [&str; 14] = [
        "ed", "edition", "edn", "vol", "volume", "no", "number", "part", "pt", "band", "bd", "the", "tome",
        "t",
    ];
    let folded = fold(text.unwrap_or_default());
    let words: Vec<String> = folded
        .split(' ')
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .map(|word| {
            let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
            let ending = word.get(digits.len()..).unwrap_or_default();
            if !digits.is_empty() && matches!(ending, "" | "st" | "nd" | "rd" | "th") {
                let bare = digits.trim_start_matches('0');
                return if bare.is_empty() { "0".into() } else { bare.to_owned() };
            }
            if let Some(at) = WORDS.iter().position(|ordinal| *ordinal == word) {
                return (at + 1).to_string();
            }
            roman(word).map_or_else(|| word.to_owned(), |number| number.to_string())
        })
        .collect();
    value(&words.join(" "))
}

/// The value of a Roman number in lower case.
fn roman(word: &str) -> Option<u32> {
    let digit = |c| {
        Some(match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        })
    };
    let values: Vec<u32> = word.chars().map(digit).collect::<Option<_>>()?;
    if values.is_empty() || values.len() > 8 {
        return None;
    }
    let mut total = 0_u32;
    for (at, value) in values.iter().enumerate() {
        if values.get(at + 1).is_some_and(|next| next > value) {
            total = total.wrapping_sub(*value);
        } else {
            total = total.wrapping_add(*value);
        }
    }
    Some(total)
}

/// "44-68", "pp. 44–8", "44" -> first and last page, the last written out; empty where unknown.
fn pages(text: &str) -> (String, String) {
    let folded = fold(&text.replace(['–', '—', '-', '‐', '‑'], " to "));
    let words: Vec<&str> =
        folded.split(' ').filter(|word| !matches!(*word, "" | "p" | "pp" | "page" | "pages" | "s")).collect();
    let (first, last) = match words.as_slice() {
        [first] => (*first, ""),
        [first, "to", last, ..] => (*first, *last),
        [first, ..] => (*first, ""),
        [] => ("", ""),
    };
    // 144-8 is 144-148.
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = if digits(first) && digits(last) && last.len() < first.len() {
        format!("{}{last}", first.get(..first.len() - last.len()).unwrap_or_default())
    } else {
        last.to_owned()
    };
    (first.to_owned(), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflict(one: &str, two: &str) -> Option<&'static str> {
        let read = |json: &str| traits(&serde_json::from_str(json).unwrap());
        read(one).conflict(&read(two))
    }

    #[test]
    fn volumes_editions_and_pages_meet_however_they_are_written() {
        for (one, two) in [
            (r#"{"volume":"II"}"#, r#"{"volume":"Vol. 2"}"#),
            (r#"{"edition":"Second edition"}"#, r#"{"edition":"2nd ed."}"#),
            (r#"{"page":"144-68"}"#, r#"{"page":"pp. 144–168"}"#),
            (r#"{"page":"144-168"}"#, r#"{"page":"144"}"#),
            (r#"{"type":"article"}"#, r#"{"type":"article-journal"}"#),
            (r#"{"type":"document"}"#, r#"{"type":"book"}"#),
            (r#"{"volume":"1"}"#, r#"{}"#),
        ] {
            assert_eq!(conflict(one, two), None, "{one} {two}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        for (one, two, name) in [
            (r#"{"volume":"1"}"#, r#"{"volume":"2"}"#, "volume"),
            (r#"{"edition":"2"}"#, r#"{"edition":"revised"}"#, "edition"),
            (r#"{"page":"44-68"}"#, r#"{"page":"44-70"}"#, "pages"),
            (r#"{"type":"chapter"}"#, r#"{"type":"book"}"#, "type"),
            (r#"{"type":"article-journal"}"#, r#"{"type":"article-newspaper"}"#, "type"),
            (r#"{"part-number":"1"}"#, r#"{"part-number":"2"}"#, "part"),
        ] {
            assert_eq!(conflict(one, two), Some(name), "{one} {two}");
        }
    }

    #[test]
    fn both_forms_of_an_isbn_meet_and_a_chapter_has_none() {
        let book: Record =
            serde_json::from_str(r#"{"type":"book","ISBN":"0306406152 9780306406157"}"#).unwrap();
        assert_eq!(numbers(&book).len(), 1);
        assert!(numbers(&Record { kind: "chapter".into(), ..book }).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_values_have_keys(page in "\\PC{0,12}|[0-9ivx. –-]{0,9}", volume in "\\PC{0,9}|[ivxlc]{0,12}", isbn in "\\PC{0,14}") {
            let record = Record { page: Some(page), volume: Some(volume), isbn: Some(isbn), ..Record::default() };
            assert!(!Keys::of(&record, "", Place::default()).readable.is_empty());
        }
    }
}
