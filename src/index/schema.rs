//! The fields of the index, and how a record becomes a document.
//!
//! | field | holds | asked by |
//! |---|---|---|
//! | `text` | titles three times, abstract, keywords, names, journal; stemmed, names of the lexicon at one position | words, phrases |
//! | `exact` | the same, folded alone | `="..."`, patterns, phrases that cut a name |
//! | `title`, `journal`, `note`, `keyword`, `publisher` and their `exact_` twins | one field each | `title:` ... |
//! | `author` | each person at one position | `author:` |
//! | `id`, `alias`, `type`, `lang`, `doi`, `isbn`, `pmid` | whole values | lookups, filters |
//! | `ord` | the place of the id among all ids: the order of the documents, and so of equal scores | sorting |
//! | `from`, `to`, `about`, `seen` | years of appearance, years spoken of, the ingest that first saw it | filters, facets |
//! | `by_author`, `by_title`, `person`, `container` | sort keys and facet values | sorting, facets |
//! | `record`, `sources` | the record and where it came from, as JSON | hits |
//!
//! Why the title counts three times: on SciFact, Cranfield and CACM one combined field with the title repeated three times gave
//! nDCG@10 .691/.389/.495, once .686/.375/.459, and title and abstract scored apart and summed .667/.391/.452; it is BM25F
//! with one weight, at the cost of an ordinary term.

use super::tokens::{AuthorTokenizer, ExactTokenizer, PART, TextTokenizer};
use crate::analysis::Analyzer;
use crate::record::{Name, Record};
use crate::search::Source;
use crate::words::fold;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

/// Raised with every change of fields, tokens or stored form: an index of another version is rebuilt.
pub const VERSION: u32 = 1;

/// The fields, by name.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The whole schema.
    pub schema: Schema,
    /// The id.
    pub id: Field,
    /// Every other id that is answered to.
    pub alias: Field,
    /// The place of the id among all ids.
    pub ord: Field,
    /// Everything searched, stemmed.
    pub text: Field,
    /// Everything searched, folded alone.
    pub exact: Field,
    /// The titles, stemmed.
    pub title: Field,
    /// The titles, folded alone.
    pub exact_title: Field,
    /// The persons.
    pub author: Field,
    /// Journal, book, series; stemmed.
    pub journal: Field,
    /// Journal, book, series; folded alone.
    pub exact_journal: Field,
    /// The scholar's notes, stemmed.
    pub note: Field,
    /// The scholar's notes, folded alone.
    pub exact_note: Field,
    /// Keywords, stemmed.
    pub keyword: Field,
    /// Keywords, folded alone.
    pub exact_keyword: Field,
    /// Publisher and place, stemmed.
    pub publisher: Field,
    /// Publisher and place, folded alone.
    pub exact_publisher: Field,
    /// The CSL type.
    pub kind: Field,
    /// The language's first subtag.
    pub lang: Field,
    /// The DOI, lower case.
    pub doi: Field,
    /// ISBNs, digits alone.
    pub isbn: Field,
    /// The PubMed id.
    pub pmid: Field,
    /// The first year of appearance.
    pub from: Field,
    /// The last year of appearance.
    pub to: Field,
    /// Years that title and abstract speak of.
    pub about: Field,
    /// The number of the ingest that first saw the record.
    pub seen: Field,
    /// The sort key of the first creator.
    pub by_author: Field,
    /// The sort key of the title.
    pub by_title: Field,
    /// Persons as "Family, Given".
    pub person: Field,
    /// The container's title.
    pub container: Field,
    /// The record as JSON.
    pub record: Field,
    /// Its sources as JSON.
    pub sources: Field,
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

impl Fields {
    /// The fields of this version.
    #[must_use]
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let analysed = |tokenizer: &str| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions),
            )
        };
        let year = NumericOptions::default().set_fast();
        Self {
            id: builder.add_text_field("id", STRING | FAST),
            alias: builder.add_text_field("alias", STRING),
            ord: builder.add_u64_field("ord", FAST),
            text: builder.add_text_field("text", analysed("text")),
            exact: builder.add_text_field("exact", analysed("exact")),
            title: builder.add_text_field("title", analysed("text")),
            exact_title: builder.add_text_field("exact_title", analysed("exact")),
            author: builder.add_text_field("author", analysed("author")),
            journal: builder.add_text_field("journal", analysed("text")),
            exact_journal: builder.add_text_field("exact_journal", analysed("exact")),
            note: builder.add_text_field("note", analysed("text")),
            exact_note: builder.add_text_field("exact_note", analysed("exact")),
            keyword: builder.add_text_field("keyword", analysed("text")),
            exact_keyword: builder.add_text_field("exact_keyword", analysed("exact")),
            publisher: builder.add_text_field("publisher", analysed("text")),
            exact_publisher: builder.add_text_field("exact_publisher", analysed("exact")),
            kind: builder.add_text_field("type", STRING | FAST),
            lang: builder.add_text_field("lang", STRING | FAST),
            doi: builder.add_text_field("doi", STRING),
            isbn: builder.add_text_field("isbn", STRING),
            pmid: builder.add_text_field("pmid", STRING),
            from: builder.add_i64_field("from", year.clone()),
            to: builder.add_i64_field("to", year.clone()),
            about: builder.add_i64_field("about", year),
            seen: builder.add_u64_field("seen", INDEXED | FAST),
            by_author: builder.add_text_field("by_author", TextOptions::default().set_fast("raw")),
            by_title: builder.add_text_field("by_title", TextOptions::default().set_fast("raw")),
            person: builder.add_text_field("person", TextOptions::default().set_fast("raw")),
            container: builder.add_text_field("container", TextOptions::default().set_fast("raw")),
            record: builder.add_text_field("record", STORED),
            sources: builder.add_text_field("sources", STORED),
            schema: builder.build(),
        }
    }

    /// The tokenizers that [`Fields::new`] names, reading with an analyzer.
    #[must_use]
    pub fn tokenizers(analyzer: &Analyzer) -> TokenizerManager {
        let manager = TokenizerManager::default();
        manager.register("text", TextTokenizer::new(analyzer.clone()));
        manager.register("exact", ExactTokenizer::default());
        manager.register("author", AuthorTokenizer::new(analyzer.clone()));
        manager
    }

    /// A record as a document. `ord` is the place of its id among all ids, `seen` the ingest that first saw it.
    #[must_use]
    pub fn document(&self, record: &Record, facts: &Facts) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &record.id);
        for alias in facts.aliases {
            document.add_text(self.alias, alias);
        }
        document.add_u64(self.ord, facts.ord);
        document.add_u64(self.seen, facts.seen);

        let titles = lines(
            std::iter::once(record.title.as_str())
                .chain(record.custom.titles.iter().map(|t| t.text.as_str())),
        );
        let journal = lines(
            [&record.container_title, &record.collection_title].into_iter().flatten().map(String::as_str),
        );
        let persons: Vec<String> = record.people().map(Name::inverted).collect();
        let names =
            lines(persons.iter().map(String::as_str).chain(record.custom.names.iter().map(String::as_str)));
        let publisher =
            lines([&record.publisher, &record.publisher_place].into_iter().flatten().map(String::as_str));
        let shown: Vec<String> = record.people().map(Name::display).collect();
        let spoken =
            lines(shown.iter().map(String::as_str).chain(record.custom.names.iter().map(String::as_str)));

        let text = [
            titles.as_str(),
            record.summary.as_deref().unwrap_or_default(),
            record.keyword.as_deref().unwrap_or_default(),
            &spoken,
            &journal,
        ]
        .map(|part| part.replace(PART, " "))
        .join(&PART.to_string());
        document.add_text(self.text, &text);
        document.add_text(self.exact, &text);
        for (field, exact, value) in [
            (self.title, self.exact_title, titles.as_str()),
            (self.journal, self.exact_journal, &journal),
            (self.note, self.exact_note, record.note.as_deref().unwrap_or_default()),
            (self.keyword, self.exact_keyword, record.keyword.as_deref().unwrap_or_default()),
            (self.publisher, self.exact_publisher, &publisher),
        ] {
            if !value.is_empty() {
                let value = value.replace(PART, " ");
                document.add_text(field, &value);
                document.add_text(exact, &value);
            }
        }
        if !names.is_empty() {
            document.add_text(self.author, &names);
        }
        for person in &persons {
            document.add_text(self.person, person);
        }
        if let Some(container) = &record.container_title {
            document.add_text(self.container, container);
        }
        if !record.kind.is_empty() {
            document.add_text(self.kind, &record.kind);
        }
        if let Some(language) = &record.language {
            document.add_text(self.lang, primary_language(language));
        }
        if let Some(doi) = &record.doi {
            document.add_text(self.doi, doi.to_lowercase());
        }
        for isbn in record.isbn.iter().flat_map(|isbn| isbn.split_whitespace()) {
            document.add_text(self.isbn, isbn.replace('-', ""));
        }
        if let Some(pmid) = &record.pmid {
            document.add_text(self.pmid, pmid);
        }
        if let Some((from, to)) = record.issued.as_ref().and_then(crate::record::Date::years) {
            document.add_i64(self.from, i64::from(from));
            document.add_i64(self.to, i64::from(to));
        }
        for year in years_spoken_of(&record.title)
            .chain(years_spoken_of(record.summary.as_deref().unwrap_or_default()))
            .collect::<std::collections::BTreeSet<_>>()
        {
            document.add_i64(self.about, year);
        }
        if let Some(creator) = record.creators().first() {
            document.add_text(self.by_author, fold(&creator.inverted()));
        }
        document.add_text(self.by_title, title_key(&record.heading(), record.language.as_deref()));
        document.add_text(self.record, record.to_json());
        if let Ok(sources) = serde_json::to_string(facts.sources) {
            document.add_text(self.sources, sources);
        }
        document
    }
}

/// What the library and the corpus know of a record beside itself.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The place of its id among all ids.
    pub ord: u64,
    /// The number of the ingest that first saw it.
    pub seen: u64,
    /// Every other id that is answered to.
    pub aliases: &'a [String],
    /// Where its fields came from.
    pub sources: &'a [Source],
}

/// `ko` of `ko-Kore-KR`, lower case.
#[must_use]
pub fn primary_language(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

fn lines<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    let mut text = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            // An empty line: no phrase and no name goes over it.
            text.push_str("\n\n");
        }
        text.push_str(part);
    }
    text
}

/// Years that a text names, from 1800 to 2099: of dates ("25 June 1950"), of spans ("1950–53"), alone.
pub fn years_spoken_of(text: &str) -> impl Iterator<Item = i64> + '_ {
    let bytes = text.as_bytes();
    let digit = move |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    (0..bytes.len().saturating_sub(3)).filter_map(move |index| {
        let before = index > 0 && (digit(index - 1) || bytes[index - 1].is_ascii_alphabetic());
        if before || !(index..index + 4).all(digit) || digit(index + 4) {
            return None;
        }
        let year: i64 = std::str::from_utf8(&bytes[index..index + 4]).ok()?.parse().ok()?;
        (1800..2100).contains(&year).then_some(year)
    })
}

/// A title's sort key: folded, without the leading article of its language.
#[must_use]
pub fn title_key(title: &str, language: Option<&str>) -> String {
    /// Languages and the articles that library catalogues pass over in filing.
    const ARTICLES: [(&str, &[&str]); 6] = [
        ("en", &["the", "a", "an"]),
        ("fr", &["le", "la", "les", "un", "une"]),
        ("de", &["der", "die", "das", "ein", "eine"]),
        ("es", &["el", "la", "los", "las", "un", "una"]),
        ("it", &["il", "lo", "la", "i", "gli", "le", "un", "una"]),
        ("pt", &["o", "a", "os", "as", "um", "uma"]),
    ];
    let folded = fold(title);
    let language = language.map_or_else(|| "en".into(), primary_language);
    let articles =
        ARTICLES.iter().find(|(tag, _)| *tag == language).map_or(&[][..], |(_, articles)| articles);
    match folded.split_once(' ') {
        Some((first, rest)) if articles.contains(&first) => rest.to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_sort_without_their_language_s_article() {
        assert_eq!(title_key("The Korean War", None), "korean war");
        assert_eq!(title_key("Die Teilung Koreas", Some("de-DE")), "teilung koreas");
        assert_eq!(title_key("Die Hard Battles", Some("en")), "die hard battles");
    }

    #[test]
    fn years_are_found_in_text() {
        let years: Vec<i64> =
            years_spoken_of("On June 25, 1950 (not 19500 or NSC1950) to 1953–54, 0123").collect();
        assert_eq!(years, [1950, 1953]);
    }
}
