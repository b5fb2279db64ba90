//! chosin: full-text search over Korean War scholarship.
pub mod error;
pub mod format;
pub mod record;
pub mod search;
