//! Records -> RIS, in the tags that most programs read.
//!
//! What was read from RIS and a record cannot hold is written again, as long as it still says what the record says. A date's span,
//! which RIS has no place for, stands in the free part of `DA`. A value of several paragraphs goes on over lines that are set in.

use super::draft::{self, dated};
use super::ris_tables;
use super::ris_tables::{BEGINS, OWN_KEY, group};
use super::scan;
use crate::format::kept::{self, Field};
use crate::format::{edtf, name};
use crate::record::{Date, Name, Record};
use serde::Deserialize as _;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes records in the order given.
///
/// # Errors
/// What writing says.
pub fn write(records: &[Record], out: &mut dyn Write) -> io::Result<()> {
    for record in records {
        let kind = ris_tables::csl_of(ris_tables::type_of(&record.kind));
        let written = fields(record);
        let written: Vec<Field> =
            written.into_iter().map(|(tag, text)| (tag.to_owned(), text.into_owned())).collect();
        let own = record.custom.other.get(OWN_KEY).and_then(Value::as_object);
        let mut kept = own.map(kept::fields).unwrap_or_default();
        kept.retain(|(tag, _)| is_tag(tag));
        let read = |fields: &[Field]| {
            let tagged = |name: &str| scan::tag(name);
            let named = fields.iter().find(|(name, _)| tagged(name) == BEGINS);
            let kind = named.map_or(kind, |(_, value)| ris_tables::csl_of(value));
            let slots =
                fields.iter().map(|(name, value)| (ris_tables::slot(&tagged(name), kind), value.as_str()));
            draft::record(kind, record.language.as_deref(), slots)
        };
        let all = kept::join(kept, written, |name| group(name, kind), |a, b| read(a) == read(b));
        for (tag, text) in &all {
            line(out, tag, text)?;
        }
        out.write_all(b"ER  - \n\n")?;
    }
    Ok(())
}

/// Two letters or a letter and a digit, in capitals, that neither begin nor end an entry.
fn is_tag(tag: &str) -> bool {
    matches!(tag.as_bytes(), [b'A'..=b'Z', b'A'..=b'Z' | b'0'..=b'9']) && tag != "ER"
}

/// A tag and its value; further lines of the value are set in, so that none is taken for a tag.
fn line(out: &mut dyn Write, tag: &str, text: &str) -> io::Result<()> {
    for (number, part) in text.lines().map(str::trim).enumerate() {
        match (number, part.is_empty()) {
            (0, _) => writeln!(out, "{tag}  - {part}")?,
            (_, true) => writeln!(out)?,
            (_, false) => writeln!(out, "      {part}")?,
        }
    }
    Ok(())
}

/// The tags and values that say what a record says.
pub fn fields(record: &Record) -> Vec<(&'static str, Cow<'_, str>)> {
    let mut out: Vec<(&'static str, Cow<str>)> = Vec::with_capacity(24);
    let kind = ris_tables::type_of(&record.kind);
    let csl = ris_tables::csl_of(kind);
    out.push(("TY", kind.into()));
    out.push(("ID", record.id.as_str().into()));
    if !draft::is_id(&record.id) {
        // Figures alone are another program's running number, unless the label, EndNote's word for a key, says so too.
        out.push(("LB", record.id.as_str().into()));
    }
    out.extend(record.author.iter().map(|name| ("AU", name_text(name))));
    let editor = if matches!(csl, "chapter" | "paper-conference") { "A2" } else { "ED" };
    out.extend(record.editor.iter().map(|name| (editor, name_text(name))));
    out.push(("TI", record.title.as_str().into()));
    let container = if group("T2", csl) == group("JF", csl) { "T2" } else { "JF" };
    let mut text = |tag, text: &'_ Option<String>| {
        if let Some(text) = text {
            out.push((tag, Cow::Owned(text.clone())));
        }
    };
    text(container, &record.container_title);
    text("T3", &record.collection_title);
    text("VL", &record.volume);
    text("IS", &record.issue);
    text("ET", &record.edition);
    text("PB", &record.publisher);
    text("CY", &record.publisher_place);
    text("DO", &record.doi);
    text("UR", &record.url);
    text("LA", &record.language);
    if let Some(pmid) = &record.pmid {
        out.push(("AN", pmid.as_str().into()));
        out.push(("DB", "PubMed".into()));
    }
    for numbers in [&record.isbn, &record.issn].into_iter().flatten() {
        out.extend(numbers.split(' ').map(|number| ("SN", number.into())));
    }
    if let Some(page) = &record.page {
        match page.split_once('-').filter(|(first, last)| !first.is_empty() && !last.contains(['-', ','])) {
            Some((first, last)) if first != last && !first.contains(',') => {
                out.push(("SP", first.into()));
                out.push(("EP", last.into()));
            }
            _ => out.push(("SP", page.as_str().into())),
        }
    }
    dates(&mut out, record.issued.as_ref());
    more(&mut out, record, csl);
    out.extend(
        record.keyword.iter().flat_map(|words| words.split(';')).map(|word| ("KW", word.trim().into())),
    );
    if let Some(summary) = &record.summary {
        out.push(("AB", summary.as_str().into()));
    }
    out.extend(record.note.iter().flat_map(|note| note.split("\n\n")).map(|part| ("N1", part.into())));
    out.retain(|(_, text)| !text.is_empty());
    out
}

fn dates<'a>(out: &mut Vec<(&'static str, Cow<'a, str>)>, date: Option<&'a Date>) {
    let Some(date) = date else { return };
    let Some(start) = date.start.filter(|_| date.literal.is_none()) else {
        return out.push(("PY", date.literal.as_deref().unwrap_or_default().into()));
    };
    let usual = (1000..=9999).contains(&start.year);
    let plain = usual && date.season.is_none() && !date.circa && date.end.is_none();
    if usual {
        out.push(("PY", start.year.to_string().into()));
    }
    let month = if start.month > 0 { format!("{:02}", start.month) } else { String::new() };
    let day = if start.day > 0 && start.month > 0 { format!("{:02}", start.day) } else { String::new() };
    if !plain {
        let words = edtf::write(date).unwrap_or_default();
        out.push(("DA", format!("{}/{month}/{day}/{words}", start.year).into()));
    } else if start.month > 0 {
        out.push(("DA", format!("{}/{month}/{day}/", start.year).into()));
    }
}

/// CSL's other variables that have a tag.
fn more<'a>(out: &mut Vec<(&'static str, Cow<'a, str>)>, record: &'a Record, csl: &str) {
    const TEXTS: &[(&str, &str)] = &[
        ("ST", "title-short"),
        ("J2", "container-title-short"),
        ("CN", "call-number"),
        ("NV", "number-of-volumes"),
        ("SV", "collection-number"),
        ("AV", "archive_location"),
        ("RI", "reviewed-title"),
    ];
    let value = |key: &str| match record.other.get(key) {
        Some(Value::String(text)) => Some(Cow::Borrowed(text.as_str())),
        Some(Value::Number(number)) => Some(Cow::Owned(number.to_string())),
        _ => None,
    };
    for (tag, key) in TEXTS {
        out.extend(value(key).map(|text| (*tag, text)));
    }
    if group("M1", csl).is_some() {
        out.extend(value("number").map(|text| ("M1", text)));
    }
    if !csl.starts_with("article") {
        out.extend(value("genre").map(|text| ("M3", text)));
    }
    out.extend(record.translator.iter().map(|name| ("A4", name_text(name))));
    if let Some(names) =
        record.other.get("collection-editor").and_then(|value| Vec::<Name>::deserialize(value).ok())
    {
        out.extend(names.iter().map(|name| ("A3", Cow::Owned(name_text(name).into_owned()))));
    }
    if let Some(date) = record.other.get("accessed").and_then(|value| Date::deserialize(value).ok()) {
        let text = edtf::write(&date).unwrap_or_else(|| date.literal.clone().unwrap_or_default());
        if dated(&text).is_some() {
            out.push(("Y2", text.replace('-', "/").into()));
        }
    }
    out.extend(record.custom.titles.iter().map(|title| ("TT", title.text.as_str().into())));
    out.extend(record.custom.names.iter().map(|name| ("TA", name.as_str().into())));
}

/// "Cumings, Bruce"; a body, and whatever would be read as another name, ends with a comma as EndNote has it.
fn name_text(name: &Name) -> Cow<'_, str> {
    if is_plain(&name.family) && !name.family.contains([' ', '.']) && is_plain(&name.given) && is_bare(name) {
        return Cow::Owned(format!("{}, {}", name.family, name.given));
    }
    let one =
        |text: &str| text.replace([';', '\n', ','], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.literal.is_empty() {
        let text = name.inverted();
        if !text.contains([';', '\n']) && !text.ends_with(',') {
            let parsed = name::parse(&text);
            // One word without a comma is read whole, and needs no mark of a body.
            if parsed == *name
                || parsed.literal == text
                || (parsed.inverted() == text && parsed.literal.is_empty())
            {
                return Cow::Owned(text);
            }
        }
        return Cow::Owned(body(&one(&name.display())));
    }
    let text = name.literal.as_str();
    if !text.contains([';', '\n']) && !text.ends_with(',') && name::parse(text) == *name {
        return Cow::Borrowed(text);
    }
    Cow::Owned(body(&one(text)))
}

/// A body's name; nothing where nothing is left of it.
fn body(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{text},") }
}

fn is_bare(name: &Name) -> bool {
    [&name.literal, &name.suffix, &name.dropping_particle, &name.non_dropping_particle]
        .into_iter()
        .all(String::is_empty)
}

/// Words of ASCII letters that begin with capitals.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.split(' ').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
        && text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::super::ris;
    use super::*;

    #[test]
    fn an_id_of_figures_comes_back_and_a_running_number_is_none() {
        for id in ["17", "a b", "key", "2019-04"] {
            let mut out = Vec::new();
            write(&[Record { id: id.into(), title: "T".into(), ..Record::default() }], &mut out).unwrap();
            let read = crate::format::testing::records(&ris::FORMAT, &out);
            assert_eq!(read[0].1.id, id);
            assert!(read[0].1.custom.is_empty(), "{:?}", read[0].1.custom);
        }
        for text in
            ["TY  - JOUR\nID  - 17\nTI  - T\nER  - \n", "TY  - JOUR\nID  - 17\nLB  - 18\nTI  - T\nER  - \n"]
        {
            assert_eq!(crate::format::testing::records(&ris::FORMAT, text)[0].1.id, "");
        }
    }

    #[test]
    fn no_line_of_a_value_is_taken_for_a_tag() {
        let record = Record {
            title: "T".into(),
            summary: Some("One\n\nER  - two\n\nTY  - JOUR".into()),
            ..Record::default()
        };
        let mut out = Vec::new();
        write(&[record], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let tags =
            text.lines().filter(|line| matches!(ris::split(line, true), scan::Line::Tagged(..))).count();
        assert_eq!(tags, 4, "{text}");
    }
}
