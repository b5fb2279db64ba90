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
        saved.push(parse(line)?);
        Ok(())
    })?;
    Ok((saved, problems))
}

fn parse(line: &str) -> std::result::Result<Saved, &'static str> {
    let (name, query) = line.split_once('\t').ok_or("not a name and a query; the line was passed over")?;
    Ok(Saved { name: file::unescape(name), query: file::unescape(query) })
}

pub(super) fn write(folder: &Path, saved: &[Saved]) -> Result<()> {
    let path = folder.join(FILE);
    let mut text = HEAD.line();
    text.extend(saved.iter().map(|one| file::line([one.name.as_str(), &one.query])));
    file::replace(&path, &[text.as_bytes(), &HEAD.refused(&path, parse)?].concat())
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
        let marked = [Saved { name: "# 2".into(), query: "#war".into() }, saved[0].clone()];
        write(folder.path(), &marked).unwrap();
        assert_eq!(read(folder.path()).unwrap(), (marked.to_vec(), Vec::new()));
        // What a later hand can mend is not written over.
        let path = folder.path().join(FILE);
        let text = std::fs::read_to_string(&path).unwrap() + "torn\n";
        std::fs::write(&path, text).unwrap();
        write(folder.path(), &saved).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().ends_with("\ntorn\n"));
        assert_eq!(read(folder.path()).unwrap().1.len(), 1);
    }
}
