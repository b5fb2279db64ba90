//! What programs call a record's fields, as keys of JSON and headers of tables alike, and a field's text as a record holds it.
//!
//! One table for every format that says its fields by name and not by tag; nothing here knows a program by name. CSL's own
//! keys are `record`'s.

use super::{clean, identifier};
use crate::record::Field;

/// What a key or a column can stand for: a field, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// A field.
    Of(Field),
    /// A subtitle, which goes behind the title.
    Subtitle,
    /// The title in another language or script.
    OtherTitle,
    /// Names in other scripts.
    OtherName,
    /// The authors' whole names, better than those of [`Field::Author`].
    FullAuthor,
    /// The first page.
    FirstPage,
    /// The last page.
    LastPage,
    /// The number of an article without pages.
    ArticleNumber,
}

/// Parts of fields with the names that `--map` takes and that chosin's own tables have as headers.
const PARTS: &[(&str, Column)] = &[
    ("subtitle", Column::Subtitle),
    ("other-titles", Column::OtherTitle),
    ("other-names", Column::OtherName),
    ("full-author", Column::FullAuthor),
    ("first-page", Column::FirstPage),
    ("last-page", Column::LastPage),
    ("article-number", Column::ArticleNumber),
];

/// What programs call them: small letters and digits alone.
const SYNONYMS: &[(&str, Column)] = &[
    ("abstractnote", Column::Of(Field::Abstract)),
    ("abstracttext", Column::Of(Field::Abstract)),
    ("articletitle", Column::Of(Field::Title)),
    ("articleurl", Column::Of(Field::Url)),
    ("artno", Column::ArticleNumber),
    ("authorfullnames", Column::FullAuthor),
    ("authorkeywords", Column::Of(Field::Keyword)),
    ("authornames", Column::Of(Field::Author)),
    ("authors", Column::Of(Field::Author)),
    ("automatictags", Column::Of(Field::Keyword)),
    ("body", Column::Of(Field::Abstract)),
    ("bookseriestitle", Column::Of(Field::CollectionTitle)),
    ("booktitle", Column::Of(Field::ContainerTitle)),
    ("citationkey", Column::Of(Field::Id)),
    ("container", Column::Of(Field::ContainerTitle)),
    ("content", Column::Of(Field::Abstract)),
    ("contenttype", Column::Of(Field::Kind)),
    ("creator", Column::Of(Field::Author)),
    ("creators", Column::Of(Field::Author)),
    ("date", Column::Of(Field::Issued)),
    ("description", Column::Of(Field::Abstract)),
    ("docid", Column::Of(Field::Id)),
    ("docno", Column::Of(Field::Id)),
    ("documenttitle", Column::Of(Field::Title)),
    ("documenttype", Column::Of(Field::Kind)),
    ("editors", Column::Of(Field::Editor)),
    ("endpage", Column::LastPage),
    ("extra", Column::Of(Field::Note)),
    ("firstauthors", Column::Of(Field::Author)),
    ("isbns", Column::Of(Field::Isbn)),
    ("itemdoi", Column::Of(Field::Doi)),
    ("itemtitle", Column::Of(Field::Title)),
    ("itemtype", Column::Of(Field::Kind)),
    ("journal", Column::Of(Field::ContainerTitle)),
    ("journalissue", Column::Of(Field::Issue)),
    ("journalname", Column::Of(Field::ContainerTitle)),
    ("journaltitle", Column::Of(Field::ContainerTitle)),
    ("journalvolume", Column::Of(Field::Volume)),
    ("key", Column::Of(Field::Id)),
    ("keywords", Column::Of(Field::Keyword)),
    ("lang", Column::Of(Field::Language)),
    ("languageoforiginaldocument", Column::Of(Field::Language)),
    ("link", Column::Of(Field::Url)),
    ("manualtags", Column::Of(Field::Keyword)),
    ("name", Column::Of(Field::Title)),
    ("notes", Column::Of(Field::Note)),
    ("number", Column::Of(Field::Issue)),
    ("originaltitle", Column::OtherTitle),
    ("pageend", Column::LastPage),
    ("pages", Column::Of(Field::Page)),
    ("pagestart", Column::FirstPage),
    ("place", Column::Of(Field::PublisherPlace)),
    ("placepublished", Column::Of(Field::PublisherPlace)),
    ("primarytitle", Column::Of(Field::Title)),
    ("publication", Column::Of(Field::ContainerTitle)),
    ("publicationdate", Column::Of(Field::Issued)),
    ("publicationname", Column::Of(Field::ContainerTitle)),
    ("publicationtitle", Column::Of(Field::ContainerTitle)),
    ("publicationtype", Column::Of(Field::Kind)),
    ("publicationyear", Column::Of(Field::Issued)),
    ("published", Column::Of(Field::Issued)),
    ("publishedyear", Column::Of(Field::Issued)),
    ("pubmedid", Column::Of(Field::Pmid)),
    ("pubyear", Column::Of(Field::Issued)),
    ("recordid", Column::Of(Field::Id)),
    ("secondaryauthors", Column::Of(Field::Editor)),
    ("secondarytitle", Column::Of(Field::ContainerTitle)),
    ("series", Column::Of(Field::CollectionTitle)),
    ("sourcetitle", Column::Of(Field::ContainerTitle)),
    ("startpage", Column::FirstPage),
    ("summary", Column::Of(Field::Abstract)),
    ("tags", Column::Of(Field::Keyword)),
    ("text", Column::Of(Field::Abstract)),
    ("translatedtitle", Column::OtherTitle),
    ("translators", Column::Of(Field::Translator)),
    ("typeofreference", Column::Of(Field::Kind)),
    ("venue", Column::Of(Field::ContainerTitle)),
    ("vol", Column::Of(Field::Volume)),
    ("year", Column::Of(Field::Issued)),
    ("저자", Column::Of(Field::Author)),
    ("제목", Column::Of(Field::Title)),
    ("초록", Column::Of(Field::Abstract)),
    ("발행연도", Column::Of(Field::Issued)),
    ("학술지명", Column::Of(Field::ContainerTitle)),
    ("발행기관", Column::Of(Field::Publisher)),
];

impl Column {
    /// The name that `--map` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(field) => field.key(),
            part => PARTS.iter().find(|(_, known)| *known == part).map_or("", |(name, _)| name),
        }
    }

    /// What a key or header stands for, in any letters: CSL's key, a name that `--map` takes, or what a program calls it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let bare = bare(name);
        let own =
            Field::from_key(name).or_else(|| Field::from_key(&bare)).filter(|field| *field != Field::Custom);
        let part = || PARTS.iter().find(|(known, _)| self::bare(known) == bare).map(|(_, part)| *part);
        own.map(Self::Of).or_else(part).or_else(|| synonym(&bare))
    }

    /// Every name that `--map` takes.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let own = Field::keys().filter(|key| *key != Field::Custom.key());
        own.chain(PARTS.iter().map(|(name, _)| *name)).collect()
    }
}

/// What a program's word stands for, CSL's own keys apart.
#[must_use]
pub fn synonym(name: &str) -> Option<Column> {
    let bare = bare(name);
    SYNONYMS.iter().find(|(known, _)| *known == bare).map(|(_, column)| *column)
}

/// A name's letters and digits, small.
#[must_use]
pub fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A field's text as a record holds it: one line, a bare number, a tag for a language; `None` where nothing is left.
#[must_use]
pub fn text(field: Field, raw: &str) -> Option<String> {
    let line = || clean::line(raw).into_owned();
    let text = match field {
        Field::Doi => identifier::doi(raw).unwrap_or_else(line),
        Field::Isbn => identifier::isbn(raw).unwrap_or_else(line),
        Field::Issn => identifier::issn(raw).unwrap_or_else(line),
        Field::Pmid => identifier::pmid(raw).unwrap_or_else(line),
        Field::Language => identifier::language(raw)?,
        Field::Url => raw.trim().to_owned(),
        Field::Abstract => clean::abstract_text(raw)?,
        // Zotero's notes are HTML; its "extra" field is lines of `key: value`, which stay lines.
        Field::Note if raw.contains("</") => clean::paragraphs(raw).into_owned(),
        Field::Note => raw.trim().to_owned(),
        _ => line(),
    };
    (!text.is_empty()).then_some(text)
}

/// A title and its subtitle.
#[must_use]
pub fn joined(title: &str, subtitle: &str) -> String {
    match title.trim_end() {
        "" => subtitle.to_owned(),
        title if title.ends_with(['?', '!', ':', '.', '–', '—']) => format!("{title} {subtitle}"),
        title => format!("{title}: {subtitle}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_a_map_takes_is_found() {
        for name in Column::names() {
            assert_eq!(Column::from_name(name).map(Column::name), Some(name));
        }
        assert_eq!(Column::from_name("Source Title"), Some(Column::Of(Field::ContainerTitle)));
        assert_eq!(Column::from_name("custom"), None);
    }

    #[test]
    fn synonyms_are_bare_and_stand_once() {
        for (place, (name, _)) in SYNONYMS.iter().enumerate() {
            assert_eq!(bare(name), *name);
            assert!(SYNONYMS.iter().skip(place + 1).all(|(other, _)| other != name), "{name}");
        }
    }
}
