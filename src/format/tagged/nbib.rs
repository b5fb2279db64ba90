//! PubMed's and MEDLINE's lines: `PMID- 123`, `TI  - ...`, further lines set in by six blanks.
//!
//! The XML of the same database is another format. Source: "MEDLINE/PubMed Data Element (Field) Descriptions" of the
//! National Library of Medicine.

use super::scan::{self, Line, Tag};
use super::slot::Slot;
use super::{Dialect, find, keep_unknown};
use crate::format::{Format, Likeness, Sink};
use crate::record::Record;
use std::io::{self, BufRead};

/// PubMed's lines.
pub const FORMAT: Format = Format {
    name: "nbib",
    title: "PubMed and MEDLINE (.nbib)",
    extensions: &["nbib", "medline"],
    detect,
    read,
    write: None,
};

/// Tags and what they fill; what is not here is PubMed's own business.
const TAGS: &[(&str, Slot)] = &[
    ("AB", Slot::Abstract),
    ("AID", Slot::MarkedDoi),
    ("AU", Slot::Author),
    ("AUID", Slot::Keep),
    ("BTI", Slot::Container(0)),
    ("CI", Slot::Keep),
    ("CIN", Slot::Keep),
    ("CN", Slot::Body),
    ("COIS", Slot::Keep),
    ("CON", Slot::Keep),
    ("CTI", Slot::Series(0)),
    ("DP", Slot::Year),
    ("ED", Slot::Skip),
    ("EIN", Slot::Keep),
    ("EN", Slot::Edition),
    ("FAU", Slot::FullAuthor),
    ("FED", Slot::Editor),
    ("FIR", Slot::Keep),
    ("FPS", Slot::Keep),
    ("GN", Slot::Note),
    ("GR", Slot::Keep),
    ("IP", Slot::Issue),
    ("IR", Slot::Keep),
    ("IS", Slot::Serial),
    ("ISBN", Slot::Serial),
    ("JT", Slot::Container(0)),
    ("LA", Slot::Language),
    ("LID", Slot::MarkedDoi),
    ("MH", Slot::Keyword),
    ("OAB", Slot::Keep),
    ("OABL", Slot::Keep),
    ("OT", Slot::Keyword),
    ("PB", Slot::Publisher),
    ("PG", Slot::Start),
    ("PL", Slot::Skip),
    ("PMC", Slot::Text("PMCID")),
    ("PMID", Slot::Pmid),
    ("PS", Slot::Keep),
    ("PT", Slot::Kind),
    ("RF", Slot::Keep),
    ("RN", Slot::Keep),
    ("SI", Slot::Keep),
    ("SPIN", Slot::Keep),
    ("TA", Slot::Short),
    ("TI", Slot::Title(0)),
    ("TT", Slot::OtherTitle),
    ("VI", Slot::Volume),
    ("VTI", Slot::Text("volume-title")),
];

/// Publication types that are more than an article in a journal.
const KINDS: &[(&str, &str)] = &[
    ("Book Chapter", "chapter"),
    ("Book Review", "review-book"),
    ("Book", "book"),
    ("Monograph", "book"),
    ("Newspaper Article", "article-newspaper"),
    ("Technical Report", "report"),
    ("Academic Dissertation", "thesis"),
    ("Preprint", "article"),
    ("Video-Audio Media", "motion_picture"),
    ("Dataset", "dataset"),
];

const DIALECT: Dialect = Dialect {
    split,
    begins: scan::tag("PMID"),
    ends: None,
    ignored: &[],
    blank_parts: true,
    slot,
    kind,
    keep,
};

fn detect(head: &str) -> Likeness {
    let mut tags = 0;
    for line in head.lines().take(400) {
        match split(line.trim_end(), true) {
            Line::Tagged(tag, value) if tag == DIALECT.begins && !value.is_empty() => return Likeness::Sure,
            Line::Tagged(..) => tags += 1,
            _ => {}
        }
    }
    if tags > 2 { Likeness::Possible } else { Likeness::No }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    super::read(&DIALECT, input, sink)
}

/// Four columns of tag, then `-`.
fn split(text: &str, _open: bool) -> Line<'_> {
    if text.is_empty() {
        return Line::Blank;
    }
    let Some((head, value)) = text.split_at_checked(5) else {
        return text
            .strip_suffix('-')
            .map_or(Line::More(text), |tag| Line::Tagged(scan::tag(tag.trim_end()), ""));
    };
    let Some(tag) = head.strip_suffix('-') else { return Line::More(text) };
    let tag = tag.trim_end();
    let capitals = tag.len() >= 2 && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if capitals { Line::Tagged(scan::tag(tag), value.trim()) } else { Line::More(text) }
}

fn slot(tag: &Tag, csl: &str) -> Slot {
    match scan::name(tag) {
        // A book has its title here, a chapter that of its book.
        "BTI" if csl == "book" => Slot::Title(1),
        "PL" if matches!(csl, "book" | "chapter") => Slot::Place,
        _ => find(TAGS, tag, Slot::Skip),
    }
}

fn kind(fields: &[(&Tag, &str)]) -> &'static str {
    let has = |name: &str| fields.iter().any(|(tag, _)| scan::name(tag) == name);
    let named =
        |(tag, value): &(&Tag, &str)| (scan::name(tag) == "PT").then(|| super::csl(KINDS, value)).flatten();
    match fields.iter().find_map(named) {
        Some(kind) => kind,
        None if has("BTI") => {
            if has("TI") {
                "chapter"
            } else {
                "book"
            }
        }
        None => "article-journal",
    }
}

fn keep(record: &mut Record, fields: &[(&Tag, &str)]) {
    keep_unknown(&DIALECT, "nbib", record, fields);
}
