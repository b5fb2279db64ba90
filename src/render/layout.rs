//! Lines of styled text, wrapped and cut by columns, never inside a grapheme.
//!
//! A [`Text`] is one paragraph: pieces of text with a role, escaped as they are added. It is laid out for a
//! [`Screen`] and written with or without colour. What the paragraphs say is the views'.

use super::Screen;
use super::escape::{self, Glyph};
use super::style::Role;
use crate::search::Snippet;
use std::io::{self, Write};
use std::ops::Range;

/// One paragraph in the making.
#[derive(Debug, Clone, Default)]
pub struct Text {
    cells: Vec<Cell>,
    letters: String,
    links: Vec<String>,
}

/// A grapheme: its letters, its columns, its ink.
#[derive(Debug, Clone, Copy)]
struct Cell {
    end: usize,
    width: usize,
    ink: Ink,
    blank: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ink {
    role: Role,
    link: Option<usize>,
}

impl Text {
    /// An empty paragraph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A paragraph of one piece.
    #[must_use]
    pub fn of(role: Role, text: &str) -> Self {
        let mut paragraph = Self::new();
        paragraph.push(role, text);
        paragraph
    }

    /// Adds a piece.
    pub fn push(&mut self, role: Role, text: &str) {
        self.add(text, |_| Ink { role, link: None });
    }

    /// Adds a piece that leads to a web address where the screen can.
    pub fn push_link(&mut self, role: Role, text: &str, address: &str) {
        let link = is_safe(address).then(|| {
            self.links.push(address.to_owned());
            self.links.len() - 1
        });
        self.add(text, |_| Ink { role, link });
    }

    /// Adds a passage with its matches lit.
    pub fn push_snippet(&mut self, role: Role, lit: Role, snippet: &Snippet) {
        let mut matches = snippet.matches.iter().peekable();
        self.add(&snippet.text, |start| {
            while matches.next_if(|range: &&Range<usize>| range.end <= start).is_some() {}
            let inside = matches.peek().is_some_and(|range| range.start <= start);
            Ink { role: if inside { lit } else { role }, link: None }
        });
    }

    fn add(&mut self, text: &str, mut ink: impl FnMut(usize) -> Ink) {
        for Glyph { start, text, width } in escape::glyphs(text) {
            self.letters.push_str(&text);
            let blank = text == " ";
            self.cells.push(Cell { end: self.letters.len(), width, ink: ink(start), blank });
        }
    }

    /// Whether nothing would be shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The columns it takes on one line.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.iter().map(|cell| cell.width).sum()
    }

    /// The lines of the paragraph, as cell ranges. Words go over to the next line whole; one wider than a line is cut between graphemes.
    fn lines(&self, columns: usize) -> Vec<Range<usize>> {
        let columns = columns.max(2);
        let mut lines = Vec::new();
        let (mut start, mut used) = (0, 0);
        let mut break_after: Option<usize> = None;
        let mut at = 0;
        while let Some(cell) = self.cells.get(at) {
            if used + cell.width > columns && at > start && !cell.blank {
                let end = break_after.filter(|&end| end > start).unwrap_or(at);
                lines.push(start..end);
                start = end;
                while self.cells.get(start).is_some_and(|cell| cell.blank) && start < at {
                    start += 1;
                }
                used = self.cells.get(start..at).unwrap_or_default().iter().map(|cell| cell.width).sum();
                break_after = None;
                continue;
            }
            used += cell.width;
            at += 1;
            // Han and Hangul may be broken between any two characters, other text after blanks.
            if cell.blank || cell.width == 2 {
                break_after = Some(at);
            }
        }
        if start < self.cells.len() {
            lines.push(start..self.cells.len());
        }
        lines
    }

    /// The part of it that takes so many lines at an indent, around the first cell of a role, ellipses standing for the rest;
    /// itself where it takes no more.
    #[must_use]
    pub fn around(&self, role: Role, screen: &Screen, indent: usize, most: usize) -> Self {
        let Some(width) = screen.width else { return self.clone() };
        let columns = width.saturating_sub(indent);
        let lines = self.lines(columns);
        if lines.len() <= most {
            return self.clone();
        }
        let lit = self.cells.iter().position(|cell| cell.ink.role == role).unwrap_or(0);
        let line = lines.iter().position(|line| line.contains(&lit)).unwrap_or(0);
        let first = line.saturating_sub(most / 2).min(lines.len() - most);
        let start = lines.get(first).map_or(0, |line| line.start);
        let last = lines.get(first + most - 1).map_or(self.cells.len(), |line| line.end);
        let mut part = Self { links: self.links.clone(), ..Self::default() };
        // The ellipses have to find room: words go until the part fits.
        let word = |at: usize, step: isize| {
            let mut at = at;
            while at > 0
                && at < self.cells.len()
                && !self.cells.get(at).is_some_and(|cell| cell.blank || cell.width == 2)
            {
                at = at.saturating_add_signed(step);
            }
            at
        };
        let mut end = if last < self.cells.len() { word(last.saturating_sub(2), -1) } else { last };
        let mut begin = start;
        loop {
            part.cells.clear();
            part.letters.clear();
            if begin > 0 {
                part.push(Role::Text, screen.ellipsis());
            }
            for (at, cell) in self.cells.iter().enumerate().take(end).skip(begin) {
                let from = at.checked_sub(1).and_then(|at| self.cells.get(at)).map_or(0, |cell| cell.end);
                part.letters.push_str(self.letters.get(from..cell.end).unwrap_or_default());
                part.cells.push(Cell { end: part.letters.len(), ..*cell });
            }
            if end < self.cells.len() {
                part.push(Role::Text, screen.ellipsis());
            }
            if part.lines(columns).len() <= most || end <= begin + 1 {
                return part;
            }
            if lit + 20 < end {
                end = word(end.saturating_sub(1), -1);
            } else {
                begin = word(begin + 1, 1).saturating_add(1).min(end);
            }
        }
    }

    /// How many lines it takes at an indent.
    #[must_use]
    pub fn height(&self, screen: &Screen, indent: usize) -> usize {
        self.lines(screen.width.map_or(usize::MAX, |width| width.saturating_sub(indent))).len()
    }

    /// Writes it, every line indented, wrapped where the screen has a width.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write, screen: &Screen, indent: usize) -> io::Result<()> {
        self.write_after(out, screen, indent, &Self::new())
    }

    /// Writes it with the first line's indent taken up by a mark, such as a rank.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_after(
        &self,
        out: &mut dyn Write,
        screen: &Screen,
        indent: usize,
        mark: &Self,
    ) -> io::Result<()> {
        let lines = self.lines(screen.width.map_or(usize::MAX, |width| width.saturating_sub(indent)));
        for (number, line) in lines.into_iter().enumerate() {
            let mut used = 0;
            if number == 0 {
                mark.write_cells(out, screen, 0..mark.cells.len())?;
                used = mark.width();
            }
            write!(out, "{:1$}", "", indent.saturating_sub(used))?;
            self.write_cells(out, screen, line)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Writes it on one line of at most so many columns, an ellipsis standing for what is cut; no line end.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_cut(&self, out: &mut dyn Write, screen: &Screen, columns: usize) -> io::Result<()> {
        if self.width() <= columns {
            return self.write_cells(out, screen, 0..self.cells.len());
        }
        let room = columns.saturating_sub(screen.ellipsis().chars().count());
        let mut used = 0;
        let kept = self.cells.iter().take_while(|cell| {
            used += cell.width;
            used <= room
        });
        let kept = kept.count();
        self.write_cells(out, screen, 0..kept)?;
        if columns >= screen.ellipsis().len().min(3) {
            out.write_all(screen.ellipsis().as_bytes())?;
        }
        Ok(())
    }

    /// Writes as much as so many columns hold on one line, nothing standing for the rest; no line end.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_clipped(&self, out: &mut dyn Write, screen: &Screen, columns: usize) -> io::Result<()> {
        let mut used = 0;
        let kept = self.cells.iter().take_while(|cell| {
            used += cell.width;
            used <= columns
        });
        let kept = kept.count();
        self.write_cells(out, screen, 0..kept)
    }

    fn write_cells(&self, out: &mut dyn Write, screen: &Screen, mut cells: Range<usize>) -> io::Result<()> {
        while cells.end > cells.start && self.cells.get(cells.end - 1).is_some_and(|cell| cell.blank) {
            cells.end -= 1;
        }
        let mut start =
            cells.start.checked_sub(1).and_then(|at| self.cells.get(at)).map_or(0, |cell| cell.end);
        let cells = self.cells.get(cells).unwrap_or_default();
        for run in cells.chunk_by(|a, b| a.ink == b.ink) {
            let Some((ink, end)) = run.last().map(|cell| (cell.ink, cell.end)) else { continue };
            let letters = self.letters.get(start..end).unwrap_or_default();
            start = end;
            let link = ink.link.filter(|_| screen.links).and_then(|link| self.links.get(link));
            if let Some(address) = link {
                write!(out, "\x1b]8;;{address}\x1b\\")?;
            }
            if screen.colour {
                let style = screen.palette.get(ink.role);
                write!(out, "{style}{letters}{style:#}")?;
            } else {
                out.write_all(letters.as_bytes())?;
            }
            if link.is_some() {
                out.write_all(b"\x1b]8;;\x1b\\")?;
            }
        }
        Ok(())
    }
}

/// Whether an address may stand in a terminal's link: http(s), and ASCII that needs no quoting.
fn is_safe(address: &str) -> bool {
    (address.starts_with("https://") || address.starts_with("http://"))
        && address.bytes().all(|byte| (0x21..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = Vec::new();
        Text::of(Role::Text, text)
            .write(&mut out, &Screen { width: Some(width), ..Screen::default() }, 0)
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("the fall of the city", 9), "the fall\nof the\ncity\n");
    }

    #[test]
    fn wide_letters_count_two_and_are_never_halved() {
        assert_eq!(wrapped("한국전쟁의기원", 7), "한국전\n쟁의기\n원\n");
    }

    #[test]
    fn a_word_too_long_is_cut_between_graphemes() {
        assert_eq!(wrapped("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}e\u{301}\ne\u{301}\n");
    }

    #[test]
    fn what_matched_is_lit() {
        let mut text = Text::new();
        let range = 0..5;
        let snippet = Snippet { text: "Pusan fell".into(), matches: vec![range], ..Snippet::default() };
        text.push_snippet(Role::Text, Role::Match, &snippet);
        let mut out = Vec::new();
        text.write(&mut out, &Screen { colour: true, ..Screen::default() }, 2).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "  \x1b[1m\x1b[31mPusan\x1b[0m fell\n");
    }

    #[test]
    fn an_address_that_could_break_out_is_no_link() {
        assert!(is_safe("https://doi.org/10.1162/x"));
        assert!(!is_safe("https://x/\x1b\\") && !is_safe("javascript:alert(1)") && !is_safe("https://x/ y"));
    }

    #[test]
    fn a_cut_line_ends_in_an_ellipsis() {
        let mut out = Vec::new();
        Text::of(Role::Text, "한국전쟁").write_cut(&mut out, &Screen::default(), 6).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "한국…");
    }

    proptest! {
        #[test]
        fn a_part_has_no_more_lines_than_asked_for(text in any::<String>(), width in 8usize..40, most in 2usize..4) {
            let screen = Screen { width: Some(width), ..Screen::default() };
            let part = Text::of(Role::Text, &text).around(Role::Match, &screen, 0, most);
            prop_assert!(part.height(&screen, 0) <= most);
        }

        #[test]
        fn no_line_is_wider_than_the_screen(text in any::<String>(), width in 2usize..60) {
            for line in wrapped(&text, width).lines() {
                let columns: usize = escape::glyphs(line).map(|glyph| glyph.width).sum();
                prop_assert!(columns <= width, "{line:?} takes {columns}");
            }
        }

        #[test]
        fn any_ranges_light_without_a_panic(text in any::<String>(), ranges in prop::collection::vec((0usize..99, 0usize..99), 0..5)) {
            let matches = ranges.into_iter().map(|(start, end)| start..end).collect();
            let mut paragraph = Text::new();
            paragraph.push_snippet(Role::Text, Role::Match, &Snippet { text, matches, ..Snippet::default() });
            paragraph.write(&mut Vec::new(), &Screen::default(), 4).unwrap();
        }
    }
}
