//! A lock on a file, held by the system for as long as its holder lives: none is ever stale.
//!
//! The file itself stays and says who holds it, or who held it last. Readers take no lock.

use crate::error::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A lock that is held; dropping it lets it go.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting for another holder as long as that.
    ///
    /// # Errors
    /// [`Error::Locked`], naming the holder; [`Error::Io`] where the file cannot be written.
    pub fn take(path: &Path, wait: Duration) -> Result<Self> {
        const STEP: Duration = Duration::from_millis(50);
        let failed = |error| Error::io(path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        let until = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(STEP),
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::Locked { path: path.to_path_buf(), holder: holder(&mut file) });
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        // What the file says is a courtesy: a full disk does not stop whoever holds the lock.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{} {since}", std::process::id()));
        Ok(Self { _file: file })
    }
}

/// "process 4711 for 12 s", as far as the file tells.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.take(100).read_to_string(&mut text));
    let mut parts = text.split_whitespace().map(str::parse::<u64>);
    match (read, parts.next(), parts.next()) {
        (Ok(_), Some(Ok(process)), Some(Ok(since))) => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
            format!("process {process} for {} s", now.saturating_sub(since))
        }
        _ => "another chosin".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_is_told_who_holds_it_and_a_left_file_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        std::fs::write(&path, "999999 1\nold and long and stale").unwrap();
        let lock = Lock::take(&path, Duration::ZERO).unwrap();
        let Err(Error::Locked { holder, .. }) = Lock::take(&path, Duration::ZERO) else { panic!() };
        assert!(holder.starts_with(&format!("process {} for ", std::process::id())), "{holder}");
        drop(lock);
        Lock::take(&path, Duration::ZERO).unwrap();
    }
}
