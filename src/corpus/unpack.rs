//! Compressed streams and archives, opened with limits: what a small hostile file can cost is bounded.
//!
//! It knows gzip (of many members), zstd and zip; it unpacks in memory or, for a zip within another archive, into a
//! temporary file, and writes no member anywhere. Sources: RFC 1952, RFC 8878, APPNOTE 6.3.10.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Archives within archives: a zip of gzips is two deep.
pub const DEPTH_LIMIT: usize = 2;
/// How many members the archives of one input may have in all: each costs a name and a line of the report.
pub const MEMBER_LIMIT: usize = 100_000;
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

/// What one input may still unpack to, shared by all that it holds. It is measured by the input's own bytes: what an archive
/// says of its members' sizes is the word of whoever made it.
#[derive(Debug, Clone, Default)]
pub struct Budget(Rc<Bytes>);

#[derive(Debug, Default)]
struct Bytes {
    packed: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Budget {
    /// That of an input of so many bytes on disk.
    #[must_use]
    pub fn of(bytes: u64) -> Self {
        Self(Rc::new(Bytes { packed: Cell::new(bytes), unpacked: Cell::default() }))
    }

    /// Why no more of the input is unpacked, where it is so.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        let (packed, unpacked) = (self.0.packed.get().max(1), self.0.unpacked.get());
        if unpacked > RATIO_FREE && unpacked / packed > RATIO_LIMIT {
            return Some(format!(
                "it unpacks to more than {RATIO_LIMIT} times its size: if you trust it, unpack it yourself"
            ));
        }
        (unpacked > TOTAL_LIMIT)
            .then(|| "it unpacks to more than 256 GiB: unpack and split it yourself".to_owned())
    }
}

fn add(count: &Cell<u64>, bytes: usize) {
    count.set(count.get().saturating_add(bytes as u64));
}

/// An input whose size nobody knows before its end: a pipe.
pub struct Counted<R> {
    inner: R,
    budget: Budget,
}

impl<R> Counted<R> {
    /// Adds what is read to the bytes that the budget is measured by.
    pub fn new(inner: R, budget: &Budget) -> Self {
        Self { inner, budget: budget.clone() }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        add(&self.budget.0.packed, length);
        Ok(length)
    }
}

/// The unpacked end of a decompressor: fails where the budget is spent.
pub struct Limited<R> {
    inner: R,
    budget: Budget,
}

impl<R> Limited<R> {
    /// Takes what comes out from the budget.
    pub fn new(inner: R, budget: &Budget) -> Self {
        Self { inner, budget: budget.clone() }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        add(&self.budget.0.unpacked, length);
        self.budget.refusal().map_or(Ok(length), |why| Err(io::Error::other(why)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_stopped_and_an_export_is_not() {
        let budget = Budget::of(1000);
        let error = io::copy(&mut Limited::new(io::repeat(0), &budget), &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("200 times") && budget.0.unpacked.get() < 2 * RATIO_FREE);
        let export = io::repeat(0).take(300 << 20);
        let budget = Budget::of(50 << 20);
        assert_eq!(io::copy(&mut Limited::new(export, &budget), &mut io::sink()).unwrap(), 300 << 20);
    }

    #[test]
    fn a_pipe_is_measured_by_what_came_through_it() {
        let budget = Budget::of(0);
        io::copy(&mut Counted::new(io::repeat(0).take(2 << 20), &budget), &mut io::sink()).unwrap();
        let export = io::repeat(0).take(100 << 20);
        assert_eq!(io::copy(&mut Limited::new(export, &budget), &mut io::sink()).unwrap(), 100 << 20);
    }
}
