//! What a built index was made of: versions, digests, inputs, counts. And whether its inputs are still what they were.
//!
//! It is JSON for people to read; `current` has its digest, so that it is believed only as it was written.

use super::sums::{self, digest};
use crate::error::{Error, Result};
use crate::library::location::MARKER;
use crate::library::location::{Current, Location};
use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The file of the manifest.
pub const FILE: &str = "manifest.json";

/// What a built index was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The version of chosin that built it.
    pub chosin: String,
    /// When, as RFC 3339 has it.
    pub built: String,
    /// The number of the ingest, as the ledger counts them.
    pub ingest: u64,
    /// What it was made with.
    pub recipe: Recipe,
    /// What it was made from.
    pub inputs: Vec<Source>,
    /// The folders walked on the way.
    pub folders: Vec<Folder>,
    /// The digest of all inputs in their order, whatever their names: that of the corpus.
    pub corpus: String,
    /// Records in the index.
    pub records: u64,
    /// Records that were merged into others.
    pub duplicates: u64,
    /// Entries that could not be read, and other problems.
    pub problems: u64,
    /// The size of the index, in bytes.
    pub bytes: u64,
    /// The digest of the checksums.
    pub sums: String,
}

/// Everything but the inputs that decides what an index holds; where it differs, the index is built anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipe {
    /// The version of fields, tokens and stored form.
    pub schema: u32,
    /// The digest of the analyzer's rules.
    pub analyzer: String,
    /// The digest of the lexicon.
    pub lexicon: String,
    /// The digest of the "apart" decisions.
    pub apart: String,
    /// Whether duplicates were merged.
    pub merge: bool,
    /// The remembered inputs with their options, in the order given.
    pub inputs: Vec<String>,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Its path.
    pub path: PathBuf,
    /// The remembered input that led to it, counted from 0.
    pub input: usize,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was last changed, in nanoseconds since 1970, as text: JSON's numbers are too short.
    pub modified: String,
    /// The digest of its content.
    pub digest: String,
    /// The format it was read as; empty where it is in none that is known.
    pub format: String,
    /// Records read from it.
    pub records: u64,
    /// Entries in it that could not be read.
    pub problems: u64,
    /// What a person should know of how it was read, or why it was not.
    pub note: String,
}

/// A folder that was walked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Folder {
    /// Its path.
    pub path: PathBuf,
    /// The remembered input that led to it, counted from 0.
    pub input: usize,
    /// When an entry was last added to it or taken out; see [`Source::modified`].
    pub modified: String,
}

/// When a file or folder was last changed; empty where the system does not say.
#[must_use]
pub fn modified(metadata: &Metadata) -> String {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map(|since| since.as_nanos().to_string()).unwrap_or_default()
}

impl Manifest {
    /// Reads the manifest of the index in force.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::Foreign`], [`Error::Damaged`], [`Error::Io`]. The version is not looked at: see
    /// [`Manifest::expect`].
    pub fn read(location: &Location) -> Result<(Self, PathBuf)> {
        // Between a look at `current` and one at the folder it names, another index may have come into force.
        let mut current = location.current()?;
        loop {
            match Self::read_in(&current) {
                Ok(manifest) => return Ok((manifest, current.folder)),
                Err(error) => {
                    let now = location.current()?;
                    if now == current {
                        return Err(error);
                    }
                    current = now;
                }
            }
        }
    }

    fn read_in(current: &Current) -> Result<Self> {
        let path = current.folder.join(FILE);
        let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::damaged(&path, "it is missing"),
            _ => Error::io(&path, error),
        })?;
        if digest(&bytes) != current.digest {
            return Err(Error::damaged(&path, "it is not what was written"));
        }
        serde_json::from_slice(&bytes).map_err(|error| Error::Version {
            path,
            message: format!("written by another version of chosin ({error})"),
        })
    }

    /// Whether this program can read the index.
    ///
    /// # Errors
    /// [`Error::Version`].
    pub fn expect(&self, location: &Location, schema: u32) -> Result<()> {
        if self.recipe.schema == schema {
            return Ok(());
        }
        Err(Error::Version {
            path: location.root().to_path_buf(),
            message: format!(
                "built by chosin {} in form {}, this one reads form {schema}",
                self.chosin, self.recipe.schema
            ),
        })
    }

    /// The manifest as bytes, and their digest.
    ///
    /// # Errors
    /// Never in fact: it is plain data.
    pub fn to_bytes(&self) -> Result<(Vec<u8>, String)> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| Error::plain(format!("a manifest that is no JSON: {error}")))?;
        bytes.push(b'\n');
        let digest = digest(&bytes);
        Ok((bytes, digest))
    }

    /// The remembered inputs whose files are not what they were, counted from 0 in the order given.
    ///
    /// Size and time are looked at; a digest is made only where they differ, so that a touched file raises no alarm. A folder
    /// is listed only where its time differs.
    #[must_use]
    pub fn stale(&self) -> Vec<usize> {
        let mut stale: Vec<usize> = Vec::new();
        for source in &self.inputs {
            if !stale.contains(&source.input) && source.is_changed() {
                stale.push(source.input);
            }
        }
        for folder in &self.folders {
            if !stale.contains(&folder.input) && self.is_changed(folder) {
                stale.push(folder.input);
            }
        }
        stale.sort_unstable();
        stale
    }

    /// Whether a folder has other files than those that were read. Those that it has had are compared one by one.
    fn is_changed(&self, folder: &Folder) -> bool {
        let Ok(metadata) = std::fs::metadata(&folder.path) else { return true };
        if modified(&metadata) == folder.modified {
            return false;
        }
        let known = |path: &Path| {
            self.inputs.iter().any(|source| source.path == path)
                || self.folders.iter().any(|folder| folder.path == path)
        };
        let Ok(entries) = std::fs::read_dir(&folder.path) else { return true };
        entries.flatten().any(|entry| {
            let hidden = entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
            // An index that lies in an input changes with every run and is no part of it.
            let is_index = entry.path().join(MARKER).is_file();
            !hidden && !is_index && !known(&entry.path()) && !self.has_real(&entry.path())
        })
    }

    /// Whether a path leads to a file that was read under another name.
    fn has_real(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| {
            self.inputs.iter().any(|source| source.path.canonicalize().is_ok_and(|path| path == real))
        })
    }
}

impl Source {
    /// A file as it is now, not yet read.
    ///
    /// # Errors
    /// [`Error::Vanished`] where it is gone, [`Error::Io`].
    pub fn of_file(path: &Path, input: usize) -> Result<Self> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::Vanished(path.to_path_buf()),
            _ => Error::io(path, error),
        };
        let metadata = std::fs::metadata(path).map_err(failed)?;
        Ok(Self {
            path: path.to_path_buf(),
            input,
            bytes: metadata.len(),
            modified: modified(&metadata),
            digest: sums::digest_of_file(path)?,
            ..Self::default()
        })
    }

    fn is_changed(&self) -> bool {
        let Ok(metadata) = std::fs::metadata(&self.path) else { return true };
        let same = metadata.len() == self.bytes
            && (modified(&metadata) == self.modified
                || sums::digest_of_file(&self.path).is_ok_and(|digest| digest == self.digest));
        !same
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    fn touch(path: &Path, seconds: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn a_touched_file_raises_no_alarm_and_a_changed_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&one, "x").unwrap();
        std::fs::write(&two, "y").unwrap();
        let inputs = vec![Source::of_file(&one, 0).unwrap(), Source::of_file(&two, 1).unwrap()];
        let manifest = Manifest { inputs, ..Manifest::default() };
        touch(&one, 1);
        assert_eq!(manifest.stale(), Vec::<usize>::new());
        std::fs::write(&two, "z").unwrap();
        touch(&two, 1);
        assert_eq!(manifest.stale(), [1]);
        std::fs::remove_file(&one).unwrap();
        assert_eq!(manifest.stale(), [0, 1]);
        assert!(matches!(Source::of_file(&one, 0), Err(Error::Vanished(_))));
    }

    #[test]
    fn a_file_new_in_a_folder_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_path_buf();
        let folders = vec![Folder { path: path.clone(), input: 0, modified: "then".into() }];
        let manifest = Manifest { folders, ..Manifest::default() };
        std::fs::write(path.join(".hidden"), "x").unwrap();
        assert_eq!(manifest.stale(), Vec::<usize>::new());
        std::fs::write(path.join("new.bib"), "x").unwrap();
        assert_eq!(manifest.stale(), [0]);
    }
}
