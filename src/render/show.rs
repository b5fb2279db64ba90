//! One record in full: every field that it has, its identifiers, and where each came from.

use super::layout::Text;
use super::style::Role;
use super::table::{self, Row};
use super::{Screen, imprint};
use crate::record::Record;
use crate::search::Source;
use serde_json::Value;
use std::io::{self, Write};

/// A field of a record that is one text: its label and how it is had.
type Field = (&'static str, fn(&Record) -> Option<&str>);

const FIELDS: &[Field] = &[
    ("in", |record| record.container_title.as_deref()),
    ("series", |record| record.collection_title.as_deref()),
    ("volume", |record| record.volume.as_deref()),
    ("issue", |record| record.issue.as_deref()),
    ("pages", |record| record.page.as_deref()),
    ("edition", |record| record.edition.as_deref()),
    ("place", |record| record.publisher_place.as_deref()),
    ("publisher", |record| record.publisher.as_deref()),
    ("language", |record| record.language.as_deref()),
    ("keywords", |record| record.keyword.as_deref()),
    ("ISBN", |record| record.isbn.as_deref()),
    ("ISSN", |record| record.issn.as_deref()),
    ("PMID", |record| record.pmid.as_deref()),
];

/// Writes the record; its sources in full where `whole` is set, else one line each.
///
/// # Errors
/// Those of the writer.
pub fn write(
    record: &Record,
    sources: &[Source],
    whole: bool,
    screen: &Screen,
    out: &mut dyn Write,
) -> io::Result<()> {
    Text::of(Role::Title, &record.heading()).write(out, screen, 0)?;
    for title in &record.custom.titles {
        Text::of(Role::Meta, &title.text).write(out, screen, 0)?;
    }
    out.write_all(b"\n")?;
    table::write(&rows(record), screen, out)?;
    for (label, text) in [("abstract", &record.summary), ("note", &record.note)] {
        let Some(text) = text else { continue };
        out.write_all(b"\n")?;
        if label == "note" {
            Text::of(Role::Label, "note").write(out, screen, 0)?;
        }
        for (place, paragraph) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            if place > 0 {
                out.write_all(b"\n")?;
            }
            Text::of(Role::Text, paragraph).write(out, screen, 0)?;
        }
    }
    if !sources.is_empty() {
        out.write_all(b"\n")?;
        write_sources(sources, whole, screen, out)?;
    }
    Ok(())
}

fn rows(record: &Record) -> Vec<Row> {
    let mut rows = vec![Row::new("id", &record.id), Row::new("type", &record.kind)];
    for (label, names) in
        [("author", &record.author), ("editor", &record.editor), ("translator", &record.translator)]
    {
        rows.push(Row::new(label, imprint::names(names, usize::MAX)));
    }
    rows.push(Row::new("names", record.custom.names.join("; ")));
    rows.push(Row::new("date", record.issued.as_ref().map(crate::record::Date::display).unwrap_or_default()));
    rows.extend(FIELDS.iter().map(|(label, field)| Row::new(*label, field(record).unwrap_or_default())));
    for (key, value) in &record.other {
        rows.push(Row::new(key, plain(value)));
    }
    for doi in record.dois() {
        rows.push(Row { link: Some(imprint::doi_address(doi)), ..Row::new("DOI", doi) });
    }
    if let Some(url) = &record.url {
        rows.push(Row { link: Some(url.clone()), ..Row::new("URL", url) });
    }
    rows
}

/// A field that we do not know, as a person reads it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn write_sources(sources: &[Source], whole: bool, screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    Text::of(Role::Label, if sources.len() == 1 { "source" } else { "sources" }).write(out, screen, 0)?;
    for source in sources {
        let key = if source.key.is_empty() { String::new() } else { format!(", {}", source.key) };
        let line = format!("{}:{} ({}{key})", source.path, source.line, source.format);
        Text::of(Role::Meta, &line).write(out, screen, 2)?;
        if !whole {
            continue;
        }
        if !source.taken.is_empty() {
            Text::of(Role::Text, &format!("gave {}", source.taken.join(", "))).write(out, screen, 4)?;
        }
        for (field, value) in &source.passed_over {
            Text::of(Role::Text, &format!("has another {field}: {}", plain(value))).write(out, screen, 4)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::records;

    #[test]
    fn a_record_in_full() {
        let mut record = records().remove(0);
        record.summary = Some("One paragraph that is long enough to be wrapped.\n\nAnother.".into());
        record.other.insert("archive".into(), "NARA".into());
        let source = Source {
            path: "refs.bib".into(),
            line: 12,
            format: "bibtex".into(),
            key: "shen".into(),
            ..Source::default()
        };
        let mut out = Vec::new();
        let screen = Screen { width: Some(40), ..Screen::default() };
        write(&record, &[source], false, &screen, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
