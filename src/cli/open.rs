//! Which index answers: found, built first where there is none, opened; what to say of its state.
//!
//! The one place that chooses a [`Searcher`]. How an index is built and read is `index`'s and `corpus`'s.

use super::place::Place;
use super::shell::Shell;
use crate::error::{Error, Result};
use crate::index::manifest::Manifest;
use crate::lexicon::Lexicon;
use crate::library::Library;
use crate::library::location::Location;
use crate::search::Searcher;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long another chosin's lock is waited for.
pub const WAIT: Duration = Duration::from_secs(10);

/// An index that answers, and whose it is.
pub struct Opened {
    /// Whoever answers.
    pub searcher: Arc<dyn Searcher>,
    /// Where it lies.
    pub place: Place,
    /// The user's own.
    pub library: Library,
    /// The digest of the corpus that it was made from.
    pub corpus: String,
    /// Remembered inputs that changed since, and how many there are.
    stale: (usize, usize),
}

impl Opened {
    /// Says on stderr that the corpus has changed, where it has.
    pub fn remark_if_stale(&self, shell: &Shell) {
        let (changed, all) = self.stale;
        if changed > 0 {
            shell.news(&stale(changed, all));
        }
    }

    /// The error for an id without a record: what it was, where its record is gone.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn gone(&self, id: &str) -> Result<Error> {
        let ledger = self.library.ledger()?.0;
        Ok(match ledger.find(id) {
            Some(known) => Error::usage(
                format!("{id}: its record is gone; it was {}", known.was()),
                format!("chosin search {}", super::arguments::quoted(&[&known.title])),
            ),
            None => super::command::no_record(id),
        })
    }
}

/// "2 of 5 inputs changed: chosin ingest".
pub fn stale(changed: usize, all: usize) -> String {
    let inputs = if all == 1 { "input" } else { "inputs" };
    format!("{changed} of {all} {inputs} changed: chosin ingest")
}

/// The library of the location that is meant.
///
/// # Errors
/// Where there is no home to keep one in.
pub fn library(shell: &Shell) -> Result<(Place, Library)> {
    let place = shell.place()?;
    let library = Library::of(&Location::new(&place.path));
    Ok((place, library))
}

/// The manifest of the index in force.
///
/// # Errors
/// [`Error::NoIndex`] and what else may be wrong with it.
pub fn manifest(place: &Place) -> Result<Manifest> {
    Ok(Manifest::read(&Location::new(&place.path))?.0)
}

/// Now, as RFC 3339 has it, to the second, in UTC.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    rfc3339(seconds)
}

/// Days to a date as in Howard Hinnant's "chrono-compatible low-level date algorithms", `civil_from_days`.
fn rfc3339(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day + 2) / 153;
    let (month, day) =
        (if shifted < 10 { shifted + 3 } else { shifted - 9 }, day - (153 * shifted + 2) / 5 + 1);
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// The text of a file, or of stdin for `-`.
///
/// # Errors
/// Where it cannot be read. Bytes that are no UTF-8 become U+FFFD.
pub fn text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::io("stdin", error))?;
    } else {
        bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Opens the index that is meant.
///
/// # Errors
/// Where there is none, or it cannot be read.
pub fn open(shell: &Shell) -> Result<Opened> {
    use crate::analysis::Analyzer;
    use crate::index::{Home, Reader, compounds};
    let (place, library) = library(shell)?;
    let location = Location::new(&place.path);
    let analyzer = Analyzer::new(Some(Arc::new(lexicon(shell)?)));
    let opened = crate::index::open::Opened::open(&location, &analyzer)?;
    let pairs = String::from_utf8_lossy(&opened.directory.read(compounds::FILE)?).into_owned();
    let lists = library.lists();
    let home = Home {
        path: place.path.clone(),
        name: place.name(),
        generation: opened.manifest.ingest,
        lists: Box::new(move |name| lists.ids(name).ok().map(|(ids, _)| ids)),
    };
    let reader = Reader::new(&opened.index, analyzer, compounds::Compounds::new(pairs), home)?;
    let stale = (opened.manifest.stale().len(), library.inputs()?.0.len());
    Ok(Opened { searcher: Arc::new(reader), place, library, corpus: opened.manifest.corpus, stale })
}

/// The lexicon in force.
///
/// # Errors
/// Where its files cannot be used.
pub fn lexicon(_: &Shell) -> Result<Lexicon> {
    Lexicon::open(&Lexicon::compile(&Lexicon::carried())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_a_date() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(951_827_696), "2000-02-29T12:34:56Z");
    }

    #[test]
    fn a_stale_index_says_what_to_type() {
        assert_eq!(stale(2, 5), "2 of 5 inputs changed: chosin ingest");
    }
}
