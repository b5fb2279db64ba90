//! The formats that are XML, and the engine they share: a stream -> record elements -> light trees.
//!
//! Each reader maps a tree to a [`Record`](crate::record::Record) and nothing else. Nothing is fetched, no DTD is
//! read, no entity expanded; depth and size of a record are limited. `docx` and web pages are not read here.

mod split;
mod tree;

pub(crate) use tree::{Element, Node};

use super::{Entry, Likeness, Sink};
use crate::error::Problem;
use crate::record::Record;
use split::{Ending, Piece, Shape, Splitter};
use std::io::{self, BufRead};

/// The largest record that is read, in bytes.
pub(crate) const MAX_RECORD: usize = 64 << 20;
/// How deep elements may be nested within a record.
pub(crate) const MAX_DEPTH: usize = 256;

/// Gives each record element, parsed, with its line; a piece that cannot be parsed becomes a problem.
///
/// `wrapper` names elements in which a record stands within another of the same name (OAI-PMH's `metadata`): the
/// outer one is no record of its own.
fn read(
    input: &mut dyn BufRead,
    shape: Shape,
    wrappers: &[&str],
    each: &mut dyn FnMut(usize, Result<Element, Problem>) -> std::ops::ControlFlow<()>,
) -> io::Result<()> {
    let mut splitter = Splitter::new(input, shape);
    while let Some(piece) = splitter.next()? {
        if piece.end == Ending::Cut && ends_in_start_of(&piece.text, wrappers) {
            continue;
        }
        if each(piece.line, parse(&piece)).is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads records one element each: `map` makes the record, or says why there is none.
fn read_each(
    input: &mut dyn BufRead,
    shape: Shape,
    wrappers: &[&str],
    map: fn(&Element) -> Result<Record, String>,
    sink: Sink,
) -> io::Result<()> {
    read(input, shape, wrappers, &mut |line, element| {
        let record = element.and_then(|element| map(&element).map_err(|why| Problem::new(line, why)));
        sink(Entry { line, record })
    })
}

fn parse(piece: &Piece) -> Result<Element, Problem> {
    if piece.end == Ending::TooLarge {
        let message = format!("<{}> is larger than {} MB and was not read", piece.name, MAX_RECORD >> 20);
        return Err(Problem::new(piece.line, message));
    }
    Element::parse(&piece.text).map_err(|(below, reason)| {
        let at = piece.line + below;
        let message = match piece.end {
            Ending::Cut => format!("<{}> is not closed before the next record begins (line {at})", piece.name),
            Ending::Eof => format!("the file ends within this <{}>: it looks cut off", piece.name),
            _ if below > 0 => format!("{reason} (line {at})"),
            _ => reason,
        };
        Problem::new(piece.line, message)
    })
}

/// Whether a text ends with the start tag of one of these local names.
fn ends_in_start_of(text: &str, names: &[&str]) -> bool {
    let Some(tag) = text.trim_end().strip_suffix('>').and_then(|text| text.rsplit('<').next()) else {
        return false;
    };
    let name = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
    names.contains(&name.rsplit(':').next().unwrap_or_default())
}

/// The local names of the first tags of a file, to know a format by; empty where it does not begin as XML.
fn first_tags(head: &str) -> Vec<&str> {
    const ENOUGH: usize = 64;
    if !head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<') {
        return Vec::new();
    }
    let tags = head.split('<').filter(|tag| tag.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    tags.map(|tag| tag.split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default())
        .map(|name| name.rsplit(':').next().unwrap_or_default())
        .take(ENOUGH)
        .collect()
}

/// `Sure` where a condition holds, else `Possible` for a file that begins as XML at all, else `No`.
fn likeness(head: &str, sure: bool) -> Likeness {
    match (sure, head.trim_start().starts_with('<')) {
        (true, _) => Likeness::Sure,
        (false, true) => Likeness::Possible,
        (false, false) => Likeness::No,
    }
}
