//! Calls into tantivy that may meet damage: what goes wrong there, panics included, becomes an [`Error`].

use crate::error::{Error, Result};
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside [`guard`], where a panic is caught and its message would only alarm.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.try_with(Cell::get).unwrap_or(false)
}

/// Makes panics silent that [`guard`] catches, unless `RUST_BACKTRACE` asks for them: a fault of ours looks like damage there. Every other
/// one is reported as before. For `main`, once.
pub fn silence_guarded_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_guarded() || std::env::var_os("RUST_BACKTRACE").is_some() {
            before(panic);
        }
    }));
}

/// An error that [`guard`] can tell of.
pub trait Fault {
    /// The error, met while reading the index in a folder.
    fn into_error(self, folder: &Path) -> Error;
}

impl Fault for Error {
    fn into_error(self, _folder: &Path) -> Error {
        self
    }
}

impl Fault for io::Error {
    fn into_error(self, folder: &Path) -> Error {
        match self.kind() {
            // What a checksum, a decoder or a bounds check finds wrong is damage; anything else the system said.
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Error::damaged(folder, self.to_string())
            }
            io::ErrorKind::NotFound => Error::damaged(folder, format!("a file is missing: {self}")),
            _ => Error::io(folder, self),
        }
    }
}

impl Fault for TantivyError {
    fn into_error(self, folder: &Path) -> Error {
        let system = match &self {
            Self::IoError(error) => Some(error),
            Self::OpenReadError(OpenReadError::IoError { io_error, .. })
            | Self::OpenWriteError(OpenWriteError::IoError { io_error, .. })
            | Self::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => Some(io_error),
            _ => None,
        };
        match system {
            Some(error) => {
                let copy = match error.raw_os_error() {
                    Some(code) => io::Error::from_raw_os_error(code),
                    None => io::Error::new(error.kind(), error.to_string()),
                };
                copy.into_error(folder)
            }
            None => Error::damaged(folder, plain(&self.to_string())),
        }
    }
}

/// How the system says that there is no room, inside a longer message.
pub const FULL: [&str; 2] = ["No space left on device", "File too large"];

/// What tantivy says of damage in its own structures' terms tells a scholar nothing.
fn plain(message: &str) -> String {
    // That the disk is full is no damage, and is told by whoever writes.
    if let Some(full) = FULL.iter().find(|full| message.contains(**full)) {
        return (*full).to_owned();
    }
    if message.contains(['{', '[', '(', '\n']) || message.contains("::") {
        return "its structure does not fit".into();
    }
    let mut letters = message.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Runs what reads an index in a folder; a panic or an error that only damage explains becomes [`Error::Damaged`].
///
/// # Errors
/// What the call gave, or [`Error::Damaged`].
pub fn guard<T, E: Fault>(folder: &Path, call: impl FnOnce() -> std::result::Result<T, E>) -> Result<T> {
    let outer = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(fault)) => Err(fault.into_error(folder)),
        Err(_) => Err(Error::damaged(folder, "its structure does not fit")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_and_bad_data_are_damage_and_the_rest_is_what_the_system_said() {
        let folder = Path::new("x");
        let broken = guard(folder, || -> io::Result<()> { panic!("index out of bounds") });
        assert!(matches!(broken, Err(Error::Damaged { .. })) && !is_guarded());
        let bad = guard(folder, || -> io::Result<()> { Err(io::ErrorKind::InvalidData.into()) });
        assert!(matches!(bad, Err(Error::Damaged { .. })));
        let denied = guard(folder, || -> io::Result<()> { Err(io::ErrorKind::PermissionDenied.into()) });
        assert!(matches!(denied, Err(Error::Io { .. })));
        assert!(guard(folder, || Ok::<_, Error>(is_guarded())).unwrap());
        let flipped = io::Error::new(io::ErrorKind::InvalidData, "a.idx is not what was written");
        let flipped = guard(folder, || -> tantivy::Result<()> {
            Err(OpenReadError::wrap_io_error(flipped, "a.idx".into()).into())
        });
        assert_eq!(
            flipped.unwrap_err().to_string(),
            "x: the index is damaged: a.idx is not what was written"
        );
        assert_eq!(plain("Data corrupted: { file: 3 }"), "its structure does not fit");
    }
}
