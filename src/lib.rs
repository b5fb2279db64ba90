//! chosin: full-text search over Korean War scholarship.
//!
//! What scholars gave us becomes records (`format`, `corpus`), records an index (`index`, `ingest`), a query a plan (`query`), a
//! plan hits with passages (`snippet`), and hits what people and programs read (`render`, `tui`, `cite`). Between them stands one
//! seam, [`search`]: everything that finds is behind it, everything that shows before it. Data flows one way:
//!
//! ```text
//! files --format--> Record --corpus--> records --ingest, index--> index/
//!                                                                   |
//! terminal, browser, JSON, citations <--render, tui-- hits <-- Searcher <-- SearchRequest
//! ```
//!
//! In reading order: [`error`], [`record`], [`words`]; [`format`](mod@format), [`cite`], [`search`], [`lexicon`], [`library`]; [`analysis`];
//! [`query`], [`snippet`]; [`corpus`], [`index`], [`render`]; [`ingest`](mod@ingest), [`tui`]; [`cli`]. A room knows only those before it.
//!
//! ```
//! use chosin::index::{Home, open::Opened};
//! use chosin::ingest::{Ingest, ingest};
//! use chosin::library::location::Location;
//! use chosin::search::{SearchRequest, Searcher};
//!
//! # fn main() -> chosin::error::Result<()> {
//! # let folder = tempfile::tempdir().expect("a temporary folder");
//! let path = folder.path().join("index");
//! let location = Location::new(&path);
//! ingest(&location, &Ingest::default(), &mut |_| {})?; // without inputs: the starter bibliography
//! let home = Home { path, name: "index".into(), generation: 1, lists: Box::new(|_| None) };
//! let reader = Opened::open(&location)?.reader(home)?;
//! let answer = reader.search(&SearchRequest::new("\"38th parallel\""))?;
//! assert!(answer.total > 0 && !answer.hits[0].snippets.is_empty());
//! # Ok(())
//! # }
//! ```

pub mod analysis;
pub mod cite;
pub mod cli;
pub mod corpus;
pub mod error;
pub mod format;
pub mod index;
pub mod ingest;
pub mod lexicon;
pub mod library;
pub mod query;
pub mod record;
pub mod render;
pub mod search;
pub mod snippet;
pub mod tui;
pub mod words;
