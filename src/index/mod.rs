//! The only room that knows tantivy: building the index, opening it, searching it.
//!
//! What a query means is `query`'s; what a passage shows is `snippet`'s; what is the user's own is `library`'s.

mod compile;
pub mod compounds;
mod facets;
mod rank;
mod reader;
pub mod schema;
mod spans;
mod suggest;
pub mod tokens;
mod vocabulary;

pub use reader::{Home, Lists, Reader};

#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Runs what may meet a damaged index: a panic inside becomes an error that names the index.
///
/// # Errors
/// What `run` gives, or [`Error::Damaged`] where it panicked.
pub fn guard<T>(path: &Path, run: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| Err(Error::damaged(path, "its data make no sense")))
}
