//! The fields of a record by name, and what makes an entry of a file a record at all: one table for every format.
//!
//! Fields that are kept as they came (`archive`, `genre`) are not in the table of fields but in that of CSL's variables. What
//! programs call the fields is `format::synonyms`'. Source: the CSL 1.0.2 specification, appendix IV.

use super::{Name, Record};

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The id.
    Id,
    /// The type.
    Kind,
    /// The title.
    Title,
    /// The authors.
    Author,
    /// The editors.
    Editor,
    /// The translators.
    Translator,
    /// When it appeared.
    Issued,
    /// The journal or book that it stands in.
    ContainerTitle,
    /// The series.
    CollectionTitle,
    /// The publisher.
    Publisher,
    /// The place of publication.
    PublisherPlace,
    /// The volume.
    Volume,
    /// The issue.
    Issue,
    /// The pages.
    Page,
    /// The edition.
    Edition,
    /// The DOI.
    Doi,
    /// The ISBN.
    Isbn,
    /// The ISSN.
    Issn,
    /// The PubMed id.
    Pmid,
    /// A web address.
    Url,
    /// The language.
    Language,
    /// Keywords.
    Keyword,
    /// The abstract.
    Abstract,
    /// The scholar's own notes.
    Note,
    /// What CSL has no field for.
    Custom,
}

/// Every field with its key in a CSL-JSON item.
const FIELDS: [(Field, &str); 25] = [
    (Field::Id, "id"),
    (Field::Kind, "type"),
    (Field::Title, "title"),
    (Field::Author, "author"),
    (Field::Editor, "editor"),
    (Field::Translator, "translator"),
    (Field::Issued, "issued"),
    (Field::ContainerTitle, "container-title"),
    (Field::CollectionTitle, "collection-title"),
    (Field::Publisher, "publisher"),
    (Field::PublisherPlace, "publisher-place"),
    (Field::Volume, "volume"),
    (Field::Issue, "issue"),
    (Field::Page, "page"),
    (Field::Edition, "edition"),
    (Field::Doi, "DOI"),
    (Field::Isbn, "ISBN"),
    (Field::Issn, "ISSN"),
    (Field::Pmid, "PMID"),
    (Field::Url, "URL"),
    (Field::Language, "language"),
    (Field::Keyword, "keyword"),
    (Field::Abstract, "abstract"),
    (Field::Note, "note"),
    (Field::Custom, "custom"),
];

/// CSL's variables that say something of a work and have no field of their own.
const VARIABLES: &[&str] = &[
    "annote",
    "archive",
    "archive-place",
    "archive_collection",
    "archive_location",
    "authority",
    "available-date",
    "call-number",
    "chair",
    "chapter-number",
    "citation-label",
    "collection-editor",
    "collection-number",
    "compiler",
    "composer",
    "container-author",
    "container-title-short",
    "contributor",
    "curator",
    "dimensions",
    "director",
    "division",
    "editor-translator",
    "editorial-director",
    "event",
    "event-date",
    "event-place",
    "event-title",
    "executive-producer",
    "first-reference-note-number",
    "genre",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "jurisdiction",
    "medium",
    "narrator",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "organizer",
    "original-author",
    "original-date",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "part",
    "part-number",
    "part-title",
    "performer",
    "PMCID",
    "printing",
    "producer",
    "recipient",
    "references",
    "reviewed-author",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "script-writer",
    "section",
    "series-creator",
    "source",
    "status",
    "submitted",
    "supplement",
    "supplement-number",
    "title-short",
    "version",
    "volume-title",
];

impl Field {
    /// Its key in a CSL-JSON item.
    #[must_use]
    pub fn key(self) -> &'static str {
        FIELDS.iter().find(|(field, _)| *field == self).map_or("", |(_, key)| key)
    }

    /// The field with that key, in any letters and with or without hyphens, underscores and blanks.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let exact = FIELDS.iter().find(|(_, known)| *known == key);
        let bare = |text: &'static str| text.bytes().filter(|b| *b != b'-').map(|b| b.to_ascii_lowercase());
        let alike = || {
            let kept = key.bytes().filter(|b| !matches!(b, b'-' | b'_' | b' '));
            let typed = kept.map(|b| b.to_ascii_lowercase());
            FIELDS.iter().find(|(_, known)| bare(known).eq(typed.clone()))
        };
        exact.or_else(alike).map(|(field, _)| *field)
    }

    /// Whether a key is one of CSL's variables that have no field of their own: `archive`, `genre`.
    #[must_use]
    pub fn is_variable(key: &str) -> bool {
        VARIABLES.contains(&key)
    }

    /// Every key of an item that has a field of its own; [`Record::other`] never holds one of them.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, key)| *key)
    }
}

impl Record {
    /// The field's text; `None` for fields that hold more than one, and for those that are never missing.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut Option<String>> {
        Some(match field {
            Field::ContainerTitle => &mut self.container_title,
            Field::CollectionTitle => &mut self.collection_title,
            Field::Publisher => &mut self.publisher,
            Field::PublisherPlace => &mut self.publisher_place,
            Field::Volume => &mut self.volume,
            Field::Issue => &mut self.issue,
            Field::Page => &mut self.page,
            Field::Edition => &mut self.edition,
            Field::Doi => &mut self.doi,
            Field::Isbn => &mut self.isbn,
            Field::Issn => &mut self.issn,
            Field::Pmid => &mut self.pmid,
            Field::Url => &mut self.url,
            Field::Language => &mut self.language,
            Field::Keyword => &mut self.keyword,
            Field::Abstract => &mut self.summary,
            Field::Note => &mut self.note,
            _ => return None,
        })
    }

    /// The field's names; `None` for fields that hold none.
    pub fn names_mut(&mut self, field: Field) -> Option<&mut Vec<Name>> {
        match field {
            Field::Author => Some(&mut self.author),
            Field::Editor => Some(&mut self.editor),
            Field::Translator => Some(&mut self.translator),
            _ => None,
        }
    }

    /// Whether it says nothing of a work: an id, a type, a language and fields that CSL does not know name none.
    ///
    /// This is what parts an empty entry, which is a problem, from a record, and it is the same for every format: a year
    /// or a publisher alone is kept.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        let texts = [
            &self.container_title,
            &self.collection_title,
            &self.publisher,
            &self.publisher_place,
            &self.volume,
            &self.issue,
            &self.page,
            &self.edition,
            &self.doi,
            &self.isbn,
            &self.issn,
            &self.pmid,
            &self.url,
            &self.keyword,
            &self.summary,
            &self.note,
        ];
        self.title.is_empty()
            && self.issued.is_none()
            && self.people().next().is_none()
            && self.custom.titles.is_empty()
            && self.custom.names.is_empty()
            && texts.into_iter().all(Option::is_none)
            && !self.other.iter().any(|(key, value)| Field::is_variable(key) && !value.is_null())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_in_any_letters() {
        for key in Field::keys() {
            assert_eq!(Field::from_key(key).map(Field::key), Some(key));
            assert_eq!(Field::from_key(&key.to_uppercase().replace('-', "_")).map(Field::key), Some(key));
        }
        assert_eq!(Field::from_key("archive"), None);
    }

    #[test]
    fn a_year_or_a_publisher_is_a_record_and_a_type_is_none() {
        let of = |json: &str| serde_json::from_str::<Record>(json).unwrap().says_nothing();
        assert!(of(r#"{"id":"a","type":"book","language":"en","x-other":1}"#));
        for said in [
            r#""issued":{"date-parts":[[1950]]}"#,
            r#""publisher":"P""#,
            r#""genre":"map""#,
            r#""custom":{"names":["x"]}"#,
        ] {
            assert!(!of(&format!(r#"{{"id":"a","type":"book",{said}}}"#)), "{said}");
        }
    }
}
