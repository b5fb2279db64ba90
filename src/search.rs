//! **The seam** between everything that finds and everything that shows.
//!
//! Plain data: a [`SearchRequest`] goes in, a [`SearchResponse`] comes out, and a [`Searcher`] is whoever answers:
//! the index on this disk, later a cluster. No markup, no colour, no widths here: that is `render`'s. No
//! query syntax either: that is `query`'s.

use crate::error::Result;
use crate::record::{Record, RecordId};
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// The query, in the query language.
    pub query: String,
    /// Whether one of the words is enough.
    pub mode: Mode,
    /// Conditions beside the query, from flags or the browser's facets; all must hold.
    pub filters: Vec<Filter>,
    /// The first hit wanted, from 0.
    pub offset: usize,
    /// How many hits; `None` for all.
    pub limit: Option<usize>,
    /// The order.
    pub sort: Sort,
    /// How much each hit carries.
    pub detail: Detail,
    /// Passages a hit, at most.
    pub snippets: usize,
    /// Words of context around a match, about; `None` for whole sentences of some 300 characters in all.
    pub context: Option<usize>,
    /// Whether the lexicon's other names are searched.
    pub lexicon: bool,
    /// Whether broad names are searched too.
    pub broad: bool,
    /// Whether hits explain their score.
    pub explain: bool,
    /// Whether a note names all the names searched for one, and not the first few alone.
    pub all_names: bool,
    /// Facets to count.
    pub facets: Vec<FacetField>,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            query: String::new(),
            mode: Mode::Ranked,
            filters: Vec::new(),
            offset: 0,
            limit: Some(10),
            sort: Sort::Relevance,
            detail: Detail::Full,
            snippets: 1,
            context: None,
            lexicon: true,
            broad: false,
            explain: false,
            all_names: false,
            facets: Vec::new(),
        }
    }
}

impl SearchRequest {
    /// A request with every setting as a plain `search` has it.
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }
}

/// How many of a query's plain words a record must have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Any; records with all of them stand first while there are at most four.
    #[default]
    Ranked,
    /// Any; best score first.
    Any,
    /// Every one.
    All,
}

/// How much a hit carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// Rank, id and score.
    Ids,
    /// The record too.
    Record,
    /// Record and snippets.
    #[default]
    Full,
}

/// The order of hits; equal ones stand by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best score first.
    #[default]
    Relevance,
    /// Oldest first; undated last.
    Year,
    /// Newest first; undated last.
    YearDescending,
    /// First author's family name.
    Author,
    /// Title, its language's leading article passed over.
    Title,
}

/// A condition beside the query: the record has one of the values in the field, or, excluding, none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// The field, by its name in the query language: `year`, `author`, `journal`, `type`, `lang`, `list`, `id`...
    pub field: String,
    /// Values as the query language writes them (`1950..1953`, `cold war`); any of them is enough.
    pub values: Vec<String>,
    /// Whether such records are left out instead.
    pub exclude: bool,
}

/// As the query language writes it.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = self.values.len() > 1;
        f.write_str(if self.exclude { "-" } else { "" })?;
        f.write_str(if several { "(" } else { "" })?;
        for (index, value) in self.values.iter().enumerate() {
            let join = if index > 0 { " OR " } else { "" };
            let is_parted = value.contains(|c: char| c.is_whitespace() || c == '(' || c == ')');
            let quote = if is_parted { "\"" } else { "" };
            write!(f, "{join}{}:{quote}{value}{quote}", self.field)?;
        }
        f.write_str(if several { ")" } else { "" })
    }
}

impl Filter {
    /// The record must have the value in the field.
    pub fn new(field: impl Into<String>, value: impl Into<String>) -> Self {
        Self { field: field.into(), values: vec![value.into()], exclude: false }
    }
}

/// A field whose values can be counted over all hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetField {
    /// Authors, by "Family, Given".
    Author,
    /// Journals and other containers.
    Journal,
    /// Years of publication.
    Year,
    /// CSL types.
    Type,
    /// Languages.
    Lang,
    /// Years that the text speaks of.
    About,
}

/// The values of one field over all hits, most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// Value and number of records that have it.
    pub values: Vec<(String, u64)>,
}

/// The answer.
#[derive(Debug, Clone, Default)]
pub struct SearchResponse {
    /// The query as it was typed.
    pub query: String,
    /// The query as it was understood, in the query language with every bracket.
    pub understood: String,
    /// What was repaired, which names were searched, what to type for more; a sentence each.
    pub notes: Vec<String>,
    /// The index that answered, as the user names it.
    pub index: String,
    /// Records that match; exact.
    pub total: u64,
    /// Records that match every part of the query; exact.
    pub total_all: u64,
    /// How many parts the query has: words, names, phrases, brackets; function words, filters and exclusions are none.
    pub parts: usize,
    /// Milliseconds from request to answer.
    pub took_ms: f64,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Facets asked for.
    pub facets: Vec<Facet>,
    /// A query that finds more, where this one looks mistyped.
    pub suggestion: Option<String>,
    /// With nothing found: each part of the query and how many records it finds alone, then the largest combination that finds some.
    pub counts: Vec<(String, u64)>,
}

/// One record found.
#[derive(Debug, Clone, Default)]
pub struct Hit {
    /// Its place in the whole list, from 1.
    pub rank: usize,
    /// Its id.
    pub id: RecordId,
    /// Its score; never rises down a list by relevance.
    pub score: f32,
    /// The record; empty but for its id where only ids were asked for.
    pub record: Record,
    /// The title (or what stands for it) with what matched.
    pub title: Snippet,
    /// The passages that show why.
    pub snippets: Vec<Snippet>,
    /// The first words of the abstract, where no passage is from it.
    pub lead: Option<Snippet>,
    /// How the score came about, a line each, where asked for; for a related record, what it shares.
    pub explanation: Vec<String>,
}

/// A passage with what matched in it. No markup: views light it as they can.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The field it is from: `title`, `abstract`, `author`, `journal`, `note`.
    pub field: String,
    /// The passage, with an ellipsis where text was cut.
    pub text: String,
    /// Byte ranges into `text`: half open, sorted, disjoint, on character borders; a phrase is one range.
    #[serde(serialize_with = "pairs")]
    pub matches: Vec<Range<usize>>,
}

fn pairs<S: serde::Serializer>(
    ranges: &[Range<usize>],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(ranges.iter().map(|range| [range.start, range.end]))
}

/// A record opened from a list of hits: every field's whole text with every match.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// Its text fields, whole, in reading order: title, further titles, authors, journal, abstract, note.
    pub fields: Vec<Snippet>,
}

impl Reading {
    /// The fields whose matches are occurrences of what is looked for: names of persons only where nothing else matched.
    pub fn telling(&self) -> impl Iterator<Item = &Snippet> {
        let elsewhere = self.fields.iter().any(|field| field.field != "author" && !field.matches.is_empty());
        self.fields.iter().filter(move |field| field.field != "author" || !elsewhere)
    }
}

/// Where one field of a record came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Source {
    /// The input's path as remembered.
    pub path: String,
    /// The line on which the entry begins.
    pub line: usize,
    /// The format it was read as.
    pub format: String,
    /// The id its source gave, where it gave one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The fields taken from this source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<String>,
    /// The values this source has for a field whose value was taken from another.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub passed_over: serde_json::Map<String, serde_json::Value>,
}

/// Whoever answers searches.
pub trait Searcher: Send + Sync {
    /// Answers one request. Any text is a query.
    ///
    /// # Errors
    /// Where the index cannot be read or is damaged.
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse>;

    /// The record of an id or of one of its aliases.
    ///
    /// # Errors
    /// Where the index cannot be read or is damaged.
    fn record(&self, id: &str) -> Result<Option<Record>>;

    /// Where the record's fields came from.
    ///
    /// # Errors
    /// Where the index cannot be read or is damaged.
    fn sources(&self, id: &str) -> Result<Vec<Source>>;

    /// The record with every match of the request's query in it.
    ///
    /// # Errors
    /// Where the index cannot be read or is damaged.
    fn read(&self, id: &str, request: &SearchRequest) -> Result<Option<Reading>>;

    /// Records most like this one, best first; each hit's explanation names what they share.
    ///
    /// # Errors
    /// Where the index cannot be read or is damaged.
    fn related(&self, id: &str, limit: usize) -> Result<Vec<Hit>>;

    /// Indexed words that begin so, most frequent first: for suggestions and completions.
    ///
    /// # Errors
    /// Where the index cannot be read or is damaged.
    fn words(&self, prefix: &str, limit: usize) -> Result<Vec<(String, u64)>>;
}
