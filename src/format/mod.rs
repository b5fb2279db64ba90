//! Bytes <-> records: one file a format, with its detection, reader, writer and tests together.
//!
//! A reader gives one record at a time and never fails as a whole: what it cannot read becomes a [`Problem`]
//! with a line, and it goes on with the next entry. It knows no file names, decodes nothing (it is given UTF-8)
//! and keeps nothing in memory but the entry at hand. Walking folders, unpacking, decoding and merging are `corpus`'s.

pub mod bibtex;
pub mod clean;
pub mod crossref;
pub mod csl_json;
pub mod csv;
pub mod datacite;
pub mod date;
pub mod edtf;
pub mod field;
pub mod identifier;
pub mod items;
pub mod json;
pub mod kept;
pub mod lines;
pub mod listing;
pub mod markdown;
pub mod name;
pub mod openalex;
mod parallel;
pub mod registry;
pub mod tagged;
#[cfg(test)]
pub mod testing;
pub mod xml;

use crate::error::Problem;
use crate::record::Record;
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// One entry of a file.
#[derive(Debug)]
pub struct Entry {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The record, its id being the one its source gave or empty; or why there is none.
    pub record: Result<Record, Problem>,
}

impl Entry {
    /// An entry that was read.
    #[must_use]
    pub fn read(line: usize, record: Record) -> Self {
        Self { line, record: Ok(record) }
    }

    /// An entry that was not.
    #[must_use]
    pub fn failed(problem: Problem) -> Self {
        Self { line: problem.line, record: Err(problem) }
    }
}

/// A record that says something of a work; an entry without as much is a problem (without a line), called by the format's
/// word for an entry: "item", "row". One rule for every format: [`Record::says_nothing`].
pub(crate) fn worth_keeping(record: Record, entry: &str) -> Result<Record, Problem> {
    if !record.says_nothing() {
        return Ok(record);
    }
    let article = if entry.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let message = format!(
        "{article} {entry} that says nothing of a work: no title, name, date, number, text or address"
    );
    let problem = Problem::new(1, message);
    Err(if record.id.is_empty() { problem } else { problem.with_key(record.id) })
}

/// Takes entries as they are read; `Break` ends the reading.
pub type Sink<'a> = &'a mut dyn FnMut(Entry) -> ControlFlow<()>;

/// Reads every entry. An error is one of reading the bytes, never of what they say.
pub type Read = fn(&mut dyn BufRead, Sink) -> io::Result<()>;

/// Writes records.
pub type Write = fn(&[Record], &mut dyn io::Write) -> io::Result<()>;

/// A format: a row of [`FORMATS`].
pub struct Format {
    /// The name `--format` takes.
    pub name: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// File name extensions, lower case, without a dot.
    pub extensions: &'static [&'static str],
    /// How surely the first bytes (up to 64 KiB, decoded to UTF-8, no BOM) are of this format.
    pub detect: fn(&str) -> Likeness,
    /// Reads every entry. An error is one of reading the bytes, never of what they say.
    pub read: Read,
    /// Writes records, where the format can be written.
    pub write: Option<Write>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// What a look at the first bytes says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Certainly not this format.
    No,
    /// It could be, if the extension says so.
    Possible,
    /// It is.
    Sure,
}

/// Every format, in the order in which they are asked; the first of the surest wins.
pub const FORMATS: &[Format] = &[
    bibtex::FORMAT,
    crossref::FORMAT,
    csl_json::FORMAT,
    csv::FORMAT,
    datacite::FORMAT,
    json::FORMAT,
    listing::FORMAT,
    markdown::FORMAT,
    openalex::FORMAT,
    tagged::NBIB,
    tagged::REFER,
    tagged::REFWORKS,
    tagged::RIS,
    tagged::WOS,
    tagged::WOS_TABLE,
    xml::crossref::FORMAT,
    xml::endnote::FORMAT,
    xml::marc::FORMAT,
    xml::medline::FORMAT,
    xml::mods::FORMAT,
    xml::zotero_rdf::FORMAT,
];

/// The format of that name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format of a file: by its content first, then by its extension (lower case, without a dot).
#[must_use]
pub fn detect(head: &str, extension: &str) -> Option<&'static Format> {
    let likeness = |format: &Format| (format.detect)(head);
    FORMATS.iter().find(|format| likeness(format) == Likeness::Sure).or_else(|| {
        FORMATS
            .iter()
            .find(|format| format.extensions.contains(&extension) && likeness(format) == Likeness::Possible)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! fixtures {
        ($($path:literal => $name:literal),* $(,)?) => {
            &[$((include_str!(concat!("../../tests/fixtures/", $path)), $name, $path)),*]
        };
    }

    #[test]
    fn every_fixture_is_taken_for_what_it_is_and_by_one_format_alone() {
        let fixtures: &[(&str, &str, &str)] = fixtures![
            "csv/plain.tsv" => "csv",
            "csv/scopus.csv" => "csv",
            "csv/zotero.csv" => "csv",
            "json/crossref.json" => "crossref",
            "json/csl.json" => "csl-json",
            "json/datacite.json" => "datacite",
            "json/openalex.json" => "openalex",
            "json/plain.jsonl" => "json",
            "listing/crlf.txt" => "listing",
            "listing/page.txt" => "listing",
        ];
        for (text, name, path) in fixtures {
            assert_eq!(detect(text, "").map(|format| format.name), Some(*name), "{path}");
            let sure: Vec<_> =
                FORMATS.iter().filter(|format| (format.detect)(text) == Likeness::Sure).collect();
            // What CSL's keys make sure of is plain JSON as well.
            assert!(sure.len() == 1 || *name == "csl-json", "{path}: {sure:?}");
        }
    }

    #[test]
    fn one_field_makes_a_record_in_every_format_that_is_written() {
        use crate::record::{Date, Field};
        let mut alone: Vec<Record> = Field::keys()
            .filter_map(Field::from_key)
            .filter_map(|field| {
                let mut record = Record::default();
                let text = match field {
                    Field::Doi => "10.5555/a",
                    Field::Isbn => "9780000000002",
                    Field::Issn => "1234-5679",
                    Field::Url => "https://example.org/a",
                    Field::Language => return None,
                    _ => "12",
                };
                *record.text_mut(field)? = Some(text.into());
                Some(record)
            })
            .collect();
        alone.push(Record { issued: Some(Date::year(1950)), ..Record::default() });
        for record in alone {
            let record = Record { id: "k1".into(), kind: "book".into(), ..record };
            for format in ["bibtex", "csl-json", "csv", "ris"].map(|name| by_name(name).unwrap()) {
                let mut out = Vec::new();
                (format.write.unwrap())(std::slice::from_ref(&record), &mut out).unwrap();
                let read = testing::records(format, &out);
                assert_eq!(read.len(), 1, "{format:?}: {}", String::from_utf8_lossy(&out));
                assert!(!read[0].1.says_nothing() && read[0].1.id == "k1", "{format:?}: {:?}", read[0]);
            }
        }
        let empty =
            Record { id: "k1".into(), kind: "book".into(), language: Some("en".into()), ..Record::default() };
        for format in ["bibtex", "csl-json", "csv", "ris"].map(|name| by_name(name).unwrap()) {
            let mut out = Vec::new();
            (format.write.unwrap())(std::slice::from_ref(&empty), &mut out).unwrap();
            assert!(testing::entries(format, &out).iter().all(|entry| entry.record.is_err()), "{format:?}");
        }
    }

    /// Formats whose entries each begin on a line of their own: fixture, how such a line begins, lines left undamaged.
    const STARTS: &[(&str, &str, &[&str], &[&str])] = &[
        (
            "ris",
            include_str!("../../tests/fixtures/ris/dialects.ris"),
            &["TY ", "ty ", "TI  - An entry without"],
            &["TY", "ty", "ER", "Record #", "TI  - An entry without"],
        ),
        ("nbib", include_str!("../../tests/fixtures/nbib/two.nbib"), &["PMID-"], &["PMID-"]),
        ("refer", include_str!("../../tests/fixtures/refer/endnote.enw"), &["%0"], &["%0"]),
        ("refworks", include_str!("../../tests/fixtures/refworks/two.txt"), &["RT "], &["RT "]),
        (
            "wos",
            include_str!("../../tests/fixtures/wos/tagged.txt"),
            &["PT "],
            &["PT ", "FN", "VR", "EF", "ER"],
        ),
        (
            "endnote-xml",
            include_str!("../../tests/fixtures/endnote-xml/library.xml"),
            &["<record>"],
            &["<record>", "</record>", "<records>", "</records>", "<xml>", "</xml>", "<?xml"],
        ),
        (
            "marcxml",
            include_str!("../../tests/fixtures/marcxml/catalogue.xml"),
            &["<record>", "<marc:record>"],
            &["record>", "<collection", "</collection", "<?xml"],
        ),
        (
            "medline-xml",
            include_str!("../../tests/fixtures/medline-xml/set.xml"),
            &["<PubmedArticle>", "<PubmedBookArticle>"],
            &["Article>", "ArticleSet", "<?xml", "<!DOCTYPE"],
        ),
        (
            "mods",
            include_str!("../../tests/fixtures/mods/collection.xml"),
            &["<mods ", "<mods>"],
            &["mods>", "<mods", "modsCollection", "<?xml"],
        ),
        ("json", include_str!("../../tests/fixtures/json/plain.jsonl"), &["{"], &[]),
    ];

    #[test]
    fn records_and_problems_are_as_many_as_the_entries_of_a_file() {
        for (name, fixture, begins, guarded) in STARTS {
            let count = |text: &str| {
                text.lines()
                    .filter(|line| begins.iter().any(|start| line.trim_start().starts_with(start)))
                    .count()
            };
            testing::check_counts(by_name(name).unwrap(), fixture, guarded, count);
        }
        let bibtex = |text: &str| {
            let kinds = text.lines().filter_map(|line| line.strip_prefix('@')?.split(['{', '(']).next());
            kinds.filter(|kind| !["string", "comment", "preamble", "xdata"].contains(kind)).count()
        };
        let ordinary = include_str!("../../tests/fixtures/bibtex/ordinary.bib");
        testing::check_counts(by_name("bibtex").unwrap(), ordinary, &["@"], bibtex);
    }

    #[test]
    fn names_of_formats_are_their_own() {
        let mut names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FORMATS.len());
        assert!(
            FORMATS
                .iter()
                .all(|format| by_name(format.name).is_some_and(|found| found.title == format.title))
        );
    }
}
