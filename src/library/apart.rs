//! Which ids are different works, for good, whatever their records say.

use super::file::{self, Head};
use crate::error::{Problem, Result};
use crate::record::RecordId;
use std::collections::BTreeSet;
use std::path::Path;

pub(super) const FILE: &str = "apart";
const HEAD: Head = Head { what: "apart", version: 1 };

/// Pairs of ids that are never merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apart {
    pairs: BTreeSet<(RecordId, RecordId)>,
}

impl Apart {
    /// Keeps two ids apart; whether that is new. An id is never apart from itself.
    pub fn add(&mut self, one: &str, other: &str) -> bool {
        one != other && self.pairs.insert(ordered(one, other))
    }

    /// Whether two ids are kept apart.
    #[must_use]
    pub fn holds(&self, one: &str, other: &str) -> bool {
        !self.pairs.is_empty() && self.pairs.contains(&ordered(one, other))
    }

    /// Every pair, in the order of the ids.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(one, other)| (one.as_str(), other.as_str()))
    }

    pub(super) fn read(folder: &Path) -> Result<(Self, Vec<Problem>)> {
        let mut apart = Self::default();
        let problems = HEAD.read(&folder.join(FILE), |line| {
            let (one, other) = parse(line)?;
            apart.add(&one, &other);
            Ok(())
        })?;
        Ok((apart, problems))
    }

    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        let mut lines = HEAD.line();
        lines.extend(self.pairs.iter().map(|(one, other)| file::line([one.as_str(), other])));
        file::replace(&path, &[lines.as_bytes(), &HEAD.refused(&path, parse)?].concat())
    }
}

fn parse(line: &str) -> std::result::Result<(String, String), &'static str> {
    let (one, other) = line.split_once('\t').ok_or("not two ids; the line was passed over")?;
    Ok((file::unescape(one), file::unescape(other)))
}

fn ordered(one: &str, other: &str) -> (RecordId, RecordId) {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    (low.to_owned(), high.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apart_holds_both_ways_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut apart = Apart::default();
        assert!(apart.add("b", "a\tx") && !apart.add("a\tx", "b") && !apart.add("a", "a"));
        apart.write(folder.path()).unwrap();
        let (read, problems) = Apart::read(folder.path()).unwrap();
        assert!(read.holds("b", "a\tx") && problems.is_empty());
    }
}
