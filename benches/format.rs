//! Records a second that each format is read and written at, on one core, from bytes in memory.
//!
//! Grown records are written by our own writer where the format has one; for the others one fixture of ours is repeated, so that
//! those figures are of short records. No file is opened and nothing is merged or indexed: that is `ingest`'s.

mod growth;

use chosin::format::{FORMATS, Format, by_name};
use chosin::record::Record;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

const RECORDS: u64 = 2_000;

/// How many records and problems are read from a text.
fn read(format: &Format, text: &str) -> (u64, u64) {
    let (mut records, mut problems) = (0, 0);
    (format.read)(&mut text.as_bytes(), &mut |entry| {
        if entry.record.is_ok() {
            records += 1
        } else {
            problems += 1
        }
        ControlFlow::Continue(())
    })
    .expect("bytes in memory");
    (records, problems)
}

/// An OpenAlex line: the abstract as an inverted index, the names as authorships.
fn openalex(number: u64, record: &Record) -> String {
    let mut places: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, word) in record.summary.as_deref().unwrap_or_default().split_whitespace().enumerate() {
        match places.iter_mut().find(|(known, _)| *known == word) {
            Some((_, list)) => list.push(at),
            None => places.push((word, vec![at])),
        }
    }
    let inverted: serde_json::Map<String, serde_json::Value> =
        places.into_iter().map(|(word, list)| (word.to_owned(), list.into())).collect();
    let authorships: Vec<_> = record
        .author
        .iter()
        .map(|name| serde_json::json!({"author": {"display_name": name.display()}, "raw_author_name": name.display()}))
        .collect();
    serde_json::json!({
        "id": format!("https://openalex.org/W{number}"),
        "doi": format!("https://doi.org/10.5555/grown.{number}"),
        "display_name": record.title,
        "title": record.title,
        "publication_year": record.year(),
        "type": "article",
        "language": "en",
        "authorships": authorships,
        "primary_location": {"source": {"display_name": record.container_title}},
        "abstract_inverted_index": inverted,
    })
    .to_string()
}

/// The fixture of a format that is read only, again and again. XML and lists cannot be strung together: those are left out.
fn repeated(name: &str) -> Option<String> {
    let path = match name {
        "nbib" => "nbib/two.nbib",
        "refer" => "refer/endnote.enw",
        "refworks" => "refworks/two.txt",
        "wos" => "wos/tagged.txt",
        "listing" => "listing/page.txt",
        "endnote-xml" => "endnote-xml/library.xml",
        "marcxml" => "marcxml/catalogue.xml",
        "medline-xml" => "medline-xml/set.xml",
        "mods" => "mods/collection.xml",
        "crossref-xml" => "crossref-xml/answer.xml",
        "zotero-rdf" => "zotero-rdf/library.rdf",
        "crossref" => "json/crossref.json",
        "datacite" => "json/datacite.json",
        _ => return None,
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let text = std::fs::read_to_string(folder.join(path)).ok()?;
    let times = if text.trim_start().starts_with(['<', '{', '[']) { 1 } else { 500 };
    Some(format!("{text}\n\n\n").repeat(times))
}

fn formats(criterion: &mut Criterion) {
    let growth = growth::Growth::from_corpus();
    let records: Vec<Record> = (0..RECORDS).map(|number| growth.record(number)).collect();
    let mut lines = String::new();
    for (number, record) in (0..).zip(&records) {
        let _ = writeln!(lines, "{}", openalex(number, record));
    }
    for format in FORMATS {
        let grown = format.write.map(|write| {
            let mut bytes = Vec::new();
            write(&records, &mut bytes).expect("bytes in memory");
            String::from_utf8(bytes).expect("writers write UTF-8")
        });
        let text = match format.name {
            "openalex" => Some(lines.clone()),
            "json" => Some(growth::lines(RECORDS)),
            name => grown.clone().or_else(|| repeated(name)),
        };
        let mut group = criterion.benchmark_group(format.name);
        group.sample_size(10);
        if let Some(text) = text {
            let (count, problems) = read(format, &text);
            if count > 0 {
                assert!(grown.is_none() || problems == 0, "{}: {problems} problems", format.name);
                group.throughput(Throughput::Elements(count));
                group.bench_function("read", |bencher| bencher.iter(|| read(format, &text)));
            }
        }
        if let Some(write) = format.write {
            group.throughput(Throughput::Elements(RECORDS));
            group.bench_function("write", |bencher| {
                bencher.iter(|| write(&records, &mut std::io::sink()).expect("a sink"));
            });
        }
        group.finish();
    }
    assert!(by_name("openalex").is_some() && by_name("ris").is_some(), "names of formats changed");
}

criterion_group!(benches, formats);
criterion_main!(benches);
