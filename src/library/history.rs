//! The searches made: one line of JSON each, appended in one write.

use super::file::Head;
use crate::error::{Error, Problem, Result};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

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
    /// The version of chosin that searched; written by the history itself.
    pub version: String,
}

/// A moment as RFC 3339 has it, in UTC: `2026-11-24T15:04:05Z`. Source of the calendar: Hinnant's days-from-civil.
#[must_use]
pub fn timestamp(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Years are counted from the first of March, so that the day a leap year adds comes last.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
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
    let mut file =
        std::fs::OpenOptions::new().create(true).read(true).append(true).open(&path).map_err(failed)?;
    let mut lines = String::new();
    let length = file.metadata().map_err(failed)?.len();
    if length == 0 {
        lines = HEAD.line();
    } else {
        // A line that was torn is ended, or it would take this one with it.
        let mut last = [0];
        file.seek(SeekFrom::Start(length - 1)).and_then(|_| file.read_exact(&mut last)).map_err(failed)?;
        if last != *b"\n" {
            lines.push('\n');
        }
    }
    let search = Search { version: env!("CARGO_PKG_VERSION").into(), ..search.clone() };
    lines.push_str(&serde_json::to_string(&search).map_err(|error| failed(error.into()))?);
    lines.push('\n');
    file.write_all(lines.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn moments_are_dates() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_782_356_645, "2026-06-25T03:04:05Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(timestamp(UNIX_EPOCH + Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn searches_are_appended_and_a_torn_line_costs_itself() {
        let folder = tempfile::tempdir().unwrap();
        let version = || env!("CARGO_PKG_VERSION").to_owned();
        let search =
            |query: &str| Search { query: query.into(), total: 3, version: version(), ..Search::default() };
        append(folder.path(), &search("\"38th\nparallel\"")).unwrap();
        std::fs::OpenOptions::new()
            .append(true)
            .open(folder.path().join(FILE))
            .unwrap()
            .write_all(b"{\"when\":")
            .unwrap();
        append(folder.path(), &search("inchon")).unwrap();
        let (searches, problems) = read(folder.path()).unwrap();
        assert_eq!(searches, [search("\"38th\nparallel\""), search("inchon")]);
        assert_eq!((problems.len(), problems[0].line), (1, 3));
    }
}
