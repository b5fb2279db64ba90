//! BibTeX's and BibLaTeX's entry types and what CSL calls them.
//!
//! Source: the BibLaTeX manual 3.20, section 2.1; the CSL 1.0.2 specification, appendix III.

/// An entry type and its CSL type. Of several with one CSL type, the first is written.
const KINDS: &[(&str, &str)] = &[
    ("article", "article-journal"),
    ("book", "book"),
    ("incollection", "chapter"),
    ("inproceedings", "paper-conference"),
    ("thesis", "thesis"),
    ("report", "report"),
    ("misc", "document"),
    ("online", "webpage"),
    ("unpublished", "manuscript"),
    ("inbook", "chapter"),
    ("phdthesis", "thesis"),
    ("mastersthesis", "thesis"),
    ("techreport", "report"),
    ("collection", "book"),
    ("proceedings", "book"),
    ("conference", "paper-conference"),
    ("inreference", "entry-encyclopedia"),
    ("booklet", "pamphlet"),
    ("manual", "report"),
    ("mvbook", "book"),
    ("mvcollection", "book"),
    ("mvproceedings", "book"),
    ("mvreference", "book"),
    ("reference", "book"),
    ("commentary", "book"),
    ("bookinbook", "chapter"),
    ("suppbook", "chapter"),
    ("suppcollection", "chapter"),
    ("suppperiodical", "article-journal"),
    ("newspaper", "article-newspaper"),
    ("magazine", "article-magazine"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("periodical", "periodical"),
    ("patent", "patent"),
    ("dataset", "dataset"),
    ("software", "software"),
    ("letter", "personal_communication"),
    ("movie", "motion_picture"),
    ("video", "motion_picture"),
    ("audio", "song"),
    ("music", "song"),
    ("artwork", "graphic"),
    ("image", "graphic"),
    ("map", "map"),
    ("performance", "performance"),
    ("standard", "standard"),
    ("legislation", "legislation"),
    ("legal", "legislation"),
    ("jurisdiction", "legal_case"),
    ("review", "review"),
];

/// CSL types that no entry type means: they are written as `@misc` with an `entrysubtype`.
const SUBTYPES: &[&str] = &[
    "article",
    "bill",
    "broadcast",
    "classic",
    "collection",
    "entry",
    "entry-dictionary",
    "event",
    "figure",
    "hearing",
    "interview",
    "musical_score",
    "post",
    "post-weblog",
    "regulation",
    "review-book",
    "speech",
    "treaty",
];

/// What CSL calls an entry type with its `entrysubtype`; a type that nobody knows is a `document`.
#[must_use]
pub fn csl(kind: &str, subtype: Option<&str>) -> &'static str {
    let named = KINDS.iter().find(|(name, _)| *name == kind).map_or("document", |(_, csl)| csl);
    match (named, subtype) {
        ("article-journal", Some("magazine")) => "article-magazine",
        ("article-journal", Some("newspaper")) => "article-newspaper",
        ("document", Some(subtype)) => {
            SUBTYPES.iter().find(|known| **known == subtype).copied().unwrap_or(named)
        }
        _ => named,
    }
}

/// The entry type for a CSL type and genre, and the `entrysubtype` it needs.
#[must_use]
pub fn entry_type<'a>(csl: &'a str, genre: Option<&str>) -> (&'static str, Option<&'a str>) {
    match csl {
        "article-magazine" => return ("article", Some("magazine")),
        "article-newspaper" => return ("article", Some("newspaper")),
        "thesis" => {
            let known = ["phdthesis", "mastersthesis"].into_iter().find(|kind| implied_genre(kind) == genre);
            return (known.filter(|_| genre.is_some()).unwrap_or("thesis"), None);
        }
        _ => {}
    }
    match KINDS.iter().find(|(_, known)| *known == csl) {
        Some((name, _)) => (name, None),
        None => ("misc", Some(csl).filter(|csl| !csl.is_empty())),
    }
}

/// The genre that an entry type says by itself.
#[must_use]
pub fn implied_genre(kind: &str) -> Option<&'static str> {
    match kind {
        "phdthesis" => Some("PhD thesis"),
        "mastersthesis" => Some("Master's thesis"),
        _ => None,
    }
}

/// Whether a record of that CSL type stands in a book, and not in a journal.
#[must_use]
pub fn stands_in_book(csl: &str) -> bool {
    matches!(csl, "chapter" | "paper-conference" | "entry" | "entry-dictionary" | "entry-encyclopedia")
}

/// What `number` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The issues of a journal.
    Issue,
    /// The books of a series.
    Series,
    /// The work itself: a report, a patent.
    Work,
}

/// What `number` counts for a CSL type.
#[must_use]
pub fn counted(csl: &str) -> Counted {
    match csl {
        "article-journal" | "article-magazine" | "article-newspaper" | "article" | "review"
        | "review-book" | "periodical" => Counted::Issue,
        "book" | "chapter" | "paper-conference" | "entry" | "entry-dictionary" | "entry-encyclopedia"
        | "pamphlet" => Counted::Series,
        _ => Counted::Work,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_csl_type_comes_back() {
        for kind in KINDS.iter().map(|(_, csl)| *csl).chain(SUBTYPES.iter().copied()) {
            let (name, subtype) = entry_type(kind, None);
            assert_eq!(csl(name, subtype), kind);
        }
        assert_eq!(entry_type("thesis", Some("PhD thesis")), ("phdthesis", None));
        assert_eq!(csl("unheard-of", None), "document");
    }
}
