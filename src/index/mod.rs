//! The only room that knows tantivy: building the index, opening it, searching it.
//!
//! What a query means is `query`'s; what a passage shows is `snippet`'s; what is the user's own is `library`'s.

pub mod build;
pub mod check;
mod compile;
pub mod compounds;
pub mod directory;
mod facets;
pub mod guard;
pub mod inverter;
pub mod manifest;
pub mod open;
mod places;
mod postings;
mod rank;
mod reader;
pub mod schema;
mod segment;
mod spans;
mod suggest;
pub mod sums;
mod unread;
mod vocabulary;

pub use guard::guard;
pub use reader::{Home, Lists, Reader};

#[cfg(test)]
mod tests;
