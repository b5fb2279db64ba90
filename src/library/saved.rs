//! Saved searches: a name and a query of the user's, one a line, in the order in which they were saved.
//!
//! A query is kept as it is typed; what it means is `query`'s.

use super::file::{self, Head};
use crate::error::{Problem, Result};
use std::path::Path;

pub(super) const FILE: &str = "searches";
const HEAD: Head = Head { what: "searches", version: 1 };

/// A saved search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// The query, conditions and all.
    pub query: String,
}

pub(super) fn read(folder: &Path) -> Result<(Vec<Saved>, Vec<Problem>)> {
    let mut saved = Vec::new();
    let problems = HEAD.read(&folder.join(FILE), |line| {
        let (name, query) =
            line.split_once('\t').ok_or("not a name and a query; the line was passed over")?;
        saved.push(Saved { name: file::unescape(name), query: file::unescape(query) });
        Ok(())
    })?;
    Ok((saved, problems))
}

pub(super) fn write(folder: &Path, saved: &[Saved]) -> Result<()> {
    let mut text = HEAD.line();
    for one in saved {
        file::escape(&one.name, &mut text);
        text.push('\t');
        file::escape(&one.query, &mut text);
        text.push('\n');
    }
    file::replace(&folder.join(FILE), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_come_back_as_they_were_saved() {
        let folder = tempfile::tempdir().unwrap();
        let saved = [Saved { name: "chapter\t2".into(), query: "\"38th parallel\"\nyear:1950".into() }];
        write(folder.path(), &saved).unwrap();
        assert_eq!(read(folder.path()).unwrap(), (saved.to_vec(), Vec::new()));
    }
}
