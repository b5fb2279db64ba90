//! The lines of an input, numbered, with a limit on their length.
//!
//! It knows LF and CRLF; other line ends and other encodings are brought into this shape by the corpus. A line past
//! [`ENTRY_LIMIT`] is cut there and says so, so that a file of one endless line costs memory once and no more.

use std::borrow::Cow;
use std::io::{self, BufRead};

/// The most bytes one entry may take: past it, it is a problem and not a record.
pub const ENTRY_LIMIT: usize = 64 << 20;

/// Reads lines one at a time.
pub struct Lines<'a> {
    input: &'a mut dyn BufRead,
    buffer: Vec<u8>,
    number: usize,
}

/// A line without its end.
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// What stands in it; bytes that are no UTF-8 are U+FFFD.
    pub text: Cow<'a, str>,
    /// Whether it was longer than [`ENTRY_LIMIT`] and is cut.
    pub overlong: bool,
}

impl<'a> Lines<'a> {
    /// The lines of an input that stands at its beginning.
    pub fn new(input: &'a mut dyn BufRead) -> Self {
        Self { input, buffer: Vec::new(), number: 0 }
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    /// What reading the input says.
    #[allow(clippy::should_implement_trait)] // a line borrows from the reader, which an iterator cannot say
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let mut overlong = false;
        let mut any = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', chunk);
            let content = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let room = ENTRY_LIMIT.saturating_sub(self.buffer.len());
            overlong |= content.len() > room;
            self.buffer.extend_from_slice(content.get(..room.min(content.len())).unwrap_or_default());
            let taken = end.map_or(chunk.len(), |at| at + 1);
            self.input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        // Checking alone is much quicker than looking for what to mend.
        let text = match std::str::from_utf8(&self.buffer) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(&self.buffer),
        };
        Ok(Some(Line { number: self.number, text, overlong }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_lose_their_ends() {
        let mut input: &[u8] = b"one\r\n\ntwo\xff";
        let mut lines = Lines::new(&mut input);
        let mut seen = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            seen.push((line.number, line.text.into_owned()));
        }
        assert_eq!(seen, [(1, "one".into()), (2, String::new()), (3, "two\u{fffd}".into())]);
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_is_read() {
        let mut input = io::BufReader::new(io::Read::chain(
            io::Read::take(io::repeat(b'x'), ENTRY_LIMIT as u64 + 9),
            &b"\nnext"[..],
        ));
        let mut lines = Lines::new(&mut input);
        let first = lines.next().unwrap().unwrap();
        assert!(first.overlong && first.text.len() == ENTRY_LIMIT);
        assert_eq!(lines.next().unwrap().unwrap().text, "next");
    }
}
