//! RefWorks's tagged format: `RT Journal Article`, `A1 Cumings, Bruce`.
//!
//! Source: RefWorks's help page "Tagged format" (tags and reference types), as the ProQuest knowledge base keeps it.

use super::scan::{self, Line, Tag};
use super::slot::Slot;
use super::{Dialect, find, keep_unknown, split_two};
use crate::format::{Format, Likeness, Sink};
use crate::record::Record;
use std::io::{self, BufRead};

/// RefWorks's lines.
pub const FORMAT: Format = Format {
    name: "refworks",
    title: "RefWorks tagged format",
    extensions: &["txt", "refworks", "ref"],
    detect,
    read,
    write: None,
};

/// Tags and what they fill. A line with any other two letters goes on with the value before.
const TAGS: &[(&str, Slot)] = &[
    ("A1", Slot::Author),
    ("A2", Slot::Editor),
    ("A3", Slot::OtherNames("collection-editor")),
    ("A4", Slot::Translator),
    ("A5", Slot::OtherNames("compiler")),
    ("A6", Slot::Editor),
    ("AB", Slot::Abstract),
    ("AD", Slot::Keep),
    ("AN", Slot::Accession),
    ("AV", Slot::Text("archive_location")),
    ("CA", Slot::Keep),
    ("CL", Slot::Keep),
    ("CN", Slot::Text("call-number")),
    ("CR", Slot::Keep),
    ("DB", Slot::Database),
    ("DO", Slot::Doi),
    ("DS", Slot::Database),
    ("ED", Slot::Edition),
    ("FD", Slot::Date(0)),
    ("FL", Slot::Skip),
    ("ID", Slot::Id),
    ("IP", Slot::Skip),
    ("IS", Slot::Issue),
    ("JF", Slot::Container(0)),
    ("JN", Slot::Keep),
    ("JO", Slot::Short),
    ("K1", Slot::Keyword),
    ("LA", Slot::Language),
    ("LK", Slot::Url(1)),
    ("LL", Slot::Keep),
    ("NO", Slot::Note),
    ("NV", Slot::Text("number-of-volumes")),
    ("OL", Slot::Keep),
    ("OP", Slot::End),
    ("OT", Slot::OtherTitle),
    ("PB", Slot::Publisher),
    ("PMID", Slot::Pmid),
    ("PP", Slot::Place),
    ("RD", Slot::Accessed),
    ("RT", Slot::Kind),
    ("SF", Slot::Keep),
    ("SL", Slot::Keep),
    ("SN", Slot::Serial),
    ("SP", Slot::Start),
    ("SR", Slot::Skip),
    ("ST", Slot::Text("title-short")),
    ("T1", Slot::Title(0)),
    ("T2", Slot::Container(1)),
    ("T3", Slot::Series(0)),
    ("U1", Slot::Keep),
    ("U2", Slot::Keep),
    ("U3", Slot::Keep),
    ("U4", Slot::Keep),
    ("U5", Slot::Keep),
    ("U6", Slot::Keep),
    ("U7", Slot::Keep),
    ("U8", Slot::Keep),
    ("U9", Slot::Keep),
    ("UL", Slot::Url(0)),
    ("VO", Slot::Volume),
    ("WP", Slot::Keep),
    ("WT", Slot::Container(2)),
    ("WV", Slot::Keep),
    ("YR", Slot::Year),
];

/// RefWorks's reference types.
const KINDS: &[(&str, &str)] = &[
    ("Journal Article", "article-journal"),
    ("Journal, Electronic", "article-journal"),
    ("Abstract", "article-journal"),
    ("Journal", "article-journal"),
    ("Book, Whole", "book"),
    ("Book, Edited", "book"),
    ("Monograph", "book"),
    ("Book", "book"),
    ("Book, Section", "chapter"),
    ("Book Section", "chapter"),
    ("Conference Proceedings", "paper-conference"),
    ("Dissertation/Thesis", "thesis"),
    ("Dissertation/Thesis, Unpublished", "thesis"),
    ("Report", "report"),
    ("Generic", "document"),
    ("Magazine Article", "article-magazine"),
    ("Newspaper Article", "article-newspaper"),
    ("Web Page", "webpage"),
    ("Online Discussion Forum", "post"),
    ("Unpublished Material", "manuscript"),
    ("Personal Communication", "personal_communication"),
    ("Map", "map"),
    ("Motion Picture", "motion_picture"),
    ("Video/ DVD", "motion_picture"),
    ("Sound Recording", "song"),
    ("Music Score", "musical_score"),
    ("Artwork", "graphic"),
    ("Computer Program", "software"),
    ("Patent", "patent"),
    ("Case/Court Decisions", "legal_case"),
    ("Laws/Statutes", "legislation"),
    ("Bills/Resolutions", "bill"),
    ("Hearing", "hearing"),
    ("Grant", "document"),
];

const DIALECT: Dialect =
    Dialect { split, begins: scan::tag("RT"), ends: None, ignored: &[], blank_parts: true, slot, kind, keep };

fn detect(head: &str) -> Likeness {
    let mut lines = head
        .lines()
        .map(|line| line.trim_end().trim_start_matches('\u{feff}'))
        .filter(|line| !line.is_empty());
    // A heading of the program may stand before the first entry.
    for line in lines.by_ref().take(20) {
        if let Line::Tagged(tag, value) = split(line, true)
            && tag == DIALECT.begins
        {
            let known = super::csl(KINDS, value).is_some();
            let next = lines.next().is_some_and(|line| matches!(split(line, true), Line::Tagged(..)));
            return match (known, next) {
                (true, true) => Likeness::Sure,
                (true, false) => Likeness::Possible,
                _ => Likeness::No,
            };
        }
    }
    Likeness::No
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    super::read(&DIALECT, input, sink)
}

/// `XX value`, if the tag is RefWorks's: values go on over lines that are not set in.
fn split(text: &str, _open: bool) -> Line<'_> {
    match split_two(text) {
        Line::Tagged(tag, value)
            if TAGS.binary_search_by(|(name, _)| (*name).cmp(scan::name(&tag))).is_ok() =>
        {
            Line::Tagged(tag, value.trim())
        }
        Line::Tagged(..) => Line::More(text),
        other => other,
    }
}

fn slot(tag: &Tag, csl: &str) -> Slot {
    match scan::name(tag) {
        "T2" if matches!(csl, "book" | "report") => Slot::Series(1),
        _ => find(TAGS, tag, Slot::Keep),
    }
}

fn kind(fields: &[(&Tag, &str)]) -> &'static str {
    let named = fields.iter().find(|(tag, _)| **tag == DIALECT.begins).map(|(_, value)| *value);
    named.and_then(|name| super::csl(KINDS, name)).unwrap_or("document")
}

fn keep(record: &mut Record, fields: &[(&Tag, &str)]) {
    keep_unknown(&DIALECT, "refworks", record, fields);
}
