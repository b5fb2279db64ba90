//! The Web of Science: its lines (`PT J`, `AU Cumings, B`, further lines set in by three blanks) and its table, a line an entry
//! with the same tags as the header.
//!
//! Addresses, cited references and funding are left out. Source: Clarivate's "Web of Science Core Collection field tags".

use super::draft;
use super::scan::{self, Line, Tag};
use super::slot::Slot;
use super::{Dialect, find, keep_unknown, split_two};
use crate::error::Problem;
use crate::format::lines::Lines;
use crate::format::{Entry, Format, Likeness, Sink};
use crate::record::Record;
use std::io::{self, BufRead};

/// The Web of Science's lines.
pub const FORMAT: Format = Format {
    name: "wos",
    title: "Web of Science, tagged",
    extensions: &["isi", "ciw", "txt", "wos"],
    detect,
    read,
    write: None,
};

/// The Web of Science's table.
pub const TABLE: Format = Format {
    name: "wos-table",
    title: "Web of Science, tab-separated",
    extensions: &["txt", "tsv"],
    detect: detect_table,
    read: read_table,
    write: None,
};

/// Tags and what they fill; what is not here (addresses, cited references, counts) is left.
const TAGS: &[(&str, Slot)] = &[
    ("AB", Slot::Abstract),
    ("AF", Slot::FullAuthor),
    ("AR", Slot::Text("number")),
    ("AU", Slot::Author),
    ("BA", Slot::OtherNames("container-author")),
    ("BE", Slot::Editor),
    ("BN", Slot::Serial),
    ("BP", Slot::Start),
    ("CA", Slot::Body),
    ("CL", Slot::Text("event-place")),
    ("CT", Slot::Text("event-title")),
    ("CY", Slot::Keep),
    ("D2", Slot::Keep),
    ("DE", Slot::Keywords),
    ("DI", Slot::Doi),
    ("DT", Slot::Kind),
    ("ED", Slot::Editor),
    ("EI", Slot::Serial),
    ("EP", Slot::End),
    ("EY", Slot::Date(1)),
    ("FT", Slot::OtherTitle),
    ("FU", Slot::Keep),
    ("GP", Slot::Body),
    ("HO", Slot::Keep),
    ("ID", Slot::Keywords),
    ("IS", Slot::Issue),
    ("JI", Slot::Short),
    ("LA", Slot::Language),
    ("MA", Slot::Keep),
    ("NR", Slot::Keep),
    ("PD", Slot::Date(0)),
    ("PI", Slot::Place),
    ("PM", Slot::Pmid),
    ("PS", Slot::Start),
    ("PT", Slot::Kind),
    ("PU", Slot::Publisher),
    ("PY", Slot::Year),
    ("SC", Slot::Keep),
    ("SE", Slot::Series(0)),
    ("SI", Slot::Keep),
    ("SN", Slot::Serial),
    ("SO", Slot::Container(0)),
    ("SP", Slot::Keep),
    ("SU", Slot::Keep),
    ("TC", Slot::Keep),
    ("TI", Slot::Title(0)),
    ("UT", Slot::Keep),
    ("VL", Slot::Volume),
    ("WC", Slot::Keep),
];

/// Publication and document types; a document's type says more than its publication's.
const KINDS: &[(&str, &str)] = &[
    ("J", "article-journal"),
    ("B", "book"),
    ("S", "chapter"),
    ("P", "patent"),
    ("C", "paper-conference"),
    ("D", "dataset"),
];
const DOCUMENTS: &[(&str, &str)] = &[
    ("Book Review", "review-book"),
    ("Book Chapter", "chapter"),
    ("Proceedings Paper", "paper-conference"),
    ("Meeting Abstract", "paper-conference"),
    ("Data Set", "dataset"),
    ("Thesis/Dissertation", "thesis"),
];

const DIALECT: Dialect = Dialect {
    split: |text, _| split_two(text),
    begins: scan::tag("PT"),
    ends: Some(scan::tag("ER")),
    ignored: &[scan::tag("FN"), scan::tag("VR"), scan::tag("EF")],
    blank_parts: false,
    slot,
    kind,
    keep,
};

fn detect(head: &str) -> Likeness {
    let mut lines = head
        .lines()
        .map(|line| line.trim_end().trim_start_matches('\u{feff}'))
        .filter(|line| !line.is_empty());
    let mut begins = false;
    for line in lines.by_ref().take(40) {
        match split_two(line) {
            Line::Tagged(tag, _) if scan::name(&tag) == "FN" => begins = true,
            Line::Tagged(tag, value) if tag == DIALECT.begins && value.len() == 1 => return Likeness::Sure,
            _ => {}
        }
    }
    if begins { Likeness::Possible } else { Likeness::No }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    super::read(&DIALECT, input, sink)
}

fn slot(tag: &Tag, _csl: &str) -> Slot {
    find(TAGS, tag, Slot::Skip)
}

fn kind(fields: &[(&Tag, &str)]) -> &'static str {
    let value = |name: &str| fields.iter().find(|(tag, _)| scan::name(tag) == name).map(|(_, value)| *value);
    let document = value("DT").unwrap_or_default();
    let document = document.split(';').find_map(|word| super::csl(DOCUMENTS, word.trim()));
    let publication = value("PT").and_then(|word| super::csl(KINDS, word)).unwrap_or("article-journal");
    match (document, publication) {
        // A paper printed in a journal is an article.
        (Some("paper-conference") | None, "article-journal") => "article-journal",
        (Some(document), _) => document,
        (None, publication) => publication,
    }
}

fn keep(record: &mut Record, fields: &[(&Tag, &str)]) {
    // A whole book bears its title twice.
    if record.container_title.as_ref() == Some(&record.title) {
        record.container_title = None;
    }
    keep_unknown(&DIALECT, "wos", record, fields);
}

/// The tags of a header line, if it is one.
fn header(line: &str) -> Option<Vec<Tag>> {
    let line = line.trim_end().trim_start_matches('\u{feff}');
    let tags: Vec<&str> = line.split('\t').map(str::trim).collect();
    let two = |tag: &&str| matches!(tag.as_bytes(), [b'A'..=b'Z', b'A'..=b'Z' | b'0'..=b'9']);
    (tags.len() > 3 && tags.iter().all(two) && tags.contains(&"PT"))
        .then(|| tags.into_iter().map(scan::tag).collect())
}

fn detect_table(head: &str) -> Likeness {
    if head.lines().next().and_then(header).is_some() { Likeness::Sure } else { Likeness::No }
}

fn read_table(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let Some(tags) = lines.next()?.map(|line| header(&line.text)) else { return Ok(()) };
    let Some(tags) = tags else {
        let message = "the first line does not name the columns by tags of two letters (PT, AU, TI)";
        let _ = sink(Entry::failed(Problem::new(1, message)));
        return Ok(());
    };
    while let Some(line) = lines.next()? {
        if line.text.trim().is_empty() {
            continue;
        }
        let fields: Vec<(&Tag, &str)> = tags
            .iter()
            .zip(line.text.split('\t').map(|cell| cell.trim().trim_matches('"')))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let kind = kind(&fields);
        let record = draft::record(kind, None, fields.iter().map(|(tag, value)| (slot(tag, kind), *value)));
        let entry = match crate::format::worth_keeping(record, "line") {
            Ok(mut record) => {
                keep(&mut record, &fields);
                Entry::read(line.number, record)
            }
            Err(problem) => Entry::failed(Problem { line: line.number, ..problem }),
        };
        if sink(entry).is_break() {
            break;
        }
    }
    Ok(())
}
