//! chosin: full-text search over Korean War scholarship.
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
