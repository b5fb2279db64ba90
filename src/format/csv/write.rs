//! Records -> a table that a spreadsheet opens without running anything in it.
//!
//! Cells that begin like a formula get an apostrophe, which the reader takes off again. A byte order mark is the
//! caller's to write, for only he knows whether a file or a pipe is written. Sources: RFC 4180; OWASP, CSV injection.

use super::{columns, is_formula};
use crate::format::{edtf, name};
use crate::record::{Name, Record};
use serde_json::Value;
use std::io::{self, Write};

/// A column: its header and its cell.
type Column = (&'static str, fn(&Record) -> String);

const COLUMNS: &[Column] = &[
    ("id", |record| record.id.clone()),
    ("type", |record| record.kind.clone()),
    ("title", |record| record.title.clone()),
    ("author", |record| names(&record.author)),
    ("editor", |record| names(&record.editor)),
    ("translator", |record| names(&record.translator)),
    ("issued", date),
    ("container-title", |record| text(&record.container_title)),
    ("collection-title", |record| text(&record.collection_title)),
    ("publisher", |record| text(&record.publisher)),
    ("publisher-place", |record| text(&record.publisher_place)),
    ("volume", |record| text(&record.volume)),
    ("issue", |record| text(&record.issue)),
    ("page", |record| text(&record.page)),
    ("edition", |record| text(&record.edition)),
    ("DOI", |record| text(&record.doi)),
    ("ISBN", |record| text(&record.isbn)),
    ("ISSN", |record| text(&record.issn)),
    ("PMID", |record| text(&record.pmid)),
    ("URL", |record| text(&record.url)),
    ("language", |record| text(&record.language)),
    ("keyword", |record| text(&record.keyword)),
    ("abstract", |record| text(&record.summary)),
    ("note", |record| text(&record.note)),
    ("other-titles", other_titles),
    ("other-names", |record| record.custom.names.join("; ")),
];

/// Writes a header and a row for each record. Columns that no record fills are left out but for the first ones, by which the table is known for ours.
pub fn write(records: &[Record], out: &mut dyn Write) -> io::Result<()> {
    let columns: Vec<&Column> = COLUMNS
        .iter()
        .enumerate()
        .filter(|(at, (_, cell))| {
            *at < columns::OWN.len() || records.iter().any(|record| !cell(record).is_empty())
        })
        .map(|(_, column)| column)
        .collect();
    let extra = extra_columns(records);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let headers = columns
        .iter()
        .map(|(header, _)| (*header).to_owned())
        .chain(extra.iter().map(|(_, key)| key.clone()));
    writer.write_record(headers.map(escaped)).map_err(as_the_system_said)?;
    for record in records {
        let cells = columns.iter().map(|(_, cell)| cell(record));
        let more = extra.iter().map(|(own, key)| extra_cell(record, *own, key));
        writer.write_record(cells.chain(more).map(escaped)).map_err(as_the_system_said)?;
    }
    writer.flush()
}

/// The error of the stream itself: wrapped as the table's, a closed pipe could not be told from a full disk.
fn as_the_system_said(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// Columns of other tables, and fields that records have beyond the ones above; whether they came from a table.
fn extra_columns(records: &[Record]) -> Vec<(bool, String)> {
    let mut columns: Vec<(bool, String)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for record in records {
        let own = record.custom.other.get("csv").and_then(Value::as_object);
        let own = own.into_iter().flat_map(|map| map.keys()).map(|key| (true, key));
        for (own, key) in own.chain(record.other.keys().map(|key| (false, key))) {
            if seen.insert(key.clone()) {
                columns.push((own, key.clone()));
            }
        }
    }
    columns
}

fn extra_cell(record: &Record, own: bool, key: &str) -> String {
    let value = if own {
        record.custom.other.get("csv").and_then(|map| map.get(key)).or_else(|| record.other.get(key))
    } else {
        record.other.get(key).or_else(|| record.custom.other.get("csv")?.get(key))
    };
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// A cell that no spreadsheet runs.
fn escaped(cell: String) -> String {
    if is_formula(&cell) { format!("'{cell}") } else { cell }
}

fn text(field: &Option<String>) -> String {
    field.clone().unwrap_or_default()
}

fn names(names: &[Name]) -> String {
    let printed = |printed: &Name| {
        let text = printed.inverted();
        // What would be taken apart otherwise is held together by braces.
        if name::parse(&text) == *printed || printed.literal.is_empty() {
            text
        } else {
            format!("{{{text}}}")
        }
    };
    names.iter().map(printed).collect::<Vec<_>>().join("; ")
}

fn date(record: &Record) -> String {
    let Some(date) = &record.issued else { return String::new() };
    edtf::write(date).or_else(|| date.literal.clone()).unwrap_or_else(|| date.display())
}

fn other_titles(record: &Record) -> String {
    let titled = |title: &crate::record::Titled| {
        if title.lang.is_empty() { title.text.clone() } else { format!("{} [{}]", title.text, title.lang) }
    };
    record.custom.titles.iter().map(titled).collect::<Vec<_>>().join(" | ")
}
