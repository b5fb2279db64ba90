//! The formats of lines with tags: RIS, Refer, PubMed's, Web of Science's, RefWorks's. One reader, a table of tags for each.
//!
//! A dialect tells how a line shows its tag, what begins and ends an entry and which slot a tag fills; `scan` and `slot`
//! do the rest. Only RIS is written. Table-like exports are not here, but for the Web of Science's, which uses the same tags.

mod draft;
mod nbib;
mod refer;
mod refworks;
mod ris;
mod ris_tables;
mod ris_write;
mod scan;
mod slot;
mod wos;

use super::{Entry, Format, Sink};
use crate::error::Problem;
use crate::record::Record;
use scan::{Line, Raw, Tag};
use serde_json::{Map, Value};
use slot::Slot;
use std::io::{self, BufRead};

/// RIS.
pub const RIS: Format = ris::FORMAT;
/// Refer, BibIX, EndNote's own export.
pub const REFER: Format = refer::FORMAT;
/// PubMed's and MEDLINE's lines.
pub const NBIB: Format = nbib::FORMAT;
/// The Web of Science's lines.
pub const WOS: Format = wos::FORMAT;
/// The Web of Science's table.
pub const WOS_TABLE: Format = wos::TABLE;
/// RefWorks's lines.
pub const REFWORKS: Format = refworks::FORMAT;

/// What is particular to a format of lines with tags.
pub struct Dialect {
    /// How a line shows its tag; the second argument tells whether an entry is open.
    split: fn(&str, bool) -> Line<'_>,
    /// The tag that begins an entry.
    begins: Tag,
    /// The tag that ends one.
    ends: Option<Tag>,
    /// Tags of the file as a whole.
    ignored: &'static [Tag],
    /// Whether a blank line parts entries that did not begin with their tag.
    blank_parts: bool,
    /// The slot that a tag fills in a work of that CSL type.
    slot: fn(&Tag, &str) -> Slot,
    /// The CSL type that the fields say.
    kind: fn(&[(&Tag, &str)]) -> &'static str,
    /// What is kept beside the record.
    keep: fn(&mut Record, &[(&Tag, &str)]),
}

fn read(dialect: &Dialect, input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    scan::read(dialect, input, |raw| match entry(dialect, raw) {
        Some(entry) => sink(entry).is_continue(),
        None => true,
    })
}

/// A raw entry's record; `None` for lines that are no entry, as other programs put between them.
fn entry(dialect: &Dialect, raw: &Raw) -> Option<Entry> {
    let fields: Vec<(&Tag, &str)> = raw.fields().collect();
    if raw.overlong {
        let message = "the entry is longer than 16 MB: the line that ends it may be missing";
        return Some(Entry::failed(Problem::new(raw.line, message)));
    }
    let kind = (dialect.kind)(&fields);
    let slots: Vec<(Slot, &str)> =
        fields.iter().map(|(tag, value)| ((dialect.slot)(tag, kind), *value)).collect();
    if !raw.begun
        && !slots.iter().any(|(slot, _)| matches!(slot, Slot::Title(_) | Slot::Author | Slot::FullAuthor))
    {
        return None;
    }
    Some(match super::worth_keeping(draft::record(kind, None, slots), "entry") {
        Ok(mut record) => {
            (dialect.keep)(&mut record, &fields);
            Entry::read(raw.line, record)
        }
        Err(problem) => Entry::failed(Problem { line: raw.line, ..problem }),
    })
}

/// Keeps what fills no slot, under the format's name.
fn keep_unknown(dialect: &Dialect, name: &str, record: &mut Record, fields: &[(&Tag, &str)]) {
    let mut kept = Map::new();
    for (tag, value) in fields {
        if (dialect.slot)(tag, &record.kind) == Slot::Keep {
            super::kept::push(&mut kept, scan::name(tag), value);
        }
    }
    if !kept.is_empty() {
        record.custom.other.insert(name.to_owned(), Value::Object(kept));
    }
}

/// A table of tags laid out by their first two signs, so that a look-up is no search.
struct Index([Slot; 37 * 37]);

impl Index {
    /// The slots of a table whose tags have one or two signs; every other tag has the slot `unknown`.
    const fn new(table: &[(&str, Slot)], unknown: Slot) -> Self {
        let mut slots = [unknown; 37 * 37];
        let mut at = 0;
        while at < table.len() {
            let tag = scan::tag(table[at].0);
            slots[place(tag[0]) * 37 + place(tag[1])] = table[at].1;
            at += 1;
        }
        Self(slots)
    }

    fn get(&self, tag: &Tag) -> Option<Slot> {
        let [first, second, ..] = *tag;
        self.0.get(place(first) * 37 + place(second)).copied()
    }
}

/// The place of a capital or digit; of every other sign, none.
const fn place(sign: u8) -> usize {
    match sign {
        b'A'..=b'Z' => (sign - b'A') as usize + 1,
        b'0'..=b'9' => (sign - b'0') as usize + 27,
        _ => 0,
    }
}

/// A slot by its tag, from a table sorted by tag.
fn find(table: &[(&str, Slot)], tag: &Tag, unknown: Slot) -> Slot {
    let name = scan::name(tag);
    table
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()
        .and_then(|at| table.get(at))
        .map_or(unknown, |(_, slot)| *slot)
}

/// A CSL type by the dialect's word for it, which may be written in any letters.
fn csl(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, csl)| *csl)
}

/// "XX value": two capitals or digits at a line's beginning and a blank.
fn split_two(text: &str) -> Line<'_> {
    if text.is_empty() {
        return Line::Blank;
    }
    let bytes = text.as_bytes();
    match *bytes {
        [b'A'..=b'Z', b'A'..=b'Z' | b'0'..=b'9'] => Line::Tagged(scan::tag(text), ""),
        [b'A'..=b'Z', b'A'..=b'Z' | b'0'..=b'9', b' ', ..] => {
            Line::Tagged(scan::tag(text.get(..2).unwrap_or_default()), text.get(3..).unwrap_or_default())
        }
        _ => Line::More(text),
    }
}

#[cfg(test)]
mod tests;
