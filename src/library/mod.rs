//! What is the user's own and cannot be rebuilt: inputs, ids given, "apart" decisions, lists, history.
//!
//! Plain text files under `LOCATION/library/`, each replaced whole under the library's lock. No index is known here,
//! and nothing here is derived from one: delete all of LOCATION but this folder, and `chosin ingest` brings all of it back.

pub mod apart;
pub mod file;
pub mod history;
pub mod input;
pub mod ledger;
pub mod list;
pub mod location;
pub mod lock;
pub mod saved;

use crate::error::{Error, Problem, Result};
use apart::Apart;
use history::Search;
use input::Input;
use ledger::Ledger;
use list::Lists;
use location::Location;
use lock::Lock;
use saved::Saved;
use std::path::{Path, PathBuf};
use std::time::Duration;

const FILES: [&str; 5] = [input::FILE, ledger::FILE, apart::FILE, history::FILE, saved::FILE];
/// The file that says whether records that are one work are merged.
const MERGE: &str = "merge";
/// The file that names the user's own lexicon.
const LEXICON: &str = "lexicon";

/// Whether a folder is a library of chosin's.
#[must_use]
pub fn is_library(folder: &Path) -> bool {
    use std::io::Read;
    FILES.iter().any(|name| {
        let mut head = [0; 9];
        std::fs::File::open(folder.join(name)).and_then(|mut file| file.read_exact(&mut head)).is_ok()
            && head == *b"# chosin "
    })
}

/// The library of a location. What it reads is read anew each time: nothing is kept that another process may change.
#[derive(Debug, Clone)]
pub struct Library {
    folder: PathBuf,
}

impl Library {
    /// The library of a location, which may not exist yet.
    #[must_use]
    pub fn of(location: &Location) -> Self {
        Self { folder: location.library() }
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes the lock under which the library may be changed. The folder must exist: see [`Location::claim`].
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Io`].
    pub fn lock(&self, wait: Duration) -> Result<Lock> {
        let lock = Lock::take(&self.folder.join("lock"), wait)?;
        // What a killed process left half written.
        for folder in [self.folder.clone(), self.folder.join("lists"), self.folder.join("stdin")] {
            file::sweep(&folder);
        }
        Ok(lock)
    }

    /// The remembered inputs, in the order given.
    ///
    /// # Errors
    /// [`Error::Io`], or [`Error::Usage`] for a file of a later version; so with every reading here.
    pub fn inputs(&self) -> Result<(Vec<Input>, Vec<Problem>)> {
        input::read(&self.folder)
    }

    /// Remembers these inputs and no others.
    ///
    /// # Errors
    /// [`Error::Io`]; the old file then still stands. So with every writing here.
    pub fn remember(&self, inputs: &[Input], _lock: &Lock) -> Result<()> {
        input::write(&self.folder, inputs)
    }

    /// Keeps what came by stdin as a file of the library; the answer is that file. The same bytes are kept once.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn keep_stdin(&self, bytes: &[u8], _lock: &Lock) -> Result<PathBuf> {
        let folder = self.folder.join("stdin");
        std::fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, error))?;
        let path = folder.join(format!("{:032x}", xxhash_rust::xxh3::xxh3_128(bytes)));
        file::replace(&path, bytes)?;
        Ok(path)
    }

    /// Every id ever given.
    ///
    /// # Errors
    /// See [`Library::inputs`].
    pub fn ledger(&self) -> Result<(Ledger, Vec<Problem>)> {
        Ledger::read(&self.folder)
    }

    /// Ids that begin so, each with what its record is, oldest first, at most so many: quick, for completions.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn ids_beginning(&self, prefix: &str, most: usize) -> Result<Vec<(crate::record::RecordId, String)>> {
        Ledger::beginning(&self.folder, prefix, most)
    }

    /// Writes the ledger.
    ///
    /// # Errors
    /// See [`Library::remember`].
    pub fn record(&self, ledger: &Ledger, _lock: &Lock) -> Result<()> {
        ledger.write(&self.folder)
    }

    /// Which ids are different works, whatever their records say.
    ///
    /// # Errors
    /// See [`Library::inputs`].
    pub fn apart(&self) -> Result<(Apart, Vec<Problem>)> {
        Apart::read(&self.folder)
    }

    /// Writes the "apart" decisions.
    ///
    /// # Errors
    /// See [`Library::remember`].
    pub fn keep_apart(&self, apart: &Apart, _lock: &Lock) -> Result<()> {
        apart.write(&self.folder)
    }

    /// The named lists.
    #[must_use]
    pub fn lists(&self) -> Lists {
        Lists::in_folder(self.folder.join("lists"))
    }

    /// The saved searches, in the order in which they were saved.
    ///
    /// # Errors
    /// See [`Library::inputs`].
    pub fn saved(&self) -> Result<(Vec<Saved>, Vec<Problem>)> {
        saved::read(&self.folder)
    }

    /// Saves a search; one of the same name gives way.
    ///
    /// # Errors
    /// See [`Library::remember`].
    pub fn save(&self, search: Saved, _lock: &Lock) -> Result<()> {
        let mut all = saved::read(&self.folder)?.0;
        all.retain(|one| one.name != search.name);
        all.push(search);
        saved::write(&self.folder, &all)
    }

    /// Forgets the saved search of a name; whether there was one.
    ///
    /// # Errors
    /// See [`Library::remember`].
    pub fn forget_search(&self, name: &str, _lock: &Lock) -> Result<bool> {
        let mut all = saved::read(&self.folder)?.0;
        let before = all.len();
        all.retain(|one| one.name != name);
        if all.len() < before {
            saved::write(&self.folder, &all)?;
        }
        Ok(all.len() < before)
    }

    /// The files of the user's own classes for the lexicon: the library's `lexicon.toml` and the one that was named, where
    /// they are there.
    #[must_use]
    pub fn lexicons(&self) -> Vec<PathBuf> {
        let named = std::fs::read_to_string(self.folder.join(LEXICON)).unwrap_or_default();
        let named = named.lines().nth(1).map(|line| PathBuf::from(file::unescape(line)));
        let own = Some(self.folder.join("lexicon.toml")).filter(|path| path.is_file());
        own.into_iter().chain(named).collect()
    }

    /// Remembers a file of the user's own classes.
    ///
    /// # Errors
    /// See [`Library::remember`].
    pub fn name_lexicon(&self, path: &Path, _lock: &Lock) -> Result<()> {
        let mut text = file::Head { what: "lexicon", version: 1 }.line();
        file::escape(&path.display().to_string(), &mut text);
        text.push('\n');
        file::replace(&self.folder.join(LEXICON), text.as_bytes())
    }

    /// Whether records that are one work are merged: yes, unless the user chose otherwise.
    #[must_use]
    pub fn merges(&self) -> bool {
        let chosen = std::fs::read_to_string(self.folder.join(MERGE)).unwrap_or_default();
        chosen.lines().nth(1) != Some("no")
    }

    /// Remembers whether records that are one work are merged.
    ///
    /// # Errors
    /// See [`Library::remember`].
    pub fn choose_merging(&self, merges: bool, _lock: &Lock) -> Result<()> {
        let mut text = file::Head { what: "merge", version: 1 }.line();
        text.push_str(if merges { "yes\n" } else { "no\n" });
        file::replace(&self.folder.join(MERGE), text.as_bytes())
    }

    /// Whether a file holds what once came by stdin.
    #[must_use]
    pub fn came_by_stdin(&self, path: &Path) -> bool {
        let kept = std::path::absolute(self.folder.join("stdin")).unwrap_or_default();
        path.parent().is_some_and(|folder| folder == kept)
    }

    /// The searches made, oldest first.
    ///
    /// # Errors
    /// See [`Library::inputs`].
    pub fn history(&self) -> Result<(Vec<Search>, Vec<Problem>)> {
        history::read(&self.folder)
    }

    /// Appends a search to the history, in one write and without waiting for the disk or for a lock.
    ///
    /// # Errors
    /// [`Error::Io`]; an answer is never held back for it.
    pub fn searched(&self, search: &Search) -> Result<()> {
        history::append(&self.folder, search)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_known_by_its_files() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_library(folder.path()));
        std::fs::write(folder.path().join("inputs"), "my inputs to the project").unwrap();
        assert!(!is_library(folder.path()));
        input::write(folder.path(), &[]).unwrap();
        assert!(is_library(folder.path()));
    }

    #[test]
    fn what_was_left_half_written_goes_under_the_library_s_own_lock_alone() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        location.claim().unwrap();
        let half = location.library().join(".chosin-half-x");
        std::fs::write(&half, "#").unwrap();
        // Whoever builds does not touch what another process may be writing.
        location.sweep(&location.lock(Duration::ZERO).unwrap()).unwrap();
        assert!(half.exists());
        Library::of(&location).lock(Duration::ZERO).unwrap();
        assert!(!half.exists());
    }

    #[test]
    fn stdin_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        location.claim().unwrap();
        let library = Library::of(&location);
        let lock = library.lock(Duration::ZERO).unwrap();
        let path = library.keep_stdin(b"TY  - BOOK\n", &lock).unwrap();
        assert_eq!(library.keep_stdin(b"TY  - BOOK\n", &lock).unwrap(), path);
        assert_eq!(std::fs::read(path).unwrap(), b"TY  - BOOK\n");
    }
}
