//! A stream of XML bytes -> the record elements in it, one at a time.
//!
//! It looks for tags and knows nothing of entities, namespaces or whether the XML is well formed: so that a wrong
//! end tag costs the record it stands in and not the file. `tree` parses each piece alone.

use super::MAX_RECORD;
use memchr::{memchr, memchr_iter, memmem};
use std::io::{self, BufRead};

/// Which elements are records.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Those of these local names. The number is a rank: within a record, only a start tag of the same or a lower
    /// rank begins a new one (it shows that the end tag is missing), others belong to it.
    Named(&'static [(&'static str, u8)]),
    /// Every child of the element of this local name, in RDF's order of classes (`Article`) and properties (`title`).
    Children(&'static str),
}

/// A record element as it stands in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The local name.
    pub name: String,
    /// The element with its tags.
    pub text: String,
    /// How it ended.
    pub end: Ending,
}

/// How a record element ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With its end tag.
    Closed,
    /// The next record began before its end tag.
    Cut,
    /// The file ended before its end tag.
    Eof,
    /// It is larger than [`MAX_RECORD`]; the text is empty.
    TooLarge,
}

/// A tag that was scanned: where it stands in the buffer.
struct Tag {
    start: usize,
    name: (usize, usize),
    kind: TagKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Start,
    Empty,
    End,
}

/// The record that is open.
struct Open {
    start: usize,
    name: String,
    rank: u8,
    /// The elements open within it, itself first; kept for [`Shape::Children`] alone.
    inside: Vec<Vec<u8>>,
}

/// Reads the pieces of a stream.
pub(super) struct Splitter<'a> {
    input: &'a mut dyn BufRead,
    shape: Shape,
    buffer: Vec<u8>,
    /// How far the buffer has been scanned.
    at: usize,
    /// A place in the buffer, and the line it is on.
    counted: (usize, usize),
    eof: bool,
    open: Option<Open>,
    /// Whether the parent of [`Shape::Children`] has begun.
    in_root: bool,
    /// A tag that was read but closed the record before it.
    pending: Option<Tag>,
    /// For `-->`, `]]>` and `?>`: up to where none is known to be, so that no text is searched twice.
    absent: [usize; 3],
}

const MARKS: [&[u8]; 3] = [b"-->", b"]]>", b"?>"];
const CHUNK: usize = 64 << 10;

impl<'a> Splitter<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead, shape: Shape) -> Self {
        Self {
            input,
            shape,
            buffer: Vec::new(),
            at: 0,
            counted: (0, 1),
            eof: false,
            open: None,
            in_root: matches!(shape, Shape::Named(_)),
            pending: None,
            absent: [0; 3],
        }
    }

    /// The next piece, or `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if self.open.is_none() {
                self.forget();
            }
            if let Some(open) = self.open.as_ref().filter(|open| self.at - open.start > MAX_RECORD) {
                let (start, name) = (open.start, open.name.clone());
                self.open = None;
                return Ok(Some(Piece {
                    line: self.line(start),
                    name,
                    text: String::new(),
                    end: Ending::TooLarge,
                }));
            }
            let tag = match self.pending.take() {
                Some(tag) => tag,
                None => match self.tag()? {
                    Some(tag) => tag,
                    None => {
                        let end = self.buffer.len();
                        return Ok(self.close(end, Ending::Eof));
                    }
                },
            };
            if let Some(piece) = self.take(tag) {
                return Ok(Some(piece));
            }
        }
    }

    /// What a tag does to the record at hand.
    fn take(&mut self, tag: Tag) -> Option<Piece> {
        let name = self.buffer.get(tag.name.0..tag.name.1).unwrap_or_default().to_vec();
        match self.shape {
            Shape::Named(names) => self.take_named(tag, &name, names),
            Shape::Children(root) => self.take_child(tag, name, root),
        }
    }

    fn take_named(&mut self, tag: Tag, name: &[u8], names: &[(&str, u8)]) -> Option<Piece> {
        let &(name, rank) = names.iter().find(|(known, _)| known.as_bytes() == name)?;
        match &self.open {
            Some(open) if tag.kind == TagKind::End => {
                if open.name == name {
                    return self.close(self.at, Ending::Closed);
                }
                None
            }
            Some(open) if rank > open.rank => None,
            Some(_) => {
                let piece = self.close(tag.start, Ending::Cut);
                self.pending = Some(tag);
                piece
            }
            None if tag.kind == TagKind::End => None,
            None => {
                self.open = Some(Open { start: tag.start, name: name.to_owned(), rank, inside: Vec::new() });
                if tag.kind == TagKind::Empty { self.close(self.at, Ending::Closed) } else { None }
            }
        }
    }

    fn take_child(&mut self, tag: Tag, name: Vec<u8>, root: &str) -> Option<Piece> {
        const DEEP: usize = 256;
        let is_root = name == root.as_bytes();
        let Some(open) = &mut self.open else {
            if is_root {
                self.in_root = tag.kind == TagKind::Start;
            } else if self.in_root && tag.kind != TagKind::End {
                let text = String::from_utf8_lossy(&name).into_owned();
                self.open = Some(Open { start: tag.start, name: text, rank: 0, inside: vec![name] });
                if tag.kind == TagKind::Empty {
                    return self.close(self.at, Ending::Closed);
                }
            }
            return None;
        };
        let class = name.first().is_some_and(u8::is_ascii_uppercase);
        if (is_root && tag.kind == TagKind::End)
            || (open.inside.len() == 1 && class && tag.kind != TagKind::End)
        {
            let piece = self.close(tag.start, Ending::Cut);
            self.pending = Some(tag);
            return piece;
        }
        match tag.kind {
            TagKind::Empty => {}
            TagKind::Start => open.inside.push(name),
            TagKind::End => {
                let near = open.inside.len().saturating_sub(DEEP);
                let level = open.inside.iter().skip(near).rposition(|inside| *inside == name);
                if let Some(level) = level {
                    open.inside.truncate(near + level);
                }
                if open.inside.is_empty() {
                    return self.close(self.at, Ending::Closed);
                }
            }
        }
        None
    }

    /// Ends the record at hand at a place in the buffer.
    fn close(&mut self, end: usize, ending: Ending) -> Option<Piece> {
        let open = self.open.take()?;
        let text = String::from_utf8_lossy(self.buffer.get(open.start..end).unwrap_or_default()).into_owned();
        Some(Piece { line: self.line(open.start), name: open.name, text, end: ending })
    }

    /// The line of a place in the buffer; places are asked for in rising order.
    fn line(&mut self, place: usize) -> usize {
        let (from, line) = self.counted;
        let newlines = memchr_iter(b'\n', self.buffer.get(from..place).unwrap_or_default()).count();
        self.counted = (place.max(from), line + newlines);
        self.counted.1
    }

    /// Drops what has been scanned and belongs to no record.
    fn forget(&mut self) {
        let done = self.pending.as_ref().map_or(self.at, |tag| tag.start);
        if done < CHUNK {
            return;
        }
        self.line(done);
        self.buffer.drain(..done);
        self.at -= done;
        self.counted.0 -= done;
        self.absent = self.absent.map(|place| place.saturating_sub(done));
        if let Some(tag) = &mut self.pending {
            tag.start -= done;
            tag.name = (tag.name.0 - done, tag.name.1 - done);
        }
    }

    /// Reads a further chunk; false at the end of the stream.
    fn fill(&mut self) -> io::Result<bool> {
        if self.eof {
            return Ok(false);
        }
        let chunk = loop {
            match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        let length = chunk.len();
        self.buffer.extend_from_slice(chunk);
        self.input.consume(length);
        self.eof = length == 0;
        Ok(length > 0)
    }

    /// The byte at a place, reading on where it is not there yet.
    fn byte(&mut self, place: usize) -> io::Result<Option<u8>> {
        while place >= self.buffer.len() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(place).copied())
    }

    fn starts_with(&mut self, place: usize, text: &[u8]) -> io::Result<bool> {
        for (offset, &byte) in text.iter().enumerate() {
            if self.byte(place + offset)? != Some(byte) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The next start or end tag; comments, CDATA, instructions and the DOCTYPE are passed over.
    fn tag(&mut self) -> io::Result<Option<Tag>> {
        loop {
            let start = match memchr(b'<', self.buffer.get(self.at..).unwrap_or_default()) {
                Some(offset) => self.at + offset,
                None => {
                    self.at = self.buffer.len();
                    let too_large = self.open.as_ref().is_some_and(|open| self.at - open.start > MAX_RECORD);
                    if self.open.is_none() {
                        self.forget();
                    }
                    if too_large {
                        // No tag at all: the text is dropped here, the record is closed by whatever comes.
                        return Ok(Some(Tag { start: self.at, name: (0, 0), kind: TagKind::End }));
                    }
                    if self.fill()? {
                        continue;
                    }
                    return Ok(None);
                }
            };
            self.at = start + 1;
            match self.byte(start + 1)? {
                Some(b'!') => self.bang(start)?,
                Some(b'?') => self.skip_to(2, start + 2)?,
                Some(b'/') => return self.rest_of_tag(start, start + 2, TagKind::End).map(Some),
                Some(byte) if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => {
                    return self.rest_of_tag(start, start + 1, TagKind::Start).map(Some);
                }
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    fn bang(&mut self, start: usize) -> io::Result<()> {
        if self.starts_with(start, b"<!--")? {
            return self.skip_to(0, start + 4);
        }
        if self.starts_with(start, b"<![CDATA[")? {
            return self.skip_to(1, start + 9);
        }
        // A DOCTYPE: up to its `>`, or over its `[...]`.
        let mut place = start + 2;
        let mut subset = false;
        while let Some(byte) = self.byte(place)? {
            place += 1;
            match byte {
                b'[' => subset = true,
                b']' => subset = false,
                b'>' if !subset => break,
                b'<' if !subset => {
                    place -= 1;
                    break;
                }
                _ if place - start > CHUNK => {
                    place = start + 2;
                    break;
                }
                _ => {}
            }
        }
        self.at = place;
        Ok(())
    }

    /// Goes on behind a closing mark; where there is none, at `from`: the opening mark was text.
    fn skip_to(&mut self, mark: usize, from: usize) -> io::Result<()> {
        let (Some(needle), Some(absent)) = (MARKS.get(mark), self.absent.get(mark)) else { return Ok(()) };
        let mut search = from.max(*absent);
        let found = loop {
            let hit = self.buffer.get(search..).and_then(|text| memmem::find(text, needle));
            if let Some(offset) = hit {
                break Some(search + offset + needle.len());
            }
            search = search.max(self.buffer.len().saturating_sub(needle.len() - 1));
            if search.saturating_sub(from) > MAX_RECORD || !self.fill()? {
                break None;
            }
        };
        if let (None, Some(absent)) = (found, self.absent.get_mut(mark)) {
            *absent = search;
        }
        self.at = found.unwrap_or(from);
        Ok(())
    }

    /// The name of a tag and the way to its `>`; a `<` before it ends the tag as well.
    fn rest_of_tag(&mut self, start: usize, name: usize, mut kind: TagKind) -> io::Result<Tag> {
        let mut place = name;
        let mut local = name;
        while let Some(byte) = self.byte(place)? {
            match byte {
                b'>' | b'/' | b'<' => break,
                byte if byte.is_ascii_whitespace() => break,
                b':' => local = place + 1,
                _ => {}
            }
            place += 1;
        }
        let name = (local, place);
        let mut quote = None;
        let mut before = 0;
        while let Some(byte) = self.byte(place)? {
            match (byte, quote) {
                (b'<', _) => break,
                (b'>', None) => {
                    if before == b'/' && kind == TagKind::Start {
                        kind = TagKind::Empty;
                    }
                    place += 1;
                    break;
                }
                (b'"' | b'\'', None) => quote = Some(byte),
                (byte, Some(open)) if byte == open => quote = None,
                _ if place - start > MAX_RECORD => break,
                _ => {}
            }
            before = byte;
            place += 1;
        }
        self.at = place;
        Ok(Tag { start, name, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, shape: Shape) -> Vec<(usize, String, Ending)> {
        let mut input = io::BufReader::with_capacity(3, text.as_bytes());
        let mut splitter = Splitter::new(&mut input, shape);
        std::iter::from_fn(|| splitter.next().unwrap())
            .map(|piece| (piece.line, piece.text, piece.end))
            .collect()
    }

    const NAMED: Shape = Shape::Named(&[("r", 0), ("inner", 1)]);

    #[test]
    fn records_are_found_with_their_lines() {
        let text = "<?xml?>\n<all>\n<x:r a='>'>1</x:r>\n<!-- <r> --><r/><![CDATA[<r>]]>\n\n<r>2</r></all>";
        let found = pieces(text, NAMED);
        assert_eq!(found.iter().map(|piece| piece.0).collect::<Vec<_>>(), [3, 4, 6]);
        assert_eq!(found[0].1, "<x:r a='>'>1</x:r>");
        assert!(found.iter().all(|piece| piece.2 == Ending::Closed));
    }

    #[test]
    fn a_missing_end_tag_costs_one_record() {
        let found = pieces("<r>1</rr>\n<r>2<inner/></r>\n<r>3", NAMED);
        let ends: Vec<_> = found.iter().map(|piece| piece.2).collect();
        assert_eq!(ends, [Ending::Cut, Ending::Closed, Ending::Eof]);
        assert_eq!(found[1].1, "<r>2<inner/></r>");
    }

    #[test]
    fn an_unclosed_comment_or_quote_does_not_swallow_the_file() {
        assert_eq!(pieces("<!-- <r>1</r><!-- <r a=\"x>2</r><r>3</r>", NAMED).len(), 3);
    }

    #[test]
    fn children_of_rdf_nest_their_own_class() {
        let text = "<rdf:RDF>\n<Book><in><Book><t>x</t></Book></in></Book>\n<Memo/>\n<Book><t>a</x>\n<Book><t>b</t></Book></rdf:RDF>";
        let found = pieces(text, Shape::Children("RDF"));
        assert_eq!(found.len(), 3, "an unclosed property hides the class after it");
        let text = "<RDF><Book><t>a</t>\n<Book><t>b</t></Book></RDF>";
        assert_eq!(
            pieces(text, Shape::Children("RDF"))[1],
            (2, "<Book><t>b</t></Book>".into(), Ending::Closed)
        );
    }

    #[test]
    fn a_doctype_with_entities_is_passed_over() {
        let text = "<!DOCTYPE r [<!ENTITY a \"<r>no</r>\">]><r>&a;</r>";
        assert_eq!(pieces(text, NAMED), [(1, "<r>&a;</r>".into(), Ending::Closed)]);
    }
}
