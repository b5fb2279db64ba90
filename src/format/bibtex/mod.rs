//! BibTeX and BibLaTeX, read so that a bad entry costs itself, and written so that what was read comes back.
//!
//! `scan` finds the blocks, `value` takes them apart, `inherit` adds what parents give, `record` and its tables
//! make a [`Record`] of the fields, `latex` makes text of LaTeX, `write` goes the other way. Fields that a record
//! cannot hold, or not as they stood, are kept under `custom.bibtex` as they were (strings put in), the entry type
//! under `@type`. `@xdata` entries are no works: they live on in the entries that use them. It runs no TeX and loads no file.

mod fields;
mod inherit;
mod kinds;
mod latex;
mod names;
mod record;
mod scan;
mod symbols;
mod value;
mod write;

use super::{Entry, Format, Likeness, Sink, kept};
use crate::error::Problem;
use crate::record::Record;
use inherit::{Family, Parsed};
use scan::{Block, Scanner};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::io::{self, BufRead};

/// BibTeX and BibLaTeX.
pub const FORMAT: Format = Format {
    name: "bibtex",
    title: "BibTeX and BibLaTeX",
    extensions: &["bib", "bibtex"],
    detect,
    read,
    write: Some(write::write),
};

/// The key under `custom` with what the record cannot hold.
const OWN_KEY: &str = "bibtex";

/// The key under that with the entry type; no field can be called so.
const TYPE_KEY: &str = "@type";

/// Blocks that are no entries.
const NO_ENTRIES: &[&str] = &["string", "preamble", "comment"];

fn detect(head: &str) -> Likeness {
    let mut input = head.as_bytes();
    let mut scanner = Scanner::new(&mut input);
    let mut likeness = Likeness::No;
    while let Ok(Some(block)) = scanner.next() {
        let (kind, key, fields) = match &block {
            Block::Whole { kind, body, escaped, .. } => {
                let (key, fields) = value::entry(body, *escaped, &value::Strings::default());
                (kind, key.to_owned(), fields.len())
            }
            // The first bytes end within an entry.
            Block::Open { kind, key, .. } => (kind, key.clone(), 1),
            Block::Braceless { kind, .. } => (kind, String::new(), 0),
        };
        if NO_ENTRIES.contains(&kind.as_str()) || (!key.is_empty() && !key.contains(' ') && fields > 0) {
            return Likeness::Sure;
        }
        likeness = Likeness::Possible;
    }
    if likeness == Likeness::No && head.contains('@') { Likeness::Possible } else { likeness }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let mut scanner = Scanner::new(input);
    let mut strings = value::Strings::default();
    let mut family = Family::default();
    while let Some(block) = scanner.next()? {
        let entry = match block {
            Block::Open { line, kind, key, next, overlong } => {
                Some(Entry::failed(open_block(line, &kind, &key, next, overlong)))
            }
            Block::Braceless { line, kind } => {
                let message = format!("an entry of type @{kind} has no opening brace after its type");
                Some(Entry::failed(Problem::new(line, message)))
            }
            Block::Whole { kind, body, escaped, .. } if kind == "string" => {
                strings.define(body, escaped);
                None
            }
            Block::Whole { kind, .. } if NO_ENTRIES.contains(&kind.as_str()) => None,
            Block::Whole { line, kind, body, escaped } => {
                let (key, mut fields) = value::entry(body, escaped, &strings);
                if escaped {
                    fields.iter_mut().for_each(|(_, raw)| balance(raw));
                }
                if fields.iter().all(|(_, raw)| raw.is_empty()) {
                    Some(Entry::failed(nothing_read(line, &kind, key)))
                } else if kind == "xdata" {
                    family.remember(&kind, key, &fields);
                    None
                } else {
                    family.remember(&kind, key, &fields);
                    if inherit::has_parent(&fields) {
                        let mut parsed = Parsed::new(line, &kind, key, fields);
                        if family.knows_parents(&parsed) {
                            family.inherit(&mut parsed);
                            Some(finished(&parsed))
                        } else {
                            family.wait(parsed).map(|mut longest| {
                                family.inherit(&mut longest);
                                finished(&longest)
                            })
                        }
                    } else {
                        Some(checked(line, &kind, key, to_record(&kind, key, &fields)))
                    }
                }
            }
        };
        if let Some(entry) = entry
            && sink(entry).is_break()
        {
            return Ok(());
        }
    }
    while let Some(mut parsed) = family.next_waiting() {
        family.inherit(&mut parsed);
        if sink(finished(&parsed)).is_break() {
            break;
        }
    }
    Ok(())
}

fn finished(parsed: &Parsed) -> Entry {
    let record = to_record(&parsed.kind, &parsed.key, &parsed.fields);
    checked(parsed.line, &parsed.kind, &parsed.key, record)
}

/// An entry that says something of a work, or a problem.
fn checked(line: usize, kind: &str, key: &str, record: Record) -> Entry {
    if record.says_nothing() {
        Entry::failed(nothing_read(line, kind, key))
    } else {
        Entry::read(line, record)
    }
}

/// The record of an entry, with what it cannot hold beside it.
fn to_record<'a, N: AsRef<str> + 'a, R: AsRef<str> + 'a>(
    kind: &str,
    key: &str,
    fields: &'a [(N, R)],
) -> Record {
    let mut record = record::read(kind, fields, None);
    key.clone_into(&mut record.id);
    let genre = record.other.get("genre").and_then(Value::as_str);
    let own_type = kinds::entry_type(&record.kind, genre).0;
    let written = record::write(&record, kind);
    let mut kept = kept::keep(fields, &written, fields::group, |a, b| a == b);
    if own_type != kind {
        let mut all = Map::new();
        all.insert(TYPE_KEY.to_owned(), Value::from(kind));
        all.append(&mut kept);
        kept = all;
    }
    if !kept.is_empty() {
        record.custom.other.insert(OWN_KEY.to_owned(), Value::Object(kept));
    }
    record
}

/// Escapes anew what only balances where `\{` is a letter, so that it can be written.
fn balance(raw: &mut Cow<str>) {
    if !latex::is_balanced(raw) {
        *raw = Cow::Owned(latex::escape(&latex::decode(raw)).into_owned());
    }
}

/// How a scholar would name an entry.
fn named(kind: &str, key: &str) -> String {
    if key.is_empty() { format!("an entry of type @{kind}") } else { format!("entry '{key}'") }
}

fn open_block(line: usize, kind: &str, key: &str, next: Option<usize>, overlong: bool) -> Problem {
    let name = if NO_ENTRIES.contains(&kind) { format!("@{kind}") } else { named(kind, key) };
    let message = match next {
        _ if overlong => format!("{name} is longer than 16 MB: a closing brace is missing in it"),
        Some(next) => format!("{name} has no closing brace; reading went on at line {next}"),
        None => format!("{name} has no closing brace up to the end of the file"),
    };
    let problem = Problem::new(line, message);
    if key.is_empty() { problem } else { problem.with_key(key) }
}

fn nothing_read(line: usize, kind: &str, key: &str) -> Problem {
    let problem = Problem::new(line, format!("{} has no field that says anything", named(kind, key)));
    if key.is_empty() { problem } else { problem.with_key(key) }
}

#[cfg(test)]
mod tests;
