//! Records on their way, as JSON in a file without a name: read once from their sources, read again in the order of their ids.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where records are written one after the other.
pub struct Spill {
    folder: PathBuf,
    out: BufWriter<File>,
    length: u64,
}

/// Where they are read, by several threads if need be.
pub struct Spilled {
    folder: PathBuf,
    #[cfg(unix)]
    file: File,
    #[cfg(not(unix))]
    file: std::sync::Mutex<File>,
}

impl Spill {
    /// A file in a folder, gone with the process.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn new(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(|error| Error::io(folder, error))?;
        Ok(Self { folder: folder.to_path_buf(), out: BufWriter::with_capacity(1 << 18, file), length: 0 })
    }

    /// Writes a record; the answer is where it begins.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&mut self, json: &str) -> Result<u64> {
        self.out.write_all(json.as_bytes()).map_err(|error| Error::io(&self.folder, error))?;
        let offset = self.length;
        self.length += json.len() as u64;
        Ok(offset)
    }

    /// The file, to be read.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self) -> Result<Spilled> {
        let file = self.out.into_inner().map_err(|error| Error::io(&self.folder, error.into_error()))?;
        #[cfg(not(unix))]
        let file = std::sync::Mutex::new(file);
        Ok(Spilled { folder: self.folder, file })
    }
}

impl Spilled {
    /// Reads what begins there into a buffer.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn read(&self, offset: u64, length: u32, buffer: &mut Vec<u8>) -> Result<()> {
        buffer.resize(length as usize, 0);
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, offset);
        #[cfg(not(unix))]
        let read = {
            use std::io::{Read, Seek};
            let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            file.seek(std::io::SeekFrom::Start(offset)).and_then(|_| file.read_exact(buffer))
        };
        read.map_err(|error| Error::io(&self.folder, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::new(folder.path()).unwrap();
        let places: Vec<(u64, u32)> =
            ["{}", "", "{\"a\":1}"].map(|json| (spill.write(json).unwrap(), json.len() as u32)).to_vec();
        let spilled = spill.finish().unwrap();
        let mut buffer = Vec::new();
        spilled.read(places[2].0, places[2].1, &mut buffer).unwrap();
        assert_eq!(buffer, b"{\"a\":1}");
        spilled.read(places[0].0, places[0].1, &mut buffer).unwrap();
        assert_eq!(buffer, b"{}");
        assert!(spilled.read(100, 1, &mut buffer).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
