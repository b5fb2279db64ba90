//! What can go wrong: [`Error`] stops a command, [`Problem`] costs one record.
//!
//! Messages are lower case without a full stop and name the file or argument; [`Error::hint`] is a
//! command to type next. Nothing here prints: `cli` does.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The result of whatever can stop a command.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command stopped.
#[derive(Debug)]
pub enum Error {
    /// Reading or writing a file failed.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An argument, a file's content or a setting cannot be used.
    Usage {
        /// What is wrong, naming the argument or file.
        message: String,
        /// A command to type next, where one helps.
        hint: Option<String>,
    },
    /// The folder at the index location is not chosin's.
    Foreign(PathBuf),
    /// There is no built index at the location.
    NoIndex(PathBuf),
    /// The index was written by another version of chosin.
    Version {
        /// The index location.
        path: PathBuf,
        /// What differs.
        message: String,
    },
    /// The index is damaged: a checksum, a length or a structure does not fit.
    Damaged {
        /// The damaged file or folder.
        path: PathBuf,
        /// What was found.
        message: String,
    },
    /// Another process holds the lock.
    Locked {
        /// The lock file.
        path: PathBuf,
        /// Who holds it, as far as the lock file tells.
        holder: String,
    },
    /// A remembered input has vanished.
    Vanished(PathBuf),
    /// Problems under `--strict`.
    Strict(Vec<Problem>),
    /// The reader of our output went away; no error to a person.
    ClosedPipe,
}

impl Error {
    /// An I/O error with the path it happened at.
    pub fn io(path: impl AsRef<Path>, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Io { path: path.as_ref().to_path_buf(), source }
    }

    /// An unusable argument or file content, with what to type next.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: Some(hint.into()) }
    }

    /// An unusable argument or file content, where no command helps.
    pub fn plain(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: None }
    }

    /// A damaged file.
    pub fn damaged(path: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self::Damaged { path: path.as_ref().to_path_buf(), message: message.into() }
    }

    /// A command to type next.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(
                    "--index FOLDER for a place of your own, or ls -l for who may read and write this one"
                        .into(),
                ),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                    Some("the same again once there is room; what was there is as it was".into())
                }
                _ => None,
            },
            Self::Usage { hint, .. } => hint.clone(),
            Self::Foreign(_) => Some("chosin --index FOLDER ingest (a new or empty folder)".into()),
            Self::NoIndex(_) | Self::Version { .. } | Self::Damaged { .. } => Some("chosin ingest".into()),
            Self::Locked { .. } => Some("wait for the other chosin, then try again".into()),
            Self::Vanished(path) => Some(format!("chosin ingest --forget '{}'", path.display())),
            Self::Strict(_) => Some("chosin ingest without --strict, then chosin problems".into()),
            Self::ClosedPipe => None,
        }
    }
}

/// What the system says, as our own messages are written: no capital, no number.
fn said(source: &io::Error) -> String {
    let text = source.to_string();
    let text = text.split(" (os error ").next().unwrap_or_default();
    let mut letters = text.chars();
    let second = letters.clone().nth(1);
    match letters.next() {
        Some(first) if second.is_none_or(char::is_lowercase) => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "{}: {}", path.display(), said(source)),
            Self::Usage { message, .. } => f.write_str(message),
            Self::Foreign(path) => {
                write!(f, "{}: not a folder of chosin's, and not empty: nothing was written", path.display())
            }
            Self::NoIndex(path) => write!(f, "{}: no index here yet", path.display()),
            Self::Version { path, message } => write!(f, "{}: {message}", path.display()),
            Self::Damaged { path, message } => {
                write!(f, "{}: the index is damaged: {message}", path.display())
            }
            Self::Locked { path, holder } => write!(f, "{}: held by {holder}", path.display()),
            Self::Vanished(path) => {
                write!(f, "{}: this input is gone; the old index still stands", path.display())
            }
            Self::Strict(problems) => {
                let count = problems.len();
                write!(
                    f,
                    "{count} {}, nothing was replaced",
                    if count == 1 { "problem" } else { "problems" }
                )?;
                for problem in problems.iter().take(20) {
                    write!(f, "\n  {problem}")?;
                }
                Ok(())
            }
            Self::ClosedPipe => f.write_str("closed pipe"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// One record that could not be read, or a fault in one that could; it never stops an import.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The file as the user named it; empty while a reader, which knows no file, makes it.
    pub source: PathBuf,
    /// The line on which the entry begins, from 1; 0 for a file as a whole.
    pub line: usize,
    /// The entry's own key or id, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What a scholar needs to know to mend it.
    pub message: String,
}

impl Problem {
    /// A problem at a line; the corpus fills in the file.
    pub fn new(line: usize, message: impl Into<String>) -> Self {
        Self { source: PathBuf::new(), line, key: None, message: message.into() }
    }

    /// The same problem with the entry's key.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A folder or a link that leads nowhere has no lines.
        match self.line {
            0 => write!(f, "{}: ", self.source.display())?,
            line => write!(f, "{}:{line}: ", self.source.display())?,
        }
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        f.write_str(&self.message)
    }
}
