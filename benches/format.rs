//! Records a second that each format is read and written at, on one core, from bytes in memory.
//!
//! Grown records are written by our own writer where the format has one; for the others the entries of one fixture of ours are
//! repeated between its head and its foot, so that those figures are of short records. Every format is there: one without
//! an input fails. Packed files alone are read from the disk. Nothing is merged or indexed: that is `ingest`'s.

mod growth;

use chosin::format::{FORMATS, Format, by_name};
use chosin::record::Record;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::io::Write as _;
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

/// Where the entries of a fixture stand: format, file, what the first begins with, what the last ends with, what parts two.
/// A table's rows begin behind its first line, and whole files of lines are their own entries.
const REPEATED: &[(&str, &str, &str, &str, &str)] = &[
    ("nbib", "nbib/two.nbib", "", "", "\n\n"),
    ("refer", "refer/endnote.enw", "", "", "\n\n"),
    ("refworks", "refworks/two.txt", "", "", "\n\n"),
    ("wos", "wos/tagged.txt", "PT ", "\nER", "\n\n"),
    ("wos-table", "wos/table.txt", "\n", "\n", ""),
    ("listing", "listing/page.txt", "", "", "\n\n\n"),
    ("endnote-xml", "endnote-xml/library.xml", "<record>", "</record>", "\n"),
    ("marcxml", "marcxml/catalogue.xml", "<marc:record>", "</record>", "\n"),
    ("medline-xml", "medline-xml/set.xml", "<PubmedArticle>", "</PubmedArticle>", "\n"),
    ("mods", "mods/collection.xml", "<mods ", "</mods>", "\n"),
    ("crossref-xml", "crossref-xml/answer.xml", "<query ", "</query>", "\n"),
    ("zotero-rdf", "zotero-rdf/library.rdf", "<bib:Article ", "</bib:Letter>", "\n"),
    ("crossref", "json/crossref.json", "{\n        \"indexed\"", "}\n    ]", ",\n"),
    ("datacite", "json/datacite.json", "{\"id\"", "}}\n]", ",\n"),
];

/// A file of a format that is read only: the entries of its fixture again and again, between its head and its foot.
fn repeated(name: &str) -> Option<String> {
    let (_, path, begins, ends, between) = REPEATED.iter().find(|row| row.0 == name)?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let text = std::fs::read_to_string(folder.join(path)).expect("a fixture");
    let from = text.find(begins).expect("the first entry");
    // What ends the last entry may hold a bracket of the list around it, which is the foot's.
    let inside = ends.find("\n ").or_else(|| ends.find("\n]")).unwrap_or(ends.len());
    let to = text.rfind(ends).map_or(text.len(), |at| if ends.is_empty() { text.len() } else { at + inside });
    let (head, body, foot) = (&text[..from], &text[from..to], &text[to..]);
    let (records, problems) = read(by_name(name)?, &text);
    let times = usize::try_from(RECORDS / (records + problems).max(1)).unwrap_or(1).max(1);
    Some(format!("{head}{}{foot}", vec![body; times].join(between)))
}

/// A packing: the name of its files' ending, and bytes as it packs them.
type Packing = (&'static str, fn(&[u8]) -> Vec<u8>);

/// Records read from a packed file on the disk: what reading costs with unpacking, decoding and telling the format.
fn packed(criterion: &mut Criterion, records: &[Record]) {
    let mut ris = Vec::new();
    (by_name("ris").and_then(|format| format.write).expect("RIS is written"))(records, &mut ris)
        .expect("bytes in memory");
    let folder = tempfile::tempdir().expect("a folder");
    let pack: [Packing; 4] = [
        ("plain", <[u8]>::to_vec),
        ("gz", |bytes| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packed.write_all(bytes).and_then(|()| packed.finish()).expect("bytes in memory")
        }),
        ("zst", |bytes| zstd::encode_all(bytes, 3).expect("bytes in memory")),
        ("zip", |bytes| {
            let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            packed
                .start_file("library.ris", zip::write::SimpleFileOptions::default())
                .expect("bytes in memory");
            packed.write_all(bytes).expect("bytes in memory");
            packed.finish().expect("bytes in memory").into_inner()
        }),
    ];
    let mut group = criterion.benchmark_group("packed-ris");
    group.sample_size(10).throughput(Throughput::Elements(RECORDS));
    for (name, pack) in pack {
        let path = folder.path().join(format!("library.ris.{name}"));
        std::fs::write(&path, pack(&ris)).expect("a file");
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut count = 0;
                chosin::corpus::input::read(&path, None, &mut |located| {
                    count += u64::from(located.entry.record.is_ok());
                    ControlFlow::Continue(())
                })
                .expect("a file");
                assert_eq!(count, RECORDS, "{name}");
            });
        });
    }
    group.finish();
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
        // Markdown is written only.
        if let Some(text) = text.filter(|_| format.name != "markdown") {
            let (count, problems) = read(format, &text);
            assert!(count + problems >= RECORDS / 2, "{}: only {count} records", format.name);
            assert!(grown.is_none() || problems == 0, "{}: {problems} problems", format.name);
            group.throughput(Throughput::Elements(count + problems));
            group.bench_function("read", |bencher| bencher.iter(|| read(format, &text)));
        } else {
            assert_eq!(format.name, "markdown", "no input for a format");
        }
        if let Some(write) = format.write {
            group.throughput(Throughput::Elements(RECORDS));
            group.bench_function("write", |bencher| {
                bencher.iter(|| write(&records, &mut std::io::sink()).expect("a sink"));
            });
        }
        group.finish();
    }
    packed(criterion, &records);
}

criterion_group!(benches, formats);
criterion_main!(benches);
