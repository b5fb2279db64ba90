//! The scholar's desk: what the browser does with records beside finding and reading them.
//!
//! Only the trait and its plain data; where lists, history and styles really are, `cli` knows.

use crate::error::Result;
use crate::record::{Record, RecordId};
use crate::search::{Filter, Mode, Sort};
use std::path::{Path, PathBuf};

/// A query that a person stayed on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Past {
    /// The query as it was typed.
    pub query: String,
    /// The query as it was understood; empty where not known.
    pub understood: String,
    /// Its filters.
    pub filters: Vec<Filter>,
    /// How many of its words a record must have.
    pub mode: Mode,
    /// The order of its hits.
    pub sort: Sort,
    /// Records found.
    pub total: u64,
    /// Records that matched every part.
    pub total_all: u64,
    /// When, as it is to be shown; empty for a query of this moment.
    pub when: String,
}

/// What came of writing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It stands there, in full.
    Done(PathBuf),
    /// A file of that name was there already and was left alone.
    Exists,
}

/// The scholar's own things, and what can be made of records.
///
/// Methods return an error with a message for the bar; none of them prints.
#[allow(clippy::missing_errors_doc, reason = "every error is a message for the bar")]
pub trait Desk {
    /// Past queries, newest first, each query once.
    fn past(&self) -> Vec<Past>;

    /// Remembers a query that a person stayed on.
    fn remember(&mut self, past: &Past) -> Result<()>;

    /// The lists by name, and how many records each holds.
    fn lists(&self) -> Vec<(String, usize)>;

    /// Adds records to a list; a new name makes a list.
    fn add(&mut self, list: &str, ids: &[RecordId]) -> Result<()>;

    /// Saved searches: name and query.
    fn saved(&self) -> Vec<(String, String)>;

    /// Saves a search under a name.
    fn save(&mut self, name: &str, past: &Past) -> Result<()>;

    /// Citation styles, the preferred one first.
    fn styles(&self) -> Vec<String>;

    /// The records as references in a style, one a paragraph, as plain text.
    fn cite(&mut self, records: &[Record], style: &str) -> Result<String>;

    /// Export formats: name and usual file extension, the preferred one first.
    fn formats(&self) -> Vec<(String, String)>;

    /// The records in an export format.
    fn export(&mut self, records: &[Record], format: &str) -> Result<Vec<u8>>;

    /// Writes a file whole; one that is there already only with `replace`.
    fn write(&mut self, path: &Path, bytes: &[u8], replace: bool) -> Result<Written>;
}
