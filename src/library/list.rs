//! Named lists of records: a file a list, an id a line, in the order in which they were added.
//!
//! Ids are kept as they were typed; which record an id is answered with now, the ledger knows.

use super::file::{self, Head};
use super::lock::Lock;
use crate::error::{Error, Problem, Result};
use crate::record::RecordId;
use std::path::PathBuf;

const HEAD: Head = Head { what: "list", version: 1 };

/// The folder of the lists.
#[derive(Debug, Clone)]
pub struct Lists {
    folder: PathBuf,
}

impl Lists {
    pub(super) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The names of all lists, sorted.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder cannot be listed.
    pub fn names(&self) -> Result<Vec<String>> {
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::io(&self.folder, error)),
        };
        let mut names: Vec<_> =
            entries.filter_map(|entry| list_name(entry.ok()?.file_name().to_str()?)).collect();
        names.sort();
        Ok(names)
    }

    /// The ids on a list, in the order in which they were added; a list that was never begun is empty.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Usage`] for a name that no list can have.
    pub fn ids(&self, name: &str) -> Result<(Vec<RecordId>, Vec<Problem>)> {
        let mut ids = Vec::new();
        let problems = HEAD.read(&self.path(name)?, |line| {
            ids.push(file::unescape(line));
            Ok(())
        })?;
        Ok((ids, problems))
    }

    /// Whether a list of that name was begun.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.path(name).is_ok_and(|path| path.is_file())
    }

    /// Puts ids at the end of a list, beginning it where it is new; the answer is how many were not on it.
    ///
    /// # Errors
    /// See [`Lists::ids`].
    pub fn add(&self, name: &str, new: &[RecordId], _lock: &Lock) -> Result<usize> {
        let (mut ids, _) = self.ids(name)?;
        let before = ids.len();
        for id in new {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        self.write(name, &ids)?;
        Ok(ids.len() - before)
    }

    /// Takes ids off a list; the answer is how many were on it. A list stays, even if nothing is on it.
    ///
    /// # Errors
    /// See [`Lists::ids`].
    pub fn remove(&self, name: &str, old: &[RecordId], _lock: &Lock) -> Result<usize> {
        let (mut ids, _) = self.ids(name)?;
        let before = ids.len();
        ids.retain(|id| !old.contains(id));
        self.write(name, &ids)?;
        Ok(before - ids.len())
    }

    fn write(&self, name: &str, ids: &[RecordId]) -> Result<()> {
        let path = self.path(name)?;
        std::fs::create_dir_all(&self.folder).map_err(|error| Error::io(&self.folder, error))?;
        let mut lines = HEAD.line();
        lines.extend(ids.iter().map(|id| file::line([id.as_str()])));
        file::replace(&path, &[lines.as_bytes(), &HEAD.refused(&path, |_| Ok(()))?].concat())
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        file_name(name)
            .map(|name| self.folder.join(name))
            .ok_or_else(|| Error::usage(format!("{name:?}: no name for a list"), "chosin list chapter2"))
    }
}

/// A list's file name: every character that a file system may refuse is written `%2f`.
fn file_name(name: &str) -> Option<String> {
    use std::fmt::Write as _;
    let mut out = String::new();
    for (index, c) in name.char_indices() {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '+') || (c == '.' && index > 0) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02x}");
            }
        }
    }
    (!name.trim().is_empty() && out.len() <= 200).then_some(out)
}

/// The list of a file name; `None` for a file that is no list's.
fn list_name(file: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = file;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    let name = String::from_utf8(bytes).ok()?;
    (file_name(&name).as_deref() == Some(file)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_list_keeps_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(&folder.path().join("lock"), Duration::ZERO).unwrap();
        let lists = Lists::in_folder(folder.path().join("lists"));
        assert_eq!(lists.names().unwrap(), Vec::<String>::new());
        assert_eq!(lists.add("3장 / b", &["z".into(), "a".into(), "z".into()], &lock).unwrap(), 2);
        assert_eq!(lists.add("3장 / b", &["a".into(), "m".into()], &lock).unwrap(), 1);
        assert_eq!(lists.remove("3장 / b", &["a".into(), "x".into()], &lock).unwrap(), 1);
        assert_eq!(lists.ids("3장 / b").unwrap().0, ["z", "m"]);
        assert_eq!(lists.names().unwrap(), ["3장 / b"]);
        assert!(lists.add(" ", &[], &lock).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_name_leads_out_of_the_folder(name in "\\PC{0,12}|[./\\\\%~]{1,5}") {
            if let Some(file) = file_name(&name) {
                assert!(!file.contains(['/', '\\', '\0']) && !file.starts_with('.'));
                assert_eq!(list_name(&file), Some(name));
            }
        }
    }
}
