//! RIS as every program writes it: `TY  - JOUR` to `ER  -`.
//!
//! It reads tags in small letters and with one blank, values that go on over lines and blank lines, entries without end or
//! beginning, and what Cochrane and Ovid put between entries. What the record cannot hold is kept under `custom.ris`.
//! Two tags for one thing (`T1`, `TI`) are not told apart when it is written again.

use super::ris_tables::{BEGINS, OWN_KEY, group};
use super::scan::{self, Line, Tag};
use super::{Dialect, ris_tables, ris_write};
use crate::format::kept;
use crate::format::{Format, Likeness, Sink};
use crate::record::Record;
use serde_json::Value;
use std::io::{self, BufRead};

/// RIS.
pub const FORMAT: Format = Format {
    name: "ris",
    title: "RIS (EndNote, Zotero, Scopus, JSTOR, ProQuest, Cochrane)",
    extensions: &["ris"],
    detect,
    read,
    write: Some(ris_write::write),
};

const DIALECT: Dialect = Dialect {
    split,
    begins: BEGINS,
    ends: Some(scan::tag("ER")),
    ignored: &[],
    blank_parts: false,
    slot: ris_tables::slot,
    kind,
    keep,
};

fn detect(head: &str) -> Likeness {
    let mut tags = 0;
    for line in head.lines().take(2_000) {
        match split(line.trim_end().trim_start_matches('\u{feff}'), tags > 0) {
            Line::Tagged(BEGINS, _) => return Likeness::Sure,
            Line::Tagged(..) => tags += 1,
            _ => {}
        }
    }
    if tags > 1 { Likeness::Possible } else { Likeness::No }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    super::read(&DIALECT, input, sink)
}

/// `TY  - value`, `TY - value`, `ty  - value`. Only `TY` may stand behind blanks, and only where no entry is open: a
/// value that goes on over lines may be set in, and hold anything.
pub fn split(text: &str, open: bool) -> Line<'_> {
    if text.is_empty() {
        return Line::Blank;
    }
    let bare = text.trim_start();
    if bare.len() < text.len() && (open || !bare.starts_with("TY")) {
        return if bare.is_empty() { Line::Blank } else { Line::More(text) };
    }
    let bytes = bare.as_bytes();
    let (Some(first), Some(second)) = (bytes.first(), bytes.get(1)) else { return Line::More(text) };
    if !(first.is_ascii_alphabetic() && second.is_ascii_alphanumeric()) {
        return Line::More(text);
    }
    let after = bare.get(2..).unwrap_or_default();
    let dash = after.trim_start_matches(' ');
    let blanks = after.len() - dash.len();
    let Some(value) =
        dash.strip_prefix('-').filter(|value| value.is_empty() || value.starts_with([' ', '\t']))
    else {
        let parting = bare.starts_with("Record #") && bare.contains(" of ");
        return if parting { Line::Parting } else { Line::More(text) };
    };
    let tag = scan::tag(bare.get(..2).unwrap_or_default());
    let capital = first.is_ascii_uppercase() && !second.is_ascii_lowercase();
    let known = Some(tag) == DIALECT.ends || ris_tables::is_known(&tag);
    // "in - the end" is a line of prose; "TY - JOUR", "ty - JOUR" and "au  - Cumings" are tags.
    let typed =
        tag == BEGINS && ris_tables::KINDS.iter().any(|(name, _)| name.eq_ignore_ascii_case(value.trim()));
    if (blanks == 2 && (capital || known)) || ((1..=3).contains(&blanks) && ((capital && known) || typed)) {
        Line::Tagged(tag, value.trim())
    } else {
        Line::More(text)
    }
}

fn kind(fields: &[(&Tag, &str)]) -> &'static str {
    let named = fields.iter().find(|(tag, _)| **tag == BEGINS).map(|(_, value)| *value);
    match named {
        Some(name) => ris_tables::csl_of(name),
        // Nothing said: what stands in a journal is an article.
        None if fields.iter().any(|(tag, _)| matches!(scan::name(tag), "JF" | "JO" | "JA")) => {
            "article-journal"
        }
        None => "document",
    }
}

/// Keeps what writing the record anew would lose; other tags, blanks and commas for the same thing are no loss.
fn keep(record: &mut Record, fields: &[(&Tag, &str)]) {
    let written = ris_write::fields(record);
    let read: Vec<(&str, &str)> = fields.iter().map(|(tag, value)| (scan::name(tag), *value)).collect();
    let group = |name: &str| group(name, &record.kind);
    let kept = kept::keep(&read, &written, group, |(_, a), (_, b)| same_letters(a, b));
    if !kept.is_empty() {
        record.custom.other.insert(OWN_KEY.to_owned(), Value::Object(kept));
    }
}

fn same_letters(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let letters = |text: &str| -> Vec<char> {
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '/')).collect()
    };
    a.len().abs_diff(b.len()) <= 64 && letters(a) == letters(b)
}
