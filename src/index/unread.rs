//! What could not be read of the index while something else was made with it: noted where it is met, and told before an answer is.
//!
//! A planner and a compiler ask for words in the middle of their work and take none for an answer. It is the searcher that must not
//! pass on what was made so.

use std::cell::RefCell;
use tantivy::{Result, TantivyError};

/// The first error that was met.
#[derive(Default)]
pub struct Unread(RefCell<Option<TantivyError>>);

impl Unread {
    /// What was read, or something else for now: [`Unread::told`] says what went wrong.
    pub fn or<T>(&self, read: Result<T>, otherwise: T) -> T {
        read.unwrap_or_else(|error| {
            self.0.borrow_mut().get_or_insert(error);
            otherwise
        })
    }

    /// # Errors
    /// The first error that was met: whatever was made of the index since is worth nothing.
    pub fn told(&self) -> Result<()> {
        self.0.borrow_mut().take().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_is_told() {
        let unread = Unread::default();
        assert_eq!(unread.or(Ok(3), 0), 3);
        assert!(unread.told().is_ok());
        for message in ["one", "two"] {
            assert_eq!(unread.or(Err(TantivyError::InternalError(message.into())), 7), 7);
        }
        assert!(unread.told().unwrap_err().to_string().contains("one"));
    }
}
