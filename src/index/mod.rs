//! The only room that knows tantivy: building the index, opening it, searching it.
//!
//! What a query means is `query`'s; what a passage shows is `snippet`'s; what is the user's own is `library`'s.

pub mod schema;
pub mod tokens;
