//! A place within a work: `p. 23`, `ch. 4`, `n. 7`, and the `@` that joins it to an id.
//!
//! It reads what scholars type and names CSL's kind of locator; how that is printed is the style's affair.

use hayagriva::citationberg::taxonomy::Locator;

/// A place: CSL's kind and the number or range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// The kind; [`Locator::Custom`] where CSL has none, the value then bearing its own label.
    pub kind: Locator,
    /// The value, ranges with a dash.
    pub value: String,
}

/// Labels, lower case and without a full stop.
const LABELS: &[(&str, Locator)] = &[
    ("app", Locator::Appendix),
    ("appendix", Locator::Appendix),
    ("art", Locator::ArticleLocator),
    ("article", Locator::ArticleLocator),
    ("bk", Locator::Book),
    ("book", Locator::Book),
    ("c", Locator::Chapter),
    ("ch", Locator::Chapter),
    ("chap", Locator::Chapter),
    ("chaps", Locator::Chapter),
    ("chapter", Locator::Chapter),
    ("chapters", Locator::Chapter),
    ("chs", Locator::Chapter),
    ("col", Locator::Column),
    ("cols", Locator::Column),
    ("column", Locator::Column),
    ("fig", Locator::Figure),
    ("figs", Locator::Figure),
    ("figure", Locator::Figure),
    ("fn", Locator::Note),
    ("fo", Locator::Folio),
    ("fol", Locator::Folio),
    ("folio", Locator::Folio),
    ("fols", Locator::Folio),
    ("l", Locator::Line),
    ("line", Locator::Line),
    ("lines", Locator::Line),
    ("ll", Locator::Line),
    ("n", Locator::Note),
    ("nn", Locator::Note),
    ("no", Locator::Issue),
    ("note", Locator::Note),
    ("notes", Locator::Note),
    ("p", Locator::Page),
    ("page", Locator::Page),
    ("pages", Locator::Page),
    ("para", Locator::Paragraph),
    ("paragraph", Locator::Paragraph),
    ("paras", Locator::Paragraph),
    ("part", Locator::Part),
    ("pp", Locator::Page),
    ("pt", Locator::Part),
    ("s", Locator::Section),
    ("sec", Locator::Section),
    ("secs", Locator::Section),
    ("section", Locator::Section),
    ("sv", Locator::SubVerbo),
    ("table", Locator::Table),
    ("tbl", Locator::Table),
    ("v", Locator::Verse),
    ("verse", Locator::Verse),
    ("vol", Locator::Volume),
    ("vols", Locator::Volume),
    ("volume", Locator::Volume),
];

/// Labels that archives and document collections use and CSL lacks; they are printed as they stand here.
const OWN_LABELS: &[(&str, &str)] = &[
    ("box", "box"),
    ("boxes", "boxes"),
    ("doc", "doc."),
    ("docs", "docs."),
    ("document", "doc."),
    ("folder", "folder"),
    ("frame", "frame"),
    ("item", "item"),
    ("map", "map"),
    ("plate", "plate"),
    ("reel", "reel"),
];

/// An argument `ID@LOCATOR` as id and locator; an id with an `@` of its own stays whole.
#[must_use]
pub fn split(argument: &str) -> (&str, Option<&str>) {
    match argument.rsplit_once('@') {
        Some((id, place)) if !id.is_empty() && reads_as_place(place) => (id, Some(place.trim())),
        _ => (argument, None),
    }
}

/// Whether a text begins as a locator does: with a figure, a Roman number or a label before either.
fn reads_as_place(text: &str) -> bool {
    let text = text.trim();
    let (label, rest) = label_of(text);
    let known =
        LABELS.iter().any(|(name, _)| *name == label) || OWN_LABELS.iter().any(|(name, _)| *name == label);
    (known && !rest.is_empty()) || is_number(text)
}

/// The leading letters, lower case, and what follows them and their full stop.
fn label_of(text: &str) -> (String, &str) {
    // "s.v." is one label.
    let (lead, rest) = match text.strip_prefix("s.v.") {
        Some(rest) => ("sv", rest),
        None => text.split_at(text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())),
    };
    (lead.to_lowercase(), rest.trim_start_matches(['.', ':']).trim_start())
}

/// Whether it begins with a figure, or is a Roman number or a range of them.
fn is_number(text: &str) -> bool {
    let first = text.split([' ', '-', '–', ',']).next().unwrap_or_default();
    let roman = !first.is_empty() && first.chars().all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
    text.starts_with(|c: char| c.is_ascii_digit()) || roman
}

/// The place that a text names; bare numbers are pages.
pub(super) fn parse(text: &str) -> Option<Place> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return None;
    }
    let (label, rest) = label_of(&text);
    // "c" and "l" are Roman numbers as well: a label is one where a number follows.
    let labelled = !rest.is_empty() && (is_number(rest) || !is_number(&text));
    if let Some((_, kind)) = LABELS.iter().find(|(name, _)| *name == label).filter(|_| labelled) {
        return Some(Place { kind: *kind, value: dashed(rest) });
    }
    if let (Some((_, printed)), false) = (OWN_LABELS.iter().find(|(name, _)| *name == label), rest.is_empty())
    {
        return Some(Place { kind: Locator::Custom, value: format!("{printed} {}", dashed(rest)) });
    }
    let kind = if is_number(&text) { Locator::Page } else { Locator::Custom };
    Some(Place { kind, value: dashed(&text) })
}

/// Hyphens between figures as en dashes.
fn dashed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
        let joins = c == '-' && beside(index.checked_sub(1)) && beside(Some(index + 1));
        out.push(if joins { '–' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_and_its_place_are_parted() {
        assert_eq!(split("cumings1981@p. 23"), ("cumings1981", Some("p. 23")));
        assert_eq!(split("a@b@ch.4"), ("a@b", Some("ch.4")));
        assert_eq!(split("me@example"), ("me@example", None));
        assert_eq!(split("x@23-25"), ("x", Some("23-25")));
        assert_eq!(split("@p. 3"), ("@p. 3", None));
    }

    #[test]
    fn places_have_a_kind() {
        let place = |text: &str| parse(text).map(|place| (place.kind, place.value));
        assert_eq!(place("p.23"), Some((Locator::Page, "23".into())));
        assert_eq!(place("pp. 23-25"), Some((Locator::Page, "23–25".into())));
        assert_eq!(place("ch. 4"), Some((Locator::Chapter, "4".into())));
        assert_eq!(place("xiv"), Some((Locator::Page, "xiv".into())));
        assert_eq!(place("doc. 12"), Some((Locator::Custom, "doc. 12".into())));
        assert_eq!(place("preface"), Some((Locator::Custom, "preface".into())));
        assert_eq!(place(" "), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_parses_without_panic(text in "\\PC{0,12}") {
            let _ = (split(&text), parse(&text));
        }
    }
}
