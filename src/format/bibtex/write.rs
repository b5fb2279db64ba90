//! Records -> a `.bib` file in UTF-8 that BibTeX and biber both read.
//!
//! What a field had beyond the record (braces that guard capitals, accents as commands, unknown fields) is written as it
//! was read, as long as it still says what the record says. A date with a day, a season or an end is written
//! as BibLaTeX's `date` and, for BibTeX, as its `year`. No string and no comment of the file comes back.

use super::{OWN_KEY, TYPE_KEY, fields, kinds, latex, record, value};
use crate::format::kept::{self, Field};
use crate::record::Record;
use serde_json::Value;
use std::io::{self, Write};

/// Writes records in the order given.
///
/// # Errors
/// What writing says.
pub fn write(records: &[Record], out: &mut dyn Write) -> io::Result<()> {
    for (number, record) in records.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\n")?;
        }
        entry(record, out)?;
    }
    Ok(())
}

fn entry(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let kept = record.custom.other.get(OWN_KEY).and_then(Value::as_object);
    let genre = record.other.get("genre").and_then(Value::as_str);
    let own_type = kept.and_then(|kept| kept.get(TYPE_KEY)).and_then(Value::as_str).filter(|kind| {
        let subtype = kinds::entry_type(&record.kind, genre).1;
        is_word(kind)
            && kinds::csl(kind, subtype) == record.kind
            && (genre.is_some() || kinds::implied_genre(kind).is_none())
    });
    let entry_type = own_type.unwrap_or_else(|| kinds::entry_type(&record.kind, genre).0);
    let written = record::write(record, entry_type);
    let written: Vec<Field> =
        written.into_iter().map(|(name, raw)| (name.to_owned(), raw.into_owned())).collect();
    let mut kept = kept.map(kept::fields).unwrap_or_default();
    kept.retain(|(name, raw)| is_word(name) && latex::is_balanced(raw));
    let read = |fields: &[Field]| record::read(entry_type, fields, record.language.as_deref());
    let same = |a: &[Field], b: &[Field]| read(a) == read(b);
    let all = kept::join(kept, written, fields::group, same);
    writeln!(out, "@{entry_type}{{{},", key(&record.id))?;
    for (name, raw) in all {
        // A month's name stands bare, so that a style can put its own.
        if name == "month" && value::MONTHS.iter().any(|(month, _)| *month == raw) {
            writeln!(out, "  month = {raw},")?;
        } else {
            writeln!(out, "  {name} = {{{raw}}},")?;
        }
    }
    out.write_all(b"}\n")
}

/// A key without the signs that end one.
fn key(id: &str) -> String {
    let bad = |c: char| c.is_whitespace() || c.is_control() || "{}(),\"'#%=~\\".contains(c);
    id.chars().map(|c| if bad(c) { '_' } else { c }).collect()
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| {
            b.is_ascii_lowercase()
                || b.is_ascii_digit()
                || matches!(b, b'-' | b'_' | b'+' | b':' | b'.' | b'/')
        })
}
