//! Compressed streams and archives, opened with limits: what a small hostile file can cost is bounded.
//!
//! It knows gzip (of many members), zstd and zip; it unpacks in memory or, for a zip within another archive, into a
//! temporary file, and writes no member anywhere. Sources: RFC 1952, RFC 8878, APPNOTE 6.3.10.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Archives within archives: a zip of gzips is two deep.
pub const DEPTH_LIMIT: usize = 2;
/// Real exports shrink some 5 to 20 fold; more than this is made to hurt.
const RATIO_LIMIT: u64 = 200;
/// Below this size the ratio does no harm.
const RATIO_FREE: u64 = 64 << 20;
/// What one input may unpack to in all.
const TOTAL_LIMIT: u64 = 256 << 30;

/// A kind of archive or compressed stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// One or more gzip members.
    Gzip,
    /// zstd frames.
    Zstd,
    /// A zip archive.
    Zip,
}

impl Packing {
    /// The packing that a file's first bytes tell of.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            _ => None,
        }
    }

    /// The extension that is taken off the name of what it holds.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Gzip => &["gz", "gzip"],
            Self::Zstd => &["zst", "zstd"],
            Self::Zip => &["zip"],
        }
    }
}

/// Bytes read so far, shared by the two ends of a decompressor.
#[derive(Debug, Clone, Default)]
pub struct Count(Rc<Cell<u64>>);

impl Count {
    /// A count that stands already.
    #[must_use]
    pub fn known(bytes: u64) -> Self {
        Self(Rc::new(Cell::new(bytes)))
    }

    fn add(&self, bytes: usize) -> u64 {
        self.0.set(self.0.get().saturating_add(bytes as u64));
        self.0.get()
    }
}

/// The packed end: counts what goes in.
pub struct Counted<R> {
    inner: R,
    count: Count,
}

impl<R> Counted<R> {
    /// Counts into `count`.
    pub fn new(inner: R, count: &Count) -> Self {
        Self { inner, count: count.clone() }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.count.add(length);
        Ok(length)
    }
}

/// The unpacked end: fails where far more comes out than went in, or too much in all.
pub struct Limited<R> {
    inner: R,
    packed: Count,
    unpacked: u64,
    total: Count,
}

impl<R> Limited<R> {
    /// Compares what comes out with `packed`, and adds it to the input's `total`.
    pub fn new(inner: R, packed: &Count, total: &Count) -> Self {
        Self { inner, packed: packed.clone(), unpacked: 0, total: total.clone() }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.unpacked = self.unpacked.saturating_add(length as u64);
        let packed = self.packed.0.get().max(1);
        if self.unpacked > RATIO_FREE && self.unpacked / packed > RATIO_LIMIT {
            return Err(io::Error::other(format!(
                "it unpacks to more than {RATIO_LIMIT} times its size: if you trust it, unpack it yourself"
            )));
        }
        if self.total.add(length) > TOTAL_LIMIT {
            return Err(io::Error::other("it unpacks to more than 256 GiB: unpack and split it yourself"));
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_stopped_and_an_export_is_not() {
        let (packed, total) = (Count::default(), Count::default());
        packed.add(1000);
        let mut bomb = Limited::new(io::repeat(0), &packed, &total);
        let error = io::copy(&mut bomb, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("200 times") && bomb.unpacked < 2 * RATIO_FREE);
        packed.add(50 << 20);
        let mut export = Limited::new(io::repeat(0).take(300 << 20), &packed, &total);
        assert_eq!(io::copy(&mut export, &mut io::sink()).unwrap(), 300 << 20);
    }
}
