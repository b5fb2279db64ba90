//! Checksums of every block of every file of a built index: made once when it is built, looked at whenever a block is used.
//!
//! The form of the file `sums`: a line `chosin sums 1`; then, for each file in the order of the names, the length of the name
//! (u16), the name, the file's length (u64) and an XXH3-64 for each 4 KiB begun (u64); all numbers little-endian. The manifest
//! has the digest of `sums`, and `current` that of the manifest, so that no byte is believed on its own word.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use tantivy::directory::OwnedBytes;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// Bytes a block.
pub(super) const BLOCK: usize = 4096;
/// Bytes a sum.
const SUM: usize = 8;
/// The file of the sums.
pub(super) const FILE: &str = "sums";
const HEAD: &[u8] = b"chosin sums 1\n";

/// A digest as manifests and `current` write it.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// The digest of a file's content, read in pieces.
///
/// # Errors
/// [`Error::Io`].
pub fn digest_of_file(path: &Path) -> Result<String> {
    let failed = |error| Error::io(path, error);
    let mut file = File::open(path).map_err(failed)?;
    let mut state = Xxh3::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut buffer).map_err(failed)?;
        if length == 0 {
            return Ok(format!("{:032x}", state.digest128()));
        }
        state.update(buffer.get(..length).unwrap_or_default());
    }
}

/// The sums of one file, and which of its blocks have been found to fit.
#[derive(Debug)]
pub(super) struct Blocks {
    /// The file's length.
    pub(super) length: usize,
    /// Eight bytes a block.
    sums: OwnedBytes,
    checked: Vec<AtomicU64>,
}

impl Blocks {
    fn new(length: usize, sums: OwnedBytes) -> Self {
        let checked = (0..length.div_ceil(BLOCK).div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Self { length, sums, checked }
    }

    /// Whether a block need not be looked at again.
    pub(super) fn is_checked(&self, block: usize) -> bool {
        self.checked.get(block / 64).is_some_and(|bits| bits.load(Ordering::Relaxed) >> (block % 64) & 1 == 1)
    }

    /// Whether a file of these sums is, block for block, one of the others.
    pub(super) fn are_those_of(&self, other: &Self) -> bool {
        self.length == other.length && self.sums == other.sums
    }

    /// Whether a block's bytes are what was written.
    pub(super) fn fits(&self, block: usize, bytes: &[u8]) -> bool {
        let sum = self.sums.get(block * SUM..).and_then(|rest| rest.first_chunk());
        let fits = sum == Some(&xxh3_64(bytes).to_le_bytes());
        if fits && let Some(bits) = self.checked.get(block / 64) {
            bits.fetch_or(1 << (block % 64), Ordering::Relaxed);
        }
        fits
    }
}

/// The sums of every file of a folder.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) files: BTreeMap<String, Blocks>,
}

impl Sums {
    /// Reads every file of a folder and makes its sums.
    pub(super) fn of_folder(folder: &Path) -> Result<Self> {
        let failed = |error| Error::io(folder, error);
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if let Some(name) = entry.file_name().to_str().filter(|_| entry.path().is_file()) {
                files.insert(name.to_owned(), Self::of_file(&entry.path())?);
            }
        }
        Ok(Self { files })
    }

    /// The sums of a file as it is now, read in pieces.
    pub(super) fn of_file(path: &Path) -> Result<Blocks> {
        let failed = |error| Error::io(path, error);
        let mut file = File::open(path).map_err(failed)?;
        let (mut length, mut sums, mut buffer) = (0, Vec::new(), vec![0; 64 * BLOCK]);
        loop {
            let mut filled = 0;
            while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
                match file.read(rest).map_err(failed)? {
                    0 => break,
                    more => filled += more,
                }
            }
            let blocks = buffer.get(..filled).unwrap_or_default().chunks(BLOCK);
            sums.extend(blocks.flat_map(|block| xxh3_64(block).to_le_bytes()));
            length += filled;
            if filled < buffer.len() {
                return Ok(Blocks::new(length, OwnedBytes::new(sums)));
            }
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        for (name, blocks) in &self.files {
            // Names are tantivy's and ours; none is long.
            let name = name.get(..name.len().min(usize::from(u16::MAX))).unwrap_or_default();
            bytes.extend_from_slice(&u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(&(blocks.length as u64).to_le_bytes());
            bytes.extend_from_slice(&blocks.sums);
        }
        bytes
    }

    /// What [`Sums::to_bytes`] wrote; `None` for anything else.
    pub(super) fn from_bytes(bytes: OwnedBytes) -> Option<Self> {
        let mut rest = bytes.strip_prefix(HEAD)?;
        let mut files = BTreeMap::new();
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk()?;
            let (name, after) = after.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            let (length, after) = after.split_first_chunk()?;
            let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            let start = bytes.len() - after.len();
            let (sums, after) = after.split_at_checked(length.div_ceil(BLOCK).checked_mul(SUM)?)?;
            let sums = bytes.slice(start..start + sums.len());
            files.insert(String::from_utf8(name.to_vec()).ok()?, Blocks::new(length, sums));
            rest = after;
        }
        Some(Self { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_come_back_and_find_a_changed_block() {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..10_000_u32).map(|n| (n % 251) as u8).collect();
        std::fs::write(folder.path().join("a"), &bytes).unwrap();
        std::fs::write(folder.path().join("empty"), "").unwrap();
        let written = Sums::of_folder(folder.path()).unwrap().to_bytes();
        let sums = Sums::from_bytes(OwnedBytes::new(written)).unwrap();
        assert_eq!(sums.files["empty"].length, 0);
        let blocks = &sums.files["a"];
        assert!(!blocks.is_checked(2) && blocks.fits(2, &bytes[8192..]) && blocks.is_checked(2));
        assert!(!blocks.fits(0, &bytes[1..4097]) && !blocks.fits(3, &[]));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(0..=255_u8, 0..60)) {
            let _ = Sums::from_bytes(OwnedBytes::new([HEAD, &bytes].concat()));
        }
    }
}
