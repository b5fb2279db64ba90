//! The index location: which folder is chosin's, which built index is in force, how another takes its place.
//!
//! | in LOCATION | what it is |
//! |---|---|
//! | `chosin-index` | the marker, one line of text |
//! | `library/` | the user's own; never deleted |
//! | `current` | the name of the built index in force and the digest of its manifest |
//! | `built-<n>/` | a built index |
//! | `building-<n>/` | one that is being built, or was when a run was killed |
//! | `lock` | whoever builds holds it |
//!
//! It knows nothing of what a built index holds. A folder that is not chosin's is neither written to nor deleted from.

use super::file;
use super::lock::Lock;
use crate::error::{Error, Result};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The marker file.
pub const MARKER: &str = "chosin-index";
const MARKER_TEXT: &str =
    "This folder is an index of chosin. library/ is your own; all else is made again by: chosin ingest\n";
const CURRENT: &str = "current";
const LIBRARY: &str = "library";
const BUILT: &str = "built-";
const BUILDING: &str = "building-";
/// What a folder may hold and still be as good as empty.
const NOTHING: [&str; 2] = [".DS_Store", "lost+found"];

/// An index location: a folder on this disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    root: PathBuf,
}

/// What stands at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing, or an empty folder.
    Free,
    /// A folder of chosin's.
    Ours,
    /// Something else.
    Foreign,
}

/// The built index in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Its folder.
    pub folder: PathBuf,
    /// The digest of its manifest, in hexadecimal.
    pub digest: String,
}

impl Location {
    /// The location at a path; nothing is looked at yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of what is the user's own.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.root.join(LIBRARY)
    }

    /// What stands there.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder cannot be listed.
    pub fn state(&self) -> Result<State> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Free),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(State::Foreign),
            Err(error) => return Err(Error::io(&self.root, error)),
        };
        if self.root.join(MARKER).is_file() || super::is_library(&self.library()) {
            return Ok(State::Ours);
        }
        for entry in entries {
            let name = entry.map_err(|error| Error::io(&self.root, error))?.file_name();
            // A marker half written is another run's that claims the folder just now.
            let nothing = NOTHING.iter().any(|nothing| name == *nothing)
                || name.to_str().is_some_and(|name| name.starts_with(file::HALF));
            if !nothing {
                let claimed_meanwhile = self.root.join(MARKER).is_file();
                return Ok(if claimed_meanwhile { State::Ours } else { State::Foreign });
            }
        }
        Ok(State::Free)
    }

    /// Makes the folder chosin's: creates it where there is none, writes the marker where it is missing.
    ///
    /// # Errors
    /// [`Error::Foreign`] where something else stands there, [`Error::Io`] where it cannot be written.
    pub fn claim(&self) -> Result<()> {
        if self.state()? == State::Foreign {
            return Err(Error::Foreign(self.root.clone()));
        }
        // The marker comes first: a run that looks in between must not take the folder for someone else's.
        fs::create_dir_all(&self.root).map_err(|error| Error::io(&self.root, error))?;
        let marker = self.root.join(MARKER);
        if !marker.is_file() {
            file::replace(&marker, MARKER_TEXT.as_bytes())?;
        }
        let library = self.library();
        fs::create_dir_all(&library).map_err(|error| Error::io(&library, error))
    }

    /// The built index in force.
    ///
    /// # Errors
    /// [`Error::Foreign`], [`Error::NoIndex`], or [`Error::Damaged`] where `current` cannot be understood.
    pub fn current(&self) -> Result<Current> {
        let path = self.root.join(CURRENT);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(match self.state()? {
                    State::Foreign => Error::Foreign(self.root.clone()),
                    State::Free | State::Ours => Error::NoIndex(self.root.clone()),
                });
            }
            Err(error) => return Err(Error::io(&path, error)),
        };
        let unclear = || Error::damaged(&path, "it names no built index");
        let text = String::from_utf8(text).map_err(|_| unclear())?;
        let (name, digest) =
            text.strip_suffix('\n').and_then(|line| line.split_once(' ')).ok_or_else(unclear)?;
        number(name, BUILT).ok_or_else(unclear)?;
        let folder = self.root.join(name);
        if !folder.is_dir() {
            return Err(Error::damaged(&path, format!("it names {name}, which is not there")));
        }
        Ok(Current { folder, digest: digest.to_owned() })
    }

    /// Takes the lock that whoever builds must hold.
    ///
    /// # Errors
    /// [`Error::Locked`] where another still holds it after that time.
    pub fn lock(&self, wait: Duration) -> Result<Lock> {
        Lock::take(&self.root.join("lock"), wait)
    }

    /// A fresh, empty folder to build in. The lock must be held: what a killed run left is swept away first.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be made.
    pub fn begin(&self, lock: &Lock) -> Result<PathBuf> {
        self.sweep(lock)?;
        let last = self.numbered(BUILT)?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
        let folder = self.root.join(format!("{BUILDING}{}", last + 1));
        fs::create_dir(&folder).map_err(|error| Error::io(&folder, error))?;
        Ok(folder)
    }

    /// Puts a folder from [`Location::begin`], finished and synced, in force, and sweeps away the one before it.
    ///
    /// # Errors
    /// [`Error::Io`]; the old index is then still in force.
    pub fn install(&self, building: &Path, digest: &str, lock: &Lock) -> Result<PathBuf> {
        let unclear = || Error::plain(format!("{}: not a folder that was begun here", building.display()));
        let name = building.file_name().and_then(|name| name.to_str()).ok_or_else(unclear)?;
        let number = number(name, BUILDING).ok_or_else(unclear)?;
        let name = format!("{BUILT}{number}");
        let built = self.root.join(&name);
        fs::rename(building, &built).map_err(|error| Error::io(&built, error))?;
        file::sync_folder(&self.root)?;
        file::replace(&self.root.join(CURRENT), format!("{name} {digest}\n").as_bytes())?;
        // The new index is in force; that the old one could not be removed is the next run's business.
        let _ = self.sweep(lock);
        Ok(built)
    }

    /// Removes every built index but the one in force, and what killed runs left. The lock must be held.
    ///
    /// Whoever still reads an index that is removed goes on reading it: the system keeps its files while they are open.
    ///
    /// # Errors
    /// [`Error::Io`] where something cannot be removed.
    pub fn sweep(&self, _lock: &Lock) -> Result<()> {
        let current = self.current().ok().map(|current| current.folder);
        for (_, folder) in self.numbered(BUILDING)?.into_iter().chain(self.numbered(BUILT)?) {
            if Some(&folder) != current.as_ref() {
                fs::remove_dir_all(&folder).map_err(|error| Error::io(&folder, error))?;
            }
        }
        // The library's own are swept under its own lock: another process may be writing there.
        file::sweep(&self.root);
        Ok(())
    }

    fn numbered(&self, prefix: &str) -> Result<Vec<(u64, PathBuf)>> {
        let entries = fs::read_dir(&self.root).map_err(|error| Error::io(&self.root, error))?;
        Ok(entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let number = number(entry.file_name().to_str()?, prefix)?;
                entry.file_type().ok()?.is_dir().then(|| (number, entry.path()))
            })
            .collect())
    }
}

/// The 7 of `built-7`; `None` for any other spelling, so that no name leads out of the folder.
fn number(name: &str, prefix: &str) -> Option<u64> {
    let digits = name.strip_prefix(prefix)?;
    let number: u64 = digits.parse().ok()?;
    (digits == number.to_string()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(root: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(root).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_foreign_folder_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.tex"), "x").unwrap();
        let location = Location::new(folder.path());
        assert!(matches!(location.claim(), Err(Error::Foreign(_))));
        assert!(matches!(location.current(), Err(Error::Foreign(_))));
        assert_eq!(files(folder.path()), ["thesis.tex"]);
        assert!(matches!(Location::new(folder.path().join("thesis.tex")).claim(), Err(Error::Foreign(_))));
    }

    #[test]
    fn the_marker_comes_back_where_only_the_library_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path().join("new/index"));
        location.claim().unwrap();
        assert!(matches!(location.current(), Err(Error::NoIndex(_))));
        file::replace(&location.library().join("inputs"), b"# chosin inputs 1\n").unwrap();
        fs::remove_file(location.root().join(MARKER)).unwrap();
        location.claim().unwrap();
        assert!(location.root().join(MARKER).is_file());
    }

    #[test]
    fn a_built_index_takes_the_place_of_the_last_and_leftovers_go() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        location.claim().unwrap();
        let lock = location.lock(Duration::ZERO).unwrap();
        let first = location.begin(&lock).unwrap();
        location.install(&first, "aa", &lock).unwrap();
        fs::create_dir(folder.path().join("building-9")).unwrap();
        fs::create_dir(folder.path().join("built-x")).unwrap();
        let second = location.begin(&lock).unwrap();
        location.install(&second, "bb", &lock).unwrap();
        let current = location.current().unwrap();
        assert_eq!(
            (current.folder.file_name().unwrap().to_str(), current.digest.as_str()),
            (Some("built-2"), "bb")
        );
        assert_eq!(
            files(folder.path()),
            ["built-2", "built-x", "chosin-index", "current", "library", "lock"]
        );
    }

    #[test]
    fn a_damaged_current_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        location.claim().unwrap();
        for text in ["", "built-1", "built-1 aa\n", "../x aa\n", "built-01 aa\n", "\u{0}\n"] {
            fs::write(folder.path().join(CURRENT), text).unwrap();
            assert!(matches!(location.current(), Err(Error::Damaged { .. })), "{text:?}");
        }
    }
}
