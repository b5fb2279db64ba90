//! The fields of BibTeX and BibLaTeX: which part of a record each one makes, alone or with others.
//!
//! A table and no more: what a joint field means is in [`record`](super::record). A field that is not here is kept as it
//! stands. Fields of one number make one part of a record together and are kept or left together.
//! Sources: the BibLaTeX manual 3.20, section 2.2; "BibTeXing", section 3.2; the CSL 1.0.2 specification, appendix IV.

use crate::record::{Name, Record};

/// What a field fills.
#[derive(Clone, Copy)]
pub enum Slot {
    /// A text of the record's own.
    Text(fn(&Record) -> &Option<String>, fn(&mut Record) -> &mut Option<String>),
    /// Names of the record's own.
    Names(fn(&Record) -> &Vec<Name>, fn(&mut Record) -> &mut Vec<Name>),
    /// A CSL text in `other`.
    Other(&'static str),
    /// CSL names in `other`.
    OtherNames(&'static str),
    /// A CSL date in `other`.
    OtherDate(&'static str),
    /// Something that is only understood together with other fields or the entry's type.
    Joint(Part),
}

/// The joint fields, by their own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Abstract,
    Annotation,
    Annote,
    Archiveprefix,
    Booksubtitle,
    Booktitle,
    CollectionNumber,
    Date,
    Day,
    Doi,
    Eid,
    Entrysubtype,
    Eprint,
    Eprinttype,
    Howpublished,
    Institution,
    Isbn,
    Issn,
    Issue,
    Journal,
    Journalsubtitle,
    Journaltitle,
    Keyword,
    Keywords,
    Langid,
    Language,
    Month,
    Nameaddon,
    Note,
    Number,
    Organization,
    Origlanguage,
    Origtitle,
    Pages,
    Pmid,
    Publisher,
    School,
    Subtitle,
    Title,
    Titleaddon,
    Type,
    Url,
    Year,
}

/// How many joint fields there are.
pub const PARTS: usize = Part::Year as usize + 1;

macro_rules! text {
    ($slot:ident) => {
        Slot::Text(|record| &record.$slot, |record| &mut record.$slot)
    };
}
macro_rules! names {
    ($slot:ident) => {
        Slot::Names(|record| &record.$slot, |record| &mut record.$slot)
    };
}

/// A field, the group it belongs to, what it fills.
pub type Row = (&'static str, u8, Slot);

/// Every field that is understood, sorted by name.
pub const FIELDS: &[Row] = &[
    ("abstract", 0, Slot::Joint(Part::Abstract)),
    ("address", 1, text!(publisher_place)),
    ("annotation", 2, Slot::Joint(Part::Annotation)),
    ("annote", 2, Slot::Joint(Part::Annote)),
    ("archive", 3, Slot::Other("archive")),
    ("archive-place", 4, Slot::Other("archive-place")),
    ("archive_collection", 5, Slot::Other("archive_collection")),
    ("archive_location", 6, Slot::Other("archive_location")),
    ("archiveprefix", 7, Slot::Joint(Part::Archiveprefix)),
    ("author", 8, names!(author)),
    ("authority", 9, Slot::Other("authority")),
    ("available-date", 10, Slot::OtherDate("available-date")),
    ("bookauthor", 11, Slot::OtherNames("container-author")),
    ("booksubtitle", 12, Slot::Joint(Part::Booksubtitle)),
    ("booktitle", 12, Slot::Joint(Part::Booktitle)),
    ("chair", 13, Slot::OtherNames("chair")),
    ("chapter", 14, Slot::Other("chapter-number")),
    ("citation-label", 15, Slot::Other("citation-label")),
    ("collection-editor", 16, Slot::OtherNames("collection-editor")),
    ("collection-number", 17, Slot::Joint(Part::CollectionNumber)),
    ("compiler", 18, Slot::OtherNames("compiler")),
    ("composer", 19, Slot::OtherNames("composer")),
    ("contributor", 20, Slot::OtherNames("contributor")),
    ("curator", 21, Slot::OtherNames("curator")),
    ("date", 22, Slot::Joint(Part::Date)),
    ("day", 22, Slot::Joint(Part::Day)),
    ("dimensions", 23, Slot::Other("dimensions")),
    ("director", 24, Slot::OtherNames("director")),
    ("division", 25, Slot::Other("division")),
    ("doi", 26, Slot::Joint(Part::Doi)),
    ("edition", 27, text!(edition)),
    ("editor", 28, names!(editor)),
    ("editor-translator", 29, Slot::OtherNames("editor-translator")),
    ("editorial-director", 30, Slot::OtherNames("editorial-director")),
    ("eid", 17, Slot::Joint(Part::Eid)),
    ("entrysubtype", 31, Slot::Joint(Part::Entrysubtype)),
    ("eprint", 7, Slot::Joint(Part::Eprint)),
    ("eprinttype", 7, Slot::Joint(Part::Eprinttype)),
    ("eventdate", 32, Slot::OtherDate("event-date")),
    ("eventtitle", 33, Slot::Other("event-title")),
    ("guest", 34, Slot::OtherNames("guest")),
    ("host", 35, Slot::OtherNames("host")),
    ("howpublished", 36, Slot::Joint(Part::Howpublished)),
    ("illustrator", 37, Slot::OtherNames("illustrator")),
    ("institution", 38, Slot::Joint(Part::Institution)),
    ("interviewer", 39, Slot::OtherNames("interviewer")),
    ("isbn", 40, Slot::Joint(Part::Isbn)),
    ("issn", 41, Slot::Joint(Part::Issn)),
    ("issue", 17, Slot::Joint(Part::Issue)),
    ("journal", 12, Slot::Joint(Part::Journal)),
    ("journalsubtitle", 12, Slot::Joint(Part::Journalsubtitle)),
    ("journaltitle", 12, Slot::Joint(Part::Journaltitle)),
    ("jurisdiction", 42, Slot::Other("jurisdiction")),
    ("keyword", 43, Slot::Joint(Part::Keyword)),
    ("keywords", 43, Slot::Joint(Part::Keywords)),
    ("langid", 44, Slot::Joint(Part::Langid)),
    ("language", 44, Slot::Joint(Part::Language)),
    ("library", 45, Slot::Other("call-number")),
    ("location", 1, text!(publisher_place)),
    ("medium", 46, Slot::Other("medium")),
    ("month", 22, Slot::Joint(Part::Month)),
    ("nameaddon", 47, Slot::Joint(Part::Nameaddon)),
    ("narrator", 48, Slot::OtherNames("narrator")),
    ("note", 2, Slot::Joint(Part::Note)),
    ("number", 17, Slot::Joint(Part::Number)),
    ("organization", 38, Slot::Joint(Part::Organization)),
    ("organizer", 49, Slot::OtherNames("organizer")),
    ("origdate", 50, Slot::OtherDate("original-date")),
    ("original-author", 51, Slot::OtherNames("original-author")),
    ("origlanguage", 52, Slot::Joint(Part::Origlanguage)),
    ("origlocation", 53, Slot::Other("original-publisher-place")),
    ("origpublisher", 54, Slot::Other("original-publisher")),
    ("origtitle", 52, Slot::Joint(Part::Origtitle)),
    ("pages", 55, Slot::Joint(Part::Pages)),
    ("pagetotal", 56, Slot::Other("number-of-pages")),
    ("part", 57, Slot::Other("part-number")),
    ("part-title", 58, Slot::Other("part-title")),
    ("performer", 59, Slot::OtherNames("performer")),
    ("pmcid", 60, Slot::Other("PMCID")),
    ("pmid", 7, Slot::Joint(Part::Pmid)),
    ("producer", 61, Slot::OtherNames("producer")),
    ("publisher", 38, Slot::Joint(Part::Publisher)),
    ("pubstate", 62, Slot::Other("status")),
    ("recipient", 63, Slot::OtherNames("recipient")),
    ("references", 64, Slot::Other("references")),
    ("reviewed-author", 65, Slot::OtherNames("reviewed-author")),
    ("reviewed-genre", 66, Slot::Other("reviewed-genre")),
    ("reviewed-title", 67, Slot::Other("reviewed-title")),
    ("scale", 68, Slot::Other("scale")),
    ("school", 38, Slot::Joint(Part::School)),
    ("section", 69, Slot::Other("section")),
    ("series", 70, text!(collection_title)),
    ("shortjournal", 71, Slot::Other("container-title-short")),
    ("shorttitle", 72, Slot::Other("title-short")),
    ("source", 73, Slot::Other("source")),
    ("submitted", 74, Slot::OtherDate("submitted")),
    ("subtitle", 52, Slot::Joint(Part::Subtitle)),
    ("supplement-number", 75, Slot::Other("supplement-number")),
    ("title", 52, Slot::Joint(Part::Title)),
    ("titleaddon", 52, Slot::Joint(Part::Titleaddon)),
    ("translator", 76, names!(translator)),
    ("type", 77, Slot::Joint(Part::Type)),
    ("url", 36, Slot::Joint(Part::Url)),
    ("urldate", 78, Slot::OtherDate("accessed")),
    ("venue", 79, Slot::Other("event-place")),
    ("version", 80, Slot::Other("version")),
    ("volume", 81, text!(volume)),
    ("volume-title", 82, Slot::Other("volume-title")),
    ("volumes", 83, Slot::Other("number-of-volumes")),
    ("year", 22, Slot::Joint(Part::Year)),
];

/// The row of a field.
#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    FIELDS.binary_search_by(|(field, ..)| (*field).cmp(name)).ok().and_then(|at| FIELDS.get(at))
}

/// The group of a field.
#[must_use]
pub fn group(name: &str) -> Option<u8> {
    row(name).map(|(_, group, _)| *group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_sorted() {
        assert!(FIELDS.is_sorted_by_key(|(field, ..)| *field));
        assert_eq!(group("title"), group("subtitle"));
        assert_eq!(group("shelf"), None);
    }
}
