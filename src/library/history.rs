//! The searches made: one line of JSON each, appended in one write.

use super::file::Head;
use crate::error::{Error, Problem, Result};
use std::io::Write;
use std::path::Path;

pub(super) const FILE: &str = "history";
const HEAD: Head = Head { what: "history", version: 1 };

/// A search that was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Search {
    /// When, as RFC 3339 has it: `2026-11-24T15:04:05Z`.
    pub when: String,
    /// The command it was made by: `search`, `export`, `browse`.
    pub command: String,
    /// The query as typed.
    pub query: String,
    /// The query as understood.
    pub understood: String,
    /// Conditions beside the query, as the query language writes them.
    pub filters: Vec<String>,
    /// Records found.
    pub total: u64,
    /// Records that matched every part.
    pub total_all: u64,
    /// The digest of the corpus that was searched.
    pub corpus: String,
}

pub(super) fn read(folder: &Path) -> Result<(Vec<Search>, Vec<Problem>)> {
    let mut searches = Vec::new();
    let problems = HEAD.read(&folder.join(FILE), |line| {
        searches.push(serde_json::from_str(line).map_err(|_| "not a search; the line was passed over")?);
        Ok(())
    })?;
    Ok((searches, problems))
}

pub(super) fn append(folder: &Path, search: &Search) -> Result<()> {
    let path = folder.join(FILE);
    let failed = |error| Error::io(&path, error);
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    let mut lines = String::new();
    if file.metadata().map_err(failed)?.len() == 0 {
        lines = HEAD.line();
    }
    lines.push_str(&serde_json::to_string(search).map_err(|error| failed(error.into()))?);
    lines.push('\n');
    file.write_all(lines.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_appended_and_a_torn_line_costs_itself() {
        let folder = tempfile::tempdir().unwrap();
        let search = |query: &str| Search { query: query.into(), total: 3, ..Search::default() };
        append(folder.path(), &search("\"38th\nparallel\"")).unwrap();
        std::fs::OpenOptions::new()
            .append(true)
            .open(folder.path().join(FILE))
            .unwrap()
            .write_all(b"{\"when\":\n")
            .unwrap();
        append(folder.path(), &search("inchon")).unwrap();
        let (searches, problems) = read(folder.path()).unwrap();
        assert_eq!(searches, [search("\"38th\nparallel\""), search("inchon")]);
        assert_eq!((problems.len(), problems[0].line), (1, 3));
    }
}
