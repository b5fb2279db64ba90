//! A stream of JSON -> its items, one at a time: lists, lists wrapped in an object, one item a line, items in a row.
//!
//! It finds where items begin and end and decodes none: it follows strings and brackets, so that a list of 2 GB costs
//! the memory of its largest item, and a broken item costs itself. After a break it goes on where a line begins with
//! `{` no deeper than the broken item did. Source: RFC 8259 (JSON); depth and size are limited here.

use super::lines::ENTRY_LIMIT;
use super::{Entry, Sink};
use crate::error::Problem;
use crate::record::Record;
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// Deeper nesting than this is no bibliographic item.
const DEPTH_LIMIT: usize = 120;
/// How far a line is looked for that may be an item whole.
const LINE_LIMIT: usize = 1 << 20;

/// How a format wraps its items, and what one is.
pub struct Shape<'a> {
    /// Keys whose list holds the items, looked for in an outer object: `items`, `results`.
    pub lists: &'a [&'a str],
    /// Keys whose object holds the list or is itself the item: `message`.
    pub inner: &'a [&'a str],
    /// An item's bytes as a record, or why not, in words a scholar understands; with its key if it has one.
    pub parse: &'a mut dyn FnMut(&[u8]) -> Result<Record, Problem>,
}

/// Reads every item of a stream. An error is one of reading, never of what stands there.
///
/// # Errors
/// What reading the input says.
pub fn read<'a>(input: &mut dyn BufRead, shape: Shape<'a>, sink: Sink<'a>) -> io::Result<()> {
    let mut items = Items {
        input,
        buffer: Vec::new(),
        start: 0,
        at: 0,
        line: 1,
        line_start: true,
        indent: 0,
        eof: false,
        lines: false,
        released: false,
        shape,
        sink,
    };
    while let Some(byte) = items.significant(true)? {
        let flow = match byte {
            b'{' => items.object()?,
            b'[' => {
                items.step();
                items.list()?
            }
            // Closing brackets without an opening one are left over from a broken item.
            b']' | b'}' => {
                items.step();
                ControlFlow::Continue(())
            }
            _ => items.stray()?,
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// What JSON a file looks like it holds: whether its first sign is an opening bracket.
#[must_use]
pub fn is_json(head: &str) -> bool {
    let bare = head.trim_start();
    let inner = bare.strip_prefix(['[', '{']).map(str::trim_start);
    inner.is_some_and(|inner| inner.is_empty() || inner.starts_with(['"', '{', '[', ']', '}']))
}

/// Whether an object's key stands in a text, however the colon is spaced.
#[must_use]
pub fn has_key(head: &str, key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    head.match_indices(&quoted).any(|(at, found)| {
        head.get(at + found.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'))
    })
}

/// Why an item cannot be read, from serde's words; its line counts from the item's first.
#[must_use]
pub fn problem(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    let message = match error.classify() {
        serde_json::error::Category::Eof => format!("this item is cut short: {what}"),
        serde_json::error::Category::Data => format!("not the shape of an item: {what}"),
        _ => format!("not valid JSON: {what} (column {})", error.column()),
    };
    Problem::new(error.line().max(1), message)
}

/// What a value's scan ended with.
enum Scan {
    /// The value's last byte.
    Whole,
    /// An opening bracket of a list of items; it is not taken yet.
    List,
    /// An opening brace of an inner object; it is not taken yet.
    Inner,
    /// The value is broken: why.
    Broken(&'static str),
}

struct Items<'a, 'b> {
    input: &'a mut dyn BufRead,
    /// What was read and is still needed: from `start`, the value at hand, to its end.
    buffer: Vec<u8>,
    start: usize,
    at: usize,
    line: usize,
    /// Whether nothing but white space stands before `at` on its line, and how much.
    line_start: bool,
    indent: usize,
    eof: bool,
    /// Whether items stand one a line, as in JSONL.
    lines: bool,
    /// Whether a part of the value at hand was let go of.
    released: bool,
    shape: Shape<'b>,
    sink: Sink<'b>,
}

/// The problem of an item that begins on that line, with the line on which it is.
fn misread(line: usize, problem: Problem) -> Entry {
    let further = problem.line.saturating_sub(1);
    let message = match further {
        0 => problem.message,
        _ => format!("{}; the item begins on line {line}", problem.message),
    };
    Entry::failed(Problem { line: line + further, message, ..problem })
}

impl Items<'_, '_> {
    /// The byte at hand, more being read where needed.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.at >= self.buffer.len() && !self.eof {
            self.more()?;
        }
        Ok(self.buffer.get(self.at).copied())
    }

    fn more(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.at -= self.start;
            self.start = 0;
        }
        let chunk = loop {
            match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        let length = chunk.len();
        self.eof = length == 0;
        self.buffer.extend_from_slice(chunk);
        self.input.consume(length);
        Ok(())
    }

    /// Takes the byte at hand, which is no line's end.
    fn step(&mut self) {
        self.at += 1;
        self.line_start = false;
    }

    /// Passes the line feed that is next.
    fn pass_line_end(&mut self) {
        self.at += 1;
        self.line += 1;
        self.line_start = true;
        self.indent = 0;
    }

    /// The next byte that is no white space (and, between items, no comma).
    fn significant(&mut self, commas: bool) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            match byte {
                b'\n' => self.pass_line_end(),
                b' ' | b'\t' | b'\r' | 0x1e => {
                    self.at += 1;
                    self.indent += usize::from(self.line_start);
                }
                b',' if commas => self.step(),
                _ => {
                    self.start = self.at;
                    return Ok(Some(byte));
                }
            }
            self.start = self.at;
        }
        self.start = self.at;
        Ok(None)
    }

    fn emit(&mut self, line: usize) -> ControlFlow<()> {
        let bytes = self.buffer.get(self.start..self.at).unwrap_or_default();
        let entry = match (self.shape.parse)(bytes) {
            Ok(record) => Entry::read(line, record),
            Err(problem) => misread(line, problem),
        };
        self.start = self.at;
        (self.sink)(entry)
    }

    fn fail(&mut self, line: usize, reason: impl Into<String>) -> ControlFlow<()> {
        self.start = self.at;
        (self.sink)(Entry::failed(Problem::new(line, reason)))
    }

    /// An object that stands by itself: an item, or the wrapper of a list of them.
    fn object(&mut self) -> io::Result<ControlFlow<()>> {
        if let Some(flow) = self.whole_line()? {
            return Ok(flow);
        }
        let mut open = 0;
        loop {
            let (line, indent) = (self.line, self.indent);
            self.start = self.at;
            match self.scan(true)? {
                Scan::Whole => {
                    let flow = self.emit(line);
                    return if flow.is_break() { Ok(flow) } else { self.close(open) };
                }
                Scan::List => {
                    self.step();
                    let flow = self.list()?;
                    return if flow.is_break() { Ok(flow) } else { self.close(open + 1) };
                }
                Scan::Inner => open += 1,
                Scan::Broken(reason) => {
                    let flow = self.fail(line, reason);
                    self.resume(indent)?;
                    return Ok(flow);
                }
            }
        }
    }

    /// A line that is an item whole, as in JSONL; `None` where it is none or wraps a list.
    fn whole_line(&mut self) -> io::Result<Option<ControlFlow<()>>> {
        let mut from = self.at;
        let end = loop {
            if let Some(at) = self.buffer.get(from..).and_then(|rest| memchr::memchr(b'\n', rest)) {
                break from + at;
            }
            if self.eof || self.buffer.len() - self.at > LINE_LIMIT {
                if !self.eof {
                    return Ok(None);
                }
                break self.buffer.len();
            }
            let read = self.buffer.len() - self.at;
            self.start = self.at;
            self.more()?;
            from = self.at + read;
        };
        let line = self.buffer.get(self.at..end).unwrap_or_default().trim_ascii_end();
        let line = line.strip_suffix(b",").unwrap_or(line);
        if !line.ends_with(b"}") {
            return Ok(None);
        }
        let wraps = |key: &&str| memchr::memmem::find(line, format!("\"{key}\"").as_bytes()).is_some();
        if self.shape.lists.iter().any(wraps) || self.shape.inner.iter().any(wraps) {
            return Ok(None);
        }
        let parsed = (self.shape.parse)(line);
        // A bad item costs its line where items stand one a line; else the scan tells whether the line is an item at all.
        let alone = self.lines || (self.indent == 0 && self.buffer.get(end + 1) == Some(&b'{'));
        let entry = match parsed {
            Ok(record) => {
                self.lines |= self.indent == 0;
                Entry::read(self.line, record)
            }
            Err(problem) if alone => misread(self.line, problem),
            Err(_) => return Ok(None),
        };
        self.at = end;
        self.start = end;
        self.line_start = false;
        Ok(Some((self.sink)(entry)))
    }

    /// The items of a list whose bracket was taken.
    fn list(&mut self) -> io::Result<ControlFlow<()>> {
        let mut depth = 1;
        loop {
            let Some(byte) = self.significant(true)? else {
                return Ok(
                    self.fail(self.line, "the file ends before its list of items does: it is cut short")
                );
            };
            let (line, indent) = (self.line, self.indent);
            let flow = match byte {
                b']' => {
                    self.step();
                    depth -= 1;
                    if depth == 0 {
                        return Ok(ControlFlow::Continue(()));
                    }
                    continue;
                }
                // Lists of lists of items are read as one list.
                b'[' => {
                    self.step();
                    depth += 1;
                    continue;
                }
                b'}' => {
                    self.step();
                    continue;
                }
                b'{' => match self.scan(false)? {
                    Scan::Broken(reason) => {
                        let flow = self.fail(line, reason);
                        let last = self.resume(indent)?;
                        if last {
                            return Ok(flow);
                        }
                        flow
                    }
                    _ => self.emit(line),
                },
                _ => self.stray()?,
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }

    /// Something that is no item: a number, a string, words. The rest of its line goes with it.
    fn stray(&mut self) -> io::Result<ControlFlow<()>> {
        let line = self.line;
        let mut string = false;
        while let Some(byte) = self.peek()? {
            match byte {
                b'\n' => break,
                b'"' => string = !string,
                b',' | b']' | b'}' | b'{' | b'[' if !string => break,
                _ => {}
            }
            self.step();
            self.start = self.at;
        }
        // A bracket that opened nothing must not be met again and again.
        Ok(self.fail(line, "not an item: a JSON object in braces was expected here"))
    }

    /// Takes the rest of `open` objects that wrapped a list or an item; nothing in it is an item.
    fn close(&mut self, mut open: usize) -> io::Result<ControlFlow<()>> {
        while open > 0 {
            match self.significant(true)? {
                None => return Ok(ControlFlow::Continue(())),
                Some(b'}') => {
                    self.step();
                    open -= 1;
                }
                Some(b'{' | b'[') => {
                    if let Scan::Broken(_) = self.scan(false)? {
                        return Ok(ControlFlow::Continue(()));
                    }
                }
                Some(b'"') => {
                    self.step();
                    self.string()?;
                }
                Some(_) => self.step(),
            }
            self.start = self.at;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// After a broken item: goes to the next line that begins with `{` (or ends the list) no deeper than `indent`.
    /// Whether it was the file's end.
    fn resume(&mut self, indent: usize) -> io::Result<bool> {
        loop {
            if self.line_start {
                match self.significant(false)? {
                    None => return Ok(true),
                    Some(b'{' | b']') if self.line_start && self.indent <= indent => return Ok(false),
                    // "}, {" between the items of a pretty list.
                    Some(b'}' | b',') if self.indent <= indent => {
                        self.step();
                        if self.significant(true)? == Some(b'{') {
                            return Ok(false);
                        }
                        continue;
                    }
                    Some(_) => {}
                }
            }
            match self.peek()? {
                None => return Ok(true),
                Some(b'\n') => {
                    self.significant(false)?;
                }
                Some(_) => {
                    let rest = self.buffer.get(self.at..).unwrap_or_default();
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    self.line_start = false;
                }
            }
            self.start = self.at;
        }
    }

    /// Takes a string's rest after its opening quote; whether it ended before its line did.
    fn string(&mut self) -> io::Result<bool> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            match memchr::memchr3(b'"', b'\\', b'\n', rest) {
                Some(offset) => {
                    self.at += offset;
                    match self.buffer.get(self.at) {
                        Some(b'"') => {
                            self.at += 1;
                            return Ok(true);
                        }
                        Some(b'\\') => {
                            self.at += 1;
                            if matches!(self.peek()?, None | Some(b'\n')) {
                                return Ok(false);
                            }
                            self.at += 1;
                        }
                        _ => return Ok(false),
                    }
                }
                None => {
                    self.at = self.buffer.len();
                    self.release();
                    if self.peek()?.is_none() {
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Lets go of an item that is too long to be one.
    fn release(&mut self) {
        if self.at - self.start > ENTRY_LIMIT {
            self.start = self.at;
            self.released = true;
        }
    }

    /// From an opening bracket to its closing one. With `wrapped`, stops at a list of items or an inner object.
    fn scan(&mut self, wrapped: bool) -> io::Result<Scan> {
        // One bit a level: set for a list, clear for an object.
        let mut lists: u128 = 0;
        let mut depth = 0;
        let mut previous = b':';
        // Whether the last key of the outer object may hold a list of items, or an inner object.
        let (mut holds_list, mut holds_inner) = (false, false);
        self.released = false;
        loop {
            let Some(byte) = self.peek()? else {
                return Ok(Scan::Broken("this item is cut short: the file ends in it"));
            };
            match byte {
                b'\n' => {
                    self.pass_line_end();
                    continue;
                }
                b' ' | b'\t' | b'\r' => {
                    self.at += 1;
                    self.indent += usize::from(self.line_start);
                    continue;
                }
                b'"' => {
                    self.step();
                    let from = self.at - self.start;
                    if !self.string()? {
                        return Ok(Scan::Broken("not valid JSON: a text in quotes does not end on its line"));
                    }
                    if wrapped && depth == 1 {
                        let text = self.buffer.get(self.start + from..self.at - 1).unwrap_or_default();
                        let named = |keys: &[&str]| keys.iter().any(|key| key.as_bytes() == text);
                        (holds_list, holds_inner) = (named(self.shape.lists), named(self.shape.inner));
                    }
                }
                b'{' | b'[' => {
                    let in_list = depth > 0 && lists & (1 << (depth - 1)) != 0;
                    let expected = previous == b':' || (in_list && matches!(previous, b',' | b'['));
                    if !expected && self.line_start && byte == b'{' {
                        return Ok(Scan::Broken(
                            "this item is cut short: the next one begins before it ends",
                        ));
                    }
                    if wrapped && depth == 1 && previous == b':' {
                        if byte == b'[' && holds_list {
                            return Ok(Scan::List);
                        }
                        if byte == b'{' && holds_inner {
                            return Ok(Scan::Inner);
                        }
                    }
                    if depth >= DEPTH_LIMIT {
                        return Ok(Scan::Broken("nested too deeply to be an item"));
                    }
                    let bit = 1_u128 << depth;
                    lists = if byte == b'[' { lists | bit } else { lists & !bit };
                    depth += 1;
                    self.step();
                }
                b'}' | b']' => {
                    self.step();
                    depth -= 1;
                    if (lists & (1 << depth) != 0) != (byte == b']') {
                        return Ok(Scan::Broken(
                            "not valid JSON: a bracket is closed by one of another kind",
                        ));
                    }
                    if depth == 0 {
                        return Ok(if self.released {
                            Scan::Broken("longer than 64 MiB: this is no bibliographic item")
                        } else {
                            Scan::Whole
                        });
                    }
                }
                _ => self.step(),
            }
            previous = byte;
            self.release();
        }
    }
}
