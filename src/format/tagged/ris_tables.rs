//! RIS: its tags, its types and what a tag means in a work of a certain type.
//!
//! Tables, and how a tag is looked up in them. Programs disagree about some tags; where they do, the row says whose meaning it has.
//! Sources: the RIS format specification of Research Information Systems (2011 edition, as kept by ProQuest), EndNote's
//! export filter "RefMan (RIS)", the `RIS.js` translator's list of tags, Scopus's and Ovid's exports.

use super::Index;
use super::scan::{self, Tag};
use super::slot::Slot;

/// The key under `custom` with what the record cannot hold.
pub const OWN_KEY: &str = "ris";

/// The tag that begins an entry.
pub const BEGINS: Tag = scan::tag("TY");

/// Tags and what they fill; every other one is kept.
pub const TAGS: &[(&str, Slot)] = &[
    ("A1", Slot::Author),
    ("A2", Slot::Editor),
    ("A3", Slot::OtherNames("collection-editor")),
    ("A4", Slot::Translator),
    ("AB", Slot::Abstract),
    ("AN", Slot::Accession),
    ("AU", Slot::Author),
    ("AV", Slot::Text("archive_location")),
    ("BT", Slot::Container(3)),
    ("CN", Slot::Text("call-number")),
    ("CT", Slot::Title(3)),
    ("CY", Slot::Place),
    ("DA", Slot::Date(1)),
    ("DB", Slot::Database),
    ("DI", Slot::Doi),
    ("DO", Slot::Doi),
    ("DP", Slot::Database),
    ("ED", Slot::Editor),
    ("EP", Slot::End),
    ("ET", Slot::Edition),
    ("ID", Slot::Id),
    ("IS", Slot::Issue),
    ("J1", Slot::Short),
    ("J2", Slot::Short),
    ("JA", Slot::Short),
    ("JF", Slot::Container(0)),
    ("JO", Slot::Container(2)),
    ("KW", Slot::Keyword),
    ("L2", Slot::Url(1)),
    ("LA", Slot::Language),
    ("LB", Slot::Label),
    ("LK", Slot::Url(2)),
    ("M3", Slot::DoiOrGenre),
    ("N1", Slot::Note),
    ("N2", Slot::Abstract),
    ("NV", Slot::Text("number-of-volumes")),
    ("PB", Slot::Publisher),
    ("PP", Slot::Place),
    ("PY", Slot::Year),
    ("RI", Slot::Text("reviewed-title")),
    ("RN", Slot::Note),
    ("SN", Slot::Serial),
    ("SP", Slot::Start),
    ("ST", Slot::Text("title-short")),
    ("SV", Slot::Text("collection-number")),
    ("T1", Slot::Title(1)),
    ("T2", Slot::Container(1)),
    ("T3", Slot::Series(1)),
    ("TA", Slot::OtherName),
    ("TI", Slot::Title(0)),
    ("TT", Slot::OtherTitle),
    ("TY", Slot::Kind),
    ("UR", Slot::Url(0)),
    ("VL", Slot::Volume),
    ("Y1", Slot::Date(0)),
    ("Y2", Slot::Accessed),
];

/// Types and CSL's. Of several with one CSL type, the first is written.
pub const KINDS: &[(&str, &str)] = &[
    ("JOUR", "article-journal"),
    ("BOOK", "book"),
    ("CHAP", "chapter"),
    ("CPAPER", "paper-conference"),
    ("THES", "thesis"),
    ("RPRT", "report"),
    ("GEN", "document"),
    ("ELEC", "webpage"),
    ("MGZN", "article-magazine"),
    ("NEWS", "article-newspaper"),
    ("MANSCPT", "manuscript"),
    ("UNPB", "manuscript"),
    ("CONF", "paper-conference"),
    ("EJOUR", "article-journal"),
    ("INPR", "article-journal"),
    ("JFULL", "periodical"),
    ("EBOOK", "book"),
    ("EDBOOK", "book"),
    ("CLSWK", "book"),
    ("SER", "book"),
    ("ECHAP", "chapter"),
    ("ENCYC", "entry-encyclopedia"),
    ("DICT", "entry-dictionary"),
    ("BLOG", "post-weblog"),
    ("WEB", "webpage"),
    ("ABST", "article-journal"),
    ("ADVS", "motion_picture"),
    ("AGGR", "dataset"),
    ("ANCIENT", "classic"),
    ("ART", "graphic"),
    ("BILL", "bill"),
    ("CASE", "legal_case"),
    ("CHART", "figure"),
    ("COMP", "software"),
    ("CTLG", "book"),
    ("DATA", "dataset"),
    ("DBASE", "dataset"),
    ("FIGURE", "figure"),
    ("GOVDOC", "report"),
    ("GRANT", "document"),
    ("GRNT", "document"),
    ("HEAR", "hearing"),
    ("ICOMM", "personal_communication"),
    ("INTV", "interview"),
    ("LEGAL", "legislation"),
    ("MAP", "map"),
    ("MPCT", "motion_picture"),
    ("MULTI", "motion_picture"),
    ("MUSIC", "musical_score"),
    ("PAMP", "pamphlet"),
    ("PAT", "patent"),
    ("PCOMM", "personal_communication"),
    ("SLIDE", "graphic"),
    ("SOUND", "song"),
    ("SPCH", "speech"),
    ("STAND", "standard"),
    ("STAT", "legislation"),
    ("VIDEO", "motion_picture"),
    ("OTHER", "document"),
];

/// Whether a tag is in the table.
#[must_use]
pub fn is_known(tag: &Tag) -> bool {
    INDEX.get(tag).is_some_and(|slot| slot != Slot::Keep)
}

/// Whether a work of that CSL type stands in nothing: its second title is that of a series.
fn stands_alone(csl: &str) -> bool {
    matches!(csl, "book" | "report" | "pamphlet" | "map" | "motion_picture" | "song" | "software")
}

/// The slot of a tag in a work of that CSL type.
#[must_use]
pub fn slot(tag: &Tag, csl: &str) -> Slot {
    match scan::name(tag) {
        // EndNote: the series of a book, the department of a thesis.
        "T2" if stands_alone(csl) => Slot::Series(0),
        "T2" if csl == "thesis" => Slot::Keep,
        // The old specification: a book's title, or that of the book a chapter stands in.
        "BT" if stands_alone(csl) => Slot::Title(2),
        // EndNote: the number of a report; whatever a program likes elsewhere.
        "M1" if is_numbered(csl) => Slot::Text("number"),
        _ => INDEX.get(tag).unwrap_or(Slot::Keep),
    }
}

/// The table laid out for look-ups.
static INDEX: Index = Index::new(TAGS, Slot::Keep);

/// Whether a work of that CSL type has a number of its own.
fn is_numbered(csl: &str) -> bool {
    matches!(csl, "report" | "patent" | "standard" | "bill" | "legislation" | "dataset")
}

/// What a CSL type is called in RIS.
#[must_use]
pub fn type_of(csl: &str) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == csl).map_or("GEN", |(name, _)| name)
}

/// What a RIS type is called in CSL; one that nobody knows is a `document`.
#[must_use]
pub fn csl_of(name: &str) -> &'static str {
    super::csl(KINDS, name).unwrap_or("document")
}

/// The part of a record that a tag belongs to.
pub fn group(name: &str, csl: &str) -> Option<u8> {
    match slot(&scan::tag(name), csl) {
        Slot::Keep => None,
        slot => slot.group(),
    }
}
