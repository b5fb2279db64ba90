//! The formats that are XML, and the engine they share: a stream -> record elements -> light trees.
//!
//! Each reader maps a tree to a [`Record`] and nothing else. Nothing is fetched, no DTD is
//! read, no entity expanded; depth and size of a record are limited. `docx` and web pages are not read here.

pub mod crossref;
pub mod endnote;
pub mod marc;
pub mod medline;
pub mod mods;
mod split;
mod tree;
pub mod zotero_rdf;

use super::{Entry, Likeness, Sink, date, identifier, name};
use crate::error::Problem;
use crate::record::{Date, Name, Record};
use serde_json::{Map, Value};
use split::{Ending, Piece, Shape, Splitter};
use std::io::{self, BufRead};
use tree::Element;

/// The largest record that is read, in bytes.
pub(crate) const MAX_RECORD: usize = 64 << 20;
/// How deep elements may be nested within a record.
pub(crate) const MAX_DEPTH: usize = 256;

/// Gives each record element, parsed, with its line; a piece that cannot be parsed becomes a problem.
///
/// `wrapper` names elements in which a record stands within another of the same name (OAI-PMH's `metadata`): the
/// outer one is no record of its own.
fn read(
    input: &mut dyn BufRead,
    shape: Shape,
    wrappers: &[&str],
    each: &mut dyn FnMut(usize, Result<Element, Problem>) -> std::ops::ControlFlow<()>,
) -> io::Result<()> {
    let mut splitter = Splitter::new(input, shape);
    while let Some(piece) = splitter.next()? {
        if piece.end == Ending::Cut && ends_in_start_of(&piece.text, wrappers) {
            continue;
        }
        if each(piece.line, parse(&piece)).is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads records one element each: `map` makes the record, or says why there is none.
fn read_each(
    input: &mut dyn BufRead,
    shape: Shape,
    wrappers: &[&str],
    map: fn(&Element) -> Result<Record, String>,
    sink: Sink,
) -> io::Result<()> {
    read(input, shape, wrappers, &mut |line, element| {
        let record = element.and_then(|element| map(&element).map_err(|why| Problem::new(line, why)));
        sink(Entry { line, record })
    })
}

fn parse(piece: &Piece) -> Result<Element, Problem> {
    if piece.end == Ending::TooLarge {
        let message = format!("<{}> is larger than {} MB and was not read", piece.name, MAX_RECORD >> 20);
        return Err(Problem::new(piece.line, message));
    }
    Element::parse(&piece.text).map_err(|(below, reason)| {
        let at = piece.line + below;
        let message = match piece.end {
            Ending::Cut => {
                format!("<{}> is not closed before the next record begins (line {at})", piece.name)
            }
            Ending::Eof => format!("the file ends within this <{}>: it looks cut off", piece.name),
            _ if below > 0 => format!("{reason} (line {at})"),
            _ => reason,
        };
        Problem::new(piece.line, message)
    })
}

/// Whether a text ends with the start tag of one of these local names.
fn ends_in_start_of(text: &str, names: &[&str]) -> bool {
    let Some(tag) = text.trim_end().strip_suffix('>').and_then(|text| text.rsplit('<').next()) else {
        return false;
    };
    let name = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
    names.contains(&name.rsplit(':').next().unwrap_or_default())
}

/// The local names of the first tags of a file, to know a format by; empty where it does not begin as XML.
fn first_tags(head: &str) -> Vec<&str> {
    const ENOUGH: usize = 64;
    if !head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<') {
        return Vec::new();
    }
    let tags = head.split('<').filter(|tag| tag.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    tags.map(|tag| tag.split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default())
        .map(|name| name.rsplit(':').next().unwrap_or_default())
        .take(ENOUGH)
        .collect()
}

/// A format of XML shows itself in its first elements, or it is another.
fn likeness(sure: bool) -> Likeness {
    if sure { Likeness::Sure } else { Likeness::No }
}

/// A name from one text; `name` knows the ways of writing it.
fn person(text: &str) -> Name {
    // "Department of State," with a comma at its end is EndNote's way of saying: do not take this apart.
    match text.trim().strip_suffix(',') {
        Some(body) if !body.contains(',') => Name::literal(body.trim()),
        Some(body) => name::parse(body),
        None => name::parse(text),
    }
}

/// A person of two known parts; a particle that stands behind the given name goes where it belongs.
fn person_of(family: &str, given: &str) -> Name {
    let last = given.rsplit(' ').next().unwrap_or_default();
    if !given.is_empty() && last.starts_with(char::is_lowercase) && last.len() < 5 {
        let name = name::parse(&format!("{family}, {given}"));
        if name.literal.is_empty() {
            return name;
        }
    }
    Name::new(family, given)
}

/// A date from a year and what else is known of it ("Jun", "June 25", "Summer"), or from either alone.
fn date(year: Option<&str>, more: Option<&str>) -> Option<Date> {
    let (year, more) = (year.unwrap_or_default().trim(), more.unwrap_or_default().trim());
    if more.is_empty() || year.is_empty() || more.contains(year) {
        return date::parse(if more.is_empty() || more.len() < year.len() { year } else { more });
    }
    let both = date::parse(&format!("{more} {year}")).filter(|date| date.literal.is_none());
    both.or_else(|| date::parse(year))
}

/// Pages as `44-68`: a hyphen between figures, no "p." before them; what is no range of pages stays as it is.
fn pages(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let figures = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let marks = ["pp.", "pp", "p.", "S.", "s."];
    let bare =
        marks.iter().find_map(|mark| text.strip_prefix(mark).filter(|rest| figures(rest))).unwrap_or(text);
    let range = bare.replace(['–', '—', '−', '‐', '‑'], "-").replace("--", "-");
    let parts = range.split(',').map(|part| part.split('-').map(str::trim).collect::<Vec<_>>().join("-"));
    let parts: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
    if parts.iter().all(|part| !part.contains(' ')) { parts.join(", ") } else { text.to_owned() }
}

/// A text as the value of a field of [`Record::other`], unless there is none.
fn put(map: &mut Map<String, Value>, field: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        map.insert(field.to_owned(), Value::String(text));
    }
}

/// Names as the value of a field of [`Record::other`], after those that stand there.
fn put_names(map: &mut Map<String, Value>, field: &str, names: Vec<Name>) {
    let values = names.into_iter().filter_map(|name| serde_json::to_value(name).ok());
    let values: Vec<Value> = values.collect();
    if values.is_empty() {
        return;
    }
    match map.get_mut(field) {
        Some(Value::Array(known)) => known.extend(values),
        _ => {
            map.insert(field.to_owned(), Value::Array(values));
        }
    }
}

/// Texts as one, parted by `separator`; `None` where none says anything. A repeated one is taken once.
fn joined(texts: impl IntoIterator<Item = String>, separator: &str) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    (!kept.is_empty()).then(|| kept.join(separator))
}

/// ISBN and ISSN out of one text that may hold either.
fn standard_numbers(record: &mut Record, text: &str) {
    if text.is_empty() {
        return;
    }
    record.isbn = identifier::isbn(text).or_else(|| record.isbn.take());
    if record.isbn.is_none() {
        record.issn = identifier::issn(text).or_else(|| record.issn.take());
    }
}

/// Keeps what has no field of CSL's under the format's own name.
fn keep(record: &mut Record, format: &str, kept: Map<String, Value>) {
    if !kept.is_empty() {
        record.custom.other.insert(format.to_owned(), Value::Object(kept));
    }
}

/// Whether a record says enough to be one.
fn checked(record: Record) -> Result<Record, String> {
    super::worth_keeping(record, "record").map_err(|problem| problem.message)
}

#[cfg(test)]
mod fixtures {
    //! Reading a fixture whole, and what holds for every format of this room.

    use super::*;
    pub(super) use crate::format::testing::entries as read;
    use crate::format::{Format, detect, testing};
    use proptest::prelude::*;

    const FIXTURES: [(&Format, &str); 6] = [
        (&crossref::FORMAT, include_str!("../../../tests/fixtures/crossref-xml/answer.xml")),
        (&endnote::FORMAT, include_str!("../../../tests/fixtures/endnote-xml/library.xml")),
        (&marc::FORMAT, include_str!("../../../tests/fixtures/marcxml/catalogue.xml")),
        (&medline::FORMAT, include_str!("../../../tests/fixtures/medline-xml/set.xml")),
        (&mods::FORMAT, include_str!("../../../tests/fixtures/mods/collection.xml")),
        (&zotero_rdf::FORMAT, include_str!("../../../tests/fixtures/zotero-rdf/library.rdf")),
    ];

    #[test]
    fn each_format_is_known_by_its_content() {
        for (format, text) in FIXTURES {
            assert_eq!(detect(text, "txt").map(|found| found.name), Some(format.name));
        }
        assert!(detect("<html><p>x</p></html>", "xml").is_none());
    }

    #[test]
    fn a_damaged_file_reads_without_panic_and_in_order() {
        for (format, text) in FIXTURES {
            testing::check_any_damage(format, text);
        }
    }

    #[test]
    fn a_record_within_a_record_of_a_protocol_counts_once() {
        let text = "<record><header/><metadata>\n<record><leader>00000nam a</leader><datafield tag=\"245\"><subfield code=\"a\">T</subfield></datafield></record></metadata></record>";
        let entries = read(&marc::FORMAT, text);
        assert_eq!((entries.len(), entries[0].line), (1, 2));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn a_cut_or_changed_file_reads_with_lines_that_fit(
            which in 0..FIXTURES.len(), place in 0.0..1.0_f64, change in "[<>&;/\"' a-zA-Z\\[\\]!-]{0,6}", cut in any::<bool>(),
        ) {
            let (format, text) = FIXTURES[which];
            let place = text.floor_char_boundary((place * text.len() as f64) as usize);
            let (before, after) = text.split_at(place);
            let rest: String = after.chars().skip(change.len() / 2).collect();
            let text = if cut { before.to_owned() } else { format!("{before}{change}{rest}") };
            let lines = text.lines().count().max(1);
            for entry in read(format, &text) {
                prop_assert!((1..=lines).contains(&entry.line));
                if let Err(problem) = &entry.record {
                    prop_assert!(problem.line == entry.line && !problem.message.is_empty());
                }
            }
        }

        #[test]
        fn one_wrong_end_tag_costs_one_record(which in 0..FIXTURES.len(), nth in 0..400_usize) {
            let (format, text) = FIXTURES[which];
            let ends: Vec<usize> = text.match_indices("</").map(|(place, _)| place).collect();
            let place = ends[nth % ends.len()];
            let changed = format!("{}</x{}", &text[..place], &text[place + 2..]);
            let good = |text: &str| read(format, text).iter().filter(|entry| entry.record.is_ok()).count();
            // Crossref's journal is one piece with two articles, and Zotero's journal or note another piece.
            prop_assert!(good(&changed) + 2 >= good(text), "{}", &text[place..place + 20]);
        }
    }
}
