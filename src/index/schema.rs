//! The fields of the index. What a record puts into them is `inverter`'s.
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

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

/// Raised with every change of fields, tokens or stored form: an index of another version is rebuilt.
pub const VERSION: u32 = 3;

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
        // tantivy reads what is written here and never tokenizes: `inverter` does.
        let indexed = TextFieldIndexing::default().set_tokenizer("raw");
        let positioned = indexed.clone().set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let running = TextOptions::default().set_indexing_options(positioned);
        let bare = indexed.set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
        let whole = TextOptions::default().set_indexing_options(bare);
        let column = TextOptions::default().set_fast("raw");
        let year = NumericOptions::default().set_fast();
        Self {
            id: builder.add_text_field("id", whole.clone() | FAST),
            alias: builder.add_text_field("alias", whole.clone()),
            ord: builder.add_u64_field("ord", FAST),
            text: builder.add_text_field("text", running.clone()),
            exact: builder.add_text_field("exact", running.clone()),
            title: builder.add_text_field("title", running.clone()),
            exact_title: builder.add_text_field("exact_title", running.clone()),
            author: builder.add_text_field("author", running.clone()),
            journal: builder.add_text_field("journal", running.clone()),
            exact_journal: builder.add_text_field("exact_journal", running.clone()),
            note: builder.add_text_field("note", running.clone()),
            exact_note: builder.add_text_field("exact_note", running.clone()),
            keyword: builder.add_text_field("keyword", running.clone()),
            exact_keyword: builder.add_text_field("exact_keyword", running.clone()),
            publisher: builder.add_text_field("publisher", running.clone()),
            exact_publisher: builder.add_text_field("exact_publisher", running.clone()),
            kind: builder.add_text_field("type", whole.clone() | FAST),
            lang: builder.add_text_field("lang", whole.clone() | FAST),
            doi: builder.add_text_field("doi", whole.clone()),
            isbn: builder.add_text_field("isbn", whole.clone()),
            pmid: builder.add_text_field("pmid", whole.clone()),
            from: builder.add_i64_field("from", year.clone()),
            to: builder.add_i64_field("to", year.clone()),
            about: builder.add_i64_field("about", year),
            seen: builder.add_u64_field("seen", FAST),
            by_author: builder.add_text_field("by_author", column.clone()),
            by_title: builder.add_text_field("by_title", column.clone()),
            person: builder.add_text_field("person", column.clone()),
            container: builder.add_text_field("container", column.clone()),
            record: builder.add_text_field("record", STORED),
            sources: builder.add_text_field("sources", STORED),
            schema: builder.build(),
        }
    }
}
