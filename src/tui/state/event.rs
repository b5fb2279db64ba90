//! What goes into the state and what comes out: plain data only.
//!
//! The loop carries effects out and brings back what came of them; the state itself does nothing but change.

use crate::record::{Record, RecordId};
use crate::search::{Facet, FacetField, Hit, Reading, SearchRequest, SearchResponse, Source};
use crate::tui::desk::Past;
use ratatui::crossterm::event::Event as TerminalEvent;
use std::path::PathBuf;

/// Something happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// A key, the mouse, a paste or a new size.
    Terminal(TerminalEvent),
    /// A searcher's answer.
    Answer(Box<Answer>),
    /// What came of a deed.
    Told(Told),
}

/// Something is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the searcher.
    Ask(Question),
    /// Do something at the desk.
    Deed(Deed),
    /// Put a text on the clipboard; `what` names it for the bar.
    Copy {
        /// The text.
        text: String,
        /// What it is: "key", "passage".
        what: String,
    },
    /// Open a web address.
    OpenLink(String),
    /// Take the mouse, or give it back to the terminal.
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Stop until the shell brings the program back.
    Suspend,
    /// Leave.
    Leave,
}

/// A question to the searcher. Answers bear the generation of the query they were asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Hits of a query, from the request's offset.
    Hits {
        /// Counts queries up.
        generation: u64,
        /// What is asked.
        request: SearchRequest,
    },
    /// The values of some fields over all hits; each field without its own filters, so that others can be chosen too.
    Facets {
        /// Counts queries up.
        generation: u64,
        /// The query and its filters.
        request: SearchRequest,
        /// The fields.
        fields: Vec<FacetField>,
    },
    /// How many hits each list holds.
    Lists {
        /// Counts queries up.
        generation: u64,
        /// The query and its filters.
        request: SearchRequest,
        /// The lists.
        names: Vec<String>,
    },
    /// A record with every match in it.
    Read {
        /// The record.
        id: RecordId,
        /// The query.
        request: SearchRequest,
    },
    /// Records most like one.
    Related {
        /// The record.
        id: RecordId,
    },
    /// Every match of the hits from the request's offset on, with what stands beside it.
    Occurrences {
        /// Counts queries up.
        generation: u64,
        /// The query, and which of its hits.
        request: SearchRequest,
    },
    /// Indexed words that begin so.
    Words {
        /// How they begin.
        prefix: String,
    },
    /// Some records by id.
    Records {
        /// Their ids.
        ids: Vec<RecordId>,
    },
}

/// An answer to a [`Question`].
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "fields are the question's and what was found")]
pub enum Answer {
    Hits {
        generation: u64,
        request: SearchRequest,
        response: Box<Result<SearchResponse, String>>,
    },
    Facets {
        generation: u64,
        facets: Vec<Facet>,
    },
    Lists {
        generation: u64,
        counts: Vec<(String, u64)>,
    },
    Read {
        id: RecordId,
        query: String,
        reading: Box<Result<Option<Reading>, String>>,
        sources: Vec<Source>,
    },
    Related {
        id: RecordId,
        hits: Result<Vec<Hit>, String>,
    },
    Occurrences {
        generation: u64,
        offset: usize,
        hits: usize,
        lines: Vec<Occurrence>,
    },
    Words {
        prefix: String,
        words: Vec<(String, u64)>,
    },
    Records {
        hits: Vec<Hit>,
    },
    /// What was to stand beside the hits could not be read.
    Trouble(String),
}

/// One match with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The record.
    pub id: RecordId,
    /// Authors' names and year, short.
    pub from: String,
    /// The field it is in.
    pub field: String,
    /// What stands before, to the border of the paragraph or some 100 characters.
    pub left: String,
    /// The match.
    pub key: String,
    /// What stands after.
    pub right: String,
}

/// Something to do at the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Remember a query that a person stayed on.
    Remember(Past),
    /// Add records to a list.
    Add {
        /// The list.
        list: String,
        /// The records.
        ids: Vec<RecordId>,
    },
    /// Save a search.
    Save {
        /// Its name.
        name: String,
        /// The search.
        past: Past,
    },
    /// Write references in a style, to a file or, without one, to the clipboard.
    Cite {
        /// The records.
        ids: Vec<RecordId>,
        /// The style.
        style: String,
        /// The file.
        path: Option<PathBuf>,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// Write records to a file.
    Export {
        /// The records.
        ids: Vec<RecordId>,
        /// The format.
        format: String,
        /// The file.
        path: PathBuf,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// It went well; a sentence for the bar.
    Well(String),
    /// It did not; a sentence for the bar.
    Ill(String),
    /// A file is there already: the deed is done again, replacing it, only if asked once more.
    Exists(Deed),
    /// What lies on the desk now.
    Shelf(Shelf),
}

/// What lies on the desk, as the menus need it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shelf {
    /// Past queries, newest first.
    pub past: Vec<Past>,
    /// Lists and their sizes.
    pub lists: Vec<(String, usize)>,
    /// Saved searches.
    pub saved: Vec<(String, String)>,
    /// Citation styles.
    pub styles: Vec<String>,
    /// Export formats and their file extensions.
    pub formats: Vec<(String, String)>,
}

/// A hit for a record that no query found: marked ones, for instance.
pub(crate) fn bare_hit(rank: usize, record: Record) -> Hit {
    let title = crate::search::Snippet { field: "title".into(), text: record.heading(), matches: Vec::new() };
    let text: String = record.summary.as_deref().unwrap_or_default().chars().take(300).collect();
    let snippets = if text.is_empty() {
        Vec::new()
    } else {
        vec![crate::search::Snippet { field: "abstract".into(), text, matches: Vec::new() }]
    };
    Hit { rank, id: record.id.clone(), record, title, snippets, ..Hit::default() }
}
