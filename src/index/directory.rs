//! A tantivy directory that believes no byte it has not checked.
//!
//! Every block of 4 KiB is compared with its checksum when it is first used, so that a flipped byte anywhere is an error,
//! never a wrong answer, at a cost that goes with the bytes used and not with the size of the index. It only reads: no lock is
//! taken and no watcher is started, so that it works on media that cannot be written.

use super::guard::guard;
use super::manifest::Manifest;
use super::sums::{self, BLOCK, Blocks, Sums};
use crate::error::{Error, Result};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

/// A built index, read with every block checked.
#[derive(Debug, Clone)]
pub struct CheckedDirectory {
    folder: PathBuf,
    files: MmapDirectory,
    sums: Arc<Sums>,
}

impl CheckedDirectory {
    /// Opens a built index whose manifest names the digest of its sums. Every file's length is compared.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the sums, a file or a length is not what was written.
    pub fn open(folder: &Path, manifest: &Manifest) -> Result<Self> {
        let path = folder.join(sums::FILE);
        let files = guard(folder, || MmapDirectory::open(folder).map_err(tantivy::TantivyError::from))?;
        let bytes = map(&files, &path)?;
        if sums::digest(&bytes) != manifest.sums {
            return Err(Error::damaged(&path, "it is not what was written"));
        }
        let sums = Sums::from_bytes(bytes).ok_or_else(|| Error::damaged(&path, "it cannot be read"))?;
        for (name, blocks) in &sums.files {
            let path = folder.join(name);
            match std::fs::metadata(&path) {
                Ok(metadata) if metadata.len() == blocks.length as u64 => {}
                Ok(metadata) => {
                    let message = format!("{} bytes long instead of {}", metadata.len(), blocks.length);
                    return Err(Error::damaged(&path, message));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(Error::damaged(&path, "it is missing"));
                }
                Err(error) => return Err(Error::io(&path, error)),
            }
        }
        Ok(Self { folder: folder.to_path_buf(), files, sums: Arc::new(sums) })
    }

    /// The whole content of a file, mapped and not copied.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn read(&self, name: &str) -> Result<OwnedBytes> {
        let path = self.folder.join(name);
        let blocks = self.sums.files.get(name).ok_or_else(|| Error::damaged(&path, "it has no checksums"))?;
        let bytes = map(&self.files, &path)?;
        if fits_whole(blocks, &bytes) {
            Ok(bytes)
        } else {
            Err(Error::damaged(&path, "it is not what was written"))
        }
    }

    /// The content of a file that is guarded by a checksum of its own, mapped; whoever takes it makes sure of that.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn read_guarded(&self, name: &str) -> Result<OwnedBytes> {
        map(&self.files, &self.folder.join(name))
    }

    /// Compares every block of every file; the answer is how many bytes that were.
    ///
    /// # Errors
    /// [`Error::Damaged`] for the first block that is not what was written.
    pub fn check(&self) -> Result<u64> {
        let mut total = 0;
        for (name, blocks) in &self.sums.files {
            // Read, not mapped: a disk that fails is an error here, not the end of the process.
            let path = self.folder.join(name);
            if !Sums::of_file(&path)?.are_those_of(blocks) {
                return Err(Error::damaged(&path, "it is not what was written"));
            }
            total += blocks.length as u64;
        }
        Ok(total)
    }

    fn blocks(&self, path: &Path) -> Option<&Blocks> {
        self.sums.files.get(path.to_str()?)
    }

    fn refused(&self) -> io::Error {
        io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "an index is built anew, never written to")
    }
}

/// A file of the folder, mapped.
fn map(files: &MmapDirectory, path: &Path) -> Result<OwnedBytes> {
    let name = path.file_name().map_or(path, Path::new);
    let handle = files.get_file_handle(name).map_err(|error| match error {
        OpenReadError::FileDoesNotExist(_) => Error::damaged(path, "it is missing"),
        error => Error::io(path, io::Error::other(error)),
    })?;
    handle.read_bytes(0..handle.len()).map_err(|error| Error::io(path, error))
}

fn fits_whole(blocks: &Blocks, bytes: &[u8]) -> bool {
    bytes.len() == blocks.length
        && bytes.chunks(BLOCK).enumerate().all(|(block, bytes)| blocks.fits(block, bytes))
}

impl Directory for CheckedDirectory {
    fn get_file_handle(&self, path: &Path) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        if self.blocks(path).is_none() {
            return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
        }
        let inner = self.files.get_file_handle(path)?;
        let name = path.to_string_lossy().into_owned();
        Ok(Arc::new(CheckedFile { inner, name, sums: Arc::clone(&self.sums) }))
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        Ok(self.blocks(path).is_some())
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        let blocks = self.blocks(path).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_path_buf()))?;
        let bytes = self.files.atomic_read(path)?;
        if fits_whole(blocks, &bytes) {
            Ok(bytes)
        } else {
            Err(OpenReadError::wrap_io_error(damaged(&path.to_string_lossy()), path.to_path_buf()))
        }
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(self.refused()), filepath: path.to_path_buf() })
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(self.refused(), path.to_path_buf()))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(self.refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// No lock: a built index never changes.
    fn acquire_lock(&self, _lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

#[derive(Debug)]
struct CheckedFile {
    inner: Arc<dyn FileHandle>,
    name: String,
    sums: Arc<Sums>,
}

impl HasLen for CheckedFile {
    fn len(&self) -> usize {
        self.inner.len()
    }
}

impl FileHandle for CheckedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let damage = || damaged(&self.name);
        let blocks = self.sums.files.get(&self.name).ok_or_else(damage)?;
        // A mangled offset must not become a panic in the map below.
        if range.start > range.end || range.end > blocks.length || self.inner.len() != blocks.length {
            return Err(damage());
        }
        let (first, end) = (range.start / BLOCK, range.end.div_ceil(BLOCK));
        if range.start < range.end && (first..end).any(|block| !blocks.is_checked(block)) {
            let bytes = self.inner.read_bytes(first * BLOCK..(end * BLOCK).min(blocks.length))?;
            for (block, bytes) in (first..end).zip(bytes.chunks(BLOCK)) {
                if !blocks.is_checked(block) && !blocks.fits(block, bytes) {
                    return Err(damage());
                }
            }
        }
        self.inner.read_bytes(range)
    }
}

fn damaged(name: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{name} is not what was written"))
}
