//! Lines -> rows of cells -> entries.
//!
//! A quotation mark that never closes costs its own row: reading goes on with the next line.

use super::columns::Columns;
use super::{Column, is_formula};
use crate::error::Problem;
use crate::format::lines::{ENTRY_LIMIT, Lines};
use crate::format::{Entry, Sink};
use std::collections::VecDeque;
use std::io::{self, BufRead};

/// More lines than this within one pair of quotation marks are no cell.
const LINES_LIMIT: usize = 20_000;

/// The headers of a table, from its first lines; `None` where there are none.
pub fn header(head: &str) -> Option<Vec<String>> {
    let mut lines =
        head.lines().map(|line| line.trim_start_matches('\u{feff}')).filter(|line| !line.trim().is_empty());
    let mut first = lines.next()?;
    let mut told = None;
    if let Some(delimiter) = sep(first) {
        told = Some(delimiter);
        first = lines.next()?;
    }
    if first.starts_with(['{', '<', '@', '%', '[', '#']) || first.len() > 20_000 {
        return None;
    }
    let delimiter = told.unwrap_or_else(|| delimiter(first));
    let mut row = Row::new(delimiter);
    row.take(first);
    // A header may itself run over lines.
    while row.is_open() {
        row.take(lines.next()?);
    }
    Some(row.cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// Excel's own first line: `sep=;`.
fn sep(line: &str) -> Option<char> {
    let rest = line.trim_end_matches(['\r', '\n']).trim_matches('"').strip_prefix("sep=")?;
    let mut signs = rest.chars();
    signs.next().filter(|_| signs.next().is_none())
}

/// The sign that most often stands between the cells of the header.
fn delimiter(line: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0), ('\t', 0), (';', 0), ('|', 0)];
    for c in line.chars() {
        if c == '"' {
            quoted = !quoted;
        } else if !quoted && let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == c) {
            *count += 1;
        }
    }
    // The first of the most frequent.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(sign, _)| *sign)
}

/// Where in a cell the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark that may be the first of two.
    Closed,
}

/// A row being read.
struct Row {
    delimiter: char,
    cells: Vec<String>,
    cell: String,
    at: At,
    bytes: usize,
    lines: usize,
}

impl Row {
    fn new(delimiter: char) -> Self {
        Self { delimiter, cells: Vec::new(), cell: String::new(), at: At::Start, bytes: 0, lines: 0 }
    }

    /// Whether a quotation mark stands open.
    fn is_open(&self) -> bool {
        self.at == At::Quoted
    }

    /// Takes a line. When no quotation mark stands open behind it, the row is whole.
    fn take(&mut self, line: &str) {
        if self.is_open() {
            self.cell.push('\n');
        }
        self.bytes += line.len() + 1;
        self.lines += 1;
        for c in line.chars() {
            self.at = match (self.at, c) {
                (At::Start, '"') => At::Quoted,
                (At::Quoted, '"') => At::Closed,
                (At::Closed, '"') => {
                    self.cell.push('"');
                    At::Quoted
                }
                (At::Start | At::Plain | At::Closed, c) if c == self.delimiter => {
                    self.end();
                    At::Start
                }
                (At::Quoted, c) => {
                    self.cell.push(c);
                    At::Quoted
                }
                (_, c) => {
                    self.cell.push(c);
                    At::Plain
                }
            };
        }
        if !self.is_open() {
            self.end();
            self.at = At::Start;
        }
    }

    /// Takes a line in which quotation marks are marks like others.
    fn take_plainly(&mut self, line: &str) {
        self.cells.extend(line.split(self.delimiter).map(str::to_owned));
        self.lines += 1;
    }

    fn end(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
    }
}

/// Lines that can be given back.
struct Source<'a> {
    lines: Lines<'a>,
    again: VecDeque<(usize, String, bool)>,
}

impl Source<'_> {
    fn next(&mut self) -> io::Result<Option<(usize, String, bool)>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let line = self.lines.next()?;
        Ok(line.map(|line| (line.number, line.text.into_owned(), line.overlong)))
    }
}

/// Reads every row behind the header.
pub fn read(input: &mut dyn BufRead, mapping: &[(String, Column)], sink: Sink) -> io::Result<()> {
    let mut source = Source { lines: Lines::new(input), again: VecDeque::new() };
    let Some((header, delimiter)) = first_row(&mut source)? else { return Ok(()) };
    let columns = Columns::mapped(&header, mapping);
    for (name, _) in mapping.iter().filter(|(name, _)| !columns.has(name)) {
        let message = format!("no column is called {name}: a mapping names columns as the first row does");
        if sink(Entry::failed(Problem::new(1, message))).is_break() {
            return Ok(());
        }
    }
    while let Some((number, line, overlong)) = source.next()? {
        if line.trim().is_empty() {
            continue;
        }
        let entry = if overlong {
            Entry::failed(Problem::new(number, "this row is longer than 64 MiB: is it a table?"))
        } else {
            match row(&mut source, line, delimiter, header.len())? {
                Some(cells) if cells.iter().all(|cell| cell.trim().is_empty()) || same(&cells, &header) => {
                    continue;
                }
                Some(cells) => {
                    let cells = cells.into_iter().map(unescaped).collect();
                    match columns.record(cells) {
                        Ok(record) => Entry::read(number, record),
                        Err(problem) => Entry::failed(Problem { line: number, ..problem }),
                    }
                }
                None => Entry::failed(Problem::new(
                    number,
                    "a quotation mark at the beginning of a cell never closes",
                )),
            }
        };
        if sink(entry).is_break() {
            break;
        }
    }
    Ok(())
}

/// The header and what separates its cells, the lines behind it being left.
fn first_row(source: &mut Source) -> io::Result<Option<(Vec<String>, char)>> {
    let mut told = None;
    while let Some((_, line, _)) = source.next()? {
        let line = line.trim_start_matches('\u{feff}').to_owned();
        if line.trim().is_empty() {
            continue;
        }
        if told.is_none()
            && let Some(delimiter) = sep(&line)
        {
            told = Some(delimiter);
            continue;
        }
        let delimiter = told.unwrap_or_else(|| delimiter(&line));
        let cells = row(source, line, delimiter, 0)?.unwrap_or_default();
        return Ok(Some((cells.iter().map(|cell| cell.trim().to_owned()).collect(), delimiter)));
    }
    Ok(None)
}

/// The cells of the row that begins with a line; `None` where a quotation mark stays open: the lines behind the first
/// are given back.
fn row(
    source: &mut Source,
    line: String,
    delimiter: char,
    columns: usize,
) -> io::Result<Option<Vec<String>>> {
    let mut row = Row::new(delimiter);
    row.take(&line);
    // In a table of tabs a cell that begins with a mark of speech is no quoted cell.
    if row.is_open() && delimiter == '\t' && line.matches('\t').count() + 1 == columns {
        row = Row::new(delimiter);
        row.take_plainly(&line);
    }
    let mut taken = Vec::new();
    while row.is_open() {
        let next = if row.bytes > ENTRY_LIMIT || row.lines > LINES_LIMIT { None } else { source.next()? };
        let Some((number, line, overlong)) = next else {
            for line in taken.into_iter().rev() {
                source.again.push_front(line);
            }
            return Ok(None);
        };
        row.take(&line);
        taken.push((number, line, overlong));
    }
    Ok(Some(row.cells))
}

/// Whether a row says the headers once more, as in tables that were put together.
fn same(cells: &[String], header: &[String]) -> bool {
    cells.len() == header.len() && cells.iter().zip(header).all(|(cell, name)| cell.trim() == name)
}

/// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
fn unescaped(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell,
    }
}
