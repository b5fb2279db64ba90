//! Refer, BibIX and EndNote's own export (`.enw`): `%0 Journal Article`, `%A Cumings, Bruce`.
//!
//! Source: the `refer(1)` manual page for the letters, EndNote's export style "EndNote Export" for the other signs.

use super::scan::{self, Line, Tag};
use super::slot::Slot;
use super::{Dialect, find, keep_unknown};
use crate::format::{Format, Likeness, Sink};
use crate::record::Record;
use std::io::{self, BufRead};

/// Refer.
pub const FORMAT: Format = Format {
    name: "refer",
    title: "Refer, BibIX and EndNote (.enw)",
    extensions: &["enw", "refer", "bix"],
    detect,
    read,
    write: None,
};

/// Signs after the `%` and what they fill; every other one is kept.
const TAGS: &[(&str, Slot)] = &[
    ("!", Slot::Text("title-short")),
    ("&", Slot::Text("section")),
    ("0", Slot::Kind),
    ("2", Slot::Text("PMCID")),
    ("6", Slot::Text("number-of-volumes")),
    ("7", Slot::Edition),
    ("8", Slot::Date(0)),
    ("9", Slot::Text("genre")),
    ("?", Slot::Translator),
    ("@", Slot::Serial),
    ("A", Slot::Author),
    ("B", Slot::Container(1)),
    ("C", Slot::Place),
    ("D", Slot::Year),
    ("E", Slot::Editor),
    ("F", Slot::Id),
    ("G", Slot::Language),
    ("H", Slot::OtherName),
    ("I", Slot::Publisher),
    ("J", Slot::Container(0)),
    ("K", Slot::Keyword),
    ("L", Slot::Text("call-number")),
    ("M", Slot::Accession),
    ("N", Slot::Issue),
    ("O", Slot::Note),
    ("P", Slot::Start),
    ("Q", Slot::OtherTitle),
    ("R", Slot::DoiOrGenre),
    ("S", Slot::Series(0)),
    ("T", Slot::Title(0)),
    ("U", Slot::Url(0)),
    ("V", Slot::Volume),
    ("W", Slot::Database),
    ("X", Slot::Abstract),
    ("Y", Slot::OtherNames("collection-editor")),
    ("Z", Slot::Note),
    ("[", Slot::Accessed),
    ("~", Slot::Database),
];

/// EndNote's reference types.
const KINDS: &[(&str, &str)] = &[
    ("Journal Article", "article-journal"),
    ("Electronic Article", "article-journal"),
    ("Journal", "article-journal"),
    ("Book", "book"),
    ("Edited Book", "book"),
    ("Electronic Book", "book"),
    ("Classical Work", "book"),
    ("Serial", "book"),
    ("Book Section", "chapter"),
    ("Electronic Book Section", "chapter"),
    ("Conference Paper", "paper-conference"),
    ("Conference Proceedings", "paper-conference"),
    ("Conference", "paper-conference"),
    ("Thesis", "thesis"),
    ("Report", "report"),
    ("Government Document", "report"),
    ("Newspaper Article", "article-newspaper"),
    ("Magazine Article", "article-magazine"),
    ("Web Page", "webpage"),
    ("Online Multimedia", "webpage"),
    ("Blog", "post-weblog"),
    ("Manuscript", "manuscript"),
    ("Unpublished Work", "manuscript"),
    ("Encyclopedia", "entry-encyclopedia"),
    ("Dictionary", "entry-dictionary"),
    ("Map", "map"),
    ("Film or Broadcast", "motion_picture"),
    ("Audiovisual Material", "motion_picture"),
    ("Personal Communication", "personal_communication"),
    ("Interview", "interview"),
    ("Dataset", "dataset"),
    ("Computer Program", "software"),
    ("Patent", "patent"),
    ("Case", "legal_case"),
    ("Statute", "legislation"),
    ("Bill", "bill"),
    ("Hearing", "hearing"),
    ("Pamphlet", "pamphlet"),
    ("Artwork", "graphic"),
    ("Music", "musical_score"),
];

const DIALECT: Dialect =
    Dialect { split, begins: scan::tag("0"), ends: None, ignored: &[], blank_parts: true, slot, kind, keep };

fn detect(head: &str) -> Likeness {
    let (mut tags, mut others) = (0, 0);
    for line in head.lines().take(400) {
        match split(line.trim_end().trim_start_matches('\u{feff}'), tags > 0) {
            Line::Tagged(tag, value) if tag == DIALECT.begins && super::csl(KINDS, value).is_some() => {
                return Likeness::Sure;
            }
            Line::Tagged(..) => tags += 1,
            Line::More(_) => others += 1,
            _ => {}
        }
    }
    if tags > 0 && tags >= others { Likeness::Possible } else { Likeness::No }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    super::read(&DIALECT, input, sink)
}

/// `%X value`.
fn split(text: &str, _open: bool) -> Line<'_> {
    if text.is_empty() {
        return Line::Blank;
    }
    let tagged = text.strip_prefix('%').and_then(|rest| rest.split_at_checked(1));
    match tagged {
        Some((sign, rest)) if sign != " " && (rest.is_empty() || rest.starts_with([' ', '\t'])) => {
            Line::Tagged(scan::tag(sign), rest.trim())
        }
        _ => Line::More(text),
    }
}

fn slot(tag: &Tag, csl: &str) -> Slot {
    match scan::name(tag) {
        "B" if csl == "book" => Slot::Series(1),
        "N" if matches!(csl, "report" | "patent") => Slot::Text("number"),
        _ => find(TAGS, tag, Slot::Keep),
    }
}

fn kind(fields: &[(&Tag, &str)]) -> &'static str {
    let has = |name: &str| fields.iter().any(|(tag, _)| scan::name(tag) == name);
    let named = fields.iter().find(|(tag, _)| **tag == DIALECT.begins).map(|(_, value)| *value);
    match named.and_then(|name| super::csl(KINDS, name)) {
        Some(kind) => kind,
        None if named.is_some() => "document",
        // Refer has no types: what is there tells.
        None if has("J") => "article-journal",
        None if has("B") => "chapter",
        None if has("I") => "book",
        None => "document",
    }
}

fn keep(record: &mut Record, fields: &[(&Tag, &str)]) {
    keep_unknown(&DIALECT, "refer", record, fields);
}
