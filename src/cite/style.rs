//! Citation styles by name, or from a CSL file's content.
//!
//! The names are those that scholars use; the styles are hayagriva's archive of the CSL project's. Nothing is fetched: a
//! dependent style in a file is taken for the style it names, where that is in the archive.

use super::english;
use super::manual::{self, Manual};
use crate::error::{Error, Result};
use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{
    DemoteNonDroppingParticle, IndependentStyle, Locale, LocaleCode, Style as Csl, StyleClass,
};

/// Names of our own for styles of the archive; every name of the archive's is taken as well.
const NAMES: &[(&str, &str)] = &[
    ("chicago", "chicago-notes"),
    ("chicago-author-date", "chicago-author-date"),
    ("chicago-notes-short", "chicago-shortened-notes"),
    ("mla", "modern-language-association"),
    ("apa", "american-psychological-association"),
    ("harvard", "harvard-cite-them-right"),
    ("turabian", "turabian-fullnote-8"),
    ("turabian-author-date", "turabian-author-date"),
    ("ieee", "institute-of-electrical-and-electronics-engineers"),
    // The archive's own "vancouver" (NLM) loses authors and editors in hayagriva 0.10; this one follows the same rules.
    ("vancouver", "taylor-and-francis-national-library-of-medicine"),
    ("ama", "american-medical-association"),
    ("mhra", "modern-humanities-research-association-notes"),
    ("asa", "american-sociological-association"),
];

/// A style that is ready to use.
pub struct Style {
    pub(super) csl: IndependentStyle,
    pub(super) locales: Vec<Locale>,
    pub(super) locale: Option<LocaleCode>,
    /// Whether it is one of Chicago's, whose manual our corrections follow.
    pub(super) chicago: bool,
    /// What the manual it follows asks for beyond it.
    pub(super) manual: &'static Manual,
    /// Whether its terms are English.
    pub(super) english: bool,
    /// Whether stops stand within quotation marks.
    pub(super) american: bool,
}

/// Every style there is: the name to type, and its title.
#[must_use]
pub fn available() -> Vec<(&'static str, &'static str)> {
    let title = |name: &str| ArchivedStyle::by_name(name).map(|style| style.display_name());
    let mut styles: Vec<(&str, &str)> =
        NAMES.iter().filter_map(|(ours, theirs)| Some((*ours, title(theirs)?))).collect();
    for style in ArchivedStyle::all() {
        if let Some(name) =
            style.names().first().filter(|name| !NAMES.iter().any(|(_, known)| known == *name))
        {
            styles.push((name, style.display_name()));
        }
    }
    styles
}

impl Style {
    /// The style of that name.
    ///
    /// # Errors
    /// An unknown name; the hint says how to see all of them.
    pub fn named(name: &str) -> Result<Self> {
        let lower = name.to_lowercase();
        let theirs =
            NAMES.iter().find(|(ours, _)| *ours == lower).map_or(lower.as_str(), |(_, theirs)| theirs);
        let archived = ArchivedStyle::by_name(theirs).ok_or_else(|| match nearest(&lower) {
            Some(known) => Error::usage(
                format!("{name}: no style of that name; the nearest is {known}"),
                format!("chosin cite ID --style {known} (all of them: chosin cite --styles)"),
            ),
            None => Error::usage(
                format!("{name}: no style of that name; some are {}", first_names()),
                format!("chosin cite ID --style chicago, or --style FILE.csl for {name}"),
            ),
        })?;
        Self::of(archived.get(), name)
    }

    /// The style that a CSL file holds; `name` is the file's, for messages.
    ///
    /// # Errors
    /// Content that is no CSL style, or a dependent style whose parent is not in the archive.
    pub fn from_csl(content: &str, name: &str) -> Result<Self> {
        let csl = std::panic::catch_unwind(|| Csl::from_xml(content).map_err(|error| error.to_string()));
        match csl {
            Ok(Ok(csl)) => Self::of(csl, name),
            Ok(Err(error)) => Err(Error::plain(format!("{name}: not a CSL 1.0 style: {error}"))),
            Err(_) => Err(Error::plain(format!("{name}: not a CSL 1.0 style"))),
        }
    }

    fn of(csl: Csl, name: &str) -> Result<Self> {
        let mut override_locale = None;
        let mut csl = match csl {
            Csl::Independent(style) => style,
            Csl::Dependent(style) => {
                override_locale = style.default_locale.clone();
                let parent = ArchivedStyle::by_id(&style.parent_link.href).map(ArchivedStyle::get);
                let Some(Csl::Independent(parent)) = parent else {
                    return Err(Error::usage(
                        format!("{name}: this style only points to {}", style.parent_link.href),
                        "chosin cite ID --style FILE.csl (with the file of that style)",
                    ));
                };
                parent
            }
        };
        if let Some(bibliography) = &mut csl.bibliography {
            // A dash for the author before is for a whole list; each reference of ours may be used alone.
            bibliography.subsequent_author_substitute = None;
        }
        let manual = manual::of(&csl.info.id);

        let british = manual.british.then(|| LocaleCode("en-GB".into()));
        let locale = override_locale.or_else(|| csl.default_locale.clone()).or(british);
        let is_english = locale.as_ref().is_none_or(|locale| locale.0.starts_with("en"));
        let locales = if is_english { english::locales() } else { archive::locales() };
        let chicago = csl.info.id.contains("/chicago-");
        if chicago {
            // "de Gaulle" is listed under "de" where the particle belongs to the name.
            csl.settings.demote_non_dropping_particle = DemoteNonDroppingParticle::Never;
        }
        let american = is_english && locale.as_ref().is_none_or(|locale| locale.0 != "en-GB");
        Ok(Self { csl, locales, locale, chicago, manual, english: is_english, american })
    }

    /// Whether it cites in notes rather than in the text.
    #[must_use]
    pub fn has_notes(&self) -> bool {
        self.csl.settings.class == StyleClass::Note
    }
}

/// The known name that is most like a name typed: one that it begins with or that begins with it, else one with most of its
/// pairs of letters.
fn nearest(typed: &str) -> Option<&'static str> {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let of_typed = pairs(typed);
    let score = |name: &str| {
        let of_name = pairs(name);
        let common = of_typed.iter().filter(|pair| of_name.contains(pair)).count();
        common * 200 / (of_typed.len() + of_name.len()).max(1) + if name.starts_with(typed) { 50 } else { 0 }
    };
    let ours = NAMES.iter().map(|(name, _)| *name);
    if let Some(name) = ours.clone().find(|name| name.len() > 2 && typed.starts_with(name)) {
        return Some(name);
    }
    let theirs = ArchivedStyle::all().iter().filter_map(|style| style.names().first().copied());
    // Of equals the first: our own names stand before the archive's.
    let scored = ours.chain(theirs).map(|name| (score(name), name));
    let (best, name) = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (best >= 50).then_some(name)
}

fn first_names() -> String {
    NAMES.iter().map(|(name, _)| *name).take(9).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_ours_is_in_the_archive() {
        for (name, _) in NAMES {
            assert!(Style::named(name).is_ok(), "{name}");
        }
        assert!(available().len() > 70);
        assert!(Style::named("chicago").is_ok_and(|style| style.has_notes() && style.chicago));
        assert!(Style::named("Chicgo").is_err_and(|error| error.hint().is_some()));
    }

    #[test]
    fn a_name_nearly_right_brings_the_right_one() {
        for (typed, known) in [
            ("chicago-note", "chicago"),
            ("chicago-18", "chicago"),
            ("mla9", "mla"),
            ("turabain", "turabian"),
            ("vancuver", "vancouver"),
        ] {
            assert_eq!(nearest(typed), Some(known), "{typed}");
        }
        assert_eq!(nearest("xyz"), None);
    }

    #[test]
    fn what_is_no_style_is_said_to_be_none() {
        for content in ["", "<style", "{}", "<style xmlns=\"http://purl.org/net/xbiblio/csl\"/>"] {
            assert!(Style::from_csl(content, "x.csl").is_err(), "{content}");
        }
    }
}
